import { type ByteString, toByteString } from '../bytes/byte-string.ts';
import { lineAt } from './head.ts';
import {
  type LengthHeaders,
  lengthHeaders,
  mayTellLength,
  NO_LENGTH,
  plainLength,
} from './length-headers.ts';

/** First bytes of a chunk that are looked at for a head: nearly every head ends within them. */
const USUAL_HEAD_BYTES = 768;
/** Longer heads are looked for in so many bytes. */
const LONG_HEAD_BYTES = 64 * 1024;

/**
 * Takes a head that lies whole in a chunk. It runs for every message of a capture. The bytes are made text at once and the text
 * is walked line by line: the runtime finds a line feed in a text an order of magnitude faster than a loop over the bytes does,
 * and the text is needed anyway. What is found is kept in the fields, for the next head to overwrite: nothing else is allocated.
 */
export class HeadScan {
  /** The head, up to and including the empty line. */
  text: ByteString = '';
  /** Length of the first line without its line end. */
  firstLineEnd = 0;
  /** Offset of the first line that may tell the length of the body, -1 without one; whether there are more of them. */
  #lengthLine = -1;
  #moreLengthLines = false;

  /** Whether the head that starts at `from` ends within the chunk; its length is then that of `text`. */
  run(block: Uint8Array, from: number, end: number): boolean {
    const usual = from + USUAL_HEAD_BYTES;
    if (this.#walk(toByteString(block, from, Math.min(end, usual)))) return true;
    return end > usual && this.#walk(toByteString(block, from, Math.min(end, from + LONG_HEAD_BYTES)));
  }

  /** What the head says about the length of its body. */
  lengths(): LengthHeaders {
    if (this.#lengthLine < 0) return NO_LENGTH;
    const contentLength = this.#moreLengthLines ? null : plainLength(this.text, this.#lengthLine);
    return contentLength === null
      ? lengthHeaders(this.text)
      : { contentLength, badContentLength: false, chunked: false, otherCoding: false };
  }

  #walk(text: ByteString): boolean {
    this.#lengthLine = -1;
    this.#moreLengthLines = false;
    let line = text.indexOf('\n') + 1;
    this.firstLineEnd = lineAt(text, 0).end;
    while (line > 0) {
      const end = emptyLineEnd(text, line);
      if (end > 0) {
        this.text = end === text.length ? text : text.slice(0, end);
        return true;
      }
      if (mayTellLength(text, line)) {
        if (this.#lengthLine < 0) this.#lengthLine = line;
        else this.#moreLengthLines = true;
      }
      line = text.indexOf('\n', line) + 1;
    }
    return false;
  }
}

/** Where the line at `line` ends if it is empty, else 0. Carriage returns alone make a line no less empty. */
function emptyLineEnd(text: ByteString, line: number): number {
  let at = line;
  while (text.charCodeAt(at) === 0x0d) at++;
  return text.charCodeAt(at) === 0x0a ? at + 1 : 0;
}
