/* What a search tries, in the order in which it tries it, and how often each hypothesis was tried. */

import { type ByteString, withoutEnd } from '../engine/bytes/byte-string.ts';
import { addToList } from '../engine/bytes/collections.ts';
import type { HypothesisTally } from '../engine/diagnose/model.ts';
import { applyPatch } from '../engine/diagnose/patch.ts';
import type { FieldWeights } from '../engine/diagnose/ports.ts';
import { deriveKey, keyedMac } from '../engine/sign/index.ts';
import { HYPOTHESES } from './hypotheses/index.ts';
import {
  type Hypothesis,
  isOfString,
  type Mac,
  type MacOf,
  type Subject,
  type Variant,
} from './hypothesis.ts';
import { type SlotPlaces, type Slots, slotsOf } from './slots.ts';

/** A variant made ready: the slots that it exchanges, as index and text. */
export interface Change {
  readonly variant: Variant;
  readonly slots: readonly (readonly [index: number, text: ByteString])[];
}

/** A variant of a hypothesis, ready to be tried. */
export interface Prepared extends Change {
  readonly hypothesis: Hypothesis;
  /** Its place among the variants of the hypothesis. */
  readonly place: number;
  /** What it exchanges, as bits: two changes go together where they have none in common. */
  readonly touches: number;
  /** `slots`: it only exchanges slots. `key`: it signs the same text otherwise. `mixed`: anything else. */
  readonly shape: 'slots' | 'key' | 'mixed';
  readonly counts: Counts;
  /** Signs as it has it; null where it signs as the version does, with the given secret. */
  readonly mac: Mac | null;
}

/** Behind the bits of the slots, of which there are fewer. */
const SECRET_BIT = 1 << 27;
const MAC_BIT = 1 << 28;
const KEY_BITS = SECRET_BIT | MAC_BIT;
const RENDER_BIT = 1 << 29;
const FINISH_BIT = 1 << 30;

/** How many times likelier a hypothesis is than one that costs one more. */
const COST_ODDS = 4;
/** The weight of a part where nobody has weighed them. */
const USUAL_WEIGHT = 0.1;
/** No part is so unlikely that the others come first whatever they cost. */
const LEAST_WEIGHT = 0.01;
/**
 * Variants of a hypothesis that are tried before the others have their turn. It has the likeliest first, and
 * may have thousands: each turn is twice as long as the one before, and half as urgent.
 */
const FIRST_TURN = 8;
/** Pairs of the cheapest changes, a few hundred, are tried before singles that are less likely than this. */
const EARLY_PAIR_ODDS = 0.002;
/** The sum of the costs of two of the cheapest changes. */
const EARLY_PAIR_COST = 2;

/** Two changes that are both far-fetched are not tried together. */
const PAIR_COST_LIMIT = 5;

/** Two lists whose members are to be paired; the same list twice for pairs within it. */
export interface Pairing {
  readonly some: readonly Prepared[];
  readonly others: readonly Prepared[];
}

/** The variants of a hypothesis that are still to be tried, and how urgent they are. */
interface Stream {
  readonly hypothesis: Hypothesis;
  variants: Iterator<Prepared> | null;
  isOver: boolean;
  odds: number;
  turn: number;
}

/** Whether both sign with one key: HMAC fills keys up with zero bytes, so those at the end do nothing. */
function isSameSecret({ variant: one }: Prepared, { variant: other }: Prepared): boolean {
  if (one.secret === undefined || other.secret === undefined) return false;
  const bare = (secret: ByteString): ByteString => withoutEnd(secret, '\0');
  const { secret } = other;
  return one.secret.use((text) => secret.use((otherText) => bare(text) === bare(otherText)));
}

/** Gives the candidates of a search in the order in which they are to be tried. */
export class CandidatePool {
  readonly #subject: Subject;
  readonly #base: Slots;
  readonly #places: SlotPlaces;
  readonly #tally: Tally;
  readonly #prepared = new Map<Hypothesis, readonly Prepared[]>();
  readonly #byCost = new Map<number, Prepared[]>();
  #streams: readonly Stream[] = [];
  /** Pairs whose costs make at most so much were given already. */
  #pairedUpTo = 0;

  constructor(subject: Subject, base: Slots, places: SlotPlaces, tally: Tally) {
    this.#subject = subject;
    this.#base = base;
    this.#places = places;
    this.#tally = tally;
  }

  /** The hypotheses that apply, cheapest first, in the order of the table where equal. */
  hypotheses(): readonly Hypothesis[] {
    const { parts } = this.#subject;
    const apply = HYPOTHESES.filter((each) => isOfString(each, parts));
    return apply.sort((a, b) => a.cost - b.cost);
  }

  /** The variants of one hypothesis that change anything; the same objects each time. */
  of(hypothesis: Hypothesis): readonly Prepared[] {
    const known = this.#prepared.get(hypothesis);
    if (known !== undefined) return known;
    const list = [...this.#variantsOf(hypothesis)];
    this.#prepared.set(hypothesis, list);
    return list;
  }

  *#variantsOf(hypothesis: Hypothesis): Generator<Prepared> {
    const counts = this.#tally.of(hypothesis.id);
    let place = 0;
    for (const variant of hypothesis.variants(this.#subject)) {
      const prepared = this.#prepare(hypothesis, variant, place++, counts);
      if (prepared.touches !== 0) yield prepared;
    }
  }

  /** The variant at one place; a secret's are the same for every request. */
  at(hypothesis: Hypothesis, place: number): Prepared | null {
    const counts = this.#tally.of(hypothesis.id);
    let at = 0;
    for (const variant of hypothesis.variants(this.#subject)) {
      if (at === place) return this.#prepare(hypothesis, variant, place, counts);
      at++;
    }
    return null;
  }

  /**
   * Changes alone, the likeliest first: by cost and, where there are weights, by that of the part that a
   * hypothesis is about. Without them (null), one hypothesis after the other in the order of the table. In
   * between, `early-pairs` says that the early pairs are to be tried.
   *
   * One that exchanges the same slots as an earlier one is left out, here and from the pairs: null stands for
   * it, for it was work to make. It is let go, for a long request may have thousands.
   */
  *singles(weights: FieldWeights | null): Generator<Prepared | 'early-pairs' | null> {
    const before = new Set<string>();
    this.#streams = this.hypotheses().map((hypothesis) => ({
      hypothesis,
      variants: null,
      isOver: false,
      odds: oddsOf(hypothesis, weights),
      turn: weights === null ? Number.POSITIVE_INFINITY : FIRST_TURN,
    }));
    for (;;) {
      const stream = this.#mostUrgent();
      if (stream === null) return;
      if (weights !== null && this.#pairedUpTo === 0 && this.#isTimeForPairs(stream)) {
        this.#pairedUpTo = EARLY_PAIR_COST;
        yield 'early-pairs';
      }
      for (const prepared of this.#take(stream, stream.turn)) yield this.#asSingle(prepared, before);
      stream.odds /= 2;
      stream.turn *= 2;
    }
  }

  #mostUrgent(): Stream | null {
    let most: Stream | null = null;
    for (const each of this.#streams) {
      // of equal ones the first
      if (!each.isOver && (most === null || each.odds > most.odds)) most = each;
    }
    return most;
  }

  #isTimeForPairs({ odds }: Stream): boolean {
    if (odds >= EARLY_PAIR_ODDS) return false;
    return this.#streams.every(
      ({ hypothesis, isOver }) =>
        isOver || hypothesis.single === true || hypothesis.cost * 2 > EARLY_PAIR_COST,
    );
  }

  /** One by one, for a long request has many, and the search may end before them. */
  *#take(stream: Stream, count: number): Generator<Prepared> {
    const { hypothesis } = stream;
    stream.variants ??= (this.#prepared.get(hypothesis) ?? this.#variantsOf(hypothesis))[Symbol.iterator]();
    for (let i = 0; i < count; i++) {
      const next = stream.variants.next();
      if (next.done === true) {
        stream.isOver = true;
        return;
      }
      yield next.value;
    }
  }

  #asSingle(prepared: Prepared, before: Set<string>): Prepared | null {
    // thousands, and not needed again
    if (prepared.hypothesis.single === true) return prepared;
    if (prepared.shape === 'slots') {
      const content = prepared.slots.map(([index, text]) => `${index} ${text}`).join('\0');
      if (before.has(content)) return null;
      before.add(content);
    }
    addToList(this.#byCost, prepared.hypothesis.cost, prepared);
    return prepared;
  }

  /** What may sign with the key of `found`, stands before it in the table and has not been given yet. */
  *passedOver(found: Prepared): Generator<Prepared> {
    for (const stream of this.#streams) {
      if (stream.hypothesis === found.hypothesis) return;
      if (stream.hypothesis.field !== found.hypothesis.field) continue;
      for (const each of this.#take(stream, Number.POSITIVE_INFINITY)) {
        const isCandidate =
          found.variant.macOf === undefined ? isSameSecret(each, found) : each.variant.macOf !== undefined;
        if (isCandidate) yield each;
      }
    }
  }

  /** What is to be paired, by the sum of the costs; `early`: the cheapest. Only what `singles` has given. */
  *pairings(which: 'early' | 'all'): Generator<Pairing> {
    const [above, atMost] = which === 'early' ? [0, EARLY_PAIR_COST] : [this.#pairedUpTo, PAIR_COST_LIMIT];
    const costs = [...this.#byCost.keys()].sort((a, b) => a - b);
    const sums = new Set(costs.flatMap((a) => costs.map((b) => a + b)));
    for (const sum of [...sums].sort((a, b) => a - b)) {
      if (sum > atMost) return;
      if (sum <= above) continue;
      for (const low of costs) {
        if (low * 2 > sum) break;
        yield { some: this.#byCost.get(low) ?? [], others: this.#byCost.get(sum - low) ?? [] };
      }
    }
  }

  #prepare(hypothesis: Hypothesis, variant: Variant, place: number, counts: Counts): Prepared {
    const slots: (readonly [number, ByteString])[] = [];
    let touches = 0;
    if (variant.patch !== undefined) {
      const changed = slotsOf(applyPatch(this.#subject.parts, variant.patch), this.#places);
      for (let index = 0; index < changed.length; index++) {
        const text = changed[index] ?? '';
        if (text === this.#base[index]) continue;
        slots.push([index, text]);
        touches |= 1 << index;
      }
    }
    const inSlots = touches;
    if (variant.secret !== undefined) touches |= SECRET_BIT;
    if (variant.macOf !== undefined) touches |= MAC_BIT;
    if (variant.render !== undefined) touches |= RENDER_BIT;
    if (variant.finish !== undefined) touches |= FINISH_BIT;
    const shape = touches === inSlots ? 'slots' : (touches & ~KEY_BITS) === 0 ? 'key' : 'mixed';
    const mac = (touches & KEY_BITS) === 0 ? null : this.#macOf(variant);
    return { hypothesis, variant, place, slots, touches, shape, counts, mac };
  }

  /** How two changes sign together; null where they sign as the version does, with the given secret. */
  macOfPair(one: Prepared, other: Prepared): Mac | null {
    if (one.mac === null || other.mac === null) return one.mac ?? other.mac;
    return this.#macOf({ ...one.variant, ...other.variant });
  }

  /** The key is made when it is first used: most candidates of a search that succeeds early never are. */
  #macOf({ macOf, secret }: Variant): Mac {
    const { claim, hasher, hash, secret: given } = this.#subject;
    const usual: MacOf = (used) =>
      deriveKey(claim.version, claim.scope, used, hasher).use((key) => keyedMac(hasher, hash, key));
    let mac: Mac | null = null;
    return (text) => {
      mac ??= (macOf ?? usual)(secret ?? given);
      return mac(text);
    };
  }
}

/** What an expert would try first: the root keeps weights, which are guesses, from outdoing the costs. */
function oddsOf({ cost, field }: Hypothesis, weights: FieldWeights | null): number {
  const weight = weights === null ? 1 : Math.max(LEAST_WEIGHT, weights.get(field) ?? USUAL_WEIGHT);
  return Math.sqrt(weight) / COST_ODDS ** cost;
}

/** How often a hypothesis was tried: alone, and with another. Whoever signs a candidate counts it here. */
interface Counts {
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
