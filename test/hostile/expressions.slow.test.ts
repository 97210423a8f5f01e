import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../support/command.ts';
import { fakeIo } from '../support/fake-io.ts';
import { FIXTURES } from '../support/truth.ts';
import { expressionsOf, type Found, isSuspect, worstOf } from './expressions.ts';

const SOURCES = join(import.meta.dirname, '../../src');
const MB = 1024 * 1024;

/**
 * Expressions that run over a piece of a text alone, and its length: their worst texts are as many such
 * pieces as make a megabyte.
 */
const PIECES: readonly { readonly file: string; readonly start: string; readonly bytes: number }[] = [
  // what may hold a start line behind the headers of a packet
  { file: 'packets.ts', start: '(?:GET|PUT|POST|HEAD|DELETE|OPTIONS) ', bytes: 4216 },
  // what stands before a mark of a wire log
  { file: 'http-logs.ts', start: '(http-', bytes: 200 },
  // the beginning of a line from which a shape is made
  { file: 'http-logs.ts', start: String.raw`\s+$`, bytes: 200 },
];

/**
 * Of one that takes the square of its text, or doubles with each byte, the first sizes show it before the
 * last take for ever. All of its texts have the sizes of the first, and the slowest the others.
 */
const FIRST = [24, 32, 48, 64, 96, 1024, 16 * 1024, 64 * 1024];
const LAST = [MB / 4, MB];
/** Texts that are run at full length. */
const SLOWEST = 2;
/** Milliseconds of processor time that count as none, and those that a megabyte may take. */
const NONE = 25;
const MOST = 1500;
/** What four times the bytes may take: noise of the machine is in it. */
const MOST_TIMES = 8;

interface Text {
  readonly before: string;
  readonly again: string;
  readonly after: string;
}

/** Milliseconds of processor time that it takes to run an expression over a text. */
function taken(pattern: RegExp, { before, again, after }: Text, bytes: number, piece: number): number {
  const text = before + again.repeat(Math.ceil(bytes / again.length)) + after;
  const pieces = Array.from({ length: Math.ceil(text.length / piece) }, (_, at) =>
    text.slice(at * piece, (at + 1) * piece),
  );
  const once = (): number => {
    const start = process.cpuUsage();
    for (const each of pieces) each.replace(pattern, '');
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
  const time = once();
  // another process may have had the processor in between
  return time <= NONE ? time : Math.min(time, once());
}

/** What is wrong with an expression, if anything. */
function slowest(expression: Found): string | null {
  const { place, source, flags } = expression;
  const pattern = new RegExp(source, flags);
  const piece =
    PIECES.find(({ file, start }) => place.includes(`${file}:`) && source.startsWith(start))?.bytes ?? 2 * MB;
  const told = (text: Text, time: number, bytes: number): string =>
    `${JSON.stringify(text)}: ${time} ms for ${bytes} bytes`;
  const texts = worstOf(expression).flatMap((each) => ['\0', '\n'].map((after) => ({ ...each, after })));
  const ranked: { readonly text: Text; readonly time: number }[] = [];
  for (const text of texts) {
    let time = 0;
    for (const bytes of FIRST) {
      time = taken(pattern, text, bytes, piece);
      if (time > NONE + (MOST * bytes) / MB) return told(text, time, bytes);
    }
    ranked.push({ text, time });
  }
  ranked.sort((a, b) => b.time - a.time);
  for (const { text } of ranked.slice(0, SLOWEST)) {
    let smaller = Number.POSITIVE_INFINITY;
    for (const bytes of LAST) {
      const time = taken(pattern, text, bytes, piece);
      if (time > Math.min(MOST, MOST_TIMES * smaller)) return told(text, time, bytes);
      smaller = Math.max(NONE, time);
    }
  }
  return null;
}

const NAMES = readdirSync(SOURCES, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('page-asset.ts'));
const WRITTEN = NAMES.flatMap((name) => expressionsOf(join(SOURCES, name)));

const TOGETHER = NAMES.map((name) => join(SOURCES, name)).filter((path) =>
  readFileSync(path, 'utf8').includes('new RegExp('),
);

/** Of which file a function is that calls for an expression. */
function callerOf({ stack = '' }: Error): string | undefined {
  return TOGETHER.find((path) => stack.split('\n').some((line) => line.includes(`${path}:`)));
}

/**
 * Those that modules put together of their parts: when they are loaded, and in functions, while reports of
 * what makes them are written.
 */
async function putTogether(): Promise<{
  readonly loaded: readonly Found[];
  readonly called: readonly Found[];
}> {
  let found: Found[] = [];
  class Seen extends RegExp {
    constructor(source: string | RegExp, flags?: string) {
      super(source, flags);
      // what goes through all matches makes a copy
      const place = typeof source === 'string' ? callerOf(new Error()) : undefined;
      if (place !== undefined) found.push({ place: `${place}:`, source: this.source, flags: this.flags });
    }
  }
  vi.stubGlobal('RegExp', Seen);
  // What tests share has loaded many of them.
  vi.resetModules();
  try {
    for (const path of TOGETHER) await import(path);
    const loaded = found;
    found = [];
    await runThem();
    return { loaded, called: found };
  } finally {
    vi.unstubAllGlobals();
  }
}

/** Runs whatever puts an expression together in a function. */
async function runThem(): Promise<void> {
  const folder = temporaryFolder();
  const keys = join(FIXTURES, 'credentials.json');
  const capture = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');
  const { run } = await import('../../src/cli/run.ts');
  const { io } = fakeIo({ cwd: folder });
  const endpoint = ['--endpoint', 'h.example.com=oss/cn-hangzhou'];
  for (const texts of ['text', 'tickets']) {
    await run(['scan', join(FIXTURES, texts), '--credentials', keys, ...endpoint, '--format', 'json'], io);
  }
  await run(['extract', capture, '5', '-o', join(folder, 'a.pcapng')], io);
}

function slowOf(all: readonly Found[]): readonly string[] {
  const different = new Map(all.map((each) => [`${each.source}/${each.flags}`, each]));
  return [...different.values()].flatMap((each) => {
    const found = slowest(each);
    return found === null ? [] : [`${each.place} /${each.source}/${each.flags} ${found}`];
  });
}

describe('an expression of the sources', () => {
  it('takes time in proportion to 1 MB of its own worst texts', { timeout: 300_000 }, () => {
    expect(WRITTEN.length).toBeGreaterThan(1000);
    expect(WRITTEN.filter(isSuspect).length).toBeGreaterThan(50);
    expect(slowOf(WRITTEN)).toEqual([]);
  });

  it('does so where it is put together of parts', { timeout: 300_000 }, async () => {
    const { loaded, called } = await putTogether();
    expect(loaded.length).toBeGreaterThan(50);
    expect(loaded.filter(isSuspect).length).toBeGreaterThan(5);
    const files = [...new Set(called.map(({ place }) => basename(place)))];
    expect(files).toEqual(expect.arrayContaining(['http-logs.ts:', 'secret-finder.ts:']));
    expect(files.length).toBeGreaterThan(4);
    expect(slowOf([...loaded, ...called])).toEqual([]);
  });

  it.each([
    ['adjacent', '^a*a*b'],
    ['at every place', '=+$'],
    ['nested', '^(?:a+)*b'],
    ['behind a part that is left out', String.raw`^\s*\[?\s*"`],
  ])('is noticed where it does not: %s', (_, source) => {
    expect(slowest({ place: '', source, flags: '' })).not.toBeNull();
  });
});
