import { displayWidth, padEnd } from '../../bytes/display-width.ts';
import type { View } from './view.ts';
import { wrapText } from './wrap.ts';

export interface TitledRow {
  readonly title: string;
  /** Null or empty: there is nothing to say, and no row. */
  readonly text: string | null;
  /** To be copied: the line is not broken, however long it is. */
  readonly isCommand?: true;
}

/** Sentences with their titles before them; a title that repeats stands once. */
export function titledRows(rows: readonly TitledRow[], view: View): string[] {
  const told = rows.filter((row) => row.text !== null && row.text !== '');
  const titleWidth = Math.max(0, ...told.map((row) => displayWidth(row.title)));
  const lines: string[] = [];
  let before: string | null = null;
  for (const { title, text, isCommand } of told) {
    const name = title === before ? '' : title;
    before = title;
    const broken = isCommand ? [text ?? ''] : wrapText(text ?? '', view.width - titleWidth - 4, true);
    for (const [at, line] of broken.entries()) {
      lines.push(`  ${view.paint('label', padEnd(at === 0 ? name : '', titleWidth))}  ${line}`.trimEnd());
    }
  }
  return lines;
}
