import type { ByteString } from '../../bytes/byte-string.ts';
import { RecentList } from '../../bytes/collections.ts';
import { type EcMeaning, meaningOfEc } from '../../oss/vocabulary.ts';

/**
 * How an answer is recognised: any of its parts suffices; a message alone counts only beside a
 * `within` code.
 */
export interface AnswerPattern {
  readonly codes?: readonly string[];
  /** What the fine-grained code (EC) means, whatever the code is. */
  readonly ecs?: readonly EcMeaning[];
  readonly message?: RegExp;
  /** The message is looked at for these codes only; without it for every code. */
  readonly within?: readonly string[];
}

/** Kinds that are remembered: those of the newest answers. */
const MAX_KINDS = 8;

/**
 * What an answer says of a failure, which thousands of exchanges of one capture have in common:
 * which patterns it fits is found out once for all of them.
 */
export class AnswerKind {
  readonly code: ByteString;
  readonly ec: ByteString;
  readonly message: ByteString;
  readonly ecMeaning: EcMeaning | null;
  readonly #fits = new Map<AnswerPattern, boolean>();
  readonly #first = new Map<readonly { readonly pattern: AnswerPattern }[], number>();

  constructor(code: ByteString, ec: ByteString, message: ByteString) {
    this.code = code;
    this.ec = ec;
    this.message = message;
    this.ecMeaning = meaningOfEc(ec);
  }

  fits(pattern: AnswerPattern): boolean {
    const known = this.#fits.get(pattern);
    if (known !== undefined) return known;
    const found = this.#isFit(pattern);
    this.#fits.set(pattern, found);
    return found;
  }

  /** The first of a list of constants whose pattern fits; null for none. */
  firstOf<T extends { readonly pattern: AnswerPattern }>(list: readonly T[]): T | null {
    let at = this.#first.get(list);
    if (at === undefined) {
      at = list.findIndex(({ pattern }) => this.#isFit(pattern));
      this.#first.set(list, at);
    }
    return at < 0 ? null : (list[at] ?? null);
  }

  #isFit({ codes, ecs, message, within }: AnswerPattern): boolean {
    if (codes?.includes(this.code) === true) return true;
    if (this.ecMeaning !== null && ecs?.includes(this.ecMeaning) === true) return true;
    if (message === undefined) return false;
    if (within !== undefined && !within.includes(this.code)) return false;
    return message.test(this.message);
  }
}

/** The kinds of the answers of one capture. */
export class AnswerKinds {
  readonly #recent = new RecentList<AnswerKind>(MAX_KINDS);

  /** The kind of an answer by what it says. */
  of(code: ByteString, ec: ByteString, message: ByteString): AnswerKind {
    for (const kind of this.#recent.items) {
      if (kind.code === code && kind.ec === ec && kind.message === message) return kind;
    }
    const made = new AnswerKind(code, ec, message);
    this.#recent.add(made);
    return made;
  }
}
