import { lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { KeptMode } from './kept-mode.ts';

/** What is written where a report is to go to a file. */
export interface ReportTarget {
  readonly path: string;
  /**
   * A file that is put in the place of what stands there; devices and pipes are written to, never
   * replaced.
   */
  readonly replace: boolean;
  /** Of the file that is replaced; null where there is none. */
  readonly kept: KeptMode | null;
}

/** What is written to: the file behind links, also where it is yet to be made. */
export function reportTarget(path: string): ReportTarget {
  const found = attemptOr(() => statSync(path), null);
  if (found !== null) {
    // The links of `/proc/self/fd` lead to pipes, and to files that nobody can name any more.
    const real = found.isFile() ? attemptOr(() => realpathSync(path), null) : null;
    return real === null ? { path, replace: false, kept: null } : { path: real, replace: true, kept: found };
  }
  const end = attemptOr(() => endOfLinks(path), null);
  return { path: end ?? path, replace: end !== null, kept: null };
}

/**
 * Systems whose usual file systems do not tell capital letters from small ones, nor the ways to
 * write an accent.
 */
const CASELESS = ['win32', 'darwin'];

/**
 * Whether two names of files stand for one, however they are written and whatever links lead there.
 */
export function isSameTarget(one: string, other: string, platform: string = process.platform): boolean {
  const [name, otherName] = [placeOf(one), placeOf(other)];
  if (!CASELESS.includes(platform)) return name === otherName;
  // Of two reports under one name the first would be gone; on a disk that does tell them apart,
  // another name does no harm.
  return name.normalize('NFC').toLowerCase() === otherName.normalize('NFC').toLowerCase();
}

function placeOf(path: string): string {
  const full = resolve(reportTarget(path).path);
  // Without such a folder, whoever opens the file says so.
  const folder = attemptOr(() => realpathSync(dirname(full)), dirname(full));
  return join(folder, basename(full));
}

/** Links that lead from one to the next before nothing is there; the system follows as many. */
const MAX_LINKS = 40;

/**
 * Where links lead to no file yet; null for links that cannot be followed, of which opening tells
 * the error.
 */
function endOfLinks(path: string): string | null {
  let at = path;
  for (let links = 0; links <= MAX_LINKS; links++) {
    const facts = lstatSync(at, { throwIfNoEntry: false });
    if (facts === undefined) return at;
    if (!facts.isSymbolicLink()) return null;
    at = resolve(realpathSync(dirname(at)), readlinkSync(at));
  }
  return null;
}

function attemptOr<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
