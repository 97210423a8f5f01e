import { hexDigitOf } from '../bytes/hex.ts';
import { MAX_CHUNK_LINE_BYTES, MAX_TRAILER_BYTES } from './limits.ts';

type State = 'size' | 'data' | 'data-end' | 'trailer' | 'done' | 'bad';

/**
 * A chunk size of this and more takes no further digit: it would leave the range of exact numbers.
 * Zeros before it are as many as the line holds.
 */
const MAX_GROWING_SIZE = 16 ** 11;

/**
 * Decodes the chunked transfer coding (RFC 9112 §7.1): sizes with extensions, trailers passed over,
 * bare line feeds accepted. Holds no data; tells where data stands in what it was given.
 */
export class ChunkedBody {
  state: State = 'size';
  /** A line of the framing ended in a line feed alone. */
  bareLf = false;
  /** The last byte of the framing was a carriage return. */
  #afterReturn = false;
  #size = 0;
  #digits = 0;
  #inExtension = false;
  #lineBytes = 0;
  #trailerBytes = 0;

  /**
   * Takes `block[start]` up to `block[end]`; returns where it stopped: at `end`, or after the
   * body's last byte.
   */
  push(block: Uint8Array, start: number, end: number, onData: (start: number, end: number) => void): number {
    let at = start;
    while (at < end && this.state !== 'done' && this.state !== 'bad') {
      if (this.state === 'data') {
        const stop = Math.min(end, at + this.#size);
        onData(at, stop);
        this.#size -= stop - at;
        at = stop;
        if (this.#size === 0) this.state = 'data-end';
        continue;
      }
      this.#byte(block[at] ?? 0);
      at++;
    }
    return at;
  }

  /**
   * Steps over missing bytes where they lie within the data of one chunk; false when the framing is
   * lost.
   */
  skip(length: number): boolean {
    if (this.state !== 'data' || length > this.#size) return false;
    this.#size -= length;
    if (this.#size === 0) this.state = 'data-end';
    return true;
  }

  #byte(code: number): void {
    if (code === 0x0a && !this.#afterReturn) this.bareLf = true;
    this.#afterReturn = code === 0x0d;
    switch (this.state) {
      case 'size':
        this.#sizeByte(code);
        return;
      case 'data-end':
        if (code === 0x0a) this.#startLine('size');
        else if (code !== 0x0d) this.state = 'bad';
        return;
      case 'trailer':
        if (++this.#trailerBytes > MAX_TRAILER_BYTES) this.state = 'bad';
        else if (code === 0x0a) {
          if (this.#lineBytes === 0) this.state = 'done';
          this.#lineBytes = 0;
        } else if (code !== 0x0d) this.#lineBytes++;
        return;
      case 'data':
      case 'done':
      case 'bad':
        return;
    }
  }

  #sizeByte(code: number): void {
    if (code === 0x0a) {
      if (this.#digits === 0) this.state = 'bad';
      else if (this.#size === 0) this.#startLine('trailer');
      else this.state = 'data';
      return;
    }
    if (++this.#lineBytes > MAX_CHUNK_LINE_BYTES) {
      this.state = 'bad';
      return;
    }
    if (this.#inExtension || code === 0x0d) return;
    const digit = hexDigitOf(code);
    if (digit >= 0 && this.#size < MAX_GROWING_SIZE) {
      this.#size = this.#size * 16 + digit;
      this.#digits++;
    } else if (this.#digits > 0 && (code === 0x3b || code === 0x20 || code === 0x09)) {
      this.#inExtension = true;
    } else {
      this.state = 'bad';
    }
  }

  #startLine(state: 'size' | 'trailer'): void {
    this.state = state;
    this.#size = 0;
    this.#digits = 0;
    this.#lineBytes = 0;
    this.#inExtension = false;
  }
}
