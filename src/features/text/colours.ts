import { asciiLower, type ByteString } from '../../engine/bytes/byte-string.ts';
import { MAX_PROBED_LINES } from './limits.ts';
import { beginsDocument, gluedStart, isKnownHeader, parseHeader, parseStart } from './start-line.ts';
import { isBlank, type TextLine, TextLines } from './text-line.ts';

/** Begins each code that colours on a terminal (ECMA-48 §5.4, control sequence introducer). */
const INTRODUCER = '\u001b[';

/** The rest of a code that colours (SGR, `m`), or clears the line behind it (EL, `K`). */
const CODE_END = /^[0-9;:]{0,32}[mK]/;

/** Line that is read only without its colours; null if none. Where it reads as it is, they were sent. */
export function colouredLine(text: ByteString): number | null {
  if (!text.includes(INTRODUCER)) return null;
  const bodies = new PromisedBodies();
  for (const line of new TextLines(text).first(MAX_PROBED_LINES)) {
    if (bodies.holds(line) || !line.text.includes(INTRODUCER)) continue;
    if (isOfHttp(withoutCodes(line.text)) && !isOfHttp(line.text)) return line.number;
  }
  return null;
}

/** Bodies whose length a plain head says; not of refusals, whose documents programs colour. */
class PromisedBodies {
  #inHead = false;
  /** Bytes of the body that are still to come. */
  #rest = 0;

  /** Whether a line is one of a body; asked for each line in turn. */
  holds({ text, ending }: TextLine): boolean {
    const start = parseStart(text);
    if (start !== null) {
      this.#inHead = start.kind === 'request' || start.status < 300;
      this.#rest = 0;
    } else if (this.#inHead) {
      const header = parseHeader(text);
      if (isBlank(text)) this.#inHead = false;
      else if (header !== null && asciiLower(header.name) === 'content-length') {
        this.#rest = lengthIn(header.rawValue);
      }
    } else if (this.#rest > 0) {
      this.#rest -= text.length + ending.length;
      return true;
    }
    return false;
  }
}

function lengthIn(value: ByteString): number {
  const digits = value.trim();
  return /^\d{1,15}$/.test(digits) ? Number(digits) : 0;
}

function isOfHttp(line: ByteString): boolean {
  return parseStart(line) !== null || gluedStart(line) > 0 || isKnownHeader(line) || beginsDocument(line);
}

/** A text without colours. Bodies as long as their heads say keep them: those bytes were sent. */
export function withoutColours(text: ByteString): ByteString {
  const parts: ByteString[] = [];
  /** What has not been put into a part. */
  let from = 0;
  let isInHead = false;
  let length = 0;
  /** The first code at or behind the end of the last head: not looked for anew from each of many heads. */
  let code = 0;
  for (let at = 0; at < text.length; ) {
    const feed = text.indexOf('\n', at);
    const next = feed < 0 ? text.length : feed + 1;
    const line = withoutCodes(text.slice(at, next).trimEnd());
    at = next;
    if (parseStart(line) !== null) {
      isInHead = true;
      length = 0;
    } else if (isInHead && line !== '') {
      const header = parseHeader(line);
      if (header !== null && asciiLower(header.name) === 'content-length') length = lengthIn(header.rawValue);
    } else if (isInHead) {
      isInHead = false;
      const end = next + length;
      if (!endsLine(text, end)) continue;
      if (code < next) code = indexOrEnd(text, INTRODUCER, next);
      if (code >= end) continue;
      parts.push(withoutCodes(text.slice(from, next)), text.slice(next, end));
      from = end;
      at = end;
    }
  }
  parts.push(withoutCodes(text.slice(from)));
  return parts.join('');
}

function indexOrEnd(text: ByteString, searched: ByteString, from: number): number {
  const at = text.indexOf(searched, from);
  return at < 0 ? text.length : at;
}

/** Whether a body that ends at an offset ends with a line, or the text. */
function endsLine(text: ByteString, end: number): boolean {
  return end === text.length || (end < text.length && /[\r\n]/.test(text.slice(end - 1, end + 1)));
}

function withoutCodes(text: ByteString): ByteString {
  const parts: ByteString[] = [];
  let from = 0;
  for (let at = text.indexOf(INTRODUCER); at >= 0; at = text.indexOf(INTRODUCER, at + 1)) {
    const rest = at + INTRODUCER.length;
    const end = CODE_END.exec(text.slice(rest, rest + MAX_CODE))?.[0];
    if (end === undefined) continue;
    parts.push(text.slice(from, at));
    from = rest + end.length;
  }
  parts.push(text.slice(from));
  return parts.join('');
}

/** Longest rest of a code that is looked at. */
const MAX_CODE = 33;
