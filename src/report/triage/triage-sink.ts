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
import { type IgnoreRule, IgnoreRules } from './ignore-rule.ts';

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

/**
 * Says of each failure whether it is known or ignored, and passes it on; what does not fail is passed on
 * unchanged.
 */
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
    this.#next.exchange(capture, triage === null ? result : triaged(result, triage));
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

/** A line that was made of it says nothing of that. */
function triaged({ made, ...result }: ExchangeResult, triage: Triage): ExchangeResult {
  return { ...result, triage };
}
