import { buildStrings, type KeyRing, Secret, type SignedStrings } from '../../src/engine/sign/index.ts';
import { nodeHasher } from '../../src/node/ports.ts';
import * as search from '../../src/search/search.ts';
import { exchange, response } from '../oss/requests.ts';
import { toOssExchange } from '../oss/to-oss-exchange.ts';
import { fromText } from '../rooms/bytes.ts';
import { type Diagnosis, diagnose, History, SEARCH_BUDGET } from '../rooms/diagnose.ts';
import type { HttpRequest, HttpResponse } from '../rooms/http.ts';
import { LearntBuckets, type OssExchange } from '../rooms/oss.ts';
import { parseXml } from '../support/fast-xml.ts';
import {
  CUSTOM_HOST,
  KEY_ID,
  type Pairs,
  type Plain,
  type ReferenceVersion,
  SECRET,
  type Signing,
  send,
  sign,
} from './reference-signer.ts';

const SERVER: Pairs = [
  ['Server', 'AliyunOSS'],
  ['Date', 'Wed, 01 Jan 2025 12:34:57 GMT'],
];

export const OK = response(200, [...SERVER, ['x-oss-request-id', '5C2723573183A12D5C272357']]);

let refusals = 0;

/** The service gives each refusal an ID of its own. */
function nextRequestId(): readonly [string, string] {
  return ['x-oss-request-id', (++refusals).toString(16).toUpperCase().padStart(24, '6B0C6A')];
}

export function keyRing(accessKeyId = KEY_ID, secret = SECRET): KeyRing {
  return new Map([[accessKeyId, { accessKeyId, secret: new Secret(fromText(secret)), securityToken: null }]]);
}

export const NO_KEYS: KeyRing = new Map();

/** Buckets that the capture has seen elsewhere. */
export const OTHER_BUCKETS = ['harbor-logs', 'pier'] as const;

/** Custom domains whose bucket the user has named. */
const NO_BUCKETS: ReadonlyMap<string, string> = new Map();

export function ossExchange(
  sent: HttpRequest | null,
  answer: HttpResponse | null,
  buckets = NO_BUCKETS,
  from?: string,
): OssExchange {
  const options = { buckets };
  const made = exchange(sent, answer);
  const { connection } = made;
  const over = { ...made, connection: { ...connection, client: from ?? connection.client } };
  const oss = toOssExchange(over, options, new LearntBuckets(), { parseXml });
  if (oss === null) throw new Error('not taken for OSS');
  return oss;
}

export function errorAnswer(
  status: number,
  code: string,
  fields: Pairs = [],
  headers: Pairs = [],
): HttpResponse {
  const leaves = [['Code', code] as const, ...fields].map(
    ([name, text]) => `<${name}>${escapeXml(text)}</${name}>`,
  );
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error>${leaves.join('')}</Error>`;
  return response(status, [...SERVER, nextRequestId(), ...headers], body);
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/\r/g, '&#13;');
}

export function hexBytes(text: string): string {
  return Array.from(
    text,
    (char) => `${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')} `,
  ).join('');
}

/** `W` of a request. */
export function wireStrings(sent: HttpRequest, buckets = NO_BUCKETS): SignedStrings {
  const { request, claim } = ossExchange(sent, OK, buckets);
  const strings = request === null || claim === null ? null : buildStrings(request, claim, nodeHasher);
  if (strings === null) throw new Error('cannot be rebuilt');
  return strings;
}

export interface MismatchOptions {
  /** Changes what the server says of its string. */
  readonly server?: (text: string) => string;
  readonly canonicalRequest?: (text: string) => string;
  readonly provided?: string;
  readonly more?: Pairs;
  readonly buckets?: ReadonlyMap<string, string>;
}

/** A SignatureDoesNotMatch whose string is the wire's, unless changed. */
export function mismatch(sent: HttpRequest, options: MismatchOptions = {}): HttpResponse {
  const { stringToSign, canonicalRequest } = wireStrings(sent, options.buckets);
  const text = options.server?.(stringToSign.text) ?? stringToSign.text;
  const request =
    canonicalRequest === null ? null : (options.canonicalRequest?.(canonicalRequest.text) ?? null);
  const claim = ossExchange(sent, OK, options.buckets).claim;
  return errorAnswer(403, 'SignatureDoesNotMatch', [
    ['SignatureProvided', options.provided ?? claim?.signature ?? ''],
    ['StringToSign', text],
    ['StringToSignBytes', hexBytes(text)],
    ...(request === null ? [] : [['CanonicalRequest', request] as const]),
    ...(options.more ?? []),
  ]);
}

export function diagnosed(
  sent: HttpRequest | null,
  answer: HttpResponse | null,
  keys: KeyRing = NO_KEYS,
  history = new History(),
  searchBudget = SEARCH_BUDGET,
  buckets = NO_BUCKETS,
): Diagnosis {
  const knownBuckets = () => OTHER_BUCKETS;
  const context = {
    keyRing: keys,
    hasher: nodeHasher,
    search,
    history,
    index: 7,
    searchBudget,
    buckets: knownBuckets,
  };
  return diagnose(ossExchange(sent, answer, buckets), context);
}

/** A client signs `believed` and sends `sent`; the server signs what it got. Diagnosed with the secret. */
export function missigned(
  version: ReferenceVersion,
  sent: Plain,
  believed: Partial<Plain>,
  signing: Signing = {},
  history = new History(),
): Diagnosis {
  const buckets = new Map([[CUSTOM_HOST, sent.bucket]]);
  const message = send(version, sent, sign(version, { ...sent, ...believed }, signing), signing.listed);
  return diagnosed(message, mismatch(message, { buckets }), keyRing(), history, SEARCH_BUDGET, buckets);
}

export function noteIds(diagnosis: Diagnosis): readonly string[] {
  return diagnosis.notes.map((each) => each.id);
}
