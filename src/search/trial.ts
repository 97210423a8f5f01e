/* One search: it signs candidate after candidate until one gives the signature on the wire. */

import type { ByteString } from '../engine/bytes/byte-string.ts';
import type { SearchReport } from '../engine/diagnose/model.ts';
import { type FieldWeights, type Guess, type LeftOut, SEARCH_BUDGET } from '../engine/diagnose/ports.ts';
import { deriveKey, type KeyedMac, keyedMac } from '../engine/sign/index.ts';
import { CandidatePool, type Pairing, type Prepared, Tally } from './candidates.ts';
import { Composer } from './composer.ts';
import type { Subject } from './hypothesis.ts';
import { slotPlaces, slotsOf } from './slots.ts';
import type { Target } from './target.ts';

/** Requests of more bytes are long: all variants of one hypothesis take long. No guess is tried on them. */
const LONG_BYTES = 16 * 1024;

/** Bytes that a usual search may sign: a head may have any length, and its search must end all the same. */
const SEARCH_BYTES = 128 * 1024 * 1024;
/** The same of a long request, each candidate of which costs more than its signature. */
const SEARCH_BYTES_OF_LONG = 32 * 1024 * 1024;

const NO_CHANGE: readonly Prepared[] = [];

export function guessOf(found: readonly Prepared[]): Guess {
  return found.map(({ hypothesis, place }) => `${hypothesis.id}#${place}`);
}

/** The search for the changes that give the signature on the wire. Serves once. */
export class Trial {
  readonly #target: Target;
  readonly #budget: number;
  readonly #tally = new Tally();
  readonly #pool: CandidatePool;
  readonly #composer: Composer;
  readonly #sign: KeyedMac;
  /** Bytes of a candidate, about. */
  readonly #size: number;
  /** Texts of single changes already signed with the plain key: different changes often meet. */
  readonly #signed = new Set<ByteString>();
  #tried = 0;
  #bytes = 0;
  /** What a search that ended at its limit has not tried. */
  left: LeftOut = 'left-singles';

  constructor(subject: Subject, target: Target, budget: number) {
    const { claim, parts, hasher } = subject;
    this.#target = target;
    this.#budget = budget;
    const places = slotPlaces(parts);
    const slots = slotsOf(parts, places);
    this.#pool = new CandidatePool(subject, slots, places, this.#tally);
    this.#composer = new Composer(slots, places, hasher);
    const key = deriveKey(claim.version, claim.scope, subject.secret, hasher);
    this.#sign = key.use((bytes) => keyedMac(hasher, target.hash, bytes));
    this.#size = slots.reduce((sum, slot) => sum + slot.length, 0);
  }

  /**
   * The changes that give the signature, none where it is that of the request as it is; null where nothing
   * gives it. What was found for other requests (`guesses`, as `guessOf` gives them) is tried first, then the
   * likeliest by `weights`. It says the same without them, only later: of all that give the same, the
   * candidate that stands first in the table is taken.
   */
  find(guesses: readonly Guess[], weights: () => FieldWeights): readonly Prepared[] | null {
    if (this.#fitsAsItIs()) return NO_CHANGE;
    const guessed = this.#guess(guesses);
    if (guessed !== null) return this.#firstAlike(guessed, false);
    // which candidate of a long request stands first would take too long to find out
    const isInOrder = this.#size > LONG_BYTES;
    const found = this.#findInTurn(isInOrder ? null : weights());
    return found === null || isInOrder ? found : this.#firstAlike(this.#firstOfKey(found), true);
  }

  #findInTurn(weights: FieldWeights | null): readonly Prepared[] | null {
    for (const single of this.#pool.singles(weights)) {
      if (this.#isSpent()) return null;
      if (single === null) this.#bytes += this.#size;
      else if (single === 'early-pairs') {
        this.left = 'left-most-pairs';
        const pair = this.#findPairOf(this.#pool.pairings('early'));
        if (pair !== null) return pair;
      } else if (this.#fitsAlone(single)) return [single];
    }
    this.left = 'left-pairs';
    return this.#findPairOf(this.#pool.pairings('all'));
  }

  #findPairOf(pairings: Iterable<Pairing>): readonly Prepared[] | null {
    for (const pairing of pairings) {
      const pair = this.#findPair(pairing);
      if (pair !== null) return pair;
      if (this.#isSpent()) return null;
    }
    return null;
  }

  report(found: readonly Prepared[] | null): SearchReport {
    return {
      tried: this.#tried,
      limit: this.#budget,
      exhausted: found === null && this.#isSpent(),
      tally: this.#tally.list(),
      fits: found === null ? null : found.map((each) => each.hypothesis.id),
    };
  }

  /** Of changes that sign with one key, that which stands first. */
  #firstOfKey(found: readonly Prepared[]): readonly Prepared[] {
    const [only, other] = found;
    if (only === undefined || other !== undefined || only.mac === null) return found;
    for (const each of this.#pool.passedOver(only)) {
      if (this.#isSpent()) break;
      if (this.#fitsAlone(each)) return [each];
    }
    return found;
  }

  /**
   * The first candidate, in the order of the search, that makes of the request what `found` makes of it. A
   * search that began with a guess may have come upon a farther-fetched one; without signing, this finds what
   * it would have reported without the guess. `isComplete`: look among those of thousands of variants, too.
   */
  #firstAlike(found: readonly Prepared[], isComplete: boolean): readonly Prepared[] {
    const composer = this.#composer;
    const [one, other] = found;
    // another key shows in its MAC alone, and signing is what is to be saved
    const keyed = found.filter((each) => each.mac !== null);
    if (one === undefined || (keyed.length > 0 && other === undefined)) return found;
    const text = other === undefined ? composer.alone(one) : composer.with(one).and(other);
    const wanted = new Map(found.flatMap((each) => each.slots));
    const bound = found.filter((each) => each.shape !== 'slots');
    const parts: Prepared[] = [];
    for (const hypothesis of this.#pool.hypotheses()) {
      const isIn = found.some((each) => each.hypothesis === hypothesis);
      const isOfMany = hypothesis.single === true && other !== undefined;
      if (!isIn && (hypothesis.ofSecret === true || (isOfMany && !isComplete))) continue;
      for (const each of this.#pool.of(hypothesis)) {
        const isWithin = each.slots.every(([index, slot]) => wanted.get(index) === slot);
        // two that only exchange slots come to the same where the slots are the same, and need not be put
        // together
        const isSame =
          bound.length === 0 && each.shape === 'slots'
            ? isWithin && each.slots.length === wanted.size
            : keyed.length === 0 && each.mac === null && composer.alone(each) === text;
        if (isSame) return [each];
        if (!isOfMany && isWithin && (each.shape === 'slots' || bound.includes(each))) parts.push(each);
      }
      if (other === undefined && hypothesis === one.hypothesis) return found;
    }
    return firstPair(parts, wanted.size, bound) ?? found;
  }

  #guess(guesses: readonly Guess[]): readonly Prepared[] | null {
    if (this.#size > LONG_BYTES) return null;
    for (const guess of guesses) {
      const [some = [], others] = guess.map((each) => this.#guessed(each, guess.length > 1));
      const found = others === undefined ? this.#findAlone(some) : this.#findPair({ some, others });
      if (found !== null) return found;
    }
    return null;
  }

  /** Candidates of a hypothesis that fitted before; of a secret the very same, which clients keep. */
  #guessed(guess: string, isOfPair: boolean): readonly Prepared[] {
    const [id = '', place = ''] = guess.split('#');
    const hypothesis = this.#pool.hypotheses().find((each) => each.id === id);
    // thousands of variants are not paired here either
    if (hypothesis === undefined || (isOfPair && hypothesis.single === true)) return [];
    if (hypothesis.ofSecret !== true || place === '') return this.#pool.of(hypothesis);
    const same = this.#pool.at(hypothesis, Number(place));
    return same === null ? [] : [same];
  }

  #findAlone(some: readonly Prepared[]): readonly Prepared[] | null {
    for (const single of some) {
      if (this.#isSpent()) return null;
      if (this.#fitsAlone(single)) return [single];
    }
    return null;
  }

  #findPair({ some, others }: Pairing): readonly Prepared[] | null {
    for (let i = 0; i < some.length; i++) {
      const one = some[i];
      if (one === undefined) continue;
      const composer = this.#composer.with(one);
      for (let j = some === others ? i + 1 : 0; j < others.length; j++) {
        const other = others[j];
        if (other === undefined || (one.touches & other.touches) !== 0) continue;
        if (this.#isSpent()) return null;
        this.#tried++;
        this.#bytes += this.#size;
        one.counts.paired++;
        other.counts.paired++;
        const sign = this.#pool.macOfPair(one, other) ?? this.#sign;
        if (this.#isTarget(sign(composer.and(other)))) return [one, other];
      }
    }
    return null;
  }

  #isSpent(): boolean {
    if (this.#tried >= this.#budget) return true;
    const limit = this.#size > LONG_BYTES ? SEARCH_BYTES_OF_LONG : SEARCH_BYTES;
    return this.#bytes >= limit * Math.max(1, this.#budget / SEARCH_BUDGET);
  }

  #fitsAlone(change: Prepared): boolean {
    const { mac } = change;
    const text = this.#composer.alone(change);
    this.#bytes += this.#size;
    if (mac === null && change.hypothesis.single !== true) {
      if (this.#signed.has(text)) return false;
      this.#signed.add(text);
    }
    this.#tried++;
    change.counts.alone++;
    return this.#isTarget((mac ?? this.#sign)(text));
  }

  #fitsAsItIs(): boolean {
    const text = this.#composer.plain();
    this.#signed.add(text);
    this.#tried++;
    return this.#isTarget(this.#sign(text));
  }

  #isTarget(made: ByteString): boolean {
    const { bytes, isWhole } = this.#target;
    return isWhole ? made === bytes : made.startsWith(bytes);
  }
}

/** The first two changes that exchange all slots there are. `parts`: in the order of the search, by cost. */
function firstPair(
  parts: readonly Prepared[],
  size: number,
  bound: readonly Prepared[],
): readonly Prepared[] | null {
  let best: readonly [Prepared, Prepared] | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [i, one] of parts.entries()) {
    for (const other of parts.slice(i + 1)) {
      const sum = one.hypothesis.cost + other.hypothesis.cost;
      // of equal sums the pair with the cheaper member is tried first, and `one` only gets dearer
      if (sum >= least || (one.touches & other.touches) !== 0) continue;
      if (one.slots.length + other.slots.length !== size) continue;
      if (!bound.every((each) => each === one || each === other)) continue;
      best = [one, other];
      least = sum;
    }
  }
  return best;
}
