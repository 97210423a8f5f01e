import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Conversation, pcapFile } from '../support/capture-writer.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { get } from '../support/conversation.ts';
import { FIXTURES } from '../support/truth.ts';

const CAPTURES = join(FIXTURES, 'captures');
const UPLOAD = join(CAPTURES, 'oss2-v1-mpu-complete-403.client.pcap');
const GOOD = join(CAPTURES, 'oss2-v1-baseline.pcap');
const SECRET = 'aVerySecretSecretOfTheTest';

/** Cut off in its middle, so that there is something to warn of. */
function damaged(): string {
  const path = join(temporaryFolder(), 'cut.pcap');
  writeFileSync(path, readFileSync(UPLOAD).subarray(0, -40));
  return path;
}

describe('--quiet', () => {
  it('shows what fails and the last line', () => {
    const { stdout, stderr, status } = osscap(['scan', UPLOAD, GOOD, '--quiet']);
    expect([status, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/^✗ \S*oss2-v1-mpu-complete-403\.client\.pcap#5 CompleteMultipartUpload /);
    expect(stdout).toContain('\n  A Content-Type was added in transit');
    expect(stdout).toMatch(/\n\n1 of 13 requests failed · 1 cause · exit 1\n$/);
    expect(stdout).not.toMatch(/UploadPart|left in the bucket|baseline\.pcap|V1/);
  });

  it('is one line where nothing fails', () => {
    const calm = join(FIXTURES, 'scenarios', 'oss2-v1-pcapng.pcapng');
    const { stdout, status } = osscap(['scan', calm, '-q']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^nothing fails: \d+ OSS requests · exit 0\n$/);
    expect(osscap(['scan', calm, '-q', '--lang', 'zh']).stdout).toMatch(/^没有失败：.*退出码 0\n$/);
  });

  it('does not say that nothing fails where a 404 stands in the capture', () => {
    expect(osscap(['scan', GOOD, '-q']).stdout).toBe(
      'no signature fails (8 OSS requests), but note: 1 response with 4xx or 5xx, for other reasons · exit 0\n',
    );
  });

  it.each([
    ['a capture that ends before the response', (talk: Conversation) => talk.client(get('/k')), ''],
    [
      'a client that gives up',
      (talk: Conversation) => talk.client(get('/k')).close(),
      'The client closed the connection before a response came.',
    ],
  ])('shows of %s what is known to have failed', (_, converse, block) => {
    const path = join(temporaryFolder(), 'a.pcap');
    writeFileSync(path, pcapFile(converse(new Conversation().open()).packets));
    const { stdout } = osscap(['scan', path, '-q', '--no-config']);
    expect(stdout).toContain('no answer to 1 OSS request · exit 0');
    const told = stdout.split('\n').filter((line) => line.startsWith('!'));
    expect(told).toHaveLength(block === '' ? 0 : 1);
    expect(stdout).toContain(block);
    expect(osscap(['scan', path, '--no-config']).stdout).toMatch(/^! /m);
  });

  it('keeps warnings to itself, unless they decide the exit code', () => {
    const path = damaged();
    expect(osscap(['scan', path]).stderr).toContain('osscap: ');
    expect(osscap(['scan', path, '-q']).stderr).toBe('');
    const strict = osscap(['scan', path, '-q', '--strict']);
    expect(strict.status).toBe(2);
    expect(strict.stderr).toContain(`osscap: ${path}: `);
    expect(strict.stdout).toContain('damaged or cut off (--strict): 1 · exit 2');
  });

  it('tells errors', () => {
    const { stderr, status } = osscap(['scan', '/nowhere.pcap', '-q']);
    expect(status).toBe(2);
    expect(stderr).toBe('osscap: /nowhere.pcap: no such file or folder\n');
  });

  it('leaves other formats alone', () => {
    const args = ['scan', UPLOAD, '--format', 'json'];
    expect(osscap([...args, '-q']).stdout).toBe(osscap(args).stdout);
  });

  it('excludes --verbose', () => {
    const { stderr, status } = osscap(['scan', UPLOAD, '-q', '-v']);
    expect(status).toBe(2);
    expect(stderr).toContain('osscap: --quiet and --verbose cannot be combined');
  });
});

describe('--verbose', () => {
  const folder = temporaryFolder();
  const keys = join(folder, 'keys.json');
  writeFileSync(
    keys,
    JSON.stringify([
      { accessKeyId: 'LTAIverboseexample01', accessKeySecret: SECRET },
      { accessKeyId: 'LTAIverboseexample02', accessKeySecret: SECRET },
    ]),
    { mode: 0o600 },
  );
  const config = join(folder, 'osscap.config.json');
  writeFileSync(config, '{"lang":"en"}');
  const env = { OSS_ACCESS_KEY_ID: 'LTAIverboseexample03', OSS_ACCESS_KEY_SECRET: SECRET };

  it('tells what is read, with what, and how fast; and never a secret', () => {
    const { stdout, stderr, status } = osscap(
      ['scan', UPLOAD, GOOD, '-v', '--credentials', keys, '--config', config],
      { env },
    );
    expect(status).toBe(1);
    expect(stderr.replace(/[\d.]+ ms, [\d.]+ MB\/s/g, 'TIME')).toBe(
      [
        `configuration file: ${config}`,
        `AccessKeys: LTAI****e01, LTAI****e02 (from ${keys})`,
        'AccessKeys: LTAI****e03 (from the environment, OSS_ACCESS_KEY_ID)',
        'to read: 2 files',
        `  ${UPLOAD}`,
        `  ${GOOD}`,
        `${UPLOAD}: pcap, EN10MB, 26 packets, 19,231 bytes, 5 HTTP exchanges (5 with OSS); TIME; no limit was reached`,
        `${GOOD}: pcap, EN10MB, 30 packets, 9,039 bytes, 8 HTTP exchanges (8 with OSS); TIME; no limit was reached`,
      ]
        .map((line) => `osscap: ${line}\n`)
        .join(''),
    );
    expect(stdout + stderr).not.toContain(SECRET);
    expect(stderr).not.toContain('LTAIverbose');
    // everything that is known stands there, and not the answer alone
    const short = osscap(['scan', UPLOAD, GOOD, '--credentials', keys], { env }).stdout;
    expect(stdout.split('\n').length).toBeGreaterThan(2 * short.split('\n').length);
  });

  it('says that there are no keys and no configuration', () => {
    const { stderr } = osscap(['scan', UPLOAD, '--verbose', '--no-config']);
    expect(stderr).toMatch(/^osscap: configuration file: none\nosscap: AccessKeys: none\n/);
    const chinese = osscap(['scan', UPLOAD, '--verbose', '--no-config', '--lang', 'zh']).stderr;
    expect(chinese).toMatch(/^osscap: 配置文件：无\nosscap: AccessKey：无\nosscap: 待读取：1 个文件\n/);
    expect(chinese).toMatch(
      /：pcap，EN10MB，26 个包，19,231 字节，HTTP 请求 5 次（其中 OSS 5 次）；[\d.]+ 毫秒/,
    );
  });

  it('tells of the whole capture, whatever a filter shows', () => {
    const { stderr } = osscap(['scan', UPLOAD, '-v', '--only', 'digest']);
    expect(stderr).toContain('5 HTTP exchanges (5 with OSS)');
  });

  it('counts the keys that open TLS', () => {
    const scenario = join(FIXTURES, 'scenarios', 'alioss-tls13-keylog');
    const { stderr } = osscap(['scan', `${scenario}.pcap`, '--tls-keylog', `${scenario}.keylog`, '-v']);
    expect(stderr).toContain('osscap: TLS keys: 1 key log, 0 private keys\n');
  });

  it('names the blobs of a merge', () => {
    const blob = join(folder, 'whole.blob');
    osscap(['scan', UPLOAD, '--format', `blob=${blob}`]);
    expect(osscap(['merge', blob, '-v', '--no-config']).stderr).toBe(
      `osscap: configuration file: none\nosscap: to read: 1 file\nosscap:   ${blob}\n`,
    );
  });
});
