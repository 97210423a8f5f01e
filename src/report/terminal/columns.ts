import { displayWidth, padEnd } from '../../engine/bytes/display-width.ts';
import type { PaintRole, View } from './view.ts';
import { cutMiddle } from './wrap.ts';

export interface TableStyle {
  /** Cells come padded to their columns' widths. `head`: null below rows that are drawn already. */
  readonly draw: (head: readonly string[] | null, rows: readonly (readonly string[])[]) => readonly string[];
  /** Columns that the drawing adds to `n` cells. */
  readonly overhead: (cells: number) => number;
}

export interface Column<R> {
  readonly title: string;
  /** Safe to print. */
  readonly cell: (row: R) => string;
  /** Columns of text that it can shrink to; below that it does not shrink. */
  readonly least: number;
}

/** Wider than any cell. */
export const UNSHRINKABLE = 1000;

/**
 * Rows that are drawn at once: a table may be as long as the capture, and what draws it takes time that grows
 * with the square of the rows.
 */
const ROWS_AT_ONCE = 32;

/** The lines of a table, none wider than the view. `role`: paints the cell of a column (from 0). */
export function* renderColumns<R>(
  columns: readonly Column<R>[],
  rows: readonly R[],
  view: View,
  style: TableStyle,
  role: (row: R, column: number) => PaintRole | null,
): Generator<string> {
  const natural = columns.map((column) => naturalWidth(column, rows));
  const widths = fitWidths(natural, columns, view.width - style.overhead(columns.length));
  const line = (texts: readonly string[], roles: readonly (PaintRole | null)[]): string[] =>
    texts.map((text, at) => {
      const width = widths[at] ?? 1;
      const cell = padEnd(cutMiddle(text, width), width);
      const role = roles[at] ?? null;
      return role === null ? cell : view.paint(role, cell);
    });
  const head = line(
    columns.map((column) => column.title),
    columns.map(() => 'label'),
  );
  for (let at = 0; at === 0 || at < rows.length; at += ROWS_AT_ONCE) {
    const body = rows.slice(at, at + ROWS_AT_ONCE).map((row) =>
      line(
        columns.map((column) => column.cell(row)),
        columns.map((_, column) => role(row, column)),
      ),
    );
    yield* style.draw(at === 0 ? head : null, body);
  }
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
  return rows.reduce((most, row) => Math.max(most, displayWidth(cell(row))), displayWidth(title));
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

const GAP = '  ';

/** A table without lines, for pipes: one line an exchange, in which `grep` finds the whole row. */
export const PLAIN_STYLE: TableStyle = {
  overhead: (cells) => (cells - 1) * GAP.length,
  draw: (head, rows) => [...(head === null ? [] : [head]), ...rows].map((cells) => cells.join(GAP).trimEnd()),
};
