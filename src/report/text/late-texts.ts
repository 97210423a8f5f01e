import type { LateFailure } from '../../oss/late-failure.ts';
import type { Template } from './template.ts';

/** Fixed pieces of what is said of exchanges that went wrong although no verdict fails. */
const LATE_LABEL_IDS = [
  'row-callback',
  'callback',
  'no-signature-fails',
  'besides',
  'passed-late',
  // errors that no cause tells of
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
