import type { ByteString } from '../bytes/byte-string.ts';
import { addAll } from '../bytes/collections.ts';
import type { Canonical, Origin, Piece, SignedStrings } from './canonical.ts';
import {
  ABSENT,
  CanonicalBuilder,
  type HeaderPart,
  type ParameterPart,
  type Part,
} from './canonical-builder.ts';
import type { Claim, Scope } from './claim.ts';
import { type Hasher, hexDigest } from './hasher.ts';
import { decodePercent, encodePath } from './percent.ts';
import {
  collectHeaders,
  type Dialect,
  datePart,
  encodedParameters,
  headerPart,
  listedHeadersPart,
  methodPart,
  requestLineOrigin,
  resourceParts,
  type SignableRequest,
  type SignedPlaces,
  scopeOrigin,
} from './request.ts';
import { headerPiece, linesOf, parameterPieces, pieceAt } from './text-lines.ts';

/**
 * Both strings of signature version 4, header and URL form; the S3-compatible version 4 has the same shape.
 */
export interface V4Parts {
  readonly family: 'v4';
  readonly dialect: Dialect;
  readonly method: Part;
  /** `/bucket/key` (S3: the path), percent-encoded, slashes kept. */
  readonly canonicalUri: Part;
  /** Every query parameter but the signature, percent-encoded. */
  readonly parameters: readonly ParameterPart[];
  readonly headers: readonly HeaderPart[];
  /** Names of the additional (S3: signed) headers, joined by `;`. */
  readonly additionalHeaders: Part;
  readonly payloadHash: Part;
  /** First line of the string to sign. */
  readonly algorithm: ByteString;
  readonly timestamp: Part;
  readonly scope: Scope;
  readonly scopeOrigin: Origin | null;
}

export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';
/** SHA-256 of no bytes. */
export const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Products of the V4 scheme whose resource is no bucket and key, and whose strings are not rebuilt. */
const OTHER_RESOURCES: ReadonlySet<string> = new Set(['ossvector', 'ossvectors', 'osstables']);

/** Null where the bucket is not known, the scope can't be read, or the product addresses something else. */
export function partsOfV4(request: SignableRequest, claim: Claim, places: SignedPlaces): V4Parts | null {
  const resource = resourceParts(request);
  if (resource === null || claim.scope === null || OTHER_RESOURCES.has(claim.scope.product)) return null;
  const listed = new Set(claim.listedHeaders);
  return {
    family: 'v4',
    dialect: 'oss',
    method: methodPart(request),
    canonicalUri: {
      value: canonicalUri(resource.bucket?.value ?? null, resource.key.value),
      origin: requestLineOrigin(request),
    },
    parameters: encodedParameters(request, 'x-oss-signature', 'bare-name'),
    headers: collectHeaders(request, (name) => isDefaultSigned(name) || listed.has(name)),
    additionalHeaders: listedHeadersPart(claim),
    payloadHash: headerPart(request, 'x-oss-content-sha256') ?? { value: UNSIGNED_PAYLOAD, origin: null },
    algorithm: places.scheme,
    timestamp: datePart(request, places) ?? ABSENT,
    scope: claim.scope,
    scopeOrigin: scopeOrigin(request, claim, places, 'query x-oss-credential'),
  };
}

/** Headers that version 4 signs without their being listed. */
export function isDefaultSigned(lowerName: ByteString): boolean {
  return lowerName === 'content-type' || lowerName === 'content-md5' || lowerName.startsWith('x-oss-');
}

/** The canonical URI of a bucket (null at service level) and a decoded key (empty for none). */
export function canonicalUri(bucket: ByteString | null, key: ByteString): ByteString {
  return bucket === null ? `/${encodePath(key)}` : `/${encodePath(bucket)}/${encodePath(key)}`;
}

function formatV4CanonicalRequest(parts: V4Parts): Canonical {
  return new CanonicalBuilder()
    .piece('method', parts.method)
    .literal('\n')
    .piece('canonical-uri', parts.canonicalUri)
    .literal('\n')
    .parameters('canonical-query', parts.parameters, decodePercent)
    .literal('\n')
    .headerLines('canonical-header', parts.headers)
    .literal('\n')
    .piece('additional-headers', parts.additionalHeaders)
    .literal('\n')
    .piece('payload-hash', parts.payloadHash)
    .build();
}

/** `requestHash`: lower-case hex of the SHA-256 of the canonical request. */
function formatV4StringToSign(parts: V4Parts, requestHash: ByteString): Canonical {
  const { scope, scopeOrigin: origin } = parts;
  return new CanonicalBuilder()
    .literal(`${parts.algorithm}\n`)
    .piece('date', parts.timestamp)
    .literal('\n')
    .piece('scope:date', { value: scope.date, origin })
    .literal('/')
    .piece('scope:region', { value: scope.region, origin })
    .literal('/')
    .piece('scope:product', { value: scope.product, origin })
    .literal(`/${scope.terminator}\n`)
    .piece('canonical-request', { value: requestHash, origin: null })
    .build();
}

export function formatV4(parts: V4Parts, hasher: Hasher): SignedStrings {
  const canonicalRequest = formatV4CanonicalRequest(parts);
  const hash = hexDigest(hasher, 'sha256', canonicalRequest.text);
  return { stringToSign: formatV4StringToSign(parts, hash), canonicalRequest };
}

/** Cuts a V4 string to sign into its pieces: algorithm, timestamp, scope, hash of the canonical request. */
export function parseV4StringToSign(text: ByteString): Canonical {
  const lines = linesOf(text);
  const end = text.length;
  const [, timestamp, scope, hash] = lines;
  const pieces = [pieceAt('date', text, timestamp?.start ?? end, timestamp?.end ?? end)];
  let at = scope?.start ?? end;
  const scopeEnd = scope?.end ?? end;
  for (const field of ['scope:date', 'scope:region', 'scope:product'] as const) {
    const slash = text.indexOf('/', at);
    const to = slash < 0 || slash > scopeEnd ? scopeEnd : slash;
    pieces.push(pieceAt(field, text, at, to));
    at = Math.min(to + 1, scopeEnd);
  }
  pieces.push(pieceAt('canonical-request', text, hash?.start ?? end, hash?.end ?? end));
  return { pieces, text };
}

/**
 * Cuts a canonical request into its pieces, also where the text has lost blank lines: an encoded query holds
 * no colon, a header line always does.
 */
export function parseV4CanonicalRequest(text: ByteString): Canonical {
  const lines = linesOf(text);
  const end = text.length;
  const [method, uri] = lines;
  const pieces: Piece[] = [
    pieceAt('method', text, method?.start ?? end, method?.end ?? end),
    pieceAt('canonical-uri', text, uri?.start ?? end, uri?.end ?? end),
  ];
  let at = 2;
  const query = lines[at];
  if (query !== undefined && !query.text.includes(':') && lines.length > at + 1) {
    addAll(
      pieces,
      parameterPieces('canonical-query', text, query.start, query.end, decodePercent, () => true),
    );
    at++;
  }
  for (; at < lines.length; at++) {
    const line = lines[at];
    const piece = line === undefined ? null : headerPiece('canonical-header', text, line);
    if (piece === null) break;
    pieces.push(piece);
  }
  // the blank line after the headers, where there is one
  if (lines[at]?.text === '' && lines.length > at + 1) at++;
  const payload = lines.length > at ? lines.at(-1) : undefined;
  const additional = lines.length > at + 1 ? lines[at] : undefined;
  const missingAt = payload?.start ?? end;
  pieces.push(
    pieceAt('additional-headers', text, additional?.start ?? missingAt, additional?.end ?? missingAt),
    pieceAt('payload-hash', text, payload?.start ?? end, payload?.end ?? end),
  );
  return { pieces, text };
}
