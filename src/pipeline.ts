import type { ByteString } from './bytes/byte-string.ts';
import type { Notice, NoticeSink } from './bytes/notice.ts';
import { NoticeLimiter } from './bytes/notice-limiter.ts';
import type { CaptureRecord, CaptureSink, CaptureSummary } from './capture/record.ts';
import { AdviceWatch } from './diagnose/advice.ts';
import { diagnose } from './diagnose/diagnose.ts';
import { History } from './diagnose/history.ts';
import type { Diagnosis } from './diagnose/model.ts';
import { UnfitSecrets } from './diagnose/unfit-secrets.ts';
import type { Exchange } from './http/exchange.ts';
import { type Limits, limitsWith } from './limits.ts';
import { BodyChecker } from './oss/body-checks.ts';
import { BodyDigestPlan, type BodyVerification, unaskedVerification } from './oss/body-digest-plan.ts';
import { isOssHost } from './oss/host.ts';
import { LearntBuckets } from './oss/learnt-buckets.ts';
import type { OssExchange, OssOptions } from './oss/model.ts';
import { MultipartTracker } from './oss/multipart.ts';
import { OpenUploads } from './oss/open-uploads.ts';
import { OssReader } from './oss/oss-exchange.ts';
import type { OssPorts } from './oss/read-error.ts';
import { type ReadFacts, Reading } from './reading.ts';
import type { CaptureInfo, ResultSink, TlsPeer, Traffic } from './report/input.ts';
import { hidingNotices, hidingSink } from './report/redact/hiding-sink.ts';
import { maskAccessKeyId } from './report/redact/redact.ts';
import type { Hasher } from './sign/hasher.ts';
import type { KeyRing } from './sign/secret.ts';
import type { TlsOptions } from './tls/tls-context.ts';

export interface PipelineOptions extends OssOptions {
  readonly keyRing: KeyRing;
  readonly hasher: Hasher;
  readonly ports: OssPorts;
  /** Hears notices as they come, for a capture that has no end yet; the sink gets them at the end. */
  readonly heard?: NoticeSink | undefined;
  /** Bodies to digest; `unaskedVerification` by default. */
  readonly verifyBodies?: BodyVerification | undefined;
  /** Uploads that earlier captures of the same scan left open; this one adds its own. */
  readonly openUploads?: OpenUploads;
  /** Opens TLS with the user's keys and with those that the capture brings; without it TLS stays closed. */
  readonly tls?: TlsOptions | undefined;
  /** `USUAL_LIMITS` for those that are absent. */
  readonly limits?: Partial<Limits> | undefined;
}

/** Which bodies are digested for a pipeline, here or by a reader in another thread. */
export function verificationOf({ verifyBodies, keyRing }: PipelineOptions): BodyVerification {
  return verifyBodies ?? unaskedVerification(keyRing.size);
}

/**
 * One capture, from its records to its diagnosed exchanges: composes the stages and does no reading of its own. Records go in
 * as a `CaptureSink`, results go to a `ResultSink` as soon as they are known; `end` tells the rest.
 */
export class Pipeline implements CaptureSink {
  readonly #path: string;
  readonly #options: PipelineOptions;
  readonly #limits: Limits;
  readonly #sink: ResultSink;
  readonly #reading: Reading;
  readonly #history = new History();
  readonly #oss: OssReader;
  readonly #advice = new AdviceWatch();
  readonly #unfit = new UnfitSecrets();
  readonly #checker: BodyChecker;
  readonly #uploads: MultipartTracker;
  readonly #notices: Notice[] = [];
  readonly #limiter: NoticeLimiter;
  readonly #heard: NoticeSink | null;
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
    const verification = verificationOf(options);
    this.#checker = new BodyChecker(verification);
    this.#uploads = new MultipartTracker(path, options.openUploads ?? new OpenUploads(limits));
    this.#reading = new Reading(this, new BodyDigestPlan(options.hasher, verification), options.tls, limits);
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

  /** Of a capture of several files: records that follow are of this one, and offsets count in it. */
  beginPart(path: string): void {
    this.#part = path;
  }

  /**
   * To be called a few times a second while the capture is still being taken: exchanges whose connections have fallen silent are
   * given although the packets that would make them certain have not come.
   */
  quiet(): void {
    this.#reading.quiet();
  }

  /** A Decryption Secrets Block of the capture. */
  secrets(type: number, bytes: Uint8Array): void {
    this.#reading.secrets(type, bytes);
  }

  /** The capture is over; `summary` is its parser's. `facts`: what another `Reading` found that exchanges came from. */
  end(summary: CaptureSummary, facts: ReadFacts = this.#reading.end()): void {
    const multipartUploads = this.#uploads.end();
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
      advice: this.#advice.list(),
      passed: { seen: this.#advice.passed, looked: this.#advice.looked },
    };
    this.#sink.capture(info);
  }

  /** One exchange, from the packets or from a text that has none; in the order of the capture. */
  exchange(exchange: Exchange): void {
    this.#httpExchanges++;
    const { keyRing, hasher } = this.#options;
    const oss = this.#oss.read(exchange);
    if (oss === null) {
      this.#sink.exchange(this.#path, { index: exchange.index, exchange, oss, diagnosis: null });
      return;
    }
    this.#ossExchanges++;
    const { index } = exchange;
    const checks = this.#checker.check(oss);
    this.#uploads.add(oss, index, checks);
    const { searchBudget } = this.#limits;
    const { buckets } = this.#oss;
    const context = { keyRing, hasher, history: this.#history, index, checks, searchBudget, buckets };
    const diagnosis = diagnose(oss, context);
    if (diagnosis.verdict === 'match' && this.#advice.see(oss, index)) this.#checkSecret(oss, diagnosis);
    this.#sink.exchange(this.#path, { index, exchange, oss, diagnosis, checks });
  }

  /** Costs a signature, so it is for those that are looked at anyway. */
  #checkSecret(oss: OssExchange, diagnosis: Diagnosis): void {
    const unfit = this.#options.keyRing.size === 0 ? null : this.#unfitKey(oss, diagnosis);
    if (unfit === null) return;
    const { request, index } = oss.exchange;
    const args = { id: maskAccessKeyId(unfit), exchange: index };
    this.notice({ code: 'secret-unfit', frame: request?.frame ?? null, offset: null, args });
  }

  /** A fault of the check must not end the reading: whoever reports the exchange meets it again, and tells it of that exchange alone. */
  #unfitKey(oss: OssExchange, diagnosis: Diagnosis): ByteString | null {
    try {
      return this.#unfit.see(oss, diagnosis);
    } catch {
      return null;
    }
  }

  #traffic(facts: ReadFacts): Traffic {
    const { tls, tlsOpened, otherConnections, http2Connections, connections, otherPackets } = facts;
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
    };
  }
}
