export * from '../../src/engine/sign/canonical.ts';
export * from '../../src/engine/sign/chunks.ts';
export * from '../../src/engine/sign/claim.ts';
export * from '../../src/engine/sign/escapes.ts';
export * from '../../src/engine/sign/hasher.ts';
export * from '../../src/engine/sign/secret.ts';
export * from '../../src/engine/sign/secret-finder.ts';
export * from '../../src/engine/sign/versions.ts';
