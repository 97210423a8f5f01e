import { asciiLower, type ByteString, fromText } from '../../engine/bytes/byte-string.ts';
import { RecentList } from '../../engine/bytes/collections.ts';
import type { NoticeSink } from '../../engine/bytes/notice.ts';
import {
  addressOf,
  follows,
  isLoopback,
  isRedirectStatus,
  redirectOf,
} from '../../engine/diagnose/history.ts';
import {
  ALONE,
  type Hops,
  type HopsOf,
  type HopTools,
  type Joined,
  type LaterPoints,
  type OtherCaptures,
  type RequestOnHops,
} from '../../engine/diagnose/ports.ts';
import { isWrittenByProxies } from '../../engine/diagnose/sent.ts';
import { type Exchange, settled } from '../../engine/http/exchange.ts';
import {
  bodyText,
  type HeaderLine,
  type HttpRequest,
  type HttpResponse,
  header,
  isEarlier,
  isKnownTime,
} from '../../engine/http/message.ts';
import { signatureIn } from '../../engine/http/open-requests.ts';
import { namesKeyInQuery } from '../../engine/oss/claim.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import type { OssReader } from '../../engine/oss/oss-exchange.ts';
import { splitTarget } from '../../engine/oss/signable-request.ts';
import { requestIdOf, whoAnswered } from '../../engine/oss/who-answered.ts';
import { diagnosedHops, type PointOfCapture } from './compare-hops.ts'; // later: deciding

type Output = (exchange: Exchange, joined: Joined) => void;

/** Exchanges that wait for others, at most; with more of them each is its own. */
const MOST_WAITING = 4096;
/** Of one request: no way has so many hops, and to set each against each takes time. */
const MOST_COPIES = 64;
/** Redirects whose next request is waited for, and how many other exchanges of its client that may take. */
const MOST_REDIRECTS = 16;
const PATIENCE = 8;
/** Pairs of addresses that are known to be of one machine. */
const MOST_MACHINES = 64;

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
 * Joins the exchanges that are one request at several points of a capture, as one on a gateway or of `-i any`
 * shows it (`Exchange.outer`): they come out as one, with the first of them, which is what the client sent.
 * All others come out at once and as they are, but for redirects that may be followed.
 */
export class HopJoiner {
  readonly #out: Output;
  /** Copies whose first exchange is not complete yet, by its index. */
  readonly #inner = new Map<number, Copies>();
  /** First exchanges, some of whose copies are not complete yet, by index. */
  readonly #outer = new Map<number, Outer>();
  /** Copies behind a translation of addresses, by the index of what they are copies of. */
  readonly #translated = new Map<number, Exchange[]>();
  readonly #machines = new Machines();
  #redirects: Redirected[] = [];
  #waiting = 0;
  #joined = 0;

  constructor(out: Output) {
    this.#out = out;
  }

  /** How many exchanges did not come out by themselves, for they are others at other points. */
  get copies(): number {
    return this.#joined;
  }

  add(exchange: Exchange): void {
    if (exchange.outer !== undefined && exchange.translated !== undefined) this.#addTranslated(exchange);
    else if (exchange.outer !== undefined) this.#addInner(settled(exchange), exchange.outer);
    else if (exchange.inner !== undefined) this.#addOuter(settled(exchange));
    else if (this.#translated.size > 0) this.#release(exchange, []);
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
    for (const all of this.#translated.values()) for (const each of all) this.#pass(each, ALONE);
    this.#translated.clear();
    this.quiet();
  }

  /** Copies that come later than their exchange show nothing else, and neither do many of one. */
  #addTranslated(exchange: Exchange): void {
    const of = exchange.outer ?? 0;
    const known = this.#translated.get(of);
    const isKept = exchange.translated === 'early' || this.#outer.has(of);
    if (!isKept || (known?.length ?? 0) >= MOST_COPIES || this.#waiting >= MOST_WAITING) {
      this.#joined++;
      return;
    }
    this.#waiting++;
    if (known === undefined) this.#translated.set(of, [settled(exchange)]);
    else known.push(settled(exchange));
  }

  /** A request with all points that show it. */
  #withTranslated({ exchange, hops }: OneRequest): Joined['hops'] {
    if (this.#translated.size === 0) return hops;
    const found = [...hops];
    for (const from of [exchange, ...hops.map((each) => each.exchange)]) {
      const all = this.#translated.get(from.index) ?? [];
      this.#translated.delete(from.index);
      this.#waiting -= all.length;
      for (const each of all) found.push({ exchange: each, from });
    }
    return found;
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
    const all = others.length === 0 ? [{ exchange: first, hops: [] }] : this.#requestsOf([first, ...others]);
    for (const each of all) {
      const hops = this.#withTranslated(each);
      this.#joined += hops.length;
      this.#pass(each.exchange, hops.length === 0 ? ALONE : { hops });
    }
  }

  /** The requests that exchanges with one signature or object have at several points, each with its first. */
  #requestsOf(exchanges: readonly Exchange[]): readonly OneRequest[] {
    const inOrder = [...exchanges].sort((a, b) => a.index - b.index);
    const requests: OneRequest[] = [];
    const requestOf = new Map<Exchange, OneRequest>();
    for (const [at, exchange] of inOrder.entries()) {
      const isOfClient = requests.some((request) => this.#isFromClientOf(request.exchange, exchange));
      const from = isOfClient ? null : cameFrom(exchange, inOrder.slice(0, at), this.#machines);
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

  /** Whether it comes from the machine that sent the first of a request: then it is a request of its own. */
  #isFromClientOf(first: Exchange, later: Exchange): boolean {
    return clientOf(later) === clientOf(first) && this.#machines.bond(first, later) === null;
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

/** Whether a redirect led on: with the signature, to the service or another redirect, to no login page. */
function arrivesAt(from: Exchange, { request, response }: Exchange): boolean {
  if (request === null || response === null) return false;
  if (isSigned(from.request) && !isSigned(request)) return false;
  return isRedirectStatus(response.status) || whoAnswered(response, null).kind !== 'other';
}

function isSigned(request: HttpRequest | null): boolean {
  if (request === null) return false;
  return header(request, 'authorization') !== null || namesKeyInQuery(request.target);
}

/** Whether a request was sent after the answer of an exchange; without times, the order is trusted. */
function isLater({ request }: Exchange, { response }: Exchange): boolean {
  if (request === null || response === null) return false;
  return !isKnownTime(request.time) || !isEarlier(request.time, response.lastTime);
}

interface OneRequest {
  readonly exchange: Exchange;
  readonly hops: Joined['hops'][number][];
}

/**
 * The earlier point that a request came from, of those of one request and its like. The service gives each
 * request an ID, so equal IDs are one request, and two IDs are two, unless a hop sent what it had got from a
 * client to several servers. Without an ID on one side, what both have in common decides, and whether there
 * is a machine between the two.
 */
function cameFrom(later: Exchange, earlier: readonly Exchange[], machines: Machines): Exchange | null {
  const open = earlier.filter((each) => isWithin(later, each)).reverse();
  const id = idOfAnswer(later.response);
  const isUnnamed = ({ response }: Exchange): boolean => id === null || idOfAnswer(response) === null;
  const same = id === null ? undefined : open.find((each) => isAnsweredAs(each, later, id, machines));
  if (same !== undefined) return same;
  const alike = open.find((each) => isUnnamed(each) && isAlike(each, later, machines.bond(each, later)));
  if (alike !== undefined) machines.learn(alike, later);
  return alike ?? open.find((each) => isPassedOn(each, later) && isSignedAlike(each, later)) ?? null;
}

function isAnsweredAs(from: Exchange, to: Exchange, id: ByteString, machines: Machines): boolean {
  if (idOfAnswer(from.response) !== id || machines.bond(from, to) === null) return false;
  machines.learn(from, to);
  return true;
}

/** Whether a request may be another one, one hop further on, though no ID says so. */
function isAlike(from: Exchange, to: Exchange, bond: Bond | null): boolean {
  if (bond === null || !mayBeSameTarget(from, to) || !isAnsweredFirst(to, from)) return false;
  if (!isOfOneProgram(from, to)) return bond === 'known' && isSignedAlike(from, to);
  const isAnswered = isAnsweredAlike(from, to);
  if (bond === 'known' && isAnswered) return true;
  // nobody but a hop leaves a date to sign without its signature
  if (isStripped(to)) return isAnswered || isDatedAlike(from, to);
  if (!isSignedAlike(from, to) && !isDatedAlike(from, to)) return false;
  // two programs that ask the same within a second, one that asks twice, a relay: nothing shows
  const isSame = from.request?.head === to.request?.head;
  return bond === 'known' || (!isSame && (bond === 'possible' || isAnswered));
}

/** Whether a hop may have made one target of the other: version 1 signs no parameters of a listing. */
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

/** A hop has to be answered before it can answer. */
function isAnsweredFirst({ response: inner }: Exchange, { response: outer }: Exchange): boolean {
  return inner === null || outer === null || !isEarlier(outer.time, inner.time);
}

function isAnsweredAlike({ response: outer }: Exchange, { response: inner }: Exchange): boolean {
  if (outer === null || inner === null) return false;
  return outer.status === inner.status && bodyText(outer) === bodyText(inner);
}

/** Hops leave the client's name as it is, but for those that take it away. */
function isOfOneProgram({ request: from }: Exchange, { request: to }: Exchange): boolean {
  if (from === null || to === null) return false;
  const names = [header(from, 'user-agent'), header(to, 'user-agent')];
  return names.includes(null) || names[0] === names[1];
}

/** Whether both have the date that the first was signed with. */
function isDatedAlike({ request: from }: Exchange, { request: to }: Exchange): boolean {
  if (from === null || to === null) return false;
  const name = DATES.find((each) => header(from, each) !== null);
  return name !== undefined && header(from, name) === header(to, name);
}

/** A date to sign is in it, and no signature. */
function isStripped({ request }: Exchange): boolean {
  return request !== null && !isSigned(request) && DATES.some((each) => header(request, each) !== null);
}

const DATES = ['x-oss-date', 'x-amz-date', 'date'];

function clientOf({ connection }: Exchange): string {
  return addressOf(connection.client);
}

/**
 * What lies between two exchanges that may be one request: a hop is `known` by its addresses, or the client's
 * in what it wrote; it is `possible` where it wrote something else, or all run on one machine; with `none`,
 * two other machines are between that nothing is known of.
 */
type Bond = 'known' | 'possible' | 'none';

/** Which addresses are of one hop. */
class Machines {
  /** The address that was asked, and that which then asked on, joined by an ID. */
  readonly #known = new RecentList<string>(MOST_MACHINES);

  learn(from: Exchange, to: Exchange): void {
    const both = addressesBetween(from, to);
    if (!this.#known.items.includes(both)) this.#known.add(both);
  }

  /** Null for two requests of one client, and for those of two at one server. */
  bond(from: Exchange, to: Exchange): Bond | null {
    const [client, asked] = [clientOf(to), addressOf(from.connection.server)];
    const marks = marksOf(from, to);
    if (marks.some(({ value }) => value.includes(clientOf(from)))) {
      return isLoopback(client) ? 'possible' : 'known';
    }
    if (marks.length > 0) return 'possible';
    const isSameClient = client === clientOf(from);
    if (from.connection.server === to.connection.server) {
      // before a relay that takes all connections to that server, the address is the same
      return isSameClient || from.request?.head !== to.request?.head ? null : 'none';
    }
    if (isLoopback(asked) || (isSameClient && client === asked)) return 'possible';
    if (isSameClient) return null;
    return client === asked || this.#known.items.includes(addressesBetween(from, to)) ? 'known' : 'none';
  }
}

function addressesBetween(from: Exchange, to: Exchange): string {
  return `${addressOf(from.connection.server)} ${clientOf(to)}`;
}

/** What proxies write that a request has, and not the one that it may have come from. */
function marksOf({ request: from }: Exchange, { request: to }: Exchange): readonly HeaderLine[] {
  if (from === null || to === null) return [];
  const written = to.headers.filter(({ name }) => isWrittenByProxies(asciiLower(name)));
  // two requests of one client, which most are, have none
  if (written.length === 0) return written;
  const known = new Set(from.headers.map(({ name }) => asciiLower(name)));
  return written.filter(({ name }) => !known.has(asciiLower(name)));
}

function isSignedAlike({ request: from }: Exchange, { request: to }: Exchange): boolean {
  if (from === null || to === null) return false;
  const signature = signatureIn(from.head);
  return signature !== 0 && signature === signatureIn(to.head);
}

/**
 * Whether a machine that is no client sent it on: it did so more than once (a retry, a mirror), and each got
 * an ID. Two clients may use one signed URL at a time, so there must be a mark of that machine, its address
 * or what proxies write.
 */
function isPassedOn(from: Exchange, to: Exchange): boolean {
  if (clientOf(from) === clientOf(to) || from.connection.server === to.connection.server) return false;
  if (from.request === null || to.request === null || !mayBeSameTarget(from, to)) return false;
  if (clientOf(to) === addressOf(from.connection.server) || from.request.version !== to.request.version)
    return true;
  const isClosed = (request: HttpRequest): boolean =>
    asciiLower(header(request, 'connection') ?? '') === 'close';
  return marksOf(from, to).length > 0 || (isClosed(to.request) && !isClosed(from.request));
}

const IN_DOCUMENT = /<RequestId>\s*([0-9A-Za-z-]+)\s*<\/RequestId>/;

function idOfAnswer(response: HttpResponse | null): ByteString | null {
  if (response === null) return null;
  const named = requestIdOf(response);
  if (named !== null) return named;
  return response.status < 400 ? null : (IN_DOCUMENT.exec(bodyText(response) ?? '')?.[1] ?? null);
}

/** The points of the requests of a capture, in it and in others of its scan. */
export const hopsOfCapture: HopsOf = (out, others, reader, tools) =>
  new HopsOfCapture(out, others, reader, tools);

class HopsOfCapture extends HopJoiner implements Hops {
  readonly #others: OtherCaptures | undefined;
  readonly #reader: OssReader;
  readonly #tools: HopTools;
  /** How many exchanges are reported with each other capture. */
  readonly #elsewhere = new Map<string, number>();

  constructor(...[out, others, reader, tools]: Parameters<HopsOf>) {
    super(out);
    this.#others = others;
    this.#reader = reader;
    this.#tools = tools;
  }

  laterPoints(exchange: Exchange, hops: Joined['hops']): LaterPoints | null {
    if (hops.length === 0 && this.#others === undefined) return null;
    const here = hops.map(({ exchange, from }) => ({ exchange, from, oss: this.#reader.read(exchange) }));
    const elsewhere = this.#others?.hops.filter(({ index }) => index === exchange.index) ?? [];
    const later = [
      ...here,
      ...elsewhere.map(({ exchange, capture }) => ({ exchange, oss: this.#reader.read(exchange), capture })),
    ];
    return later.length === 0 ? null : new ReadPoints(exchange, later, this.#reader, this.#tools);
  }

  isElsewhere(oss: OssExchange): boolean {
    const { index } = oss.exchange;
    // the file may have become another one since it was looked into
    const copy = this.#others?.copies.find(
      (each) => each.index === index && each.requestId === oss.requestId,
    );
    if (copy === undefined) return false;
    this.#elsewhere.set(copy.capture, (this.#elsewhere.get(copy.capture) ?? 0) + 1);
    return true;
  }

  reportElsewhere(path: string, notice: NoticeSink): void {
    const count = this.#others?.lefts ?? 0;
    if (count > 0) notice({ code: 'limit-captures-compared', frame: null, offset: null, args: { count } });
    for (const [capture, count] of this.#elsewhere) {
      const args = { count, capture: fromText(capture), path: fromText(path) };
      notice({ code: 'reported-in-other-capture', frame: null, offset: null, args });
    }
  }
}

/** The same request further on. */
interface ReadPoint {
  readonly exchange: Exchange;
  /** The point that it came from; absent where that is the one before it. */
  readonly from?: Exchange;
  readonly oss: OssExchange | null;
  /** Path of the capture that shows it, where it is another one. */
  readonly capture?: string;
}

class ReadPoints implements LaterPoints {
  readonly #first: Exchange;
  /** Points of this capture that show the request, then those of other captures. */
  readonly #later: readonly ReadPoint[];
  readonly #reader: OssReader;
  readonly #tools: HopTools;

  constructor(first: Exchange, later: readonly ReadPoint[], reader: OssReader, tools: HopTools) {
    this.#first = first;
    this.#later = later;
    this.#reader = reader;
    this.#tools = tools;
  }

  answered(own: OssExchange | null): OssExchange | null {
    if (isAnsweredByService(own)) return own;
    for (const { exchange: point } of this.#later.toReversed()) {
      const { response, translated } = point;
      if (response === null || (response.status < 300 && translated === undefined)) continue;
      const read = this.#reader.read({ ...this.#first, response });
      if (isAnsweredByService(read)) return read;
    }
    return own;
  }

  behind(oss: OssExchange): RequestOnHops {
    const tools = this.#tools;
    const places = [this.#first, ...this.#later.map((point) => point.exchange)];
    const point = (each: Exchange, read: OssExchange | null) => {
      return { index: each.index, exchange: each, oss: read, diagnosis: null };
    };
    const later = this.#later.map(({ exchange: each, from, oss: read, capture }) => {
      const known = from === undefined ? {} : { from: places.indexOf(from) };
      return { ...point(each, read), ...known, ...(capture === undefined ? {} : { capture }) };
    });
    const points: readonly PointOfCapture[] = [point(this.#first, oss), ...later];
    return { points, hops: (answered) => diagnosedHops(points, answered, tools) };
  }
}

function isAnsweredByService(oss: OssExchange | null): boolean {
  const response = oss?.exchange.response ?? null;
  return response !== null && oss !== null && whoAnswered(response, oss.error, oss.provider).kind !== 'other';
}
