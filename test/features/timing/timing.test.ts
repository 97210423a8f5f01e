import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../rooms/http.ts';
import { reasonSentence } from '../../rooms/report.ts';
import { plainFiller } from '../../rooms/sentences.ts';
import { type Timing, timingOf } from '../../rooms/timing.ts';
import { runSegments, type SegmentInput, toSegment } from '../../support/conversation.ts';
import { EN, ZH } from '../../support/texts.ts';

const REQUEST = 'GET /a HTTP/1.1\r\nHost: demo.oss-cn-hangzhou.aliyuncs.com\r\n\r\n';
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';

/** Milliseconds, a segment, and the window that its sender offers where it is not the usual one. */
type Timed = readonly [ms: number, segment: SegmentInput, window?: number | undefined];

/** Runs segments at times in milliseconds. */
function exchangesAt(inputs: readonly Timed[]): readonly Exchange[] {
  const segments = inputs.map(([ms, input, window], i) => ({
    ...toSegment(input, i + 1),
    ...(window === undefined ? {} : { window }),
    seconds: 1_700_000_000 + Math.floor(ms / 1000),
    nanos: (ms % 1000) * 1e6,
  }));
  return runSegments(segments).exchanges;
}

function timingAt(inputs: readonly Timed[]): Timing {
  const [first] = exchangesAt(inputs);
  const timing = first === undefined ? null : timingOf(first);
  if (timing === null) throw new Error('not timed');
  return timing;
}

const OPENED: readonly Timed[] = [
  [0, { from: 'c', at: 0, syn: true }],
  [20, { from: 's', at: 0, syn: true, ack: 0 }],
  [21, { from: 'c', at: 0, ack: 0 }],
];

describe('timingOf', () => {
  it('gives the wait to the server, less the way there and back', () => {
    const timing = timingAt([
      ...OPENED,
      [30, { from: 'c', at: 0, ack: 0, text: REQUEST }],
      [150, { from: 's', at: 0, ack: REQUEST.length, text: OK }],
    ]);
    expect(timing).toMatchObject({
      connectMs: 21,
      requestMs: 0,
      waitMs: 120,
      responseMs: 0,
      firstByteMs: 120,
      totalMs: 141,
      roundTripMs: 21,
      roundTripToServerMs: 20,
      roundTripToClientMs: 1,
      waits: { clientMs: 0, networkMs: 41, serverMs: 100 },
      waitedFor: 'server',
      reason: 'server-thought',
      reasonMs: 100,
    });
  });

  it('gives the wait to the network for as long as the request is acknowledged bit by bit, as on a slow path', () => {
    const head = 'PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 6000\r\n\r\n';
    const request = head + 'x'.repeat(6000);
    const acknowledged = (ms: number, bytes: number): Timed => [ms, { from: 's', at: 0, ack: bytes }];
    const sent: readonly Timed[] = [...OPENED, [30, { from: 'c', at: 0, ack: 0, text: request }]];
    const answer = (ms: number): Timed => [ms, { from: 's', at: 0, ack: request.length, text: OK }];
    const slow = [2000, 4000, 5500].map((bytes, n) => acknowledged(230 + n * 200, bytes));
    // The last of them came 600 ms after the request; a round trip takes 20 ms, an acknowledgement may be
    // kept back for 40.
    const [atOnce, later] = [[answer(640)], [acknowledged(640, request.length), answer(1640)]].map((end) =>
      timingAt([...sent, ...slow, ...end]),
    );
    expect(atOnce).toMatchObject({ waitMs: 610, waits: { clientMs: 0, networkMs: 21 + 560, serverMs: 50 } });
    expect(later).toMatchObject({
      waitMs: 1610,
      waits: { clientMs: 0, networkMs: 21 + 570, serverMs: 1040 },
    });
    const keptBack = timingAt([...sent, acknowledged(90, request.length), answer(640)]);
    expect(keptBack).toMatchObject({ waits: { clientMs: 0, networkMs: 41, serverMs: 590 } });
  });

  it('does not believe that the server thought when it says otherwise', () => {
    const answer = OK.replace('\r\n\r\n', '\r\nx-oss-server-time: 30\r\n\r\n');
    const timing = timingAt([
      ...OPENED,
      [30, { from: 'c', at: 0, ack: 0, text: REQUEST }],
      [1050, { from: 's', at: 0, ack: REQUEST.length, text: answer }],
    ]);
    expect(timing).toMatchObject({
      serverTimeMs: 30,
      waits: { clientMs: 0, networkMs: 1011, serverMs: 30 },
      waitedFor: 'network',
      reason: 'beyond-capture',
      reasonMs: 970,
    });
  });

  it('counts time before 100 Continue as the server’s, and what follows as the client’s', () => {
    const head = 'PUT /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n';
    const go = 'HTTP/1.1 100 Continue\r\n\r\n';
    const timing = timingAt([
      ...OPENED,
      [30, { from: 'c', at: 0, ack: 0, text: head }],
      [50, { from: 's', at: 0, ack: head.length }],
      [530, { from: 's', at: 0, ack: head.length, text: go }],
      [1530, { from: 'c', at: head.length, ack: go.length, text: '0123456789' }],
      [1560, { from: 's', at: go.length, ack: head.length + 10, text: OK }],
    ]);
    expect(timing).toMatchObject({
      requestMs: 1500,
      waits: { clientMs: 1000, networkMs: 41, serverMs: 510 },
      waitedFor: 'client',
      reason: 'client-paused',
      reasonMs: 1000,
    });
  });

  const EXPECTING = 'PUT /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n';

  it('counts as the server’s what the client waits for a 100 Continue that never comes', () => {
    const timing = timingAt([
      ...OPENED,
      [30, { from: 'c', at: 0, ack: 0, text: EXPECTING }],
      [50, { from: 's', at: 0, ack: EXPECTING.length }],
      [1030, { from: 'c', at: EXPECTING.length, ack: 0, text: '0123456789' }],
      [1060, { from: 's', at: 0, ack: EXPECTING.length + 10, text: OK }],
    ]);
    expect(timing).toMatchObject({ waitedFor: 'server', reason: 'server-continue', reasonMs: 1000 });
  });

  it('of a client that pauses time and again, no more than clients wait', () => {
    const timing = timingAt([
      ...OPENED,
      [30, { from: 'c', at: 0, ack: 0, text: EXPECTING }],
      [50, { from: 's', at: 0, ack: EXPECTING.length }],
      [1030, { from: 'c', at: EXPECTING.length, ack: 0, text: '01234' }],
      [1050, { from: 's', at: 0, ack: EXPECTING.length + 5 }],
      [5050, { from: 'c', at: EXPECTING.length + 5, ack: 0, text: '56789' }],
      [5080, { from: 's', at: 0, ack: EXPECTING.length + 10, text: OK }],
    ]);
    expect(timing).toMatchObject({ waitedFor: 'client', reason: 'client-paused', reasonMs: 4020 });
  });

  it('does not blame a client for a body that it never had to send', () => {
    const timing = timingAt([
      ...OPENED,
      [30, { from: 'c', at: 0, ack: 0, text: EXPECTING }],
      [50, { from: 's', at: 0, ack: EXPECTING.length }],
      [1530, { from: 's', at: 0, ack: EXPECTING.length, text: OK.replace('200', '403') }],
    ]);
    expect(timing).toMatchObject({ waitedFor: 'server', reason: 'server-continue', reasonMs: 1480 });
  });

  /**
   * 40 minutes, in which `each` happens every minute, between the first 1460 bytes of the body and the rest.
   */
  function longPause(window: number | undefined, each: (ms: number, at: number) => readonly Timed[]): Timing {
    const head = 'PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3000\r\n\r\n';
    const sent = head.length + 1460;
    const minutes = Array.from({ length: 40 }, (_, n) => each(1000 + n * 60_000, sent)).flat();
    const timing = timingAt([
      ...OPENED,
      [30, { from: 'c', at: 0, ack: 0, text: head + 'x'.repeat(1460) }],
      [50, { from: 's', at: 0, ack: sent }, window],
      ...minutes,
      [2_500_000, { from: 's', at: 0, ack: sent }],
      [2_500_001, { from: 'c', at: sent, ack: 0, text: 'x'.repeat(1540) }],
      [2_500_030, { from: 's', at: 0, ack: sent + 1540, text: OK }],
    ]);
    const { clientMs, networkMs, serverMs } = timing.waits;
    expect(Math.min(clientMs, networkMs, serverMs)).toBeGreaterThanOrEqual(0);
    expect(clientMs + networkMs + serverMs).toBeCloseTo(timing.totalMs, 1);
    return timing;
  }

  it('tells of a window that was closed for longer than the clock of a segment reaches', () => {
    const probe = (ms: number, at: number): readonly Timed[] => [
      [ms, { from: 'c', at: at - 1, ack: 0, text: 'x' }],
      [ms + 20, { from: 's', at: 0, ack: at }, 0],
    ];
    const timing = longPause(0, probe);
    expect(timing).toMatchObject({ waitedFor: 'server', reason: 'server-not-reading' });
    expect(timing.reasonMs).toBeCloseTo(2_499_950, 0);
  });

  it.each([
    [
      'with a sign of life each minute',
      (ms: number, at: number): readonly Timed[] => [[ms, { from: 'c', at, ack: 0 }]],
    ],
    ['and of the other side as well', (): readonly Timed[] => []],
  ])('tells of a silence of the client that is as long, %s', (_, each) => {
    const timing = longPause(undefined, each);
    expect(timing).toMatchObject({
      waitedFor: 'client',
      reason: 'client-paused',
      pauses: { client: 1, server: 0 },
    });
    expect(timing.reasonMs).toBeGreaterThan(2_499_900);
  });

  it('gives a wait that ends with the lost request’s second copy to the network', () => {
    const timing = timingAt([
      ...OPENED,
      [30, { from: 'c', at: 0, ack: 0, text: REQUEST }],
      [330, { from: 'c', at: 0, ack: 0, text: REQUEST }],
      [360, { from: 's', at: 0, ack: REQUEST.length, text: OK }],
    ]);
    expect(timing).toMatchObject({
      waitMs: 330,
      retransmissions: { connect: 0, request: 1, response: 0 },
      waits: { clientMs: 0, networkMs: 341, serverMs: 10 },
      waitedFor: 'network',
      reason: 'packet-loss',
      reasonMs: 300,
    });
  });

  it('waits for a client that never sends what it announced', () => {
    const request = 'PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n0123';
    const timing = timingAt([
      ...OPENED,
      [30, { from: 'c', at: 0, ack: 0, text: request }],
      [5050, { from: 's', at: 0, ack: request.length, text: OK.replace('200', '400'), fin: true }],
      [5051, { from: 'c', at: request.length, ack: OK.length + 1, fin: true }],
    ]);
    expect(timing).toMatchObject({ waitedFor: 'client', reason: 'client-unfinished', reasonMs: 5000 });
  });

  it('ends with the segment that fills the last hole, not with the last byte', () => {
    const answer = `HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n${'x'.repeat(3000)}`;
    const timing = timingAt([
      ...OPENED,
      [30, { from: 'c', at: 0, ack: 0, text: REQUEST }],
      [60, { from: 's', at: 0, ack: REQUEST.length, text: answer.slice(0, 1000) }],
      [61, { from: 's', at: 2000, ack: REQUEST.length, text: answer.slice(2000) }],
      [61, { from: 'c', at: REQUEST.length, ack: 1000 }],
      [400, { from: 's', at: 1000, ack: REQUEST.length, text: answer.slice(1000, 2000) }],
    ]);
    expect(timing).toMatchObject({
      responseMs: 340,
      retransmissions: { connect: 0, request: 0, response: 1 },
      reason: 'packet-loss',
    });
  });

  it.each([
    ['en', EN, '1 segment retransmitted: after each loss the sender slows down'],
    ['zh', ZH, '重传 1 个报文段：每次丢包后，发送方都会放慢速度'],
  ])('says of bytes in flight that some of them were lost (%s)', (_, texts, expected) => {
    const request = `PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 60000\r\n\r\n${'x'.repeat(60_000)}`;
    const piece = (ms: number, n: number): Timed => {
      const text = request.slice(n * 10_000, (n + 1) * 10_000);
      return [ms, { from: 'c', at: n * 10_000, ack: 0, text }];
    };
    const heard = (ms: number, ack: number): Timed => [ms, { from: 's', at: 0, ack }];
    const timing = timingAt([
      ...OPENED,
      ...[0, 1].map((n) => piece(30, n)),
      heard(50, 10_000),
      piece(60, 1),
      heard(80, 20_000),
      ...[2, 3, 4, 5, 6].map((n) => piece(80 + n, n)),
      heard(500, 50_000),
      [510, { from: 's', at: 0, ack: request.length, text: OK }],
    ]);
    expect(timing).toMatchObject({ reason: 'in-flight', retransmissions: { request: 1 } });
    expect(reasonSentence(timing, plainFiller(texts), texts)).toContain(expected);
  });

  it.each([
    ['aliyun-sdk-python/2.19.1(Linux/5.10/x86_64;3.6.8)', EN, 'pass enable_crc=False to oss2.Bucket'],
    ['aliyun-sdk-python/2.19.1(Linux/5.10/x86_64;3.6.8)', ZH, 'enable_crc=False'],
    ['alibabacloud-python-sdk-v2/1.2.0 (Linux/5.10)', EN, 'disable_upload_crc64_check'],
  ])('says of a Python SDK that sends slowly what its checksum may lack: %s', (agent, texts, expected) => {
    const paused = timingAt([
      ...OPENED,
      [30, { from: 'c', at: 0, ack: 0, text: EXPECTING }],
      [50, { from: 's', at: 0, ack: EXPECTING.length }],
      [1030, { from: 'c', at: EXPECTING.length, ack: 0, text: '01234' }],
      [1050, { from: 's', at: 0, ack: EXPECTING.length + 5 }],
      [5050, { from: 'c', at: EXPECTING.length + 5, ack: 0, text: '56789' }],
      [5080, { from: 's', at: 0, ack: EXPECTING.length + 10, text: OK }],
    ]);
    expect(paused).toMatchObject({ reason: 'client-paused', waitedFor: 'client' });
    const said = (name: string) => reasonSentence(paused, plainFiller(texts), texts, name);
    expect(said(agent)).toContain(expected);
    expect(said(agent)).toContain('crcmod');
    for (const other of ['', 'curl/8.14.1', 'aliyun-sdk-python/2.1.0(Linux)', 'aliyun-sdk-java/3.17.4']) {
      expect(said(other)).not.toContain('crcmod');
    }
  });

  it('does not count what two interfaces carried as sent again', () => {
    const twice = [...OPENED, [30, { from: 'c', at: 0, ack: 0, text: REQUEST }] as Timed].flatMap(
      ([ms, segment]): readonly Timed[] => [
        [ms, segment],
        [ms + 0.1, segment],
      ],
    );
    const timing = timingAt([...twice, [150, { from: 's', at: 0, ack: REQUEST.length, text: OK }]]);
    expect(timing).toMatchObject({
      retransmissions: { connect: 0, request: 0, response: 0 },
      roundTripToServerMs: 20,
      waits: { serverMs: 100 },
    });
    const again: readonly Timed[] = [
      [0, { from: 'c', at: 0, syn: true }],
      [1000, { from: 'c', at: 0, syn: true }],
      [1020, { from: 's', at: 0, syn: true, ack: 0 }],
      [1021, { from: 's', at: 0, syn: true, ack: 0 }],
      [1022, { from: 'c', at: 0, ack: 0 }],
      [1030, { from: 'c', at: 0, ack: 0, text: REQUEST }],
      [1150, { from: 's', at: 0, ack: REQUEST.length, text: OK }],
    ];
    expect(timingAt(again).retransmissions).toMatchObject({ connect: 1, connectAnswers: 1 });
  });

  const SYN: SegmentInput = { from: 'c', at: 0, syn: true };
  const SYN_ACK: SegmentInput = { from: 's', at: 0, syn: true, ack: 0 };

  it.each([
    [
      'of a SYN without an answer',
      [
        [0, SYN],
        [1000, SYN],
        [1020, SYN_ACK],
      ],
      'server',
      1,
      undefined,
    ],
    [
      'of an answer that was seen',
      [
        [0, SYN],
        [1, SYN_ACK],
        [1010, SYN],
        [1011, SYN_ACK],
      ],
      'client',
      1,
      1,
    ],
    [
      'of an answer that nobody asked for again',
      [
        [0, SYN],
        [1, SYN_ACK],
        [1011, SYN_ACK],
      ],
      'client',
      0,
      1,
    ],
    [
      'of both',
      [
        [0, SYN],
        [1000, SYN],
        [1020, SYN_ACK],
        [3000, SYN],
        [3001, SYN_ACK],
      ],
      'both',
      2,
      1,
    ],
    [
      'of nothing',
      [
        [0, SYN],
        [1020, SYN_ACK],
      ],
      undefined,
      0,
      undefined,
    ],
  ] as const)(
    'says on which side a connection was held up by the loss %s',
    (_, setUp, side, syns, answers) => {
      const timing = timingAt([
        ...setUp,
        [3022, { from: 'c', at: 0, ack: 0 }],
        [3030, { from: 'c', at: 0, ack: 0, text: REQUEST }],
        [3050, { from: 's', at: 0, ack: REQUEST.length, text: OK }],
      ]);
      expect(timing.connectLoss).toBe(side);
      expect(timing.retransmissions).toEqual({
        connect: syns,
        ...(answers === undefined ? {} : { connectAnswers: answers }),
        request: 0,
        response: 0,
      });
      for (const texts of [EN, ZH]) {
        const sentence = reasonSentence(timing, plainFiller(texts), texts);
        expect(sentence.includes('SYN-ACK')).toBe(answers !== undefined);
        expect(/lost or late|丢失或迟到/.test(sentence)).toBe(side !== undefined);
      }
    },
  );

  it('takes no round trip from a handshake that ends with the request', () => {
    const opened: readonly Timed[] = [
      [0, SYN],
      [20, SYN_ACK],
    ];
    const rest = (ms: number): readonly Timed[] => [
      [ms, { from: 'c', at: 0, ack: 0, text: REQUEST }],
      [ms + 30, { from: 's', at: 0, ack: REQUEST.length, text: OK }],
    ];
    expect(timingAt([...opened, ...rest(1900)])).toMatchObject({
      connectMs: 1900,
      roundTripMs: null,
      roundTripToClientMs: null,
      roundTripToServerMs: 20,
    });
    const bare: Timed = [21, { from: 'c', at: 0, ack: 0 }];
    expect(timingAt([...opened, bare, ...rest(1900)])).toMatchObject({
      connectMs: 21,
      roundTripToClientMs: 1,
    });
  });

  describe('of a client that is far away and silent for a second', () => {
    const BODY = 8 * 1448;
    const HEAD = `PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: ${BODY}\r\n\r\n`;
    const FAR_CLIENT: readonly Timed[] = [
      [0, SYN],
      [1, SYN_ACK],
      [101, { from: 'c', at: 0, ack: 0 }],
      [102, { from: 'c', at: 0, ack: 0, text: HEAD }],
    ];
    const piece = (ms: number, at: number, bytes: number): Timed => [
      ms,
      { from: 'c', at: HEAD.length + at, ack: 0, text: 'x'.repeat(bytes) },
    ];
    const heard = (ms: number, at: number): Timed => [ms, { from: 's', at: 0, ack: HEAD.length + at }];
    const answer = (ms: number): Timed => [ms, { from: 's', at: 0, ack: HEAD.length + BODY, text: OK }];
    const first = [piece(102, 0, 1448), piece(102, 1448, 1448), heard(105, 2896)];
    const sentence = (timing: Timing, texts: typeof EN | typeof ZH): string =>
      reasonSentence(timing, plainFiller(texts), texts);

    it('says that packets may have been lost where one full segment comes, as after a timeout', () => {
      const timing = timingAt([
        ...FAR_CLIENT,
        ...first,
        piece(1205, 2896, 1448),
        heard(1206, 3 * 1448),
        ...[3, 4, 5, 6, 7].map((n) => piece(1306, n * 1448, 1448)),
        answer(1307),
      ]);
      expect(timing).toMatchObject({
        waitedFor: 'network',
        reason: 'in-flight',
        waits: { clientMs: 0 },
        lostOrSilent: { clientMs: 1000, serverMs: 0 },
      });
      expect(sentence(timing, EN)).toContain('for 1,000 ms of it nothing passed, then a single segment came');
      expect(sentence(timing, ZH)).toContain('其中 1,000 毫秒没有任何数据经过');
    });

    it('and that it paused where more comes than is sent after a timeout', () => {
      const timing = timingAt([
        ...FAR_CLIENT,
        ...first,
        ...[2, 3, 4, 5, 6, 7].map((n) => piece(1205, n * 1448, 1448)),
        answer(1306),
      ]);
      expect(timing).toMatchObject({
        waitedFor: 'client',
        reason: 'client-paused',
        waits: { clientMs: 1000 },
      });
      expect(timing.lostOrSilent).toBeUndefined();
      expect(sentence(timing, EN)).not.toContain('lost');
    });

    it('and counts no silence from before the message, whatever comes right after', () => {
      const before = HEAD.length + BODY;
      const head = (bytes: number): string => HEAD.replace(`${BODY}`, `${bytes}`);
      const bytes = 4 * 1448 - head(1000).length;
      const again = head(bytes) + 'x'.repeat(bytes);
      const sent = (ms: number, n: number): Timed => {
        const text = again.slice(n * 1448, (n + 1) * 1448);
        return [ms, { from: 'c', at: before + n * 1448, ack: OK.length, text }];
      };
      const heardOf = (ms: number, n: number, text = ''): Timed => [
        ms,
        { from: 's', at: OK.length, ack: before + n * 1448, text },
      ];
      const [, second] = exchangesAt([
        ...FAR_CLIENT,
        ...[0, 1, 2, 3, 4, 5, 6, 7].map((n) => piece(102, n * 1448, 1448)),
        answer(104),
        sent(10_104, 0),
        sent(10_104, 1),
        heardOf(10_105, 2),
        sent(11_205, 2),
        heardOf(11_206, 3),
        sent(11_307, 3),
        heardOf(11_308, 4, OK),
      ]);
      expect(second && timingOf(second)).toMatchObject({
        reason: 'in-flight',
        waits: { clientMs: 0 },
        pauses: { client: 0 },
        lostOrSilent: { clientMs: 1000, serverMs: 0 },
      });
    });

    it('and both where it had no more to send for all that one can see', () => {
      const timing = timingAt([
        ...FAR_CLIENT,
        piece(102, 0, 1000),
        heard(105, 1000),
        piece(1205, 1000, 1000),
        heard(1206, 2000),
        piece(1307, 2000, BODY - 2000),
        answer(1308),
      ]);
      expect(timing).toMatchObject({ waitedFor: 'client', lostOrSilent: { clientMs: 1103 } });
      expect(sentence(timing, EN)).toContain('a capture on the client tells');
      expect(sentence(timing, ZH)).toContain('在客户端抓包可以分辨');
    });
  });

  it.each([
    ['a request that may have a body', 'PUT', true],
    ['a request without one', 'GET', false],
  ])(
    'has nothing to say of what goes on for nobody knows how long: the head cut off of %s',
    (_, method, is) => {
      const head = `${method} /a HTTP/1.1\r\nHost: h\r\nAuthor`;
      const end = head.length + 30;
      const inputs: readonly Timed[] = [
        ...OPENED,
        [30, { from: 'c', at: 0, ack: 0, text: head, missing: 30 }],
        [900, { from: 'c', at: end, ack: 0, text: 'x'.repeat(100), missing: 1000 }],
      ];
      const request = is ? inputs : inputs.slice(0, -1);
      const sent = is ? end + 1100 : end;
      const [exchange] = exchangesAt([...request, [930, { from: 's', at: 0, ack: sent, text: OK }]]);
      expect(exchange?.response?.status).toBe(200);
      const timing = exchange === undefined ? null : timingOf(exchange);
      if (is) expect(timing).toBeNull();
      else expect(timing).toMatchObject({ waitMs: 900, reason: 'server-thought' });
    },
  );

  it('nor the head cut off of an answer', () => {
    const [exchange] = exchangesAt([
      ...OPENED,
      [30, { from: 'c', at: 0, ack: 0, text: REQUEST }],
      [60, { from: 's', at: 0, ack: REQUEST.length, text: OK.slice(0, 20), missing: 1400 }],
      [900, { from: 's', at: 1420, ack: REQUEST.length, text: 'x'.repeat(20), missing: 1400 }],
    ]);
    expect(exchange?.response?.status).toBe(200);
    expect(exchange === undefined ? null : timingOf(exchange)).toBeNull();
  });

  it.each([
    ['en', EN, 'the client’s receive window is 6,000 bytes at most'.replace('’', "'")],
    ['zh', ZH, '客户端的接收窗口最大 6,000 字节'],
  ])('names the window that bytes in flight fill (%s)', (_, texts, expected) => {
    /** Each round trip of 20 ms brings so many bytes. */
    const download = (each: number): Timing => {
      const head = 'HTTP/1.1 200 OK\r\nContent-Length: 600000\r\n\r\n';
      const answer = head + 'x'.repeat(600_000);
      const pieces = Array.from({ length: Math.ceil(answer.length / each) }, (_, n): readonly Timed[] => [
        [
          60 + n * 20,
          { from: 's', at: n * each, ack: REQUEST.length, text: answer.slice(n * each, (n + 1) * each) },
        ],
        [
          60.1 + n * 20,
          { from: 'c', at: REQUEST.length, ack: Math.min(answer.length, (n + 1) * each) },
          6000,
        ],
      ]);
      return timingAt([
        ...OPENED.slice(0, 2),
        [21, { from: 'c', at: 0, ack: 0 }, 6000],
        [30, { from: 'c', at: 0, ack: 0, text: REQUEST }, 6000],
        ...pieces.flat(),
      ]);
    };
    const full = download(5800);
    expect(full).toMatchObject({ reason: 'in-flight', windowLimit: { receiver: 'client', bytes: 6000 } });
    expect(reasonSentence(full, plainFiller(texts), texts)).toContain(expected);
    expect(download(3000)).not.toHaveProperty('windowLimit');
  });

  it('has nothing to say without an answer', () => {
    const [exchange] = exchangesAt([...OPENED, [30, { from: 'c', at: 0, ack: 0, text: REQUEST }]]);
    expect(exchange?.request?.target).toBe('/a');
    expect(exchange === undefined ? null : timingOf(exchange)).toBeNull();
  });

  it('knows the connection’s start only for its first request', () => {
    const turn = (ms: number, n: number): (readonly [number, SegmentInput])[] => [
      [ms, { from: 'c', at: n * REQUEST.length, ack: n * OK.length, text: REQUEST }],
      [ms + 25, { from: 's', at: n * OK.length, ack: (n + 1) * REQUEST.length, text: OK }],
    ];
    const timings = exchangesAt([...OPENED, ...turn(30, 0), ...turn(100, 1)]).map(timingOf);
    expect(timings.map((timing) => timing?.connectMs)).toEqual([21, null]);
    expect(timings.map((timing) => timing?.totalMs)).toEqual([46, 25]);
  });
});
