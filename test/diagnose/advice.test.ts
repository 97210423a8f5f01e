import { describe, expect, it } from 'vitest';
import { AdviceWatch, LOOKED_AT_FIRST } from '../../src/features/advice/advice-watch.ts';
import { response } from '../oss/requests.ts';
import { ADVICE_IDS } from '../rooms/diagnose.ts';
import type { HttpRequest } from '../rooms/http.ts';
import { EN, ZH } from '../support/texts.ts';
import { type Pairs, PLAIN, type ReferenceVersion, send, sign } from './reference-signer.ts';
import { ossExchange } from './scenario.ts';

/** Requests of the reference signer are signed at 12:34:56, V1 URLs end at 13:34:56, V4 URLs at 12:44:56. */
const answerAt = (time: string, headers: Pairs = []) =>
  response(200, [
    ['Server', 'AliyunOSS'],
    ['Date', `Wed, 01 Jan 2025 ${time} GMT`],
    ['x-oss-request-id', '5C2723573183A12D5C272357'],
    ...headers,
  ]);

const signed = (version: ReferenceVersion, plain = PLAIN): HttpRequest =>
  send(version, plain, sign(version, plain));

function adviceOn(
  request: HttpRequest,
  answered = '12:34:57',
): readonly (readonly [string, object, number])[] {
  const watch = new AdviceWatch();
  watch.see(ossExchange(request, answerAt(answered)), 7);
  return watch.list().map(({ id, args, exchange }) => [id, args, exchange]);
}

describe('AdviceWatch', () => {
  it.each([
    ['12:40:00', -304],
    ['12:29:00', 356],
  ])('warns of a clock that is more than 5 minutes off (server: %s)', (answered, seconds) => {
    expect(adviceOn(signed('v4'), answered)).toEqual([['clock-near-limit', { seconds, limit: 900 }, 7]]);
  });

  it('says that a client corrects itself that was refused for its date', () => {
    const watch = new AdviceWatch();
    watch.seeSkewed(ossExchange(signed('v4'), answerAt('13:34:56')), 1);
    watch.see(ossExchange(signed('v4'), answerAt('12:34:57')), 2);
    expect(watch.list()).toEqual([
      { id: 'clock-corrected', args: { refused: 1, seconds: -3600 }, count: 1, exchange: 2 },
    ]);
  });

  it('says nothing of a clock that is 5 minutes off, or of a V4 header at all', () => {
    expect(adviceOn(signed('v4'), '12:39:56')).toEqual([]);
    expect(adviceOn(signed('v4'))).toEqual([]);
  });

  it.each(['v1', 'v1-url', 'post-v1'] as const)('warns of %s', (version) => {
    expect(adviceOn(signed(version)).map(([id]) => id)).toEqual(['v1-signature']);
  });

  it.each([
    [
      'v1-url',
      '13:31:00',
      [
        ['url-near-expiry', { seconds: 236 }, 7],
        ['v1-signature', {}, 7],
      ],
    ],
    ['v4-url', '12:41:00', [['url-near-expiry', { seconds: 236 }, 7]]],
    ['v4-url', '12:38:00', []],
  ] as const)('warns of a %s used at %s', (version, answered, expected) => {
    expect(adviceOn(signed(version), answered)).toEqual(expected);
  });

  it('tells of temporary credentials', () => {
    const ids = adviceOn(signed('v4', { ...PLAIN, token: 'CAIStoken' })).map(([id]) => id);
    expect(ids).toEqual(['temporary-token']);
  });

  it('tells of a token that has been in use for long instead', () => {
    const watch = new AdviceWatch();
    const request = signed('v4', { ...PLAIN, token: 'CAIStoken' });
    for (const [index, minutes] of [0, 20, 50].entries()) {
      const time = { seconds: request.time.seconds + minutes * 60, nanos: 0 };
      watch.see(ossExchange({ ...request, time }, answerAt('12:34:57')), index + 1);
    }
    expect(watch.list()).toEqual([
      { id: 'token-long-in-use', args: { seconds: 3000 }, count: 1, exchange: 3 },
    ]);
  });

  it.each([
    ['aliyun-sdk-nodejs/6.20.0 Node.js 20', 'v1-url', ['v1-signature', 'sdk-defect']],
    ['aliyun-sdk-nodejs/6.21.0 Node.js 20', 'v1-url', ['v1-signature']],
    ['aliyun-sdk-nodejs/6.20.0 Node.js 20', 'v4', []],
    ['curl/8.14.1', 'v1-url', ['v1-signature']],
  ] as const)('knows which defects %s has under %s', (agent, version, expected) => {
    const plain = { ...PLAIN, headers: [['User-Agent', agent]] as const };
    expect(adviceOn(signed(version, plain)).map(([id]) => id)).toEqual(expected);
  });

  it.each(['v4', 'v1-url'] as const)('takes off what a slow answer took to come (%s)', (version) => {
    const ids = (answeredAfter: number): readonly string[] => {
      const request = signed(version);
      const answer = answerAt('13:31:00');
      const time = { seconds: request.time.seconds + answeredAfter, nanos: 0 };
      const watch = new AdviceWatch();
      watch.see(ossExchange(request, { ...answer, time, lastTime: time }), 7);
      return watch.list().map(({ id }) => id);
    };
    const near = version === 'v4' ? 'clock-near-limit' : 'url-near-expiry';
    expect(ids(1)).toContain(near);
    expect(ids(56 * 60)).not.toContain(near);
  });

  it('tells each thing once, with the worst example', () => {
    const watch = new AdviceWatch();
    for (const [index, time] of ['12:40:10', '12:45:00', '12:41:00'].entries()) {
      watch.see(ossExchange(signed('v4'), answerAt(time)), index + 1);
    }
    expect(watch.list()).toEqual([
      { id: 'clock-near-limit', args: { seconds: -604, limit: 900 }, count: 3, exchange: 2 },
    ]);
  });

  it('looks at a sample only, once there are many', () => {
    const watch = new AdviceWatch();
    const request = signed('v1');
    const count = LOOKED_AT_FIRST + 64_000;
    for (let index = 1; index <= count; index++) {
      const flow = { ...NO_FLOW, order: index };
      watch.see(ossExchange({ ...request, flow }, answerAt('12:34:57')), index);
    }
    expect(watch.passed).toBe(count);
    // One in 64 of the connection makes 1000 candidates, of which the last 488 give one in four.
    const candidates = 512 + 488 / 4;
    expect(watch.looked).toBe(LOOKED_AT_FIRST + 16 + Math.floor((candidates - 16) / 16));
    expect(watch.list()).toMatchObject([{ id: 'v1-signature', count: watch.looked, exchange: 1 }]);
  });
});

const NO_FLOW = {
  firstAt: 0,
  headAt: 0,
  doneAt: 0,
  idle: 0,
  pauses: 0,
  unproven: 0,
  held: 0,
  zeroWindows: 0,
  retransmissions: 0,
  stalled: 0,
  sentAgainBefore: 0,
  receiverSentAgain: 0,
  receiverSentAgainAt: -1,
  receiverDelay: 0,
};

describe('texts', () => {
  it.each([EN, ZH])('say every warning', ({ outlook }) => {
    expect(Object.keys(outlook.advice).sort()).toEqual([...ADVICE_IDS].sort());
  });
});
