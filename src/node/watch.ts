import type { Readable } from 'node:stream';
import type { Notice, NoticeCode, NoticeSink } from '../engine/bytes/notice.ts';
import { createCaptureParser } from '../engine/capture/capture-parser.ts';
import {
  type CaptureFormat,
  type CaptureParser,
  type CaptureSink,
  type CaptureSummary,
  LinkTypes,
} from '../engine/capture/record.ts';
import type { Pipeline } from '../engine/pipeline.ts';
import type { ResultSink } from '../engine/results.ts';
import { scanPipeline } from '../features/scan-pipeline.ts';
import type { ByteReader, ReadNotice, ReadOutcome } from '../run/read-bytes.ts';
import { isCutNotice, isLoss, type Refusal, refusalOf } from '../run/read-capture.ts';
import { STDIN, standardInput } from './files.ts';
import { followFile } from './follow-file.ts';
import { readStream } from './read-bytes.ts';
import { pipelineOptions, type ScanOptions } from './scan-options.ts';

/**
 * Between two looks at connections that have fallen silent, in milliseconds: an exchange that waits for more
 * packets is given after two of them at most.
 */
const QUIET_MILLISECONDS = 200;

/** What happens to the input while it is read. */
export type WatchEvent = 'missing' | 'file-replaced' | 'file-shortened';

export interface WatchOptions extends ScanOptions {
  /** The bytes of the capture, where its path only names it. */
  readonly source?: Readable;
  readonly onEvent: (event: WatchEvent) => void;
  /**
   * Receives why TLS stays closed as soon as it is known, each kind once: whoever waits for exchanges would
   * wait in vain.
   */
  readonly warn?: NoticeSink | undefined;
}

/** The first TLS notice of each code. */
function firstOfTls(warn: NoticeSink): NoticeSink {
  const reported = new Set<NoticeCode>();
  return (notice) => {
    // what has no place is known at the end
    if (notice.frame === null || !notice.code.startsWith('tls-') || reported.has(notice.code)) return;
    reported.add(notice.code);
    warn(notice);
  };
}

/**
 * Reads a capture while it is taken, from standard input (`-`) or from a file that grows, and passes every
 * exchange to the sink as soon as its answer is complete. Ends with the pipe, or with the signal;
 * `interrupted`: it was the signal.
 */
export async function watchCapture(
  path: string,
  options: WatchOptions,
  sink: ResultSink,
): Promise<{ readonly interrupted: boolean }> {
  const refused = new AbortController();
  const signals = options.signal === undefined ? [] : [options.signal];
  const signal = AbortSignal.any([refused.signal, ...signals]);
  const noticeAtOnce = options.warn === undefined ? undefined : firstOfTls(options.warn);
  const pipeline = scanPipeline(path, { ...pipelineOptions(options), noticeAtOnce }, sink);
  const stream = options.source ?? (path === STDIN ? standardInput() : null);
  const capture = new GrowingCapture(pipeline, await parserMaker(stream), () => refused.abort());
  const timer = setInterval(() => pipeline.quiet(), QUIET_MILLISECONDS);
  let hasLost = false;
  const notice = (code: ReadNotice, offset: number, args: Notice['args'] = {}): void => {
    hasLost ||= isLoss(code);
    pipeline.notice({ code, frame: null, offset, args });
  };
  let outcome: ReadOutcome;
  try {
    outcome = await read(stream ?? path, capture, notice, options.onEvent, signal, options.limits);
  } finally {
    clearInterval(timer);
  }
  const summary = capture.end(outcome.kind === 'interrupted');
  const interrupted = outcome.kind === 'interrupted' && capture.refusal === null;
  // Stopped before its first bytes: nothing can be said of it, least of all that it is empty.
  if (options.signal?.aborted === true && summary.bytes === 0) return { interrupted: true };
  if (outcome.kind === 'failed' && summary.packets === 0) {
    sink.unreadable({ path, reason: outcome.reason, detail: outcome.detail });
    return { interrupted };
  }
  if (capture.refusal !== null && summary.packets === 0) {
    const { reason, detail } = capture.refusal;
    sink.unreadable({ path, reason: reason === 'not-a-capture' ? 'not-packets' : reason, detail });
    return { interrupted };
  }
  if (outcome.kind === 'failed') {
    const args = { error: outcome.detail };
    pipeline.notice({ code: 'read-error', frame: null, offset: summary.bytes, args });
  }
  const whole = outcome.kind !== 'failed' && capture.refusal === null && !hasLost;
  pipeline.end(whole ? summary : { ...summary, complete: false });
  if (outcome.kind === 'failed') {
    sink.unreadable({ path, reason: outcome.reason, detail: outcome.detail });
  }
  return { interrupted };
}

function read(
  from: Readable | string,
  capture: GrowingCapture,
  notice: ByteReader['notice'],
  onEvent: WatchOptions['onEvent'],
  signal: AbortSignal,
  limits: WatchOptions['limits'],
): Promise<ReadOutcome> {
  const chunk = (block: Uint8Array): void => capture.push(block);
  if (typeof from !== 'string') return readStream(from, { chunk, notice }, { signal, limits });
  const restart = (why: 'file-replaced' | 'file-shortened'): void => {
    onEvent(why);
    capture.restart(why);
  };
  return followFile(from, { chunk, restart, missing: () => onEvent('missing') }, signal);
}

/** Pipes are read by the `pcap-parser` package where it can; its adapter is loaded only for them. */
async function parserMaker(stream: Readable | null): Promise<(sink: CaptureSink) => CaptureParser> {
  if (stream === null) return (sink) => createCaptureParser(sink);
  const { createStreamParser } = await import('./capture-pcap-parser.ts');
  return (sink) => createStreamParser(sink);
}

/**
 * One capture whose bytes come as it is taken, perhaps in several files one after the other: each has a
 * parser of its own, while frame numbers and connections go on.
 */
class GrowingCapture {
  readonly #pipeline: Pipeline;
  readonly #create: (sink: CaptureSink) => CaptureParser;
  readonly #onRefusal: () => void;
  #parser: CaptureParser;
  #refusal: Refusal | null = null;
  #format: CaptureFormat | null = null;
  #complete = true;
  #isStopped = false;
  readonly #linkTypes = new LinkTypes();
  #packets = 0;
  #bytes = 0;

  /** `onRefusal`: nothing more need be read. */
  constructor(pipeline: Pipeline, create: (sink: CaptureSink) => CaptureParser, onRefusal: () => void) {
    this.#pipeline = pipeline;
    this.#create = create;
    this.#onRefusal = onRefusal;
    this.#parser = this.#next();
  }

  get refusal(): Refusal | null {
    return this.#refusal;
  }

  push(block: Uint8Array): void {
    if (this.#refusal === null) this.#parser.push(block);
  }

  /** What comes next begins as a file does. A file without a byte leaves nothing behind. */
  restart(why: 'file-replaced' | 'file-shortened'): void {
    this.#finish();
    this.#pipeline.notice({ code: why, frame: this.#packets + 1, offset: null, args: {} });
    this.#parser = this.#next();
  }

  /**
   * Gives the summary of all files; of one that was not read on to its end, `isStopped`, it is not said that
   * it ends too early.
   */
  end(isStopped: boolean): CaptureSummary {
    this.#isStopped = isStopped;
    this.#finish();
    return {
      format: this.#format,
      complete: this.#complete,
      linkTypes: this.#linkTypes.list,
      packets: this.#packets,
      bytes: this.#bytes,
    };
  }

  #finish(): void {
    const parser = this.#parser;
    const wasComplete = parser.summary.complete;
    // Of several files one may still be empty.
    if (parser.summary.bytes > 0 || this.#bytes === 0) parser.end();
    const { format, complete, linkTypes, packets, bytes } = parser.summary;
    this.#format ??= format;
    this.#complete &&= this.#isStopped ? wasComplete : complete;
    for (const type of linkTypes) this.#linkTypes.add(type);
    this.#packets += packets;
    this.#bytes += bytes;
  }

  #next(): CaptureParser {
    const before = this.#packets;
    const pipeline = this.#pipeline;
    return this.#create({
      record: (record) => {
        record.frame += before;
        pipeline.record(record);
      },
      secrets: (type, bytes) => pipeline.secrets(type, bytes),
      notice: (notice) => {
        const refusal = refusalOf(notice);
        if (refusal === null) {
          if (this.#isStopped && isCutNotice(notice)) return;
          pipeline.notice({ ...notice, frame: notice.frame === null ? null : notice.frame + before });
          return;
        }
        this.#refusal = refusal;
        this.#onRefusal();
      },
    });
  }
}
