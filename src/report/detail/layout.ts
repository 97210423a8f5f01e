import type { ByteString } from '../../bytes/byte-string.ts';
import { displayWidth, padEnd, padStart } from '../../bytes/display-width.ts';
import { printable } from '../../bytes/printable.ts';
import { label } from '../terminal/view.ts';
import { chunkText, cutMiddle, wrapText } from '../terminal/wrap.ts';
import type { DetailView } from './view.ts';

/**
 * A section of a page: its heading, and lines; null stands for a section that has nothing to say.
 */
export interface Section {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** A page: its title, and its sections with a blank line between them. */
export function page(title: string, sections: readonly (Section | null)[], view: DetailView): string[] {
  const lines = wrapText(title, view.width).map((line) => view.paint('strong', line));
  for (const section of sections) {
    if (section === null || section.lines.length === 0) continue;
    lines.push('', view.paint('strong', section.heading), ...section.lines);
  }
  return lines;
}

/** A sentence that stands in a section, two columns in. */
export function sentence(text: string, view: DetailView, indent = 2): string[] {
  return wrapText(text, view.width - indent).map((line) => ' '.repeat(indent) + line);
}

/** A captured value as printable text, whole. */
export function valueText(value: ByteString | null, view: DetailView): string {
  if (value === null) return label(view, 'absent');
  return value === '' ? label(view, 'empty') : printable(view.door.text(value).text);
}

/** A captured value on as many lines as it needs; nothing of it is left out. */
export function valueLines(value: ByteString, width: number, view: DetailView): string[] {
  return chunkText(valueText(value, view), Math.max(1, width));
}

/** A signed string line by line, its line feeds shown. */
export function stringLines(text: ByteString, view: DetailView, indent: number): string[] {
  const shown = printable(view.door.text(text).text);
  const margin = ' '.repeat(indent);
  // the picture of a line feed ends each line but the last
  const lines = shown.split(/(?<=␊)/);
  return lines.flatMap((line) =>
    chunkText(line, Math.max(1, view.width - indent)).map((part) => (margin + part).trimEnd()),
  );
}

interface Column {
  readonly title: string;
  readonly align?: 'right';
}

const GAP = '  ';

/** Columns of plain text, as wide as what they hold. */
export function columnLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  view: DetailView,
): string[] {
  const widths = columns.map(({ title }, at) =>
    Math.max(displayWidth(title), ...rows.map((row) => displayWidth(row[at] ?? ''))),
  );
  const whole = (cells: readonly string[]): string =>
    `  ${cells.map((cell, at) => (columns[at]?.align === 'right' ? padStart : padEnd)(cell, widths[at] ?? 0)).join(GAP)}`.trimEnd();
  const line = (cells: readonly string[]): string => cutMiddle(whole(cells), view.width);
  const head = view.paint('label', line(columns.map(({ title }) => title)));
  return [head, ...rows.map(line)];
}
