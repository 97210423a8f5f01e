import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { concatBytes, displayWidth } from '../rooms/bytes.ts';
import type { Report } from '../rooms/report.ts';
import { TLS_CLIENT_LINES } from '../rooms/sentences.ts';
import { Conversation, pcapFile } from '../support/capture-writer.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { replay, tlsFixture, turnsOf } from '../support/open-tls.ts';
import { TlsWriter } from '../support/tls-writer.ts';
import { FIXTURES } from '../support/truth.ts';

const TLS_13 = join(FIXTURES, 'scenarios/alioss-tls13-keylog.pcap');
const TLS_12 = join(FIXTURES, 'tls/12-aes-128-gcm.pcap');
const ALPN = join(FIXTURES, 'tls/13-alpn.pcap');

function tlsOf(path: string) {
  const report: Report = JSON.parse(osscap(['scan', '--format', 'json', path]).stdout);
  return report.captures[0]?.tls;
}

describe('TLS that was not opened', () => {
  it('is told with host, version, suite and bytes', () => {
    expect(tlsOf(TLS_13)).toEqual([
      {
        serverName: 'rokid.oss-cn-hangzhou.aliyuncs.com',
        server: '127.0.0.1:443',
        connections: 1,
        oss: true,
        clientBytes: expect.any(Number),
        serverBytes: expect.any(Number),
        handshakes: [
          expect.objectContaining({
            connections: 1,
            version: 'TLS 1.3',
            cipherSuite: 'TLS_AES_256_GCM_SHA384',
            protocol: null,
            alert: null,
          }),
        ],
      },
    ]);
    expect(tlsOf(TLS_12)?.[0]?.handshakes).toMatchObject([
      {
        offeredVersions: ['TLS 1.2'],
        version: 'TLS 1.2',
        cipherSuite: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
      },
    ]);
    expect(tlsOf(ALPN)?.[0]?.handshakes).toMatchObject([{ offeredProtocols: ['http/1.1'] }]);
  });

  it('counts the bytes of each direction', () => {
    // tshark -r alioss-tls13-keylog.pcap -T fields -e tcp.len, added up for each side
    expect(tlsOf(TLS_13)?.[0]).toMatchObject({ clientBytes: 1501, serverBytes: 4933 });
  });

  it.each([[[]], [['--all']]])(
    'tells the ways to its content once, of however many captures (%j)',
    (options) => {
      const { stdout } = osscap(['scan', '--verbose', ...options, TLS_13, TLS_12, ALPN]);
      expect(stdout.split('osscap scan --tls-keylog')).toHaveLength(2);
      expect(stdout.split('How to read it is shown above.')).toHaveLength(3);
      expect(stdout.indexOf('--tls-keylog')).toBeLessThan(stdout.indexOf('is shown above'));
    },
  );

  it.each(['en', 'zh'])('comes with the ways to its content (%s)', (lang) => {
    const { stdout, status } = osscap(['scan', '--lang', lang, '--width', '80', TLS_13]);
    expect(stdout).toContain('rokid.oss-cn-hangzhou.aliyuncs.com');
    expect(stdout).toContain('TLS_AES_256_GCM_SHA384');
    for (const line of Object.values(TLS_CLIENT_LINES).flat()) expect(stdout).toContain(line);
    expect(stdout).toContain('osscap scan --tls-keylog keys.log');
    for (const line of stdout.split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
    // nothing was looked at: no build may pass by it, unless somebody says what decides
    expect(status).toBe(2);
    expect(stdout).toMatch(/(?:exit|退出码) 2\n$/);
    expect(osscap(['scan', '--fail-on', 'none', TLS_13]).status).toBe(0);
    expect(stdout).toContain('osscap capture -- COMMAND');
  });

  it.each([
    ['TLS 1.1', 4, [3, 2], '--tlsv1.2'],
    ['0xc077', 4 + 2 + 32 + 1, [0xc0, 0x77], 'ChaCha20'],
  ] as const)('says that no key opens %s, and what to use', (what, fieldAt, bytes, advice) => {
    const capture = readFileSync(TLS_12);
    // Its ServerHello: type and length of the record, type and length of the message, version, random, no
    // session id, suite.
    const record = /\x16\x03\x03..\x02\x00..\x03\x03.{32}\x00/s.exec(capture.toString('latin1'));
    if (record === null) throw new Error('no ServerHello');
    capture.set(bytes, record.index + 5 + fieldAt);
    const path = join(temporaryFolder(), 'closed.pcap');
    writeFileSync(path, capture);
    for (const lang of ['en', 'zh']) {
      const said = osscap(['scan', '--lang', lang, path]).stdout.replace(/\s+/g, ' ');
      expect(said).toContain(what);
      expect(said).toContain(lang === 'en' ? 'unreadable even with keys' : '有密钥也无法读取');
      expect(said).toContain(advice);
    }
  });

  it('is not called unanswered where the capture began after its handshake', () => {
    const conversation = new Conversation({ serverPort: 443 });
    conversation.client(Buffer.from([23, 3, 3, 0, 64, ...Array(64).fill(7)]));
    conversation.server(Buffer.from([23, 3, 3, 0, 64, ...Array(64).fill(9)]));
    const path = join(temporaryFolder(), 'late.pcap');
    writeFileSync(path, pcapFile(conversation.packets));
    const said = osscap(['scan', path]).stdout.replace(/\s+/g, ' ');
    expect(said).toContain('its handshake is not in the capture');
    expect(said).not.toContain('no response from the server');
    expect(osscap(['scan', '--lang', 'zh', path]).stdout).not.toContain('没有服务端的应答');
  });

  it("is told the right way round where the capture begins with the server's hello", () => {
    const tls = new TlsWriter({ fill: 3 });
    tls.clientHello();
    const conversation = new Conversation({ serverPort: 8443 });
    conversation.server(concatBytes([tls.serverHello(), tls.finished('server')]));
    conversation.client(tls.finished('client'));
    const path = join(temporaryFolder(), 'from-server-hello.pcap');
    writeFileSync(path, pcapFile(conversation.packets));
    const [peer] = tlsOf(path) ?? [];
    expect(peer).toMatchObject({ server: '10.0.0.2:8443', handshakes: [{ version: 'TLS 1.3' }] });
    expect(peer?.clientBytes).toBeLessThan(peer?.serverBytes ?? 0);
    expect(osscap(['scan', path]).stdout.replace(/\s+/g, ' ')).toContain(
      'its handshake is not in the capture',
    );
  });

  it('is described for each kind of handshake, with its share of the connections', () => {
    const kinds = ['12-aes-128-gcm', '12-aes-128-gcm', '13-http2', '12-aes-256-gcm', '12-aes-128-ccm'];
    const connections = kinds.map((name) => turnsOf(tlsFixture(`${name}.pcap`))[0] ?? []);
    const path = join(temporaryFolder(), 'several.pcap');
    writeFileSync(path, replay(connections, 1400));
    const told = (...options: string[]) => osscap(['scan', '--width', '999', path, ...options]).stdout;
    const first = '; TLS 1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 (2 of these)';
    const http2 = 'unreadable even with keys: make the client use HTTP/1.1 (curl: --http1.1) (1 of these)';
    expect(told()).toContain(first);
    expect(told()).toContain('; 1 with other handshakes');
    expect(told('--all')).toContain(http2);
    expect(told('--all')).not.toContain('other handshakes');
    expect(told('--lang', 'zh')).toContain('（其中 2 条）');
  });

  it('is not told of where the keys open it', () => {
    const { stdout } = osscap(['scan', '--tls-keylog', TLS_13.replace('.pcap', '.keylog'), TLS_13]);
    expect(stdout).not.toContain('SSLKEYLOGFILE');
  });
});
