/*
 * Lines of logs that carry HTTP in a dress of their own, as the lines that they stand for: a table of
 * dresses, and one reader. A line that becomes several keeps its number.
 */

import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { type TextLine, TextLines } from './text-line.ts';

/** How a line looks, and what it stands for; null leaves it to the next row. */
interface Dress {
  /** What such a line has: looked for first. */
  readonly word: string;
  readonly pieces: (text: ByteString) => readonly ByteString[] | null;
}

const START =
  '(?:(?:GET|PUT|POST|HEAD|DELETE|OPTIONS) /\\S{0,8000} HTTP/[12](?:\\.\\d)?|HTTP/[12](?:\\.\\d)? \\d{3}[^#\\\\"]{0,60})';
const IN_SYSLOG = new RegExp(`${START}(?=#015#012|#012)`);
const IN_QUOTES = new RegExp(`(?<=[^"'\\s] )${START}(?=\\\\r\\\\n)`);
/** Of a packet that Wireshark shows with its details. */
const IN_DETAILS = /^ {4}(\S.*?)\\r\\n$/;

const DRESSES: readonly Dress[] = [
  // syslog writes control characters as their octal numbers
  {
    word: '#012',
    pieces: (text) => fromStart(text, IN_SYSLOG)?.split(/#015#012|#012/) ?? null,
  },
  // what the signer of the common runtime of AWS logs, in syslog
  {
    word: ', with contents #012',
    pieces: (text) => {
      const [said = '', first = '', ...rest] = text.split('#012');
      const name = said.includes('string-to-sign') ? 'StringToSign: ' : '';
      return [said, name + first, ...rest];
    },
  },
  // a message within a sentence in quotation marks
  {
    word: '\\r\\n',
    pieces: (text) => {
      const message = fromStart(text, IN_QUOTES);
      if (message === null) return null;
      const end = message.indexOf('\\r\\n\\r\\n');
      return [...(end < 0 ? message : message.slice(0, end)).split('\\r\\n'), ''];
    },
  },
  { word: '\\r\\n', pieces: (text) => IN_DETAILS.exec(text)?.slice(1) ?? null },
];

function fromStart(text: ByteString, start: RegExp): ByteString | null {
  const at = start.exec(text)?.index;
  return at === undefined ? null : text.slice(at);
}

/** Longest line that is looked at. */
const MAX_LINE = 64 * 1024;

/** `[REQUEST s3.PutObject] [2026-11-30T…]`: `mc admin trace -v`, with the server's name before each line. */
const TRACE = /^(\S* )?\[(REQUEST|RESPONSE)(?: \S+)?\] \[/;
const TRACED_REQUEST = /^(GET|PUT|POST|HEAD|DELETE|OPTIONS) (\/\S*)$/;
const TRACED_STATUS = /^\d{3} [A-Z][A-Za-z ]{1,40}$/;

/** A message of two halves whose second is on the next line: what is wrong stands there. */
const CUT_MESSAGE = /(?:mal-?formed|parameter);[ \t]{0,8}$/i;
const CUT_LOOK = 32;

/** The lines of a text without such dresses. */
export class RewrittenLines extends TextLines {
  override *[Symbol.iterator](): Generator<TextLine, void, undefined> {
    const trace = new Trace();
    let inDetails = false;
    let cut: TextLine | null = null;
    for (const line of super[Symbol.iterator]()) {
      const taken = trace.take(line.text);
      if (taken === null) continue;
      const plain: ByteString = cut === null ? taken : `${cut.text.trimEnd()} ${taken.trim()}`;
      if (cut === null && CUT_MESSAGE.test(plain.slice(-CUT_LOOK))) {
        cut = { ...line, text: plain };
        continue;
      }
      const number = cut?.number ?? line.number;
      cut = null;
      const pieces = piecesOf(plain);
      inDetails ||= IN_DETAILS.test(plain);
      // what Wireshark says of a line, a step further in
      if (inDetails && /^ {8}/.test(plain)) continue;
      if (pieces === null) yield plain === line.text ? line : { ...line, text: plain, number };
      else for (const text of pieces) yield { text, ending: '\n', number };
    }
    if (cut !== null) yield cut;
  }
}

function piecesOf(text: ByteString): readonly ByteString[] | null {
  if (text.length > MAX_LINE) return null;
  for (const { word, pieces } of DRESSES) {
    const found = text.includes(word) ? pieces(text) : null;
    if (found !== null) return found;
  }
  return null;
}

/** Takes what MinIO's trace puts around messages away. */
class Trace {
  #prefix: ByteString | null = null;
  #isResponse = false;
  #request: ByteString | null = null;

  /** Of a trace that was cut before its first line, the line of the protocol shows what it is. */
  #opened(text: ByteString): ByteString {
    const before = this.#request;
    const own = text.trim();
    this.#request = TRACED_REQUEST.test(own) ? own : null;
    if (before === null || !/^Proto: HTTP\/[12]/.test(own)) return text;
    this.#prefix = text.slice(0, text.length - text.trimStart().length);
    return `${before} HTTP/1.1`;
  }

  /** Null for a line that is of the trace alone. */
  take(text: ByteString): ByteString | null {
    const [head, prefix = '', side] = TRACE.exec(text) ?? [];
    if (head !== undefined) {
      this.#prefix = prefix;
      this.#isResponse = side === 'RESPONSE';
      return '';
    }
    if (this.#prefix === null) return this.#opened(text);
    const bare = this.#prefix.trimEnd();
    const own = text.startsWith(this.#prefix) ? text.slice(this.#prefix.length) : text === bare ? '' : text;
    if (own.trim() === '<BLOB>' || own.trim() === '<BODY>') return '';
    if (TRACED_REQUEST.test(own)) {
      this.#request = own;
      return null;
    }
    if (this.#request !== null && /^Proto: HTTP\/[12]/.test(own)) {
      const request = this.#request;
      this.#request = null;
      return `${request} HTTP/1.1`;
    }
    if (!this.#isResponse || !TRACED_STATUS.test(own)) return own;
    this.#isResponse = false;
    return `HTTP/1.1 ${own}`;
  }
}
