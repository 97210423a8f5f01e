import { isFailing, type Verdict } from '../../diagnose/model.ts';

/** How the exchanges of a capture ended. */
export interface VerdictCounts {
  readonly oss: number;
  readonly passed: number;
  /** Of these, answered with an error inside. */
  readonly late: number;
  readonly failed: number;
  /** Neither passed nor failed: no signature, or no answer. */
  readonly other: number;
}

/** What a tally holds, as a value that can be sent. */
export type VerdictTallyState = readonly [oss: number, passed: number, failed: number];

/** Counts the verdicts of exchanges with OSS. */
export class VerdictTally {
  #oss = 0;
  #passed = 0;
  #failed = 0;

  add(verdict: Verdict | null): void {
    this.#oss++;
    if (verdict === 'match') this.#passed++;
    else if (verdict !== null && isFailing(verdict)) this.#failed++;
  }

  get state(): VerdictTallyState {
    return [this.#oss, this.#passed, this.#failed];
  }

  /** Takes the place of what it held. */
  restore([oss, passed, failed]: VerdictTallyState): void {
    this.#oss = oss;
    this.#passed = passed;
    this.#failed = failed;
  }

  /** `late`: those of the same exchanges that passed and were answered with an error inside. */
  counts(late: number): VerdictCounts {
    const other = this.#oss - this.#passed - this.#failed;
    return { oss: this.#oss, passed: this.#passed, late, failed: this.#failed, other };
  }
}
