import type { CollectedFindings } from '../findings/capture-findings.ts';
import type { TimingSumsJson } from '../json/model.ts';
import type { Reporter } from '../reporter.ts';
import type { PageContent } from '../table/page-tally.ts';

/**
 * What one report needs of a capture's exchanges, gathered where the capture is read, which may be another
 * thread. To pass every exchange as it is would cost more than reading the capture.
 */
export type Digest =
  /** Exchanges as the report writes them. */
  | TextDigest
  /** All that a page of the table keeps. */
  | { readonly kind: 'page'; readonly content: PageContent }
  /** All that reports of causes keep. */
  | { readonly kind: 'findings'; readonly collected: CollectedFindings };

export interface TextDigest {
  readonly kind: 'text';
  /** As UTF-8. */
  readonly text: Uint8Array;
  readonly exchanges: number;
  /** Times of the whole capture, with its last digest, where the report shows them. */
  readonly sums: TimingSumsJson | null;
}

/** A report that takes digests of exchanges in place of the exchanges. */
export interface DigestReporter extends Reporter {
  /** Takes what was gathered of the capture since the last digest, or of all of it. */
  digest(capture: string, digest: Digest): void;
}

export function takesDigests(reporter: Reporter): reporter is DigestReporter {
  return 'digest' in reporter;
}
