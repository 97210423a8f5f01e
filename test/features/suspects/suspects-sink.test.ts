import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/diagnose/diagnose.ts';
import { History } from '../../../src/diagnose/history.ts';
import type { Suspect } from '../../../src/diagnose/model.ts';
import { ClientKinds } from '../../../src/features/suspects/client-kinds.ts';
import { SuspectsSink } from '../../../src/features/suspects/suspects-sink.ts';
import { nodeHasher } from '../../../src/node/ports.ts';
import type { ExchangeResult } from '../../../src/report/input.ts';
import { KEY_ID } from '../../diagnose/reference-signer.ts';
import { errorAnswer, keyRing, NO_KEYS, ossExchange } from '../../diagnose/scenario.ts';
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
    const sink = new SuspectsSink(kept);
    sink.exchange('a', resultOf(refused(), 1));
    const sent = accepted({ key: 'b' });
    const made = resultOf(sent, 2);
    const { oss } = made;
    if (oss?.exchange.request == null) throw new Error('no request');
    const answer = errorAnswer(403, 'AccessDenied', [
      ['Message', message],
      ['EC', ec],
    ]);
    const denied = ossExchange(oss.exchange.request, answer);
    const context = { keyRing: NO_KEYS, hasher: nodeHasher, history: new History(), index: 2 };
    sink.exchange('a', {
      ...made,
      oss: denied,
      exchange: denied.exchange,
      diagnosis: diagnose(denied, context),
    });
    sink.exchange('a', resultOf(refused({ method: 'DELETE' }), 3));
    sink.quiet();
    return kept.results.at(-1)?.diagnosis?.suspects?.find(({ field }) => field === 'secret');
  };

  it('was signed rightly: the service looks at rights after the signature', () => {
    const against = (suspect: Suspect | undefined) => suspect?.against.map(({ code }) => code);
    const because = 'You have no right to access this object because of bucket acl.';
    const denied = secretBeside(because, '0003-00000001');
    expect(against(denied)).toContain('secret-accepted');
    const early = secretBeside('Request has expired.', '0002-00000069');
    expect(against(early)).not.toContain('secret-accepted');
    expect(early?.weight ?? 0).toBeGreaterThan(2 * (denied?.weight ?? 0));
  });
});

describe('what passes the sink', () => {
  it('goes on at once unless it is in question, and that when nothing more comes', () => {
    const kept = new Kept();
    const sink = new SuspectsSink(kept);
    const indexes = () => kept.results.map(({ index }) => index);
    sink.exchange('a', resultOf(refused(), 1));
    sink.exchange('a', resultOf(accepted(), 2));
    expect(indexes()).toEqual([2]);
    sink.quiet();
    expect(indexes()).toEqual([2, 1]);
    sink.quiet();
    expect(indexes()).toEqual([2, 1]);
  });

  it('is given once enough has passed', () => {
    const kept = new Kept();
    const sink = new SuspectsSink(kept);
    sink.exchange('a', resultOf(refused(), 1));
    const fine = resultOf(accepted(), 2);
    for (let at = 0; at < 600; at++) sink.exchange('a', { ...fine, index: at + 2 });
    expect(kept.results.map(({ index }) => index)).toContain(1);
  });

  it('is all given before the capture ends', () => {
    const order: string[] = [];
    const sink = new SuspectsSink({
      exchange: () => order.push('exchange'),
      capture: () => order.push('capture'),
      unreadable: () => order.push('unreadable'),
    });
    sink.exchange('a', resultOf(refused(), 1));
    sink.unreadable({ path: 'a', reason: 'unreadable' } as never);
    expect(order).toEqual(['exchange', 'unreadable']);
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
    const sink = new SuspectsSink(kept, { all: passed, path: 'a.pcap', asked: null });
    // one whose own capture leaves it open
    const open = { ...TYPED, key: 'new.png' } as const;
    sink.exchange('a.pcap', resultOf(refused(open), 1));
    sink.quiet();
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

  it('keeps the sink small', () => {
    let waiting = 0;
    let most = 0;
    const sink = new SuspectsSink({
      exchange: (_, { index }) => {
        if (index % 2 === 0) waiting--;
      },
      capture: () => undefined,
      unreadable: () => undefined,
    });
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
      sink.exchange('a', { ...pick(isAsked ? bad : good, at >> 1), index: at });
      most = Math.max(most, waiting);
    }
    sink.quiet();
    expect(most).toBeLessThanOrEqual(257);
    expect(waiting).toBe(0);
  });
});

describe('where the search for a cause begins', () => {
  const weightsAfter = (requests: readonly Signed[], asked: Signed) => {
    const sink = new SuspectsSink(new Kept());
    for (const [at, each] of requests.entries()) sink.exchange('a', resultOf(each, at + 1));
    const { oss } = resultOf(asked, requests.length + 1);
    if (oss === null) throw new Error('not taken for OSS');
    return sink.fieldWeights(oss);
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
