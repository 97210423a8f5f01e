import type { ByteString } from '../bytes/byte-string.ts';

const NAMED = ['oss-header:', 'canonical-header:', 'canonical-query:', 'resource:subresource:'] as const;

/**
 * A field's kind and the header's or parameter's name in it, which may hold colons; null for fields without a
 * name.
 */
export function fieldName(
  field: string,
): { readonly kind: 'header' | 'parameter'; readonly name: ByteString } | null {
  const prefix = NAMED.find((each) => field.startsWith(each));
  if (prefix === undefined) return null;
  return { kind: prefix.includes('header') ? 'header' : 'parameter', name: field.slice(prefix.length) };
}

/**
 * Whether a field is no part of what is signed, and so stands in neither string: the signature itself, and
 * the id of its key.
 */
export function isOutsideStrings(field: string): boolean {
  return field === 'signature' || field === 'access-key-id';
}

const CANONICAL = [
  'canonical-uri',
  'canonical-query:',
  'canonical-header:',
  'additional-',
  'payload-',
] as const;

/**
 * Whether a field stands in the canonical request, of which the string to sign holds only a hash. For
 * versions that have one.
 */
export function isInCanonicalRequest(field: string): boolean {
  return CANONICAL.some((prefix) => field.startsWith(prefix));
}

/** Parts of a request that causes lie in where no strings are compared. */
const OF_CAUSES: readonly (readonly [RegExp, string])[] = [
  [/^key-(?:unknown|disabled|id-)/, 'access-key-id'],
  [/^token-/, 'security-token'],
  [/^(?:clock-|signature-resent$|expires-|url-expired$|url-over$|expired-|form-policy-expired$)/, 'date'],
  [/^(?:wrong-endpoint|region-)/, 'endpoint'],
  [/^(?:header-and-query|foreign-scheme|v1-switched-off|version-refused-other)$/, 'scheme'],
  [/^bucket-named-twice$/, 'resource:bucket'],
  [/^listed-header-/, 'additional-headers'],
  [
    /^(?:default-checksums|aws-chunked-refused|chunked-signing-refused|payload-hash-refused|url-checksum-of-nothing)$/,
    'payload-hash',
  ],
];

/** The part of a request that a cause lies in by what it is about; null for one that is about none. */
export function fieldOfCause(id: string): string | null {
  return OF_CAUSES.find(([pattern]) => pattern.test(id))?.[1] ?? null;
}
