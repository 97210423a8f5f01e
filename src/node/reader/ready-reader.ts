import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { isWorthReader } from './worth-reader.ts';

/** What it makes is packed and gone at once, so it needs little room for it. */
const YOUNG_MEGABYTES = 24;

/** A thread that was started before anybody knew what it is to read. */
let ready: Worker | null = null;

/**
 * Starts a reader for the capture that a command line names, if it is worth one: a thread takes as
 * long to come up as the command takes to load, so both are done at the same time. Nobody has read
 * the command line by then: where it asks for something else, the thread is not used, and ends with
 * the process. Gives whether one was started.
 */
export function readyReader(argv: readonly string[]): boolean {
  const words = argv.filter((word) => !word.startsWith('-'));
  const [first, ...others] = words[0] === 'scan' ? words.slice(1) : words;
  if (first === undefined || availableParallelism() === 1) return false;
  // Several captures are read by several jobs, and one job alone has no reader.
  if (argv.some((word) => word.startsWith('--jobs'))) return false;
  if (!isWorthReader(first) || others.some(isWorthReader)) return false;
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
