import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMAND, temporaryFolder } from '../support/command.ts';
import { TlsWriter } from '../support/tls-writer.ts';
import { FIXTURES } from '../support/truth.ts';

const CAPTURE = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');

/** Milliseconds and KiB of address space that a command is given which may read on for ever. */
const PATIENCE = 20_000;
const ADDRESSES = 24 * 1024 * 1024;

/** Runs a line of a shell, within bounds; `$OSSCAP` is the command and `$CAPTURE` a capture. */
function bounded(line: string, cwd = temporaryFolder()) {
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', `ulimit -v ${ADDRESSES}; ${line}`], {
    cwd,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'] ?? '',
      LC_ALL: 'C',
      HOME: '/nonexistent',
      OSSCAP: `timeout -s KILL ${PATIENCE / 1000} ${process.execPath} ${COMMAND}`,
      CAPTURE,
    },
    timeout: PATIENCE * 2,
  });
  return { status, stdout, stderr };
}

describe.skipIf(!existsSync('/dev/zero'))('a small file that has no end', () => {
  it.each([
    ['scan $CAPTURE --baseline /dev/zero', 'baseline: /dev/zero: too large (8 MiB at most)'],
    [
      'scan $CAPTURE --credentials /dev/zero',
      'credentials: /dev/zero: too large for a credentials file (1 MiB at most)',
    ],
    ['scan $CAPTURE --config /dev/zero', '/dev/zero: too large (1 MiB at most)'],
    ['sign --request /dev/zero', '/dev/zero: too large for a request (1 MiB at most)'],
    ['scan $CAPTURE --tls-key /dev/zero', 'TLS keys: /dev/zero: too large'],
    ['scan $CAPTURE --tls-keylog /dev/zero', 'TLS keys: /dev/zero: too large'],
    ['scan $CAPTURE --baseline <(yes)', 'too large (8 MiB at most)'],
  ])('is refused: %s', (args, message) => {
    const { status, stdout, stderr } = bounded(`$OSSCAP ${args}`);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});

const REFUSED = /: neither a capture \(pcap, pcapng\) nor text that contains HTTP\n$/;

describe.skipIf(!existsSync('/dev/zero'))('an input that has no end', () => {
  it.each([
    ['no text', '$OSSCAP scan /dev/zero'],
    ['no text, in a pipe', 'cat /dev/zero | $OSSCAP scan -'],
    ['no text, in a named pipe', 'mkfifo pipe; (cat /dev/zero > pipe) & $OSSCAP scan pipe'],
    ['text without HTTP', 'yes | $OSSCAP scan -'],
    ['text without HTTP, packed', 'yes | gzip -1 | $OSSCAP scan -'],
    ['bytes that are packed to nothing', 'cat /dev/zero | gzip -1 | $OSSCAP scan -'],
    [
      'a capture of a version that is none',
      "(printf '\\xd4\\xc3\\xb2\\xa1\\x09'; cat /dev/zero) | $OSSCAP scan -",
    ],
  ])('and is no capture is refused: %s', (_, line) => {
    const { status, stdout, stderr } = bounded(line);
    expect([status, stdout]).toEqual([2, '1 input could not be read · exit 2\n']);
    if (line.includes('printf')) expect(stderr).toContain('version');
    else expect(stderr).toMatch(REFUSED);
  });

  it('and begins as text with HTTP is read up to the limit', () => {
    const line = `{ cat ${join(FIXTURES, 'text', 'curl-verbose.txt')}; yes; } | $OSSCAP scan - --limit text-bytes=1M`;
    const { status, stdout, stderr } = bounded(line);
    expect([status, stderr]).toEqual([1, expect.stringContaining('--limit text-bytes=N reads more')]);
    expect(stdout).toContain('exit 1');
  });
});

describe.skipIf(process.platform !== 'linux')('a long text of short lines', () => {
  it('takes little memory, whether it is refused or read', () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'peak.mjs'),
      "process.on('exit', () => console.error('peak', process.resourceUsage().maxRSS));",
    );
    const start = 'GET /k HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\n\r\n';
    for (const [name, text, most] of [
      ['none.txt', 'a\n'.repeat(20_000_000), 150_000],
      ['body.txt', start + 'a\n'.repeat(4_000_000), 700_000],
    ] as const) {
      writeFileSync(join(folder, name), text);
      const { stderr } = bounded(`NODE_OPTIONS=--import=./peak.mjs $OSSCAP scan ${name} -q`, folder);
      const kilobytes = Number(/peak (\d+)/.exec(stderr)?.[1]);
      expect(kilobytes).toBeLessThan(most);
    }
  });
});

describe.skipIf(process.platform === 'win32')('a pipe in the place of a small file', () => {
  it('is read where the user names it', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'keys.log'), new TlsWriter().keyLog);
    writeFileSync(join(folder, 'ours.json'), '{"failOn": ["token"]}');
    writeFileSync(join(folder, 'request.json'), '{"url": "https://b.oss-cn-hangzhou.aliyuncs.com/k"}');
    writeFileSync(join(folder, 'keys.json'), '[{"accessKeyId":"LTAIexample001","accessKeySecret":"abc"}]');
    expect(bounded('$OSSCAP scan $CAPTURE -q --write-baseline known', folder).status).toBe(0);
    const [scan, sign] = ['$OSSCAP scan -q $CAPTURE', '$OSSCAP sign --format json'];
    for (const [line, code] of [
      [`${scan} --baseline <(cat known)`, 0],
      [`mkfifo pipe; (sleep 0.3; cat known > pipe) & ${scan} --baseline pipe`, 0],
      [`${scan} --tls-keylog <(cat keys.log)`, 1],
      [`${scan} --config <(cat ours.json)`, 0],
      [`${sign} --request <(cat request.json) --credentials <(cat keys.json)`, 0],
    ] as const) {
      const { status, stderr } = bounded(line, folder);
      expect([line, stderr, status]).toEqual([line, '', code]);
    }
  });

  it.each([
    ['en', 'a pipe or a device, which could be endless; it is named by SSLKEYLOGFILE, and is ignored'],
    ['zh', '是管道或设备，读取可能永不结束；它由 SSLKEYLOGFILE 指定，已跳过'],
  ])('is not waited for where the environment names it as the log of the keys: %s', (lang, message) => {
    const { status, stderr } = bounded(
      `mkfifo pipe; SSLKEYLOGFILE=pipe $OSSCAP scan $CAPTURE --lang ${lang} >report`,
    );
    expect([status, stderr.trimEnd().endsWith(message)]).toEqual([1, true]);
    expect(bounded('SSLKEYLOGFILE=/dev/null $OSSCAP scan -q $CAPTURE')).toMatchObject({
      status: 1,
      stderr: '',
    });
  });

  it.each([
    [
      'en',
      'baseline names a pipe or a device, which could be endless: known; a configuration must name regular files',
    ],
    ['zh', 'baseline 指向管道或设备，读取可能永不结束：known；配置中只能写普通文件'],
  ])('is not waited for where a configuration names it: %s', (lang, message) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'osscap.config.json'), '{"baseline": "known"}');
    execFileSync('mkfifo', [join(folder, 'known')]);
    const { status, stdout, stderr } = bounded(`$OSSCAP scan $CAPTURE --lang ${lang}`, folder);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd().endsWith(message)).toBe(true);
  });
});
