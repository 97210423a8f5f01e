import { type ByteString, fromText } from '../../bytes/byte-string.ts';
import { printable } from '../../bytes/printable.ts';
import type { MultipartUpload } from '../../oss/upload.ts';
import { AUTHENTICATION_ERRORS } from '../../oss/vocabulary.ts';
import type { UploadIssueJson, UploadJson } from '../json/model.ts';
import type { View } from '../terminal/view.ts';
import { type Filler, fill } from '../text/fill.ts';
import { PUNCTUATION } from '../text/punctuation.ts';
import type { Texts } from '../text/texts.ts';
import { leftoverSize, mayBeComplete, numberRanges, unseenParts } from './upload-facts.ts';

/** An upload as it was followed, or as the JSON report gives it. */
type AnyUpload = MultipartUpload | UploadJson;

/**
 * With what the Complete was refused, unless that is said among what fails; null where it was not.
 */
export function refusedSentence(upload: AnyUpload, filler: Filler, texts: Texts): string | null {
  const { outcome, complete } = upload;
  if (outcome !== 'failed' || complete === null || complete.error === null) return null;
  const { exchange, status, error } = complete;
  // Said among the issues.
  if (status !== null && status < 300) return null;
  if (AUTHENTICATION_ERRORS.has(error) || error === 'AccessDenied') return null;
  return fill(texts.uploads.labels.refused, { exchange, status: status ?? 0, code: error }, filler);
}

/**
 * What is known of an upload beside what is wrong with it: that its CRC-64 is right, what was sent
 * again, and where it began.
 */
export function factSentences(upload: AnyUpload, filler: Filler, texts: Texts): string[] {
  const { labels } = texts.uploads;
  const sentences: string[] = [];
  if (upload.crc64?.result === 'matches') sentences.push(fill(labels['crc-matches'], {}, filler));
  const again: number[] = [];
  for (const { number, retries } of upload.parts) if (retries > 0) again.push(number);
  if (again.length > 0) {
    sentences.push(fill(labels.retries, { n: again.length, parts: partNumbers(again, texts) }, filler));
  }
  if (upload.began !== null) sentences.push(fill(labels.began, { path: upload.began }, filler));
  return sentences;
}

/** What is wrong with an upload, in one sentence. Nothing in it was captured. */
export function issueSentence(
  { id, parts, exchange }: Omit<UploadIssueJson, 'message'>,
  filler: Filler,
  texts: Texts,
): string {
  const args = { n: parts.length, parts: partNumbers(parts, texts), exchange };
  return fill(texts.uploads.issues[id], args, filler);
}

function partNumbers(numbers: readonly number[], { lang }: Texts): ByteString {
  return fromText(numberRanges(numbers, PUNCTUATION[lang].listComma));
}

/** What sentences about an upload are made with. */
type UploadView = Pick<View, 'texts' | 'filler' | 'door'>;

/** What is to be said of one upload, its id first; null for nothing. */
export function uploadSentence(
  upload: MultipartUpload,
  view: UploadView,
  wentOn: string | null = null,
): string | null {
  const refused = refusedSentence(upload, view.filler, view.texts);
  const issues = upload.issues.map(({ kind: id, parts, exchange }) =>
    issueSentence({ id, parts, exchange }, view.filler, view.texts),
  );
  const sentences = refused === null ? issues : [refused, ...issues];
  sentences.push(...factSentences(upload, view.filler, view.texts));
  if (wentOn !== null) sentences.push(wentOn);
  const left = leftSentence(upload, view);
  if (left === null && sentences.length === 0) return null;
  const id = printable(view.door.text(upload.uploadId).text);
  const { colon, semicolon } = PUNCTUATION[view.texts.lang];
  return left === null ? `${id}${colon}${sentences.join(semicolon)}` : [left, ...sentences].join(semicolon);
}

function leftSentence(upload: MultipartUpload, view: UploadView): string | null {
  const { leftoverParts, uploadId } = upload;
  const { labels } = view.texts.uploads;
  if (leftoverParts.length > 0) {
    const size = leftoverSize(upload);
    return fill(
      labels[mayBeComplete(upload) ? 'left-unanswered' : 'left'],
      { id: uploadId, n: leftoverParts.length, size },
      view.filler,
    );
  }
  const unseen = unseenParts(upload);
  return unseen === 0 ? null : fill(labels['left-unseen'], { id: uploadId, n: unseen }, view.filler);
}
