import type { ExchangeResult } from '../input.ts';
import type { TimingSumsJson } from '../json/model.ts';
import { TimingTally } from '../timing/timing-tally.ts';

/** The times of one capture's exchanges together; of them all none is kept. */
export class CaptureTimes {
  #timing = noneKept();
  /** What another thread has added up. */
  #sums: TimingSumsJson | null = null;

  add(result: ExchangeResult): void {
    this.#timing.add(result);
  }

  /** What another thread tells with a digest: the sums come with the last of a capture. */
  set(sums: TimingSumsJson | null): void {
    this.#sums = sums;
  }

  /** The capture is over; what is added next is of another one. */
  take(): TimingSumsJson {
    const sums = this.#sums ?? this.#timing.sums;
    this.#sums = null;
    this.#timing = noneKept();
    return sums;
  }
}

function noneKept(): TimingTally {
  return new TimingTally(0, Number.POSITIVE_INFINITY);
}
