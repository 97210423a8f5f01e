import type { Notice } from '../bytes/notice.ts';

/** Notices of a file that ends too early. */
const CUTS: readonly Notice['code'][] = ['truncated-header', 'truncated-record'];

/** Whether a notice says that a file ends too early: not to be said of one that was not read on to its end. */
export function isCutNotice({ code }: Notice): boolean {
  return CUTS.includes(code);
}
