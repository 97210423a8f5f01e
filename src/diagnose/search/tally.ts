import type { HypothesisTally } from '../model.ts';

interface Counts {
  readonly id: string;
  alone: number;
  paired: number;
}

/** Counts the candidates of a search by the hypotheses that they came of. */
export class Tally {
  readonly #counts = new Map<string, Counts>();

  /** A signature was made for a candidate with these changes; none stands for the request as it is. */
  add(changes: readonly { readonly hypothesis: { readonly id: string } }[]): void {
    const isPair = changes.length > 1;
    for (const { hypothesis } of changes) {
      let counts = this.#counts.get(hypothesis.id);
      if (counts === undefined) {
        counts = { id: hypothesis.id, alone: 0, paired: 0 };
        this.#counts.set(hypothesis.id, counts);
      }
      if (isPair) counts.paired++;
      else counts.alone++;
    }
  }

  /** In the order in which the hypotheses were first tried. */
  list(): readonly HypothesisTally[] {
    return [...this.#counts.values()];
  }
}
