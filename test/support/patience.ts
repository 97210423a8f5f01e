import { expect } from 'vitest';

/**
 * Milliseconds that linear work on the long inputs of these tests never takes, however busy the machine; what
 * looks again from each place of such an input takes minutes. A guard against hanging, not a measure of
 * speed: that is for the benchmarks.
 */
export const PATIENCE = 60_000;

/** Does the work, which has to end before patience does, and gives what it gives. */
export async function endsInTime<T>(work: () => T | Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  expect(performance.now() - start).toBeLessThan(PATIENCE);
  return result;
}
