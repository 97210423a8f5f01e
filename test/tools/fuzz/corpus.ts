import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { CheckName } from './check-seeds.ts';

/** Where the corpus of a check lies: many small inputs in one file. */
export function corpusFile(fixtures: string, name: CheckName): string {
  return join(fixtures, 'fuzz-corpus', `${name}.gz`);
}

/** Each input behind its length, a number of 32 bits. */
export function packCorpus(inputs: readonly Uint8Array[]): Uint8Array {
  const parts = inputs.flatMap((input) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(input.length);
    return [length, input];
  });
  return gzipSync(Buffer.concat(parts), { level: 9 });
}

/** The inputs that were found for a check; none where there is no file. */
export function readCorpus(fixtures: string, name: CheckName): readonly Uint8Array[] {
  const path = corpusFile(fixtures, name);
  if (!existsSync(path)) return [];
  const bytes = gunzipSync(readFileSync(path));
  const inputs: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 + bytes.readUInt32BE(at);
    inputs.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return inputs;
}
