import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const scripts = (
  JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
).scripts;

describe.each(['docs/extending.md', 'docs/extending.zh-CN.md'])('%s', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');

  it('names files, folders and commands that there are', () => {
    const paths = [...text.matchAll(/`((?:src|test|fixtures|docs|schema)\/[^`\s]*)`/g)].map(
      ([, path = '']) => path,
    );
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    const commands = [...text.matchAll(/`npm run ([a-z:-]+)/g)].map(([, name = '']) => name);
    expect(commands.length).toBeGreaterThan(5);
    expect(commands.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it('says what every folder of the sources is for', () => {
    const foldersIn = (path: string) =>
      readdirSync(join(ROOT, path), { withFileTypes: true })
        .filter((each) => each.isDirectory())
        .map(({ name }) => `${path}/${name}`);
    const told = [...text.matchAll(/^\| `(src\/[\w/]+)` /gm)].map(([, folder]) => folder);
    expect(told.sort()).toEqual([...foldersIn('src'), ...foldersIn('src/engine')].sort());
  });

  it('says what every folder of the reports is for', () => {
    const folders = readdirSync(join(ROOT, 'src/report'), { withFileTypes: true }).filter((each) =>
      each.isDirectory(),
    );
    const rows = [...text.matchAll(/^\| (`\w+`(?:[,、] ?`\w+`)*) +\|/gm)].flatMap(([, names = '']) =>
      [...names.matchAll(/\w+/g)].map(([name]) => name),
    );
    expect(rows.sort()).toEqual(folders.map(({ name }) => name).sort());
  });
});
