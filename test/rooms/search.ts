export * from '../../src/search/hypotheses/combinations.ts';
export * from '../../src/search/hypotheses/date.ts';
export * from '../../src/search/hypotheses/index.ts';
export * from '../../src/search/hypothesis.ts';
