import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { displayWidth } from '../rooms/bytes.ts';
import type { Texts } from '../rooms/sentences.ts';
import { osscap } from '../support/command.ts';
import { EN, ZH } from '../support/texts.ts';

/* The answer is on the first screen, and with one cause the whole report is: measured on every fixture. */

const ROWS = 24;
const COLUMNS = 80;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const FIXTURES = readdirSync(join(ROOT, 'fixtures'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.pcap(?:ng)?(?:\.gz|\.zst)?$/.test(name) || /^text.*\.(?:txt|log)$/.test(name))
  .map((name) => join('fixtures', name))
  .sort();

/** Rows that lines take: a command that is longer than one goes on in the next. */
function rowsOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(displayWidth(line) / COLUMNS)), 0);
}

/**
 * Characters that terminals draw two columns wide where ambiguous ones are (`xterm -cjk_width`), among those
 * that reports use: UAX #11.
 */
const AMBIGUOUS = /[·×§°±–—‘’“”…→↑↓─│┌┐└┘├┤▲▼■□●○★☆※]/gu;

const wideColumns = (line: string): number => displayWidth(line) + (line.match(AMBIGUOUS)?.length ?? 0);

/** Lines with columns: titles, and what stands below them up to a blank line. */
function tableRows(lines: readonly string[], texts: Texts): readonly string[] {
  const { field } = texts.short;
  const count = texts.short['column-count'];
  let isTable = false;
  return lines.filter((line) => {
    if (line.startsWith(`  ${field} `) || line.startsWith(`${count} `)) isTable = true;
    else if (line === '' || /^ {2}\S+ +osscap /.test(line)) isTable = false;
    return isTable;
  });
}

/** What the command prints of each fixture: looked at more than once. */
const printed = new Map<string, ReturnType<typeof osscap>>();

function scanned(path: string, lang: Texts['lang']): ReturnType<typeof osscap> {
  const key = `${lang} ${path}`;
  const known =
    printed.get(key) ?? osscap(['scan', path, '--width', String(COLUMNS), '--lang', lang], { cwd: ROOT });
  printed.set(key, known);
  return known;
}

it.each([EN, ZH])(
  'no line breaks where ambiguous characters are wide, and no column moves: $lang',
  (texts) => {
    const { stdout } = osscap(['scan', ...FIXTURES, '--width', String(COLUMNS), '--lang', texts.lang], {
      cwd: ROOT,
    });
    const lines = stdout.split('\n').filter((line) => !line.includes('osscap '));
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.filter((line) => wideColumns(line) > COLUMNS)).toEqual([]);
    for (const path of FIXTURES) {
      const all = scanned(path, texts.lang)
        .stdout.split('\n')
        .filter((line) => !line.includes('osscap '));
      expect(all.filter((line) => wideColumns(line) > COLUMNS, path)).toEqual([]);
      // of a table, only what has nothing behind it may hold such characters, and a masked value
      for (const row of tableRows(all, texts)) expect(row, path).not.toMatch(/[·“”—].*\S {2,}\S/u);
    }
  },
);

it.each([EN, ZH])('one cause fits a screen of 24 rows and 80 columns, with its cure: $lang', (texts) => {
  const { lang, short } = texts;
  let measured = 0;
  let whole = 0;
  let first = 0;
  for (const path of FIXTURES) {
    const { stdout, stderr } = scanned(path, lang);
    const lines = (stderr + stdout).trimEnd().split('\n');
    if (lines.filter((line) => line.startsWith('✗ ')).length !== 1) continue;
    measured++;
    // the prompt has a row, too
    if (rowsOf(lines) < ROWS) whole++;
    const cure = lines.findIndex((line) => line.startsWith(`  ${short['row-fix']} `));
    if (cure >= 0 && rowsOf(lines.slice(0, cure + 1)) < ROWS) first++;
  }
  expect(measured).toBeGreaterThan(100);
  expect(whole / measured).toBeGreaterThan(0.9);
  expect(first / measured).toBeGreaterThan(0.95);
});
