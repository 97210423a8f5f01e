import { compareBytes, decodeUtf8, fromText } from '../../engine/bytes/byte-string.ts';
import { isJsonObject, type JsonFault, parseJson } from '../../engine/bytes/json.ts';
import { toReportText } from '../../engine/bytes/printable.ts';
import { fail, ok, type Result } from '../../engine/bytes/result.ts';
import type { Verdict } from '../../engine/diagnose/model.ts';
import type { ExchangeResult } from '../../engine/results.ts';
import { type Hasher, hexDigest } from '../../engine/sign/hasher.ts';
import { isTemporaryKey } from '../../engine/sign/secret.ts';
import { maskAccessKeyId } from '../../features/redact/redact.ts';
import { divergenceKinds } from '../findings/group.ts';
import { toJsonLine } from '../json/text.ts';

const BASELINE_VERSION = 1;

/** Largest baseline that is read, in bytes. */
export const MAX_BASELINE_BYTES = 8 * 1024 * 1024;

/** Bytes of causes that are written into one at most: laid out otherwise, it can still be read. */
export const MAX_CAUSES_BYTES = 6 * 1024 * 1024;

/** Why a text is no baseline. */
export type BaselineFault =
  | JsonFault
  | { readonly code: 'baseline-not-one' }
  | { readonly code: 'baseline-version'; readonly version: string }
  /** `where`: which of the causes, from 1. */
  | { readonly code: 'baseline-entry'; readonly where: number };

/** Fingerprints of the causes that a baseline knows. */
export type Baseline = ReadonlySet<string>;

/** A baseline as a file, in a stable order, laid out as formatters of JSON would. */
export function formatBaseline(causes: Iterable<CauseEntry>): string {
  const sorted = [...causes].sort(byMeaning);
  const list = sorted.length === 0 ? '[]' : `[\n${sorted.map(entryText).join(',\n')}\n  ]`;
  return `{\n  "osscapBaseline": ${BASELINE_VERSION},\n  "causes": ${list}\n}\n`;
}

/** Bytes that a cause takes in the file. */
export function causeBytes(entry: CauseEntry): number {
  return new TextEncoder().encode(entryText(entry)).length;
}

function entryText(entry: CauseEntry): string {
  const { fingerprint, verdict, cause, fields, accessKeyId, bucket, operation } = entry;
  const members = Object.entries({ fingerprint, verdict, cause, fields, accessKeyId, bucket, operation });
  const lines = members.map(([name, value]) => `      "${name}": ${valueText(value)}`);
  return `    {\n${lines.join(',\n')}\n    }`;
}

function valueText(value: string | null | readonly string[]): string {
  return Array.isArray(value) ? `[${value.map(toJsonLine).join(', ')}]` : toJsonLine(value);
}

function byMeaning(a: CauseEntry, b: CauseEntry): number {
  return compareBytes(sortKey(a), sortKey(b)) || compareBytes(a.fingerprint, b.fingerprint);
}

function sortKey({ verdict, cause, bucket, operation }: CauseEntry): string {
  return JSON.stringify([bucket, operation, verdict, cause]);
}

/** Reads a baseline. Only fingerprints count; what stands beside them is for the reader. */
export function parseBaseline(text: string): Result<Baseline, BaselineFault> {
  const parsed = parseJson(text);
  if (!parsed.ok) return parsed;
  const json = parsed.value;
  if (!isJsonObject(json) || !Object.hasOwn(json, 'osscapBaseline'))
    return fail({ code: 'baseline-not-one' });
  const version = json['osscapBaseline'];
  if (version !== BASELINE_VERSION) return fail({ code: 'baseline-version', version: String(version) });
  const causes = json['causes'];
  if (!Array.isArray(causes)) return fail({ code: 'baseline-not-one' });
  const fingerprints = new Set<string>();
  for (const [at, cause] of causes.entries()) {
    if (!isJsonObject(cause) || !isFingerprint(cause['fingerprint'])) {
      return fail({ code: 'baseline-entry', where: at + 1 });
    }
    fingerprints.add(cause['fingerprint']);
  }
  return ok(fingerprints);
}

function isFingerprint(value: unknown): value is string {
  return typeof value === 'string' && value.length === FINGERPRINT_LENGTH && /^[0-9a-f]+$/.test(value);
}

/** A cause as a baseline names it: what stays the same when the same thing fails again. */
export interface CauseEntry {
  /** Hex of all below with the whole access key id, or of a temporary one what `accessKeyId` shows. */
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
const FINGERPRINT_LENGTH = 32;

/** Characters that make an access key id a temporary one: `STS.`. */
const TEMPORARY_HEAD = 4;

/**
 * The cause of a result that has a diagnosis. Times, packet numbers, request ids, object keys and the values
 * of fields are no part of it: they differ in each request. So do the ids of temporary access keys in each
 * run. The certainty is none either: it depends on whether the secret was given.
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
