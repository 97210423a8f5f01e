import type { Notice, NoticeSink } from './bytes/notice.ts';
import { NoticeLimiter } from './bytes/notice.ts';
import type { CaptureRecord, CaptureSink, CaptureSummary } from './capture/record.ts';
import { diagnose } from './diagnose/diagnose.ts';
import type { DiagnosisContext } from './diagnose/evidence.ts';
import { History } from './diagnose/history.ts';
import {
  ALONE,
  type Hops,
  type HopsOf,
  type Joined,
  type OtherCaptures,
  type Search,
} from './diagnose/ports.ts';
import { type Exchange, settled } from './http/exchange.ts';
import type { ReadingFeatures } from './http/http-output.ts';
import type { BodySinks } from './http/message.ts';
import { type Limits, limitsWith } from './limits.ts';
import { isOssHost, LearntBuckets, type ShownHost } from './oss/address.ts';
import type { OssExchange, OssOptions } from './oss/model.ts';
import { mayBeOfHost, OssReader } from './oss/oss-exchange.ts';
import { type FlavourId, type ProviderId, USUAL_PROVIDER } from './oss/provider.ts';
import type { OssPorts } from './oss/read-error.ts';
import { type ReadFacts, Reading } from './reading.ts';
import type {
  CaptureInfo,
  DiagnosedExchange,
  ExchangeFacts,
  ExchangeObserver,
  ExchangeResult,
  Give,
  Hiding,
  ResultSink,
  TlsPeer,
  Traffic,
} from './results.ts';
import type { Hasher } from './sign/hasher.ts';
import type { KeyRing } from './sign/secret.ts';

const NO_FACTS: ExchangeFacts = { checks: [] };

export interface PipelineOptions extends OssOptions {
  readonly keyRing: KeyRing;
  readonly hasher: Hasher;
  readonly ports: OssPorts;
  /** Receives notices as they come, for a capture that has no end yet; the sink gets them at the end. */
  readonly noticeAtOnce?: NoticeSink | undefined;
  /** Where bodies are digested as they pass. */
  readonly bodies: BodySinks;
  /** The features that look at exchanges, in the order in which they are called. */
  readonly observers: readonly ExchangeObserver[];
  /** Null where there is nothing to hide. */
  readonly hiding: Hiding | null;
  /** What attaches to the reading of packets: times, endings, TLS. */
  readonly reading?: ReadingFeatures | undefined;
  /** `USUAL_LIMITS` for those that are absent. */
  readonly limits?: Partial<Limits> | undefined;
  /** Looks for what a client signed whose request was refused; without it, that stays open. */
  readonly search?: Search | undefined;
  /** Joins what shows one request at several points of its way; without it, each exchange is a request. */
  readonly hops?: HopsOf | undefined;
  /** Which of its requests other captures of the scan hold, too. */
  readonly others?: OtherCaptures | undefined;
  /** Hosts that captures of the scan show to be a provider's. */
  readonly hosts?: readonly ShownHost[] | undefined;
  /** Receives every exchange as it was captured, before anything is known of it. */
  readonly captured?: ((exchange: Exchange) => void) | undefined;
  /** What is likely to be wrong with a request that was refused. */
  readonly fieldWeights?: DiagnosisContext['fieldWeights'];
  /** What takes out of a text what an exchange carries that must not be seen. */
  readonly hiderOf?: DiagnosisContext['hiderOf'];
}

/** Refused exchanges of hosts that are not known yet, and bytes of the bodies of each. */
const MOST_UNKNOWN = 256;
const MOST_UNKNOWN_BYTES = 16 * 1024;

/**
 * One capture, from its records to its diagnosed exchanges: composes the stages and does no reading of its
 * own. Records go in as a `CaptureSink`, results go to a `ResultSink` as soon as they are known; `end` gives
 * the account of the whole.
 */
export class Pipeline implements CaptureSink {
  readonly #path: string;
  readonly #options: PipelineOptions;
  readonly #limits: Limits;
  readonly #sink: ResultSink;
  readonly #delaying: ExchangeObserver | undefined;
  readonly #giveOn: Give = (result) => this.#sink.exchange(this.#path, result);
  readonly #reading: Reading;
  readonly #history = new History();
  readonly #oss: OssReader;
  readonly #hops: Hops | null;
  readonly #notices: Notice[] = [];
  readonly #limiter: NoticeLimiter;
  readonly #notice: NoticeSink = (notice) => this.notice(notice);
  #part: string | null = null;
  /** They wait for an exchange that shows whose server they are with. */
  #unknown: { readonly exchange: Exchange; readonly joined: Joined }[] = [];
  #timesShown = 0;
  #httpExchanges = 0;
  #ossExchanges = 0;
  /** Those that exchanges are with. */
  readonly #providers = new Set<ProviderId>();
  readonly #flavours = new Set<FlavourId>();

  constructor(path: string, options: PipelineOptions, sink: ResultSink) {
    this.#path = path;
    this.#options = options;
    const limits = limitsWith(options.limits);
    this.#limits = limits;
    this.#sink = sink;
    this.#delaying = options.observers.find(({ delayed }) => delayed !== undefined);
    this.#limiter = new NoticeLimiter((notice) => this.#notices.push(notice), limits.warnings);
    const { errorBodyBytes } = limits;
    const { hasher } = options;
    const ports: OssPorts = { hasher, notice: this.#notice, ...options.ports, errorBodyBytes };
    this.#oss = new OssReader(options, new LearntBuckets(options.endpoints, options.hosts), ports);
    const joined = (exchange: Exchange, found: Joined): void => this.#joined(exchange, found);
    this.#hops = options.hops?.(joined, options.others, this.#oss, { hasher, ports, options }) ?? null;
    this.#reading = new Reading(this, options.bodies, options.reading, limits);
  }

  get noticesPerCode(): number {
    return this.#limits.warnings;
  }

  record(record: CaptureRecord): void {
    this.#reading.record(record);
  }

  notice(notice: Notice): void {
    const { noticeAtOnce, hiding } = this.#options;
    noticeAtOnce?.(hiding?.notice(notice) ?? notice);
    const part = this.#part;
    const isOfPart = part !== null && notice.offset !== null && notice.part === undefined;
    this.#limiter.add(isOfPart ? { ...notice, part } : notice);
  }

  /** Of a capture of several files: records that follow are of this one, and offsets count in it. */
  beginPart(path: string): void {
    this.#part = path;
  }

  /**
   * To be called a few times a second while the capture is still being taken: exchanges whose connections
   * have fallen silent are given although the packets that would make them certain have not come.
   */
  quiet(): void {
    this.#reading.quiet();
    this.#hops?.quiet();
    this.#delaying?.quiet?.(this.#giveOn);
  }

  /** A Decryption Secrets Block of the capture. */
  secrets(type: number, bytes: Uint8Array): void {
    this.#reading.secrets(type, bytes);
  }

  /**
   * The capture is over; `summary` is its parser's. `facts`: what another `Reading` found that exchanges came
   * from.
   */
  end(summary: CaptureSummary, facts: ReadFacts = this.#reading.end()): void {
    this.#hops?.end();
    for (const { exchange } of this.#unknown.splice(0)) this.#giveOther(exchange);
    this.#hops?.reportElsewhere(this.#path, this.#notice);
    let info: CaptureInfo = {
      path: this.#path,
      summary,
      traffic: this.#traffic(facts),
      firstTime: facts.firstTime,
      lastTime: facts.lastTime,
      notices: this.#notices,
    };
    for (const observer of this.#options.observers) info = { ...info, ...observer.end?.(this.#notice) };
    this.#limiter.end();
    const shown = this.#options.hiding?.capture(info) ?? info;
    this.#delaying?.quiet?.(this.#giveOn);
    this.#sink.capture(shown);
  }

  #give(result: ExchangeResult): void {
    const shown = this.#options.hiding?.result(result) ?? result;
    if (this.#delaying?.delayed === undefined) this.#giveOn(shown);
    else this.#delaying.delayed(shown, this.#giveOn);
  }

  /** One exchange, from the packets or from a text that has none; in the order of the capture. */
  exchange(exchange: Exchange): void {
    this.#httpExchanges++;
    this.#options.captured?.(exchange);
    if (this.#hops === null) this.#joined(exchange, ALONE);
    else this.#hops.add(exchange);
  }

  /** One request, however many points of the capture show it. */
  #joined(exchange: Exchange, joined: Joined): void {
    const { hops, followedBy } = joined;
    const { keyRing, hasher, observers, search = null, fieldWeights, hiderOf } = this.#options;
    const own = this.#oss.read(exchange);
    if (this.#unknown.length > 0) this.#readUnknown();
    const later = this.#hops?.laterPoints(exchange, hops) ?? null;
    const oss = later === null ? own : later.answered(own);
    const { index } = exchange;
    if (oss === null) {
      if (isForLater(exchange)) this.#keepUnknown({ exchange: settled(exchange), joined });
      else this.#giveOther(exchange);
      return;
    }
    if (this.#hops?.isElsewhere(oss) === true) return;
    this.#ossExchanges++;
    this.#providers.add(oss.provider ?? USUAL_PROVIDER);
    if (oss.flavour !== undefined) this.#flavours.add(oss.flavour);
    const { checks } = this.#factsOf(oss);
    const { searchBudget } = this.#limits;
    const context = {
      keyRing,
      hasher,
      history: this.#history,
      index,
      checks,
      search,
      searchBudget,
      fieldWeights,
      hiderOf,
      buckets: this.#oss.buckets,
      followedBy,
      hops: later?.behind(oss),
    };
    const diagnosis = diagnose(oss, context);
    const result: DiagnosedExchange = { index, exchange, oss, diagnosis, checks };
    for (const observer of observers) observer.diagnosed?.(result, this.#notice);
    this.#give(result);
  }

  #keepUnknown(one: { readonly exchange: Exchange; readonly joined: Joined }): void {
    this.#unknown.push(one);
    const [oldest] = this.#unknown.length > MOST_UNKNOWN ? this.#unknown.splice(0, 1) : [];
    if (oldest !== undefined) this.#giveOther(oldest.exchange);
  }

  /** Where a host has become known since, those that wait are read once more. */
  #readUnknown(): void {
    const { timesShown } = this.#oss.learnt;
    if (timesShown === this.#timesShown) return;
    this.#timesShown = timesShown;
    for (const { exchange, joined } of this.#unknown.splice(0)) this.#joined(exchange, joined);
  }

  #giveOther(exchange: Exchange): void {
    this.#give({ index: exchange.index, exchange, oss: null, diagnosis: null });
  }

  #factsOf(oss: OssExchange): ExchangeFacts {
    let facts = NO_FACTS;
    for (const observer of this.#options.observers) facts = observer.facts?.(oss) ?? facts;
    return facts;
  }

  #traffic(facts: ReadFacts): Traffic {
    const { tls, tlsOpened, otherConnections, http2Connections, connections } = facts;
    const { otherPackets, otherProtocols } = facts;
    const copies = this.#hops?.copies ?? 0;
    return {
      httpExchanges: this.#httpExchanges,
      ossExchanges: this.#ossExchanges,
      ...(copies === 0 ? {} : { copies }),
      ...(this.#providers.size > (this.#providers.has(USUAL_PROVIDER) ? 1 : 0)
        ? { providers: [...this.#providers] }
        : {}),
      ...(this.#flavours.size > 0 ? { flavours: [...this.#flavours] } : {}),
      tls: tls.map((peer): TlsPeer => {
        return { ...peer, isOss: peer.serverName !== null && isOssHost(peer.serverName) };
      }),
      ...(tlsOpened === undefined ? {} : { tlsOpened }),
      otherConnections,
      ...(http2Connections === 0 ? {} : { http2Connections }),
      connections,
      otherPackets,
      ...(otherProtocols.length === 0 ? {} : { otherProtocols }),
    };
  }
}

function isForLater(exchange: Exchange): boolean {
  if (!mayBeOfHost(exchange)) return false;
  const bytes = (exchange.request?.body?.length ?? 0) + (exchange.response?.body?.length ?? 0);
  return bytes <= MOST_UNKNOWN_BYTES;
}
