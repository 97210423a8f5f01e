import { type ByteString, compareBytes } from '../../../bytes/byte-string.ts';
import { decodePercent, type ParameterPart } from '../../../sign/index.ts';
import type { Subject } from '../hypothesis.ts';

/** Whether the string holds the parameters as sub-resources, decoded (V1), or else encoded. */
export const isV1 = ({ parts }: Subject): boolean => parts.kind === 'v1' || parts.kind === 's3v2';

export function decodedName(subject: Subject, { name }: ParameterPart): ByteString {
  return isV1(subject) ? name : decodePercent(name);
}

export function sortedByName(parameters: readonly ParameterPart[]): readonly ParameterPart[] {
  return parameters.toSorted((a, b) => compareBytes(a.name, b.name));
}
