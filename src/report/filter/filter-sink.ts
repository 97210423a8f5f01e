import type { ByteString } from '../../engine/bytes/byte-string.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import type { MultipartUpload } from '../../engine/oss/upload.ts';
import type { CaptureInfo, ExchangeResult, ResultSink, UnreadableInput } from '../../engine/results.ts';
import { AdviceWatch } from '../../features/advice/advice-watch.ts';
import { uploadIdOf } from '../../features/uploads/upload-messages.ts';
import { beginOf } from '../../sentences/time-text.ts';
import { type ExchangeFilter, isShown, requestIdsOf, spanOf, type TimeSpan } from './exchange-filter.ts';

/** Uploads of a capture that are tracked through the filter; with more of them, all are reported. */
const MAX_FILTERED_UPLOADS = 10_000;

/** Names of buckets that are remembered, to say what was there instead. */
const MAX_SEEN_BUCKETS = 1000;

/**
 * Passes on the exchanges that a filter lets through, under the indexes that they have in the capture. It
 * stands behind the diagnosis, which has seen all of them, and before everything that reports or counts. Of a
 * capture it passes on the counts, the uploads and the advice of what is shown: uploads of the named buckets
 * and, where the filter asks for more than a bucket, of which an exchange is shown.
 */
export class FilterSink implements ResultSink {
  readonly #filter: ExchangeFilter;
  readonly #next: ResultSink;
  readonly #foundIds = new Set<string>();
  readonly #seenBuckets = new Set<ByteString>();
  #page: Page | null = null;
  #captures = 0;
  #exchanges = 0;

  constructor(filter: ExchangeFilter, next: ResultSink) {
    this.#filter = filter;
    this.#next = next;
  }

  /** Captures and exchanges that were looked at. */
  get captures(): number {
    return this.#captures;
  }

  get exchanges(): number {
    return this.#exchanges;
  }

  /** Request ids of the filter that no exchange has, as they were given. */
  get missingIds(): readonly ByteString[] {
    const wanted = [...(this.#filter.requestIds ?? [])];
    return wanted.filter(([key]) => !this.#foundIds.has(key)).map(([, id]) => id);
  }

  /** Buckets of the filter that no exchange is about. */
  get missingBuckets(): readonly ByteString[] {
    return [...(this.#filter.buckets ?? [])].filter((name) => !this.#seenBuckets.has(name));
  }

  /** Buckets that exchanges are about; where a filter asks for buckets. */
  get seenBuckets(): readonly ByteString[] {
    return [...this.#seenBuckets];
  }

  exchange(capture: string, result: ExchangeResult): void {
    this.#exchanges++;
    this.#page ??= new Page(this.#filter);
    if (result.oss !== null) this.#note(result.oss);
    if (this.#page.take(result)) this.#next.exchange(capture, result);
  }

  capture(info: CaptureInfo): void {
    this.#captures++;
    const page = this.#page ?? new Page(this.#filter);
    this.#page = null;
    this.#next.capture(page.infoOfShown(info));
  }

  unreadable(input: UnreadableInput): void {
    this.#next.unreadable(input);
  }

  /** Ids and buckets count as found also where another part of the filter leaves the exchange out. */
  #note(oss: OssExchange): void {
    const { requestIds, buckets } = this.#filter;
    if (requestIds !== null) {
      for (const id of requestIdsOf(oss)) if (requestIds.has(id)) this.#foundIds.add(id);
    }
    const bucket = buckets === null ? null : oss.address.bucket;
    if (bucket === null) return;
    const isWanted = buckets?.has(bucket) === true;
    if (isWanted || this.#seenBuckets.size < MAX_SEEN_BUCKETS) this.#seenBuckets.add(bucket);
  }
}

/** What is kept of one capture until its end. */
class Page {
  readonly #filter: ExchangeFilter;
  readonly #advice = new AdviceWatch();
  /** Uploads that a shown exchange belongs to. */
  readonly #uploads = new Set<ByteString>();
  #span: TimeSpan | null = null;
  #seen = 0;
  #shown = 0;
  #seenOss = 0;
  #shownOss = 0;
  #timeless = 0;

  constructor(filter: ExchangeFilter) {
    this.#filter = filter;
  }

  take(result: ExchangeResult): boolean {
    const { oss, index, diagnosis } = result;
    this.#seen++;
    if (oss !== null) this.#seenOss++;
    if (!isShown(result, this.#filter, this.#spanFor(result))) return false;
    this.#shown++;
    if (oss === null) return true;
    this.#shownOss++;
    if (diagnosis?.verdict === 'clock-skew') this.#advice.seeSkewed(oss, index);
    if (diagnosis?.verdict === 'match') this.#advice.see(oss, index);
    if (!this.#isBucketAlone && this.#uploads.size < MAX_FILTERED_UPLOADS) {
      const id = uploadIdOf(oss);
      if (id !== null) this.#uploads.add(id);
    }
    return true;
  }

  infoOfShown(info: CaptureInfo): CaptureInfo {
    const { multipartUploads, advice, traffic } = info;
    return {
      ...info,
      traffic: { ...traffic, httpExchanges: this.#shown, ossExchanges: this.#shownOss },
      ...(multipartUploads === undefined
        ? {}
        : { multipartUploads: multipartUploads.filter((upload) => this.#isShownUpload(upload)) }),
      ...(advice === undefined
        ? {}
        : {
            advice: this.#advice.list(),
            passed: { seen: this.#advice.passed, looked: this.#advice.looked },
          }),
      filtered: {
        shown: this.#shown,
        of: this.#seen,
        shownOss: this.#shownOss,
        ofOss: this.#seenOss,
        timeless: this.#timeless,
      },
    };
  }

  get #isBucketAlone(): boolean {
    const { verdicts, requestIds, since, until } = this.#filter;
    return verdicts === null && requestIds === null && since === null && until === null;
  }

  #isShownUpload({ bucket, uploadId }: MultipartUpload): boolean {
    const { buckets } = this.#filter;
    if (buckets !== null && (bucket === null || !buckets.has(bucket))) return false;
    return this.#isBucketAlone || this.#uploads.size >= MAX_FILTERED_UPLOADS || this.#uploads.has(uploadId);
  }

  /** Times of day are on the day of the capture's first exchange. */
  #spanFor(result: ExchangeResult): TimeSpan | null {
    const { since, until } = this.#filter;
    if (since === null && until === null) return null;
    const first = beginOf(result.exchange);
    if (first === null) {
      this.#timeless++;
      return this.#span ?? NO_SPAN;
    }
    this.#span ??= spanOf(since, until, first);
    return this.#span;
  }
}

/** What has no time is in no span. */
const NO_SPAN: TimeSpan = { from: null, before: null };
