import type { ByteString } from '../bytes/byte-string.ts';
import { addToList } from '../bytes/collections.ts';
import type { Canonical, Piece } from './canonical.ts';
import { HEAD_LINES, headPieces } from './parse-head.ts';
import { isS3SignedParameter, isSignedParameter } from './signed-parameters.ts';
import { headerPiece, type Line, linesOf, parameterPieces, pieceAt } from './text-lines.ts';

/**
 * What the request addresses, decoded: tells where a V1 resource's key ends, for keys may hold `?`,
 * and where the value of a parameter does, for values may hold `&`.
 */
export interface ResourceHint {
  readonly bucket: ByteString | null;
  readonly key: ByteString | null;
  /** Of the query, in its order. */
  readonly parameters?: readonly { readonly name: ByteString; readonly value: ByteString }[];
}

const HEADER_LINE = /^x-(?:oss|amz)-[^:]*:/i;
/**
 * A header that no rule here calls signed; nothing but such lines stands between the head and the
 * resource.
 */
const OTHER_HEADER_LINE = /^[a-z0-9-]+:/i;

/**
 * Cuts a V1 (or S3 V2) string into its pieces. Where the text has lost blank lines, as
 * `StringToSign` in a pasted error body has, the lines left are told apart by their looks.
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
  pieces.push(...resourcePieces(text, rest?.start ?? text.length, hint));
  return { pieces, text };
}

/**
 * How many lines stand before the first header line or the resource: four, or fewer where blank
 * ones got lost.
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
 * Tells where the value of the parameter that begins at an offset ends, by the request's own
 * values: null for one that has no `&`, or is another there. Values of one name are taken in their
 * order, so that no text is compared with more than one of them.
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
 * After an `&`: a known parameter, or a plain word that could be one, begins here; else the `&` is
 * part of a value.
 */
function beginsParameter(rest: ByteString): boolean {
  const name = nameAt(rest);
  return isKnownParameter(name) || /^[A-Za-z][A-Za-z0-9-]*$/.test(name);
}
