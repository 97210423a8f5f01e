import { type ByteString, decodeUtf8 } from '../../engine/bytes/byte-string.ts';
import { isFailing, type Verdict } from '../../engine/diagnose/model.ts';
import type {
  CaptureInfo,
  ExchangeResult,
  ResultSink,
  Triage,
  UnreadableInput,
} from '../../engine/results.ts';
import type { Hasher } from '../../engine/sign/hasher.ts';
import { type Baseline, type CauseEntry, causeBytes, causeEntry, MAX_CAUSES_BYTES } from './baseline.ts';

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

/** Rules for any number of failures: a pattern may be as long as its file, and is parted once. */
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

/** Whether a text is what a pattern says (`*`: any text), in time in proportion to both. */
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

export interface TriageOptions {
  readonly hasher: Hasher;
  /** Null without a baseline. */
  readonly baseline: Baseline | null;
  readonly ignores: readonly IgnoreRule[];
  /** Verdicts that count as failures although they usually do not. */
  readonly failOn: readonly Verdict[];
  /** Gather the causes that are found, for a new baseline. */
  readonly gather: boolean;
}

/** Causes gathered for a baseline at most. */
export const MAX_BASELINE_CAUSES = 10_000;

/** Says of each failure whether it is known or ignored; what does not fail is passed on unchanged. */
export class TriageSink implements ResultSink {
  readonly #options: TriageOptions;
  readonly #ignores: IgnoreRules;
  readonly #next: ResultSink;
  readonly #found = new Map<string, CauseEntry>();
  #foundBytes = 0;
  #isFull = false;

  constructor(options: TriageOptions, next: ResultSink) {
    this.#options = options;
    this.#ignores = new IgnoreRules(options.ignores);
    this.#next = next;
  }

  /** What was found and is not ignored; the causes of the baseline among it. */
  get causes(): readonly CauseEntry[] {
    return [...this.#found.values()];
  }

  /** There were more causes than are gathered. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Gathers what another found before. */
  gather(causes: readonly CauseEntry[], isFull: boolean): void {
    for (const cause of causes) this.#gather(cause);
    if (isFull) this.#isFull = true;
  }

  exchange(capture: string, result: ExchangeResult): void {
    const triage = this.#triage(result);
    this.#next.exchange(capture, triage === null ? result : { ...result, triage });
  }

  capture(info: CaptureInfo): void {
    this.#next.capture(info);
  }

  unreadable(input: UnreadableInput): void {
    this.#next.unreadable(input);
  }

  #triage(result: ExchangeResult): Triage | null {
    const { hasher, baseline, failOn, gather } = this.#options;
    const verdict = result.diagnosis?.verdict;
    if (verdict === undefined || !(isFailing(verdict) || failOn.includes(verdict))) return null;
    const rule = this.#ignores.find(result);
    if (rule !== null) return { kind: 'ignored', reason: rule.reason };
    if (baseline === null && !gather) return null;
    const entry = causeEntry(result, hasher);
    if (entry === null) return null;
    if (gather) this.#gather(entry);
    return baseline?.has(entry.fingerprint) === true ? { kind: 'known' } : null;
  }

  #gather(entry: CauseEntry): void {
    if (this.#found.has(entry.fingerprint)) return;
    const bytes = this.#foundBytes + causeBytes(entry);
    if (this.#found.size >= MAX_BASELINE_CAUSES || bytes > MAX_CAUSES_BYTES) {
      this.#isFull = true;
      return;
    }
    this.#found.set(entry.fingerprint, entry);
    this.#foundBytes = bytes;
  }
}
