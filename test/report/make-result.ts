import { fromText } from '../rooms/bytes.ts';
import { cause, type Diagnosis, type Divergence, type Suspect } from '../rooms/diagnose.ts';
import type { CaptureInfo, ExchangeResult } from '../rooms/engine.ts';
import type { Exchange, HeaderLine, HttpRequest, HttpResponse } from '../rooms/http.ts';
import type { MultipartUpload, OssError, OssExchange } from '../rooms/oss.ts';
import type { Canonical, Claim, Field, Piece, SignedStrings } from '../rooms/sign.ts';

/** 2018-12-29T07:33:43 UTC. */
export const SECONDS = 1546068823;

export const ACCESS_KEY_ID = 'LTAIexampleid0kFr';
export const SIGNATURE = 'r2KPR0y4dpxH0Cl8SSSwIcSiwVU=';

/** Canonical string of pieces that stand a line each. */
export function canonicalOf(parts: readonly (readonly [Field, string])[]): Canonical {
  const pieces: Piece[] = [];
  let text = '';
  for (const [field, value] of parts) {
    const start = text.length;
    pieces.push({ field, value, start, end: start + value.length, origin: null });
    text += `${value}\n`;
  }
  return { pieces, text: text.slice(0, -1) };
}

export interface ResultSpec {
  readonly index?: number;
  readonly method?: string;
  readonly operation?: string;
  readonly bucket?: string | null;
  readonly key?: string | null;
  readonly status?: number;
  readonly headers?: readonly (readonly [string, string])[];
  readonly requestId?: string | null;
  readonly claim?: Partial<Claim> | null;
  readonly error?: Partial<OssError> | null;
  readonly diagnosis?: Partial<Diagnosis>;
  readonly isOss?: boolean;
  readonly hasResponse?: boolean;
}

/** The result as if its exchange had been opened from TLS. */
export function openedFromTls(result: ExchangeResult): ExchangeResult {
  const tls = { version: '1.3', suite: 'TLS_AES_128_GCM_SHA256', serverName: null, alpn: null } as const;
  const { exchange } = result;
  return { ...result, exchange: { ...exchange, connection: { ...exchange.connection, tls } } };
}

/** The exchange of a client that a load balancer named by the PROXY protocol. */
export function behindBalancer(result: ExchangeResult): ExchangeResult {
  const { exchange } = result;
  const connection = { ...exchange.connection, originalClient: '203.0.113.7:51234' };
  return { ...result, exchange: { ...exchange, connection } };
}

/** An exchange that passed, unless the spec says otherwise. */
export function makeResult(spec: ResultSpec = {}): ExchangeResult {
  const index = spec.index ?? 1;
  const exchange = makeExchange(spec, index);
  if (spec.isOss === false) return { index, exchange, oss: null, diagnosis: null };
  const oss: OssExchange = {
    exchange,
    operation: spec.operation ?? 'PutObject',
    address: {
      style: 'virtual-host',
      bucket: spec.bucket === undefined ? 'rokid' : spec.bucket,
      bucketSource: 'host',
      key: spec.key === undefined ? 'ttsservice/passwd' : spec.key,
      region: 'cn-hangzhou',
    },
    request: null,
    claim: spec.claim === null ? null : makeClaim(spec.claim ?? {}),
    foreignAuthorization: null,
    error: spec.error === null || spec.error === undefined ? null : makeError(spec.error),
    requestId: spec.requestId === undefined ? '5C2723573183A12D' : spec.requestId,
    ec: null,
  };
  return { index, exchange, oss, diagnosis: makeDiagnosis(spec.diagnosis ?? {}) };
}

function makeExchange(spec: ResultSpec, index: number): Exchange {
  const base = {
    version: 'HTTP/1.1',
    head: '',
    headComplete: true,
    framing: 'content-length',
    bodyBytes: 137,
    contentLength: 137,
    bodyState: 'complete',
    body: null,
    complete: true,
    missingBytes: 0,
  } as const;
  const frame = index * 10;
  const request: HttpRequest = {
    ...base,
    kind: 'request',
    method: spec.method ?? 'POST',
    target: fromText('/ttsservice%2Fpasswd?uploadId=D468'),
    headers: (spec.headers ?? [['Host', 'rokid.oss-cn-hangzhou.aliyuncs.com']]).map(
      ([name, value]): HeaderLine => ({ name, value, rawValue: ` ${value}`, frame }),
    ),
    frame,
    lastFrame: frame,
    time: { seconds: SECONDS, nanos: 120_456_789 },
    lastTime: { seconds: SECONDS, nanos: 120_456_789 },
  };
  const response: HttpResponse = {
    ...base,
    kind: 'response',
    status: spec.status ?? 200,
    reason: 'OK',
    headers: [{ name: 'Server', value: 'AliyunOSS', rawValue: ' AliyunOSS', frame: frame + 2 }],
    frame: frame + 2,
    lastFrame: frame + 2,
    time: { seconds: SECONDS, nanos: 130_000_000 },
    lastTime: { seconds: SECONDS, nanos: 132_801_789 },
  };
  return {
    connection: { index: 1, client: '10.0.0.1:51234', server: '10.0.0.2:80' },
    request,
    index,
    damage: [],
    response: spec.hasResponse === false ? null : response,
    interim: [],
  };
}

function makeClaim(spec: Partial<Claim>): Claim {
  return {
    version: 'v1',
    accessKeyId: ACCESS_KEY_ID,
    signature: SIGNATURE,
    rawSignature: SIGNATURE,
    signatureOrigin: { frame: 1, source: 'header authorization' },
    scope: null,
    listedHeaders: null,
    securityToken: null,
    date: null,
    expires: null,
    problems: [],
    ...spec,
  };
}

function makeError(spec: Partial<OssError>): OssError {
  return {
    source: 'body',
    frame: 12,
    fields: [],
    code: 'SignatureDoesNotMatch',
    message: 'The request signature we calculated does not match the signature you provided.',
    requestId: '5C2723573183A12D',
    hostId: null,
    accessKeyId: ACCESS_KEY_ID,
    ec: null,
    signatureProvided: SIGNATURE,
    stringToSign: null,
    stringToSignBytesText: null,
    stringToSignBytes: null,
    canonicalRequest: null,
    canonicalRequestBytes: null,
    ...spec,
  };
}

export function makeDiagnosis(spec: Partial<Diagnosis>): Diagnosis {
  return {
    verdict: 'match',
    certainty: 'proven',
    needsSecretOf: null,
    divergences: [],
    cause: null,
    notes: [],
    hops: [],
    row: 3,
    wire: null,
    server: null,
    client: null,
    recomputed: null,
    search: null,
    ...spec,
  };
}

const DATE = 'Sat, 29 Dec 2018 07:32:34 GMT';
const UPLOAD_ID = 'D4685C2B8F2E4C0C9D6A4A6C1E1B77E3D4685C2B8F2E4C0C9D6A';

/** The strings of the CompleteMultipartUpload whose Content-Type a library added after signing. */
export function completeStrings(contentType: string): SignedStrings {
  return {
    stringToSign: canonicalOf([
      ['method', 'POST'],
      ['content-md5', ''],
      ['content-type', contentType],
      ['date', DATE],
      ['resource:bucket', 'rokid'],
      ['resource:key', fromText('ttsservice/语音/passwd')],
      ['resource:subresource:uploadId', UPLOAD_ID],
    ]),
    canonicalRequest: null,
  };
}

export const FORM_TYPE = 'application/x-www-form-urlencoded';

export const TYPE_DIVERGENCE: Divergence = {
  field: 'content-type',
  client: '',
  server: FORM_TYPE,
  clientOffset: 6,
  serverOffset: 6,
  clientOrigin: { frame: 771, source: 'header content-type' },
};

/** The failing exchange of that upload. */
export function completeFailure(index: number, diagnosis: Partial<Diagnosis> = {}): ExchangeResult {
  const wire = completeStrings(FORM_TYPE);
  return makeResult({
    index,
    operation: 'CompleteMultipartUpload',
    key: fromText('ttsservice/语音/passwd'),
    status: 403,
    error: { stringToSign: wire.stringToSign.text },
    diagnosis: {
      verdict: 'client-miscomputed',
      certainty: 'proven',
      divergences: [TYPE_DIVERGENCE],
      cause: cause('content-type-added-after-signing', { sent: FORM_TYPE }),
      row: 16,
      wire,
      client: completeStrings(''),
      server: {
        stringToSign: wire.stringToSign.text,
        from: 'bytes',
        conflicting: null,
        canonicalRequest: null,
      },
      recomputed: 'somethingElse=',
      ...diagnosis,
    },
  });
}

export function makeCapture(spec: Partial<CaptureInfo> = {}): CaptureInfo {
  return {
    path: 'upload.pcap',
    summary: { format: 'pcap', complete: true, linkTypes: [1], packets: 812, bytes: 45678 },
    traffic: {
      httpExchanges: 0,
      ossExchanges: 9,
      tls: [],
      otherConnections: 0,
      connections: 3,
      otherPackets: 0,
    },
    firstTime: { seconds: SECONDS, nanos: 0 },
    lastTime: { seconds: SECONDS + 4, nanos: 100_000_000 },
    notices: [],
    ...spec,
  };
}

export interface UploadSpec extends Partial<Omit<MultipartUpload, 'leftoverParts' | 'leftoverBytes'>> {
  /** Numbers of parts that it leaves behind. */
  readonly leftover?: readonly number[];
}

/** An upload of three parts of 100 KiB that was never ended, unless the spec says otherwise. */
export function makeUpload({ leftover = [], ...spec }: UploadSpec = {}): MultipartUpload {
  return {
    uploadId: 'D468',
    bucket: 'rokid',
    key: 'k',
    initiated: true,
    parts: [1, 2, 3].map((number) => ({
      number,
      bytes: 102400,
      etag: null,
      status: 200,
      exchange: number,
      sizeKnown: true,
      capture: null,
      stored: true,
      retries: 0,
      copied: false,
      listed: false,
      md5Sent: null,
      crc64Sent: null,
      crc64: null,
      body: null,
    })),
    partsNotKept: 0,
    outcome: 'abandoned',
    exchange: spec.outcome === undefined ? null : 9,
    began: null,
    lastTime: null,
    abortedTime: null,
    complete: null,
    crc64: null,
    issues: [],
    ...spec,
    leftoverParts: leftover,
    leftoverBytes: 102400 * leftover.length,
  };
}

/** A cause that is probable, with a piece of evidence on either side. */
export const SUSPECT: Suspect = {
  kind: 'type-lost',
  args: {},
  cause: 'content-type-lost',
  field: 'content-type',
  weight: 0.724,
  for: [
    { code: 'only-refused-have-it', exchanges: [9], args: { trait: 'no-type PUT', refused: 1, accepted: 4 } },
  ],
  against: [{ code: 'refused-without-it', exchanges: [4], args: { trait: 'no-type PUT', refused: 2 } }],
};
