import { describe, expect, it } from 'vitest';
import type { Notice } from '../rooms/bytes.ts';
import { MAX_UNANSWERED, STREAM_LIMITS, TcpStreams } from '../rooms/stream.ts';
import { type SegmentInput, toSegment } from '../support/conversation.ts';

const FIRST_PORT = 10_000;
const START = 1_700_000_000;

type Send = (index: number, seconds: number, input: SegmentInput) => void;

/** Connections one after the other, each closed by both sides. */
function closing(streams: TcpStreams) {
  let frame = 0;
  const send: Send = (index, seconds, input) => {
    const clientPort = FIRST_PORT + index;
    streams.segment(toSegment({ ...input, seconds: START + seconds }, ++frame, { clientPort }));
  };
  const whole = (index: number, seconds: number): void => {
    send(index, seconds, { from: 'c', at: 0, syn: true });
    send(index, seconds, { from: 's', at: 0, syn: true, ack: 0 });
    send(index, seconds, { from: 'c', at: 0, text: 'ask', ack: 0 });
    send(index, seconds, { from: 's', at: 0, text: 'answer', ack: 3, fin: true });
    send(index, seconds, { from: 'c', at: 3, ack: 7, fin: true });
  };
  return { send, whole };
}

function create(limits = STREAM_LIMITS) {
  const notices: Notice[] = [];
  const counts = { closed: 0 };
  const handler = { data: () => {}, gap: () => {}, end: () => {}, close: () => void counts.closed++ };
  const streams = new TcpStreams(
    () => handler,
    (notice) => notices.push(notice),
    limits,
  );
  return { streams, notices, counts, ...closing(streams) };
}

describe('connections that stay open', () => {
  it.each([
    ['have no answer', () => {}],
    [
      'are not set up',
      (send: Send, index: number) => {
        for (let again = 0; again < 3; again++) send(index, 0, { from: 's', at: 0, syn: true, ack: 0 });
      },
    ],
    [
      'are not set up, however often that was tried',
      (send: Send, index: number) => {
        for (let again = 0; again < 8; again++) send(index, 0, { from: 's', at: 0, syn: true, ack: 0 });
      },
    ],
  ])('are ended, the older ones, where too many %s; those with bytes stay', (_, more) => {
    const { streams, notices, counts, send } = create();
    const talk = (index: number): void => {
      send(index, 0, { from: 'c', at: 0, syn: true });
      send(index, 0, { from: 's', at: 0, syn: true, ack: 0 });
      send(index, 0, { from: 'c', at: 0, text: 'ask', ack: 0 });
    };
    for (let i = 0; i < 100; i++) talk(i);
    for (let i = 100; i < 50_000; i++) {
      send(i, 0, { from: 'c', at: 0, syn: true });
      more(send, i);
    }
    expect(new Set(notices.map(({ code }) => code))).toEqual(new Set(['limit-unanswered']));
    expect(counts.closed).toBeGreaterThan(50_000 - 3 * MAX_UNANSWERED);
    const before = counts.closed;
    for (let i = 0; i < 100; i++) send(i, 1, { from: 's', at: 0, text: 'answer', ack: 3, fin: true });
    for (let i = 0; i < 100; i++) send(i, 1, { from: 'c', at: 3, ack: 7, fin: true });
    expect(counts.closed).toBe(before + 100);
    expect(streams.connections).toBe(50_000);
  });

  it('are ended, of many, after an hour without a packet', () => {
    const { streams, counts, send } = create();
    const talk = (index: number, seconds: number): void => {
      send(index, seconds, { from: 'c', at: 0, syn: true });
      send(index, seconds, { from: 's', at: 0, syn: true, ack: 0 });
      send(index, seconds, { from: 'c', at: 0, text: 'ask', ack: 0 });
    };
    for (let i = 0; i < 2000; i++) talk(i, 0);
    let at = 3;
    const goOn = (seconds: number): void => {
      for (let i = 0; i < 70_000; i++) send(0, seconds, { from: 'c', at: at++, text: 'x', ack: 0 });
    };
    goOn(3600);
    expect(counts.closed).toBe(0);
    goOn(3601);
    expect(counts.closed).toBe(1999);
    expect(streams.connections).toBe(2000);
  });

  it('are ended where there are too many, the idle ones first, and all if all are of the same second', () => {
    const { streams, notices, counts, send } = create({ ...STREAM_LIMITS, connections: 1000 });
    for (let i = 0; i < 4096; i++) send(i, 0, { from: 'c', at: 0, syn: true });
    expect(notices.map(({ code }) => code)).toEqual(['limit-connections']);
    expect(counts.closed).toBe(4096);
    for (let i = 0; i < 4096; i++) send(i, i, { from: 'c', at: 0, syn: true });
    expect(streams.connections).toBe(8192);
    expect(counts.closed).toBe(4096 + 1025);
  });
});

describe('connections that have closed', () => {
  it('are known again by late packets, also after others were forgotten', () => {
    // All of them would not fit.
    const { streams, notices, send, whole } = create({ ...STREAM_LIMITS, connections: 27_000 });
    const before = 20_000;
    const all = before + 8000;
    // The first ones are long over when the last ones close.
    for (let i = 0; i < before; i++) whole(i, 0);
    for (let i = before; i < all; i++) whole(i, 100);
    expect(streams.connections).toBe(all);
    const last = all - 1;
    send(last, 101, { from: 'c', at: 3, ack: 7, fin: true });
    send(last, 101, { from: 's', at: 0, syn: true, ack: 0 });
    for (const index of [before, before + 6000]) send(index, 101, { from: 's', at: 0, syn: true, ack: 0 });
    expect(streams.connections).toBe(all);
    expect(notices).toEqual([]);
    send(last, 101, { from: 's', at: 7, text: 'more', ack: 4 });
    send(last, 101, { from: 's', at: 11, text: 'more', ack: 4 });
    const args = { connection: all, from: '10.0.0.2:80', endFrame: all * 5 - 1 };
    expect(notices).toEqual([{ code: 'bytes-after-end', frame: all * 5 + 5, offset: null, args }]);
    send(last, 101, { from: 'c', at: 40, syn: true });
    expect(streams.connections).toBe(all + 1);
    // Of one that was forgotten nothing is late.
    send(0, 101, { from: 's', at: 7, text: 'more', ack: 4 });
    expect(streams.connections).toBe(all + 2);
    expect(notices).toHaveLength(1);
  });

  it('give way to what comes long after them without a SYN, as soon as it has a byte', () => {
    const { streams, notices, send, whole } = create();
    whole(0, 0);
    // Signs of life keep nobody in mind, nor does what nobody has sent before.
    send(0, 50, { from: 's', at: 3e9, text: 'far', ack: 3e9 });
    send(0, 100, { from: 'c', at: 4, ack: 8 });
    expect(streams.connections).toBe(1);
    send(0, 101, { from: 'c', at: 3e9, text: 'ask', ack: 3e9 });
    send(0, 101, { from: 's', at: 3e9, text: 'answer', ack: 3e9 + 3 });
    expect(streams.connections).toBe(2);
    expect(notices).toMatchObject([{ code: 'far-segment', frame: 6 }]);
  });

  it('give way where the same side is far off again and again', () => {
    const { streams, notices, send, whole } = create();
    whole(0, 0);
    for (let time = 0; time < 3; time++) send(0, 1, { from: 'c', at: 1e9, text: 'ask', ack: 1e9 });
    // A late packet in between: they are of nobody.
    send(0, 1, { from: 'c', at: 0, text: 'ask', ack: 0 });
    for (let time = 0; time < 3; time++) send(0, 1, { from: 'c', at: 1e9, text: 'ask', ack: 1e9 });
    for (let time = 0; time < 3; time++) send(0, 1, { from: 's', at: 1e9, text: 'answer', ack: 1e9 });
    expect(streams.connections).toBe(1);
    send(0, 1, { from: 's', at: 1e9, text: 'answer', ack: 1e9 });
    expect(streams.connections).toBe(2);
    // Reported once for each row of them.
    expect(notices).toMatchObject([
      { code: 'far-segment', frame: 6, args: { from: '10.0.0.1:10000' } },
      { code: 'far-segment', frame: 10 },
      { code: 'far-segment', frame: 13, args: { from: '10.0.0.2:80' } },
    ]);
  });

  it('are not kept in mind for ever by a side that goes on', () => {
    const { streams, notices, send, whole } = create();
    whole(0, 0);
    for (let seconds = 0; seconds <= 60; seconds += 10) {
      send(0, seconds, { from: 's', at: 7 + seconds, text: 'more and more', ack: 4 });
    }
    expect(streams.connections).toBe(1);
    expect(notices).toMatchObject([{ code: 'bytes-after-end', frame: 6 }]);
    send(0, 61, { from: 's', at: 67, text: 'more and more', ack: 4 });
    expect(streams.connections).toBe(2);
  });

  it('do not say again that a side goes on, where that was told before they had closed', () => {
    const { notices, send } = create();
    send(0, 0, { from: 'c', at: 0, syn: true });
    send(0, 0, { from: 's', at: 0, syn: true, ack: 0 });
    send(0, 0, { from: 's', at: 0, text: 'answer', ack: 0, fin: true });
    send(0, 0, { from: 's', at: 7, text: 'more', ack: 0 });
    send(0, 0, { from: 'c', at: 0, ack: 7, fin: true });
    send(0, 0, { from: 's', at: 11, text: 'more', ack: 1 });
    expect(notices).toMatchObject([{ code: 'bytes-after-end', frame: 4 }]);
  });

  it('hold nothing back', () => {
    const { streams, notices, send } = create();
    const text = 'x'.repeat(1500);
    for (let i = 0; i < 3000; i++) {
      send(i, 0, { from: 'c', at: 0, syn: true });
      send(i, 0, { from: 's', at: 0, syn: true, ack: 0 });
      // Behind the end of the client's stream, with a hole before it.
      for (let n = 0; n < 20; n++) send(i, 0, { from: 'c', at: 100 + n * 1500, text, ack: 0 });
      send(i, 0, { from: 's', at: 0, ack: 0, fin: true });
      send(i, 0, { from: 'c', at: 0, ack: 1, fin: true });
    }
    streams.end();
    expect(notices.filter(({ code }) => code === 'limit-buffered-bytes')).toEqual([]);
  });
});
