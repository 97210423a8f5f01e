import { writeSync } from 'node:fs';

/** Writes all of a text, however little of it each call of the system takes. Its errors are thrown. */
export function writeWhole(handle: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
}
