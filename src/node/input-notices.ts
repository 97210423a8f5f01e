import type { Notice } from '../bytes/notice.ts';
import type { ReadNotice } from './read-bytes.ts';

/** Notices after which nothing of an input can be reported: it is no capture that can be read. */
const REFUSALS = ['empty-file', 'not-a-capture', 'unsupported-version'] as const;

/** Notices of a file that ends too early. */
const CUTS: readonly Notice['code'][] = ['truncated-header', 'truncated-record'];

/** Why what comes cannot be read. */
export interface Refusal {
  readonly reason: (typeof REFUSALS)[number];
  readonly detail: string;
}

/** What a notice says of an input of which nothing can be reported; null for every other notice. */
export function refusalOf({ code, args }: Notice): Refusal | null {
  const reason = REFUSALS.find((each) => each === code);
  return reason === undefined ? null : { reason, detail: Object.values(args).join(' ') };
}

/**
 * Whether a notice says that a file ends too early: not to be said of one that was not read on to
 * its end.
 */
export function isCutNotice({ code }: Notice): boolean {
  return CUTS.includes(code);
}

/**
 * Whether a notice of the reading means that not everything came: a packed file that is damaged or
 * ends early may still give whole packets to its last. What is added to a file while it is read is
 * left out without harm.
 */
export function isLoss(code: ReadNotice): boolean {
  return code !== 'file-grew';
}
