/*
 * Debug logs of HTTP libraries: of Apache HttpClient, with a mark for each side; those that write what was
 * sent as a literal of their language; and those that put something before each message.
 */

import type { ByteString } from '../../../engine/bytes/byte-string.ts';
import { ConversationReader, StreamSide } from '../conversation-reader.ts';
import { LooseDocuments } from '../find-documents.ts';
import { MAX_HTTP_LINE } from '../limits.ts';
import { parseLiteral } from '../literals.ts';
import { addHost, type Drafts, type MessageDraft } from '../message-draft.ts';
import { isKnownHeader, parseStart } from '../start-line.ts';
import { spokenLine, type TextLine, type TextLines } from '../text-line.ts';
import type { TextFormat } from './text-reading.ts';

/** A line of the log, without what the logger put before it. */
interface Logged {
  /** Name of the connection, e.g. `http-outgoing-0`; empty where there is none. */
  readonly name: string;
  readonly mark: '>>' | '<<';
  readonly said: ByteString;
  /** Of the wire log: `>> "POST /k HTTP/1.1[\r][\n]"`. The header log has no quotes, bodies, blank lines. */
  readonly isWire: boolean;
}

/** Longest text before a mark that is searched for the connection's name. */
const MAX_NAME_LOOK = 200;

function loggedIn(text: ByteString): Logged | null {
  const at = text.search(/(?:>>|<<) \S/);
  if (at < 0) return null;
  const name = /(http-[^\s>]+)\s+$/.exec(text.slice(Math.max(0, at - MAX_NAME_LOOK), at))?.[1] ?? '';
  const mark = text.startsWith('>>', at) ? '>>' : '<<';
  const rest = text.slice(at + 3);
  const close = rest.lastIndexOf('"');
  if (rest.startsWith('"') && close > 0) return { name, mark, said: rest.slice(1, close), isWire: true };
  return name === '' ? null : { name, mark, said: rest, isWire: false };
}

/** The debug log of Apache HttpClient (the OSS SDK for Java): `org.apache.http.wire`, or `.headers` alone. */
export const WIRE_LOG: TextFormat = {
  kind: 'log',
  recognises: (lines) =>
    lines.some(({ text }) => {
      const said = loggedIn(text)?.said;
      return said !== undefined && parseStart(unescapeWire(said).replace(/\r?\n$/, '')) !== null;
    }),
  read: readWireLog,
};

interface Side {
  readonly reader: ConversationReader;
  /** A piece of a line whose end has not come. */
  pending: ByteString;
}

function readWireLog(lines: TextLines, drafts: Drafts): void {
  const sides = new Map<string, Side>();
  const isWire = lines.some(({ text }) => loggedIn(text)?.isWire === true && text.includes('[\\n]"'));
  if (!isWire) drafts.losses.add('text-headers-only', 1);
  const documents = new LooseDocuments(drafts);
  for (const line of lines) {
    if (drafts.isFull) break;
    const logged = loggedIn(line.text);
    // The SDK's exception shows the error document (`[ResponseError]:`), which the log of headers does not.
    if (logged === null && !isWire) documents.line(line);
    if (logged === null || logged.isWire !== isWire) continue;
    const { name, mark, said } = logged;
    const key = `${name} ${mark}`;
    const side = sides.get(key) ?? { reader: new ConversationReader(name, drafts), pending: '' };
    sides.set(key, side);
    const speaker = mark === '>>' ? 'client' : 'server';
    const add = (text: ByteString, ending: TextLine['ending']): void =>
      side.reader.line({ text, ending, number: line.number, speaker, connection: name });
    if (!isWire) {
      add(said, '\r\n');
      continue;
    }
    const text = side.pending + unescapeWire(said);
    side.pending = '';
    if (text.endsWith('\r\n')) add(text.slice(0, -2), '\r\n');
    else if (text.endsWith('\n')) add(text.slice(0, -1), '\n');
    // A body's last line has no end; what comes next is the start of another message.
    else add(text, '');
  }
  drafts.order = 'in-order';
}

/** `[\r]`, `[\n]` and `[0xe4]` stand for bytes. */
function unescapeWire(text: ByteString): ByteString {
  return text.replace(/\[(?:\\(r|n)|0x([0-9a-f]{1,2}))\]/g, (_, letter?: string, hex?: string) => {
    if (letter !== undefined) return letter === 'r' ? '\r' : '\n';
    return String.fromCharCode(Number.parseInt(hex ?? '', 16));
  });
}

/**
 * `send: b'POST /k HTTP/1.1\r\n…'`, `reply: 'HTTP/1.1 403 Forbidden\r\n'`, `header: Server: AliyunOSS`:
 * Python; `<- "POST /k HTTP/1.1\r\n…"`, `-> "HTTP/1.1 403 Forbidden\r\n"`: Ruby; `write: b"POST …"`, `read:
 * b"HTTP/1.1 …"`: reqwest. The last such word of a line counts, and a carriage return within it is no end:
 * whatever stands behind the word is taken at once.
 */
const SAID = /^(?:.*\s)?(?:(send|reply|header|write|read):|(<-|->)(?= ")) (.*)$/s;

/** A message quoted without its sender: `log.Printf("%q", dump)` of Go, and logs in JSON. */
const WHOLE =
  /(?<!=> ?)["'](?:[A-Z]{3,7} \S+ HTTP\/[12](?:\.\d)?|HTTP\/[12](?:\.\d)? \d{3}[^"'\\]{0,60})\\r\\n/;

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
    const found = namedIn(line.text) ?? wholeIn(line.text);
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

/** A start line behind a logger's words or a quote: `2026/11/27 16:34:39 DEBUG : HEAD /x HTTP/1.1`. */
const REQUEST =
  /^(.*?[\s\]"])?(?:-{2,3}> )?(GET|PUT|POST|HEAD|DELETE|OPTIONS) (\/\S*|https?:\/\/\S+) HTTP\/[12](?:\.\d)?$/;
const RESPONSE =
  /^(.*?[\s\]"])?(?:<-{2,3} )?HTTP\/[12](?:\.\d)? ([1-5]\d\d(?: [A-Za-z][A-Za-z -]{0,40})?)(?: \(\d+ms\))?$/;
/** `--> POST http://… http/1.1`, `<-- 403 Forbidden http://… (6ms)`: OkHttp, at times without a protocol. */
const ARROW_REQUEST =
  /^(.*?\s)?--> (GET|PUT|POST|HEAD|DELETE|OPTIONS) (https?:\/\/\S+)(?: (?:http\/[\d.]+|h2))?$/;
const ARROW_RESPONSE =
  /^(.*?\s)?<-- ([1-5]\d\d(?: [A-Za-z][A-Za-z -]{0,40})?) {0,2}https?:\/\/\S+ \(\d+ms[^()]*\)$/;
/** `--> END POST (9-byte body)` */
const END = /^(?:-{2,3}>|<-{2,3}) END /;
/** What each of them has. */
const HINT = /HTTP\/[12]|--> |<-- /;

const ABSOLUTE = /^https?:\/\/([^/?#]+)(.*)$/;

interface Start {
  readonly prefix: ByteString;
  readonly speaker: 'client' | 'server';
  /** As it would be sent. */
  readonly line: ByteString;
  /** The server that a URL names; empty where none does. */
  readonly authority: ByteString;
}

function startIn(text: ByteString): Start | null {
  if (text.length > MAX_HTTP_LINE || !HINT.test(text)) return null;
  const line = text.trimEnd();
  const [, prefix = '', method, url = ''] = REQUEST.exec(line) ?? ARROW_REQUEST.exec(line) ?? [];
  if (method !== undefined) {
    const [, authority = '', path = ''] = ABSOLUTE.exec(url) ?? ['', '', url];
    const target = path.startsWith('/') ? path : `/${path}`;
    return { prefix, speaker: 'client', line: `${method} ${target} HTTP/1.1`, authority };
  }
  const [, before = '', status] = RESPONSE.exec(line) ?? ARROW_RESPONSE.exec(line) ?? [];
  if (status === undefined) return null;
  return { prefix: before, speaker: 'server', line: `HTTP/1.1 ${status.trimEnd()}`, authority: '' };
}

/** Messages behind a logger's prefix: `rclone --dump`, OkHttp and Feign, nginx's error log at `debug`. */
export const LOGGED_MESSAGES: TextFormat = {
  kind: 'log',
  recognises: (lines) =>
    lines.some(({ text }, at) => {
      const start = startIn(text);
      if (start === null) return false;
      const record = new LogRecord(start.prefix, lines[at - 1]?.text ?? '');
      return lines.slice(at + 1, at + 3).some((next) => isKnownHeader(record.own(next.text) ?? ''));
    }),
  read: readLogged,
};

/** What a logger puts around the lines of one message. */
class LogRecord {
  readonly #prefix: RegExp | null;
  /** What a line of another record begins with: its time. Null where records have none. */
  readonly #stamp: RegExp | null;
  /** A line of its own before each record, where the prefix has no time. */
  readonly #heading: RegExp | null;
  /** Each line of the message has the prefix; null before its second line. */
  #isOnEach: boolean | null = null;
  /** The message ended before the last line that was looked at. */
  isOver = false;

  /** `before`: the line before the message. */
  constructor(prefix: ByteString, before: ByteString) {
    const hasTime = /\d/.test(prefix);
    const isBare = prefix === '' || prefix === '"';
    this.#prefix = isBare ? null : shapeOf(prefix, '');
    const time = /^[^A-Za-z]+/.exec(prefix)?.[0] ?? '';
    this.#stamp = /\d/.test(time) ? shapeOf(time, '') : prefix === '"' ? /^"$/ : null;
    this.#heading = isBare || hasTime || before.trim() === '' ? null : shapeOf(before, '\\s*$');
  }

  /** A line of the message as it was sent; null for one that is none of it. */
  own(text: ByteString): ByteString | null {
    if (this.#heading?.test(text) === true) return null;
    const prefix = this.#prefix?.exec(text)?.[0];
    const isOfOther = prefix === undefined ? this.#stamp?.test(text) === true : this.#isOnEach === false;
    if (isOfOther) {
      this.isOver = this.#isOnEach === false;
      return null;
    }
    this.#isOnEach ??= prefix !== undefined;
    return this.#isOnEach ? text.slice(prefix?.length ?? 0) : text;
  }
}

/** A pattern for what begins like a text but for its numbers and spaces. */
function shapeOf(text: ByteString, behind: string): RegExp {
  const shape = text
    .slice(0, MAX_SHAPE)
    .replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
    .replace(/\d+/g, '\\d+')
    .replace(/\s+$/, '\\s')
    .replace(/\s+(?=.)/g, '\\s+');
  return new RegExp(`^${shape}${behind}`);
}

/** Longest text that a pattern is made of. */
const MAX_SHAPE = 200;

function readLogged(lines: TextLines, drafts: Drafts): void {
  const sides = {
    client: new ConversationReader('', drafts),
    server: new ConversationReader('', drafts),
  };
  const documents = new LooseDocuments(drafts);
  const named: { readonly draft: MessageDraft; readonly authority: ByteString }[] = [];
  let open: { readonly speaker: Start['speaker']; readonly record: LogRecord } | null = null;
  let before = '';
  for (const line of lines) {
    if (drafts.isFull) break;
    const start = startIn(line.text);
    const own = start?.line ?? open?.record.own(line.text) ?? null;
    if (start !== null) {
      open = { speaker: start.speaker, record: new LogRecord(start.prefix, before) };
    } else if (open?.record.isOver === true || (own !== null && END.test(own))) open = null;
    if (open === null) documents.line(line);
    else if (own !== null) {
      const reader = sides[open.speaker];
      reader.line(spokenLine(line, own, open.speaker));
      if (start !== null && start.authority !== '' && reader.draft !== null) {
        named.push({ draft: reader.draft, authority: start.authority });
      }
    }
    before = line.text;
  }
  for (const { draft, authority } of named) addHost(draft, authority);
}
