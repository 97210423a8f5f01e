export * from '../../src/engine/limits.ts';
export * from '../../src/engine/reading.ts';
export * from '../../src/engine/results.ts';
