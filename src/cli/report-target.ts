import { type BigIntStats, fstatSync, lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isSameFile } from '../node/files.ts';
import { kindOfHandle } from './terminal.ts';

/* What the name of a report stands for: a file, what links lead to, or a stream of this process. */

/** Whose a file is, and who may do what with it. */
export interface KeptMode {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** What is written where a report is to go to a file. */
export interface ReportTarget {
  readonly path: string;
  /** A file replaces what stands there; devices and pipes are written to, never replaced. */
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
 * Systems whose usual file systems do not distinguish capital letters from small ones, nor the ways to write
 * an accent.
 */
const CASELESS = ['win32', 'darwin'];

/** Whether two names of files stand for one, however they are written and whatever links lead there. */
export function isSameTarget(one: string, other: string, platform: string = process.platform): boolean {
  const [name, otherName] = [placeOf(one), placeOf(other)];
  if (!CASELESS.includes(platform)) return name === otherName;
  // Of two reports under one name the first would be gone; on a disk that does distinguish them, another name
  // does no harm.
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

/** Where links lead to no file yet; null for links that cannot be followed: opening gives the error. */
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

/** The name of standard output where a file to write is named. A file of that name is `./-`. */
export const STDOUT = '-';

const HANDLES = { stdout: 1, stderr: 2 } as const;
type StandardStream = keyof typeof HANDLES;

/**
 * The stream of this process that a path leads to, as `-` and `/dev/stdout` do and the name of the file that
 * it goes to; null for others.
 */
export function standardStream(path: string): StandardStream | null {
  if (path === STDOUT) return 'stdout';
  try {
    const named = statSync(path, { bigint: true });
    const names = Object.keys(HANDLES) as StandardStream[];
    return names.find((name) => isSame(named, HANDLES[name])) ?? null;
  } catch {
    return null;
  }
}

function isSame(named: BigIntStats, handle: number): boolean {
  try {
    const open = fstatSync(handle, { bigint: true });
    // What goes to `/dev/null` by two ways does not meet.
    if (open.isCharacterDevice() && kindOfHandle(handle) !== 'terminal') return false;
    return isSameFile(open, named);
  } catch {
    // A process may be started without the stream.
    return false;
  }
}
