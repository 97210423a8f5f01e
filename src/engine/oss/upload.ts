import type { ByteString } from '../bytes/byte-string.ts';
import type { Time } from '../http/message.ts';

/** A part of a multipart upload as the capture shows it. */
export interface UploadPart {
  /** Part number, from 1. */
  readonly number: number;
  /** 0 where the size is not known. */
  readonly bytes: number;
  readonly sizeKnown: boolean;
  /** Without its quotation marks; null where no answer gave one. */
  readonly etag: ByteString | null;
  /** HTTP status of the answer; null without one, and for a part that only ListParts shows. */
  readonly status: number | null;
  /** Index of the exchange: the one that stored the part, else the last that tried. */
  readonly exchange: number;
  /** The other capture that the exchange is in, for an upload that began there. */
  readonly capture: string | null;
  /**
   * Whether the service holds the part: it answered with 2xx, lists the part, or completed the upload with
   * it.
   */
  readonly stored: boolean;
  /** Uploads of this number beside the one described here. */
  readonly retries: number;
  /** Made by UploadPartCopy. */
  readonly copied: boolean;
  /** Only a ListParts answer shows it. */
  readonly listed: boolean;
  /**
   * What the request claimed of its body (`Content-MD5` in base64, `x-oss-hash-crc64ecma` in decimal); null
   * without a claim.
   */
  readonly md5Sent: ByteString | null;
  readonly crc64Sent: ByteString | null;
  /** The CRC-64 that the service answered, in decimal; null where it gave none. */
  readonly crc64: ByteString | null;
  /** The captured bytes against those claims; null where they were not digested. */
  readonly body: 'matches' | 'differs' | 'unknown' | null;
}

/** By what an upload is known. */
export interface UploadName {
  readonly uploadId: ByteString;
  readonly bucket: ByteString | null;
  readonly key: ByteString | null;
}

/** A part as CompleteMultipartUpload names it. */
export interface NamedPart {
  readonly number: number;
  /** Without its quotation marks. */
  readonly etag: ByteString;
}

/** The last CompleteMultipartUpload, but for one that did not get to the service after others that did. */
export interface CompleteAttempt {
  /** Index of its exchange. */
  readonly exchange: number;
  /** HTTP status of the answer; null without one. A 200 may carry an error all the same: see `outcome`. */
  readonly status: number | null;
  /** Code of the error that the answer holds; null without one. */
  readonly error: ByteString | null;
  /** Null where the list is not in the capture, or is none. */
  readonly parts: readonly NamedPart[] | null;
  /** The capture has the whole list. */
  readonly whole: boolean;
  /** `x-oss-complete-all: yes`: all parts, without a list. */
  readonly all: boolean;
}

export const UPLOAD_ISSUES = [
  /** named, but never stored */
  'parts-missing',
  /**
   * named, and uploaded before the capture began or past it, if at all; certainly where the service completed
   * the upload
   */
  'parts-unseen',
  /** named, and sent, but the capture lacks the answer */
  'parts-unanswered',
  /** sent, and the capture lacks the answer: the service may hold them */
  'answers-unseen',
  /** named with another ETag than the last that the service gave in the capture */
  'etag-differs',
  /** numbers that do not ascend */
  'order',
  /** named more than once */
  'duplicate',
  /** stored, and not named: gone once the upload is complete */
  'left-out',
  /** under 100 KB and not the last one (the answer was EntityTooSmall) */
  'too-small',
  /** no list of parts could be read */
  'no-list',
  /** the capture has only some of the list */
  'list-cut',
  /** the list is empty */
  'empty-list',
  /** answered with 200, and with an error document: it did not complete */
  'complete-error-inside',
  /** answered with 200, and the capture lacks what would show an error in the answer */
  'complete-answer-cut',
  /** completed, and the callback that was asked for failed (203) */
  'callback-failed',
  /** no answer to the Complete is in the capture */
  'complete-unanswered',
  /** the Abort was refused */
  'abort-refused',
  /** no answer to the Abort is in the capture, nor is one that shows the upload gone */
  'abort-unanswered',
  /** stored while the upload was aborted, so that the bucket may keep them */
  'stored-after-abort',
  /** the service listed it as open (ListMultipartUploads) after it had been aborted */
  'listed-after-abort',
  /** the service listed it as open, and no later exchange shows it ended */
  'listed-open',
  /** the service knows no such upload (any more) */
  'no-such-upload',
  /** the service knows no such upload under the name of another object; under its own it may have it still */
  'other-object',
  /** refused, and aborted in the capture before that */
  'aborted-before',
  /**
   * a Complete had a server error and may have been done all the same; or it had no answer, and the service
   * knows no such upload (any more)
   */
  'maybe-completed',
  /** an earlier capture has a Complete or an Abort that may have been done although no answer says so */
  'maybe-ended-earlier',
  /** captured bytes of a part do not fit what was claimed of them */
  'part-damaged',
  /** the CRC-64 of the object is not that of its parts */
  'crc-differs',
] as const;

/** `docs/reference/notes.md` has a sentence for each. */
export type UploadIssueKind = (typeof UPLOAD_ISSUES)[number];

/** Something that is wrong with an upload, or that explains its end. */
export interface UploadIssue {
  readonly kind: UploadIssueKind;
  /** Numbers of the parts, for issues of parts. */
  readonly parts: readonly number[];
  /** Index of the exchange that shows it. */
  readonly exchange: number;
}

/** The CRC-64 that CompleteMultipartUpload answered, against the combined one of the parts. */
export interface ObjectCrc {
  /** Decimal, as is `combined`. */
  readonly claimed: ByteString;
  /** Null where the size or checksum of a part is not known, or whether the parts that are known are all. */
  readonly combined: ByteString | null;
  readonly result: 'matches' | 'differs' | 'unknown';
}

/** `failed`: the Complete was refused. `abandoned`: neither completed nor aborted in the capture. */
export type UploadOutcome = 'completed' | 'aborted' | 'failed' | 'abandoned';

/** A multipart upload as the capture shows it. */
export interface MultipartUpload extends UploadName {
  /**
   * The same as masked reports show them: they hold copies of what its requests must not show. Absent where
   * they hold none.
   */
  readonly hidden?: UploadName | undefined;
  /** Host of the service, without the bucket, where that is not OSS. */
  readonly endpoint?: ByteString | undefined;
  /** Its InitiateMultipartUpload is in the capture, or in the earlier one that it began in. */
  readonly initiated: boolean;
  /** One for each number, in ascending order. */
  readonly parts: readonly UploadPart[];
  /** Parts beyond what is kept of one capture. */
  readonly partsNotKept: number;
  readonly outcome: UploadOutcome;
  /** Stored parts that no completed upload uses: their numbers and bytes. */
  readonly leftoverParts: readonly number[];
  readonly leftoverBytes: number;
  /** Index of the exchange that decided the outcome; null where none did. */
  readonly exchange: number | null;
  /**
   * Path of the earlier capture that the upload began in; null for one that began here, as all do in the
   * library's `scan` of one capture.
   */
  readonly began: string | null;
  /**
   * Time of the last message that is known of it, or of the question that a list of open uploads answers;
   * null where none has a time.
   */
  readonly lastTime: Time | null;
  /**
   * When the last Abort that was done was asked for: what had been stored by then is gone. Null without one.
   */
  readonly abortedTime: Time | null;
  /** Null where none is in the capture. */
  readonly complete: CompleteAttempt | null;
  /** Null where the service answered no CRC-64 of the object. */
  readonly crc64: ObjectCrc | null;
  /** Empty for an upload that nothing is wrong with. */
  readonly issues: readonly UploadIssue[];
}
