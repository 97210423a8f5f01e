import { errorCode } from '../bytes/errors.ts';
import { fail, ok, type Result } from '../bytes/result.ts';
import { readSmallFile, type SmallFileFault } from './small-file.ts';
import { STDIN, standardInput } from './stdin.ts';

/** Why a text could not be read. */
export type TextFileFault = SmallFileFault | { readonly code: 'not-text' };

/** A file that people write by hand is a few lines; what is bigger is something else. */
const MAX_TEXT_BYTES = 1024 * 1024;

/**
 * Text of a small file in UTF-8, a byte order mark dropped. `limit`: the most that it may have, in
 * bytes.
 */
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
