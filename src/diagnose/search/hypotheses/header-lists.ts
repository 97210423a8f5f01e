import { asciiLower, type ByteString } from '../../../bytes/byte-string.ts';
import { type Family, headerValue, type SignedParts } from '../../../sign/index.ts';
import type { Subject } from '../hypothesis.ts';

/** Families whose requests list the headers that they sign. */
export const WITH_LIST: readonly Family[] = ['v4', 'v2'];

export type ListParts = Extract<SignedParts, { readonly family: 'v2' | 'v4' }>;

/** The parts of a string that has such a list; null for any other. */
export function listPartsOf({ parts }: Subject): ListParts | null {
  return parts.family === 'v4' || parts.family === 'v2' ? parts : null;
}

const IN_HEADER = /(?:AdditionalHeaders|SignedHeaders)[=:]\s*([^,\s]+)/i;
const IN_QUERY = /^(?:x-oss-additional-headers|x-amz-signedheaders)$/i;

/** The list as the request spells it, capitals and order kept; empty without one. */
export function listAsSent({ request, claim }: Subject): ByteString {
  const { listedHeaders } = claim;
  if (listedHeaders === null) return '';
  const inHeader = IN_HEADER.exec(headerValue(request, 'authorization') ?? '')?.[1];
  const sent = inHeader ?? request.query.find((each) => IN_QUERY.test(each.name))?.value ?? '';
  // a list that is read otherwise than the claim was is none of this request
  return asciiLower(sent) === listedHeaders.join(';') ? sent : listedHeaders.join(';');
}
