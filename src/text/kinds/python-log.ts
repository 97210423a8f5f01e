import type { ByteString } from '../../bytes/byte-string.ts';
import { ConversationReader } from '../conversation-reader.ts';
import type { Drafts } from '../drafts.ts';
import { parseLiteral } from '../literal.ts';
import { LooseDocuments } from '../loose-documents.ts';
import type { Losses } from '../losses.ts';
import { type TextLine, TextLines } from '../text-line.ts';
import { NO_ENDPOINTS, type TextFormat, type TextReading } from './text-reading.ts';

/**
 * `send: b'POST /k HTTP/1.1\r\n…'`, `reply: 'HTTP/1.1 403 Forbidden\r\n'`, `header: Server: AliyunOSS`. The last such word of a line
 * counts, and a carriage return within it is no end: whatever stands behind the word is taken at once.
 */
const SAID = /^(?:.*\s)?(send|reply|header): (.*)$/s;

/** The output of Python's `http.client` with `debuglevel = 1`, which the Python SDKs speak through. Bodies of answers are not shown. */
export const PYTHON_LOG: TextFormat = {
  kind: 'log',
  recognises: (lines) => lines.some(({ text }) => /(?:^|\s)send: b?['"][A-Z]+ \S+ HTTP\/1/.test(text)),
  read: readPythonLog,
};

function readPythonLog(lines: TextLines, drafts: Drafts, losses: Losses): TextReading {
  const client = new ConversationReader('', drafts, losses);
  const server = new ConversationReader('', drafts, losses);
  const documents = new LooseDocuments(drafts, losses);
  /** In the answer's head. */
  let inHead = false;
  for (const line of lines) {
    if (drafts.isFull) break;
    const [, what, rest = ''] = SAID.exec(line.text) ?? [];
    switch (what) {
      case 'send':
        inHead = false;
        for (const part of new TextLines(literalText(rest))) {
          if (drafts.isFull) break;
          client.line({ ...part, number: line.number, speaker: 'client', connection: '' });
        }
        break;
      case 'reply':
        inHead = true;
        server.line({ ...said(line, literalText(rest).trimEnd()), speaker: 'server' });
        break;
      case 'header':
        if (inHead) server.line({ ...said(line, rest), speaker: 'server' });
        break;
      default:
        documents.line(line);
    }
  }
  return { order: 'nearest', endpointsOf: NO_ENDPOINTS };
}

function said(line: TextLine, text: ByteString) {
  return { text, ending: '\r\n' as const, number: line.number, connection: '' };
}

function literalText(literal: ByteString): ByteString {
  const parsed = parseLiteral(literal, 0);
  return typeof parsed?.value === 'string' ? parsed.value : '';
}
