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
  /** an error document alone */
  'error-document',
  /** an HTTP Archive */
  'har',
] as const;

export type TextKind = (typeof TEXT_KINDS)[number];
