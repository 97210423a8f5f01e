import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathView, shownPath } from '../rooms/report.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { MASKED_FORMATS } from '../support/formats.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures');

/** Captures of both sides of a proxy, of clients whose refusals others explain, and a text. */
function capturesIn(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const from of ['field', 'hops']) {
    for (const name of readdirSync(join(FIXTURES, from))) {
      if (/\.(?:pcap|pcapng|log|txt)$/.test(name)) cpSync(join(FIXTURES, from, name), join(folder, name));
    }
  }
}

describe('paths in masked reports', () => {
  it.each([
    ['/home/ann/work/caps/a.pcap', 'caps/a.pcap'],
    ['/home/ann/work', '…/ann/work'],
    ['/home/ann/workshop/a.pcap', '…/workshop/a.pcap'],
    ['/home/ann/secret/caps/a.pcap', '…/caps/a.pcap'],
    ['../../bob/caps/a.pcap', '…/caps/a.pcap'],
    ['/home/ann/work/../x/y/a.pcap', '…/y/a.pcap'],
    ['C:\\Users\\ann\\caps\\a.pcap', '…/caps/a.pcap'],
    ['\\\\server\\ann\\caps\\a.pcap', '…/caps/a.pcap'],
    ['/a.pcap', '…/a.pcap'],
    ['caps/a.pcap', 'caps/a.pcap'],
    ['-', '-'],
  ])('of %s are %s', (path, shown) => {
    expect(shownPath(path, pathView('/home/ann/work', []))).toBe(shown);
  });

  it('tell captures outside of the working directory apart whose last parts are alike', () => {
    const folder = temporaryFolder();
    const [first, second, inside] = [
      ['home/ann-example', '01-sigurl-axios-put-string'],
      ['home/bob-example', '02-sigurl-fetch-put-string'],
      ['cwd', '05-sigurl-formdata'],
    ].map(([place = '', name = '']) => {
      const path = join(folder, place, 'caps', 'a.pcap');
      mkdirSync(dirname(path), { recursive: true });
      cpSync(join(FIXTURES, 'field', `${name}.pcap`), path);
      return path;
    });
    const missing = join(folder, 'home/eve-example/caps/a.pcap');
    const paths = [first, second, inside, missing].map((path) => path ?? '');
    const cwd = join(folder, 'cwd');
    for (const job of ['1', '2']) {
      const out = join(temporaryFolder(), 'reports');
      mkdirSync(out);
      const formats = MASKED_FORMATS.flatMap((name) => ['--format', `${name}=${join(out, name)}`]);
      osscap(['scan', ...paths, '--all', '--jobs', job, ...formats], { cwd });
      for (const name of MASKED_FORMATS) {
        const text = readFileSync(join(out, name), 'utf8').replaceAll('%E2%80%A6', '…');
        expect([name, /(?:ann|bob|eve)-example/.exec(text)?.[0]]).toEqual([name, undefined]);
        const shown = new Set(text.match(/…\d*\/caps\/a\.pcap/g));
        // of one that cannot be read, CSV has no line
        expect([name, shown.size]).toEqual([name, name === 'csv' || name === 'har' ? 2 : 3]);
      }
    }
    const compared = osscap(['compare', ...paths.slice(0, 2), '--format', 'html'], { cwd }).stdout;
    expect(compared).toContain('…/caps/a.pcap');
    expect(compared).toContain('…2/caps/a.pcap');
  });

  it.each([
    ['outside of the working directory', '..', ['1', '2']],
    ['within it', '.', ['1', '2']],
  ])('name nobody: %s, in every format, and whichever thread makes a line', (_, from, jobs) => {
    const home = join(temporaryFolder(), 'home', 'ann-example');
    const folder = join(home, 'private-project', 'caps');
    capturesIn(folder);
    const cwd = from === '.' ? join(home, 'private-project') : join(home, 'elsewhere');
    mkdirSync(cwd, { recursive: true });
    for (const job of jobs) {
      const out = join(temporaryFolder(), 'reports');
      mkdirSync(out);
      const formats = MASKED_FORMATS.flatMap((name) => ['--format', `${name}=${join(out, name)}`]);
      const missing = join(folder, 'no-such.pcap');
      osscap(['scan', folder, missing, '--all', '--jobs', job, ...formats], { cwd });
      for (const name of MASKED_FORMATS) {
        const text = readFileSync(join(out, name), 'utf8');
        expect([name, job, /ann-example|private-project/.exec(text)?.[0]]).toEqual([name, job, undefined]);
        const isNamed = text.includes(from === '.' ? 'caps/' : '…/caps/') || text.includes('%E2%80%A6/caps/');
        expect([name, isNamed]).toEqual([name, true]);
      }
    }
  });

  it('are as they were given in the evidence', () => {
    const folder = join(temporaryFolder(), 'ann-example', 'caps');
    capturesIn(folder);
    const { stdout } = osscap(['scan', folder, '--format', 'ndjson'], { cwd: temporaryFolder() });
    expect(stdout).toContain('ann-example/caps/');
  });

  it.each(['..', '.'])('of captures that refer to each other name nobody, from %s', (from) => {
    const home = join(temporaryFolder(), 'ann-example', 'private-project');
    const folder = join(home, 'caps');
    capturesIn(folder);
    const cwd = from === '.' ? home : temporaryFolder();
    const sides = ['client', 'server'].map((side) => join(folder, `apache.${side}.pcap`));
    const evidence = osscap(['scan', ...sides, '--format', 'json'], { cwd }).stdout;
    const other: { captures: { exchanges: { diagnosis?: { hops?: { capture?: string }[] } }[] }[] } =
      JSON.parse(evidence);
    const named = other.captures.flatMap(({ exchanges }) =>
      exchanges.flatMap(({ diagnosis }) => diagnosis?.hops?.map(({ capture }) => capture) ?? []),
    );
    expect(named).toContain(sides[1]);
    for (const name of MASKED_FORMATS) {
      const { stdout } = osscap(['scan', ...sides, '--all', '--format', name], { cwd });
      expect([name, /ann-example|private-project/.exec(stdout)?.[0]]).toEqual([name, undefined]);
      expect([name, /caps\/apache\.(?:server|client)/.test(stdout)]).toEqual([name, true]);
    }
  });

  it('are masked in the page of a comparison, and as they were given on the terminal and in JSON', () => {
    const home = join(temporaryFolder(), 'ann-example');
    const folder = join(home, 'caps');
    capturesIn(folder);
    const sides = ['client', 'server'].map((side) => join(folder, `nginx.${side}.pcap`));
    const said = (format: string, cwd: string): string =>
      osscap(['compare', ...sides, '--format', format, '--width', '200'], { cwd }).stdout;
    const [outside, inside] = [said('html', temporaryFolder()), said('html', home)];
    for (const page of [outside, inside]) expect(page).not.toContain('ann-example');
    expect(outside).toContain('…/caps/nginx.server.pcap');
    expect(inside).toContain(' caps/nginx.client.pcap');
    for (const format of ['table', 'json']) {
      expect(said(format, temporaryFolder())).toContain(join(folder, 'nginx.server.pcap'));
    }
  });
});
