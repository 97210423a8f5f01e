import { describe, expect, it } from 'vitest';
import { answer, converse, get, outline, type SegmentInput } from '../support/conversation.ts';

/**
 * Requests, answers, and which requests are sent before which answers; all of one length each, so that places
 * are easily recognised.
 */
const REQUEST = get('/0').length;
const ANSWER = answer(200).length;

const OPEN: SegmentInput[] = [
  { from: 'c', at: 0, syn: true },
  { from: 's', at: 0, syn: true, ack: 0 },
  { from: 'c', at: 0, ack: 0 },
];

/**
 * Request `n` (from 0), sent after `heard` answers; answer `n` with status 20n, sent after `heard` requests.
 */
function asks(n: number, heard: number): SegmentInput {
  return { from: 'c', at: n * REQUEST, text: get(`/${n}`), ack: heard * ANSWER };
}

function answers(n: number, heard: number): SegmentInput {
  return { from: 's', at: n * ANSWER, text: answer(200 + n), ack: heard * REQUEST };
}

/** The client ends the connection after as many requests and answers. */
function ends(asked: number, heard: number): SegmentInput[] {
  const [client, server] = [asked * REQUEST, heard * ANSWER];
  return [
    { from: 'c', at: client, ack: server, fin: true },
    { from: 's', at: server, ack: client + 1, fin: true },
    { from: 'c', at: client + 1, ack: server + 1 },
  ];
}

function read(inputs: readonly SegmentInput[]) {
  const { exchanges, notices } = converse(inputs);
  const codes = notices.map(({ code }) => code);
  return {
    exchanges,
    told: outline(exchanges).sort(),
    doubts: codes.filter((code) => code === 'answers-in-doubt'),
  };
}

describe('requests that are sent ahead, each as soon as the one before the last is answered', () => {
  /** Two are always outstanding. */
  const all = [
    asks(0, 0),
    asks(1, 0),
    answers(0, 2),
    asks(2, 1),
    answers(1, 3),
    asks(3, 2),
    answers(2, 4),
    asks(4, 3),
    answers(3, 5),
    answers(4, 5),
  ];
  const without = (...lost: readonly SegmentInput[]) => all.filter((each) => !lost.includes(each));
  const [, ask1, answer0, ask2] = all;
  if (!ask1 || !answer0 || !ask2) throw new Error('too few');

  it('are paired in order', () => {
    const { told, doubts } = read([...OPEN, ...all, ...ends(5, 5)]);
    expect(told).toEqual([0, 1, 2, 3, 4].map((n) => `GET /${n} -> ${200 + n}`));
    expect(doubts).toEqual([]);
  });

  it('get no answer that is one of two: the gap may hide the answer to the second request as well', () => {
    const { told, doubts } = read([...OPEN, ...without(answer0), ...ends(5, 5)]);
    expect(told).toEqual([
      ...[1, 2, 3].map((n) => `? -> ${200 + n}`),
      ...[0, 1, 2, 3].map((n) => `GET /${n} -> ?`),
      // No other is left for the last one.
      'GET /4 -> 204',
    ]);
    expect(doubts).toHaveLength(1);
  });

  it('get no answer that may be to one that is missing', () => {
    for (const lost of [ask1, ask2]) {
      const { told, doubts, exchanges } = read([...OPEN, ...without(lost), ...ends(5, 5)]);
      for (const each of told) expect(each).toMatch(/^GET \/(\d) -> (20\1|\?)$|^\? -> 20\d$/);
      expect(told).toContain('GET /0 -> 200');
      expect(doubts).toHaveLength(1);
      // What is open is so for want of packets: nobody left it unanswered.
      const open = exchanges.filter(({ response }) => response === null);
      expect(open.map(({ damage, ending }) => [damage, ending])).toEqual(
        open.map(() => [['response'], undefined]),
      );
    }
  });

  it('are told to be in doubt where the capture starts later, as soon as that shows', () => {
    const { doubts } = read([...all.slice(3), ...ends(5, 5)]);
    expect(doubts).toHaveLength(1);
  });
});

describe('requests that are sent ahead all at once', () => {
  const all = [
    asks(0, 0),
    asks(1, 0),
    asks(2, 0),
    answers(0, 3),
    answers(1, 3),
    answers(2, 3),
    asks(3, 3),
    answers(3, 4),
  ];

  it('leave an answer open that may be to any of several, and the next one too', () => {
    const { told, doubts } = read([...OPEN, ...all.toSpliced(3, 2), ...ends(4, 4)]);
    // The answers to two are missing: the third may be to the second as well, as far as the capture shows.
    expect(told).toEqual(['? -> 202', '? -> 203', ...[0, 1, 2, 3].map((n) => `GET /${n} -> ?`)]);
    expect(doubts).toHaveLength(1);
  });

  it('get no answer to those that are missing at the start, which are longer than a header of the PROXY protocol', () => {
    const { told } = read([...OPEN, ...all.toSpliced(0, 2), ...ends(4, 4)]);
    expect(2 * REQUEST).toBeGreaterThan(107);
    for (const each of told) expect(each).not.toMatch(/GET \/2 -> 20[013]/);
  });

  it('are paired again behind the only one whose answer is missing', () => {
    const { told, doubts } = read([
      ...OPEN,
      asks(0, 0),
      asks(1, 0),
      answers(1, 2),
      asks(2, 2),
      answers(2, 3),
      ...ends(3, 3),
    ]);
    expect(told).toEqual(['GET /0 -> ?', 'GET /1 -> 201', 'GET /2 -> 202']);
    expect(doubts).toEqual([]);
  });
});

describe('requests that wait for the answer to the one before', () => {
  const all = [0, 1, 2, 3].flatMap((n) => [asks(n, n), answers(n, n + 1)]);

  it.each([0, 1, 2, 3, 4, 5, 6, 7])('are in no doubt, whatever packet is missing: %i', (lost) => {
    const { told, doubts } = read([...OPEN, ...all.toSpliced(lost, 1), ...ends(4, 4)]);
    const n = lost >> 1;
    const others = [0, 1, 2, 3].filter((each) => each !== n).map((each) => `GET /${each} -> ${200 + each}`);
    expect(told).toEqual([...others, lost % 2 === 0 ? `? -> ${200 + n}` : `GET /${n} -> ?`].sort());
    expect(doubts).toEqual([]);
  });

  it('are in no doubt where the server ends the connection unasked as the next one is sent', () => {
    const timeout: SegmentInput = { from: 's', at: 2 * ANSWER, text: answer(408), ack: 2 * REQUEST };
    const { told, doubts } = read([...all.slice(2, 4), timeout, asks(2, 2)]);
    expect(told).toEqual(['? -> 408', 'GET /1 -> 201', 'GET /2 -> ?']);
    expect(doubts).toEqual([]);
  });

  it.each([1, 2, 3, 4])('are in no doubt where the capture starts later: %i', (start) => {
    const { told, doubts } = read([...all.slice(start), ...ends(4, 4)]);
    expect(told.filter((each) => !each.includes('?'))).toEqual(
      [0, 1, 2, 3].slice((start + 1) >> 1).map((n) => `GET /${n} -> ${200 + n}`),
    );
    expect(doubts).toEqual([]);
  });
});
