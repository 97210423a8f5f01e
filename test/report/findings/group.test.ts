import { describe, expect, it } from 'vitest';
import type { Diagnosis, Suspect } from '../../rooms/diagnose.ts';
import {
  CauseTally,
  ExchangeGrouper,
  groupKey,
  MAX_ALL_GROUPS,
  MAX_CAUSES,
  MAX_GROUP_INDEXES,
  MAX_GROUPS,
} from '../../rooms/report.ts';
import { completeFailure, makeCapture, makeResult, TYPE_DIVERGENCE } from '../make-result.ts';

describe('ExchangeGrouper', () => {
  it('puts exchanges together that differ in values only', () => {
    const grouper = new ExchangeGrouper({ all: false });
    grouper.add(completeFailure(12));
    grouper.add(completeFailure(9, { divergences: [{ ...TYPE_DIVERGENCE, server: 'text/plain' }] }));
    grouper.add(makeResult({ index: 10 }));
    expect(grouper.groups().map(({ count, indexes, example }) => [count, indexes, example.index])).toEqual([
      [2, [9, 12], 9],
    ]);
  });

  it('keeps apart what was changed and what was added', () => {
    const grouper = new ExchangeGrouper({ all: false });
    grouper.add(completeFailure(1));
    grouper.add(completeFailure(2, { divergences: [{ ...TYPE_DIVERGENCE, client: null }] }));
    grouper.add(completeFailure(3, { cause: null }));
    expect(grouper.groups().map(({ indexes }) => indexes)).toEqual([[1], [2], [3]]);
  });

  it('counts what something on the way did once, whichever keys it struck', () => {
    const groupsOf = (verdict: 'intercepted' | 'unknown-key') => {
      const grouper = new ExchangeGrouper({ all: false });
      for (const [at, accessKeyId] of ['LTAIa', 'LTAIb', 'LTAIa', 'LTAIb'].entries()) {
        const diagnosis = { verdict, cause: null, divergences: [] } as const;
        grouper.add(makeResult({ index: at + 1, claim: { accessKeyId }, diagnosis }));
      }
      return grouper.groups().map(({ indexes }) => indexes);
    };
    expect(groupsOf('intercepted')).toEqual([[1, 2, 3, 4]]);
    expect(groupsOf('unknown-key')).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });

  it('keeps open failures apart whose first suspects are not the same', () => {
    const suspect = (field: Suspect['field'], kind: string, weight: number): Suspect => {
      return { kind, field, weight, cause: 'other-secret-or-request', args: {}, for: [], against: [] };
    };
    const groupsOf = (cause: Diagnosis['cause'], ...suspects: readonly Suspect[]) => {
      const grouper = new ExchangeGrouper({ all: false });
      for (const [at, each] of suspects.entries()) {
        const open = { verdict: 'needs-secret', certainty: 'open', divergences: [], cause } as const;
        grouper.add(completeFailure(at + 1, { ...open, suspects: [each] }));
      }
      return grouper.groups().map(({ indexes }) => indexes);
    };
    const key = suspect('resource:key', 'key-characters', 0.8);
    const slashes = suspect('resource:key', 'key-slashes', 0.8);
    const type = suspect('content-type', 'type-added', 0.5);
    expect(groupsOf(null, key, type, key, slashes, type)).toEqual([[1, 3], [2, 5], [4]]);
    // so does the first of several, of which none leads
    const weak = [key, type, key].map((each) => ({ ...each, weight: 0.49 }));
    expect(groupsOf(null, ...weak)).toEqual([[1, 3], [2]]);
    const named = ['range', 'expires'].map((name) => ({
      ...suspect('additional-headers', 'header-unlisted', 0.8),
      args: { name },
    }));
    expect(groupsOf(null, ...named)).toEqual([[1], [2]]);
    expect(groupsOf({ id: 'listed-header-gone', args: {} }, key, type)).toEqual([[1, 2]]);
  });

  it('keeps clients apart whose clocks are not about as far off', () => {
    const grouper = new ExchangeGrouper({ all: false });
    const off = (index: number, id: 'clock-behind' | 'clock-timezone', args: Record<string, number>) => {
      const diagnosis = { verdict: 'clock-skew', cause: { id, args } } as const;
      grouper.add(completeFailure(index, diagnosis));
    };
    off(1, 'clock-behind', { seconds: 2400 });
    off(2, 'clock-behind', { seconds: 2402 });
    off(3, 'clock-behind', { seconds: 901 });
    off(4, 'clock-timezone', { hours: -8, seconds: 28_800 });
    off(5, 'clock-timezone', { hours: 8, seconds: 28_800 });
    expect(grouper.groups().map(({ indexes }) => indexes)).toEqual([[1, 2], [3], [4], [5]]);
  });

  it('puts exchanges together whose fields differ in another order, as their keys do', () => {
    const other = { ...TYPE_DIVERGENCE, field: 'content-md5' } as const;
    const grouper = new ExchangeGrouper({ all: false });
    grouper.add(completeFailure(1, { divergences: [TYPE_DIVERGENCE, other] }));
    grouper.add(completeFailure(2, { divergences: [other, TYPE_DIVERGENCE] }));
    grouper.add(completeFailure(3, { divergences: [TYPE_DIVERGENCE] }));
    grouper.add(completeFailure(4, { divergences: [other, TYPE_DIVERGENCE] }));
    expect(grouper.groups().map(({ indexes }) => indexes)).toEqual([[1, 2, 4], [3]]);
  });

  it('lists the lowest indexes of a large group and counts the rest', () => {
    const grouper = new ExchangeGrouper({ all: false });
    for (let index = 10_007; index >= 1; index--) grouper.add(completeFailure(index));
    const [group] = grouper.groups();
    expect(group?.count).toBe(10_007);
    expect(group?.indexes).toEqual(Array.from({ length: MAX_GROUP_INDEXES }, (_, at) => at + 1));
  });

  it('keeps a bounded number of groups, unless all are wanted', () => {
    const kinds = Array.from({ length: MAX_GROUPS + 3 }, (_, at) =>
      completeFailure(at + 1, { cause: { id: `cause-${at}`, args: {} } }),
    );
    const bounded = new ExchangeGrouper({ all: false });
    const all = new ExchangeGrouper({ all: true });
    for (const result of kinds) {
      bounded.add(result);
      all.add(result);
    }
    expect([bounded.groups().length, bounded.leftOut]).toEqual([MAX_GROUPS, 3]);
    expect([all.groups().length, all.leftOut]).toEqual([MAX_GROUPS + 3, 0]);
  });

  it('counts what is beyond the memory for all of them', () => {
    const all = new ExchangeGrouper({ all: true });
    for (let at = 1; at <= MAX_ALL_GROUPS + 3; at++)
      all.add(completeFailure(at, { cause: { id: `cause-${at}`, args: {} } }));
    expect([all.groups().length, all.leftOut]).toEqual([MAX_ALL_GROUPS, 3]);
  });

  it('lists the lowest numbers, in whatever order they come', () => {
    const grouper = new ExchangeGrouper({ all: false });
    for (let at = 30; at > 0; at--) grouper.add(completeFailure(at));
    grouper.add(completeFailure(31));
    const lowest = Array.from({ length: MAX_GROUP_INDEXES }, (_, at) => at + 1);
    expect(grouper.groups().map(({ indexes, count }) => [indexes, count])).toEqual([[lowest, 31]]);
  });
});

describe('one cause', () => {
  it.each([
    ['content-type', 'canonical-header:content-type'],
    ['content-md5', 'canonical-header:content-md5'],
    ['oss-header:x-oss-meta-a', 'canonical-header:x-oss-meta-a'],
    ['resource:subresource:uploadId', 'canonical-query:uploadId'],
    ['resource:key', 'canonical-uri'],
  ] as const)('is the same whether its field is called %s or %s', (v1, v4) => {
    const keyOf = (field: typeof v1 | typeof v4) =>
      groupKey(completeFailure(1, { divergences: [{ ...TYPE_DIVERGENCE, field }] }));
    expect(keyOf(v1)).toBe(keyOf(v4));
    expect(keyOf(v1)).not.toBe(groupKey(completeFailure(1, { divergences: [] })));
  });

  it('is the same for every key where the key is not in question', () => {
    const keyOf = (verdict: Diagnosis['verdict'], accessKeyId: string) =>
      groupKey(makeResult({ claim: { accessKeyId }, diagnosis: { verdict, cause: null, divergences: [] } }));
    for (const verdict of ['transit-modified', 'client-miscomputed', 'clock-skew', 'expired'] as const)
      expect(keyOf(verdict, 'LTAIa')).toBe(keyOf(verdict, 'LTAIb'));
    for (const verdict of ['wrong-secret', 'unknown-key', 'needs-secret', 'access-denied'] as const)
      expect(keyOf(verdict, 'LTAIa')).not.toBe(keyOf(verdict, 'LTAIb'));
  });

  it('is the same whether it is proved or likely, and not where it is open', () => {
    const [proven, likely, open] = (['proven', 'likely', 'open'] as const).map((certainty) =>
      groupKey(completeFailure(1, { certainty })),
    );
    expect(likely).toBe(proven);
    expect(open).not.toBe(proven);
  });
});

describe('CauseTally', () => {
  const capture = (path: string) => ({ ...makeCapture({}), path });
  const grouped = (...results: Parameters<ExchangeGrouper['add']>[0][]) => {
    const grouper = new ExchangeGrouper({ all: false });
    for (const result of results) grouper.add(result);
    return { groups: grouper.groups(), leftOut: grouper.leftOut };
  };

  it('puts the causes of captures together, the one that explains most first', () => {
    const tally = new CauseTally({ all: false });
    const other = { cause: null };
    tally.add(capture('a'), grouped(completeFailure(4, other)));
    tally.add(capture('b'), grouped(completeFailure(1), completeFailure(2)));
    tally.add(capture('c'), grouped(completeFailure(7), completeFailure(9, other)));
    tally.add(capture('d'), grouped());
    const found = tally
      .causes()
      .map((cause) => [cause.capture, cause.group.indexes, cause.count, cause.captures]);
    expect(found).toEqual([
      ['b', [1, 2], 3, 2],
      ['a', [4], 2, 2],
    ]);
    expect([tally.size, tally.captures, tally.leftOut]).toEqual([2, 3, 0]);
  });

  it('keeps a bounded number of causes, and counts the requests of the others', () => {
    const tally = new CauseTally({ all: false });
    for (let at = 0; at < MAX_CAUSES + 5; at++)
      tally.add(capture(`${at}`), grouped(completeFailure(1, { cause: { id: `cause-${at}`, args: {} } })));
    expect([tally.size, tally.leftOut]).toEqual([MAX_CAUSES, 5]);
  });
});
