/**
 * `npm run bench`: makes captures and measures osscap beside the tools that are installed, each as a whole process. Ratios
 * of one run are what counts: both sides met the same machine.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BENCH_USAGE, type BenchArguments, parseBenchArguments } from './bench/arguments.ts';
import { type Measurement, measure } from './bench/measure.ts';
import { commandsFor, startUpCommands } from './bench/peers.ts';
import { generateFile } from './generator/generate-file.ts';
import { DEFAULT_OPTIONS, type GeneratorOptions, WIDE_CONNECTIONS } from './generator/options.ts';
import { textTable } from './text-table.ts';

const SMALL = fileURLToPath(
  new URL('../../../fixtures/captures/source-example-consistent.pcap', import.meta.url),
);

/** How much worse than in the baseline a ratio may get. */
const TOLERANCE = 1.25;

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

interface Made {
  readonly capture: string;
  readonly packets: number;
  readonly exchanges: number;
}

function optionsOf(kind: string, size: number): GeneratorOptions {
  switch (kind) {
    case 'chatty':
      return { ...DEFAULT_OPTIONS, size };
    case 'bulk':
      return { ...DEFAULT_OPTIONS, size, mix: 'bulk', connections: 16 };
    case 'wide':
      return { ...DEFAULT_OPTIONS, size, mix: 'wide', connections: WIDE_CONNECTIONS };
    case 'lossy':
      return { ...DEFAULT_OPTIONS, size, loss: 0.01, outOfOrder: 0.03, retransmit: 0.03 };
    default:
      throw new Error(`no such kind of capture: ${kind}`);
  }
}

/** A capture of the kind, made once and kept beside a note of what is in it. */
function captureOf(kind: string, { size, folder }: BenchArguments): Made {
  const capture = join(folder, `${kind}-${size}.pcap`);
  const note = `${capture}.json`;
  if (!existsSync(note)) {
    const { packets, exchanges } = generateFile(capture, optionsOf(kind, size));
    writeFileSync(note, JSON.stringify({ packets, exchanges }));
  }
  const { packets, exchanges } = JSON.parse(readFileSync(note, 'utf8'));
  return { capture, packets: Number(packets), exchanges: Number(exchanges) };
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
  mkdirSync(options.folder, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), 'osscap-bench-scratch-'));
  const rows: Row[] = [];
  try {
    for (const kind of options.kinds) {
      const made = captureOf(kind, options);
      const measured = await measure(commandsFor(made.capture, scratch, options.peers), options.runs);
      const own = measured.get('osscap')?.seconds ?? 0;
      for (const [tool, one] of measured) rows.push(toRow(kind, tool, one, made, own));
    }
    const startUp = await measure(startUpCommands(SMALL), Math.max(5, options.runs));
    print(rows, startUp);
    if (options.json !== null)
      writeFileSync(options.json, JSON.stringify({ rows, startUp: Object.fromEntries(startUp) }, null, 2));
    if (options.baseline !== null) compare(rows, options.baseline);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function print(rows: readonly Row[], startUp: ReadonlyMap<string, Measurement>): void {
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
  process.stdout.write(
    `${textTable([heading, ...body])}\n${textTable([['start-up', 's', 'x node -e 0'], ...starts])}`,
  );
}

/** Says which ratios to other tools have become a quarter worse than in an earlier run, and fails then. */
function compare(rows: readonly Row[], baseline: string): void {
  const before: { rows: Row[] } = JSON.parse(readFileSync(baseline, 'utf8'));
  for (const row of rows) {
    const then = before.rows.find(({ kind, tool }) => kind === row.kind && tool === row.tool);
    if (then === undefined || row.tool === 'osscap' || row.osscapIsTimes <= then.osscapIsTimes * TOLERANCE)
      continue;
    process.stderr.write(
      `SLOWER: ${row.kind} takes ${row.osscapIsTimes.toFixed(2)} times ${row.tool}, ${then.osscapIsTimes.toFixed(2)} before\n`,
    );
    process.exitCode = 1;
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${BENCH_USAGE}`);
  process.exitCode = 2;
}
