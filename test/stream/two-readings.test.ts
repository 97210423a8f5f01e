import { describe, expect, it } from 'vitest';
import type { Notice } from '../rooms/bytes.ts';
import {
  type Exchange,
  HttpConnection,
  MAX_REMEMBERED_BYTES,
  MAX_REMEMBERED_MESSAGES,
  RecentMessages,
} from '../rooms/http.ts';
import { PacketDecoder, TCP_FLAGS } from '../rooms/packet.ts';
import { TcpStreams } from '../rooms/stream.ts';
import { ethernet, ipv4, tcp } from '../support/capture-writer.ts';
import { type Marks, withChecksums } from '../support/checksums.ts';
import { answer, get, outline, put, type SegmentInput } from '../support/conversation.ts';

type Packet = SegmentInput & Marks & { readonly port?: number };

/** What comes of hand-written packets, of one client whose ports begin with 5000 and one server. */
function read(packets: readonly Packet[], recent?: RecentMessages) {
  const notices: Notice[] = [];
  const exchanges: Exchange[] = [];
  let index = 0;
  const output = {
    nextIndex: () => ++index,
    exchange: (exchange: Exchange) => void exchanges.push(exchange),
    connection: () => {},
    notice: (notice: Notice) => void notices.push(notice),
    recent,
  };
  const streams = new TcpStreams((facts) => new HttpConnection(facts, output), output.notice);
  const decoder = new PacketDecoder((segment) => streams.segment(segment), output.notice);
  packets.forEach((packet, i) => {
    const block = toPacket(packet);
    decoder.decode({
      block,
      start: 0,
      end: block.length,
      originalLength: block.length + (packet.missing ?? 0),
      seconds: 1_700_000_000,
      nanos: i * 1000,
      linkType: 1,
      frame: i + 1,
      offset: 0,
    });
  });
  decoder.end();
  streams.end();
  return { notices, exchanges };
}

function toPacket(input: Packet): Uint8Array {
  const isClient = input.from === 'c';
  const port = input.port ?? 5000;
  const text = (input.text ?? '') + '\0'.repeat(input.missing ?? 0);
  const segment = tcp(text, {
    sourcePort: isClient ? port : 80,
    destinationPort: isClient ? 80 : port,
    sequence: input.at + (input.syn ? 1000 : 1001),
    acknowledgement: input.ack === undefined ? 0 : input.ack + 1001,
    flags:
      (input.syn ? TCP_FLAGS.SYN : 0) |
      (input.fin ? TCP_FLAGS.FIN : 0) |
      (input.rst ? TCP_FLAGS.RST : 0) |
      (input.ack === undefined ? 0 : TCP_FLAGS.ACK),
  });
  const [source, destination] = isClient ? ['10.0.0.1', '10.0.0.2'] : ['10.0.0.2', '10.0.0.1'];
  const packet = withChecksums(ipv4(segment, { source, destination }), input);
  return ethernet(0x0800, packet.subarray(0, packet.length - (input.missing ?? 0)));
}

const OPEN: readonly Packet[] = [
  { from: 'c', at: 0, syn: true },
  { from: 's', at: 0, syn: true, ack: 0 },
  { from: 'c', at: 0, ack: 0 },
];
const ASKED = get('/innocent');
const OTHER = get('/guilty!!');
const GIVEN = answer(200, 'body');
const CLIENT = '10.0.0.1:5000';

const codes = ({ notices }: { readonly notices: readonly Notice[] }) => notices.map(({ code }) => code);

describe('bytes that were read and come again, differently', () => {
  it('are told with both readings, and the first are used', () => {
    const result = read([
      ...OPEN,
      { from: 'c', at: 0, text: ASKED, ack: 0 },
      { from: 'c', at: 0, text: OTHER, ack: 0 },
      { from: 's', at: 0, text: GIVEN, ack: ASKED.length },
    ]);
    expect(outline(result.exchanges)).toEqual(['GET /innocent -> 200']);
    expect(result.notices).toEqual([
      {
        code: 'overlap-differs',
        frame: 5,
        offset: null,
        args: {
          connection: 1,
          from: CLIENT,
          firstFrame: 4,
          first: 'GET /innocent HTTP/1.',
          second: 'GET /guilty!! HTTP/1.',
          taken: 'copy-open',
        },
      },
    ]);
  });

  it('say whether the other side had acknowledged the first', () => {
    const taken = (between: readonly Packet[]) =>
      read([
        ...OPEN,
        { from: 'c', at: 0, text: ASKED, ack: 0 },
        ...between,
        { from: 'c', at: 0, text: OTHER, ack: 0 },
      ]).notices.map(({ args }) => args['taken']);
    expect(taken([{ from: 's', at: 0, ack: ASKED.length }])).toEqual(['copy-heard']);
    // up to, not with, the byte that differs
    expect(taken([{ from: 's', at: 0, ack: 5 }])).toEqual(['copy-open']);
    expect(taken([{ from: 's', at: 0, ack: 6 }])).toEqual(['copy-heard']);
    const oneWay: readonly Packet[] = [
      { from: 'c', at: 0, text: ASKED },
      { from: 'c', at: 0, text: OTHER },
      { from: 'c', at: 0, text: OTHER },
    ];
    expect(read(oneWay).notices.map(({ args }) => args['taken'])).toContain('copy-unheard');
  });

  it('are told inside of a head that is not whole yet, with the frame of that very part', () => {
    const { notices } = read([
      ...OPEN,
      { from: 'c', at: 0, text: ASKED.slice(0, 10), ack: 0 },
      { from: 'c', at: 10, text: ASKED.slice(10, 20), ack: 0 },
      { from: 'c', at: 5, text: `${ASKED.slice(5, 12)}X${ASKED.slice(13, 18)}`, ack: 0 },
      { from: 'c', at: 20, text: ASKED.slice(20), ack: 0 },
    ]);
    expect(notices).toMatchObject([{ code: 'overlap-differs', frame: 6, args: { firstFrame: 5 } }]);
  });

  it('are told in the old part of a segment that also brings new bytes', () => {
    const result = read([
      ...OPEN,
      { from: 'c', at: 0, text: ASKED.slice(0, 10), ack: 0 },
      { from: 'c', at: 0, text: OTHER, ack: 0 },
    ]);
    expect(outline(result.exchanges)).toEqual(
      ['GET /innoy!! -> ?'].map(() => `GET ${(ASKED.slice(0, 10) + OTHER.slice(10)).split(' ')[1]} -> ?`),
    );
    expect(result.notices).toMatchObject([{ code: 'overlap-differs', frame: 5, args: { firstFrame: 4 } }]);
  });

  it('are told of an answer, and of the body of one that tells of an error', () => {
    const error = answer(403, '<Error><Code>AccessDenied</Code></Error>');
    const changed = error.replace('AccessDenied', 'NoSuchBucket');
    const { notices } = read([
      ...OPEN,
      { from: 'c', at: 0, text: ASKED, ack: 0 },
      { from: 's', at: 0, text: error.slice(0, 100), ack: ASKED.length },
      { from: 's', at: 100, text: error.slice(100), ack: ASKED.length },
      { from: 's', at: 0, text: changed, ack: ASKED.length },
      { from: 's', at: 0, text: error.replace('403', '503'), ack: ASKED.length },
    ]);
    const at = error.indexOf('AccessDenied');
    expect(notices).toMatchObject([
      { code: 'overlap-differs', frame: 7, args: { from: '10.0.0.2:80', firstFrame: at < 100 ? 5 : 6 } },
      { code: 'overlap-differs', frame: 8, args: { firstFrame: 5, first: 'TTP/1.1 403 Reason\r\nServ' } },
    ]);
  });

  it('are told of the last message also when the next one has begun', () => {
    const { notices } = read([
      ...OPEN,
      { from: 'c', at: 0, text: ASKED, ack: 0 },
      { from: 'c', at: ASKED.length, text: get('/next').slice(0, 20), ack: 0 },
      { from: 'c', at: 0, text: OTHER + get('/'), ack: 0 },
    ]);
    expect(notices).toMatchObject([{ code: 'overlap-differs', frame: 6, args: { firstFrame: 4 } }]);
  });
});

describe('no difference is', () => {
  it.each<[string, readonly Packet[]]>([
    ['the same again', [{ from: 'c', at: 0, text: ASKED, ack: 0 }]],
    ['a part of it again', [{ from: 'c', at: 7, text: ASKED.slice(7, 30), ack: 0 }]],
    ['a sign of life that is asked for', [{ from: 'c', at: ASKED.length - 1, text: '\0', ack: 0 }]],
    ['a copy that the capture cut', [{ from: 'c', at: 0, text: ASKED.slice(0, 20), missing: 30, ack: 0 }]],
    [
      'a message of the same numbers on another connection',
      [{ from: 'c', at: 0, text: OTHER, ack: 0, port: 5001 }],
    ],
  ])('%s', (_, packets) => {
    const result = read([...OPEN, { from: 'c', at: 0, text: ASKED, ack: 0 }, ...packets]);
    expect(codes(result)).not.toContain('overlap-differs');
  });

  it('a body of which nothing is kept: that is not compared', () => {
    const body = put('/k', 'a'.repeat(100));
    const packets: readonly Packet[] = [
      ...OPEN,
      { from: 'c', at: 0, text: body, ack: 0 },
      { from: 'c', at: 0, text: body.replace('aa', 'ab'), ack: 0 },
    ];
    expect(codes(read(packets))).toEqual([]);
  });
});

describe('messages that are over', () => {
  /** One request, then requests on other connections, then the first one again, differently. */
  const late = (between: number, request = get('/')): readonly Packet[] => [
    ...OPEN,
    { from: 'c', at: 0, text: ASKED, ack: 0 },
    ...Array.from({ length: between }, (_, i): Packet[] => [
      { from: 'c', at: 0, syn: true, port: 6000 + i },
      { from: 'c', at: 0, text: request, ack: 0, port: 6000 + i },
    ]).flat(),
    { from: 'c', at: 0, text: OTHER, ack: 0 },
  ];

  it('are remembered for a number of messages', () => {
    expect(codes(read(late(MAX_REMEMBERED_MESSAGES - 1), new RecentMessages()))).toEqual(['overlap-differs']);
    expect(codes(read(late(MAX_REMEMBERED_MESSAGES), new RecentMessages()))).toEqual([]);
  });

  it('are remembered for a number of bytes', () => {
    const long = get('/', `X: ${'x'.repeat(60_000)}\r\n`);
    const fit = Math.floor((MAX_REMEMBERED_BYTES - ASKED.length) / long.length);
    const packets = (n: number) =>
      late(n).flatMap((packet): readonly Packet[] =>
        packet.text !== get('/')
          ? [packet]
          : [
              { ...packet, text: long.slice(0, 30_000) },
              { ...packet, at: 30_000, text: long.slice(30_000) },
            ],
      );
    expect(codes(read(packets(fit), new RecentMessages()))).toEqual(['overlap-differs']);
    expect(codes(read(packets(fit + 1), new RecentMessages()))).toEqual([]);
  });
});

describe('what tells the two apart', () => {
  const twice = (first: Marks, second: Marks, open: Marks = {}): readonly Packet[] => [
    ...OPEN.map((packet) => ({ ...packet, ...open })),
    { from: 'c', at: 0, text: ASKED, ack: 0, ...first },
    { from: 'c', at: 0, text: OTHER, ack: 0, ...second },
    { from: 's', at: 0, text: GIVEN, ack: ASKED.length },
  ];

  it('the time to live of either', () => {
    const ttls = (first: number, second: number) =>
      read(twice({ ttl: first }, { ttl: second })).notices.filter(({ code }) => code === 'overlap-ttl');
    expect(ttls(64, 64)).toEqual([]);
    expect(ttls(64, 9)).toMatchObject([{ frame: 5, args: { firstFrame: 4, firstTtl: 64, ttl: 9 } }]);
    expect(ttls(9, 64)).toMatchObject([{ frame: 5, args: { firstFrame: 4, firstTtl: 9, ttl: 64 } }]);
    expect(ttls(9, 9)).toEqual([]);
  });

  it('a wrong checksum of the second', () => {
    expect(codes(read(twice({}, { sum: 'wrong' })))).toEqual(['overlap-differs', 'bad-checksum']);
    expect(codes(read(twice({}, { headerSum: 'wrong' })))).toEqual(['overlap-differs', 'bad-checksum']);
  });

  it('but not one that the network card explains', () => {
    for (const sum of ['partial', 'zero'] as const) {
      expect(codes(read(twice({}, { sum })))).toEqual(['overlap-differs']);
      expect(codes(read(twice({ sum }, { sum: 'wrong' }, { sum })))).toEqual(['overlap-differs']);
    }
    expect(codes(read(twice({}, { sum: 'wrong' }, { sum: 'wrong' })))).toEqual(['overlap-differs']);
  });

  it('also of bytes that still wait for earlier ones', () => {
    const { notices } = read([
      ...OPEN,
      { from: 'c', at: 10, text: ASKED.slice(10), ack: 0, ttl: 5 },
      { from: 'c', at: 10, text: ASKED.slice(10).toUpperCase(), ack: 0, sum: 'wrong' },
    ]);
    expect(notices).toMatchObject([
      { code: 'overlap-differs', frame: 5, args: { firstFrame: 4, taken: 'copy-open' } },
      { code: 'overlap-ttl', frame: 5, args: { firstTtl: 5, ttl: 64 } },
      { code: 'bad-checksum', frame: 5 },
    ]);
  });
});

describe('packets far from the stream', () => {
  it('are told, once for each row of them, and the fourth begins a connection', () => {
    const far = (frame: number): Packet => ({
      from: 'c',
      at: 1e9 + frame * ASKED.length,
      text: ASKED,
      ack: 1e9,
    });
    const begin: readonly Packet[] = [...OPEN, { from: 'c', at: 0, text: ASKED, ack: 0 }];
    const three = read([...begin, far(0), far(1), far(2)]);
    const told = { code: 'far-segment', frame: 5, args: { from: CLIENT, distance: 1e9 - ASKED.length } };
    expect(three.notices).toMatchObject([told]);
    expect(three.exchanges).toHaveLength(1);
    const four = read([...begin, far(0), far(1), far(2), far(3)]);
    expect(four.notices).toMatchObject([told]);
    // With those before it.
    expect(four.exchanges).toHaveLength(5);
  });
});

describe('an end that may not be the sender’s own', () => {
  const ended = (end: Packet, after: readonly Packet[]) =>
    read([
      ...OPEN,
      { from: 'c', at: 0, text: ASKED, ack: 0 },
      { from: 's', at: 0, text: GIVEN, ack: ASKED.length },
      end,
      ...after,
    ]);
  const reset: Packet = { from: 's', at: GIVEN.length, rst: true, ack: ASKED.length };
  const goesOn: Packet = { from: 's', at: GIVEN.length, text: 'more', ack: ASKED.length };

  it('a reset with another time to live', () => {
    expect(codes(ended(reset, []))).toEqual([]);
    expect(ended({ ...reset, ttl: 247 }, []).notices).toMatchObject([
      { code: 'reset-ttl', frame: 6, args: { from: '10.0.0.2:80', ttl: 247, usual: 64 } },
    ]);
  });

  it('a reset or a last segment with a wrong checksum', () => {
    expect(codes(ended({ ...reset, sum: 'wrong' }, []))).toEqual(['bad-checksum']);
    const last: Packet = { from: 's', at: GIVEN.length, fin: true, ack: ASKED.length };
    expect(codes(ended(last, []))).toEqual([]);
    expect(codes(ended({ ...last, sum: 'wrong' }, []))).toEqual(['bad-checksum']);
  });

  it('a reset after which its sender goes on, told once', () => {
    expect(ended(reset, [goesOn, goesOn]).notices).toMatchObject([
      { code: 'bytes-after-end', frame: 7, args: { from: '10.0.0.2:80', endFrame: 6 } },
    ]);
  });

  it('a FIN after which its sender goes on', () => {
    const last: Packet = { from: 's', at: GIVEN.length, fin: true, ack: ASKED.length };
    expect(ended(last, [goesOn]).notices).toMatchObject([{ code: 'bytes-after-end', args: { endFrame: 6 } }]);
    const both: Packet = { from: 'c', at: ASKED.length, fin: true, ack: GIVEN.length + 1 };
    expect(codes(ended(last, [both, goesOn]))).toEqual(['bytes-after-end']);
  });

  it('but not where the other side goes on, or the sender repeats what it had said', () => {
    const other: Packet = { from: 'c', at: ASKED.length, text: get('/next'), ack: GIVEN.length };
    const again: Packet = { from: 's', at: 0, text: GIVEN, ack: ASKED.length };
    expect(codes(ended(reset, [other, again]))).toEqual([]);
  });
});
