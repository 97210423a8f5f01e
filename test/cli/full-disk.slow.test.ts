import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FORMAT_NAMES } from '../rooms/report.ts';
import { COMMAND, osscap, temporaryFolder } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

const CAPTURE = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');
/** So many that each report of them is larger than the disk. */
const MANY = temporaryFolder();
const scenarios = readdirSync(join(FIXTURES, 'scenarios')).filter((name) => name.endsWith('.pcap'));
for (const name of scenarios.slice(0, 16)) copyFileSync(join(FIXTURES, 'scenarios', name), join(MANY, name));
const OLD = 'what stood here before\n';

/** Runs lines of a shell; `$OSSCAP` is the command. */
function shell(script: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', script, 'bash', ...args], {
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'] ?? '',
      LC_ALL: 'C',
      HOME: '/nonexistent',
      OSSCAP: `${process.execPath} ${COMMAND}`,
    },
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}

/** Runs the lines in a namespace where a file system of that size is mounted on the folder `$1`. */
function onSmallDisk(folder: string, size: string, lines: string, args: readonly string[] = []) {
  const mount = `mount -t tmpfs -o size=${size} tmpfs "$1" && cd "$1" && ${lines}`;
  return shell(`unshare --user --map-root-user --mount bash --norc -c '${mount}' bash "$@"`, [
    folder,
    ...args,
  ]);
}

const isLinux = process.platform === 'linux';
const canMount = isLinux && onSmallDisk(temporaryFolder(), '64k', 'exit 42').status === 42;
if (!canMount)
  process.stderr.write('no file system may be mounted here: a full disk is tried by limits alone\n');

/** Disk or limit, in KiB; each report of `MANY` is larger. */
const ROOM = 8;

/** Reports whose writing is tried; `github` writes no more than a line for each failure. */
// those of github and gitlab have a line for each cause, and would fit
const LARGE = FORMAT_NAMES.filter((name) => name !== 'github' && name !== 'gitlab');

describe.skipIf(!canMount)('a disk that becomes full', { timeout: 120_000 }, () => {
  it.each(LARGE)('leaves the old report, and nothing beside it: %s', (format) => {
    const lines = `printf "%s\\n" "what stood here before" > report; $OSSCAP scan "$2" --no-config -v --all --format ${format}=report; code=$?; ls -A >&2; cat report; exit $code`;
    const { status, stdout, stderr } = onSmallDisk(temporaryFolder(), `${ROOM}k`, lines, [MANY]);
    // the closing line says what was found, and then the file is as it was
    expect([status, stdout.endsWith(OLD)]).toEqual([2, true]);
    expect(stderr).toMatch(
      /^osscap: the report report could not be written: the disk is full\n(?:.*\n)*report\n$/m,
    );
  });

  it.each(LARGE)('is told where standard output goes there: %s', (format) => {
    const lines = `$OSSCAP scan "$2" --no-config -v --all --format ${format} > report`;
    const { status, stderr } = onSmallDisk(temporaryFolder(), `${ROOM}k`, lines, [MANY]);
    expect(status).toBe(2);
    expect(stderr.match(/standard output could not be written: the disk is full\n/g)).toHaveLength(1);
  });

  it('does not harm the reports that stand elsewhere', () => {
    const elsewhere = join(temporaryFolder(), 'whole.json');
    const lines = `$OSSCAP scan "$2" --no-config -v --all --format html=report --format json="$3" --format table`;
    const { status, stdout } = onSmallDisk(temporaryFolder(), `${ROOM}k`, lines, [MANY, elsewhere]);
    expect(status).toBe(2);
    expect(stdout).toMatch(/\b[Ee]xit 2\.?\n$/);
    const { stdout: expected } = osscap(['scan', MANY, '--no-config', '--format', 'json']);
    expect(readFileSync(elsewhere, 'utf8')).toBe(expected);
  });

  it('leaves the old baseline', () => {
    const lines = `printf "%s\\n" "what stood here before" > base; dd if=/dev/zero of=rest bs=1k count=64 2>/dev/null; $OSSCAP scan "$2" --no-config -q --write-baseline base >/dev/null; code=$?; cat base; exit $code`;
    const { status, stdout, stderr } = onSmallDisk(temporaryFolder(), '8k', lines, [MANY]);
    // the closing line says what was found, and then the file is as it was
    expect([status, stdout.endsWith(OLD)]).toEqual([2, true]);
    expect(stderr).toContain('could not be written: the disk is full');
  });
});

describe.skipIf(!isLinux)('a file that may not become larger', { timeout: 120_000 }, () => {
  it.each(LARGE)('leaves the old report, and nothing beside it: %s', (format) => {
    const folder = temporaryFolder();
    const report = join(folder, 'report');
    writeFileSync(report, OLD);
    const script = `ulimit -f ${ROOM}; exec $OSSCAP scan "$1" --no-config -v --all --format ${format}="$2"`;
    const { status, stderr } = shell(script, [MANY, report]);
    expect(status).toBe(2);
    expect(stderr).toContain(
      `osscap: the report ${report} could not be written: it is larger than the system allows\n`,
    );
    expect(readdirSync(folder)).toEqual(['report']);
    expect(readFileSync(report, 'utf8')).toBe(OLD);
  });

  it.each([['explain'], ['compare', CAPTURE]])('leaves the old page of %s', (command, ...captures) => {
    const folder = temporaryFolder();
    const report = join(folder, 'report');
    writeFileSync(report, OLD);
    const rest = command === 'explain' ? ['5'] : captures;
    const script = 'ulimit -f 1; out=$1; shift; exec $OSSCAP "$@" --format json="$out"';
    const { status, stderr } = shell(script, [report, command ?? '', CAPTURE, ...rest]);
    expect(status).toBe(2);
    expect(stderr).toContain('could not be written: it is larger than the system allows');
    expect(readdirSync(folder)).toEqual(['report']);
    expect(readFileSync(report, 'utf8')).toBe(OLD);
  });

  it('is told although the last that was written was taken in part', () => {
    const report = join(temporaryFolder(), 'help');
    // One piece of text, of which the beginning has room.
    const { status, stderr } = shell('ulimit -f 1; exec $OSSCAP --help > "$1"', [report]);
    expect(statSync(report).size).toBe(1024);
    expect([status, stderr]).toEqual([
      2,
      'osscap: standard output could not be written: it is larger than the system allows\n',
    ]);
  });
});

describe.skipIf(!isLinux)('a device that takes nothing', () => {
  it.each(FORMAT_NAMES)('is told, whatever the format: %s', (format) => {
    const printed = shell(`$OSSCAP scan "$1" --lang zh --format ${format} > /dev/full`, [CAPTURE]);
    expect(printed).toEqual({ status: 2, stdout: '', stderr: 'osscap: 无法写入标准输出：磁盘空间已满\n' });
    const { status, stderr } = osscap(['scan', CAPTURE, '--format', `${format}=/dev/full`]);
    expect([status, stderr]).toEqual([
      2,
      'osscap: the report /dev/full could not be written: the disk is full\n',
    ]);
  });

  it('is told by every command', () => {
    for (const args of [['--version'], ['why', 'hypotheses'], ['config'], ['completion', 'bash']]) {
      const { status, stderr } = shell('$OSSCAP "$@" > /dev/full', args);
      expect([args[0], status, stderr]).toEqual([
        args[0],
        2,
        'osscap: standard output could not be written: the disk is full\n',
      ]);
    }
  });
});
