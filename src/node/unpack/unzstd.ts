import type { Transform } from 'node:stream';
import { Decompressor } from './decompressor.ts';
import type { UnpackedOutput } from './unpacked-output.ts';
import type { Unpacker } from './unpacker.ts';
import { ZstdFrames } from './zstd-frames.ts';

/** Unpacks Zstandard (RFC 8878), each frame with a decompressor of its own. */
export class Unzstd implements Unpacker {
  readonly #output: UnpackedOutput;
  readonly #source: () => Transform;
  readonly #frames = new ZstdFrames();
  #decompressor: Decompressor | null = null;
  #hasFailed = false;

  constructor(output: UnpackedOutput, source: () => Transform) {
    this.#output = output;
    this.#source = source;
  }

  async write(block: Uint8Array): Promise<boolean> {
    for (const { bytes, last } of this.#frames.pieces(block)) {
      this.#decompressor ??= new Decompressor(this.#source(), this.#output.take);
      const isGood =
        (await this.#decompressor.write(Buffer.from(bytes))) && (!last || (await this.#decompressor.end()));
      if (!isGood) return this.#fail();
      if (!last) continue;
      this.#decompressor.close();
      this.#decompressor = null;
    }
    return this.#frames.isDamaged ? this.#fail() : true;
  }

  async end(): Promise<void> {
    if (this.#hasFailed || !this.#frames.isWithin) return;
    await this.#decompressor?.end();
    this.#output.notice('truncated-zstd');
  }

  close(): void {
    this.#decompressor?.close();
  }

  #fail(): false {
    this.#hasFailed = true;
    this.#output.notice('damaged-zstd');
    return false;
  }
}
