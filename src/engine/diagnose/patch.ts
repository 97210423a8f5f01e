/* Changes to the parts of a signed string, whatever its version. */

import type { ByteString } from '../bytes/byte-string.ts';
import type { HeaderPart, ParameterPart, Part, Scope, SignedParts } from '../sign/index.ts';

/** A change to some of the parts of a signed string; what it does not name stays. */
export interface PartsPatch {
  readonly method?: Part;
  readonly contentMd5?: Part;
  readonly contentType?: Part;
  readonly date?: Part;
  readonly headers?: readonly HeaderPart[];
  readonly parameters?: readonly ParameterPart[];
  readonly additionalHeaders?: Part;
  readonly root?: ByteString;
  readonly bucket?: Part | null;
  readonly key?: Part;
  readonly slash?: ByteString;
  readonly canonicalUri?: Part;
  readonly payloadHash?: Part;
  readonly algorithm?: ByteString;
  readonly timestamp?: Part;
  readonly scope?: Scope;
  readonly policy?: Part;
}

/** A policy has nothing else that could be changed. */
export function applyPatch(parts: SignedParts, patch: PartsPatch): SignedParts {
  return parts.family === 'policy'
    ? { ...parts, policy: patch.policy ?? parts.policy }
    : { ...parts, ...patch };
}

type ContentName = 'content-type' | 'content-md5';

/** The value that a string has for Content-Type or Content-MD5; null where it has no such line at all. */
export function contentHeader(parts: SignedParts, name: ContentName): ByteString | null {
  if (parts.family === 'policy') return null;
  if (parts.family === 'v4') return parts.headers.find((each) => each.name === name)?.value ?? null;
  return name === 'content-type' ? parts.contentType.value : parts.contentMd5.value;
}

/** Puts another Content-Type or Content-MD5 into a string; an empty value takes a V4 header line away. */
export function patchContentHeader(parts: SignedParts, name: ContentName, value: ByteString): PartsPatch {
  if (parts.family === 'policy') return {};
  if (parts.family === 'v4') return { headers: withHeader(parts.headers, name, value === '' ? null : value) };
  return name === 'content-type'
    ? { contentType: { ...parts.contentType, value } }
    : { contentMd5: { ...parts.contentMd5, value } };
}

/** The header lines with one value changed, added in its place by name, or (null) taken away. */
export function withHeader(
  headers: readonly HeaderPart[],
  name: ByteString,
  value: ByteString | null,
): readonly HeaderPart[] {
  if (value === null) return headers.filter((each) => each.name !== name);
  const at = headers.findIndex((each) => each.name >= name);
  const found = headers[at];
  if (found?.name === name) return headers.with(at, { ...found, value });
  const place = at < 0 ? headers.length : at;
  return headers.toSpliced(place, 0, { name, value, origin: null });
}
