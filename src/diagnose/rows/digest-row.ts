import { DIGEST_ERRORS } from '../../oss/vocabulary.ts';
import { bodyMd5, isMd5Base64, isMd5OfHex, wholeBody } from '../body-facts.ts';
import { cause } from '../causes.ts';
import { type Evidence, sentHeader } from '../evidence.ts';
import type { Cause } from '../model.ts';
import { isRefusal } from './answer.ts';
import { decision, type Row } from './row.ts';

export const DIGEST_ROW: Row = {
  number: 8,
  decide(evidence) {
    const holds = DIGEST_ERRORS.has(evidence.code);
    return isRefusal(evidence) && holds
      ? decision('digest', 'proven', { cause: digestCause(evidence) })
      : null;
  },
};

function digestCause(evidence: Evidence): Cause {
  const claimed = sentHeader(evidence, 'content-md5');
  if (claimed === null) return cause('digest-other', {});
  if (isMd5OfHex(claimed)) return cause('digest-of-hex', { claimed });
  if (!isMd5Base64(claimed)) return cause('digest-not-base64-md5', { claimed });
  const body = wholeBody(evidence.sent);
  if (body === null) return cause('digest-unverifiable', { claimed });
  const actual = bodyMd5(body, evidence.context.hasher);
  return actual === claimed
    ? cause('body-altered', { claimed })
    : cause('body-md5-differs', { claimed, actual });
}
