import { isFailing } from '../../diagnose/model.ts';
import type { EndingKind } from '../../http/exchange.ts';
import { type LateFailure, lateFailureOf } from '../../oss/late-failure.ts';
import type { ExchangeResult } from '../input.ts';
import { ExchangeGrouper, type Grouping, type GroupOptions } from './group.ts';

/**
 * What failed behind the status of a success; null also where the verdict fails, which tells more.
 */
export function lateFailureIn({ oss, diagnosis }: ExchangeResult): LateFailure | null {
  if (oss === null || (diagnosis !== null && isFailing(diagnosis.verdict))) return null;
  return lateFailureOf(oss);
}

/**
 * What went wrong although no verdict fails: behind the status of a success, be the answer whole or
 * not, or since the answer is missing or not whole. Null too where the capture alone ended in the
 * middle of an answer: then nothing went wrong.
 */
export function mishapIn(result: ExchangeResult): Mishap | null {
  const { oss, diagnosis, exchange } = result;
  const late = lateFailureIn(result);
  if (late !== null) return late;
  const { ending } = exchange;
  if (ending === undefined || ending.kind === 'answer-cut-by-capture') return null;
  if (oss === null || (diagnosis !== null && isFailing(diagnosis.verdict))) return null;
  return ending.kind;
}

export type Mishap = LateFailure | Exclude<EndingKind, 'answer-cut-by-capture'>;

/** A capture lacks the answer because it ends, has one direction alone, or lost it. */
const CAPTURE_LACKS: ReadonlySet<Mishap> = new Set(['capture-ended', 'one-way', 'answer-not-captured']);

/**
 * Whether it is known to have gone wrong: where the capture lacks the answer, the client may have
 * it.
 */
export function isKnownMishap(mishap: Mishap | null): boolean {
  return mishap !== null && !CAPTURE_LACKS.has(mishap);
}

const BY_MISHAP: Grouping = {
  takes: (result) => mishapIn(result) !== null,
  keyOf: (result) => {
    const { oss, exchange } = result;
    const late = lateFailureIn(result);
    if (late === null) return mishapIn(result) ?? '';
    return JSON.stringify([
      late,
      oss?.operation ?? null,
      exchange.response?.status ?? null,
      oss?.error?.code ?? null,
      oss?.error?.message ?? null,
    ]);
  },
  areAlike: () => false,
};

/** Gathers exchanges that went wrong although their verdict does not fail, by what went wrong. */
export function mishapGrouper(options: GroupOptions): ExchangeGrouper {
  return new ExchangeGrouper(options, BY_MISHAP);
}
