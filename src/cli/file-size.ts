import { statSync } from 'node:fs';

/** Bytes of a file; null for what is no file, and for what cannot be asked for it. */
export function fileSize(path: string): number | null {
  try {
    const facts = statSync(path);
    return facts.isFile() ? facts.size : null;
  } catch {
    return null;
  }
}
