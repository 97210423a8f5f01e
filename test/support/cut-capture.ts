import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './command.ts';

/** A classic little-endian capture as two, cut before its `frame`th packet (from 1). */
export function cutCapture(path: string, frame: number): readonly [string, string] {
  const bytes = readFileSync(path);
  let at = 24;
  for (let record = 1; record < frame; record++) at += 16 + bytes.readUInt32LE(at + 8);
  const folder = temporaryFolder();
  const paths = [join(folder, '1.pcap'), join(folder, '2.pcap')] as const;
  writeFileSync(paths[0], bytes.subarray(0, at));
  writeFileSync(paths[1], Buffer.concat([bytes.subarray(0, 24), bytes.subarray(at)]));
  return paths;
}
