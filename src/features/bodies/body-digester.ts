import { toBase64 } from '../../engine/bytes/base64.ts';
import { asciiLower, type ByteString, toByteString, trimOws } from '../../engine/bytes/byte-string.ts';
import { Crc32 } from '../../engine/bytes/crc32.ts';
import { Crc64 } from '../../engine/bytes/crc64.ts';
import { toHex } from '../../engine/bytes/hex.ts';
import { ChunkedBody } from '../../engine/http/body-reader.ts';
import {
  type BodyDigests,
  type BodySink,
  CHECKSUM_NAMES,
  type ChecksumName,
  type ChunkedFacts,
  type ChunkFault,
  type HttpRequest,
  header,
} from '../../engine/http/message.ts';
import { checksumAmong, decodedLength, isSignedChunks } from '../../engine/oss/body-claims.ts';
import { readClaim } from '../../engine/oss/claim.ts';
import type { OssAddress } from '../../engine/oss/model.ts';
import { toSignableRequest } from '../../engine/oss/signable-request.ts';
import { ChunkChain, type ChunkedForm, type ChunkSeed, chunkedForm } from '../../engine/sign/chunks.ts';
import type { Hasher, IncrementalDigest } from '../../engine/sign/hasher.ts';
import { buildStrings, computeSignature, versionRecord } from '../../engine/sign/index.ts';
import type { KeyRing, Secret } from '../../engine/sign/secret.ts';

export interface DigestPlan {
  readonly md5: boolean;
  readonly crc64: boolean;
  readonly sha256: boolean;
  readonly checksums?: readonly ChecksumName[];
  /** Bytes after which the digests are given up. */
  readonly limit: number;
}

/** Computes the digests of one body from bytes that pass by. */
export class BodyDigester implements BodySink {
  #md5: IncrementalDigest | null;
  #crc64: Crc64 | null;
  #sha256: IncrementalDigest | null;
  #checksums: readonly NamedChecksum[];
  #left: number;

  constructor(hasher: Hasher, plan: DigestPlan) {
    this.#md5 = plan.md5 ? (hasher.incremental?.('md5') ?? null) : null;
    this.#crc64 = plan.crc64 ? new Crc64() : null;
    this.#sha256 = plan.sha256 ? (hasher.incremental?.('sha256') ?? null) : null;
    this.#checksums = plan.checksums?.flatMap((name) => checksumNamed(name, hasher) ?? []) ?? [];
    this.#left = plan.limit;
  }

  take(block: Uint8Array, start: number, end: number): void {
    this.#left -= end - start;
    if (this.#left < 0) {
      this.#giveUp();
      return;
    }
    this.#md5?.update(block.subarray(start, end));
    this.#crc64?.update(block, start, end);
    this.#sha256?.update(block.subarray(start, end));
    for (const { checksum } of this.#checksums) checksum.update(block.subarray(start, end));
  }

  digests(whole: boolean): BodyDigests {
    const [md5, crc64, sha256, checksums] = [this.#md5, this.#crc64, this.#sha256, this.#checksums];
    // They are asked for once, and take more memory than what they give.
    this.#giveUp();
    if (!whole) return { whole, md5: null, crc64: null };
    return {
      whole,
      md5: md5?.digest() ?? null,
      crc64: crc64?.value ?? null,
      sha256: sha256?.digest() ?? null,
      ...(checksums.length === 0
        ? {}
        : {
            checksums: checksums.map(({ name, checksum }) => ({ name, value: toBase64(checksum.digest()) })),
          }),
    };
  }

  #giveUp(): void {
    this.#md5 = null;
    this.#crc64 = null;
    this.#sha256 = null;
    this.#checksums = [];
  }
}

interface NamedChecksum {
  readonly name: ChecksumName;
  readonly checksum: IncrementalDigest;
}

/** Null where there is nobody to compute it. */
function checksumNamed(name: ChecksumName, hasher: Hasher): NamedChecksum | null {
  const checksum = startChecksum(name, hasher);
  return checksum === null ? null : { name, checksum };
}

function startChecksum(name: ChecksumName, hasher: Hasher): IncrementalDigest | null {
  switch (name) {
    case 'sha1':
    case 'sha256':
      return hasher.incremental?.(name) ?? null;
    case 'crc32':
    case 'crc32c': {
      const crc = new Crc32(name);
      return { update: (bytes) => crc.update(bytes), digest: () => bigEndian(BigInt(crc.value), 4) };
    }
    case 'crc64nvme': {
      const crc = new Crc64('nvme');
      return { update: (bytes) => crc.update(bytes), digest: () => bigEndian(crc.value, 8) };
    }
  }
}

function bigEndian(value: bigint, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => Number((value >> BigInt(8 * (length - 1 - at))) & 255n));
}

/** MD5 and SHA-256 of a short body, computed when asked for: to copy it costs a fraction of a digest. */
export class ShortBodyDigester implements BodySink {
  readonly #hasher: Hasher;
  #body: ByteString;

  /** `body`: what of it has passed already. */
  constructor(hasher: Hasher, body: ByteString = '') {
    this.#hasher = hasher;
    this.#body = body;
  }

  get held(): ByteString {
    return this.#body;
  }

  take(block: Uint8Array, start: number, end: number): void {
    this.#body += toByteString(block, start, end);
  }

  digests(whole: boolean): BodyDigests {
    const body = this.#body;
    this.#body = '';
    if (!whole) return { whole, md5: null, crc64: null };
    const [md5, sha256] = [this.#hasher.digest('md5', body), this.#hasher.digest('sha256', body)];
    return { whole, md5, crc64: null, sha256 };
  }
}

/** Secrets that one body is checked with, where the one of its key is not among those given. */
const MAX_SECRETS_TRIED = 8;

/** Chunks after which a secret that fits none is given up: each would cost as much as a long body. */
const MAX_WRONG_CHUNKS = 100;

/** Longest line between the data of chunks, and bytes of lines behind the last. */
const MAX_LINE_BYTES = 1024;
const MAX_TRAILER_BYTES = 4096;

const SIGNATURE = /^[ \t]*chunk-signature=[ \t]*([0-9a-zA-Z*]+)[ \t]*$/;
const TRAILER_SIGNATURE = 'x-amz-trailer-signature';

/** What the head of a request says of its body in chunks. */
interface ChunkedHead {
  /** Null where the request says no more than that it comes in chunks. */
  readonly form: ChunkedForm | null;
  readonly declaredBytes: number | null;
  /** Length of the body as it is sent; null where the head does not say. */
  readonly contentLength: number | null;
  /** Null where the signature of the request cannot be read, or the chunks have none. */
  readonly seed: ChunkSeed | null;
}

type Place = Omit<ChunkFault, 'kind'>;

/**
 * Follows a body in `aws-chunked` as it passes: its framing, the signature of each chunk, the checksums
 * behind the last one. Its data go to a sink of their own. Holds the digest of one chunk, and two signatures
 * for each secret, however long the body is.
 */
export class ChunkedDigester implements BodySink {
  readonly #head: ChunkedHead;
  readonly #hasher: Hasher;
  readonly #data: BodySink | null;
  readonly #chains: readonly ChunkChain[];
  readonly #hasSecrets: boolean;
  readonly #reader = new ChunkedBody((line, kind, end) => this.#line(line, kind, end));
  /** The chunk whose data are coming, and its signature. */
  #chunk: Place | null = null;
  #signature: ByteString | null = null;
  #digest: IncrementalDigest | null = null;
  #count = 0;
  #dataBytes = 0;
  /** Bytes that came before the block that is taken, and where that begins. */
  #before = 0;
  #blockStart = 0;
  #frame = 0;
  /** Packet that holds the first byte of a line whose end has not come; 0 for none. */
  #frameOfLine = 0;
  #hasGap = false;
  #fault: ChunkFault | null = null;
  /** Where the first fault of a chain is; it knows of its number alone. */
  readonly #places = new Map<number, Place>();
  readonly #trailer: ByteString[] = [];
  #trailerBytes = 0;
  #trailerAt: Place | null = null;

  constructor(head: ChunkedHead, keyRing: KeyRing, data: BodySink | null, hasher: Hasher) {
    this.#head = head;
    this.#hasher = hasher;
    this.#data = data;
    this.#hasSecrets = keyRing.size > 0;
    const { seed, form, declaredBytes, contentLength } = head;
    this.#chains =
      seed === null || hasher.incremental === undefined
        ? []
        : secretsFor(seed, keyRing).map((secret) => new ChunkChain(seed, secret, hasher));
    // the framing of a single chunk takes bytes of its own
    if (form !== null && declaredBytes !== null && contentLength === declaredBytes) {
      this.#fail('stripped', this.#here());
    }
  }

  take(block: Uint8Array, start: number, end: number, frame: number): void {
    if (this.#fault?.kind === 'stripped') {
      if (this.#fault.frame === 0) this.#fault = { ...this.#fault, frame };
      this.#data?.take(block, start, end, frame);
    } else if (!this.#hasGap && this.#fault?.kind !== 'framing') {
      this.#blockStart = start;
      this.#frame = frame;
      this.#reader.push(block, start, end, (from, to) => this.#takeData(block, from, to));
      if (this.#reader.state === 'bad') this.#fail('framing', this.#chunk ?? this.#here());
      else if (this.#reader.isInLine && this.#frameOfLine === 0) this.#frameOfLine = frame;
    }
    this.#before += end - start;
  }

  gap(): void {
    this.#hasGap = true;
  }

  digests(whole: boolean): BodyDigests {
    this.#end(whole);
    const kind = this.#fault?.kind;
    const isRead = whole && !this.#hasGap && kind !== 'framing' && kind !== 'no-end';
    const data = this.#data?.digests(isRead);
    return {
      md5: null,
      crc64: null,
      sha256: null,
      ...data,
      whole,
      chunks: this.#facts(this.#signatureTrailer()),
    };
  }

  #end(whole: boolean): void {
    if (!whole || this.#hasGap) return;
    const { declaredBytes } = this.#head;
    const isData = declaredBytes === this.#before && this.#head.form !== null;
    const { state } = this.#reader;
    if (isData && this.#fault?.kind === 'framing') this.#fault = { ...this.#fault, kind: 'stripped' };
    else if (state !== 'done' && state !== 'trailer') this.#fail('no-end', this.#chunk ?? this.#here());
    else if (declaredBytes !== null && declaredBytes !== this.#dataBytes) this.#fail('length', this.#here());
  }

  #takeData(block: Uint8Array, from: number, to: number): void {
    this.#dataBytes += to - from;
    this.#data?.take(block, from, to, this.#frame);
    this.#digest?.update(block.subarray(from, to));
    if (this.#reader.left === to - from) this.#endOfChunk();
  }

  #line(line: ByteString, kind: 'size' | 'trailer', end: number): void {
    // behind the line stand a carriage return and a line feed
    const offset = Math.max(0, this.#before + end - this.#blockStart - line.length - 2);
    const frame = this.#frameOfLine === 0 ? this.#frame : this.#frameOfLine;
    this.#frameOfLine = 0;
    const place = { chunk: this.#count + 1, offset, dataOffset: this.#dataBytes, size: 0, frame };
    if (kind === 'trailer') {
      this.#trailerAt ??= place;
      this.#trailerBytes += line.length;
      if (this.#trailerBytes <= MAX_TRAILER_BYTES) this.#trailer.push(line);
      return;
    }
    const [size = '', ...extensions] = line.slice(0, MAX_LINE_BYTES).split(';');
    const chunk = { ...place, size: Number.parseInt(size, 16) };
    this.#chunk = chunk;
    this.#signature =
      extensions.map((each) => SIGNATURE.exec(each)?.[1] ?? null).find((each) => each !== null) ?? null;
    if (this.#signature === null && this.#head.form?.isSigned === true) this.#fail('unsigned', chunk);
    this.#digest = this.#chains.some(mayFit) ? (this.#hasher.incremental?.('sha256') ?? null) : null;
    if (chunk.size === 0) this.#endOfChunk();
  }

  #endOfChunk(): void {
    const [chunk, signature, digest] = [this.#chunk, this.#signature, this.#digest?.digest() ?? null];
    this.#chunk = null;
    this.#digest = null;
    this.#count++;
    if (chunk === null || signature === null || digest === null) return;
    const hash = toHex(digest);
    this.#follow(chunk, (chain) => chain.chunk(signature, hash));
  }

  #follow(at: Place, step: (chain: ChunkChain) => void): void {
    for (const chain of this.#chains) {
      if (!mayFit(chain)) continue;
      const had = chain.fault;
      step(chain);
      if (had === null && chain.fault !== null) this.#places.set(chain.fault.chunk, at);
    }
  }

  /** The trailer's own signature; its other lines are what that is of. */
  #signatureTrailer(): readonly (readonly [name: ByteString, value: ByteString])[] {
    const lines = this.#trailer.splice(0).flatMap((line): [ByteString, ByteString][] => {
      const colon = line.indexOf(':');
      return colon < 0 ? [] : [[asciiLower(trimOws(line.slice(0, colon))), trimOws(line.slice(colon + 1))]];
    });
    const signature = lines.find(([name]) => name === TRAILER_SIGNATURE)?.[1];
    const signed = lines.filter(([name]) => name !== TRAILER_SIGNATURE);
    const at = this.#trailerAt;
    if (signature !== undefined && at !== null) {
      const text = signed.map(([name, value]) => `${name}:${value}\n`).join('');
      this.#follow(at, (chain) => chain.trailer(signature, text));
    }
    return signed;
  }

  #facts(trailer: readonly (readonly [name: ByteString, value: ByteString])[]): ChunkedFacts {
    const chain = this.#chains.toSorted((a, b) => b.verified - a.verified)[0] ?? null;
    const unknown = this.#whyUnknown(chain);
    const found = chain === null || unknown !== null ? null : this.#faultOf(chain);
    const own = this.#fault;
    const isFirst = found !== null && (own === null || found.chunk <= own.chunk);
    return {
      count: this.#count,
      dataBytes: this.#dataBytes,
      declaredBytes: this.#head.declaredBytes,
      signatures: unknown !== null ? 'unknown' : found === null ? 'right' : 'wrong',
      verified: unknown === null ? (chain?.verified ?? 0) : 0,
      unknown,
      fault: isFirst ? found : own,
      trailer: CHECKSUM_NAMES.flatMap((name) => {
        const value = checksumAmong((header) => trailer.find(([each]) => each === header)?.[1] ?? null, name);
        return value === null ? [] : [{ name, value }];
      }),
    };
  }

  #whyUnknown(chain: ChunkChain | null): ChunkedFacts['unknown'] {
    const { form, seed } = this.#head;
    if (form?.isSigned !== true) return 'not-signed';
    if (form.isAsymmetric) return 'asymmetric';
    if (!this.#hasSecrets) return 'no-secret';
    if (chain === null || seed === null || chain.verified + chain.wrong === 0) return 'incomplete';
    if (chain.verified === 0 && chain.isSeedRight !== true) return 'other-secret';
    return chain.wrong === 0 && this.#hasGap ? 'incomplete' : null;
  }

  /** What the signatures show; null where all of them are right. */
  #faultOf({ fault, verified, wrong }: ChunkChain): ChunkFault | null {
    const place = fault === null ? undefined : this.#places.get(fault.chunk);
    if (fault === null || place === undefined) return null;
    if (verified === 0 && wrong > 1) return { ...place, kind: 'all' };
    if (place === this.#trailerAt) return { ...place, kind: 'trailer' };
    // there are no data that could be others
    const isEmpty = place.size === 0 && fault.kind === 'data';
    return { ...place, kind: isEmpty ? 'signature' : fault.kind };
  }

  #fail(kind: ChunkFault['kind'], at: Place): void {
    this.#fault ??= { kind, ...at };
  }

  /** Where the next chunk would begin. */
  #here(): Place {
    const frame = this.#frameOfLine === 0 ? this.#frame : this.#frameOfLine;
    return { chunk: this.#count + 1, offset: this.#before, dataOffset: this.#dataBytes, size: 0, frame };
  }
}

function mayFit({ verified, wrong }: ChunkChain): boolean {
  return verified > 0 || wrong < MAX_WRONG_CHUNKS;
}

/** Of the key that signed, or whichever are there. */
function secretsFor({ accessKeyId }: ChunkSeed, keyRing: KeyRing): readonly Secret[] {
  const own = keyRing.get(accessKeyId);
  const credentials = own === undefined ? [...keyRing.values()].slice(0, MAX_SECRETS_TRIED) : [own];
  return credentials.map(({ secret }) => secret);
}

const NO_ADDRESS: OssAddress = {
  style: 'service',
  bucket: null,
  bucketSource: null,
  key: null,
  region: null,
};

/** What the head of a request says of its body in `aws-chunked`; null for every other body. */
export function chunkedHead(request: HttpRequest, hasher: Hasher): ChunkedHead | null {
  if (!isSignedChunks(request)) return null;
  const form = chunkedForm(header(request, 'x-amz-content-sha256') ?? '');
  return {
    form,
    declaredBytes: decodedLength(request),
    contentLength: request.contentLength,
    seed: form?.isSigned === true && !form.isAsymmetric ? seedOf(request, hasher) : null,
  };
}

function seedOf(request: HttpRequest, hasher: Hasher): ChunkSeed | null {
  // version 4 of the S3 dialect signs the path, whichever bucket that is of
  const signable = toSignableRequest(request, NO_ADDRESS, null);
  const { claim } = readClaim(signable);
  if (claim === null || claim.scope === null || claim.date === null) return null;
  const { accessKeyId, version, scope, date: timestamp, signature } = claim;
  if (versionRecord(version).family !== 'v4') return null;
  let text: ByteString | null | undefined;
  const due = (secret: Secret): ByteString | null => {
    text ??= buildStrings(signable, claim, hasher)?.stringToSign.text ?? null;
    return text === null ? null : computeSignature(version, scope, secret, text, hasher);
  };
  return { accessKeyId, version, scope, timestamp, signature, due };
}
