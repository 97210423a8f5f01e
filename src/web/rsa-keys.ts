import { fromBase64 } from '../engine/bytes/base64.ts';
import { toBytes } from '../engine/bytes/byte-string.ts';
import { fromHex, toHex } from '../engine/bytes/hex.ts';
import type { RsaKeys } from '../features/tls/tls-crypto.ts';

/** An RSA key as its file has it (RFC 8017 §A.1.2). */
interface RsaKey {
  readonly modulus: bigint;
  readonly exponent: bigint;
  /** Bytes of the modulus. */
  readonly size: number;
}

/**
 * Private keys of servers in PEM form, as PKCS #1 or PKCS #8; null where one is no RSA key that can be read.
 * Browsers have no such operation: theirs take the padding away, and say nothing where it is not what they
 * expect.
 */
export function webRsaKeys(pems: readonly string[]): RsaKeys | null {
  const keys: RsaKey[] = [];
  for (const pem of pems) {
    const key = readKey(pem);
    if (key === null) return null;
    keys.push(key);
  }
  return { count: keys.length, decrypt: (encrypted) => keys.flatMap((key) => rawDecrypt(key, encrypted)) };
}

function rawDecrypt({ modulus, exponent, size }: RsaKey, encrypted: Uint8Array): Uint8Array[] {
  const message = numberOf(encrypted);
  if (encrypted.length !== size || message >= modulus) return [];
  return [bytesOf(power(message, exponent, modulus), size)];
}

/** `base` raised to `exponent`, modulo `modulus`. */
function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === '1') result = (result * base) % modulus;
  }
  return result;
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x0${toHex(bytes)}`);
}

function bytesOf(value: bigint, size: number): Uint8Array {
  return toBytes(fromHex(value.toString(16).padStart(2 * size, '0')) ?? '');
}

const PEM = /-----BEGIN (RSA )?PRIVATE KEY-----([^-]*)-----END (?:RSA )?PRIVATE KEY-----/;

/** `rsaEncryption` (RFC 8017 §A.1), as it is encoded. */
const RSA_ENCRYPTION = '42,134,72,134,247,13,1,1,1';

const INTEGER = 0x02;
const OCTETS = 0x04;
const IDENTIFIER = 0x06;
const SEQUENCE = 0x30;

/**
 * Of a modulus or an exponent: 16384 bits and their sign, as much as OpenSSL works with. The time that one
 * decryption takes grows with the third power.
 */
const MAX_NUMBER_BYTES = 2049;

function readKey(pem: string): RsaKey | null {
  const [, isOfRsa, text] = PEM.exec(pem) ?? [];
  const der = text === undefined ? null : fromBase64(text);
  const whole = der === null ? null : valuesIn(toBytes(der), 1);
  const key = isOfRsa === undefined ? keyOfPkcs8(whole) : whole;
  const fields = key?.[0]?.tag === SEQUENCE ? valuesIn(key[0].bytes) : null;
  const [, modulus, , exponent] = fields ?? [];
  if (modulus?.tag !== INTEGER || exponent?.tag !== INTEGER) return null;
  const value = numberOf(modulus.bytes);
  // An even modulus is none, and one of a few bits no key of a server.
  if (value % 2n === 0n || value < 1n << 511n) return null;
  if (modulus.bytes.length > MAX_NUMBER_BYTES || exponent.bytes.length > MAX_NUMBER_BYTES) return null;
  const size = Math.ceil(value.toString(16).length / 2);
  return { modulus: value, exponent: numberOf(exponent.bytes), size };
}

/** The key within a `PrivateKeyInfo` (RFC 5208 §5): version, algorithm, and the key as octets. */
function keyOfPkcs8(whole: readonly DerValue[] | null): readonly DerValue[] | null {
  const fields = whole?.[0]?.tag === SEQUENCE ? valuesIn(whole[0].bytes) : null;
  const [, algorithm, key] = fields ?? [];
  if (algorithm?.tag !== SEQUENCE || key?.tag !== OCTETS) return null;
  const [identifier] = valuesIn(algorithm.bytes) ?? [];
  return identifier?.tag === IDENTIFIER && identifier.bytes.join() === RSA_ENCRYPTION
    ? valuesIn(key.bytes)
    : null;
}

interface DerValue {
  readonly tag: number;
  readonly bytes: Uint8Array;
}

/**
 * The values that stand one behind the other (X.690 §8.1), or the first of them; null where they are cut or
 * broken. Behind the one value of a file anything may stand: Node.js does not look.
 */
function valuesIn(der: Uint8Array, most = Number.POSITIVE_INFINITY): readonly DerValue[] | null {
  const values: DerValue[] = [];
  for (let at = 0; at < der.length && values.length < most; ) {
    const tag = der[at] ?? 0;
    let length = der[at + 1] ?? 0;
    at += 2;
    if (length >= 0x80) {
      const count = length & 0x7f;
      if (count === 0 || count > 4) return null;
      length = Number(numberOf(der.subarray(at, at + count)));
      at += count;
    }
    if (at + length > der.length) return null;
    values.push({ tag, bytes: der.subarray(at, at + length) });
    at += length;
  }
  return values;
}
