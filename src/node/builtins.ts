import type crypto from 'node:crypto';
import type v8 from 'node:v8';
import type zlib from 'node:zlib';

/*
 * Modules of Node.js that take several milliseconds to load, and that many runs have no use for:
 * each is loaded when it is first asked for.
 */

let loadedCrypto: typeof crypto | null = null;
let loadedZlib: typeof zlib | null = null;

export function nodeCrypto(): typeof crypto {
  loadedCrypto ??= process.getBuiltinModule('node:crypto');
  return loadedCrypto;
}

export function nodeZlib(): typeof zlib {
  loadedZlib ??= process.getBuiltinModule('node:zlib');
  return loadedZlib;
}

export function nodeV8(): typeof v8 {
  return process.getBuiltinModule('node:v8');
}
