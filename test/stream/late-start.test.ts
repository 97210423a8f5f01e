import { describe, expect, it } from 'vitest';
import { toByteString } from '../rooms/bytes.ts';
import { type ConnectionFacts, START_GRACE_PACKETS, TcpStreams } from '../rooms/stream.ts';
import { outline, runSegments, type SegmentInput, toSegment } from '../support/conversation.ts';
import fc from '../support/fast-check.ts';

/** What came of each side, and the connections. */
function read(inputs: readonly SegmentInput[]) {
  const facts: ConnectionFacts[] = [];
  const log: string[] = [];
  const streams = new TcpStreams(
    (connection) => {
      facts.push(connection);
      const name = (side: 0 | 1) => (connection.endpoint(side).endsWith(':80') ? 's' : 'c');
      return {
        data: (side, { block, start, end }) => log.push(`${name(side)}:${toByteString(block, start, end)}`),
        gap: (side, _, length) => log.push(`${name(side)}[${length}]`),
        end: (side, how) => log.push(`${name(side)}.${how}`),
        close: () => {},
      };
    },
    () => {},
  );
  inputs.forEach((input, i) => {
    streams.segment(toSegment(input, i + 1));
  });
  const beforeEnd = [...log];
  streams.end();
  return { log, beforeEnd, facts };
}

describe('a connection whose handshake is not at its start', () => {
  it('starts with the earliest bytes, also when later ones were written first', () => {
    const { log } = read([
      { from: 'c', at: 3, text: 'def', ack: 0 },
      { from: 'c', at: 0, text: 'abc', ack: 0 },
      { from: 's', at: 0, text: 'answer', ack: 6 },
    ]);
    expect(log.slice(0, 3)).toEqual(['c:abc', 'c:def', 's:answer']);
  });

  it('waits for earlier bytes only for some packets', () => {
    const more = Array.from({ length: START_GRACE_PACKETS - 1 }, (_, i): SegmentInput => {
      return { from: i % 2 === 0 ? 's' : 'c', at: i % 2 === 0 ? 0 : 6, ack: i % 2 === 0 ? 6 : 0 };
    });
    const first: SegmentInput = { from: 'c', at: 3, text: 'def', ack: 0 };
    expect(read([first, ...more]).beforeEnd).toEqual([]);
    expect(read([first, ...more, { from: 's', at: 0, ack: 6 }]).beforeEnd).toEqual(['c:def']);
  });

  it('does not wait where the receiver said that it has all before', () => {
    const { beforeEnd } = read([
      { from: 's', at: 0, ack: 3 },
      { from: 'c', at: 3, text: 'def', ack: 0 },
    ]);
    expect(beforeEnd).toEqual(['c:def']);
  });

  it('tells bytes that are missing after what the receiver had', () => {
    const { log } = read([
      { from: 'c', at: 0, text: 'ask', ack: 0 },
      // The answer to it, 0 to 9, is not in the capture.
      { from: 'c', at: 3, text: 'next', ack: 9 },
      { from: 's', at: 9, text: 'answer', ack: 7 },
    ]);
    expect(log.filter((entry) => !entry.includes('.'))).toEqual(['c:ask', 's[9]', 'c:next', 's:answer']);
  });

  it('takes a handshake that was written late', () => {
    const { log, facts } = read([
      { from: 'c', at: 0, text: 'ask', ack: 0 },
      { from: 's', at: 0, syn: true, ack: 0 },
      { from: 'c', at: 0, syn: true },
      { from: 's', at: 0, text: 'answer', ack: 3 },
    ]);
    expect(facts).toHaveLength(1);
    expect(facts[0]?.endpoint(facts[0].initiator ?? 1)).toBe('10.0.0.1:50000');
    expect(log.slice(0, 2)).toEqual(['c:ask', 's:answer']);
  });

  it('ends with its FIN, also when that was written before the last bytes', () => {
    const { log } = read([
      { from: 'c', at: 3, fin: true, ack: 0 },
      { from: 's', at: 0, fin: true, ack: 4 },
      { from: 'c', at: 0, text: 'ask', ack: 0 },
    ]);
    expect(log).toContain('c:ask');
    expect(log.indexOf('c:ask')).toBeLessThan(log.indexOf('c.closed'));
  });
});

describe('a short conversation in any order of its packets', () => {
  const request = 'GET /lines.txt HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\n\r\n';
  const response = `HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n${'x'.repeat(300)}`;
  const asked = request.length;
  const answered = response.length;
  const segments: SegmentInput[] = [
    { from: 'c', at: 0, syn: true },
    { from: 's', at: 0, syn: true, ack: 0 },
    { from: 'c', at: 0, ack: 0 },
    { from: 'c', at: 0, text: request, ack: 0 },
    { from: 's', at: 0, ack: asked },
    { from: 's', at: 0, text: response.slice(0, 200), ack: asked },
    { from: 's', at: 200, text: response.slice(200), ack: asked },
    { from: 's', at: answered, fin: true, ack: asked },
    { from: 'c', at: asked, ack: answered },
    { from: 'c', at: asked, fin: true, ack: answered + 1 },
    { from: 's', at: answered + 1, ack: asked + 1 },
  ];

  it('has its request and its answer, if the request is not written after the answer', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(segments, { minLength: segments.length }), (shuffled) => {
        const place = (at: number) => shuffled.indexOf(segments[at] ?? shuffled[0] ?? { from: 'c', at: 0 });
        fc.pre(place(3) < place(5) && place(3) < place(6));
        // Three packets of one side alone look like a capture of that side only.
        fc.pre(new Set(shuffled.slice(0, 3).map(({ from }) => from)).size === 2);
        const { exchanges } = runSegments(shuffled.map((segment, i) => toSegment(segment, i + 1)));
        expect(outline(exchanges)).toEqual(['GET /lines.txt -> 200']);
        expect(exchanges[0]?.response?.complete).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
