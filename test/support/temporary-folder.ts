import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders: string[] = [];

/** A folder of its own for a test; it is removed when the tests of its file are done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'osscap-test-'));
  folders.push(folder);
  return folder;
}

/** Removes all that were made so far: some hold captures of hundreds of megabytes. */
export function removeTemporaryFolders(): void {
  for (const folder of folders.splice(0)) {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 2 });
    } catch {
      // One that a test has made unreadable, or a program still writes to, stays with the system's other
      // temporary files.
    }
  }
}
