import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { nodeZstd } from '../rooms/node.ts';
import { COMMAND, osscap, PLAIN_ENVIRONMENT, temporaryFolder } from '../support/command.ts';
import { zstdFrame } from '../support/zstd.ts';

const CAPTURE = fileURLToPath(
  new URL('../../fixtures/captures/oss2-v1-mpu-complete-403.client.pcap', import.meta.url),
);
const BYTES = readFileSync(CAPTURE);

/** Writes the bytes to a pipe with a name, and closes it behind them. */
async function throughFifo(bytes: Uint8Array): Promise<{ path: string; stdout: string; stderr: string }> {
  const path = join(temporaryFolder(), 'pipe.pcap');
  execFileSync('mkfifo', [path]);
  const child = spawn(process.execPath, [COMMAND, 'scan', '--format', 'json', path], {
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (text: Buffer) => {
    written.stdout += text.toString();
  });
  child.stderr.on('data', (text: Buffer) => {
    written.stderr += text.toString();
  });
  createWriteStream(path).end(bytes);
  await once(child, 'close');
  return { path, ...written };
}

describe.skipIf(process.platform === 'win32')('a pipe with a name', () => {
  it('is read like a file', async () => {
    const { path, stdout, stderr } = await throughFifo(BYTES);
    const file = osscap(['scan', '--format', 'json', CAPTURE]).stdout;
    expect(stderr).toBe('');
    expect(stdout).toBe(file.replace(CAPTURE, path));
  });

  it('whose writer ends early gives what came, and where it ended', async () => {
    const { path, stdout, stderr } = await throughFifo(BYTES.subarray(0, -10));
    const [capture] = JSON.parse(stdout).captures;
    expect(capture.complete).toBe(false);
    expect(capture.exchanges.length).toBeGreaterThan(0);
    expect(capture.warnings).toContainEqual(
      expect.objectContaining({ code: 'truncated-record', offset: expect.any(Number) }),
    );
    expect(stderr).toMatch(`osscap: ${path}: frame ${capture.packets + 1}: at byte `);
  });

  it('is not looked into beforehand, where its name is that of a rotated capture', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.pcap'), BYTES);
    execFileSync('mkfifo', [join(folder, 'a.pcap1')]);
    createWriteStream(join(folder, 'a.pcap1')).end(BYTES);
    const child = spawn(process.execPath, [COMMAND, 'scan', '--format', 'json', 'a.pcap', 'a.pcap1'], {
      cwd: folder,
      env: PLAIN_ENVIRONMENT,
    });
    let stdout = '';
    child.stdout.on('data', (text: Buffer) => {
      stdout += text.toString();
    });
    await once(child, 'close');
    const { captures } = JSON.parse(stdout);
    expect(captures.map(({ packets }: { packets: number }) => packets)).toEqual([
      captures[0].packets,
      captures[0].packets,
    ]);
  });
});

describe('a file that cannot be read', () => {
  it.skipIf(!existsSync('/proc/self/mem'))('from its beginning is told with the error', () => {
    const { status, stderr } = osscap(['scan', '/proc/self/mem']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^osscap: \/proc\/self\/mem: cannot be read \(E[A-Z]+\)\n$/);
    expect(osscap(['scan', '/proc/self/mem', '--lang', 'zh']).stderr).toMatch(/：无法读取（E[A-Z]+）\n$/);
  });

  it('because it ends before anything can be unpacked is told so', () => {
    const path = join(temporaryFolder(), 'a.pcap.gz');
    writeFileSync(path, gzipSync(BYTES).subarray(0, 12));
    const { status, stderr } = osscap(['scan', path]);
    expect(status).toBe(2);
    expect(stderr).toBe(
      `osscap: ${path}: the compressed file is cut off or damaged before anything could be unpacked\n`,
    );
  });
});

/** A file system that takes names which are no UTF-8. */
const oddFolder = temporaryFolder();
let takesOddNames = false;
try {
  const nu = join(oddFolder, 'nu');
  mkdirSync(nu);
  writeFileSync(Buffer.concat([Buffer.from(`${nu}/`), Buffer.from('c9cf2e70636170', 'hex')]), BYTES);
  mkdirSync(Buffer.concat([Buffer.from(`${nu}/`), Buffer.from('d6d0', 'hex')]));
  writeFileSync(join(nu, 'good.pcap'), BYTES);
  takesOddNames = true;
} catch {
  process.stderr.write('names that are not UTF-8 cannot be made here\n');
}

describe.skipIf(!takesOddNames)('names that are not UTF-8', () => {
  const en =
    'the part of the path shown as \ufffd is not UTF-8, so it cannot be opened by name: rename the file or folder, or read a file with osscap scan - < FILE';
  const zh =
    '路径中显示为 \ufffd 的部分不是 UTF-8 编码，无法按此名称打开：请重命名该文件或目录，或用 osscap scan - < FILE 读取文件';

  it.each([
    ['en', ': ', en],
    ['zh', '：', zh],
  ])('are told with what to do about them, and the others are read: %s', (lang, colon, message) => {
    const { status, stderr, stdout } = osscap(['scan', 'nu', '--lang', lang, '-q', '--format', 'json'], {
      cwd: oddFolder,
    });
    expect(status).toBe(2);
    expect(stderr.trimEnd().split('\n').sort()).toEqual(
      ['nu/\ufffd\ufffd.pcap', 'nu/\ufffd\ufffd'].map((path) => `osscap: ${path}${colon}${message}`).sort(),
    );
    const { captures, unreadable } = JSON.parse(stdout);
    expect(captures.map(({ path }: { path: string }) => path)).toEqual(['nu/good.pcap']);
    expect(unreadable.map(({ reason }: { reason: string }) => reason)).toEqual([
      'name-not-utf8',
      'name-not-utf8',
    ]);
  });

  it('are told where a pattern of ours or the shell names them', () => {
    expect(osscap(['scan', 'nu/*p*', '-q'], { cwd: oddFolder }).stderr).toContain(en);
    const line = `exec '${process.execPath}' '${COMMAND}' scan nu/$'\\xc9\\xcf.pcap' --lang en`;
    const { stderr } = spawnSync('bash', ['--norc', '-c', line], {
      cwd: oddFolder,
      encoding: 'utf8',
      env: PLAIN_ENVIRONMENT,
    });
    expect(stderr).toContain(en);
    const read = `exec '${process.execPath}' '${COMMAND}' scan - < nu/$'\\xc9\\xcf.pcap'`;
    expect(spawnSync('bash', ['--norc', '-c', read], { cwd: oddFolder, env: PLAIN_ENVIRONMENT }).status).toBe(
      1,
    );
  });
});

describe('a file packed with zstd', () => {
  const path = join(temporaryFolder(), 'any.name');
  writeFileSync(path, zstdFrame(BYTES));

  it.skipIf(nodeZstd() !== null).each([
    ['en', 'run zstd -dc FILE | osscap scan -, or use Node.js 22.15, 23.8 or later'],
    ['zh', '请运行 zstd -dc FILE | osscap scan -'],
  ])('tells in %s what to do where Node cannot unpack it', (lang, advice) => {
    const { status, stderr } = osscap(['scan', path, '--lang', lang]);
    expect(status).toBe(2);
    expect(stderr).toContain(process.version);
    expect(stderr).toContain(advice);
  });

  it.skipIf(nodeZstd() === null)('is read where Node can', () => {
    expect(osscap(['scan', '--format', 'json', path]).stdout).toBe(
      osscap(['scan', '--format', 'json', CAPTURE]).stdout.replace(CAPTURE, path),
    );
  });
});
