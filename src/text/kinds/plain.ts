import { ConversationReader } from '../conversation-reader.ts';
import type { Drafts } from '../drafts.ts';
import type { Losses } from '../losses.ts';
import { parseStart } from '../start-line.ts';
import { spokenLine, type TextLines, withoutIndent } from '../text-line.ts';
import { NO_ENDPOINTS, type TextFormat, type TextReading } from './text-reading.ts';

/** Marks of a quoted mail before each line. */
const QUOTE = /^(?:> ?)+/;

/** A request and its answer as they were sent, perhaps quoted in a mail. */
export const PLAIN: TextFormat = {
  kind: 'http',
  recognises: (lines) =>
    lines.some(({ text }) => parseStart(withoutIndent(text.replace(QUOTE, ''))) !== null),
  read: readPlain,
};

/** An error document without the answer that it was in. */
export const ERROR_DOCUMENT: TextFormat = {
  kind: 'error-document',
  recognises: (lines) => {
    const at = lines.findIndex(({ text }) => /^\s*(?:<\?xml[^>]*\?>\s*)?<Error>/.test(text));
    return at >= 0 && lines.slice(at, at + ERROR_LINES).some(({ text }) => text.includes('<Code>'));
  },
  read: readPlain,
};

/** Lines within which an error document names its code. */
const ERROR_LINES = 20;

function readPlain(lines: TextLines, drafts: Drafts, losses: Losses): TextReading {
  const reader = new ConversationReader('', drafts, losses);
  const isQuoted = lines.some(
    ({ text }) => text.startsWith('>') && parseStart(text.replace(QUOTE, '')) !== null,
  );
  for (const line of lines) {
    if (drafts.isFull) break;
    const text = isQuoted ? line.text.replace(QUOTE, '') : line.text;
    reader.line(spokenLine(line, text, null));
  }
  return { order: 'nearest', endpointsOf: NO_ENDPOINTS };
}
