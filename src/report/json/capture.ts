import { toReportText } from '../../bytes/printable.ts';
import { reportOf } from '../../bytes/shape.ts';
import { TLS_INFO, type TlsOpened } from '../../http/tls.ts';
import type { CaptureInfo, UnreadableInput } from '../input.ts';
import { linkNames } from '../link-names.ts';
import { noticeSentence, numberingOf, unreadableSentence } from '../notice-text.ts';
import { otherProtocolToJson } from '../other-packets.ts';
import type { Door } from '../redact/redact.ts';
import { numbered, plainFiller } from '../text/fill.ts';
import { formatTime } from '../timing/time-text.ts';
import type { CaptureHeadJson, TimingSumsJson, TlsOpenedJson, UnreadableJson, WarningJson } from './model.ts';
import type { JsonOptions } from './text.ts';
import { withTexts } from './text.ts';
import { adviceToJson } from './timing.ts';
import { uploadToJson } from './upload.ts';

/**
 * A capture without its exchanges, as the report shows it. `timing`: the times of its exchanges
 * together.
 */
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
      : { tlsOpened: traffic.tlsOpened.map((opened) => openedToJson(opened, options.door)) }),
    ...(traffic.http2Connections === undefined ? {} : { http2Connections: traffic.http2Connections }),
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

function openedToJson(opened: TlsOpened, door: Door): TlsOpenedJson {
  return withTexts(door, (taker) => ({
    connections: opened.connections,
    ...showTls(opened, taker),
  }));
}

export function unreadableToJson(input: UnreadableInput, { texts }: JsonOptions): UnreadableJson {
  return {
    path: input.path,
    reason: input.reason,
    message: unreadableSentence(input, plainFiller(texts), texts),
  };
}
