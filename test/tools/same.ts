/**
 * `npm run same`: proves that a change left alone what a user sees. It runs the command, in one process, over
 * every fixture, and compares a hash of each output with the one in `same/hashes.txt`: standard output and
 * error, exit code and every file written. A scan of a fixture writes every format, in both languages, as it
 * is, with `--all` and the keys of TLS sessions, and with secrets. Each fixture is also merged from its blob,
 * and up to three of its exchanges that fail are explained. Then come the other commands, the options of
 * `scan` (over four folders), each limit, and command lines that are refused; the types that the package
 * exports; and its schemas.
 *
 * What is not run: `watch` (but for what it refuses), standard input, and the program in the page of the HTML
 * report, of which only the bytes are hashed.
 *
 *     npm run same                        says what differs
 *     npm run same -- --update            writes the hashes anew
 *     npm run same -- --only notes/       only runs whose names contain this
 *     npm run same -- --keep FOLDER       also writes the outputs to a folder, to be compared with those of another checkout
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from '../../src/cli/run.ts';
import { PAGE_SCRIPT, PAGE_STYLE } from '../rooms/report.ts';
import { differences, type Hashes, hashOf, readHashes, type StandIn, writeHashes } from './same/hash.ts';
import { encodingOf, makeFolder, type Outputs, outputsOf } from './same/outputs.ts';
import { leadsTo, plannedRuns, runsAfter } from './same/runs.ts';
import { hashTypes } from './same/types.ts';

const ROOT = process.cwd();
const HASHES = join(ROOT, 'test/tools/same/hashes.txt');
/**
 * The version that outputs name: a new one changes nothing else. Code that `npm run tools` compiled finds it
 * here.
 */
const MANIFEST = { name: 'osscap', version: '0.0.0', type: 'module' };
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

function keep(name: string, outputs: Outputs): void {
  if (kept === null) return;
  const folder = join(kept, name.replace(/[^\w.,=-]+/g, '_'));
  mkdirSync(folder, { recursive: true });
  for (const [output, bytes] of outputs) writeFileSync(join(folder, output), bytes);
}

async function hashRuns(): Promise<Map<string, Hashes>> {
  const hashes = new Map<string, Hashes>();
  const folder = makeFolder(ROOT);
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
      const outputs = await outputsOf(planned, run, folders);
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
