import type { ByteString } from '../bytes/byte-string.ts';
import type { StreamChunk } from '../stream/stream-chunk.ts';
import { type FrameMap, lineAt } from './head.ts';
import { type GatheredHead, HeadBuffer } from './head-buffer.ts';
import { type HeadOddity, headOddities } from './head-oddities.ts';
import type { HeadScan } from './head-scan.ts';
import type { HeldText } from './held-text.ts';
import { type LengthHeaders, lengthHeaders } from './length-headers.ts';

const NOTHING_ODD: readonly HeadOddity[] = [];

/** A head in the block that it came in. */
type HeadPlace = Pick<HeadScan, 'block' | 'start' | 'end'>;

/**
 * Takes one head after the other out of the chunks of a stream. Nearly every head lies whole in one
 * chunk and is read where it lies; what comes in pieces is gathered first. The fields tell of the
 * last head that was taken, until the next one is, whichever direction that is of.
 */
export class HeadCollector {
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

  /**
   * `scan`: may be that of all directions of a capture, whose heads are taken one after the other.
   */
  constructor(held: HeldText, scan: HeadScan) {
    this.#scan = scan;
    this.#pieces = new HeadBuffer(held);
  }

  /** Bytes gathered of a head whose end is still to come. */
  get gathered(): number {
    return this.#pieces.length;
  }

  /** Where the last head lies in its chunk; null where it was gathered. */
  get place(): HeadPlace | null {
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
   * Takes the bytes from `from` on. Gives where the head ends in the chunk; 0 where the chunk ends
   * before it.
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
    // A line that is cut between the two bytes of its end has its first byte, which is no part of
    // what it says.
    const isCutInEnd = next === end && text.charCodeAt(end - 1) === 0x0d;
    this.firstLineEnd = isCutInEnd ? end - 1 : end;
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
