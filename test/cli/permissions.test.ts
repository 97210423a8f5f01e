import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMAND, temporaryFolder } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

const CAPTURE = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');

/** Modes bind nobody who is root, so the command runs as nobody then. */
const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

function asUser(args: readonly string[], cwd: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    encoding: 'utf8',
    cwd,
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', HOME: '/nonexistent' },
    ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  return { status, stdout, stderr };
}

/** A folder of the one who runs the command, with a capture. */
function folderOfUser(): string {
  const folder = temporaryFolder();
  copyFileSync(CAPTURE, join(folder, 'a.pcap'));
  chmodSync(folder, 0o755);
  if (isRoot) chownSync(folder, NOBODY, NOBODY);
  return folder;
}

const why =
  process.platform === 'win32'
    ? 'modes mean nothing here'
    : asUser(['--version'], folderOfUser()).status === 0
      ? null
      : 'another user may not run the command here';
if (why !== null) process.stderr.write(`tests of permissions are skipped: ${why}\n`);

describe.skipIf(why !== null)('a report in a file that may be written, in a folder that may not', () => {
  /**
   * A folder with a capture and a file that stands where the report is to go, and one for temporary files.
   */
  function closedFolder(mode: number) {
    const folder = folderOfUser();
    const report = join(folder, 'report.json');
    writeFileSync(report, 'the report of yesterday, which is no longer than that of today');
    chmodSync(report, mode);
    if (isRoot) chownSync(report, NOBODY, NOBODY);
    chmodSync(folder, 0o555);
    return { folder, report };
  }

  it('is put into it, with its mode as it was, and nothing is left behind', () => {
    const { folder, report } = closedFolder(0o640);
    const { status, stderr } = asUser(['scan', 'a.pcap', '--format', 'json=report.json'], folder);
    expect([status, stderr]).toEqual([1, '']);
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({ schemaVersion: 1 });
    expect(statSync(report).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).sort()).toEqual(['a.pcap', 'report.json']);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('report.json.'))).toEqual([]);
  });

  it('stays as it is where it may not be written either', () => {
    const { folder, report } = closedFolder(0o440);
    const { status, stderr } = asUser(['scan', 'a.pcap', '-q', '--format', 'json=report.json'], folder);
    expect(status).toBe(2);
    expect(stderr).toBe(
      'osscap: the report report.json could not be written: no permission to write there\n',
    );
    expect(readFileSync(report, 'utf8')).toContain('yesterday');
  });
});

/** Whether files can be mounted here, in a space of mounts that ends with its process. */
const canMount =
  process.platform === 'linux' && spawnSync('unshare', ['-rm', 'mount', '--version']).status === 0;

describe.skipIf(!canMount)('a report in a file that is mounted, as a container has it', () => {
  it('is put into it', () => {
    const folder = folderOfUser();
    for (const name of ['outside.json', 'report.json']) writeFileSync(join(folder, name), 'yesterday');
    const shell = 'mount --bind outside.json report.json && exec "$0" "$@"';
    const words = [process.execPath, COMMAND, 'scan', 'a.pcap', '--format', 'json=report.json'];
    const { status, stderr } = spawnSync('unshare', ['-rm', 'sh', '-c', shell, ...words], {
      encoding: 'utf8',
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', HOME: '/nonexistent' },
    });
    expect([status, stderr]).toEqual([1, '']);
    expect(JSON.parse(readFileSync(join(folder, 'outside.json'), 'utf8'))).toMatchObject({
      schemaVersion: 1,
    });
    expect(readdirSync(folder).sort()).toEqual(['a.pcap', 'outside.json', 'report.json']);
  });
});

describe.skipIf(why !== null)('what may not be read or written', () => {
  it.each([
    ['the configuration', 'osscap.config.json', [], /^osscap: \S*osscap\.config\.json: .*permission/],
    [
      'a configuration that is named',
      'ours.json',
      ['--config', 'ours.json'],
      /^osscap: ours\.json: .*permission/,
    ],
    [
      'the credentials',
      'keys.json',
      ['--credentials', 'keys.json'],
      /^osscap: credentials: keys\.json: .*permission/,
    ],
    ['a key log', 'keys.log', ['--tls-keylog', 'keys.log'], /^osscap: TLS keys: keys\.log: .*permission/],
    ['a baseline', 'base.json', ['--baseline', 'base.json'], /^osscap: baseline: base\.json: .*permission/],
  ])('%s is told in one line, and nothing is scanned without it', (_, name, args, message) => {
    const folder = folderOfUser();
    writeFileSync(join(folder, name), '{}');
    chmodSync(join(folder, name), 0);
    const { status, stdout, stderr } = asUser(['scan', 'a.pcap', ...args], folder);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('a capture or a folder of captures is told, and the others are read', () => {
    const folder = folderOfUser();
    copyFileSync(CAPTURE, join(folder, 'b.pcap'));
    chmodSync(join(folder, 'b.pcap'), 0);
    mkdirSync(join(folder, 'locked'));
    chmodSync(join(folder, 'locked'), 0);
    for (const jobs of ['1', '2']) {
      const { status, stdout, stderr } = asUser(['scan', '.', '--format', 'json', '--jobs', jobs], folder);
      expect(status).toBe(2);
      const { captures, unreadable } = JSON.parse(stdout);
      expect(captures.map(({ path }: { path: string }) => path)).toEqual(['a.pcap']);
      expect(
        unreadable.map(({ path, reason }: { path: string; reason: string }) => [path, reason]).sort(),
      ).toEqual([
        ['b.pcap', 'permission'],
        ['locked', 'permission'],
      ]);
      expect(stderr).toContain('b.pcap');
    }
    chmodSync(join(folder, 'locked'), 0o755);
  });

  it.each([
    ['**/*.pcap', 'a.pcap', 'locked'],
    ['*/*.pcap', 'open/c.pcap', 'locked'],
    ['{open,locked}/**', 'open/c.pcap', 'locked'],
    ['loc*/*.pcap', null, 'locked'],
    ['*', 'a.pcap', null],
    ['*.pcap', 'a.pcap', null],
  ])('a folder that the pattern %s may match in is told', (pattern, read, locked) => {
    const folder = folderOfUser();
    mkdirSync(join(folder, 'open'), { mode: 0o755 });
    copyFileSync(CAPTURE, join(folder, 'open', 'c.pcap'));
    mkdirSync(join(folder, 'locked'));
    chmodSync(join(folder, 'locked'), 0);
    const { status, stdout } = asUser(['scan', pattern, '--format', 'json', '--no-config'], folder);
    chmodSync(join(folder, 'locked'), 0o755);
    const { captures, unreadable } = JSON.parse(stdout);
    const paths = (list: readonly { readonly path: string }[]) => list.map(({ path }) => path);
    if (read === null) expect(captures).toEqual([]);
    else expect(paths(captures)).toContain(read);
    expect(unreadable).toEqual(
      locked === null ? [] : [expect.objectContaining({ path: locked, reason: 'permission' })],
    );
    expect(status).toBe(locked === null ? 1 : 2);
  });

  it('a blob is told', () => {
    const folder = folderOfUser();
    expect(asUser(['scan', 'a.pcap', '--format', 'blob=a.blob'], folder).status).toBe(1);
    chmodSync(join(folder, 'a.blob'), 0);
    const { status, stderr } = asUser(['merge', 'a.blob'], folder);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^osscap: a\.blob: .*permission/);
  });

  it('a report in a folder that may not be written leaves all as it was, and the others are written', () => {
    const folder = folderOfUser();
    const locked = join(folder, 'locked');
    mkdirSync(locked);
    writeFileSync(join(locked, 'report.json'), 'before');
    chmodSync(join(locked, 'report.json'), 0o444);
    chmodSync(locked, 0o555);
    const formats = [
      '--format',
      'json=locked/report.json',
      '--format',
      'html=report.html',
      '--format',
      'table',
    ];
    const { status, stdout, stderr } = asUser(['scan', 'a.pcap', ...formats], folder);
    expect(status).toBe(2);
    expect(stderr).toBe(
      'osscap: the report locked/report.json could not be written: no permission to write there\nhtml report: report.html\n',
    );
    expect(stdout).toMatch(/exit 2\n$/);
    expect(readdirSync(locked)).toEqual(['report.json']);
    expect(readFileSync(join(locked, 'report.json'), 'utf8')).toBe('before');
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toMatch(/<\/html>\n$/);
    chmodSync(locked, 0o755);
  });
});

describe('what is to be protected as the capture', () => {
  it.skipIf(why !== null)('is made for its owner alone', () => {
    const cwd = folderOfUser();
    const scan = ['scan', 'a.pcap', '--format', 'blob=a.blob', '--format', 'csv=a.csv'];
    expect(asUser(scan, cwd)).toMatchObject({ status: 1, stderr: '' });
    expect(asUser(['extract', 'a.pcap', '5', '-o', 'b.pcapng'], cwd).status).toBe(0);
    const modes = ['a.blob', 'b.pcapng', 'a.csv'].map((name) => statSync(join(cwd, name)).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600, 0o666 & ~process.umask()]);
  });
});
