import { ConversationReader } from '../conversation-reader.ts';
import { LooseDocuments, showsDocument, showsElements, withRoots } from '../find-documents.ts';
import type { Losses } from '../losses.ts';
import type { Drafts } from '../message-draft.ts';
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

/** Error documents without the answers that they were in. */
export const ERROR_DOCUMENT: TextFormat = {
  kind: 'error-document',
  recognises: (lines) => showsDocument(lines) || showsElements(lines),
  read: (lines, drafts, losses) => {
    const documents = new LooseDocuments(drafts, losses);
    for (const line of withRoots(lines)) {
      if (drafts.isFull) break;
      documents.line(line);
    }
    return { order: 'nearest', endpointsOf: NO_ENDPOINTS };
  },
};

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
