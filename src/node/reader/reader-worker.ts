import { parentPort } from 'node:worker_threads';
import type { CaptureSink } from '../../engine/capture/record.ts';
import { limitsWith } from '../../engine/limits.ts';
import { Reading } from '../../engine/reading.ts';
import { unpackKeyRing } from '../../engine/sign/secret.ts';
import { BodyDigestPlan } from '../../features/bodies/body-digest-plan.ts';
import { readingFeatures } from '../../features/reading-features.ts';
import type { ReadControl } from '../../run/input.ts';
import type { ByteReader, ReadOutcome } from '../../run/read-bytes.ts';
import { STDIN } from '../files.ts';
import { nodeHasher } from '../ports.ts';
import { unpackWithNode } from '../read-bytes.ts';
import { readCapture, readPassedOn } from '../read-capture.ts';
import { nodeTlsOptions } from '../tls.ts';
import type { LineMaker, LinePlan } from './line-maker.ts';
import { ExchangePacker } from './pack-exchanges.ts';
import { type FromReader, PartMemory, type ReaderSetup, type ToReader } from './protocol.ts';

/** A part is sent at once when so much of its memory is taken, or it holds so many events. */
const FULL = 0.9;
const FULL_EVENTS = 4096;
/** At a block's end a part is sent when so much memory is taken, or so much of the file was read since. */
const NEARLY_FULL = 0.7;
const REPORTED_BYTES = 8 * 1024 * 1024;

/** After so many milliseconds of silence of a pipe, what it brought is sent: somebody may be watching. */
const SILENCE_MS = 20;

type Send = (message: FromReader) => void;

/** The bytes of standard input as the main thread passes them on. */
class PassedOn {
  #waiting: Uint8Array[] = [];
  #outcome: ReadOutcome | null = null;
  #wake = (): void => {};

  add(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
    this.#wake();
  }

  end(outcome: ReadOutcome): void {
    this.#outcome ??= outcome;
    this.#wake();
  }

  /** `taken`: is called with 0 when it begins, and then with the bytes of each block. */
  async read(reader: ByteReader, control: ReadControl, taken: (bytes: number) => void): Promise<ReadOutcome> {
    taken(0);
    const outcome = await unpackWithNode(this.#blocks(taken), reader, control);
    return outcome.kind === 'end' ? (this.#outcome ?? outcome) : outcome;
  }

  async *#blocks(taken: (bytes: number) => void): AsyncGenerator<Uint8Array> {
    for (;;) {
      const blocks = this.#waiting;
      this.#waiting = [];
      for (const block of blocks) {
        yield block;
        taken(block.length);
      }
      if (this.#waiting.length > 0) continue;
      if (this.#outcome !== null) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

/** Reads one capture in its own thread, sends what each block brings, and waits if too far ahead. */
class CaptureReader {
  readonly #setup: ReaderSetup;
  readonly #send: Send;
  readonly #memory: PartMemory;
  readonly #packer: ExchangePacker;
  readonly #passedOn = new PassedOn();
  /** Bytes of the file read since the last part. */
  #bytes = 0;
  #silence: NodeJS.Timeout | null = null;

  constructor(setup: ReaderSetup, memory: PartMemory, send: Send) {
    this.#setup = setup;
    this.#memory = memory;
    this.#packer = new ExchangePacker(() => memory.next());
    this.#send = send;
  }

  /** The next bytes of standard input. */
  pass(bytes: Uint8Array): void {
    this.#passedOn.add(bytes);
  }

  passEnd(outcome: ReadOutcome): void {
    this.#passedOn.end(outcome);
  }

  async read(signal: AbortSignal): Promise<void> {
    const { path, verifyBodies, keys, tls, lines } = this.#setup;
    const lineOf = lines === null ? null : await loadLineMaker(lines);
    const limits = limitsWith(this.#setup.limits);
    const packer = this.#packer;
    const reading = new Reading(
      {
        exchange: (exchange) => {
          // Where the main thread has more to do than this one, this one does some of it.
          packer.add(exchange, lineOf !== null && this.#memory.isFarAhead ? lineOf(exchange) : null);
          if (packer.load >= FULL || packer.events >= FULL_EVENTS) this.#part();
        },
        notice: (notice) => packer.notice(notice),
      },
      new BodyDigestPlan(nodeHasher, verifyBodies, unpackKeyRing(keys)),
      readingFeatures(nodeTlsOptions(tls, limits.tlsSessions)),
      limits,
    );
    const sink: CaptureSink = {
      record: (record) => reading.record(record),
      secrets: (type, bytes) => reading.secrets(type, bytes),
      notice: (notice) => packer.notice(notice),
      noticesPerCode: limits.warnings,
    };
    // Called before the block is worked on: what the one before it brought is complete.
    const onBytes = (bytes: number): void => {
      if (packer.load >= NEARLY_FULL || this.#bytes >= REPORTED_BYTES) this.#part();
      this.#bytes += bytes;
    };
    const control = { signal, onBytes, limits: this.#setup.limits };
    const read =
      path === STDIN
        ? await readPassedOn(
            (reader) => this.#passedOn.read(reader, control, (bytes) => this.#taken(bytes)),
            sink,
          )
        : await readCapture(path, sink, undefined, control);
    if (this.#silence !== null) clearTimeout(this.#silence);
    const isNothing = read.outcome.kind === 'interrupted' && read.summary.bytes === 0;
    const facts = read.refusal !== null || isNothing ? null : reading.end();
    this.#part();
    this.#send({ kind: 'end', read: { ...read, summary: { ...read.summary } }, facts });
  }

  #taken(bytes: number): void {
    this.#send({ kind: 'taken', bytes });
    if (this.#silence === null) this.#silence = setTimeout(() => this.#part(), SILENCE_MS);
    else this.#silence.refresh();
  }

  #part(): void {
    if (this.#packer.events === 0 && this.#bytes === 0) return;
    const bytes = this.#bytes;
    this.#bytes = 0;
    // Sent before the packer asks for its next memory: the main thread can work on it in the meantime.
    this.#packer.take((packed) => this.#send({ kind: 'part', packed, bytes }));
  }
}

/** Most captures are read without. */
async function loadLineMaker(plan: LinePlan): Promise<LineMaker> {
  const { lineMaker } = await import('./line-maker.ts');
  return lineMaker(plan);
}

// The thread that reads one capture, once it receives which.

const port = parentPort;
if (port === null) throw new Error('this file is for worker threads');

const stop = new AbortController();
let reader: CaptureReader | null = null;
port.on('message', (message: ToReader) => {
  switch (message.kind) {
    case 'read': {
      const { setup } = message;
      reader = new CaptureReader(setup, new PartMemory(setup.shared), (fromReader) =>
        port.postMessage(fromReader),
      );
      void reader.read(stop.signal);
      return;
    }
    case 'bytes':
      reader?.pass(message.bytes);
      return;
    case 'over':
      reader?.passEnd(message.outcome);
      return;
    case 'stop':
      stop.abort();
      reader?.passEnd({ kind: 'interrupted' });
      return;
  }
});
