export * from '../../src/features/suspects/client-kinds.ts';
export * from '../../src/features/suspects/entries.ts';
export * from '../../src/features/suspects/evidence.ts';
export * from '../../src/features/suspects/numbers.ts';
export * from '../../src/features/suspects/profiles.ts';
export * from '../../src/features/suspects/suspect-watch.ts';
export * from '../../src/features/suspects/weigh.ts';
