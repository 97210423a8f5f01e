import { type ByteString, decodeUtf8 } from '../../engine/bytes/byte-string.ts';
import type { Verdict } from '../../engine/diagnose/model.ts';
import type { ExchangeResult } from '../../engine/results.ts';

/** Failures that somebody decided not to see. Every given field must match. */
export interface IgnoreRule {
  readonly verdict?: Verdict;
  readonly cause?: string;
  /** These may hold `*`, which stands for any text. */
  readonly bucket?: string;
  readonly key?: string;
  readonly accessKeyId?: string;
  readonly requestId?: string;
  /** Why; shown with what it hides. */
  readonly reason: string;
}

/** The parts of a failure that patterns are about. */
const TEXTS = ['bucket', 'key', 'accessKeyId', 'requestId'] as const;

/** What a pattern is made of: the texts before, between and behind its `*`. */
type Pattern = readonly string[];

interface ReadyRule {
  readonly rule: IgnoreRule;
  readonly patterns: readonly { readonly name: (typeof TEXTS)[number]; readonly pattern: Pattern }[];
}

/**
 * Rules to be checked against any number of failures: a pattern may be as long as its file, and is parted
 * once.
 */
export class IgnoreRules {
  readonly #rules: readonly ReadyRule[];

  constructor(rules: readonly IgnoreRule[]) {
    this.#rules = rules.map((rule) => ({
      rule,
      patterns: TEXTS.flatMap((name) => {
        const pattern = rule[name];
        return pattern === undefined ? [] : [{ name, pattern: toPattern(pattern) }];
      }),
    }));
  }

  /** The first rule by which a failure is ignored; null where there is none. */
  find({ oss, diagnosis }: ExchangeResult): IgnoreRule | null {
    if (oss === null || diagnosis === null || this.#rules.length === 0) return null;
    const texts = {
      bucket: textOf(oss.address.bucket),
      key: textOf(oss.address.key),
      accessKeyId: textOf(oss.claim?.accessKeyId ?? oss.error?.accessKeyId ?? null),
      requestId: textOf(oss.requestId),
    };
    const found = this.#rules.find(
      ({ rule, patterns }) =>
        (rule.verdict === undefined || rule.verdict === diagnosis.verdict) &&
        (rule.cause === undefined || rule.cause === diagnosis.cause?.id) &&
        patterns.every(({ name, pattern }) => {
          const text = texts[name];
          return text !== null && matchesPattern(pattern, text);
        }),
    );
    return found?.rule ?? null;
  }
}

function textOf(value: ByteString | null): string | null {
  return value === null ? null : decodeUtf8(value);
}

export function toPattern(text: string): Pattern {
  return text.split('*');
}

/**
 * Whether a text is what a pattern says, whose `*` stand for any text. Takes time in proportion to both,
 * whatever they are.
 */
export function matchesPattern(pattern: Pattern, text: string): boolean {
  const head = pattern[0] ?? '';
  if (pattern.length === 1) return text === head;
  const tail = pattern.at(-1) ?? '';
  if (!text.startsWith(head) || text.length < head.length + tail.length || !text.endsWith(tail)) return false;
  let at = head.length;
  const end = text.length - tail.length;
  for (let index = 1; index < pattern.length - 1; index++) {
    const part = pattern[index] ?? '';
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
