import type { ByteString } from '../../bytes/byte-string.ts';
import { makeRoom, NewestItems } from '../../bytes/collections.ts';
import { addressOf, isSentElsewhere } from '../../diagnose/history.ts';
import type { Diagnosis, Verdict } from '../../diagnose/model.ts';
import { type HttpRequest, type HttpResponse, header, keptOf } from '../../http/message.ts';
import type { OssError, OssExchange, RequestAlone } from '../../oss/model.ts';
import { providerRecord } from '../../oss/providers/index.ts';
import { whoAnswered } from '../../oss/who-answered.ts';
import type { ExchangeResult } from '../../report/input.ts';
import { hasNoExtension, lifeOfTarget, signedRequest, traitsOf } from './traits.ts';
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
/** Indexes of each kind. */
const MAX_INDEXES = 5;

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
  readonly alike: Alike & { readonly capture: string };
}

/**
 * Whose requests a capture asks about: clients and keys with requests in question; null where it
 * may ask about any.
 */
export type AskedAbout = { readonly clients: ReadonlySet<string>; readonly keys: ReadonlySet<string> } | null;

/** What the captures of a scan show, and what one of them asks of it. */
export interface OtherKinds {
  readonly all: readonly KindElsewhere[];
  /** Its own requests are no others. */
  readonly path: string;
  readonly asked: AskedAbout;
}

/** What other captures show of that which this one asks about. */
export function askedKinds({ all, path, asked }: OtherKinds): readonly KindElsewhere[] {
  return all.filter(({ client, alike }) => {
    if (alike.capture === path) return false;
    if (asked === null || asked.clients.has(client)) return true;
    return alike.isAccepted && asked.keys.has(alike.accessKeyId);
  });
}

/** A request in question: who sent it, and of what kind it is. */
export interface Asked {
  readonly oss: OssExchange;
  readonly client: string;
  readonly kind: string;
}

interface MutableAlike extends Alike {
  count: number;
  last: number;
  readonly indexes: number[];
}

/** What is known of the requests of one client. */
export interface Client {
  readonly kinds: ReadonlyMap<string, Alike>;
  /** Requests that were counted. */
  readonly seen: number;
  /** By key, the exchange whose signature the search proved to be of the given secret. */
  readonly proven: ReadonlyMap<string, number>;
  /** Requests by key and where they came from: see `placesOf`. */
  readonly places: ReadonlyMap<string, Place>;
}

/** How many requests with one key came from one address, or over one connection. */
export interface Place {
  readonly accepted: number;
  readonly refused: number;
}

interface MutableClient {
  readonly kinds: Map<string, MutableAlike>;
  readonly proven: Map<string, number>;
  readonly places: Map<string, Place>;
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

/**
 * What a capture shows of the requests of each client: how many of each kind were accepted and
 * refused. What is accepted costs a reference until it is read.
 */
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
      else if (isOfGivenSecret(diagnosis)) this.#prove(oss, index);
      return null;
    }
    const client = request === null ? clientOfDocument(oss) : clientOf(request);
    const kind = request === null ? `refused document ${index}` : `refused ${kindOf(request)}`;
    const id = this.#count(client, kind, oss, index, false);
    if (id !== null) this.#seenAt(client, placesOf(id, oss.exchange.connection.client), 'refused');
    return { oss, client, kind };
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

  #prove({ claim, exchange: { request } }: OssExchange, index: number): void {
    if (claim === null || request === null) return;
    const { proven } = this.#client(clientOf(request));
    if (proven.size < MAX_CLIENTS && !proven.has(claim.accessKeyId)) proven.set(claim.accessKeyId, index);
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
      const client = clientOf(alone.request);
      const kind = `accepted ${kindOf(alone.request)}`;
      const id = this.#count(client, kind, alone, index, true);
      if (id !== null) this.#seenAt(client, placesOf(id, from), 'accepted');
    }
    this.#read = this.#accepted;
    this.#newest.clear();
  }

  /** What is known of a client. */
  client(name: string): Client {
    return this.#client(name);
  }

  /** What is known of a client that may not be one of this capture. */
  kindsOf(name: string): Iterable<Alike> {
    return this.#clients.get(name)?.kinds.values() ?? [];
  }

  /** Clients that were accepted with a key. */
  acceptedWith(accessKeyId: ByteString): ReadonlySet<string> {
    return this.#keys.get(accessKeyId) ?? NOBODY;
  }

  /**
   * What the other captures of a scan are to know of this one, the accepted ones first, up to so
   * many.
   */
  passedOn(capture: string, most: number): readonly KindElsewhere[] {
    this.readAccepted();
    const all = [...this.#clients].flatMap(([client, { kinds }]) =>
      [...kinds.values()].map((alike) => ({ client, alike: { ...alike, capture } })),
    );
    const accepted = all.filter(({ alike }) => alike.isAccepted);
    return [...accepted, ...all.filter(({ alike }) => !alike.isAccepted)].slice(0, most);
  }

  #client(name: string): MutableClient {
    const known = this.#clients.get(name);
    if (known !== undefined) return known;
    makeRoom(this.#clients, MAX_CLIENTS);
    const client = { kinds: new Map(), proven: new Map(), places: new Map(), seen: 0 };
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

  /** The access key id; null where what it signs is not known. */
  #count(
    name: string,
    kind: string,
    asked: OssExchange | RequestAlone,
    index: number,
    isAccepted: boolean,
  ): ByteString | null {
    const client = this.#client(name);
    const known = client.kinds.get(kind);
    if (known !== undefined) {
      client.seen++;
      again(known, index);
      return known.accessKeyId;
    }
    // what it signs takes long to work out, and most are like one before
    const signed = signedRequest('read' in asked ? asked.read() : asked);
    if (signed === null) return null;
    client.seen++;
    const { accessKeyId } = signed.claim;
    if (isAccepted) this.#acceptedBy(accessKeyId, name);
    if (client.kinds.size >= MAX_KINDS) return accessKeyId;
    client.kinds.set(kind, {
      accessKeyId,
      isAccepted,
      operation: signed.oss.operation,
      traits: traitsOf(signed),
      count: 1,
      first: index,
      last: index,
      indexes: [index],
    });
    return accessKeyId;
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

/** One key at the address of a sender, and over its connection (`from`: `address:port`). */
export function placesOf(accessKeyId: ByteString, from: string): readonly [address: string, string] {
  return [`address ${addressOf(from)} ${accessKeyId}`, `connection ${from} ${accessKeyId}`];
}

const NOBODY: ReadonlySet<string> = new Set();

/**
 * The signature was right: the request was accepted, or refused because of what its signer may not
 * do, which the service looks at afterwards.
 */
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

function isInQuestion({ verdict, certainty }: Diagnosis): boolean {
  return certainty !== 'proven' && IN_QUESTION.has(verdict);
}

function again(alike: MutableAlike, index: number): void {
  alike.count++;
  alike.last = Math.max(alike.last, index);
  if (alike.indexes.length < MAX_INDEXES) alike.indexes.push(index);
}

/** The program that sent a request and how it signs, as far as a glance shows. */
export function clientOf(request: HttpRequest): string {
  const authorization = header(request, 'authorization') ?? '';
  const scheme = authorization === '' ? urlScheme(request.target) : authorization.split(' ', 1)[0];
  return `${scheme} ${header(request, 'user-agent') ?? ''}`;
}

/** What names the version of a signature in a URL, whoever uses it. */
const OF_URLS = 'x-oss-signature-version|x-oss-signature|x-amz-algorithm|OSSAccessKeyId|AWSAccessKeyId';
const OF_URL = new RegExp(`^(?:${OF_URLS})$`, 'i');
const IN_URL = new RegExp(`[?&](${OF_URLS})=`, 'i');

/**
 * Clients of one line are likely to sign by the same code: those whose User-Agent names the same
 * library, in whichever version; and, with one key, whoever uses the URLs that a backend signs, and
 * browsers with its forms. With an Authorization header, browsers run anybody's code.
 */
export function lineOf(client: string): string {
  const space = client.indexOf(' ');
  const scheme = client.slice(0, space);
  if (OF_URL.test(scheme)) return scheme;
  const product = /^[^/ ]+/.exec(client.slice(space + 1))?.[0] ?? '';
  const isAnybody = product === '' || (product === 'Mozilla' && scheme !== 'form');
  return isAnybody ? client : `${scheme} ${product}`;
}

/** An answer without its request names the key alone. */
function clientOfDocument({ claim }: OssExchange): string {
  return `document ${claim?.version ?? ''} ${claim?.accessKeyId ?? ''}`;
}

function urlScheme(target: ByteString): string {
  return IN_URL.exec(target)?.[1] ?? 'form';
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
    keyOf(request),
    method,
    names,
    parameters,
    characters,
    slashes,
    hasNoExtension(path),
    // folders, with the bucket in the path or without it
    Math.min(path.split('/').length, 4),
    expires === '' ? '' : lifeOfTarget(expires, request.time.seconds),
    bucketTwice,
    request.bodyBytes > 0,
    host,
    header(request, 'content-type') ?? '',
  ].join('\n');
}

/** The access key id as it is sent; a form has it in its body, so that each form stands alone. */
function keyOf(request: HttpRequest): string {
  const authorization = header(request, 'authorization');
  if (authorization !== null) return KEY_IN_HEADER.exec(authorization)?.[1] ?? '';
  return KEY_IN_URL.exec(request.target)?.[1] ?? `form in frame ${request.frame}`;
}

const KEY_IN_HEADER = /(?:Credential=|AccessKeyId:|^\S+ )([^/:,\s]+)[/:,]/;
const KEY_IN_URL =
  /[?&](?:OSSAccessKeyId|AWSAccessKeyId|x-oss-access-key-id|x-oss-credential|x-amz-credential)=((?:(?!%2f)[^&/])*)/i;
