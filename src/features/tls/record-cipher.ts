import { concatBytes } from '../../engine/bytes/byte-string.ts';
import { type CipherSuite, hashBytes } from './cipher-suite.ts';
import { expandLabel, prf } from './key-schedule.ts';
import type { AeadOpener, CbcOpener, TlsCrypto, TlsHash } from './tls-crypto.ts';

/** What an opened record holds: `block[start]` to `block[end]`, of content type `type`. */
export interface OpenedRecord {
  type: number;
  block: Uint8Array;
  start: number;
  end: number;
}

/** Opens the records of one direction under one key, and gives out nothing that is not authenticated. */
export interface RecordCipher {
  /** Bytes of a record's body before its ciphertext (explicit nonce, initialisation vector). */
  readonly prefix: number;
  /** Bytes that encryption adds to a record; for CBC, whose padding hides it, the fewest. */
  readonly overhead: number;
  /** `block[start]` to `block[end]` is a record's body; null where it is not authentic under `sequence`. */
  open(type: number, sequence: number, block: Uint8Array, start: number, end: number): OpenedRecord | null;
}

const TAG = 16;
const SHORT_TAG = 8;
const NONCE = 12;

/** Opens records with an authenticated cipher: TLS 1.2 (RFC 5288, 6655, 7905) and 1.3 (RFC 8446 §5.2). */
class AeadRecordCipher implements RecordCipher {
  readonly prefix: number;
  readonly overhead: number;
  readonly #opener: AeadOpener;
  readonly #iv: Uint8Array;
  readonly #tag: number;
  readonly #nonce = new Uint8Array(NONCE);
  readonly #aad: Uint8Array;
  readonly #is13: boolean;
  readonly #opened: OpenedRecord = { type: 0, block: new Uint8Array(0), start: 0, end: 0 };

  constructor(opener: AeadOpener, iv: Uint8Array, suite: CipherSuite) {
    this.#opener = opener;
    this.#iv = iv;
    this.#is13 = suite.version === '1.3';
    const { protection } = suite;
    const explicit = protection.kind === 'aead' && !this.#is13 ? protection.explicitNonce : 0;
    this.#tag = protection.kind === 'aead' && protection.aead.endsWith('-8') ? SHORT_TAG : TAG;
    this.prefix = explicit;
    this.overhead = explicit + this.#tag + (this.#is13 ? 1 : 0);
    this.#aad = new Uint8Array(this.#is13 ? 5 : 13);
  }

  open(type: number, sequence: number, block: Uint8Array, start: number, end: number): OpenedRecord | null {
    const length = end - start - this.prefix - this.#tag;
    if (length < 0) return null;
    this.#setNonce(sequence, block, start);
    const aad = this.#aad;
    if (this.#is13) {
      // The record's own header, which always says 23 and TLS 1.2.
      aad[0] = 23;
      aad[1] = 3;
      aad[2] = 3;
      setU16(aad, 3, end - start);
    } else {
      setU64(aad, 0, sequence);
      aad[8] = type;
      aad[9] = 3;
      aad[10] = 3;
      setU16(aad, 11, length);
    }
    const plain = this.#opener.open(this.#nonce, aad, block, start + this.prefix, end);
    if (plain === null) return null;
    const opened = this.#opened;
    opened.block = plain;
    opened.start = 0;
    opened.end = plain.length;
    opened.type = type;
    return this.#is13 ? stripPadding(opened) : opened;
  }

  #setNonce(sequence: number, block: Uint8Array, start: number): void {
    const nonce = this.#nonce;
    nonce.set(this.#iv);
    if (this.prefix > 0) {
      for (let i = 0; i < this.prefix; i++) nonce[NONCE - this.prefix + i] = block[start + i] ?? 0;
      return;
    }
    let rest = sequence;
    for (let at = NONCE - 1; rest > 0; at--) {
      nonce[at] = (nonce[at] ?? 0) ^ (rest & 0xff);
      rest = Math.floor(rest / 256);
    }
  }
}

/** Takes the zeros at the end away, and the content type before them (RFC 8446 §5.4). */
function stripPadding(opened: OpenedRecord): OpenedRecord | null {
  const { block } = opened;
  let end = opened.end;
  while (end > 0 && block[end - 1] === 0) end--;
  if (end === 0) return null;
  opened.type = block[end - 1] ?? 0;
  opened.end = end - 1;
  return opened;
}

const AES_BLOCK = 16;
/** The length byte of padding, without any. */
const LEAST_PADDING = 1;

/** Opens TLS 1.2 records in CBC mode (RFC 5246 §6.2.3.2), MAC before or after encryption (RFC 7366). */
class CbcRecordCipher implements RecordCipher {
  readonly prefix = AES_BLOCK;
  readonly overhead: number;
  readonly #crypto: TlsCrypto;
  readonly #opener: CbcOpener;
  readonly #hash: TlsHash;
  readonly #macKey: Uint8Array;
  readonly #macFirst: boolean;
  readonly #opened: OpenedRecord = { type: 0, block: new Uint8Array(0), start: 0, end: 0 };

  constructor(
    crypto: TlsCrypto,
    opener: CbcOpener,
    hash: TlsHash,
    macKey: Uint8Array,
    encryptThenMac: boolean,
  ) {
    this.#crypto = crypto;
    this.#opener = opener;
    this.#hash = hash;
    this.#macKey = macKey;
    this.#macFirst = !encryptThenMac;
    this.overhead = AES_BLOCK + hashBytes(hash) + LEAST_PADDING;
  }

  open(type: number, sequence: number, block: Uint8Array, start: number, end: number): OpenedRecord | null {
    const mac = hashBytes(this.#hash);
    const cipherEnd = this.#macFirst ? end : end - mac;
    const length = cipherEnd - start - AES_BLOCK;
    if (length < AES_BLOCK || length % AES_BLOCK !== 0) return null;
    if (!this.#macFirst && !this.#isAuthentic(type, sequence, block, start, cipherEnd, block, cipherEnd)) {
      return null;
    }
    const plain = this.#opener.decrypt(
      block.subarray(start, start + AES_BLOCK),
      block,
      start + AES_BLOCK,
      cipherEnd,
    );
    const padding = plain[plain.length - 1] ?? 0;
    const contentEnd = plain.length - padding - 1 - (this.#macFirst ? mac : 0);
    if (contentEnd < 0) return null;
    for (let at = plain.length - 1 - padding; at < plain.length; at++) {
      if (plain[at] !== padding) return null;
    }
    if (this.#macFirst && !this.#isAuthentic(type, sequence, plain, 0, contentEnd, plain, contentEnd)) {
      return null;
    }
    const opened = this.#opened;
    opened.type = type;
    opened.block = plain;
    opened.start = 0;
    opened.end = contentEnd;
    return opened;
  }

  /** Whether the MAC of `data[start]` to `data[end]` stands at `macs[at]`. */
  #isAuthentic(
    type: number,
    sequence: number,
    data: Uint8Array,
    start: number,
    end: number,
    macs: Uint8Array,
    at: number,
  ): boolean {
    const header = new Uint8Array(13);
    setU64(header, 0, sequence);
    header[8] = type;
    header[9] = 3;
    header[10] = 3;
    setU16(header, 11, end - start);
    const mac = this.#crypto.hmac(this.#hash, this.#macKey, concatBytes([header, data.subarray(start, end)]));
    for (let i = 0; i < mac.length; i++) if (mac[i] !== macs[at + i]) return false;
    return true;
  }
}

/** The cipher under a TLS 1.3 traffic secret (RFC 8446 §7.3); null where the runtime lacks it. */
export function cipherOfSecret(
  crypto: TlsCrypto,
  suite: CipherSuite,
  secret: Uint8Array,
): RecordCipher | null {
  const { protection, hash } = suite;
  if (protection.kind !== 'aead') return null;
  const opener = crypto.aead(protection.aead, expandLabel(crypto, hash, secret, 'key', protection.keyBytes));
  if (opener === null) return null;
  return new AeadRecordCipher(opener, expandLabel(crypto, hash, secret, 'iv', NONCE), suite);
}

/** The ciphers of a TLS 1.2 session, client's first (RFC 5246 §6.3); null where the runtime lacks them. */
export function ciphersOfMaster(
  crypto: TlsCrypto,
  suite: CipherSuite,
  master: Uint8Array,
  randoms: { readonly client: Uint8Array; readonly server: Uint8Array },
  encryptThenMac: boolean,
): readonly [RecordCipher, RecordCipher] | null {
  const { protection, hash } = suite;
  const macBytes = protection.kind === 'cbc' ? hashBytes(protection.mac) : 0;
  const ivBytes = protection.kind === 'aead' ? NONCE - protection.explicitNonce : 0;
  const { keyBytes } = protection;
  const seed = concatBytes([randoms.server, randoms.client]);
  const block = prf(crypto, hash, master, 'key expansion', seed, 2 * (macBytes + keyBytes + ivBytes));
  const part = (side: 0 | 1, before: number, length: number): Uint8Array =>
    block.slice(2 * before + side * length, 2 * before + (side + 1) * length);
  const make = (side: 0 | 1): RecordCipher | null => {
    const key = part(side, macBytes, keyBytes);
    if (protection.kind === 'aead') {
      const opener = crypto.aead(protection.aead, key);
      const iv = new Uint8Array(NONCE);
      iv.set(part(side, macBytes + keyBytes, ivBytes));
      return opener === null ? null : new AeadRecordCipher(opener, iv, suite);
    }
    const opener = crypto.cbc(protection.cbc, key);
    if (opener === null) return null;
    return new CbcRecordCipher(crypto, opener, protection.mac, part(side, 0, macBytes), encryptThenMac);
  };
  const client = make(0);
  const server = make(1);
  return client === null || server === null ? null : [client, server];
}

function setU16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >> 8;
  bytes[at + 1] = value & 0xff;
}

/** A sequence number below 2^53. */
function setU64(bytes: Uint8Array, at: number, value: number): void {
  const high = Math.floor(value / 2 ** 32);
  setU16(bytes, at, high >>> 16);
  setU16(bytes, at + 2, high & 0xffff);
  setU16(bytes, at + 4, (value >>> 16) & 0xffff);
  setU16(bytes, at + 6, value & 0xffff);
}
