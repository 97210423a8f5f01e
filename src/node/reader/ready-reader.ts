import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { captureFormatOf, MAGIC_LENGTH } from '../../engine/capture/capture-parser.ts';
import { packingOf } from '../../run/read-bytes.ts';
import { nodeZlib } from '../builtins.ts';
import { beginStandardInput } from '../files.ts';
import { isOnRemote } from '../read-bytes.ts';

/** What it makes is packed and gone at once, so it needs little room for it. */
const YOUNG_MEGABYTES = 24;

/** A thread that was started before anybody knew what it is to read. */
let ready: Worker | null = null;

/**
 * Starts a reader for the capture that a command line names, if it pays off: a thread takes as long to come
 * up as the command takes to load, so both are done at the same time. Nobody has read the command line by
 * then: where it asks for something else, the thread is not used, and ends with the process. Gives whether
 * one was started.
 */
export function readyReader(argv: readonly string[]): boolean {
  const words = argv.filter((word) => !word.startsWith('-'));
  const [first, ...others] = words[0] === 'scan' ? words.slice(1) : words;
  if (first === undefined || availableParallelism() === 1) return false;
  // Several captures are read by several jobs, and one job alone has no reader.
  if (argv.some((word) => word.startsWith('--jobs'))) return false;
  if (!gainsFromReader(first) || others.some(gainsFromReader)) return false;
  try {
    const worker = startReader();
    worker.unref();
    worker.once('error', () => (ready = null));
    worker.once('exit', () => (ready = null));
    ready = worker;
    return true;
  } catch {
    // Where there is no thread now, there may be one when it is needed.
    return false;
  }
}

/** A reader that waits for its `ReaderSetup`: the one that was made ready, if it is there. */
export function takeReader(): Worker {
  const worker = ready;
  if (worker === null) return startReader();
  ready = null;
  worker.removeAllListeners();
  worker.ref();
  return worker;
}

/** The worker's file stands beside this one, as the compiler and as the bundler leave them. */
function startReader(): Worker {
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  return new Worker(new URL('./reader-worker.js', import.meta.url), {
    name: 'osscap reader',
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
  });
}

/**
 * Another thread pays off for a capture of so many bytes: less is read by the time that one has started and
 * got up to speed. Up to here the clock says the same of both, and one thread takes a seventh less processor.
 */
const LARGE_BYTES = 48 * 1024 * 1024;
/** The same where they are packed. */
const LARGE_PACKED_BYTES = 6 * 1024 * 1024;

/** Messages of HTTP a megabyte, about, that another thread is worth: bodies take the reader's time alone. */
const LEAST_MESSAGES = 100;
/** Looked at in the middle of the file, or at the beginning of a packed one, in bytes. */
const SAMPLE_BYTES = 256 * 1024;
/** What that may come to. */
const MOST_UNPACKED_BYTES = 64 * SAMPLE_BYTES;

/** Whether a file is a large capture with many small messages. What is odd about it, its reader says. */
export function gainsFromReader(path: string): boolean {
  try {
    const facts = statSync(path);
    // Even to open a pipe here would take it from its reader.
    if (!facts.isFile() || facts.size < LARGE_PACKED_BYTES || isOnRemote(path)) return false;
    const file = openSync(path, 'r');
    try {
      const head = sampleOf(file, MAGIC_LENGTH, 0);
      if (captureFormatOf(head) === null) return holdsMessages(unpacked(sampleOf(file, SAMPLE_BYTES, 0)));
      if (facts.size < LARGE_BYTES) return false;
      return hasManyMessages(sampleOf(file, SAMPLE_BYTES, Math.floor(facts.size / 2)));
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}

/** Of a pipe, so many bytes are looked at, and so long is waited for them. */
const PIPE_SAMPLE_BYTES = 1024 * 1024;
const PIPE_WAIT_MS = 100;

/** The same of standard input: many small messages, and fast. What comes slowly leaves time enough. */
export async function standardInputGains(signal: AbortSignal | undefined): Promise<boolean> {
  const sample = await beginStandardInput(PIPE_SAMPLE_BYTES, PIPE_WAIT_MS, signal);
  return sample.length >= PIPE_SAMPLE_BYTES && holdsMessages(sample);
}

function sampleOf(file: number, length: number, at: number): Buffer {
  const sample = Buffer.alloc(length);
  return sample.subarray(0, readSync(file, sample, 0, length, at));
}

/** What the beginning of a packed file comes to; nothing where it cannot be known. */
function unpacked(head: Buffer): Buffer {
  const packing = packingOf(head);
  if (packing === null) return Buffer.alloc(0);
  const zlib = nodeZlib();
  const { constants } = zlib;
  const options = { maxOutputLength: MOST_UNPACKED_BYTES };
  if (packing === 'gzip') return zlib.gunzipSync(head, { ...options, finishFlush: constants.Z_SYNC_FLUSH });
  const unzstd: unknown = Reflect.get(zlib, 'zstdDecompressSync');
  const finishFlush: unknown = Reflect.get(constants, 'ZSTD_e_continue');
  return typeof unzstd === 'function' ? unzstd(head, { ...options, finishFlush }) : Buffer.alloc(0);
}

function holdsMessages(sample: Buffer): boolean {
  return captureFormatOf(sample) !== null && hasManyMessages(sample);
}

function hasManyMessages(sample: Buffer): boolean {
  return messagesIn(sample) * (1024 * 1024) >= LEAST_MESSAGES * sample.length;
}

/** Versions stand once in each head, and hardly anywhere else. */
function messagesIn(sample: Buffer): number {
  let count = 0;
  for (let at = sample.indexOf(VERSION); at >= 0; at = sample.indexOf(VERSION, at + VERSION.length)) count++;
  return count;
}

const VERSION = 'HTTP/1.';
