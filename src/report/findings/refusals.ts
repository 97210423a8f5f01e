import type { ByteString } from '../../bytes/byte-string.ts';
import { isFailing } from '../../diagnose/model.ts';
import type { ExchangeResult } from '../input.ts';
import { type Filler, fill } from '../text/fill.ts';
import { PUNCTUATION } from '../text/punctuation.ts';
import type { Texts } from '../text/texts.ts';

/*
 * Answers with 4xx or 5xx that no cause tells of: their verdict does not fail, as of a NoSuchKey
 * behind a signature that is right.
 */

/** Answers with one status and one error code. */
export interface Refusals {
  readonly status: number;
  /** Null for an answer that tells none, as those to HEAD do. */
  readonly code: ByteString | null;
  readonly count: number;
  /** Index of the first of them. */
  readonly exchange: number;
}

/** Kinds that are kept of a capture. */
const MAX_KINDS = 50;
/** Characters of a code: those of OSS have some 40 at most. */
const MAX_CODE = 100;
/** Kinds that are named. */
const MAX_NAMED = 8;

/** Whether an answer refuses for a reason that no cause tells of. */
function isOtherRefusal({ exchange, oss, diagnosis }: ExchangeResult): boolean {
  if (oss === null || (diagnosis !== null && isFailing(diagnosis.verdict))) return false;
  return (exchange.response?.status ?? 0) >= 400;
}

/** The code of such an answer; null for any other answer, and for one without a code. */
export function refusalCode(result: ExchangeResult): ByteString | null {
  const code = isOtherRefusal(result) ? (result.oss?.error?.code.trim() ?? '') : '';
  return code === '' ? null : code.slice(0, MAX_CODE);
}

/** Counts them by status and code. */
export class RefusalTally {
  #kinds = new Map<string, Refusals>();

  add(result: ExchangeResult): void {
    if (!isOtherRefusal(result)) return;
    const status = result.exchange.response?.status ?? 0;
    let code = refusalCode(result);
    // Beyond that their status is told alone.
    if (this.#kinds.size >= MAX_KINDS && !this.#kinds.has(keyOf(status, code))) code = null;
    const key = keyOf(status, code);
    const kind = this.#kinds.get(key);
    this.#kinds.set(key, {
      status,
      code,
      count: (kind?.count ?? 0) + 1,
      // Exchanges come in the order of their answers.
      exchange: Math.min(kind?.exchange ?? result.index, result.index),
    });
  }

  /** The most frequent first. */
  get state(): readonly Refusals[] {
    return [...this.#kinds.values()].sort((a, b) => b.count - a.count || a.exchange - b.exchange);
  }

  /** Takes the place of what it held. */
  restore(state: readonly Refusals[]): void {
    this.#kinds = new Map(state.map((kind) => [keyOf(kind.status, kind.code), kind]));
  }
}

function keyOf(status: number, code: ByteString | null): string {
  return `${status} ${code ?? ''}`;
}

/**
 * `Errors not related to the signature: 404 NoSuchKey (#5)`; null without any that tells a code.
 */
export function refusalSentence(refusals: readonly Refusals[], filler: Filler, texts: Texts): string | null {
  if (refusals.every(({ code }) => code === null)) return null;
  const { labels } = texts.late;
  const named = refusals.slice(0, MAX_NAMED).map(({ status, code, count, exchange }) => {
    const said = code === null ? String(status) : `${status} ${code}`;
    return fill(labels[count === 1 ? 'refusal' : 'refusals'], { said, n: count, exchange }, filler);
  });
  const rest = refusals.slice(MAX_NAMED).reduce((sum, { count }) => sum + count, 0);
  if (rest > 0) named.push(fill(labels['refusals-more'], { n: rest }, filler));
  return labels['refusals-title'] + named.join(PUNCTUATION[texts.lang].comma);
}
