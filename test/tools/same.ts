/**
 * `npm run same`: proves that a change left alone what a user sees. It runs the command, in one
 * process, over every fixture, and compares a hash of each output with the one in
 * `same/hashes.txt`: standard output and error, exit code and every file written. A scan of a
 * fixture writes every format, in both languages, as it is, with `--all` and the keys of TLS
 * sessions, and with secrets. Each fixture is also merged from its blob, and up to three of its
 * exchanges that fail are explained. Then come the other commands, the options of `scan` (over four
 * folders), each limit, and command lines that are refused; the types that the package exports; and
 * its schemas.
 *
 * What is not run: `watch` (but for what it refuses), standard input, and the program in the page
 * of the HTML report, of which only the bytes are hashed.
 *
 *     npm run same                        says what differs
 *     npm run same -- --update            writes the hashes anew
 *     npm run same -- --only notes/       only runs whose names contain this
 *     npm run same -- --keep FOLDER       also writes the outputs to a folder, to be compared with those of another checkout
 */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { run } from '../../src/cli/run.ts';
import { PAGE_SCRIPT, PAGE_STYLE } from '../../src/report/html/page-asset.ts';
import { fakeIo } from '../support/fake-io.ts';
import {
  differences,
  type Hashes,
  hashOf,
  readHashes,
  type StandIn,
  withStandIns,
  writeHashes,
} from './same/hash.ts';
import { leadsTo, plannedRuns, type Run, runsAfter } from './same/runs.ts';
import { hashTypes } from './same/types.ts';

const ROOT = process.cwd();
const HASHES = join(ROOT, 'test/tools/same/hashes.txt');
/**
 * The version that outputs name: a new one changes nothing else. Code that `npm run tools` compiled
 * finds it here.
 */
const MANIFEST = { name: 'osscap', version: '0.0.0', type: 'module' };
const OUT = 'out';
const PRIVATE = 0o600;
const READABLE = 0o644;
const LONGEST_MS = 120_000;
/** Differences that are printed. */
const SHOWN = 60;

const { values: options } = parseArgs({
  options: {
    update: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    keep: { type: 'string' },
  },
});
const kept = options.keep === undefined ? null : resolve(options.keep);

/**
 * A folder with a copy of the fixtures: whatever is written, and refused, has the same short names
 * on each machine.
 */
function makeFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'osscap-same-')));
  cpSync(join(ROOT, 'fixtures'), join(folder, 'fixtures'), { recursive: true });
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    // A file of keys that others may read is reported, and not every checkout lets them.
    const mode = entry.name.endsWith('.pem') || entry.name.endsWith('.keylog') ? PRIVATE : READABLE;
    if (entry.isFile()) chmodSync(join(entry.parentPath, entry.name), mode);
  }
  return folder;
}

/** What a run gave, with stand-ins, by the name of the output. What is empty is left out. */
async function outputsOf(
  planned: Run,
  folders: readonly StandIn[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT);
  const files = Object.entries(planned.files ?? {});
  // A blob is bytes, of which each is a character here.
  for (const [name, text] of files) writeFileSync(name, text, { encoding: encodingOf(name), mode: PRIVATE });
  const { env, columns } = planned;
  const { io, written } = fakeIo({ cwd: process.cwd(), ...(env && { env }), ...(columns && { columns }) });
  const status = await Promise.race([run(planned.args, io), tooLong(planned)]);
  for (const [name] of files) rmSync(name);
  const outputs = new Map<string, Uint8Array>([['exit', Buffer.from(String(status))]]);
  for (const name of ['stdout', 'stderr'] as const) outputs.set(name, Buffer.from(written[name]));
  for (const name of readdirSync(OUT).sort()) outputs.set(name, readFileSync(join(OUT, name)));
  const shown = [...outputs].map(([name, bytes]) => [name, withStandIns(name, bytes, folders)] as const);
  return new Map(shown.filter(([, bytes]) => bytes.length > 0));
}

/** Fails once a run has taken so long that it must be waiting for something. */
async function tooLong({ name }: Run): Promise<never> {
  await setTimeout(LONGEST_MS, null, { ref: false });
  throw new Error(`${name}: it does not end`);
}

function encodingOf(name: string): 'latin1' | 'utf8' {
  return name.endsWith('.blob') ? 'latin1' : 'utf8';
}

function keep(name: string, outputs: ReadonlyMap<string, Uint8Array>): void {
  if (kept === null) return;
  const folder = join(kept, name.replace(/[^\w.,=-]+/g, '_'));
  mkdirSync(folder, { recursive: true });
  for (const [output, bytes] of outputs) writeFileSync(join(folder, output), bytes);
}

async function hashRuns(): Promise<Map<string, Hashes>> {
  const hashes = new Map<string, Hashes>();
  const folder = makeFolder();
  process.chdir(folder);
  const folders: readonly StandIn[] = [
    [folder, 'FOLDER'],
    [ROOT, 'ROOT'],
  ];
  try {
    const waiting = [...plannedRuns()];
    for (const planned of waiting) {
      const chosen = planned.name.includes(options.only);
      const leads = leadsTo(planned).some(
        (name) => name.includes(options.only) || options.only.includes(name),
      );
      if (!chosen && !leads) continue;
      const outputs = await outputsOf(planned, folders);
      const read = (name: string): string =>
        Buffer.from(outputs.get(name) ?? []).toString(encodingOf(`.${name}`));
      waiting.push(...runsAfter(planned, read));
      if (!chosen) continue;
      if (hashes.has(planned.name)) throw new Error(`two runs are called ${planned.name}`);
      hashes.set(planned.name, new Map([...outputs].map(([name, bytes]) => [name, hashOf(bytes)])));
      keep(planned.name, outputs);
    }
  } finally {
    process.chdir(ROOT);
    rmSync(folder, { recursive: true, force: true });
  }
  return hashes;
}

/** What is in the package beside the command. */
function hashPackage(): Map<string, Hashes> {
  const schemas = readdirSync(join(ROOT, 'schema')).sort();
  return new Map<string, Hashes>([
    [
      'the page',
      new Map([
        ['script', hashOf(PAGE_SCRIPT)],
        ['style', hashOf(PAGE_STYLE)],
      ]),
    ],
    ['schemas', new Map(schemas.map((name) => [name, hashOf(readFileSync(join(ROOT, 'schema', name)))]))],
    ['types of osscap/core', hashTypes(join(ROOT, 'dist/index.d.ts'))],
    ['types of osscap', hashTypes(join(ROOT, 'dist/node/index.d.ts'))],
  ]);
}

function isChosen([name]: readonly [string, Hashes]): boolean {
  return name.includes(options.only);
}

const manifest = join(ROOT, '.tools/package.json');
writeFileSync(manifest, JSON.stringify(MANIFEST));
const before = existsSync(HASHES) ? readHashes(readFileSync(HASHES, 'utf8')) : new Map<string, Hashes>();
const now = new Map([...(await hashRuns()), ...[...hashPackage()].filter(isChosen)]);
const differ = differences(new Map([...before].filter(isChosen)), now);
const outputs = [...now.values()].reduce((sum, { size }) => sum + size, 0);
if (options.update) {
  mkdirSync(dirname(HASHES), { recursive: true });
  // Runs that were not chosen keep their hashes and their places.
  const all = options.only === '' ? now : new Map([...before, ...now]);
  writeFileSync(HASHES, writeHashes(all));
  process.stdout.write(`${outputs} outputs, ${differ.length} runs with others than before\n`);
} else if (differ.length === 0) {
  process.stdout.write(`${outputs} outputs, all the same\n`);
} else {
  for (const line of differ.slice(0, SHOWN)) process.stdout.write(`${line}\n`);
  if (differ.length > SHOWN) process.stdout.write(`and ${differ.length - SHOWN} more\n`);
  process.stdout.write(`${outputs} outputs; those of ${differ.length} runs differ\n`);
  process.exitCode = 1;
}
