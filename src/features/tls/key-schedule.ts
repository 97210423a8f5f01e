import { concatBytes, toBytes } from '../../engine/bytes/byte-string.ts';
import { hashBytes } from './cipher-suite.ts';
import type { TlsCrypto, TlsHash } from './tls-crypto.ts';

const MASTER_SECRET_BYTES = 48;
const MAX_HASH_BYTES = 48;

/** The pseudorandom function of TLS 1.2 (RFC 5246 §5). */
export function prf(
  crypto: TlsCrypto,
  hash: TlsHash,
  secret: Uint8Array,
  label: string,
  seed: Uint8Array,
  length: number,
): Uint8Array {
  const full = concatBytes([toBytes(label), seed]);
  const output = new Uint8Array(length + MAX_HASH_BYTES);
  let filled = 0;
  let a = full;
  while (filled < length) {
    a = crypto.hmac(hash, secret, a);
    const block = crypto.hmac(hash, secret, concatBytes([a, full]));
    output.set(block, filled);
    filled += block.length;
  }
  return output.subarray(0, length);
}

/** Master secret of TLS 1.2 (RFC 5246 §8.1). */
export function masterSecret(
  crypto: TlsCrypto,
  hash: TlsHash,
  premaster: Uint8Array,
  clientRandom: Uint8Array,
  serverRandom: Uint8Array,
): Uint8Array {
  const seed = concatBytes([clientRandom, serverRandom]);
  return prf(crypto, hash, premaster, 'master secret', seed, MASTER_SECRET_BYTES);
}

/** Extended master secret (RFC 7627 §4); `transcript`: the handshake, ClientKeyExchange included. */
export function extendedMasterSecret(
  crypto: TlsCrypto,
  hash: TlsHash,
  premaster: Uint8Array,
  transcript: Uint8Array,
): Uint8Array {
  const seed = crypto.digest(hash, transcript);
  return prf(crypto, hash, premaster, 'extended master secret', seed, MASTER_SECRET_BYTES);
}

/** HKDF-Expand-Label with an empty context (RFC 8446 §7.1). */
export function expandLabel(
  crypto: TlsCrypto,
  hash: TlsHash,
  secret: Uint8Array,
  label: string,
  length: number,
): Uint8Array {
  const name = toBytes(`tls13 ${label}`);
  const info = concatBytes([Uint8Array.of(length >> 8, length & 0xff, name.length), name, Uint8Array.of(0)]);
  const output = new Uint8Array(length + MAX_HASH_BYTES);
  let filled = 0;
  let block: Uint8Array = new Uint8Array(0);
  for (let counter = 1; filled < length; counter++) {
    block = crypto.hmac(hash, secret, concatBytes([block, info, Uint8Array.of(counter)]));
    output.set(block, filled);
    filled += block.length;
  }
  return output.subarray(0, length);
}

/** The traffic secret after a key update (RFC 8446 §7.2). */
export function nextTrafficSecret(crypto: TlsCrypto, hash: TlsHash, secret: Uint8Array): Uint8Array {
  return expandLabel(crypto, hash, secret, 'traffic upd', hashBytes(hash));
}
