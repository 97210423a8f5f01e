import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/diagnose/diagnose.ts';
import { History } from '../../../src/diagnose/history.ts';
import type { Suspect } from '../../../src/diagnose/model.ts';
import { ClientKinds } from '../../../src/features/suspects/client-kinds.ts';
import { SuspectsSink } from '../../../src/features/suspects/suspects-sink.ts';
import { nodeHasher } from '../../../src/node/ports.ts';
import type { ExchangeResult } from '../../../src/report/input.ts';
import { errorAnswer, NO_KEYS, ossExchange } from '../../diagnose/scenario.ts';
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
    const sink = new SuspectsSink(kept, passed);
    sink.exchange('a.pcap', resultOf(refused({ key: 'plain' }), 1));
    sink.quiet();
    const secret = kept.results[0]?.diagnosis?.suspects?.flatMap(({ against }) => against) ?? [];
    expect(secret.map(({ capture }) => capture)).toContain('b.pcap');
  });
});

describe('a long capture', () => {
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
