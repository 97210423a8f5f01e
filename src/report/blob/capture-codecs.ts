import { NOTICE_CODES, type Notice } from '../../bytes/notice.ts';
import type { CapturePart, CaptureSummary } from '../../capture/record.ts';
import { ADVICE_IDS, type Advice } from '../../diagnose/advice.ts';
import type { TlsHandshake, TlsOpened } from '../../http/tls.ts';
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
import {
  ARGS,
  array,
  BOOLEAN,
  BYTES,
  COUNT,
  type Codec,
  CodecFault,
  NUMBER,
  nullable,
  object,
  oneOf,
  optional,
  TEXT,
  WORD,
} from './codec.ts';
import { TIME } from './http-codecs.ts';

const NOTICE: Codec<Notice> = object<Notice>({
  code: oneOf(NOTICE_CODES),
  frame: nullable(COUNT),
  offset: nullable(COUNT),
  part: optional(TEXT),
  args: ARGS,
});

const CAPTURE_PART: Codec<CapturePart> = object<CapturePart>({
  path: TEXT,
  firstFrame: COUNT,
  packets: COUNT,
});

const SUMMARY: Codec<CaptureSummary> = object<CaptureSummary>({
  format: nullable(oneOf(['pcap', 'pcapng', 'text'])),
  complete: BOOLEAN,
  linkTypes: array(COUNT),
  packets: COUNT,
  bytes: COUNT,
  parts: optional(array(CAPTURE_PART)),
  text: optional(object<NonNullable<CaptureSummary['text']>>({ kind: WORD, lines: COUNT })),
});

const HANDSHAKE: Codec<TlsHandshake> = object<TlsHandshake>({
  connections: COUNT,
  offeredVersions: array(BYTES),
  offeredProtocols: array(BYTES),
  version: nullable(BYTES),
  cipherSuite: nullable(BYTES),
  protocol: nullable(BYTES),
  alert: nullable(COUNT),
});

const TRAFFIC: Codec<Traffic> = object<Traffic>({
  httpExchanges: COUNT,
  ossExchanges: COUNT,
  tls: array(
    object<TlsPeer>({
      serverName: nullable(BYTES),
      server: TEXT,
      connections: COUNT,
      isOss: BOOLEAN,
      clientBytes: NUMBER,
      serverBytes: NUMBER,
      handshakes: array(HANDSHAKE),
    }),
  ),
  tlsOpened: optional(
    array(
      object<TlsOpened>({
        connections: COUNT,
        version: oneOf(['1.2', '1.3']),
        suite: WORD,
        serverName: nullable(BYTES),
        alpn: nullable(BYTES),
      }),
    ),
  ),
  otherConnections: COUNT,
  http2Connections: optional(COUNT),
  connections: COUNT,
  otherPackets: COUNT,
  otherProtocols: optional(
    array(object<OtherProtocol>({ layer: oneOf(OTHER_LAYERS), number: COUNT, packets: COUNT })),
  ),
});

const PART: Codec<UploadPart> = object<UploadPart>({
  number: COUNT,
  bytes: NUMBER,
  sizeKnown: BOOLEAN,
  etag: nullable(BYTES),
  status: nullable(COUNT),
  exchange: COUNT,
  capture: nullable(TEXT),
  stored: BOOLEAN,
  retries: COUNT,
  copied: BOOLEAN,
  listed: BOOLEAN,
  md5Sent: nullable(BYTES),
  crc64Sent: nullable(BYTES),
  crc64: nullable(BYTES),
  body: nullable(oneOf(['matches', 'differs', 'unknown'])),
});

const UPLOAD: Codec<MultipartUpload> = object<MultipartUpload>({
  uploadId: BYTES,
  bucket: nullable(BYTES),
  key: nullable(BYTES),
  initiated: BOOLEAN,
  parts: array(PART),
  partsNotKept: COUNT,
  outcome: oneOf(['completed', 'aborted', 'failed', 'abandoned']),
  leftoverParts: array(COUNT),
  leftoverBytes: NUMBER,
  exchange: nullable(COUNT),
  began: nullable(TEXT),
  lastTime: nullable(TIME),
  abortedTime: nullable(TIME),
  complete: nullable(
    object<CompleteAttempt>({
      exchange: COUNT,
      status: nullable(COUNT),
      error: nullable(BYTES),
      parts: nullable(array(object<{ number: number; etag: string }>({ number: COUNT, etag: BYTES }))),
      whole: BOOLEAN,
      all: BOOLEAN,
    }),
  ),
  crc64: nullable(
    object<ObjectCrc>({
      claimed: BYTES,
      combined: nullable(BYTES),
      result: oneOf(['matches', 'differs', 'unknown']),
    }),
  ),
  issues: array(object<UploadIssue>({ kind: oneOf(UPLOAD_ISSUES), parts: array(COUNT), exchange: COUNT })),
});

/** Texts by name. */
const TRAITS: Codec<Specimen['traits']> = {
  encode: (traits) => ARGS.encode(traits),
  decode(json: unknown): Specimen['traits'] {
    const texts = Object.entries(ARGS.decode(json)).map(([name, value]) => {
      if (typeof value !== 'string') throw new CodecFault(name);
      return [name, value] as const;
    });
    return Object.fromEntries(texts);
  },
};

/** A blob is written of all exchanges, and filtered when it is read. */
type WrittenInfo = Omit<CaptureInfo, 'filtered'>;

export const CAPTURE_INFO: Codec<WrittenInfo> = object<WrittenInfo>({
  path: TEXT,
  summary: SUMMARY,
  traffic: TRAFFIC,
  firstTime: nullable(TIME),
  lastTime: nullable(TIME),
  notices: array(NOTICE),
  multipartUploads: optional(array(UPLOAD)),
  uploadsElsewhere: optional(array(BYTES)),
  advice: optional(
    array(object<Advice>({ id: oneOf(ADVICE_IDS), args: ARGS, count: COUNT, exchange: COUNT })),
  ),
  specimens: optional(
    array(
      object<Specimen>({
        index: COUNT,
        frame: COUNT,
        count: COUNT,
        isAccepted: BOOLEAN,
        operation: WORD,
        accessKeyId: BYTES,
        bucket: nullable(BYTES),
        traits: TRAITS,
      }),
    ),
  ),
  passed: optional(object<NonNullable<CaptureInfo['passed']>>({ seen: COUNT, looked: COUNT })),
});

export const UNREADABLE: Codec<UnreadableInput> = object<UnreadableInput>({
  path: TEXT,
  reason: WORD,
  detail: TEXT,
});
