import { toBase64 } from '../../engine/bytes/base64.ts';
import { type ByteString, toByteString } from '../../engine/bytes/byte-string.ts';
import { Crc32 } from '../../engine/bytes/crc32.ts';
import { Crc64 } from '../../engine/bytes/crc64.ts';
import type { BodyDigests, BodySink, ChecksumName } from '../../engine/http/message.ts';
import type { Hasher, IncrementalDigest } from '../../engine/sign/hasher.ts';

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

/**
 * The MD5 and the SHA-256 of one short body, computed when they are asked for: only a refusal asks, and
 * copying some kilobytes costs a fraction of digesting them.
 */
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
