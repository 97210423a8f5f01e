import { displayWidth, padEnd } from '../../bytes/display-width.ts';
import type { ExchangeResult } from '../input.ts';
import { type OverviewRow, overviewRow } from '../table/overview-row.ts';
import type { PaintRole, View } from '../terminal/view.ts';
import { cutMiddle, wrapText } from '../terminal/wrap.ts';
import { formatTimeOfDay } from '../timing/time-text.ts';

/** How a line is to look: `width` is null where lines may be of any length, as in a pipe. */
export interface LiveView extends Omit<View, 'width'> {
  readonly width: number | null;
}

/**
 * What a line says of why the exchange failed: the sentence where it is news, else that it was
 * told.
 */
export interface LiveCause {
  readonly text: string;
  readonly isNew: boolean;
}

/** From this width on, a line has its milliseconds and its verdict. */
const WIDE = 120;
/** Columns of the request ids of OSS. */
const REQUEST_ID_COLUMNS = 24;
const INDEX_COLUMNS = 5;
/** Below this, the request id stands under the line. */
const TIGHT = 64;

const INDENT = '  ';
const GAP = '  ';

/**
 * One exchange in one line: time, number, status, request id, verdict, operation, bucket and key,
 * cause, or the code of an error without one. In a terminal the sentence of a new cause stands
 * under it, where it has the width to itself; everything else is cut to the width.
 */
export function liveLine(result: ExchangeResult, cause: LiveCause | null, view: LiveView): readonly string[] {
  const row = overviewRow(result, view.door);
  if (view.width === null) return [longLine(row, cause, view)];
  const { width } = view;
  const wide = width >= WIDE;
  const gap = wide ? GAP : ' ';
  const hasId = width >= TIGHT;
  const head = cells(row, { unit: wide ? 'milliseconds' : 'seconds', gap, hasId });
  const verdict = wide ? `${padEnd(row.verdict ?? '-', VERDICT_COLUMNS)}${gap}` : '';
  const tail = cause === null ? row.code : cause.isNew ? null : cause.text;
  const again = tail === null || !hasId ? '' : `${gap}${tail}`;
  const room = Math.max(1, width - displayWidth(head + verdict + again));
  const line =
    head + paint(roleOf(row), verdict, view) + operationAndTarget(row, room) + paint('quiet', again, view);
  const lines = [line];
  const under = (text: string, role: PaintRole): void => {
    for (const part of wrapText(text, width - INDENT.length)) lines.push(INDENT + view.paint(role, part));
  };
  if (!hasId) under(cause?.isNew === false ? `${row.requestId}${GAP}${cause.text}` : row.requestId, 'quiet');
  if (cause?.isNew === true) under(wide ? cause.text : `${row.verdict ?? '-'}: ${cause.text}`, roleOf(row));
  return lines;
}

/** Nothing is painted where there is nothing. */
function paint(role: PaintRole, text: string, view: LiveView): string {
  return text === '' ? '' : view.paint(role, text);
}

/** Columns of the longest verdict. */
const VERDICT_COLUMNS = 18;

function longLine(row: OverviewRow, cause: LiveCause | null, view: LiveView): string {
  const verdict = view.paint(roleOf(row), padEnd(row.verdict ?? '-', VERDICT_COLUMNS));
  const parts = [
    cells(row, { unit: 'milliseconds', gap: GAP, hasId: true }) + verdict,
    row.operation,
    row.target,
  ];
  if (cause === null && row.code !== null) parts.push(view.paint('quiet', row.code));
  if (cause !== null) parts.push(view.paint(cause.isNew ? roleOf(row) : 'quiet', cause.text));
  return parts.join(GAP);
}

interface CellStyle {
  readonly unit: 'seconds' | 'milliseconds';
  readonly gap: string;
  readonly hasId: boolean;
}

function cells(row: OverviewRow, { unit, gap, hasId }: CellStyle): string {
  const time = row.time === null ? '-' : formatTimeOfDay(row.time, unit);
  const columns = [
    padEnd(time, unit === 'seconds' ? 8 : 12),
    padEnd(`#${row.index}`, INDEX_COLUMNS),
    padEnd(row.status, 3),
    ...(hasId ? [padEnd(cutMiddle(row.requestId, REQUEST_ID_COLUMNS), REQUEST_ID_COLUMNS)] : []),
  ];
  return columns.join(gap) + gap;
}

function operationAndTarget({ operation, target }: OverviewRow, room: number): string {
  const full = `${operation} ${target}`;
  if (displayWidth(full) <= room) return full;
  const name = cutMiddle(operation, Math.max(room >> 1, room - 1 - displayWidth(target)));
  return `${name} ${cutMiddle(target, Math.max(1, room - 1 - displayWidth(name)))}`;
}

function roleOf({ isTriaged, verdict }: OverviewRow): PaintRole {
  if (isTriaged || verdict === 'not-auth' || verdict === 'no-response') return 'quiet';
  return verdict === 'match' ? 'passed' : 'failing';
}
