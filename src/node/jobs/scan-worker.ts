import { parentPort, workerData } from 'node:worker_threads';
import { limitsWith } from '../../engine/limits.ts';
import type { CaptureInfo, ResultSink, UnreadableInput } from '../../engine/results.ts';
import { unpackKeyRing } from '../../engine/sign/secret.ts';
import type { ScanPipelineOptions } from '../../features/scan-pipeline.ts';
import { isOfUpload, OpenUploads } from '../../features/uploads/upload-tracker.ts';
import { CAPTURE_INFO } from '../../report/blob/codec.ts';
import { FirstSpecimens } from '../../report/contrasts.ts';
import { CaptureDigester } from '../../report/digest/capture-digester.ts';
import { packResult } from '../../report/digest/packed-digest.ts';
import { loadTexts } from '../../sentences/load.ts';
import type { Texts } from '../../sentences/texts.ts';
import { nodeHasher } from '../ports.ts';
import { pipelineOptions, scanInput } from '../scan.ts';
import {
  type AssignedInput,
  type FromWorker,
  PART_LENGTH,
  SharedState,
  type ToWorker,
  type WorkerResult,
  type WorkerSetup,
} from './protocol.ts';

// A worker of a scan: reads the captures that it is given, in the order in which they come.

/** Of one notice, in characters. */
const NOTICE_LENGTH = 200;

/** Reads captures one after the other, sends what was found, and waits where it runs too far ahead. */
class WorkerScan {
  readonly #setup: WorkerSetup;
  readonly #pipelineOptions: ScanPipelineOptions;
  readonly #texts: Texts;
  readonly #state: SharedState;
  readonly #send: (message: FromWorker) => void;
  readonly #stop = new AbortController();
  /** Null where a report has all of a capture. */
  readonly #specimens: FirstSpecimens | null;
  /** Results of whole captures that are to be sent together. */
  #waiting: WorkerResult[] = [];
  #waitingLength = 0;
  /** Characters of results that were sent, counted as `SharedState` does. */
  #sent = 0;

  constructor(
    setup: WorkerSetup,
    options: ScanPipelineOptions,
    texts: Texts,
    state: SharedState,
    send: (message: FromWorker) => void,
  ) {
    this.#setup = setup;
    const { reports } = setup.recipe;
    this.#specimens = reports.some(({ kind }) => kind === 'blob') ? null : new FirstSpecimens();
    this.#pipelineOptions = options;
    this.#texts = texts;
    this.#state = state;
    this.#send = send;
  }

  stop(): void {
    this.#stop.abort();
  }

  async scan(inputs: readonly AssignedInput[]): Promise<void> {
    for (const each of inputs) await this.#scanOne(each);
    this.#flush();
  }

  async #scanOne({ at, place, input }: AssignedInput): Promise<void> {
    let isUnderWay = false;
    if (!this.#state.isStopped) {
      const sink = new SendingSink(at, this.#digester(place), this.#specimens, (result) => {
        this.#add(result, result.length);
        // The rest of a large capture goes at once: one that dies then is lost, and not read again.
        isUnderWay ||= this.#waitingLength >= PART_LENGTH;
        if (isUnderWay) this.#flush();
      });
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
    this.#add({ kind: 'done', at }, 0);
    if (isUnderWay) this.#flush();
    this.#state.finish();
  }

  #add(result: WorkerResult, length: number): void {
    this.#waiting.push(result);
    this.#waitingLength += length;
  }

  /** Sends what waits, and waits itself where that runs too far ahead. */
  #flush(): void {
    if (this.#waiting.length === 0) return;
    this.#send({ kind: 'results', results: this.#waiting });
    this.#sent = (this.#sent + this.#waitingLength) | 0;
    this.#waiting = [];
    this.#waitingLength = 0;
    this.#state.waitForRoom(this.#sent, this.#setup.room);
  }

  #digester(place: number): CaptureDigester {
    return new CaptureDigester(this.#setup.recipe, this.#texts, nodeHasher, place);
  }
}

/** All but the last of a capture. */
type SizedResult = WorkerResult & { readonly length: number };

/** Gathers the results of one capture and sends them piece by piece. */
class SendingSink implements ResultSink {
  readonly #at: number;
  readonly #digester: CaptureDigester;
  readonly #specimens: FirstSpecimens | null;
  readonly #send: (result: SizedResult) => void;
  #uploads: string[] = [];
  #uploadsLength = 0;
  #exchanges = 0;

  constructor(
    at: number,
    digester: CaptureDigester,
    specimens: FirstSpecimens | null,
    send: (result: SizedResult) => void,
  ) {
    this.#at = at;
    this.#digester = digester;
    this.#specimens = specimens;
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
    const specimens = this.#specimens?.of(info.specimens ?? []) ?? info.specimens;
    // to encode one, its traits are worked out
    const known = specimens === undefined ? info : { ...info, specimens };
    const encoded = JSON.stringify(CAPTURE_INFO.encode(known));
    this.#send({ kind: 'capture', at: this.#at, length: encoded.length, info: encoded });
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
      last = last.then(async () => (await scan).scan(message.inputs));
      return;
    case 'stop':
      void scan.then((each) => each.stop());
      return;
  }
});
void scan.then(() => port.postMessage({ kind: 'ready' } satisfies FromWorker));
