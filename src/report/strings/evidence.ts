import { type ByteString, fromText } from '../../engine/bytes/byte-string.ts';
import { addAll } from '../../engine/bytes/collections.ts';
import { assertNever } from '../../engine/bytes/result.ts';
import type { Diagnosis } from '../../engine/diagnose/model.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import type { Door } from '../../features/redact/redact.ts';
import type { PublishedDoor } from '../../features/redact/redact-exchange.ts';
import { label, type View } from '../terminal/view.ts';
import { type ComparedRow, type Comparison, compareStrings, maskedRow } from './comparison.ts';
import {
  fieldKind,
  fieldLabel,
  hexOf,
  hexOfMasked,
  isHardToSee,
  segmentsOf,
  show,
  splitDifference,
} from './difference.ts';

/** Printable text in pieces; those in an array differ from the other side's. */
export type MarkedText = readonly (string | readonly [differing: string])[];

/** One piece of the two strings. */
export interface EvidenceRow {
  readonly label: string;
  readonly differs: boolean;
  readonly client: MarkedText;
  readonly server: MarkedText;
  /** Hex of the bytes around the difference, where the eye would miss it. */
  readonly hex?: readonly [client: string, server: string];
}

/** A line of each whole string; null where that side has no such line. */
export type EvidenceLine = readonly [client: MarkedText | null, server: MarkedText | null];

/** What two parties signed, ready to be shown: masked, and printable. */
export interface Evidence {
  readonly kind: Comparison['kind'];
  /** The request is not here: what is known comes from the error document alone. */
  readonly fromError: boolean;
  /** Whether the client's side is proved, or only what the capture gives. */
  readonly clientIs: Comparison['clientIs'];
  /** What the rows compare. */
  readonly values: Comparison['values'];
  readonly sides?: Comparison['sides'] | undefined;
  readonly rows: readonly EvidenceRow[];
  /** The string to sign line by line; the client's alone where the server's is not known. */
  readonly stringToSign: readonly EvidenceLine[];
  /** V4 family only. */
  readonly canonicalRequest: readonly EvidenceLine[];
}

/** Columns of a value, from which on its equal parts are cut in their middles. */
const MAX_COLUMNS = 2000;
/** Lines of a whole string that are shown. */
const MAX_LINES = 500;

/** Null where there is no string to show. */
export function evidenceOf(
  diagnosis: Diagnosis,
  oss: OssExchange,
  view: View,
  door: PublishedDoor,
): Evidence | null {
  const comparison = compareStrings(diagnosis, oss);
  if (comparison === null) return null;
  const side = diagnosis.client ?? diagnosis.wire;
  const { server } = diagnosis;
  return {
    kind: comparison.kind,
    fromError: oss.fromError === true,
    clientIs: comparison.clientIs,
    values: comparison.values,
    rows: comparison.rows.map((row) => evidenceRow(row, view, door)),
    stringToSign: wholeLines(side?.stringToSign.text ?? null, server?.stringToSign ?? null, door),
    canonicalRequest: wholeLines(
      side?.canonicalRequest?.text ?? null,
      server?.canonicalRequest ?? null,
      door,
    ),
  };
}

/** The rows of a comparison alone, as a view shows its values. */
export function shownComparison({ kind, clientIs, values, sides, rows }: Comparison, view: View): Evidence {
  const door: RowDoor = { ...view.door, hide: (value) => value };
  const token = (value: ByteString | null): ByteString | null =>
    value === null ? null : fromText(door.securityToken(value).text);
  const masked = (row: ComparedRow): ComparedRow =>
    row.isMasked === true || fieldKind(row.field) !== 'securityToken'
      ? row
      : { ...row, client: token(row.client), server: token(row.server) };
  return {
    kind,
    fromError: false,
    clientIs,
    values,
    sides,
    rows: rows.map((row) => evidenceRow(masked(row), view, door)),
    stringToSign: [],
    canonicalRequest: [],
  };
}

type RowDoor = Door & Pick<PublishedDoor, 'hide'>;

/** Longest name of a field in columns: what is published has more room than a terminal. */
const MAX_LABEL = 80;

function evidenceRow(row: ComparedRow, view: View, door: RowDoor): EvidenceRow {
  const shown = maskedRow(row, door);
  const client = shown.client === null ? null : door.hide(shown.client);
  const server = shown.server === null ? null : door.hide(shown.server);
  const differs = row.divergence !== null || row.client !== row.server;
  const name = row.name ?? fieldLabel(row.field, view, MAX_LABEL);
  if (!differs) {
    const text = [wordOr(client, view) ?? show(client ?? '')];
    return { label: name, differs, client: text, server: text };
  }
  const [left, right] = markBoth(client, server);
  return {
    label: name,
    differs,
    client: left ?? [wordOr(client, view) ?? ''],
    server: right ?? [wordOr(server, view) ?? ''],
    ...hexSides(row, client, server),
  };
}

/** The word for a value that is none. */
function wordOr(value: ByteString | null, view: View): string | null {
  if (value === null) return label(view, 'absent');
  return value === '' ? label(view, 'empty') : null;
}

/** Both values with what differs marked; null for a value that is absent or empty. */
function markBoth(
  client: ByteString | null,
  server: ByteString | null,
): [MarkedText | null, MarkedText | null] {
  const has = (value: ByteString | null): value is ByteString => value !== null && value !== '';
  const alone = (value: ByteString | null): MarkedText | null =>
    has(value) ? mark(value, 0, value.length) : null;
  // Masked alike: the difference lies in what is hidden.
  if (!has(client) || !has(server) || client === server) return [alone(client), alone(server)];
  const { prefix, clientEnd, serverEnd } = splitDifference(client, server);
  return [mark(client, prefix, clientEnd), mark(server, prefix, serverEnd)];
}

/** A value with what differs of it marked, its equal parts cut in their middles. */
export function mark(value: ByteString, start: number, end: number): MarkedText {
  return segmentsOf(value, start, end, MAX_COLUMNS).map(({ text, differs }) => (differs ? [text] : text));
}

function hexSides(
  row: ComparedRow,
  client: ByteString | null,
  server: ByteString | null,
): Pick<EvidenceRow, 'hex'> {
  if (row.client === null || row.server === null || row.client === '' || row.server === '') return {};
  if (!isHardToSee(row.client, row.server)) return {};
  const { prefix, clientEnd, serverEnd } = splitDifference(row.client, row.server);
  const isMasked = client !== row.client || server !== row.server;
  if (!isMasked) return { hex: [hexOf(row.client, prefix, clientEnd), hexOf(row.server, prefix, serverEnd)] };
  const hex = hexOfMasked(row.client, row.server);
  return hex === null ? {} : { hex };
}

function wholeLines(
  client: ByteString | null,
  server: ByteString | null,
  door: PublishedDoor,
): readonly EvidenceLine[] {
  const left = client === null ? null : door.hide(client).split('\n');
  const right = server === null ? null : door.hide(server).split('\n');
  if (left === null && right === null) return [];
  if (right === null) return limited((left ?? []).map((line) => [[show(line)], null]));
  if (left === null) return limited(right.map((line) => [null, [show(line)]]));
  return limited(
    pairLines(left, right).map(([l, r]): EvidenceLine => {
      if (l === r) return [[show(l ?? '')], [show(r ?? '')]];
      const [marked, other] = markBoth(l, r);
      return [l === null ? null : (marked ?? []), r === null ? null : (other ?? [])];
    }),
  );
}

function limited(lines: readonly EvidenceLine[]): readonly EvidenceLine[] {
  if (lines.length <= MAX_LINES) return lines;
  return [...lines.slice(0, MAX_LINES), [['…'], ['…']]];
}

/** A line of each side that stand beside each other; null where one side has none. */
type LinePair = readonly [left: string | null, right: string | null];

/** Lines of the differing middle of both sides, multiplied, up to which equal ones are looked for. */
const MAX_CELLS = 250_000;

/** Puts the lines of two texts beside each other: equal ones on one level, changed ones in pairs. */
export function pairLines(left: readonly string[], right: readonly string[]): LinePair[] {
  const common = Math.min(left.length, right.length);
  let start = 0;
  while (start < common && left[start] === right[start]) start++;
  let end = 0;
  while (end < common - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end++;
  const equal = (lines: readonly string[]): LinePair[] => lines.map((line) => [line, line]);
  return [
    ...equal(left.slice(0, start)),
    ...pairMiddle(left.slice(start, left.length - end), right.slice(start, right.length - end)),
    ...equal(left.slice(left.length - end)),
  ];
}

function pairMiddle(left: readonly string[], right: readonly string[]): LinePair[] {
  if (left.length * right.length > MAX_CELLS) return pairInOrder(left, right);
  const lengths = commonLengths(left, right);
  const width = right.length + 1;
  const pairs: LinePair[] = [];
  let [l, r, doneLeft, doneRight] = [0, 0, 0, 0];
  const flush = (): void => {
    addAll(pairs, pairInOrder(left.slice(doneLeft, l), right.slice(doneRight, r)));
  };
  while (l < left.length && r < right.length) {
    if (left[l] === right[r]) {
      flush();
      pairs.push([left[l] ?? '', right[r] ?? '']);
      l++;
      r++;
      doneLeft = l;
      doneRight = r;
    } else if ((lengths[(l + 1) * width + r] ?? 0) >= (lengths[l * width + r + 1] ?? 0)) l++;
    else r++;
  }
  l = left.length;
  r = right.length;
  flush();
  return pairs;
}

function pairInOrder(left: readonly string[], right: readonly string[]): LinePair[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, at) => [
    left[at] ?? null,
    right[at] ?? null,
  ]);
}

/** Length of the longest common run of lines behind each pair of places, row by row. */
function commonLengths(left: readonly string[], right: readonly string[]): Uint32Array {
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  for (let l = left.length - 1; l >= 0; l--) {
    for (let r = right.length - 1; r >= 0; r--) {
      const here = l * width + r;
      lengths[here] =
        left[l] === right[r]
          ? (lengths[here + width + 1] ?? 0) + 1
          : Math.max(lengths[here + width] ?? 0, lengths[here + 1] ?? 0);
    }
  }
  return lengths;
}

type ColumnTitle =
  | 'client-signed'
  | 'client-rebuilt'
  | 'server-signed'
  | 'client-sent'
  | 'server-received'
  | 'due';

/** What stands above the two columns of the rows; the terminal has words of its own for each. */
export function valueTitles({
  values,
  clientIs,
}: Pick<Evidence, 'values' | 'clientIs'>): readonly [client: ColumnTitle, server: ColumnTitle] {
  switch (values) {
    case 'signed':
      return [clientIs === 'signed' ? 'client-signed' : 'client-rebuilt', 'server-signed'];
    case 'received':
      return ['client-sent', 'server-received'];
    case 'due':
      return ['client-sent', 'due'];
    default:
      return assertNever(values);
  }
}
