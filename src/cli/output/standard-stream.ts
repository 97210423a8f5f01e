import { type BigIntStats, fstatSync, statSync } from 'node:fs';
import { isatty } from 'node:tty';
import { isSameFile } from '../../node/files.ts';

/** The name of standard output where a file to write is named. A file of that name is `./-`. */
export const STDOUT = '-';

const HANDLES = { stdout: 1, stderr: 2 } as const;
type StandardStream = keyof typeof HANDLES;

/**
 * The stream of this process that a path leads to, as `-` and `/dev/stdout` do and the name of the
 * file that it goes to; null for others.
 */
export function standardStream(path: string): StandardStream | null {
  if (path === STDOUT) return 'stdout';
  try {
    const named = statSync(path, { bigint: true });
    const names = Object.keys(HANDLES) as StandardStream[];
    return names.find((name) => isSame(named, HANDLES[name])) ?? null;
  } catch {
    return null;
  }
}

function isSame(named: BigIntStats, handle: number): boolean {
  try {
    const open = fstatSync(handle, { bigint: true });
    // What goes to `/dev/null` by two ways does not meet.
    if (open.isCharacterDevice() && !isatty(handle)) return false;
    return isSameFile(open, named);
  } catch {
    // A process may be started without the stream.
    return false;
  }
}
