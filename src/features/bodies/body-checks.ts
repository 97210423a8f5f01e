import { toBase64 } from '../../engine/bytes/base64.ts';
import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { addAll, makeRoom } from '../../engine/bytes/collections.ts';
import { combineCrc64, parseCrc64 } from '../../engine/bytes/crc64.ts';
import { toHex } from '../../engine/bytes/hex.ts';
import { type BodyDigests, type HttpRequest, type HttpResponse, header } from '../../engine/http/message.ts';
import {
  answeredCrc64,
  answeredMd5,
  type BodyCheck,
  claimedChecksums,
  claimedCrc64,
  isAppend,
  isSignedChunks,
  isWholeObject,
  simpleEtag,
  storesItsBody,
} from '../../engine/oss/body-claims.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import { type BodyVerification, FIRST_REFUSAL, isUnasked } from './body-digest-plan.ts';

/** Objects whose appends are followed; the one seen longest ago goes first. */
const MAX_APPENDED_OBJECTS = 1000;

/** Compares digests of bodies with what headers say of them, exchange by exchange as captured. */
export class BodyChecker {
  readonly #mode: BodyVerification;
  /** Length and CRC-64 of objects that grow by appends. */
  readonly #appended = new Map<ByteString, { readonly length: number; readonly crc64: bigint }>();

  constructor(mode: BodyVerification) {
    this.#mode = mode;
  }

  /**
   * Every claim about a body that was digested; empty for most exchanges. Of bodies that are digested unasked
   * only refused ones of which something is claimed are looked at: unread digests are not finished.
   */
  check(oss: OssExchange): readonly BodyCheck[] {
    const { request, response } = oss.exchange;
    if (isUnasked(this.#mode)) {
      if (response === null || response.status < FIRST_REFUSAL) return NO_CHECKS;
      if (request === null || !claimsOfItself(request)) return NO_CHECKS;
    }
    const sent = request?.digests ?? null;
    const received = response?.digests ?? null;
    if (sent === null && received === null) return NO_CHECKS;
    const checks: BodyCheck[] = [];
    if (request !== null && sent !== null && !isUnreadable(sent)) {
      addAll(checks, ownClaims(request, sent));
      const stored =
        response !== null && response.status < 300 && request.bodyBytes > 0 && storesItsBody(request);
      if (stored) addAll(checks, this.#storedClaims(oss, request, response, sent));
    }
    if (response !== null && received !== null && isWholeObject(request, response)) {
      addAll(checks, answerClaims('response', response, received));
    }
    return checks.filter(isReported);
  }

  #storedClaims(
    oss: OssExchange,
    request: HttpRequest,
    response: HttpResponse,
    sent: BodyDigests,
  ): readonly BodyCheck[] {
    if (!isAppend(request)) return answerClaims('request', response, sent);
    const crc = answeredCrc64(response);
    return crc === null ? [] : [this.#append(oss, request, sent, crc)];
  }

  /** The service gives the CRC-64 of the whole object so far. */
  #append(oss: OssExchange, request: HttpRequest, sent: BodyDigests, claimed: ByteString): BodyCheck {
    const name = `${oss.address.bucket ?? ''}/${oss.address.key ?? ''}`;
    const position = Number(/[?&]position=(\d{1,15})(?:&|$)/.exec(request.target)?.[1] ?? Number.NaN);
    const known = this.#appended.get(name);
    const before = position === 0 ? 0n : known?.length === position ? known.crc64 : null;
    const after = parseCrc64(claimed);
    this.#appended.delete(name);
    if (after !== null && sent.whole && Number.isSafeInteger(position)) {
      makeRoom(this.#appended, MAX_APPENDED_OBJECTS);
      this.#appended.set(name, { length: position + request.bodyBytes, crc64: after });
    }
    const said: DigestClaim = { body: 'request', claim: 'crc64', claimedBy: 'server', claimed };
    if (before === null) return unknown(said, 'earlier-bytes');
    const actual =
      sent.crc64 === null ? null : combineCrc64(before, sent.crc64, request.bodyBytes).toString();
    return compare(said, actual, sent);
  }
}

const NO_CHECKS: readonly BodyCheck[] = [];

function claimsOfItself(request: HttpRequest): boolean {
  return (
    header(request, 'content-md5') !== null ||
    claimedCrc64(request) !== null ||
    claimedChecksums(request).length > 0 ||
    isSignedChunks(request)
  );
}

/** A body that its head says comes in chunks, and does not: nobody knows what of it are data. */
function isUnreadable({ chunks }: BodyDigests): boolean {
  const fault = chunks?.fault?.kind;
  return fault === 'framing' || fault === 'no-end';
}

function ownClaims(request: HttpRequest, digests: BodyDigests): readonly BodyCheck[] {
  const by = { body: 'request', claimedBy: 'client' } as const;
  const trailer = digests.chunks?.trailer ?? [];
  return [
    ...md5Claim(by, header(request, 'content-md5'), digests),
    ...crcClaim(by, claimedCrc64(request), digests),
    ...checksumClaims(by, [...claimedChecksums(request), ...trailer], digests),
  ];
}

/** Whose body it is, and who says something of it. */
type ClaimBy = Pick<BodyCheck, 'body' | 'claimedBy'>;

function md5Claim(by: ClaimBy, claimed: ByteString | null, digests: BodyDigests): readonly BodyCheck[] {
  if (claimed === null) return [];
  const actual = digests.md5 === null ? null : toBase64(digests.md5);
  return [compare({ ...by, claim: 'content-md5', claimed }, actual, digests)];
}

function crcClaim(by: ClaimBy, claimed: ByteString | null, digests: BodyDigests): readonly BodyCheck[] {
  if (claimed === null) return [];
  const actual = digests.crc64?.toString() ?? null;
  return [compare({ ...by, claim: 'crc64', claimed }, actual, digests)];
}

function checksumClaims(
  by: ClaimBy,
  claims: ReturnType<typeof claimedChecksums>,
  digests: BodyDigests,
): readonly BodyCheck[] {
  return claims.map(({ name, value }) => {
    const actual = digests.checksums?.find((each) => each.name === name)?.value ?? null;
    return compare({ ...by, claim: `checksum-${name}`, claimed: value }, actual, digests);
  });
}

/** What an answer says of the object that it carries, or of the body that was stored as one. */
function answerClaims(
  body: BodyCheck['body'],
  response: HttpResponse,
  digests: BodyDigests,
): readonly BodyCheck[] {
  const by = { body, claimedBy: 'server' } as const;
  const etag = simpleEtag(response);
  return [
    ...crcClaim(by, answeredCrc64(response), digests),
    ...md5Claim(by, answeredMd5(response), digests),
    ...(etag === null ? [] : [etagCheck(body, etag, digests)]),
    ...checksumClaims(by, claimedChecksums(response), digests),
  ];
}

/** A digest of the server's that was left out because another one shows the same is not reported. */
function isReported(check: BodyCheck): boolean {
  return check.unknown !== 'not-computed' || check.claimedBy === 'client';
}

/** `etag`: as of `simpleEtag`. OSS writes it in capitals. */
function etagCheck(body: BodyCheck['body'], etag: ByteString, digests: BodyDigests): BodyCheck {
  const actual = digests.md5 === null ? null : toHex(digests.md5).toUpperCase();
  const said: DigestClaim = { body, claim: 'etag', claimedBy: 'server', claimed: etag.toUpperCase() };
  return compare(said, actual, digests);
}

/** What a header says of a body, and who sent it. */
type DigestClaim = Pick<BodyCheck, 'body' | 'claim' | 'claimedBy' | 'claimed'>;

function compare(said: DigestClaim, actual: ByteString | null, digests: BodyDigests): BodyCheck {
  if (!digests.whole) return unknown(said, 'incomplete');
  if (actual === null) return unknown(said, 'not-computed');
  if (actual === said.claimed) return { ...said, actual, result: 'matches', damage: null, unknown: null };
  // a body travels from its sender over the capture point to its receiver
  const madeBySender = (said.body === 'request') === (said.claimedBy === 'client');
  const damage = madeBySender ? 'before-capture' : 'after-capture';
  return { ...said, actual, result: 'differs', damage, unknown: null };
}

function unknown(said: DigestClaim, why: NonNullable<BodyCheck['unknown']>): BodyCheck {
  return { ...said, actual: null, result: 'unknown', damage: null, unknown: why };
}
