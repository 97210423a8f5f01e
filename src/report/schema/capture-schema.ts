import { NOTICE_CODES } from '../../bytes/notice.ts';
import { ADVICE_ARGS } from '../../diagnose/advice.ts';
import { UPLOAD_ISSUES } from '../../oss/upload.ts';
import { OTHER_LAYERS } from '../../packet/other-packets.ts';
import type {
  AdviceJson,
  CapturePartJson,
  OtherProtocolJson,
  TimingSumsJson,
  TlsHandshakeJson,
  TlsOpenedJson,
  TlsPeerJson,
  UploadIssueJson,
  UploadJson,
  UploadPartJson,
  WarningJson,
} from '../json/model.ts';
import { TLS_REQUIRED } from './exchange-schema.ts';
import {
  boolean,
  count,
  described,
  integer,
  LOSSY,
  list,
  number,
  object,
  oneOf,
  ordinal,
  orNull,
  type Schema,
  string,
  time,
  yes,
} from './schema.ts';

const WARNING: Schema = object<WarningJson>(
  '',
  { code: oneOf(NOTICE_CODES), message: string },
  { frame: integer, offset: count, part: string },
);

const CAPTURE_PART: Schema = object<CapturePartJson>(
  'one file of a capture written to several files',
  { path: string, firstFrame: ordinal, packets: count },
  {},
);

const HANDSHAKE: Schema = object<TlsHandshakeJson>(
  '',
  {
    connections: count,
    offeredVersions: list(string),
    offeredProtocols: list(string),
    version: orNull(string),
    cipherSuite: orNull(string),
    protocol: orNull(string),
    alert: orNull(count),
  },
  {},
);

const TLS_PEER: Schema = object<TlsPeerJson>(
  'TLS that was not decrypted, by server',
  {
    serverName: orNull(string),
    server: string,
    connections: count,
    oss: boolean,
    clientBytes: count,
    serverBytes: count,
    handshakes: list(HANDSHAKE),
  },
  {},
);

const TLS_OPENED: Schema = object<TlsOpenedJson>(
  'TLS that was decrypted with the given keys',
  { ...TLS_REQUIRED, connections: count },
  LOSSY,
);

const RESULT: Schema = oneOf(['matches', 'differs', 'unknown']);

const PART: Schema = object<UploadPartJson>(
  '',
  {
    number: integer,
    bytes: count,
    etag: orNull(string),
    status: orNull(integer),
    exchange: ordinal,
    stored: boolean,
    retries: count,
    crc64: orNull(string),
  },
  {
    sizeKnown: { const: false },
    capture: string,
    copied: yes,
    listed: yes,
    md5Sent: string,
    crc64Sent: string,
    body: RESULT,
  },
);

const ISSUE: Schema = object<UploadIssueJson>(
  '',
  { id: oneOf(UPLOAD_ISSUES), parts: list(integer), exchange: ordinal, message: string },
  {},
);

export const UPLOAD_OUTCOME: Schema = oneOf(['completed', 'aborted', 'failed', 'abandoned']);

const UPLOAD: Schema = object<UploadJson>(
  'a multipart upload as the capture shows it',
  {
    uploadId: string,
    bucket: orNull(string),
    key: orNull(string),
    initiated: boolean,
    began: orNull(string),
    parts: list(PART),
    outcome: UPLOAD_OUTCOME,
    leftoverParts: list(integer),
    leftoverBytes: count,
    exchange: orNull(ordinal),
    complete: orNull(
      object<NonNullable<UploadJson['complete']>>(
        'the last CompleteMultipartUpload',
        {
          exchange: ordinal,
          status: orNull(integer),
          error: orNull(string),
          all: boolean,
          whole: boolean,
          parts: orNull(list({ type: 'object', properties: { number: integer, etag: string } })),
        },
        {},
      ),
    ),
    crc64: orNull(
      object<NonNullable<UploadJson['crc64']>>(
        '',
        { claimed: string, combined: orNull(string), result: RESULT },
        {},
      ),
    ),
    issues: list(ISSUE),
    cleanUp: orNull(
      object<NonNullable<UploadJson['cleanUp']>>('', { command: orNull(string), request: string }, {}),
    ),
  },
  { partsNotKept: count, ...LOSSY },
);

const TIMING_SUMS: Schema = object<TimingSumsJson>(
  "the total times of the capture's OSS exchanges, in milliseconds",
  {
    exchanges: count,
    totalMs: number,
    connectMs: number,
    requestMs: number,
    waitMs: number,
    responseMs: number,
    clientMs: number,
    networkMs: number,
    serverMs: number,
    retransmissions: count,
    zeroWindows: count,
    slow: count,
  },
  {},
);

const ADVICE: Schema = object<AdviceJson>(
  'what will make exchanges fail that pass now',
  { id: oneOf(Object.keys(ADVICE_ARGS)), count, exchange: ordinal, summary: string, advice: string },
  {},
);

const OTHER_PROTOCOL: Schema = object<OtherProtocolJson>(
  'packets of one protocol of which nothing is read, the most frequent first; those past the limit are in otherPackets alone',
  {
    layer: described('which header names the protocol', oneOf(OTHER_LAYERS)),
    number: described(
      'EtherType, IP protocol, GRE protocol type, UDP port of a tunnel, link type, LLC service access point, or 1 for encrypted 802.11',
      count,
    ),
    name: orNull(string),
    packets: count,
  },
  {},
);

export const CAPTURE_REQUIRED = {
  path: string,
  format: { enum: ['pcap', 'pcapng', 'text', null] },
  complete: described('false: the file ends inside a record, or a record is corrupt', boolean),
  linkTypes: list(string),
  packets: count,
  bytes: count,
  connections: count,
  firstTime: orNull(time),
  lastTime: orNull(time),
  warnings: list(WARNING),
  tls: list(TLS_PEER),
} as const;

export const CAPTURE_OPTIONAL = {
  text: { type: 'object', properties: { kind: string, lines: count }, required: ['kind', 'lines'] },
  parts: list(CAPTURE_PART),
  tlsOpened: list(TLS_OPENED),
  http2Connections: described(
    'HTTP/2 connections, in clear text or decrypted; their content is not read',
    count,
  ),
  otherPackets: described('packets that carry no TCP that could be read; absent without any', count),
  otherProtocols: list(OTHER_PROTOCOL),
  multipartUploads: list(UPLOAD),
  timing: TIMING_SUMS,
  advice: list(ADVICE),
  passed: {
    type: 'object',
    properties: { seen: count, looked: count },
    required: ['seen', 'looked'],
  },
  filteredOut: described('exchanges hidden by filters; absent without filters', count),
} as const;
