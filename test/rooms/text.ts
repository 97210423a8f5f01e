export * from '../../src/features/text/colours.ts';
export * from '../../src/features/text/limits.ts';
export * from '../../src/features/text/literals.ts';
export * from '../../src/features/text/start-line.ts';
export * from '../../src/features/text/text-parser.ts';
