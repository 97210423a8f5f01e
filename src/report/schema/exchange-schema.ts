import { VERDICTS } from '../../diagnose/model.ts';
import { ENDING_KINDS } from '../../http/exchange.ts';
import { SIGNATURE_VERSIONS } from '../../sign/canonical.ts';
import type {
  DiagnosisJson,
  DivergenceJson,
  EndingJson,
  ExchangeJson,
  HopJson,
  IntegrityJson,
  OssErrorJson,
  OssJson,
  RequestJson,
  ResponseJson,
  SidesJson,
  SignatureJson,
  TimingJson,
  TlsJson,
} from '../json/model.ts';
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

const VERDICT: Schema = oneOf(VERDICTS);

const CERTAINTY: Schema = oneOf(['proven', 'likely', 'open']);

const HEADERS: Schema = list({
  description: 'name and value as sent',
  type: 'array',
  prefixItems: [string, string],
  minItems: 2,
  maxItems: 2,
});

const REQUEST: Schema = object<RequestJson>(
  '',
  {
    method: string,
    target: string,
    host: orNull(string),
    headers: HEADERS,
    bodyBytes: count,
    complete: boolean,
  },
  LOSSY,
);

const RESPONSE: Schema = object<ResponseJson>(
  '',
  { status: integer, reason: string, headers: HEADERS, bodyBytes: count, complete: boolean },
  LOSSY,
);

const OSS_ERROR: Schema = object<OssErrorJson>(
  'an OSS error document',
  {
    code: string,
    message: string,
    hostId: orNull(string),
    accessKeyId: orNull(string),
    signatureProvided: orNull(string),
    stringToSign: orNull(string),
    stringToSignBytes: described('as the server wrote it: hex bytes separated by spaces', orNull(string)),
    canonicalRequest: orNull(string),
  },
  LOSSY,
);

const OSS: Schema = object<OssJson>(
  'absent for HTTP that is not OSS',
  {
    operation: described('as in the API reference; Unknown if no rule matches', string),
    bucket: orNull(string),
    key: orNull(string),
    region: orNull(string),
    requestId: orNull(string),
    ec: orNull(string),
    error: orNull(OSS_ERROR),
  },
  LOSSY,
);

const SIDES: Schema = object<SidesJson>(
  'a string in three versions: rebuilt from the captured request, given by the server, and signed by the client (if proved)',
  { wire: orNull(string), server: orNull(string), client: orNull(string) },
  LOSSY,
);

const SIGNATURE: Schema = object<SignatureJson>(
  '',
  { version: oneOf([...SIGNATURE_VERSIONS, 'none']) },
  {
    accessKeyId: string,
    onWire: string,
    provided: described('the signature that the server says it received', orNull(string)),
    recomputed: described('of the rebuilt string, with the given secret', orNull(string)),
    stringToSign: SIDES,
    canonicalRequest: SIDES,
    ...LOSSY,
  },
);

const DIVERGENCE: Schema = object<DivergenceJson>(
  '',
  {
    field: described('the field, named as in the signing rules', string),
    client: orNull(string),
    server: orNull(string),
    clientOffset: described('byte offset of the first difference in each string', count),
    serverOffset: count,
  },
  { frame: ordinal, source: string, ...LOSSY },
);

const DIAGNOSIS: Schema = object<DiagnosisJson>(
  '',
  {
    verdict: VERDICT,
    certainty: orNull(CERTAINTY),
    divergences: list(DIVERGENCE),
    cause: orNull({
      type: 'object',
      properties: { id: string, summary: string, advice: string },
      required: ['id', 'summary', 'advice'],
    }),
    notes: list(string),
  },
  {
    needs: described('what would settle an open verdict', string),
    hops: described(
      'the same request further on in this capture, reported once, by its first exchange',
      list(
        object<HopJson>(
          '',
          {
            exchange: ordinal,
            between: described('the servers before and behind the hop', string),
            changed: described('what the hop changed; first what breaks the signature', list(string)),
          },
          { capture: described('the capture that shows it, where it is another one', string), ...LOSSY },
        ),
      ),
    ),
    known: described('the baseline knows this cause', yes),
    ignored: described(
      'the configuration ignores this failure',
      object<NonNullable<DiagnosisJson['ignored']>>('', { reason: string }, {}),
    ),
    ...LOSSY,
  },
);

const INTEGRITY: Schema = object<IntegrityJson>(
  'a digest header of a body, compared with the captured bytes',
  {
    body: oneOf(['request', 'response']),
    claim: oneOf(['content-md5', 'etag', 'crc64']),
    claimedBy: oneOf(['client', 'server']),
    claimed: string,
    actual: orNull(string),
    result: oneOf(['matches', 'differs', 'unknown']),
  },
  {
    damage: oneOf(['before-capture', 'after-capture']),
    unknown: oneOf(['incomplete', 'earlier-bytes', 'not-computed']),
    ...LOSSY,
  },
);

export const TLS_REQUIRED = {
  version: oneOf(['1.2', '1.3']),
  suite: string,
  serverName: orNull(string),
  alpn: orNull(string),
} as const;

const TLS: Schema = object<TlsJson>('the TLS that the exchange was decrypted from', TLS_REQUIRED, LOSSY);

const milliseconds: Schema = { type: 'number', minimum: 0 };

const ENDING: Schema = object<EndingJson>(
  'why the response is missing or not whole, as the packets tell',
  {
    kind: oneOf(ENDING_KINDS),
    frame: described(
      'the packet whose FIN or RST ended the connection, or that acknowledged a response that was not captured; null: it was open to the end of the capture',
      orNull(ordinal),
    ),
    afterMs: described(
      'from the last byte of the request, or of the response, to that packet or to the end of the capture',
      milliseconds,
    ),
    idleMs: described(
      "from the connection's last response to this request, or to the packet that had closed it before; null for its first request",
      orNull(milliseconds),
    ),
    retransmissions: described('segments that the client sent again since the request began', count),
    unacknowledgedBytes: described("the client's bytes that were never acknowledged", count),
    summary: string,
    happened: string,
    advice: string,
  },
  {
    lostBytes: described(
      'bytes in the place of the response that the client acknowledged and the capture lost',
      count,
    ),
  },
);

const TIMING: Schema = object<TimingJson>(
  'where the time of the exchange went, as seen at the capture point',
  {
    connectMs: orNull(milliseconds),
    requestMs: milliseconds,
    waitMs: milliseconds,
    responseMs: milliseconds,
    firstByteMs: milliseconds,
    totalMs: milliseconds,
    serverTimeMs: orNull(number),
    roundTripMs: orNull(milliseconds),
    roundTripToServerMs: orNull(milliseconds),
    roundTripToClientMs: orNull(milliseconds),
    retransmissions: object<TimingJson['retransmissions']>(
      'retransmitted segments',
      { connect: count, request: count, response: count },
      { connectAnswers: described('SYN-ACKs', count) },
    ),
    zeroWindows: object<TimingJson['zeroWindows']>('', { client: count, server: count }, {}),
    pauses: object<TimingJson['pauses']>('', { client: count, server: count }, {}),
    waits: object<TimingJson['waits']>(
      'totalMs, split by who was waited for',
      { clientMs: milliseconds, networkMs: milliseconds, serverMs: milliseconds },
      {},
    ),
    waitedFor: string,
    reason: string,
    reasonMs: milliseconds,
  },
  {
    trafficLimit: object<NonNullable<TimingJson['trafficLimit']>>(
      'the speed limit that the request asked for (x-oss-traffic-limit) and the speed of the transfer; an upload is measured until its response began',
      { askedBitsPerSecond: count, measuredBitsPerSecond: orNull(count) },
      {},
    ),
    throttledMs: described('x-oss-qos-delay-time of the response', milliseconds),
    windowLimit: object<NonNullable<TimingJson['windowLimit']>>(
      'the receive window that the transfer was about as fast as: the largest that its receiver offered',
      { receiver: oneOf(['client', 'server']), bytes: count },
      {},
    ),
    connectLoss: described(
      'on which side of the capture point something of the connection setup was lost or late',
      oneOf(['client', 'server', 'both']),
    ),
    lostOrSilent: object<NonNullable<TimingJson['lostOrSilent']>>(
      'silences that ended with a single segment, as after a timeout: what was sent in them was lost before the capture point, or nothing was sent',
      { clientMs: milliseconds, serverMs: milliseconds },
      {},
    ),
    summary: string,
  },
);

export const EXCHANGE_REQUIRED = {
  index: described("order of the request's first byte in the capture, from 1", ordinal),
  connection: object<ExchangeJson['connection']>(
    '',
    { index: ordinal, client: string, server: string },
    {
      originalClient: described(
        'the client that a proxy or a load balancer named before the first byte of the connection (PROXY protocol)',
        string,
      ),
    },
  ),
  requestFrame: orNull(ordinal),
  responseFrame: orNull(ordinal),
  time: orNull(time),
  durationMs: described("from the request's first byte to the response's last", orNull(number)),
  request: orNull(REQUEST),
  response: orNull(RESPONSE),
} as const;

export const EXCHANGE_OPTIONAL = {
  tls: TLS,
  oss: OSS,
  signature: SIGNATURE,
  diagnosis: DIAGNOSIS,
  integrity: list(INTEGRITY),
  timing: TIMING,
  ending: ENDING,
} as const;

export const EXCHANGE: Schema = object<ExchangeJson>('', EXCHANGE_REQUIRED, EXCHANGE_OPTIONAL);
