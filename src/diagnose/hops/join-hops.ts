import type { ByteString } from '../../bytes/byte-string.ts';
import type { Exchange } from '../../http/exchange.ts';
import { bodyText, type HttpResponse, header, isEarlier, isKnownTime } from '../../http/message.ts';
import { addressOf, follows, redirectOf } from '../redirects.ts';

/** What goes with an exchange to its diagnosis. */
export interface Joined {
  /** The same request further on, in the order of the capture; mostly none. */
  readonly hops: readonly Exchange[];
  /** Index of the request with which the client followed the redirect that this exchange ends in; absent where it did not. */
  readonly followedBy?: number;
}

type Output = (exchange: Exchange, joined: Joined) => void;

const ALONE: Joined = { hops: [] };

/** Exchanges that wait for others, at most; with more of them each is its own. */
const MOST_WAITING = 4096;
/** Redirects whose next request is waited for, and how many other exchanges of its client that may take. */
const MOST_REDIRECTS = 16;
const PATIENCE = 8;

interface Outer {
  readonly exchange: Exchange;
  readonly inner: Exchange[];
}

interface Redirected {
  readonly exchange: Exchange;
  readonly redirect: NonNullable<ReturnType<typeof redirectOf>>;
  passed: number;
}

/**
 * Joins the exchanges that are one request at several points of a capture, as one on a gateway or of `-i any` shows it
 * (`Exchange.outer`): they come out as one, with the first of them, which is what the client sent. All others come out at
 * once and as they are, but for redirects, which wait for whether the client follows them.
 */
export class HopJoiner {
  readonly #out: Output;
  /** Copies whose first exchange is not complete yet, by its index. */
  readonly #inner = new Map<number, Exchange[]>();
  /** First exchanges, some of whose copies are not complete yet, by index. */
  readonly #outer = new Map<number, Outer>();
  #redirects: Redirected[] = [];
  #waiting = 0;

  constructor(out: Output) {
    this.#out = out;
  }

  add(exchange: Exchange): void {
    if (exchange.outer !== undefined) this.#addInner(exchange, exchange.outer);
    else if (exchange.inner !== undefined) this.#addOuter(exchange, exchange.inner);
    else this.#pass(exchange, ALONE);
  }

  /** Nothing has come for a while: no redirect waits longer. */
  quiet(): void {
    for (const { exchange } of this.#redirects.splice(0)) this.#out(exchange, ALONE);
  }

  /** Nothing more comes: what waits is given as it is. */
  end(): void {
    for (const { exchange, inner } of this.#outer.values()) this.#release(exchange, inner);
    this.#outer.clear();
    for (const lone of this.#inner.values()) for (const each of lone) this.#pass(each, ALONE);
    this.#inner.clear();
    this.quiet();
  }

  #addInner(exchange: Exchange, outerIndex: number): void {
    const outer = this.#outer.get(outerIndex);
    if (outer === undefined) {
      if (this.#waiting >= MOST_WAITING) {
        this.#pass(exchange, ALONE);
        return;
      }
      this.#waiting++;
      const known = this.#inner.get(outerIndex);
      if (known === undefined) this.#inner.set(outerIndex, [exchange]);
      else known.push(exchange);
      return;
    }
    outer.inner.push(exchange);
    if (outer.inner.length < (outer.exchange.inner ?? 0)) return;
    this.#outer.delete(outerIndex);
    this.#release(outer.exchange, outer.inner);
  }

  #addOuter(exchange: Exchange, copies: number): void {
    const inner = this.#inner.get(exchange.index) ?? [];
    this.#inner.delete(exchange.index);
    this.#waiting -= inner.length;
    if (inner.length < copies && this.#outer.size < MOST_WAITING) {
      this.#outer.set(exchange.index, { exchange, inner });
    } else this.#release(exchange, inner);
  }

  #release(outer: Exchange, inner: readonly Exchange[]): void {
    const isCopy = copiesOf(outer, inner);
    const hops = inner.filter(isCopy).sort((a, b) => a.index - b.index);
    this.#pass(outer, hops.length === 0 ? ALONE : { hops });
    for (const each of inner) if (!isCopy(each)) this.#pass(each, ALONE);
  }

  #pass(exchange: Exchange, joined: Joined): void {
    if (this.#redirects.length > 0) this.#settleRedirects(exchange);
    const redirect = (exchange.response?.status ?? 0) < 300 ? null : redirectOf(exchange);
    if (redirect === null || joined.hops.length > 0) {
      this.#out(exchange, joined);
      return;
    }
    this.#redirects.push({ exchange, redirect, passed: 0 });
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
        // without its signature the request did not get where it was sent: the redirect is what fails
        const isWhole = !each.redirect.wasAuthorized || isAuthorized(next);
        this.#out(each.exchange, isWhole ? { hops: [], followedBy: next.index } : ALONE);
      } else if (isOfClient && ++each.passed >= PATIENCE) this.#out(each.exchange, ALONE);
      else open.push(each);
    }
    this.#redirects = open;
  }
}

function isAuthorized({ request }: Exchange): boolean {
  return request !== null && header(request, 'authorization') !== null;
}

/** Whether a request was sent after the answer of an exchange; of a text that has no times, the order is trusted. */
function isLater({ request }: Exchange, { response }: Exchange): boolean {
  if (request === null || response === null) return false;
  return !isKnownTime(request.time) || !isEarlier(request.time, response.lastTime);
}

/**
 * Which of the exchanges within the life of another one, with its signature, are copies of it. The service gives each
 * request an ID: two IDs are two requests, unless the hop tried several times and one of them has the ID of the first.
 * A client that tries again elsewhere sends the very same head; a hop that passes a request on does not, or gets an answer.
 */
function copiesOf(outer: Exchange, inner: readonly Exchange[]): (each: Exchange) => boolean {
  const id = requestIdOf(outer.response);
  const isFound = id !== null && inner.some(({ response }) => requestIdOf(response) === id);
  return (each) => {
    if (isFound) return true;
    const own = requestIdOf(each.response);
    if (id !== null && own !== null) return false;
    const isSameClient = addressOf(each.connection.client) === addressOf(outer.connection.client);
    return !(isSameClient && outer.response === null && each.request?.head === outer.request?.head);
  };
}

const IN_DOCUMENT = /<RequestId>\s*([0-9A-Za-z-]+)\s*<\/RequestId>/;

function requestIdOf(response: HttpResponse | null): ByteString | null {
  if (response === null) return null;
  const named = header(response, 'x-oss-request-id') ?? header(response, 'x-amz-request-id');
  if (named !== null) return named;
  return response.status < 400 ? null : (IN_DOCUMENT.exec(bodyText(response) ?? '')?.[1] ?? null);
}
