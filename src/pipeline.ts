import { type ByteString, fromText } from './bytes/byte-string.ts';
import type { Notice, NoticeSink } from './bytes/notice.ts';
import { NoticeLimiter } from './bytes/notice-limiter.ts';
import type { CaptureRecord, CaptureSink, CaptureSummary } from './capture/record.ts';
import { AdviceWatch } from './diagnose/advice.ts';
import { diagnose } from './diagnose/diagnose.ts';
import { History } from './diagnose/history.ts';
import { HopJoiner, type Joined } from './diagnose/hops/join-hops.ts';
import type { RequestOnHops } from './diagnose/hops/on-hops.ts';
import type { HopTools } from './diagnose/hops/signed-fields.ts';
import type { Diagnosis } from './diagnose/model.ts';
import { UnfitSecrets } from './diagnose/unfit-secrets.ts';
import { MultipartTracker, withoutElsewhere } from './features/uploads/multipart.ts';
import { OpenUploads } from './features/uploads/open-uploads.ts';
import type { Exchange } from './http/exchange.ts';
import type { ReadingFeatures } from './http/http-output.ts';
import { header } from './http/message.ts';
import { type Limits, limitsWith } from './limits.ts';
import { BodyChecker } from './oss/body-checks.ts';
import { BodyDigestPlan, type BodyVerification, unaskedVerification } from './oss/body-digest-plan.ts';
import { isOssHost } from './oss/host.ts';
import { LearntBuckets } from './oss/learnt-buckets.ts';
import type { OssExchange, OssOptions } from './oss/model.ts';
import { OssReader } from './oss/oss-exchange.ts';
import type { OssPorts } from './oss/read-error.ts';
import { whoAnswered } from './oss/who-answered.ts';
import { type ReadFacts, Reading } from './reading.ts';
import { SpecimenWatch } from './report/contrasts/specimens.ts';
import type { CaptureInfo, ExchangeResult, ResultSink, TlsPeer, Traffic } from './report/input.ts';
import { hidingNotices, hidingSink } from './report/redact/hiding-sink.ts';
import { maskAccessKeyId } from './report/redact/redact.ts';
import type { Hasher } from './sign/hasher.ts';
import type { KeyRing } from './sign/secret.ts';

export interface PipelineOptions extends OssOptions {
  readonly keyRing: KeyRing;
  readonly hasher: Hasher;
  readonly ports: OssPorts;
  /**
   * Hears notices as they come, for a capture that has no end yet; the sink gets them at the end.
   */
  readonly heard?: NoticeSink | undefined;
  /** Bodies to digest; `unaskedVerification` by default. */
  readonly verifyBodies?: BodyVerification | undefined;
  /** Uploads that earlier captures of the same scan left open; this one adds its own. */
  readonly openUploads?: OpenUploads;
  /** What attaches to the reading of packets: times, endings, TLS. */
  readonly reading?: ReadingFeatures | undefined;
  /** `USUAL_LIMITS` for those that are absent. */
  readonly limits?: Partial<Limits> | undefined;
  /** Which of its requests other captures of the scan hold, too. */
  readonly others?: OtherCaptures | undefined;
}

/**
 * What other captures of a scan show of the requests of one. Plain values, for they may go to
 * another thread.
 */
export interface OtherCaptures {
  /** Its exchanges that are reported with `capture`, which is nearer to the client. */
  readonly copies: readonly {
    readonly index: number;
    readonly requestId: ByteString | null;
    readonly capture: string;
  }[];
  /** Uploads that those belong to. */
  readonly uploads: readonly ByteString[];
  /** Exchanges of other captures that show a request of this one further on. */
  readonly hops: readonly { readonly index: number; readonly capture: string; readonly exchange: Exchange }[];
}

/** Which bodies are digested for a pipeline, here or by a reader in another thread. */
export function verificationOf({ verifyBodies, keyRing }: PipelineOptions): BodyVerification {
  return verifyBodies ?? unaskedVerification(keyRing.size);
}

/** The same request further on. */
interface Copy {
  readonly copy: Exchange;
  /** The point that it came from; absent where that is the one before it. */
  readonly from?: Exchange;
  readonly oss: OssExchange | null;
  /** Path of the capture that shows it, where it is another one. */
  readonly capture?: string;
}

function isAnsweredByService(oss: OssExchange | null): boolean {
  const response = oss?.exchange.response ?? null;
  return response !== null && oss !== null && whoAnswered(response, oss.error).kind !== 'other';
}

/**
 * One capture, from its records to its diagnosed exchanges: composes the stages and does no reading
 * of its own. Records go in as a `CaptureSink`, results go to a `ResultSink` as soon as they are
 * known; `end` tells the rest.
 */
export class Pipeline implements CaptureSink {
  readonly #path: string;
  readonly #options: PipelineOptions;
  readonly #limits: Limits;
  readonly #sink: ResultSink;
  readonly #reading: Reading;
  readonly #history = new History();
  readonly #oss: OssReader;
  readonly #hops = new HopJoiner((exchange, joined) => this.#joined(exchange, joined));
  readonly #hopTools: HopTools;
  readonly #advice = new AdviceWatch();
  readonly #specimens = new SpecimenWatch();
  readonly #unfit = new UnfitSecrets();
  readonly #checker: BodyChecker;
  readonly #uploads: MultipartTracker;
  readonly #notices: Notice[] = [];
  readonly #limiter: NoticeLimiter;
  readonly #heard: NoticeSink | null;
  /** How many requests are reported with each other capture. */
  readonly #elsewhere = new Map<string, number>();
  #part: string | null = null;
  #httpExchanges = 0;
  #ossExchanges = 0;

  constructor(path: string, options: PipelineOptions, sink: ResultSink) {
    this.#path = path;
    this.#options = options;
    const limits = limitsWith(options.limits);
    this.#limits = limits;
    this.#sink = hidingSink(sink, options.keyRing);
    this.#limiter = new NoticeLimiter((notice) => this.#notices.push(notice), limits.warnings);
    this.#heard = options.heard === undefined ? null : hidingNotices(options.heard, options.keyRing);
    const { errorBodyBytes } = limits;
    const { hasher } = options;
    const notice: NoticeSink = (each) => this.notice(each);
    const ports: OssPorts = { hasher, notice, ...options.ports, errorBodyBytes };
    this.#oss = new OssReader(options, new LearntBuckets(), ports);
    this.#hopTools = { hasher, ports, options };
    const verification = verificationOf(options);
    this.#checker = new BodyChecker(verification);
    this.#uploads = new MultipartTracker(path, options.openUploads ?? new OpenUploads(limits));
    this.#reading = new Reading(
      this,
      new BodyDigestPlan(options.hasher, verification),
      options.reading,
      limits,
    );
  }

  get noticesPerCode(): number {
    return this.#limits.warnings;
  }

  record(record: CaptureRecord): void {
    this.#reading.record(record);
  }

  notice(notice: Notice): void {
    this.#heard?.(notice);
    const part = this.#part;
    const isOfPart = part !== null && notice.offset !== null && notice.part === undefined;
    this.#limiter.add(isOfPart ? { ...notice, part } : notice);
  }

  /**
   * Of a capture of several files: records that follow are of this one, and offsets count in it.
   */
  beginPart(path: string): void {
    this.#part = path;
  }

  /**
   * To be called a few times a second while the capture is still being taken: exchanges whose
   * connections have fallen silent are given although the packets that would make them certain have
   * not come.
   */
  quiet(): void {
    this.#reading.quiet();
    this.#hops.quiet();
  }

  /** A Decryption Secrets Block of the capture. */
  secrets(type: number, bytes: Uint8Array): void {
    this.#reading.secrets(type, bytes);
  }

  /**
   * The capture is over; `summary` is its parser's. `facts`: what another `Reading` found that
   * exchanges came from.
   */
  end(summary: CaptureSummary, facts: ReadFacts = this.#reading.end()): void {
    this.#hops.end();
    const uploadsElsewhere = this.#options.others?.uploads ?? [];
    const multipartUploads = withoutElsewhere(this.#uploads.end(), uploadsElsewhere);
    for (const [capture, count] of this.#elsewhere) {
      const args = { count, capture: fromText(capture), path: fromText(this.#path) };
      this.notice({ code: 'reported-in-other-capture', frame: null, offset: null, args });
    }
    this.#uploads.tellLimits((notice) => this.notice(notice));
    this.#limiter.end();
    const info: CaptureInfo = {
      path: this.#path,
      summary,
      traffic: this.#traffic(facts),
      firstTime: facts.firstTime,
      lastTime: facts.lastTime,
      notices: this.#notices,
      multipartUploads,
      ...(uploadsElsewhere.length === 0 ? {} : { uploadsElsewhere }),
      advice: this.#advice.list(),
      specimens: this.#specimens.list(),
      passed: { seen: this.#advice.passed, looked: this.#advice.looked },
    };
    this.#sink.capture(info);
  }

  /** One exchange, from the packets or from a text that has none; in the order of the capture. */
  exchange(exchange: Exchange): void {
    this.#httpExchanges++;
    this.#hops.add(exchange);
  }

  /** One request, however many points of the capture show it. */
  #joined(exchange: Exchange, { hops: copies, followedBy }: Joined): void {
    const { keyRing, hasher } = this.#options;
    const own = this.#oss.read(exchange);
    const later: Copy[] = copies.map(({ exchange: copy, from }) => ({
      copy,
      from,
      oss: this.#oss.read(copy),
    }));
    later.push(...this.#inOtherCaptures(exchange.index));
    const oss = later.length === 0 ? own : this.#withAnswer(exchange, own, later);
    if (oss === null) {
      this.#sink.exchange(this.#path, { index: exchange.index, exchange, oss, diagnosis: null });
      return;
    }
    const { index } = exchange;
    // the file may have become another one since it was looked into
    const isCopy = (copy: OtherCaptures['copies'][number]): boolean =>
      copy.index === index && copy.requestId === oss.requestId;
    const elsewhere = this.#options.others?.copies.find(isCopy);
    if (elsewhere !== undefined) {
      this.#elsewhere.set(elsewhere.capture, (this.#elsewhere.get(elsewhere.capture) ?? 0) + 1);
      return;
    }
    this.#ossExchanges++;
    const checks = this.#checker.check(oss);
    this.#uploads.add(oss, index, checks);
    const { searchBudget } = this.#limits;
    const context = {
      keyRing,
      hasher,
      history: this.#history,
      index,
      checks,
      searchBudget,
      buckets: this.#oss.buckets,
      ...(followedBy === undefined ? {} : { followedBy }),
      ...(later.length === 0 ? {} : { hops: this.#onHops(exchange, oss, later) }),
    };
    const diagnosis = diagnose(oss, context);
    if (diagnosis.verdict === 'match' && this.#advice.see(oss, index)) this.#checkSecret(oss, diagnosis);
    const result = { index, exchange, oss, diagnosis, checks };
    this.#see(result);
    this.#sink.exchange(this.#path, result);
  }

  /** A fault of the comparison must not end the reading either. */
  #see(result: ExchangeResult): void {
    try {
      this.#specimens.see(result);
    } catch {
      // whoever reports the exchange meets it again
    }
  }

  /**
   * The exchange with the service's answer: where the first point of the capture has none of its
   * own, or only that of a hop, a later point's refusal says what the service made of it. That it
   * passed there does not mean that its client got anything.
   */
  #withAnswer(exchange: Exchange, own: OssExchange | null, later: readonly Copy[]): OssExchange | null {
    if (isAnsweredByService(own)) return own;
    for (const { copy, oss } of [...later].reverse()) {
      const { response } = copy;
      if (response === null || response.status < 300 || !isAnsweredByService(oss)) continue;
      return this.#oss.read({ ...exchange, response });
    }
    return own;
  }

  #inOtherCaptures(index: number): readonly Copy[] {
    const hops = this.#options.others?.hops.filter((hop) => hop.index === index) ?? [];
    return hops.map(({ exchange, capture }) => ({ copy: exchange, oss: this.#oss.read(exchange), capture }));
  }

  #onHops(exchange: Exchange, oss: OssExchange, later: readonly Copy[]): RequestOnHops {
    const point = (each: Exchange, read: OssExchange | null) => {
      return { index: each.index, exchange: each, oss: read, diagnosis: null };
    };
    const places = [exchange, ...later.map(({ copy }) => copy)];
    const behind = later.map(({ copy, from, oss: read, capture }) => {
      const known = from === undefined ? {} : { from: places.indexOf(from) };
      return { ...point(copy, read), ...known, ...(capture === undefined ? {} : { capture }) };
    });
    const points = [point(exchange, oss), ...behind];
    return { points, tools: this.#hopTools };
  }

  /** Costs a signature, so it is for those that are looked at anyway. */
  #checkSecret(oss: OssExchange, diagnosis: Diagnosis): void {
    const unfit = this.#options.keyRing.size === 0 ? null : this.#unfitKey(oss, diagnosis);
    if (unfit === null) return;
    const { request, index } = oss.exchange;
    const at = { frame: request?.frame ?? null, offset: null };
    const args = { id: maskAccessKeyId(unfit), exchange: index };
    const { bucket, bucketSource } = oss.address;
    if (bucketSource === 'option' && bucket !== null) {
      const host = request === null ? '' : (header(request, 'host') ?? '');
      this.notice({ code: 'secret-or-bucket-unfit', ...at, args: { ...args, host, bucket } });
    } else this.notice({ code: 'secret-unfit', ...at, args });
  }

  /**
   * A fault of the check must not end the reading: whoever reports the exchange meets it again, and
   * tells it of that exchange alone.
   */
  #unfitKey(oss: OssExchange, diagnosis: Diagnosis): ByteString | null {
    try {
      return this.#unfit.see(oss, diagnosis);
    } catch {
      return null;
    }
  }

  #traffic(facts: ReadFacts): Traffic {
    const { tls, tlsOpened, otherConnections, http2Connections, connections } = facts;
    const { otherPackets, otherProtocols } = facts;
    return {
      httpExchanges: this.#httpExchanges,
      ossExchanges: this.#ossExchanges,
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
