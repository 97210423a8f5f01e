/* Which exchanges are with OSS, and what they say in terms of it. */

import { asciiLower, type ByteString, toByteString } from '../bytes/byte-string.ts';
import type { ConnectionInfo, Exchange, Told } from '../http/exchange.ts';
import { bodyText, type HttpRequest, type HttpResponse, header } from '../http/message.ts';
import { type FormLimit, isForm, MAX_FORM_FIELDS, readPostForm } from '../http/multipart-form.ts';
import type { Claim } from '../sign/claim.ts';
import type { SignableRequest } from '../sign/request.ts';
import {
  bareHost,
  isAddressHost,
  type LearntBuckets,
  ownProvider,
  parseEndpoint,
  resolveAddress,
  type ShownHost,
} from './address.ts';
import { unnamedSha256 } from './body-claims.ts';
import { type ReadClaim, readClaim } from './claim.ts';
import { codingsOf } from './coded-body.ts';
import {
  BUCKET_IN_PATH,
  type OssAddress,
  type OssError,
  type OssExchange,
  type OssOptions,
  type RequestAlone,
} from './model.ts';
import { operationOf, UNKNOWN_OPERATION } from './operation.ts';
import { type FlavourId, type Provider, type ProviderId, USUAL_FLAVOUR, USUAL_PROVIDER } from './provider.ts';
import { PROVIDERS, providerRecord } from './providers/index.ts';
import { answerText, type OssPorts, readError } from './read-error.ts';
import { requestOfError } from './request-from-error.ts'; // later: deciding
import { addressNamedBy, addressOfHash, withNamed } from './server-address.ts'; // later: deciding
import { splitTarget, toSignableRequest } from './signable-request.ts';
import { requestIdOf, whoAnswered } from './who-answered.ts';

const NO_CLAIM: ReadClaim = { claim: null, foreignAuthorization: null };

/** Reads an exchange that is known to be with a provider, whether or not it shows that itself. */
export function readAsOss(
  exchange: Exchange,
  options: OssOptions,
  learnt: LearntBuckets,
  ports: OssPorts,
  provider?: ProviderId,
): OssExchange {
  return new ReadExchange(exchange, providerRecord(provider), new OssReader(options, learnt, ports));
}

/**
 * Reads one exchange after the other in terms of OSS. `learnt` gains what an error document says about where
 * a custom domain has its bucket, and serves later exchanges with the same host.
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

  /** Null for HTTP with no provider, as far as the capture has shown yet. */
  read(exchange: Exchange): OssExchange | null {
    const id = providerOf(exchange, this.learnt.providerOf) ?? this.#providerOfHost(exchange);
    if (id === null) return null;
    const provider = providerRecord(id);
    // each answer of the others shows by itself whose it is
    if (provider.isBare) this.#showHosts(exchange, id);
    return new ReadExchange(exchange, provider, this);
  }

  /** Of a refusal that does not show whose it is: the one that its host was seen to be of. */
  #providerOfHost(exchange: Exchange): ProviderId | null {
    return mayBeOfHost(exchange) ? this.learnt.shownAt(hostOf(exchange.request)) : null;
  }

  #showHosts({ request, response }: Exchange, id: ProviderId): void {
    if (request === null || request.method === 'CONNECT') return;
    this.learnt.show(hostOf(request), id);
    const isSentOn = response !== null && response.status >= 300 && response.status < 400;
    const sentTo = isSentOn ? header(response, 'location') : null;
    if (sentTo !== null) this.learnt.show(splitTarget(sentTo).host ?? '', id);
  }
}

/** What the request says. */
interface Asked extends ReadClaim {
  readonly address: OssAddress;
  readonly request: SignableRequest | null;
}

/**
 * An exchange that is read as far as it is asked about. Most exchanges pass and are only counted: taking
 * every one of them apart would cost more than all other stages together. Only errors from custom domains are
 * read at once: they may name the bucket, which later exchanges need.
 */
class ReadExchange implements OssExchange {
  readonly exchange: Exchange;
  readonly #provider: Provider;
  readonly #reader: OssReader;
  readonly #error: OssError | null;
  #asked: Asked | null = null;
  #operation: string | null = null;

  constructor(exchange: Exchange, provider: Provider, reader: OssReader) {
    this.exchange = exchange;
    this.#provider = provider;
    this.#reader = reader;
    const { response } = exchange;
    this.#error = response === null ? null : readError(exchange.request, response, reader.ports);
    const mayTeach = this.#error !== null || provider.unknownHost === 'path';
    if (mayTeach && exchange.request !== null && !this.#isEndpoint(exchange.request)) this.#ask();
  }

  get provider(): ProviderId | undefined {
    const { id } = this.#provider;
    return id === USUAL_PROVIDER ? undefined : id;
  }

  get flavour(): FlavourId | undefined {
    const { flavourOf } = this.#provider;
    if (flavourOf === null) return undefined;
    const { request, response } = this.exchange;
    const host = request === null ? null : header(request, 'host');
    const ofHost = host === null ? undefined : this.#reader.learnt.known(host).endpoint?.flavour;
    return ofHost ?? (response === null ? undefined : (flavourOf(response) ?? undefined));
  }

  get service(): string | undefined {
    const { request, told } = this.exchange;
    const host = request === null ? told?.host : header(request, 'host');
    return host == null ? undefined : this.#reader.learnt.known(host).endpoint?.service;
  }

  get error(): OssError | null {
    return this.#error;
  }

  get requestId(): ByteString | null {
    const { response } = this.exchange;
    const named = response === null ? null : requestIdOf(response);
    return named ?? this.#error?.requestId ?? null;
  }

  get ec(): ByteString | null {
    return headerOf(this.exchange.response, 'x-oss-ec') ?? this.#error?.ec ?? null;
  }

  get operation(): string {
    const { request, address } = this.#ask();
    this.#operation ??=
      request === null
        ? (this.exchange.told?.operation ?? UNKNOWN_OPERATION)
        : operationOf(request, address, this.#provider.operations);
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

  /** Whether nothing but the provider's usage says that the bucket of a host is in the path. */
  #isPathAssumed(host: ByteString): boolean {
    const { options, learnt } = this.#reader;
    const { name, endpoint } = learnt.known(host);
    return endpoint === null && !options.buckets.has(name) && learnt.bucketOf(name) === null;
  }

  /**
   * The first label of a host that is no known endpoint, where the answer shows it to be the bucket: what
   * would be the bucket of the path has the ETag of an object, or what would be no bucket was listed as one.
   * Null where nothing shows that.
   */
  #bucketInHost(host: ByteString, { bucket }: OssAddress, { query }: SignableRequest): ByteString | null {
    const { response } = this.exchange;
    if (response === null || !isSuccess(response)) return null;
    const { name } = this.#reader.learnt.known(host);
    const [label = '', ...domain] = name.split('.');
    if (isAddressHost(name) || label === '' || domain.length === 0) return null;
    const { etag, operations } = this.#provider;
    const isShown =
      bucket === null
        ? query.some((each) => OF_LISTING.test(each.name) || operations.isSubresource(each.name))
        : etag.test(header(response, 'etag') ?? '');
    return isShown ? label : null;
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
    return request === null ? null : new LoneRequest(request, this.#provider, connection, this.#reader);
  }

  #read(): Asked {
    const { request } = this.exchange;
    const { options, learnt } = this.#reader;
    const { unknownHost } = this.#provider;
    const error = this.#error;
    if (request === null) {
      const { told } = this.exchange;
      const host = told?.host ?? error?.hostId ?? '';
      const asked = told?.path ?? '/';
      // that of a host of unknown kind shows it where the provider's usually have the bucket in their path
      const isInPath = unknownHost === 'path' && BUCKET_FIRST.test(asked);
      const path = isInPath || learnt.isEndpoint(host) || isAddressHost(bareHost(host)) ? asked : '/';
      const ofHost = resolveAddress(host, path, options, learnt, unknownHost);
      const ofTold = told === undefined ? ofHost : withTold(ofHost, told);
      const address = error === null ? ofTold : withNamed(ofTold, error);
      const signed = error === null ? null : requestOfError(error);
      if (signed === null) return { ...NO_CLAIM, address, request: null };
      if (signed.request === null) return { ...signed, foreignAuthorization: null, address };
      const { bucket, key } = signed.request;
      // a signed path is all of it, of which the address is the bucket and the key
      const isPath = bucket === null && key === [address.bucket, address.key].join('/');
      const named = {
        ...address,
        bucket: bucket ?? address.bucket,
        key: isPath ? address.key : (key ?? address.key),
      };
      if (signed.claim === null) return { ...NO_CLAIM, address: named, request: null };
      return { ...signed, foreignAuthorization: null, address: named };
    }
    const target = splitTarget(request.target);
    const host = target.host ?? header(request, 'host') ?? '';
    const form = readPostForm(request, (limit) => this.#formLimit(limit, request));
    // The target of CONNECT is a host and a port, and no path (RFC 9112 §3.2.3).
    const path = request.method === 'CONNECT' ? '' : target.path;
    let address = resolveAddress(host, path, options, learnt, unknownHost);
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
    } else if (error !== null && address.bucketSource === 'path' && this.#isPathAssumed(host)) {
      const named = addressNamedBy(error, read.claim?.version ?? null, target.path);
      const bucket = named?.style === 'custom-domain' ? named.bucket : null;
      if (named !== null && bucket !== null && bareHost(host).startsWith(`${bucket}.`)) {
        learnt.learn(host, bucket);
        address = named;
        signable = toSignableRequest(request, address, form);
      }
    } else if (unknownHost === 'path' && address.key === null && this.#isPathAssumed(host)) {
      const bucket = this.#bucketInHost(host, address, signable);
      if (bucket !== null) {
        learnt.learn(host, bucket);
        address = resolveAddress(host, path, options, learnt, unknownHost);
        signable = toSignableRequest(request, address, form);
      }
    }
    return {
      claim: read.claim,
      foreignAuthorization: read.foreignAuthorization,
      address: withFormKey(address, signable),
      request: this.#checkedRequest(withReceived(signable, this.exchange, error), request),
    };
  }

  /** With what the rules of its server need to know; of a server that is not known, those of Amazon. */
  #checkedRequest(signable: SignableRequest, request: HttpRequest): SignableRequest {
    if (this.#provider.flavourOf === null) return signable;
    const { flavour = USUAL_FLAVOUR } = this;
    const bodySha256 = unnamedSha256(request);
    return bodySha256 === null ? { ...signable, flavour } : { ...signable, flavour, bodySha256 };
  }
}

/** Of its connection those fields alone that are the same for all its requests. */
class LoneRequest implements RequestAlone {
  readonly request: HttpRequest;
  readonly #provider: Provider;
  readonly #connection: number;
  readonly #client: string;
  readonly #server: string;
  readonly #reader: OssReader;

  constructor(
    request: HttpRequest,
    provider: Provider,
    { index, client, server }: ConnectionInfo,
    reader: OssReader,
  ) {
    this.request = request;
    this.#provider = provider;
    this.#connection = index;
    this.#client = client;
    this.#server = server;
    this.#reader = reader;
  }

  read(): OssExchange {
    const connection = { index: this.#connection, client: this.#client, server: this.#server };
    const { request } = this;
    const exchange = { index: 0, connection, request, response: null, damage: [], interim: [] };
    return new ReadExchange(exchange, this.#provider, this.#reader);
  }
}

/** Those that the user has named, and those that the capture has. */
function* knownBuckets({ buckets }: OssOptions, learnt: LearntBuckets): Generator<ByteString> {
  yield* buckets.values();
  yield* learnt.buckets();
}

/** What the words around an answer say of its request. */
/** A path that begins with what may be a bucket; a dot would be that of a file's extension. */
const BUCKET_FIRST = /^\/[a-z0-9][a-z0-9-]{1,61}[a-z0-9](?:\/|$)/;

function withTold(address: OssAddress, { bucket, key }: Told): OssAddress {
  return { ...address, bucket: address.bucket ?? bucket ?? null, key: address.key ?? key ?? null };
}

/** A form names its object in the field `key`; its path names the bucket alone. */
function withFormKey(address: OssAddress, { form }: SignableRequest): OssAddress {
  const key = form?.find((field) => asciiLower(field.name) === 'key')?.value;
  return key === undefined ? address : { ...address, key };
}

/** The host that an exchange shows to be a provider's; null where others' answers do so. */
export function shownHost(oss: OssExchange | null): ShownHost | null {
  const provider = providerRecord(oss?.provider);
  const host = asciiLower(hostOf(oss?.exchange.request ?? null));
  return oss === null || host === '' || !provider.isBare ? null : [host, provider.id];
}

/** As the target names it in full, else the Host header; empty without either. */
function hostOf(request: HttpRequest | null): ByteString {
  if (request === null) return '';
  const named = request.target.startsWith('/') ? null : splitTarget(request.target).host;
  return named ?? header(request, 'host') ?? '';
}

/**
 * Whether an exchange that does not show whose it is may be with a server that is known by others: one that
 * was refused, whose answer is an error document of that kind, or has no body and names no other server.
 */
export function mayBeOfHost({ request, response }: Exchange): boolean {
  if (request === null || response === null || request.method === 'CONNECT') return false;
  if (response.status < 400 || response.status > 403) return false;
  if (response.body !== null && response.body.length > 0) {
    return PROVIDERS.some((each) => each.isBare && each.isDocument(beginningOf(response.body)));
  }
  const isEmpty =
    request.method === 'HEAD' || (response.bodyBytes === 0 && response.bodyState === 'complete');
  return isEmpty && whoAnswered(response, null, BARE).kind === 'service';
}

const BARE = PROVIDERS.find(({ isBare }) => isBare)?.id;

function headerOf(response: HttpResponse | null, name: string): string | null {
  const value = response === null ? null : header(response, name);
  return value === null || value.trim() === '' ? null : value.trim();
}

/** Parameters that lists of a bucket take, and lists of buckets do not. */
const OF_LISTING = /^(?:list-type|delimiter|encoding-type|start-after|fetch-owner)$/;

/** A provider, if it is one, by the form of its name; a caller that asks often remembers. */
type ProviderOfHost = (host: ByteString) => ProviderId | null;

/**
 * Of a text that has no more of a request than its URL: with the headers that came, as the server's canonical
 * request shows them.
 */
function withReceived(
  signable: SignableRequest,
  { numbering }: Exchange,
  error: OssError | null,
): SignableRequest {
  if (numbering !== 'line' || error?.canonicalRequest == null || signable.headers.length > 1) return signable;
  const known = new Set(signable.headers.map(({ name }) => asciiLower(name)));
  const received = requestOfError(error)?.request?.headers ?? [];
  return {
    ...signable,
    headers: [...signable.headers, ...received.filter(({ name }) => !known.has(asciiLower(name)))],
  };
}

/**
 * The provider that a request is meant for: by its host, its Authorization, its query, or a header that only
 * one has. The host, which decides most often, is looked at first.
 */
function providerOfRequest(request: HttpRequest, providerOfHost: ProviderOfHost): Provider | null {
  const named = header(request, 'host');
  const byHost = named === null ? null : providerOfHost(named);
  if (byHost !== null) return providerRecord(byHost);
  let found: Provider | null = null;
  for (const line of request.headers) {
    const name = asciiLower(line.name);
    if (name === 'host') {
      const other = providerOfHost(line.value);
      if (other !== null) return providerRecord(other);
    }
    for (const provider of PROVIDERS) {
      if (provider === found) break;
      if (provider.isOfRequest(name, line.value)) found = provider;
    }
    if (found === PROVIDERS[0]) return found;
  }
  if (found === null && request.method === 'POST' && request.body !== null && isForm(request)) {
    found = providerOfForm(request.body);
  }
  if (!request.target.includes('?') && request.target.startsWith('/')) return found;
  const { host } = splitTarget(request.target);
  const ofTarget = host === null ? null : providerOfHost(host);
  if (ofTarget !== null) return providerRecord(ofTarget);
  return firstOf(found, PROVIDERS.find(({ query }) => query.test(request.target)) ?? null);
}

/** The fields stand before the file. */
function providerOfForm(body: Uint8Array): Provider | null {
  const text = beginningOf(body);
  return PROVIDERS.find(({ form }) => form.test(text)) ?? null;
}

/** The provider that a response comes from. */
function providerOfResponse(
  response: HttpResponse,
  asked: Provider | null,
  isAlone: boolean,
  told: Told | undefined,
): Provider | null {
  const server = header(response, 'server');
  let found: Provider | null = null;
  if (server !== null) found = PROVIDERS.find(({ serverName }) => serverName.test(server)) ?? null;
  if (found === PROVIDERS[0]) return found;
  if (isHeadless(response)) return providerOfDocument(response, asked, told);
  for (const line of response.headers) {
    const name = asciiLower(line.name);
    for (const provider of PROVIDERS) {
      if (provider === found) break;
      if (provider.answerHeaders.has(name)) found = provider;
    }
    if (found === PROVIDERS[0]) return found;
  }
  return found ?? (isAlone && response.status >= 400 ? providerOfDocument(response, asked, told) : null);
}

/** Of two that are shown, the one whose marks the others may have too. */
function firstOf(one: Provider | null, other: Provider | null): Provider | null {
  if (one === null || other === null) return one ?? other;
  return PROVIDERS.find((each) => each === one || each === other) ?? null;
}

function isSuccess({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300;
}

/**
 * By an error document whose head was not pasted with it, or does not show whose it is. `asked`: what the
 * request shows; then only what no other provider writes says otherwise.
 */
function providerOfDocument(
  response: HttpResponse,
  asked: Provider | null,
  told: Told | undefined,
): Provider | null {
  if (response.body === null) return null;
  const text = beginningOf(response.body);
  const own = PROVIDERS.find(({ ownDocument }) => ownDocument.test(text)) ?? null;
  if (own !== null || asked !== null) return own;
  // where there is a head, it has nothing of those that mark all of theirs
  const found = PROVIDERS.find((each) => (isHeadless(response) || each.isBare) && each.isDocument(text));
  // codes and words of refusals are the same at all of them
  const named = ownProvider(parseEndpoint(bareHost(told?.host ?? '')));
  if (named !== null) return providerRecord(named);
  const isOfSdk = told?.sdk !== undefined && !text.includes('<Code>');
  const isTold = told !== undefined && (found !== undefined || isOfSdk || told.operation !== undefined);
  return isTold ? (PROVIDERS.find(({ isBare }) => isBare !== told.ofOss) ?? null) : (found ?? null);
}

function isHeadless({ head, headers }: HttpResponse): boolean {
  return head === '' && headers.length === 0;
}

const MAX_DOCUMENT_LOOK = 16 * 1024;

function beginningOf(body: Uint8Array | null): ByteString {
  return body === null ? '' : toByteString(body, 0, Math.min(body.length, MAX_DOCUMENT_LOOK));
}

/**
 * The provider that either side shows the exchange to be with; null for other HTTP. OSS speaks the dialect of
 * S3 too, so that its own marks go before those of S3. A tunnel that a proxy opened is no exchange: those are
 * inside. One that it refused is one, since nothing can follow.
 */
export function providerOf(exchange: Exchange, providerOfHost: ProviderOfHost): ProviderId | null {
  const { request, response } = exchange;
  if (request?.method === 'CONNECT' && response !== null && isSuccess(response)) return null;
  const asked = request === null ? null : providerOfRequest(request, providerOfHost);
  if (asked === PROVIDERS[0] || response === null) return asked?.id ?? null;
  const isAlone = request === null || (asked === null && response.status >= 400 && mayBeOfAny(request));
  return firstOf(asked, providerOfResponse(response, asked, isAlone, exchange.told))?.id ?? null;
}

/**
 * Whether the document of its answer decides whose a request is: it may be for a provider and for others
 * alike, or bears no signature at all.
 */
function mayBeOfAny({ headers, target, headComplete }: HttpRequest): boolean {
  let isSigned = !headComplete || SIGNED_QUERY.test(target);
  for (const { name, value } of headers) {
    const line = `${asciiLower(name)}:${value}`;
    if (PROVIDERS.some(({ sharedLine }) => sharedLine?.test(line))) return true;
    isSigned ||= line.startsWith('authorization:') && value !== '';
  }
  return !isSigned;
}

/** Parameters by which URLs of all kinds of services are signed. */
const SIGNED_QUERY = /[?&;][^=&?;]{0,64}(?:sign|sig=|credential|access|token|key)/i;

/** Whether an exchange alone shows that it is with any provider. */
export function showsOss(exchange: Exchange): boolean {
  return providerOf(exchange, (host) => ownProvider(parseEndpoint(bareHost(host)))) !== null;
}
