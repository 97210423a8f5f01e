import type { Drafts } from '../message-draft.ts';
import type { TextLine, TextLines } from '../text-line.ts';

export type TextKind =
  /** request and answer as they were sent: "Follow HTTP Stream", a hand-made note */
  | 'http'
  /** output of `tcpdump -A`, `-X`, `-XX` */
  | 'tcpdump'
  /** output of `curl -v`, `--trace`, `--trace-ascii` */
  | 'curl'
  /** a debug log of an HTTP library or an SDK */
  | 'log'
  | 'error-document'
  | 'har'
  /** sessions that Fiddler saved (.saz) */
  | 'fiddler'
  /** flows that mitmproxy saved */
  | 'mitmproxy'
  /** packets as `tshark -T json` or `-T ek` prints them */
  | 'tshark';

export interface TextFormat {
  readonly kind: TextKind;
  recognises(lines: readonly TextLine[]): boolean;
  /** Reads as much as `drafts` takes. */
  read(lines: TextLines, drafts: Drafts): void;
}
