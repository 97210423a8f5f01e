import {
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  openSync,
  promises,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { errorCode, fail, ok, type Result } from '../engine/bytes/result.ts';
import type { InputFailureReason } from '../engine/results.ts';
import type { ZstdLack } from '../run/unpack.ts';
import { nodeCrypto } from './builtins.ts';

/* Files as the system and people name them: errors, identity, modes; and small files read whole. */

/** What a system error says of a path. `detail`: the system's name for it, empty for any other error. */
interface FileError {
  readonly kind: 'missing' | 'permission' | 'other';
  readonly detail: string;
}

/** A path below a file leads nowhere, as one below a folder that is not there does. */
export function fileError(error: unknown): FileError {
  const detail = errorCode(error);
  return { kind: ERROR_KINDS.get(detail) ?? 'other', detail };
}

const ERROR_KINDS: ReadonlyMap<string, FileError['kind']> = new Map([
  ['ENOENT', 'missing'],
  ['ENOTDIR', 'missing'],
  ['EACCES', 'permission'],
  ['EPERM', 'permission'],
]);

/** What the decompressor lacks, by the code of its error; null for every other error, as of damaged data. */
export function zstdLack(code: string): ZstdLack | null {
  if (code === 'ZSTD_error_frameParameter_windowTooLarge') return 'zstd-window';
  return code === 'ZSTD_error_dictionary_wrong' ? 'zstd-dictionary' : null;
}

/**
 * The numbers by which a file system knows a file. They are asked for as `bigint`: on Windows that of a file
 * fills 64 bits, the upper ones counting how often its place was given away, so that as a `number` files made
 * one after the other have the same.
 */
interface FileNumbers {
  readonly dev: bigint;
  readonly ino: bigint;
}

export function isSameFile(one: FileNumbers, other: FileNumbers): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}

/** What Node.js puts in the place of bytes that are not UTF-8, in names of files as on command lines. */
const REPLACEMENT = '\ufffd';

/**
 * Why a path could not be read: one in which bytes were replaced leads nowhere, although the file is there
 * under its own name (that of a folder unpacked from a ZIP file with names in GBK, for instance).
 */
export function reasonOfPath(path: string, reason: InputFailureReason): InputFailureReason {
  return reason === 'missing' && path.includes(REPLACEMENT) ? 'name-not-utf8' : reason;
}

/** Bits that let the group or others read a file. */
const READ_BY_OTHERS = 0o044;

/** Mode bits of a file that others may read; null if they may not, for no file, and on Windows. */
export async function modeOpenToOthers(
  path: string,
  platform: string = process.platform,
): Promise<number | null> {
  if (platform === 'win32') return null;
  try {
    const facts = await promises.stat(path);
    return facts.isFile() && (facts.mode & READ_BY_OTHERS) !== 0 ? facts.mode & 0o777 : null;
  } catch {
    return null;
  }
}

type SmallFileFault =
  | { readonly code: 'missing' | 'permission' | 'folder' | 'too-big' }
  | { readonly code: 'read-error'; readonly detail: string };

/** Size of a read, in bytes. */
const PIECE_BYTES = 64 * 1024;

/** A file of `limit` bytes at most, pipe or device too: their size does not say how much they give. */
export async function readSmallFile(
  path: string,
  limit: number,
): Promise<Result<Uint8Array, SmallFileFault>> {
  try {
    const facts = statSync(path);
    if (facts.isDirectory()) return fail({ code: 'folder' });
    if (facts.size > limit) return fail({ code: 'too-big' });
    // In this thread, as a capture is (read-bytes.ts); what may be waited for is read in others.
    const apart = facts.isFile() ? null : await promises.open(path, 'r');
    const handle = apart?.fd ?? openSync(path, 'r');
    try {
      return await readBytes(apart ?? handle, limit);
    } finally {
      if (apart === null) closeSync(handle);
      else await apart.close();
    }
  } catch (error) {
    const { kind, detail } = fileError(error);
    return fail(kind === 'other' ? { code: 'read-error', detail } : { code: kind });
  }
}

/** Reads on where the file stands: pipes have no places. Each read goes on in the piece not yet filled. */
async function readBytes(
  file: FileHandle | number,
  limit: number,
): Promise<Result<Uint8Array, SmallFileFault>> {
  const pieces: Uint8Array[] = [];
  let piece = new Uint8Array(PIECE_BYTES);
  let filled = 0;
  for (let length = 0; length <= limit; ) {
    const room = PIECE_BYTES - filled;
    const bytesRead =
      typeof file === 'number'
        ? readSync(file, piece, filled, room, null)
        : (await file.read(piece, filled, room, null)).bytesRead;
    if (bytesRead === 0) return ok(Buffer.concat([...pieces, piece.subarray(0, filled)]));
    length += bytesRead;
    filled += bytesRead;
    if (filled < PIECE_BYTES) continue;
    pieces.push(piece);
    piece = new Uint8Array(PIECE_BYTES);
    filled = 0;
  }
  return fail({ code: 'too-big' });
}

/** The name of standard input among the paths. */
export const STDIN = '-';

const HANDLE = 0;

/**
 * Standard input as a stream. Of a folder (`< captures`) and of a disk Node.js makes one that ends at once,
 * as if the input were empty; read by its handle, a disk gives its bytes, and a folder the error `EISDIR`.
 */
export function standardInput(): Readable {
  return isFolderOrDisk() ? createReadStream('', { fd: HANDLE, autoClose: false }) : process.stdin;
}

/** What was read of standard input to look at it, and has not been taken. */
let begun: Uint8Array[] = [];

/** The beginning of standard input: so many bytes, or what came in `milliseconds`. It stays to be taken. */
export async function beginStandardInput(
  length: number,
  milliseconds: number,
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  const stream = process.stdin;
  // what is typed has a line at a time, and a folder or a disk is read otherwise
  if (stream.isTTY || isFolderOrDisk()) return Buffer.alloc(0);
  let [bytes, end] = [0, Number.POSITIVE_INFINITY];
  for (;;) {
    for (let piece: Buffer | null = stream.read(); piece !== null; piece = stream.read()) {
      begun.push(piece);
      bytes += piece.length;
    }
    const now = performance.now();
    if (bytes > 0 && end === Number.POSITIVE_INFINITY) end = now + milliseconds;
    const isOver = stream.readableEnded || stream.destroyed || signal?.aborted === true;
    if (isOver || bytes >= length || now >= end) return Buffer.concat(begun);
    await untilMore(stream, end - now, signal);
  }
}

/** Waits until a stream has more to read, or will not have any. */
function untilMore(stream: Readable, milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = Number.isFinite(milliseconds) ? setTimeout(() => go(), milliseconds) : null;
    const events = ['readable', 'end', 'close', 'error'] as const;
    const go = (): void => {
      if (timer !== null) clearTimeout(timer);
      for (const event of events) stream.off(event, go);
      signal?.removeEventListener('abort', go);
      resolve();
    };
    for (const event of events) stream.on(event, go);
    signal?.addEventListener('abort', go);
  });
}

/** All of standard input: what was read to look at it, and then the rest of the stream. */
export async function* allOfStandardInput(stream: Readable): AsyncGenerator<Uint8Array> {
  const first = begun;
  begun = [];
  yield* first;
  yield* stream;
}

function isFolderOrDisk(): boolean {
  // A process may be started without it.
  return orElse(() => {
    const facts = fstatSync(HANDLE);
    return facts.isDirectory() || facts.isBlockDevice();
  }, false);
}

export type TextFileFault = SmallFileFault | { readonly code: 'not-text' };

/** A file that people write by hand is a few lines; what is bigger is something else. */
const MAX_TEXT_BYTES = 1024 * 1024;

/** Text of a small file in UTF-8, a byte order mark dropped. `limit`: the most that it may have, in bytes. */
export async function readTextFile(
  path: string,
  limit = MAX_TEXT_BYTES,
): Promise<Result<string, TextFileFault>> {
  const read = await readSmallFile(path, limit);
  return read.ok ? decode(read.value) : read;
}

/** The same of standard input. */
async function readTextStream(
  stream: AsyncIterable<Uint8Array | string>,
): Promise<Result<string, TextFileFault>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of stream) {
      const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
      parts.push(bytes);
      length += bytes.length;
      if (length > MAX_TEXT_BYTES) return fail({ code: 'too-big' });
    }
    return decode(Buffer.concat(parts));
  } catch (error) {
    const code = errorCode(error);
    return fail(code === 'EISDIR' ? { code: 'folder' } : { code: 'read-error', detail: code });
  }
}

/** Text of a file, or of standard input where the path is `-`. */
export function readText(path: string): Promise<Result<string, TextFileFault>> {
  return path === STDIN ? readTextStream(standardInput()) : readTextFile(path);
}

function decode(bytes: Uint8Array): Result<string, TextFileFault> {
  try {
    // Drops a byte order mark.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? fail({ code: 'not-text' }) : ok(text);
  } catch {
    return fail({ code: 'not-text' });
  }
}

/** Bytes of a file; null for what is no file or cannot be asked, which reading meets again and reports. */
export function fileSize(path: string): number | null {
  return orElse(() => {
    const facts = statSync(path);
    return facts.isFile() ? facts.size : null;
  }, null);
}

/** What was read; `other` where the system does not give it, or what is given cannot be read. */
export function orElse<T, Other>(read: () => T, other: Other): T | Other {
  try {
    return read();
  } catch {
    return other;
  }
}

/** Opens a regular file, or throws: waits for no pipe, and as root follows no link of another user. */
export function openPlainFile(path: string): number {
  const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = constants;
  const file = openSync(path, O_RDONLY | O_NONBLOCK | (process.getuid?.() === 0 ? O_NOFOLLOW : 0));
  if (fstatSync(file).isFile()) return file;
  closeSync(file);
  throw new Error('no regular file');
}

/** Of a file that nobody but its owner may look at. */
export const PRIVATE_MODE = 0o600;

/** Writes all bytes, however few each call of the system takes. Its errors are thrown. */
export function writeBytes(handle: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
}

/** A name for a file until it is complete, by chance: containers share numbers, a killed process its file. */
export function temporaryPath(path: string): string {
  return `${path}.${nodeCrypto().randomBytes(6).toString('hex')}.tmp`;
}
