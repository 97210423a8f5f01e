import { describe, expect, it } from 'vitest';
import { BufferedText, type Exchange, HttpConnection, SMALL_BUFFERED_BYTES } from '../rooms/http.ts';
import { TcpStreams } from '../rooms/stream.ts';
import { answer, get, outline, type SegmentInput, toSegment } from '../support/conversation.ts';

const SMALL = get('/small');
const LARGE = get('/large', `X-Long: ${'x'.repeat(SMALL_BUFFERED_BYTES)}\r\n`);
/** Two of them are much. */
const MIDDLE = get('/middle', `X-Long: ${'x'.repeat(SMALL_BUFFERED_BYTES - 200)}\r\n`);

/**
 * Requests that are sent ahead where all connections together hold as much as they may, then as many answers.
 */
function sentAhead(requests: readonly string[]) {
  const exchanges: Exchange[] = [];
  const codes: string[] = [];
  let index = 0;
  const output = {
    nextIndex: () => ++index,
    exchange: (exchange: Exchange) => void exchanges.push(exchange),
    connection: () => {},
    notice: ({ code }: { readonly code: string }) => void codes.push(code),
    buffered: new BufferedText(1),
  };
  const streams = new TcpStreams((facts) => new HttpConnection(facts, output), output.notice);
  const text = requests.join('');
  const inputs: SegmentInput[] = [
    { from: 'c', at: 0, syn: true },
    { from: 's', at: 0, syn: true, ack: 0 },
    { from: 'c', at: 0, text, ack: 0 },
    { from: 's', at: 0, text: requests.map(() => answer(200)).join(''), ack: text.length },
  ];
  inputs.forEach((input, i) => {
    streams.segment(toSegment(input, i + 1));
  });
  streams.end();
  return { asked: outline(exchanges.filter(({ request }) => request !== null)), codes };
}

describe('where all connections together hold too much', () => {
  it.each([
    [
      'a few small requests wait on',
      [SMALL, SMALL, SMALL],
      ['small -> 200', 'small -> 200', 'small -> 200'],
      0,
    ],
    [
      'a large one is given at once, and what waited before it',
      [SMALL, LARGE],
      ['small -> ?', 'large -> ?'],
      1,
    ],
    [
      'much that waits is given, and a small one that comes then waits on',
      [MIDDLE, MIDDLE, SMALL],
      ['middle -> ?', 'middle -> ?', 'small -> 200'],
      1,
    ],
  ] as const)('%s', (_, requests, asked, told) => {
    const found = sentAhead(requests);
    expect(found.asked).toEqual(asked.map((each) => `GET /${each}`));
    expect(found.codes.filter((code) => code === 'limit-buffered-bytes')).toHaveLength(told);
  });
});

describe('a request that was given up', () => {
  it('keeps its answer from the next one, whose head is still coming then', () => {
    const exchanges: Exchange[] = [];
    let index = 0;
    const buffered = new BufferedText(LARGE.length);
    const output = {
      nextIndex: () => ++index,
      exchange: (exchange: Exchange) => void exchanges.push(exchange),
      connection: () => {},
      notice: () => {},
      buffered,
    };
    const streams = new TcpStreams((facts) => new HttpConnection(facts, output), output.notice);
    const next = get('/next', `X-Long: ${'x'.repeat(1000)}\r\n`);
    const inputs: SegmentInput[] = [
      { from: 'c', at: 0, syn: true },
      { from: 's', at: 0, syn: true, ack: 0 },
      { from: 'c', at: 0, text: LARGE, ack: 0 },
      { from: 'c', at: LARGE.length, text: next.slice(0, 500), ack: 0 },
      { from: 's', at: 0, text: answer(200), ack: LARGE.length + 500 },
      { from: 'c', at: LARGE.length + 500, text: next.slice(500), ack: 0 },
      { from: 's', at: answer(200).length, text: answer(201), ack: LARGE.length + next.length },
    ];
    inputs.forEach((input, i) => {
      const ofOthers = input.text === LARGE ? LARGE.length + 1 : 0;
      buffered.bytes += ofOthers;
      streams.segment(toSegment(input, i + 1));
      buffered.bytes -= ofOthers;
    });
    streams.end();
    expect(outline(exchanges)).toEqual(['GET /large -> ?', '? -> 200', 'GET /next -> 201']);
  });
});

describe('what comes in place of a refused body', () => {
  const refused = 'PUT /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 100000\r\n\r\n';
  const first = answer(403, 'no');
  const line = `GET /${'x'.repeat(2000)}`;

  /** Bytes that are held once the line of a request has begun, and at the end. */
  function heldOf(limit: number) {
    const codes: string[] = [];
    const buffered = new BufferedText(limit);
    const output = {
      nextIndex: () => 1,
      exchange: () => {},
      connection: () => {},
      notice: ({ code }: { readonly code: string }) => void codes.push(code),
      buffered,
    };
    const streams = new TcpStreams((facts) => new HttpConnection(facts, output), output.notice);
    const inputs: SegmentInput[] = [
      { from: 'c', at: 0, syn: true },
      { from: 's', at: 0, syn: true, ack: 0 },
      { from: 'c', at: 0, text: refused, ack: 0 },
      { from: 's', at: 0, text: first, ack: refused.length },
      { from: 'c', at: refused.length, text: line.slice(0, 1000), ack: first.length },
      { from: 'c', at: refused.length + 1000, text: line.slice(1000), ack: first.length },
    ];
    inputs.forEach((input, i) => {
      streams.segment(toSegment(input, i + 1));
    });
    const before = buffered.bytes;
    streams.end();
    return { before, atEnd: buffered.bytes, codes };
  }

  it('counts among what all connections hold, until it is known what it is', () => {
    const before = refused.length + first.length + line.length;
    expect(heldOf(10_000)).toEqual({ before, atEnd: 0, codes: [] });
  });

  it('is taken for a body where they hold too much', () => {
    const before = refused.length + first.length;
    expect(heldOf(500)).toEqual({ before, atEnd: 0, codes: ['limit-buffered-bytes'] });
  });
});
