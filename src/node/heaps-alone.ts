import { setFlagsFromString } from 'node:v8';

/**
 * From now on each thread clears the heap of what it has just made by itself. To be called where every processor has a thread to keep
 * busy: others that help with a heap take their time from those.
 */
export function clearHeapsAlone(): void {
  setFlagsFromString('--no-parallel-scavenge');
}
