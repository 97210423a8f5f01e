/**
 * `npm run bench`: makes captures and measures osscap beside the tools that are installed, each as a whole
 * process. Ratios of one run are what counts: both sides met the same machine. Ends with 1 where a ratio is a
 * quarter worse than the baseline's, or time grows faster than it may.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BENCH_USAGE, type BenchArguments, parseBenchArguments } from './bench/arguments.ts';
import { type Baseline, compareRatios, formatBaseline, parseBaseline, type Ratio } from './bench/baseline.ts';
import { captureOf, type Made } from './bench/captures.ts';
import { type Growth, measureGrowth } from './bench/growth.ts';
import { type Measurement, measure } from './bench/measure.ts';
import { commandsFor, startUpCommands } from './bench/peers.ts';
import { textTable } from './text-table.ts';

/** Of a tenth of a second each: the median of five moved by a seventh from run to run. */
const START_UP_RUNS = 25;
const SMALL = fileURLToPath(
  new URL('../../../fixtures/captures/source-example-consistent.pcap', import.meta.url),
);

interface Row {
  readonly kind: string;
  readonly tool: string;
  readonly seconds: number;
  readonly peakMiB: number | null;
  readonly megabytesPerSecond: number;
  readonly packetsPerSecond: number;
  readonly exchangesPerSecond: number;
  /** Seconds of osscap divided by those of the tool. */
  readonly osscapIsTimes: number;
}

function toRow(kind: string, tool: string, one: Measurement, made: Made, own: number): Row {
  return {
    kind,
    tool,
    seconds: one.seconds,
    peakMiB: one.peakMiB,
    megabytesPerSecond: statSync(made.capture).size / 1e6 / one.seconds,
    packetsPerSecond: made.packets / one.seconds,
    exchangesPerSecond: made.exchanges / one.seconds,
    osscapIsTimes: own / one.seconds,
  };
}

async function main(argv: readonly string[]): Promise<void> {
  const options = parseBenchArguments(argv, join(tmpdir(), 'osscap-bench'));
  // A baseline that can't be used is refused before the minutes of measuring.
  const baseline = options.baseline === null ? null : readBaseline(options.baseline, options.size);
  mkdirSync(options.folder, { recursive: true });
  if (options.growth) await growth(options);
  else await ratios(options, baseline);
}

async function growth(options: BenchArguments): Promise<void> {
  const all: Growth[] = [];
  for (const kind of options.kinds) all.push(...(await measureGrowth(kind, options)));
  const body = all.map((each) => [
    each.kind,
    each.with === 'size' ? 'twice the size' : 'ten times the connections, per packet',
    each.times.toFixed(2),
    each.target.toFixed(2),
    each.holds ? 'holds' : 'MISSED',
  ]);
  print(textTable([['capture', 'with', 'x times', 'at most', ''], ...body]));
  if (options.json !== null) writeFileSync(options.json, JSON.stringify({ growth: all }, null, 2));
  for (const { kind, with: what, times, target } of all.filter((each) => !each.holds)) {
    complain(`GROWS: ${kind} takes ${times.toFixed(2)} times as long with more ${what}, ${target} at most`);
  }
}

async function ratios(options: BenchArguments, baseline: Baseline | null): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'osscap-bench-scratch-'));
  try {
    const rows: Row[] = [];
    for (const kind of options.kinds) {
      const made = captureOf({ kind, size: options.size, connectionsTimes: 1 }, options.folder);
      const measured = await measure(
        commandsFor(made.capture, scratch, options.peers),
        options.runs,
        scratch,
      );
      const own = measured.get('osscap')?.seconds ?? 0;
      for (const [tool, one] of measured) rows.push(toRow(kind, tool, one, made, own));
    }
    const startUp = await measure(startUpCommands(SMALL), Math.max(START_UP_RUNS, options.runs), scratch);
    printRows(rows, startUp);
    if (options.json !== null)
      writeFileSync(options.json, JSON.stringify({ rows, startUp: Object.fromEntries(startUp) }, null, 2));
    const found = rows.filter(({ tool }) => tool !== 'osscap').map(toRatio);
    if (baseline !== null) hold(found, baseline);
    if (options.writeBaseline !== null) {
      const { size } = options;
      const made = { size, node: process.version, cores: cpus().length, ratios: found };
      writeFileSync(options.writeBaseline, formatBaseline(made));
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function toRatio({ kind, tool, osscapIsTimes }: Row): Ratio {
  return { kind, tool, times: osscapIsTimes };
}

function readBaseline(path: string, size: number): Baseline {
  const baseline = parseBaseline(readFileSync(path, 'utf8'));
  if (baseline.size !== size) {
    throw new Error(
      `the baseline is of ${baseline.size} bytes a capture, not ${size}: give --size ${baseline.size}`,
    );
  }
  return baseline;
}

/** Says which ratios have become a quarter worse than the baseline's, and fails then. */
function hold(found: readonly Ratio[], baseline: Baseline): void {
  const { worse, missing, added } = compareRatios(found, baseline.ratios);
  for (const { kind, tool, from, to } of worse) {
    complain(
      `SLOWER: ${kind} takes ${to.toPrecision(3)} times as long as ${tool}, ${from.toPrecision(3)} before`,
    );
  }
  if (missing.length > 0) print(`in the baseline and not measured: ${missing.join(', ')}\n`);
  if (added.length > 0) print(`measured and not in the baseline: ${added.join(', ')}\n`);
  if (worse.length === 0) print('no ratio is a quarter worse than in the baseline\n');
}

function printRows(rows: readonly Row[], startUp: ReadonlyMap<string, Measurement>): void {
  const heading = [
    'capture',
    'tool',
    's',
    'MB/s',
    'packets/s',
    'exchanges/s',
    'peak MiB',
    'osscap takes x times',
  ];
  const body = rows.map((row) => [
    row.kind,
    row.tool,
    row.seconds.toFixed(2),
    Math.round(row.megabytesPerSecond),
    Math.round(row.packetsPerSecond),
    Math.round(row.exchangesPerSecond),
    row.peakMiB === null ? '-' : Math.round(row.peakMiB),
    row.tool === 'osscap' ? '' : row.osscapIsTimes.toFixed(2),
  ]);
  const node = startUp.get('node -e 0')?.seconds ?? 1;
  const starts = [...startUp].map(([name, one]) => [
    name,
    one.seconds.toFixed(3),
    (one.seconds / node).toFixed(2),
  ]);
  print(`${textTable([heading, ...body])}\n${textTable([['start-up', 's', 'x node -e 0'], ...starts])}`);
}

function print(text: string): void {
  process.stdout.write(text);
}

function complain(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${BENCH_USAGE}`);
  process.exitCode = 2;
}
