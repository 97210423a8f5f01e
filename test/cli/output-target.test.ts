import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMAND, osscap, temporaryFolder } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

const CAPTURE = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');
const SCAN = ['scan', CAPTURE, '--no-config'];
const { stdout: REPORT } = osscap([...SCAN, '--format', 'json']);

/** Runs a line of a shell in the folder; `$OSSCAP` is the command and `$SCAN` a scan of one capture. */
function shell(line: string, cwd: string) {
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', line], {
    cwd,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'] ?? '',
      LC_ALL: 'C',
      HOME: '/nonexistent',
      SCAN: `${process.execPath} ${COMMAND} ${SCAN.join(' ')}`,
    },
  });
  return { status, stdout, stderr };
}

/** A folder with links as `/dev/stdout` and `/dev/stderr` are. */
function folderOfLinks(): string {
  const folder = temporaryFolder();
  symlinkSync('/proc/self/fd/1', join(folder, 'out'));
  symlinkSync('/proc/self/fd/2', join(folder, 'err'));
  return folder;
}

function expectOnlyLinks(folder: string, others: readonly string[] = []): void {
  expect(readdirSync(folder).sort()).toEqual(['err', 'out', ...others].sort());
  for (const name of ['out', 'err']) expect(lstatSync(join(folder, name)).isSymbolicLink()).toBe(true);
}

describe.skipIf(process.platform !== 'linux')('a report whose file leads to an open stream', () => {
  it.each([
    ['a pipe', '$SCAN --format json=out | cat'],
    ['whatever started the command', '$SCAN --format json=out'],
    ['a pipe, as standard error', '$SCAN --format json=err 2>&1 >/dev/null | cat'],
    ['a command of the shell', '{ $SCAN --format json=>(cat >&3) --format table >/dev/null; } 3>&1 | cat'],
    ['a handle of the shell', '$SCAN -q --format json=/dev/fd/4 4> >(cat) | cat'],
  ])('goes there: %s', (_, line) => {
    const folder = folderOfLinks();
    expect(shell(line, folder).stdout).toBe(REPORT);
    expectOnlyLinks(folder);
  });

  it('goes to the file that the stream was sent to, between what stands there and what comes next', () => {
    const folder = folderOfLinks();
    shell('echo before > all; { $SCAN --format json=out; echo behind; } >> all', folder);
    expect(readFileSync(join(folder, 'all'), 'utf8')).toBe(`before\n${REPORT}behind\n`);
    expectOnlyLinks(folder, ['all']);
  });

  it('tells the exit code that a file which cannot be written gives', () => {
    const line = '$SCAN --format table=out --format json=nowhere/report.json | cat; exit $PIPESTATUS';
    const { status, stdout } = shell(line, folderOfLinks());
    expect(status).toBe(2);
    expect(stdout).toMatch(/exit 2\n/);
  });

  it('is not mixed with the lines of a watch', () => {
    const folder = folderOfLinks();
    const watch = `${process.execPath} ${COMMAND} watch - --no-config`;
    const plain = shell(`${watch} --format ndjson < ${CAPTURE} | cat`, folder);
    const named = shell(`${watch} --format ndjson=out < ${CAPTURE} | cat`, folder);
    expect(named.stdout).toBe(plain.stdout);
    expect(named.stderr).toBe(plain.stderr);
  });

  it('goes there alone', () => {
    const folder = folderOfLinks();
    const { status, stdout, stderr } = shell(
      '$SCAN --format json=out --format table | cat; exit $PIPESTATUS',
      folder,
    );
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('only one --format can go to standard output');
    expect(shell('$SCAN --format json=/dev/null --format table > /dev/null', folder).status).toBe(1);
  });

  it('is so for pages and baselines too', () => {
    const folder = folderOfLinks();
    expect(
      JSON.parse(shell('$SCAN -q --write-baseline out --format json=/dev/null | cat', folder).stdout),
    ).toBeTypeOf('object');
    const line = `${process.execPath} ${COMMAND} why hypotheses --format json=out | cat`;
    expect(JSON.parse(shell(line, folder).stdout)).toBeTypeOf('object');
    expectOnlyLinks(folder);
  });
});

describe('a report whose file is a link', () => {
  it('is written where the link leads, also where nothing is yet', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'reports'));
    symlinkSync('reports/next', join(folder, 'report.json'));
    symlinkSync('report.json', join(folder, 'reports', 'next'));
    for (let times = 0; times < 2; times++) {
      expect(osscap([...SCAN, '--format', 'json=report.json'], { cwd: folder }).status).toBe(1);
      expect(readdirSync(join(folder, 'reports')).sort()).toEqual(['next', 'report.json']);
      expect(lstatSync(join(folder, 'report.json')).isSymbolicLink()).toBe(true);
      expect(lstatSync(join(folder, 'reports', 'next')).isSymbolicLink()).toBe(true);
      expect(readFileSync(join(folder, 'reports', 'report.json'), 'utf8')).toBe(REPORT);
      writeFileSync(join(folder, 'reports', 'report.json'), 'old');
    }
  });

  it('is told where the link leads nowhere', () => {
    const folder = temporaryFolder();
    symlinkSync('round', join(folder, 'round'));
    const { status, stderr } = osscap([...SCAN, '--format', 'json=round'], { cwd: folder });
    expect([status, stderr]).toEqual([
      2,
      'osscap: the report round could not be written: its link leads back to itself\n',
    ]);
    expect(readdirSync(folder)).toEqual(['round']);
  });
});

describe('two reports in one file', () => {
  it.each([['./a.json'], ['reports/../a.json'], ['here/a.json'], ['link.json']])(
    'are refused, however it is written: %s',
    (other) => {
      const folder = temporaryFolder();
      mkdirSync(join(folder, 'reports'));
      symlinkSync('.', join(folder, 'here'));
      symlinkSync('reports/../a.json', join(folder, 'link.json'));
      const formats = ['--format', 'json=a.json', '--format', `html=${other}`];
      for (const [lang, message] of [
        ['en', `osscap: two formats go to the file ${other} (`],
        ['zh', `osscap: 两种格式写到了同一个文件 ${other}`],
      ] as const) {
        const { status, stdout, stderr } = osscap([...SCAN, '--lang', lang, ...formats], { cwd: folder });
        expect([status, stdout]).toEqual([2, '']);
        expect(stderr.startsWith(message)).toBe(true);
      }
      const env = { OSSCAP_FORMAT: `json=a.json,html=${other}` };
      expect(osscap(SCAN, { cwd: folder, env }).stderr).toContain('two formats go to the file');
      expect(readdirSync(folder).sort()).toEqual(['here', 'link.json', 'reports']);
    },
  );
});

describe.skipIf(process.platform === 'win32')('a report in the place of an older one', () => {
  it.each([0o600, 0o640, 0o444, 0o666])('keeps its mode: %o', (mode) => {
    const report = join(temporaryFolder(), 'report.json');
    writeFileSync(report, 'old');
    chmodSync(report, mode);
    expect(osscap([...SCAN, '--format', `json=${report}`]).status).toBe(1);
    expect(readFileSync(report, 'utf8')).toBe(REPORT);
    expect((statSync(report).mode & 0o777).toString(8)).toBe(mode.toString(8));
  });

  it('has the usual mode where there was none', () => {
    const folder = temporaryFolder();
    expect(shell('umask 027; $SCAN --format json=report.json', folder).status).toBe(1);
    expect(statSync(join(folder, 'report.json')).mode & 0o777).toBe(0o640);
  });

  it.skipIf(process.getuid?.() !== 0)('keeps its owner and its group', () => {
    const report = join(temporaryFolder(), 'report.json');
    writeFileSync(report, 'old');
    chownSync(report, 65_534, 65_533);
    chmodSync(report, 0o660);
    expect(osscap([...SCAN, '--format', `json=${report}`]).status).toBe(1);
    const { mode, uid, gid } = statSync(report);
    expect([mode & 0o777, uid, gid]).toEqual([0o660, 65_534, 65_533]);
  });
});

describe('a page that cannot be written', () => {
  const URL = 'http://b.oss-cn-hangzhou.aliyuncs.com/k';

  it.each([
    ['compare', ['compare', CAPTURE, 'missing.pcap']],
    ['explain', ['explain', 'missing.pcap', '1']],
    ['sign', ['sign', '--request', 'missing.json']],
  ])('is told before anything is read: %s', (_, words) => {
    const cwd = temporaryFolder();
    const { status, stdout, stderr } = osscap([...words, '--format', 'json=nowhere/page.json'], { cwd });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      'osscap: the report nowhere/page.json could not be written: its folder does not exist\n',
    );
  });

  it.each([
    ['known before', 'nowhere/page.json'],
    ['found out while it is written', '/dev/full'],
  ])('is in the exit code that the table of another tells: %s', (_, file) => {
    const server = CAPTURE.replace('client', 'server');
    const words = ['compare', CAPTURE, server, '--format', 'table', '--format', `json=${file}`];
    const { status, stdout } = osscap(words, { cwd: temporaryFolder() });
    expect(status).toBe(2);
    expect(stdout).toMatch(/Exit 2\.\n$/);
  });

  it('does not keep another from being written', () => {
    const cwd = temporaryFolder();
    const formats = ['--format', 'json=nowhere/page.json', '--format', 'json=page.json', '--format', 'table'];
    const { status, stdout } = osscap(['sign', URL, '--date', '0', ...formats], { cwd });
    expect(status).toBe(2);
    expect(stdout).toBe(osscap(['sign', URL, '--date', '0']).stdout);
    expect(readdirSync(cwd)).toEqual(['page.json']);
  });

  it.each([
    ['compare', ['compare', CAPTURE, 'missing.pcap']],
    ['explain', ['explain', CAPTURE, '99']],
    ['sign', ['sign', '--request', 'missing.json']],
  ])('because there is nothing to show leaves the file as it was: %s', (_, words) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'page.json'), 'before');
    expect(osscap([...words, '--format', 'json=page.json'], { cwd }).status).toBe(2);
    expect(readdirSync(cwd)).toEqual(['page.json']);
    expect(readFileSync(join(cwd, 'page.json'), 'utf8')).toBe('before');
  });
});
