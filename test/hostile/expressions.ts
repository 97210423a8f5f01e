import { readFileSync } from 'node:fs';

/*
 * The regular expressions of the sources, and for each the texts that keep it busiest: what one of its
 * unbounded parts takes, again and again, and then something that it does not.
 */

/** An expression where it stands. */
export interface Found {
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

/** What hides a slash, in the order in which it is looked for: comments and texts. */
const HIDING = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/y;
const EXPRESSION = /\/((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([dgimsuvy]*)/y;
/** What stands before an expression, and not before a division. */
const BEFORE = /(?:[(,=:[!&|?{};>]|\breturn|^)\s*$/;

export function expressionsOf(path: string): readonly Found[] {
  const text = readFileSync(path, 'utf8');
  const found: Found[] = [];
  for (let at = 0; at < text.length; ) {
    HIDING.lastIndex = at;
    const hidden = HIDING.exec(text);
    EXPRESSION.lastIndex = at;
    const isPlace = text[at] === '/' && hidden === null && BEFORE.test(text.slice(Math.max(0, at - 20), at));
    const [all, source = '', flags = ''] = (isPlace ? EXPRESSION.exec(text) : null) ?? [];
    // in a text of several lines, what looks like one may be none
    if (all !== undefined && isExpression(source, flags)) {
      found.push({ place: `${path}:${text.slice(0, at).split('\n').length}`, source, flags });
    }
    at += (hidden?.[0] ?? all ?? ' ').length;
  }
  return found;
}

function isExpression(source: string, flags: string): boolean {
  try {
    return new RegExp(source, flags).source !== '';
  } catch {
    return false;
  }
}

/** Bytes that a part takes, and the shortest text that it is made of. */
interface Part {
  readonly takes: ReadonlySet<number>;
  readonly shortest: string;
  readonly unbounded: readonly Unbounded[];
  /** It may be left out. */
  readonly isOptional: boolean;
  /** What its unbounded parts take with which it may begin, and those with which it may end. */
  readonly begins: readonly ReadonlySet<number>[];
  readonly ends: readonly ReadonlySet<number>[];
  /** Two unbounded parts in it stand beside each other, or one in another, and may share a text. */
  readonly isAmbiguous: boolean;
}

/** A part that may repeat without end, with a text before it that leads to it. */
interface Unbounded {
  readonly before: string;
  readonly takes: ReadonlySet<number>;
  readonly once: string;
  /** It holds another such part. */
  readonly isNested: boolean;
}

const ALL: ReadonlySet<number> = new Set(Array.from({ length: 256 }, (_, code) => code));
const without = (some: ReadonlySet<number>): ReadonlySet<number> =>
  new Set([...ALL].filter((code) => !some.has(code)));
const matching = (one: RegExp): ReadonlySet<number> =>
  new Set([...ALL].filter((code) => one.test(String.fromCharCode(code))));
const CLASSES: Readonly<Record<string, ReadonlySet<number>>> = {
  d: matching(/\d/),
  w: matching(/\w/),
  s: matching(/\s/),
  D: matching(/\D/),
  W: matching(/\W/),
  S: matching(/\S/),
};
const CONTROL: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, 0: 0 };
const EMPTY: Part = {
  takes: new Set(),
  shortest: '',
  unbounded: [],
  isOptional: true,
  begins: [],
  ends: [],
  isAmbiguous: false,
};

/** Whether a text between two parts may belong to the end of the first, or to the second. */
function meet(first: Part['ends'], second: Part['begins']): boolean {
  return first.some((end) => second.some((begin) => [...end].some((code) => begin.has(code))));
}

/** Reads as much of the grammar as the sources use. */
class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** Up to the end of the expression, or of the group. */
  alternatives(): Part {
    const all: Part[] = [this.#sequence()];
    while (this.#is('|')) all.push(this.#sequence());
    const [first = EMPTY] = all;
    return {
      takes: new Set(all.flatMap(({ takes }) => [...takes])),
      shortest: all.find(({ shortest }) => shortest !== '')?.shortest ?? first.shortest,
      unbounded: all.flatMap(({ unbounded }) => unbounded),
      isOptional: all.some(({ isOptional }) => isOptional),
      begins: all.flatMap(({ begins }) => begins),
      ends: all.flatMap(({ ends }) => ends),
      isAmbiguous: all.some(({ isAmbiguous }) => isAmbiguous),
    };
  }

  #sequence(): Part {
    let before = '';
    const takes = new Set<number>();
    const unbounded: Unbounded[] = [];
    let { isOptional, begins, ends, isAmbiguous } = EMPTY;
    while (this.#at < this.#source.length && !'|)'.includes(this.#source[this.#at] ?? '')) {
      const part = this.#quantified();
      for (const each of part.unbounded) unbounded.push({ ...each, before: before + each.before });
      for (const code of part.takes) takes.add(code);
      before += part.shortest;
      isAmbiguous ||= part.isAmbiguous || meet(ends, part.begins);
      if (isOptional) begins = [...begins, ...part.begins];
      ends = part.isOptional ? [...ends, ...part.ends] : part.ends;
      isOptional &&= part.isOptional;
    }
    return { takes, shortest: before, unbounded, isOptional, begins, ends, isAmbiguous };
  }

  #quantified(): Part {
    const part = this.#atom();
    const [all, mark = '', least, comma, most] =
      /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(this.#source.slice(this.#at)) ?? [];
    if (all === undefined) return part;
    this.#at += all.length;
    const isUnbounded = mark === '*' || mark === '+' || (comma === ',' && most === '');
    const times = mark === '*' || mark === '?' ? 0 : Number(least ?? 1);
    const shortest = part.shortest.repeat(times);
    const isOptional = part.isOptional || times === 0;
    // what is repeated stands beside itself
    const isAmbiguous = part.isAmbiguous || (mark !== '?' && meet(part.ends, part.begins));
    if (!isUnbounded) return { ...part, shortest, isOptional, isAmbiguous };
    const own = { before: '', takes: part.takes, once: part.shortest, isNested: part.unbounded.length > 0 };
    const begins = [part.takes, ...part.begins];
    const ends = [part.takes, ...part.ends];
    return {
      takes: part.takes,
      shortest,
      unbounded: [own, ...part.unbounded],
      isOptional,
      begins,
      ends,
      isAmbiguous,
    };
  }

  #atom(): Part {
    if (this.#is('(')) return this.#group();
    if (this.#is('[')) return one(this.#class());
    if (this.#is('.')) return one(without(new Set([10, 13])));
    if (this.#is('^') || this.#is('$')) return EMPTY;
    if (this.#is('\\')) {
      const taken = this.#escape();
      return taken === null ? EMPTY : one(taken);
    }
    return one(new Set([this.#next().charCodeAt(0)]));
  }

  #group(): Part {
    const [kind = ''] = /^\?(?:[:=!]|<[=!]|<\w+>)/.exec(this.#source.slice(this.#at)) ?? [];
    this.#at += kind.length;
    const part = this.alternatives();
    this.#at++;
    if (/^\?<?[=!]/.test(kind)) {
      const { unbounded, isAmbiguous } = part;
      return { ...EMPTY, unbounded, isAmbiguous };
    }
    return part;
  }

  #class(): ReadonlySet<number> {
    const isNegated = this.#is('^');
    const taken = new Set<number>();
    while (!this.#is(']')) {
      const first = this.#oneOfClass();
      const isRange =
        first.size === 1 && this.#source[this.#at] === '-' && this.#source[this.#at + 1] !== ']';
      if (!isRange) {
        for (const code of first) taken.add(code);
        continue;
      }
      this.#at++;
      const [from = 0] = first;
      const [to = 0] = this.#oneOfClass();
      for (let code = from; code <= Math.min(to, 255); code++) taken.add(code);
    }
    return isNegated ? without(taken) : taken;
  }

  #oneOfClass(): ReadonlySet<number> {
    return this.#is('\\') ? (this.#escape() ?? new Set([8])) : new Set([this.#next().charCodeAt(0)]);
  }

  /** Null for what takes nothing. */
  #escape(): ReadonlySet<number> | null {
    const mark = this.#next();
    const known = CLASSES[mark];
    if (known !== undefined) return known;
    if (mark === 'b' || mark === 'B') return null;
    if (mark === 'p' || mark === 'P' || mark === 'k') {
      this.#at = this.#source.indexOf(mark === 'k' ? '>' : '}', this.#at) + 1;
      return ALL;
    }
    const [hex] =
      /^(?:\{[0-9a-fA-F]+\}|[0-9a-fA-F]{4}|[0-9a-fA-F]{2})/.exec(this.#source.slice(this.#at)) ?? [];
    if ((mark === 'x' || mark === 'u') && hex !== undefined) {
      const digits = mark === 'x' ? hex.slice(0, 2) : hex;
      this.#at += digits.length;
      return new Set([Number.parseInt(digits.replace(/[{}]/g, ''), 16)]);
    }
    return new Set([CONTROL[mark] ?? mark.charCodeAt(0)]);
  }

  #next(): string {
    return this.#source[this.#at++] ?? '';
  }

  #is(mark: string): boolean {
    if (this.#source[this.#at] !== mark) return false;
    this.#at++;
    return true;
  }
}

function one(takes: ReadonlySet<number>): Part {
  const plain = [...takes].find((code) => code >= 0x61 && code <= 0x7a) ?? [...takes][0];
  const shortest = plain === undefined ? '' : String.fromCharCode(plain);
  return { ...EMPTY, takes, shortest, isOptional: false };
}

/**
 * Whether two unbounded parts stand beside each other, or one in another, so that a text may be shared
 * between them in as many ways as it has bytes.
 */
export function isAmbiguous({ source }: Pick<Found, 'source'>): boolean {
  return new Reader(source).alternatives().isAmbiguous;
}

/** Whether one unbounded part stands in another, or takes what another one takes. */
export function isSuspect({ source }: Found): boolean {
  const { unbounded } = new Reader(source).alternatives();
  if (unbounded.some(({ isNested }) => isNested)) return true;
  return unbounded.some((each, at) => unbounded.slice(at + 1).some((other) => common(each, other) !== ''));
}

function common(one: Unbounded, other: Unbounded): string {
  const code = [...one.takes].find((each) => other.takes.has(each));
  return code === undefined ? '' : String.fromCharCode(code);
}

/** What is repeated in each of its worst texts, and what stands before that. */
export function worstOf({ source }: Found): readonly { readonly before: string; readonly again: string }[] {
  const { unbounded } = new Reader(source).alternatives();
  const texts = unbounded.flatMap((each) => {
    const shared = unbounded.map((other) => common(each, other));
    return [each.once, each.before + each.once, ...shared]
      .filter((again) => again !== '')
      .flatMap((again) => [
        { before: each.before, again },
        { before: '', again },
      ]);
  });
  return [...new Map(texts.map((text) => [JSON.stringify(text), text])).values()];
}
