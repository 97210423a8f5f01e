import { ConversationReader } from '../conversation-reader.ts';
import type { Drafts } from '../drafts.ts';
import type { Losses } from '../losses.ts';
import { beginsDocument } from '../start-line.ts';
import { spokenLine, type TextLines } from '../text-line.ts';
import { NO_ENDPOINTS, type TextFormat, type TextReading } from './text-reading.ts';

/** Before a request's head, and an answer's, and behind each. */
const MARK = /^---(request|response) (begin|end)---$/;

/**
 * Stands before each piece of a body that wget does not save, wherever in a line the piece begins;
 * `] done.` behind the last.
 */
const PIECE = /Skipping \d+ bytes of body: \[/g;
const BODY_END = '] done.';

/** `wget -d`. Bodies of requests are not shown. */
export const WGET: TextFormat = {
  kind: 'log',
  recognises: (lines) => lines.some(({ text }) => text === '---request begin---'),
  read: readWget,
};

function readWget(lines: TextLines, drafts: Drafts, losses: Losses): TextReading {
  const client = new ConversationReader('', drafts, losses);
  const server = new ConversationReader('', drafts, losses);
  let within: 'request' | 'response' | 'answered' | 'body' | 'none' = 'none';
  for (const line of lines) {
    if (drafts.isFull) break;
    const [, what, edge] = MARK.exec(line.text) ?? [];
    if (what === 'request' || what === 'response') {
      within = edge === 'begin' ? what : what === 'response' ? 'answered' : 'none';
      continue;
    }
    if (within === 'request') client.line(spokenLine(line, line.text, 'client'));
    else if (within === 'response') server.line(spokenLine(line, line.text, 'server'));
    const text = line.text.replace(PIECE, '');
    // A body begins with a piece that is not saved, or is written to the output.
    if (within === 'answered' && (text !== line.text || beginsDocument(text))) within = 'body';
    if (within !== 'body') continue;
    if (text === BODY_END) {
      within = 'none';
      continue;
    }
    server.line(spokenLine(line, text, 'server'));
    if (text.trimEnd().endsWith('</Error>')) within = 'none';
  }
  return { order: 'nearest', endpointsOf: NO_ENDPOINTS };
}
