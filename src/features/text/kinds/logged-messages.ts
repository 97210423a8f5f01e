import type { ByteString } from '../../../engine/bytes/byte-string.ts';
import { ConversationReader } from '../conversation-reader.ts';
import { LooseDocuments } from '../find-documents.ts';
import { MAX_HTTP_LINE } from '../limits.ts';
import { addHost, type Drafts, type MessageDraft } from '../message-draft.ts';
import { isKnownHeader } from '../start-line.ts';
import { spokenLine, type TextLines } from '../text-line.ts';
import type { TextFormat } from './text-reading.ts';

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

/** The first line of a message. */
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
  #isOver = false;

  /** `before`: the line before the message. */
  constructor(prefix: ByteString, before: ByteString) {
    const hasTime = /\d/.test(prefix);
    const isBare = prefix === '' || prefix === '"';
    this.#prefix = isBare ? null : shapeOf(prefix, '');
    const time = /^[^A-Za-z]+/.exec(prefix)?.[0] ?? '';
    this.#stamp = /\d/.test(time) ? shapeOf(time, '') : prefix === '"' ? /^"$/ : null;
    this.#heading = isBare || hasTime || before.trim() === '' ? null : shapeOf(before, '\\s*$');
  }

  /** The message ended before the last line that was looked at. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** A line of the message as it was sent; null for one that is none of it. */
  own(text: ByteString): ByteString | null {
    if (this.#heading?.test(text) === true) return null;
    const prefix = this.#prefix?.exec(text)?.[0];
    const isOfOther = prefix === undefined ? this.#stamp?.test(text) === true : this.#isOnEach === false;
    if (isOfOther) {
      this.#isOver = this.#isOnEach === false;
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
