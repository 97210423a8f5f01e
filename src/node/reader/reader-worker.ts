import { parentPort } from 'node:worker_threads';
import type { CaptureSink } from '../../capture/record.ts';
import { BodyDigestPlan } from '../../features/bodies/body-digest-plan.ts';
import { readingFeatures } from '../../features/reading-features.ts';
import { limitsWith } from '../../limits.ts';
import { Reading } from '../../reading.ts';
import { unpackKeyRing } from '../../sign/secret.ts';
import { nodeHasher } from '../ports.ts';
import { readCapture } from '../read-capture.ts';
import { nodeTlsOptions } from '../tls.ts';
import { ExchangePacker } from './pack-exchanges.ts';
import { type FromReader, PartMemory, type ReaderSetup, type ToReader } from './protocol.ts';

/** A part is sent at once when so much of its memory is taken, or it holds so many events. */
const FULL = 0.9;
const FULL_EVENTS = 4096;
/**
 * At the end of a block a part is sent when this much of its memory is taken, or when so many bytes
 * of the file were read since the last part.
 */
const NEARLY_FULL = 0.7;
const REPORTED_BYTES = 8 * 1024 * 1024;

type Send = (message: FromReader) => void;

/**
 * Reads one capture in a thread of its own: what each block brings is sent as it is read. Waits
 * where it runs too far ahead of the main thread.
 */
class CaptureReader {
  readonly #setup: ReaderSetup;
  readonly #send: Send;
  readonly #packer: ExchangePacker;
  /** Bytes of the file read since the last part. */
  #bytes = 0;

  constructor(setup: ReaderSetup, memory: PartMemory, send: Send) {
    this.#setup = setup;
    this.#packer = new ExchangePacker(() => memory.next());
    this.#send = send;
  }

  async read(signal: AbortSignal): Promise<void> {
    const { path, verifyBodies, keys, tls } = this.#setup;
    const limits = limitsWith(this.#setup.limits);
    const packer = this.#packer;
    const reading = new Reading(
      {
        exchange: (exchange) => {
          packer.add(exchange);
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
    const read = await readCapture(path, sink, undefined, {
      signal,
      onBytes,
      limits: this.#setup.limits,
    });
    const isNothing = read.outcome.kind === 'interrupted' && read.summary.bytes === 0;
    const facts = read.refusal !== null || isNothing ? null : reading.end();
    this.#part();
    this.#send({ kind: 'end', read: { ...read, summary: { ...read.summary } }, facts });
  }

  #part(): void {
    if (this.#packer.events === 0 && this.#bytes === 0) return;
    const bytes = this.#bytes;
    this.#bytes = 0;
    // Sent before the packer asks for its next memory: the main thread can work on it in the
    // meantime.
    this.#packer.take((packed) => this.#send({ kind: 'part', packed, bytes }));
  }
}

// The thread that reads one capture, once it receives which.

const port = parentPort;
if (port === null) throw new Error('this file is for worker threads');

const stop = new AbortController();
port.on('message', (message: ToReader) => {
  if (message.kind === 'stop') {
    stop.abort();
    return;
  }
  const { setup } = message;
  const reader = new CaptureReader(setup, new PartMemory(setup.shared), (fromReader) =>
    port.postMessage(fromReader),
  );
  void reader.read(stop.signal);
});
