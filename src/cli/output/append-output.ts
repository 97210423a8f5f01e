import { appendFileSync } from 'node:fs';
import { errorCode } from '../../bytes/errors.ts';
import type { ReportOutput } from './report-output.ts';

/** Adds to a file that others write to as well, all at once when the report is complete. */
export function appendOutput(path: string): ReportOutput {
  let text = '';
  return {
    unopened: null,
    write(piece: string): void {
      text += piece;
    },
    discard: () => null,
    close(): string | null {
      try {
        appendFileSync(path, text, 'utf8');
        return null;
      } catch (caught) {
        return errorCode(caught) || String(caught);
      }
    },
  };
}
