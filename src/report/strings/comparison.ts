import { type ByteString, fromText } from '../../engine/bytes/byte-string.ts';
import { addToList } from '../../engine/bytes/collections.ts';
import { isInCanonicalRequest, isOutsideStrings } from '../../engine/diagnose/fields.ts';
import type { Diagnosis, Divergence } from '../../engine/diagnose/model.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import type { Canonical, Field } from '../../engine/sign/canonical.ts';
import type { Door } from '../../features/redact/redact.ts';
import { publishedDoor } from '../../features/redact/redact-exchange.ts';
import { fieldKind, hexOf, hexOfMasked, isHardToSee, show, splitDifference } from './difference.ts';

/** One piece of the compared strings. */
export interface ComparedRow {
  /** Null for a string that is not taken apart. */
  readonly field: Field | null;
  readonly client: ByteString | null;
  readonly server: ByteString | null;
  readonly divergence: Divergence | null;
  /** The values are more than that of the field, and what is to be masked in them is masked already. */
  readonly isMasked?: true;
  /** How the row is called, where its field has no name of its own. */
  readonly name?: string;
}

/** Two strings, piece by piece. */
export interface Comparison {
  readonly rows: readonly ComparedRow[];
  /** `parts`: they differ. `same`: they do not. `server-unknown`: the answer does not show the server's. */
  readonly kind: 'parts' | 'same' | 'server-unknown';
  /** The client's side is what the client signed (proved), or only what the capture gives. */
  readonly clientIs: 'signed' | 'rebuilt';
  /**
   * What the values are: pieces of the strings that were signed, or what stands in neither (the signature,
   * the id of its key), as it was sent and as the server received it, or as it should be.
   */
  readonly values: 'signed' | 'received' | 'due';
  readonly string: 'string-to-sign' | 'canonical-request';
  /** What the two sides are called, where they are not client and server: above columns, and before lines. */
  readonly sides?: readonly [client: string, server: string];
}

/** The strings of client and server by piece; null where the request's cannot be rebuilt. */
export function compareStrings(diagnosis: Diagnosis, oss: OssExchange): Comparison | null {
  const side = diagnosis.client ?? diagnosis.wire;
  const clientIs = isClientProved(diagnosis, oss) ? 'signed' : 'rebuilt';
  const { divergences, server } = diagnosis;
  // The signature's own text is in no string that is signed: there is nothing to show beside it.
  if (divergences.length > 0 && divergences.every(({ field }) => isOutsideStrings(field))) {
    const rows = divergences.map((divergence) => ownRow(divergence));
    return { rows, kind: 'parts', clientIs, values: outsideValues(diagnosis), string: 'string-to-sign' };
  }
  if (side === null) return null;
  const useCanonical = side.canonicalRequest !== null && isInCanonical(diagnosis, side.canonicalRequest);
  const canonical =
    useCanonical && side.canonicalRequest !== null ? side.canonicalRequest : side.stringToSign;
  const compared = (kind: Comparison['kind'], rows = equalRows(canonical)): Comparison => {
    const string = useCanonical ? 'canonical-request' : 'string-to-sign';
    return { rows, kind, clientIs, values: 'signed', string };
  };
  if (divergences.length > 0) {
    if (isRefusedUnseen(diagnosis)) return compared('server-unknown');
    return compared('parts', overlay(canonical, diagnosis, oss));
  }
  if (server !== null && !useCanonical && server.stringToSign !== canonical.text) {
    const whole = { field: null, client: canonical.text, server: server.stringToSign, divergence: null };
    return compared('parts', [whole]);
  }
  return compared(server === null ? 'server-unknown' : 'same');
}

/** With a secret that fits, the other value is computed; else it is what the server says that it received. */
function outsideValues({ client, divergences, cause }: Diagnosis): Comparison['values'] {
  if (divergences.some(({ server }) => server === null)) return 'signed';
  return client === null && cause?.id !== 'signature-in-url-form' ? 'received' : 'due';
}

/** Whether the string on the client's side is proved to be the one that the client signed. */
export function isClientProved(diagnosis: Diagnosis, oss: OssExchange): boolean {
  if (diagnosis.client !== null) return true;
  return diagnosis.recomputed !== null && diagnosis.recomputed === oss.claim?.signature;
}

/** The server signed nothing, or does not show what: the refused part has no other side. */
function isRefusedUnseen({ verdict, server, divergences }: Diagnosis): boolean {
  return verdict === 'malformed-auth' && server === null && divergences.every((each) => each.server === null);
}

function isInCanonical(diagnosis: Diagnosis, canonical: Canonical): boolean {
  const fields = new Set<Field>(canonical.pieces.map((piece) => piece.field));
  const { divergences, server } = diagnosis;
  if (divergences.length > 0)
    return divergences.some(({ field }) => fields.has(field) || isInCanonicalRequest(field));
  return server?.canonicalRequest !== null && server?.canonicalRequest !== undefined;
}

function equalRows({ pieces }: Canonical): readonly ComparedRow[] {
  return pieces.map(({ field, value }) => ({ field, client: value, server: value, divergence: null }));
}

/**
 * The client's pieces, with the server's values where they differ, and rows for what only the server has.
 * Both may be thousands: each is looked up, not looked for among all.
 */
function overlay(canonical: Canonical, diagnosis: Diagnosis, oss: OssExchange): readonly ComparedRow[] {
  const { pieces } = canonical;
  const { divergences } = diagnosis;
  const left = new Map<string, Divergence[]>();
  for (const divergence of divergences)
    addToList(left, keyOf(divergence.field, divergence.client ?? ''), divergence);
  for (const same of left.values()) same.reverse();
  const taken = new Set<Divergence>();
  const values = new Set(pieces.map(({ field, value }) => keyOf(field, value)));
  // what differs stands between two pieces, and the value has more of the string than its piece
  const around = divergences.filter(
    ({ field, client, server }) => client !== null && server !== null && !values.has(keyOf(field, client)),
  );
  const own = pieces.map(({ field, value }) => {
    const divergence = left.get(keyOf(field, value))?.pop();
    if (divergence !== undefined) {
      taken.add(divergence);
      return ownRow(divergence);
    }
    const beside = around.find(
      (each) => each.field === field && !taken.has(each) && each.client?.includes(value),
    );
    if (beside === undefined) return { field, client: value, server: value, divergence: null };
    taken.add(beside);
    return rowAround(beside, diagnosis, oss);
  });
  const others = divergences.filter((divergence) => !taken.has(divergence));
  const placed = others.filter(({ field }) => !isOutsideStrings(field)).sort(byPlaceLatestFirst(others));
  const rows: ComparedRow[] = [];
  let next = 0;
  for (const [at, row] of own.entries()) {
    const start = pieces[at]?.start ?? 0;
    for (; (placed[next]?.clientOffset ?? Number.POSITIVE_INFINITY) <= start; next++) {
      const divergence = placed[next];
      if (divergence !== undefined) rows.push(ownRow(divergence));
    }
    rows.push(row);
  }
  const outside = others.filter(({ field }) => isOutsideStrings(field));
  return [...rows, ...[...outside, ...placed.slice(next)].map(ownRow)];
}

/** Of those at one place, the one that was found last stands first. */
function byPlaceLatestFirst(found: readonly Divergence[]): (a: Divergence, b: Divergence) => number {
  const order = new Map(found.map((divergence, at) => [divergence, at]));
  return (a, b) => a.clientOffset - b.clientOffset || (order.get(b) ?? 0) - (order.get(a) ?? 0);
}

function keyOf(field: Field, value: ByteString): string {
  return `${field}\n${value}`;
}

/** What stands beside a field may be any other: also the token, or the id of the key. */
function rowAround(divergence: Divergence, diagnosis: Diagnosis, oss: OssExchange): ComparedRow {
  const { hide } = publishedDoor(
    { index: 0, exchange: oss.exchange, oss, diagnosis },
    { showSignatures: false },
  );
  const hidden = (value: ByteString | null): ByteString | null => (value === null ? null : hide(value));
  const row = ownRow(divergence);
  return { ...row, client: hidden(row.client), server: hidden(row.server), isMasked: true };
}

function ownRow(divergence: Divergence): ComparedRow {
  return { field: divergence.field, client: divergence.client, server: divergence.server, divergence };
}

/** Bytes of a signature that are shown of its beginning, and of what differs behind that. */
const SHOWN = 8;

/**
 * A row of values that the door does not show whole, with as much of them as shows where they differ. Tokens
 * are masked where they are drawn.
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

/** The comparison with copies of what is secret masked in the values that are shown as they are. */
export function hiddenComparison(comparison: Comparison, { hide }: Door): Comparison {
  if (hide === undefined) return comparison;
  const hidden = (value: ByteString | null): ByteString | null => (value === null ? null : hide(value));
  const rows = comparison.rows.map((row) => {
    if (row.isMasked === true || row.field === 'signature' || fieldKind(row.field) !== 'text') return row;
    const [client, server] = [hidden(row.client), hidden(row.server)];
    return client === row.client && server === row.server ? row : { ...row, client, server };
  });
  return { ...comparison, rows };
}

/** Where the percent-escape begins that an offset lies in; the offset itself, outside of any. */
function escapeStart(text: ByteString, at: number): number {
  const inside = /%[0-9A-Fa-f]?$/.exec(text.slice(Math.max(0, at - 2), at));
  return at - (inside?.[0].length ?? 0);
}

function isShownWhole(signature: ByteString | null, door: Door): boolean {
  return signature === null || door.signature(signature).text === show(signature);
}

/** The beginning of a signature, and of what differs between `start` and `end` where that is behind it. */
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

/** The bytes of both sides around their difference, where the eye would miss it; else null. */
export function hexOfRow(row: ComparedRow): readonly [client: string, server: string] | null {
  if (row.field === 'signature') return hexOfSignatures(row);
  const { client, server } = row;
  if (client === null || server === null || client === '' || server === '') return null;
  if (!isHardToSee(client, server)) return null;
  const { prefix, clientEnd, serverEnd } = splitDifference(client, server);
  return [hexOf(client, prefix, clientEnd), hexOf(server, prefix, serverEnd)];
}

/** The row may show a part of them. */
function hexOfSignatures({ divergence }: ComparedRow): readonly [client: string, server: string] | null {
  const { client, server } = divergence ?? { client: null, server: null };
  if (client === null || server === null || !isHardToSee(client, server)) return null;
  return hexOfMasked(client, server);
}
