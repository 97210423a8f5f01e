import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { displayWidth } from '../../src/bytes/display-width.ts';
import { EN } from '../../src/report/text/en.ts';
import { ZH } from '../../src/report/text/zh.ts';
import { osscap } from '../support/command.ts';

/*
 * The answer is on the first screen, and with one cause the whole report is: measured on every
 * fixture.
 */

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

it.each([EN, ZH])('one cause fits a screen of 24 rows and 80 columns, with its cure: $lang', (texts) => {
  const { lang, short } = texts;
  let measured = 0;
  let whole = 0;
  let first = 0;
  for (const path of FIXTURES) {
    const args = ['scan', path, '--width', String(COLUMNS), '--lang', lang];
    const { stdout, stderr } = osscap(args, { cwd: ROOT });
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
