import type { Stats } from 'node:fs';
import { type FileHandle, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../engine/bytes/result.ts';
import type { ReadOutcome } from '../run/read-bytes.ts';
import { isSameFile } from './files.ts';
import { closeUnlessStopped, failure, openUnlessStopped, readPipe, unlessStopped } from './read-bytes.ts';

/**
 * Between two looks at a file that may have grown. Notifications of the file system would not come from
 * network folders.
 */
const POLL_MILLISECONDS = 200;

/** Size of a read, in bytes. */
const BLOCK_BYTES = 256 * 1024;

interface Follower {
  /** The block is valid only during the call. */
  chunk(block: Uint8Array): void;
  /**
   * What comes next is another file: the name leads to a new one, or the old one was cut and is written from
   * its start.
   */
  restart(why: 'file-replaced' | 'file-shortened'): void;
  /** There is no such file yet; it is waited for. */
  missing(): void;
}

/**
 * Reads a file and whatever is added to it, until the signal ends it, as `tail -F` does: a file that is not
 * there yet is waited for, and one that was replaced or shortened is read from its start. A pipe is read to
 * its end.
 */
export async function followFile(
  path: string,
  follower: Follower,
  signal: AbortSignal,
): Promise<ReadOutcome> {
  let file: FileHandle | null = null;
  try {
    file = await openWhenThere(path, follower, signal);
    if (file === null) return { kind: 'interrupted' };
    if (isPipe(await file.stat())) {
      return await readPipe(file, { chunk: (block) => follower.chunk(block), notice: () => {} }, { signal });
    }
    const block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
    const start = new FileStart();
    let offset = 0;
    let hasPaused = false;
    while (!signal.aborted) {
      if (hasPaused && (await unlessStopped(start.isStartOf(file), signal)) === false) {
        follower.restart('file-shortened');
        start.forget();
        offset = 0;
      }
      hasPaused = false;
      const read = await unlessStopped(file.read(block, 0, BLOCK_BYTES, offset), signal);
      if (read === null) break;
      const { bytesRead } = read;
      if (bytesRead > 0) {
        start.read(block.subarray(0, bytesRead), offset);
        offset += bytesRead;
        follower.chunk(block.subarray(0, bytesRead));
        continue;
      }
      const change = await unlessStopped(changeOf(path, file, offset), signal);
      // What was written between the last read and the replacement is read before the new file.
      if (change === 'file-replaced' && (await file.stat()).size > offset) continue;
      if (change === null) {
        await pause(signal);
        hasPaused = true;
        continue;
      }
      if (change === 'file-replaced') {
        const next = await openWhenThere(path, follower, signal);
        if (next === null) break;
        await file.close();
        file = next;
      }
      follower.restart(change);
      start.forget();
      offset = 0;
    }
    return { kind: 'interrupted' };
  } catch (error) {
    return failure(error);
  } finally {
    if (file !== null) await closeUnlessStopped(file, signal);
  }
}

/**
 * The first bytes of a file, up to the time of its first packet: another one there means that the file was
 * emptied and written anew, past the place up to which it had been read.
 */
class FileStart {
  /** The header of a classic capture and that of its first packet. */
  static readonly BYTES = 40;
  readonly #known = Buffer.alloc(FileStart.BYTES);
  readonly #now = Buffer.alloc(FileStart.BYTES);
  #length = 0;

  read(block: Uint8Array, offset: number): void {
    if (offset !== this.#length || this.#length === FileStart.BYTES) return;
    const added = block.subarray(0, FileStart.BYTES - offset);
    this.#known.set(added, offset);
    this.#length += added.length;
  }

  forget(): void {
    this.#length = 0;
  }

  /** Whether a file begins with these bytes; a shorter one is noticed by its size. */
  async isStartOf(file: FileHandle): Promise<boolean> {
    if (this.#length === 0) return true;
    const { bytesRead } = await file.read(this.#now, 0, this.#length, 0);
    return this.#known.subarray(0, bytesRead).equals(this.#now.subarray(0, bytesRead));
  }
}

/** Null where the signal came first. */
async function openWhenThere(
  path: string,
  follower: Pick<Follower, 'missing'>,
  signal: AbortSignal,
): Promise<FileHandle | null> {
  for (let isReported = false; !signal.aborted; isReported = true) {
    try {
      return await openUnlessStopped(path, signal);
    } catch (error) {
      // Not what is to lie below a file, where nothing can come.
      if (errorCode(error) !== 'ENOENT') throw error;
    }
    if (!isReported) follower.missing();
    await pause(signal);
  }
  return null;
}

/**
 * What happened to the file under that name; null while it is the one that is being read. A name that leads
 * nowhere will again.
 */
async function changeOf(
  path: string,
  file: FileHandle,
  offset: number,
): Promise<'file-replaced' | 'file-shortened' | null> {
  const open = await file.stat({ bigint: true });
  if (open.size < offset) return 'file-shortened';
  const named = await stat(path, { bigint: true }).catch(() => null);
  if (named === null) return null;
  // A number of a file that is gone may be given to the next one at once; its birth is another.
  return isSameFile(named, open) && named.birthtimeNs === open.birthtimeNs ? null : 'file-replaced';
}

/** A named pipe, or one of the shell (`<(…)`). */
function isPipe(stats: Stats): boolean {
  return stats.isFIFO() || stats.isCharacterDevice() || stats.isSocket();
}

async function pause(signal: AbortSignal): Promise<void> {
  // The signal ends the wait, which is no error.
  await sleep(POLL_MILLISECONDS, undefined, { signal }).catch(() => {});
}
