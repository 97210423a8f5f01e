import fs, { Dirent } from 'node:fs';
import * as platform from 'node:path';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { addAll } from '../engine/bytes/collections.ts';
import type { InputFailureReason, UnreadableInput } from '../engine/results.ts';
import type { Input } from '../run/input.ts';
import type { CaptureFacts } from '../run/probe-capture.ts';
import { compareNames, type JoinMode, joinRotated } from '../run/rotated-sets.ts';
import { fileError, reasonOfPath, STDIN } from './files.ts';
import type { ReadOptions } from './read-bytes.ts';

export interface ExpandedInputs {
  /** In the order given, those of a folder or a pattern sorted; each file once, whatever names lead to it. */
  readonly inputs: readonly Input[];
  readonly unreadable: readonly UnreadableInput[];
}

/** Names that a folder's captures have; `tcpdump -C` puts a number behind the name. */
const CAPTURE_NAME = /\.(?:(?:pcap|cap|pcapng|dmp|ntar)\d*|saz|flows?|mitm)(?:\.gz|\.zst)?$/i;

/** Names of texts; most files called so hold no HTTP, which only a look into them shows. */
const TEXT_NAME = /\.(har|txt|log)(\.gz|\.zst)?$/i;

/**
 * The captures behind paths: a file (or pipe) is taken as it is, a folder is searched with its subfolders, a
 * pattern is matched. A path that leads nowhere is reported, and the others go on. Files of one rotated
 * capture become one input: to know that, packed ones may have to be unpacked, with what `reading` says.
 */
export async function expandInputs(
  paths: readonly string[],
  folder: string,
  join: JoinMode = 'found',
  reading: ReadOptions = {},
): Promise<ExpandedInputs> {
  const found = new Map<string, string>();
  const unreadable: UnreadableInput[] = [];
  for (const path of paths) {
    const expansion = await expandPath(path, folder);
    for (const file of expansion.files) {
      const identity = identityOf(file, folder);
      if (!found.has(identity)) found.set(identity, file);
    }
    addAll(unreadable, expansion.unreadable);
  }
  const inputs = [...found.values()].map((path) => ({ path }));
  return { inputs: await joinRotated(inputs, join, (path) => factsOf(path, reading)), unreadable };
}

/** Nothing is opened where no names are of one family, and no code is loaded for it. */
async function factsOf(path: string, reading: ReadOptions): Promise<CaptureFacts | null> {
  if (path === STDIN) return null;
  const { probeFile } = await import('./probe-file.ts');
  return probeFile(path, reading);
}

function identityOf(file: string, folder: string): string {
  if (file === STDIN) return file;
  try {
    return fs.realpathSync.native(resolve(folder, file));
  } catch {
    // Pipes of a shell (`/dev/fd/63`) lead to no name; reading shows whether it is there.
    return file;
  }
}

/** Whether a word on the command line names something to read, so that it is no mistyped command. */
export async function namesInput(path: string): Promise<boolean> {
  if (path === STDIN || isPattern(path)) return true;
  return kindOf(path) !== 'missing';
}

interface Expansion {
  readonly files: readonly string[];
  readonly unreadable: readonly UnreadableInput[];
}

async function expandPath(path: string, folder: string): Promise<Expansion> {
  if (path === STDIN) return { files: [path], unreadable: [] };
  const kind = kindOf(path);
  switch (kind) {
    case 'file':
      return { files: [path], unreadable: [] };
    case 'folder':
      return searchFolder(path, folder);
    case 'missing': {
      if (!isPattern(path)) return failed(path, reasonOfPath(path, 'missing'), '');
      return matchPattern(path, folder);
    }
    default:
      return { files: [], unreadable: [{ ...kind, path }] };
  }
}

type PathKind = 'file' | 'folder' | 'missing' | Omit<UnreadableInput, 'path'>;

async function isFolder(path: string): Promise<boolean> {
  return kindOf(path) === 'folder';
}

function kindOf(path: string): PathKind {
  try {
    return fs.statSync(path).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const { reason, detail } = reasonOf(error);
    return reason === 'missing' ? 'missing' : { reason, detail };
  }
}

function reasonOf(error: unknown): { readonly reason: InputFailureReason; readonly detail: string } {
  const { kind, detail } = fileError(error);
  if (kind !== 'other') return { reason: kind, detail: kind === 'missing' ? '' : detail };
  return { reason: 'read-error', detail: detail === '' ? String(error) : detail };
}

function failed(path: string, reason: InputFailureReason, detail: string): Expansion {
  return { files: [], unreadable: [{ path, reason, detail }] };
}

/** Captures and texts with HTTP of a folder and its subfolders; no links to folders, which may lead back. */
async function searchFolder(root: string, folder: string): Promise<Expansion> {
  const files: string[] = [];
  const unreadable: UnreadableInput[] = [];
  const waiting = [root];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    try {
      for (const entry of await fs.promises.readdir(resolve(folder, path), { withFileTypes: true })) {
        const inner = join(path, entry.name);
        if (entry.isDirectory()) waiting.push(inner);
        else if (await isCaptureOf(entry, resolve(folder, inner))) files.push(inner);
      }
    } catch (error) {
      const { reason, detail } = reasonOf(error);
      unreadable.push({ path, reason: reasonOfPath(path, reason), detail });
    }
  }
  if (files.length === 0 && unreadable.length === 0) return failed(root, 'no-captures-in-folder', '');
  return { files: files.sort(byName), unreadable: unreadable.sort((a, b) => byName(a.path, b.path)) };
}

interface FolderEntry {
  readonly name: string;
  isFile(): boolean;
  isSymbolicLink(): boolean;
}

/** A folder's captures are recognized by their names, its texts by their content. */
async function isCaptureOf(entry: FolderEntry, path: string): Promise<boolean> {
  if (CAPTURE_NAME.test(entry.name)) return isFile(entry, path);
  if (!TEXT_NAME.test(entry.name) || !(await isFile(entry, path))) return false;
  const { holdsHttp } = await import('./probe-file.ts');
  return holdsHttp(path);
}

async function isFile(entry: FolderEntry, path: string): Promise<boolean> {
  if (entry.isFile()) return true;
  if (!entry.isSymbolicLink()) return false;
  try {
    return (await fs.promises.stat(path)).isFile();
  } catch {
    return false;
  }
}

/** Whether a pattern may match files below a folder: folders that its last part matches are searched, too. */
function reachesInto(path: string, pattern: string, folder: string): boolean {
  const depthOf = (full: string): number => full.split(sep).length;
  return pattern.includes('**') || depthOf(resolve(folder, pattern)) > depthOf(resolve(path));
}

/** Files that a pattern matches, hidden ones too; where it matches folders alone, what these hold. */
async function matchPattern(given: string, folder: string): Promise<Expansion> {
  // Loaded only where there is a pattern.
  const { glob } = await import('tinyglobby');
  const { pattern, base } = await searchStart(toPattern(given, sep), folder, isFolder);
  const options = { cwd: base, dot: true, expandDirectories: false };
  // As a shell names matches: from the root where the pattern starts there, whatever the working folder.
  const named = (path: string): string => {
    const full = resolve(base, path);
    return isAbsolute(given) ? full : relative(folder, full) || '.';
  };
  const unreadable: UnreadableInput[] = [];
  const readdir = searchReaddir(base, followedLinks(pattern), (full, error) => {
    const { reason, detail } = reasonOf(error);
    if (reason === 'missing' || !reachesInto(full, pattern, base)) return;
    const path = named(full);
    unreadable.push({ path, reason: reasonOfPath(path, reason), detail });
  });
  const files = (await glob(pattern, { ...options, onlyFiles: true, fs: { readdir } })).map(named);
  unreadable.sort((a, b) => byName(a.path, b.path));
  if (files.length > 0) return { files: files.sort(byName), unreadable };
  const reported = unreadable.length;
  const folders = (
    await glob(pattern, { ...options, onlyFiles: false, onlyDirectories: true, fs: { readdir } })
  ).map(named);
  // The second search meets the same folders again.
  unreadable.splice(reported);
  if (folders.length === 0)
    return unreadable.length > 0 ? { files: [], unreadable } : failed(given, 'no-match', '');
  const apart = outermost(folders.sort(byName), folder);
  const found = await Promise.all(apart.map((path) => searchFolder(path, folder)));
  return {
    files: found.flatMap((expansion) => expansion.files),
    unreadable: found.flatMap((expansion) => expansion.unreadable),
  };
}

/** Folders that lie in no other one of them, where a search finds them all the same. */
function outermost(paths: readonly string[], folder: string): readonly string[] {
  const byPlace = new Map<string, string>();
  for (const path of paths) {
    // Absolute also where it is too long for the system to say where its links lead.
    const place = resolve(folder, identityOf(path, folder));
    if (!byPlace.has(place)) byPlace.set(place, path);
  }
  const isWithin = (place: string): boolean => {
    for (let outer = dirname(place); outer !== dirname(outer); outer = dirname(outer)) {
      if (byPlace.has(outer)) return true;
    }
    return false;
  };
  return [...byPlace].filter(([place]) => !isWithin(place)).map(([, path]) => path);
}

/** One order of all names, also of those that the order of names takes for the same. */
function byName(a: string, b: string): number {
  return compareNames(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** A pattern, and the folder that it is searched from. */
interface SearchStart {
  readonly base: string;
  /** Of what is below the base. */
  readonly pattern: string;
}

/** What makes a path that does not exist a pattern. */
const PATTERN_CHARACTERS = /[*?[\]{}()!]/;

function isPattern(path: string): boolean {
  return PATTERN_CHARACTERS.test(path);
}

/** In patterns `/` parts folders and `\` escapes a character: not so where paths are written with `\`. */
export function toPattern(given: string, separator: string): string {
  return separator === '\\' ? given.replaceAll('\\', '/') : given;
}

/**
 * Where the search by a pattern starts: in the folder that its first parts lead to. Parts without characters
 * of a pattern are a way, and so are those that name a folder as they stand, as the name of a file counts
 * before what it would match as a pattern (`Program Files (x86)/*.pcap`, where nothing else could say that
 * the parentheses are part of the name). The package that searches is not left to find that folder: it leaves
 * out what is in the working folder where a pattern leads around it (`../*`), and takes a drive (`D:/*`) for
 * a folder below the working one.
 */
export async function searchStart(
  pattern: string,
  folder: string,
  isFolder: (path: string) => Promise<boolean>,
  { resolve }: Pick<typeof platform, 'resolve'> = platform,
): Promise<SearchStart> {
  const parts = pattern.split('/');
  // With the separator at its end, without which a drive is the folder that one is in there.
  const wayOf = (length: number): string =>
    resolve(folder, length === 0 ? '.' : `${parts.slice(0, length).join('/')}/`);
  let plain = 0;
  for (const part of parts.slice(0, -1)) {
    const isName = !isPattern(part) && !part.includes('\\');
    if (!isName && !(await isFolder(wayOf(plain + 1)))) break;
    plain++;
  }
  // At the start of a pattern, and only there, it would turn the meaning round.
  const rest = parts
    .slice(plain)
    .join('/')
    .replace(/^!(?!\()/, '\\!');
  return { base: wayOf(plain), pattern: rest };
}

/** A part of a pattern that stands for folders of any depth, alone or as one of several. */
const ANY_DEPTH = /(?:^|[{,(|])\*\*(?:[|,)}]|$)/;

/**
 * Which links to folders the search by a pattern follows. As in a shell, none that `**` meets: they lead
 * back, and where many lead to each other, as the packages of a workspace do, by more ways than can be gone.
 * But one that the pattern names.
 */
function followedLinks(pattern: string): LinkRule {
  const parts = pattern.split('/');
  const first = parts.findIndex((part) => ANY_DEPTH.test(part));
  const named = new Set(parts.slice(first));
  return (depth, name) => first < 0 || depth < first || named.has(name);
}

/** Which links to folders a search follows: those with that name, so many folders below its base. */
type LinkRule = (depth: number, name: string) => boolean;

/**
 * `readdir` of Node for a search by pattern. `failed` receives which folders could not be read, and why: the
 * search goes on without a word. Links to folders that are not to be followed are not among what it gives.
 */
function searchReaddir(
  base: string,
  follows: LinkRule,
  failed: (path: string, error: unknown) => void,
): typeof fs.readdir {
  const links = new Links(base, follows);
  return new Proxy(fs.readdir, {
    apply(target, self, args: unknown[]) {
      const [path] = args;
      const folder = resolve(String(path));
      const done = args.at(-1);
      const answer = (error: unknown, found?: unknown): void => {
        if (typeof done === 'function') done(error, found);
      };
      const filtered = (error: unknown, found: unknown): void => {
        if (error !== null) failed(String(path), error);
        if (!Array.isArray(found) || !found.some(isLink)) answer(error, found);
        else {
          const kept = found.map(async (entry) => !isLink(entry) || links.keeps(folder, entry.name));
          Promise.all(kept).then((keeps) =>
            answer(
              error,
              found.filter((_, at) => keeps[at]),
            ),
          );
        }
      };
      return Reflect.apply(target, self, [...args.slice(0, -1), filtered]);
    },
  });
}

function isLink(entry: unknown): entry is Dirent {
  return entry instanceof Dirent && entry.isSymbolicLink();
}

/** The folders that a search has come to by links: it names them by where they are. */
class Links {
  readonly #follows: LinkRule;
  /** How far below the base; of one that several links lead to the farthest. */
  readonly #depths = new Map<string, number>();

  constructor(base: string, follows: LinkRule) {
    this.#follows = follows;
    this.#depths.set(resolve(base), 0);
  }

  /** Whether a link is among what its folder holds for the search. */
  async keeps(folder: string, name: string): Promise<boolean> {
    const path = join(folder, name);
    const depth = this.#depthOf(folder);
    try {
      if (!(await fs.promises.stat(path)).isDirectory()) return true;
      if (!this.#follows(depth, name)) return false;
      const place = await fs.promises.realpath(path);
      this.#depths.set(place, Math.max(depth + 1, this.#depths.get(place) ?? 0));
      return true;
    } catch {
      // It leads nowhere, or round in a circle: no folder.
      return true;
    }
  }

  #depthOf(folder: string): number {
    let below = 0;
    for (let outer = folder; ; outer = dirname(outer), below++) {
      const depth = this.#depths.get(outer);
      if (depth !== undefined) return depth + below;
      if (outer === dirname(outer)) return Number.POSITIVE_INFINITY;
    }
  }
}
