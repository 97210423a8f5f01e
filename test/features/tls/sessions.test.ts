import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeRsaKeys, nodeTlsCrypto } from '../../../src/node/tls.ts';
import { concatBytes } from '../../rooms/bytes.ts';
import {
  BufferPool,
  cipherSuite,
  HandshakeReader,
  MAX_HANDSHAKE_MESSAGE_BYTES,
  MAX_PARTIAL_RECORDS,
  OffsetMap,
} from '../../rooms/tls.ts';
import { bytes, Conversation, hex, pcapFile } from '../../support/capture-writer.ts';
import { openTls, replay, shortly, type Turn, tlsFixture, turnsOf } from '../../support/open-tls.ts';
import { TlsWriter } from '../../support/tls-writer.ts';
import { FIXTURES } from '../../support/truth.ts';

const EXCHANGES = ['PUT /t/a.txt 320 > 200 0', 'GET /t/missing.txt 0 > 404 270'];
/** Content type of alerts. */
const ALERT = 21;
const KEY = readFileSync(join(FIXTURES, 'tls', 'server-rsa.key.pem'), 'latin1');

/** The encrypted premaster secret of a captured handshake with a key of 2048 bits. */
function encryptedPremaster(capture: Buffer): Buffer {
  const at = capture.indexOf(Buffer.from([16, 0, 1, 2, 1, 0]));
  return capture.subarray(at + 6, at + 6 + 256);
}

function premasterHex(capture: Buffer): string {
  const [padded] = nodeRsaKeys([KEY])?.decrypt(encryptedPremaster(capture)) ?? [];
  return Buffer.from(padded ?? [])
    .subarray(-48)
    .toString('hex');
}

function clientRandom(capture: Buffer): string {
  const log = capture.indexOf(Buffer.from([22, 3, 1]));
  return capture.subarray(log + 11, log + 43).toString('hex');
}

describe('older labels of key logs', () => {
  it.each(['12-rsa-key-exchange', '12-rsa-key-exchange-ems'])('%s: RSA, with a premaster secret', (name) => {
    const capture = tlsFixture(`${name}.pcap`);
    const log = `RSA ${encryptedPremaster(capture).subarray(0, 8).toString('hex')} ${premasterHex(capture)}\n`;
    expect(openTls(capture, { keyLogs: [log] }).exchanges.map(shortly)).toEqual(EXCHANGES);
  });

  it('PMS_CLIENT_RANDOM', () => {
    const capture = tlsFixture('12-rsa-key-exchange-ems.pcap');
    const log = `PMS_CLIENT_RANDOM ${clientRandom(capture)} ${premasterHex(capture)}\n`;
    expect(openTls(capture, { keyLogs: [log] }).exchanges.map(shortly)).toEqual(EXCHANGES);
  });

  it('RSA Session-ID', () => {
    const capture = tlsFixture('12-resumed-by-id.pcap');
    const [, , master = ''] = tlsFixture('12-resumed-by-id.keylog').toString('latin1').trim().split(' ');
    // ServerHello: header of the record, of the message, version, random, and the session id with its length.
    const hello = capture.indexOf(Buffer.from([22, 3, 3, 0]));
    const id = capture.subarray(hello + 44, hello + 44 + (capture[hello + 43] ?? 0)).toString('hex');
    expect(id).toHaveLength(64);
    const { exchanges } = openTls(capture, { keyLogs: [`RSA Session-ID:${id} Master-Key:${master}\n`] });
    expect(exchanges.map(shortly)).toEqual([...EXCHANGES, ...EXCHANGES]);
  });
});

describe('keys that do not fit', () => {
  it('say which session they are not for, and how many there are', () => {
    const { exchanges, notices, context } = openTls(tlsFixture('13-aes-128-gcm.pcap'), {
      keyLogs: [tlsFixture('13-aes-256-gcm.keylog'), tlsFixture('12-aes-128-gcm.keylog')],
    });
    expect(exchanges).toEqual([]);
    const random = clientRandom(tlsFixture('13-aes-128-gcm.pcap')).slice(0, 16);
    expect(notices).toEqual([
      expect.objectContaining({
        code: 'tls-keys-missing',
        args: {
          connection: 1,
          name: 'shelf-17.oss-cn-hangzhou.aliyuncs.com',
          random,
          keys: 2,
          missing: 'CLIENT_TRAFFIC_SECRET_0 SERVER_TRAFFIC_SECRET_0',
        },
      }),
      expect.objectContaining({ code: 'tls-key-log-unused', args: { keys: 2, sessions: 1 } }),
    ]);
    expect(context).toMatchObject({ seen: 1, opened: 0 });
  });

  it.each(['13-aes-128-gcm', '12-aes-128-gcm', '12-aes-128-cbc-sha'])(
    '%s: are told where they name the session',
    (name) => {
      const log = tlsFixture(`${name}.keylog`)
        .toString('latin1')
        .replace(/[0-9a-f]{4}$/gm, '0000');
      const { exchanges, codes, kinds } = openTls(tlsFixture(`${name}.pcap`), { keyLogs: [log] });
      expect(exchanges).toEqual([]);
      expect(codes).toEqual(['tls-wrong-keys', 'tls-wrong-keys', 'tls-key-log-unused']);
      expect(kinds).toEqual(['tls']);
    },
  );

  it('are those of a handshake that was broken off: the log does list the session', () => {
    const log = tlsFixture('13-aes-128-gcm.keylog').toString('latin1');
    const handshake = log.split('\n').filter((line) => line.includes('_HANDSHAKE_'));
    const { codes, notices } = openTls(tlsFixture('13-aes-128-gcm.pcap'), {
      keyLogs: [handshake.join('\n')],
    });
    expect(codes).toEqual(['tls-keys-incomplete']);
    const missing = 'CLIENT_TRAFFIC_SECRET_0 SERVER_TRAFFIC_SECRET_0';
    expect(notices[0]?.args).toMatchObject({ missing, random: expect.stringMatching(/^[0-9a-f]{16}$/) });
  });

  it.each([
    ['all of the server', /^SERVER_.*\n/gm, 'SERVER_TRAFFIC_SECRET_0'],
    ["the server's data", /^SERVER_TRAFFIC.*\n/gm, 'SERVER_TRAFFIC_SECRET_0'],
  ])('lack %s: requests are read, and answers are not in the capture', (_, lacking, missing) => {
    const log = tlsFixture('13-aes-128-gcm.keylog').toString('latin1').replace(lacking, '');
    const { exchanges, notices } = openTls(tlsFixture('13-aes-128-gcm.pcap'), { keyLogs: [log] });
    expect(exchanges.map(({ request }) => request?.target)).toEqual(['/t/a.txt', '/t/missing.txt']);
    // No ending is made up either: the client did not give up waiting.
    expect(exchanges.map(({ response, ending }) => ({ response, ending }))).toEqual([
      { response: null, ending: undefined },
      { response: null, ending: undefined },
    ]);
    expect(notices).toMatchObject([{ code: 'tls-keys-incomplete', args: { missing } }]);
  });

  it('open nothing of the server: requests are read, and answers are not in the capture', () => {
    const log = tlsFixture('13-aes-128-gcm.keylog')
      .toString('latin1')
      .replace(/^(SERVER_.*)[0-9a-f]{4}$/gm, '$10000');
    const { exchanges, codes } = openTls(tlsFixture('13-aes-128-gcm.pcap'), { keyLogs: [log] });
    expect(exchanges.map(({ response, ending }) => ({ response, ending }))).toEqual([
      { response: null, ending: undefined },
      { response: null, ending: undefined },
    ]);
    expect(codes).toEqual(['tls-wrong-keys']);
  });

  it("lack the client's data: answers are read, and their requests are not in the capture", () => {
    const log = tlsFixture('13-aes-128-gcm.keylog')
      .toString('latin1')
      .replace(/^CLIENT_TRAFFIC.*\n/gm, '');
    const { exchanges, notices } = openTls(tlsFixture('13-aes-128-gcm.pcap'), { keyLogs: [log] });
    expect(exchanges.map(({ response }) => response?.status)).toEqual([200, 404]);
    expect(notices[0]).toMatchObject({
      code: 'tls-keys-incomplete',
      args: { missing: 'CLIENT_TRAFFIC_SECRET_0' },
    });
    expect(notices.map(({ code }) => code)).not.toContain('tls-bad-record');
  });

  it('lack that of early data: the server took it, and it stays closed', () => {
    const log = tlsFixture('13-early-data.keylog')
      .toString('latin1')
      .replace(/^CLIENT_EARLY.*\n/gm, '');
    const { codes, notices } = openTls(tlsFixture('13-early-data.pcap'), { keyLogs: [log] });
    expect(codes).toEqual(['tls-keys-incomplete', 'response-without-request']);
    expect(notices[0]?.args).toMatchObject({ missing: 'CLIENT_EARLY_TRAFFIC_SECRET' });
  });

  it('lack that of early data, which the server refused: nothing is missing', () => {
    const log = tlsFixture('13-early-data-refused.keylog')
      .toString('latin1')
      .replace(/^CLIENT_EARLY.*\n/gm, '');
    const { exchanges, codes } = openTls(tlsFixture('13-early-data-refused.pcap'), { keyLogs: [log] });
    expect(exchanges).not.toEqual([]);
    expect(codes).toEqual([]);
  });

  it('lack the secrets of the handshake: the data is read all the same', () => {
    const log = tlsFixture('13-aes-128-gcm.keylog')
      .toString('latin1')
      .replace(/^.*HANDSHAKE.*\n/gm, '');
    const { exchanges, codes } = openTls(tlsFixture('13-aes-128-gcm.pcap'), { keyLogs: [log] });
    expect(exchanges.map(shortly)).toEqual(EXCHANGES);
    expect(codes).toEqual([]);
  });
});

describe('sessions that cannot be opened', () => {
  const withHello = (change: (hello: Uint8Array) => void) => {
    const tls = new TlsWriter({ fill: 5 });
    const hello = tls.serverHello();
    change(hello);
    const turns: Turn[] = [
      { fromClient: true, bytes: tls.clientHello() },
      { fromClient: false, bytes: hello },
      { fromClient: true, bytes: tls.finished('client') },
    ];
    return openTls(replay([turns], 1400), { keyLogs: [tls.keyLog] });
  };

  it('say their version', () => {
    // supported_versions is the last extension.
    const { notices } = withHello((hello) => hello.set([3, 2], hello.length - 2));
    expect(notices).toMatchObject([{ code: 'tls-unsupported', args: { what: 'TLS 1.1' } }]);
  });

  it('say their suite', () => {
    const suiteAt = 5 + 4 + 2 + 32 + 1;
    const { notices } = withHello((hello) => hello.set([0xc0, 0x77], suiteAt));
    expect(notices).toMatchObject([{ code: 'tls-unsupported', args: { what: '0xc077' } }]);
  });
});

describe('a handshake of which the capture has only the end', () => {
  const turns = turnsOf(tlsFixture('12-aes-128-gcm.pcap'))[0] ?? [];
  const keys = { keyLogs: [tlsFixture('12-aes-128-gcm.keylog')] };

  it.each([
    ['no hello', turns.slice(2)],
    ['no ServerHello', [...turns.slice(0, 1), ...turns.slice(2)]],
  ])('is not taken for too long a message: %s', (_, captured) => {
    expect(openTls(replay([captured], 1400), keys).codes).toEqual(['tls-no-hello']);
  });
});

describe('an alert that ends the session', () => {
  const CERTIFICATE_REQUIRED = Uint8Array.of(2, 116);
  const CLOSE_NOTIFY = Uint8Array.of(1, 0);

  /** What is reported where both hellos are followed by these alerts, of which side each is. */
  const told = (...alerts: readonly (readonly ['client' | 'server', Uint8Array])[]) => {
    const tls = new TlsWriter({ fill: 7 });
    const conversation = new Conversation({ serverPort: 443 }).open();
    conversation.client(tls.clientHello()).server(tls.serverHello()).server(tls.finished('server'));
    conversation.client(tls.finished('client'));
    conversation.client(tls.data('client', bytes('GET /a HTTP/1.1\r\n\r\n')));
    for (const [side, alert] of alerts) conversation[side](tls.record(side, ALERT, alert));
    const { notices } = openTls(pcapFile(conversation.close().packets), { keyLogs: [tls.keyLog] });
    return notices.map(({ code, args }) => [code, args['alert'], args['why']]);
  };

  it('of the server is told, with its name', () => {
    expect(told(['server', CERTIFICATE_REQUIRED])).toEqual([
      ['tls-server-alert', 116, 'certificate_required'],
    ]);
    expect(told(['server', Uint8Array.of(2, 250)])).toEqual([['tls-server-alert', 250, '?']]);
  });

  it('of the client is told', () => {
    expect(told(['client', Uint8Array.of(2, 20)])).toEqual([['tls-client-alert', 20, 'bad_record_mac']]);
  });

  it.each([
    ['says only that no more comes', [['server', CLOSE_NOTIFY]]],
    ['is a warning', [['server', Uint8Array.of(1, 112)]]],
    [
      'answers that the other side has ended',
      [
        ['client', CLOSE_NOTIFY],
        ['server', Uint8Array.of(2, 50)],
      ],
    ],
    ['is not of two bytes', [['server', Uint8Array.of(2, 116, 0)]]],
  ] as const)('is none where it %s', (_, alerts) => {
    expect(told(...alerts)).toEqual([]);
  });

  it('is told of a server of TLS 1.2 that sends it in the clear', () => {
    const [turns = []] = turnsOf(tlsFixture('12-aes-128-gcm.pcap'));
    const alert = Uint8Array.of(ALERT, 3, 3, 0, 2, 2, 40);
    const captured = [...turns.slice(0, 2), { fromClient: false, bytes: alert }];
    const { notices } = openTls(replay([captured], 1400), { keyLogs: [tlsFixture('12-aes-128-gcm.keylog')] });
    expect(notices).toMatchObject([
      { code: 'tls-server-alert', args: { alert: 40, why: 'handshake_failure' } },
    ]);
  });
});

describe('a body that ends with the connection', () => {
  /** What comes of it, where these alerts follow it and then more of the body. */
  const ended = (alerts: readonly Uint8Array[], more: string, isClosed: boolean) => {
    const tls = new TlsWriter({ fill: 7 });
    const conversation = new Conversation({ serverPort: 443 }).open();
    conversation.client(tls.clientHello()).server(tls.serverHello()).server(tls.finished('server'));
    conversation.client(tls.finished('client'));
    conversation.client(tls.data('client', bytes('GET /a HTTP/1.1\r\n\r\n')));
    conversation.server(tls.data('server', bytes('HTTP/1.1 200 OK\r\n\r\nhello')));
    for (const alert of alerts) conversation.server(tls.record('server', ALERT, alert));
    if (more !== '') conversation.server(tls.data('server', bytes(more)));
    if (isClosed) conversation.close();
    return openTls(pcapFile(conversation.packets), { keyLogs: [tls.keyLog] });
  };
  const CLOSE_NOTIFY = Uint8Array.of(1, 0);
  const HANDSHAKE_FAILURE = Uint8Array.of(2, 40);

  it.each([
    ['close_notify', [CLOSE_NOTIFY], '', false, true],
    ['close_notify, whatever follows it', [CLOSE_NOTIFY], ' and more', false, true],
    ['the end of the connection', [], '', true, true],
    ['neither', [], '', false, false],
    ['an error alone', [HANDSHAKE_FAILURE], '', false, false],
  ] as const)('is whole by what its sender says: %s', (_, alerts, more, isClosed, complete) => {
    const { exchanges, codes } = ended(alerts, more, isClosed);
    expect(exchanges).toMatchObject([{ response: { framing: 'until-close', bodyBytes: 5, complete } }]);
    const isError = alerts.some((alert) => alert === HANDSHAKE_FAILURE);
    expect(codes).toEqual(isError ? ['tls-server-alert'] : []);
  });
});

describe('TLS inside a CONNECT tunnel', () => {
  it('is opened', () => {
    const [turns = []] = turnsOf(tlsFixture('12-aes-128-gcm.pcap'));
    const conversation = new Conversation({ serverPort: 3128 }).open();
    conversation.client('CONNECT shelf-17.oss-cn-hangzhou.aliyuncs.com:443 HTTP/1.1\r\n\r\n');
    conversation.server('HTTP/1.1 200 Connection established\r\n\r\n');
    for (const { fromClient, bytes: data } of turns) {
      if (fromClient) conversation.client(data);
      else conversation.server(data);
    }
    const keyLogs = [tlsFixture('12-aes-128-gcm.keylog')];
    const { exchanges } = openTls(pcapFile(conversation.close().packets), { keyLogs });
    expect(exchanges.map(shortly).slice(1)).toEqual(EXCHANGES);
    expect(exchanges.map(({ connection }) => connection.tls?.version ?? null)).toEqual([null, '1.2', '1.2']);
  });

  it('that lies in TLS itself is opened too', () => {
    const outer = new TlsWriter({ fill: 9, serverName: 'proxy.example' });
    const [inner = []] = turnsOf(tlsFixture('13-aes-128-gcm.pcap'));
    const send = (fromClient: boolean, data: Uint8Array): Turn => {
      return { fromClient, bytes: outer.data(fromClient ? 'client' : 'server', data) };
    };
    const turns: Turn[] = [
      { fromClient: true, bytes: outer.clientHello() },
      { fromClient: false, bytes: concatBytes([outer.serverHello(), outer.finished('server')]) },
      { fromClient: true, bytes: outer.finished('client') },
      send(true, bytes('CONNECT shelf-17.oss-cn-hangzhou.aliyuncs.com:443 HTTP/1.1\r\n\r\n')),
      send(false, bytes('HTTP/1.1 200 Connection established\r\n\r\n')),
      ...inner.map(({ fromClient, bytes: data }) => send(fromClient, data)),
    ];
    const { exchanges } = openTls(replay([turns], 1400), {
      keyLogs: [outer.keyLog, tlsFixture('13-aes-128-gcm.keylog')],
    });
    expect(exchanges.map(shortly).slice(1)).toEqual(EXCHANGES);
    expect(exchanges.map(({ connection }) => connection.tls?.serverName)).toEqual([
      'proxy.example',
      'shelf-17.oss-cn-hangzhou.aliyuncs.com',
      'shelf-17.oss-cn-hangzhou.aliyuncs.com',
    ]);
  });
});

describe('parts', () => {
  it('a tag of every cipher that a suite names can be checked', () => {
    for (const code of [0x1301, 0x1302, 0x1303, 0x1304, 0x1305, 0xc09d, 0xc0a1]) {
      const protection = cipherSuite(code)?.protection;
      if (protection?.kind !== 'aead') throw new Error(`no AEAD suite: ${code}`);
      const opener = nodeTlsCrypto.aead(protection.aead, new Uint8Array(protection.keyBytes));
      expect(opener?.open(new Uint8Array(12), new Uint8Array(5), new Uint8Array(40), 0, 40)).toBeNull();
    }
  });

  it('handshake messages are cut out of records however they lie in them, and long ones are passed over', () => {
    const got: string[] = [];
    let tooLong = 0;
    const reader = new HandshakeReader(
      (type, message) => got.push(`${type}:${Buffer.from(message.subarray(4)).toString('hex')}`),
      () => tooLong++,
    );
    const push = (text: string): void => {
      const record = hex(text);
      reader.push(record, 0, record.length);
    };
    push('01 00 00 02 aa bb 02 00 00 00');
    push('0b 00 00');
    push('03 01 02');
    push('03 14 00 00 01 ff');
    expect(got).toEqual(['1:aabb', '2:', '11:010203', '20:ff']);
    const length = MAX_HANDSHAKE_MESSAGE_BYTES + 1;
    const long = new Uint8Array(4 + length);
    long.set([0x0b, length >> 16, (length >> 8) & 0xff, length & 0xff]);
    reader.push(long, 0, long.length);
    push('14 00 00 01 ee');
    expect(tooLong).toBe(1);
    expect(got.at(-1)).toBe('20:ee');
    // Behind a lost record only a record that one message fills is taken.
    reader.lose();
    push('00 00 01 14 00 00 01 ee');
    expect(got).toHaveLength(5);
    push('14 00 00 01 dd');
    expect(got.at(-1)).toBe('20:dd');
  });

  it('acknowledgements count the plaintext of whole records', () => {
    const map = new OffsetMap();
    map.add(100, 0);
    map.add(200, 70);
    map.add(300, 140);
    expect(map.plainAt(Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
    expect(map.plainAt(99)).toBe(0);
    expect(map.plainAt(250)).toBe(70);
    expect(map.plainAt(300)).toBe(140);
    // More was sent than is known: one byte may be a FIN, two are data.
    expect(map.plainAt(301)).toBe(141);
    expect(map.plainAt(5000)).toBe(142);
    for (let i = 0; i < 50_000; i++) map.add(400 + i * 10, 200 + i);
    expect(map.plainAt(400 + 49_999 * 10)).toBe(200 + 49_999);
  });

  it('a bounded number of records can be half read at a time', () => {
    const pool = new BufferPool();
    const taken = Array.from({ length: MAX_PARTIAL_RECORDS }, () => pool.take());
    expect(taken.every((buffer) => buffer !== null)).toBe(true);
    expect(pool.take()).toBeNull();
    pool.give(taken[0] ?? new Uint8Array(0));
    expect(pool.take()).not.toBeNull();
  });
});
