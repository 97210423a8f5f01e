import { type ByteString, writeByteString } from '../bytes/byte-string.ts';
import { type PackedExchanges, USUAL_WORDS } from './packed-exchanges.ts';

/** Where a packer puts what it is given, until it is full. */
export interface PackMemory {
  readonly numbers: Float64Array;
  readonly texts: Uint8Array;
}

/**
 * Writes numbers, texts and words one after the other, into memory that it is given or, where that
 * does not do, into its own.
 */
export class PackWriter {
  /** What was reserved may be written from `at` on without a call for each number. */
  numbers: Float64Array;
  at = 0;
  #texts: Uint8Array;
  #length = 0;
  readonly #words = new Map<ByteString, number>();

  constructor({ numbers, texts }: PackMemory) {
    this.numbers = numbers;
    this.#texts = texts;
  }

  /** How much of the memory is taken, from 0 to 1; more where that did not do. */
  get load(): number {
    return Math.max(this.at / this.numbers.length, this.#length / this.#texts.length);
  }

  /** What was written: views of the memory. */
  get written(): Pick<PackedExchanges, 'numbers' | 'texts' | 'words'> {
    return {
      numbers: this.numbers.subarray(0, this.at),
      texts: this.#texts.subarray(0, this.#length),
      words: [...this.#words.keys()],
    };
  }

  /** Begins anew, in other memory. */
  restart({ numbers, texts }: PackMemory): void {
    this.numbers = numbers;
    this.at = 0;
    this.#texts = texts;
    this.#length = 0;
    this.#words.clear();
  }

  /** Makes room for so many numbers. It is to be asked for before they are written. */
  reserve(count: number): void {
    if (this.at + count <= this.numbers.length) return;
    const grown = new Float64Array(Math.max(this.numbers.length * 2, this.at + count));
    grown.set(this.numbers);
    this.numbers = grown;
  }

  number(value: number): void {
    this.numbers[this.at++] = value;
  }

  flag(value: boolean): void {
    this.number(value ? 1 : 0);
  }

  /** Its length, and it. */
  text(text: ByteString): void {
    this.number(text.length);
    this.append(text);
  }

  /** The same, or -1 in place of a length. */
  optional(text: ByteString | null): void {
    if (text === null) this.number(-1);
    else this.text(text);
  }

  /** A text whose length is told elsewhere. */
  append(text: ByteString): void {
    const end = this.#length + text.length;
    if (end > this.#texts.length) this.#growTexts(end);
    writeByteString(text, this.#texts, this.#length);
    this.#length = end;
  }

  /** A text that is nearly always the same. */
  word(text: ByteString): void {
    this.number(this.numberOfWord(text));
  }

  numberOfWord(text: ByteString): number {
    const usual = placeIn(USUAL_WORDS, text);
    const known = usual < 0 ? this.#words.get(text) : usual;
    if (known !== undefined) return known;
    const at = USUAL_WORDS.length + this.#words.size;
    this.#words.set(text, at);
    return at;
  }

  #growTexts(length: number): void {
    const grown = new Uint8Array(Math.max(length, this.#texts.length * 2));
    grown.set(this.#texts);
    this.#texts = grown;
  }
}

/**
 * The place of a text in a short list, -1 where it is not in it. Written out: `indexOf` calls into
 * the engine for each message.
 */
export function placeIn(list: readonly ByteString[], text: ByteString): number {
  for (let at = 0; at < list.length; at++) if (list[at] === text) return at;
  return -1;
}
