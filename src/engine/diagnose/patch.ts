/* Changes to the parts of a signed string, whatever its version. */

import { asciiLower, type ByteString } from '../bytes/byte-string.ts';
import {
  type Canonical,
  decodePercent,
  encodeComponent,
  encodePath,
  type HeaderPart,
  type ParameterPart,
  type Part,
  type Scope,
  type SignableRequest,
  type SignedParts,
  signsPath,
} from '../sign/index.ts';

/** A request, and its parts as a string has them. */
export interface RequestOfString {
  readonly request: SignableRequest;
  readonly parts: SignedParts;
}

/**
 * The request as a string of the server has it, where that differs from what was captured: of a document that
 * somebody edited, one of the two strings is the one that was signed. Null where the string does not show its
 * parts: version 4 has a hash there, and a form its policy.
 */
export function requestOfString(
  request: SignableRequest,
  parts: SignedParts,
  { pieces }: Canonical,
): RequestOfString | null {
  if (parts.family !== 'v1' && parts.family !== 'v2') return null;
  const valueAt = (field: string): ByteString => pieces.find((each) => each.field === field)?.value ?? '';
  const part = (usual: Part, value: ByteString): Part =>
    usual.value === value ? usual : { value, origin: null };
  const bucket = valueAt('resource:bucket');
  const key = valueAt('resource:key');
  const headers = named(pieces, ['oss-header:', 'canonical-header:']);
  const parameters = named(pieces, ['resource:subresource:']);
  const changed = applyPatch(parts, {
    contentMd5: part(parts.contentMd5, valueAt('content-md5')),
    contentType: part(parts.contentType, valueAt('content-type')),
    date: part(parts.date, valueAt('date')),
    bucket: bucket === '' ? null : part(parts.bucket ?? { value: '', origin: null }, bucket),
    key: part(parts.key, key),
    headers: headers.map((each) => sameHeader(parts.headers, each)),
    parameters: parameters.map((each) => sameParameter(parts.parameters, each)),
  });
  // only the keys of version 1 stand in the string as they are
  const plain = parts.family === 'v1' && !signsPath(parts.dialect) ? key : decodePercent(key);
  const isSameKey = plain === (request.key ?? '');
  const made = {
    ...request,
    bucket: bucket === '' ? null : decodedIn(parts, bucket),
    ...(isSameKey ? {} : { key: plain, path: `/${encodePath(plain)}` }),
  };
  return { request: made, parts: changed };
}

function decodedIn({ family }: SignedParts, bucket: ByteString): ByteString {
  return family === 'v2' ? decodePercent(bucket) : bucket;
}

interface Named {
  readonly name: ByteString;
  readonly value: ByteString;
}

function named(pieces: Canonical['pieces'], prefixes: readonly string[]): readonly Named[] {
  return pieces.flatMap(({ field, value }) => {
    const prefix = prefixes.find((each) => field.startsWith(each));
    return prefix === undefined ? [] : [{ name: field.slice(prefix.length), value }];
  });
}

function sameHeader(sent: readonly HeaderPart[], { name, value }: Named): HeaderPart {
  const known = sent.find((each) => asciiLower(each.name) === name && each.value === value);
  return known ?? { name, value, origin: null };
}

/** A bare name and one with an empty value are the same piece: as the request has it, then. */
function sameParameter(sent: readonly ParameterPart[], { name, value }: Named): ParameterPart {
  const known = sent.find((each) => each.name === name && (each.value ?? '') === value);
  return known ?? { name, value: value === '' ? null : value, origin: null };
}

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
  if (parts.family === 'v4' || parts.family === 'format') {
    const value = parts.headers.find((each) => each.name === name)?.value ?? null;
    return value === null || parts.family === 'v4' ? value : decodePercent(value);
  }
  return name === 'content-type' ? parts.contentType.value : parts.contentMd5.value;
}

/** Puts another Content-Type or Content-MD5 into a string; an empty value takes a header line of V4 away. */
export function patchContentHeader(parts: SignedParts, name: ContentName, value: ByteString): PartsPatch {
  if (parts.family === 'policy') return {};
  if (parts.family === 'v4' || parts.family === 'format') {
    const signed = parts.family === 'v4' ? value : encodeComponent(value);
    return { headers: withHeader(parts.headers, name, value === '' ? null : signed) };
  }
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
