import { type ByteString, toByteString } from '../bytes/byte-string.ts';
import {
  type LengthHeaders,
  lengthHeaders,
  mayTellLengthAt,
  NO_LENGTH,
  plainLengthAt,
} from './length-headers.ts';
import { LineFeeds } from './line-feeds.ts';

const NOTHING = new Uint8Array(0);

/**
 * Finds the end of a head that lies whole in a chunk. It runs for every message of a capture, so it
 * makes no text: it looks once at each byte, and on its way notes the lines that may tell the
 * length of the body. What is found is kept in the fields, for the next head to overwrite, and
 * holds as long as the block does.
 */
export class HeadScan {
  readonly #feeds = new LineFeeds();
  block: Uint8Array = NOTHING;
  /**
   * The head is `block[start]` up to, not including, `block[end]`: its empty line is part of it.
   */
  start = 0;
  end = 0;
  /** Length of the first line without its line end. */
  firstLineEnd = 0;
  /** One of its lines has an odd end or beginning (`headOddities`). */
  mayBeOdd = false;
  /** Given for the usual head, with its length. */
  readonly #plain: LengthHeaders & { contentLength: number | null } = { ...NO_LENGTH };
  /**
   * Where in the block the first line is that may tell the length of the body, -1 without one;
   * whether there are more of them.
   */
  #lengthLine = -1;
  #moreLengthLines = false;

  /** Whether the head that starts at `from` ends before `to`. */
  run(block: Uint8Array, from: number, to: number): boolean {
    if (this.block !== block) this.block = block;
    this.start = from;
    this.firstLineEnd = -1;
    this.#lengthLine = -1;
    this.#moreLengthLines = false;
    this.mayBeOdd = false;
    const feeds = this.#feeds;
    feeds.of(block);
    for (let at = feeds.next(from, to); at >= 0; at = feeds.next(at + 1, to)) {
      const isBare = at === from || block[at - 1] !== 0x0d;
      if (isBare) this.mayBeOdd = true;
      if (this.firstLineEnd < 0) this.firstLineEnd = (isBare ? at : at - 1) - from;
      const line = at + 1;
      if (line >= to) return false;
      // A header's name begins with a letter or a mark: what is no more than a blank ends the head
      // or folds the line before.
      if ((block[line] ?? 0) <= 0x20) {
        const end = emptyLineEnd(block, line, to);
        if (end > 0) {
          this.end = end;
          if (end !== line + 2) this.mayBeOdd = true;
          return true;
        }
        this.mayBeOdd = true;
      } else if (mayTellLengthAt(block, line)) {
        if (this.#lengthLine < 0) this.#lengthLine = line;
        else this.#moreLengthLines = true;
      }
    }
    return false;
  }

  text(): ByteString {
    return toByteString(this.block, this.start, this.end);
  }

  /** What the head says about the length of its body; overwritten with the next head. */
  lengths(): LengthHeaders {
    if (this.#lengthLine < 0) return NO_LENGTH;
    const plain = this.#moreLengthLines
      ? null
      : plainLengthAt(this.block, this.#lengthLine, this.end, this.#plain);
    return plain ?? lengthHeaders(this.text());
  }
}

/**
 * Where the line at `line` ends if it is empty, else 0. Carriage returns alone make a line no less
 * empty.
 */
function emptyLineEnd(block: Uint8Array, line: number, to: number): number {
  let at = line;
  while (at < to && block[at] === 0x0d) at++;
  return at < to && block[at] === 0x0a ? at + 1 : 0;
}
