import type { Worker } from 'node:worker_threads';
import { isPlain } from '../../engine/diagnose/diagnose.ts';
import type { Exchange } from '../../engine/http/exchange.ts';
import type { Pipeline } from '../../engine/pipeline.ts';
import type { ReadFacts } from '../../engine/reading.ts';
import { packKeyRing } from '../../engine/sign/secret.ts';
import { ShortBodyDigester } from '../../features/bodies/body-digester.ts';
import { type ScanPipelineOptions, verificationOf } from '../../features/scan-pipeline.ts';
import { type MadeLines, noneMade } from '../../report/reporter.ts';
import type { ReadControl } from '../../run/input.ts';
import type { ReadOutcome } from '../../run/read-bytes.ts';
import { type CaptureRead, NOTHING_KNOWN } from '../../run/read-capture.ts';
import {
  clearHeapsAlone,
  compileLess,
  deathOf,
  inTurns,
  keepHeapsSmall,
  stopGrowth,
  Turns,
} from '../builtins.ts';
import { allOfStandardInput, STDIN, standardInput } from '../files.ts';
import { failure } from '../read-bytes.ts';
import type { TlsKeyMaterial } from '../tls.ts';
import type { AskedLines, LinePlan } from './line-maker.ts';
import { type FromReader, PartMemory, type ReaderSetup, type ToReader } from './protocol.ts';
import { takeReader } from './ready-reader.ts';
import { ExchangeUnpacker } from './unpack-exchanges.ts';

/** Gives a reader that waits for its setup. */
export type SpawnReader = () => Worker;

export interface ApartOptions {
  readonly shared: ScanPipelineOptions;
  readonly tls: TlsKeyMaterial | undefined;
  /** Of a report that writes exchanges as they come. */
  readonly lines?: AskedLines | undefined;
  readonly spawn?: SpawnReader | undefined;
}

/** What came of a reading; `not-started`: there was no thread for it, and nothing happened. */
type ReadApart = (CaptureRead & { readonly facts: ReadFacts | null }) | 'not-started';

/**
 * Reads a capture in another thread, and passes its exchanges and notices to the pipeline here, in the order
 * in which they would come without it. Both halves of the work are done at the same time.
 */
export async function readApart(
  path: string,
  pipeline: Pipeline,
  { shared, tls, lines: asked, spawn = takeReader }: ApartOptions,
  { signal, onBytes }: ReadControl,
): Promise<ReadApart> {
  keepHeapsSmall();
  clearHeapsAlone();
  compileLess();
  const memory = new PartMemory();
  const verifyBodies = verificationOf(shared);
  let worker: Worker;
  try {
    worker = spawn();
  } catch {
    return 'not-started';
  }
  const post = (message: ToReader): void => worker.postMessage(message);
  const keys = packKeyRing(shared.keyRing);
  const { buckets, endpoints, keyRing, limits } = shared;
  // what a credential shows is known here alone
  const lines: LinePlan | null =
    asked === undefined || keyRing.size > 0
      ? null
      : { spec: asked.spec, lang: asked.lang, capture: path, buckets, endpoints };
  const setup: ReaderSetup = { path, verifyBodies, keys, tls, limits, lines, shared: memory.buffer };
  post({ kind: 'read', setup });
  const passing = path === STDIN ? new PassingOn(worker) : null;
  const stop = (): void => {
    post({ kind: 'stop' });
    passing?.stop();
  };
  if (signal?.aborted === true) stop();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<ReadApart>((resolve, reject) => {
      let isUnderWay = false;
      const work = async (message: FromReader | Death): Promise<void> => {
        switch (message.kind) {
          case 'end':
            resolve({ ...message.read, facts: message.facts });
            return;
          case 'taken':
            passing?.taken(message.bytes).catch(reject);
            return;
          case 'part':
            stopGrowth();
            // what waits at the signal is left: it may be as much as was read
            if (signal?.aborted !== true) {
              await take(message, pipeline, shared, asked?.made ?? null, { signal, onBytes });
            }
            memory.done();
            return;
          case 'died':
            // One that fails before it has read anything fails for want of room, or of its file.
            resolve(isUnderWay ? lost(path, message.detail) : 'not-started');
        }
      };
      const add = inTurns<FromReader | Death>((message) => work(message).catch(reject));
      worker.on('message', (message: FromReader) => {
        isUnderWay = true;
        add(message);
      });
      worker.once('error', (error: unknown) => add({ kind: 'died', detail: deathOf(error) }));
      worker.once('exit', (code) => add({ kind: 'died', detail: `exit code ${code}` }));
    });
  } finally {
    passing?.stop();
    signal?.removeEventListener('abort', stop);
    worker.removeAllListeners();
    await worker.terminate();
  }
}

/** Bytes of standard input that may be on their way to the reader. */
const MOST_UNDER_WAY = 4 * 1024 * 1024;

/** Passes the bytes of standard input on to the reader: it ends with the thread that it belongs to. */
class PassingOn {
  readonly #worker: Worker;
  readonly #stream = standardInput();
  #underWay = 0;
  #hasBegun = false;
  #isStopped = false;
  #wake = (): void => {};

  constructor(worker: Worker) {
    this.#worker = worker;
  }

  /** The reader came up, and has worked on so many bytes: before that, bytes passed on may be lost. */
  async taken(bytes: number): Promise<void> {
    this.#underWay -= bytes;
    this.#wake();
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    await this.#passOn();
  }

  async #passOn(): Promise<void> {
    let outcome: ReadOutcome = { kind: 'end' };
    try {
      for await (const block of allOfStandardInput(this.#stream)) {
        if (this.#isStopped) return;
        this.#underWay += block.length;
        // Some are views of memory that others use.
        const bytes = block.length === block.buffer.byteLength ? block : Uint8Array.from(block);
        const message: ToReader = { kind: 'bytes', bytes };
        this.#worker.postMessage(message, [bytes.buffer as ArrayBuffer]);
        while (this.#underWay > MOST_UNDER_WAY && !this.#isStopped) {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        }
      }
    } catch (error) {
      if (this.#isStopped) return;
      outcome = failure(error);
    }
    const message: ToReader = { kind: 'over', outcome };
    this.#worker.postMessage(message);
  }

  stop(): void {
    this.#isStopped = true;
    this.#stream.destroy();
    this.#wake();
  }
}

/** The thread has ended without having been asked to. `detail`: why. */
interface Death {
  readonly kind: 'died';
  readonly detail: string;
}

/** What the thread sent before stands in the reports; no more is known of the capture. */
function lost(path: string, detail: string): ReadApart {
  const failure = { path, reason: 'reader-failed', detail } as const;
  return { outcome: { kind: 'end' }, summary: NOTHING_KNOWN, refusal: null, failure, facts: null };
}

/** `line`: how the report writes it if nothing else is known of it; its bytes are there until then. */
function withLine(made: MadeLines, exchange: Exchange, line: Uint8Array, pass: () => void): void {
  made.find = ({ exchange: of, diagnosis, triage }) =>
    of === exchange && triage === undefined && diagnosis !== null && isPlain(diagnosis) ? line : null;
  try {
    pass();
  } finally {
    made.find = noneMade;
  }
}

/** Exchanges between two looks at the clock: most take a microsecond or two, some milliseconds. */
const EXCHANGES_AT_A_TIME = 4;

/** Until the signal comes. Its bytes count as the exchanges in it are worked on. */
async function take(
  { packed, bytes }: Pick<Extract<FromReader, { kind: 'part' }>, 'packed' | 'bytes'>,
  pipeline: Pipeline,
  { hasher }: ScanPipelineOptions,
  made: MadeLines | null,
  { signal, onBytes }: ReadControl,
): Promise<void> {
  let counted = 0;
  const countTo = (share: number): void => {
    const upTo = Math.floor(bytes * share);
    onBytes?.(upTo - counted);
    counted = upTo;
  };
  const unpacker = new ExchangeUnpacker(packed, {
    exchange: (exchange, line) => {
      if (line === null || made === null) pipeline.exchange(exchange);
      else withLine(made, exchange, line, () => pipeline.exchange(exchange));
    },
    notice: (notice) => pipeline.notice(notice),
    digest: (body) => new ShortBodyDigester(hasher, body),
  });
  const turns = new Turns();
  for (let given = 1; unpacker.next(); given++) {
    if (given % EXCHANGES_AT_A_TIME !== 0 || !turns.isOver) continue;
    countTo(given / packed.exchanges);
    await turns.next();
    if (signal?.aborted === true) return;
  }
  countTo(1);
}
