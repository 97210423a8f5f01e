import { describe, expect, it } from 'vitest';
import { TlsPeers, TlsWatch } from '../../rooms/tls.ts';
import { be16, bytes } from '../../support/capture-writer.ts';
import { endsInTime, PATIENCE } from '../../support/patience.ts';

function extension(type: number, data: Uint8Array): Uint8Array {
  return bytes(be16(type), be16(data.length), data);
}

function list16(data: Uint8Array): Uint8Array {
  return bytes(be16(data.length), data);
}

function handshake(type: number, body: Uint8Array): Uint8Array {
  return bytes([type, 0], be16(body.length), body);
}

function record(type: number, data: Uint8Array): Uint8Array {
  return bytes([type, 3, 1], be16(data.length), data);
}

const NAME = 'demo.oss-cn-hangzhou.aliyuncs.com';
const RANDOM = new Uint8Array(32).fill(7);
const ALPN = list16(bytes([2], 'h2', [8], 'http/1.1', [2, 0x1a, 0x1a]));

const CLIENT_HELLO = handshake(
  1,
  bytes(
    be16(0x0303),
    RANDOM,
    [0],
    list16(bytes(be16(0x1301))),
    [1, 0],
    list16(
      bytes(
        extension(0, list16(bytes([0], be16(NAME.length), NAME))),
        // with one of the values that clients make up
        extension(43, bytes([6], be16(0x6a6a), be16(0x0303), be16(0x0304))),
        extension(16, ALPN),
      ),
    ),
  ),
);

function serverHello(version: number, suite: number, extensions: Uint8Array): Uint8Array {
  return handshake(2, bytes(be16(version), RANDOM, [0], be16(suite), [0], list16(extensions)));
}

const HELLO_13 = serverHello(0x0303, 0x1302, extension(43, bytes(be16(0x0304))));
const HELLO_12 = serverHello(0x0303, 0xc02f, extension(16, list16(bytes([8], 'http/1.1'))));

function watch(client: Uint8Array, server: Uint8Array, size = 1e9): TlsWatch {
  const seen = new TlsWatch();
  for (const [from, stream] of [['client', client] as const, ['server', server] as const]) {
    for (let at = 0; at < stream.length; at += size) {
      seen.push(from, stream, at, Math.min(stream.length, at + size));
    }
  }
  return seen;
}

describe('TlsWatch', () => {
  it.each([1e9, 1, 7])('reads both hellos (in pieces of %d)', (size) => {
    expect(watch(record(22, CLIENT_HELLO), record(22, HELLO_13), size)).toMatchObject({
      serverName: NAME,
      versions: [0x0304, 0x0303],
      protocols: ['h2', 'http/1.1'],
      chosen: { version: 0x0304, cipherSuite: 0x1302, protocol: null },
      alert: null,
    });
  });

  it('reads hellos that go over several records', () => {
    const half = CLIENT_HELLO.length >> 1;
    const client = bytes(record(22, CLIENT_HELLO.subarray(0, half)), record(22, CLIENT_HELLO.subarray(half)));
    expect(watch(client, record(22, HELLO_12))).toMatchObject({
      serverName: NAME,
      chosen: { version: 0x0303, cipherSuite: 0xc02f, protocol: 'http/1.1' },
    });
  });

  it('tells of an alert in the place of an answer', () => {
    expect(watch(record(22, CLIENT_HELLO), record(21, bytes([2, 40])))).toMatchObject({
      chosen: null,
      alert: 40,
    });
  });

  it.each([1e9, 1, 3])(
    'tells of the alert by which a client refuses what it got (in pieces of %d)',
    (size) => {
      const seen = watch(record(22, CLIENT_HELLO), record(22, HELLO_12));
      const alert = record(21, bytes([2, 48]));
      for (let at = 0; at < alert.length; at += size) {
        seen.push('client', alert, at, Math.min(alert.length, at + size));
      }
      expect(seen).toMatchObject({ clientAlert: 48, alert: null });
      const goesOn = watch(record(22, CLIENT_HELLO), record(22, HELLO_12));
      const more = bytes(record(22, handshake(16, bytes([1, 2, 3]))), alert);
      goesOn.push('client', more, 0, more.length);
      expect(goesOn.clientAlert).toBeNull();
    },
  );

  it(
    'reads long hellos byte by byte in time',
    async () => {
      const long = handshake(1, bytes(CLIENT_HELLO.subarray(4), new Uint8Array(15_000)));
      await endsInTime(() => {
        for (let connection = 0; connection < 150; connection++) {
          expect(watch(record(22, long), record(22, HELLO_13), 1).serverName).toBe(NAME);
        }
      });
    },
    2 * PATIENCE,
  );

  it('reads the same however long a hello is, up to its limit', () => {
    const withBytes = (more: number): Uint8Array =>
      record(22, handshake(1, bytes(CLIENT_HELLO.subarray(4), new Uint8Array(more))));
    const room = 16 * 1024 - withBytes(0).length;
    for (const size of [1, 1000, 1e9]) {
      expect(watch(withBytes(room), HELLO_12, size).serverName).toBe(NAME);
      expect(watch(withBytes(room + 1), HELLO_12, size).serverName).toBeNull();
    }
  });

  it('stops where bytes are missing', () => {
    const seen = new TlsWatch();
    const client = record(22, CLIENT_HELLO);
    seen.push('client', client, 0, 20);
    seen.gap('client');
    seen.push('client', client, 20, client.length);
    expect(seen).toMatchObject({ serverName: null, versions: [] });
  });

  it('takes whatever stands there', () => {
    for (let end = 0; end < CLIENT_HELLO.length; end++) {
      const cut = bytes(CLIENT_HELLO.subarray(0, end), new Uint8Array(CLIENT_HELLO.length - end).fill(255));
      expect(() => watch(record(22, cut), record(22, cut))).not.toThrow();
    }
  });
});

describe('TlsPeers', () => {
  it('gathers connections by server, and what their hellos tell', () => {
    const peers = new TlsPeers();
    const first = watch(record(22, CLIENT_HELLO), record(22, HELLO_13));
    peers.add('10.0.0.2:443', first, 100, 1000);
    peers.add('10.0.0.2:443', watch(record(22, CLIENT_HELLO), record(22, HELLO_12)), 10, 20);
    peers.add('10.0.0.2:443', first, 1, 2);
    peers.add('10.0.0.9:443', null, 5, 6);
    const offered = {
      offeredVersions: ['TLS 1.3', 'TLS 1.2'],
      offeredProtocols: ['h2', 'http/1.1'],
      alert: null,
    };
    expect(peers.list()).toEqual([
      {
        serverName: NAME,
        server: '10.0.0.2:443',
        connections: 3,
        clientBytes: 111,
        serverBytes: 1022,
        handshakes: [
          {
            ...offered,
            connections: 2,
            version: 'TLS 1.3',
            cipherSuite: 'TLS_AES_256_GCM_SHA384',
            protocol: null,
          },
          {
            ...offered,
            connections: 1,
            version: 'TLS 1.2',
            cipherSuite: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
            protocol: 'http/1.1',
          },
        ],
      },
      {
        serverName: null,
        server: '10.0.0.9:443',
        connections: 1,
        clientBytes: 5,
        serverBytes: 6,
        handshakes: [],
      },
    ]);
  });
});
