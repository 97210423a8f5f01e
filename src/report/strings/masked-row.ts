import { type ByteString, fromText } from '../../bytes/byte-string.ts';
import type { Door } from '../redact/redact.ts';
import type { ComparedRow } from './comparison.ts';
import { show, splitDifference } from './difference.ts';
import { fieldKind } from './field-label.ts';

/** Bytes of a signature that are shown of its beginning, and of what differs behind that. */
const SHOWN = 8;

/**
 * A row of values that the door does not show whole, with as much of them as tells where they
 * differ. Tokens are masked where they are drawn.
 */
export function maskedRow(row: ComparedRow, door: Door): ComparedRow {
  const { field, client, server } = row;
  if (row.isMasked === true) return row;
  if (field === 'signature') {
    if (isShownWhole(client, door) && isShownWhole(server, door)) return row;
    const { prefix, clientEnd, serverEnd } = splitDifference(client ?? '', server ?? '');
    const start = escapeStart(client ?? '', prefix);
    return { ...row, client: shorten(client, start, clientEnd), server: shorten(server, start, serverEnd) };
  }
  if (fieldKind(field) !== 'accessKeyId' && fieldKind(field) !== 'credential') return row;
  return { ...row, client: maskId(client, door), server: maskId(server, door) };
}

/** Where the percent-escape begins that an offset lies in; the offset itself, outside of any. */
function escapeStart(text: ByteString, at: number): number {
  const inside = /%[0-9A-Fa-f]?$/.exec(text.slice(Math.max(0, at - 2), at));
  return at - (inside?.[0].length ?? 0);
}

function isShownWhole(signature: ByteString | null, door: Door): boolean {
  return signature === null || door.signature(signature).text === show(signature);
}

/**
 * The beginning of a signature, and of what differs between `start` and `end` where that is behind
 * it.
 */
function shorten(signature: ByteString | null, start: number, end: number): ByteString | null {
  if (signature === null || signature.length <= SHOWN) return signature;
  const dots = fromText('…');
  const head = signature.slice(0, SHOWN);
  if (start < SHOWN) return head + dots;
  const shown = Math.min(end, start + SHOWN);
  return (
    head +
    (start > SHOWN ? dots : '') +
    signature.slice(start, shown) +
    (shown < signature.length ? dots : '')
  );
}

/** The id of a key, also where it begins a credential. */
function maskId(value: ByteString | null, door: Door): ByteString | null {
  return value?.replace(/^[^/%]+/, (id) => fromText(door.accessKeyId(id).text)) ?? null;
}
