/**
 * `npm run bench:jobs`: makes captures and measures one scan of all of them, with one job and with several.
 * The ratio of one run is what counts: both met the same machine. In smaller captures than these, the second
 * job spends more of the time on compiling its code.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure } from './bench/measure.ts';
import { generateFile } from './generator/generate-file.ts';
import { DEFAULT_OPTIONS } from './generator/options.ts';
import { textTable } from './text-table.ts';

const OSSCAP = fileURLToPath(new URL('../../../dist/bin/main.js', import.meta.url));
const USAGE =
  'Usage: npm run bench:jobs -- [--captures 20] [--megabytes 500] [--jobs CORES] [--runs 3] [--format table] [--folder DIR]\n';

const given = new Map<string, string>();
const argv = process.argv.slice(2);
for (let at = 0; at < argv.length; at += 2) given.set(argv[at] ?? '', argv[at + 1] ?? '');
const number = (name: string, usual: number): number => Number(given.get(`--${name}`) ?? usual);
const captures = number('captures', 20);
const megabytes = number('megabytes', 500);
const jobs = number('jobs', availableParallelism());
const runs = number('runs', 3);
const folder = given.get('--folder') ?? join(tmpdir(), 'osscap-bench');
const format = given.get('--format') ?? 'table';

if (![captures, megabytes, jobs, runs].every((value) => Number.isInteger(value) && value > 0)) {
  process.stderr.write(USAGE);
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const paths = Array.from({ length: captures }, (_, at) => {
  const path = join(folder, `jobs-${megabytes}M-${at + 1}.pcap`);
  if (!existsSync(path))
    generateFile(path, { ...DEFAULT_OPTIONS, size: megabytes * 1024 ** 2, seed: at + 1 });
  return path;
});
const commands = new Map(
  [1, jobs].map((count) => [
    `--jobs ${count}`,
    [process.execPath, OSSCAP, 'scan', ...paths, '--format', format, '--jobs', String(count)],
  ]),
);
const measured = await measure(commands, runs);
const one = measured.get('--jobs 1')?.seconds ?? 0;
const rows = [...measured].map(([name, { seconds, peakMiB }]) => [
  name,
  seconds.toFixed(2),
  String(Math.round((captures * megabytes * 1.048576) / seconds)),
  peakMiB === null ? '-' : String(Math.round(peakMiB)),
  (one / seconds).toFixed(2),
]);
process.stdout.write(textTable([['', 's', 'MB/s', 'peak MiB', 'times as fast'], ...rows]));
