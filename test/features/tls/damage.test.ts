import { describe, expect, it } from 'vitest';
import { concatBytes, toBytes } from '../../rooms/bytes.ts';
import { Conversation } from '../../support/capture-writer.ts';
import fc from '../../support/fast-check.ts';
import { openTls, replay, shortly, type Turn, tlsFixture, turnsOf } from '../../support/open-tls.ts';
import { TlsWriter } from '../../support/tls-writer.ts';

const HOST = 'shelf-17.oss-cn-hangzhou.aliyuncs.com';
const SEGMENT = 1448;
const RECORD = 16_384;
/** What encryption adds to a record of TLS 1.3 with AES-GCM. */
const OVERHEAD = 5 + 1 + 16;

function request(target: string, body: Uint8Array = new Uint8Array(0)): Uint8Array {
  const length = body.length > 0 ? `Content-Length: ${body.length}\r\n` : '';
  const method = body.length > 0 ? 'PUT' : 'GET';
  return concatBytes([toBytes(`${method} ${target} HTTP/1.1\r\nHost: ${HOST}\r\n${length}\r\n`), body]);
}

function answer(text: string, body: Uint8Array = new Uint8Array(0)): Uint8Array {
  const head = `HTTP/1.1 200 OK\r\nx-oss-request-id: ${text}\r\nContent-Length: ${body.length}\r\n\r\n`;
  return concatBytes([toBytes(head), body]);
}

function filled(length: number): Uint8Array {
  return new Uint8Array(length).fill(0x61);
}

/** A session that is being written: its turns, and where the last one starts in the packets. */
class Script {
  readonly tls = new TlsWriter({ fill: 3 });
  readonly turns: Turn[] = [];

  constructor() {
    this.#add(true, this.tls.clientHello());
    this.#add(false, concatBytes([this.tls.serverHello(), this.tls.finished('server')]));
    this.#add(true, this.tls.finished('client'));
  }

  client(bytes: Uint8Array, size = RECORD): this {
    return this.#add(true, this.tls.data('client', bytes, size));
  }

  server(bytes: Uint8Array, size = RECORD): this {
    return this.#add(false, this.tls.data('server', bytes, size));
  }

  raw(fromClient: boolean, bytes: Uint8Array): this {
    return this.#add(fromClient, bytes);
  }

  /**
   * Packets before the first one of the next turn: three of the TCP handshake, and those of the turns so far.
   */
  get packets(): number {
    return 3 + this.turns.reduce((sum, { bytes }) => sum + Math.ceil(bytes.length / SEGMENT), 0);
  }

  open(isLost: (packet: number) => boolean = () => false) {
    return openTls(replay([this.turns], SEGMENT, isLost), { keyLogs: [this.tls.keyLog] });
  }

  #add(fromClient: boolean, bytes: Uint8Array): this {
    this.turns.push({ fromClient, bytes });
    return this;
  }
}

describe('lost packets', () => {
  it('inside a record lose that record, and its length is told', () => {
    const script = new Script();
    const first = script.packets;
    script.client(request('/a', filled(10 * RECORD))).server(answer('1'));
    script.client(request('/b')).server(answer('2'));
    const { exchanges, codes } = script.open((packet) => packet === first + 20);
    expect(exchanges.map(shortly)).toEqual([`PUT /a ${9 * RECORD}! > 200 0 (request)`, 'GET /b 0 > 200 0']);
    expect(exchanges[0]?.request?.missingBytes).toBe(RECORD);
    expect(codes).toEqual(['capture-loss']);
  });

  it('over several records are found past, and their length is told', () => {
    const script = new Script();
    script.client(request('/a'));
    const first = script.packets;
    const body = filled(20 * RECORD + 77);
    script.server(answer('1', body)).client(request('/b')).server(answer('2'));
    const { exchanges, codes } = script.open((packet) => packet >= first + 30 && packet < first + 95);
    const [got] = exchanges;
    expect(exchanges.map(({ request: asked }) => asked?.target)).toEqual(['/a', '/b']);
    expect(exchanges[1]?.response?.complete).toBe(true);
    const missing = got?.response?.missingBytes ?? 0;
    expect(missing).toBeGreaterThan(4 * RECORD);
    expect((got?.response?.bodyBytes ?? 0) + missing).toBe(body.length);
    expect(codes).toEqual(['capture-loss']);
  });

  it('with small records are found past too', () => {
    const script = new Script();
    script.client(request('/a'));
    const first = script.packets;
    const body = filled(100_000);
    script.server(answer('1', body), 100).client(request('/b')).server(answer('2'));
    const { exchanges } = script.open((packet) => packet >= first + 10 && packet < first + 40);
    const response = exchanges[0]?.response;
    expect((response?.bodyBytes ?? 0) + (response?.missingBytes ?? 0)).toBe(body.length);
    expect(response?.missingBytes).toBeLessThan((30 * SEGMENT * 100) / (100 + OVERHEAD) + 200);
    expect(exchanges[1]?.response?.complete).toBe(true);
  });

  it('that hold whole messages do not keep the next ones from being read', () => {
    const script = new Script();
    script.client(request('/a')).server(answer('1'));
    const first = script.packets;
    script.client(request('/b')).server(answer('2')).client(request('/c')).server(answer('3'));
    const { exchanges } = script.open((packet) => packet === first || packet === first + 1);
    const targets = exchanges.map(({ request: asked }) => asked?.target ?? null);
    expect(targets).toContain('/a');
    expect(targets).toContain('/c');
    expect(exchanges.find(({ request: asked }) => asked?.target === '/c')?.response?.status).toBe(200);
  });

  it('may hold a key update', () => {
    const script = new Script();
    script.client(request('/a')).server(answer('1'));
    const update = script.packets;
    script.raw(true, script.tls.keyUpdate('client'));
    script.client(request('/b')).server(answer('2'));
    script.client(request('/c')).server(answer('3'));
    const { exchanges, codes } = script.open((packet) => packet === update || packet === update + 1);
    expect(exchanges.at(-1)?.request?.target).toBe('/c');
    expect(exchanges.at(-1)?.response?.complete).toBe(true);
    expect(codes).not.toContain('tls-given-up');
  });

  it('may hold the end of the handshake', () => {
    const script = new Script();
    script.client(request('/a')).server(answer('1')).client(request('/b')).server(answer('2'));
    // The server's hello stands in packet 4 with what ends its handshake, the client's end in packet 5.
    const { exchanges } = script.open((packet) => packet === 5);
    expect(exchanges.map(shortly).at(-1)).toBe('GET /b 0 > 200 0');
  });

  it('of the hellos leave no way to open the rest', () => {
    const script = new Script();
    script.client(request('/a')).server(answer('1'));
    const { exchanges, codes, kinds } = script.open((packet) => packet === 3 || packet === 4);
    expect(exchanges).toEqual([]);
    expect(codes).toEqual(['tls-no-hello']);
    expect(kinds).toEqual(['tls']);
  });
});

describe('a capture that starts after the handshake', () => {
  it('is told as TLS whose keys cannot be found', () => {
    const script = new Script();
    script.client(request('/a')).server(answer('1')).client(request('/b')).server(answer('2'));
    const { codes, kinds, notices } = script.open((packet) => packet < 6);
    expect(kinds).toEqual(['tls']);
    expect(codes).toEqual(['tls-no-hello']);
    expect(notices[0]?.args).toMatchObject({ name: '10.0.0.2:443' });
  });
});

describe('the end of the handshake in several records', () => {
  it('may be lost with its last one: the first of the data is found by the number that it has of its own', () => {
    const tls = new TlsWriter({ fill: 3 });
    // EncryptedExtensions by themselves.
    const early = concatBytes([tls.serverHello(), tls.record('server', 22, Uint8Array.of(8, 0, 0, 2, 0, 0))]);
    const turns: Turn[] = [
      { fromClient: true, bytes: tls.clientHello() },
      { fromClient: false, bytes: early },
      { fromClient: false, bytes: tls.finished('server') },
      { fromClient: true, bytes: tls.finished('client') },
      { fromClient: true, bytes: tls.data('client', request('/a')) },
      { fromClient: false, bytes: tls.data('server', answer('1')) },
    ];
    const { exchanges } = openTls(
      replay([turns], SEGMENT, (packet) => packet === 5),
      { keyLogs: [tls.keyLog] },
    );
    expect(exchanges.map(shortly)).toEqual(['GET /a 0 > 200 0']);
  });
});

describe('a record that was changed', () => {
  const tampered = (script: Script, turn: number, at: number): void => {
    const bytes = script.turns[turn]?.bytes;
    if (bytes === undefined) throw new Error('no such turn');
    bytes[at] = (bytes[at] ?? 0) ^ 1;
  };

  it('gives a notice and no plaintext', () => {
    const script = new Script();
    script.client(request('/a')).server(answer('1')).client(request('/b')).server(answer('2'));
    tampered(script, 3, 40);
    const { exchanges, codes } = script.open();
    expect(exchanges.map(({ request: asked }) => asked?.target ?? null)).not.toContain('/a');
    expect(exchanges.map(shortly)).toContain('GET /b 0 > 200 0');
    expect(codes.filter((code) => code.startsWith('tls'))).toEqual(['tls-bad-record']);
  });

  it('is told also where nothing comes after it', () => {
    const script = new Script();
    script.client(request('/a')).server(answer('1')).client(request('/b')).server(answer('2'));
    tampered(script, 6, 40);
    const { exchanges, codes } = script.open();
    expect(exchanges.map(shortly)[0]).toBe('GET /a 0 > 200 0');
    expect(codes).toEqual(['tls-bad-record']);
  });

  it('within a body is missing from it', () => {
    const script = new Script();
    script
      .client(request('/a', filled(3 * RECORD)))
      .server(answer('1'))
      .client(request('/b'))
      .server(answer('2'));
    tampered(script, 3, RECORD + OVERHEAD + 100);
    const { exchanges, codes } = script.open();
    expect(exchanges[0]?.request?.missingBytes).toBe(RECORD);
    expect(exchanges.map(shortly)[1]).toBe('GET /b 0 > 200 0');
    expect(codes).toEqual(['tls-bad-record']);
  });

  it.each([
    '12-aes-128-gcm',
    '12-aes-128-cbc-sha',
    '12-aes-256-cbc-sha-etm',
    '12-chacha20-poly1305',
    '12-aes-128-ccm',
    '13-aes-128-ccm-8',
  ])('%s: whatever bit of the plaintext it is', (name) => {
    const [turns = []] = turnsOf(tlsFixture(`${name}.pcap`));
    // The client's first record of application data carries the PUT.
    const at = turns.findIndex(({ fromClient, bytes }) => fromClient && bytes.length > 500);
    const put = turns[at];
    if (put === undefined) throw new Error('no such turn');
    const start = put.bytes.length - 540;
    for (let offset = start; offset < put.bytes.length; offset += 37) {
      const bytes = put.bytes.slice();
      bytes[offset] = (bytes[offset] ?? 0) ^ 0x10;
      const changed = turns.map((turn, i) => (i === at ? { ...turn, bytes } : turn));
      const keyLogs = [tlsFixture(`${name}.keylog`)];
      const { exchanges, codes } = openTls(replay([changed], 1400), { keyLogs });
      expect(exchanges.some(({ request: asked }) => asked?.method === 'PUT')).toBe(false);
      expect(codes).toContain('tls-bad-record');
    }
  });
});

describe('anything at all', () => {
  const script = new Script();
  const TARGETS = ['/a', '/b', '/c', '/d', '/e'];
  for (const target of TARGETS) {
    const body = target === '/c' ? filled(40_000) : new Uint8Array(0);
    script.client(request(target, body), 5000).server(answer(target, filled(3000)), 1000);
  }
  const total = script.packets;

  it('lost: what is complete is true, and each answer goes to its request', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 5, max: total - 1 }), { maxLength: 30 }), (lost) => {
        const { exchanges } = script.open((packet) => lost.includes(packet));
        for (const { request: asked, response } of exchanges) {
          if (asked !== null) expect(TARGETS).toContain(asked.target);
          const id = response?.headers.find(({ name }) => name === 'x-oss-request-id')?.value ?? null;
          if (asked !== null && id !== null) expect(id).toBe(asked.target);
          if (response?.complete === true) expect(response.bodyBytes).toBe(3000);
          if (asked?.complete === true) expect(asked.bodyBytes).toBe(asked.target === '/c' ? 40_000 : 0);
        }
        if (lost.length === 0) expect(exchanges).toHaveLength(TARGETS.length);
      }),
      {
        numRuns: 150,
        examples: [
          // lacks the answer to /c and the whole request after it: the answer to that one acknowledges bytes
          // in a gap
          [[42, 44, 45, 49]],
          // lacks the last record of /c and the whole request after it: how far the gap reaches is not known
          // when the answers come
          [[7, 11, 13, 41, 45]],
        ],
      },
    );
  });

  it.each([
    '13-aes-128-gcm',
    '12-aes-128-gcm',
    '12-aes-128-cbc-sha',
    '13-early-data',
    '12-resumed-by-ticket',
  ])('%s, changed: never throws, and never gives a head that was not sent', (name) => {
    const capture = tlsFixture(`${name}.pcap`);
    const keyLogs = [tlsFixture(`${name}.keylog`)];
    const heads = openTls(capture, { keyLogs }).exchanges.flatMap(({ request: asked, response }) => [
      asked?.head ?? '',
      response?.head ?? '',
    ]);
    const change = fc.tuple(fc.nat(capture.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const changed = Buffer.from(capture);
        for (const [at, value] of changes) changed[at] = value;
        const { exchanges } = openTls(changed, { keyLogs });
        for (const { request: asked, response, connection } of exchanges) {
          // A changed port or address may make the capture look like another one, but no other plaintext.
          if (!connection.tls) continue;
          if (asked !== null) expect(heads).toContain(asked.head);
          if (response !== null) expect(heads).toContain(response.head);
        }
      }),
      { numRuns: 120 },
    );
  });
});

describe('a record in CBC mode that is lost', () => {
  const keys = { keyLogs: [tlsFixture('12-aes-128-cbc-sha-body.keylog')] };
  const turns = turnsOf(tlsFixture('12-aes-128-cbc-sha-body.pcap'));
  const opened = (isLost: (packet: number) => boolean) => openTls(replay(turns, 1448, isLost), keys);

  it('does not take the next request along, whatever its padding hides', () => {
    expect(opened(() => false).exchanges.map(shortly)).toEqual([
      'PUT /t/a.txt 1521 > 200 0',
      'GET /t/b.txt 0 > 200 0',
    ]);
    const [sent = []] = turns;
    // The body comes in three records, which the padding of each fills with the fewest bytes.
    const body = sent.flatMap(({ bytes }, at) => (bytes.length === 5 + 16 + 528 ? [at] : []));
    expect(body).toHaveLength(3);
    const packets = new Conversation({ serverPort: 443 }).open().packets.length;
    for (const at of body) {
      const { exchanges, codes } = opened((packet) => packet === packets + at);
      expect(exchanges.map(shortly)).toEqual([
        'PUT /t/a.txt 1014! > 200 0 (request)',
        'GET /t/b.txt 0 > 200 0',
      ]);
      expect(codes).toEqual(['capture-loss']);
    }
  });
});
