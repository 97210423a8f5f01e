import type { UploadIssueKind, UploadOutcome } from '../../oss/upload.ts';
import type { Template } from './template.ts';

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
