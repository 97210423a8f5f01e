/*
 * Which exchanges are with OSS, and what they say in terms of it.
 */

import { asciiLower, type ByteString, toByteString } from '../bytes/byte-string.ts';
import type { ConnectionInfo, Exchange } from '../http/exchange.ts';
import { bodyText, type HttpRequest, type HttpResponse, header } from '../http/message.ts';
import { type FormLimit, MAX_FORM_FIELDS, readPostForm } from '../http/multipart-form.ts';
import type { Claim } from '../sign/claim.ts';
import type { SignableRequest } from '../sign/request.ts';
import { versionRecord, versionsWith } from '../sign/versions.ts';
import { type LearntBuckets, resolveAddress } from './address.ts';
import { type ReadClaim, readClaim } from './claim.ts';
import { codingsOf } from './coded-body.ts';
import { isOssHost } from './host.ts';
import {
  BUCKET_IN_PATH,
  type OssAddress,
  type OssError,
  type OssExchange,
  type OssOptions,
  type RequestAlone,
} from './model.ts';
import { operationOf, UNKNOWN_OPERATION } from './operation.ts';
import { answerText, type OssPorts, readError } from './read-error.ts';
import { requestOfError } from './request-from-error.ts';
import { addressNamedBy, addressOfHash, withNamed } from './server-address.ts';
import { splitTarget, toSignableRequest } from './signable-request.ts';
import { AUTHENTICATION_ERRORS } from './vocabulary.ts';

const NO_CLAIM: ReadClaim = { claim: null, foreignAuthorization: null };

/**
 * Reads an exchange that is known to be with OSS, whether or not it shows that itself.
 */
export function readAsOss(
  exchange: Exchange,
  options: OssOptions,
  learnt: LearntBuckets,
  ports: OssPorts,
): OssExchange {
  return new ReadExchange(exchange, new OssReader(options, learnt, ports));
}

/**
 * Reads one exchange after the other in terms of OSS. `learnt` gains what an error document
 * says about where a custom domain has its bucket, and serves later exchanges with the same host.
 */
export class OssReader {
  readonly options: OssOptions;
  readonly learnt: LearntBuckets;
  readonly ports: OssPorts;

  constructor(options: OssOptions, learnt: LearntBuckets, ports: OssPorts) {
    this.options = options;
    this.learnt = learnt;
    this.ports = ports;
  }

  /** Buckets that the user has named, and those that the capture has so far. */
  readonly buckets = (): Iterable<ByteString> => knownBuckets(this.options, this.learnt);

  /** Null for HTTP that is not OSS. */
  read(exchange: Exchange): OssExchange | null {
    return isOssExchange(exchange, this.learnt.isEndpoint) ? new ReadExchange(exchange, this) : null;
  }
}

/** What the request says. */
interface Asked extends ReadClaim {
  readonly address: OssAddress;
  readonly request: SignableRequest | null;
}

/**
 * An exchange that is read as far as it is asked about. Most exchanges pass and are only counted:
 * taking every one of them apart would cost more than all other stages together. Only errors from
 * custom domains are read at once: they may name the bucket, which later exchanges need.
 */
class ReadExchange implements OssExchange {
  readonly exchange: Exchange;
  readonly #reader: OssReader;
  readonly #error: OssError | null;
  #asked: Asked | null = null;
  #operation: string | null = null;

  constructor(exchange: Exchange, reader: OssReader) {
    this.exchange = exchange;
    this.#reader = reader;
    const { response } = exchange;
    this.#error = response === null ? null : readError(exchange.request, response, reader.ports);
    if (this.#error !== null && exchange.request !== null && !this.#isEndpoint(exchange.request)) this.#ask();
  }

  get error(): OssError | null {
    return this.#error;
  }

  get requestId(): ByteString | null {
    const { response } = this.exchange;
    return (
      headerOf(response, 'x-oss-request-id') ??
      headerOf(response, 'x-amz-request-id') ??
      this.#error?.requestId ??
      null
    );
  }

  get ec(): ByteString | null {
    return headerOf(this.exchange.response, 'x-oss-ec') ?? this.#error?.ec ?? null;
  }

  get operation(): string {
    const { request, address } = this.#ask();
    this.#operation ??= request === null ? UNKNOWN_OPERATION : operationOf(request, address);
    return this.#operation;
  }

  get address(): OssAddress {
    return this.#ask().address;
  }

  get request(): SignableRequest | null {
    return this.#ask().request;
  }

  get claim(): Claim | null {
    return this.#ask().claim;
  }

  get fromError(): true | undefined {
    return this.exchange.request === null && this.#ask().claim !== null ? true : undefined;
  }

  get uncodedAnswer(): ByteString | null | undefined {
    const { response } = this.exchange;
    if (response === null || bodyText(response) === null || codingsOf(response).length === 0)
      return undefined;
    return answerText(response, this.#reader.ports);
  }

  get foreignAuthorization(): ByteString | null {
    return this.#ask().foreignAuthorization;
  }

  #addressOfHash(
    request: SignableRequest,
    claim: Claim | null,
    host: ByteString,
    error: OssError,
  ): OssAddress | null {
    const { options, learnt, ports } = this.#reader;
    if (claim === null || request.bucketUnknown !== true || ports.hasher === undefined) return null;
    if (!learnt.isFindable(host)) return null;
    const unnamed = { request, claim, host, path: request.path };
    const found = addressOfHash(unnamed, error, knownBuckets(options, learnt), ports.hasher);
    if (found === null) learnt.missed(host);
    return found;
  }

  #formLimit(reached: FormLimit, request: HttpRequest): void {
    const isBytes = reached === 'bytes';
    this.#reader.ports.notice?.({
      code: isBytes ? 'limit-form-bytes' : 'limit-form-fields',
      frame: request.frame,
      offset: null,
      args: { limit: isBytes ? (bodyText(request)?.length ?? 0) : MAX_FORM_FIELDS },
    });
  }

  #isEndpoint(request: HttpRequest): boolean {
    const host = header(request, 'host');
    return host !== null && this.#reader.learnt.isEndpoint(host);
  }

  #ask(): Asked {
    this.#asked ??= this.#read();
    return this.#asked;
  }

  forget(): void {
    this.exchange.request?.forget?.();
    this.exchange.response?.forget?.();
    // What an error names is known from then on: read once more, it could be read otherwise.
    if (this.#error === null) this.#asked = null;
  }

  alone(): RequestAlone | null {
    const { request, connection } = this.exchange;
    return request === null ? null : new LoneRequest(request, connection, this.#reader);
  }

  #read(): Asked {
    const { request } = this.exchange;
    const { options, learnt } = this.#reader;
    const error = this.#error;
    if (request === null) {
      const ofHost = resolveAddress(error?.hostId ?? '', '/', options, learnt);
      const address = error === null ? ofHost : withNamed(ofHost, error);
      const asked = error === null ? null : requestOfError(error);
      if (asked === null) return { ...NO_CLAIM, address: address, request: null };
      if (asked.request === null) return { ...asked, foreignAuthorization: null, address };
      const { bucket, key } = asked.request;
      const named = { ...address, bucket: bucket ?? address.bucket, key: key ?? address.key };
      if (asked.claim === null) return { ...NO_CLAIM, address: named, request: null };
      return { ...asked, foreignAuthorization: null, address: named };
    }
    const target = splitTarget(request.target);
    const host = target.host ?? header(request, 'host') ?? '';
    const form = readPostForm(request, (limit) => this.#formLimit(limit, request));
    // The target of CONNECT is a host and a port, and no path (RFC 9112 §3.2.3).
    const path = request.method === 'CONNECT' ? '' : target.path;
    let address = resolveAddress(host, path, options, learnt);
    let signable = toSignableRequest(request, address, form);
    const read = readClaim(signable);
    if (error !== null && address.style === 'custom-domain') {
      // what the user says of the host is a setting, and may be wrong: the server knows
      const given = address.bucketSource === 'option' ? address.bucket : null;
      const named =
        addressNamedBy(error, read.claim?.version ?? null, target.path) ??
        (given === null ? this.#addressOfHash(signable, read.claim, host, error) : null);
      if (named !== null && (given === null || named.bucket !== given)) {
        const { style, bucket } = named;
        if (given === null) {
          learnt.learn(host, style === 'custom-domain' && bucket !== null ? bucket : BUCKET_IN_PATH);
        }
        address = given === null ? named : { ...named, givenBucket: given };
        signable = toSignableRequest(request, address, form);
      }
    }
    return {
      claim: read.claim,
      foreignAuthorization: read.foreignAuthorization,
      address: withFormKey(address, signable),
      request: signable,
    };
  }
}

/** Of its connection those fields alone that are the same for all its requests. */
class LoneRequest implements RequestAlone {
  readonly request: HttpRequest;
  readonly #connection: number;
  readonly #client: string;
  readonly #server: string;
  readonly #reader: OssReader;

  constructor(request: HttpRequest, { index, client, server }: ConnectionInfo, reader: OssReader) {
    this.request = request;
    this.#connection = index;
    this.#client = client;
    this.#server = server;
    this.#reader = reader;
  }

  read(): OssExchange {
    const connection = { index: this.#connection, client: this.#client, server: this.#server };
    const { request } = this;
    const exchange = { index: 0, connection, request, response: null, damage: [], interim: [] };
    return new ReadExchange(exchange, this.#reader);
  }
}

/** Those that the user has named, and those that the capture has. */
function* knownBuckets({ buckets }: OssOptions, learnt: LearntBuckets): Generator<ByteString> {
  yield* buckets.values();
  yield* learnt.buckets();
}

/** A form names its object in the field `key`; its path names the bucket alone. */
function withFormKey(address: OssAddress, { form }: SignableRequest): OssAddress {
  const key = form?.find((field) => asciiLower(field.name) === 'key')?.value;
  return key === undefined ? address : { ...address, key };
}

function headerOf(response: HttpResponse | null, name: string): string | null {
  const value = response === null ? null : header(response, name);
  return value === null || value.trim() === '' ? null : value.trim();
}

const OSS_SCHEMES = versionsWith({ dialect: 'oss', carrier: 'header' }).map(
  (each) => versionRecord(each).scheme,
);
const OSS_SCHEME = new RegExp(`^(?:${OSS_SCHEMES.join('|')})[ \\t]`);

/** Query names that no other service has. `Expires` and `Signature` alone show nothing. */
const OSS_QUERY = /[?&](?:OSSAccessKeyId|x-oss-[a-z-]+)(?:=|&|$)/i;

/**
 * How requests are signed to S3 and all that speaks like it: an Authorization header, or the
 * credential in a URL. Other services of Amazon name themselves in the scope.
 */
const S3_AUTHORIZATION = /^AWS [^\s:]+:|^AWS4-HMAC-SHA256 Credential=[^\s,]*\/s3\/aws4_request\b/;
const S3_QUERY = /[?&](?:AWSAccessKeyId=|X-Amz-Credential=[^&]*(?:\/|%2F)s3(?:\/|%2F)aws4_request)/i;

/** Response headers of OSS; a CDN in front may replace Server, the others survive. */
const OSS_RESPONSE_HEADERS: ReadonlySet<string> = new Set([
  'x-oss-request-id',
  'x-oss-server-time',
  'x-oss-ec',
  'x-oss-err',
]);

/** Whether a host is an OSS endpoint; a caller that asks often remembers. */
type IsEndpoint = (host: ByteString) => boolean;

/**
 * Is the request meant for OSS: by its host, its Authorization scheme, its query, or an `x-oss-*`
 * header? An AWS-scheme request to another host is not, as far as it shows. The host, which
 * decides most often, is looked at first.
 */
function isOssRequest(request: HttpRequest, isEndpoint: IsEndpoint): boolean {
  const named = header(request, 'host');
  if (named !== null && isEndpoint(named)) return true;
  for (const line of request.headers) {
    const name = asciiLower(line.name);
    if (name.startsWith('x-oss-')) return true;
    if (name === 'authorization' && OSS_SCHEME.test(line.value)) return true;
    if (name === 'host' && isEndpoint(line.value)) return true;
  }
  if (OSS_QUERY.test(request.target)) return true;
  const { host } = splitTarget(request.target);
  return host !== null && isEndpoint(host);
}

/** Does the response come from OSS? */
function isOssResponse(response: HttpResponse): boolean {
  if (header(response, 'server') === 'AliyunOSS') return true;
  if (response.head === '' && response.headers.length === 0) return isOssDocument(response);
  return response.headers.some((line) => OSS_RESPONSE_HEADERS.has(asciiLower(line.name)));
}

function isSuccess({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300;
}

/**
 * An error document whose head was not pasted with it: shown by elements that only OSS and its like
 * write.
 */
function isOssDocument({ body }: HttpResponse): boolean {
  if (body === null) return false;
  const text = toByteString(body, 0, Math.min(body.length, MAX_DOCUMENT_LOOK));
  return (
    /<(?:HostId|OSSAccessKeyId|SignatureProvided|StringToSign|EC)>/.test(text) ||
    OSS_REQUEST_ID.test(text) ||
    AUTHENTICATION_ERRORS.has(DOCUMENT_CODE.exec(text)?.[1] ?? '') ||
    OSS_WORDS.test(text)
  );
}

/** Codes of refused signatures have the same names at OSS and at all that speak like S3. */
const DOCUMENT_CODE = /<Code>\s*([A-Za-z]{1,64})\s*<\/Code>/;

/** What only a service of this kind says, in its code or its message. */
const OSS_WORDS =
  /<Code>(?:SecondLevelDomainForbidden|NonStandardHostForbidden|XAmzContentSHA256Mismatch)<|<Message>[^<]{0,300}(?:must be addressed using the specified endpoint|aws-chunked|\bx-(?:oss|amz)-)/;

/** Of its own length: those of Amazon S3 have 16 digits. */
const OSS_REQUEST_ID = /<RequestId>\s*[0-9A-F]{24}\s*<\/RequestId>/;

const MAX_DOCUMENT_LOOK = 16 * 1024;

/**
 * Does either side show that this exchange is with OSS? A tunnel that a proxy opened is none: the
 * exchanges are inside. One that it refused is an exchange, since nothing can follow.
 */
export function isOssExchange(exchange: Exchange, isEndpoint: IsEndpoint): boolean {
  const { request, response } = exchange;
  if (request?.method === 'CONNECT' && response !== null && isSuccess(response)) return false;
  if (request !== null && isOssRequest(request, isEndpoint)) return true;
  return (response !== null && isOssResponse(response)) || isAskedAbout(exchange);
}

/**
 * Whether a text shows a request that was signed as for S3, or its answer, and not who spoke with
 * whom: what people paste is what they ask about, whatever the service is called.
 */
function isAskedAbout({ request, response, numbering, connection }: Exchange): boolean {
  if (numbering !== 'line' || connection.client !== '' || connection.server !== '') return false;
  if (request === null) return response !== null && headerOf(response, 'x-amz-request-id') !== null;
  const authorization = header(request, 'authorization') ?? '';
  return S3_AUTHORIZATION.test(authorization.trim()) || S3_QUERY.test(request.target);
}

/** The same of an exchange alone. */
export function showsOss(exchange: Exchange): boolean {
  return isOssExchange(exchange, isOssHost);
}
