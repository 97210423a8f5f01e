import { CAUSE_IDS } from '../../diagnose/causes/index.ts';
import {
  type Cause,
  type DiagnosedHop,
  type Diagnosis,
  type Divergence,
  type Note,
  type SearchReport,
  type ServerStrings,
  VERDICTS,
} from '../../diagnose/model.ts';
import { NOTE_ARGS } from '../../diagnose/notes.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { BodyCheck } from '../../oss/body-claims.ts';
import type { OssAddress, OssError, OssExchange } from '../../oss/model.ts';
import type { ExchangeResult } from '../input.ts';
import {
  ARGS,
  array,
  BOOLEAN,
  BYTES,
  COUNT,
  type Codec,
  nullable,
  object,
  oneOf,
  optional,
  pair,
  TEXT,
  TRUE,
  WORD,
} from './codec.ts';
import { EXCHANGE } from './http-codecs.ts';
import { CLAIM, FIELD, ORIGIN, SIGNABLE_REQUEST, SIGNED_STRINGS } from './sign-codecs.ts';

const ADDRESS: Codec<OssAddress> = object<OssAddress>({
  style: oneOf(['virtual-host', 'path', 'custom-domain', 'service']),
  bucket: nullable(BYTES),
  bucketSource: nullable(oneOf(['host', 'path', 'option', 'server'])),
  givenBucket: optional(BYTES),
  key: nullable(BYTES),
  region: nullable(BYTES),
  kind: optional(oneOf(['vectors', 'tables'])),
  arn: optional(BYTES),
});

const ERROR: Codec<OssError> = object<OssError>({
  source: oneOf(['body', 'x-oss-err']),
  frame: COUNT,
  fields: array(pair(BYTES, BYTES)),
  code: BYTES,
  message: BYTES,
  requestId: nullable(BYTES),
  hostId: nullable(BYTES),
  accessKeyId: nullable(BYTES),
  ec: nullable(BYTES),
  signatureProvided: nullable(BYTES),
  stringToSign: nullable(BYTES),
  stringToSignBytesText: nullable(BYTES),
  stringToSignBytes: nullable(BYTES),
  canonicalRequest: nullable(BYTES),
  canonicalRequestBytes: nullable(BYTES),
});

type OssPart = Omit<OssExchange, 'exchange' | 'alone' | 'forget'>;

/** Without its exchange, which stands beside it. */
const OSS: Codec<OssPart> = object<OssPart>({
  operation: WORD,
  address: ADDRESS,
  request: nullable(SIGNABLE_REQUEST),
  claim: nullable(CLAIM),
  foreignAuthorization: nullable(BYTES),
  error: nullable(ERROR),
  fromError: optional(TRUE),
  uncodedAnswer: optional(nullable(BYTES)),
  requestId: nullable(BYTES),
  ec: nullable(BYTES),
});

const CAUSE: Codec<Cause> = object<Cause>({ id: oneOf(CAUSE_IDS), args: ARGS });

const NOTE: Codec<Note> = object<Note>({ id: oneOf(Object.keys(NOTE_ARGS)), args: ARGS });

const DIVERGENCE: Codec<Divergence> = object<Divergence>({
  field: FIELD,
  client: nullable(BYTES),
  server: nullable(BYTES),
  clientOffset: COUNT,
  serverOffset: COUNT,
  clientOrigin: nullable(ORIGIN),
});

const SERVER: Codec<ServerStrings> = object<ServerStrings>({
  stringToSign: BYTES,
  from: oneOf(['bytes', 'text']),
  conflicting: nullable(BYTES),
  canonicalRequest: nullable(BYTES),
});

const SEARCH: Codec<SearchReport> = object<SearchReport>({
  tried: COUNT,
  limit: COUNT,
  exhausted: BOOLEAN,
  tally: array(object<SearchReport['tally'][number]>({ id: WORD, alone: COUNT, paired: COUNT })),
  fits: nullable(array(WORD)),
});

const HOP: Codec<DiagnosedHop> = object<DiagnosedHop>({
  exchange: COUNT,
  capture: optional(TEXT),
  frame: nullable(COUNT),
  from: TEXT,
  to: TEXT,
  changed: array(TEXT),
  broken: array(TEXT),
});

/** The notes last: they may look at what the strings made known. */
const DIAGNOSIS: Codec<Omit<Diagnosis, 'forget'>> = object<Omit<Diagnosis, 'forget'>>({
  verdict: oneOf(VERDICTS),
  certainty: nullable(oneOf(['proven', 'likely', 'open'])),
  needsSecretOf: nullable(BYTES),
  divergences: array(DIVERGENCE),
  cause: nullable(CAUSE),
  row: COUNT,
  wire: nullable(SIGNED_STRINGS),
  server: nullable(SERVER),
  client: nullable(SIGNED_STRINGS),
  recomputed: nullable(BYTES),
  search: nullable(SEARCH),
  hops: array(HOP),
  notes: array(NOTE),
});

const CHECK: Codec<BodyCheck> = object<BodyCheck>({
  body: oneOf(['request', 'response']),
  claim: oneOf(['content-md5', 'etag', 'crc64']),
  claimedBy: oneOf(['client', 'server']),
  claimed: BYTES,
  actual: nullable(BYTES),
  result: oneOf(['matches', 'differs', 'unknown']),
  damage: nullable(oneOf(['before-capture', 'after-capture'])),
  unknown: nullable(oneOf(['incomplete', 'earlier-bytes', 'not-computed'])),
});

/**
 * What was judged of an exchange belongs to the run that judges, and is judged anew after a merge.
 */
type WrittenResult = Omit<ExchangeResult, 'oss' | 'triage'> & { readonly oss: OssPart | null };

const RESULT: Codec<WrittenResult> = object<WrittenResult>({
  index: COUNT,
  exchange: EXCHANGE,
  oss: nullable(OSS),
  diagnosis: nullable(DIAGNOSIS),
  checks: optional(array(CHECK)),
});

/** An exchange with everything that any report shows of it; what is made on demand is made now. */
export const EXCHANGE_RESULT: Codec<ExchangeResult> = {
  encode: (result) => RESULT.encode(result),
  decode(json: unknown): ExchangeResult {
    const { oss, ...rest } = RESULT.decode(json);
    return { ...rest, oss: oss === null ? null : withExchange(oss, rest.exchange) };
  },
};

function withExchange(oss: OssPart, exchange: Exchange): OssExchange {
  return { ...oss, exchange };
}
