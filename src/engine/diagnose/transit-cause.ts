import type { ByteString } from '../bytes/byte-string.ts';
import type { Field, SignatureVersion } from '../sign/canonical.ts';
import { type VersionRecord, versionRecord } from '../sign/index.ts';
import { decodePercent, decodeQueryText } from '../sign/percent.ts';
import { cause } from './cause.ts';
import { fieldName } from './fields.ts';
import type { Cause, Divergence } from './model.ts';

/** Why the server's string differs from the wire's, by the most significant of the divergences. */
export function transitCause(
  divergences: readonly Divergence[],
  version: SignatureVersion | null = null,
): Cause | null {
  const method = divergences.find((each) => each.field === 'method');
  const first = method ?? divergences[0];
  if (first === undefined) return null;
  const main = version !== null && versionRecord(version).family === 'format' ? decoded(first) : first;
  const addedDate =
    main.field === 'date' ? divergences.find((each) => isDateHeaderAdded(each, main)) : undefined;
  return causeOf(addedDate ?? main, version);
}

/** COS signs headers and parameters percent-encoded: a cause is told in the values that were sent. */
function decoded(divergence: Divergence): Divergence {
  if (!/^canonical-(?:header|query):/.test(divergence.field)) return divergence;
  const { client, server } = divergence;
  return {
    ...divergence,
    client: client === null ? null : decodePercent(client),
    server: server === null ? null : decodePercent(server),
  };
}

/** A header that stands over the Date of the client came in: it is to blame for the other date. */
function isDateHeaderAdded({ field, client, server }: Divergence, date: Divergence): boolean {
  return (
    client === null &&
    server === date.server &&
    /^x-(?:oss|amz|obs|goog|tos)-date$/.test(fieldName(field)?.name ?? '')
  );
}

function causeOf(divergence: Divergence, version: SignatureVersion | null): Cause | null {
  const { field } = divergence;
  const record = version === null ? null : versionRecord(version);
  const client = divergence.client ?? '';
  const server = divergence.server ?? '';
  switch (field) {
    case 'method':
      return client === 'HEAD' && server === 'GET'
        ? cause('head-sent-as-get', {})
        : cause('method-changed', { client, server });
    case 'content-md5':
    case 'canonical-header:content-md5':
      return contentMd5Cause(client, server);
    case 'content-type':
    case 'canonical-header:content-type':
      return contentTypeCause(client, server);
    case 'date':
      return dateCause(divergence);
    case 'resource:bucket':
      return cause('bucket-differs', { client, server });
    case 'resource:key':
      return record?.family === 'v2'
        ? pathCause(decodePercent(client), decodePercent(server), { client, server })
        : pathCause(client, server);
    case 'canonical-uri':
      return record?.family === 'v4' && record.dialect === 'oss'
        ? bucketPathCause(client, server)
        : pathCause(client, server);
    case 'additional-headers':
      return cause('additional-headers-changed', { client, server });
    case 'payload-hash':
      return cause('payload-hash-changed', { client, server });
    case 'scope:date':
    case 'scope:region':
    case 'scope:product':
      return cause('scope-changed', { client, server });
    case 'canonical-request':
      return cause('canonical-request-differs', {});
    case 'policy':
      return cause('policy-changed', { client, server });
    case 'signature':
      return cause('signature-altered', { client, server });
    case 'access-key-id':
      return cause('access-key-id-changed', { client, server });
    default:
      return namedCause(asDropped(divergence, record));
  }
}

/**
 * A header that is listed as signed and does not arrive is signed as an empty one by the server, in the S3
 * dialect and where V4 lists it.
 */
function asDropped(divergence: Divergence, record: VersionRecord | null): Divergence {
  const { field, client, server } = divergence;
  const named = fieldName(field);
  const isListed = named?.kind === 'header' && record?.family === 'v4' && !record.signsUnlisted(named.name);
  return isListed && server === '' && client !== null && client !== ''
    ? { ...divergence, server: null }
    : divergence;
}

/** The date is that of the header or parameter that the client signed it from. */
function dateCause(divergence: Divergence): Cause | null {
  const client = divergence.client ?? '';
  const server = divergence.server ?? '';
  const [, carrier, name] = /^(header|query) (x-.+)$/i.exec(divergence.clientOrigin?.source ?? '') ?? [];
  if (carrier !== undefined && client !== '') {
    const field: Field = carrier === 'query' ? `canonical-query:${name}` : `canonical-header:${name}`;
    return namedCause({ ...divergence, field, server: server === '' ? null : server });
  }
  if (server === '') return cause('date-dropped', { client });
  return client === ''
    ? cause('date-added-in-transit', { server })
    : cause('date-rewritten', { client, server });
}

function contentMd5Cause(client: ByteString, server: ByteString): Cause {
  if (client === '') return cause('content-md5-added-in-transit', { server });
  if (server === '') return cause('content-md5-dropped', { client });
  return cause('content-md5-rewritten', { client, server });
}

function contentTypeCause(client: ByteString, server: ByteString): Cause {
  if (client === '') return cause('content-type-added-in-transit', { server });
  if (server === '') return cause('content-type-dropped', { client });
  return mediaType(client) === mediaType(server)
    ? cause('content-type-charset-rewritten', { client, server })
    : cause('content-type-rewritten', { client, server });
}

/** The media type without its parameters. */
export function mediaType(value: ByteString): ByteString {
  return (value.split(';')[0] ?? '').trim().toLowerCase();
}

/**
 * OSS V4 has the bucket before the key, whatever the path has. Where one side's path is the other's without
 * its bucket, the Host no longer named it (or did so for the first time), and the first segment of the path
 * stood for it.
 */
function bucketPathCause(client: ByteString, server: ByteString): Cause {
  const [, ours = '', key = ''] = /^\/([^/]*)(.*)$/s.exec(client) ?? [];
  const [, theirs = '', other = ''] = /^\/([^/]*)(.*)$/s.exec(server) ?? [];
  if (ours === theirs) return pathCause(key, other, { client, server });
  const isMoved = isSamePath(key, server) || isSamePath(other, client);
  return key === other || isMoved
    ? cause('bucket-differs', { client: ours, server: theirs })
    : cause('key-changed', { client, server });
}

/** A bucket by itself ends in a slash. */
function isSamePath(one: ByteString, other: ByteString): boolean {
  return one !== '' && (one === other || `${one}/` === other);
}

/** `both`: the two values as the cause names them. */
function pathCause(client: ByteString, server: ByteString, both = { client, server }): Cause {
  if (sameOnceDecoded(client, server)) return cause('path-reencoded', both);
  if (normalised(client) === normalised(server)) return cause('path-normalised', both);
  const [long, short] = client.length > server.length ? [client, server] : [server, client];
  if (short !== '' && long.endsWith(short) && (long.at(-short.length - 1) === '/' || short.startsWith('/'))) {
    return cause('path-prefix-changed', both);
  }
  return cause('key-changed', both);
}

/**
 * Equal after undoing percent-encoding and `+` for space on either side, as often as proxies do it: once or
 * twice.
 */
function sameOnceDecoded(a: ByteString, b: ByteString): boolean {
  if (!/[%+]/.test(a) && !/[%+]/.test(b)) return a === b;
  const others = decodedForms(b);
  return decodedForms(a).some((form) => others.includes(form));
}

/** What a proxy may have made of a text, the text itself first. */
function decodedForms(text: ByteString): readonly ByteString[] {
  const percent = decodePercent(text);
  const query = decodeQueryText(text);
  return [text, percent, decodePercent(percent), query, decodeQueryText(query)];
}

/** A path with `//` collapsed and dot segments resolved (RFC 3986 §5.2.4); a slash at its end stays one. */
function normalised(path: ByteString): ByteString {
  const kept: ByteString[] = [];
  const segments = path.split('/');
  for (const segment of segments) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  const isFolder = /^\.{0,2}$/.test(segments.at(-1) ?? '');
  return kept.join('/') + (isFolder ? '/' : '');
}

function namedCause(divergence: Divergence): Cause | null {
  const { field } = divergence;
  const client = divergence.client ?? '';
  const server = divergence.server ?? '';
  const named = fieldName(field);
  if (named === null) return null;
  const { kind, name } = named;
  const [added, dropped] = [divergence.client === null, divergence.server === null];
  if (/(?:^|-)security-token$/i.test(name)) {
    const how = added ? 'token-added' : dropped ? 'token-dropped' : 'token-changed';
    return cause('token-changed-in-transit', { how });
  }
  if (kind === 'parameter') {
    if (added) return cause('subresource-added', { name, server });
    if (dropped) return cause('subresource-dropped', { name, client });
    return sameOnceDecoded(client, server)
      ? cause('subresource-reencoded', { name, client, server })
      : cause('subresource-changed', { name, client, server });
  }
  if (/^x-(?:oss|amz|obs|cos|goog|tos)-/.test(name)) {
    if (added) return cause('oss-header-added-in-transit', { name, server });
    if (dropped) return cause('oss-header-dropped', { name, client });
    return cause('oss-header-changed', { name, client, server });
  }
  if (name === 'host' && !added && !dropped) return cause('host-rewritten', { client, server });
  if (added) return cause('signed-header-added', { name, server });
  if (dropped) return cause('signed-header-dropped', { name, client });
  return cause('signed-header-changed', { name, client, server });
}
