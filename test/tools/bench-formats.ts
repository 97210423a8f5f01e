/**
 * `npm run bench:formats`: every way into the program and out of it, each as a whole process beside what it
 * is compared with, as the table of docs/speed.md has them. Ratios of one run are what counts: both sides met
 * the same machine.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { captureOf } from './bench/captures.ts';
import { type Measurement, measure } from './bench/measure.ts';
import { commandsFor, OSSCAP } from './bench/peers.ts';
import { writeTlsCapture } from './bench/tls-capture.ts';
import { generateFile } from './generator/generate-file.ts';
import { DEFAULT_OPTIONS } from './generator/options.ts';
import { ACCESS_KEY_ID, ACCESS_KEY_SECRET } from './generator/signer.ts';
import { textTable } from './text-table.ts';

const USAGE =
  'Usage: npm run bench:formats -- [--megabytes 300] [--small 2000] [--runs 3] [--only formats,peers,inputs,small,jobs,others] [--folder DIR]\n';

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '300' },
    small: { type: 'string', default: '2000' },
    runs: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    folder: { type: 'string', default: join(tmpdir(), 'osscap-bench') },
  },
});
const [megabytes, small, runs] = [values.megabytes, values.small, values.runs].map(Number);
const { folder } = values;

/** Commands that are measured in turn, and what is made of their times. */
interface Group {
  readonly name: string;
  readonly commands: () => ReadonlyMap<string, readonly string[]>;
  readonly rows: readonly Row[];
}

interface Row {
  readonly way: string;
  readonly against: string;
  /** In seconds by the names of the commands; NaN where one did not run. */
  readonly figure: (seconds: (name: string) => number) => number;
  /** Null: measured so that nothing surprises. */
  readonly target: number | null;
  readonly unit?: string;
}

/** How long one command takes beside another. */
function times(way: string, against: string, target: number | null): Row {
  return { way, against, target, figure: (seconds) => seconds(way) / seconds(against) };
}

/** How many times as fast one command is as another. */
function gain(way: string, against: string, target: number): Row {
  return { way, against, target, figure: (seconds) => seconds(against) / seconds(way), unit: 'faster' };
}

function scan(...args: readonly string[]): readonly string[] {
  return [process.execPath, OSSCAP, 'scan', ...args];
}

function shell(script: string, ...args: readonly string[]): readonly string[] {
  return ['sh', '-c', script, 'sh', ...args];
}

function groups(size: number, count: number, scratch: string): readonly Group[] {
  const chatty = (): string => captureOf({ kind: 'chatty', size, connectionsTimes: 1 }, folder).capture;
  const bulk = (): string => captureOf({ kind: 'bulk', size, connectionsTimes: 1 }, folder).capture;
  const formats = ['ndjson', 'json', 'html', 'csv', 'har'];
  return [
    {
      name: 'formats',
      commands: () =>
        new Map(['table', ...formats].map((format) => [format, scan('--format', format, chatty())])),
      rows: [
        times('ndjson', 'table', 2.5),
        times('json', 'table', 2.5),
        times('html', 'table', 2.5),
        times('csv', 'table', 3),
        times('har', 'table', 5),
      ],
    },
    {
      name: 'peers',
      commands: () =>
        new Map([
          ['table', scan(chatty())],
          ['table, bulk', scan(bulk())],
          ['ndjson', scan('--format', 'ndjson', chatty())],
          ...[...commandsFor(bulk(), scratch, ['tcpdump'])].flatMap(([name, command]) =>
            name === 'tcpdump' ? [['tcpdump -w, bulk', command] as const] : [],
          ),
          ...[...commandsFor(chatty(), scratch, ['tcpdump', 'suricata-headers', 'tshark'])].filter(
            ([name]) => name !== 'osscap',
          ),
        ]),
      rows: [
        times('ndjson', 'suricata-headers', 1),
        times('ndjson', 'tshark', null),
        times('table', 'tcpdump', 5),
        times('table, bulk', 'tcpdump -w, bulk', 1.3),
      ],
    },
    {
      name: 'inputs',
      commands: () => {
        const capture = chatty();
        if (!existsSync(`${capture}.gz`)) spawnSync('gzip', ['-k', capture]);
        return new Map([
          ['the file', scan(capture)],
          ['gzip -dc', shell('gzip -dc "$1" >/dev/null', `${capture}.gz`)],
          ['.gz', scan(`${capture}.gz`)],
          [
            'cat FILE | osscap scan -',
            shell('cat "$1" | "$2" "$3" scan -', capture, process.execPath, OSSCAP),
          ],
        ]);
      },
      rows: [
        {
          way: '.gz',
          against: 'the slower of gzip -dc and the file',
          target: 1.3,
          figure: (seconds) => seconds('.gz') / Math.max(seconds('gzip -dc'), seconds('the file')),
        },
        times('cat FILE | osscap scan -', 'the file', 1.4),
      ],
    },
    {
      name: 'small',
      commands: () => {
        const all = smallCaptures(count);
        return new Map(
          [1, 2].map((jobs) => [`small captures, ${jobsOf(jobs)}`, scan('--jobs', String(jobs), all)]),
        );
      },
      rows: [
        {
          way: 'small captures, 1 job',
          against: 'each',
          target: 0.7,
          figure: (seconds) => (seconds('small captures, 1 job') * 1000) / count,
          unit: 'ms',
        },
        gain('small captures, 2 jobs', 'small captures, 1 job', 1.6),
      ],
    },
    {
      name: 'jobs',
      commands: () => {
        const captures = Array.from({ length: 4 }, (_, at) => {
          const path = join(folder, `jobs-200M-${at + 1}.pcap`);
          if (!existsSync(path)) generateFile(path, { ...DEFAULT_OPTIONS, seed: at + 1 });
          return path;
        });
        return new Map(
          [1, 2].map((jobs) => [`200 MB each, ${jobsOf(jobs)}`, scan('--jobs', String(jobs), ...captures)]),
        );
      },
      rows: [gain('200 MB each, 2 jobs', '200 MB each, 1 job', 1.75)],
    },
    {
      name: 'others',
      commands: () => {
        const capture = chatty();
        const keys = join(scratch, 'keys.json');
        writeFileSync(keys, JSON.stringify(fiftyKeys()));
        const [open, closed, log] = ['clear.pcap', 'tls.pcap', 'tls.keylog'].map((name) =>
          join(scratch, name),
        );
        writeTlsCapture(open ?? '', size, 'clear');
        writeFileSync(log ?? '', writeTlsCapture(closed ?? '', size, 'aes-128-gcm'));
        return new Map([
          ['table', scan(capture)],
          ['watch', shell('"$2" "$3" watch - < "$1"', capture, process.execPath, OSSCAP)],
          ['50 credentials', scan('--credentials', keys, capture)],
          ['compare', [process.execPath, OSSCAP, 'compare', capture, capture]],
          ['in the clear', scan(open ?? '')],
          ['TLS with keys', scan('--tls-keylog', log ?? '', closed ?? '')],
        ]);
      },
      rows: [
        times('watch', 'table', null),
        times('50 credentials', 'table', null),
        times('compare', 'table', null),
        times('TLS with keys', 'in the clear', null),
      ],
    },
  ];
}

function jobsOf(count: number): string {
  return count === 1 ? '1 job' : `${count} jobs`;
}

/** A folder of captures of about five exchanges. */
function smallCaptures(count: number): string {
  const all = join(folder, `small-${count}`);
  if (existsSync(all)) return all;
  const made = `${all}.part`;
  rmSync(made, { recursive: true, force: true });
  mkdirSync(made, { recursive: true });
  const first = join(made, 'capture-0.pcap');
  generateFile(first, { ...DEFAULT_OPTIONS, size: 12 * 1024, connections: 2 });
  for (let at = 1; at < count; at++) cpSync(first, join(made, `capture-${at}.pcap`));
  cpSync(made, all, { recursive: true });
  rmSync(made, { recursive: true });
  return all;
}

/** The last one is the key that the captures are signed with. */
function fiftyKeys(): readonly object[] {
  const others = Array.from({ length: 49 }, (_, at) => ({
    accessKeyId: `LTAI5tSomebodyElse${String(at).padStart(6, '0')}`,
    accessKeySecret: `notTheSecretNotTheSecret${String(at).padStart(6, '0')}`,
  }));
  return [...others, { accessKeyId: ACCESS_KEY_ID, accessKeySecret: ACCESS_KEY_SECRET }];
}

function shown(
  { way, against, figure, target, unit = 'times' }: Row,
  all: ReadonlyMap<string, Measurement>,
  hasPeak: boolean,
): string[] {
  const of = all.get(way);
  const value = figure((name) => all.get(name)?.seconds ?? Number.NaN);
  const isMet = target !== null && (unit === 'faster' ? value >= target : value <= target);
  return [
    way,
    against,
    of === undefined ? '-' : of.seconds.toFixed(2),
    of === undefined || of.peakMiB === null || !hasPeak ? '-' : String(Math.round(of.peakMiB)),
    Number.isNaN(value) ? '-' : value.toFixed(2),
    unit,
    target === null ? '-' : String(target),
    target === null || Number.isNaN(value) ? '' : isMet ? 'met' : 'MISSED',
  ];
}

if (![megabytes, small, runs].every((value) => value !== undefined && Number.isInteger(value) && value > 0)) {
  process.stderr.write(USAGE);
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const scratch = mkdtempSync(join(tmpdir(), 'osscap-bench-formats-'));
try {
  const only = values.only === '' ? null : values.only.split(',');
  const rows: string[][] = [];
  for (const group of groups((megabytes ?? 0) * 1024 ** 2, small ?? 0, scratch)) {
    if (only !== null && !only.includes(group.name)) continue;
    const commands = group.commands();
    const measured = await measure(commands, runs ?? 0);
    // What a shell starts is not looked at.
    const isLookedAt = ({ way }: Row): boolean => commands.get(way)?.[0] !== 'sh';
    rows.push(...group.rows.map((row) => shown(row, measured, isLookedAt(row))));
  }
  const heading = ['way', 'against', 's', 'peak MiB', 'ratio', '', 'target', ''];
  process.stdout.write(textTable([heading, ...rows]));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
