import { parentPort, workerData } from 'node:worker_threads';
import { isOfUpload, OpenUploads } from '../../features/uploads/upload-tracker.ts';
import { limitsWith } from '../../limits.ts';
import { CAPTURE_INFO } from '../../report/blob/codec.ts';
import { CaptureDigester } from '../../report/digest/capture-digester.ts';
import { packResult } from '../../report/digest/packed-digest.ts';
import type { CaptureInfo, ResultSink, UnreadableInput } from '../../report/input.ts';
import { loadTexts } from '../../report/text/load.ts';
import type { Texts } from '../../report/text/texts.ts';
import type { ScanPipelineOptions } from '../../scan-pipeline.ts';
import { unpackKeyRing } from '../../sign/secret.ts';
import { nodeHasher } from '../ports.ts';
import { scanInput } from '../scan.ts';
import { pipelineOptions } from '../scan-options.ts';
import { type FromWorker, PART_LENGTH, SharedState, type ToWorker, type WorkerSetup } from './protocol.ts';

// A worker of a scan: reads the captures that it is given, in the order in which they come.

/** Of one notice, in characters. */
const NOTICE_LENGTH = 200;
const CAPTURE_LENGTH = 4096;

/**
 * Reads captures in a worker, one after the other, and sends what was found; waits where it runs
 * too far ahead.
 */
class WorkerScan {
  readonly #setup: WorkerSetup;
  readonly #pipelineOptions: ScanPipelineOptions;
  readonly #texts: Texts;
  readonly #state: SharedState;
  readonly #send: (message: FromWorker) => void;
  readonly #stop = new AbortController();
  /** Characters of results, counted as `SharedState` does. */
  #sent = 0;

  constructor(
    setup: WorkerSetup,
    options: ScanPipelineOptions,
    texts: Texts,
    state: SharedState,
    send: (message: FromWorker) => void,
  ) {
    this.#setup = setup;
    this.#pipelineOptions = options;
    this.#texts = texts;
    this.#state = state;
    this.#send = send;
  }

  stop(): void {
    this.#stop.abort();
  }

  async scan({ at, place, input }: Extract<ToWorker, { readonly kind: 'scan' }>): Promise<void> {
    if (!this.#state.isStopped) {
      const sink = new SendingSink(at, this.#digester(place), (message) => this.#sendResults(message));
      const { limits } = this.#pipelineOptions;
      // What earlier captures left open is known to the main thread alone.
      const options = {
        ...this.#pipelineOptions,
        openUploads: new OpenUploads(limitsWith(limits)),
      };
      const onBytes = (bytes: number): void => this.#state.addBytes(bytes);
      await scanInput(input, options, sink, { signal: this.#stop.signal, onBytes, limits });
      sink.end();
    }
    this.#send({ kind: 'done', at });
  }

  #digester(place: number): CaptureDigester {
    return new CaptureDigester(this.#setup.recipe, this.#texts, nodeHasher, place);
  }

  #sendResults(message: FromWorker & { readonly length: number }): void {
    this.#send(message);
    this.#sent = (this.#sent + message.length) | 0;
    this.#state.waitForRoom(this.#sent, this.#setup.room);
  }
}

/** Gathers the results of one capture and sends them piece by piece. */
class SendingSink implements ResultSink {
  readonly #at: number;
  readonly #digester: CaptureDigester;
  readonly #send: (message: FromWorker & { readonly length: number }) => void;
  #uploads: string[] = [];
  #uploadsLength = 0;
  #exchanges = 0;

  constructor(
    at: number,
    digester: CaptureDigester,
    send: (message: FromWorker & { readonly length: number }) => void,
  ) {
    this.#at = at;
    this.#digester = digester;
    this.#send = send;
  }

  exchange(capture: string, result: Parameters<ResultSink['exchange']>[1]): void {
    this.#exchanges++;
    this.#digester.exchange(capture, result);
    if (result.oss !== null && isOfUpload(result.oss)) {
      const line = packResult(result);
      this.#uploads.push(line);
      this.#uploadsLength += line.length;
    }
    if (this.#digester.waiting + this.#uploadsLength >= PART_LENGTH) this.#part(false);
  }

  capture(info: CaptureInfo): void {
    this.#part(true);
    const length = CAPTURE_LENGTH + info.notices.length * NOTICE_LENGTH;
    this.#send({ kind: 'capture', at: this.#at, length, info: CAPTURE_INFO.encode(info) });
  }

  unreadable(input: UnreadableInput): void {
    this.#send({ kind: 'unreadable', at: this.#at, length: NOTICE_LENGTH, input });
  }

  /** Sends what is left of a capture that had no account. */
  end(): void {
    if (this.#exchanges > 0) this.#part(true);
  }

  #part(end: boolean): void {
    const part = this.#digester.take(end);
    const uploads = this.#uploads;
    const length = part.digests.reduce((sum, digest) => sum + (digest?.length ?? 0), this.#uploadsLength);
    this.#uploads = [];
    this.#uploadsLength = 0;
    this.#exchanges = 0;
    this.#send({ kind: 'part', at: this.#at, length, part, uploads });
  }
}

/** Made by a `Crew`, in this process. */
const setup: WorkerSetup = workerData;
const port = parentPort;
if (port === null) throw new Error('this file is for worker threads');

const state = new SharedState(setup.shared);
const keyRing = unpackKeyRing(setup.keys);
const scan = loadTexts(setup.recipe.lang).then(
  (texts) =>
    new WorkerScan(
      setup,
      pipelineOptions({ ...setup.options, keyRing }),
      texts,
      state,
      (message: FromWorker) => port.postMessage(message),
    ),
);
let last: Promise<unknown> = scan;
port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'scan':
      last = last.then(async () => (await scan).scan(message));
      return;
    case 'stop':
      void scan.then((each) => each.stop());
      return;
  }
});
void scan.then(() => port.postMessage({ kind: 'ready' } satisfies FromWorker));
