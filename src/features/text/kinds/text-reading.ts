import type { Drafts } from '../message-draft.ts';
import type { TextLine, TextLines } from '../text-line.ts';

/** What an input that is text turned out to be. */
const TEXT_KINDS = [
  /** request and answer as they were sent: "Follow HTTP Stream", a hand-made note */
  'http',
  /** output of `tcpdump -A`, `-X`, `-XX` */
  'tcpdump',
  /** output of `curl -v`, `--trace`, `--trace-ascii` */
  'curl',
  /** a debug log of an HTTP library or an SDK */
  'log',
  'error-document',
  'har',
  /** sessions that Fiddler saved (.saz) */
  'fiddler',
  /** flows that mitmproxy saved */
  'mitmproxy',
  /** packets as `tshark -T json` or `-T ek` prints them */
  'tshark',
] as const;

export type TextKind = (typeof TEXT_KINDS)[number];

/** A kind of text: how it is recognised and read. */
export interface TextFormat {
  readonly kind: TextKind;
  /** Whether a text is of this kind, as its first lines show. */
  recognises(lines: readonly TextLine[]): boolean;
  /** Reads as much as `drafts` takes. */
  read(lines: TextLines, drafts: Drafts): void;
}
