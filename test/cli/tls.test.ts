import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { osscap, privateCopy, temporaryFolder } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

const CAPTURE = join(FIXTURES, 'tls', '13-alpn.pcap');
const KEY_LOG = privateCopy(join(FIXTURES, 'tls', '13-alpn.keylog'));
const OTHER_LOG = privateCopy(join(FIXTURES, 'tls', '13-aes-128-gcm.keylog'));
const HTTP2_CAPTURE = join(FIXTURES, 'tls', '13-http2.pcap');
const HTTP2_KEY_LOG = privateCopy(join(FIXTURES, 'tls', '13-http2.keylog'));
const RSA_CAPTURE = join(FIXTURES, 'tls', '12-rsa-key-exchange.pcap');
const RSA_KEY = join(FIXTURES, 'tls', 'server-rsa.key.pem');
const TLS = {
  version: '1.3',
  suite: 'TLS_AES_128_GCM_SHA256',
  serverName: 'shelf-17.oss-cn-hangzhou.aliyuncs.com',
  alpn: 'http/1.1',
};

function fileOf(text: string): string {
  const path = join(temporaryFolder(), 'keys');
  writeFileSync(path, text);
  return path;
}

describe('osscap scan with keys for TLS', () => {
  it('says in JSON what each exchange was opened from', () => {
    const { stdout, stderr, status } = osscap(['scan', '--format', 'json', '--tls-keylog', KEY_LOG, CAPTURE]);
    const [capture] = JSON.parse(stdout).captures;
    expect(capture.exchanges.map((exchange: { tls: unknown }) => exchange.tls)).toEqual([TLS, TLS]);
    expect(capture.tlsOpened).toEqual([{ connections: 1, ...TLS }]);
    expect(capture.tls).toEqual([]);
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it.each(['en', 'zh'])('says in the table what was opened (%s)', (lang) => {
    const { stdout } = osscap(['scan', '--verbose', '--lang', lang, '--tls-keylog', KEY_LOG, CAPTURE]);
    const parts = ['TLS 1.3', 'TLS_AES_128_GCM_SHA256', 'http/1.1'];
    expect(stdout).toContain(parts.join(lang === 'zh' ? '、' : ', '));
    expect(stdout).toContain('6B061AB2AC74B5E9AA4F7C02');
  });

  it('counts opened HTTP/2 as what it is, and says what to do instead of asking for more keys', () => {
    const paths = ['--tls-keylog', HTTP2_KEY_LOG, HTTP2_CAPTURE];
    const [capture] = JSON.parse(osscap(['scan', '--format', 'json', ...paths]).stdout).captures;
    expect(capture).toMatchObject({
      tls: [],
      http2Connections: 1,
      tlsOpened: [{ connections: 1, alpn: 'h2' }],
    });
    for (const lang of ['en', 'zh']) {
      const { stdout } = osscap(['scan', '--lang', lang, ...paths]);
      expect(stdout).toContain('--http1.1');
      expect(stdout).not.toContain('SSLKEYLOGFILE');
    }
    // Without keys, both are needed.
    const closed = osscap(['scan', HTTP2_CAPTURE]).stdout;
    expect(closed).toContain('SSLKEYLOGFILE');
    expect(closed.replace(/\s+/g, ' ')).toContain('h2, unreadable even with keys');
  });

  it('explains one exchange', () => {
    const { stdout, status } = osscap(['explain', '--tls-keylog', KEY_LOG, CAPTURE, '2']);
    expect(stdout).toContain(
      'TLS 1.3, TLS_AES_128_GCM_SHA256, shelf-17.oss-cn-hangzhou.aliyuncs.com, http/1.1',
    );
    expect(stdout).toContain('GET /t/missing.txt');
    expect(status).toBe(0);
    const chinese = osscap(['explain', '--tls-keylog', KEY_LOG, CAPTURE, '2', '--lang', 'zh']).stdout;
    expect(chinese.replace(/\s+/g, ' ')).toContain('：TLS 1.3、TLS_AES_128_GCM_SHA256、shelf-17.');
  });

  it('takes several key logs, that of SSLKEYLOGFILE, and a private key', () => {
    const several = osscap(['scan', '--tls-keylog', OTHER_LOG, '--tls-keylog', KEY_LOG, CAPTURE]);
    expect(several.stdout).toContain('2 OSS requests');
    const fromEnvironment = osscap(['scan', CAPTURE], { env: { SSLKEYLOGFILE: KEY_LOG } });
    expect(fromEnvironment.stdout).toContain('2 OSS requests');
    // Set for programs that write it, it need not exist.
    expect(osscap(['scan', CAPTURE], { env: { SSLKEYLOGFILE: '/nonexistent/log' } }).status).toBe(2);
    expect(osscap(['scan', '--tls-key', RSA_KEY, RSA_CAPTURE]).stdout).toContain('2 OSS requests');
  });

  it('says which session has no key', () => {
    const { stdout, stderr } = osscap(['scan', '--tls-keylog', OTHER_LOG, CAPTURE]);
    expect(stderr).toMatch(
      /no key for the TLS session with shelf-17\.oss-cn-hangzhou\.aliyuncs\.com \(client random [0-9a-f]{16}…\): it is not among the 1 session in the key log; missing: CLIENT_TRAFFIC_SECRET_0 SERVER_TRAFFIC_SECRET_0/,
    );
    expect(stderr).toContain(
      'none of the TLS keys matches a session in the capture (1 session captured, keys of 1 known)',
    );
    expect(stdout).toContain('--tls-keylog');
  });

  it.each([
    ['--tls-keylog', '/nonexistent/log', 'no such file'],
    ['--tls-keylog', FIXTURES, 'a folder, not a file'],
    ['--tls-keylog', CAPTURE, 'contains no TLS secret'],
    ['--tls-key', KEY_LOG, 'not an RSA private key in PEM form'],
    ['--tls-key', fileOf('-----BEGIN ENCRYPTED PRIVATE KEY-----\n'), 'the private key is encrypted'],
  ])('%s %s is refused', (option, value, message) => {
    const { stdout, stderr, status } = osscap(['scan', option, value, CAPTURE]);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  it('prints no secret', () => {
    const secrets = readFileSync(KEY_LOG, 'latin1')
      .trim()
      .split('\n')
      .map((line) => line.split(' ').at(-1) ?? '');
    expect(secrets.length).toBeGreaterThan(3);
    for (const format of ['table', 'json', 'ndjson']) {
      for (const log of [KEY_LOG, OTHER_LOG]) {
        const { stdout, stderr } = osscap([
          'scan',
          '--all',
          '--format',
          format,
          '--tls-keylog',
          log,
          CAPTURE,
        ]);
        for (const secret of secrets) expect((stdout + stderr).includes(secret.slice(0, 16))).toBe(false);
      }
    }
  });
});
