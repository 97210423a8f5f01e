import { toReportText } from '../../engine/bytes/printable.ts';
import { reportOf } from '../../engine/bytes/shape.ts';
import type { CaptureSummary } from '../../engine/capture/record.ts';
import { TLS_INFO } from '../../engine/http/tls.ts';
import type { MultipartUpload, UploadIssue, UploadPart } from '../../engine/oss/upload.ts';
import { linkTypeName } from '../../engine/packet/link-type-name.ts';
import type { CaptureInfo, UnreadableInput } from '../../engine/results.ts';
import { fill, numbered, plainFiller } from '../../sentences/fill.ts';
import { formatTime } from '../../sentences/time-text.ts';
import { type Contrast, contrastSentence, differenceSentence } from '../contrasts.ts';
import { noticeSentence, numberingOf, shownArgs, unreadableSentence } from '../notice-text.ts';
import { otherProtocolToJson } from '../other-packets.ts';
import type { ScanEnd } from '../reporter.ts';
import type { LaterUpload } from '../uploads/later-uploads.ts';
import { cleanUpOf, issueSentence, shownUpload } from '../uploads/upload-facts.ts';
import { type TextTaker, withTexts } from './line-writer.ts';
import type {
  AdviceJson,
  CaptureHeadJson,
  ContinuedUploadJson,
  ContrastJson,
  SummaryJson,
  TimingSumsJson,
  UnreadableJson,
  UploadIssueJson,
  UploadJson,
  UploadPartJson,
  WarningJson,
} from './model.ts';
import { argsMember, type JsonOptions } from './text.ts';

/** A capture without its exchanges, as the report shows it. `timing`: the times of its exchanges together. */
export function captureToJson(
  info: CaptureInfo,
  options: JsonOptions,
  timing: TimingSumsJson | null = null,
): CaptureHeadJson {
  const { texts } = options;
  const { summary, traffic } = info;
  const filler = numbered(plainFiller(texts), numberingOf(summary));
  return {
    path: info.path,
    format: summary.format,
    ...(summary.text === undefined ? {} : { text: summary.text }),
    complete: summary.complete,
    linkTypes: linkNames(summary),
    packets: summary.packets,
    bytes: summary.bytes,
    ...(summary.parts === undefined ? {} : { parts: summary.parts }),
    connections: traffic.connections,
    firstTime: info.firstTime === null ? null : formatTime(info.firstTime),
    lastTime: info.lastTime === null ? null : formatTime(info.lastTime),
    warnings: info.notices.map(
      (notice): WarningJson => ({
        code: notice.code,
        ...argsMember(shownArgs(notice), [], options.door),
        message: noticeSentence(notice, filler, texts),
        ...(notice.frame === null ? {} : { frame: notice.frame }),
        ...(notice.offset === null ? {} : { offset: notice.offset }),
        ...(notice.part === undefined ? {} : { part: notice.part }),
      }),
    ),
    tls: traffic.tls.map((peer) => ({
      serverName: peer.serverName === null ? null : toReportText(peer.serverName).text,
      server: peer.server,
      connections: peer.connections,
      oss: peer.isOss,
      clientBytes: peer.clientBytes,
      serverBytes: peer.serverBytes,
      handshakes: peer.handshakes.map((handshake) => ({
        ...handshake,
        protocol: handshake.protocol === null ? null : toReportText(handshake.protocol).text,
      })),
    })),
    ...(traffic.tlsOpened === undefined || traffic.tlsOpened.length === 0
      ? {}
      : {
          tlsOpened: traffic.tlsOpened.map(({ connections, ...tls }) =>
            withTexts(options.door, (taker) => showTls(tls, taker, { connections })),
          ),
        }),
    ...(traffic.http2Connections === undefined ? {} : { http2Connections: traffic.http2Connections }),
    ...(traffic.copies === undefined ? {} : { copies: traffic.copies }),
    ...(traffic.otherPackets === 0 ? {} : { otherPackets: traffic.otherPackets }),
    ...(traffic.otherProtocols === undefined
      ? {}
      : { otherProtocols: traffic.otherProtocols.map(otherProtocolToJson) }),
    ...(info.multipartUploads === undefined
      ? {}
      : { multipartUploads: info.multipartUploads.map((upload) => uploadToJson(upload, options)) }),
    ...(timing === null || timing.exchanges === 0 ? {} : { timing }),
    ...(info.advice === undefined ? {} : { advice: adviceToJson(info, options) }),
    ...(info.passed === undefined ? {} : { passed: info.passed }),
    ...(info.filtered === undefined ? {} : { filteredOut: info.filtered.of - info.filtered.shown }),
  };
}

const showTls = reportOf(TLS_INFO);

export function unreadableToJson(input: UnreadableInput, { texts }: JsonOptions): UnreadableJson {
  return {
    path: input.path,
    reason: input.reason,
    message: unreadableSentence(input, plainFiller(texts), texts),
  };
}

function uploadToJson(found: MultipartUpload, options: JsonOptions): UploadJson {
  const upload = shownUpload(found, options.door);
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
  { upload: found, earlier, capture }: LaterUpload,
  { door }: JsonOptions,
): ContinuedUploadJson {
  const upload = shownUpload(found, door);
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

/** The summary of a scan, with what is known only at its end. */
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

/** What will make exchanges fail that still pass. */
function adviceToJson({ advice = [] }: CaptureInfo, { texts, door }: JsonOptions): readonly AdviceJson[] {
  const filler = plainFiller(texts);
  return advice.map(({ id, args, count, exchange }) => ({
    id,
    count,
    exchange,
    ...argsMember(args, [], door),
    summary: fill(texts.outlook.advice[id].summary, args, filler),
    advice: fill(texts.outlook.advice[id].advice, args, filler),
  }));
}

/** Names of a capture's link types, as reports give them. */
export function linkNames({ linkTypes }: Pick<CaptureSummary, 'linkTypes'>): readonly string[] {
  return linkTypes.map(linkTypeName);
}
