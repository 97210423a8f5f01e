import type { CliIo } from '../io.ts';
import { errorLine, outputMessage } from '../messages.ts';
import type { CliTexts } from '../text/texts.ts';

/**
 * Tells that what was to go to a file cannot be written there; `file`: null for standard output.
 */
export function tellUnwritten(
  file: string | null,
  error: string,
  { io, texts }: { readonly io: CliIo; readonly texts: CliTexts },
): void {
  io.stderr.write(errorLine(outputMessage(file ?? '', error, texts)));
}
