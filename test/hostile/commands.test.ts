import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fromText } from '../rooms/bytes.ts';
import { FORMAT_NAMES, formatOf } from '../rooms/report.ts';
import { osscapProcess as osscap, temporaryFolder } from '../support/command.ts';
import { FILE_FORMATS } from '../support/formats.ts';
import { hostileCapture } from './captures.ts';
import { commandsIn, commandsInStrings, readWorkflowCommand, stringsIn } from './readers.ts';

const COMMANDS = [
  '##vso[task.setvariable variable=a]b',
  '##[error]a',
  '##[add-mask]a',
  '::error file=a::b',
  '::add-mask::a',
  '::stop-commands::a',
  "##teamcity[message text='a']",
  'section_start:1560896352:a',
  'section_end:1560896352:a',
].map((text) => fromText(text));

const folder = temporaryFolder();
const inputs = join(folder, 'in');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** What the command prints, by what it prints it with. */
const printed = new Map<string, { readonly stdout: string; readonly stderr: string }>();

beforeAll(() => {
  mkdirSync(inputs);
  // in the names of files as in every place within them
  for (const text of COMMANDS) writeFileSync(join(inputs, `${text}.pcapng`), hostileCapture(text));
  writeFileSync(join(inputs, '##[error]a.pcap'), 'no capture');
  const files = FILE_FORMATS.flatMap((name) => ['--format', `${name}=${join(folder, name)}`]);
  const run = (name: string, args: readonly string[]): void => {
    const env = { GITHUB_STEP_SUMMARY: join(folder, 'summary') };
    const { stdout, stderr } = osscap(args, { cwd: inputs, env });
    printed.set(name, { stdout, stderr });
  };
  run('table', ['.', '--all', '--format', 'table', ...files]);
  run('table -v', ['.', '--all', '-v', '--color', '--width', '40']);
  const [path = ''] = COMMANDS.map((text) => `./${text}.pcapng`);
  for (const n of [1, 3, 8, 20, 30]) {
    run(`explain ${n}`, ['explain', path, String(n)]);
    run(`explain ${n} json`, ['explain', path, String(n), '--format', 'json']);
  }
  run('compare', ['compare', path, '##[error]a.pcapng']);
  run('missing', ['::add-mask::x', '##vso[a]b.pcap', '--format', 'csv']);
}, 300_000);

describe('commands of build servers in a capture', () => {
  it('are obeyed by the reader of this test', () => {
    for (const text of COMMANDS) expect(commandsIn(` ${text}`), text).not.toEqual([]);
  });

  it('are printed broken, by every command and on both streams', () => {
    for (const [name, { stdout, stderr }] of printed) {
      expect([name, commandsIn(stdout)]).toEqual([name, []]);
      expect([name, commandsIn(stderr)]).toEqual([name, []]);
    }
    expect(printed.get('table')?.stdout).toContain('\\u0023#[error]');
    expect(printed.get('table')?.stderr).toContain('\\u0023#[error]a.pcap');
    expect(printed.get('missing')?.stderr).toContain('add-mask');
  });

  it.each([
    ...FORMAT_NAMES.filter((name) => formatOf(name).commands === 'broken' && name !== 'table'),
    'summary',
  ])('are broken in %s', (name) => {
    expect(commandsIn(read(name))).toEqual([]);
    expect(read(name)).toMatch(/\\u0023#\[|\\#\\#\\\[/);
  });

  it.each(FORMAT_NAMES.filter((name) => formatOf(name).commands === 'escaped'))(
    'are escaped in %s',
    (name) => {
      const text = read(name);
      expect(commandsInStrings(text)).toEqual([]);
      expect(text).toMatch(name === 'junit' ? /&#35;#\[error\]/ : /\\u0023#\[error\]/);
    },
  );

  it.each(['json', 'har', 'sarif', 'gitlab', 'ndjson'])('are values as they were, read from %s', (name) => {
    const documents = name === 'ndjson' ? read(name).trimEnd().split('\n') : [read(name)];
    const values = stringsIn(documents.map((document): unknown => JSON.parse(document))).join('\n');
    for (const text of COMMANDS) expect(values.includes(text), text).toBe(true);
  });

  it('are values as they were, read from XML', () => {
    const values = read('junit').replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
    for (const text of COMMANDS) expect(values.replaceAll('&apos;', "'").includes(text), text).toBe(true);
  });

  it('stand among those of the format that gives some as text', () => {
    expect(read('github')).not.toMatch(/##\w*\[/);
    for (const line of read('github').trimEnd().split('\n')) {
      expect(readWorkflowCommand(line)?.name, line).toMatch(/^(?:error|warning|notice)$/);
    }
  });

  it('are kept in CSV, which has no other way to write them', () => {
    expect(FORMAT_NAMES.filter((name) => formatOf(name).commands === 'kept')).toEqual(['csv']);
    for (const text of COMMANDS) expect(read('csv').replaceAll('""', '"').includes(text), text).toBe(true);
  });
});
