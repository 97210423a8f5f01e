import type { ByteString } from '../../bytes/byte-string.ts';
import type { EcMeaning } from '../../oss/vocabulary.ts';
import type { Evidence } from '../evidence.ts';

/** How an answer is recognised: any of its parts suffices; a message alone counts only beside a `within` code. */
export interface AnswerPattern {
  readonly codes?: readonly string[];
  /** What the fine-grained code (EC) means, whatever the code is. */
  readonly ecs?: readonly EcMeaning[];
  readonly message?: RegExp;
  /** The message is looked at for these codes only; without it for every code. */
  readonly within?: readonly string[];
}

export function answers(evidence: Evidence, pattern: AnswerPattern): boolean {
  const { code, ecMeaning } = evidence;
  if (pattern.codes?.includes(code) === true) return true;
  if (ecMeaning !== null && pattern.ecs?.includes(ecMeaning) === true) return true;
  if (pattern.message === undefined) return false;
  if (pattern.within !== undefined && !pattern.within.includes(code)) return false;
  return pattern.message.test(evidence.message);
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

export const TEMPORARY_KEY = /^(?:STS|TMP)\./;

export function isTemporaryKey(accessKeyId: ByteString): boolean {
  return TEMPORARY_KEY.test(accessKeyId);
}
