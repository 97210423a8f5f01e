import { areaOfEc } from '../../oss/vocabulary.ts';
import { cause } from '../causes.ts';
import { errorField } from '../clock-facts.ts';
import type { Evidence } from '../evidence.ts';
import type { Cause } from '../model.ts';
import { isMismatch, isRefusal } from './answer.ts';
import type { Refusal } from './auth-data-rows.ts';
import { decision, type Row } from './row.ts';

const DENIALS: readonly Refusal[] = [
  {
    pattern: { message: /must be addressed using the specified endpoint/i },
    cause: (evidence) => cause('wrong-endpoint', { endpoint: errorField(evidence, 'Endpoint') ?? '' }),
  },
  {
    pattern: { message: /denied by bucket referer policy/i },
    cause: () => cause('referer-denied', {}),
  },
  {
    pattern: { message: /invalid according to policy/i },
    cause: ({ message }) => cause('policy-condition-failed', { detail: message }),
  },
  {
    pattern: { codes: ['UserDisable', 'InDebt', 'InDebtOverdue'], ecs: ['account-disabled'] },
    cause: () => cause('account-disabled', {}),
  },
  { pattern: { ecs: ['ip-restricted'] }, cause: () => cause('ip-restricted', {}) },
  {
    pattern: { message: /because of bucket acl|anonymous (?:access|user)/i, within: ['AccessDenied'] },
    cause: () => cause('refused-as-stranger', {}),
  },
  {
    pattern: {
      message:
        /\bacl\b|authorizer policy|no right|not authorized|no permission|not have.{0,40}permission|forbidden/i,
      within: ['AccessDenied'],
    },
    cause: () => cause('no-permission', {}),
  },
];

/** The block of ECs about restrictions to addresses; those known by name are in the vocabulary. */
const ADDRESS_EC = /^0002-000006/;

/** Row 11: the request is not allowed, with whatever signature. */
export const DENIAL_ROW: Row = {
  number: 11,
  decide(evidence) {
    if (!isRefusal(evidence)) return null;
    const made = evidence.answerKind.firstOf(DENIALS)?.cause(evidence) ?? otherDenial(evidence);
    return made === null ? null : decision('access-denied', 'proven', { cause: made });
  },
};

function otherDenial(evidence: Evidence): Cause | null {
  const { code, ec } = evidence;
  if (ADDRESS_EC.test(ec)) return cause('ip-restricted', {});
  if (areaOfEc(ec) === 'authorization' && !isMismatch(evidence)) return cause('no-permission', {});
  return code === 'AccessDenied' ? cause('access-denied-other', {}) : null;
}
