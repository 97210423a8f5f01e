import type { ByteString } from '../../../engine/bytes/byte-string.ts';
import { StreamSide } from '../conversation-reader.ts';
import { LooseDocuments } from '../find-documents.ts';
import { parseLiteral } from '../literals.ts';
import type { Drafts } from '../message-draft.ts';
import { parseStart } from '../start-line.ts';
import type { TextLines } from '../text-line.ts';
import type { TextFormat } from './text-reading.ts';

/**
 * `send: b'POST /k HTTP/1.1\r\n…'`, `reply: 'HTTP/1.1 403 Forbidden\r\n'`, `header: Server: AliyunOSS`:
 * Python; `<- "POST /k HTTP/1.1\r\n…"`, `-> "HTTP/1.1 403 Forbidden\r\n"`: Ruby; `write: b"POST …"`, `read:
 * b"HTTP/1.1 …"`: reqwest. The last such word of a line counts, and a carriage return within it is no end:
 * whatever stands behind the word is taken at once.
 */
const SAID = /^(?:.*\s)?(?:(send|reply|header|write|read):|(<-|->)(?= ")) (.*)$/s;

/** A message quoted without its sender: `log.Printf("%q", dump)` of Go, and logs in JSON. */
const WHOLE = /["'](?:[A-Z]{3,7} \S+ HTTP\/[12](?:\.\d)?|HTTP\/[12](?:\.\d)? \d{3}[^"'\\]{0,60})\\r\\n/;

type What = 'client' | 'server' | 'header';

const WHATS: Readonly<Record<string, What>> = {
  send: 'client',
  write: 'client',
  '<-': 'client',
  reply: 'server',
  read: 'server',
  '->': 'server',
  header: 'header',
};

interface Said {
  readonly what: What;
  readonly said: ByteString;
}

/** What a line says, and who; null for a line of something else. */
function saidIn(text: ByteString): Said | null {
  return namedIn(text) ?? wholeIn(text);
}

/** What stands behind the word that names who says it. */
function namedIn(text: ByteString): Said | null {
  const [, word, arrow, rest = ''] = SAID.exec(text) ?? [];
  const what = WHATS[word ?? arrow ?? ''];
  if (what === 'header') return { what, said: `${rest}\r\n` };
  const said = what === undefined ? null : literalText(rest, 0);
  return what === undefined || said === null ? null : { what, said };
}

function wholeIn(text: ByteString): Said | null {
  const at = WHOLE.exec(text)?.index;
  const said = at === undefined ? null : literalText(text, at);
  return said === null ? null : { what: said.startsWith('HTTP/') ? 'server' : 'client', said };
}

function beginsMessage(said: Said | null): boolean {
  return said !== null && parseStart(said.said.slice(0, said.said.indexOf('\r\n'))) !== null;
}

/**
 * Logs that write what was sent as a literal of their language, a message or a part of it a line. Of these,
 * `http.client` of Python (`debuglevel = 1`), which the Python SDKs speak through, does not show bodies of
 * answers.
 */
export const QUOTED_LOG: TextFormat = {
  kind: 'log',
  recognises: (lines) => lines.some(({ text }) => beginsMessage(namedIn(text))),
  read: readQuotedLog,
};

/** The same of logs that name nobody: a body, or a log beside another form, may hold such a message. */
export const QUOTED_MESSAGES: TextFormat = {
  kind: 'log',
  recognises: (lines) => lines.some(({ text }) => beginsMessage(wholeIn(text))),
  read: readQuotedLog,
};

function readQuotedLog(lines: TextLines, drafts: Drafts): void {
  const sides = {
    client: new StreamSide('', drafts),
    server: new StreamSide('', drafts),
  };
  const documents = new LooseDocuments(drafts);
  /** In the head of an answer that `header` goes on with. */
  let inHead = false;
  for (const line of lines) {
    if (drafts.isFull) break;
    const found = saidIn(line.text);
    if (found === null) {
      documents.line(line);
      continue;
    }
    const { what, said } = found;
    if (what !== 'header') inHead = what === 'server';
    else if (!inHead) continue;
    const speaker = what === 'client' ? 'client' : 'server';
    const { number } = line;
    sides[speaker].push({
      bytes: said,
      speaker,
      exact: true,
      time: null,
      line: number,
      lastLine: number,
      isText: false,
    });
  }
  sides.client.end();
  sides.server.end();
}

function literalText(text: ByteString, at: number): ByteString | null {
  const value = parseLiteral(text, at)?.value;
  return typeof value === 'string' ? value : null;
}
