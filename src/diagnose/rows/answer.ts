import type { ByteString } from '../../bytes/byte-string.ts';
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

const MISMATCH: AnswerPattern = { codes: ['SignatureDoesNotMatch'], ecs: ['signature-mismatch'] };

export function isMismatch(evidence: Evidence): boolean {
  return answers(evidence, MISMATCH);
}

/** A 403 of which the capture shows neither an error document nor an EC, such as a HEAD behind a proxy. */
export function isSilentRefusal(evidence: Evidence): boolean {
  return status(evidence) === 403 && evidence.code === '' && evidence.ec === '';
}

const TEMPORARY_KEY = /^(?:STS|TMP)\./;

export function isTemporaryKey(accessKeyId: ByteString): boolean {
  return TEMPORARY_KEY.test(accessKeyId);
}
