import type { Notice, NoticeCode } from '../../bytes/notice.ts';

export type UnpackNotice = Extract<
  NoticeCode,
  'truncated-gzip' | 'damaged-gzip' | 'truncated-zstd' | 'damaged-zstd' | 'limit-unpacked-bytes'
>;

/** Takes what is unpacked. */
export interface UnpackSink {
  /** The block is valid only during the call. */
  chunk(block: Uint8Array): void;
  /**
   * The packed file ends early, is damaged or comes to too much; what could be unpacked was passed
   * on before.
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
