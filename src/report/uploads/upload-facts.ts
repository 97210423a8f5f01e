import { type ByteString, decodeUtf8, fromText } from '../../engine/bytes/byte-string.ts';
import { addAll } from '../../engine/bytes/collections.ts';
import { printable } from '../../engine/bytes/printable.ts';
import { isCodeOf } from '../../engine/oss/providers/index.ts';
import type { MultipartUpload, UploadIssueKind, UploadPart } from '../../engine/oss/upload.ts';
import { encodeComponent, encodePath } from '../../engine/sign/percent.ts';
import { type Door, EVIDENCE_DOOR } from '../../features/redact/redact.ts';
import { type Filler, fill, groupDigits } from '../../sentences/fill.ts';
import { PUNCTUATION } from '../../sentences/language.ts';
import type { Texts } from '../../sentences/texts.ts';
import type { UploadIssueJson, UploadJson } from '../json/model.ts';
import type { View } from '../terminal/view.ts';

/** How parts that stay behind are removed. */
interface CleanUp {
  /** A command of ossutil 2, or of the AWS CLI, for a POSIX shell; null for a key that cannot be typed. */
  readonly command: ByteString | null;
  /** The request of the API. */
  readonly request: ByteString;
}

/** An upload with its names as a door shows them. */
export function shownUpload<U extends Pick<MultipartUpload, 'hidden'>>(upload: U, door: Door): U {
  return door === EVIDENCE_DOOR ? upload : { ...upload, ...upload.hidden };
}

/** Null where nothing can be left behind, or bucket or key are not known. */
export function cleanUpOf(upload: MultipartUpload): CleanUp | null {
  const { bucket, key, uploadId } = upload;
  if (!mayKeepParts(upload) || bucket === null || key === null) return null;
  const { endpoint } = upload;
  const options = [
    ['--bucket', bucket],
    ['--key', key],
    ['--upload-id', uploadId],
    ...(endpoint === undefined ? [] : [['--endpoint-url', `http://${endpoint}`] as const]),
  ] as const;
  const tool = endpoint === undefined ? 'ossutil api' : 'aws s3api';
  const inPath = endpoint === undefined ? '' : `${encodePath(bucket)}/`;
  return {
    command: options.every(([, value]) => isTypable(value))
      ? `${tool} abort-multipart-upload ${options.map(([name, value]) => option(name, value)).join(' ')}`
      : null,
    request: `DELETE /${inPath}${encodePath(key)}?uploadId=${encodeComponent(uploadId)}`,
  };
}

/** How an upload ended, and what was seen of it. */
type UploadEnd = Pick<MultipartUpload, 'outcome' | 'initiated' | 'leftoverParts' | 'issues'>;

/** Whether the bucket keeps parts of it, or may keep some that the capture does not show stored. */
export function mayKeepParts(upload: UploadEnd): boolean {
  if (upload.leftoverParts.length > 0 || unseenParts(upload) > 0) return true;
  // Of one that began here, all parts would have been seen.
  if (!upload.initiated && hasIssue(upload, 'listed-open')) return true;
  return hasIssue(upload, 'stored-after-abort') || hasIssue(upload, 'listed-after-abort');
}

/** It did not end well, or something about it is odd. */
export function needsALook(upload: MultipartUpload): boolean {
  return upload.outcome === 'failed' || mayKeepParts(upload) || upload.issues.length > 0;
}

/** Whether it may have been completed: a Complete was asked for, without an answer or with a server error. */
export function mayBeComplete(upload: MultipartUpload): boolean {
  return hasIssue(upload, 'complete-unanswered') || hasIssue(upload, 'maybe-completed');
}

function hasIssue({ issues }: UploadEnd, wanted: UploadIssueKind): boolean {
  return issues.some(({ kind }) => kind === wanted);
}

/** How many parts of an upload that is not known to be over may be stored without the capture showing it. */
export function unseenParts(upload: UploadEnd): number {
  const { outcome } = upload;
  if ((outcome !== 'failed' && outcome !== 'abandoned') || hasIssue(upload, 'no-such-upload')) return 0;
  return unseenNumbers(upload).length;
}

/** How many parts were not stored. One that had no answer may have been: it is not counted. */
export function failedParts(upload: MultipartUpload): number {
  const unseen = new Set(unseenNumbers(upload));
  return upload.parts.filter(({ stored, number }) => !stored && !unseen.has(number)).length;
}

const UNSEEN: readonly UploadIssueKind[] = ['parts-unseen', 'parts-unanswered', 'answers-unseen'];

function unseenNumbers({ issues }: UploadEnd): readonly number[] {
  return issues.filter(({ kind }) => UNSEEN.includes(kind)).flatMap(({ parts }) => parts);
}

/** Text that a terminal shows as it is: whatever else is there could not be copied. */
function isTypable(text: ByteString): boolean {
  const decoded = decodeUtf8(text);
  return decoded !== null && printable(decoded) === decoded;
}

/**
 * Name and value in one word, so that a value that begins with a hyphen is no option, and that no line of a
 * command that was broken in two on its way begins with a value, which the shell would run.
 */
function option(name: string, value: ByteString): ByteString {
  return `${name}=${quote(value)}`;
}

/**
 * A part of a word of a POSIX shell. Quotes stand between other quotes (`'"'"'`), not behind a backslash:
 * that would not hold at a line's end.
 */
export function quote(text: ByteString): ByteString {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`;
}

/** `1, 3-5, 9`; `comma`: what stands between them. */
export function numberRanges(numbers: readonly number[], comma: string): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const ranges: string[] = [];
  for (let at = 0; at < sorted.length; ) {
    const first = sorted[at] ?? 0;
    let last = first;
    while (sorted[at + 1] === last + 1) {
      at++;
      last++;
    }
    at++;
    ranges.push(
      last === first ? String(first) : last === first + 1 ? `${first}${comma}${last}` : `${first}-${last}`,
    );
  }
  return ranges.join(comma);
}

const KIB = 1024;

/** Bytes in KiB or MiB, rounded up so that nothing becomes zero. */
export function formatBytes(bytes: number): string {
  if (bytes < 100 * KIB * KIB) return `${groupDigits(Math.ceil(bytes / KIB))} KiB`;
  return `${groupDigits(Math.ceil(bytes / KIB / KIB))} MiB`;
}

/** The size of parts together; where some are not known, the least that it can be, or a question mark. */
export function formatSize(parts: readonly Pick<UploadPart, 'bytes' | 'sizeKnown'>[]): string {
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  if (parts.every(({ sizeKnown }) => sizeKnown)) return formatBytes(bytes);
  const unit = bytes < 100 * KIB * KIB ? KIB : KIB * KIB;
  const least = Math.floor(bytes / unit);
  return least === 0 ? '?' : `≥ ${formatBytes(least * unit)}`;
}

/** The size of what stays behind. */
export function leftoverSize({ parts, leftoverParts }: MultipartUpload): string {
  const left = new Set(leftoverParts);
  return formatSize(parts.filter(({ number }) => left.has(number)));
}

/** An upload as it was followed, or as the JSON report gives it. */
type AnyUpload = MultipartUpload | UploadJson;

/** With what the Complete was refused, unless that is said among what fails; null where it was not. */
export function refusedSentence(upload: AnyUpload, filler: Filler, texts: Texts): string | null {
  const { outcome, complete } = upload;
  if (outcome !== 'failed' || complete === null || complete.error === null) return null;
  const { exchange, status, error } = complete;
  // Said among the issues.
  if (status !== null && status < 300) return null;
  if (isCodeOf('authentication', error) || error === 'AccessDenied') return null;
  return fill(texts.uploads.labels.refused, { exchange, status: status ?? 0, code: error }, filler);
}

/** What else is known of an upload: that its CRC-64 is right, what was sent again, where it began. */
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
  found: MultipartUpload,
  view: UploadView,
  wentOn: string | null = null,
): string | null {
  const upload = shownUpload(found, view.door);
  const refused = refusedSentence(upload, view.filler, view.texts);
  const issues = upload.issues.map(({ kind: id, parts, exchange }) =>
    issueSentence({ id, parts, exchange }, view.filler, view.texts),
  );
  const sentences = refused === null ? issues : [refused, ...issues];
  addAll(sentences, factSentences(upload, view.filler, view.texts));
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
