import { describe, expect, it } from 'vitest';
import { toByteString } from '../rooms/bytes.ts';
import { answer, converse, get, outline, put, type SegmentInput, turns } from '../support/conversation.ts';

const TCP4 = 'PROXY TCP4 203.0.113.7 10.0.0.2 51234 80\r\n';

const SIGNATURE = '\r\n\r\n\0\r\nQUIT\n';

/** A header of version 2: command (0 LOCAL, 1 PROXY), family and protocol, and what follows. */
function binary(command: number, family: number, rest: string): string {
  const { fromCharCode } = String;
  return `${SIGNATURE}${fromCharCode(0x20 | command, family, rest.length >> 8, rest.length & 0xff)}${rest}`;
}

const IPV4 = '\xcb\x00\x71\x07\x0a\x00\x00\x02\xc8\x22\x00\x50';
const IPV6 = `${'\x20\x01'}${'\0'.repeat(29)}\x02\xc8\x22\x00\x50`;
/** PP2_TYPE_NOOP, as HAProxy pads with. */
const PADDING = `\x04\x01\x00${'\0'.repeat(256)}`;

const HEADERS: readonly (readonly [name: string, header: string])[] = [
  ['version 1, IPv4', TCP4],
  ['version 1, IPv6', 'PROXY TCP6 2001:db8::7 2001:db8::2 51234 80\r\n'],
  ['version 1, unknown', 'PROXY UNKNOWN\r\n'],
  ['version 1, unknown, with addresses', 'PROXY UNKNOWN ffff:f::1 ffff:f::2 65535 65535\r\n'],
  ['version 2, IPv4', binary(1, 0x11, IPV4)],
  ['version 2, IPv6, padded', binary(1, 0x21, IPV6 + PADDING)],
  ['version 2, of the load balancer itself', binary(0, 0, '')],
  ['two, one behind the other', TCP4 + binary(1, 0x11, IPV4)],
];

const REQUESTS = [
  { request: put('/1', 'body'), response: answer(403, '<Error/>') },
  { request: get('/2'), response: answer(200, 'ok') },
];

/**
 * The requests, with a header before them in a segment of its own or before the first byte in its segment.
 */
function behind(header: string, isApart: boolean, size = 1460): SegmentInput[] {
  const [first, ...rest] = REQUESTS;
  if (first === undefined) return [];
  const segments = turns([{ ...first, request: header + first.request }, ...rest], size);
  if (!isApart) return segments;
  return segments.flatMap((segment) => {
    const { at, from, text } = segment;
    if (from === 's' || text === undefined || at > 0 || text.length <= header.length) return [segment];
    const cut = header.length;
    return [
      { ...segment, text: header },
      { ...segment, at: cut, text: text.slice(cut) },
    ];
  });
}

describe('a header of the PROXY protocol', () => {
  describe.each(HEADERS)('%s', (_, header) => {
    it.each([true, false])('is passed over: in a segment of its own %s', (isApart) => {
      const { exchanges, notices } = converse(behind(header, isApart));
      expect(outline(exchanges)).toEqual(['PUT /1 -> 403', 'GET /2 -> 200']);
      expect(notices).toEqual([]);
      expect(exchanges[0]?.request).toMatchObject({
        start: header.length,
        frame: isApart ? 5 : 4,
        complete: true,
        bodyBytes: 4,
      });
      expect(exchanges[0]?.connection).toMatchObject({ client: '10.0.0.1:50000', server: '10.0.0.2:80' });
      expect(exchanges[0]?.damage).toEqual([]);
    });

    it('is passed over in any pieces', () => {
      for (const size of [1, 2, 3, 5, 11, 12, 13, 15, 16, 17, 30, 107]) {
        const { exchanges, notices } = converse(behind(header, false, size));
        expect(outline(exchanges)).toEqual(['PUT /1 -> 403', 'GET /2 -> 200']);
        expect(notices).toEqual([]);
        // Whose piece the first byte of the request came in.
        expect(exchanges[0]?.request?.frame).toBe(4 + Math.floor(header.length / size));
      }
    });

    it('is passed over where the capture begins with it', () => {
      for (const size of [4, 1460]) {
        const { exchanges, notices } = converse(behind(header, true, size).slice(3));
        expect(outline(exchanges)).toEqual(['PUT /1 -> 403', 'GET /2 -> 200']);
        expect(notices).toEqual([]);
      }
    });
  });

  const NAMED: readonly (readonly [name: string, header: string, client: string | null])[] = [
    ['version 1, IPv4', TCP4, '203.0.113.7:51234'],
    ['version 1, IPv6', 'PROXY TCP6 2001:DB8::7 2001:db8::2 51234 80\r\n', '[2001:db8::7]:51234'],
    ['version 1, IPv4 in IPv6', 'PROXY TCP6 ::ffff:1.2.3.4 2001:db8::2 1 80\r\n', '[::ffff:1.2.3.4]:1'],
    ['version 1, unknown', 'PROXY UNKNOWN\r\n', null],
    ['version 1, unknown, with addresses', 'PROXY UNKNOWN ffff:f::1 ffff:f::2 65535 65535\r\n', null],
    ['version 1, no address', 'PROXY TCP4 \x1b[31m 10.0.0.2 51234 80\r\n', null],
    ['version 2, IPv4', binary(1, 0x11, IPV4), '203.0.113.7:51234'],
    ['version 2, IPv6, padded', binary(1, 0x21, IPV6 + PADDING), '[2001::]:51234'],
    ['version 2, too short for its family', binary(1, 0x21, IPV4), null],
    ['version 2, a socket of Unix', binary(1, 0x31, '\0'.repeat(216)), null],
    ['version 2, of the load balancer itself', binary(0, 0x11, IPV4), null],
    ['two: the last names whom the first hop saw', binary(1, 0x21, IPV6) + TCP4, '203.0.113.7:51234'],
    ['two, of which the last is of the proxy itself', TCP4 + binary(0, 0, ''), '203.0.113.7:51234'],
  ];

  it.each(NAMED)('names the client: %s', (_, header, originalClient) => {
    for (const size of [1, 7, 13, 30, 1460]) {
      for (const skipped of [0, 3]) {
        const { exchanges, notices } = converse(behind(header, false, size).slice(skipped));
        expect(outline(exchanges)).toEqual(['PUT /1 -> 403', 'GET /2 -> 200']);
        expect(exchanges.map(({ connection }) => connection)).toMatchObject([
          { client: '10.0.0.1:50000', originalClient },
          { client: '10.0.0.1:50000', originalClient },
        ]);
        expect(notices).toEqual([]);
      }
    }
  });

  it('names the client of what follows a SOCKS proxy and a tunnel, too', () => {
    const connect = { request: get('/').replace('GET /', 'CONNECT b:443'), response: answer(200) };
    const socks = { request: '\x04\x01\0\x50\0\0\0\x01me\0b.oss\0', response: '\0\x5a\0\0\0\0\0\0' };
    const list = [{ request: TCP4, response: '' }, socks, connect, ...REQUESTS];
    const { exchanges } = converse(turns(list));
    expect(outline(exchanges)).toEqual(['CONNECT b:443 -> 200', 'PUT /1 -> 403', 'GET /2 -> 200']);
    for (const { connection } of exchanges) expect(connection.originalClient).toBe('203.0.113.7:51234');
  });

  it('is passed over before TLS', () => {
    const hello = toByteString(Uint8Array.from([0x16, 3, 1, 0, 4, 1, 0, 0, 0]), 0, 9);
    for (const size of [1, 7, 1460]) {
      const { connections } = converse(turns([{ request: TCP4 + hello, response: '\x15\x03\x01' }], size));
      expect(connections.map(({ kind }) => kind)).toEqual(['tls']);
    }
  });

  it('alone is no request: a load balancer that looks whether the server is there', () => {
    const { exchanges, notices, connections } = converse(
      turns([{ request: binary(0, 0, ''), response: '' }]),
    );
    expect(exchanges).toEqual([]);
    expect(notices).toEqual([]);
    expect(connections.map(({ kind }) => kind)).toEqual(['other']);
  });

  it('that is cut off hides no request but the one in its packet', () => {
    const request = get('/1');
    const { exchanges } = converse([
      { from: 'c', at: 0, syn: true },
      { from: 's', at: 0, syn: true, ack: 0 },
      { from: 'c', at: 0, text: TCP4.slice(0, 20), missing: TCP4.length - 20, ack: 0 },
      { from: 'c', at: TCP4.length, text: request, ack: 0 },
      { from: 's', at: 0, text: answer(200), ack: TCP4.length + request.length },
    ]);
    expect(outline(exchanges)).toEqual(['GET /1 -> 200']);
  });

  it.each([
    ['a line that is too long', `PROXY TCP4 ${'1'.repeat(200)}\r\n`],
    ['another version', `${SIGNATURE}\x31\x11\x00\x0c${IPV4}`],
  ])('is none: %s', (_, header) => {
    const { exchanges } = converse(behind(header, true));
    expect(outline(exchanges)).toContain('GET /2 -> 200');
  });

  it('is not awaited where a request begins like one', () => {
    for (const method of ['POST', 'PUT', 'PROPFIND', 'PROXY']) {
      const request = get('/1').replace('GET', method);
      const { exchanges } = converse(turns([{ request, response: answer(200) }], 1));
      expect(outline(exchanges)).toEqual([`${method} /1 -> 200`]);
    }
  });
});

/**
 * What a client and a SOCKS proxy say to each other before the connection is passed on (RFC 1928; SOCKS 4a).
 */
const SOCKS = {
  'SOCKS 5': [
    { request: '\x05\x01\0', response: '\x05\0' },
    { request: '\x05\x01\0\x03\x05b.oss\0\x50', response: '\x05\0\0\x01\0\0\0\0\0\0' },
  ],
  'SOCKS 5 with a password': [
    { request: '\x05\x02\0\x02', response: '\x05\x02' },
    { request: '\x01\x01u\x01p', response: '\x01\0' },
    { request: '\x05\x01\0\x01\x0a\0\0\x02\0\x50', response: '\x05\0\0\x01\0\0\0\0\0\0' },
  ],
  'SOCKS 4a': [{ request: '\x04\x01\0\x50\0\0\0\x01me\0b.oss\0', response: '\0\x5a\0\0\0\0\0\0' }],
};

describe.each(Object.entries(SOCKS))('a connection through %s', (_, before) => {
  it('is read from its first request on', () => {
    const { exchanges, notices } = converse(turns([...before, ...REQUESTS]));
    expect(outline(exchanges)).toEqual(['PUT /1 -> 403', 'GET /2 -> 200']);
    expect(exchanges.map(({ request }) => request?.flow?.order)).toEqual([1, 2]);
    expect(notices).toEqual([]);
  });

  it('is TLS where that follows', () => {
    const hello = { request: '\x16\x03\x01\0\x04\x01\0\0\0', response: '\x15\x03\x01' };
    const { connections } = converse(turns([...before, hello]));
    expect(connections.map(({ kind }) => kind)).toEqual(['tls']);
  });
});

it.each([
  ['SMTP', ['220 mail ready\r\n', '250 ok\r\n'], ['EHLO host\r\n', 'MAIL FROM:<a@b>\r\n']],
  ['FTP', ['220 ready\r\n', '250 ok\r\n'], ['USER a\r\n', 'STOR /a/b\r\n', 'CWD /\r\n']],
  ['SSH', ['SSH-2.0-OpenSSH\r\n', '\0\0'], ['SSH-2.0-OpenSSH\r\n', '\0\0\x05']],
])('%s is no HTTP', (_, said, asked) => {
  const list = asked.map((request, i) => ({ request, response: said[i] ?? 'x' }));
  const { exchanges, notices, connections } = converse(
    turns([{ request: '', response: said[0] ?? '' }, ...list]),
  );
  expect(exchanges).toEqual([]);
  expect(notices).toEqual([]);
  expect(connections.map(({ kind }) => kind)).toEqual(['other']);
});

describe('a connection that is taken up in its middle', () => {
  it.each([1, 2, 3, 4, 5, 7])('is read in pieces of %i bytes', (size) => {
    const { exchanges, notices, connections } = converse(turns(REQUESTS, size).slice(3));
    expect(outline(exchanges)).toEqual(['PUT /1 -> 403', 'GET /2 -> 200']);
    expect(exchanges.map(({ request }) => request?.frame)).toEqual([1, expect.any(Number)]);
    expect(notices).toEqual([]);
    expect(connections.map(({ kind }) => kind)).toEqual(['http']);
  });

  it.each([1, 2, 3, 4, 5, 7])('is read from an answer on in pieces of %i bytes', (size) => {
    const segments = turns(REQUESTS, size);
    const answered = segments.findIndex(({ from, text }) => from === 's' && text !== undefined);
    const { exchanges, connections } = converse(segments.slice(answered));
    expect(outline(exchanges)).toEqual(['? -> 403', 'GET /2 -> 200']);
    expect(connections.map(({ kind }) => kind)).toEqual(['http']);
  });

  it.each([1, 2, 3, 4, 5, 7])('is read again behind a gap in pieces of %i bytes', (size) => {
    const segments = turns([{ request: get('/0'), response: answer(200) }, ...REQUESTS], size);
    const isNext = (segment: SegmentInput, i: number): boolean =>
      i > 3 && segment.from === 'c' && segments[i - 1]?.from === 's';
    const next = segments.findIndex(isNext);
    const kept = segments.filter((_, i) => i < 4 || i >= next);
    expect(outline(converse(kept).exchanges).slice(-2)).toEqual(['PUT /1 -> 403', 'GET /2 -> 200']);
  });

  it.each(['A', 'ETE', 'GET ', 'HEAD'])(
    'goes on behind bytes that only begin like a request: %s',
    (bytes) => {
      const second = get('/2');
      const { exchanges, notices } = converse([
        { from: 'c', at: 0, text: bytes, ack: 0 },
        { from: 'c', at: bytes.length, text: '\0\0', ack: 0 },
        { from: 's', at: 0, text: answer(200), ack: bytes.length + 2 },
        { from: 'c', at: bytes.length + 2, text: second, ack: answer(200).length },
        { from: 's', at: answer(200).length, text: answer(204), ack: bytes.length + 2 + second.length },
      ]);
      expect(outline(exchanges)).toEqual(['? -> 200', 'GET /2 -> 204']);
      expect(notices.map(({ code }) => code)).toEqual(['response-without-request']);
    },
  );

  it.each(['.', '?acl', '%2fk', '"/k"', '\xe4\xb8\xad.txt', ' /k', '/k'])(
    'is read from a request on whose target begins with any byte: %s',
    (target) => {
      const turn = { request: get(target), response: answer(200) };
      const read = ['? -> 403', `GET ${target.trim()} -> 200`];
      const whole = turns([{ request: get('/1'), response: answer(403) }, turn]);
      expect(outline(converse(whole.slice(5)).exchanges)).toEqual(read);
      expect(outline(converse(turns([turn]).slice(3)).exchanges)).toEqual(read.slice(1));
    },
  );

  it.each(['GET ?acl', 'GET .\r\nHost: a\r\n\r\n', 'EHLO -\r\n'])(
    'is not read from what has no whole request line on: %j',
    (request) => {
      const { exchanges } = converse(turns([{ request, response: 'x' }, ...REQUESTS]).slice(3));
      expect(outline(exchanges)).toEqual(['PUT /1 -> 403', 'GET /2 -> 200']);
    },
  );

  it('goes on behind bytes after a gap that only begin like a request, which are no part of the next one', () => {
    const [first, second] = [get('/0'), get('/2')];
    const [at, ack] = [first.length + 10, answer(201).length];
    const { exchanges } = converse([
      { from: 'c', at: 0, syn: true },
      { from: 's', at: 0, syn: true, ack: 0 },
      { from: 'c', at: 0, text: first, ack: 0 },
      { from: 's', at: 0, text: answer(201), ack: first.length },
      { from: 'c', at, text: 'GE', ack },
      { from: 'c', at: at + 2, text: '\0\0', ack },
      { from: 's', at: ack, text: answer(200), ack: at + 4 },
      { from: 'c', at: at + 4, text: second, ack: 2 * ack },
      { from: 's', at: 2 * ack, text: answer(204), ack: at + 4 + second.length },
    ]);
    expect(outline(exchanges)).toEqual(['GET /0 -> 201', '? -> 200', 'GET /2 -> 204']);
    expect(exchanges[2]?.request?.head).toBe(second);
    // What was given up is not counted among the requests of the connection.
    expect(exchanges.map(({ request }) => request?.flow?.order)).toEqual([1, undefined, 2]);
  });

  it('does not take the rest of a method for one', () => {
    const request = get('/1').replace('GET', 'DELETE');
    const segments = turns([{ request, response: answer(200) }, ...REQUESTS], 3);
    const { exchanges } = converse(
      segments.filter(({ from, at, text }) => from === 's' || at > 0 || text === undefined),
    );
    expect(outline(exchanges)).toEqual(['? -> 200', 'PUT /1 -> 403', 'GET /2 -> 200']);
  });

  it('does not take the end of a body for the beginning of a method', () => {
    const [first, second] = ['E', get('/2')];
    const { exchanges } = converse([
      { from: 'c', at: 0, text: first, ack: 0 },
      { from: 's', at: 0, text: answer(200), ack: 1 },
      { from: 'c', at: 1, text: second, ack: answer(200).length },
      { from: 's', at: answer(200).length, text: answer(204), ack: 1 + second.length },
    ]);
    expect(outline(exchanges)).toEqual(['? -> 200', 'GET /2 -> 204']);
  });
});
