import Table from 'cli-table3';
import { BOXED_CELL_LINES, boxedOverhead, type TableStyle } from '../terminal/columns.ts';

/**
 * A table with box lines. Cells come with lines that already have their column's width, so that the
 * table neither wraps nor cuts: it counts characters where columns are due.
 */
function boxedTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  // Its default colours would be written even where output is no terminal.
  const table = new Table({ head: [...head], style: { head: [], border: [], compact: true } });
  for (const row of rows) table.push([...row]);
  return table.toString();
}

export const BOXED_STYLE: TableStyle = {
  draw: boxedTable,
  overhead: boxedOverhead,
  cellLines: BOXED_CELL_LINES,
};
