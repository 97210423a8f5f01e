import { fromBase64, toBase64 } from '../../bytes/base64.ts';
import { asciiLower, type ByteString, toBytes } from '../../bytes/byte-string.ts';
import { crc64 } from '../../bytes/crc64.ts';
import { toHex } from '../../bytes/hex.ts';
import type { ChunkFault, HttpMessage, HttpRequest } from '../../http/message.ts';
import {
  type BodyCheck,
  chunkedFacts,
  claimedSha256,
  isMd5Base64,
  MAX_UNASKED_MD5_BYTES,
} from '../../oss/body-claims.ts';
import { EMPTY_SHA256 } from '../../sign/index.ts';
import { cause, note } from '../cause.ts';
import type { Evidence } from '../evidence.ts';
import type { Cause, Divergence, Note, Verdict } from '../model.ts';
import { sentDigest, sentHeader, wholeBody } from '../sent.ts';
import { isRefusal, isRefusalLogged } from './answer.ts';
import { type Decision, decision, type Row } from './row.ts';

/** Base64 MD5 of the request's body; null as of `sentDigest`. */
function sentMd5({ sent, context }: Evidence): ByteString | null {
  const digest = sentDigest(sent, 'md5', context.hasher);
  return digest === null ? null : toBase64(digest);
}

/** SHA-256 of the request's body in lower-case hex; null likewise. */
function sentSha256({ sent, context }: Evidence): ByteString | null {
  const digest = sentDigest(sent, 'sha256', context.hasher);
  return digest === null ? null : toHex(digest);
}

/** CRC-64 of the request's body, in decimal digits; null likewise. */
function sentCrc64({ sent }: Evidence): ByteString | null {
  const passed = sent?.digests?.crc64 ?? null;
  if (passed !== null) return passed.toString();
  const body = wholeBody(sent);
  return body === null ? null : crc64(body).toString();
}

/** Whether a Content-MD5 value is the hex text of a digest, or base64 of that text. */
function isMd5OfHex(value: ByteString): boolean {
  const text = value.length === 44 ? fromBase64(value) : value;
  return text !== null && /^[0-9A-Fa-f]{32}$/.test(text);
}

/** The body's own digests against what the headers claim of it. */
export function bodyNotes(evidence: Evidence): readonly Note[] {
  const notes: Note[] = [];
  const { sent } = evidence;
  const md5 = sentHeader(evidence, 'content-md5');
  if (md5 !== null && !isMd5Base64(md5)) notes.push(note('content-md5-malformed', { claimed: md5 }));
  const actualMd5 = md5 !== null && isMd5Base64(md5) ? sentMd5(evidence) : null;
  if (md5 !== null && actualMd5 !== null) {
    notes.push(
      actualMd5 === md5
        ? note('content-md5-matches', {})
        : note('content-md5-differs', { claimed: md5, actual: actualMd5 }),
    );
  }
  const chunks = chunkedFacts(sent);
  if (chunks?.signatures === 'right') notes.push(note('chunks-right', { count: chunks.verified }));
  if (chunks?.signatures === 'wrong' && chunks.fault !== null) {
    notes.push(note('chunk-wrong-too', { chunk: chunks.fault.chunk, frame: chunks.fault.frame }));
  }
  const crc = sentHeader(evidence, 'x-oss-hash-crc64ecma');
  const actual = crc === null ? null : sentCrc64(evidence);
  if (crc !== null && actual !== null) {
    notes.push(actual === crc ? note('crc64-matches', {}) : note('crc64-differs', { claimed: crc, actual }));
  }
  const isCut = sent !== null && !evidence.headComplete && !isRefusalLogged(evidence);
  if (isCut) notes.push(note('request-incomplete', {}));
  else if (sent !== null && sent.bodyState === 'incomplete') {
    notes.push(note('body-incomplete', { missing: missingBytes(sent) }));
  }
  if (evidence.answer !== null && !evidence.answer.complete) notes.push(note(responseCut(evidence), {}));
  return notes;
}

/** Whose doing it is that an answer is not whole: the capture's, unless it shows how the connection ended. */
function responseCut({ oss }: Evidence) {
  switch (oss.exchange.ending?.kind) {
    case 'answer-cut-by-server':
      return 'response-cut-by-server';
    case 'answer-cut-by-client':
      return 'response-cut-by-client';
    default:
      return 'response-incomplete';
  }
}

/**
 * Bytes of the body that the capture lacks: the size of the gaps, or what its Content-Length promises beyond
 * the bytes seen.
 */
function missingBytes(message: HttpMessage): number {
  return Math.max(message.missingBytes, (message.contentLength ?? 0) - message.bodyBytes);
}

export const DIGEST_ROW: Row = {
  number: 8,
  decide(evidence) {
    if (!isRefusal(evidence)) return null;
    const { answerKind } = evidence;
    const isOfDigest = answerKind.is('digest');
    if (!isOfDigest && !answerKind.is('chunks')) return withoutChunks(evidence);
    const chunks = chunkFinding(evidence)?.cause ?? chunksRemovedLater(evidence) ?? alteredChunks(evidence);
    if (chunks !== null) return proven(chunks);
    if (answerKind.is('chunk-size')) return proven(cause('chunks-too-small', {}));
    return isOfDigest ? (refusedChecksum(evidence) ?? refusedDigest(evidence)) : null;
  },
};

/** A server that says no more than that something is wrong, of a body that has no chunks. */
function withoutChunks(evidence: Evidence): Decision | null {
  if (!evidence.answerKind.is('vague')) return null;
  const found = chunkFinding(evidence)?.cause ?? chunksRemovedLater(evidence);
  const isOfBody = found?.id === 'chunks-removed' || found?.id === 'chunks-malformed';
  return isOfBody ? decision('digest', 'likely', { cause: found }) : null;
}

/** A later point shows the body without the chunks that it left the client in. */
function chunksRemovedLater({ context }: Evidence): Cause | null {
  for (const { exchange } of context.hops?.points ?? []) {
    const found = chunkFinding({ sent: exchange.request })?.cause;
    if (found?.id === 'chunks-removed') return found;
  }
  return null;
}

/** Every chunk that was sent is right, and the whole body was captured: it was changed later. */
export function alteredChunks({ sent }: Pick<Evidence, 'sent'>): Cause | null {
  const facts = chunkedFacts(sent);
  if (facts?.signatures !== 'right' || sent?.bodyState !== 'complete') return null;
  return cause('chunks-altered-later', { count: facts.verified });
}

/**
 * A checksum of the S3 family: null where none is known to be wrong, or nothing says that it is one of them.
 */
function refusedChecksum({ context, message, answerKind }: Evidence): Decision | null {
  const own = (context.checks ?? []).filter(
    ({ body, claimedBy, claim }) =>
      body === 'request' && claimedBy === 'client' && claim.startsWith('checksum-'),
  );
  const wrong = own.find(({ result }) => result === 'differs');
  if (wrong !== undefined) {
    const { claim, claimed, actual } = wrong;
    return proven(cause('body-checksum-differs', { claim: `claim-${claim}`, claimed, actual: actual ?? '' }));
  }
  const [right, ...others] = own.filter(({ result }) => result === 'matches');
  if (right === undefined || others.length > 0 || answerKind.is('payload-hash')) return null;
  if (/content-md5/i.test(message)) return null;
  return proven(cause('body-altered', { claim: `claim-${right.claim}`, claimed: right.claimed }));
}

function refusedDigest(evidence: Evidence): Decision {
  if (evidence.answerKind.is('payload-hash')) return refusedPayloadHash(evidence);
  if (evidence.sent === null) return proven(cause('digest-request-not-seen', {}));
  const claimed = sentHeader(evidence, 'content-md5');
  if (claimed === null) return proven(withoutMd5(evidence, evidence.sent));
  if (isMd5OfHex(claimed)) return proven(cause('digest-of-hex', { claimed }));
  if (!isMd5Base64(claimed)) return proven(cause('digest-not-base64-md5', { claimed }));
  const actual = sentMd5(evidence);
  if (actual === null) return proven(notComputed(evidence, claimed));
  return actual === claimed
    ? proven(cause('body-altered', { claim: 'claim-content-md5', claimed }))
    : proven(cause('body-md5-differs', { claimed, actual }));
}

/** Headers with other checksums of a body, and what announces one behind it. */
const OTHER_CHECKSUM = /^(?:x-(?:oss|amz)-(?:hash-|checksum-|trailer$)|trailer$)/;

/** The captured head has no Content-MD5, as far as it was seen. */
function withoutMd5({ message }: Evidence, { headComplete, headers }: HttpRequest): Decision['cause'] {
  if (!headComplete) return cause('digest-request-not-seen', {});
  const hasOther = headers.some(({ name }) => OTHER_CHECKSUM.test(asciiLower(name)));
  return !hasOther && /content-md5/i.test(message) ? cause('digest-not-sent', {}) : cause('digest-other', {});
}

/** The S3 dialect signs a SHA-256 of the body, and the server compares it as it would a Content-MD5. */
function refusedPayloadHash(evidence: Evidence): Decision {
  if (evidence.sent === null) {
    const named: Divergence = { ...NOWHERE, field: 'payload-hash' };
    return decision('digest', 'proven', { cause: cause('payload-hash-refused', {}), divergences: [named] });
  }
  const claimed = claimedSha256(evidence.sent);
  if (claimed === null) return proven(cause('digest-other', {}));
  const actual = sentSha256(evidence);
  if (actual === null) return proven(notComputed(evidence, claimed));
  if (actual === claimed) return proven(cause('body-altered', { claim: 'claim-content-sha256', claimed }));
  return claimed === EMPTY_SHA256
    ? proven(cause('body-sha256-of-nothing', { size: evidence.sent?.bodyBytes ?? 0 }))
    : proven(cause('body-sha256-differs', { claimed, actual }));
}

/** Of neither side's value is anything known. */
const NOWHERE = { client: null, server: null, clientOffset: 0, serverOffset: 0, clientOrigin: null } as const;

function notComputed({ sent }: Evidence, claimed: ByteString): Decision['cause'] {
  const length = sent?.bodyState === 'complete' ? sent.bodyBytes : 0;
  const tooLong = length > MAX_UNASKED_MD5_BYTES;
  return cause(tooLong ? 'digest-not-computed' : 'digest-unverifiable', { claimed });
}

/**
 * An exchange that passed, and whose body is not what the server says of it: null where nothing is wrong, and
 * where bodies were not digested. A request that disagrees with the client's own Content-MD5 and was accepted
 * is none: the server had the bytes that fit. Nor is one whose server says of what it stored what the client
 * said of what it sent: then the captured bytes are not those that arrived, as of a damaged segment that came
 * again whole.
 */
export function alteredBody({ context }: Evidence): Decision | null {
  const { checks } = context;
  if (checks === undefined || checks.length === 0) return null;
  const found = checks.find(({ result, claimedBy }) => result === 'differs' && claimedBy === 'server');
  if (found === undefined || (found.body === 'request' && arrivedAsMeant(checks))) return null;
  const args = { claim: `claim-${found.claim}`, claimed: found.claimed, actual: found.actual ?? '' };
  return found.body === 'request'
    ? proven(cause('stored-body-differs', args))
    : proven(cause('received-body-differs', args));
}

/** Whether a digest that the client gave of its body is one that the server gives of what it stored. */
function arrivedAsMeant(checks: readonly BodyCheck[]): boolean {
  const digests = (by: BodyCheck['claimedBy']): readonly string[] =>
    checks.filter(({ body, claimedBy }) => body === 'request' && claimedBy === by).map(digestOf);
  const meant = new Set(digests('client'));
  return digests('server').some((digest) => meant.has(digest));
}

/**
 * A digest in the one form that claims of it can be compared in: Content-MD5 and ETag are of the same one.
 */
function digestOf({ claim, claimed }: BodyCheck): string {
  switch (claim) {
    case 'content-md5': {
      const md5 = fromBase64(claimed);
      return md5 === null ? claimed : `md5 ${toHex(toBytes(md5))}`;
    }
    case 'etag':
      return `md5 ${asciiLower(claimed)}`;
    default:
      return `${claim} ${claimed}`;
  }
}

function proven(why: Decision['cause']): Decision {
  return decision('digest', 'proven', { cause: why });
}

/** What is wrong with a body in chunks, and whose doing that is. */
interface ChunkFinding {
  readonly cause: Cause;
  readonly verdict: Extract<Verdict, 'transit-modified' | 'client-miscomputed'>;
}

/** Null where nothing is known to be wrong with the chunks of the body that was sent. */
export function chunkFinding({ sent }: Pick<Evidence, 'sent'>): ChunkFinding | null {
  const facts = chunkedFacts(sent);
  if (facts === null || facts.fault === null) return null;
  const { count, dataBytes, declaredBytes, fault } = facts;
  const { kind, chunk, size, offset, frame } = fault;
  switch (kind) {
    case 'data':
      return inTransit(cause('chunk-data-differ', { chunk, size, offset, frame }));
    case 'signature':
      return inTransit(cause('chunk-signature-altered', { chunk, size, offset, frame }));
    case 'seed':
      return inTransit(cause('chunks-of-other-request', { frame }));
    case 'all':
      return byClient(cause('chunks-signed-otherwise', { count }));
    case 'trailer':
      return inTransit(cause('chunk-trailer-differs', { offset, frame }));
    case 'stripped':
      return inTransit(cause('chunks-removed', { size: declaredBytes ?? 0 }));
    case 'framing':
    case 'unsigned':
    case 'no-end':
      return byClient(cause('chunks-malformed', { how: HOW[kind], chunk, offset, frame }));
    case 'length':
      return byClient(cause('chunks-length-differs', { declared: declaredBytes ?? 0, actual: dataBytes }));
  }
}

const HOW = {
  framing: 'chunk-framing',
  unsigned: 'chunk-unsigned',
  'no-end': 'chunk-no-end',
} as const satisfies Partial<Record<ChunkFault['kind'], string>>;

function inTransit(why: Cause): ChunkFinding {
  return { cause: why, verdict: 'transit-modified' };
}

function byClient(why: Cause): ChunkFinding {
  return { cause: why, verdict: 'client-miscomputed' };
}
