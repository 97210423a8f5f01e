import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { isWorthReader } from './worth-reader.ts';

/** What it makes is packed and gone at once, so it needs little room for it. */
const YOUNG_MEGABYTES = 24;

/** A thread that was started before anybody knew what it is to read. */
let ready: Worker | null = null;

/**
 * Starts a reader for the capture that a command line names, if it is worth one: a thread takes as long to come up as the command
 * takes to load, so both are done at the same time. Nobody has read the command line by then: where it asks for something else, the
 * thread is not used, and ends with the process.
 */
export function readyReader(argv: readonly string[]): void {
  const words = argv.filter((word) => !word.startsWith('-'));
  const paths = words[0] === 'scan' ? words.slice(1) : words;
  if (argv.some((word) => /^(?:--jobs|-j)/.test(word)) || availableParallelism() === 1) return;
  if (paths.filter(isWorthReader).length !== 1) return;
  try {
    const worker = startReader();
    worker.unref();
    worker.once('error', () => (ready = null));
    worker.once('exit', () => (ready = null));
    ready = worker;
  } catch {
    // Where there is no thread now, there may be one when it is needed.
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
