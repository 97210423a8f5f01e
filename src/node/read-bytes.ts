import { closeSync, fstatSync, openSync, promises, read, readSync, statfsSync, statSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { ReadControl } from '../run/input.ts';
import { type ByteReader, type ReadOutcome, unpackBytes } from '../run/read-bytes.ts';
import { Turns } from './builtins.ts';
import { fileError, zstdLack } from './files.ts';
import type { ZstdSource } from './unpack.ts';

/** Size of a read, in bytes: large enough to cost little, small enough for the processor's cache. */
const BLOCK_BYTES = 1024 * 1024;
/** The same for a file, of which a read costs less. */
const FILE_BLOCK_BYTES = 512 * 1024;
/** Of a file that is smaller than this, which needs no more. */
const LEAST_BLOCK_BYTES = 64 * 1024;
/** The block of the small file before: of thousands, each would leave one to the garbage collector. */
let spare: Uint8Array | null = null;
/** Blocks of a file between two looks at what else there is to do. */
const BLOCKS_AT_A_TIME = 2;

export interface ReadOptions extends ReadControl {
  /** In the place of what this Node has. */
  readonly zstd?: ZstdSource;
}

/** Reads a file in large blocks; unpacks gzip and zstd, recognized by content. */
export async function readFile(
  path: string,
  reader: ByteReader,
  options: ReadOptions = {},
): Promise<ReadOutcome> {
  try {
    if (isAborted(options.signal)) return { kind: 'interrupted' };
    // Asked of the path: to open a pipe may take as long as nobody writes to it.
    if (statSync(path).isFile()) return await readPlainFile(path, reader, options);
    const file = await openUnlessStopped(path, options.signal);
    if (file === null) return { kind: 'interrupted' };
    try {
      return await readPipe(file, reader, options);
    } finally {
      await closeUnlessStopped(file, options.signal);
    }
  } catch (error) {
    return failure(error);
  }
}

/**
 * A file of the system is opened, read and closed at once: in another thread, and with the wait for its
 * answer, each of the three takes several times as long, which is most of what a small capture takes. A
 * thread that ends while a file is being closed takes the process with it.
 */
async function readPlainFile(path: string, reader: ByteReader, options: ReadOptions): Promise<ReadOutcome> {
  const isRemote = isOnRemote(path);
  const file = openSync(path, 'r');
  let isStuck = false;
  try {
    const before = fstatSync(file);
    const source = new FileReads(file, before.size, isRemote, options.signal);
    const outcome = await unpackWithNode(source.blocks(), reader, options);
    if (outcome.kind === 'end' && source.isOver) {
      const after = fstatSync(file);
      if (after.size < before.size || source.bytes < before.size) {
        reader.notice('file-shrank', source.bytes);
      } else if (after.size > before.size) reader.notice('file-grew', source.bytes);
    }
    isStuck = source.isStuck;
    return outcome;
  } finally {
    // to close what is still being read would wait for it
    if (!isStuck) closeSync(file);
  }
}

/**
 * Types of file systems (of Linux) whose files another machine or another program gives: NFS, SMB and CIFS,
 * FUSE, 9P, Ceph, Lustre, AFS. A read may never be answered, nor a signal in the same thread.
 */
const REMOTE_TYPES: ReadonlySet<number> = new Set([
  0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x65735546, 0x01021997, 0x00c36400, 0x0bd00bd0, 0x5346414f,
]);

/** Whether a file is on such a file system. Errors are thrown. */
export function isOnRemote(path: string): boolean {
  return process.platform === 'linux' && REMOTE_TYPES.has(statfsSync(path).type);
}

/** Reads a pipe that was opened by its name to its end. Errors of the file system are thrown. */
export function readPipe(file: FileHandle, reader: ByteReader, options: ReadOptions): Promise<ReadOutcome> {
  return unpackWithNode(blocksOfPipe(file, options.signal), reader, options);
}

/** Reads a pipe, in the pieces that it gives. `source`: the pieces, where some were taken before. */
export async function readStream(
  stream: Readable,
  reader: ByteReader,
  options: ReadOptions = {},
  source: AsyncIterable<Uint8Array> = stream,
): Promise<ReadOutcome> {
  const { signal } = options;
  // A signal that is aborted already sends no event.
  if (isAborted(signal)) return { kind: 'interrupted' };
  const stop = () => stream.destroy();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await unpackWithNode(source, reader, options);
  } catch (error) {
    return isAborted(signal) ? { kind: 'interrupted' } : failure(error);
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

/** The file; null where the signal came first: the opening of a pipe waits for one who writes to it. */
export async function openUnlessStopped(
  path: string,
  signal: AbortSignal | undefined,
): Promise<FileHandle | null> {
  const opening = promises.open(path, 'r');
  const file = await unlessStopped(opening, signal);
  if (file === null) {
    opening.then(
      (late) => late.close(),
      () => {},
    );
  }
  return file;
}

/** Closes the file, which waits for pending reads: after the signal perhaps for ever, so nobody waits. */
export async function closeUnlessStopped(file: FileHandle, signal: AbortSignal | undefined): Promise<void> {
  const closing = file.close();
  if (isAborted(signal)) closing.catch(() => {});
  else await closing;
}

/** What is waited for; null where the signal came first, or has come. */
export async function unlessStopped<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T | null> {
  if (signal === undefined) return work;
  let stop = (): void => {};
  const stopped = new Promise<null>((resolve) => {
    stop = () => resolve(null);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    if (signal.aborted) work.catch(() => {});
    return signal.aborted ? null : await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The blocks of a file. The system reads ahead of this thread; another thread would take twice as long. */
class FileReads {
  readonly #file: number;
  readonly #size: number;
  readonly #signal: AbortSignal | undefined;
  /** Read up to now. */
  bytes = 0;
  /** The end of the file was met. */
  isOver = false;
  /** The signal came while a read had no answer. */
  isStuck = false;
  readonly #isRemote: boolean;

  constructor(file: number, size: number, isRemote: boolean, signal: AbortSignal | undefined) {
    this.#file = file;
    this.#size = size;
    this.#isRemote = isRemote;
    this.#signal = signal;
  }

  async *blocks(): AsyncGenerator<Uint8Array> {
    const length = Math.min(FILE_BLOCK_BYTES, Math.max(LEAST_BLOCK_BYTES, this.#size));
    const isSmall = length === LEAST_BLOCK_BYTES;
    const block = (isSmall ? spare : null) ?? new Uint8Array(length);
    if (isSmall) spare = null;
    try {
      yield* this.#blocksIn(block);
    } finally {
      if (isSmall && !this.isStuck) spare = block;
    }
  }

  async *#blocksIn(block: Uint8Array): AsyncGenerator<Uint8Array> {
    const turns = new Turns();
    let { length } = block;
    for (let reads = 1; ; reads++) {
      const bytesRead = this.#isRemote
        ? await unlessStopped(this.#inAnotherThread(block), this.#signal)
        : readSync(this.#file, block, 0, length, null);
      if (bytesRead === null) {
        this.isStuck = true;
        return;
      }
      this.isOver = bytesRead === 0;
      if (bytesRead === 0) return;
      this.bytes += bytesRead;
      yield block.subarray(0, bytesRead);
      const isSlow = turns.isOver;
      // where much of a block fails, it takes seconds
      length = isSlow ? Math.max(LEAST_BLOCK_BYTES, length / 2) : Math.min(block.length, length * 2);
      if (isSlow || reads % BLOCKS_AT_A_TIME === 0) await turns.next();
      if (isAborted(this.#signal)) return;
    }
  }

  #inAnotherThread(block: Uint8Array): Promise<number> {
    return new Promise((resolve, reject) => {
      read(this.#file, block, 0, block.length, null, (error, bytesRead) => {
        if (error === null) resolve(bytesRead);
        else reject(error);
      });
    });
  }
}

/** The blocks of a pipe: the next one is read while this one is worked on. */
async function* blocksOfPipe(file: FileHandle, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  let current = new Uint8Array(BLOCK_BYTES);
  let next = new Uint8Array(BLOCK_BYTES);
  let reading = file.read(current, 0, BLOCK_BYTES);
  for (;;) {
    const read = await unlessStopped(reading, signal);
    if (read === null || read.bytesRead === 0) return;
    reading = file.read(next, 0, BLOCK_BYTES);
    // The read ahead may fail while this block is worked on; its error is met at the next turn.
    reading.catch(() => {});
    yield current.subarray(0, read.bytesRead);
    [current, next] = [next, current];
  }
}

export function unpackWithNode(
  source: AsyncIterable<Uint8Array>,
  reader: ByteReader,
  { zstd, ...control }: ReadOptions,
): Promise<ReadOutcome> {
  return unpackBytes(source, reader, control, async (packing, sink) => {
    const { createUnpacker } = await import('./unpack.ts');
    const unpacker = createUnpacker(packing, sink, control.limits?.unpackedBytes, zstd);
    return unpacker ?? { reason: 'zstd-unsupported', detail: process.version };
  });
}

/** What an error of the file system or of unpacking makes of a reading; any other is ours, and thrown. */
export function failure(error: unknown): ReadOutcome {
  const { kind, detail } = fileError(error);
  if (detail === '') throw error;
  const reason = kind === 'other' ? (zstdLack(detail) ?? 'read-error') : kind;
  return { kind: 'failed', reason, detail };
}
