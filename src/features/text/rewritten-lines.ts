/* Lines of logs that dress HTTP, as what they stand for: a table and one reader. Pieces keep the number. */

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

const MAX_LINE = 64 * 1024;

/** `[REQUEST s3.PutObject] [2026-11-30T…]`: `mc admin trace -v`, with the server's name before each line. */
const TRACE = /^(\S* )?\[(REQUEST|RESPONSE)(?: \S+)?\] \[/;
const TRACED_REQUEST = /^(GET|PUT|POST|HEAD|DELETE|OPTIONS) (\/\S*)$/;
const TRACED_STATUS = /^\d{3} [A-Z][A-Za-z ]{1,40}$/;

/** A message that goes on in the next line: what is wrong stands there, or the answer's further parts. */
const CUT_MESSAGE =
  /(?:(?:mal-?formed|parameter);|\bStatusCode: \d{3},|\b(?:RequestID|HostID): [\w./+=-]{0,100},|\bAWS Error Code:)[ \t]{0,8}$/i;
const CUT_LOOK = 128;
/** Lines of one message. */
const MAX_CUTS = 6;

/** A sentence that all services say; a line may end within it, and within a word. */
const LEAST_KNOWN = 21;
const KNOWN =
  'The request signature we calculated does not match the signature you provided. Check your key and signing method.';

function endsWithin(text: ByteString): boolean {
  return CUT_MESSAGE.test(text.slice(-CUT_LOOK)) || restOfKnown(text) !== '';
}

/** What of the sentence is missing at the end of a line; a document shows it between tags. */
function restOfKnown(text: ByteString): ByteString {
  const end = text.slice(-KNOWN.length);
  const at = text.includes('<Message>') ? -1 : end.lastIndexOf(KNOWN.slice(0, LEAST_KNOWN));
  const said = at < 0 ? '' : end.slice(at).trimEnd();
  return said !== '' && KNOWN.startsWith(said) ? KNOWN.slice(said.length) : '';
}

/** What stands between two lines of one message; null where the second does not go on with it. */
function joint(text: ByteString, next: ByteString): ByteString | null {
  const rest = restOfKnown(text);
  if (rest === '') return ' ';
  const own = rest.trimStart();
  const shown = next.trim();
  const isNext = shown !== '' && (shown.startsWith(own) || own.startsWith(shown));
  return isNext ? rest.slice(0, rest.length - own.length) : null;
}

/** The lines of a text without such dresses. */
export class RewrittenLines extends TextLines {
  override *[Symbol.iterator](): Generator<TextLine, void, undefined> {
    const trace = new Trace();
    /** A line that may go on, and lines that it was made of. */
    let held: { readonly line: TextLine; readonly count: number } | null = null;
    const details = { isWithin: false };
    for (const line of super[Symbol.iterator]()) {
      const taken = trace.take(line.text);
      if (taken === null) continue;
      let whole = taken === line.text ? line : { ...line, text: taken };
      let count = 1;
      const before: TextLine | null = held?.line ?? null;
      const between = before === null ? null : joint(before.text, taken);
      if (before !== null && between === null) yield* shownLines(before, details);
      else if (before !== null) {
        whole = { ...line, text: `${before.text.trimEnd()}${between}${taken.trim()}`, number: before.number };
        count += held?.count ?? 0;
      }
      held = count < MAX_CUTS && endsWithin(whole.text) ? { line: whole, count } : null;
      if (held === null) yield* shownLines(whole, details);
    }
    if (held !== null) yield* shownLines(held.line, details);
  }
}

function* shownLines(line: TextLine, details: { isWithin: boolean }): Generator<TextLine, void, undefined> {
  const { text, number } = line;
  const pieces = piecesOf(text);
  details.isWithin ||= IN_DETAILS.test(text);
  // what Wireshark says of a line, a step further in
  if (details.isWithin && /^ {8}/.test(text)) return;
  if (pieces === null) yield line;
  else for (const piece of pieces) yield { text: piece, ending: '\n', number };
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
    if (TRACED_REQUEST.test(own)) return `${own} HTTP/1.1`;
    // of traces since 2019
    if (/^Proto: HTTP\/[12]/.test(own)) return null;
    if (!this.#isResponse || !TRACED_STATUS.test(own)) return own;
    this.#isResponse = false;
    return `HTTP/1.1 ${own}`;
  }
}
