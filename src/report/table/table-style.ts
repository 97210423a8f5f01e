import Table from 'cli-table3';
import type { TableStyle } from '../terminal/columns.ts';

/**
 * No lines at all: they would cost rows and columns, come along when something is copied, and break where a
 * terminal draws them two columns wide.
 */
const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
} as const;

/**
 * A table of columns. Cells come with their columns' widths already, so that the table neither wraps nor
 * cuts: it counts characters where columns are due.
 */
function drawTable(head: readonly string[] | null, rows: readonly (readonly string[])[]): readonly string[] {
  const table = new Table({
    head: [...(head ?? [])],
    chars: NO_LINES,
    // Its default colours would be written even where output is no terminal.
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

export const TABLE_STYLE: TableStyle = {
  draw: drawTable,
  overhead: (cells) => (cells - 1) * NO_LINES.middle.length,
};
