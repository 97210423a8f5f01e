import type { ByteString } from '../../bytes/byte-string.ts';
import { RecentList } from '../../bytes/collections.ts';
import type { Provider } from '../../oss/provider.ts';
import type { CodeArea, CodeClass, CodeMeaning } from '../../oss/vocabulary.ts';

/**
 * How an answer is recognised: any of its parts suffices; a message alone counts only beside a `within` code.
 */
export interface AnswerPattern {
  readonly codes?: readonly string[];
  /** What the answer means, whatever its code is. */
  readonly means?: readonly CodeMeaning[];
  readonly message?: RegExp;
  /** The message is looked at for these codes only; without it for every code. */
  readonly within?: readonly string[];
}

/** Kinds that are remembered: those of the newest answers. */
const MAX_KINDS = 8;

/**
 * What an answer says of a failure, which thousands of exchanges of one capture have in common: which
 * patterns it fits is found out once for all of them.
 */
export class AnswerKind {
  readonly provider: Provider;
  readonly code: ByteString;
  readonly ec: ByteString;
  readonly message: ByteString;
  readonly meaning: CodeMeaning | null;
  readonly area: CodeArea | null;
  readonly #fits = new Map<AnswerPattern, boolean>();
  readonly #first = new Map<readonly { readonly pattern: AnswerPattern }[], number>();

  constructor(provider: Provider, code: ByteString, ec: ByteString, message: ByteString) {
    this.provider = provider;
    this.code = code;
    this.ec = ec;
    this.message = message;
    this.meaning = provider.meaningOf({ code, message, ec });
    this.area = provider.areaOf(ec);
  }

  is(kind: CodeClass): boolean {
    return this.provider.codes[kind].has(this.code);
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

  #isFit({ codes, means, message, within }: AnswerPattern): boolean {
    if (codes?.includes(this.code) === true) return true;
    if (this.meaning !== null && means?.includes(this.meaning) === true) return true;
    if (message === undefined) return false;
    if (within !== undefined && !within.includes(this.code)) return false;
    return message.test(this.message);
  }
}

/** The kinds of the answers of one capture. */
export class AnswerKinds {
  readonly #recent = new RecentList<AnswerKind>(MAX_KINDS);

  /** The kind of an answer by what it says. */
  of(provider: Provider, code: ByteString, ec: ByteString, message: ByteString): AnswerKind {
    for (const kind of this.#recent.items) {
      if (kind.code !== code || kind.ec !== ec || kind.message !== message) continue;
      if (kind.provider === provider) return kind;
    }
    const made = new AnswerKind(provider, code, ec, message);
    this.#recent.add(made);
    return made;
  }
}
