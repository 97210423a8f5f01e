import type { Notice, NoticeCode } from '../../engine/bytes/notice.ts';
import type { InputFailureReason } from '../../engine/results.ts';

/** Unpacks one file, which it is given block by block. */
export interface Unpacker {
  /** False when nothing more can or is to be unpacked. Rejects with what the decompressor cannot do. */
  write(block: Uint8Array): Promise<boolean>;
  /** The file is over. */
  end(): Promise<void>;
  /** Lets go of everything, whether the file is over or not. */
  close(): void;
}

export type UnpackNotice = Extract<
  NoticeCode,
  'truncated-gzip' | 'damaged-gzip' | 'truncated-zstd' | 'damaged-zstd' | 'limit-unpacked-bytes'
>;

/** Takes what is unpacked. */
export interface UnpackSink {
  /** The block is valid only during the call. */
  chunk(block: Uint8Array): void;
  /**
   * The packed file ends early, is damaged or comes to too much; what could be unpacked was passed on before.
   */
  notice(code: UnpackNotice, offset: number, args?: Notice['args']): void;
  /** Nothing more is wanted. */
  isOver?(): boolean;
}

/** Passes on what is unpacked, up to a limit: a small file can come to any size. */
export class UnpackedOutput {
  readonly #sink: UnpackSink;
  readonly #limit: number;
  #offset = 0;
  isFull = false;

  constructor(sink: UnpackSink, limit: number) {
    this.#sink = sink;
    this.#limit = limit;
  }

  /** False when no more is wanted. */
  readonly take = (block: Uint8Array): boolean => {
    if (this.isFull) return false;
    const room = this.#limit - this.#offset;
    const taken = block.length <= room ? block : block.subarray(0, room);
    this.#offset += taken.length;
    if (taken.length > 0) this.#sink.chunk(taken);
    if (this.#sink.isOver?.() === true) {
      this.isFull = true;
      return false;
    }
    if (taken.length === block.length) return true;
    this.isFull = true;
    this.#sink.notice('limit-unpacked-bytes', this.#offset, { limit: this.#limit });
    return false;
  };

  notice(code: UnpackNotice): void {
    if (!this.isFull) this.#sink.notice(code, this.#offset);
  }
}

/** A stream of packed data of one kind, unpacked step by step. */
export interface PackedStream {
  /** Bytes of what was written that are part of it: what is packed may end before they do. */
  readonly used: number;
  /** What is packed is over; what was written behind it was not used. */
  readonly hasEnded: boolean;
  /**
   * False where the data is damaged, or no more is wanted. The bytes must be nobody else's: the stream keeps
   * them until it has unpacked them.
   */
  write(bytes: Uint8Array): Promise<boolean>;
  end(): Promise<boolean>;
  /** Passes on what waits for it. */
  passOn(): void;
  close(): void;
}

/** Makes a stream whose output goes to `take`, which gives false when no more is wanted. */
export type OpenPacked = (take: (block: Uint8Array) => boolean) => PackedStream;

/**
 * What a file packed with Zstandard needs and Node has not: a window beyond 128 MiB (`zstd --long=31`), or a
 * dictionary.
 */
export type ZstdLack = Extract<InputFailureReason, 'zstd-window' | 'zstd-dictionary'>;
