import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { u16be } from '../../rooms/bytes.ts';
import { header } from '../../rooms/http.ts';
import { RECORD_HEADER } from '../../rooms/tls.ts';
import { Conversation, pcapFile } from '../../support/capture-writer.ts';
import { openTls, replay, shortly, tlsFixture, turnsOf } from '../../support/open-tls.ts';
import { TlsWriter } from '../../support/tls-writer.ts';
import { FIXTURES } from '../../support/truth.ts';

const HOST = 'shelf-17.oss-cn-hangzhou.aliyuncs.com';
const EXCHANGES = ['PUT /t/a.txt 320 > 200 0', 'GET /t/missing.txt 0 > 404 270'];

/** Captures of one connection each; a note where more than a suite is shown. */
const ONE_CONNECTION = [
  ['13-aes-128-gcm', '1.3', 'TLS_AES_128_GCM_SHA256'],
  ['13-aes-256-gcm', '1.3', 'TLS_AES_256_GCM_SHA384'],
  ['13-chacha20-poly1305', '1.3', 'TLS_CHACHA20_POLY1305_SHA256'],
  ['13-aes-128-ccm', '1.3', 'TLS_AES_128_CCM_SHA256'],
  ['13-aes-128-ccm-8', '1.3', 'TLS_AES_128_CCM_8_SHA256'],
  ['13-alpn', '1.3', 'TLS_AES_128_GCM_SHA256'],
  ['13-hello-retry-request', '1.3', 'TLS_AES_128_GCM_SHA256'],
  ['13-key-update', '1.3', 'TLS_AES_256_GCM_SHA384'],
  ['13-padding', '1.3', 'TLS_AES_256_GCM_SHA384'],
  ['12-aes-128-gcm', '1.2', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'],
  ['12-aes-256-gcm', '1.2', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'],
  ['12-chacha20-poly1305', '1.2', 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256'],
  ['12-aes-128-ccm', '1.2', 'TLS_ECDHE_ECDSA_WITH_AES_128_CCM'],
  ['12-aes-256-ccm-8', '1.2', 'TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8'],
  ['12-dhe-aes-256-ccm-8', '1.2', 'TLS_DHE_RSA_WITH_AES_256_CCM_8'],
  ['12-aes-128-cbc-sha', '1.2', 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA'],
  ['12-aes-256-cbc-sha-etm', '1.2', 'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA'],
  ['12-aes-128-cbc-sha256', '1.2', 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256'],
  ['12-aes-128-cbc-sha256-etm', '1.2', 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256'],
  ['12-aes-256-cbc-sha384', '1.2', 'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384'],
  ['12-aes-256-cbc-sha384-etm', '1.2', 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384'],
  ['12-no-extended-master-secret', '1.2', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'],
  ['12-rsa-key-exchange', '1.2', 'TLS_RSA_WITH_AES_128_GCM_SHA256'],
  ['12-rsa-key-exchange-ems', '1.2', 'TLS_RSA_WITH_AES_256_GCM_SHA384'],
  ['12-renegotiation', '1.2', 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'],
] as const;

function open(name: string, ...more: readonly string[]) {
  const logs = [`${name}.keylog`, ...more].map((file) => tlsFixture(file));
  return openTls(tlsFixture(`${name}.pcap`), { keyLogs: logs });
}

describe.each(ONE_CONNECTION)('%s', (name, version, suite) => {
  it('gives its exchanges', () => {
    const { exchanges, codes, kinds } = open(name);
    expect(exchanges.map(shortly)).toEqual(EXCHANGES);
    expect(codes).toEqual([]);
    expect(kinds).toEqual(['http']);
    const alpn = name === '13-alpn' ? 'http/1.1' : null;
    for (const { connection, request, response } of exchanges) {
      expect(connection.tls).toEqual({ version, suite, serverName: HOST, alpn });
      if (request === null || response === null) throw new Error('half an exchange');
      expect(header(request, 'host')).toBe(HOST);
      expect(header(response, 'x-oss-request-id')).toMatch(/^6B061AB2AC74B5E9AA4F7C0[12]$/);
      expect(response.frame).toBeGreaterThan(request.frame);
    }
  });

  // The frames then are those of the packets that brought each byte.
  it.each([1, 61, 1400])('gives them from segments of %i bytes', (segmentSize) => {
    const capture = replay(turnsOf(tlsFixture(`${name}.pcap`)), segmentSize);
    const { exchanges, codes } = openTls(capture, { keyLogs: [tlsFixture(`${name}.keylog`)] });
    expect(exchanges.map(shortly)).toEqual(EXCHANGES);
    expect(codes).toEqual([]);
    for (const { request } of exchanges) {
      const frames = (request?.lastFrame ?? 0) - (request?.frame ?? 0);
      if (segmentSize === 1) expect(frames).toBeGreaterThanOrEqual((request?.head.length ?? 0) - 1);
    }
  });

  it('keeps the client that a load balancer names before it', () => {
    const [turns = []] = turnsOf(tlsFixture(`${name}.pcap`));
    const header = { fromClient: true, bytes: Buffer.from('PROXY TCP4 203.0.113.7 10.0.0.2 51234 443\r\n') };
    const keys = { keyLogs: [tlsFixture(`${name}.keylog`)] };
    const { exchanges, codes } = openTls(replay([[header, ...turns]], 1400), keys);
    expect(exchanges.map(shortly)).toEqual(EXCHANGES);
    expect(codes).toEqual([]);
    for (const { connection } of exchanges) expect(connection.originalClient).toBe('203.0.113.7:51234');
  });

  it('stays closed without keys', () => {
    const { exchanges, kinds } = openTls(tlsFixture(`${name}.pcap`));
    expect(exchanges).toEqual([]);
    expect(kinds).toEqual(['tls']);
  });
});

describe('resumed sessions', () => {
  const FOUR = [...EXCHANGES, ...EXCHANGES];

  it('of TLS 1.3 are opened with their own secrets', () => {
    const { exchanges, codes } = open('13-psk-resumption', '13-psk-resumption.resumed.keylog');
    expect(exchanges.map(shortly)).toEqual(FOUR);
    expect(codes).toEqual([]);
  });

  it('of TLS 1.3 stay closed without them, which is said', () => {
    const { exchanges, codes } = open('13-psk-resumption');
    expect(exchanges.map(shortly)).toEqual(EXCHANGES);
    expect(codes).toEqual(['tls-keys-missing']);
  });

  it.each(['12-resumed-by-id', '12-resumed-by-ticket'])(
    '%s: the first session alone is in the key log',
    (name) => {
      const { exchanges, codes } = open(name);
      expect(exchanges.map(shortly)).toEqual(FOUR);
      expect(codes).toEqual([]);
    },
  );

  it.each(['12-resumed-by-id', '12-resumed-by-ticket'])('%s: the second session alone is in it', (name) => {
    const log = tlsFixture(`${name}.resumed.keylog`);
    const { exchanges, codes } = openTls(tlsFixture(`${name}.pcap`), { keyLogs: [log] });
    expect(exchanges.map(shortly)).toEqual(EXCHANGES);
    expect(codes).toEqual(['tls-keys-missing']);
  });
});

describe('early data', () => {
  it('is read where the server takes it', () => {
    const { exchanges, codes } = open('13-early-data');
    expect(exchanges.map(shortly)).toEqual(EXCHANGES);
    expect(codes).toEqual([]);
    const [put] = exchanges;
    // Sent right behind the ClientHello, before the server had said anything.
    const [, second] = turnsOf(tlsFixture('13-early-data.pcap'));
    expect(second?.findIndex(({ fromClient }) => !fromClient)).toBeGreaterThan(0);
    expect(put?.connection.index).toBe(2);
  });

  it('is read once where the server passes it over', () => {
    const { exchanges, codes } = open('13-early-data-refused');
    expect(exchanges.map(shortly)).toEqual(EXCHANGES);
    expect(codes).toEqual([]);
    // The capture does hold early data.
    const log = tlsFixture('13-early-data-refused.keylog').toString('latin1');
    expect(log).toContain('CLIENT_EARLY_TRAFFIC_SECRET');
  });

  it('is passed over where it was still on its way when the server did so', () => {
    const [full = [], early = []] = turnsOf(tlsFixture('13-early-data-refused.pcap'));
    const server = early.findIndex(({ fromClient }) => !fromClient);
    const hello = early[0]?.bytes ?? new Uint8Array(0);
    const helloEnd = RECORD_HEADER + u16be(hello, 3);
    expect(hello.length).toBeGreaterThan(0);
    const late = [
      { fromClient: true, bytes: hello.subarray(0, helloEnd) },
      ...early.slice(server, server + 1),
      { fromClient: true, bytes: hello.subarray(helloEnd) },
      ...early.slice(1, server),
      ...early.slice(server + 1),
    ];
    const keys = { keyLogs: [tlsFixture('13-early-data-refused.keylog')] };
    const { exchanges, codes } = openTls(replay([full, late], 1400), keys);
    expect(exchanges.map(shortly)).toEqual(EXCHANGES);
    expect(codes).toEqual([]);
  });

  it('cannot be read without its secret, and the rest can', () => {
    const log = tlsFixture('13-early-data.keylog').toString('latin1');
    const without = log.replace(/^CLIENT_EARLY_TRAFFIC_SECRET.*\n/gm, '');
    const { exchanges } = openTls(tlsFixture('13-early-data.pcap'), { keyLogs: [without] });
    expect(exchanges.map(shortly).at(-1)).toBe(EXCHANGES[1]);
  });
});

describe('RSA key exchange', () => {
  const KEY = readFileSync(join(FIXTURES, 'tls', 'server-rsa.key.pem'), 'latin1');

  it.each(['12-rsa-key-exchange', '12-rsa-key-exchange-ems'])('%s: with the key of the server', (name) => {
    const { exchanges, codes } = openTls(tlsFixture(`${name}.pcap`), { serverKeys: [KEY] });
    expect(exchanges.map(shortly)).toEqual(EXCHANGES);
    expect(codes).toEqual([]);
  });

  it.each([
    ['12-aes-256-gcm', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'],
    ['13-aes-128-gcm', 'TLS_AES_128_GCM_SHA256'],
  ])('does not come to anything with the key alone where the exchange is another one: %s', (name, suite) => {
    const { exchanges, notices } = openTls(tlsFixture(`${name}.pcap`), { serverKeys: [KEY] });
    expect(exchanges).toEqual([]);
    expect(notices).toMatchObject([{ code: 'tls-server-key-unfit', args: { suite } }]);
  });

  it('does not come to anything with the key of another server', () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const capture = tlsFixture('12-rsa-key-exchange.pcap');
    expect(openTls(capture, { serverKeys: [privateKey] }).codes).toEqual(['tls-server-key-other']);
    // With a key log that is what was expected to open it.
    const both = { serverKeys: [privateKey], keyLogs: [tlsFixture('12-aes-128-gcm.keylog')] };
    expect(openTls(capture, both).codes).toEqual(['tls-keys-missing', 'tls-key-log-unused']);
  });
});

describe('HTTP/2', () => {
  it('is told and not read', () => {
    const { exchanges, notices, kinds } = open('13-http2');
    expect(exchanges).toEqual([]);
    expect(notices).toEqual([
      expect.objectContaining({ code: 'http2', args: { connection: 1, name: HOST } }),
    ]);
    // Not `tls`: it was opened, and no further key would help.
    expect(kinds).toEqual(['http2']);
  });
});

describe('a connection that is opened ahead and never used', () => {
  const tls = new TlsWriter({ fill: 3 });
  const conversation = new Conversation({ serverPort: 443 }).open();
  conversation.client(tls.clientHello()).server(tls.serverHello()).server(tls.finished('server'));
  conversation.client(tls.finished('client'));
  const unused = pcapFile(conversation.packets);
  const lost = pcapFile(conversation.client(tls.data('client', Buffer.from('GET / HTTP/1.1'))).packets);

  it('is no TLS that stayed closed', () => {
    expect(openTls(unused, { keyLogs: [tls.keyLog] })).toMatchObject({ kinds: ['bare-tls'], notices: [] });
  });

  it('is, where its keys are not at hand, or those of what it holds are not, or nobody answered', () => {
    expect(openTls(unused).kinds).toEqual(['tls']);
    const begun = new Conversation({ serverPort: 443 }).open().client(tls.clientHello()).close();
    expect(openTls(pcapFile(begun.packets), { keyLogs: [tls.keyLog] }).kinds).toEqual(['tls']);
    const handshakeOnly = tls.keyLog.replace(/^.*TRAFFIC_SECRET_0.*\n/gm, '');
    expect(openTls(lost, { keyLogs: [handshakeOnly] }).kinds).toEqual(['tls']);
  });
});
