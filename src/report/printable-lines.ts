import { printable } from '../bytes/printable.ts';

/** Several lines of text, each made safe to print. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}
