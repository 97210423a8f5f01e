import { describe, expect, it } from 'vitest';
import { toByteString } from '../rooms/bytes.ts';
import {
  type ConnectionFacts,
  type ConnectionHandler,
  GAP_GRACE_PACKETS,
  HELD_PIECE_COST,
  STREAM_LIMITS,
  TcpStreams,
} from '../rooms/stream.ts';
import { type ConversationOptions, type SegmentInput, toSegment } from '../support/conversation.ts';
import fc from '../support/fast-check.ts';

/**
 * What the handler received, in order: `c:text`, `c[gap]`, `c.end`. `looks`: how often it was looked at what
 * is quiet.
 */
function trace(
  inputs: readonly SegmentInput[],
  options: ConversationOptions = {},
  looks = 0,
  limits = STREAM_LIMITS,
) {
  const log: string[] = [];
  const notices: string[] = [];
  const facts: ConnectionFacts[] = [];
  const create = (connection: ConnectionFacts): ConnectionHandler => {
    facts.push(connection);
    const name = (side: 0 | 1) => (connection.endpoint(side).endsWith(':80') ? 's' : 'c');
    return {
      data: (side, chunk) => log.push(`${name(side)}:${toByteString(chunk.block, chunk.start, chunk.end)}`),
      gap: (side, _position, length) => log.push(`${name(side)}[${length}]`),
      end: (side, how) => log.push(`${name(side)}.${how}`),
      close: () => log.push('close'),
    };
  };
  const streams = new TcpStreams(create, (notice) => notices.push(notice.code), limits);
  inputs.forEach((input, i) => {
    streams.segment(toSegment(input, i + 1, options));
  });
  for (let look = 0; look < looks; look++) streams.quiet();
  const before = log.length;
  streams.end();
  return { log, notices, facts, beforeEnd: log.slice(0, before) };
}

const OPEN: SegmentInput[] = [
  { from: 'c', at: 0, syn: true },
  { from: 's', at: 0, syn: true, ack: 0 },
  { from: 'c', at: 0, ack: 0 },
];

describe('one direction', () => {
  it('comes in order', () => {
    const { log } = trace([
      ...OPEN,
      { from: 'c', at: 0, text: 'ab', ack: 0 },
      { from: 'c', at: 2, text: 'cd', ack: 0 },
    ]);
    expect(log).toEqual(['c:ab', 'c:cd', 'c.cut', 's.cut', 'close']);
  });

  it('is put in order, each byte once', () => {
    const { beforeEnd } = trace([
      ...OPEN,
      { from: 'c', at: 4, text: 'ef', ack: 0 },
      { from: 'c', at: 2, text: 'cdef', ack: 0 },
      { from: 'c', at: 0, text: 'abc', ack: 0 },
      { from: 'c', at: 0, text: 'abcdef', ack: 0 },
      { from: 'c', at: 5, text: 'fg', ack: 0 },
    ]);
    expect(beforeEnd.map((entry) => entry.slice(2)).join('')).toBe('abcdefg');
  });

  it('keeps the first copy of a byte and says that the copies differ', () => {
    const { beforeEnd, notices } = trace([
      ...OPEN,
      { from: 'c', at: 2, text: 'cd', ack: 0 },
      { from: 'c', at: 1, text: 'BXYZ', ack: 0 },
      { from: 'c', at: 0, text: 'a', ack: 0 },
    ]);
    expect(beforeEnd.map((entry) => entry.slice(2)).join('')).toBe('aBcdZ');
    expect(notices).toEqual(['overlap-differs']);
  });

  it('says so too where what was held behind the difference is the same', () => {
    const { beforeEnd, notices } = trace([
      ...OPEN,
      { from: 'c', at: 2, text: 'cd', ack: 0 },
      { from: 'c', at: 6, text: 'gh', ack: 0 },
      { from: 'c', at: 1, text: 'bXdefgh', ack: 0 },
      { from: 'c', at: 0, text: 'a', ack: 0 },
    ]);
    expect(beforeEnd.map((entry) => entry.slice(2)).join('')).toBe('abcdefgh');
    expect(notices).toEqual(['overlap-differs']);
  });

  it('goes on over the wrap of the sequence number', () => {
    const isn = [0xfffffffe, 0xffffffff] as const;
    const { beforeEnd } = trace(
      [...OPEN, { from: 'c', at: 2, text: 'cd', ack: 0 }, { from: 'c', at: 0, text: 'ab', ack: 0 }],
      { isn },
    );
    expect(beforeEnd).toEqual(['c:ab', 'c:cd']);
  });

  it('shows bytes that the capture cut off as a gap', () => {
    const { beforeEnd } = trace([
      ...OPEN,
      { from: 'c', at: 0, text: 'ab', missing: 3, ack: 0 },
      { from: 'c', at: 5, text: 'f', ack: 0 },
    ]);
    expect(beforeEnd).toEqual(['c:ab', 'c[3]', 'c:f']);
  });

  it('is not disturbed by keep-alives and repeated ends', () => {
    const { log } = trace([
      ...OPEN,
      { from: 'c', at: 0, text: 'ab', ack: 0 },
      { from: 'c', at: 1, text: '\0', ack: 0 },
      { from: 'c', at: 2, ack: 0, fin: true },
      { from: 'c', at: 2, ack: 0, fin: true },
      { from: 's', at: 0, ack: 3, fin: true },
      { from: 'c', at: 3, ack: 1 },
    ]);
    expect(log).toEqual(['c:ab', 'c.closed', 's.closed', 'close']);
  });
});

describe('both directions', () => {
  it('hand an answer up after what it answers, whatever the order in the capture', () => {
    const { beforeEnd } = trace([
      ...OPEN,
      { from: 's', at: 0, text: 'answer', ack: 3 },
      { from: 'c', at: 0, text: 'ask', ack: 0 },
    ]);
    expect(beforeEnd).toEqual(['c:ask', 's:answer']);
  });

  it('tell a lost segment by the acknowledgement of its receiver', () => {
    const { log } = trace([
      ...OPEN,
      { from: 'c', at: 0, text: 'ask', ack: 0 },
      // 'more' (3 to 7) is not in the capture
      { from: 's', at: 0, text: 'answer', ack: 7 },
      { from: 'c', at: 7, text: 'next', ack: 6 },
    ]);
    expect(log.slice(0, 4)).toEqual(['c:ask', 'c[4]', 's:answer', 'c:next']);
  });

  it('wait for a lost segment only for some packets', () => {
    const asked: SegmentInput = { from: 'c', at: 0, text: 'ask', ack: 0 };
    const answered: SegmentInput = { from: 's', at: 0, text: 'answer', ack: 7 };
    const more = Array.from(
      { length: GAP_GRACE_PACKETS },
      (): SegmentInput => ({ from: 's', at: 6, ack: 7 }),
    );
    expect(trace([...OPEN, asked, answered, ...more.slice(1)]).beforeEnd).toEqual(['c:ask']);
    expect(trace([...OPEN, asked, answered, ...more]).beforeEnd).toEqual(['c:ask', 'c[4]', 's:answer']);
    // Nothing is held back on either side: all that there is of the answer is that it was acknowledged.
    const heard = more.map((): SegmentInput => ({ from: 'c', at: 3, ack: 6 }));
    expect(trace([...OPEN, asked, ...heard]).beforeEnd).toEqual(['c:ask']);
    expect(trace([...OPEN, asked, ...heard, ...heard.slice(0, 1)]).beforeEnd).toEqual(['c:ask', 's[6]']);
  });

  it('wait for a segment that comes late before they call it lost', () => {
    const later: SegmentInput[] = Array.from({ length: 6 }, (_, i) => ({
      from: 'c',
      at: 7 + i,
      text: 'x',
      ack: 6,
    }));
    const { beforeEnd } = trace([
      ...OPEN,
      { from: 's', at: 0, text: 'answer', ack: 7 },
      ...later,
      { from: 'c', at: 0, text: 'the ask', ack: 0 },
    ]);
    expect(beforeEnd).toEqual(['c:the ask', 's:answer', ...later.map(() => 'c:x')]);
  });

  it('wait for what nobody has acknowledged as long as it may still come', () => {
    const asked: SegmentInput = { from: 'c', at: 3, text: 'more', ack: 0 };
    const meanwhile: SegmentInput[] = Array.from({ length: 3 * GAP_GRACE_PACKETS }, () => ({
      from: 's',
      at: 0,
      ack: 0,
    }));
    const { beforeEnd } = trace([...OPEN, asked, ...meanwhile, { from: 'c', at: 0, text: 'ask', ack: 0 }]);
    expect(beforeEnd).toEqual(['c:ask', 'c:more']);
  });

  it('wait no longer where too much is held back', () => {
    const bufferedBytesPerDirection = 2 * (HELD_PIECE_COST + 4);
    const later: SegmentInput[] = [3, 7, 11].map((at) => ({ from: 'c', at, text: 'more', ack: 0 }));
    const limits = { ...STREAM_LIMITS, bufferedBytesPerDirection };
    const { beforeEnd, notices } = trace([...OPEN, ...later.slice(0, 2)], {}, 0, limits);
    expect({ beforeEnd, notices }).toEqual({ beforeEnd: [], notices: [] });
    const over = trace([...OPEN, ...later], {}, 0, limits);
    expect(over.beforeEnd).toEqual(['c[3]', 'c:more', 'c:more', 'c:more']);
    expect(over.notices).toEqual(['limit-direction-bytes']);
  });

  it.each(['c', 's'] as const)('that wait for each other come as they were captured: first %s', (first) => {
    const both: SegmentInput[] = [
      { from: 'c', at: 0, text: 'ask', ack: 6 },
      { from: 's', at: 0, text: 'answer', ack: 3 },
    ];
    const ordered = first === 'c' ? both : both.reverse();
    const more: SegmentInput[] = Array.from({ length: GAP_GRACE_PACKETS }, () => ({
      from: 'c',
      at: 0,
      ack: 0,
    }));
    const { beforeEnd } = trace([...OPEN, ...ordered, ...more]);
    const told = ['c:ask', 's:answer'];
    expect(beforeEnd).toEqual(first === 'c' ? told : told.reverse());
  });

  it('do not wait for a side that was never captured', () => {
    const { beforeEnd } = trace([
      { from: 'c', at: 0, text: 'one', ack: 0 },
      { from: 'c', at: 3, text: 'two', ack: 100 },
      { from: 'c', at: 6, text: 'three', ack: 200 },
    ]);
    expect(beforeEnd.filter((entry) => entry.startsWith('c:'))).toEqual(['c:one', 'c:two', 'c:three']);
  });

  it('end with a reset', () => {
    const { beforeEnd } = trace([
      ...OPEN,
      { from: 'c', at: 0, text: 'ab', ack: 0 },
      { from: 's', at: 0, rst: true, ack: 2 },
    ]);
    expect(beforeEnd).toEqual(['c:ab', 'c.reset', 's.reset', 'close']);
  });

  it('end with a reset that was written before what its sender had sent and heard by then', () => {
    const ended = ['c:ab', 's:answer', 'c.reset', 's.reset', 'close'];
    const asked: SegmentInput = { from: 'c', at: 0, text: 'ab', ack: 0 };
    const answered: SegmentInput = { from: 's', at: 0, text: 'answer', ack: 2 };
    const sent: SegmentInput = { from: 's', at: 6, rst: true };
    expect(trace([...OPEN, asked, sent, answered]).beforeEnd).toEqual(ended);
    const heard: SegmentInput = { from: 'c', at: 2, rst: true, ack: 6 };
    expect(trace([...OPEN, asked, heard, answered]).beforeEnd).toEqual(ended);
    expect(trace([...OPEN, heard, heard, answered, asked]).beforeEnd).toEqual(ended);
  });

  it('end with a reset whose sender had sent what never turns up', () => {
    const reset: SegmentInput = { from: 's', at: 6, rst: true };
    const asked: SegmentInput = { from: 'c', at: 0, text: 'ab', ack: 0 };
    const again = Array.from({ length: 20 }, () => asked);
    const { beforeEnd } = trace([...OPEN, asked, reset, ...again]);
    expect(beforeEnd).toEqual(['c:ab', 'c.reset', 's.reset', 'close']);
    expect(trace([...OPEN, asked, reset]).log).toEqual(['c:ab', 'c.reset', 's.reset', 'close']);
    const quiet = trace([...OPEN, asked, reset], {}, 2);
    expect(quiet.beforeEnd).toEqual(['c:ab', 'c.reset', 's.reset', 'close']);
    expect(quiet.log).toEqual(quiet.beforeEnd);
    expect(trace([...OPEN, asked, reset, { from: 'c', at: 9000, syn: true }]).log.slice(0, 4)).toEqual([
      'c:ab',
      'c.reset',
      's.reset',
      'close',
    ]);
  });
});

describe('connections', () => {
  it('are new when the ports are used again', () => {
    const first = OPEN.map((input, i) => toSegment(input, i + 1, { isn: [1000, 5000] }));
    const second = OPEN.map((input, i) => toSegment(input, i + 4, { isn: [900000, 7000] }));
    let opened = 0;
    const handler: ConnectionHandler = { data: () => {}, gap: () => {}, end: () => {}, close: () => {} };
    const streams = new TcpStreams(
      () => {
        opened++;
        return handler;
      },
      () => {},
    );
    for (const segment of [...first, ...first, ...second]) streams.segment(segment);
    expect(opened).toBe(2);
    expect(streams.connections).toBe(2);
  });

  it('know who opened them, also from the answer to a SYN alone', () => {
    expect(trace(OPEN).facts[0]?.initiator).toBe(0);
    expect(trace(OPEN.slice(1)).facts[0]?.initiator).toBe(1);
    expect(trace(OPEN.slice(2)).facts[0]?.initiator).toBeNull();
  });
});

describe('any arrangement of segments', () => {
  it('gives back the stream: cut, shuffled, repeated and overlapping', () => {
    const arrangement = fc.record({
      text: fc.string({ minLength: 1, maxLength: 200, unit: 'binary-ascii' }),
      cuts: fc.array(fc.tuple(fc.nat(220), fc.nat(60)), { maxLength: 30 }),
      order: fc.array(fc.nat(1000), { minLength: 60, maxLength: 60 }),
      isn: fc.integer({ min: 0, max: 0xffffffff }),
    });
    fc.assert(
      fc.property(arrangement, ({ text, cuts, order, isn }) => {
        // Random overlapping pieces, and pieces of 7 that cover everything.
        const pieces = cuts.map(
          ([at, length]) => [Math.min(at, text.length), Math.min(at + length, text.length)] as const,
        );
        const covering = Array.from(
          { length: Math.ceil(text.length / 7) },
          (_, i) => [i * 7, Math.min(i * 7 + 7, text.length)] as const,
        );
        const segments = [...pieces, ...covering]
          .map(([from, to], i): [number, SegmentInput] => [
            order[i % order.length] ?? 0,
            { from: 'c', at: from, text: text.slice(from, to), ack: 0 },
          ])
          .sort((a, b) => a[0] - b[0])
          .map(([, input]) => input);
        const { log, notices } = trace([...OPEN, ...segments], { isn: [isn, 5000] });
        const got = log
          .filter((entry) => entry.startsWith('c:'))
          .map((entry) => entry.slice(2))
          .join('');
        expect(got).toBe(text);
        expect(notices).toEqual([]);
      }),
    );
  });
});
