import type { HypothesisTally } from '../model.ts';

/**
 * How often a hypothesis was tried: alone, and with another. Whoever signs a candidate counts it
 * here.
 */
export interface Counts {
  readonly id: string;
  alone: number;
  paired: number;
}

/** Counts the candidates of a search by the hypotheses that they came of. */
export class Tally {
  readonly #counts = new Map<string, Counts>();

  of(id: string): Counts {
    const known = this.#counts.get(id);
    if (known !== undefined) return known;
    const counts: Counts = { id, alone: 0, paired: 0 };
    this.#counts.set(id, counts);
    return counts;
  }

  /** What was tried, in the order in which it was first thought of. */
  list(): readonly HypothesisTally[] {
    return [...this.#counts.values()].filter(({ alone, paired }) => alone + paired > 0);
  }
}
