import { asciiLower, type ByteString } from '../bytes/byte-string.ts';
import { addToList, makeRoom, NewestItems, RecentList } from '../bytes/collections.ts';
import type { Exchange } from '../http/exchange.ts';
import { type HttpRequest, header, isKnownTime, keptOf, type Time } from '../http/message.ts';
import type { OssExchange, RequestAlone } from '../oss/model.ts';
import { splitTarget } from '../oss/signable-request.ts';
import type { Claim } from '../sign/claim.ts';
import { isOfUrl } from '../sign/index.ts';
import type { SignableRequest } from '../sign/request.ts';
import { AnswerKinds } from './rows/answer-kind.ts';

/** Access key ids remembered; the one seen longest ago goes first. */
export const HISTORY_KEYS_LIMIT = 256;
/** Successful exchanges kept of each key id, of different operations where possible. */
const HISTORY_EXEMPLARS_LIMIT = 4;
/** Signatures remembered, the newest. */
export const HISTORY_SIGNATURES_LIMIT = 1024;

/** Findings of searches kept of each key id. */
const HISTORY_FITS_LIMIT = 4;

/** Clients kept of each key id of which nothing explains a signature. */
const HISTORY_CLIENTS_LIMIT = 64;

/** The first accepted exchanges of a capture, which are read at once. */
const HISTORY_READ_AT_ONCE = 64;
/** Accepted exchanges after them that wait to be read until a failing one asks; older ones are forgotten. */
export const HISTORY_UNREAD_LIMIT = 512;
/**
 * What is kept of the messages of each of these, in bytes: those that wait, those with remembered signatures,
 * and the successes of all key ids. Usual ones come to a tenth of it.
 */
const HISTORY_BYTES_LIMIT = 16 * 1024 * 1024;
/** A longer message is not kept as a success: its lines, parsed, take many times its bytes. */
const HISTORY_LONGEST_EXEMPLAR = 256 * 1024;

/** An exchange of which only the request is kept, to be looked into when somebody asks. */
interface Unread {
  readonly alone: RequestAlone;
  readonly index: number;
  /** Of its answer, which is not kept; null for one that was accepted, empty where it had none. */
  readonly requestId: ByteString | null;
}

/** URLs remembered that were accepted after another request had their signature. */
const HISTORY_TWINS_LIMIT = 16;

/** Redirects remembered, the newest: they are followed at once. */
const HISTORY_REDIRECTS_LIMIT = 16;

type Outcome = 'accepted' | 'refused' | 'other';

/** A successful exchange of a key id. */
export interface Exemplar {
  readonly oss: OssExchange;
  /** Index of the exchange in the capture, from 1; 0 where it is not known. */
  readonly index: number;
}

/** What is known about an access key id so far. */
interface KeyRecord {
  /** Signed requests that were looked into, whatever became of them. */
  readonly uses: number;
  readonly successes: number;
  /** Signed requests that failed at the signature. */
  readonly failures: number;
  readonly exemplars: readonly Exemplar[];
  /** Searches for what the client signed that found nothing. */
  readonly fruitless: number;
  /** What searches found, for those to come; the newest first. */
  readonly fits: readonly (readonly string[])[];
  /**
   * Whether it is proved that a client signed with the very secret that the user gave, though the server
   * refused it.
   */
  readonly isGivenSecretUsed: boolean;
  /** Whether a request was refused in which hardly anything could be signed wrongly: see `isBare`. */
  readonly isRefusedBare: boolean;
  /** By client, its requests that failed and of which a search to its end explained nothing. */
  readonly unexplained: ReadonlyMap<string, Unexplained>;
}

/** Requests of one client of which nothing is explained. */
export interface Unexplained {
  readonly operations: ReadonlySet<string>;
  /** Index of the first. */
  readonly first: number;
  /** Requests before the second operation came. */
  readonly ofFirstOperation: number;
}

/** A redirect that a client was given. */
interface SeenRedirect {
  readonly index: number;
  /** Address of the client, without its port. */
  readonly client: string;
  /** Host (lower case, no port; null for the same one) and target that it leads to. */
  readonly host: ByteString | null;
  readonly target: ByteString;
  /** Whether the request that was redirected had an Authorization header. */
  readonly wasAuthorized: boolean;
}

/** The first request on which a signature was seen. */
export interface SeenSignature {
  readonly index: number;
  readonly frame: number;
  readonly seconds: number;
  readonly request: SignableRequest;
  readonly claim: Claim;
  /** The id that the server gave it; null where it accepted it, empty where it gave none. */
  readonly requestId: ByteString | null;
  /** The ends of its connection. */
  readonly client: string;
  readonly server: string;
}

interface MutableKeyRecord {
  uses: number;
  successes: number;
  failures: number;
  fruitless: number;
  fits: readonly (readonly string[])[];
  isGivenSecretUsed: boolean;
  readonly exemplars: Exemplar[];
  isRefusedBare: boolean;
  readonly unexplained: Map<string, Unexplained>;
}

const NOTHING: KeyRecord = {
  uses: 0,
  successes: 0,
  failures: 0,
  exemplars: [],
  fruitless: 0,
  fits: [],
  isGivenSecretUsed: false,
  isRefusedBare: false,
  unexplained: new Map(),
};

/**
 * A bounded memory of the capture so far, filled by the diagnosis in the order of the exchanges. It serves
 * the facts that one exchange cannot show: that a key id works elsewhere, and that a signature was used
 * before.
 */
export class History {
  readonly #keys = new Map<ByteString, MutableKeyRecord>();
  readonly #signatures = new Map<ByteString, Unread | SeenSignature>();
  /** The same by age: a Map finds its oldest entry the slower the more were taken out before it. */
  readonly #signaturesByAge = new NewestItems<ByteString>(
    HISTORY_SIGNATURES_LIMIT,
    HISTORY_BYTES_LIMIT,
    (signature) => this.#signatures.delete(signature),
  );
  /** What is kept of the successes of all key ids. */
  #exemplarBytes = 0;
  /** The request that was remembered last: its exchange may not be finished. */
  #newest: HttpRequest | null = null;
  /**
   * The newest accepted exchanges, which have not been looked into yet: taking each apart would cost more
   * than all else that is done for it, and most captures never ask.
   */
  readonly #unread = new NewestItems<Unread>(HISTORY_UNREAD_LIMIT, HISTORY_BYTES_LIMIT, (_, number) =>
    this.#unlist(number),
  );
  #accepted = 0;
  /** Those with the same Authorization header, in their order, as far as somebody asked. */
  readonly #listed = new Map<ByteString, Unread[]>();
  /** The headers that they are listed by, by their numbers. */
  readonly #listedAs = new Map<number, ByteString>();
  /** How many had come by then. */
  #listedTo = 0;
  /** By signature, URLs that were accepted after another request had it. */
  readonly #twins = new Map<ByteString, SeenSignature>();
  readonly #answers = new SeenAnswers();
  readonly #redirects = new RecentList<SeenRedirect>(HISTORY_REDIRECTS_LIMIT);
  /** What the refusals of the capture said. */
  readonly answerKinds = new AnswerKinds();

  /**
   * What is known of a key id. `successes` and `failures` are lower bounds: exchanges are forgotten unread.
   */
  key(accessKeyId: ByteString): KeyRecord {
    const known = this.#keys.get(accessKeyId);
    if (known !== undefined && known.exemplars.length > 0) return known;
    for (const unread of this.#inOrder()) this.#read(unread.alone.read(), 'accepted', unread.index);
    this.#unread.clear();
    this.#listed.clear();
    this.#listedAs.clear();
    return this.#keys.get(accessKeyId) ?? NOTHING;
  }

  /**
   * The first request but `asking` with this signature; `authorization` is the header that carries it, null
   * where a URL or form does.
   */
  signature(
    signature: ByteString,
    authorization: ByteString | null,
    asking: OssExchange,
  ): SeenSignature | null {
    const known = this.#signatures.get(signature);
    if (known !== undefined && !isOf(known, asking))
      return 'alone' in known ? seenIn(read(known), known.requestId) : known;
    if (authorization === null) return null;
    const unread = this.#firstUnread(authorization);
    return unread === null || isOf(unread, asking) ? null : seenIn(read(unread), unread.requestId);
  }

  /** A key id that fits and is used more often than `own`; null for none. */
  moreUsed(own: ByteString, fits: (id: ByteString) => boolean): ByteString | null {
    const least = this.#keys.get(own)?.uses ?? Number.POSITIVE_INFINITY;
    return [...this.#keys].find(([id, { uses }]) => uses > least && fits(id))?.[0] ?? null;
  }

  /** An accepted request but `asking` whose URL bears the signature of `claim`. */
  acceptedUrl({ signature, rawSignature }: Claim, asking: OssExchange): SeenSignature | null {
    const known = this.#twins.get(signature) ?? this.#signatures.get(signature);
    if (known?.requestId === null && !isOf(known, asking)) {
      return 'alone' in known ? seenIn(read(known), null) : known;
    }
    const unread = [...this.#unread].find(({ alone }) => alone.request.target.includes(rawSignature));
    return unread === undefined ? null : seenIn(read(unread), null);
  }

  /**
   * The first one in the capture that waits with this header. Every failing exchange asks: what has come
   * since the last one is all that is looked into.
   */
  #firstUnread(authorization: ByteString): Unread | null {
    this.#list();
    let first: Unread | null = null;
    for (const unread of this.#listed.get(authorization) ?? []) {
      if (first === null || unread.index < first.index) first = unread;
    }
    return first;
  }

  #list(): void {
    const { oldest, next } = this.#unread;
    for (let at = Math.max(this.#listedTo, oldest); at < next; at++) {
      const unread = this.#unread.at(at);
      const name = unread === undefined ? null : header(unread.alone.request, 'authorization');
      if (unread === undefined || name === null) continue;
      this.#listedAs.set(at, name);
      addToList(this.#listed, name, unread);
    }
    this.#listedTo = next;
  }

  /** Takes one that gave way out of the list: the first with its header, as they came in order. */
  #unlist(number: number): void {
    const name = this.#listedAs.get(number);
    if (name === undefined) return;
    this.#listedAs.delete(number);
    const all = this.#listed.get(name);
    if (all === undefined || all.length === 1) this.#listed.delete(name);
    else all.shift();
  }

  /** See `SeenAnswers.before`. */
  answeredBefore(requestId: ByteString, began: Time): SeenAnswer | null {
    return this.#answers.before(requestId, began);
  }

  /** Remembers an answer by its request ID. */
  addAnswer(requestId: ByteString, index: number, ended: Time): void {
    this.#answers.add(requestId, index, ended);
  }

  addRedirect(redirect: SeenRedirect): void {
    this.#redirects.add(redirect);
  }

  /** The newest redirect that fits. */
  redirect(fits: (redirect: SeenRedirect) => boolean): SeenRedirect | null {
    return this.#redirects.items.find(fits) ?? null;
  }

  /** Takes in one exchange after its diagnosis; `outcome` is whether its signature was accepted. */
  add(oss: OssExchange, outcome: Outcome, index: number): void {
    const isToWait = outcome === 'accepted' && ++this.#accepted > HISTORY_READ_AT_ONCE;
    const alone = isToWait ? (oss.alone?.() ?? null) : null;
    if (alone === null) this.#read(oss, outcome, index);
    else this.#unread.add({ alone, index, requestId: null }, keptOf(alone.request));
  }

  #inOrder(): readonly Unread[] {
    return [...this.#unread].sort((a, b) => a.index - b.index);
  }

  #read(oss: OssExchange, outcome: Outcome, index: number): void {
    const { claim, request } = oss;
    if (claim === null || request === null) return;
    const record = this.#record(claim.accessKeyId);
    record.uses++;
    if (outcome !== 'other') {
      if (outcome === 'refused') {
        record.failures++;
        record.isRefusedBare ||= isBare(request);
      } else {
        record.successes++;
        if (isNewKind(record.exemplars, oss)) this.#addExemplar(record, oss, index);
      }
    }
    this.#remember(oss, claim, index, outcome === 'accepted' ? null : (oss.requestId ?? ''));
  }

  #addExemplar({ exemplars }: MutableKeyRecord, oss: OssExchange, index: number): void {
    const size = sizeOf(oss);
    const isTooMuch = this.#exemplarBytes + size > HISTORY_BYTES_LIMIT;
    if (isTooMuch || size > HISTORY_LONGEST_EXEMPLAR) return;
    this.#exemplarBytes += size;
    exemplars.push({ oss, index });
  }

  /** Counts a search that found nothing. */
  addFruitless(accessKeyId: ByteString): void {
    this.#record(accessKeyId).fruitless++;
  }

  /** Notes what a search found: one mistake of a client makes many requests fail. */
  addFit(accessKeyId: ByteString, fit: readonly string[]): void {
    const record = this.#record(accessKeyId);
    const others = record.fits.filter((each) => each.join() !== fit.join());
    record.fits = [fit, ...others].slice(0, HISTORY_FITS_LIMIT);
  }

  /** Notes that the given secret is the one with which the client signs. */
  addUseOfGivenSecret(accessKeyId: ByteString): void {
    this.#record(accessKeyId).isGivenSecretUsed = true;
  }

  /** Notes that a search to its end explained nothing of a client's request. */
  addUnexplained(accessKeyId: ByteString, client: string, operation: string, index: number): void {
    const { unexplained } = this.#record(accessKeyId);
    const known = unexplained.get(client);
    if (known === undefined && unexplained.size >= HISTORY_CLIENTS_LIMIT) return;
    const operations = new Set(known?.operations).add(operation);
    const { first, ofFirstOperation } = known ?? { first: index, ofFirstOperation: 0 };
    unexplained.set(client, {
      operations,
      first,
      ofFirstOperation: operations.size > 1 ? ofFirstOperation : ofFirstOperation + 1,
    });
  }

  #record(accessKeyId: ByteString): MutableKeyRecord {
    const known = this.#keys.get(accessKeyId);
    if (known !== undefined) return known;
    if (this.#keys.size >= HISTORY_KEYS_LIMIT) {
      const [oldest] = this.#keys.values();
      for (const { oss } of oldest?.exemplars ?? []) this.#exemplarBytes -= sizeOf(oss);
      makeRoom(this.#keys, HISTORY_KEYS_LIMIT);
    }
    const record: MutableKeyRecord = { ...NOTHING, exemplars: [], unexplained: new Map() };
    this.#keys.set(accessKeyId, record);
    return record;
  }

  #remember(oss: OssExchange, claim: Claim, index: number, requestId: ByteString | null): void {
    if (claim.signature === '') return;
    if (this.#signatures.has(claim.signature)) {
      const twin = requestId === null && isOfUrl(claim.version) ? seenIn({ oss, index }, null) : null;
      if (twin === null) return;
      makeRoom(this.#twins, HISTORY_TWINS_LIMIT);
      this.#twins.set(claim.signature, twin);
      return;
    }
    const alone = oss.alone?.() ?? null;
    const seen = alone === null ? seenIn({ oss, index }, requestId) : { alone, index, requestId };
    if (seen === null) return;
    // Its headers, cut one by one, would take more room than all else that is remembered of it.
    this.#newest?.forget?.();
    this.#newest = alone?.request ?? null;
    this.#signatures.set(claim.signature, seen);
    this.#signaturesByAge.add(claim.signature, keptOf(oss.exchange.request));
  }
}

function sizeOf({ exchange: { request, response } }: OssExchange): number {
  return keptOf(request) + keptOf(response);
}

/**
 * Characters of a key that signers are known to encode in different ways, each once, in order; those of UTF-8
 * with all their bytes.
 */
export function specialCharacters(key: ByteString): readonly ByteString[] {
  return [...new Set(key.match(/[\xC2-\xF4][\x80-\xBF]+|[^A-Za-z0-9\-._/]/g) ?? [])];
}

/**
 * Whether little is signed of a request but its method, date and plain key: no body and its headers, no
 * headers of the service, no parameters.
 */
function isBare({ form, headers, query, key }: SignableRequest): boolean {
  if (form !== null || specialCharacters(key ?? '').length > 0) return false;
  if (query.some(({ name }) => !OF_SIGNATURE.test(name))) return false;
  return !headers.some(({ name }) => SIGNED_HEADER.test(name));
}

const OF_SIGNATURE =
  /^(?:q-[a-z-]+|(?:OSS|AWS)?AccessKeyId|Expires|Signature|x-oss-(?!process|traffic)[a-z-]+|X-(?:Amz|Goog|Tos)-[A-Za-z-]+)$/;
const SIGNED_HEADER = /^(?:content-type|content-md5|x-(?:oss|amz)-(?!date$|content-sha256$|user-agent$).*)$/i;

function read({ alone, index }: Unread): Exemplar {
  return { oss: alone.read(), index };
}

function isOf(known: Unread | SeenSignature, oss: OssExchange): boolean {
  return 'alone' in known ? known.alone.request === oss.exchange.request : known.request === oss.request;
}

function seenIn({ oss, index }: Exemplar, requestId: ByteString | null): SeenSignature | null {
  const { claim, request } = oss;
  if (claim === null || request === null) return null;
  const seconds = oss.exchange.request?.time.seconds ?? 0;
  const { client, server } = oss.exchange.connection;
  return { index, frame: request.frame, seconds, request, claim, requestId, client, server };
}

function isNewKind(exemplars: readonly Exemplar[], oss: OssExchange): boolean {
  return (
    exemplars.length < HISTORY_EXEMPLARS_LIMIT &&
    !exemplars.some(
      (kept) =>
        kept.oss.operation === oss.operation &&
        kept.oss.claim?.version === oss.claim?.version &&
        kept.oss.address.bucket === oss.address.bucket,
    )
  );
}

/** An answer by its request ID. */
export interface SeenAnswer {
  /** Index of its exchange. */
  readonly index: number;
}

/** Places for answers: of two that fall into one place, the older is forgotten. A power of two. */
const PLACES = 4096;
/** As long as no two meet in one: thousands of captures have a handful of answers each. */
const FIRST_PLACES = 32;
/** Characters of an ID that count, from its end. Those of Ceph differ at the front, and end in its zone. */
const COUNTED = 256;
const PRIME = 0x01000193;

/**
 * The answers of a capture by their request IDs, the newest: a cache gives an answer again with the ID that
 * it had. Every answer to a GET passes here, so two numbers stand for an ID, and nothing is made for one.
 */
class SeenAnswers {
  #places = FIRST_PLACES;
  #first = new Int32Array(FIRST_PLACES);
  #second = new Int32Array(FIRST_PLACES);
  /** From 1; 0 where nothing stands. */
  #index = new Int32Array(FIRST_PLACES);
  #ended = new Float64Array(FIRST_PLACES);
  #last: ByteString = '';
  #firstHalf = 0;
  #secondHalf = 0;
  #isKnown = false;

  /**
   * The earlier answer with this request ID that was over before the request of this one began: the service
   * gives each request another, so a cache repeated the answer. Null for none, and where no times are known.
   */
  before(requestId: ByteString, began: Time): SeenAnswer | null {
    const place = this.#placeOf(requestId);
    if (!this.#isKnown || !isKnownTime(began)) return null;
    return (this.#ended[place] ?? 0) < secondsOf(began) ? { index: this.#index[place] ?? 0 } : null;
  }

  /** Remembers an answer, and when its last byte was seen; the first of several with one ID. */
  add(requestId: ByteString, index: number, ended: Time): void {
    let place = this.#placeOf(requestId);
    if (this.#isKnown) return;
    while (this.#isInTheWay(place)) {
      this.#grow();
      place = this.#placeOf(requestId);
    }
    this.#first[place] = this.#firstHalf;
    this.#second[place] = this.#secondHalf;
    this.#index[place] = index;
    this.#ended[place] = secondsOf(ended);
  }

  /** Whether something else stands there that would stand elsewhere with more places. */
  #isInTheWay(place: number): boolean {
    if (this.#places === PLACES || this.#index[place] === 0) return false;
    const other = (this.#first[place] ?? 0) ^ (this.#second[place] ?? 0);
    return ((other ^ this.#firstHalf ^ this.#secondHalf) & (PLACES - 1)) !== 0;
  }

  #grow(): void {
    const [first, second, index, ended] = [this.#first, this.#second, this.#index, this.#ended];
    const before = this.#places;
    this.#places = 2 * before;
    this.#first = new Int32Array(this.#places);
    this.#second = new Int32Array(this.#places);
    this.#index = new Int32Array(this.#places);
    this.#ended = new Float64Array(this.#places);
    for (let at = 0; at < before; at++) {
      const place = ((first[at] ?? 0) ^ (second[at] ?? 0)) & (this.#places - 1);
      if (index[at] === 0) continue;
      this.#first[place] = first[at] ?? 0;
      this.#second[place] = second[at] ?? 0;
      this.#index[place] = index[at] ?? 0;
      this.#ended[place] = ended[at] ?? 0;
    }
  }

  /**
   * Where an ID belongs; whether it stands there, and its two numbers, in `#isKnown`, `#firstHalf` and
   * `#secondHalf`.
   */
  #placeOf(requestId: ByteString): number {
    // each ID is looked for, and then remembered
    if (requestId !== this.#last) {
      const end = requestId.length;
      const start = Math.max(0, end - COUNTED);
      const middle = (start + end) >> 1;
      this.#firstHalf = numberOf(requestId, start, middle);
      this.#secondHalf = numberOf(requestId, middle, end);
      this.#last = requestId;
    }
    const place = (this.#firstHalf ^ this.#secondHalf) & (this.#places - 1);
    this.#isKnown = this.#first[place] === this.#firstHalf && this.#second[place] === this.#secondHalf;
    return place;
  }
}

function numberOf(text: ByteString, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return hash | 0;
}

function secondsOf({ seconds, nanos }: Time): number {
  return seconds + nanos / 1e9;
}

/** Whether a status asks the client to repeat its request elsewhere (RFC 9110 §15.4). */
export function isRedirectStatus(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

/** The redirect that an exchange ends in; null for none. */
export function redirectOf({ index, connection, request, response }: Exchange): SeenRedirect | null {
  if (request === null || response === null || !isRedirectStatus(response.status)) return null;
  const location = header(response, 'location');
  if (location === null || location === '') return null;
  const { host, path, rawQuery } = splitTarget(location);
  return {
    index,
    client: addressOf(connection.client),
    host: host === null ? null : hostName(host),
    target: rawQuery === null ? path : `${path}?${rawQuery}`,
    wasAuthorized: header(request, 'authorization') !== null,
  };
}

/**
 * Whether the request of an exchange is the one that a redirect asks for. A fragment stays with the client.
 */
export function follows(redirect: SeenRedirect, { index, connection, request }: Exchange): boolean {
  if (request === null || index === redirect.index) return false;
  if (addressOf(connection.client) !== redirect.client) return false;
  const { host, path, rawQuery } = splitTarget(request.target);
  const target = rawQuery === null ? path : `${path}?${rawQuery}`;
  if (target !== redirect.target.replace(/#.*$/s, '')) return false;
  const named = host ?? header(request, 'host');
  return redirect.host === null || named === null || hostName(named) === redirect.host;
}

function hostName(host: ByteString): ByteString {
  return asciiLower(host.replace(/:\d*$/, ''));
}

/** All that runs on one machine has one address there, whoever it is. */
export function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '[::1]';
}

/** Of `address:port`. */
export function addressOf(endpoint: string): string {
  return endpoint.replace(/:\d+$/, '');
}

/**
 * To be sent elsewhere proves no secret: another endpoint's business may be answered before signatures are
 * compared. 304 comes after that.
 */
export function isSentElsewhere(status: number): boolean {
  return status < 200 || (status >= 300 && status < 400 && status !== 304);
}
