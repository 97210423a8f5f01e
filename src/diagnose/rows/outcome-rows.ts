import { cause } from '../causes.ts';
import { type Evidence, sentHeader } from '../evidence.ts';
import { note } from '../notes.ts';
import { answers, isRefusal, isSilentRefusal, status } from './answer.ts';
import { decision, type Row } from './row.ts';

/**
 * Errors that the service raises only after it has accepted the signature: they speak of the object, the
 * upload or the request's contents. Errors about a bucket are not among them, the service looks it up first.
 */
const AFTER_AUTHENTICATION = {
  codes: [
    'AppendPositionError',
    'BucketAlreadyExists',
    'BucketNotEmpty',
    'CallbackFailed',
    'EntityTooSmall',
    'FileAlreadyExists',
    'FileImmutable',
    'FilePartInterity',
    'FilePartNotExist',
    'FilePartStale',
    'ImageDamage',
    'IncompleteBody',
    'InvalidObjectState',
    'InvalidPart',
    'InvalidPartOrder',
    'InvalidRange',
    'InvalidTargetType',
    'InvalidTargetBucketForLogging',
    'MalformedXML',
    'NoSuchCORSConfiguration',
    'NoSuchKey',
    'NoSuchLifecycle',
    'NoSuchUpload',
    'NoSuchVersion',
    'NoSuchWebsiteConfiguration',
    'NotModified',
    'ObjectAlreadyExists',
    'ObjectNotAppendable',
    'OperationNotSupported',
    'PartNotSequential',
    'PositionNotEqualToLength',
    'PreconditionFailed',
    'RestoreAlreadyInProgress',
    'SymlinkTargetNotExist',
    'TooManyBuckets',
  ],
  /** NoSuchKey, for answers without a document */
  ecs: ['0026-00000001'],
};

const anonymous: Row = {
  number: 1,
  decide(evidence) {
    if (!isUnsigned(evidence)) return null;
    const refused = isRefusal(evidence) && !answers(evidence, AFTER_AUTHENTICATION);
    return decision('not-auth', 'proven', {
      cause: refused ? cause('unsigned-request', { code: evidence.code }) : null,
    });
  },
};

/** No signature and no Authorization of any kind; only a head that was seen whole can prove that. */
function isUnsigned(evidence: Evidence): boolean {
  const { oss } = evidence;
  if (!evidence.headComplete || oss.request === null) return false;
  if (evidence.claim !== null || oss.foreignAuthorization !== null) return false;
  if (sentHeader(evidence, 'authorization') !== null) return false;
  // a form carries its signature in the body, which the capture may lack
  const type = sentHeader(evidence, 'content-type') ?? '';
  const isForm = evidence.sent?.method === 'POST' && /^multipart\/form-data/i.test(type);
  return !isForm || oss.request.form !== null;
}

const unanswered: Row = {
  number: 2,
  decide: (evidence) => (evidence.answer === null ? decision('no-response', null) : null),
};

const accepted: Row = {
  number: 3,
  decide: (evidence) =>
    !isRefusal(evidence) || answers(evidence, AFTER_AUTHENTICATION) ? decision('match', 'proven') : null,
};

const beforeAuthentication: Row = {
  number: 21,
  decide: (evidence) =>
    decision('not-auth', null, {
      notes:
        evidence.oss.error === null && !isSilentRefusal(evidence)
          ? [note('no-error-document', { status: status(evidence) })]
          : [],
    }),
};

/** Rows 1 to 3: no error to explain. */
export const OUTCOME_ROWS: readonly Row[] = [anonymous, unanswered, accepted];
/** Row 21: what no other row explains. */
export const LAST_ROW: Row = beforeAuthentication;
