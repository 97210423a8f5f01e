import {
  type BodySink,
  type BodySinks,
  type ChecksumName,
  type HttpRequest,
  type HttpResponse,
  header,
} from '../../engine/http/message.ts';
import {
  claimedChecksums,
  claimedCrc64,
  claimedSha256,
  isWholeObject,
  MAX_UNASKED_MD5_BYTES,
  signsUnnamedBody,
  simpleEtag,
  storesItsBody,
  trailingChecksums,
} from '../../engine/oss/body-claims.ts';
import type { Hasher } from '../../engine/sign/hasher.ts';
import type { KeyRing } from '../../engine/sign/secret.ts';
import {
  BodyDigester,
  ChunkedDigester,
  chunkedHead,
  type DigestPlan,
  ShortBodyDigester,
} from './body-digester.ts';

/**
 * Which bodies are digested. `claimed`: requests that carry a Content-MD5 or, of the S3 dialect, a SHA-256 or
 * another checksum, for a refusal of it (`InvalidDigest`) cannot be foreseen. `short`: the short ones of all
 * requests, too, for a search of what the client signed: with a secret, that may be the digest of a body
 * whose header got lost. `all`: every body of which a header says what it should be. `every`: the others too,
 * for bodies that are to be compared with one another.
 */
export type BodyVerification = 'claimed' | 'short' | 'all' | 'every';

/** Which bodies are digested unasked: those that a verdict may be about. `secrets`: how many are given. */
export function unaskedVerification(secrets: number): BodyVerification {
  return secrets === 0 ? 'claimed' : 'short';
}

/** Whether nobody asked for bodies to be compared. */
export function isUnasked(mode: BodyVerification): boolean {
  return mode === 'claimed' || mode === 'short';
}

/** Longest body kept until its answer shows whether its MD5 is asked for: about what a connection takes. */
export const MAX_KEPT_BODY_BYTES = 4096;

/** Up to this length a body's MD5 is computed beside its CRC-64; beyond only where nothing else shows it. */
export const MAX_DOUBLE_DIGEST_BYTES = 1024 * 1024;

const MAX_SERVERS_WITHOUT_CRC = 1000;

/** Of bodies that are digested unasked only those of refused requests are looked at: from this status on. */
export const FIRST_REFUSAL = 400;

const NO_KEYS: KeyRing = new Map();
const NOTHING_TRAILS: readonly ChecksumName[] = [];

/**
 * Decides at each head which digests of the body are computed as it passes. A long body gets one: an MD5
 * where the request claims one (the server compares it, and answers it as the ETag), else the CRC-64, or an
 * MD5 where the server is seen to give no CRC-64; both only until the first answer shows that. Measured on
 * Node 20: MD5 (OpenSSL) 0.75 GB/s, CRC-64 1.1 GB/s, both 0.45 GB/s.
 */
export class BodyDigestPlan implements BodySinks {
  readonly #hasher: Hasher;
  readonly #mode: BodyVerification;
  readonly #keyRing: KeyRing;
  /** A server of this capture gave a CRC-64, as the service always does; what speaks its language may not. */
  #crcGiven = false;
  readonly #withoutCrc = new Set<string>();

  /** `keyRing`: what the chunks of a body may be signed with. */
  constructor(hasher: Hasher, mode: BodyVerification, keyRing: KeyRing = NO_KEYS) {
    this.#hasher = hasher;
    this.#mode = mode;
    this.#keyRing = keyRing;
  }

  request(request: HttpRequest, server: string): BodySink | null {
    const { method } = request;
    if ((method !== 'PUT' && method !== 'POST') || request.contentLength === 0) return null;
    const chunks = chunkedHead(request, this.#hasher);
    if (chunks === null) return this.#body(request, request.contentLength, NOTHING_TRAILS, server);
    const data = this.#body(request, chunks.declaredBytes, trailingChecksums(request), server);
    return new ChunkedDigester(chunks, this.#keyRing, data, this.#hasher);
  }

  /** `length`: of what is digested; null where it is not known. */
  #body(
    request: HttpRequest,
    length: number | null,
    trailing: readonly ChecksumName[],
    server: string,
  ): BodySink | null {
    const claimed = header(request, 'content-md5') !== null;
    const sha256 = claimedSha256(request) !== null || signsUnnamedBody(request);
    const checksums = [...claimedChecksums(request).map(({ name }) => name), ...trailing];
    const others = checksums.length === 0 ? {} : { checksums };
    if (isUnasked(this.#mode)) {
      if (length !== null && length <= MAX_KEPT_BODY_BYTES && checksums.length === 0) {
        const isKept = claimed || sha256 || this.#mode === 'short';
        return isKept && this.#hasher.incremental !== undefined ? new ShortBodyDigester(this.#hasher) : null;
      }
      const short = length === null || length <= MAX_UNASKED_MD5_BYTES;
      return short
        ? this.#digester({ md5: claimed, crc64: false, sha256, ...others, limit: MAX_UNASKED_MD5_BYTES })
        : null;
    }
    const stored = storesItsBody(request);
    const every = this.#mode === 'every';
    const limit = Number.POSITIVE_INFINITY;
    if (isShort(length)) {
      return this.#digester({ md5: claimed || stored, crc64: stored || every, sha256, ...others, limit });
    }
    const given = this.#givesCrc(server);
    return this.#digester({
      md5: claimed || (stored && given !== true),
      crc64: every || (stored && !claimed && given !== false),
      sha256,
      ...others,
      limit,
    });
  }

  response(request: HttpRequest | null, response: HttpResponse, server: string): BodySink | null {
    const every = this.#mode === 'every';
    if (isUnasked(this.#mode) || (response.status >= 300 && !every)) return null;
    const crc = claimedCrc64(response) !== null;
    if (crc) this.#crcGiven = true;
    else if (request !== null && isStored(request, response)) {
      if (this.#withoutCrc.size < MAX_SERVERS_WITHOUT_CRC) this.#withoutCrc.add(server);
    }
    if (!isWholeObject(request, response)) {
      return every
        ? this.#digester({ md5: false, crc64: true, sha256: false, limit: Number.POSITIVE_INFINITY })
        : null;
    }
    const claimed = header(response, 'content-md5') !== null || simpleEtag(response) !== null;
    const md5 = claimed && (!crc || isShort(response.contentLength));
    const checksums = claimedChecksums(response).map(({ name }) => name);
    const limit = Number.POSITIVE_INFINITY;
    return this.#digester({ md5, crc64: crc || every, sha256: false, checksums, limit });
  }

  isAskedAfter(status: number): boolean {
    return !isUnasked(this.#mode) || status >= FIRST_REFUSAL;
  }

  #digester(plan: DigestPlan): BodySink | null {
    const isAny = plan.md5 || plan.crc64 || plan.sha256 || (plan.checksums ?? []).length > 0;
    return isAny ? new BodyDigester(this.#hasher, plan) : null;
  }

  /** Whether the server answers a CRC-64; null while no server of the capture has shown it. */
  #givesCrc(server: string): boolean | null {
    if (this.#withoutCrc.has(server)) return false;
    if (this.#crcGiven) return true;
    return this.#withoutCrc.size > 0 ? false : null;
  }
}

/** Whether an answer speaks of the body as stored: PUTs of tags and settings get neither ETag nor CRC-64. */
function isStored(request: HttpRequest, response: HttpResponse): boolean {
  return request.bodyBytes > 0 && storesItsBody(request) && simpleEtag(response) !== null;
}

function isShort(contentLength: number | null): boolean {
  return contentLength !== null && contentLength <= MAX_DOUBLE_DIGEST_BYTES;
}
