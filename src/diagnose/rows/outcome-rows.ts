import { namesKeyInQuery } from '../../oss/query-auth.ts';
import { AFTER_AUTHENTICATION, areaOfEc } from '../../oss/vocabulary.ts';
import { cause } from '../causes.ts';
import { type Evidence, sentHeader } from '../evidence.ts';
import { note } from '../notes.ts';
import { isRefusal, isSilentRefusal, status } from './answer.ts';
import { alteredBody } from './digest-row.ts';
import { decision, type Row } from './row.ts';

/** The service got as far as the object: whoever it refused then had signed well. */
function isPastAuthentication({ code, ec }: Evidence): boolean {
  return code === '' ? areaOfEc(ec) === 'object' : AFTER_AUTHENTICATION.has(code);
}

const anonymous: Row = {
  number: 1,
  decide(evidence) {
    if (!isUnsigned(evidence)) return null;
    const refused = isRefusal(evidence) && !isPastAuthentication(evidence);
    return decision('not-auth', 'proven', {
      cause: refused ? cause('unsigned-request', { code: evidence.code }) : null,
    });
  },
};

/** No signature and no Authorization of any kind; only a head that was seen whole can prove that. */
function isUnsigned(evidence: Evidence): boolean {
  const { oss } = evidence;
  // header and query settle most requests, without anything of them being taken apart
  if (!evidence.headComplete || sentHeader(evidence, 'authorization') !== null) return false;
  if (evidence.sent !== null && namesKeyInQuery(evidence.sent.target)) return false;
  if (oss.request === null || evidence.claim !== null || oss.foreignAuthorization !== null) return false;
  // a form carries its signature in the body, which the capture may lack
  const type = sentHeader(evidence, 'content-type') ?? '';
  const isForm = evidence.sent?.method === 'POST' && /^multipart\/form-data/i.test(type);
  return !isForm || oss.request.form !== null;
}

const unanswered: Row = {
  number: 2,
  decide: (evidence) => (evidence.answer === null ? decision('no-response', null) : null),
};

const ACCEPTED = decision('match', 'proven');

const accepted: Row = {
  number: 3,
  decide: (evidence) =>
    !isRefusal(evidence) || isPastAuthentication(evidence) ? (alteredBody(evidence) ?? ACCEPTED) : null,
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
