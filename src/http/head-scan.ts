import { type ByteString, toByteString } from '../bytes/byte-string.ts';
import { lineAt } from './head.ts';
import {
  type LengthHeaders,
  lengthHeaders,
  mayTellLength,
  NO_LENGTH,
  plainLength,
} from './length-headers.ts';

/** First bytes of a chunk in which the first head is looked for: nearly every head ends within them. */
const USUAL_HEAD_BYTES = 768;
/** By so much the next head of a direction may be longer than the one before, and is found at the first look. */
const HEAD_SLACK_BYTES = 24;
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
  /** One of its lines has an odd end or beginning (`headOddities`). */
  mayBeOdd = false;
  /** Offset of the first line that may tell the length of the body, -1 without one; whether there are more of them. */
  #lengthLine = -1;
  #moreLengthLines = false;
  /** Bytes to make text of first: heads of one direction are alike, and what is more of the text would be kept with the head. */
  #window = USUAL_HEAD_BYTES;

  /** Whether the head that starts at `from` ends within the chunk; its length is then that of `text`. */
  run(block: Uint8Array, from: number, end: number): boolean {
    const first = from + this.#window;
    const found =
      this.#walk(toByteString(block, from, Math.min(end, first))) ||
      (end > first && this.#walk(toByteString(block, from, Math.min(end, from + USUAL_HEAD_BYTES)))) ||
      (end > from + USUAL_HEAD_BYTES &&
        this.#walk(toByteString(block, from, Math.min(end, from + LONG_HEAD_BYTES))));
    if (found) this.#window = Math.min(USUAL_HEAD_BYTES, this.text.length + HEAD_SLACK_BYTES);
    return found;
  }

  /** What the head says about the length of its body. */
  lengths(): LengthHeaders {
    if (this.#lengthLine < 0) return NO_LENGTH;
    const contentLength = this.#moreLengthLines ? null : plainLength(this.text, this.#lengthLine);
    return contentLength === null
      ? lengthHeaders(this.text)
      : {
          contentLength,
          badContentLength: false,
          chunked: false,
          otherCoding: false,
          oddCoding: false,
          oddName: false,
        };
  }

  #walk(text: ByteString): boolean {
    this.#lengthLine = -1;
    this.#moreLengthLines = false;
    this.mayBeOdd = false;
    let line = text.indexOf('\n') + 1;
    this.firstLineEnd = lineAt(text, 0).end;
    while (line > 0) {
      if (text.charCodeAt(line - 2) !== 0x0d) this.mayBeOdd = true;
      const first = text.charCodeAt(line);
      // A header's name begins with a letter or a mark: what is no more than a blank ends the head or folds the line before.
      if (first <= 0x20) {
        const end = emptyLineEnd(text, line);
        if (end > 0) {
          this.text = end === text.length ? text : text.slice(0, end);
          if (end !== line + 2) this.mayBeOdd = true;
          return true;
        }
        this.mayBeOdd = true;
      } else if (mayTellLength(text, line)) {
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
