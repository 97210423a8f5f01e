import { decodeUtf8, fromText } from '../../bytes/byte-string.ts';
import { toReportText } from '../../bytes/printable.ts';
import type { Verdict } from '../../diagnose/model.ts';
import { type Hasher, hexDigest } from '../../sign/hasher.ts';
import { isTemporaryKey } from '../../sign/secret.ts';
import { divergenceKinds } from '../findings/group.ts';
import type { ExchangeResult } from '../input.ts';
import { maskAccessKeyId } from '../redact/redact.ts';

/** A cause as a baseline names it: what stays the same when the same thing fails again. */
export interface CauseEntry {
  /**
   * Made of everything below, with the whole access key id, of a temporary one with what
   * `accessKeyId` shows; in hex.
   */
  readonly fingerprint: string;
  readonly verdict: Verdict;
  readonly cause: string | null;
  /** Fields that differ, and how: `content-type changed`. */
  readonly fields: readonly string[];
  /** Masked, of a temporary one all but what makes it one; null without a signature. */
  readonly accessKeyId: string | null;
  readonly bucket: string | null;
  readonly operation: string | null;
}

/** Hex digits of a fingerprint: 128 bits, so that no two causes of one scan share one by chance. */
export const FINGERPRINT_LENGTH = 32;

/** Characters that make an access key id a temporary one: `STS.`. */
const TEMPORARY_HEAD = 4;

/**
 * The cause of a result that has a diagnosis. Times, packet numbers, request ids, object keys and
 * the values of fields are no part of it: they differ in each request. So do the ids of temporary
 * access keys in each run. The certainty is none either: it depends on whether the secret was at
 * hand.
 */
export function causeEntry(result: ExchangeResult, hasher: Hasher): CauseEntry | null {
  const { oss, diagnosis } = result;
  if (oss === null || diagnosis === null) return null;
  const id = oss.claim?.accessKeyId ?? null;
  const isTemporary = id !== null && isTemporaryKey(id);
  const shown =
    id === null ? null : isTemporary ? `${id.slice(0, TEMPORARY_HEAD)}****` : maskAccessKeyId(textOf(id));
  const cause = {
    verdict: diagnosis.verdict,
    cause: diagnosis.cause?.id ?? null,
    fields: [...new Set(divergenceKinds(diagnosis))].map(textOf),
    bucket: oss.address.bucket === null ? null : textOf(oss.address.bucket),
    operation: oss.operation,
  };
  const { verdict, fields, bucket, operation } = cause;
  const whole = JSON.stringify([verdict, cause.cause, fields, isTemporary ? shown : id, bucket, operation]);
  const fingerprint = hexDigest(hasher, 'sha256', fromText(whole)).slice(0, FINGERPRINT_LENGTH);
  return { fingerprint, ...cause, accessKeyId: shown };
}

function textOf(value: string): string {
  return decodeUtf8(value) ?? toReportText(value).text;
}
