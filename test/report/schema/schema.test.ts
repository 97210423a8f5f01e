import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { reportSchema } from '../../rooms/report.ts';
import { osscap } from '../../support/command.ts';
import { reportProblems } from '../../support/schema.ts';

const FILE = fileURLToPath(new URL('../../../schema/report.schema.json', import.meta.url));
const CAPTURES = fileURLToPath(new URL('../../../fixtures/captures', import.meta.url));

const captures = readdirSync(CAPTURES)
  .filter((name) => !name.endsWith('.json'))
  .map((name) => `${CAPTURES}/${name}`);

describe('the JSON Schema of the report', () => {
  it('is published as it is in the sources', () => {
    const text = `${JSON.stringify(reportSchema(), null, 2)}\n`;
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(FILE, text);
    expect(readFileSync(FILE, 'utf8')).toBe(text);
  });

  it.each(['en', 'zh'])('holds for the report of every fixture (%s)', (lang) => {
    const args = ['scan', ...captures, '/nonexistent', '--format', 'json', '--lang', lang, '--verify-bodies'];
    const report = JSON.parse(osscap(args).stdout) as { captures: unknown[] };
    expect(report.captures).toHaveLength(captures.length);
    expect(reportProblems(report)).toEqual([]);
  });

  it('holds for every line of NDJSON', () => {
    const { stdout } = osscap(['scan', ...captures, '/nonexistent', '--format', 'ndjson']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(captures.length + 2);
    for (const line of lines)
      expect(reportProblems(JSON.parse(line), 'line'), line.slice(0, 200)).toEqual([]);
  });

  it('refuses what is no report', () => {
    const report = JSON.parse(osscap(['scan', captures[0] ?? '', '--format', 'json']).stdout);
    expect(reportProblems({ ...report, schemaVersion: 2 })).not.toEqual([]);
    expect(reportProblems({ ...report, summary: { ...report.summary, exchanges: '9' } })).not.toEqual([]);
    expect(reportProblems({ ...report, unheardOf: true })).not.toEqual([]);
    const [first, ...rest] = report.captures;
    const { path, ...without } = first;
    expect(path).toBe(captures[0]);
    expect(reportProblems({ ...report, captures: [without, ...rest] })).not.toEqual([]);
  });
});
