export * from '../../src/web/crypto.ts';
export * from '../../src/web/inflate.ts';
export * from '../../src/web/rsa-keys.ts';
