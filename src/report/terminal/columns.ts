import { displayWidth, padEnd } from '../../bytes/display-width.ts';
import type { PaintRole, View } from './view.ts';
import { cutMiddle, wrapText } from './wrap.ts';

/** How a table is drawn. */
export interface TableStyle {
  /** Cells come padded to their columns' widths; cells of several lines hold line breaks. */
  readonly draw: (head: readonly string[], rows: readonly (readonly string[])[]) => string;
  /** Columns that the drawing adds to `n` cells. */
  readonly overhead: (cells: number) => number;
  /** Lines that a cell may take; what is longer loses its middle. */
  readonly cellLines: number;
}

/** What stands in a cell: a text, or several beneath each other. Safe to print. */
type Cell = string | readonly string[];

/** A column of a table. */
export interface Column<R> {
  readonly title: Cell;
  readonly cell: (row: R) => Cell;
  /** Columns of text that it can shrink to; below that it does not shrink. */
  readonly least: number;
}

/** Wider than any cell. */
export const UNSHRINKABLE = 1000;

/**
 * A table as text, no line wider than the view. `role`: how the cell of a column (from 0) is
 * painted.
 */
export function renderColumns<R>(
  columns: readonly Column<R>[],
  rows: readonly R[],
  view: View,
  style: TableStyle,
  role: (row: R, column: number) => PaintRole | null,
): string {
  const natural = columns.map((column) => naturalWidth(column, rows));
  const widths = fitWidths(natural, columns, view.width - style.overhead(columns.length));
  const line = (texts: readonly Cell[], roles: readonly (PaintRole | null)[]): string[] => {
    const cells = texts.map((text, at) => cellLines(text, widths[at] ?? 1, style.cellLines));
    const height = Math.max(...cells.map((lines) => lines.length));
    return cells.map((lines, at) => {
      const blank = ' '.repeat(widths[at] ?? 1);
      const painted = roles[at] ?? null;
      const padded = [...lines, ...Array<string>(height - lines.length).fill(blank)];
      return padded.map((text) => (painted === null ? text : view.paint(painted, text))).join('\n');
    });
  };
  const head = line(
    columns.map((column) => column.title),
    columns.map(() => 'label'),
  );
  const body = rows.map((row) =>
    line(
      columns.map((column) => column.cell(row)),
      columns.map((_, at) => role(row, at)),
    ),
  );
  return style.draw(head, body);
}

/** Whether a table fits into the view with no column narrower than it should be. */
export function fitsColumns<R>(
  columns: readonly Column<R>[],
  rows: readonly R[],
  view: View,
  style: TableStyle,
): boolean {
  const least = columns.map((column) => Math.min(naturalWidth(column, rows), column.least));
  return least.reduce((sum, width) => sum + width, style.overhead(columns.length)) <= view.width;
}

function naturalWidth<R>({ title, cell }: Column<R>, rows: readonly R[]): number {
  return rows.reduce((most, row) => Math.max(most, cellWidth(cell(row))), cellWidth(title));
}

function cellWidth(cell: Cell): number {
  return typeof cell === 'string' ? displayWidth(cell) : Math.max(0, ...cell.map(displayWidth));
}

function cellLines(cell: Cell, width: number, most: number): string[] {
  if (typeof cell !== 'string') return cell.flatMap((text) => cellLines(text, width, most));
  const text = cell;
  // Breaking at good places may leave columns unused, so the cut aims at a little less than the
  // lines hold.
  const room = most === 1 ? width : width * most - Math.floor(width / 2);
  return wrapText(cutMiddle(text, room), width).map((line) => padEnd(line, width));
}

/** Takes columns from the widest cells that can give some until all fit. */
function fitWidths(
  natural: readonly number[],
  columns: readonly { readonly least: number }[],
  room: number,
): readonly number[] {
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

/**
 * A table without any lines, for pipes: one line an exchange, cells two spaces apart, so that
 * `grep` finds whole rows.
 */
export const PLAIN_STYLE: TableStyle = {
  cellLines: 1,
  overhead: (cells) => (cells - 1) * GAP.length,
  draw: (head, rows) => [head, ...rows].map((cells) => cells.join(GAP).trimEnd()).join('\n'),
};

/** Lines of a cell in a table with box lines. */
export const BOXED_CELL_LINES = 3;
