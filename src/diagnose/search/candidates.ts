import { HYPOTHESES } from './hypotheses/index.ts';
import type { Hypothesis, Subject, Variant } from './hypothesis.ts';
import { applyPatch } from './patch.ts';
import type { Change } from './render.ts';
import { type Slots, slotsOf } from './slots.ts';

/** A variant of a hypothesis, ready to be tried. */
export interface Prepared extends Change {
  readonly hypothesis: Hypothesis;
  /** What it exchanges, as bits: two changes go together where they have none in common. */
  readonly touches: number;
}

const MAC_BIT = 1 << 20;
const RENDER_BIT = 1 << 21;
const FINISH_BIT = 1 << 22;

/** Gives the candidates of a search in the order in which they are to be tried. */
export class CandidatePool {
  readonly #subject: Subject;
  readonly #base: Slots;
  readonly #byCost = new Map<number, Prepared[]>();

  constructor(subject: Subject) {
    this.#subject = subject;
    this.#base = slotsOf(subject.parts);
  }

  /** Changes alone, cheapest first, in the order of the table where equal. */
  *singles(): Generator<Prepared> {
    for (const hypothesis of byCost(HYPOTHESES)) {
      if (!hypothesis.families.includes(this.#subject.parts.kind)) continue;
      for (const variant of hypothesis.variants(this.#subject)) {
        const prepared = this.#prepare(hypothesis, variant);
        if (prepared.touches === 0) continue;
        if (hypothesis.single !== true) this.#keep(prepared);
        yield prepared;
      }
    }
  }

  /** Two changes that do not touch each other, by the sum of their costs. Only what `singles` has given is paired. */
  *pairs(): Generator<readonly [Prepared, Prepared]> {
    const costs = [...this.#byCost.keys()].sort((a, b) => a - b);
    const sums = new Set(costs.flatMap((a) => costs.map((b) => a + b)));
    for (const sum of [...sums].sort((a, b) => a - b)) {
      for (const low of costs) {
        if (low * 2 > sum) break;
        yield* pairsOf(this.#byCost.get(low) ?? [], this.#byCost.get(sum - low) ?? []);
      }
    }
  }

  #keep(prepared: Prepared): void {
    const { cost } = prepared.hypothesis;
    const list = this.#byCost.get(cost);
    if (list === undefined) this.#byCost.set(cost, [prepared]);
    else list.push(prepared);
  }

  #prepare(hypothesis: Hypothesis, variant: Variant): Prepared {
    const slots: (readonly [number, string])[] = [];
    let touches = 0;
    if (variant.patch !== undefined) {
      const changed = slotsOf(applyPatch(this.#subject.parts, variant.patch));
      for (const [index, text] of changed.entries()) {
        if (text === this.#base[index]) continue;
        slots.push([index, text]);
        touches |= 1 << index;
      }
    }
    if (variant.mac !== undefined) touches |= MAC_BIT;
    if (variant.render !== undefined) touches |= RENDER_BIT;
    if (variant.finish !== undefined) touches |= FINISH_BIT;
    return { hypothesis, variant, slots, touches };
  }
}

function byCost(table: readonly Hypothesis[]): readonly Hypothesis[] {
  return [...table].sort((a, b) => a.cost - b.cost);
}

function* pairsOf(
  some: readonly Prepared[],
  others: readonly Prepared[],
): Generator<readonly [Prepared, Prepared]> {
  for (const [i, one] of some.entries()) {
    for (let j = some === others ? i + 1 : 0; j < others.length; j++) {
      const other = others[j];
      if (other !== undefined && (one.touches & other.touches) === 0) yield [one, other];
    }
  }
}
