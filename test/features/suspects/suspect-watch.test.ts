import { describe, expect, it } from 'vitest';
import { nodeHasher, nodeOssPorts } from '../../../src/node/ports.ts';
import * as search from '../../../src/search/search.ts';
import { KEY_ID } from '../../diagnose/reference-signer.ts';
import { errorAnswer, keyRing, NO_KEYS, ossExchange } from '../../diagnose/scenario.ts';
import { diagnose, History, type Suspect } from '../../rooms/diagnose.ts';
import type { ExchangeResult, Give } from '../../rooms/engine.ts';
import { scanPipeline } from '../../rooms/features.ts';
import { ClientKinds, SuspectWatch } from '../../rooms/suspects.ts';
import { accepted, Kept, refused, resultOf, type Signed, suspectsOf } from './company.ts';

const TYPED = { method: 'PUT', body: 'x', headers: [['Content-Type', 'image/png']] } as const;
const PUT = { method: 'PUT', body: 'x' } as const;

describe('the order of exchanges', () => {
  it('does not matter: what comes later counts as what came before', () => {
    const good = Array.from({ length: 5 }, (_, at) => accepted({ ...PUT, key: `${at}.png` }));
    const bad = [refused({ ...TYPED, key: '6.png' })];
    const end = [accepted({ ...PUT, key: 'end.png' })];
    const weights = (requests: readonly Signed[]) =>
      suspectsOf(requests).map((list) => list.map(({ field, weight }) => [field, weight]));
    expect(weights([...bad, ...good, ...end])).toEqual(weights([...good, ...bad, ...end]));
  });
});

describe('a request that was refused because of rights', () => {
  const secretBeside = (message: string, ec: string): Suspect | undefined => {
    const kept = new Kept();
    const watch = new SuspectWatch();
    watch.delayed(resultOf(refused(), 1), kept.give);
    const sent = accepted({ key: 'b' });
    const made = resultOf(sent, 2);
    const { oss } = made;
    if (oss?.exchange.request == null) throw new Error('no request');
    const answer = errorAnswer(403, 'AccessDenied', [
      ['Message', message],
      ['EC', ec],
    ]);
    const denied = ossExchange(oss.exchange.request, answer);
    const context = { keyRing: NO_KEYS, hasher: nodeHasher, search, history: new History(), index: 2 };
    const diagnosis = diagnose(denied, context);
    watch.delayed({ ...made, oss: denied, exchange: denied.exchange, diagnosis }, kept.give);
    watch.delayed(resultOf(refused({ method: 'DELETE' }), 3), kept.give);
    watch.quiet(kept.give);
    return kept.results.at(-1)?.diagnosis?.suspects?.find(({ field }) => field === 'secret');
  };

  it('was signed rightly: the service looks at rights after the signature', () => {
    const against = (suspect: Suspect | undefined) => suspect?.against.map(({ code }) => code);
    const because = 'You have no right to access this object because of bucket acl.';
    const denied = secretBeside(because, '0003-00000001');
    // cleared, or so far down that others stand before it
    expect(against(denied) ?? ['secret-accepted']).toContain('secret-accepted');
    const early = secretBeside('Request has expired.', '0002-00000069');
    expect(against(early)).not.toContain('secret-accepted');
    expect(early?.weight ?? 0).toBeGreaterThan(2 * (denied?.weight ?? 0));
  });
});

describe('what passes', () => {
  it('goes on at once unless it is in question, and that when nothing more comes', () => {
    const kept = new Kept();
    const watch = new SuspectWatch();
    const indexes = () => kept.results.map(({ index }) => index);
    watch.delayed(resultOf(refused(), 1), kept.give);
    watch.delayed(resultOf(accepted(), 2), kept.give);
    expect(indexes()).toEqual([2]);
    watch.quiet(kept.give);
    expect(indexes()).toEqual([2, 1]);
    watch.quiet(kept.give);
    expect(indexes()).toEqual([2, 1]);
  });

  it('is given once enough has passed', () => {
    const kept = new Kept();
    const watch = new SuspectWatch();
    watch.delayed(resultOf(refused(), 1), kept.give);
    const fine = resultOf(accepted(), 2);
    for (let at = 0; at < 600; at++) watch.delayed({ ...fine, index: at + 2 }, kept.give);
    expect(kept.results.map(({ index }) => index)).toContain(1);
  });

  it('is all given before the capture ends', () => {
    const order: string[] = [];
    const options = { keyRing: NO_KEYS, hasher: nodeHasher, buckets: new Map(), ports: nodeOssPorts() };
    const pipeline = scanPipeline('a', options, {
      exchange: () => order.push('exchange'),
      capture: () => order.push('capture'),
      unreadable: () => order.push('unreadable'),
    });
    pipeline.exchange(resultOf(refused(), 1).exchange);
    expect(order).toEqual([]);
    pipeline.end({ format: null, complete: true, linkTypes: [], packets: 0, bytes: 0 });
    expect(order).toEqual(['exchange', 'capture']);
  });
});

describe('what a capture passes on to others', () => {
  it('is bounded, what was accepted first, and takes part in theirs under its name', () => {
    const kinds = new ClientKinds();
    for (let at = 1; at <= 20; at++) {
      const signed = { isAccepted: at > 10, key: `${'é'.repeat(at % 10)}${at}`, method: `PUT` };
      kinds.see(resultOf({ ...signed, query: [[`p${at}`, '1']] }, at));
    }
    expect(kinds.passedOn('b.pcap', 100)).toHaveLength(20);
    const passed = kinds.passedOn('b.pcap', 12);
    const accepted10 = Array.from({ length: 10 }, () => true);
    expect(passed.map(({ alike }) => alike.isAccepted)).toEqual([...accepted10, false, false]);
    const kept = new Kept();
    const watch = new SuspectWatch({ all: passed, path: 'a.pcap', asked: null });
    // one whose own capture leaves it open
    const open = { ...TYPED, key: 'new.png' } as const;
    watch.delayed(resultOf(refused(open), 1), kept.give);
    watch.quiet(kept.give);
    const secret = kept.results[0]?.diagnosis?.suspects?.flatMap(({ against }) => against) ?? [];
    expect(secret.map(({ capture }) => capture)).toContain('b.pcap');
  });
});

describe('a long capture', () => {
  it('is not read apart where it passes: what a request claims is asked of those in question', () => {
    const kinds = new ClientKinds();
    const made = resultOf(accepted(), 1);
    let asked = 0;
    const oss = new Proxy(made.oss ?? {}, {
      get: (from, name) => {
        if (name === 'claim') asked++;
        const value: unknown = Reflect.get(from, name);
        return typeof value === 'function' ? value.bind(from) : value;
      },
    });
    kinds.see({ ...made, oss: oss as NonNullable<typeof made.oss> });
    expect(asked).toBe(0);
  });

  it('keeps few waiting', () => {
    let waiting = 0;
    let most = 0;
    const watch = new SuspectWatch();
    const give: Give = ({ index }) => {
      if (index % 2 === 0) waiting--;
    };
    const kinds = (isAccepted: boolean) =>
      Array.from({ length: 50 }, (_, at) =>
        resultOf({ isAccepted, agent: `client-${at}`, key: `${'é'.repeat(at % 7)}${at}` }, 1),
      );
    const [good, bad] = [kinds(true), kinds(false)];
    const pick = (list: readonly ExchangeResult[], at: number): ExchangeResult => {
      const result = list[at % list.length];
      if (result === undefined) throw new Error('none');
      return result;
    };
    for (let at = 1; at <= 100_000; at++) {
      const isAsked = at % 2 === 0;
      if (isAsked) waiting++;
      watch.delayed({ ...pick(isAsked ? bad : good, at >> 1), index: at }, give);
      most = Math.max(most, waiting);
    }
    watch.quiet(give);
    expect(most).toBeLessThanOrEqual(257);
    expect(waiting).toBe(0);
  });
});

describe('where the search for a cause begins', () => {
  const weightsAfter = (requests: readonly Signed[], asked: Signed) => {
    const [watch, kept] = [new SuspectWatch(), new Kept()];
    for (const [at, each] of requests.entries()) watch.delayed(resultOf(each, at + 1), kept.give);
    const { oss } = resultOf(asked, requests.length + 1);
    if (oss === null) throw new Error('not taken for OSS');
    return watch.fieldWeights(oss);
  };
  const of = (weights: ReturnType<typeof weightsAfter>, field: 'content-type' | 'secret') =>
    weights.get(field) ?? 0;

  it('is what the request itself and the accepted ones point to', () => {
    const alone = weightsAfter([], refused({ ...TYPED, key: '1.png' }));
    expect(of(alone, 'secret')).toBeGreaterThan(0.05);
    const cleared = weightsAfter([accepted({ ...TYPED, key: '0.png' })], refused({ ...TYPED, key: '1.png' }));
    expect(of(cleared, 'secret')).toBeLessThan(of(alone, 'secret') / 5);
    expect(of(cleared, 'content-type')).toBeLessThan(of(alone, 'content-type'));
    const parted = weightsAfter([accepted(PUT), accepted(PUT)], refused({ ...TYPED, key: '1.png' }));
    expect(of(parted, 'content-type')).toBeGreaterThan(of(alone, 'content-type'));
  });

  it('is nowhere where a request has nothing of it', () => {
    expect(of(weightsAfter([], refused({ method: 'GET' })), 'content-type')).toBe(0);
  });
});

/** Of no secret that is near the given one. */
const UNKNOWN = `OSS ${KEY_ID}:${'A'.repeat(27)}=`;

describe('with a secret that accepted requests of the key are signed with', () => {
  const weightOf = (requests: readonly Signed[]) =>
    suspectsOf(requests, keyRing())
      .at(-1)
      ?.find(({ field }) => field === 'secret')?.weight ?? 0;
  const strange = refused({
    agent: 'job/2.0',
    edit: (sent) => ({
      ...sent,
      headers: sent.headers.map((each) =>
        each.name === 'Authorization' ? { ...each, value: UNKNOWN, rawValue: ` ${UNKNOWN}` } : each,
      ),
    }),
  });

  it('clears the secret of a client that has it, and not that of another client', () => {
    const alone = weightOf([strange]);
    const ofAnother = weightOf([accepted({ agent: 'shop/1.0' }), strange]);
    const ofItself = weightOf([accepted({ agent: 'job/2.0' }), strange]);
    expect(ofAnother).toBeLessThan(alone);
    expect(ofAnother).toBeGreaterThan(alone / 5);
    expect(ofItself).toBeLessThan(ofAnother / 2);
  });
});
