import { type FileHandle, open, stat } from 'node:fs/promises';
import { fail, ok, type Result } from '../bytes/result.ts';
import { fileError } from './file-error.ts';

/** Why a small file could not be read. */
export type SmallFileFault =
  | { readonly code: 'missing' | 'permission' | 'folder' | 'too-big' }
  | { readonly code: 'read-error'; readonly detail: string };

/** Size of a read, in bytes. */
const PIECE_BYTES = 64 * 1024;

/**
 * All bytes of a file that has `limit` of them at most. A pipe or a device is read as well, and no
 * farther: what they will give is not told by their size, and may have no end.
 */
export async function readSmallFile(
  path: string,
  limit: number,
): Promise<Result<Uint8Array, SmallFileFault>> {
  try {
    const facts = await stat(path);
    if (facts.isDirectory()) return fail({ code: 'folder' });
    if (facts.size > limit) return fail({ code: 'too-big' });
    const file = await open(path, 'r');
    try {
      return await readBytes(file, limit);
    } finally {
      await file.close();
    }
  } catch (error) {
    const { kind, detail } = fileError(error);
    return fail(kind === 'other' ? { code: 'read-error', detail } : { code: kind });
  }
}

/**
 * Reads on where the file stands: a pipe has no places. Of a pipe a read may give a single line, so
 * each goes on in the piece that the one before has not filled.
 */
async function readBytes(file: FileHandle, limit: number): Promise<Result<Uint8Array, SmallFileFault>> {
  const pieces: Uint8Array[] = [];
  let piece = new Uint8Array(PIECE_BYTES);
  let filled = 0;
  for (let length = 0; length <= limit; ) {
    const { bytesRead } = await file.read(piece, filled, PIECE_BYTES - filled, null);
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
