import type { ByteString } from '../bytes/byte-string.ts';
import { addAll, addToList } from '../bytes/collections.ts';
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
import {
  collectHeaders,
  compareNames,
  type Dialect,
  datePart,
  headerPart,
  methodPart,
  queryOrigin,
  resourceParts,
  type SignableRequest,
  type SignedPlaces,
} from './request.ts';
import { isS3SignedParameter, isSignedParameter } from './signed-parameters.ts';
import {
  HEAD_LINES,
  headerPiece,
  headPieces,
  type Line,
  linesOf,
  parameterPieces,
  pieceAt,
} from './text-lines.ts';

/** The string of signature version 1, header and URL form; the S3-compatible version 2 has the same shape. */
export interface V1Parts extends FirstParts {
  readonly family: 'v1';
  readonly dialect: Dialect;
  /** Headers of the dialect's own prefix: `x-oss-*` (S3: `x-amz-*`). */
  readonly headers: readonly HeaderPart[];
  /** What stands before bucket and key; `/` without it, as the rules have it. */
  readonly root?: ByteString;
  /** Null at service level. */
  readonly bucket: Part | null;
  /**
   * What stands between the bucket and the key; `/` without it. The S3 dialect signs the path as it is, and
   * in path style a bucket's own may end with its name.
   */
  readonly slash?: ByteString;
  /** Object key, decoded (S3: as in the path); empty for bucket and service requests. */
  readonly key: Part;
  /** Signed query parameters, decoded. */
  readonly parameters: readonly ParameterPart[];
}

/** Null where the bucket is not known. */
export function partsOfV1(request: SignableRequest, _: Claim, places: SignedPlaces): V1Parts | null {
  const resource = resourceParts(request);
  if (resource === null) return null;
  return {
    family: 'v1',
    dialect: 'oss',
    method: methodPart(request),
    contentMd5: headerPart(request, 'content-md5') ?? ABSENT,
    contentType: headerPart(request, 'content-type') ?? ABSENT,
    date: datePart(request, places) ?? ABSENT,
    headers: collectHeaders(request, (name) => name.startsWith('x-oss-')),
    bucket: resource.bucket,
    key: resource.key,
    parameters: signedSubresources(request, isSignedParameter),
  };
}

/**
 * The signed parameters, decoded and sorted; an empty value stands as the bare name, whether `=` was sent or
 * not.
 */
export function signedSubresources(
  request: SignableRequest,
  isSigned: (name: ByteString) => boolean,
): ParameterPart[] {
  const signed: ParameterPart[] = [];
  for (const parameter of request.query) {
    if (!isSigned(parameter.name)) continue;
    const value = parameter.value === '' ? null : parameter.value;
    signed.push({ name: parameter.name, value, origin: queryOrigin(request, parameter) });
  }
  return signed.sort(compareNames);
}

/** VERB, Content-MD5, Content-Type and Date with an LF each, the header lines, the resource. */
export function formatV1(parts: V1Parts): Canonical {
  const builder = new CanonicalBuilder()
    .firstLines(parts)
    .headerLines('oss-header', parts.headers)
    .literal(parts.root ?? '/')
    .piece('resource:bucket', parts.bucket ?? ABSENT)
    .literal(parts.bucket === null ? '' : (parts.slash ?? '/'))
    .piece('resource:key', parts.key);
  if (parts.parameters.length > 0) {
    builder.literal('?').parameters('resource:subresource', parts.parameters, (name) => name);
  }
  return builder.build();
}

/**
 * What the request addresses, decoded: it shows where a V1 resource's key ends, for keys may hold `?`, and
 * where the value of a parameter does, for values may hold `&`.
 */
export interface ResourceHint {
  readonly bucket: ByteString | null;
  readonly key: ByteString | null;
  /** Of the query, in its order. */
  readonly parameters?: readonly { readonly name: ByteString; readonly value: ByteString }[];
}

const HEADER_LINE = /^x-(?:oss|amz|obs)-[^:]*:/i;
/**
 * A header that no rule here calls signed; nothing but such lines stands between the head and the resource.
 */
const OTHER_HEADER_LINE = /^[a-z0-9-]+:/i;

/**
 * Cuts a V1 (or S3 V2) string into its pieces. Where the text has lost blank lines, as `StringToSign` in a
 * pasted error body has, the lines left are recognised by their looks.
 */
export function parseV1(text: ByteString, hint: ResourceHint | null): Canonical {
  const lines = linesOf(text);
  const head = headLength(lines);
  const pieces = headPieces(text, lines, head);
  let at = head;
  const resource = lines.findIndex((line, i) => i >= head && line.text.startsWith('/'));
  for (; at < lines.length; at++) {
    const line = lines[at];
    if (line === undefined) break;
    if (!HEADER_LINE.test(line.text) && (at >= resource || !OTHER_HEADER_LINE.test(line.text))) break;
    const piece = headerPiece('oss-header', text, line);
    if (piece !== null) pieces.push(piece);
  }
  const rest = lines.slice(at).find((line) => line.text.startsWith('/')) ?? lines[at];
  addAll(pieces, resourcePieces(text, rest?.start ?? text.length, hint));
  return { pieces, text };
}

/**
 * How many lines stand before the first header line or the resource: four, or fewer where blank ones got
 * lost.
 */
function headLength(lines: readonly Line[]): number {
  for (let i = 1; i < lines.length && i < HEAD_LINES; i++) {
    const text = lines[i]?.text ?? '';
    if (HEADER_LINE.test(text) || (text.startsWith('/') && i === lines.length - 1)) return i;
  }
  return Math.min(HEAD_LINES, lines.length);
}

/** `/bucket/key?subresources` from `start` to the end of the text. */
function resourcePieces(text: ByteString, start: number, hint: ResourceHint | null): Piece[] {
  const bucketStart = Math.min(start + (text[start] === '/' ? 1 : 0), text.length);
  const query = queryStart(text, start, hint);
  const pathEnd = query ?? text.length;
  const slash = text.indexOf('/', bucketStart);
  const bucketEnd = slash < 0 || slash > pathEnd ? pathEnd : slash;
  const pieces = [
    pieceAt('resource:bucket', text, bucketStart, bucketEnd),
    pieceAt('resource:key', text, Math.min(bucketEnd + 1, pathEnd), pathEnd),
  ];
  if (query === null) return pieces;
  const subresources = parameterPieces(
    'resource:subresource',
    text,
    query + 1,
    text.length,
    (name) => name,
    (rest) => beginsParameter(rest),
    knownEnds(text, hint?.parameters ?? []),
  );
  return [...pieces, ...subresources];
}

/** Offset of the `?` that begins the sub-resources; null without any. */
function queryStart(text: ByteString, start: number, hint: ResourceHint | null): number | null {
  if (hint !== null) {
    const expected = hint.bucket === null ? '/' : `/${hint.bucket}/${hint.key ?? ''}`;
    const after = start + expected.length;
    if (text.startsWith(expected, start)) {
      if (after === text.length) return null;
      if (text[after] === '?') return after;
    }
  }
  const marks: number[] = [];
  for (let at = text.indexOf('?', start); at >= 0; at = text.indexOf('?', at + 1)) marks.push(at);
  const known = marks.find((mark) => isKnownParameter(nameAt(text.slice(mark + 1))));
  if (known !== undefined) return known;
  // none that is known: skip as many as the key itself is expected to hold
  const inKey = (hint?.key ?? '').split('?').length - 1;
  return marks[inKey] ?? null;
}

/**
 * Finds where the value of the parameter that begins at an offset ends, by the request's own values: null for
 * one that has no `&`, or is another there. Values of one name are taken in their order, so that no text is
 * compared with more than one of them.
 */
function knownEnds(
  text: ByteString,
  parameters: NonNullable<ResourceHint['parameters']>,
): (from: number) => number | null {
  if (!parameters.some(({ value }) => value.includes('&'))) return () => null;
  const values = new Map<ByteString, ByteString[]>();
  for (const { name, value } of parameters.toReversed()) addToList(values, name, value);
  return (from) => {
    const next = text.indexOf('&', from);
    const [name = ''] = text.slice(from, next < 0 ? text.length : next).split('=', 1);
    const value = values.get(name)?.pop();
    if (value === undefined || !value.includes('&')) return null;
    const end = from + name.length + 1 + value.length;
    if (!text.startsWith(`=${value}`, from + name.length)) return null;
    return end === text.length || text[end] === '&' ? end : null;
  };
}

function nameAt(rest: ByteString): ByteString {
  return /^[^&=]*/.exec(rest)?.[0] ?? '';
}

function isKnownParameter(name: ByteString): boolean {
  return isSignedParameter(name) || isS3SignedParameter(name);
}

/**
 * After an `&`: a known parameter, or a plain word that could be one, begins here; else the `&` is part of a
 * value.
 */
function beginsParameter(rest: ByteString): boolean {
  const name = nameAt(rest);
  return isKnownParameter(name) || /^[A-Za-z][A-Za-z0-9-]*$/.test(name);
}
