import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { NoticeCode } from '../bytes/notice.ts';

type GzipNotice = Extract<NoticeCode, 'truncated-gzip' | 'damaged-gzip'>;

/** Size of a read, in bytes: large enough that the cost of a read does not show, small enough for the processor's cache. */
const BLOCK_BYTES = 1024 * 1024;

const GZIP_MAGIC = [0x1f, 0x8b] as const;

/** How a reading ended. */
export type ReadOutcome =
  | { readonly kind: 'end' }
  | { readonly kind: 'interrupted' }
  /** The input could not be opened or read on; `reason` as in `UnreadableInput`. */
  | {
      readonly kind: 'failed';
      readonly reason: 'missing' | 'permission' | 'read-error';
      readonly detail: string;
    };

export interface ByteReader {
  /** The block is valid only during the call. */
  chunk(block: Uint8Array): void;
  /** Something odd about the container, e.g. a gzip file that ends early. */
  notice(code: GzipNotice, offset: number): void;
}

/** Reads a file in large blocks, the next one while this one is worked on; unpacks gzip (RFC 1952) by content. */
export async function readFile(path: string, reader: ByteReader, signal?: AbortSignal): Promise<ReadOutcome> {
  try {
    const file = await open(path, 'r');
    try {
      return await unpack(fileBlocks(file, signal), reader, signal);
    } finally {
      await file.close();
    }
  } catch (error) {
    return failure(error);
  }
}

/** Reads a pipe, in the pieces that it gives. */
export async function readStream(
  stream: Readable,
  reader: ByteReader,
  signal?: AbortSignal,
): Promise<ReadOutcome> {
  // What was aborted before tells it to nobody.
  if (isAborted(signal)) return { kind: 'interrupted' };
  const stop = () => stream.destroy();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await unpack(stream, reader, signal);
  } catch (error) {
    return isAborted(signal) ? { kind: 'interrupted' } : failure(error);
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

async function* fileBlocks(
  file: Awaited<ReturnType<typeof open>>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  let current = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  let next = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  let reading = file.read(current, 0, BLOCK_BYTES);
  for (;;) {
    const { bytesRead } = await reading;
    if (bytesRead === 0 || signal?.aborted === true) return;
    reading = file.read(next, 0, BLOCK_BYTES);
    // The read ahead may fail while this block is worked on; its error is met at the next turn.
    reading.catch(() => {});
    yield current.subarray(0, bytesRead);
    [current, next] = [next, current];
  }
}

async function unpack(
  source: AsyncIterable<Uint8Array>,
  reader: ByteReader,
  signal: AbortSignal | undefined,
): Promise<ReadOutcome> {
  let gunzip: Gunzip | null = null;
  let first = true;
  for await (const block of source) {
    if (first && block[0] === GZIP_MAGIC[0] && block[1] === GZIP_MAGIC[1]) gunzip = new Gunzip(reader);
    first = false;
    if (gunzip === null) reader.chunk(block);
    else if (!(await gunzip.write(block))) break;
    if (signal?.aborted === true) break;
  }
  await gunzip?.end();
  return signal?.aborted === true ? { kind: 'interrupted' } : { kind: 'end' };
}

/** Unpacks gzip block by block; what could be unpacked before damage or an early end is passed on. */
class Gunzip {
  readonly #stream = createGunzip();
  readonly #reader: ByteReader;
  #bytes = 0;
  #ended = false;
  #failed: Promise<void>;
  #hasFailed = false;

  constructor(reader: ByteReader) {
    this.#reader = reader;
    this.#stream.on('data', (block: Uint8Array) => {
      this.#bytes += block.length;
      reader.chunk(block);
    });
    this.#failed = new Promise((resolve) => {
      this.#stream.on('error', () => {
        this.#hasFailed = true;
        resolve();
      });
    });
  }

  /** False when the data is damaged and nothing more can be unpacked. */
  async write(block: Uint8Array): Promise<boolean> {
    // The stream keeps what it is given until it has unpacked it, and the block is used again for the next read.
    const written = new Promise<void>((resolve) => this.#stream.write(Buffer.from(block), () => resolve()));
    await Promise.race([written, this.#failed]);
    return !this.#hasFailed;
  }

  async end(): Promise<void> {
    if (!this.#hasFailed) {
      this.#ended = true;
      const ended = new Promise<void>((resolve) => this.#stream.once('end', () => resolve()));
      this.#stream.end();
      await Promise.race([ended, this.#failed]);
    }
    if (this.#hasFailed) this.#reader.notice(this.#ended ? 'truncated-gzip' : 'damaged-gzip', this.#bytes);
    this.#stream.destroy();
  }
}

/** What an error of the file system makes of a reading; any other error is ours, and thrown. */
export function failure(error: unknown): ReadOutcome {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
      return { kind: 'failed', reason: 'missing', detail: code };
    case 'EACCES':
    case 'EPERM':
      return { kind: 'failed', reason: 'permission', detail: code };
    case '':
      throw error;
    default:
      return { kind: 'failed', reason: 'read-error', detail: code };
  }
}
