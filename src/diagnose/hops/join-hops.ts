import { asciiLower, type ByteString } from '../../bytes/byte-string.ts';
import { type Exchange, settledFlow } from '../../http/exchange.ts';
import {
  bodyText,
  type HeaderLine,
  type HttpRequest,
  type HttpResponse,
  header,
  isEarlier,
  isKnownTime,
} from '../../http/message.ts';
import { signatureIn } from '../../http/open-requests.ts';
import { namesKeyInQuery } from '../../oss/claim.ts';
import { splitTarget } from '../../oss/signable-request.ts';
import { requestIdOf, whoAnswered } from '../../oss/who-answered.ts';
import { addressOf, follows, isRedirectStatus, redirectOf } from '../history.ts';
import { isWrittenByProxies } from './message-changes.ts';

/** The same request further on. */
interface LaterPoint {
  readonly exchange: Exchange;
  /** The point that it came from: the exchange itself, or a later point of it. */
  readonly from: Exchange;
}

/** What goes with an exchange to its diagnosis. */
export interface Joined {
  /** In the order of the capture; mostly none. */
  readonly hops: readonly LaterPoint[];
  /**
   * Index of the request with which the client followed the redirect that this exchange ends in;
   * absent where it did not.
   */
  readonly followedBy?: number;
}

type Output = (exchange: Exchange, joined: Joined) => void;

const ALONE: Joined = { hops: [] };

/** Exchanges that wait for others, at most; with more of them each is its own. */
const MOST_WAITING = 4096;
/** Of one request: no way has so many hops, and to set each against each takes time. */
const MOST_COPIES = 64;
/**
 * Redirects whose next request is waited for, and how many other exchanges of its client that may
 * take.
 */
const MOST_REDIRECTS = 16;
const PATIENCE = 8;

/** What has come of the exchanges that name one: those that are kept, and how many are not. */
interface Copies {
  readonly kept: Exchange[];
  passed: number;
}

interface Outer {
  readonly exchange: Exchange;
  readonly copies: Copies;
}

interface Redirected {
  readonly exchange: Exchange;
  readonly redirect: NonNullable<ReturnType<typeof redirectOf>>;
  passed: number;
}

/**
 * Joins the exchanges that are one request at several points of a capture, as one on a gateway or
 * of `-i any` shows it (`Exchange.outer`): they come out as one, with the first of them, which is
 * what the client sent. All others come out at once and as they are, but for redirects, which wait
 * for whether the client follows them.
 */
export class HopJoiner {
  readonly #out: Output;
  /** Copies whose first exchange is not complete yet, by its index. */
  readonly #inner = new Map<number, Copies>();
  /** First exchanges, some of whose copies are not complete yet, by index. */
  readonly #outer = new Map<number, Outer>();
  #redirects: Redirected[] = [];
  #waiting = 0;

  constructor(out: Output) {
    this.#out = out;
  }

  add(exchange: Exchange): void {
    if (exchange.outer !== undefined) this.#addInner(settled(exchange), exchange.outer);
    else if (exchange.inner !== undefined) this.#addOuter(settled(exchange));
    else this.#pass(exchange, ALONE);
  }

  /** Nothing has come for a while: no redirect waits longer. */
  quiet(): void {
    for (const { exchange } of this.#redirects.splice(0)) this.#out(exchange, ALONE);
  }

  /** Nothing more comes: what waits is given as it is. */
  end(): void {
    for (const { exchange, copies } of this.#outer.values()) this.#release(exchange, copies.kept);
    this.#outer.clear();
    for (const { kept } of this.#inner.values()) for (const each of kept) this.#pass(each, ALONE);
    this.#inner.clear();
    this.quiet();
  }

  #addInner(exchange: Exchange, outerIndex: number): void {
    const outer = this.#outer.get(outerIndex);
    const copies = outer?.copies ?? this.#copiesOf(outerIndex);
    if (copies.kept.length < MOST_COPIES && this.#waiting < MOST_WAITING) {
      copies.kept.push(exchange);
      this.#waiting++;
    } else {
      copies.passed++;
      this.#pass(exchange, ALONE);
    }
    if (outer === undefined || !isWhole(outer)) return;
    this.#outer.delete(outerIndex);
    this.#release(outer.exchange, copies.kept);
  }

  #addOuter(exchange: Exchange): void {
    const copies = this.#copiesOf(exchange.index);
    this.#inner.delete(exchange.index);
    const outer = { exchange, copies };
    if (isWhole(outer) || this.#outer.size >= MOST_WAITING) this.#release(exchange, copies.kept);
    else this.#outer.set(exchange.index, outer);
  }

  #copiesOf(outerIndex: number): Copies {
    const known = this.#inner.get(outerIndex);
    if (known !== undefined) return known;
    const made = { kept: [], passed: 0 };
    this.#inner.set(outerIndex, made);
    return made;
  }

  #release(first: Exchange, others: readonly Exchange[]): void {
    this.#waiting -= others.length;
    for (const { exchange, hops } of requestsOf([first, ...others])) {
      this.#pass(exchange, hops.length === 0 ? ALONE : { hops });
    }
  }

  #pass(exchange: Exchange, joined: Joined): void {
    if (this.#redirects.length > 0) this.#settleRedirects(exchange);
    const redirect = (exchange.response?.status ?? 0) < 300 ? null : redirectOf(exchange);
    if (redirect === null || joined.hops.length > 0) {
      this.#out(exchange, joined);
      return;
    }
    this.#redirects.push({ exchange: settled(exchange), redirect, passed: 0 });
    if (this.#redirects.length > MOST_REDIRECTS) {
      const [oldest] = this.#redirects.splice(0, 1);
      if (oldest !== undefined) this.#out(oldest.exchange, ALONE);
    }
  }

  #settleRedirects(next: Exchange): void {
    const client = addressOf(next.connection.client);
    const open: Redirected[] = [];
    for (const each of this.#redirects) {
      const isOfClient = each.redirect.client === client && isLater(next, each.exchange);
      if (isOfClient && follows(each.redirect, next)) {
        this.#out(
          each.exchange,
          arrivesAt(each.exchange, next) ? { hops: [], followedBy: next.index } : ALONE,
        );
      } else if (isOfClient && ++each.passed >= PATIENCE) this.#out(each.exchange, ALONE);
      else open.push(each);
    }
    this.#redirects = open;
  }
}

/** Whether all that name an exchange have come. */
function isWhole({ exchange, copies }: Outer): boolean {
  return copies.kept.length + copies.passed >= (exchange.inner ?? 0);
}

/** As it is now: an exchange that waits is to be reported as if it did not. */
function settled(exchange: Exchange): Exchange {
  const { connection } = exchange;
  const { flow } = connection;
  return flow === undefined
    ? exchange
    : { ...exchange, connection: { ...connection, flow: settledFlow(flow) } };
}

/**
 * Whether a redirect led to where the request belongs: with its signature, and to the service, or
 * on to another redirect. A login page is followed, too, and then taken for the object.
 */
function arrivesAt(from: Exchange, { request, response }: Exchange): boolean {
  if (request === null || response === null) return false;
  if (isSigned(from.request) && !isSigned(request)) return false;
  return isRedirectStatus(response.status) || whoAnswered(response, null).kind !== 'other';
}

function isSigned(request: HttpRequest | null): boolean {
  if (request === null) return false;
  return header(request, 'authorization') !== null || namesKeyInQuery(request.target);
}

/**
 * Whether a request was sent after the answer of an exchange; of a text that has no times, the
 * order is trusted.
 */
function isLater({ request }: Exchange, { response }: Exchange): boolean {
  if (request === null || response === null) return false;
  return !isKnownTime(request.time) || !isEarlier(request.time, response.lastTime);
}

interface OneRequest {
  readonly exchange: Exchange;
  readonly hops: LaterPoint[];
}

/**
 * The requests that exchanges with one signature, or for one object, are at several points: each
 * with its first one.
 */
function requestsOf(exchanges: readonly Exchange[]): readonly OneRequest[] {
  const inOrder = [...exchanges].sort((a, b) => a.index - b.index);
  const requests: OneRequest[] = [];
  const requestOf = new Map<Exchange, OneRequest>();
  for (const [at, exchange] of inOrder.entries()) {
    const isOfClient = requests.some((request) => isFromClientOf(request.exchange, exchange));
    const from = isOfClient ? null : cameFrom(exchange, inOrder.slice(0, at));
    const known = from === null ? undefined : requestOf.get(from);
    if (from === null || known === undefined) {
      const made = { exchange, hops: [] };
      requests.push(made);
      requestOf.set(exchange, made);
    } else {
      known.hops.push({ exchange, from });
      requestOf.set(exchange, known);
    }
  }
  return requests;
}

/**
 * Whether it is the machine that sent the first of a request which sends this one: then it is a
 * request of its own, and no hop's.
 */
function isFromClientOf(first: Exchange, later: Exchange): boolean {
  const client = clientOf(later);
  if (client !== clientOf(first)) return false;
  if (first.connection.server === later.connection.server) return true;
  return !isLoopback(client) && client !== addressOf(first.connection.server);
}

/**
 * The earlier point that a request came from. The service gives each request an ID, so equal IDs
 * are one request, and two IDs are two, unless a hop sent what it had got from a client to several
 * servers. Without an ID on one side, the signature decides; a client that tries again elsewhere
 * sends the very same head, and gets its answer for that.
 */
function cameFrom(later: Exchange, earlier: readonly Exchange[]): Exchange | null {
  const open = earlier.filter((each) => isWithin(later, each) && isOtherWay(each, later)).reverse();
  const id = idOfAnswer(later.response);
  if (id !== null) {
    const same = open.find(({ response }) => idOfAnswer(response) === id);
    if (same !== undefined) return same;
  }
  const alike = open.filter((each) => isSignedAlike(each, later) && mayBeSameTarget(each, later));
  const unnamed = alike.find((each) => {
    if (id !== null && idOfAnswer(each.response) !== null) return false;
    return !isTriedAgain(each, later);
  });
  return unnamed ?? alike.find((each) => isPassedOn(each, later)) ?? null;
}

/**
 * Whether a hop may have made one target of the other. Version 1 signs no parameters of a listing,
 * so those of two prefixes have one signature within a second.
 */
function mayBeSameTarget({ request: from }: Exchange, { request: to }: Exchange): boolean {
  if (from === null || to === null) return false;
  const [before, after] = [splitTarget(from.target), splitTarget(to.target)];
  if (before.path !== after.path) return before.rawQuery === after.rawQuery;
  return before.rawQuery === after.rawQuery || before.path !== '/';
}

/** Whether a request began while another waited for the end of its answer. */
function isWithin(later: Exchange, { request, response }: Exchange): boolean {
  const began = later.request?.time;
  if (began === undefined || request === null || isEarlier(began, request.time)) return false;
  return response === null || !isEarlier(response.lastTime, began);
}

/**
 * Another server, or another client: between the same two, a client has asked twice. A client at
 * two servers at once is no hop of itself.
 */
function isOtherWay(from: Exchange, to: Exchange): boolean {
  const isSameClient = clientOf(from) === clientOf(to);
  // on its way to one server, only the address of a client is translated
  if (from.connection.server === to.connection.server) {
    return !isSameClient && from.request?.head === to.request?.head;
  }
  return !isSameClient || isLoopback(clientOf(to)) || clientOf(to) === addressOf(from.connection.server);
}

function clientOf({ connection }: Exchange): string {
  return addressOf(connection.client);
}

/** All that runs on one machine has one address there, whoever it is. */
function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '[::1]';
}

function isSignedAlike({ request: from }: Exchange, { request: to }: Exchange): boolean {
  if (from === null || to === null) return false;
  const signature = signatureIn(from.head);
  return signature !== 0 && signature === signatureIn(to.head);
}

function isTriedAgain(first: Exchange, again: Exchange): boolean {
  return (
    clientOf(first) === clientOf(again) &&
    first.response === null &&
    first.request?.head === again.request?.head
  );
}

/**
 * Whether a machine that is no client sent it on: it did so more than once (a retry, a mirror), and
 * each got an ID. Two clients may use one signed URL at a time, so there must be a mark of that
 * machine, its address or what proxies write.
 */
function isPassedOn(from: Exchange, to: Exchange): boolean {
  if (clientOf(from) === clientOf(to) || from.connection.server === to.connection.server) return false;
  if (from.request === null || to.request === null) return false;
  if (clientOf(to) === addressOf(from.connection.server) || from.request.version !== to.request.version)
    return true;
  const known = new Set(from.request.headers.map(({ name }) => asciiLower(name)));
  const isOfProxy = ({ name }: HeaderLine): boolean => {
    const lower = asciiLower(name);
    return isWrittenByProxies(lower) && !known.has(lower);
  };
  const isClosed = (request: HttpRequest): boolean =>
    asciiLower(header(request, 'connection') ?? '') === 'close';
  return to.request.headers.some(isOfProxy) || (isClosed(to.request) && !isClosed(from.request));
}

const IN_DOCUMENT = /<RequestId>\s*([0-9A-Za-z-]+)\s*<\/RequestId>/;

function idOfAnswer(response: HttpResponse | null): ByteString | null {
  if (response === null) return null;
  const named = requestIdOf(response);
  if (named !== null) return named;
  return response.status < 400 ? null : (IN_DOCUMENT.exec(bodyText(response) ?? '')?.[1] ?? null);
}
