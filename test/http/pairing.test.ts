import { describe, expect, it } from 'vitest';
import {
  CapturedRequest,
  CapturedResponse,
  MAX_PIPELINED_REQUESTS,
  newPair,
  Pairing,
} from '../rooms/http.ts';

/** How often requests were asked where they stand. */
let steps = 0;

class CountedRequest extends CapturedRequest {
  constructor(start: number, end: number, acknowledged: number) {
    super();
    this.end = end;
    const counted = (value: number) => ({
      get: () => {
        steps++;
        return value;
      },
    });
    Object.defineProperties(this, { start: counted(start), acknowledged: counted(acknowledged) });
  }
}

function response(start: number, end: number, acknowledged: number): CapturedResponse {
  return Object.assign(new CapturedResponse(), { start, end, acknowledged });
}

/** A pairing without anybody who receives its results. */
function newPairing(): Pairing {
  return new Pairing({ lost: () => {}, inDoubt: () => {} });
}

/**
 * A pairing that has lost its place, where these requests wait: of each, start, end and what was acknowledged
 * with it.
 */
function distrusting(
  requests: readonly (readonly [number, number, number])[],
  lost: 'request' | 'response' = 'response',
): Pairing {
  const pairing = newPairing();
  pairing.distrust(lost, null);
  requests.forEach((places, i) => {
    pairing.add(newPair(i, new CountedRequest(...places)));
  });
  return pairing;
}

/**
 * Index of the pair that an answer from `start` to `end` belongs to, all of which was seen; null where none
 * is known.
 */
function answered(pairing: Pairing, start: number, end: number, heard: number): number | null {
  const pair = pairing.take(response(start, end, heard));
  pairing.ended(end);
  return pair?.index ?? null;
}

describe('answers to requests that were given up', () => {
  it('come before those to later ones, and interim answers count for none of them', () => {
    const pairing = newPairing();
    for (const index of [0, 1])
      pairing.add(newPair(index, new CountedRequest(index * 100, index * 100 + 100, 0)));
    expect(pairing.giveUp().map(({ index }) => index)).toEqual([0, 1]);
    pairing.add(newPair(2, new CountedRequest(200, 300, 0)));
    expect(answered(pairing, 0, 50, 300)).toBeNull();
    pairing.addInterim(response(50, 75, 300));
    pairing.ended(75);
    expect(answered(pairing, 75, 100, 300)).toBeNull();
    expect(answered(pairing, 100, 150, 300)).toBe(2);
  });
});

describe('answers after a loss', () => {
  it.each(['request', 'response'] as const)(
    'cost a few steps each, however many requests wait: of a %s',
    (lost) => {
      const pairing = distrusting(
        Array.from({ length: MAX_PIPELINED_REQUESTS }, (_, i) => [i * 100, i * 100 + 100, 0] as const),
        lost,
      );
      const heard = MAX_PIPELINED_REQUESTS * 100;
      for (const at of [heard, 50, heard - 50]) {
        steps = 0;
        pairing.take(response(40, 80, at));
        expect(steps).toBeLessThan(64);
      }
    },
  );

  it('belong to a request after which more was heard than the capture has, where they start right after it', () => {
    const heardMore = 250;
    for (const lost of ['request', 'response'] as const) {
      expect(answered(distrusting([[0, 100, 0]], lost), 0, 40, heardMore)).toBe(0);
    }
    expect(answered(distrusting([[0, 100, 0]], 'request'), 10, 40, heardMore)).toBeNull();
  });

  it('are counted off again once every request before the loss is answered', () => {
    const pairing = distrusting([[0, 100, 0]]);
    expect(answered(pairing, 0, 40, 100)).toBe(0);
    for (const [i, heard] of [40, 50, 60].entries()) {
      pairing.add(newPair(i + 1, new CountedRequest(100 + i * 100, 200 + i * 100, heard)));
    }
    expect([40, 80, 120].map((at) => answered(pairing, at, at + 40, 400))).toEqual([1, 2, 3]);
  });

  it('are counted off from the one that is found on, whatever was given up before it', () => {
    const pairing = distrusting([[0, 100, 0]]);
    expect(pairing.giveUp()).toHaveLength(1);
    expect(answered(pairing, 0, 40, 100)).toBeNull();
    for (const n of [1, 2, 3]) {
      pairing.add(newPair(n, new CountedRequest(n * 100, n * 100 + 100, n * 40)));
      expect(answered(pairing, n * 40, n * 40 + 40, n * 100 + 100)).toBe(n);
    }
  });

  it('belong to the request that was told to go on', () => {
    const pairing = distrusting([
      [0, 100, 10],
      [100, 200, 10],
      [200, 300, 35],
    ]);
    pairing.addInterim(response(10, 35, 200));
    pairing.ended(35);
    expect(answered(pairing, 35, 80, 200)).toBe(0);
  });

  it('do not belong to a request that was not heard yet', () => {
    const pairing = distrusting([[0, 100, 0]]);
    pairing.distrust('request', 100);
    pairing.add(newPair(1, new CountedRequest(200, 300, 40)));
    expect(answered(pairing, 40, 80, 150)).toBeNull();
  });
});
