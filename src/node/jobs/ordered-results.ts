import { addToList } from '../../engine/bytes/collections.ts';
import type { CaptureInfo, ResultSink } from '../../engine/results.ts';
import { hiderOf } from '../../features/redact/redact-exchange.ts';
import { MultipartTracker, type OpenUploads } from '../../features/uploads/upload-tracker.ts';
import { withFollowedUploads } from '../../report/blob/blob.ts';
import { CAPTURE_INFO } from '../../report/blob/codec.ts';
import type { PackedPart } from '../../report/digest/capture-digester.ts';
import { unpackResult } from '../../report/digest/packed-digest.ts';
import type { Input } from '../../run/input.ts';
import { brokenCapture } from '../../run/read-capture.ts';
import { Turns } from '../builtins.ts';
import type { WorkerResult } from './protocol.ts';

/** Takes what workers have gathered of captures, and results of captures that were read in this thread. */
export interface PartSink extends ResultSink {
  part(capture: string, part: PackedPart): void;
}

/** What is reported of an input, in order; `lost` and `done` are the last. */
type Message =
  | WorkerResult
  /** Its worker died; `detail`: why. */
  | { readonly kind: 'lost'; readonly at: number; readonly detail: string };

/** So long is what waits passed on when the scan is asked to end. */
const STOP_MS = 250;

/** Passes results on in the order of the inputs; what comes early waits. */
export class OrderedResults {
  readonly #inputs: readonly Input[];
  readonly #sink: PartSink;
  readonly #uploads: OpenUploads;
  readonly #waiting = new Map<number, { readonly message: Message; readonly free: () => void }[]>();
  #tracker: MultipartTracker | null = null;
  /** Exchanges of the head that were passed on. */
  #exchanges = 0;
  #ossExchanges = 0;
  #head = 0;
  /** Milliseconds that may go into parts. */
  #timeLeft = Number.POSITIVE_INFINITY;
  /** A part of the head was left. */
  #isCut = false;
  readonly #later: (work: () => void) => void;
  #isForLater = false;

  /** `later`: does the rest of what waits when signals have been looked for. */
  constructor(
    inputs: readonly Input[],
    sink: PartSink,
    uploads: OpenUploads,
    later: (work: () => void) => void,
  ) {
    this.#later = later;
    this.#inputs = inputs;
    this.#sink = sink;
    this.#uploads = uploads;
  }

  /** The input whose results are passed on. */
  get head(): number {
    return this.#head;
  }

  /** From now on what waits is passed on for a short time only: it may be as much as was read. */
  stop(): void {
    this.#timeLeft = Math.min(this.#timeLeft, STOP_MS);
  }

  /** Takes a message; `free` is called when it waits no longer. */
  add(message: Message, free: () => void): void {
    addToList(this.#waiting, message.at, { message, free });
    if (message.at === this.#head) this.#advance();
  }

  /** The head was read in this thread, or is not to be read. */
  skip(): void {
    this.#head++;
    this.#advance();
  }

  #advance(): void {
    if (this.#isForLater) return;
    const turns = new Turns();
    for (let waiting = this.#waiting.get(this.#head); waiting !== undefined; ) {
      const next = waiting.shift();
      if (next === undefined) return;
      const isLast = this.#pass(next.message);
      next.free();
      if (isLast) {
        this.#waiting.delete(this.#head);
        this.#head++;
        waiting = this.#waiting.get(this.#head);
      }
      if (!turns.isOver) continue;
      this.#isForLater = true;
      this.#later(() => {
        this.#isForLater = false;
        this.#advance();
      });
      return;
    }
  }

  /** Whether it was the last of its input. */
  #pass(message: Message): boolean {
    const path = this.#inputs[this.#head]?.path ?? '';
    this.#tracker ??= new MultipartTracker(path, this.#uploads);
    switch (message.kind) {
      case 'part': {
        if (this.#timeLeft <= 0) {
          this.#isCut = true;
          return false;
        }
        const start = performance.now();
        const { counts } = message.part;
        this.#exchanges += counts.exchanges;
        this.#ossExchanges += counts.ossExchanges;
        for (const line of message.uploads) {
          const result = unpackResult(line);
          const { oss, index, checks = [] } = result;
          if (oss !== null) this.#tracker.add(oss, index, checks, hiderOf(result));
        }
        this.#sink.part(path, message.part);
        this.#timeLeft -= performance.now() - start;
        return false;
      }
      case 'capture':
        if (!this.#isCut) {
          this.#sink.capture(
            withFollowedUploads(CAPTURE_INFO.decode(JSON.parse(message.info)), this.#tracker),
          );
        } else if (this.#exchanges > 0) this.#sink.capture(this.#accountSoFar(message.info, this.#tracker));
        this.#exchanges = 0;
        return false;
      case 'unreadable':
        this.#sink.unreadable(message.input);
        return false;
      case 'lost':
        // Some of its exchanges stand in reports already.
        if (this.#exchanges > 0) this.#sink.capture(this.#accountOfLost(path, this.#tracker));
        this.#sink.unreadable({ path, reason: 'reader-failed', detail: message.detail });
        this.#close();
        return true;
      case 'done':
        this.#close();
        return true;
    }
  }

  #close(): void {
    this.#isCut = false;
    this.#tracker = null;
    this.#exchanges = 0;
    this.#ossExchanges = 0;
  }

  /** That of a capture of which not all was passed on that its worker had found. */
  #accountSoFar(info: string, tracker: MultipartTracker): CaptureInfo {
    const whole = withFollowedUploads(CAPTURE_INFO.decode(JSON.parse(info)), tracker);
    const counts = { httpExchanges: this.#exchanges, ossExchanges: this.#ossExchanges };
    return {
      ...whole,
      summary: { ...whole.summary, complete: false },
      traffic: { ...whole.traffic, ...counts },
    };
  }

  /** What can be said of a capture whose worker took the rest with it. */
  #accountOfLost(path: string, tracker: MultipartTracker): CaptureInfo {
    return {
      ...brokenCapture(path, this.#exchanges, this.#ossExchanges),
      multipartUploads: tracker.end(),
    };
  }
}
