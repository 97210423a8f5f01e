import { asciiLower, type ByteString } from '../bytes/byte-string.ts';
import {
  type Canonical,
  decodePercent,
  encodePath,
  type HeaderPart,
  type ParameterPart,
  type Part,
  type SignableRequest,
  type SignedParts,
} from '../sign/index.ts';
import { applyPatch } from './patch.ts';

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
  const plain = parts.family === 'v1' && parts.dialect === 'oss' ? key : decodePercent(key);
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
