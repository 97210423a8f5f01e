import { NOTICE_CODES, type Notice } from '../../engine/bytes/notice.ts';
import {
  ARGS,
  BOOLEAN,
  BYTES,
  COUNT,
  keyOf,
  leafOf,
  listOf,
  NUMBER,
  oneOf,
  optional,
  orNull,
  pairOf,
  recordFor,
  type Shape,
  ShapeFault,
  TEXT,
  TRUE,
  WORD,
} from '../../engine/bytes/shape.ts';
import type { CapturePart, CaptureSummary } from '../../engine/capture/record.ts';
import { ADVICE_IDS, type Advice } from '../../engine/diagnose/advice.ts';
import {
  type Cause,
  type DiagnosedHop,
  type Diagnosis,
  type Divergence,
  type EvidencePoint,
  type Note,
  type SearchReport,
  type ServerStrings,
  type Suspect,
  VERDICTS,
} from '../../engine/diagnose/model.ts';
import { EXCHANGE } from '../../engine/http/exchange.ts';
import { TIME } from '../../engine/http/message.ts';
import { TLS_INFO, type TlsHandshake, type TlsOpened } from '../../engine/http/tls.ts';
import { BODY_CHECK } from '../../engine/oss/body-claims.ts';
import type { OssAddress, OssError, OssExchange } from '../../engine/oss/model.ts';
import { FLAVOUR_IDS, PROVIDER_IDS } from '../../engine/oss/provider.ts';
import {
  type CompleteAttempt,
  type MultipartUpload,
  type ObjectCrc,
  UPLOAD_ISSUES,
  type UploadIssue,
  type UploadName,
  type UploadPart,
} from '../../engine/oss/upload.ts';
import { OTHER_LAYERS, type OtherProtocol } from '../../engine/packet/other-packets.ts';
import type {
  CaptureInfo,
  ExchangeResult,
  Specimen,
  TlsPeer,
  Traffic,
  UnreadableInput,
} from '../../engine/results.ts';
import {
  type Canonical,
  type Field,
  type Origin,
  type Piece,
  SIGNATURE_VERSIONS,
  type SignedStrings,
} from '../../engine/sign/canonical.ts';
import type { Claim, ClaimProblem, Scope } from '../../engine/sign/claim.ts';
import type {
  FormField,
  QueryParameter,
  SignableHeader,
  SignableRequest,
} from '../../engine/sign/request.ts';
import { S3_FLAVOURS } from '../../engine/sign/signed-parameters.ts';
import { SUSPECT_KINDS } from '../../features/suspects/entries.ts';
import { EVIDENCE_CODES } from '../../features/suspects/evidence.ts';
import { CAUSE_IDS } from '../../sentences/causes/index.ts';
import { NOTE_IDS } from '../../sentences/causes/notes.ts';

/* How captures and exchanges are written to blobs, and read back: a shape for each of their parts. */

const NOTICE = recordFor<Notice>({
  code: oneOf(NOTICE_CODES),
  frame: orNull(COUNT),
  offset: orNull(COUNT),
  part: optional(TEXT),
  args: ARGS,
});

const CAPTURE_PART = recordFor<CapturePart>({ path: TEXT, firstFrame: COUNT, packets: COUNT });

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
  copies: optional(COUNT),
  providers: optional(listOf(oneOf(PROVIDER_IDS))),
  flavours: optional(listOf(oneOf(FLAVOUR_IDS))),
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
  hidden: optional(recordFor<UploadName>({ uploadId: BYTES, bucket: orNull(BYTES), key: orNull(BYTES) })),
  endpoint: optional(BYTES),
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

export const UNREADABLE = recordFor<UnreadableInput>({ path: TEXT, reason: WORD, detail: TEXT });

const PLAIN_FIELDS: Readonly<Record<Exclude<Field, `${string}:${string}`> | NamedField, true>> = {
  method: true,
  'content-md5': true,
  'content-type': true,
  date: true,
  'resource:bucket': true,
  'resource:key': true,
  'canonical-uri': true,
  'canonical-request': true,
  'additional-headers': true,
  'payload-hash': true,
  'scope:date': true,
  'scope:region': true,
  'scope:product': true,
  policy: true,
  signature: true,
  'access-key-id': true,
};

/** Those whose names hold a colon and nothing captured. */
type NamedField = 'resource:bucket' | 'resource:key' | 'scope:date' | 'scope:region' | 'scope:product';

/** What stands before the name of a header or parameter. */
const FIELD_PREFIXES = [
  'oss-header:',
  'resource:subresource:',
  'canonical-query:',
  'canonical-header:',
] as const satisfies readonly Field[];

function isField(json: unknown): json is Field {
  return (
    typeof json === 'string' &&
    (Object.hasOwn(PLAIN_FIELDS, json) || FIELD_PREFIXES.some((prefix) => json.startsWith(prefix))) &&
    !/[^\0-\xff]/.test(json)
  );
}

const FIELD: Shape<Field> = leafOf({ type: 'string' }, isField);

const ORIGIN = recordFor<Origin>({ frame: COUNT, source: BYTES });

const PIECE = recordFor<Piece>({
  field: FIELD,
  value: BYTES,
  start: COUNT,
  end: COUNT,
  origin: orNull(ORIGIN),
});

const CANONICAL = recordFor<Canonical>({ pieces: listOf(PIECE), text: BYTES });

const SIGNED_STRINGS = recordFor<SignedStrings>({
  stringToSign: CANONICAL,
  canonicalRequest: orNull(CANONICAL),
});

const PROBLEMS: Readonly<Record<ClaimProblem, true>> = {
  'bad-authorization': true,
  'bad-credential': true,
  'missing-signature': true,
  'missing-expires': true,
  'missing-date': true,
  'empty-listed-headers': true,
  'header-and-query': true,
  'mangled-parameter-names': true,
  'missing-version': true,
  'cut-url': true,
};

const CLAIM = recordFor<Claim>({
  version: oneOf(SIGNATURE_VERSIONS),
  accessKeyId: BYTES,
  signature: BYTES,
  rawSignature: BYTES,
  signatureOrigin: ORIGIN,
  scope: orNull(recordFor<Scope>({ date: BYTES, region: BYTES, product: BYTES, terminator: BYTES })),
  listedHeaders: orNull(listOf(BYTES)),
  securityToken: orNull(BYTES),
  date: orNull(BYTES),
  expires: orNull(BYTES),
  problems: listOf(keyOf(PROBLEMS)),
});

const SIGNABLE_REQUEST = recordFor<SignableRequest>({
  method: BYTES,
  path: BYTES,
  rawQuery: orNull(BYTES),
  query: listOf(
    recordFor<QueryParameter>({ rawName: BYTES, rawValue: orNull(BYTES), name: BYTES, value: BYTES }),
  ),
  headers: listOf(recordFor<SignableHeader>({ name: BYTES, value: BYTES, rawValue: BYTES, frame: COUNT })),
  form: orNull(listOf(recordFor<FormField>({ name: BYTES, value: BYTES }))),
  bucket: orNull(BYTES),
  key: orNull(BYTES),
  bucketUnknown: optional(TRUE),
  flavour: optional(oneOf(S3_FLAVOURS)),
  bodySha256: optional(BYTES),
  frame: COUNT,
  toldBy: optional(ORIGIN),
});

const ADDRESS = recordFor<OssAddress>({
  style: oneOf(['virtual-host', 'path', 'custom-domain', 'service']),
  bucket: orNull(BYTES),
  bucketSource: orNull(oneOf(['host', 'path', 'option', 'server'])),
  givenBucket: optional(BYTES),
  key: orNull(BYTES),
  region: orNull(BYTES),
  kind: optional(oneOf(['vectors', 'tables'])),
  arn: optional(BYTES),
});

const ERROR = recordFor<OssError>({
  source: oneOf(['body', 'x-oss-err']),
  frame: COUNT,
  fields: listOf(pairOf(BYTES, BYTES)),
  code: BYTES,
  message: BYTES,
  requestId: orNull(BYTES),
  hostId: orNull(BYTES),
  accessKeyId: orNull(BYTES),
  ec: orNull(BYTES),
  signatureProvided: orNull(BYTES),
  stringToSign: orNull(BYTES),
  stringToSignBytesText: orNull(BYTES),
  stringToSignBytes: orNull(BYTES),
  canonicalRequest: orNull(BYTES),
  canonicalRequestBytes: orNull(BYTES),
});

type OssPart = Omit<OssExchange, 'exchange' | 'alone' | 'forget'>;

/** Without its exchange, which stands beside it. */
const OSS = recordFor<OssPart>({
  provider: optional(oneOf(PROVIDER_IDS)),
  flavour: optional(oneOf(FLAVOUR_IDS)),
  service: optional(WORD),
  operation: WORD,
  address: ADDRESS,
  request: orNull(SIGNABLE_REQUEST),
  claim: orNull(CLAIM),
  foreignAuthorization: orNull(BYTES),
  error: orNull(ERROR),
  fromError: optional(TRUE),
  uncodedAnswer: optional(orNull(BYTES)),
  requestId: orNull(BYTES),
  ec: orNull(BYTES),
});

const CAUSE = recordFor<Cause>({ id: oneOf(CAUSE_IDS), args: ARGS });

const NOTE = recordFor<Note>({ id: oneOf(NOTE_IDS), args: ARGS });

const DIVERGENCE = recordFor<Divergence>({
  field: FIELD,
  client: orNull(BYTES),
  server: orNull(BYTES),
  clientOffset: COUNT,
  serverOffset: COUNT,
  clientOrigin: orNull(ORIGIN),
});

const SERVER = recordFor<ServerStrings>({
  stringToSign: BYTES,
  from: oneOf(['bytes', 'text']),
  conflicting: orNull(BYTES),
  canonicalRequest: orNull(BYTES),
});

const SEARCH = recordFor<SearchReport>({
  tried: COUNT,
  limit: COUNT,
  exhausted: BOOLEAN,
  tally: listOf(recordFor<SearchReport['tally'][number]>({ id: WORD, alone: COUNT, paired: COUNT })),
  fits: orNull(listOf(WORD)),
});

const HOP = recordFor<DiagnosedHop>({
  exchange: COUNT,
  capture: optional(TEXT),
  frame: orNull(COUNT),
  from: TEXT,
  to: TEXT,
  changed: listOf(TEXT),
  broken: listOf(TEXT),
});

const EVIDENCE_POINT = recordFor<EvidencePoint>({
  code: oneOf(EVIDENCE_CODES),
  exchanges: listOf(COUNT),
  capture: optional(TEXT),
  args: ARGS,
});

const SUSPECT = recordFor<Suspect>({
  kind: oneOf(SUSPECT_KINDS),
  args: ARGS,
  cause: oneOf(CAUSE_IDS),
  field: orNull(
    leafOf({ type: 'string' }, (json): json is Suspect['field'] => json === 'secret' || isField(json)),
  ),
  fields: optional(listOf(FIELD)),
  weight: NUMBER,
  for: listOf(EVIDENCE_POINT),
  against: listOf(EVIDENCE_POINT),
});

/** The notes last: they may look at what the strings made known. */
const DIAGNOSIS = recordFor<Omit<Diagnosis, 'forget' | 'suspect'>>({
  verdict: oneOf(VERDICTS),
  certainty: orNull(oneOf(['proven', 'likely', 'open'])),
  needsSecretOf: orNull(BYTES),
  divergences: listOf(DIVERGENCE),
  cause: orNull(CAUSE),
  row: COUNT,
  wire: orNull(SIGNED_STRINGS),
  server: orNull(SERVER),
  client: orNull(SIGNED_STRINGS),
  recomputed: orNull(BYTES),
  search: orNull(SEARCH),
  hops: listOf(HOP),
  suspects: optional(listOf(SUSPECT)),
  notes: listOf(NOTE),
});

/** What was judged of an exchange belongs to the run that judges, and is judged anew after a merge. */
type WrittenResult = Omit<ExchangeResult, 'oss' | 'triage'> & { readonly oss: OssPart | null };

const RESULT = recordFor<WrittenResult>({
  index: COUNT,
  exchange: EXCHANGE,
  oss: orNull(OSS),
  diagnosis: orNull(DIAGNOSIS),
  checks: optional(listOf(BODY_CHECK)),
});

/** An exchange with everything that any report shows of it; what is made on demand is made now. */
export const EXCHANGE_RESULT: Shape<ExchangeResult> = {
  schema: RESULT.schema,
  encode: (result) => RESULT.encode(result),
  decode(json: unknown): ExchangeResult {
    const { oss, ...rest } = RESULT.decode(json);
    return { ...rest, oss: oss === null ? null : { ...oss, exchange: rest.exchange } };
  },
};
