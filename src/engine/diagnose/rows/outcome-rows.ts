import { asciiLower, type ByteString } from '../../bytes/byte-string.ts';
import { header } from '../../http/message.ts';
import { namesKeyInQuery, showsSignaturePlaces } from '../../oss/claim.ts';
import { isOfUrl } from '../../sign/index.ts';
import { cause, note } from '../cause.ts';
import type { Evidence } from '../evidence.ts';
import { follows } from '../history.ts';
import type { Cause, Divergence, Note } from '../model.ts';
import { listedButAbsent } from '../readings.ts';
import {
  answers,
  isBucketElsewhere,
  isMismatch,
  isPastAuthentication,
  isRefusal,
  isSilentRefusal,
  status,
} from './answer.ts';
import type { AnswerPattern } from './answer-kind.ts';
import { isOwnAnswer, otherAnswerNotes } from './answerer-row.ts';
import { guardCause } from './denial-row.ts';
import { alteredBody } from './digest-row.ts';
import { isIdPadded } from './key-rows.ts';
import { otherString, plusInUrl, signedOtherwise } from './mismatch-rows.ts';
import { hasAuthorization, isSentOnUnchecked, PLAINLY_ACCEPTED, PREFLIGHT } from './plainly-accepted.ts';
import { type Decision, decision, type Row } from './row.ts';
import { urlAlone } from './time-rows.ts';

const anonymous: Row = {
  number: 1,
  decide(evidence) {
    if (isPreflight(evidence)) return NOT_ASKED;
    if (!isUnsigned(evidence)) return null;
    const { code } = evidence;
    const why = guardCause(evidence) ?? (isNotPublic(evidence) ? unsignedCause(evidence, code) : null);
    return decision(why === null ? 'not-auth' : 'access-denied', 'proven', {
      cause: why,
      notes: throttlingNotes(evidence),
    });
  },
};

/**
 * A client that follows a redirect to another host leaves its Authorization behind (curl, fetch and others:
 * RFC 9110 §15.4).
 */
function unsignedCause({ oss, sent, context }: Evidence, code: ByteString): Cause {
  const redirect = context.history.redirect((each) => each.wasAuthorized && follows(each, oss.exchange));
  if (redirect === null) return cause('unsigned-request', { code });
  const host = (sent === null ? null : header(sent, 'host')) ?? redirect.host ?? '';
  return cause('redirect-dropped-authorization', { exchange: redirect.index, host });
}

/**
 * `response-*` parameters of an object that anyone may read ("HTTP status code 400" in the error code
 * reference).
 */
const OVERRIDES_OF_ANONYMOUS: AnswerPattern = {
  message: /cannot be used for anonymous/i,
  within: ['InvalidRequest'],
};

/**
 * Whoever has no right is answered 401 or 403, with a code that says no more than that, if with any. With the
 * others of "HTTP status code 403" in the error code reference (`BucketDisable`, `CnameDenied`,
 * `UbsmsInvalidBid`, …) a signed request fails too.
 */
function isNotPublic(evidence: Evidence): boolean {
  if (answers(evidence, OVERRIDES_OF_ANONYMOUS)) return true;
  const { code, answerKind } = evidence;
  const isOfRights = code === '' || code === 'AccessDenied' || answerKind.is('authentication');
  const isRefused = status(evidence) === 401 || (status(evidence) === 403 && isOfRights);
  return isRefused && !isPastAuthentication(evidence);
}

function throttlingNotes({ code, answerKind }: Evidence): readonly Note[] {
  return answerKind.is('throttling') ? [note('throttled', { code })] : [];
}

const NOT_ASKED = decision('not-auth', 'proven');

/**
 * OSS answers OPTIONS by the CORS rules of the bucket alone, whoever asks ("OptionObject" in the API
 * reference): a browser puts the signature of a presigned URL on it that was made for the request to come. A
 * server that says it compared signatures is taken at its word.
 */
function isPreflight(evidence: Evidence): boolean {
  if (evidence.sent?.method !== PREFLIGHT) return false;
  return !isRefusal(evidence) || !(evidence.answerKind.is('authentication') || isMismatch(evidence));
}

/** No signature and no Authorization of any kind; only what was seen whole can prove that. */
function isUnsigned(evidence: Evidence): boolean {
  const { oss, sent } = evidence;
  // header and query settle most requests, without anything of them being taken apart
  if (sent === null || !sent.headComplete) return false;
  if (hasAuthorization(sent) || namesKeyInQuery(sent.target)) return false;
  if (oss.request === null || evidence.claim !== null) return false;
  return showsSignaturePlaces(sent);
}

const unanswered: Row = {
  number: 2,
  decide: (evidence) =>
    evidence.answer === null ? (shownByText(evidence) ?? decision('no-response', null)) : null,
};

/**
 * What a pasted text shows of a request by itself. It may have been edited, so that nothing here is proved.
 */
function shownByText(evidence: Evidence): Decision | null {
  if (evidence.oss.exchange.numbering !== 'line' || evidence.sent === null) return null;
  return (
    paddedId(evidence) ??
    otherString(evidence) ??
    plusInUrl(evidence) ??
    headersGone(evidence) ??
    signedOtherwise(evidence) ??
    urlAlone(evidence)
  );
}

/** Headers that libraries add below the log of a client, which is why a text may lack them. */
const BELOW_LOG = /^(?:host|content-length|user-agent|accept-encoding|expect|connection|amz-sdk-.*)$/;

/** A request with its signature in a header that lists headers which it lacks. */
function headersGone({ oss, claim, headComplete }: Evidence): Decision | null {
  if (oss.request === null || claim === null || !headComplete || isOfUrl(claim.version)) return null;
  const names = listedButAbsent(oss.request, claim).filter((name) => !BELOW_LOG.test(name));
  if (names.length === 0) return null;
  return decision('malformed-auth', 'open', {
    cause: cause('listed-header-gone', { names: names.join(', ') }),
  });
}

/** A key ID with a line break or a blank: HTTP libraries refuse to send it, and the server to know it. */
function paddedId(evidence: Evidence): Decision | null {
  const id = evidence.claim?.accessKeyId ?? '';
  if (id === '' || !isIdPadded(id, evidence)) return null;
  const bare = id.replace(/[^\x21-\x7e]/g, '');
  return decision('unknown-key', 'likely', {
    cause: cause('key-id-padded', {}),
    divergences: bare === id ? [] : [outside('access-key-id', id, bare, evidence)],
  });
}

function outside(
  field: 'signature' | 'access-key-id',
  client: ByteString,
  server: ByteString,
  { claim }: Evidence,
): Divergence {
  const origin = claim?.signatureOrigin ?? null;
  const isOwn = origin !== null && (field === 'signature' || asciiLower(origin.source).startsWith('header'));
  return { field, client, server, clientOffset: 0, serverOffset: 0, clientOrigin: isOwn ? origin : null };
}

const accepted: Row = {
  number: PLAINLY_ACCEPTED.row,
  decide(evidence) {
    if (isRefusal(evidence) && !isPastAuthentication(evidence)) return null;
    if (isBucketElsewhere(evidence)) return null;
    if (isSentOnUnchecked(status(evidence))) return NOT_ASKED;
    // of an answer whose request is not in the capture, a signature was not seen
    if (evidence.sent === null && evidence.oss.fromError !== true) return decision('not-auth', null);
    if (isOwnAnswer(evidence)) return alteredBody(evidence) ?? PLAINLY_ACCEPTED.made;
    return decision('match', 'likely', { notes: otherAnswerNotes(evidence) });
  },
};

/** What a text tells of a refusal without its request or any reason. */
function unsaidRefusal(evidence: Evidence): Decision | null {
  const { exchange } = evidence.oss;
  if (exchange.request !== null || exchange.told === undefined || !isSilentRefusal(evidence)) return null;
  return decision('access-denied', 'open', { cause: cause('refusal-unsaid', {}) });
}

const beforeAuthentication: Row = {
  number: 21,
  decide: (evidence) =>
    unsaidRefusal(evidence) ??
    decision('not-auth', null, {
      notes:
        evidence.oss.error === null
          ? [note('no-error-document', { status: status(evidence) })]
          : throttlingNotes(evidence),
    }),
};

/** Rows 1 to 3: no error to explain. */
export const OUTCOME_ROWS: readonly Row[] = [anonymous, unanswered, accepted];
/** Row 21: what no other row explains. */
export const LAST_ROW: Row = beforeAuthentication;
