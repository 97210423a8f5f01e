import { decodeUtf8 } from '../../bytes/byte-string.ts';
import type { Verdict } from '../../diagnose/model.ts';
import type { ExchangeResult } from '../input.ts';

/** Failures that somebody decided not to be told of. What is given must all hold. */
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

export function isIgnoredBy(rule: IgnoreRule, { oss, diagnosis }: ExchangeResult): boolean {
  if (oss === null || diagnosis === null) return false;
  return (
    (rule.verdict === undefined || rule.verdict === diagnosis.verdict) &&
    (rule.cause === undefined || rule.cause === diagnosis.cause?.id) &&
    fits(rule.bucket, oss.address.bucket) &&
    fits(rule.key, oss.address.key) &&
    fits(rule.accessKeyId, oss.claim?.accessKeyId ?? oss.error?.accessKeyId ?? null) &&
    fits(rule.requestId, oss.requestId)
  );
}

function fits(pattern: string | undefined, value: string | null): boolean {
  if (pattern === undefined) return true;
  const text = value === null ? null : decodeUtf8(value);
  return text !== null && matchesPattern(pattern, text);
}

/** Whether a text is what a pattern says, whose `*` stand for any text. Takes time in proportion to both, whatever they are. */
export function matchesPattern(pattern: string, text: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) return text === head;
  if (!text.startsWith(head) || text.length < head.length + tail.length || !text.endsWith(tail)) return false;
  let at = head.length;
  const end = text.length - tail.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
