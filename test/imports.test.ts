import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SOURCES = fileURLToPath(new URL('../src', import.meta.url));

/**
 * Which rooms a room may import, beside itself, and does. Files directly under `src/` are rooms of their own.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  bytes: [],
  capture: ['bytes'],
  packet: ['bytes', 'capture'],
  stream: ['bytes', 'packet'],
  http: ['bytes', 'stream'],
  sign: ['bytes'],
  oss: ['bytes', 'http', 'sign'],
  diagnose: ['bytes', 'http', 'sign', 'oss'],
  'diagnose/search': ['bytes', 'sign', 'oss', 'diagnose'],
  'diagnose/hops': ['bytes', 'http', 'sign', 'oss', 'diagnose'],
  'features/suspects': ['bytes', 'http', 'sign', 'oss', 'diagnose', 'results.ts'],
  'features/advice': ['bytes', 'http', 'sign', 'oss', 'diagnose'],
  'features/bodies': ['bytes', 'http', 'sign', 'oss'],
  'features/reading-features.ts': ['http', 'features/timing', 'features/tls'],
  'features/tls': ['bytes', 'stream', 'http', 'limits.ts'],
  'features/timing': ['bytes', 'packet', 'stream', 'http'],
  'features/uploads': ['bytes', 'http', 'sign', 'oss', 'limits.ts'],
  'features/text': ['bytes', 'http', 'sign', 'limits.ts'],
  report: [
    'bytes',
    'capture',
    'packet',
    'http',
    'sign',
    'oss',
    'diagnose',
    'diagnose/search',
    'diagnose/hops',
    'limits.ts',
    'results.ts',
    'features/suspects',
    'features/advice',
    'features/timing',
    'features/uploads',
  ],
  'limits.ts': ['bytes', 'stream', 'http', 'diagnose'],
  'reading.ts': ['bytes', 'capture', 'packet', 'stream', 'http', 'limits.ts'],
  'results.ts': ['bytes', 'capture', 'packet', 'http', 'oss', 'diagnose'],
  'exchange-observer.ts': ['bytes', 'oss', 'diagnose', 'results.ts'],
  'pipeline.ts': [
    'bytes',
    'capture',
    'http',
    'sign',
    'oss',
    'diagnose',
    'limits.ts',
    'reading.ts',
    'results.ts',
    'exchange-observer.ts',
  ],
  'scan-pipeline.ts': [
    'sign',
    'diagnose/search',
    'diagnose/hops',
    'report',
    'limits.ts',
    'results.ts',
    'exchange-observer.ts',
    'pipeline.ts',
    'features/suspects',
    'features/advice',
    'features/bodies',
    'features/reading-features.ts',
    'features/tls',
    'features/uploads',
  ],
  'index.ts': [
    'bytes',
    'capture',
    'http',
    'sign',
    'oss',
    'diagnose',
    'results.ts',
    'limits.ts',
    'scan-pipeline.ts',
    'features/text',
    'features/tls',
  ],
  'text.ts': ['bytes', 'sign', 'diagnose', 'report'],
  extract: [
    'bytes',
    'capture',
    'packet',
    'stream',
    'http',
    'sign',
    'oss',
    'report',
    'limits.ts',
    'features/bodies',
  ],
  inputs: [
    'bytes',
    'capture',
    'http',
    'sign',
    'oss',
    'diagnose',
    'diagnose/hops',
    'results.ts',
    'reading.ts',
    'limits.ts',
    'pipeline.ts',
    'scan-pipeline.ts',
    'features/suspects',
    'features/text',
  ],
  node: [
    'bytes',
    'inputs',
    'extract',
    'capture',
    'http',
    'sign',
    'oss',
    'diagnose',
    'diagnose/hops',
    'report',
    'results.ts',
    'reading.ts',
    'limits.ts',
    'pipeline.ts',
    'scan-pipeline.ts',
    'index.ts',
    'features/suspects',
    'features/bodies',
    'features/reading-features.ts',
    'features/text',
    'features/tls',
    'features/uploads',
  ],
  web: [
    'bytes',
    'capture',
    'sign',
    'oss',
    'report',
    'limits.ts',
    'results.ts',
    'scan-pipeline.ts',
    'inputs',
    'features/suspects',
    'features/tls',
    'features/uploads',
  ],
  cli: [
    'bytes',
    'sign',
    'oss',
    'diagnose',
    'diagnose/search',
    'diagnose/hops',
    'report',
    'limits.ts',
    'results.ts',
    'inputs',
    'node',
  ],
};

/** Packages, and the files that may import each. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'pcap-parser': ['node/capture-pcap-parser.ts'],
  // its types, and where there is no Node.js to load it
  'fast-xml-parser': ['oss/', 'web/page/scan-files.ts'],
  'cli-table3': ['report/table/table-style.ts'],
  tinyglobby: ['node/inputs.ts'],
  '@noble/hashes': ['web/hasher.ts'],
  '@noble/ciphers': ['web/tls-crypto.ts'],
  pako: ['web/inflate.ts'],
};

/**
 * No more than so many files, and lines in them. A figure goes up only in a commit of its own, which says what
 * users get for it.
 */
interface Budget {
  readonly files: number;
  readonly lines: number;
}

/** All of `src`, but for what is generated. */
const SOURCES_BUDGET: Budget = { files: 584, lines: 115_700 };

/**
 * The spine is what `pipeline.ts` reaches without an `import()`, types included: the way from bytes to a
 * diagnosis. A good sixth of its lines are the sentences of causes, which it reaches for their types alone.
 */
const SPINE_BUDGET: Budget = { files: 169, lines: 34_500 };

/** Made by the build. */
const GENERATED = 'report/html/page-asset.ts';

interface Edge {
  readonly from: string;
  readonly to: string;
  /** Whether it is an `import()`. */
  readonly isLazy: boolean;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory()
      ? sourceFiles(path)
      : path.endsWith('.ts') && !path.endsWith('.d.ts')
        ? [path]
        : [];
  });
}

function importsOf(path: string): Edge[] {
  const text = readFileSync(path, 'utf8');
  const from = relative(SOURCES, path);
  const found = text.matchAll(
    /^(?:import|export)\s[^;'"]*?from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  return [...found].map(([, from_, bare, lazy]) => {
    return { from, to: from_ ?? bare ?? lazy ?? '', isLazy: lazy !== undefined };
  });
}

/** Folders that are rooms of their own, beside the rest of the folder that they are in. */
const INNER_ROOMS = ['diagnose/search', 'diagnose/hops'];

function room(path: string): string {
  const [first, second] = path.split('/');
  const inner = `${first}/${second}`;
  return first === 'features' || INNER_ROOMS.includes(inner) ? inner : (first ?? path);
}

/** What files are held to, and how much of it they have. */
function sizeOf(files: readonly string[]): Budget {
  const lines = files.map((file) => readFileSync(join(SOURCES, file), 'utf8').split('\n').length - 1);
  return { files: files.length, lines: lines.reduce((sum, each) => sum + each, 0) };
}

function expectWithin(name: string, files: readonly string[], budget: Budget): void {
  const size = sizeOf(files);
  const [ofFiles, ofLines] = [
    `${size.files} files of ${budget.files}`,
    `${size.lines} lines of ${budget.lines}`,
  ];
  process.stdout.write(`${name}: ${ofFiles}, ${ofLines}\n`);
  expect(size.files).toBeLessThanOrEqual(budget.files);
  expect(size.lines).toBeLessThanOrEqual(budget.lines);
}

const edges = sourceFiles(SOURCES).flatMap(importsOf);

describe('imports', () => {
  it('are found', () => {
    expect(edges.length).toBeGreaterThan(200);
  });

  it('go one way between the rooms', () => {
    const wrong = edges
      .filter(({ to }) => to.startsWith('.'))
      .map(({ from, to }) => ({ from, to: join(dirname(from), to) }))
      .filter(
        ({ from, to }) => room(from) !== room(to) && !(MAY_IMPORT[room(from)] ?? []).includes(room(to)),
      );
    expect(wrong).toEqual([]);
  });

  it('are all that a room may have', () => {
    const found = new Set(
      edges
        .filter(({ to }) => to.startsWith('.'))
        .map(({ from, to }) => `${room(from)} -> ${room(join(dirname(from), to))}`),
    );
    const ways = Object.entries(MAY_IMPORT).flatMap(([from, rooms]) => rooms.map((to) => `${from} -> ${to}`));
    expect(ways.filter((way) => !found.has(way))).toEqual([]);
  });

  it('of the spine are few, and none is of a feature, the search or the hops', () => {
    const spine = new Set(['pipeline.ts']);
    for (const file of spine) {
      for (const { from, to, isLazy } of edges) {
        if (from === file && to.startsWith('.') && !isLazy) spine.add(join(dirname(from), to));
      }
    }
    const others = [...spine].filter(
      (file) => file.startsWith('features/') || INNER_ROOMS.includes(room(file)),
    );
    expect(others).toEqual([]);
    expectWithin('spine', [...spine], SPINE_BUDGET);
  });

  it('are in few files of few lines', () => {
    const files = sourceFiles(SOURCES).map((path) => relative(SOURCES, path));
    expectWithin(
      'src',
      files.filter((file) => file !== GENERATED),
      SOURCES_BUDGET,
    );
  });

  it('go in no circle, of types neither', () => {
    const targets = new Map<string, string[]>();
    for (const { from, to } of edges) {
      if (to.startsWith('.')) targets.set(from, [...(targets.get(from) ?? []), join(dirname(from), to)]);
    }
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, way: readonly string[]): void => {
      const at = way.indexOf(file);
      if (at >= 0) circles.push([...way.slice(at), file].join(' -> '));
      if (at >= 0 || done.has(file)) return;
      for (const to of targets.get(file) ?? []) visit(to, [...way, file]);
      done.add(file);
    };
    for (const file of targets.keys()) visit(file, []);
    expect(circles).toEqual([]);
  });

  it('of Node stay in node/ and cli/', () => {
    const wrong = edges.filter(
      ({ from, to }) => to.startsWith('node:') && !['node', 'cli'].includes(room(from)),
    );
    expect(wrong).toEqual([]);
  });

  it('of a package stand in one file, but for the one that two surroundings load', () => {
    const foreign = edges.filter(({ to }) => !to.startsWith('.') && !to.startsWith('node:'));
    for (const { from, to } of foreign) {
      const name = /^(?:@[^/]+\/)?[^/]+/.exec(to)?.[0] ?? to;
      if (name === 'yargs') expect(room(from)).toBe('cli');
      else {
        const places = PACKAGES[name] ?? [];
        expect(
          places.some((place) => from.startsWith(place)),
          `${from} imports ${name}`,
        ).toBe(true);
      }
    }
    expect(
      new Set(foreign.filter(({ to }) => to.startsWith('yargs')).map(({ from }) => from)).size,
    ).toBeLessThanOrEqual(1);
  });
});
