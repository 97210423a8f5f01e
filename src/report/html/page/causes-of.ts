import { referencesIn } from '../exchange-reference.ts';
import type { PageCapture, PageCause } from '../page-data.ts';

/** Exchanges of one capture that have a cause. */
export interface CausePlace {
  readonly capture: number;
  /** Index of the first one. */
  readonly first: number;
  readonly count: number;
}

/** A cause that exchanges have in common, of whichever captures. */
export interface Cause {
  /** As the capture of the first place tells it; the others say the same. */
  readonly told: PageCause;
  readonly places: readonly CausePlace[];
  readonly count: number;
}

export interface Causes {
  readonly all: readonly Cause[];
  /** The place in `all` of a cause that has this number in its capture. */
  numberOf(capture: number, number: number): number;
}

/**
 * The causes of all captures. The captures tell them one by one; those that are the same in all
 * that is told are one.
 */
export function causesOf(captures: readonly PageCapture[]): Causes {
  const all: { told: PageCause; places: CausePlace[]; count: number }[] = [];
  const known = new Map<string, number>();
  const numbers = captures.map(({ causes }, capture) =>
    causes.map((told) => {
      const key = keyOf(told, capture);
      const number = known.get(key) ?? all.length;
      known.set(key, number);
      const cause = all[number] ?? { told, places: [], count: 0 };
      all[number] = cause;
      cause.places.push({ capture, first: told.first, count: told.count });
      cause.count += told.count;
      return number;
    }),
  );
  return { all, numberOf: (capture, number) => numbers[capture]?.[number] ?? -1 };
}

function keyOf({ count: _, first: __, ...told }: PageCause, capture: number): string {
  // The number of an exchange means another one in another capture.
  const isBound = [told.headline, told.cause, told.cure].some((text) => referencesIn(text).length > 1);
  return JSON.stringify([told, isBound ? capture : null]);
}
