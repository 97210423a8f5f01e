import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { textTable } from '../text-table.ts';
import { captureOf } from './captures.ts';
import { ENVIRONMENT, measure } from './measure.ts';
import { OSSCAP } from './peers.ts';
import {
  isOver,
  type Measured,
  parseLimits,
  parseRows,
  ROWS,
  type Row,
  ratchetRows,
  slicesOf,
} from './ratchet.ts';

const USAGE = `Usage: npm run bench:ratchet -- [--only ${ROWS.join(',')}] [--runs 3] [--against FILE]
--against measures another build, too (its dist/bin/main.js), in turns with this one, and gives the ratio of both:
          that is what decides, for a ratio to the walk moves by a tenth from minute to minute.
`;

const MEGABYTES = 40;
const SMALL_CAPTURES = 600;
const PACKETS_EACH = 60;
/** Of the walk and of Node.js alone, which are short. */
const RUNS_OF_BASE = 9;

/** Exit code: 1 where a row is over its limit. */
export async function ratchet(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: 'string', default: ROWS.join(',') },
      runs: { type: 'string', default: '3' },
      against: { type: 'string' },
      folder: { type: 'string', default: join(tmpdir(), 'osscap-bench') },
    },
  });
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) {
    process.stderr.write(USAGE);
    return 2;
  }
  const builds = values.against === undefined ? [OSSCAP] : [OSSCAP, values.against];
  mkdirSync(values.folder, { recursive: true });
  const rows = rowsOf(values.folder);
  const measured: Measured[] = [];
  for (const row of parseRows(values.only)) {
    const { base, args, isPeak } = rows[row]();
    const [value = Number.NaN, other = null] = isPeak
      ? await peaks(builds, args)
      : leastOfEach(builds, args, runs).map((seconds) => seconds / base);
    measured.push({ row, value, other });
  }
  const limits = parseLimits(
    readFileSync(new URL('../../../../test/tools/bench/ratchet.json', import.meta.url), 'utf8'),
  );
  process.stdout.write(textTable(ratchetRows(measured, limits)));
  return measured.some((each) => isOver(each, limits)) ? 1 : 0;
}

/** What is run, and the processor time that it is set beside. */
interface Run {
  readonly base: number;
  readonly args: readonly string[];
  readonly isPeak: boolean;
}

function rowsOf(folder: string): Readonly<Record<Row, () => Run>> {
  const size = MEGABYTES * 1024 * 1024;
  const capture = (kind: string): string => captureOf({ kind, size, connectionsTimes: 1 }, folder).capture;
  const walked = once(() => leastOf([process.execPath, WALK, '--walk', capture('chatty')], RUNS_OF_BASE));
  const node = (): number => leastOf([process.execPath, '-e', '0'], RUNS_OF_BASE);
  const small = once(() => smallCaptures(capture('chatty'), join(folder, `slices-${SMALL_CAPTURES}`)));
  const many = (isPeak: boolean): Run => ({
    base: isPeak ? 1 : walked(),
    args: [small(), '--jobs', '1', '--format', 'ndjson'],
    isPeak,
  });
  return {
    table: () => ({ base: walked(), args: [capture('chatty')], isPeak: false }),
    bulk: () => ({ base: walked(), args: [capture('bulk')], isPeak: false }),
    ndjson: () => ({ base: walked(), args: [capture('chatty'), '--format', 'ndjson'], isPeak: false }),
    start: () => ({ base: node(), args: [join(small(), '0.pcap')], isPeak: false }),
    many: () => many(false),
    'many MiB': () => many(true),
  };
}

const WALK = fileURLToPath(new URL('../bench-ratchet.js', import.meta.url));

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Captures of different exchanges, most of them cut off somewhere; made once. */
function smallCaptures(capture: string, folder: string): string {
  const last = join(folder, `${SMALL_CAPTURES - 1}.pcap`);
  if (existsSync(last)) return folder;
  mkdirSync(folder, { recursive: true });
  slicesOf(readFileSync(capture), SMALL_CAPTURES, PACKETS_EACH).forEach((bytes, at) => {
    writeFileSync(join(folder, `${at}.pcap`), bytes);
  });
  return folder;
}

/** The least of several runs of each build, in turns. */
function leastOfEach(builds: readonly string[], args: readonly string[], runs: number): readonly number[] {
  const commands = builds.map((build) => [process.execPath, build, 'scan', ...args]);
  const rounds = Array.from({ length: runs }, () => commands.map(processorSeconds));
  return commands.map((_, at) => Math.min(...rounds.map((round) => round[at] ?? Number.NaN)));
}

function leastOf(command: readonly string[], runs: number): number {
  return Math.min(...Array.from({ length: runs }, () => processorSeconds(command)));
}

/** Of all threads of a command, in the program and in the system for it. */
function processorSeconds(command: readonly string[]): number {
  const script = 'TIMEFORMAT="%3U %3S"; time "$@" >/dev/null 2>&1';
  const { stderr } = spawnSync('bash', ['-c', script, 'bash', ...command], {
    encoding: 'utf8',
    env: ENVIRONMENT,
  });
  const [user = Number.NaN, system = Number.NaN] = stderr.trim().split(' ').map(Number);
  return user + system;
}

async function peaks(builds: readonly string[], args: readonly string[]): Promise<readonly number[]> {
  const commands = builds.map((build) => [build, [process.execPath, build, 'scan', ...args]] as const);
  const measured = await measure(new Map(commands), 1);
  return builds.map((build) => measured.get(build)?.peakMiB ?? Number.NaN);
}
