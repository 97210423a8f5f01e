import { fstatSync, type Stats, statSync } from 'node:fs';
import { isatty } from 'node:tty';

const HANDLES = { stdout: 1, stderr: 2 } as const;
type StandardStream = keyof typeof HANDLES;

/** The stream of this process that a path leads to, as `/dev/stdout` does and the name of the file that it goes to; null for others. */
export function standardStream(path: string): StandardStream | null {
  try {
    const named = statSync(path);
    const names = Object.keys(HANDLES) as StandardStream[];
    return names.find((name) => isSame(named, HANDLES[name])) ?? null;
  } catch {
    return null;
  }
}

function isSame(named: Stats, handle: number): boolean {
  try {
    const open = fstatSync(handle);
    // What goes to `/dev/null` by two ways does not meet.
    if (open.isCharacterDevice() && !isatty(handle)) return false;
    return open.dev === named.dev && open.ino === named.ino;
  } catch {
    // A process may be started without the stream.
    return false;
  }
}
