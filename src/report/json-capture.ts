import { toReportText } from '../bytes/printable.ts';
import { linkTypeName } from '../packet/link-type-name.ts';
import type { CaptureInfo, MultipartUpload, UnreadableInput } from './input.ts';
import type { JsonOptions } from './json-exchange.ts';
import { withTexts } from './json-text.ts';
import type { CaptureHeadJson, UnreadableJson, UploadJson, WarningJson } from './model.ts';
import { noticeSentence, unreadableSentence } from './notice-text.ts';
import type { Door } from './redact.ts';
import { plainFiller } from './text/fill.ts';
import { formatTime } from './time-text.ts';

/** A capture without its exchanges, as the report shows it. */
export function captureToJson(info: CaptureInfo, { door, texts }: JsonOptions): CaptureHeadJson {
  const { summary, traffic } = info;
  const filler = plainFiller(texts);
  return {
    path: info.path,
    format: summary.format,
    complete: summary.complete,
    linkTypes: summary.linkTypes.map(linkTypeName),
    packets: summary.packets,
    bytes: summary.bytes,
    connections: traffic.connections,
    firstTime: info.firstTime === null ? null : formatTime(info.firstTime),
    lastTime: info.lastTime === null ? null : formatTime(info.lastTime),
    warnings: info.notices.map(
      (notice): WarningJson => ({
        code: notice.code,
        message: noticeSentence(notice, filler, texts),
        ...(notice.frame === null ? {} : { frame: notice.frame }),
        ...(notice.offset === null ? {} : { offset: notice.offset }),
      }),
    ),
    tls: traffic.tls.map((peer) => ({
      serverName: peer.serverName === null ? null : toReportText(peer.serverName).text,
      server: peer.server,
      connections: peer.connections,
    })),
    ...(info.multipartUploads === undefined
      ? {}
      : { multipartUploads: info.multipartUploads.map((upload) => uploadToJson(upload, door)) }),
  };
}

function uploadToJson(upload: MultipartUpload, door: Door): UploadJson {
  return withTexts(door, (taker) => ({
    uploadId: taker.take(upload.uploadId),
    bucket: taker.takeOrNull(upload.bucket),
    key: taker.takeOrNull(upload.key),
    initiated: upload.initiated,
    parts: upload.parts.map((part) => ({
      number: part.number,
      bytes: part.bytes,
      etag: taker.takeOrNull(part.etag),
      status: part.status,
      exchange: part.exchange,
    })),
    outcome: upload.outcome,
    leftoverBytes: upload.leftoverBytes,
    exchange: upload.exchange,
  }));
}

export function unreadableToJson(input: UnreadableInput, { texts }: JsonOptions): UnreadableJson {
  return {
    path: input.path,
    reason: input.reason,
    message: unreadableSentence(input, plainFiller(texts), texts),
  };
}
