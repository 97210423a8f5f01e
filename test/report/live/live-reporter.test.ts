import { describe, expect, it } from 'vitest';
import { displayWidth, fromText } from '../../rooms/bytes.ts';
import { cause } from '../../rooms/diagnose.ts';
import { type LiveOptions, LiveReporter, MAX_LIVE_CAUSES } from '../../rooms/report.ts';
import { EN, ZH } from '../../support/texts.ts';
import { completeFailure, makeCapture, makeResult } from '../make-result.ts';

const OPTIONS: LiveOptions = {
  width: null,
  blockWidth: 120,
  paint: (_, text) => text,
  texts: EN,
  all: false,
  failOn: [],
  blocks: false,
};

function reporter(options: Partial<LiveOptions> = {}) {
  let text = '';
  const live = new LiveReporter(
    (piece) => {
      text += piece;
    },
    { ...OPTIONS, ...options },
  );
  return { live, lines: () => text.split('\n').slice(0, -1) };
}

/** One that fails as others do, unless it has a key id of its own. */
function refusal(index: number, accessKeyId = 'LTAI1', key = 'a.txt') {
  return makeResult({
    index,
    key,
    status: 403,
    claim: { accessKeyId: fromText(accessKeyId) },
    diagnosis: { verdict: 'unknown-key', certainty: 'proven' },
  });
}

describe('LiveReporter', () => {
  it('tells a cause in words once, and then by its count', () => {
    const { live, lines } = reporter();
    for (const result of [makeResult(), refusal(2), refusal(3), completeFailure(4), refusal(5)])
      live.exchange('-', result);
    expect(lines()).toEqual([
      '07:33:43.120  #2     403  5C2723573183A12D          unknown AccessKey ID  PutObject  rokid/a.txt  The server does not know this AccessKey ID.',
      '07:33:43.120  #3     403  5C2723573183A12D          unknown AccessKey ID  PutObject  rokid/a.txt  ×2, as #2',
      expect.stringMatching(
        /#4 .* client mis-signed {5}CompleteMultipartUpload {2}rokid\/ttsservice\/语音\/passwd {2}The client signed/,
      ),
      '07:33:43.120  #5     403  5C2723573183A12D          unknown AccessKey ID  PutObject  rokid/a.txt  ×3, as #2',
    ]);
  });

  it.each([
    ['en', 80, EN],
    ['en', 120, EN],
    ['zh', 80, ZH],
    ['zh', 120, ZH],
    ['zh', 40, ZH],
  ] as const)('keeps to the width: %s, %d columns', (_, width, texts) => {
    const { live, lines } = reporter({ width, texts, blocks: true });
    const long = refusal(3, 'LTAI1', `${'很长的对象名'.repeat(20)}.txt`);
    for (const result of [refusal(1), refusal(2), long, completeFailure(1_234_567)])
      live.exchange('-', result);
    const wide = lines().filter((line) => displayWidth(line) > width);
    expect(wide).toEqual([]);
    expect(lines().join('\n')).toContain('5C2723573183A12D');
  });

  it('lists what passes with --all, and what else is to count as failing', () => {
    const all = reporter({ all: true });
    all.live.exchange('-', makeResult());
    all.live.exchange('-', makeResult({ index: 2, isOss: false }));
    expect(all.lines()).toEqual([
      '07:33:43.120  #1     200  5C2723573183A12D          passed                PutObject  rokid/ttsservice/passwd',
    ]);
    const none = makeResult({ status: 404, diagnosis: { verdict: 'not-auth' } });
    const counted = reporter({ failOn: ['not-auth'] });
    counted.live.exchange('-', none);
    expect(counted.lines()[0]).toContain('not about signatures');
    const quiet = reporter();
    quiet.live.exchange('-', none);
    expect(quiet.lines()).toEqual([]);
  });

  it('names the error that no cause tells of', () => {
    const refused = makeResult({
      status: 404,
      operation: 'GetObject',
      key: 'k',
      error: { code: 'NoSuchKey' },
    });
    for (const width of [null, 80, 120]) {
      const { live, lines } = reporter({ all: true, width });
      live.exchange('-', refused);
      expect(lines()).toEqual([expect.stringMatching(/GetObject +rokid\/k {1,2}NoSuchKey$/)]);
    }
  });

  it('shows the evidence of each new cause with --blocks, and of the last failure when asked', () => {
    const { live, lines } = reporter({ blocks: true });
    live.exchange('-', refusal(1));
    live.exchange('-', refusal(2));
    expect(lines().filter((line) => line.startsWith('✗'))).toHaveLength(1);
    live.showLast();
    expect(
      lines()
        .filter((line) => line.startsWith('✗'))
        .at(-1),
    ).toContain('(#2)');
  });

  it('masks a token that a sentence quotes', () => {
    const { live, lines } = reporter();
    const args = { signed: 'x-oss-security-token=CAISexampletoken', sent: '' };
    live.exchange('-', completeFailure(2, { cause: cause('header-lines-signed-other', args) }));
    expect(lines()[0]).toContain('in the wrong form: "x-oss-security-token=CAIS****(16)"');
  });

  it('says why a failure is no news', () => {
    const { live, lines } = reporter();
    live.exchange('-', { ...refusal(1), triage: { kind: 'known' } });
    expect(lines()[0]).toContain('Known (baseline): The server does not know');
  });

  it('parts lines and report by an empty line, where there are lines', () => {
    const { live, lines } = reporter();
    live.capture();
    expect(lines()).toEqual([]);
    live.exchange(makeCapture().path, refusal(1));
    live.capture();
    expect(lines().at(-1)).toBe('');
  });

  it('forgets the cause met longest ago where there are too many, and escapes what was captured', () => {
    const { live, lines } = reporter();
    live.exchange('-', refusal(1, 'first'));
    live.exchange('-', refusal(2, 'second'));
    for (let at = 3; at < MAX_LIVE_CAUSES + 2; at++) {
      live.exchange('-', refusal(at, `key${at}`));
      live.exchange('-', refusal(at, 'first'));
    }
    live.exchange('-', refusal(9999, 'first'));
    live.exchange('-', refusal(9999, 'second', 'a\x1b[31m\n.txt'));
    const [first = '', second = ''] = lines().slice(-2);
    expect(first).toContain('as #1');
    expect(second).toContain('The server does not know');
    expect(second).not.toContain('\x1b');
  });
});

it('tells what failed behind the status of a success, and its evidence', () => {
  const { live, lines } = reporter({ blocks: true });
  const failed = (index: number) =>
    makeResult({ index, status: 203, error: { code: 'CallbackFailed', message: 'Error status : 502.' } });
  live.exchange('-', makeResult({ index: 1 }));
  live.exchange('-', failed(2));
  live.exchange('-', failed(3));
  const told = lines();
  expect(told[0]).toMatch(
    /#2 .* 203 .* passed .* The object is stored, but the callback to report it failed/,
  );
  expect(told).toContain('  server  203 CallbackFailed: Error status : 502.');
  expect(told.at(-1)).toMatch(/#3 .* ×2, as #2$/);
  expect(told.join('\n')).not.toContain('#1 ');
});
