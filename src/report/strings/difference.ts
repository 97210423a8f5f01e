import { asciiLower, type ByteString } from '../../engine/bytes/byte-string.ts';
import { displayWidth } from '../../engine/bytes/display-width.ts';
import { toSpacedHex } from '../../engine/bytes/hex.ts';
import { printable, toReportText } from '../../engine/bytes/printable.ts';
import type { Field } from '../../engine/sign/canonical.ts';
import type { ValueKind } from '../../features/redact/redact.ts';
import type { LabelId } from '../../sentences/labels.ts';
import { label, type View } from '../terminal/view.ts';
import { chunkText, cutMiddle } from '../terminal/wrap.ts';

/** A piece of a shown value; `differs` where the two sides part. */
export interface Segment {
  readonly text: string;
  readonly differs: boolean;
}

/** Two values split at what they have in common at their ends. Offsets in bytes. */
interface Split {
  readonly prefix: number;
  readonly clientEnd: number;
  readonly serverEnd: number;
}

/** Where two values part and meet again, never inside a UTF-8 sequence. */
export function splitDifference(client: ByteString, server: ByteString): Split {
  const common = Math.min(client.length, server.length);
  let prefix = 0;
  while (prefix < common && client[prefix] === server[prefix]) prefix++;
  while (prefix > 0 && (isContinuation(client, prefix) || isContinuation(server, prefix))) prefix--;
  let suffix = 0;
  while (
    suffix < common - prefix &&
    client[client.length - 1 - suffix] === server[server.length - 1 - suffix]
  ) {
    suffix++;
  }
  while (suffix > 0 && isContinuation(client, client.length - suffix)) suffix--;
  return { prefix, clientEnd: client.length - suffix, serverEnd: server.length - suffix };
}

function isContinuation(bytes: ByteString, at: number): boolean {
  return at < bytes.length && (bytes.charCodeAt(at) & 0xc0) === 0x80;
}

/** Columns kept of each equal part, however long what differs is. */
const LEAST_CONTEXT = 12;
/** Bytes of a differing part that are shown. */
const MAX_DIFFERING = 2048;

/** How a value is cut. */
interface Cutting {
  /** Bytes of what differs that are shown. */
  readonly most: number;
  /** Stands where something is left out. */
  readonly mark: string;
}

/**
 * A value with its equal ends cut in their middles to fit `columns`. What differs is kept whole up to a
 * limit, and then says how many bytes follow.
 */
export function segmentsOf(
  value: ByteString,
  start: number,
  end: number,
  columns: number,
  { most, mark }: Cutting = { most: MAX_DIFFERING, mark: '…' },
): Segment[] {
  const differing = show(value.slice(start, Math.min(end, start + most)));
  const left = end - start - most;
  const middle = left > 0 ? `${differing}${mark}(+${left})` : differing;
  const before = show(value.slice(0, start));
  const after = show(value.slice(end));
  const room = Math.max(2 * LEAST_CONTEXT, columns - displayWidth(middle));
  const [beforeRoom, afterRoom] = share(displayWidth(before), displayWidth(after), room);
  return [
    { text: cutMiddle(before, beforeRoom, mark), differs: false },
    { text: middle, differs: true },
    { text: cutMiddle(after, afterRoom, mark), differs: false },
  ].filter((segment) => segment.text !== '');
}

/** Parts a room between two widths: half each, and what one does not need to the other. */
function share(before: number, after: number, room: number): [number, number] {
  const half = Math.floor(room / 2);
  if (before <= half) return [before, room - before];
  if (after <= half) return [room - after, after];
  return [half, room - half];
}

/** Captured bytes as printable text. */
export function show(bytes: ByteString): string {
  return printable(toReportText(bytes).text);
}

/** Breaks segments into lines of at most `columns`, each segment painted. */
export function segmentLines(
  segments: readonly Segment[],
  columns: number,
  paint: (segment: Segment) => string,
): { readonly text: string; readonly width: number }[] {
  const lines: { text: string; width: number }[] = [{ text: '', width: 0 }];
  for (const segment of segments) {
    let last = lines.at(-1);
    let rest = segment.text;
    while (rest !== '' && last !== undefined) {
      const piece = chunkText(rest, columns - last.width)[0] ?? '';
      const width = displayWidth(piece);
      if (last.width + width > columns && last.width > 0) {
        last = { text: '', width: 0 };
        lines.push(last);
        continue;
      }
      last.text += paint({ text: piece, differs: segment.differs });
      last.width += width;
      rest = rest.slice(piece.length);
      if (rest !== '') {
        last = { text: '', width: 0 };
        lines.push(last);
      }
    }
  }
  return lines;
}

/**
 * Whether a reader would overlook the difference: only white space, controls, letter case, full-width or
 * composed forms differ, or bytes that are not ASCII.
 */
export function isHardToSee(client: ByteString, server: ByteString): boolean {
  const { prefix, clientEnd, serverEnd } = splitDifference(client, server);
  const parts = client.slice(prefix, clientEnd) + server.slice(prefix, serverEnd);
  if (/[^\x21-\x7e ]/.test(parts)) return true;
  return plainForm(client) === plainForm(server);
}

function plainForm(bytes: ByteString): string {
  return toReportText(bytes).text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
}

/** Bytes of context on each side of the differing ones, and of those themselves, that the hex shows. */
const HEX_CONTEXT = 3;
const MAX_HEX = 16;

/** The bytes around a difference, those that differ in brackets: `74 65 [20] 61`. */
export function hexOf(value: ByteString, start: number, end: number): string {
  const cut = end - start > MAX_HEX;
  const parts = [
    toSpacedHex(value.slice(Math.max(0, start - HEX_CONTEXT), start)),
    `[${toSpacedHex(value.slice(start, Math.min(end, start + MAX_HEX)))}${cut ? ' …' : ''}]`,
    cut ? '' : toSpacedHex(value.slice(end, end + HEX_CONTEXT)),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** Bytes of a masked value that the hex may show. */
const MAX_MASKED_HEX = 2;

/** Of two secrets no more than the very bytes that differ, and only where these are few; else null. */
export function hexOfMasked(client: ByteString, server: ByteString): [client: string, server: string] | null {
  const { prefix, clientEnd, serverEnd } = splitDifference(client, server);
  if (Math.max(clientEnd, serverEnd) - prefix > MAX_MASKED_HEX) return null;
  const only = (value: ByteString): string => hexOf(value, 0, value.length);
  return [only(client.slice(prefix, clientEnd)), only(server.slice(prefix, serverEnd))];
}

/** Longest field label in columns of a terminal. */
const MAX_LABEL = 24;

const NAMED_PREFIXES = {
  'oss-header:': '',
  'canonical-header:': '',
  'canonical-query:': '?',
  'resource:subresource:': '?',
} as const;

const FIELD_LABELS: Readonly<Partial<Record<Field, LabelId>>> = {
  method: 'field-method',
  'content-md5': 'field-content-md5',
  'content-type': 'field-content-type',
  date: 'field-date',
  'resource:bucket': 'field-bucket',
  'resource:key': 'field-key',
  'canonical-uri': 'field-path',
  'canonical-request': 'field-canonical-request',
  'additional-headers': 'field-additional-headers',
  'payload-hash': 'field-payload-hash',
  'scope:date': 'field-scope-date',
  'scope:region': 'field-scope-region',
  'scope:product': 'field-scope-product',
  policy: 'field-policy',
  signature: 'field-signature',
  'access-key-id': 'field-access-key-id',
};

/** A field as the first column shows it: safe to print, and of at most so many columns. */
export function fieldLabel(field: Field | null, view: View, most = MAX_LABEL): string {
  if (field === null) return label(view, 'field-string');
  for (const [prefix, sign] of Object.entries(NAMED_PREFIXES)) {
    if (field.startsWith(prefix)) return cutMiddle(sign + show(field.slice(prefix.length)), most);
  }
  const named = FIELD_LABELS[field];
  return named === undefined ? cutMiddle(show(field), most) : label(view, named);
}

const TOKEN_NAME = /^(?:x-[a-z]+-)?security-token$/;
const CREDENTIAL_NAME = /^x-[a-z]+-credential$/;

/** What kind of value a field holds, for the door that masks it. */
export function fieldKind(field: Field | null): ValueKind | 'credential' {
  if (field === null) return 'text';
  const name = asciiLower(field.slice(field.lastIndexOf(':') + 1));
  if (TOKEN_NAME.test(name)) return 'securityToken';
  if (CREDENTIAL_NAME.test(name)) return 'credential';
  return field === 'access-key-id' ? 'accessKeyId' : 'text';
}
