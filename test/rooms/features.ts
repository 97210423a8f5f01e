export * from '../../src/features/reading-features.ts';
export * from '../../src/features/scan-pipeline.ts';
export * from '../../src/features/specimens.ts';
