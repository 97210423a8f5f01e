import type { HypothesisField } from '../../diagnose/search/hypothesis.ts';
import type { Lang, Template } from './template.ts';

/** Pieces of what is shown in full: one exchange, one signature, the table of hypotheses. */
export const DETAIL_LABEL_IDS = [
  // an exchange
  'exchange',
  'not-oss',
  'heading-connection',
  'row-connection',
  'connection',
  'row-original-client',
  'original-client',
  'row-tls',
  'tls',
  'row-request',
  'row-interim',
  'row-response',
  'row-took',
  'took',
  'message-missing',
  'place-one',
  'place-several',
  'place-in-file',
  'bytes-missing',
  'heading-request-head',
  'heading-response-head',
  'head-cut',
  'body-complete',
  'body-incomplete',
  'heading-signature',
  'unsigned',
  'signature-unseen',
  'foreign-scheme',
  'row-version',
  'row-key-id',
  'row-signature',
  'row-raw-signature',
  'row-scope',
  'row-date',
  'row-expires',
  'row-listed',
  'row-problems',
  'heading-answer',
  'answer-ids',
  'no-error-document',
  'error-in-body',
  'error-in-header',
  'heading-alignment',
  'heading-one-string',
  'divergence',
  'heading-decision',
  'row-row',
  'row-verdict',
  'row-found',
  'heading-search',
  'search-tried',
  'search-found',
  'search-same-string',
  'search-nothing',
  'search-spent',
  'column-alone',
  'column-paired',
  // strings and steps
  'heading-pieces-request',
  'heading-pieces-string',
  'column-field',
  'column-bytes',
  'column-value',
  'column-from',
  'from-frame',
  'from-nowhere',
  'heading-steps',
  'not-rebuilt-head',
  'not-rebuilt-endpoint',
  'not-rebuilt-bucket',
  'not-rebuilt-policy',
  'not-rebuilt-scope',
  'step-canonical-request',
  'step-hash',
  'step-string',
  'step-key-plain',
  'step-key-derived',
  'step-signature',
  'signature-needs-secret',
  'wire-equal',
  'wire-differs',
  // a signature
  'heading-added',
  'added-header',
  'added-query',
  'added-form',
  'heading-ready-header',
  'heading-ready-url',
  'heading-ready-form',
  'heading-given',
  'row-given',
  'row-computed',
  'given-equal',
  'given-differs',
  'given-unknown',
  'given-other-version',
  'heading-notes',
  'row-note',
  'note-clock',
  'note-v1-switched-off',
  'note-key-id-unknown',
  'note-token-hidden',
  'note-as-given',
  'note-region-from-host',
  // the table of hypotheses
  'hypotheses-head',
  'hypotheses-foot',
  'column-hypothesis',
  'column-changes',
  'column-cost',
  'column-versions',
  'alone-only',
  'versions-all',
  'versions-requests',
] as const;

export type DetailLabelId = (typeof DETAIL_LABEL_IDS)[number];

/**
 * What is known of two strings that differ in nothing: both as a whole, both in parts (of a text in
 * which something is hidden), or the server's alone (of an error document without its request).
 */
export type StringsKnown = 'same' | 'as-shown' | 'server-alone';

/** What is said only where something is shown in full, in one language. */
export interface DetailTexts {
  readonly lang: Lang;
  readonly labels: Readonly<Record<DetailLabelId, Template>>;
  readonly hypothesisFields: Readonly<Record<HypothesisField, string>>;
  /** In the place of `{strings}` in the reason of a row. */
  readonly strings: Readonly<Record<StringsKnown, string>>;
}
