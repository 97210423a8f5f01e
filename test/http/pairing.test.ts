import { describe, expect, it } from 'vitest';
import { CapturedRequest, CapturedResponse } from '../../src/http/captured-message.ts';
import { MAX_PIPELINED_REQUESTS } from '../../src/http/limits.ts';
import { newPair, Pairing } from '../../src/http/pairing.ts';

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

/** A pairing that has lost its place, where these requests wait: of each, start, end and what was acknowledged with it. */
function distrusting(requests: readonly (readonly [number, number, number])[]): Pairing {
  const pairing = new Pairing(() => {});
  pairing.distrust();
  requests.forEach((places, i) => {
    pairing.add(newPair(i, new CountedRequest(...places)));
  });
  return pairing;
}

describe('answers after a loss', () => {
  it('cost a few steps each, however many requests wait', () => {
    const pairing = distrusting(
      Array.from({ length: MAX_PIPELINED_REQUESTS }, (_, i) => [i * 100, i * 100 + 100, 0] as const),
    );
    const heard = MAX_PIPELINED_REQUESTS * 100;
    for (const at of [heard, 50, heard - 50]) {
      steps = 0;
      expect(pairing.take(response(40, 80, at))).toBeNull();
      expect(steps).toBeLessThan(64);
    }
    expect(pairing.take(response(0, 40, heard))?.index).toBe(0);
  });

  it('belong to a request after which more was heard than the capture has, where they start right after it', () => {
    const heardMore = 250;
    expect(distrusting([[0, 100, 0]]).take(response(0, 40, heardMore))?.index).toBe(0);
    expect(distrusting([[0, 100, 0]]).take(response(10, 40, heardMore))).toBeNull();
  });

  it('are counted off again once every request before the loss is answered', () => {
    const pairing = distrusting([[0, 100, 0]]);
    expect(pairing.take(response(0, 40, 100))?.index).toBe(0);
    // Sent ahead, while the answer to the first came: the place of that answer alone does not tell.
    for (const [i, heard] of [40, 50, 60].entries()) {
      pairing.add(newPair(i + 1, new CountedRequest(100 + i * 100, 200 + i * 100, heard)));
    }
    expect([40, 80, 120].map((at) => pairing.take(response(at, at + 40, 400))?.index)).toEqual([1, 2, 3]);
  });

  it('belong to the request that was told to go on', () => {
    const pairing = distrusting([
      [0, 100, 10],
      [100, 200, 10],
      [200, 300, 35],
    ]);
    pairing.addInterim(response(10, 35, 200));
    expect(pairing.take(response(35, 80, 200))?.index).toBe(0);
  });

  it('do not belong to a request that was not heard yet', () => {
    const pairing = distrusting([
      [0, 100, 0],
      [200, 300, 40],
    ]);
    expect(pairing.take(response(40, 80, 150))).toBeNull();
  });
});
