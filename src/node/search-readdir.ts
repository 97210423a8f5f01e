import fs, { Dirent } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/**
 * Which links to folders a search follows: those with that name, so many folders below its base.
 */
export type LinkRule = (depth: number, name: string) => boolean;

/**
 * `readdir` of Node for a search by pattern. `failed` hears which folders could not be read, and
 * why: the search goes on without a word. Links to folders that are not to be followed are not
 * among what it gives.
 */
export function searchReaddir(
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
      const tell = (error: unknown, found?: unknown): void => {
        if (typeof done === 'function') done(error, found);
      };
      const heard = (error: unknown, found: unknown): void => {
        if (error !== null) failed(String(path), error);
        if (!Array.isArray(found) || !found.some(isLink)) tell(error, found);
        else {
          const kept = found.map(async (entry) => !isLink(entry) || links.keeps(folder, entry.name));
          Promise.all(kept).then((keeps) =>
            tell(
              error,
              found.filter((_, at) => keeps[at]),
            ),
          );
        }
      };
      return Reflect.apply(target, self, [...args.slice(0, -1), heard]);
    },
  });
}

function isLink(entry: unknown): entry is Dirent {
  return entry instanceof Dirent && entry.isSymbolicLink();
}

/**
 * The folders that a search has come to by links: it names them by where they are, and not by how
 * it came to them.
 */
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
      if (!(await stat(path)).isDirectory()) return true;
      if (!this.#follows(depth, name)) return false;
      const place = await realpath(path);
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
