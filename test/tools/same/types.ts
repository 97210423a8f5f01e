import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Hashes, hashOf } from './hash.ts';

/** What names a declaration: `export declare function scan(`. */
const DECLARATION =
  /^(?:export )?(?:declare )?(?:abstract )?(?:interface|type|class|function\*?|const|let|enum|namespace) ([\w$]+)/;
const REACHED = /(?:from |import\(|^import )["']([^"']+)["']/gm;

/** A declaration file, without comments, in the statements that it consists of. */
function statementsOf(text: string): readonly string[] {
  const bare = text.replace(/\/\*.*?\*\//gs, '').replace(/^[ \t]*\/\/.*\n/gm, '');
  // A statement begins at the first column; the lines within it are indented, but for the bracket that closes
  // it.
  return bare.split(/\n(?=[^\s})\]])/).map((statement) => statement.trim());
}

/**
 * The statement without what a user of the package does not see: where another file lies, and the names of
 * private members.
 */
function seenOf(statement: string): string {
  return statement
    .replace(/import\(["'][^"']+["']\)\./g, '')
    .replace(/ from ["'][^"']+["']/g, '')
    .replace(/^\s+(?:private |#).*;\n/gm, '')
    .replace(/^(?:export )?(?:declare )?/, '')
    .replace(/\s+/g, ' ');
}

/**
 * A hash of each declaration that the entry exports, and of those that they name, wherever in the package
 * they stand.
 */
export function hashTypes(entry: string): Hashes {
  const declared = new Map<string, string[]>();
  const waiting = [entry];
  const files = new Set<string>();
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, path = ''] of text.matchAll(REACHED)) {
      const reached = join(dirname(file), path).replace(/\.[jt]s$/, '.d.ts');
      if (path.startsWith('.') && existsSync(reached)) waiting.push(reached);
    }
    for (const statement of statementsOf(text)) {
      const name = DECLARATION.exec(statement)?.[1];
      if (name === undefined) continue;
      declared.set(name, [...(declared.get(name) ?? []), seenOf(statement)]);
    }
  }
  const exported = namesExported(entry).sort();
  const hashes = new Map([['names', hashOf(exported.join())]]);
  const seen = new Set<string>();
  const named = [...exported];
  for (let name = named.pop(); name !== undefined; name = named.pop()) {
    const texts = declared.get(name);
    if (texts === undefined || seen.has(name)) continue;
    seen.add(name);
    // A name that two files have, each for itself, counts with both.
    hashes.set(name, hashOf([...new Set(texts)].sort().join('\n')));
    for (const [word] of texts.join('\n').matchAll(/[\w$]+/g)) named.push(word);
  }
  return new Map([...hashes].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function namesExported(entry: string): string[] {
  return statementsOf(readFileSync(entry, 'utf8')).flatMap((statement) => {
    const list = /^export (?:type )?\{([^}]*)\}/.exec(statement)?.[1];
    if (list !== undefined) {
      const names = list.split(',').map((name) => name.trim().replace(/^type /, ''));
      return names.filter((name) => name !== '');
    }
    const all = /^export (?:type )?\* from ["']([^"']+)["']/.exec(statement)?.[1];
    if (all !== undefined) return namesExported(join(dirname(entry), all).replace(/\.[jt]s$/, '.d.ts'));
    const name = statement.startsWith('export ') ? DECLARATION.exec(statement)?.[1] : undefined;
    return name === undefined ? [] : [name];
  });
}
