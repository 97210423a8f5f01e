import type { ByteString } from '../../engine/bytes/byte-string.ts';
import type { Verdict } from '../../engine/diagnose/model.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import type { ExchangeResult } from '../../engine/results.ts';
import { beginOf } from '../../sentences/time-text.ts';
import { isWithin, type TimeBound, type TimeSpan } from './time-bound.ts';

/** Which exchanges are to be reported: those that fit all that is not null. */
export interface ExchangeFilter {
  readonly verdicts: ReadonlySet<Verdict> | null;
  /** As requests name them. */
  readonly buckets: ReadonlySet<ByteString> | null;
  /** As `requestIdKey` makes them, each with what it was made of. */
  readonly requestIds: ReadonlyMap<string, ByteString> | null;
  /** When the exchange began. */
  readonly since: TimeBound | null;
  readonly until: TimeBound | null;
}

/** Request ids are compared without regard to case. */
export function requestIdKey(id: ByteString): string {
  return id.trim().toUpperCase();
}

/** The ids that an answer carries, in its header and in its error document, as `requestIdKey` makes them. */
export function requestIdsOf({ requestId, error }: OssExchange): readonly string[] {
  const ids = [requestId, error?.requestId ?? null].filter((id) => id !== null);
  return ids.map(requestIdKey);
}

/**
 * Whether an exchange is to be reported. `span`: the filter's times on the capture's day; null where it has
 * none.
 */
export function isShown(result: ExchangeResult, filter: ExchangeFilter, span: TimeSpan | null): boolean {
  const { verdicts, buckets, requestIds } = filter;
  const { oss, diagnosis } = result;
  if (verdicts !== null && (diagnosis === null || !verdicts.has(diagnosis.verdict))) return false;
  if (span !== null) {
    const time = beginOf(result.exchange);
    if (time === null || !isWithin(time, span)) return false;
  }
  if (requestIds !== null && (oss === null || !requestIdsOf(oss).some((id) => requestIds.has(id))))
    return false;
  if (buckets === null) return true;
  const bucket = oss?.address.bucket ?? null;
  return bucket !== null && buckets.has(bucket);
}
