import { displayWidth, padEnd } from '../../bytes/display-width.ts';
import { printable } from '../../bytes/printable.ts';
import { isFailing, type Verdict } from '../../diagnose/model.ts';
import { header, type Time } from '../../http/message.ts';
import type { ExchangeResult } from '../input.ts';
import type { Door } from '../redact.ts';
import { formatTimeOfDay } from '../time-text.ts';
import { label, type PaintRole, SIDE_BY_SIDE_WIDTH, type View } from './view.ts';
import { cutMiddle, wrapText } from './wrap.ts';

/** One exchange of the overview. Texts are safe to print. */
export interface OverviewRow {
  readonly index: number;
  readonly time: Time | null;
  readonly operation: string;
  /** Bucket and key. */
  readonly target: string;
  readonly status: string;
  readonly requestId: string;
  readonly verdict: Verdict | null;
}

/** How a table is drawn. */
export interface TableStyle {
  /** Cells come padded to their columns' widths; cells of several lines hold line breaks. */
  readonly draw: (head: readonly string[], rows: readonly (readonly string[])[]) => string;
  /** Columns that the drawing adds to `n` cells. */
  readonly overhead: (cells: number) => number;
  /** Lines that a cell may take; what is longer loses its middle. */
  readonly cellLines: number;
}

export function overviewRow({ index, exchange, oss, diagnosis }: ExchangeResult, door: Door): OverviewRow {
  const { request, response } = exchange;
  const host = request === null ? null : header(request, 'host');
  const bucket = oss?.address.bucket ?? host ?? '-';
  const key = oss?.address.key ?? null;
  return {
    index,
    time: (request ?? response)?.time ?? null,
    operation: printable(oss?.operation ?? request?.method ?? '-'),
    target: printable(door.text(key === null ? bucket : `${bucket}/${key}`).text),
    status: response === null ? '-' : String(response.status),
    requestId: printable(door.text(oss?.requestId ?? '-').text),
    verdict: diagnosis?.verdict ?? null,
  };
}

/** From this width on, times have their milliseconds. */
const FULL_WIDTH = 120;
/** Wider than any cell. */
const UNSHRINKABLE = 1000;

interface Column {
  readonly title: string;
  readonly cell: (row: OverviewRow) => string;
  /** Columns of text that it can shrink to; below that it does not shrink. */
  readonly least: number;
}

/** The columns that the width has room for: in a narrow terminal the request id is left to the blocks below. */
function columnsOf(view: View, style: TableStyle): readonly Column[] {
  const wide = view.width >= SIDE_BY_SIDE_WIDTH;
  const unit = view.width >= FULL_WIDTH ? 'milliseconds' : 'seconds';
  // Names that people search for are wrapped where cells have several lines, and never cut.
  const least = (columns: number): number => (style.cellLines === 1 ? UNSHRINKABLE : columns);
  const columns: Column[] = [
    { title: label(view, 'column-index'), cell: (row) => String(row.index), least: UNSHRINKABLE },
    {
      title: label(view, 'column-time'),
      cell: (row) => (row.time === null ? '-' : formatTimeOfDay(row.time, unit)),
      least: UNSHRINKABLE,
    },
    { title: label(view, 'column-operation'), cell: (row) => row.operation, least: 15 },
    { title: label(view, 'column-target'), cell: (row) => row.target, least: 12 },
    { title: label(view, 'column-status'), cell: (row) => row.status, least: UNSHRINKABLE },
  ];
  if (wide)
    columns.push({ title: label(view, 'column-request-id'), cell: (row) => row.requestId, least: least(12) });
  columns.push({ title: label(view, 'column-verdict'), cell: (row) => row.verdict ?? '-', least: least(11) });
  return columns;
}

/** The overview as text, no line wider than the view. */
export function renderOverview(rows: readonly OverviewRow[], view: View, style: TableStyle): string {
  const columns = columnsOf(view, style);
  const natural = columns.map((column) =>
    Math.max(displayWidth(column.title), ...rows.map((row) => displayWidth(column.cell(row)))),
  );
  const widths = fitWidths(natural, columns, view.width - style.overhead(columns.length));
  const line = (texts: readonly string[], roles: readonly (PaintRole | null)[]): string[] => {
    const cells = texts.map((text, at) => cellLines(text, widths[at] ?? 1, style.cellLines));
    const height = Math.max(...cells.map((lines) => lines.length));
    return cells.map((lines, at) => {
      const blank = ' '.repeat(widths[at] ?? 1);
      const role = roles[at] ?? null;
      const padded = [...lines, ...Array<string>(height - lines.length).fill(blank)];
      return padded.map((text) => (role === null ? text : view.paint(role, text))).join('\n');
    });
  };
  const head = line(
    columns.map((column) => column.title),
    columns.map(() => 'label'),
  );
  const body = rows.map((row) => {
    const role = row.verdict !== null && isFailing(row.verdict) ? 'failing' : 'passed';
    return line(
      columns.map((column) => column.cell(row)),
      columns.map((_, at) => (at === columns.length - 1 ? role : null)),
    );
  });
  return style.draw(head, body);
}

function cellLines(text: string, width: number, most: number): string[] {
  // Breaking at good places may leave columns unused, so the cut aims at a little less than the lines hold.
  const room = most === 1 ? width : width * most - Math.floor(width / 2);
  return wrapText(cutMiddle(text, room), width).map((line) => padEnd(line, width));
}

/** Takes columns from the widest cells that can give some until all fit. */
function fitWidths(natural: readonly number[], columns: readonly Column[], room: number): readonly number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  while (excess > 0) {
    const widest = pickWidest(widths, (at) => (columns[at]?.least ?? 0) < (widths[at] ?? 0));
    const giving = widest ?? pickWidest(widths, (at) => (widths[at] ?? 0) > 2);
    if (giving === null) break;
    widths[giving] = (widths[giving] ?? 0) - 1;
    excess--;
  }
  return widths;
}

function pickWidest(widths: readonly number[], may: (at: number) => boolean): number | null {
  let best: number | null = null;
  for (const [at, width] of widths.entries()) {
    if (may(at) && (best === null || width > (widths[best] ?? 0))) best = at;
  }
  return best;
}

/** Columns that box lines and their padding add. */
export function boxedOverhead(cells: number): number {
  return cells * 3 + 1;
}

const GAP = '  ';

/** A table without any lines, for pipes: one line an exchange, cells two spaces apart, so that `grep` finds whole rows. */
export const PLAIN_STYLE: TableStyle = {
  cellLines: 1,
  overhead: (cells) => (cells - 1) * GAP.length,
  draw: (head, rows) => [head, ...rows].map((cells) => cells.join(GAP).trimEnd()).join('\n'),
};

/** Lines of a cell in a table with box lines. */
export const BOXED_CELL_LINES = 3;
