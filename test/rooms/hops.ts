export * from '../../src/features/hops/compare-hops.ts';
export * from '../../src/features/hops/hop-model.ts';
export * from '../../src/features/hops/join-hops.ts';
export * from '../../src/features/hops/pair-exchanges.ts';
