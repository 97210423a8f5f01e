import { encodeComponent, encodePath } from '../../../src/engine/sign/index.ts';
import { toBytes } from '../../rooms/bytes.ts';
import type { AnswerDraft, Header, RequestDraft } from './draft.ts';
import { KINDS, type Kind, type KindOfExchange, type Setting, SHARES, uniqueKey } from './kinds.ts';
import type { GeneratorOptions } from './options.ts';
import type { Random } from './random.ts';
import { REGION, Signer } from './signer.ts';

/** An exchange as the bytes that go over the wire. */
export interface MadeExchange {
  readonly kind: Kind;
  readonly method: string;
  readonly host: string;
  /** Unlike that of any other exchange. */
  readonly target: string;
  readonly status: number;
  /** Value of the answer's `x-oss-request-id`, unlike any other. */
  readonly requestId: string;
  readonly requestHead: Uint8Array;
  readonly requestBody: Uint8Array;
  readonly waitsForContinue: boolean;
  readonly response: Uint8Array;
  /** Body bytes of the answer, chunk framing not counted. */
  readonly responseBytes: number;
}

const BUCKETS = ['generated-logs', 'generated-media', 'generated-backup'] as const;
const AGENTS = [
  'aliyun-sdk-go/3.0.2',
  'aliyun-sdk-python/2.18.4',
  'aliyun-sdk-nodejs/6.20.0',
  'ossutil/2.0.4',
] as const;

/** Makes one exchange after another, of the kinds that the mix asks for. */
export class ExchangeMaker {
  readonly #random: Random;
  readonly #options: GeneratorOptions;
  readonly #signer = new Signer();
  #number = 0;

  constructor(random: Random, options: GeneratorOptions) {
    this.#random = random;
    this.#options = options;
  }

  /** `seconds`: time of the exchange, since 1970 UTC. */
  next(seconds: number): MadeExchange {
    const random = this.#random;
    const kind = random.pickWeighted(SHARES[this.#options.mix]);
    const maker: KindOfExchange = KINDS[kind];
    const bucket = random.pick(BUCKETS);
    const host = `${bucket}.oss-${REGION}.aliyuncs.com`;
    const number = ++this.#number;
    const requestId = random.hex(16) + number.toString(16).toUpperCase().padStart(8, '0');
    const { partBytes } = this.#options;
    const setting: Setting = { random, bucket, host, requestId, number, seconds, partBytes };
    const draft: RequestDraft = {
      method: 'GET',
      bucket,
      key: uniqueKey(setting),
      query: [],
      headers: [],
      body: null,
      ...maker.request(setting),
    };
    const version = maker.version ?? (random.chance(0.5) ? 'v4' : 'v1');
    const signed = this.#signer.sign(draft, version, seconds);
    const answer: AnswerDraft = {
      status: 200,
      reason: 'OK',
      headers: [],
      body: new Uint8Array(0),
      framing: 'content-length',
      ...maker.answer(setting, signed),
    };
    const { method, body } = signed.draft;
    const target = targetOf(signed.draft);
    return {
      kind,
      method,
      host,
      target,
      status: answer.status,
      requestId,
      requestHead: head(`${method} ${target} HTTP/1.1`, requestHeaders(signed.draft, host, random)),
      requestBody: body ?? new Uint8Array(0),
      waitsForContinue: maker.waitsForContinue ?? false,
      response: renderAnswer(answer, setting),
      responseBytes: answer.framing === 'none' ? 0 : answer.body.length,
    };
  }
}

function targetOf({ key, query }: RequestDraft): string {
  const pairs = query.map(([name, value]) =>
    value === '' ? encodeComponent(name) : `${encodeComponent(name)}=${encodeComponent(value)}`,
  );
  return `/${encodePath(key)}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`;
}

function requestHeaders({ headers, body }: RequestDraft, host: string, random: Random): Header[] {
  return [
    ['Host', host],
    ['User-Agent', random.pick(AGENTS)],
    ['Accept', '*/*'],
    ['Connection', 'keep-alive'],
    ...(body === null ? [] : [['Content-Length', String(body.length)] as const]),
    ...headers,
  ];
}

function renderAnswer(answer: AnswerDraft, { random, requestId, seconds }: Setting): Uint8Array {
  const { body, framing } = answer;
  const length: Header[] =
    framing === 'none'
      ? []
      : framing === 'chunked'
        ? [['Transfer-Encoding', 'chunked']]
        : [['Content-Length', String(body.length)]];
  const start = head(`HTTP/1.1 ${answer.status} ${answer.reason}`, [
    ['Server', 'AliyunOSS'],
    ['Date', new Date(seconds * 1000).toUTCString()],
    ...length,
    ['Connection', 'keep-alive'],
    ['x-oss-request-id', requestId],
    ['x-oss-server-time', String(random.integer(1, 90))],
    ...answer.headers,
  ]);
  if (framing === 'none') return start;
  return Buffer.concat([start, ...(framing === 'chunked' ? chunks(body, random) : [body])]);
}

function head(startLine: string, headers: readonly Header[]): Uint8Array {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${startLine}\r\n${lines.join('')}\r\n`, 'latin1');
}

function chunks(body: Uint8Array, random: Random): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < body.length; ) {
    const part = body.subarray(at, at + random.integer(200, 4000));
    parts.push(toBytes(`${part.length.toString(16)}\r\n`), part, toBytes('\r\n'));
    at += part.length;
  }
  return [...parts, toBytes('0\r\n\r\n')];
}
