import { expect, it } from 'vitest';
import { PLAIN, send, sign } from '../../diagnose/reference-signer.ts';
import { OK, ossExchange } from '../../diagnose/scenario.ts';
import { ByTime, HALF_CHANGED, type KeyedExchange, keyed, UNCHANGED } from '../../rooms/hops.ts';
import fc from '../../support/fast-check.ts';
import { endsInTime, PATIENCE } from '../../support/patience.ts';

interface Made {
  readonly method: string;
  readonly target: string;
  readonly signature: string | null;
  readonly date: string;
  readonly id: string | null;
  /** Seconds after some time. */
  readonly at: number;
}

const SOME_TIME = 1_760_000_000;
const oss = ossExchange(send('v1', PLAIN, sign('v1', PLAIN)), OK);

function made({ method, target, signature, date, id, at }: Made, index: number): KeyedExchange {
  const { claim, exchange } = oss;
  const { request } = exchange;
  if (request === null || claim === null) throw new Error('a signed request is needed');
  const time = { seconds: SOME_TIME + Math.floor(at), nanos: (at % 1) * 1e9 };
  return keyed({
    index,
    exchange: { ...exchange, request: { ...request, method, target, time } },
    oss: { ...oss, requestId: id, claim: signature === null ? null : { ...claim, signature, date } },
    diagnosis: null,
  });
}

const pathOf = (target: string): string => target.split('?')[0] ?? '';

/** Places of those that are taken, as a look at each of them finds them; null for none. */
function takenByLooking(
  listed: readonly Made[],
  wanted: readonly Made[],
  offset: number,
  isHalf: boolean,
): readonly (number | null)[] {
  const taken = new Set<number>();
  const places = [...listed.keys()].sort((a, b) => (listed[a]?.at ?? 0) - (listed[b]?.at ?? 0));
  return wanted.map((here) => {
    let best: number | null = null;
    let least = 2;
    for (const withId of here.id === null ? [false, true] : [false]) {
      for (const place of places) {
        const other = listed[place];
        if (other === undefined || taken.has(place) || (other.id !== null) !== withId) continue;
        const apart = Math.abs(other.at - (here.at + offset));
        if (apart <= least && mayBeSame(here, other, isHalf)) [best, least] = [place, apart];
      }
    }
    if (best !== null) taken.add(best);
    return best;
  });
}

function mayBeSame(one: Made, other: Made, isHalf: boolean): boolean {
  const [method, target] = [one.method === other.method, one.target === other.target];
  if (isHalf ? !method && !target : !method || !target) return false;
  if (one.signature === other.signature) return true;
  if (one.signature === null || other.signature === null) {
    return method && pathOf(one.target) === pathOf(other.target);
  }
  return method && target && one.date === other.date;
}

const MADE: fc.Arbitrary<Made> = fc.record({
  method: fc.constantFrom('GET', 'PUT'),
  target: fc.constantFrom('/a', '/a?x', '/b', '/c'),
  signature: fc.constantFrom(null, null, 's1', 's2', 's3'),
  date: fc.constantFrom('d1', 'd2'),
  id: fc.constantFrom(null, null, 'R'),
  at: fc.integer({ min: 0, max: 40 }).map((quarters) => quarters / 4),
});

it('takes what a look at all of them finds', () => {
  fc.assert(
    fc.property(
      fc.array(MADE, { maxLength: 30 }),
      fc.array(MADE, { maxLength: 30 }),
      fc.constantFrom(0, 0.25, -1),
      fc.boolean(),
      (listed, wanted, offset, isHalf) => {
        const exchanges = listed.map(made);
        const byTime = new ByTime(exchanges, isHalf ? HALF_CHANGED : UNCHANGED);
        const taken = wanted.map((one, index) => {
          const found = byTime.take(made(one, index), offset);
          return found === null ? null : exchanges.indexOf(found);
        });
        expect(taken).toEqual(takenByLooking(listed, wanted, offset, isHalf));
      },
    ),
    { numRuns: 2000 },
  );
});

it(
  'is done in time with many at once that are not the same, and with many that are',
  async () => {
    const many = Array.from({ length: 30_000 }, (_, nth) => nth);
    const alike = { method: 'GET', date: 'd', id: null, at: 1 };
    const pairings: readonly ((nth: number, side: string) => Made)[] = [
      (nth, side) => ({ ...alike, target: '/a', signature: `${side}${nth}`, date: `${side}${nth}` }),
      (nth, side) => ({ ...alike, target: `/${side}${nth}`, signature: null, method: `M${nth}${side}` }),
      () => ({ ...alike, target: '/a', signature: null }),
    ];
    await endsInTime(() => {
      for (const make of pairings) {
        const listed = many.map((nth) => made(make(nth, 'far'), nth));
        for (const likeness of [UNCHANGED, HALF_CHANGED]) {
          const byTime = new ByTime(listed, likeness);
          for (const nth of many) byTime.take(made(make(nth, 'near'), nth), 0);
        }
      }
    });
  },
  PATIENCE,
);
