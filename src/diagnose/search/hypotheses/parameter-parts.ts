import { type ByteString, compareBytes } from '../../../bytes/byte-string.ts';
import { decodePercent, type ParameterPart, type QueryParameter } from '../../../sign/index.ts';
import type { Subject } from '../hypothesis.ts';

/** Never signed by any version: the signature itself and what goes with it. */
export const CARRIERS =
  /^(?:OSSAccessKeyId|AWSAccessKeyId|Expires|Signature|x-oss-signature|X-Amz-Signature)$/;

/** Whether the string holds the parameters as sub-resources, decoded (V1), or else encoded. */
export const isV1 = ({ parts }: Subject): boolean => parts.family === 'v1';

export function decodedName(subject: Subject, { name }: ParameterPart): ByteString {
  return isV1(subject) ? name : decodePercent(name);
}

export function sortedByName(parameters: readonly ParameterPart[]): readonly ParameterPart[] {
  return parameters.toSorted((a, b) => compareBytes(a.name, b.name));
}

/** A parameter as V1 would sign it: decoded, and without an equals sign where it has no value. */
export function partOf({ name, value }: QueryParameter): ParameterPart {
  return { name, value: value === '' ? null : value, origin: null };
}
