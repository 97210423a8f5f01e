import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { PUTTING_IN_PLACE } from './support/put-in-place.ts';

const SOURCES = fileURLToPath(new URL('../src', import.meta.url));

/**
 * Which rooms a room may import, beside itself, and does: the way of a packet from its bytes to a report. None
 * imports a room below it.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'engine/bytes': [],
  'engine/capture': ['engine/bytes'],
  'engine/packet': ['engine/bytes', 'engine/capture'],
  'engine/stream': ['engine/bytes', 'engine/packet'],
  'engine/http': ['engine/bytes', 'engine/stream'],
  'engine/sign': ['engine/bytes'],
  'engine/oss': ['engine/bytes', 'engine/http', 'engine/sign'],
  'engine/diagnose': ['engine/bytes', 'engine/http', 'engine/sign', 'engine/oss'],
  engine: [
    'engine/bytes',
    'engine/capture',
    'engine/packet',
    'engine/stream',
    'engine/http',
    'engine/sign',
    'engine/oss',
    'engine/diagnose',
  ],
  search: ['engine/bytes', 'engine/sign', 'engine/oss', 'engine/diagnose'],
  'features/hops': ['engine/bytes', 'engine/http', 'engine/sign', 'engine/oss', 'engine/diagnose'],
  'features/redact': ['engine/bytes', 'engine/http', 'engine/sign', 'engine/oss', 'engine'],
  'features/text': ['engine/bytes', 'engine/http', 'engine/sign', 'engine'],
  'features/tls': ['engine/bytes', 'engine/stream', 'engine/http', 'engine'],
  'features/timing': ['engine/bytes', 'engine/packet', 'engine/stream', 'engine/http'],
  'features/uploads': ['engine/bytes', 'engine/http', 'engine/sign', 'engine/oss', 'engine'],
  'features/bodies': ['engine/bytes', 'engine/http', 'engine/sign', 'engine/oss'],
  'features/advice': ['engine/bytes', 'engine/http', 'engine/sign', 'engine/oss', 'engine/diagnose'],
  'features/suspects': [
    'engine/bytes',
    'engine/http',
    'engine/sign',
    'engine/oss',
    'engine/diagnose',
    'engine',
  ],
  'features/extract': [
    'engine/bytes',
    'engine/capture',
    'engine/packet',
    'engine/stream',
    'engine/http',
    'engine/sign',
    'engine/oss',
    'engine',
    'features/redact',
    'features/bodies',
  ],
  features: [
    'engine/bytes',
    'engine/http',
    'engine/sign',
    'engine/oss',
    'engine/diagnose',
    'engine',
    'search',
    'features/hops',
    'features/redact',
    'features/tls',
    'features/timing',
    'features/uploads',
    'features/bodies',
    'features/advice',
    'features/suspects',
  ],
  sentences: [
    'engine/bytes',
    'engine/http',
    'engine/sign',
    'engine/oss',
    'engine/diagnose',
    'engine',
    'features/redact',
    'features/timing',
  ],
  report: [
    'engine/bytes',
    'engine/capture',
    'engine/packet',
    'engine/http',
    'engine/sign',
    'engine/oss',
    'engine/diagnose',
    'engine',
    'search',
    'features/hops',
    'features/redact',
    'features/timing',
    'features/uploads',
    'features/advice',
    'features/suspects',
    'sentences',
  ],
  run: [
    'engine/bytes',
    'engine/capture',
    'engine/http',
    'engine/sign',
    'engine/oss',
    'engine/diagnose',
    'engine',
    'features/hops',
    'features/text',
    'features/suspects',
    'features',
  ],
  'index.ts': [
    'engine/bytes',
    'engine/capture',
    'engine/http',
    'engine/sign',
    'engine/oss',
    'engine/diagnose',
    'engine',
    'features/text',
    'features/tls',
    'features',
  ],
  node: [
    'engine/bytes',
    'engine/capture',
    'engine/http',
    'engine/sign',
    'engine/oss',
    'engine/diagnose',
    'engine',
    'features/hops',
    'features/redact',
    'features/text',
    'features/tls',
    'features/uploads',
    'features/bodies',
    'features/suspects',
    'features/extract',
    'features',
    'sentences',
    'report',
    'run',
    'index.ts',
  ],
  cli: [
    'engine/bytes',
    'engine/sign',
    'engine/oss',
    'engine/diagnose',
    'engine',
    'search',
    'features/hops',
    'features/redact',
    'sentences',
    'report',
    'run',
    'node',
  ],
  web: [
    'engine/bytes',
    'engine/capture',
    'engine/sign',
    'engine/oss',
    'engine',
    'features/redact',
    'features/tls',
    'features/uploads',
    'features/suspects',
    'features',
    'sentences',
    'report',
    'run',
  ],
  'text.ts': ['engine/bytes', 'engine/sign', 'engine/diagnose', 'sentences', 'report'],
};

/** Packages, and the files that may import each. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'pcap-parser': ['node/capture-pcap-parser.ts'],
  // its types, and where there is no Node.js to load it
  'fast-xml-parser': ['engine/oss/', 'web/page/worker.ts'],
  'cli-table3': ['report/table/table-style.ts'],
  tinyglobby: ['node/inputs.ts'],
  '@noble/hashes': ['web/crypto.ts'],
  '@noble/ciphers': ['web/crypto.ts'],
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
const SOURCES_BUDGET: Budget = { files: 521, lines: 118_363 };

/** The spine is what `pipeline.ts` reaches without an `import()`, types included: the way from bytes to a diagnosis. */
const SPINE_BUDGET: Budget = { files: 144, lines: 30_269 };

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

/** Folders of rooms. What lies beside the rooms in them is one more. */
const OF_ROOMS = ['engine', 'features'];

function room(path: string): string {
  const [first = '', second = '', inner] = path.split('/');
  return OF_ROOMS.includes(first) && inner !== undefined ? `${first}/${second}` : first;
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
    const order = Object.keys(MAY_IMPORT);
    const upward = Object.entries(MAY_IMPORT).filter(([from, rooms]) =>
      rooms.some((to) => order.indexOf(to) >= order.indexOf(from)),
    );
    expect(upward).toEqual([]);
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

  it('of the spine are few, and all of the engine', () => {
    const spine = new Set(['engine/pipeline.ts']);
    for (const file of spine) {
      for (const { from, to, isLazy } of edges) {
        if (from === file && to.startsWith('.') && !isLazy) spine.add(join(dirname(from), to));
      }
    }
    expect([...spine].filter((file) => !file.startsWith('engine/'))).toEqual([]);
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

  it('of tests come through the room', () => {
    const doors = fileURLToPath(new URL('rooms', import.meta.url));
    const led = new Set(
      readdirSync(doors).flatMap((name) =>
        [...readFileSync(join(doors, name), 'utf8').matchAll(/ from '([^']+)'/g)].map(([, to = '']) =>
          join(doors, to),
        ),
      ),
    );
    expect(led.size).toBeGreaterThan(200);
    const past = sourceFiles(dirname(doors)).flatMap((path) =>
      dirname(path) === doors || PUTTING_IN_PLACE.includes(join('test', relative(dirname(doors), path)))
        ? []
        : [...readFileSync(path, 'utf8').matchAll(/^import [^;'"]* from '(\.[^']+)';$/gm)]
            .map(([, to = '']) => join(dirname(path), to))
            .filter((to) => led.has(to))
            .map((to) => `${path} imports ${to}`),
    );
    expect(past).toEqual([]);
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
