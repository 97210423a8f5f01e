import type { ByteString } from '../../engine/bytes/byte-string.ts';

export interface TextLine {
  /** Without its line end. */
  readonly text: ByteString;
  /** The line end; empty for a last line without one. */
  readonly ending: '' | '\n' | '\r\n';
  /** Number of the line in the text, from 1. */
  readonly number: number;
}

/** Who says a line of a conversation; null where only the line itself shows it. */
type Speaker = 'client' | 'server' | null;

/** A line of an HTTP conversation, freed of what a tool put before it. */
export interface SpokenLine extends TextLine {
  readonly speaker: Speaker;
  /** Name of the connection within the text: the lines of each are read by themselves. */
  readonly connection: string;
}

/** The lines of a text, cut anew each time: all short lines together take many times the text's memory. */
export class TextLines implements Iterable<TextLine> {
  readonly #text: ByteString;

  constructor(text: ByteString) {
    this.#text = text;
  }

  *[Symbol.iterator](): Generator<TextLine, void, undefined> {
    const text = this.#text;
    let number = 1;
    for (let at = 0; at < text.length; number++) {
      const feed = text.indexOf('\n', at);
      if (feed < 0) {
        yield { text: text.slice(at), ending: '', number };
        return;
      }
      const hasReturn = feed > at && text.charCodeAt(feed - 1) === 0x0d;
      yield {
        text: text.slice(at, hasReturn ? feed - 1 : feed),
        ending: hasReturn ? '\r\n' : '\n',
        number,
      };
      at = feed + 1;
    }
  }

  get count(): number {
    const text = this.#text;
    let count = text.length === 0 || text.endsWith('\n') ? 0 : 1;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
    return count;
  }

  first(most: number): TextLine[] {
    const lines: TextLine[] = [];
    for (const line of this) {
      if (lines.length >= most) break;
      lines.push(line);
    }
    return lines;
  }

  some(test: (line: TextLine) => boolean): boolean {
    for (const line of this) if (test(line)) return true;
    return false;
  }
}

/** A line of a text with one connection, member by member: to spread it takes longer than all the rest. */
export function spokenLine({ ending, number }: TextLine, text: ByteString, speaker: Speaker): SpokenLine {
  return { text, ending, number, speaker, connection: '' };
}

export function splitLines(text: ByteString): TextLine[] {
  return [...new TextLines(text)];
}

/** Whether a line is white space alone, also such as a page puts in the place of an empty line. */
export function isBlank(text: ByteString): boolean {
  for (let at = 0; at < text.length; ) {
    const length = text.charCodeAt(at) === 0x0d ? 1 : blankLength(text, at);
    if (length === 0) return false;
    at += length;
  }
  return true;
}

/** Without spaces, tabs and no-break spaces at its start. */
export function withoutIndent(text: ByteString): ByteString {
  let at = 0;
  for (let length = blankLength(text, 0); length > 0; length = blankLength(text, at)) at += length;
  return at === 0 ? text : text.slice(at);
}

/** Bytes of a space, tab or no-break space (as pages copy spaces; two bytes of UTF-8) at a place; 0: none. */
function blankLength(text: ByteString, at: number): number {
  const code = text.charCodeAt(at);
  if (code === 0x20 || code === 0x09) return 1;
  return code === 0xc2 && text.charCodeAt(at + 1) === 0xa0 ? 2 : 0;
}
