import { existsSync, readFileSync } from 'node:fs';
import type { Finding } from './match.ts';

/** A finding in which the reference is wrong, or says less than the capture holds, with the reason. */
export interface Exception {
  readonly file: string;
  readonly finding: Finding;
  /** Why, with the frames that show it. */
  readonly why: string;
}

/** The exceptions of a file; none where there is no file. */
export function readExceptions(path: string): readonly Exception[] {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
}

/** A finding as text, the same for equal findings. */
export function findingKey(file: string, finding: Finding): string {
  return `${file} ${JSON.stringify(Object.entries(finding).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
}
