import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../rooms/bytes.ts';
import type { CaptureJson, Report, TimingJson } from '../rooms/report.ts';
import { BASE_SECONDS, Conversation, pcapFile } from '../support/capture-writer.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { answer, get } from '../support/conversation.ts';
import { FIXTURES } from '../support/truth.ts';

const fixture = (name: string): string => join(FIXTURES, 'timing', `${name}.pcap`);

function capture(name: string): CaptureJson {
  const report: Report = JSON.parse(osscap(['scan', '--format', 'json', fixture(name)]).stdout);
  const [first] = report.captures;
  if (first === undefined) throw new Error('no capture');
  return first;
}

function timingOf(name: string, index = 1): TimingJson {
  const timing = capture(name).exchanges.find((each) => each.index === index)?.timing;
  if (timing === undefined) throw new Error(`#${index} of ${name} is not timed`);
  return timing;
}

/**
 * What the client's and the server's own clocks said when the captures were taken; see `fixtures/README.md`.
 * In milliseconds.
 */
const TRUTH = [
  { name: 'client-pauses', index: 2, total: [1274, 1277], waitedFor: 'client', reason: 'client-paused' },
  {
    name: 'client-pauses.server',
    index: 1,
    total: [1480, 1595],
    waitedFor: 'client',
    reason: 'client-paused',
  },
  { name: 'server-thinks', index: 1, total: [1304, 1319], waitedFor: 'server', reason: 'server-thought' },
  { name: 'server-thinks', index: 2, total: [1100, 1104], waitedFor: 'network', reason: 'beyond-capture' },
  { name: 'server-thinks', index: 3, total: [1406, 1409], waitedFor: 'server', reason: 'server-paused' },
  { name: 'slow-reader', index: 1, total: [2050, 2313], waitedFor: 'client', reason: 'client-not-reading' },
  { name: 'lossy-path', index: 1, total: [1420, 1464], waitedFor: 'network', reason: 'connecting' },
  { name: 'far-server', index: 1, total: [1300, 1328], waitedFor: 'network', reason: 'in-flight' },
] as const;

describe('where the time went', () => {
  it.each(TRUTH)('$name #$index: $waitedFor, $reason', ({ name, index, total, waitedFor, reason }) => {
    const timing = timingOf(name, index);
    expect(timing).toMatchObject({ waitedFor, reason });
    expect(timing.totalMs).toBeGreaterThanOrEqual(total[0]);
    expect(timing.totalMs).toBeLessThanOrEqual(total[1]);
    const { clientMs, networkMs, serverMs } = timing.waits;
    expect(clientMs + networkMs + serverMs).toBeCloseTo(timing.totalMs, 1);
    expect(timing.waits[`${waitedFor}Ms`] / timing.totalMs).toBeGreaterThan(0.9);
  });

  it('counts the pauses of a client that writes 24 pieces', () => {
    expect(timingOf('client-pauses', 2).pauses).toEqual({ client: 23, server: 0 });
    // Of 15; the first follows a segment of nearly full length, behind which a far client may have had more
    // on the way.
    expect(timingOf('client-pauses.server').pauses).toEqual({ client: 14, server: 0 });
  });

  it('counts what was sent again, the SYN apart', () => {
    const timing = timingOf('lossy-path');
    expect(timing.retransmissions).toEqual({ connect: 1, request: 3, response: 0 });
    expect(timing.connectMs).toBeGreaterThan(1000);
    expect(capture('lossy-path').timing).toMatchObject({ exchanges: 2, retransmissions: 3, slow: 1 });
  });

  it('measures round trips on both sides of the point of capture', () => {
    const near = timingOf('far-server');
    expect(near.roundTripToServerMs).toBeGreaterThan(399);
    expect(near.roundTripToServerMs).toBeLessThan(415);
    expect(near.roundTripToClientMs).toBeLessThan(1);
    const far = timingOf('client-pauses.server');
    expect(far.roundTripToServerMs).toBeLessThan(1);
    expect(far.roundTripToClientMs).toBeGreaterThan(59);
  });

  it('counts how often the client closed its window', () => {
    expect(timingOf('slow-reader').zeroWindows.client).toBeGreaterThanOrEqual(15);
    expect(timingOf('slow-reader').zeroWindows.server).toBe(0);
  });

  it('sums up', () => {
    const { timing, exchanges } = capture('server-thinks');
    const sum = exchanges.reduce((total, each) => total + (each.timing?.totalMs ?? 0), 0);
    expect(timing?.totalMs).toBeCloseTo(sum, 1);
    expect(timing).toMatchObject({ exchanges: 4, slow: 3 });
    const phases = ['connectMs', 'requestMs', 'waitMs', 'responseMs'] as const;
    expect(phases.reduce((total, phase) => total + (timing?.[phase] ?? 0), 0)).toBeCloseTo(sum, 1);
  });

  it('says it in a sentence where it is slow, in the language that is asked for', () => {
    expect(timingOf('client-pauses', 1).summary).toBeUndefined();
    expect(timingOf('client-pauses', 2).summary).toMatch(/^the client had an open window but did not send/);
    const args = ['scan', '--lang', 'zh', '--format', 'ndjson', fixture('client-pauses')];
    const line = osscap(args).stdout.split('\n')[1] ?? '';
    expect(JSON.parse(line).timing.summary).toMatch(/^接收窗口还有空间，客户端却没有发送/);
  });
});

describe('the table of the slowest', () => {
  const table = (args: readonly string[]): string => osscap(['scan', '--verbose', ...args]).stdout;

  it('stands there by itself where an exchange takes a second', () => {
    const text = table([fixture('client-pauses')]);
    expect(text).toContain('Where the time went, in milliseconds, slowest first:');
    expect(text).toMatch(/^2 +PutObject +demo\/models\/weights\.bin +1,275 +- +1,274 +0\.8 +0\.0 +client$/m);
    expect(text).toMatch(/^sum +1,279 +0\.0 +1,274 +5\.4 +0\.0$/m);
    expect(text).not.toMatch(/^1 +GetObject .*server$/m);
    expect(text).toContain('23 pauses of 10 ms or more');
  });

  it('does not where none does', () => {
    const text = table([join(FIXTURES, 'captures/oss2-v1-baseline.pcap')]);
    expect(text).not.toContain('Where the time went');
  });

  it.each([
    [['--slow'], 3],
    [['--slow', '2'], 2],
    [['--slow=1'], 1],
  ])('lists as many as %j says', (option, rows) => {
    const text = table([...option, fixture('client-pauses')]);
    const shown = text.slice(text.indexOf('Where the time went')).match(/^\d+ +\w+Object /gm);
    expect(shown?.length).toBe(rows);
  });

  it('says that a text has no times', () => {
    const text = table(['--slow', join(FIXTURES, 'text/source-example.txt')]);
    expect(text).toContain('nothing was timed');
  });

  it.each(['en', 'zh'])('keeps to the width (%s)', (lang) => {
    for (const width of ['40', '80', '120']) {
      for (const { name } of TRUTH) {
        const text = table(['--slow', '--lang', lang, '--width', width, fixture(name)]);
        for (const line of text.split('\n'))
          expect(displayWidth(line), line).toBeLessThanOrEqual(Number(width));
      }
    }
  });

  it('tells of each exchange what was known when it was over, however many threads read, and on the page too', () => {
    const folder = temporaryFolder();
    const [request, response] = [get('/k'), answer(200, 'ok', 'x-oss-request-id: 1\r\n')];
    const { packets } = new Conversation()
      .open()
      .client(request)
      .server(response)
      .client(request)
      .server(response);
    // The first answer comes 30 ms after its request, of which the round trip takes 20; the second one shows
    // that it can take 1.
    const milliseconds = [0, 20, 20, 21, 51, 60, 61];
    const paths = ['a.pcap', 'b.pcap'].map((name) => join(folder, name));
    for (const path of paths) {
      const timed = packets.map((data, i) => {
        return { data, seconds: BASE_SECONDS, fraction: (milliseconds[i] ?? 0) * 1000 };
      });
      writeFileSync(path, pcapFile(timed));
    }
    const [one, two] = ['1', '2'].map((jobs) => table([...paths, '--slow', '--jobs', jobs]));
    expect(one).toMatch(/^1 +GetObject +b\/k +50 +20 +0\.0 +30 +0\.0 +network$/m);
    expect(two).toBe(one);
    const page = table([paths[0] ?? '', '--format', 'html']);
    const reasons = [...page.matchAll(/"waitedFor":"(\w+)","reason":"setting up/g)].map(
      ([, waiter]) => waiter,
    );
    expect(reasons).toEqual(['network']);
  });

  it.each(['0', 'x', '5000'])('--slow=%s is refused', (value) => {
    const { status, stderr } = osscap(['scan', `--slow=${value}`, fixture('client-pauses')]);
    expect(status).toBe(2);
    expect(stderr).toContain('--slow');
  });
});
