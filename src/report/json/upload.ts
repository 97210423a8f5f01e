import { reportOf } from '../../bytes/shape.ts';
import { BODY_CHECK, type BodyCheck } from '../../oss/body-claims.ts';
import type { MultipartUpload, UploadIssue, UploadPart } from '../../oss/upload.ts';
import { type Contrast, contrastSentence, differenceSentence } from '../contrasts/contrasts.ts';
import type { ScanEnd } from '../reporter.ts';
import { plainFiller } from '../text/fill.ts';
import type { LaterUpload } from '../uploads/later-uploads.ts';
import { cleanUpOf } from '../uploads/upload-facts.ts';
import { issueSentence } from '../uploads/upload-sentences.ts';
import type {
  ContinuedUploadJson,
  ContrastJson,
  IntegrityJson,
  SummaryJson,
  UploadIssueJson,
  UploadJson,
  UploadPartJson,
} from './model.ts';
import { type JsonOptions, type TextTaker, withTexts } from './text.ts';

export function uploadToJson(upload: MultipartUpload, options: JsonOptions): UploadJson {
  const cleanUp = cleanUpOf(upload);
  return withTexts(options.door, (taker) => ({
    uploadId: taker.take(upload.uploadId),
    bucket: taker.takeOrNull(upload.bucket),
    key: taker.takeOrNull(upload.key),
    initiated: upload.initiated,
    began: upload.began,
    parts: upload.parts.map((part) => partToJson(part, taker)),
    ...(upload.partsNotKept === 0 ? {} : { partsNotKept: upload.partsNotKept }),
    outcome: upload.outcome,
    leftoverParts: upload.leftoverParts,
    leftoverBytes: upload.leftoverBytes,
    exchange: upload.exchange,
    complete:
      upload.complete === null
        ? null
        : {
            exchange: upload.complete.exchange,
            status: upload.complete.status,
            error: taker.takeOrNull(upload.complete.error),
            all: upload.complete.all,
            whole: upload.complete.whole,
            parts:
              upload.complete.parts?.map(({ number, etag }) => ({ number, etag: taker.take(etag) })) ?? null,
          },
    crc64:
      upload.crc64 === null
        ? null
        : {
            claimed: taker.take(upload.crc64.claimed),
            combined: upload.crc64.combined,
            result: upload.crc64.result,
          },
    issues: upload.issues.map((issue) => issueToJson(issue, options)),
    cleanUp:
      cleanUp === null
        ? null
        : { command: taker.takeOrNull(cleanUp.command), request: taker.take(cleanUp.request) },
  }));
}

/** An upload that was left open and went on in a later capture, for the summary. */
function continuedToJson(
  { upload, earlier, capture }: LaterUpload,
  { door }: JsonOptions,
): ContinuedUploadJson {
  return withTexts(door, (taker) => ({
    uploadId: taker.take(upload.uploadId),
    bucket: taker.takeOrNull(upload.bucket),
    key: taker.takeOrNull(upload.key),
    capture: earlier,
    continuedIn: capture,
    outcome: upload.outcome,
    exchange: upload.exchange,
    leftoverParts: upload.leftoverParts,
    leftoverBytes: upload.leftoverBytes,
  }));
}

/** The summary of a scan, with what only its end tells. */
export function summaryToJson(
  { summary, later = [], contrasts = [] }: ScanEnd,
  options: JsonOptions,
): SummaryJson {
  if (later.length === 0 && contrasts.length === 0) return summary;
  return {
    ...summary,
    ...(later.length === 0 ? {} : { continuedUploads: later.map((one) => continuedToJson(one, options)) }),
    ...(contrasts.length === 0 ? {} : { contrasts: contrasts.map((one) => contrastToJson(one, options)) }),
  };
}

function contrastToJson(contrast: Contrast, { door, texts }: JsonOptions): ContrastJson {
  const filler = plainFiller(texts, door.prose);
  return withTexts(door, () => ({
    id: 'works-in-other-capture',
    operation: contrast.failing.operation,
    capture: contrast.capture,
    exchange: contrast.failing.index,
    count: contrast.failing.count,
    worksIn: contrast.other,
    worksAs: contrast.accepted.index,
    sameKey: contrast.isSameKey,
    message: contrastSentence(contrast, filler, texts),
    differences: contrast.differences.map((difference) =>
      withTexts(door, (taker) => ({
        what: difference.what,
        here: taker.take(difference.here),
        there: taker.take(difference.there),
        message: differenceSentence(difference, filler, texts),
      })),
    ),
  }));
}

function partToJson(part: UploadPart, taker: TextTaker): UploadPartJson {
  return {
    number: part.number,
    bytes: part.bytes,
    etag: taker.takeOrNull(part.etag),
    status: part.status,
    exchange: part.exchange,
    stored: part.stored,
    retries: part.retries,
    crc64: taker.takeOrNull(part.crc64),
    ...(part.sizeKnown ? {} : { sizeKnown: false }),
    ...(part.capture === null ? {} : { capture: part.capture }),
    ...(part.copied ? { copied: true } : {}),
    ...(part.listed ? { listed: true } : {}),
    ...(part.md5Sent === null ? {} : { md5Sent: taker.take(part.md5Sent) }),
    ...(part.crc64Sent === null ? {} : { crc64Sent: taker.take(part.crc64Sent) }),
    ...(part.body === null ? {} : { body: part.body }),
  };
}

function issueToJson(issue: UploadIssue, { texts }: JsonOptions): UploadIssueJson {
  const { kind: id, parts, exchange } = issue;
  return { id, parts, exchange, message: issueSentence({ id, parts, exchange }, plainFiller(texts), texts) };
}

const showCheck = reportOf(BODY_CHECK);

/** What headers claim of the bodies of an exchange, against the captured bytes. */
export function integrityToJson(
  checks: readonly BodyCheck[],
  { door }: JsonOptions,
): readonly IntegrityJson[] {
  return checks.map((check) =>
    withTexts(door, (taker) => ({
      ...showCheck(check, taker),
      ...(check.damage === null ? {} : { damage: check.damage }),
      ...(check.unknown === null ? {} : { unknown: check.unknown }),
    })),
  );
}
