import { NOTICE_CODES, type Notice } from '../../bytes/notice.ts';
import {
  ARGS,
  BOOLEAN,
  BYTES,
  COUNT,
  listOf,
  NUMBER,
  oneOf,
  optional,
  orNull,
  recordFor,
  type Shape,
  ShapeFault,
  TEXT,
  WORD,
} from '../../bytes/shape.ts';
import type { CapturePart, CaptureSummary } from '../../capture/record.ts';
import { ADVICE_IDS, type Advice } from '../../diagnose/advice.ts';
import { TIME } from '../../http/message.ts';
import type { TlsHandshake } from '../../http/tls.ts';
import { TLS_INFO, type TlsOpened } from '../../http/tls.ts';
import {
  type CompleteAttempt,
  type MultipartUpload,
  type ObjectCrc,
  UPLOAD_ISSUES,
  type UploadIssue,
  type UploadPart,
} from '../../oss/upload.ts';
import { OTHER_LAYERS, type OtherProtocol } from '../../packet/other-packets.ts';
import type { CaptureInfo, Specimen, TlsPeer, Traffic, UnreadableInput } from '../input.ts';

const NOTICE = recordFor<Notice>({
  code: oneOf(NOTICE_CODES),
  frame: orNull(COUNT),
  offset: orNull(COUNT),
  part: optional(TEXT),
  args: ARGS,
});

const CAPTURE_PART = recordFor<CapturePart>({
  path: TEXT,
  firstFrame: COUNT,
  packets: COUNT,
});

const SUMMARY = recordFor<CaptureSummary>({
  format: orNull(oneOf(['pcap', 'pcapng', 'text'])),
  complete: BOOLEAN,
  linkTypes: listOf(COUNT),
  packets: COUNT,
  bytes: COUNT,
  parts: optional(listOf(CAPTURE_PART)),
  text: optional(recordFor<NonNullable<CaptureSummary['text']>>({ kind: WORD, lines: COUNT })),
});

const HANDSHAKE = recordFor<TlsHandshake>({
  connections: COUNT,
  offeredVersions: listOf(BYTES),
  offeredProtocols: listOf(BYTES),
  version: orNull(BYTES),
  cipherSuite: orNull(BYTES),
  protocol: orNull(BYTES),
  alert: orNull(COUNT),
});

const TRAFFIC = recordFor<Traffic>({
  httpExchanges: COUNT,
  ossExchanges: COUNT,
  tls: listOf(
    recordFor<TlsPeer>({
      serverName: orNull(BYTES),
      server: TEXT,
      connections: COUNT,
      isOss: BOOLEAN,
      clientBytes: NUMBER,
      serverBytes: NUMBER,
      handshakes: listOf(HANDSHAKE),
    }),
  ),
  tlsOpened: optional(listOf(recordFor<TlsOpened>({ connections: COUNT, ...TLS_INFO.members }))),
  otherConnections: COUNT,
  http2Connections: optional(COUNT),
  connections: COUNT,
  otherPackets: COUNT,
  otherProtocols: optional(
    listOf(recordFor<OtherProtocol>({ layer: oneOf(OTHER_LAYERS), number: COUNT, packets: COUNT })),
  ),
});

const PART = recordFor<UploadPart>({
  number: COUNT,
  bytes: NUMBER,
  sizeKnown: BOOLEAN,
  etag: orNull(BYTES),
  status: orNull(COUNT),
  exchange: COUNT,
  capture: orNull(TEXT),
  stored: BOOLEAN,
  retries: COUNT,
  copied: BOOLEAN,
  listed: BOOLEAN,
  md5Sent: orNull(BYTES),
  crc64Sent: orNull(BYTES),
  crc64: orNull(BYTES),
  body: orNull(oneOf(['matches', 'differs', 'unknown'])),
});

const UPLOAD = recordFor<MultipartUpload>({
  uploadId: BYTES,
  bucket: orNull(BYTES),
  key: orNull(BYTES),
  initiated: BOOLEAN,
  parts: listOf(PART),
  partsNotKept: COUNT,
  outcome: oneOf(['completed', 'aborted', 'failed', 'abandoned']),
  leftoverParts: listOf(COUNT),
  leftoverBytes: NUMBER,
  exchange: orNull(COUNT),
  began: orNull(TEXT),
  lastTime: orNull(TIME),
  abortedTime: orNull(TIME),
  complete: orNull(
    recordFor<CompleteAttempt>({
      exchange: COUNT,
      status: orNull(COUNT),
      error: orNull(BYTES),
      parts: orNull(listOf(recordFor<{ number: number; etag: string }>({ number: COUNT, etag: BYTES }))),
      whole: BOOLEAN,
      all: BOOLEAN,
    }),
  ),
  crc64: orNull(
    recordFor<ObjectCrc>({
      claimed: BYTES,
      combined: orNull(BYTES),
      result: oneOf(['matches', 'differs', 'unknown']),
    }),
  ),
  issues: listOf(
    recordFor<UploadIssue>({ kind: oneOf(UPLOAD_ISSUES), parts: listOf(COUNT), exchange: COUNT }),
  ),
});

/** Texts by name. */
const TRAITS: Shape<Specimen['traits']> = {
  ...ARGS,
  decode(json: unknown): Specimen['traits'] {
    const texts = Object.entries(ARGS.decode(json)).map(([name, value]) => {
      if (typeof value !== 'string') throw new ShapeFault(name);
      return [name, value] as const;
    });
    return Object.fromEntries(texts);
  },
};

/** A blob is written of all exchanges, and filtered when it is read. */
type WrittenInfo = Omit<CaptureInfo, 'filtered'>;

export const CAPTURE_INFO = recordFor<WrittenInfo>({
  path: TEXT,
  summary: SUMMARY,
  traffic: TRAFFIC,
  firstTime: orNull(TIME),
  lastTime: orNull(TIME),
  notices: listOf(NOTICE),
  multipartUploads: optional(listOf(UPLOAD)),
  uploadsElsewhere: optional(listOf(BYTES)),
  advice: optional(
    listOf(recordFor<Advice>({ id: oneOf(ADVICE_IDS), args: ARGS, count: COUNT, exchange: COUNT })),
  ),
  specimens: optional(
    listOf(
      recordFor<Specimen>({
        index: COUNT,
        frame: COUNT,
        count: COUNT,
        isAccepted: BOOLEAN,
        operation: WORD,
        accessKeyId: BYTES,
        bucket: orNull(BYTES),
        traits: TRAITS,
      }),
    ),
  ),
  passed: optional(recordFor<NonNullable<CaptureInfo['passed']>>({ seen: COUNT, looked: COUNT })),
});

export const UNREADABLE = recordFor<UnreadableInput>({
  path: TEXT,
  reason: WORD,
  detail: TEXT,
});
