/*
 * Payloads in chunks ("Transferring payload in multiple chunks" in the Signature Version 4 pages of Amazon
 * S3): each chunk is signed over its data and the signature before it, the first over that of the request.
 */

import type { ByteString } from '../bytes/byte-string.ts';
import type { SignatureVersion } from './canonical.ts';
import { type Scope, scopeText } from './claim.ts';
import { type Hasher, hexDigest } from './hasher.ts';
import { SIGV4A_SCHEME } from './s3.ts';
import type { Secret } from './secret.ts';
import { deriveKey, signWithKey } from './signature.ts';
import { EMPTY_SHA256 } from './v4.ts';
import { VERSIONS, versionRecord } from './versions.ts';

/** What `x-amz-content-sha256` says of a payload in chunks. */
export interface ChunkedForm {
  readonly isSigned: boolean;
  readonly hasTrailer: boolean;
  /** Signed with SigV4A, whose signatures no shared secret checks. */
  readonly isAsymmetric: boolean;
}

const { scheme } = VERSIONS.s3v4;
const FORMS: ReadonlyMap<ByteString, ChunkedForm> = new Map(
  [scheme, SIGV4A_SCHEME].flatMap((algorithm) =>
    ['', '-TRAILER'].map((end): [ByteString, ChunkedForm] => [
      `STREAMING-${algorithm}-PAYLOAD${end}`,
      { isSigned: true, hasTrailer: end !== '', isAsymmetric: algorithm !== scheme },
    ]),
  ),
).set('STREAMING-UNSIGNED-PAYLOAD-TRAILER', { isSigned: false, hasTrailer: true, isAsymmetric: false });

/** Null for every other value. */
export function chunkedForm(payloadHash: ByteString): ChunkedForm | null {
  return FORMS.get(payloadHash) ?? null;
}

/** What the signatures of chunks have in common with that of their request. */
export interface ChunkSeed {
  readonly accessKeyId: ByteString;
  readonly version: SignatureVersion;
  readonly scope: Scope;
  readonly timestamp: ByteString;
  /** Of the request, as sent. */
  readonly signature: ByteString;
  /** What that should be, by the secret; null where it is not known. */
  readonly due: (secret: Secret) => ByteString | null;
}

/**
 * What is wrong with a chunk, as the chunks after it show. `data`: they go on from its signature, so its data
 * are not what was signed. `signature`: they go on from what its signature should be, so the text of it was
 * changed. `seed`: the first, and the request's own signature is not what it should be either.
 */
export type ChunkFaultKind = 'data' | 'signature' | 'seed';

/**
 * Follows the signatures of one payload with one secret. Holds two of them, however many chunks there are.
 */
export class ChunkChain {
  readonly #seed: ChunkSeed;
  readonly #hasher: Hasher;
  readonly #secret: Secret;
  readonly #key: Secret;
  /** The signature before the next chunk, as sent, and what it should be. */
  #sent: ByteString;
  #due: ByteString | null = null;
  /** Of the next chunk, from 1. */
  #number = 1;
  /** Chunks whose signature is right. */
  verified = 0;
  /** Chunks, and a trailer, whose signature is not. */
  wrong = 0;
  /** The first of them, and what is wrong with it as far as is known. */
  fault: { readonly chunk: number; readonly kind: ChunkFaultKind } | null = null;

  constructor(seed: ChunkSeed, secret: Secret, hasher: Hasher) {
    this.#seed = seed;
    this.#secret = secret;
    this.#hasher = hasher;
    this.#key = deriveKey(seed.version, seed.scope, secret, hasher);
    this.#sent = seed.signature;
  }

  /** `dataHash`: SHA-256 of the data in lower-case hex. */
  chunk(signature: ByteString, dataHash: ByteString): void {
    this.#next(signature, (previous) => this.#sign('PAYLOAD', [previous, EMPTY_SHA256, dataHash]));
  }

  /** `lines`: the headers behind the last chunk as they are signed, each with its line feed. */
  trailer(signature: ByteString, lines: ByteString): void {
    const hash = hexDigest(this.#hasher, 'sha256', lines);
    this.#next(signature, (previous) => this.#sign('TRAILER', [previous, hash]));
  }

  /** Whether the request's own signature is what it should be; null where that is not known. */
  get isSeedRight(): boolean | null {
    const due = this.#seed.due(this.#secret);
    return due === null ? null : due === this.#seed.signature;
  }

  #next(signature: ByteString, sign: (previous: ByteString) => ByteString): void {
    const due = sign(this.#sent);
    if (due === signature) {
      this.verified++;
      this.#goOn(signature, null);
    } else if (this.#number === 1 && this.isSeedRight === false) {
      this.#first('seed');
      this.#goOn(signature, due);
    } else if (this.#due !== null && sign(this.#due) === signature) {
      // what stands before it is not the signature that was made there
      if (this.fault?.chunk === this.#number - 1) this.fault = { ...this.fault, kind: 'signature' };
      this.verified++;
      this.#goOn(signature, null);
    } else {
      this.#first('data');
      this.#goOn(signature, due);
    }
    this.#number++;
  }

  #first(kind: ChunkFaultKind): void {
    this.wrong++;
    this.fault ??= { chunk: this.#number, kind };
  }

  #goOn(sent: ByteString, due: ByteString | null): void {
    this.#sent = sent;
    this.#due = due;
  }

  #sign(what: 'PAYLOAD' | 'TRAILER', lines: readonly ByteString[]): ByteString {
    const { version, scope, timestamp } = this.#seed;
    const head = [`${versionRecord(version).scheme}-${what}`, timestamp, scopeText(scope)];
    return signWithKey(version, this.#key, [...head, ...lines].join('\n'), this.#hasher);
  }
}
