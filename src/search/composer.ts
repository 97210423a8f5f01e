/* The strings to sign of candidates. */

import type { ByteString } from '../engine/bytes/byte-string.ts';
import { type Hasher, hexDigest } from '../engine/sign/index.ts';
import type { Change, Prepared } from './candidates.ts';
import type { SlotPlaces, Slots } from './slots.ts';

/**
 * Makes the strings to sign of candidates. A search makes tens of thousands of them, so the usual pairs, of
 * which one exchanges a single slot, are put together from three pieces, and what one change gives alone is
 * kept.
 */
export class Composer {
  readonly slots: Slots;
  readonly places: SlotPlaces;
  readonly #hasher: Hasher;
  readonly #surroundings: Surroundings;
  #plain: ByteString | null = null;
  /** Strings of single changes: a change of the key alone signs them again. */
  readonly #alone = new Map<Prepared, ByteString>();

  constructor(slots: Slots, places: SlotPlaces, hasher: Hasher) {
    this.slots = slots;
    this.places = places;
    this.#hasher = hasher;
    this.#surroundings = new Surroundings(slots, places.length);
  }

  plain(): ByteString {
    this.#plain ??= renderText(this.slots, this.places, [], this.#hasher);
    return this.#plain;
  }

  alone(change: Prepared): ByteString {
    if (change.shape === 'key') return this.plain();
    const known = this.#alone.get(change);
    if (known !== undefined) return known;
    const text = renderText(this.slots, this.places, [change], this.#hasher);
    if (change.hypothesis.single !== true) this.#alone.set(change, text);
    return text;
  }

  together(one: Prepared, other: Prepared): ByteString {
    return renderText(this.slots, this.places, [one, other], this.#hasher);
  }

  /** For the pairs of one change with many others. */
  with(one: Prepared): PairComposer {
    return new PairComposer(this, this.#surroundings, one, this.#hasher);
  }
}

/** What stands before each slot and behind it, put together when it is first asked for. */
class Surroundings {
  readonly slots: Slots;
  readonly #length: number;
  readonly #before: (ByteString | undefined)[] = [];
  readonly #behind: (ByteString | undefined)[] = [];

  constructor(slots: Slots, length: number) {
    this.slots = slots;
    this.#length = length;
  }

  before(index: number): ByteString {
    let text = this.#before[index];
    if (text === undefined) {
      text = this.slots.slice(0, index).join('');
      this.#before[index] = text;
    }
    return text;
  }

  behind(index: number): ByteString {
    let text = this.#behind[index];
    if (text === undefined) {
      text = this.slots.slice(index + 1, this.#length).join('');
      this.#behind[index] = text;
    }
    return text;
  }
}

/** Makes the strings to sign of the pairs that one change is in. */
class PairComposer {
  readonly #composer: Composer;
  readonly #one: Prepared;
  readonly #hasher: Hasher;
  readonly #plain: Surroundings;
  /** With the change in them; null where joining the slots is not all that the change does. */
  readonly #changed: Surroundings | null;
  /** The slots that the change touches, first and last. */
  readonly #first: number;
  readonly #last: number;
  #requestHash: ByteString | null = null;

  constructor(composer: Composer, plain: Surroundings, one: Prepared, hasher: Hasher) {
    this.#composer = composer;
    this.#plain = plain;
    this.#one = one;
    this.#hasher = hasher;
    this.#first = one.slots[0]?.[0] ?? 0;
    this.#last = one.slots.at(-1)?.[0] ?? 0;
    if (one.shape === 'slots') {
      const slots = [...composer.slots];
      for (const [index, text] of one.slots) slots[index] = text;
      this.#changed = new Surroundings(slots, composer.places.length);
    } else this.#changed = null;
  }

  /** The string to sign with both changes, which must not touch each other. */
  and(other: Prepared): ByteString {
    const composer = this.#composer;
    if (this.#one.shape === 'key') return composer.alone(other);
    if (other.shape === 'key') return composer.alone(this.#one);
    const changed = this.#changed;
    const exchanged = other.slots[0];
    if (changed === null || exchanged === undefined || other.slots.length > 1 || other.shape !== 'slots') {
      return composer.together(this.#one, other);
    }
    const { length } = composer.places;
    const [index, text] = exchanged;
    if (index === length) return text + this.#hash(changed.slots);
    const before = (index <= this.#first ? this.#plain : changed).before(index);
    const behind = (index >= this.#last ? this.#plain : changed).behind(index);
    const made = before + text + behind;
    const prefix = changed.slots[length];
    return prefix === undefined ? made : prefix + hashed(made, composer.places, this.#hasher);
  }

  /** V4: of the canonical request with the one change. */
  #hash(slots: Slots): ByteString {
    if (this.#requestHash === null) {
      const text = slots.slice(0, this.#composer.places.length).join('');
      this.#requestHash = hashed(text, this.#composer.places, this.#hasher);
    }
    return this.#requestHash;
  }
}

/** The string to sign that changes to different slots make together. */
export function renderText(
  base: Slots,
  places: SlotPlaces,
  changes: readonly Change[],
  hasher: Hasher,
): ByteString {
  const slots = [...base];
  for (const change of changes) for (const [index, text] of change.slots) slots[index] = text;
  const prefix = slots[places.length];
  slots.length = places.length;
  const text = renderSlots(slots, places, changes);
  if (prefix === undefined) return text;
  const finish = changes.find((each) => each.variant.finish !== undefined)?.variant.finish;
  return finish === undefined ? prefix + hashed(text, places, hasher) : finish(text, prefix, hasher);
}

/** What stands behind the prefix: the hash of the text, and what follows it. */
function hashed(text: ByteString, { hash, end }: SlotPlaces, hasher: Hasher): ByteString {
  return hexDigest(hasher, hash, text) + end;
}

/** The text that the slots make: the string to sign, or the canonical request of the V4 family. */
export function renderSlots(slots: Slots, places: SlotPlaces, changes: readonly Change[]): ByteString {
  for (const { variant } of changes) if (variant.render !== undefined) return variant.render(slots, places);
  return slots.join('');
}
