import { type ByteString, standsAt, toByteString, toBytes } from '../bytes/byte-string.ts';
import type { StreamChunk } from '../stream/stream-chunk.ts';
import {
  type FrameMap,
  type HeadOddity,
  headOddities,
  type LengthHeaders,
  lengthHeaders,
  lineAt,
  maySayLengthAt,
  NINTH_LETTER,
  NO_LENGTH,
  plainLengthAt,
} from './head.ts';
import type { BufferedText } from './limits.ts';

/*
 * Heads as they come: `HeadReader` takes them out of the chunks of a stream, `HeadScan` finds the end of one
 * that lies whole in a chunk, `HeadBuffer` gathers one that comes in pieces.
 */

const NOTHING_ODD: readonly HeadOddity[] = [];

/**
 * Takes one head after the other out of the chunks of a stream. Nearly every head lies whole in one chunk and
 * is read where it lies; what comes in pieces is gathered first. The fields are those of the last head that
 * was taken, until the next one is, whichever direction that is of.
 */
export class HeadReader {
  frames: FrameMap = 0;
  /** Length of its first line without the line end. */
  firstLineEnd = 0;
  readonly #scan: HeadScan;
  readonly #pieces: HeadBuffer;
  /** The last head lay whole in its chunk: `#scan` knows it until another one is scanned. */
  #scanned = false;
  /** The last head, where it was gathered. */
  #text: ByteString = '';
  /** Of the gathered pieces: bytes other than CR in the current line, and lines so far. */
  #lineLength = 0;
  #lines = 0;

  /** `scan`: may be that of all directions of a capture, whose heads are taken one after the other. */
  constructor(buffered: BufferedText, scan: HeadScan) {
    this.#scan = scan;
    this.#pieces = new HeadBuffer(buffered);
  }

  /** Bytes gathered of a head whose end is still to come. */
  get gathered(): number {
    return this.#pieces.length;
  }

  /** What found the last head in its chunk; null where it was gathered. */
  get place(): HeadScan | null {
    return this.#scanned ? this.#scan : null;
  }

  get text(): ByteString {
    return this.#scanned ? this.#scan.text() : this.#text;
  }

  /** The first line of what is gathered; null while it has no end. */
  firstLine(): ByteString | null {
    return this.#lines === 0 ? null : this.#pieces.firstLine();
  }

  /**
   * Takes the bytes from `from` on. Gives where the head ends in the chunk; 0 where the chunk ends before it.
   */
  push(chunk: StreamChunk, from: number): number {
    const { block, end, frame } = chunk;
    if (this.#pieces.length === 0) {
      if (this.#scan.run(block, from, end)) {
        this.#scanned = true;
        this.firstLineEnd = this.#scan.firstLineEnd;
        this.frames = frame;
        return this.#scan.end;
      }
      this.#lineLength = 0;
      this.#lines = 0;
    }
    const to = this.#endOfPieces(block, from, end);
    this.#pieces.append(block, from, to === 0 ? end : to, frame);
    if (to > 0) this.take();
    return to;
  }

  /** What is gathered, with its frames. */
  peek(): GatheredHead {
    return this.#pieces.peek();
  }

  /** Takes what is gathered for the head, though its end is missing. */
  take(): void {
    const { text, frames } = this.#pieces.take();
    this.#scanned = false;
    this.#text = text;
    this.frames = frames;
    const { end, next } = lineAt(text, 0);
    // A line that is cut between the two bytes of its end has its first byte, which is no part of what it
    // says.
    const isCutInEnd = next === end && text.charCodeAt(end - 1) === 0x0d;
    this.firstLineEnd = isCutInEnd ? end - 1 : end;
  }

  /** The last head has been read: a connection that waits for the next one keeps no text of it. */
  drop(): void {
    this.#text = '';
  }

  /** What the last head says about the length of its body; overwritten with the next head. */
  lengths(): LengthHeaders {
    return this.#scanned ? this.#scan.lengths() : lengthHeaders(this.#text);
  }

  /** What of the last head's lines may be read in two ways. */
  oddities(): readonly HeadOddity[] {
    return this.#scanned && !this.#scan.mayBeOdd ? NOTHING_ODD : headOddities(this.text);
  }

  #endOfPieces(block: Uint8Array, from: number, end: number): number {
    let line = this.#lineLength;
    for (let at = from; at < end; at++) {
      const byte = block[at];
      if (byte === 0x0a) {
        if (line === 0) return at + 1;
        line = 0;
        this.#lines++;
      } else if (byte !== 0x0d) {
        line++;
      }
    }
    this.#lineLength = line;
    return 0;
  }
}

const NOTHING = new Uint8Array(0);

/**
 * Finds the end of a head that lies whole in a chunk. It runs for every message of a capture, so it makes no
 * text: it looks once at each byte, and on its way notes the lines that may say how long the body is. What is
 * found is kept in the fields, for the next head to overwrite, and holds as long as the block does.
 */
export class HeadScan {
  readonly #feeds = new LineFeeds();
  block: Uint8Array = NOTHING;
  /** The head is `block[start]` up to, not including, `block[end]`: its empty line is part of it. */
  start = 0;
  end = 0;
  /** Length of the first line without its line end. */
  firstLineEnd = 0;
  /** One of its lines has an odd end or beginning (`headOddities`). */
  mayBeOdd = false;
  /** Which names its lines may begin with: see `mayHaveName`. */
  names = 0;
  /** See `authorizationIn`. */
  authorization = -1;
  /** Given for the usual head, with its length. */
  readonly #plain: LengthHeaders & { contentLength: number | null } = { ...NO_LENGTH };
  /**
   * Where in the block the first line is that may say how long the body is, -1 without one; whether there are
   * more of them.
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
    this.authorization = -1;
    let names = 0;
    const feeds = this.#feeds;
    feeds.of(block);
    for (let at = feeds.next(from, to); at >= 0; at = feeds.next(at + 1, to)) {
      const isBare = at === from || block[at - 1] !== 0x0d;
      if (isBare) this.mayBeOdd = true;
      if (this.firstLineEnd < 0) this.firstLineEnd = (isBare ? at : at - 1) - from;
      const line = at + 1;
      if (line >= to) return false;
      // A header's name begins with a letter or a mark: what is no more than a blank ends the head or folds
      // the line before.
      const first = block[line] ?? 0;
      if (first <= 0x20) {
        const end = emptyLineEnd(block, line, to);
        if (end > 0) {
          this.end = end;
          this.names = names;
          if (end !== line + 2) this.mayBeOdd = true;
          return true;
        }
        this.mayBeOdd = true;
        continue;
      }
      names |= 1 << (first + (block[line + NINTH_LETTER] ?? 0));
      if ((first | 0x20) === LETTER_A) {
        const isFirst = this.authorization < 0 && standsAt(AUTHORIZATION, block, line + 1);
        if (isFirst) this.authorization = line + 1 + AUTHORIZATION.length - from;
      } else if (maySayLengthAt(block, line)) {
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

/** Where the line at `line` ends if it is empty, else 0. Carriage returns alone make a line no less empty. */
function emptyLineEnd(block: Uint8Array, line: number, to: number): number {
  let at = line;
  while (at < to && block[at] === 0x0d) at++;
  return at < to && block[at] === 0x0a ? at + 1 : 0;
}

const LETTER_A = 0x61;
const AUTHORIZATION = toBytes('uthorization:');

const LINE_FEED = 0x0a;
/** A line feed in each byte of a word. */
const LINE_FEEDS = 0x0a0a0a0a;
/** Whether the first byte of a word is its lowest. */
const IS_LITTLE_ENDIAN = new Uint8Array(new Int32Array([1]).buffer)[0] === 1;

/**
 * Finds line feeds in a block, four bytes at a time: a loop over single bytes takes three times as long, and
 * is most of what it costs to find heads. The first of four bytes that is zero is shown by the lowest borrow
 * that a subtraction leaves in them.
 */
class LineFeeds {
  #block: Uint8Array = new Uint8Array(0);
  /** The memory that the block is part of, from its first byte on. */
  #words: Int32Array = new Int32Array(0);
  /** Where the block begins in it. */
  #offset = 0;

  of(block: Uint8Array): void {
    if (block === this.#block) return;
    const { buffer, byteOffset } = block;
    if (buffer !== this.#words.buffer) this.#words = new Int32Array(buffer, 0, buffer.byteLength >> 2);
    this.#offset = byteOffset;
    this.#block = block;
  }

  /** Where the first line feed from `from` on stands, before `to`; -1 without one. */
  next(from: number, to: number): number {
    const words = this.#words;
    const offset = this.#offset;
    const end = (to + offset) >> 2;
    let word = (from + offset) >> 2;
    // Of the first word, what stands before `from` is made something else.
    let rest = ((words[word] ?? 0) ^ LINE_FEEDS) | ((1 << (((from + offset) & 3) << 3)) - 1);
    for (; word < end && IS_LITTLE_ENDIAN; rest = (words[++word] ?? 0) ^ LINE_FEEDS) {
      const found = (rest - 0x01010101) & ~rest & 0x80808080;
      if (found !== 0) return (word << 2) - offset + ((32 - Math.clz32(~found & (found - 1))) >> 3);
    }
    const block = this.#block;
    for (let at = Math.max(from, (word << 2) - offset); at < to; at++) if (block[at] === LINE_FEED) return at;
    return -1;
  }
}

const INITIAL_BYTES = 1024;

/** What there is of a head, and which frame brought what of it. */
export interface GatheredHead {
  readonly bytes: Uint8Array;
  readonly frames: readonly number[];
}

/** Bytes of a head that comes in several pieces, and which frame brought each piece. */
export class HeadBuffer {
  #bytes = NOTHING;
  #length = 0;
  #frames: number[] = [];
  readonly #buffered: BufferedText;

  constructor(buffered: BufferedText) {
    this.#buffered = buffered;
  }

  get length(): number {
    return this.#length;
  }

  append(block: Uint8Array, start: number, end: number, frame: number): void {
    if (end <= start) return;
    const needed = this.#length + (end - start);
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(INITIAL_BYTES, needed, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#bytes.set(block.subarray(start, end), this.#length);
    if (this.#frames[this.#frames.length - 1] !== frame) this.#frames.push(this.#length, frame);
    this.#buffered.bytes += end - start;
    this.#length = needed;
  }

  /** The first line without its line end; null while it has no end. */
  firstLine(): ByteString | null {
    const feed = this.#bytes.subarray(0, this.#length).indexOf(0x0a);
    if (feed < 0) return null;
    return toByteString(this.#bytes, 0, feed > 0 && this.#bytes[feed - 1] === 0x0d ? feed - 1 : feed);
  }

  /**
   * Everything so far, with its frames: a view, to be looked at at once. Whoever sends a byte of a long head
   * again and again must not make work for all of it.
   */
  peek(): GatheredHead {
    return { bytes: this.#bytes.subarray(0, this.#length), frames: this.#frames };
  }

  /** Everything so far as text; the buffer is empty afterwards. */
  take(): { readonly text: ByteString; readonly frames: readonly number[] } {
    const taken = { text: toByteString(this.#bytes, 0, this.#length), frames: this.#frames };
    this.#buffered.bytes -= this.#length;
    this.#length = 0;
    this.#frames = [];
    this.#bytes = NOTHING;
    return taken;
  }
}
