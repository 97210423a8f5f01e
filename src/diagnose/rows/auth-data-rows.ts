import { ADDRESS_EC, areaOfEc } from '../../oss/vocabulary.ts';
import { isOfUrl } from '../../sign/index.ts';
import { cause } from '../cause.ts';
import { errorField } from '../clock-facts.ts';
import type { Evidence } from '../evidence.ts';
import type { Cause } from '../model.ts';
import { isRefusal } from './answer.ts';
import type { AnswerPattern } from './answer-kind.ts';
import { TWO_TOKENS } from './key-rows.ts';
import { authorizationReplaced } from './lost-in-transit.ts';
import {
  contentSha256Cause,
  credentialText,
  dateCause,
  isAuthMangled,
  listedHeaderCause,
  otherMalformed,
  ownProblem,
  PROBLEM_CAUSES,
  regionCause,
  schemeCause,
  scopeDayCause,
} from './malformed-causes.ts';
import { endpointRegion, partNamed } from './named-part.ts';
import { decision, type Row } from './row.ts';

/** An answer, and what it says. */
export interface Refusal {
  readonly pattern: AnswerPattern;
  readonly cause: (evidence: Evidence) => Cause;
}

/** A request gets this with or without a signature. */
export const PATH_STYLE_REFUSALS: readonly Refusal[] = [
  {
    pattern: { codes: ['SecondLevelDomainForbidden'], ecs: ['path-style-refused'] },
    cause: () => cause('path-style-forbidden', {}),
  },
];

/** Row 9, by the service's error code reference. */
const KIND_REFUSALS: readonly Refusal[] = [
  { pattern: { ecs: ['v1-refused'] }, cause: () => cause('v1-switched-off', {}) },
  ...PATH_STYLE_REFUSALS,
  {
    pattern: { ecs: ['aws-chunked-refused'], message: /aws-chunked encoding is not supported/i },
    cause: () => cause('aws-chunked-refused', {}),
  },
  { pattern: { ecs: ['url-signature-refused'] }, cause: () => cause('v4-header-required', {}) },
  { pattern: { ecs: ['signature-not-in-url'] }, cause: () => cause('url-signature-required', {}) },
  { pattern: { ecs: ['signature-elsewhere'] }, cause: elsewhereCause },
  { pattern: { ecs: ['s3v2-refused'] }, cause: () => cause('s3-version-refused', { version: 's3v2' }) },
  { pattern: { ecs: ['s3v4-refused'] }, cause: () => cause('s3-version-refused', { version: 's3v4' }) },
  {
    pattern: { message: /(?:authorization mechanism|signature version) .{0,80}not supported/i },
    cause: ({ ec }) => cause('version-refused-other', { ec }),
  },
];

/**
 * The operation takes the signature from the place where it is not; where it is, the request alone
 * tells.
 */
function elsewhereCause({ claim, ec }: Evidence): Cause {
  if (claim === null) return cause('version-refused-other', { ec });
  return isOfUrl(claim.version)
    ? cause('header-signature-required', {})
    : cause('url-signature-required', {});
}

const refusedKind: Row = {
  number: 9,
  decide(evidence) {
    if (!isRefusal(evidence)) return null;
    const refusal = evidence.answerKind.firstOf(KIND_REFUSALS);
    return refusal === null
      ? null
      : decision('version-refused', 'proven', { cause: refusal.cause(evidence) });
  },
};

/** Row 10, by EC, and by the message where answers without an EC have been seen. */
const MALFORMED: readonly Refusal[] = [
  {
    pattern: { ecs: ['header-and-query'], message: /only one of the .{0,80}signature.{0,80}authorization/i },
    cause: (evidence) => authorizationReplaced(evidence) ?? cause('header-and-query', {}),
  },
  {
    pattern: { ecs: ['foreign-scheme'], message: /unsupported authorization type/i },
    cause: (evidence) => authorizationReplaced(evidence) ?? schemeCause(evidence),
  },
  {
    pattern: {
      ecs: ['bad-region'],
      message: /invalid signing region|region.{0,20}authorization header/i,
    },
    cause: regionCause,
  },
  {
    pattern: { ecs: ['bad-product'], message: /invalid signing (?:product|service)/i },
    cause: ({ claim }) => cause('product-mismatch', { claimed: claim?.scope?.product ?? '' }),
  },
  {
    pattern: { ecs: ['scope-day'], message: /invalid signing date|date in credential scope/i },
    cause: ({ claim }) =>
      cause('scope-day-mismatch', { scope: claim?.scope?.date ?? '', timestamp: claim?.date ?? '' }),
  },
  {
    pattern: { ecs: ['empty-listed-headers'] },
    cause: () => cause('empty-additional-headers', {}),
  },
  { pattern: { ecs: ['listed-header-absent'] }, cause: listedHeaderCause },
  { pattern: { ecs: ['bad-content-sha256'] }, cause: contentSha256Cause },
  { pattern: { ecs: ['missing-signature'] }, cause: () => cause('missing-signature', {}) },
  {
    pattern: { ecs: ['bad-credential'] },
    cause: ({ claim }) => cause('bad-credential', { credential: credentialText(claim) }),
  },
  {
    pattern: { ecs: ['missing-expires', 'bad-expires'] },
    cause: ({ claim }) =>
      claim?.expires ? cause('bad-expires', { value: claim.expires }) : cause('missing-expires', {}),
  },
  { pattern: { ecs: ['bad-date'], message: /requires a valid date/i }, cause: dateCause },
  {
    pattern: { ecs: ['bad-authorization'] },
    cause: (evidence) => ownProblem(evidence) ?? cause('bad-authorization', {}),
  },
  {
    pattern: { ecs: ['bad-form-field'] },
    cause: (evidence) => cause('bad-form-field', { name: errorField(evidence, 'ArgumentName') ?? '' }),
  },
  {
    pattern: { ecs: ['missing-policy'] },
    cause: () => cause('bad-form-field', { name: 'policy' }),
  },
  {
    pattern: {
      ecs: [
        'bad-access-key-id',
        'bad-algorithm',
        'bad-signature-version',
        'bad-signed-headers',
        'bad-signature',
      ],
    },
    cause: otherMalformed,
  },
  // where the request is not known: else row 6 says which token is meant
  { pattern: TWO_TOKENS, cause: otherMalformed },
];

/** Codes that a request gets whose auth data has a problem; the EC may be missing. */
const PROBLEM_CODES: readonly string[] = [
  'InvalidArgument',
  'MissingArgument',
  'InvalidRequest',
  'AccessDenied',
  'AuthorizationHeaderMalformed',
  'AuthorizationQueryParametersError',
];

const malformed: Row = {
  number: 10,
  decide(evidence) {
    if (!isRefusal(evidence)) return null;
    const found = withoutRequest(evidence, evidence.answerKind.firstOf(MALFORMED)?.cause(evidence));
    const made = mangled(evidence, found) ?? found ?? problemCause(evidence) ?? unnamedProblem(evidence);
    if (made === null) return null;
    return decision('malformed-auth', 'proven', { cause: made, divergences: partNamed(evidence, made) });
  },
};

/** Causes that say what the request has, or has not. */
const OF_THE_REQUEST: ReadonlySet<string> = new Set([
  'bad-credential',
  'missing-expires',
  'bad-expires',
  'missing-date',
  'bad-date',
  'foreign-scheme',
  'product-mismatch',
  'scope-day-mismatch',
  'bad-content-sha256',
]);

/** Of an answer alone, no more is told than it says. */
function withoutRequest(evidence: Evidence, found: Cause | undefined): Cause | undefined {
  if (found === undefined || evidence.sent !== null || evidence.claim !== null) return found;
  if (found.id.startsWith('region-')) {
    const endpoint = endpointRegion(evidence) ?? '';
    return endpoint === '' ? otherMalformed(evidence) : cause('region-not-seen', { endpoint });
  }
  return OF_THE_REQUEST.has(found.id) ? otherMalformed(evidence) : found;
}

/**
 * An EC of the block about auth data that has no meaning here, beside a code that says an argument
 * is wrong.
 */
function unnamedProblem(evidence: Evidence): Cause | null {
  const { code, ec, answerKind } = evidence;
  const isUnnamed = answerKind.ecMeaning === null && areaOfEc(ec) === 'authentication';
  return isUnnamed && ARGUMENT_CODES.has(code) && !ADDRESS_EC.test(ec) ? otherMalformed(evidence) : null;
}

const ARGUMENT_CODES: ReadonlySet<string> = new Set(['InvalidArgument', 'MissingArgument', 'InvalidRequest']);

/**
 * What the server misses where parameter names are mangled stands under one of those names; the
 * claim is read through them, so that an expiry that it has may be one that the server did not see,
 * or one with the next parameter at its end.
 */
const MISSED: ReadonlySet<string> = new Set([
  'bad-credential',
  'missing-signature',
  'missing-expires',
  'bad-expires',
  'missing-date',
  'malformed-other',
]);

function mangled(evidence: Evidence, found: Cause | undefined): Cause | null {
  if (found === undefined || !MISSED.has(found.id)) return null;
  if (evidence.claim?.problems.includes('mangled-parameter-names') !== true) return null;
  return PROBLEM_CAUSES['mangled-parameter-names'](evidence);
}

/**
 * What is wrong with the auth data. An EC of another block says that the server did not mind it, or
 * did not see it: without the parameters that are mangled, or the one that names the version, the
 * request is an unsigned one.
 */
function problemCause(evidence: Evidence): Cause | null {
  const { code, ec } = evidence;
  if (!PROBLEM_CODES.includes(code)) return null;
  const isUnseen = isAuthMangled(evidence) || evidence.claim?.problems.includes('missing-version') === true;
  if (ec !== '' && areaOfEc(ec) !== 'authentication' && !isUnseen) return null;
  const own = ownProblem(evidence);
  if (own !== null) return own;
  if (code.startsWith('Authorization')) return otherMalformed(evidence);
  if (code === 'AccessDenied') return null;
  if (evidence.oss.foreignAuthorization !== null) return schemeCause(evidence);
  return scopeDayCause(evidence);
}

/** Rows 9 and 10: the signature was refused unseen. */
export const REFUSAL_ROWS: readonly Row[] = [refusedKind, malformed];
