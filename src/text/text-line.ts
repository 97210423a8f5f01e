import type { ByteString } from '../bytes/byte-string.ts';

/** A line of a text. */
export interface TextLine {
  /** Without its line end. */
  readonly text: ByteString;
  /** The line end; empty for a last line without one. */
  readonly ending: '' | '\n' | '\r\n';
  /** Number of the line in the text, from 1. */
  readonly number: number;
}

/** Who says a line of a conversation; null where only the line itself tells. */
export type Speaker = 'client' | 'server' | null;

/** A line of an HTTP conversation, freed of what a tool put before it. */
export interface SpokenLine extends TextLine {
  readonly speaker: Speaker;
  /** Name of the connection within the text: the lines of each are read by themselves. */
  readonly connection: string;
}

/** Cuts a text into its lines. */
export function splitLines(text: ByteString): TextLine[] {
  const lines: TextLine[] = [];
  for (let at = 0; at < text.length; ) {
    const feed = text.indexOf('\n', at);
    const number = lines.length + 1;
    if (feed < 0) {
      lines.push({ text: text.slice(at), ending: '', number });
      break;
    }
    const hasReturn = feed > at && text.charCodeAt(feed - 1) === 0x0d;
    lines.push({
      text: text.slice(at, hasReturn ? feed - 1 : feed),
      ending: hasReturn ? '\r\n' : '\n',
      number,
    });
    at = feed + 1;
  }
  return lines;
}

/** Whether a line holds nothing but white space. */
export function isBlank(text: ByteString): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x09 && code !== 0x0d) return false;
  }
  return true;
}

/** Without spaces and tabs at its start. */
export function withoutIndent(text: ByteString): ByteString {
  let at = 0;
  while (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09) at++;
  return at === 0 ? text : text.slice(at);
}
