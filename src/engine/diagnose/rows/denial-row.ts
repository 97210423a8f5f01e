import { bucketsNamedBy } from '../../oss/server-address.ts';
import { cause } from '../cause.ts';
import { errorField } from '../clocks.ts';
import type { Evidence } from '../evidence.ts';
import type { Cause } from '../model.ts';
import { sentHeader } from '../sent.ts';
import {
  isBareDenial,
  isBucketElsewhere,
  isMismatch,
  isNamedMismatch,
  isRefusal,
  isSignatureUnseen,
  regionOfBucket,
} from './answer.ts';
import { PATH_STYLE_REFUSALS, type Refusal } from './auth-data-rows.ts';
import { type Decision, decision, type Row } from './row.ts';

/**
 * What is refused whoever asks, with or without a signature, before a permission matters; null where the
 * answer says no such thing.
 */
export function guardCause(evidence: Evidence): Cause | null {
  const guard = evidence.answerKind.firstOf(GUARDS) ?? evidence.answerKind.firstOf(PATH_STYLE_REFUSALS);
  return guard?.cause(evidence) ?? null;
}

/**
 * A Referer that was captured and that the server did not see got lost on the way: it is missing all the
 * same.
 */
function refererCause(evidence: Evidence): Cause {
  if (evidence.answerKind.meaning === 'referer-missing') return cause('referer-missing', {});
  const referer = sentHeader(evidence, 'referer') ?? '';
  if (referer !== '') return cause('referer-refused', { referer });
  return evidence.sent?.headComplete === true ? cause('referer-missing', {}) : cause('referer-not-seen', {});
}

/** Those that no signature would help against. */
const GUARDS: readonly Refusal[] = [
  {
    pattern: { means: ['wrong-endpoint'], message: /must be addressed using the specified endpoint/i },
    cause: endpointCause,
  },
  {
    pattern: {
      codes: ['UserDisable', 'InDebt', 'InDebtOverdue', 'AbnormalBucketOwnerStatus'],
      means: ['account-disabled'],
    },
    cause: () => cause('account-disabled', {}),
  },
  {
    pattern: { means: ['referer-missing', 'referer-refused'], message: /denied by bucket referer policy/i },
    cause: refererCause,
  },
  {
    pattern: { means: ['vpc-policy'], message: /denied by vpc/i, within: ['AccessDenied'] },
    cause: () => cause('vpc-policy-denied', {}),
  },
  {
    // "0061-00000001" in the error code reference
    pattern: {
      means: ['security-block'],
      message: /forbidden by security system/i,
      within: ['AccessDenied'],
    },
    cause: () => cause('security-blocked', {}),
  },
];

function endpointCause(evidence: Evidence): Cause {
  const region = regionOfBucket(evidence);
  const ofRegion = region === null ? '' : `s3.${region}.amazonaws.com`;
  const endpoint = errorField(evidence, 'Endpoint') ?? ofRegion;
  return endpoint === '' ? cause('wrong-endpoint-unnamed', {}) : cause('wrong-endpoint', { endpoint });
}

/**
 * Of an answer alone it is not known that the request was signed, unless the server says whom it took the
 * client for.
 */
function permissionCause(evidence: Evidence): Cause {
  const { sent, claim, oss } = evidence;
  const isKnown = claim !== null || oss.error?.accessKeyId != null || names(evidence, 'AuthPrincipalType');
  return sent === null && !isKnown ? cause('no-permission-not-seen', {}) : cause('no-permission', {});
}

function names(evidence: Evidence, element: string): boolean {
  return (errorField(evidence, element) ?? '') !== '';
}

const DENIALS: readonly Refusal[] = [
  ...GUARDS,
  {
    pattern: { message: /invalid according to policy/i },
    cause: ({ message }) => cause('policy-condition-failed', { detail: message }),
  },
  { pattern: { means: ['ip-restricted'] }, cause: () => cause('ip-restricted', {}) },
  {
    pattern: { message: /because of bucket acl|anonymous (?:access|user)/i, within: ['AccessDenied'] },
    cause: () => cause('refused-as-stranger', {}),
  },
  { pattern: { codes: ['BucketNotBelongTo'] }, cause: permissionCause },
];

/** Row 11: the request is not allowed, with whatever signature. */
export const DENIAL_ROW: Row = {
  number: 11,
  decide(evidence) {
    if (isBucketElsewhere(evidence)) return sentElsewhere(evidence);
    if (!isRefusal(evidence) || isNamedMismatch(evidence)) return null;
    const address = addressCause(evidence);
    if (address !== null) return decision('access-denied', 'open', { cause: address });
    const made = evidence.answerKind.firstOf(DENIALS)?.cause(evidence) ?? otherDenial(evidence);
    return made === null ? null : decision('access-denied', 'proven', { cause: made });
  },
};

/** What was asked for is at no such address: the service says that of the name, and not why it was asked. */
function addressCause({ code, oss }: Evidence): Cause | null {
  if (code === 'IllegalLocationConstraintException') return cause('wrong-endpoint-unnamed', {});
  if (code !== 'InvalidBucketName') return null;
  const named = [...(oss.error === null ? [] : bucketsNamedBy(oss.error)), oss.address.bucket ?? ''];
  const halves = named.map((name) => name.slice(0, (name.length - 1) / 2));
  const twice = halves.find((half, at) => half.length > 2 && named[at] === `${half}.${half}`);
  return twice === undefined ? null : cause('bucket-named-twice', { bucket: twice });
}

/** Where the client went on from there, nothing has failed. */
function sentElsewhere(evidence: Evidence): Decision {
  const made = endpointCause(evidence);
  if (evidence.context.followedBy !== undefined) return decision('not-auth', 'proven', { cause: made });
  return decision('access-denied', 'proven', { cause: made });
}

function otherDenial(evidence: Evidence): Cause | null {
  const { code, ec } = evidence;
  const { area } = evidence.answerKind;
  const isWorded =
    code === 'AccessDenied' && evidence.answerKind.provider.permissionWords.test(evidence.message);
  if ((area === 'authorization' && !isMismatch(evidence)) || isWorded) return permissionCause(evidence);
  if (
    code !== 'AccessDenied' ||
    ((evidence.claim !== null || isSignatureUnseen(evidence)) && isBareDenial(evidence))
  )
    return null;
  return area === 'authentication'
    ? cause('denied-by-authentication', { ec })
    : cause('access-denied-other', {});
}
