import { NOTICE_CODES } from '../../engine/bytes/notice.ts';
import {
  ARGS,
  BOOLEAN,
  COUNT,
  constant,
  described,
  INTEGER,
  type JsonSchema,
  type Leaf,
  leafOf,
  listOf,
  type Members,
  MILLISECONDS,
  NUMBER,
  ORDINAL,
  oneOf,
  optional,
  orNull,
  pairOf,
  recordOf,
  reportMembers,
  type Shape,
  TEXT,
  TRUE,
  type TypeOf,
} from '../../engine/bytes/shape.ts';
import { ADVICE_IDS } from '../../engine/diagnose/advice.ts';
import { VERDICTS, type Verdict } from '../../engine/diagnose/model.ts';
import { ENDING_KINDS, CONNECTION as TCP_CONNECTION } from '../../engine/http/exchange.ts';
import {
  CHUNK_FAULT,
  CHUNKED_FACTS,
  REQUEST as HTTP_REQUEST,
  RESPONSE as HTTP_RESPONSE,
} from '../../engine/http/message.ts';
import { TLS_INFO } from '../../engine/http/tls.ts';
import { BODY_CHECK } from '../../engine/oss/body-claims.ts';
import { FLAVOUR_IDS, PROVIDER_IDS } from '../../engine/oss/provider.ts';
import { UPLOAD_ISSUES } from '../../engine/oss/upload.ts';
import { OTHER_LAYERS } from '../../engine/packet/other-packets.ts';
import { SIGNATURE_VERSIONS } from '../../engine/sign/canonical.ts';
import { TIMING } from '../../features/timing/timing.ts';
import { SCHEMA_VERSION } from './text.ts';

/*
 * The report as JSON: every field, once. Its type and its schema (`schema/report.schema.json`) come from
 * here. The schema says of an object what it must have before what it may have; the program writes them in
 * the order of the lines here.
 */

/** In an object whose captured texts may be no valid UTF-8: other bytes are written `\xNN` then. */
const LOSSY = { lossy: optional(TRUE) };

/** UTC with nanoseconds; a time beyond the calendar is `@seconds.nanos`. */
const TIME: Leaf<string> = {
  ...TEXT,
  schema: () => ({
    type: 'string',
    pattern: '^(?:[+-]?\\d{4,6}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z|@-?\\d+(?:\\.\\d+)?)$',
  }),
};

/** Captured bytes against a digest of them. */
const RESULT = oneOf(['matches', 'differs', 'unknown']);

// An exchange

/** In the order sent; repeated headers stay apart. */
const HEADERS = listOf(described('name and value as sent', pairOf(TEXT, TEXT)));

const REQUEST = recordOf({
  method: TEXT,
  target: TEXT,
  host: orNull(TEXT),
  headers: HEADERS,
  ...reportMembers(HTTP_REQUEST),
  ...LOSSY,
});

const RESPONSE = recordOf({
  status: INTEGER,
  reason: TEXT,
  headers: HEADERS,
  ...reportMembers(HTTP_RESPONSE),
  ...LOSSY,
});

const OSS_ERROR = recordOf(
  {
    code: TEXT,
    message: TEXT,
    hostId: orNull(TEXT),
    accessKeyId: orNull(TEXT),
    signatureProvided: orNull(TEXT),
    stringToSign: orNull(TEXT),
    /** What it spells is the string of `signature`. */
    stringToSignBytes: described('as the server wrote it: hex bytes separated by spaces', orNull(TEXT)),
    canonicalRequest: orNull(TEXT),
    ...LOSSY,
  },
  'an OSS error document',
);

const OSS = recordOf(
  {
    provider: optional(described('whose service it is; absent for OSS', oneOf(PROVIDER_IDS))),
    flavour: optional(described('the server, where several speak like the provider', oneOf(FLAVOUR_IDS))),
    service: optional(described('its name, where its host shows which one it is', TEXT)),
    operation: described('as in the API reference; Unknown if no rule matches', TEXT),
    bucket: orNull(TEXT),
    key: orNull(TEXT),
    region: orNull(TEXT),
    requestId: orNull(TEXT),
    ec: orNull(TEXT),
    error: orNull(OSS_ERROR),
    ...LOSSY,
  },
  'absent for HTTP with no service of object storage',
);

/** Null where that party's string is not known. */
const SIDES = recordOf(
  { wire: orNull(TEXT), server: orNull(TEXT), client: orNull(TEXT), ...LOSSY },
  'a string in three versions: rebuilt from the captured request, given by the server, and signed by the client (if proved)',
);

const SIGNATURE = recordOf({
  version: oneOf([...SIGNATURE_VERSIONS, 'none']),
  accessKeyId: optional(TEXT),
  onWire: optional(TEXT),
  provided: optional(described('the signature that the server says it received', orNull(TEXT))),
  recomputed: optional(described('of the rebuilt string, with the given secret', orNull(TEXT))),
  stringToSign: optional(SIDES),
  /** Only of versions that have one. */
  canonicalRequest: optional(SIDES),
  ...LOSSY,
});

const DIVERGENCE = recordOf({
  field: described('the field, named as in the signing rules', TEXT),
  client: orNull(TEXT),
  server: orNull(TEXT),
  clientOffset: described('byte offset of the first difference in each string', COUNT),
  serverOffset: COUNT,
  /** Frame and place that the client's value comes from, where known. */
  frame: optional(ORDINAL),
  source: optional(TEXT),
  ...LOSSY,
});

/** With them, `osscap/text` says a sentence of the report in the other language. */
const SENTENCE_ARGS = { args: optional(described('values that the sentences name; absent for none', ARGS)) };

const HOP = recordOf({
  /** Index of that exchange, which is not reported by itself. */
  exchange: ORDINAL,
  capture: optional(described('the capture that shows it, where it is another one', TEXT)),
  between: described('the servers before and behind the hop', TEXT),
  /** Named as `compare` names it. */
  changed: described('what the hop changed; first what breaks the signature', listOf(TEXT)),
  broken: optional(described('those of `changed` that break the signature; absent for none', listOf(TEXT))),
  ...LOSSY,
});

const EVIDENCE_POINT = recordOf({
  code: TEXT,
  exchanges: listOf(ORDINAL),
  capture: optional(described('the capture whose exchanges they are, where it is another one', TEXT)),
  args: optional(described('values that the message names', ARGS)),
  message: TEXT,
});

const SUSPECT = recordOf({
  kind: TEXT,
  cause: described('id of the cause that a search with the secret would name', TEXT),
  field: described(
    'the field that would differ, as in `divergences`; or `secret`; null for no one of them',
    orNull(TEXT),
  ),
  fields: optional(
    described('all fields that it may be, where these are several of one kind; `field` first', listOf(TEXT)),
  ),
  weight: described(
    'share of the belief, from 0 to 1; all of them at most 1 together, the rest is something else',
    NUMBER,
  ),
  ...SENTENCE_ARGS,
  summary: TEXT,
  advice: TEXT,
  for: listOf(EVIDENCE_POINT),
  against: listOf(EVIDENCE_POINT),
  proof: described('the cheapest thing that would settle it', TEXT),
  ...LOSSY,
});

const DIAGNOSIS = recordOf({
  verdict: oneOf(VERDICTS),
  certainty: orNull(oneOf(['proven', 'likely', 'open'])),
  needs: optional(described('what would settle an open verdict', TEXT)),
  divergences: listOf(DIVERGENCE),
  cause: orNull(
    recordOf({
      id: TEXT,
      ...SENTENCE_ARGS,
      field: optional(described('the part of the request that it lies in, where no strings differ', TEXT)),
      summary: TEXT,
      advice: TEXT,
    }),
  ),
  hops: optional(
    described(
      'the same request further on in this capture, reported once, by its first exchange',
      listOf(HOP),
    ),
  ),
  suspects: optional(
    described(
      'what may be the cause where nothing proves it, the most likely first; never a proof',
      listOf(SUSPECT),
    ),
  ),
  notes: listOf(TEXT),
  noteArgs: optional(
    described('values that each of `notes` names, in the same order; absent where none does', listOf(ARGS)),
  ),
  known: optional(described('the baseline knows this cause', TRUE)),
  ignored: optional(recordOf({ reason: TEXT }, 'the configuration ignores this failure')),
  ...LOSSY,
});

const INTEGRITY = recordOf(
  {
    ...reportMembers(BODY_CHECK),
    /** For `differs`: the bytes changed before they came to the capture point, or after it. */
    damage: optional(oneOf(['before-capture', 'after-capture'])),
    unknown: optional(oneOf(['incomplete', 'earlier-bytes', 'not-computed'])),
    ...LOSSY,
  },
  'a digest header of a body, compared with the captured bytes',
);

const CHUNKS = recordOf(
  {
    ...reportMembers(CHUNKED_FACTS),
    unknown: optional(oneOf(['not-signed', 'no-secret', 'other-secret', 'asymmetric', 'incomplete'])),
    fault: optional(
      recordOf(
        reportMembers(CHUNK_FAULT),
        'the first thing that is wrong: with which chunk, where that begins in the body and in its data, and its packet',
      ),
    ),
  },
  'the body of the request is in aws-chunked: its chunks, and which of their signatures are right',
);

const TLS = recordOf(
  { ...reportMembers(TLS_INFO), ...LOSSY },
  'the TLS that the exchange was decrypted from',
);

const ENDING = recordOf(
  {
    kind: oneOf(ENDING_KINDS),
    frame: described(
      'the packet whose FIN or RST ended the connection, or that acknowledged a response that was not captured; null: it was open to the end of the capture',
      orNull(ORDINAL),
    ),
    afterMs: described(
      'from the last byte of the request, or of the response, to that packet or to the end of the capture',
      MILLISECONDS,
    ),
    idleMs: described(
      "from the connection's last response to this request, or to the packet that had closed it before; null for its first request",
      orNull(MILLISECONDS),
    ),
    retransmissions: described('segments that the client sent again since the request began', COUNT),
    unacknowledgedBytes: described("the client's bytes that were never acknowledged", COUNT),
    lostBytes: optional(
      described(
        'bytes in the place of the response that the client acknowledged and the capture lost',
        COUNT,
      ),
    ),
    summary: TEXT,
    happened: TEXT,
    advice: TEXT,
  },
  'why the response is missing or not whole, as the packets tell',
);

const CONNECTION = recordOf({
  ...reportMembers(TCP_CONNECTION),
  originalClient: optional(
    described(
      'the client that a proxy or a load balancer named before the first byte of the connection (PROXY protocol)',
      TEXT,
    ),
  ),
});

const EXCHANGE = recordOf({
  index: described("order of the request's first byte in the capture, from 1", ORDINAL),
  connection: CONNECTION,
  /** Absent where it was sent in clear text. */
  tls: optional(TLS),
  /** Frame of the message's first byte; null without the message. */
  requestFrame: orNull(ORDINAL),
  responseFrame: orNull(ORDINAL),
  /** Capture time of the first byte. */
  time: orNull(TIME),
  durationMs: described("from the request's first byte to the response's last", orNull(NUMBER)),
  request: orNull(REQUEST),
  response: orNull(RESPONSE),
  oss: optional(OSS),
  signature: optional(SIGNATURE),
  diagnosis: optional(DIAGNOSIS),
  /** Absent where no body was compared. */
  integrity: optional(listOf(INTEGRITY)),
  /** Absent where no such body was followed. */
  chunks: optional(CHUNKS),
  /** Of OSS exchanges with request and response in the packets. */
  timing: optional(
    recordOf(
      {
        ...TIMING.members,
        /** The reason in a sentence; only where the exchange took a second or longer. */
        summary: optional(TEXT),
      },
      'where the time of the exchange went, as seen at the capture point',
    ),
  ),
  /** Of OSS exchanges whose response is missing or not whole, where the packets say why. */
  ending: optional(ENDING),
});

// Multipart uploads

const UPLOAD_PART = recordOf({
  number: INTEGER,
  bytes: COUNT,
  etag: orNull(TEXT),
  status: orNull(INTEGER),
  exchange: ORDINAL,
  /** The service has it: it answered 2xx, or lists the part. */
  stored: BOOLEAN,
  /** Uploads of this number beside the one reported. */
  retries: COUNT,
  crc64: orNull(TEXT),
  /** `bytes` is 0 because the size is not known. */
  sizeKnown: optional(constant(false)),
  /** The earlier capture that `exchange` is in. */
  capture: optional(TEXT),
  /** Made by UploadPartCopy. */
  copied: optional(TRUE),
  /** Known from ListParts alone. */
  listed: optional(TRUE),
  md5Sent: optional(TEXT),
  crc64Sent: optional(TEXT),
  /** The captured bytes against their digests, where they were compared. */
  body: optional(RESULT),
});

const UPLOAD_ISSUE = recordOf({
  id: oneOf(UPLOAD_ISSUES),
  parts: listOf(INTEGER),
  exchange: ORDINAL,
  message: TEXT,
});

/** A part as CompleteMultipartUpload names it. The schema never said that it has both members. */
const NAMED_PART: Shape<{ readonly number: number; readonly etag: string }> = {
  ...recordOf({ number: INTEGER, etag: TEXT }),
  schema: () => recordOf({ number: optional(INTEGER), etag: optional(TEXT) }).schema(),
};

const UPLOAD_OUTCOME = oneOf(['completed', 'aborted', 'failed', 'abandoned']);

const UPLOAD = recordOf(
  {
    uploadId: TEXT,
    bucket: orNull(TEXT),
    key: orNull(TEXT),
    initiated: BOOLEAN,
    /** Path of the earlier capture of this scan that it began in; null where it began here. */
    began: orNull(TEXT),
    /** One for each number. */
    parts: listOf(UPLOAD_PART),
    /** Uploads of parts beyond what is kept of one capture. */
    partsNotKept: optional(COUNT),
    outcome: UPLOAD_OUTCOME,
    /** Numbers and bytes of the stored parts that no completed upload uses. */
    leftoverParts: listOf(INTEGER),
    leftoverBytes: COUNT,
    exchange: orNull(ORDINAL),
    complete: orNull(
      recordOf(
        {
          exchange: ORDINAL,
          status: orNull(INTEGER),
          /** Code of the error in its answer, which an answer of 200 may have too. */
          error: orNull(TEXT),
          all: BOOLEAN,
          /** The capture has the whole list. */
          whole: BOOLEAN,
          /** Null where no list was seen. */
          parts: orNull(listOf(NAMED_PART)),
        },
        'the last CompleteMultipartUpload',
      ),
    ),
    /** CRC-64 of the object as answered, and as combined from its parts. */
    crc64: orNull(recordOf({ claimed: TEXT, combined: orNull(TEXT), result: RESULT })),
    issues: listOf(UPLOAD_ISSUE),
    /** How to remove what stays behind; null where nothing does. */
    cleanUp: orNull(recordOf({ command: orNull(TEXT), request: TEXT })),
    ...LOSSY,
  },
  'a multipart upload as the capture shows it',
);

// A capture

const WARNING = recordOf({
  code: oneOf(NOTICE_CODES),
  ...SENTENCE_ARGS,
  message: TEXT,
  frame: optional(INTEGER),
  /** In the file `part` where the capture has several. */
  offset: optional(COUNT),
  part: optional(TEXT),
});

const CAPTURE_PART = recordOf(
  { path: TEXT, firstFrame: ORDINAL, packets: COUNT },
  'one file of a capture written to several files',
);

/** What the first messages of TLS connections say; null where the capture lacks it. */
const TLS_HANDSHAKE = recordOf({
  connections: COUNT,
  /** Versions (`TLS 1.3`, newest first) and ALPN protocols that the client offers. */
  offeredVersions: listOf(TEXT),
  offeredProtocols: listOf(TEXT),
  /** What the server chose. TLS 1.3 hides the protocol. */
  version: orNull(TEXT),
  cipherSuite: orNull(TEXT),
  protocol: orNull(TEXT),
  /** Number of the alert by which the server refused. */
  alert: orNull(COUNT),
});

const TLS_PEER = recordOf(
  {
    serverName: orNull(TEXT),
    server: TEXT,
    connections: COUNT,
    /** The name is that of an OSS endpoint. */
    oss: BOOLEAN,
    /** Bytes of each direction, TLS itself included. */
    clientBytes: COUNT,
    serverBytes: COUNT,
    /** Each combination once, the most frequent first. */
    handshakes: listOf(TLS_HANDSHAKE),
  },
  'TLS that was not decrypted, by server',
);

const TLS_OPENED = recordOf(
  { ...reportMembers(TLS_INFO), connections: COUNT, ...LOSSY },
  'TLS that was decrypted with the given keys',
);

const OTHER_PROTOCOL = recordOf(
  {
    layer: described('which header names the protocol', oneOf(OTHER_LAYERS)),
    number: described(
      'EtherType, IP protocol, GRE protocol type, UDP port of a tunnel, link type, LLC service access point, or 1 for encrypted 802.11',
      COUNT,
    ),
    /** Null for one that is known by its number alone. */
    name: orNull(TEXT),
    packets: COUNT,
  },
  'packets of one protocol of which nothing is read, the most frequent first; those past the limit are in otherPackets alone',
);

const TIMING_SUMS = recordOf(
  {
    /** Those with request and response in the packets. */
    exchanges: COUNT,
    totalMs: NUMBER,
    /** The phases of `totalMs`. */
    connectMs: NUMBER,
    requestMs: NUMBER,
    waitMs: NUMBER,
    responseMs: NUMBER,
    /** The same, by who was waited for. */
    clientMs: NUMBER,
    networkMs: NUMBER,
    serverMs: NUMBER,
    retransmissions: COUNT,
    zeroWindows: COUNT,
    /** Exchanges that took a second or longer. */
    slow: COUNT,
  },
  "the total times of the capture's OSS exchanges, in milliseconds",
);

/** Once for each cause. The exit code does not depend on it. */
const ADVICE = recordOf(
  {
    id: oneOf(ADVICE_IDS),
    /** Passing exchanges that it holds for, of those looked at (`passed` of the capture). */
    count: COUNT,
    /** Index of one of them: the first, or the one that is nearest to failing. */
    exchange: ORDINAL,
    ...SENTENCE_ARGS,
    summary: TEXT,
    advice: TEXT,
  },
  'what will make exchanges fail that pass now',
);

type Format = 'pcap' | 'pcapng' | 'text' | null;
const FORMATS: readonly unknown[] = ['pcap', 'pcapng', 'text', null] satisfies Format[];
const FORMAT = leafOf({ enum: FORMATS }, (json): json is Format => FORMATS.includes(json));

/** A capture without its exchanges. */
const CAPTURE_HEAD = recordOf({
  path: TEXT,
  format: FORMAT,
  /**
   * For format `text`: its kind (`http`, `tcpdump`, `curl`, `log`, `error-document`, `har`) and its lines
   * (entries of a `har`).
   */
  text: optional(recordOf({ kind: TEXT, lines: COUNT })),
  complete: described('false: the file ends inside a record, or a record is corrupt', BOOLEAN),
  /** Without the `LINKTYPE_` prefix. */
  linkTypes: listOf(TEXT),
  packets: COUNT,
  bytes: COUNT,
  /** Absent for one file. Frames are numbered over all of them. */
  parts: optional(listOf(CAPTURE_PART)),
  connections: COUNT,
  firstTime: orNull(TIME),
  lastTime: orNull(TIME),
  warnings: listOf(WARNING),
  tls: listOf(TLS_PEER),
  tlsOpened: optional(listOf(TLS_OPENED)),
  http2Connections: optional(
    described('HTTP/2 connections, in clear text or decrypted; their content is not read', COUNT),
  ),
  copies: optional(
    described('HTTP exchanges that are others at further points of the capture, told with those', COUNT),
  ),
  otherPackets: optional(
    described('packets that carry no TCP that could be read; absent without any', COUNT),
  ),
  otherProtocols: optional(listOf(OTHER_PROTOCOL)),
  multipartUploads: optional(listOf(UPLOAD)),
  timing: optional(TIMING_SUMS),
  advice: optional(listOf(ADVICE)),
  /** Exchanges that passed, and how many of them were looked at for `advice`. */
  passed: optional(recordOf({ seen: COUNT, looked: COUNT })),
  filteredOut: optional(described('exchanges hidden by filters; absent without filters', COUNT)),
});

// The report

const UNREADABLE = recordOf({ path: TEXT, reason: TEXT, message: TEXT }, 'an input that could not be read');

const CONTINUED_UPLOAD = recordOf({
  uploadId: TEXT,
  bucket: orNull(TEXT),
  key: orNull(TEXT),
  capture: described('path of the first capture that leaves the upload open', TEXT),
  continuedIn: described(
    'path of the last capture that continues the upload; the other fields describe it there',
    TEXT,
  ),
  outcome: UPLOAD_OUTCOME,
  exchange: orNull(ORDINAL),
  leftoverParts: listOf(INTEGER),
  leftoverBytes: COUNT,
  ...LOSSY,
});

/** `here`, `there`: empty where the request has nothing of the kind. */
const CONTRAST_DIFFERENCE = recordOf({
  what: TEXT,
  here: TEXT,
  there: TEXT,
  message: TEXT,
  ...LOSSY,
});

/** An exchange that fails in one capture, against the like of it that was accepted in another. */
const CONTRAST = recordOf({
  id: constant('works-in-other-capture'),
  operation: TEXT,
  capture: TEXT,
  exchange: ORDINAL,
  /** Exchanges of that capture that are alike, this one included. */
  count: ORDINAL,
  worksIn: TEXT,
  worksAs: ORDINAL,
  /** Whether the two have one AccessKey ID. */
  sameKey: BOOLEAN,
  message: TEXT,
  /** Empty where the two are alike in everything that is compared. */
  differences: listOf(refTo('contrastDifference', CONTRAST_DIFFERENCE)),
  ...LOSSY,
});

const BY_VERDICT: Shape<Readonly<Partial<Record<Verdict, number>>>> = recordOf(
  Object.fromEntries(VERDICTS.map((verdict) => [verdict, optional(COUNT)])),
);

const SUMMARY = recordOf({
  captures: COUNT,
  exchanges: COUNT,
  ossExchanges: COUNT,
  /** Exchanges whose verdict is a failing one. */
  divergent: COUNT,
  unreadable: COUNT,
  byVerdict: BY_VERDICT,
  known: optional(described('failing exchanges that the baseline knows', COUNT)),
  ignored: optional(described('failing exchanges that the configuration ignores', COUNT)),
  continuedUploads: optional(
    described(
      'uploads left open by a capture (see its multipartUploads) and continued by a later one',
      listOf(refTo('continuedUpload', CONTINUED_UPLOAD)),
    ),
  ),
  unreadCaptures: optional(
    described(
      'captures of which nothing could be read: TLS without keys, or packets of other kinds; absent for none',
      COUNT,
    ),
  ),
  contrasts: optional(
    described(
      'exchanges that fail in one capture, each against the like of it that was accepted in another',
      listOf(refTo('contrast', CONTRAST)),
    ),
  ),
  filteredOut: optional(described('exchanges hidden by filters; not included in any other number', COUNT)),
});

const TOOL = recordOf({ name: TEXT, version: TEXT });

const CAPTURE = recordOf({ ...CAPTURE_HEAD.members, exchanges: listOf(refTo('exchange', EXCHANGE)) });

const VERSION = constant(SCHEMA_VERSION);

const REPORT = recordOf(
  {
    schemaVersion: VERSION,
    tool: TOOL,
    captures: listOf(refTo('capture', CAPTURE)),
    unreadable: listOf(refTo('unreadable', UNREADABLE)),
    summary: refTo('summary', SUMMARY),
  },
  'What `osscap scan --format json` prints. Within one schemaVersion fields may be added; none changes its meaning.',
);

/** A definition of the schema, named in the place of what it defines. */
function refTo<T>(name: string, shape: Shape<T>): Shape<T> {
  return { ...shape, schema: () => ({ $ref: `#/$defs/${name}` }) };
}

/** Lines of `--format ndjson` that were written before there was a version lack it. */
const LINE_VERSION = { schemaVersion: optional(VERSION) };

/** The JSON Schema of `--format json`; `$defs.line` is that of a line of `--format ndjson`. */
export function reportSchema(): JsonSchema {
  const line = <M extends Members>(type: string, members: M) =>
    recordOf({ type: constant(type), ...LINE_VERSION, ...members }).schema();
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `osscap:report.schema.json?v=${SCHEMA_VERSION}`,
    title: 'osscap report',
    ...REPORT.schema(),
    $defs: {
      capture: CAPTURE.schema(),
      exchange: EXCHANGE.schema(),
      continuedUpload: CONTINUED_UPLOAD.schema(),
      contrast: CONTRAST.schema(),
      contrastDifference: CONTRAST_DIFFERENCE.schema(),
      unreadable: UNREADABLE.schema(),
      summary: SUMMARY.schema(),
      line: {
        description: 'a line of `--format ndjson`',
        oneOf: [
          line('exchange', { capture: TEXT, ...EXCHANGE.members }),
          line('capture', CAPTURE_HEAD.members),
          line('unreadable', UNREADABLE.members),
          line('summary', SUMMARY.members),
        ],
      },
    },
  };
}

// The types

export type Report = TypeOf<typeof REPORT>;
export type Tool = TypeOf<typeof TOOL>;
export type CaptureJson = TypeOf<typeof CAPTURE>;
export type CaptureHeadJson = TypeOf<typeof CAPTURE_HEAD>;
export type ExchangeJson = TypeOf<typeof EXCHANGE>;
export type SummaryJson = TypeOf<typeof SUMMARY>;
export type UnreadableJson = TypeOf<typeof UNREADABLE>;
export type ContinuedUploadJson = TypeOf<typeof CONTINUED_UPLOAD>;
export type ContrastJson = TypeOf<typeof CONTRAST>;
export type RequestJson = TypeOf<typeof REQUEST>;
export type ResponseJson = TypeOf<typeof RESPONSE>;
export type HeaderJson = RequestJson['headers'][number];
export type OssJson = TypeOf<typeof OSS>;
export type OssErrorJson = TypeOf<typeof OSS_ERROR>;
export type SidesJson = TypeOf<typeof SIDES>;
export type DivergenceJson = TypeOf<typeof DIVERGENCE>;
export type HopJson = TypeOf<typeof HOP>;
export type DiagnosisJson = TypeOf<typeof DIAGNOSIS>;
export type IntegrityJson = TypeOf<typeof INTEGRITY>;
export type ChunksJson = TypeOf<typeof CHUNKS>;
export type ConnectionJson = TypeOf<typeof CONNECTION>;
export type TimingJson = NonNullable<ExchangeJson['timing']>;
export type TimingSumsJson = TypeOf<typeof TIMING_SUMS>;
export type UploadJson = TypeOf<typeof UPLOAD>;
export type UploadPartJson = TypeOf<typeof UPLOAD_PART>;
export type UploadIssueJson = TypeOf<typeof UPLOAD_ISSUE>;
export type CapturePartJson = TypeOf<typeof CAPTURE_PART>;
export type WarningJson = TypeOf<typeof WARNING>;
export type AdviceJson = TypeOf<typeof ADVICE>;
export type OtherProtocolJson = TypeOf<typeof OTHER_PROTOCOL>;
