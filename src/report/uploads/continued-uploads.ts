import { type ByteString, fromText } from '../../bytes/byte-string.ts';
import type { MultipartUpload } from '../../oss/upload.ts';
import type { CaptureInfo } from '../input.ts';
import { type Filler, fill } from '../text/fill.ts';
import { PUNCTUATION } from '../text/punctuation.ts';
import type { Texts } from '../text/texts.ts';
import type { UploadLabelId } from '../text/upload-texts.ts';
import type { LaterUpload } from './later-uploads.ts';
import { mayKeepParts } from './upload-facts.ts';

/** What became of uploads after the captures that left them open, by their ids. */
export type LaterById = ReadonlyMap<ByteString, LaterUpload>;

export function laterById(later: readonly LaterUpload[]): LaterById {
  return new Map(later.map((one) => [one.upload.uploadId, one]));
}

/**
 * What became of an upload after the capture at `path`; null where that capture is the last that
 * tells of it.
 */
export function laterOf({ uploadId }: MultipartUpload, path: string, later: LaterById): LaterUpload | null {
  const found = later.get(uploadId) ?? null;
  return found === null || found.capture === path ? null : found;
}

/** How an upload went on, in a part of a sentence. */
export function laterSentence({ upload, capture }: LaterUpload, filler: Filler, texts: Texts): string {
  const args = { path: fromText(capture), index: upload.exchange ?? 0 };
  return fill(texts.uploads.labels[howItWentOn(upload)], args, filler);
}

function howItWentOn({ outcome, issues }: LaterUpload['upload']): UploadLabelId {
  switch (outcome) {
    case 'completed':
      return 'later-completed';
    case 'aborted':
      return 'later-aborted';
    case 'failed':
    case 'abandoned':
      if (issues.some(({ kind }) => kind === 'no-such-upload')) return 'later-gone';
      return outcome === 'failed' ? 'later-failed' : 'later-open';
  }
}

/**
 * Id, place, and how the upload went on, for the end of a report whose earlier parts told of it as
 * open.
 */
export function continuedSentence(later: LaterUpload, filler: Filler, texts: Texts): string {
  const { uploadId, bucket, key } = later.upload;
  const name = fill(
    '{id} ({bucket}/{key:long})',
    { id: uploadId, bucket: bucket ?? '-', key: key ?? '-' },
    filler,
  );
  const how = fromText(laterSentence(later, filler, texts));
  const told = fill(texts.uploads.labels.continued, { path: fromText(later.earlier), how }, filler);
  return name + PUNCTUATION[texts.lang].colon + told;
}

/**
 * The account of a capture without what a later one took along: parts that it went on with were not
 * left behind.
 */
export function withoutContinued(info: CaptureInfo, later: LaterById): CaptureInfo {
  const { multipartUploads, path } = info;
  if (multipartUploads === undefined || later.size === 0) return info;
  const uploads = multipartUploads.map((upload) =>
    laterOf(upload, path, later) === null ? upload : taken(upload),
  );
  return { ...info, multipartUploads: uploads };
}

function taken(upload: MultipartUpload): MultipartUpload {
  const bare = { ...upload, leftoverParts: [], leftoverBytes: 0 };
  // What the capture lacks may stand in the next.
  return mayKeepParts(bare) ? { ...bare, issues: [] } : bare;
}
