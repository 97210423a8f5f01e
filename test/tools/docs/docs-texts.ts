import type { EXIT } from '../../../src/cli/ending.ts';
import type { ArgKind } from '../../rooms/diagnose.ts';
import type { Lang } from '../../rooms/sentences.ts';
import type { MODEL } from '../../rooms/suspects.ts';

/** Pages of the reference by file name, in their order. */
export const PAGE_NAMES = [
  'commands',
  'verdicts',
  'causes',
  'hypotheses',
  'suspects',
  'notes',
  'notices',
  'formats',
  'exit-codes',
] as const;

export type PageName = (typeof PAGE_NAMES)[number];

interface PageText {
  readonly title: string;
  /** What the page holds, for the index and as its first paragraph. Markdown. */
  readonly about: string;
}

/** A page that is written by hand, listed in the index. */
interface GuideText {
  readonly file: string;
  readonly title: string;
  readonly about: string;
}

const DOC_LABEL_IDS = [
  'generated',
  'index-title',
  'index-about',
  'problems-title',
  'problems-about',
  'problems-after',
  'column-problem',
  'column-run',
  'column-says',
  'index-guides',
  'index-reference',
  'back',
  // the page of a cause
  'back-cause',
  'same-offline',
  // commands
  'argument',
  'option',
  'repeatable',
  'negated',
  'column-what',
  // verdicts
  'column-verdict',
  'column-title',
  'column-meaning',
  'column-row',
  'column-holds',
  'fails',
  'does-not-fail',
  'never-fails',
  'rows',
  'causes-of',
  'table-title',
  'table-about',
  'certainties-title',
  // causes
  'proof-title',
  'cause-args',
  'signing-rules',
  'mismatch-documents',
  // hypotheses
  'column-hypothesis',
  'column-causes',
  // suspects
  'suspects-kinds',
  'suspects-kinds-about',
  'suspects-evidence',
  'suspects-evidence-about',
  'suspects-model',
  'suspects-model-about',
  'suspects-commonness',
  'suspects-commonness-about',
  'suspects-words',
  'suspects-words-about',
  'column-suspect',
  'column-rate-known',
  'column-rate-own',
  'column-rate-url',
  'column-left-open',
  'column-number',
  'column-value',
  'column-trait',
  'column-share',
  'column-part',
  'column-factor',
  'suspects-profiles',
  'suspects-profiles-about',
  'suspects-rates',
  'suspects-rates-about',
  'suspects-shares',
  'suspects-shares-about',
  'rate-of-method',
  'rate-host-s3',
  'rate-at-s3',
  'rate-now-and-then',
  'column-client',
  'column-signs',
  'column-order',
  'column-types',
  'profile-signs-none',
  'profile-order-sorted',
  'profile-order-any',
  'profile-types-unknown',
  'profile-types-no-form',
  // notes
  'notes-title',
  'notes-about',
  'advice-title',
  'advice-about',
  'uploads-title',
  'uploads-about',
  'waits-title',
  'waits-about',
  'endings-title',
  'endings-about',
  'column-id',
  'column-sentence',
  // notices
  'failures-title',
  'failures-about',
  // formats
  'column-format',
  'column-written',
  'column-consumer',
  'column-masked',
  'yes',
  'no',
  'pages-title',
  'pages-about',
  // exit codes
  'column-code',
  'by-command',
  'column-command',
  // the manual page
  'man-name',
  'man-title',
  'man-synopsis',
  'man-description',
  'man-environment',
  'man-as-option',
  'man-as-scan',
  'man-exit',
  'man-see-also',
] as const;

export type DocLabelId = (typeof DOC_LABEL_IDS)[number];

/** What only the documentation says, beside the sentences of the program. Markdown. */
export interface DocsTexts {
  readonly lang: Lang;
  readonly labels: Readonly<Record<DocLabelId, string>>;
  readonly pages: Readonly<Record<PageName, PageText>>;
  readonly guides: readonly GuideText[];
  /** What each number of the model of suspects is. */
  readonly suspectModel: Readonly<Record<keyof typeof MODEL, string>>;
  readonly argKinds: Readonly<Record<ArgKind, string>>;
  readonly exitCodes: Readonly<Record<keyof typeof EXIT, string>>;
  /** Pages of OSS on how requests are signed: title and address. */
  readonly signingRules: readonly (readonly [title: string, url: string])[];
}
