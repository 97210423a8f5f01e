import { MAX_TRIAL_BYTES, TRIAL_COST } from './limits.ts';

/** Bounds what all connections of a capture together may spend on attempts that fail. */
export class TrialBudget {
  #left = MAX_TRIAL_BYTES;

  get isSpent(): boolean {
    return this.#left <= 0;
  }

  /** A record of `bytes` bytes was decrypted in vain. */
  spend(bytes: number): void {
    this.#left -= bytes + TRIAL_COST;
  }
}
