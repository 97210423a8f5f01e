// What the sources say of how they are bundled, in comments behind their imports:
//
// - `// later: PART`: the module is loaded when one of its functions is called for the first time, with all else
//   that stands behind the doors to that part, for most scans have no use for it. Nothing of it but functions and
//   classes to be made with `new` can be used there; every other import of the module is what it seems.
// - `// with: GROUP`: the module, and all that it imports, is in the file of that group.
// - `// apart`: the module is in no group.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const IMPORT = /(?:from |import\()'(\.[^']+)'.*? \/\/ (later|with|apart)(?:: ([\w-]+))?$/gm;

const sources = readdirSync('src', { recursive: true })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ path: resolve('src', name), text: readFileSync(join('src', name), 'utf8') }));

/** Every mark of an import: the files that it leads from and to, and what it says. */
const MARKS = sources.flatMap(({ path, text }) =>
  [...text.matchAll(IMPORT)].map(([, to, kind, name]) => {
    return { from: path, to: resolve(dirname(path), to), kind, name };
  }),
);

const DOORS = MARKS.filter(({ kind }) => kind === 'later');

/** The parts that are loaded later: each with what it needs and none before it has. */
export const PARTS = [
  'deciding',
  'searching',
  'suspecting',
  'explaining',
  'opening',
  'reading-text',
  'following-uploads',
];
const wrong = DOORS.find(({ name }) => !PARTS.includes(name));
if (wrong !== undefined) throw new Error(`${wrong.from}: there is no part ${wrong.name}`);

/** The modules whose imports say that they are in a group. */
export const modulesWith = (group) =>
  MARKS.filter(({ kind, name }) => kind === 'with' && name === group).map(({ to }) => to);

const APART = new Set(MARKS.filter(({ kind }) => kind === 'apart').map(({ to }) => to));

/** Packages are in no group, but for the reader of words, which every run uses. */
export const isApart = (id) => /node_modules[\\/](?!yargs-parser[\\/])/.test(id) || APART.has(resolve(id));

const PART = '\0part:';
const DOOR = '\0door:';

/** The module that is all of a part. */
export const moduleOf = (part) => PART + part;

/** The functions and classes that a module exports. */
function calledIn(path) {
  const found = readFileSync(path, 'utf8').matchAll(/^export (?:async )?(function\*?|class) (\w+)/gm);
  return [...found].map(([, kind, name]) => ({ name, isClass: kind === 'class' }));
}

/** `parts`: the files of the parts in this bundle, by name; nothing in it may call what another part has. */
export const laterParts = (parts) => ({
  name: 'later-parts',
  resolveId(source, importer) {
    if (source.startsWith(PART)) return source;
    if (importer === undefined || !source.startsWith('.')) return null;
    if (importer.startsWith(DOOR)) return { id: source, external: true };
    const target = resolve(dirname(importer), source);
    const door = DOORS.find(({ from, to }) => from === resolve(importer) && to === target);
    return door === undefined ? null : `${DOOR}${door.name}:${relative('.', target)}`;
  },
  load(id) {
    if (id.startsWith(PART)) {
      const behind = DOORS.filter(({ name }) => name === id.slice(PART.length));
      return [...new Set(behind.map(({ to }) => to))]
        .map((path) => {
          const names = calledIn(path).map(({ name }) => name);
          return `export { ${names.join(', ')} } from ${JSON.stringify(path)};`;
        })
        .join('\n');
    }
    if (!id.startsWith(DOOR)) return null;
    const [part, path] = id.slice(DOOR.length).split(':');
    const called = calledIn(path);
    if (!(part in parts))
      return called.map(({ name }) => `export function ${name}() { throw new Error('${part}'); }`).join('\n');
    const calls = called.map(({ name, isClass }) => {
      const made = isClass ? 'new ' : '';
      return `export function ${name}(...args) { return ${made}(part().${name})(...args); }`;
    });
    return `let loaded;\nconst part = () => loaded ??= require('./${parts[part]}.js');\n${calls.join('\n')}`;
  },
});
