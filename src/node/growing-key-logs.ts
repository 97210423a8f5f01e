import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { GrowingLog } from '../features/tls/key-log.ts';
import { MAX_KEY_LOG_LINE } from '../features/tls/limits.ts';
import { isSameFile } from './same-file.ts';

/** Most bytes that are read at a time; the lines of a session have some hundred. */
const PIECE_BYTES = 64 * 1024;

const LINE_FEED = 0x0a;
const NOTHING = new Uint8Array(0);

/**
 * Key logs that are written while a capture is read. Reads what was added when it is asked for,
 * within the call: a handshake is gone through packet by packet, and its keys are wanted at one of
 * them. A log may come later, or be begun anew.
 */
export class GrowingKeyLogs implements GrowingLog {
  readonly #files: readonly GrowingFile[];

  constructor(paths: readonly string[]) {
    this.#files = paths.map((path) => new GrowingFile(path));
  }

  added(): Uint8Array {
    const pieces = this.#files.flatMap((file) => file.added());
    return pieces.length === 0 ? NOTHING : Buffer.concat(pieces);
  }
}

class GrowingFile {
  readonly #path: string;
  #known: { readonly dev: bigint; readonly ino: bigint } | null = null;
  /**
   * Bytes up to the end of the last line that was read, and those that the file had when it was
   * looked at last.
   */
  #read = 0;
  #size = 0;
  #hasGivenRest = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** Whole lines; nothing where the file cannot be read: it may be later. */
  added(): readonly Uint8Array[] {
    try {
      const stats = statSync(this.#path, { bigint: true, throwIfNoEntry: false });
      if (stats === undefined || !stats.isFile()) return [];
      const size = Number(stats.size);
      if (this.#known === null || !isSameFile(this.#known, stats) || size < this.#read) {
        this.#known = { dev: stats.dev, ino: stats.ino };
        this.#read = 0;
        this.#size = 0;
      }
      // What has no line feed is a line that is being written, or, where nothing is added to it,
      // the last one of a finished log.
      const isFinished = size === this.#size;
      if (isFinished && (size === this.#read || this.#hasGivenRest)) return [];
      this.#size = size;
      this.#hasGivenRest = isFinished;
      return this.#lines(isFinished);
    } catch {
      return [];
    }
  }

  #lines(isFinished: boolean): readonly Uint8Array[] {
    const pieces: Uint8Array[] = [];
    const file = openSync(this.#path, 'r');
    try {
      for (;;) {
        const piece = Buffer.allocUnsafe(PIECE_BYTES);
        const length = readSync(file, piece, 0, PIECE_BYTES, this.#read);
        const end = piece.subarray(0, length).lastIndexOf(LINE_FEED) + 1;
        // What is longer than any line will not become one.
        const taken = end === 0 && length > MAX_KEY_LOG_LINE ? length : end;
        pieces.push(piece.subarray(0, taken));
        this.#read += taken;
        if (taken > 0) continue;
        // Read again once more has been added to it.
        if (isFinished && length > 0) pieces.push(piece.subarray(0, length), Uint8Array.of(LINE_FEED));
        return pieces;
      }
    } finally {
      closeSync(file);
    }
  }
}
