import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isAsyncFunction } from 'node:util/types';
import { build } from 'esbuild';
import { CHECK_SEEDS, type CheckName } from './check-seeds.ts';
import * as CHECKS from './checks.ts';
import { corpusFile, packCorpus, readCorpus } from './corpus.ts';
import { WORDS } from './mutate-text.ts';
import type { Seeds } from './seeds.ts';

/** Of the input that a case is made of: longer ones make most cases slow and few of them new. */
const LONGEST_INPUT: Readonly<Record<CheckName, number>> = {
  pcap: 1200,
  pcapng: 1400,
  packet: 1000,
  stream: 360,
  http: 2000,
  error: 1500,
  tls: 3000,
  keylog: 1500,
  text: 1600,
  har: 3000,
  blob: 3500,
  config: 400,
  credentials: 800,
  masked: 400,
  secret: 400,
  extract: 400,
  signed: 2000,
  inflate: 500,
  gunzip: 300,
  key: 1200,
  webtls: 2000,
  whole: 1300,
};
/** Of what is found, what is kept: the shortest ones that fit. */
const MOST_KEPT_BYTES = 200_000;
/** Of the checks that take a hundred times as long as others. */
const MOST_KEPT: Partial<Readonly<Record<CheckName, number>>> = {
  masked: 60,
  secret: 40,
  extract: 25,
  signed: 250,
  whole: 80,
};
const HANG_SECONDS = 20;
const MOST_MEMORY_MIB = 1536;

/** What one run of the fuzzer says of itself. */
export interface GuidedRun {
  readonly cases: number;
  /** Places in the code that the inputs reach, and distinct counts of them (edges and features). */
  readonly before: Coverage;
  readonly after: Coverage;
  /** What was found, and the file with the input; null where all promises were kept. */
  readonly finding: { readonly error: string; readonly input: string | null } | null;
}

export interface Coverage {
  readonly edges: number;
  readonly features: number;
}

export interface GuidedOptions {
  readonly fixtures: string;
  readonly seeds: Seeds;
  readonly cases: number;
  readonly seed: number;
  /** Where inputs of findings go. */
  readonly save: string;
  /** Write what was found into the corpus that is kept. */
  readonly update: boolean;
}

/** A folder of what is compiled and installed for the tools. */
const FOLDER = join(process.cwd(), '.tools/guided');
const PACKAGE = join(process.cwd(), 'test/tools/fuzz/jazzer');
const FUZZER = join(FOLDER, 'node_modules/@jazzer.js/core/dist/cli.js');

/**
 * Installs the fuzzer, with the versions and digests of its own lock. It is no package of this project: it
 * brings a hundred others and has binaries for few systems, and whoever only builds and tests needs none of
 * it.
 */
export function installFuzzer(): void {
  if (existsSync(FUZZER)) return;
  mkdirSync(FOLDER, { recursive: true });
  for (const name of ['package.json', 'package-lock.json'])
    copyFileSync(join(PACKAGE, name), join(FOLDER, name));
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], {
    cwd: FOLDER,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
}

/**
 * Everything that one check runs, in one file: the less there is, the faster the fuzzer is. It counts what a
 * module reaches in place, and calls a function for it in what `require` loads.
 */
async function bundle(name: CheckName): Promise<void> {
  await build({
    stdin: { contents: `export { ${name} as fuzz } from './checks.ts';`, resolveDir: 'test/tools/fuzz' },
    outfile: join(FOLDER, `${name}.mjs`),
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
    logLevel: 'error',
  });
  writeFileSync(join(FOLDER, 'hooks.cjs'), `(${thinOut.toString()})(globalThis.Fuzzer.tracer);\n`);
}

/** What the fuzzer puts in the place of each comparison with a constant. */
interface Tracer {
  traceNumberCmp: Comparison;
  traceStrCmp: Comparison;
  traceAndReturn: (current: unknown, target: unknown, id: number) => unknown;
}

type Comparison = (a: number, b: number, operator: string, id: number) => boolean;

/**
 * Has the fuzzer learn of few comparisons, from which it takes values to try: each is a call out of
 * JavaScript, and parsers that look at every byte spend most of their time in them. It is not the same ones
 * in each case, since their number is seldom a multiple. Runs in the fuzzer's process, by its text alone.
 */
function thinOut(tracer: Tracer): void {
  const { traceNumberCmp, traceStrCmp, traceAndReturn } = tracer;
  const [numbers, strings] = [61, 13];
  let number = numbers;
  let string = strings;
  const otherwise = (trace: Comparison): Comparison => {
    return (a, b, operator, id) => {
      switch (operator) {
        case '===':
          return a === b;
        case '!==':
          return a !== b;
        case '<':
          return a < b;
        case '>':
          return a > b;
        case '<=':
          return a <= b;
        case '>=':
          return a >= b;
        default:
          return trace(a, b, operator, id);
      }
    };
  };
  const [compareNumbers, compareStrings] = [otherwise(traceNumberCmp), otherwise(traceStrCmp)];
  tracer.traceNumberCmp = (a, b, operator, id) => {
    if (--number > 0) return compareNumbers(a, b, operator, id);
    number = numbers;
    return traceNumberCmp(a, b, operator, id);
  };
  tracer.traceStrCmp = (a, b, operator, id) => {
    if (--string > 0) return compareStrings(a, b, operator, id);
    string = strings;
    return traceStrCmp(a, b, operator, id);
  };
  tracer.traceAndReturn = (current, target, id) => {
    if (--string > 0) return target;
    string = strings;
    return traceAndReturn(current, target, id);
  };
}

/** Runs one check with inputs that the fuzzer makes of those that reach something new. */
export async function runGuided(name: CheckName, options: GuidedOptions): Promise<GuidedRun> {
  await bundle(name);
  const folder = join(FOLDER, name);
  rmSync(folder, { recursive: true, force: true });
  const corpus = join(folder, 'corpus');
  const all = [...readCorpus(options.fixtures, name), ...CHECK_SEEDS[name](options.seeds)];
  writeInputs(
    corpus,
    all.filter(({ length }) => length <= LONGEST_INPUT[name]),
  );
  const dictionary = join(folder, 'words.dict');
  writeFileSync(dictionary, WORDS.map(quoted).join('\n'));
  mkdirSync(options.save, { recursive: true });
  const first = await runFuzzer(name, [corpus], ['-runs=0']);
  const before = coverageIn(first, 'INITED');
  if (before.edges === 0) throw new Error(`${name}: the fuzzer does not run: ${first.slice(-500)}`);
  const text = await runFuzzer(
    name,
    [corpus],
    [`-runs=${options.cases}`, `-dict=${dictionary}`, `-artifact_prefix=${options.save}/${name}-`],
    options.seed,
  );
  const run: GuidedRun = {
    cases: Number(
      [...text.matchAll(/^#(\d+)\s|number_of_executed_units: (\d+)/gm)].at(-1)?.slice(1).join('') ?? 0,
    ),
    before,
    after: coverageIn(text, '\\w+'),
    finding: findingIn(text),
  };
  if (options.update) await keepCorpus(name, folder, corpus, options.fixtures);
  return run;
}

/** The least inputs that reach as much as all, as far as they fit. */
async function keepCorpus(name: CheckName, folder: string, corpus: string, fixtures: string): Promise<void> {
  const least = join(folder, 'least');
  mkdirSync(least);
  await runFuzzer(name, [least, corpus], ['-merge=1']);
  const inputs = readdirSync(least)
    .map((file) => readFileSync(join(least, file)))
    .sort((a, b) => a.length - b.length || Buffer.compare(a, b));
  // Some of each length.
  const step = Math.ceil(inputs.length / (MOST_KEPT[name] ?? inputs.length));
  const kept: Uint8Array[] = [];
  let bytes = 0;
  for (let at = 0; at < inputs.length; at += step) {
    const input = inputs[at] ?? new Uint8Array(0);
    bytes += input.length;
    if (bytes <= MOST_KEPT_BYTES) kept.push(input);
  }
  const path = corpusFile(fixtures, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, packCorpus(kept));
}

function writeInputs(folder: string, inputs: readonly Uint8Array[]): void {
  mkdirSync(folder, { recursive: true });
  for (const input of inputs)
    writeFileSync(join(folder, createHash('sha1').update(input).digest('hex')), input);
}

function isAsync(name: CheckName): boolean {
  return Object.entries(CHECKS).some(([each, check]) => each === name && isAsyncFunction(check));
}

/** Gives what the fuzzer printed. */
function runFuzzer(
  name: CheckName,
  folders: readonly string[],
  own: readonly string[],
  seed = 1,
): Promise<string> {
  const sync = isAsync(name) ? [] : ['--sync'];
  const bundle = `${name}.mjs`;
  const args = [
    ...['--max-old-space-size=1024', FUZZER, bundle, ...folders, '-i', bundle, '-h', 'hooks.cjs', ...sync],
    ...['--disableBugDetectors', '.*', '--timeout', String(HANG_SECONDS * 1000), '--', ...own],
    ...[`-seed=${seed}`, `-max_len=${LONGEST_INPUT[name]}`, `-rss_limit_mb=${MOST_MEMORY_MIB}`],
    '-print_final_stats=1',
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: FOLDER, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    const take = (piece: Buffer): void => {
      text += piece.toString();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', reject);
    child.on('close', () => resolve(text));
  });
}

/** Of the last line of that kind. */
function coverageIn(text: string, kind: string): Coverage {
  const lines = [...text.matchAll(new RegExp(`^#\\d+\\s+${kind}\\s+cov: (\\d+) ft: (\\d+)`, 'gm'))];
  const [, edges = 0, features = 0] = lines.at(-1) ?? [];
  return { edges: Number(edges), features: Number(features) };
}

function findingIn(text: string): GuidedRun['finding'] {
  const at = text.search(/==\d+== (?!WARNING)|Uncaught Exception|ERROR: libFuzzer/);
  if (at < 0) return null;
  const input = /Test unit written to (\S+)/.exec(text)?.[1] ?? null;
  return { error: text.slice(at, at + 1500), input };
}

/** As a line of a dictionary of libFuzzer. */
function quoted(word: string): string {
  const bytes = Buffer.from(word, 'utf8').toString('latin1');
  const escaped = bytes.replace(
    /[^ !#-[\]-~]/g,
    (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `"${escaped}"`;
}
