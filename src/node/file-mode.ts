import { stat } from 'node:fs/promises';

/** Bits that let the group or others read a file. */
const READ_BY_OTHERS = 0o044;

/**
 * Mode bits of a file that others than its owner may read; null for one that they may not, for what
 * is no file (a pipe of the shell), and on Windows, where mode bits tell nothing.
 */
export async function modeOpenToOthers(
  path: string,
  platform: string = process.platform,
): Promise<number | null> {
  if (platform === 'win32') return null;
  try {
    const facts = await stat(path);
    return facts.isFile() && (facts.mode & READ_BY_OTHERS) !== 0 ? facts.mode & 0o777 : null;
  } catch {
    return null;
  }
}
