import type { CaptureFormat, CaptureParser, CaptureSink, CaptureSummary } from '../capture/record.ts';
import { LinkTypes } from '../capture/record.ts';
import type { Pipeline } from '../pipeline.ts';
import { isCutNotice, type Refusal, refusalOf } from './input-notices.ts';

/**
 * One capture whose bytes come as it is taken, perhaps in several files one after the other: each
 * has a parser of its own, while frame numbers and connections go on.
 */
export class GrowingCapture {
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
   * Gives the summary of all files; of one that was not read on to its end, `isStopped`, it is not
   * said that it ends too early.
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
