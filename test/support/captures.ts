import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FIXTURES } from './truth.ts';

/** Folders of fixtures with captures in which requests fail. */
export const FAILING_FOLDERS: readonly string[] = [
  'advice',
  'captures',
  'field',
  'field/clocks-and-hops',
  'field/hops-and-answers',
  'field/s3',
  'field/servers-and-clients',
  'hops',
  'notes',
  'scenarios',
  'search',
  'stories',
  'timing',
];

/** The captures of a folder of fixtures. */
export function capturesIn(folder: string): readonly string[] {
  return readdirSync(join(FIXTURES, folder))
    .filter((file) => /\.pcap(?:ng)?$/.test(file))
    .map((file) => join(FIXTURES, folder, file));
}
