import type { ByteString } from '../../bytes/byte-string.ts';
import type { Diagnosis } from '../../diagnose/model.ts';
import type { OssExchange } from '../../oss/model.ts';
import type { HandedOnDoor } from '../redact/redact-exchange.ts';
import { label, type View } from '../terminal/view.ts';
import { type ComparedRow, type Comparison, compareStrings, maskedRow } from './comparison.ts';
import { hexOf, hexOfMasked, isHardToSee, segmentsOf, show, splitDifference } from './difference.ts';
import { fieldLabel } from './field-label.ts';
import { pairLines } from './line-diff.ts';

/** Printable text in pieces; those in an array differ from the other side's. */
export type MarkedText = readonly (string | readonly [differing: string])[];

/** One piece of the two strings. */
interface EvidenceRow {
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
  door: HandedOnDoor,
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

function evidenceRow(row: ComparedRow, view: View, door: HandedOnDoor): EvidenceRow {
  const shown = maskedRow(row, door);
  const client = shown.client === null ? null : door.hide(shown.client);
  const server = shown.server === null ? null : door.hide(shown.server);
  const differs = row.divergence !== null || row.client !== row.server;
  const name = fieldLabel(row.field, view);
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

function mark(value: ByteString, start: number, end: number): MarkedText {
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
  door: HandedOnDoor,
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
