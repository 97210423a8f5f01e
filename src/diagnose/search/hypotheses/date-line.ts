import type { ByteString } from '../../../bytes/byte-string.ts';
import { type Family, isOfUrl } from '../../../sign/index.ts';
import type { Subject } from '../hypothesis.ts';
import { headersOf, type PartsPatch } from '../patch.ts';

/** Families with a Date line; in their URL forms it holds the expiry. */
export const DATED: readonly Family[] = ['v1', 'v2'];

/** Does the expiry of a URL stand where the date would? */
export function signsExpiry({ claim, parts }: Subject): boolean {
  return isOfUrl(claim.version) && DATED.includes(parts.family);
}

/** The header that holds the date where the Date line is left blank for it (S3 version 2). */
export const AMZ_DATE = 'x-amz-date';

/** What the string has as its date. */
export function sentDate({ parts }: Subject): ByteString {
  if ('timestamp' in parts) return parts.timestamp.value;
  if (!('date' in parts)) return '';
  if (parts.date.value !== '') return parts.date.value;
  return headersOf(parts).find((each) => each.name === AMZ_DATE)?.value ?? '';
}

/** Changes the date line alone. */
export function patchDate({ parts }: Subject, value: ByteString): PartsPatch {
  if ('timestamp' in parts) return { timestamp: { ...parts.timestamp, value } };
  return 'date' in parts ? { date: { ...parts.date, value } } : {};
}

/** Seconds by which a retry or a second clock reading is off. */
export const NEAR_SECONDS = [1, -1, 2, -2, 3, -3] as const;

/** Zones that developers live in: local time signed, GMT sent, or the reverse. */
export const ZONE_HOURS = [8, -8, 7, -7, 9, -9, 1, -1, 5, -5] as const;
