import type { NoticeCode, OtherForm } from '../../bytes/notice.ts';
import type { CauseId } from '../../diagnose/causes/index.ts';
import type { NoteId } from '../../diagnose/causes/notes.ts';
import type { NEEDS_SECRET } from '../../diagnose/causes/verdicts.ts';
import type { Certainty, Verdict } from '../../diagnose/model.ts';
import type { InputFailureReason } from '../input.ts';
import type { EndingTexts } from './ending-texts.ts';
import type { LateTexts } from './late-texts.ts';
import type { OutlookTexts } from './outlook-texts.ts';
import type { Lang, Template } from './template.ts';
import type { UploadTexts } from './upload-texts.ts';

/** What a reader is told of a cause, or of a verdict without one. */
export interface CauseText {
  /** One sentence: who did what. */
  readonly headline: Template;
  /** Why this happens. */
  readonly cause: Template;
  /** What to do next. */
  readonly cure: Template;
}

/** Everything that a report says in words, in one language. Each language gives the whole. */
export interface Texts {
  readonly lang: Lang;
  readonly verdicts: Readonly<Record<Verdict, CauseText>>;
  /** In the place of those of `needs-secret` where there are not two strings that agree. */
  readonly needsSecret: Readonly<Record<keyof typeof NEEDS_SECRET, CauseText>>;
  readonly certainties: Readonly<Record<Certainty, Template>>;
  readonly causes: Readonly<Record<CauseId, CauseText>>;
  readonly notes: Readonly<Record<NoteId, Template>>;
  readonly notices: Readonly<Record<NoticeCode, Template>>;
  readonly inputFailures: Readonly<Record<InputFailureReason, Template>>;
  /** In the place of `not-a-capture`. */
  readonly otherForms: Readonly<Record<OtherForm, Template>>;
  readonly labels: Readonly<Record<LabelId, Template>>;
  readonly uploads: UploadTexts;
  readonly outlook: OutlookTexts;
  readonly late: LateTexts;
  readonly endings: EndingTexts;
  /**
   * Words that arguments carry, e.g. `percent-encoded`; a word that is missing here is shown as it
   * is.
   */
  readonly words: Readonly<Record<string, string>>;
}

/** Fixed pieces of the terminal report and of the messages beside it. */
const LABEL_IDS = [
  // header of a capture
  'capture-files',
  'capture-packets',
  'capture-text',
  'capture-archive',
  'capture-connections',
  'capture-oss',
  'capture-passed',
  'capture-failed',
  'capture-other',
  'capture-damaged',
  'capture-filtered',
  'capture-timeless',
  'standard-input',
  // what a capture holds that is not OSS
  'no-packets',
  'no-oss',
  'no-oss-http',
  'no-oss-tls-more',
  'no-oss-http2',
  'no-oss-other',
  'no-oss-no-tcp',
  // packets of which nothing is read
  'other-packets',
  'other-kind',
  'other-more',
  'other-link',
  'other-ethertype',
  'other-llc',
  'other-wifi',
  'other-ip',
  'other-gre',
  'other-udp',
  'also-tls',
  'tls-opened',
  'tls-opened-unnamed',
  'tls-opened-more',
  // overview table
  'column-index',
  'column-time',
  'column-operation',
  'column-target',
  'column-status',
  'column-request-id',
  'column-request-id-errors',
  'column-verdict',
  'rows-left-out',
  'rows-all-left-out',
  'rows-left-out-failing',
  'rows-equal-left-out',
  'groups-left-out',
  // a block
  'exchanges-of-group',
  'exchanges-more',
  'head-client-signed',
  'head-client-rebuilt',
  'head-server-signed',
  'head-client-sent',
  'head-server-received',
  'head-due',
  'tag-client',
  'tag-wire',
  'tag-server',
  'same-string',
  'same-string-of',
  'same-string-from-error',
  'server-string-unknown',
  'conflict-text',
  'conflict-bytes',
  'conflict',
  'empty',
  'absent',
  'hex',
  'row-first-difference',
  'first-difference',
  'first-difference-request',
  'first-difference-offsets',
  'first-difference-origin',
  'row-proof',
  'row-tried',
  'row-cause',
  'cause-policy-alone',
  'cure-policy-alone',
  'cause-method-case',
  'cure-method-case',
  'cause-read-as',
  'headline-several',
  'cure-find-hop',
  'cure-at-hop',
  'cure-form-data',
  'row-cure',
  'row-also',
  'row-server',
  'row-support',
  'support',
  'support-ec',
  'support-ec-page',
  'no-request-id',
  'server-said',
  'server-said-no-code',
  'server-said-nothing',
  // proofs
  'proof-client-string',
  'proof-client-string-also',
  'proof-procedure',
  'proof-procedure-also',
  'proof-wire-string',
  'proof-other-secret',
  'proof-other-key',
  'proof-near-secret',
  'proof-no-match',
  'proof-no-match-of-document',
  'proof-at-hop',
  'proof-seen-at-hop',
  'proof-needs-headers',
  'proof-signature',
  'proof-signature-form',
  'proof-key-id',
  'proof-needs-secret',
  'proof-needs-secret-of-hash',
  'proof-needs-request',
  'proof-would-settle',
  'needs-secret',
  'needs-request',
  'needs-client-string',
  // fields of canonical strings
  'field-string',
  'field-method',
  'field-content-md5',
  'field-content-type',
  'field-date',
  'field-bucket',
  'field-key',
  'field-path',
  'field-canonical-request',
  'field-additional-headers',
  'field-payload-hash',
  'field-scope-date',
  'field-scope-region',
  'field-scope-product',
  'field-policy',
  'field-signature',
  'field-access-key-id',
  // places in a request
  'origin-request-line',
  'origin-header',
  'origin-query',
  'origin-form',
  'origin-error-body',
  // a note that needs other words
  'works-in-other-capture',
  'contrasts-left-out',
  'works-in-other-capture-alike',
  'note-key-works-with',
  'note-key-works-without',
  // an upload that stays behind
  'upload-left',
  // failures that are no news
  'triage-known',
  'triage-ignored',
  // the end
  'summary-triaged',
  'summary-clean',
  'summary-nothing',
  'summary-none-shown',
  'summary-filtered',
  'summary-failing',
  'summary-unreadable',
  'summary-unread',
  'summary-damaged',
  'summary-interrupted',
  'summary-exit',
  // lines while a capture is being taken
  'live-again',
  // messages beside the report
  'message-notice',
  'message-frame',
  'message-part',
  'message-offset',
  'message-repeated',
  'message-more-notices',
  'message-input',
] as const;

export type LabelId = (typeof LABEL_IDS)[number];
