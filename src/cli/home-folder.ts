import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';

/**
 * The home folder; null where there is none: a user without an entry in the system's list (as in a
 * container) and without `HOME`, for whom Node.js throws, or a `HOME` that does not start at the
 * root, whose files would be those of whatever folder one is in.
 */
export function homeFolder(tell: () => string = homedir): string | null {
  try {
    const home = tell();
    return isAbsolute(home) ? home : null;
  } catch {
    return null;
  }
}
