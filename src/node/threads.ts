import { errorCode, errorName } from '../bytes/error-name.ts';
import { nodeV8 } from './builtins.ts';

/**
 * From now on each thread clears the heap of what it has just made by itself. To be called where every processor has a thread to keep
 * busy: others that help with a heap take their time from those.
 */
export function clearHeapsAlone(): void {
  nodeV8().setFlagsFromString('--no-parallel-scavenge');
}

/** Of what a worker died, as it may be told. */
export function deathOf(error: unknown): string {
  if (errorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY') return 'out of memory';
  // its message may quote what was captured
  return errorName(error);
}
