export * from '../../src/run/credentials-text.ts';
export * from '../../src/run/input.ts';
export * from '../../src/run/other-captures.ts';
export * from '../../src/run/related-inputs.ts';
export * from '../../src/run/rotated-sets.ts';
export * from '../../src/run/unpack.ts';
