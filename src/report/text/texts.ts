import type { NoticeCode, OtherForm } from '../../bytes/notice.ts';
import type { AdviceId } from '../../diagnose/advice.ts';
import type { CauseId } from '../../diagnose/causes/index.ts';
import type { NoteId } from '../../diagnose/causes/notes.ts';
import type { Proof } from '../../diagnose/causes/rows.ts';
import type { NEEDS_SECRET } from '../../diagnose/causes/verdicts.ts';
import type { Certainty, Verdict } from '../../diagnose/model.ts';
import type { HypothesisField } from '../../diagnose/search/hypothesis.ts';
import type { Waiter, WaitReason } from '../../features/timing/timing.ts';
import type { EndingKind } from '../../http/exchange.ts';
import type { LateFailure } from '../../oss/late-failure.ts';
import type { UploadIssueKind, UploadOutcome } from '../../oss/upload.ts';
import type { InputFailureReason } from '../input.ts';
import type { Lang, Template } from './language.ts';
import type { ShortLabelId } from './short.ts';

/*
 * Shapes of the texts: what each language gives, subject by subject, for reports, comparisons,
 * details and formats.
 */

/** What a reader learns of a cause, or of a verdict without one. */
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
  /** Short names of verdicts: tables and pages name each by no other. */
  readonly verdictNames: Readonly<Record<Verdict, string>>;
  /** In the place of those of `needs-secret` where there are not two strings that agree. */
  readonly needsSecret: Readonly<Record<keyof typeof NEEDS_SECRET, CauseText>>;
  readonly certainties: Readonly<Record<Certainty, Template>>;
  readonly causes: Readonly<Record<CauseId, CauseText>>;
  readonly notes: Readonly<Record<NoteId, Template>>;
  readonly notices: Readonly<Record<NoticeCode, Template>>;
  /** Of a pasted text, in few words. */
  readonly mended: Readonly<Partial<Record<NoticeCode, Template>>>;
  readonly inputFailures: Readonly<Record<InputFailureReason, Template>>;
  /** In the place of `not-a-capture`. */
  readonly otherForms: Readonly<Record<OtherForm, Template>>;
  readonly labels: Readonly<Record<LabelId, Template>>;
  readonly short: Readonly<Record<ShortLabelId, Template>>;
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
  'capture-copies',
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
  'column-verdict',
  'rows-left-out',
  'rows-all-left-out',
  'rows-beyond-all',
  'rows-left-out-failing',
  'rows-equal-left-out',
  'groups-left-out',
  'groups-beyond-all',
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
  'row-evidence',
  'row-tried',
  'row-cause',
  'cause-policy-alone',
  'cure-policy-alone',
  'cause-method-case',
  'cure-method-case',
  'cause-read-as',
  'suspect-probably',
  'suspect-perhaps',
  'suspect-weight',
  'suspect-one-of',
  'suspect-none-stands-out',
  'suspect-or',
  'suspect-end',
  'suspect-settle',
  'suspect-settle-secret',
  'suspect-if-accepted',
  'suspect-parts-two',
  'suspect-accepted',
  'suspect-refused',
  'row-suspect',
  'row-suspect-for',
  'row-suspect-against',
  'headline-several',
  'headline-or-earlier-hop',
  'cure-or-earlier-hop',
  'headline-or-server',
  'cure-or-server',
  'cure-find-hop',
  'cure-over-https',
  'cure-over-tls',
  'cure-at-hop',
  'cure-else',
  'cure-underscore-headers',
  'cure-sdk-defect',
  'cure-form-data',
  'row-cure',
  'row-also',
  'row-server',
  'row-support',
  'support',
  'support-ec',
  'support-ec-page',
  'support-page',
  'no-request-id',
  'server-said',
  'server-said-code',
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
  'proof-chunks',
  'proof-needs-secret-of-chunks',
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
  'message-mended',
  'message-further-texts',
  'message-input',
] as const;

export type LabelId = (typeof LABEL_IDS)[number];

/** Fixed pieces of what is said of exchanges that went wrong although no verdict fails. */
const LATE_LABEL_IDS = [
  'row-callback',
  'callback',
  'no-signature-fails',
  'besides',
  'passed-late',
  // errors that no cause reports
  'refusals-title',
  'refusal',
  'refusals',
  'refusals-more',
  // counts
  'uploads-failed',
  'uploads-damaged',
  'uploads-left',
  'not-done',
  'callbacks',
  'refused',
  'unanswered',
  'lost',
  'cut',
] as const;

export type LateLabelId = (typeof LATE_LABEL_IDS)[number];

/** `{operation}`: an API name, `{status}`: of the answer. */
interface LateText {
  /** One sentence: what is the case. */
  readonly headline: Template;
  /** What to do next. */
  readonly cure: Template;
}

export interface LateTexts {
  readonly failures: Readonly<Record<LateFailure, LateText>>;
  readonly labels: Readonly<Record<LateLabelId, Template>>;
}

/**
 * `{after}`: from the last byte of the request, or of the answer, to the end of the connection;
 * `{frame}`: the packet that ended it; `{sent}`: segments sent again; `{size}`: bytes of the last
 * of them; `{open}`: bytes never acknowledged; `{lost}`: bytes that the capture lost; `{got}`,
 * `{said}`: bytes of the answer's body.
 */
interface EndingText {
  /** One sentence: what is the case. The same for every exchange of the kind. */
  readonly headline: Template;
  /** Who ended it, where, and after how long. */
  readonly happened: Template;
  /** What to do next. */
  readonly cure: Template;
}

/** Fixed pieces of what is said of answers that are missing or not whole. */
const ENDING_LABEL_IDS = [
  'row-happened',
  'happened',
  /** Follow what happened, where they hold. */
  'ttl',
  'idle',
  'said',
] as const;

type EndingLabelId = (typeof ENDING_LABEL_IDS)[number];

export interface EndingTexts {
  readonly kinds: Readonly<Record<EndingKind, EndingText>>;
  readonly labels: Readonly<Record<EndingLabelId, Template>>;
}

/** Fixed pieces of what is said of time, of what will fail, and of TLS that was not opened. */
const OUTLOOK_LABEL_IDS = [
  // the slowest exchanges
  'slow-title',
  'slow-none',
  'column-total',
  'column-connect',
  'column-request',
  'column-wait',
  'column-response',
  'column-waited-for',
  'sum-title',
  'sum',
  'sum-network',
  'flight-loss',
  'flight-window-client',
  'flight-window-server',
  'flight-lost-or-slow',
  'lost-or-silent-client',
  'lost-or-silent-server',
  'crc-in-python',
  'crc-in-python-v2',
  'connect-answers',
  'connect-loss-client',
  'connect-loss-server',
  'connect-loss-both',
  'limit',
  'limit-measured',
  'throttled',
  // before it fails
  'advice-title',
  'advice-where',
  'advice-sampled',
  // TLS that was not opened
  'tls-oss',
  'tls-other',
  'tls-unnamed',
  'tls-bytes',
  'tls-version',
  'tls-offered',
  'tls-protocol',
  'tls-protocol-offered',
  'tls-http2',
  'tls-old',
  'tls-suite',
  'tls-alert',
  'tls-no-answer',
  'tls-no-start',
  'tls-share',
  'tls-handshakes-more',
  'tls-ways-title',
  'tls-ways-above',
  'tls-ways-then',
  'tls-ways-else',
  'tls-beside',
] as const;

export type OutlookLabelId = (typeof OUTLOOK_LABEL_IDS)[number];

interface AdviceText {
  /** One sentence: what is the case. */
  readonly summary: Template;
  /** The same in few words, beside others. */
  readonly brief: Template;
  /** What to do. */
  readonly advice: Template;
}

export interface OutlookTexts {
  readonly waiters: Readonly<Record<Waiter | 'several', Template>>;
  /**
   * Why time passed. `{ms}`: how much of it, `{n}`: how often, `{resent}`: segments sent again,
   * `{trip}`: ms of a round trip, `{own}`: ms that the server says, `{asked}` and `{speed}`: bit/s
   * that the request asked for at most and that were measured.
   */
  readonly reasons: Readonly<Record<WaitReason, Template>>;
  readonly advice: Readonly<Record<AdviceId, AdviceText>>;
  /**
   * How each kind of client is made to write its session keys; the commands stand in
   * `tls-clients.ts`.
   */
  readonly tlsClients: Readonly<Record<TlsClient, Template>>;
  readonly labels: Readonly<Record<OutlookLabelId, Template>>;
}

/**
 * Fixed pieces of what is said of multipart uploads and of bodies that were compared with their
 * digests.
 */
export const UPLOAD_LABEL_IDS = [
  'column-upload',
  'column-parts',
  'column-size',
  'column-outcome',
  'column-kept',
  'parts',
  'parts-failed',
  'kept',
  'uploads-left-out',
  // below the table: `id` of the upload before each
  'row-upload',
  'row-upload-numbered',
  'row-clean-up',
  'left',
  'refused',
  'left-unanswered',
  'left-unseen',
  'began',
  // in a later capture
  'continued',
  'continued-title',
  'later-completed',
  'later-aborted',
  'later-failed',
  'later-open',
  'later-gone',
  'retries',
  'crc-matches',
  'clean-up-or',
  // bodies
  'bodies',
  'bodies-fit',
  'bodies-differ',
  'bodies-unknown',
] as const;

export type UploadLabelId = (typeof UPLOAD_LABEL_IDS)[number];

/**
 * `{n}`: how many parts, `{parts}`: their numbers, `{exchange}`: index of the exchange that shows
 * it.
 */
export interface UploadTexts {
  readonly outcomes: Readonly<Record<UploadOutcome, Template>>;
  readonly issues: Readonly<Record<UploadIssueKind, Template>>;
  readonly labels: Readonly<Record<UploadLabelId, Template>>;
}

/**
 * Clients that can be made to write the keys of their TLS sessions to a file (NSS key log format,
 * which Wireshark reads too).
 */
export const TLS_CLIENTS = ['curl', 'node', 'python', 'java', 'go', 'browser'] as const;

type TlsClient = (typeof TLS_CLIENTS)[number];

/** What to type, or to write into the client's source, a line each; the same in every language. */
export const TLS_CLIENT_LINES: Readonly<Record<TlsClient, readonly string[]>> = {
  // https://everything.curl.dev/usingcurl/tls/sslkeylogfile.html
  curl: ['SSLKEYLOGFILE=keys.log curl -v https://…'],
  // https://nodejs.org/api/cli.html#--tls-keylogfile
  node: ['NODE_OPTIONS=--tls-keylog=keys.log node app.js'],
  // https://docs.python.org/3/library/ssl.html#ssl.SSLContext.keylog_filename; urllib3, and with it
  // requests and oss2, reads the variable
  python: ['SSLKEYLOGFILE=keys.log python app.py', 'context.keylog_filename = "keys.log"'],
  // https://github.com/neykov/extract-tls-secrets
  java: ['java -javaagent:extract-tls-secrets-4.0.0.jar=keys.log -jar app.jar'],
  // https://pkg.go.dev/crypto/tls#Config
  go: ['transport.TLSClientConfig = &tls.Config{KeyLogWriter: file}'],
  // Chromium and Firefox; the browser must not be running already
  browser: ['SSLKEYLOGFILE=$PWD/keys.log google-chrome', 'SSLKEYLOGFILE=$PWD/keys.log firefox'],
};

/** Pieces of a comparison of captures. */
export const COMPARE_LABEL_IDS = [
  'header',
  'header-unmatched',
  'not-compared',
  'capture',
  'clock-offset',
  'clock-offset-before',
  'column-here',
  'column-ms',
  'column-changed',
  'nothing-changed',
  'more-pairs',
  'more-broken',
  'more-ways',
  'broken',
  'exchanges',
  'row-hop',
  'hop',
  'row-proof',
  'proof',
  'proof-both',
  'row-client',
  'client-too',
  'row-cause',
  'row-cure',
  'cure',
  'row-also',
  'also-unsigned',
  'row-answer',
  'answer-changed',
  'row-expected',
  'expected',
  'row-time',
  'time',
  'row-support',
  'support',
  'reversed',
  'uncompared',
  'clean',
  'clean-behind',
  'clean-client',
  'harmless',
  'harmless-times',
  'harmless-values',
  'unmatched',
  'unmatched-list',
  'matched-otherwise',
  'no-pairs',
  'no-pairs-advice',
  'added',
  'dropped',
  'changed',
  'order',
  'body',
  'body-digest',
  'end-broken',
  'end-clean',
  'end-partly',
  'end-nothing',
  'end-exit',
  'field-target',
  'field-version',
  'field-order',
  'field-body',
  'of-answer',
  'field-status',
] as const;

export type CompareLabelId = (typeof COMPARE_LABEL_IDS)[number];

/** What a comparison says in words. */
export interface CompareTexts {
  readonly lang: Lang;
  readonly labels: Readonly<Record<CompareLabelId, Template>>;
}

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

/** Fixed pieces of the published formats, and of the HTML report. */
const FORMAT_LABEL_IDS = [
  'title',
  // facts of a finding
  'verdict',
  'certainty',
  'cause',
  'cure',
  'proof',
  'evidence',
  'tried',
  'also',
  'suspect',
  'suspect-for',
  'suspect-against',
  'first-difference',
  'exchanges',
  'cause-id',
  'more',
  // the overview of a job summary
  'overview-failed',
  'overview-none',
  'overview-count',
  'overview-example',
  'overview-details',
  'request-id',
  'no-request-id',
  'ec',
  'time',
  'operation',
  'target',
  'server-said',
  'opened-from',
  'no-response',
  'field',
  'client-signed',
  'client-rebuilt',
  'server-signed',
  'client-sent',
  'server-received',
  'due',
  'string-to-sign',
  'canonical-request',
  'masked-note',
  'shown-note',
  // counts
  'counts-oss',
  'counts-passed',
  'counts-failed',
  'counts-other',
  'nothing-fails',
  'no-oss',
  'filtered',
  'none-shown',
  'damaged',
  'interrupted',
  'unreadable',
  'more-causes',
  'more-exchanges',
  'cut-short',
  // HTML page
  'page-colon',
  'page-no-script',
  'page-skip',
  'page-theme',
  'page-theme-auto',
  'page-theme-light',
  'page-theme-dark',
  'page-print',
  'page-captures',
  'page-all-captures',
  'page-capture-size',
  'page-text-size',
  'page-causes',
  'page-causes-of',
  'page-one-of',
  'page-none-stands-out',
  'page-probability',
  'page-settles',
  'page-type',
  'page-cure-as',
  'page-more-differ',
  'page-others-equal',
  'page-besides',
  'page-show-cause',
  'page-cause-places',
  'page-nothing-fails',
  'page-no-failures',
  'page-title-good',
  'page-title-late',
  'page-title-none',
  'page-title-captures',
  'page-more',
  'page-timeline',
  'page-timeline-of',
  'page-timeline-none',
  'page-timeline-bar',
  'page-timeline-choose',
  'page-timeline-common',
  'page-from',
  'page-to',
  'page-exchanges',
  'page-filters',
  'page-search',
  'page-search-hint',
  'page-verdicts',
  'page-failing',
  'page-all',
  'page-any',
  'page-bucket',
  'page-reset',
  'page-shown',
  'page-none-match',
  'page-offer',
  'page-copy',
  'page-copied',
  'page-not-copied',
  'page-wireshark',
  'page-previous',
  'page-next',
  'page-status',
  'page-duration',
  'page-outcome',
  'page-open',
  'page-close',
  'page-side-by-side',
  'page-same-string',
  'page-same-string-from-error',
  'page-server-unknown',
  'page-differs',
  'page-hex',
  'page-whole-strings',
  'page-request',
  'page-response',
  'page-body',
  'page-frame',
  'page-line',
  'page-entry',
  'page-capture',
  'page-connection',
  'page-key-id',
  'page-version',
  'page-cause-id',
  'page-detail-none',
  'page-detail-left-out',
  'page-uploads',
  'page-upload-key',
  'page-upload-id',
  'page-upload-parts',
  'page-upload-outcome',
  'page-upload-left',
  'page-upload-issues',
  'page-upload-clean-up',
  'page-timing',
  'page-slowest',
  'page-advice',
  'page-sequence',
  'page-client',
  'page-hop',
  'page-changed-here',
  'page-integrity',
  'page-warnings',
  'page-tls',
  'page-others',
  'page-tls-peer',
  'page-made-by',
] as const;

export type FormatLabelId = (typeof FORMAT_LABEL_IDS)[number];

/** What the published formats say beside the sentences of `Texts`, in one language. */
export interface FormatTexts {
  readonly lang: Lang;
  readonly labels: Readonly<Record<FormatLabelId, Template>>;
  /** Short names of verdicts, for people. */
  readonly verdicts: Readonly<Record<Verdict, string>>;
}

/** Titles of what is said of an id by itself, apart from any request. */
const REFERENCE_LABEL_IDS = [
  'why',
  'meaning',
  'shows',
  'shows-or',
  'row',
  'certainty',
  'no-certainty',
  'proved',
  'proved-by',
  'to-do',
  'when',
  'causes',
  'settle',
  'example',
  'document',
  'page',
  // what an id can stand for
  'kind-cause',
  'kind-verdict',
  'kind-suspect',
  'kind-advice',
  'kind-note',
  'kind-notice',
  // the list of all
  'index-cause',
  'index-verdict',
  'index-suspect',
  'index-advice',
  'index-note',
  'index-notice',
  'index-other',
  'index-group',
  'index-family',
  'index-more',
  'index-one',
  'index-part',
  'index-found',
] as const;

export type ReferenceLabelId = (typeof REFERENCE_LABEL_IDS)[number];

/**
 * What the reference and `why` say beside the sentences of the reports. Markdown, of which only
 * code and links are used.
 */
export interface ReferenceTexts {
  readonly lang: Lang;
  readonly labels: Readonly<Record<ReferenceLabelId, Template>>;
  /** What each verdict means, and when it is given. */
  readonly verdicts: Readonly<
    Record<Verdict, { readonly meaning: string; readonly given: string; readonly toDo?: string }>
  >;
  readonly certainties: Readonly<Record<Certainty, string>>;
  readonly proofs: Readonly<Record<Proof, string>>;
  /** Address of the page of an EC, without the EC. */
  readonly ecPages: string;
}
