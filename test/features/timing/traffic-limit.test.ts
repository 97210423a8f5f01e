import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../rooms/http.ts';
import type { TcpSegment } from '../../rooms/packet.ts';
import { reasonSentence } from '../../rooms/report.ts';
import { plainFiller } from '../../rooms/sentences.ts';
import { type Timing, timingOf } from '../../rooms/timing.ts';
import { runSegments, type SegmentInput, toSegment } from '../../support/conversation.ts';
import { EN, ZH } from '../../support/texts.ts';

/** Milliseconds, a segment, and the window that its sender offers where it is not the usual one. */
type Timed = readonly [ms: number, segment: SegmentInput, window?: number];

function timingAt(inputs: readonly Timed[]): Timing {
  const segments = inputs.map(
    ([ms, input, window], i): TcpSegment => ({
      ...toSegment(input, i + 1),
      ...(window === undefined ? {} : { window }),
      seconds: 1_700_000_000 + Math.floor(ms / 1000),
      nanos: (ms % 1000) * 1e6,
    }),
  );
  const [first]: readonly (Exchange | undefined)[] = runSegments(segments).exchanges;
  const timing = first === undefined ? null : timingOf(first);
  if (timing === null) throw new Error('not timed');
  return timing;
}

const OPENED: readonly Timed[] = [
  [0, { from: 'c', at: 0, syn: true }],
  [2, { from: 's', at: 0, syn: true, ack: 0 }],
  [2, { from: 'c', at: 0, ack: 0 }],
];

const PIECE = 10_000;

/** A download of `pieces` times 10 kB, a piece every `every` ms. */
function download(
  target: string,
  header: string,
  pieces: number,
  every: number,
  status = 200,
  says = '',
): Timing {
  const request = `GET ${target} HTTP/1.1\r\nHost: demo.oss-cn-hangzhou.aliyuncs.com\r\n${header}\r\n`;
  const head = `HTTP/1.1 ${status} X\r\n${says}Content-Length: ${pieces * PIECE}\r\n\r\n`;
  const sent: Timed[] = [
    [3, { from: 'c', at: 0, ack: 0, text: request }],
    [8, { from: 's', at: 0, ack: request.length, text: head }],
    [8, { from: 'c', at: request.length, ack: head.length }],
  ];
  for (let i = 0; i < pieces; i++) {
    const at = head.length + i * PIECE;
    const ms = 8 + (i + 1) * every;
    sent.push([ms, { from: 's', at, ack: request.length, text: 'x'.repeat(PIECE) }]);
    sent.push([ms + 1, { from: 'c', at: request.length, ack: at + PIECE }]);
  }
  return timingAt([...OPENED, ...sent]);
}

/**
 * An upload of 40 times 10 kB of which each piece waits for the server's window for `every` ms; then the
 * answer, `drain` ms later.
 */
function upload(header: string, every: number, drain: number): Timing {
  return sendPieces(
    `PUT /a HTTP/1.1\r\nHost: h\r\n${header}Content-Length: ${40 * PIECE}\r\n\r\n`,
    every,
    drain,
  );
}

/** The same of a form with these parts, of which the last has the content. */
function postForm(parts: readonly (readonly [disposition: string, value: string])[]): Timing {
  const form = parts
    .map(
      ([disposition, value]) => `--B\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${value}\r\n`,
    )
    .join('');
  const type = 'Content-Type: multipart/form-data; boundary=B';
  const length = form.length + 40 * PIECE;
  const head = `POST / HTTP/1.1\r\nHost: demo.oss-cn-hangzhou.aliyuncs.com\r\n${type}\r\nContent-Length: ${length}\r\n\r\n`;
  return sendPieces(head + form, 100, 0);
}

function sendPieces(head: string, every: number, drain: number): Timing {
  const pieces = 40;
  const sent: Timed[] = [[3, { from: 'c', at: 0, ack: 0, text: head }]];
  let ms = 3;
  for (let i = 0; i < pieces; i++) {
    const at = head.length + i * PIECE;
    sent.push([ms, { from: 'c', at, ack: 0, text: 'x'.repeat(PIECE) }]);
    sent.push([ms + 1, { from: 's', at: 0, ack: at + PIECE }, 0]);
    ms += every;
    sent.push([ms, { from: 's', at: 0, ack: at + PIECE }]);
  }
  const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
  sent.push([ms + drain, { from: 's', at: 0, ack: head.length + pieces * PIECE, text: ok }]);
  return timingAt([...OPENED, ...sent]);
}

describe('a limit of the speed that the request asked for', () => {
  it('is why a download is slow that runs at it, not the server', () => {
    // 10 kB every 100 ms are 800,000 bit/s.
    const timing = download('/a', 'x-oss-traffic-limit: 819200\r\n', 30, 100);
    expect(timing).toMatchObject({
      waitedFor: 'client',
      reason: 'limit-asked',
      trafficLimit: { askedBitsPerSecond: 819_200, measuredBitsPerSecond: 800_000 },
    });
    expect(timing.waits.serverMs).toBeLessThan(100);
    expect(timing.waits.clientMs + timing.waits.networkMs + timing.waits.serverMs).toBeCloseTo(
      timing.totalMs,
      1,
    );
  });

  it('is read from a signed URL too', () => {
    const timing = download('/a?Expires=1&x-oss-traffic-limit=819200&Signature=x', '', 30, 100);
    expect(timing).toMatchObject({ reason: 'limit-asked', trafficLimit: { askedBitsPerSecond: 819_200 } });
  });

  it('is read from a form too, where it stands before the file', () => {
    const key = ['name="key"', 'a.txt'] as const;
    const limit = ['name="x-oss-traffic-limit"', '819200'] as const;
    const file = ['name="file"; filename="a.txt"', 'x'] as const;
    for (const parts of [
      [key, limit, file],
      [limit, key, file],
      [['name=x-oss-traffic-limit', '819200'], file],
      [['name="X-OSS-Traffic-Limit"\r\nContent-Type: text/plain', '819200'], file],
    ] as const)
      expect(postForm(parts)).toMatchObject({
        reason: 'limit-asked',
        trafficLimit: { askedBitsPerSecond: 819_200 },
      });
    for (const parts of [
      [key, file],
      [key, file, limit],
      [key, ['name="x-oss-traffic-limit"', '100KB'], file],
      [['name="key"; filename="x-oss-traffic-limit"', '819200'], file],
    ] as const)
      expect(postForm(parts)).not.toHaveProperty('trafficLimit');
  });

  it('is why an upload waits for the server’s window, and for what its buffers still hold', () => {
    // 400 kB in 4 s are 800,000 bit/s.
    expect(upload('x-oss-traffic-limit: 819200\r\n', 100, 0)).toMatchObject({
      waitedFor: 'client',
      reason: 'limit-asked',
    });
    expect(upload('x-oss-traffic-limit: 819200\r\n', 25, 3000)).toMatchObject({
      waitedFor: 'client',
      reason: 'limit-asked',
      trafficLimit: { measuredBitsPerSecond: expect.closeTo(800_000, -4) },
    });
    expect(upload('', 100, 0)).toMatchObject({ waitedFor: 'server', reason: 'server-not-reading' });
  });

  it('is told, and not the reason, where the transfer is much slower than that', () => {
    const timing = download('/a', 'x-oss-traffic-limit: 8192000\r\n', 30, 100);
    expect(timing).toMatchObject({
      waitedFor: 'server',
      reason: 'server-paused',
      trafficLimit: { askedBitsPerSecond: 8_192_000, measuredBitsPerSecond: 800_000 },
    });
  });

  it('did not hold what is much faster, nor an error', () => {
    expect(download('/a', 'x-oss-traffic-limit: 245760\r\n', 30, 100)).toMatchObject({
      reason: 'server-paused',
      trafficLimit: { measuredBitsPerSecond: 800_000 },
    });
    expect(download('/a', 'x-oss-traffic-limit: 819200\r\n', 30, 100, 404)).toMatchObject({
      reason: 'server-paused',
      trafficLimit: { askedBitsPerSecond: 819_200, measuredBitsPerSecond: null },
    });
  });

  it('is told with both speeds, whatever the reason', () => {
    const held = download('/a', 'x-oss-traffic-limit: 819200\r\n', 30, 100);
    const slower = download('/a', 'x-oss-traffic-limit: 8192000\r\n', 30, 100);
    for (const texts of [EN, ZH]) {
      const [why, beside] = [held, slower].map((timing) => reasonSentence(timing, plainFiller(texts), texts));
      expect(why).toContain('819,200 bit/s');
      expect(why).toContain('800,000 bit/s');
      expect(beside).toContain('8,192,000 bit/s');
      expect(beside).toContain('800,000 bit/s');
    }
    expect(reasonSentence(slower, plainFiller(EN), EN)).toMatch(
      /^the server had an open window .*; the request asked for/,
    );
  });

  it('is told of OSS where the request did not ask for it, and the answer says that it was throttled', () => {
    const timing = download('/a', '', 30, 100, 200, 'x-oss-qos-delay-time: 2900\r\n');
    expect(timing).toMatchObject({ reason: 'server-paused', waitedFor: 'server', throttledMs: 2900 });
    expect(reasonSentence(timing, plainFiller(EN), EN)).toMatch(
      /; OSS says that it throttled this for 2,900 ms/,
    );
    expect(reasonSentence(timing, plainFiller(ZH), ZH)).toContain('2,900 毫秒（x-oss-qos-delay-time）');
    const calm = download('/a', '', 30, 100, 200, 'x-oss-qos-delay-time: 0\r\n');
    expect(calm).not.toHaveProperty('throttledMs');
    const asked = download(
      '/a',
      'x-oss-traffic-limit: 819200\r\n',
      30,
      100,
      200,
      'x-oss-qos-delay-time: 2900\r\n',
    );
    expect(reasonSentence(asked, plainFiller(EN), EN)).not.toContain('qos');
  });

  it.each([
    ['/a', ''],
    ['/a', 'x-oss-traffic-limit: 245759\r\n'],
    ['/a', 'x-oss-traffic-limit: 838860801\r\n'],
    ['/a', 'x-oss-traffic-limit: 100KB\r\n'],
    ['/x-oss-traffic-limit=819200', ''],
    ['/a?x-oss-traffic-limit=819200x', ''],
  ])('is none where OSS would not take it as one: %s %s', (target, header) => {
    const timing = download(target, header, 30, 100);
    expect(timing).toMatchObject({ reason: 'server-paused' });
    expect(timing).not.toHaveProperty('trafficLimit');
  });
});
