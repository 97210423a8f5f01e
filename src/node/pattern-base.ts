import * as platform from 'node:path';
import type { LinkRule } from './search-readdir.ts';

/** A pattern, and the folder that it is searched from. */
interface SearchStart {
  readonly base: string;
  /** Of what is below the base. */
  readonly pattern: string;
}

/** What makes a path that does not exist a pattern. */
const PATTERN_CHARACTERS = /[*?[\]{}()!]/;

export function isPattern(path: string): boolean {
  return PATTERN_CHARACTERS.test(path);
}

/**
 * In patterns only `/` parts folders, and `\` takes a character literally: not so where paths are
 * written with it.
 */
export function toPattern(given: string, separator: string): string {
  return separator === '\\' ? given.replaceAll('\\', '/') : given;
}

/**
 * Where the search by a pattern starts: in the folder that its first parts lead to. Parts without
 * characters of a pattern are a way, and so are those that name a folder as they stand, as the name
 * of a file counts before what it would match as a pattern (`Program Files (x86)/*.pcap`, where
 * nothing else could say that the parentheses are part of the name). The package that searches is
 * not left to find that folder: it leaves out what is in the working folder where a pattern leads
 * around it (`../*`), and takes a drive (`D:/*`) for a folder below the working one.
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
 * Which links to folders the search by a pattern follows. As in a shell, none that `**` meets: they
 * lead back, and where many lead to each other, as the packages of a workspace do, by more ways
 * than can be gone. But one that the pattern names.
 */
export function followedLinks(pattern: string): LinkRule {
  const parts = pattern.split('/');
  const first = parts.findIndex((part) => ANY_DEPTH.test(part));
  const named = new Set(parts.slice(first));
  return (depth, name) => first < 0 || depth < first || named.has(name);
}
