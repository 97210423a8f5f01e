import { isFailing } from '../diagnose/model.ts';
import { type LateFailure, lateFailureOf } from '../oss/late-failure.ts';
import { ExchangeGrouper, type Grouping, type GroupOptions } from './group.ts';
import type { ExchangeResult } from './input.ts';

/** What failed behind the status of a success; null also where the verdict fails, which tells more. */
export function lateFailureIn({ oss, diagnosis }: ExchangeResult): LateFailure | null {
  if (oss === null || (diagnosis !== null && isFailing(diagnosis.verdict))) return null;
  return lateFailureOf(oss);
}

const BY_LATE_FAILURE: Grouping = {
  takes: (result) => lateFailureIn(result) !== null,
  keyOf: (result) => {
    const { oss, exchange } = result;
    return JSON.stringify([
      lateFailureIn(result),
      oss?.operation ?? null,
      exchange.response?.status ?? null,
      oss?.error?.code ?? null,
      oss?.error?.message ?? null,
    ]);
  },
  areAlike: () => false,
};

/** Gathers exchanges whose answer has the status of a success and that failed all the same, by what failed. */
export function lateFailureGrouper(options: GroupOptions): ExchangeGrouper {
  return new ExchangeGrouper(options, BY_LATE_FAILURE);
}
