import type { ByteString } from '../../bytes/byte-string.ts';
import { header } from '../../http/message.ts';
import { showsSignaturePlaces } from '../../oss/claim.ts';
import { GOOG4_RSA_SCHEME, SIGV4A_SCHEME, versionRecord } from '../../sign/index.ts';
import type { Evidence } from '../evidence.ts';
import type { AnswerPattern } from './answer-kind.ts';

export function answers(evidence: Evidence, pattern: AnswerPattern): boolean {
  return evidence.answerKind.fits(pattern);
}

export function status(evidence: Evidence): number {
  return evidence.answer?.status ?? 0;
}

export function isRefusal(evidence: Evidence): boolean {
  return status(evidence) >= 400;
}

const MISMATCH: AnswerPattern = {
  codes: ['SignatureDoesNotMatch'],
  means: ['signature-mismatch', 'chunked-signature-mismatch'],
};

/** Garage, Scaleway and others refuse a wrong signature with the code of any denial. */
const NAMED_MISMATCH: AnswerPattern = {
  message:
    /\b(?:invalid|wrong|bad|incorrect) (?:request )?signature\b(?! version)|\bsignature (?:is |was )?(?:invalid|wrong|incorrect|not valid|mismatch)|\bsignatures?\b.{0,60}\b(?:does not|do not|doesn't|don't|did not) match/i,
  within: ['AccessDenied', 'Forbidden', 'Unauthorized', 'AuthFailure'],
};

/** Row 10a: a refusal of another code whose message says that the signature does not match. */
export function isNamedMismatch(evidence: Evidence): boolean {
  return answers(evidence, NAMED_MISMATCH);
}

export function isMismatch(evidence: Evidence): boolean {
  return answers(evidence, MISMATCH) || isNamedMismatch(evidence);
}

/** The request is signed with SigV4A. */
export function isSigV4A({ oss }: Evidence): boolean {
  return oss.foreignAuthorization?.startsWith(SIGV4A_SCHEME) === true;
}

/** Base64 of 1024 bits. */
const LEAST_RSA = 172;

/** The request is signed with SigV4A or the key of a service account: no secret that both sides have. */
export function isAsymmetric(evidence: Evidence): boolean {
  const { claim, oss } = evidence;
  if (isSigV4A(evidence) || oss.foreignAuthorization?.startsWith(GOOG4_RSA_SCHEME) === true) return true;
  return (
    claim !== null && claim.signature.length >= LEAST_RSA && versionRecord(claim.version).mayBeRsa === true
  );
}

const CHUNKED: AnswerPattern = { means: ['chunked-signature-mismatch'] };

/** What the S3 dialect signs of a chunk of a body, or of what follows the last one (`aws-chunked`). */
const STRING_OF_CHUNK = /^AWS4-HMAC-SHA256-(?:PAYLOAD|TRAILER)\n/;

/**
 * Whether the signature that does not match is that of a chunk of the body, and not the request's: the server
 * shows the string of one.
 */
export function isOfChunk(evidence: Evidence): boolean {
  return isMismatch(evidence) && STRING_OF_CHUNK.test(evidence.server()?.stringToSign ?? '');
}

/**
 * Whether it may be: the EC of requests in signed chunks does not say which of their signatures is meant, and
 * no string of the server's does.
 */
export function mayBeOfChunk(evidence: Evidence): boolean {
  return answers(evidence, CHUNKED) && evidence.server() === null;
}

/** A 403 of which the capture shows neither an error document nor an EC, such as a HEAD behind a proxy. */
export function isSilentRefusal(evidence: Evidence): boolean {
  return status(evidence) === 403 && evidence.code === '' && evidence.ec === '';
}

/**
 * The service has the bucket in another region, and sends the client there: nothing of what it asked for was
 * done, nor its signature compared.
 */
export function isBucketElsewhere(evidence: Evidence): boolean {
  if (status(evidence) !== 301) return false;
  return evidence.code === 'PermanentRedirect' || regionOfBucket(evidence) !== null;
}

/** The region that the answer says the bucket is in; null where it does not. */
export function regionOfBucket({ answer, answerKind }: Evidence): ByteString | null {
  const { bucketRegion } = answerKind.provider;
  return answer === null || bucketRegion === null ? null : header(answer, bucketRegion);
}

/**
 * A denial without any words, which some servers of S3's like give for all sorts of reasons, a wrong
 * signature among them.
 */
export function isBareDenial({ answerKind, code, message }: Evidence): boolean {
  return code === 'AccessDenied' && message === '' && answerKind.provider.isBare;
}

/**
 * A refusal that says nothing of its reason: the answer to a HEAD, or of a server that has no words for it.
 */
export function isUnsaid(evidence: Evidence): boolean {
  const { answerKind, code, message } = evidence;
  if (!answerKind.provider.isBare) return false;
  const isSilent = code === '' && (status(evidence) === 400 || status(evidence) === 403);
  return isSilent || (code === 'AccessDenied' && /^(?:access denied\.?)?$/i.test(message));
}

/** Whether the capture lacks a part of the request in which a signature may stand. */
export function isSignatureUnseen({ claim, sent, oss }: Evidence): boolean {
  return claim === null && oss.foreignAuthorization === null && sent !== null && !showsSignaturePlaces(sent);
}

/** A refusal whose request is not in the packets, nor the document that would say why. */
export function isLostWithRequest(evidence: Evidence): boolean {
  const { told, numbering } = evidence.oss.exchange;
  if (evidence.sent !== null || told !== undefined || numbering === 'line') return false;
  return isSilentRefusal(evidence) && evidence.answer?.complete === false;
}

/** A line of an access log: of the answer it has the status alone. */
export function isRefusalLogged(evidence: Evidence): boolean {
  const { oss, answer, code, ec } = evidence;
  if (oss.exchange.numbering !== 'line' || answer === null || answer.headComplete) return false;
  return REFUSED.has(answer.status) && answer.headers.length === 0 && code === '' && ec === '';
}

/** Refusals in which a signature may have a part. */
const REFUSED: ReadonlySet<number> = new Set([400, 401, 403]);

/** The service got as far as the object: whoever it refused then had signed well. */
export function isPastAuthentication(evidence: Evidence): boolean {
  const { code, answerKind } = evidence;
  return code === '' ? answerKind.area === 'object' : answerKind.is('past-authentication');
}
