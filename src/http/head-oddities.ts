import { type ByteString, isOws } from '../bytes/byte-string.ts';
import type { NoticeCode } from '../bytes/notice.ts';
import { lineAt } from './head.ts';

/** What of a head's lines two readers may read in two ways. */
export type HeadOddity = Extract<NoticeCode, 'bare-lf' | 'obsolete-folding'>;

/**
 * Whether lines of a head end in LF alone (RFC 9112 §2.2), and whether headers are folded (§5.2).
 */
export function headOddities(head: ByteString): readonly HeadOddity[] {
  const first = lineAt(head, 0);
  let bareLf = first.next === first.end + 1;
  let folded = false;
  for (let at = first.next; at < head.length; ) {
    const { end, next } = lineAt(head, at);
    if (next === end + 1) bareLf = true;
    if (end > at && isOws(head.charCodeAt(at))) folded = true;
    at = next;
  }
  return [...(bareLf ? (['bare-lf'] as const) : []), ...(folded ? (['obsolete-folding'] as const) : [])];
}
