// in place of: wrap-ansi
import { wrapText } from '../report/terminal/wrap.ts';

/**
 * Breaks a text of the help into lines, under the name by which the package that lays it out asks for it
 * (scripts/marks.mjs).
 */
export default function wrapAnsi(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap((line) => wrapText(line, columns))
    .join('\n');
}
