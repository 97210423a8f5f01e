import { writeSync } from 'node:fs';

/**
 * Writes all of a text, however little of it each call of the system takes. Its errors are thrown.
 */
export function writeWhole(handle: number, text: string): void {
  writeBytes(handle, Buffer.from(text, 'utf8'));
}

/** The same of bytes. */
export function writeBytes(handle: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
}
