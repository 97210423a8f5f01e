import type { Stats } from 'node:fs';
import { type FileHandle, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Notice, NoticeCode, NoticeSink } from '../engine/bytes/notice.ts';
import { errorCode } from '../engine/bytes/result.ts';
import { createCaptureParser } from '../engine/capture/capture-parser.ts';
import type { CaptureParser, CaptureSink, CaptureSummary } from '../engine/capture/record.ts';
import type { Pipeline } from '../engine/pipeline.ts';
import type { ResultSink } from '../engine/results.ts';
import { scanPipeline } from '../features/scan-pipeline.ts';
import type { ByteReader, ReadNotice, ReadOutcome } from '../run/read-bytes.ts';
import { FilesSummary, isCutNotice, isLoss, type Refusal, refusalOf } from '../run/read-capture.ts';
import { isSameFile, STDIN, standardInput } from './files.ts';
import {
  closeUnlessStopped,
  failure,
  openUnlessStopped,
  readPipe,
  readStream,
  unlessStopped,
} from './read-bytes.ts';
import { pipelineOptions, type ScanOptions } from './scan.ts';

/** Between looks at silent connections, in ms: an exchange that waits is given after two of them at most. */
const QUIET_MILLISECONDS = 200;

/** What happens to the input while it is read. */
export type WatchEvent = 'missing' | 'file-replaced' | 'file-shortened';

export interface WatchOptions extends ScanOptions {
  /** The bytes of the capture, where its path only names it. */
  readonly source?: Readable;
  readonly onEvent: (event: WatchEvent) => void;
  /** Receives why TLS stays closed as soon as that is known, each kind once, for whoever waits. */
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

/** One growing capture, perhaps of several files: a parser each, while frames and connections go on. */
class GrowingCapture {
  readonly #pipeline: Pipeline;
  readonly #create: (sink: CaptureSink) => CaptureParser;
  readonly #onRefusal: () => void;
  #parser: CaptureParser;
  refusal: Refusal | null = null;
  #isStopped = false;
  readonly #total = new FilesSummary();

  /** `onRefusal`: nothing more need be read. */
  constructor(pipeline: Pipeline, create: (sink: CaptureSink) => CaptureParser, onRefusal: () => void) {
    this.#pipeline = pipeline;
    this.#create = create;
    this.#onRefusal = onRefusal;
    this.#parser = this.#next();
  }

  push(block: Uint8Array): void {
    if (this.refusal === null) this.#parser.push(block);
  }

  /** What comes next begins as a file does. A file without a byte leaves nothing behind. */
  restart(why: 'file-replaced' | 'file-shortened'): void {
    this.#finish();
    this.#pipeline.notice({ code: why, frame: this.#total.packets + 1, offset: null, args: {} });
    this.#parser = this.#next();
  }

  /** The summary of all files; if `isStopped` before its end, none is said to end too early. */
  end(isStopped: boolean): CaptureSummary {
    this.#isStopped = isStopped;
    this.#finish();
    return this.#total;
  }

  #finish(): void {
    const parser = this.#parser;
    const wasComplete = parser.summary.complete;
    // Of several files one may still be empty.
    if (parser.summary.bytes > 0 || this.#total.bytes === 0) parser.end();
    const { summary } = parser;
    this.#total.add(this.#isStopped ? { ...summary, complete: wasComplete } : summary);
  }

  #next(): CaptureParser {
    const before = this.#total.packets;
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
        this.refusal = refusal;
        this.#onRefusal();
      },
    });
  }
}

/** Between looks at a file that may have grown: network folders send no notifications. In ms. */
const POLL_MILLISECONDS = 200;

/** Size of a read, in bytes. */
const BLOCK_BYTES = 256 * 1024;

interface Follower {
  /** The block is valid only during the call. */
  chunk(block: Uint8Array): void;
  /** Another file follows: the name leads to a new one, or the old one was cut and is written anew. */
  restart(why: 'file-replaced' | 'file-shortened'): void;
  /** There is no such file yet; it is waited for. */
  missing(): void;
}

/**
 * Reads a file and whatever is added to it, until the signal ends it, as `tail -F` does: a file that is not
 * there yet is waited for, and one replaced or shortened is read from its start. A pipe is read to its end.
 */
async function followFile(path: string, follower: Follower, signal: AbortSignal): Promise<ReadOutcome> {
  let file: FileHandle | null = null;
  try {
    file = await openWhenThere(path, follower, signal);
    if (file === null) return { kind: 'interrupted' };
    if (isPipe(await file.stat())) {
      return await readPipe(file, { chunk: (block) => follower.chunk(block), notice: () => {} }, { signal });
    }
    const block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
    const start = new FileStart();
    let offset = 0;
    let hasPaused = false;
    while (!signal.aborted) {
      if (hasPaused && (await unlessStopped(start.isStartOf(file), signal)) === false) {
        follower.restart('file-shortened');
        start.forget();
        offset = 0;
      }
      hasPaused = false;
      const read = await unlessStopped(file.read(block, 0, BLOCK_BYTES, offset), signal);
      if (read === null) break;
      const { bytesRead } = read;
      if (bytesRead > 0) {
        start.read(block.subarray(0, bytesRead), offset);
        offset += bytesRead;
        follower.chunk(block.subarray(0, bytesRead));
        continue;
      }
      const change = await unlessStopped(changeOf(path, file, offset), signal);
      // What was written between the last read and the replacement is read before the new file.
      if (change === 'file-replaced' && (await file.stat()).size > offset) continue;
      if (change === null) {
        await pause(signal);
        hasPaused = true;
        continue;
      }
      if (change === 'file-replaced') {
        const next = await openWhenThere(path, follower, signal);
        if (next === null) break;
        await file.close();
        file = next;
      }
      follower.restart(change);
      start.forget();
      offset = 0;
    }
    return { kind: 'interrupted' };
  } catch (error) {
    return failure(error);
  } finally {
    if (file !== null) await closeUnlessStopped(file, signal);
  }
}

/** A file's first bytes, up to its first packet's time: others mean that it was emptied and rewritten. */
class FileStart {
  /** The header of a classic capture and that of its first packet. */
  static readonly BYTES = 40;
  readonly #known = Buffer.alloc(FileStart.BYTES);
  readonly #now = Buffer.alloc(FileStart.BYTES);
  #length = 0;

  read(block: Uint8Array, offset: number): void {
    if (offset !== this.#length || this.#length === FileStart.BYTES) return;
    const added = block.subarray(0, FileStart.BYTES - offset);
    this.#known.set(added, offset);
    this.#length += added.length;
  }

  forget(): void {
    this.#length = 0;
  }

  /** Whether a file begins with these bytes; a shorter one is noticed by its size. */
  async isStartOf(file: FileHandle): Promise<boolean> {
    if (this.#length === 0) return true;
    const { bytesRead } = await file.read(this.#now, 0, this.#length, 0);
    return this.#known.subarray(0, bytesRead).equals(this.#now.subarray(0, bytesRead));
  }
}

/** Null where the signal came first. */
async function openWhenThere(
  path: string,
  follower: Pick<Follower, 'missing'>,
  signal: AbortSignal,
): Promise<FileHandle | null> {
  for (let isReported = false; !signal.aborted; isReported = true) {
    try {
      return await openUnlessStopped(path, signal);
    } catch (error) {
      // Not what is to lie below a file, where nothing can come.
      if (errorCode(error) !== 'ENOENT') throw error;
    }
    if (!isReported) follower.missing();
    await pause(signal);
  }
  return null;
}

/** What happened to the file of that name; null while it is the one being read, or the name leads nowhere. */
async function changeOf(
  path: string,
  file: FileHandle,
  offset: number,
): Promise<'file-replaced' | 'file-shortened' | null> {
  const open = await file.stat({ bigint: true });
  if (open.size < offset) return 'file-shortened';
  const named = await stat(path, { bigint: true }).catch(() => null);
  if (named === null) return null;
  // A number of a file that is gone may be given to the next one at once; its birth is another.
  return isSameFile(named, open) && named.birthtimeNs === open.birthtimeNs ? null : 'file-replaced';
}

/** A named pipe, or one of the shell (`<(…)`). */
function isPipe(stats: Stats): boolean {
  return stats.isFIFO() || stats.isCharacterDevice() || stats.isSocket();
}

async function pause(signal: AbortSignal): Promise<void> {
  // The signal ends the wait, which is no error.
  await sleep(POLL_MILLISECONDS, undefined, { signal }).catch(() => {});
}
