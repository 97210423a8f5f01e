import { asciiLower, type ByteString } from '../bytes/byte-string.ts';
import type { Canonical, Piece } from './canonical.ts';
import {
  ABSENT,
  CanonicalBuilder,
  type FirstParts,
  type HeaderPart,
  type ParameterPart,
  type Part,
} from './canonical-builder.ts';
import type { Claim } from './claim.ts';
import { decodePercent, encodeComponent } from './percent.ts';
import {
  collectHeaders,
  type Dialect,
  datePart,
  encodedParameters,
  headerPart,
  listedHeadersPart,
  methodPart,
  resourceParts,
  type SignableRequest,
  type SignedPlaces,
} from './request.ts';
import {
  HEAD_LINES,
  headerPiece,
  headPieces,
  type Line,
  linesOf,
  parameterPieces,
  pieceAt,
} from './text-lines.ts';

/** The string of signature version 2 (`OSS2`), header and URL form. */
export interface V2Parts extends FirstParts {
  readonly family: 'v2';
  readonly dialect: Dialect;
  /** `x-oss-*` headers and the additional ones. */
  readonly headers: readonly HeaderPart[];
  /** Names of the additional headers, joined by `;`. */
  readonly additionalHeaders: Part;
  /** Percent-encoded; null at service level. */
  readonly bucket: Part | null;
  /** Percent-encoded, slashes too. */
  readonly key: Part;
  /** What stands for the slashes before bucket and key; `%2F` without it, as the rules have it. */
  readonly slash?: ByteString;
  /** Every query parameter but the signature, percent-encoded. */
  readonly parameters: readonly ParameterPart[];
}

/** Null where the bucket is not known. */
export function partsOfV2(request: SignableRequest, claim: Claim, places: SignedPlaces): V2Parts | null {
  const resource = resourceParts(request);
  if (resource === null) return null;
  const listed = new Set(claim.listedHeaders);
  return {
    family: 'v2',
    dialect: 'oss',
    method: methodPart(request),
    contentMd5: headerPart(request, 'content-md5') ?? ABSENT,
    contentType: headerPart(request, 'content-type') ?? ABSENT,
    date: datePart(request, places) ?? ABSENT,
    headers: collectHeaders(request, (name) => name.startsWith('x-oss-') || listed.has(name)),
    additionalHeaders: listedHeadersPart(claim),
    bucket: resource.bucket && { ...resource.bucket, value: encodeComponent(resource.bucket.value) },
    key: { ...resource.key, value: encodeComponent(resource.key.value) },
    parameters: encodedParameters(request, 'x-oss-signature', 'bare-name'),
  };
}

export function formatV2(parts: V2Parts): Canonical {
  const slash = parts.slash ?? '%2F';
  const builder = new CanonicalBuilder()
    .firstLines(parts)
    .headerLines('oss-header', parts.headers)
    .piece('additional-headers', parts.additionalHeaders)
    .literal(`\n${slash}`)
    .piece('resource:bucket', parts.bucket ?? ABSENT)
    .literal(parts.bucket === null ? '' : slash)
    .piece('resource:key', parts.key);
  if (parts.parameters.length > 0) {
    builder.literal('?').parameters('resource:subresource', parts.parameters, decodePercent);
  }
  return builder.build();
}

const HEADER_NAME = /^([a-z][a-z0-9-]*):/i;

/**
 * Cuts a V2 string into its pieces. Nothing in it holds an LF, so the last two lines are known by their
 * place. Where the text has lost blank lines, as `StringToSign` in a pasted error body has, the lines left
 * are recognised by their looks.
 */
export function parseV2(text: ByteString): Canonical {
  const lines = linesOf(text);
  const head = headLength(lines);
  const pieces = [...headPieces(text, lines, head)];
  const tail = lines.slice(head);
  const resource = lines.length > 1 ? lines.at(-1) : undefined;
  const last = tail.at(-2);
  const additional = last === undefined || last.text.includes(':') ? undefined : last;
  for (const line of tail.slice(0, additional === undefined ? -1 : -2)) {
    const piece = headerPiece('oss-header', text, line);
    if (piece !== null) pieces.push(piece);
  }
  const missingAt = resource?.start ?? text.length;
  pieces.push(
    pieceAt('additional-headers', text, additional?.start ?? missingAt, additional?.end ?? missingAt),
  );
  return { pieces: [...pieces, ...resourcePieces(text, resource)], text };
}

/**
 * How many lines stand before the first header line or the resource: four, or fewer where blank ones got
 * lost.
 */
function headLength(lines: readonly Line[]): number {
  const last = lines.length - 1;
  const listed = lines.at(-2)?.text ?? '';
  for (let i = 1; i < HEAD_LINES && i <= last; i++) {
    if (i === last || isHeaderLine(lines[i]?.text ?? '', listed)) return i;
  }
  return Math.min(HEAD_LINES, lines.length);
}

/**
 * The line of a header that is signed in any case, or as one of those `listed`. A date may be any text, one
 * with a colon too.
 */
function isHeaderLine(line: ByteString, listed: ByteString): boolean {
  const name = asciiLower(HEADER_NAME.exec(line)?.[1] ?? '');
  return name !== '' && (name.startsWith('x-oss-') || `;${listed};`.includes(`;${name};`));
}

/** `%2Fbucket%2Fkey?query`, percent-encoded throughout. */
function resourcePieces(text: ByteString, line: Line | undefined): Piece[] {
  const start = line?.start ?? text.length;
  const end = line?.end ?? text.length;
  const mark = text.indexOf('?', start);
  const pathEnd = mark < 0 ? end : mark;
  const bucketStart = text.startsWith('%2F', start) ? start + 3 : start;
  const slash = text.indexOf('%2F', bucketStart);
  const bucketEnd = slash < 0 || slash > pathEnd ? pathEnd : slash;
  const keyStart = Math.min(bucketEnd + 3, pathEnd);
  return [
    pieceAt('resource:bucket', text, bucketStart, bucketEnd),
    pieceAt('resource:key', text, keyStart, pathEnd),
    ...parameterPieces('resource:subresource', text, pathEnd + 1, end, decodePercent, () => true),
  ];
}
