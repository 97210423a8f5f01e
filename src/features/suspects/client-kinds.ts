import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { makeRoom, NewestItems } from '../../engine/bytes/collections.ts';
import { LEFT_TO_OTHERS } from '../../engine/diagnose/diagnose.ts';
import { addressOf, isSentElsewhere } from '../../engine/diagnose/history.ts';
import type { Diagnosis, Verdict } from '../../engine/diagnose/model.ts';
import { programOf, sendingOf } from '../../engine/diagnose/sent.ts';
import {
  type HttpRequest,
  type HttpResponse,
  header,
  isKnownTime,
  keptOf,
} from '../../engine/http/message.ts';
import type { OssError, OssExchange, RequestAlone } from '../../engine/oss/model.ts';
import { providerRecord } from '../../engine/oss/providers/index.ts';
import { whoAnswered } from '../../engine/oss/who-answered.ts';
import type { ExchangeResult } from '../../engine/results.ts';
import { hasNoExtension, keyLooks, lifeOfTarget, signedRequest, traitsOf } from './traits.ts'; // later: suspecting
import type { Alike } from './weigh.ts';

/** Accepted exchanges that are kept until one in question comes: the first, and the newest. */
const FIRST_KEPT = 64;
const NEWEST_KEPT = 256;
/** What is kept of the messages of either, in bytes. */
const MOST_BYTES_KEPT = 8 * 1024 * 1024;
/** Accepted exchanges that are looked at; of later ones, a few each time. */
const LOOKED_AT = 2048;
const LOOKED_AT_LATER = 8;
/** Clients, and of each the kinds of requests, that are remembered. */
const MAX_CLIENTS = 64;
const MAX_KINDS = 192;
/** Addresses and connections of a client, each with each key; of more of them nothing is said. */
export const MAX_PLACES = 256;
const MAX_INDEXES = 5;
/** Answers to one and the same request that are remembered: the first. */
const MAX_ANSWERS = 32;

/** Verdicts that leave open what the client signed, or with which secret. */
const IN_QUESTION: ReadonlySet<Verdict> = new Set([
  'needs-secret',
  'undecided',
  'wrong-secret',
  'client-miscomputed',
]);

/** Requests of one kind that another capture of the scan shows. Plain values. */
export interface KindElsewhere {
  readonly client: string;
  /** From where that client sent its requests, a few. */
  readonly addresses: readonly string[];
  readonly alike: Alike & { readonly capture: string };
}

/** The keys of requests in question, which a capture asks about; null where it may ask about any. */
export type AskedAbout = ReadonlySet<string> | null;

/** What the captures of a scan show, and what one of them asks of it. */
export interface OtherKinds {
  readonly all: readonly KindElsewhere[];
  /** Its own requests are no others. */
  readonly path: string;
  readonly asked: AskedAbout;
}

/** What other captures show of the keys that this one asks about. */
export function askedKinds({ all, path, asked }: OtherKinds): readonly KindElsewhere[] {
  return all.filter(({ alike }) => {
    return alike.capture !== path && (asked === null || asked.has(alike.accessKeyId));
  });
}

/** A request in question: who sent it, of what kind it is, and what was sent: see `sendingOf`. */
export interface Asked {
  readonly oss: OssExchange;
  readonly client: string;
  readonly kind: string;
  readonly sending: string;
}

/** By their indexes, how a request that was sent several times was answered: a few. */
export type Answers = ReadonlyMap<number, boolean>;

interface MutableAlike extends Alike {
  count: number;
  last: number;
  seconds: Alike['seconds'];
  readonly indexes: number[];
}

export interface Client {
  readonly kinds: ReadonlyMap<string, Alike>;
  readonly seen: number;
  /** An exchange whose signature the search proved to be of the given secret; null for none. */
  readonly proven: number | null;
  /** An exchange that the client is proven to have signed with another secret; null for none. */
  readonly wrong: number | null;
  /** Requests by where they came from: see `placesOf`. */
  readonly places: ReadonlyMap<string, Place>;
  /** By what was sent: see `sendingOf`. */
  readonly answers: ReadonlyMap<string, Answers>;
}

/** How many requests came from one address, or over one connection. */
export interface Place {
  readonly accepted: number;
  readonly refused: number;
}

interface MutableClient {
  readonly kinds: Map<string, MutableAlike>;
  proven: number | null;
  wrong: number | null;
  readonly places: Map<string, Place>;
  readonly answers: Map<string, Map<number, boolean>>;
  seen: number;
}

interface Accepted {
  /** The address and port of the sender. */
  readonly from: string;
  readonly alone: RequestAlone;
  readonly response: HttpResponse;
  readonly error: OssError | null;
  readonly provider: OssExchange['provider'];
  readonly index: number;
  /** Counts the accepted ones in the order in which they came. */
  readonly turn: number;
}

/** How many requests of each kind each client got accepted. These cost a reference until they are read. */
export class ClientKinds {
  readonly #clients = new Map<string, MutableClient>();
  /** Clients by the keys with which they were accepted. */
  readonly #keys = new Map<string, Set<string>>();
  readonly #first: Accepted[] = [];
  #firstBytes = 0;
  readonly #newest = new NewestItems<Accepted>(NEWEST_KEPT, MOST_BYTES_KEPT);
  #accepted = 0;
  /** The turn of the last that was read. */
  #read = 0;
  #looked = 0;

  /** Counts an exchange; null where it is not in question. */
  see({ oss, diagnosis, exchange: { request, numbering }, index }: ExchangeResult): Asked | null {
    if (oss === null || diagnosis === null) return null;
    // a capture that lacks the request may show it elsewhere; a text says all that there is
    const isKnown = request !== null || numbering !== undefined;
    if (!isKnown || !isInQuestion(diagnosis)) {
      if (isSignedRight(oss, diagnosis)) this.#accept(oss, index);
      else if (isOfGivenSecret(diagnosis)) this.#prove(oss, 'proven', index);
      else if (isOfOtherSecret(diagnosis)) this.#prove(oss, 'wrong', index);
      return null;
    }
    const asked = askedOf(oss, index);
    // a refusal that may be of a permission shows nothing of signatures, and waits for others
    if (diagnosis.cause?.id === 'denied-without-a-word') return asked;
    const { client, kind, sending } = asked;
    if (this.#count(client, kind, oss, index, false)) {
      this.#seenAt(client, placesOf(oss.exchange.connection.client), 'refused');
    }
    if (request !== null) this.#answered(client, sending, index, false);
    return asked;
  }

  #accept(oss: OssExchange, index: number): void {
    const { response } = oss.exchange;
    if (response === null || isSentElsewhere(response.status)) return;
    const alone = oss.alone?.() ?? null;
    if (alone === null) return;
    const turn = ++this.#accepted;
    const from = oss.exchange.connection.client;
    const { error, provider } = oss;
    const accepted = { from, alone, response, error, provider, index, turn };
    const size = keptOf(alone.request) + keptOf(response);
    if (this.#first.length < FIRST_KEPT && this.#firstBytes + size <= MOST_BYTES_KEPT) {
      this.#first.push(accepted);
      this.#firstBytes += size;
    } else this.#newest.add(accepted, size);
  }

  #prove(oss: OssExchange, what: 'proven' | 'wrong', index: number): void {
    const { request } = oss.exchange;
    if (request !== null) this.#client(clientOf(request, oss))[what] ??= index;
  }

  /** Reads the accepted exchanges that came since the last time. */
  readAccepted(): void {
    const fresh = [...this.#first, ...this.#newest]
      .filter((each) => each.turn > this.#read)
      .sort((a, b) => a.turn - b.turn);
    const looked = this.#looked < LOOKED_AT ? fresh : fresh.slice(-LOOKED_AT_LATER);
    this.#looked += looked.length;
    for (const { from, alone, response, error, provider, index } of looked) {
      // reads the whole head, so that it waits until something is in question
      if (whoAnswered(response, error, provider).kind !== 'service') continue;
      const client = clientOf(alone.request, alone);
      const kind = `accepted ${kindOf(alone.request)}`;
      if (this.#count(client, kind, alone, index, true)) {
        this.#seenAt(client, placesOf(from), 'accepted');
        this.#answered(client, sendingOf(alone.request), index, true);
      }
    }
    this.#read = this.#accepted;
    this.#newest.clear();
  }

  client(name: string): Client {
    return this.#client(name);
  }

  /** The same program at the same address with another key: the same code, another secret. No libraries. */
  sameProgram(name: string, from: string): readonly string[] {
    const own = partsOf(name);
    const [address] = placesOf(from);
    if (isLibrary(own.program)) return [];
    return [...this.#clients].flatMap(([other, { places }]) => {
      const { scheme, key, program } = partsOf(other);
      const isSame = scheme === own.scheme && program === own.program && key !== own.key;
      return isSame && places.has(address) ? [other] : [];
    });
  }

  /** What is known of a client that may not be one of this capture. */
  kindsOf(name: string): Iterable<Alike> {
    return this.#clients.get(name)?.kinds.values() ?? [];
  }

  acceptedWith(accessKeyId: ByteString): ReadonlySet<string> {
    return this.#keys.get(accessKeyId) ?? NOBODY;
  }

  /** What other captures may know of this one, accepted ones first. A library's name may be anybody's. */
  passedOn(capture: string, most: number): readonly KindElsewhere[] {
    this.readAccepted();
    const all = [...this.#clients].flatMap(([client, { kinds, places }]) => {
      if (isLibrary(partsOf(client).program)) return [];
      const addresses = addressesIn(places);
      return [...kinds.values()].map((alike) => ({ client, addresses, alike: { ...alike, capture } }));
    });
    const accepted = all.filter(({ alike }) => alike.isAccepted);
    return [...accepted, ...all.filter(({ alike }) => !alike.isAccepted)].slice(0, most);
  }

  #client(name: string): MutableClient {
    const known = this.#clients.get(name);
    if (known !== undefined) return known;
    makeRoom(this.#clients, MAX_CLIENTS);
    const client = {
      kinds: new Map(),
      proven: null,
      wrong: null,
      places: new Map(),
      answers: new Map(),
      seen: 0,
    };
    this.#clients.set(name, client);
    return client;
  }

  #seenAt(client: string, at: readonly string[], what: keyof Place): void {
    const { places } = this.#client(client);
    if (places.size >= MAX_PLACES) return;
    for (const place of at) {
      const known = places.get(place) ?? { accepted: 0, refused: 0 };
      places.set(place, { ...known, [what]: known[what] + 1 });
    }
  }

  #answered(client: string, sending: string, index: number, isAccepted: boolean): void {
    const { answers } = this.#client(client);
    const known = answers.get(sending);
    if (known !== undefined) {
      if (known.size < MAX_ANSWERS) known.set(index, isAccepted);
      return;
    }
    makeRoom(answers, MAX_KINDS);
    answers.set(sending, new Map([[index, isAccepted]]));
  }

  /** False where what it signs is not known. */
  #count(
    name: string,
    kind: string,
    asked: OssExchange | RequestAlone,
    index: number,
    isAccepted: boolean,
  ): boolean {
    const client = this.#client(name);
    const known = client.kinds.get(kind);
    if (known !== undefined) {
      client.seen++;
      again(known, index, sentAt(requestOf(asked)));
      return true;
    }
    // what it signs takes long to work out, and most are like one before
    const signed = signedRequest('read' in asked ? asked.read() : asked);
    if (signed === null) return false;
    client.seen++;
    const { accessKeyId } = signed.claim;
    if (isAccepted) this.#acceptedBy(accessKeyId, name);
    if (client.kinds.size >= MAX_KINDS) return true;
    client.kinds.set(kind, {
      accessKeyId,
      isAccepted,
      operation: signed.oss.operation,
      traits: traitsOf(signed),
      count: 1,
      first: index,
      last: index,
      seconds: [sentAt(requestOf(asked)), sentAt(requestOf(asked))],
      indexes: [index],
    });
    return true;
  }

  #acceptedBy(accessKeyId: ByteString, client: string): void {
    const known = this.#keys.get(accessKeyId);
    if (known !== undefined) {
      if (known.size < MAX_CLIENTS) known.add(client);
      return;
    }
    makeRoom(this.#keys, MAX_CLIENTS);
    this.#keys.set(accessKeyId, new Set([client]));
  }
}

export function placesOf(from: string): readonly [address: string, connection: string] {
  return [`${AT_ADDRESS}${addressOf(from)}`, `connection ${from}`];
}

const AT_ADDRESS = 'address ';
const MOST_ADDRESSES = 8;

function addressesIn(places: Client['places']): readonly string[] {
  const found = [...places.keys()].filter((at) => at.startsWith(AT_ADDRESS)).slice(0, MOST_ADDRESSES);
  return found.map((at) => at.slice(AT_ADDRESS.length));
}

const NOBODY: ReadonlySet<string> = new Set();

/** The signature was right: accepted, or refused for permissions, which the service looks at afterwards. */
function isSignedRight(oss: OssExchange, { verdict, cause }: Diagnosis): boolean {
  // what is claimed is read when it is asked for: not of all that passed
  if (verdict === 'match') return true;
  const { claim, error } = oss;
  if (claim === null || error === null) return false;
  const { codes, areaOf } = providerRecord(oss.provider);
  if (codes['past-authentication'].has(error.code)) return true;
  if (verdict !== 'access-denied') return false;
  return areaOf(error.ec ?? '') === 'authorization' || cause?.id === 'no-permission';
}

/** The search found what the client signed, and with the secret as it was given. */
function isOfGivenSecret({ verdict, client, divergences }: Diagnosis): boolean {
  return verdict === 'client-miscomputed' && client !== null && divergences.length > 0;
}

/** Proven to be signed with another secret than the server has. */
function isOfOtherSecret({ verdict, certainty, cause }: Diagnosis): boolean {
  return verdict === 'wrong-secret' && certainty === 'proven' && !OF_NO_CLIENT.has(cause?.id ?? '');
}

/** Here the client may be right: one server differs from the others, or the secret that was given. */
const OF_NO_CLIENT: ReadonlySet<string> = new Set(['one-of-several-servers', 'secret-given-padded']);

function isInQuestion({ verdict, certainty, cause }: Diagnosis): boolean {
  return certainty !== 'proven' && (IN_QUESTION.has(verdict) || LEFT_TO_OTHERS.has(cause?.id ?? ''));
}

function askedOf(oss: OssExchange, index: number): Asked {
  const { claim, exchange } = oss;
  const { request } = exchange;
  if (request === null) {
    // an answer without its request names the key alone
    const client = ['document', claim?.accessKeyId ?? '', claim?.version ?? ''].join(BETWEEN);
    return { oss, client, kind: `refused document ${index}`, sending: '' };
  }
  const [client, kind] = [clientOf(request, oss), `refused ${kindOf(request)}`];
  return { oss, client, kind, sending: sendingOf(request) };
}

/** When a request was sent, in seconds; not a number where that is not known. */
export function sentAt(request: HttpRequest | null): number {
  if (request === null || !isKnownTime(request.time)) return Number.NaN;
  return request.time.seconds + request.time.nanos / 1e9;
}

function requestOf(asked: OssExchange | RequestAlone): HttpRequest | null {
  return 'read' in asked ? asked.request : asked.exchange.request;
}

function again(alike: MutableAlike, index: number, seconds: number): void {
  alike.count++;
  alike.seconds = [Math.min(alike.seconds[0], seconds), Math.max(alike.seconds[1], seconds)];
  alike.last = Math.max(alike.last, index);
  if (alike.indexes.length < MAX_INDEXES) alike.indexes.push(index);
}

/** A client at a glance: how it signs, with which key, by which program. A form has its key in its body. */
export function clientOf(request: HttpRequest, sent: OssExchange | RequestAlone): string {
  const authorization = header(request, 'authorization') ?? '';
  const scheme =
    authorization === '' ? (IN_URL.exec(request.target)?.[1] ?? 'form') : authorization.split(' ', 1)[0];
  const key = keyOf(request) ?? ('read' in sent ? sent.read() : sent).claim?.accessKeyId ?? '';
  return [scheme, key, programOf(request)].join(BETWEEN);
}

/** In no header. */
const BETWEEN = '\n';

function partsOf(client: string): {
  readonly scheme: string;
  readonly key: string;
  readonly program: string;
} {
  const [scheme = '', key = '', program = ''] = client.split(BETWEEN);
  return { scheme, key, program };
}

/** What names the version of a signature in a URL, whoever uses it. */
const OF_URLS =
  'x-oss-signature-version|x-oss-signature|x-(?:amz|goog|tos)-algorithm|(?:OSS|AWS)?AccessKeyId|q-ak';
const OF_URL = new RegExp(`^(?:${OF_URLS})$`, 'i');
const IN_URL = new RegExp(`[?&](${OF_URLS})=`, 'i');

/**
 * Clients of one line are likely to sign by the same code: those whose User-Agent names the same library, in
 * whichever version; and, with one key, whoever uses the URLs that a backend signs, and browsers with its
 * forms. With an Authorization header, browsers run anybody's code.
 */
export function lineOf(client: string): string {
  const { scheme, program } = partsOf(client);
  if (OF_URL.test(scheme)) return scheme;
  const product = /^[^/ ]+/.exec(program)?.[0] ?? '';
  const isAnybody = product === '' || (product === 'Mozilla' && scheme !== 'form');
  return isAnybody ? client : `${scheme} ${product}`;
}

/** What two requests have in common that bear on signatures alike, as far as a glance shows. */
function kindOf(request: HttpRequest): string {
  const { method, target, head } = request;
  const query = target.indexOf('?');
  const path = query < 0 ? target : target.slice(0, query);
  const parameters = query < 0 ? '' : target.slice(query + 1).replace(/=[^&]*/g, '');
  const names = (head.match(/^[^:\r\n]+(?=:)/gm) ?? []).join();
  const characters = [...new Set(path.match(/%[0-9A-Fa-f]{2}|[^\w./-]/g) ?? [])].sort().join('');
  const slashes = /^\/\/|.\/\/|\/$/.exec(path)?.[0] ?? '';
  const host = header(request, 'host') ?? '';
  const own = path.length > 60 ? '' : (path.split(/\/|%2F/i)[1] ?? '');
  const bucketTwice = host.startsWith(`${own}.`);
  const expires = /[?&]Expires=(\d+)/.exec(target)?.[1] ?? '';
  return [
    // of a form it is not at hand, so that each stands alone
    keyOf(request) ?? `form in frame ${request.frame}`,
    method,
    names,
    parameters,
    characters,
    slashes,
    hasNoExtension(path),
    ...keyLooks(path),
    expires === '' ? '' : lifeOfTarget(expires, request.time.seconds),
    bucketTwice,
    request.bodyBytes > 0,
    host,
    header(request, 'content-type') ?? '',
  ].join('\n');
}

/** The access key id as it is sent; null for a form, which has it in its body. */
function keyOf(request: HttpRequest): string | null {
  const authorization = header(request, 'authorization');
  if (authorization !== null) {
    return (
      KEY_IN_HEADER.exec(authorization)
        ?.slice(1)
        .find((id) => id !== undefined) ?? ''
    );
  }
  return KEY_IN_URL.exec(request.target)?.[1] ?? null;
}

/** Those of Swift have a colon themselves (`account:user`). First what is seen at the beginning. */
const KEY_IN_HEADER =
  /^\S+ ([^/,=\s]{1,256}):[^:\s]*$|Credential=([^/,\s]{1,256})\/|AccessKeyId:([^,\s]{1,256}),|q-ak=([^&\s]{1,256})/;
const KEY_IN_URL =
  /[?&](?:(?:OSS|AWS)?AccessKeyId|q-ak|x-oss-access-key-id|x-oss-credential|x-(?:amz|goog|tos)-credential)=((?:(?!%2f)[^&/])*)/i;

/** HTTP libraries and browsers, by the first product that they name. */
const LIBRARIES = new RegExp(
  `^(?:$|${[
    'Mozilla|curl|libcurl|Wget|HTTPie|PostmanRuntime|insomnia',
    'Apache-HttpClient|Apache-HttpAsyncClient|okhttp|Java|Dalvik|Jersey|ReactorNetty|Jetty|Vert\\.x',
    'Go-http-client|fasthttp|axios|node|node-fetch|undici|got|superagent|Deno|Bun',
    'python-requests|python-urllib3?|python-httpx|urllib3|aiohttp|Python',
    'Ruby|Faraday|Guzzle\\w*|PHP|libwww-perl|hyper|reqwest|ureq|RestSharp|Dart|CFNetwork|WinHttp\\S*',
  ].join('|')})(?![\\w-])`,
  'i',
);

/** Whether any program may go by this name, so that another capture or key may show another one. */
function isLibrary(program: ByteString): boolean {
  return LIBRARIES.test(program);
}
