import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expandInputs, namesInput, type ReadOptions } from '../rooms/node.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'osscap-inputs-'));
  mkdirSync(join(folder, 'deep', 'er'), { recursive: true });
  mkdirSync(join(folder, 'none'));
  for (const name of [
    'b.pcap',
    'a.pcapng.gz',
    'rot.pcap10',
    'rot.pcap2',
    'notes.txt',
    'deep/c.CAP',
    'deep/er/d.ntar',
    'none/x.pcap.bak',
    'w[1].pcap',
  ]) {
    writeFileSync(join(folder, name), '');
  }
  symlinkSync(folder, join(folder, 'deep', 'loop'));
  symlinkSync(join(folder, 'b.pcap'), join(folder, 'link.pcap'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function expand(...paths: string[]): Promise<{ files: string[]; unreadable: unknown[] }> {
  const { inputs, unreadable } = await expandInputs(
    paths.map((path) => (path === '-' ? path : join(folder, path))),
    folder,
  );
  const short = (path: string): string => path.replace(`${folder}/`, '').replace(folder, '.');
  return {
    files: inputs.map(({ path }) => short(path)),
    unreadable: unreadable.map(({ path, reason }) => [short(path), reason]),
  };
}

describe('expandInputs', () => {
  it('searches folders, in the order of the names and of the numbers in them', async () => {
    expect(await expand('.')).toEqual({
      files: [
        'a.pcapng.gz',
        'b.pcap',
        'deep/c.CAP',
        'deep/er/d.ntar',
        'rot.pcap2',
        'rot.pcap10',
        'w[1].pcap',
      ],
      unreadable: [],
    });
  });

  it('reads those texts of a folder that hold HTTP, but not what it wrote itself', async () => {
    const texts = join(folder, 'texts');
    mkdirSync(texts);
    const request = 'GET /k HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\n\r\n';
    const archive = (creator: string): string =>
      JSON.stringify({ log: { version: '1.2', creator: { name: creator, version: '1' }, entries: [] } });
    for (const [name, content] of [
      ['follow.txt', `${request}HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n`],
      ['prose.txt', 'We sent a GET request and got HTTP/1.1 back.\n'],
      ['binary.log', '\0\u0001\u0002'],
      ['empty.txt', ''],
      ['sdk.log', request],
      ['browser.har', archive('WebInspector')],
      ['report.har', archive('osscap')],
      ['data.json', archive('WebInspector')],
    ] as const) {
      writeFileSync(join(texts, name), content);
    }
    writeFileSync(join(texts, 'packed.txt.gz'), gzipSync(request));
    writeFileSync(join(texts, 'later.pcap.zst'), '');
    expect((await expand('texts')).files).toEqual([
      'texts/browser.har',
      'texts/follow.txt',
      'texts/later.pcap.zst',
      'texts/packed.txt.gz',
      'texts/sdk.log',
    ]);
    rmSync(texts, { recursive: true });
  });

  it('takes files as they are named, whatever their ending, each once', async () => {
    expect(await expand('notes.txt', 'link.pcap', '-', 'b.pcap', './b.pcap', '-')).toEqual({
      files: ['notes.txt', 'link.pcap', '-'],
      unreadable: [],
    });
  });

  it('matches patterns, and prefers a file of that very name', async () => {
    expect((await expand('*.pcap')).files).toEqual(['b.pcap', 'w[1].pcap']);
    expect((await expand('**/*.{CAP,ntar}')).files).toEqual(['deep/c.CAP', 'deep/er/d.ntar']);
    expect((await expand('w[1].pcap')).files).toEqual(['w[1].pcap']);
  });

  it('matches as shells do, hidden files too, and counts by the numbers in names', async () => {
    const patterns = join(folder, 'patterns');
    mkdirSync(join(patterns, 'in', '.hidden'), { recursive: true });
    const names = ['c10.pcap', 'c9.pcap', 'c1.pcap', 'd.pcap', '.h.pcap', 'in/c2.pcap', 'in/.hidden/c3.pcap'];
    for (const name of names) writeFileSync(join(patterns, name), '');
    const found = async (pattern: string): Promise<string[]> =>
      (await expand(`patterns/${pattern}`)).files.map((path) => path.replace('patterns/', ''));
    expect(await found('c*.pcap')).toEqual(['c1.pcap', 'c9.pcap', 'c10.pcap']);
    expect(await found('c{9,10}.pcap')).toEqual(['c9.pcap', 'c10.pcap']);
    expect(await found('c{1..9}.pcap')).toEqual(['c1.pcap', 'c9.pcap']);
    expect(await found('c[0-9].pcap')).toEqual(['c1.pcap', 'c9.pcap']);
    expect(await found('?.pcap')).toEqual(['d.pcap']);
    expect(await found('!(c*).pcap')).toEqual(['.h.pcap', 'd.pcap']);
    expect(await found('**/c?.pcap')).toEqual(['c1.pcap', 'c9.pcap', 'in/.hidden/c3.pcap', 'in/c2.pcap']);
    expect(await found('.*')).toEqual(['.h.pcap']);
    // A pattern that matches folders alone is that of what they hold.
    expect(await found('i*')).toEqual(['in/.hidden/c3.pcap', 'in/c2.pcap']);
    rmSync(patterns, { recursive: true });
  });

  it('follows links to folders as shells do: not those that ** meets, but by whatever else names them', async () => {
    const farm = join(folder, 'farm');
    const packages = Array.from({ length: 12 }, (_, at) => `p${at}`);
    // As in the workspace of a package manager, each leads to all others: there are more ways through them
    // than can be gone.
    for (const name of packages) {
      mkdirSync(join(farm, name), { recursive: true });
      for (const other of packages) symlinkSync(join('..', other), join(farm, name, `to-${other}`));
    }
    writeFileSync(join(farm, 'p3', 'f.pcap'), '');
    symlinkSync(join('..', 'p3', 'f.pcap'), join(farm, 'p5', 'g.pcap'));
    expect((await expand('farm/**/*.pcap')).files).toEqual(['farm/p3/f.pcap']);
    expect((await expand('farm/**/g.*')).files).toEqual(['farm/p5/g.pcap']);
    expect((await expand('farm/{**,none}/*.pcap')).files).toEqual(['farm/p3/f.pcap']);
    expect((await expand('farm/p1/to-*/*.pcap')).files).toEqual(['farm/p1/to-p3/f.pcap']);
    expect((await expand('farm/p[1]/*/**/*.pcap')).files).toEqual(['farm/p1/to-p3/f.pcap']);
    expect((await expand('farm/**/to-p3/f.pcap')).files).toEqual(['farm/p0/to-p3/f.pcap']);
    rmSync(farm, { recursive: true });
  });

  it('searches a folder once that a pattern matches with those within', async () => {
    mkdirSync(join(folder, 'nest', 'a', 'b', 'c'), { recursive: true });
    writeFileSync(join(folder, 'nest', 'a', 'b', 'c', 'x.txt'), 'no HTTP');
    expect(await expand('nest/**/[abc]')).toEqual({
      files: [],
      unreadable: [['nest/a', 'no-captures-in-folder']],
    });
    rmSync(join(folder, 'nest'), { recursive: true });
  });

  it('takes the name of a folder as it stands, whatever it would match', async () => {
    for (const name of ['x (1)', 'x [1]', 'x {1}', '!x']) {
      mkdirSync(join(folder, 'odd', name), { recursive: true });
      writeFileSync(join(folder, 'odd', name, 'e.pcap'), '');
    }
    for (const name of ['x (1)', 'x [1]', 'x {1}', '!x']) {
      expect((await expand(`odd/${name}/*.pcap`)).files).toEqual([`odd/${name}/e.pcap`]);
    }
    expect((await expand('odd/x \\(1\\)/*.pcap')).files).toEqual(['odd/x (1)/e.pcap']);
    expect((await expand('odd/x*/*.pcap')).files).toHaveLength(3);
    const { inputs } = await expandInputs(['../x (1)/e.*'], join(folder, 'odd', '!x'));
    expect(inputs).toEqual([{ path: '../x (1)/e.pcap' }]);
    rmSync(join(folder, 'odd'), { recursive: true });
  });

  it('matches patterns relative to the working folder', async () => {
    const { inputs } = await expandInputs(['b.*'], folder);
    expect(inputs).toEqual([{ path: 'b.pcap' }]);
  });

  it('matches what is in the working folder from around it', async () => {
    const [all, deep] = [['../b.pcap', '../rot.pcap2', 'c.CAP'], join(folder, 'deep')];
    const found = async (pattern: string) => {
      const { inputs, unreadable } = await expandInputs([pattern], deep);
      return [...inputs.map(({ path }) => path), ...unreadable.map(({ reason }) => reason)];
    };
    const pattern = '**/{b,rot,c}.{pcap,pcap2,CAP}';
    for (const around of ['..', '../none/..']) expect(await found(`${around}/${pattern}`)).toEqual(all);
    // One that starts at the root names what it matches from there, as a shell does.
    const full = ['b.pcap', 'w[1].pcap'].map((name) => join(folder, name));
    for (const around of [folder, `${deep}/../../${basename(folder)}`]) {
      expect(await found(`${around}/{b,w?1?}.pcap`)).toEqual(full);
    }
    expect(await found(`${folder}/d*p`)).toEqual(['c.CAP', 'er/d.ntar'].map((name) => join(deep, name)));
    expect(await found('../**/*.ntar')).toEqual(['er/d.ntar']);
    expect(await found('../*/c.CAP')).toEqual(['c.CAP']);
    expect(await found('../deep/*.CAP')).toEqual(['c.CAP']);
    expect(await found('../d*p')).toEqual(['c.CAP', 'er/d.ntar']);
    expect(await found('../!(b|rot).pcap')).toEqual(['../link.pcap', '../w[1].pcap']);
    expect(await found('../!b*')).toEqual(['no-match']);
    expect(await found('/*.none')).toEqual(['no-match']);
  });

  it('reports what leads nowhere, and goes on', async () => {
    expect(await expand('missing.pcap', 'none', '*.nothing', 'b.pcap/x', 'b.pcap')).toEqual({
      files: ['b.pcap'],
      unreadable: [
        ['missing.pcap', 'missing'],
        ['none', 'no-captures-in-folder'],
        ['*.nothing', 'no-match'],
        ['b.pcap/x', 'missing'],
      ],
    });
  });

  it.skipIf(process.getuid?.() === 0)('reports a folder that may not be read', async () => {
    const locked = join(folder, 'none', 'locked');
    mkdirSync(locked);
    chmodSync(locked, 0);
    expect((await expand('none/locked')).unreadable).toEqual([['none/locked', 'permission']]);
    chmodSync(locked, 0o700);
  });
});

it('tells a path from a mistyped command', async () => {
  expect(await namesInput(join(folder, 'b.pcap'))).toBe(true);
  expect(await namesInput('*.pcap')).toBe(true);
  expect(await namesInput('-')).toBe(true);
  expect(await namesInput(join(folder, 'scna'))).toBe(false);
});

describe('packed files that may be one rotated capture', () => {
  /** A capture with an empty packet at each of these seconds. */
  function capture(...seconds: number[]): Buffer {
    const words = [0xa1b2c3d4, 0x00040002, 0, 0, 65_535, 1, ...seconds.flatMap((at) => [at, 0, 0, 0])];
    const bytes = Buffer.alloc(words.length * 4);
    for (const [at, word] of words.entries()) bytes.writeUInt32LE(word, at * 4);
    return bytes;
  }

  async function countInputs(reading: ReadOptions): Promise<number> {
    const paths = ['set.pcap.gz', 'set.pcap1.gz'].map((name) => join(folder, name));
    for (const [at, path] of paths.entries()) {
      writeFileSync(path, gzipSync(at === 0 ? capture(100, 300) : capture(200)));
    }
    return (await expandInputs(paths, folder, 'found', reading)).inputs.length;
  }

  it('are unpacked to their last packet, but not beyond what a packed file may come to', async () => {
    expect(await countInputs({})).toBe(2);
    // What would distinguish them lies behind that.
    expect(await countInputs({ limits: { unpackedBytes: 40 } })).toBe(1);
  });

  it('are not unpacked after an interruption', async () => {
    expect(await countInputs({ limits: { unpackedBytes: 40 }, signal: AbortSignal.abort() })).toBe(2);
  });
});
