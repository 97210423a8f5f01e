import type { ByteString } from '../../bytes/byte-string.ts';
import { versionParameter } from '../../oss/claim.ts';
import { type ClaimProblem, scopeText } from '../../sign/claim.ts';
import { DIALECTS, versionRecord } from '../../sign/index.ts';
import { cause } from '../cause.ts';
import { errorField, signedDate } from '../clock-facts.ts';
import { parseAnyDate } from '../clocks.ts';
import type { Evidence } from '../evidence.ts';
import type { Cause } from '../model.ts';
import { sentHeader } from '../sent-header.ts';
import { transitCause } from '../transit-cause.ts';
import { dateLost, unfitDate } from './lost-in-transit.ts';
import { endpointRegion } from './named-part.ts';

/*
 * What is wrong with the auth data of a request, as the server's answer and the captured request
 * tell together.
 */

export const PROBLEM_CAUSES: Readonly<Record<ClaimProblem, (evidence: Evidence) => Cause>> = {
  'bad-authorization': () => cause('bad-authorization', {}),
  'bad-credential': ({ claim }) => cause('bad-credential', { credential: credentialText(claim) }),
  'missing-signature': () => cause('missing-signature', {}),
  'missing-expires': () => cause('missing-expires', {}),
  'missing-date': () => cause('missing-date', {}),
  'missing-version': versionCause,
  'empty-listed-headers': () => cause('empty-additional-headers', {}),
  'header-and-query': () => cause('header-and-query', {}),
  'mangled-parameter-names': (evidence) => cause('mangled-parameters', { name: mangledName(evidence) }),
};

/** Parameter names that escaping leaves behind: `&amp;Expires`, `\u0026Expires`. */
const MANGLED_NAME = /^(?:amp;|\\?u0026|%26|;)/i;

/** One of them anywhere in a text, and the name behind it. */
const MANGLED_NAMES = /(?:^|[&;]|\\)(?:amp;|#38;|#x26;|u0026|%26|;){1,8}([A-Za-z-]{1,32})(?:=|$)/g;

const AUTH_NAME =
  /^(?:(?:OSS|AWS)AccessKeyId|Expires|Signature|x-oss-(?:access-key-id|credential|date|expires|signature(?:-version)?)|x-amz-.*)$/i;

/** Whether parameters of the signature itself are among those whose names are mangled. */
export function isAuthMangled({ claim, oss }: Evidence): boolean {
  if (claim?.problems.includes('mangled-parameter-names') !== true) return false;
  const texts = (oss.request?.query ?? []).flatMap(({ name, value }) => [name, value]);
  return texts.some((text) =>
    [...text.matchAll(MANGLED_NAMES)].some(([, name = '']) => AUTH_NAME.test(name)),
  );
}

/**
 * What is wrong with the auth data as it was captured. A date that is not there may stand in a part
 * of the head that is cut off.
 */
export function ownProblem(evidence: Evidence): Cause | null {
  const { claim, headComplete } = evidence;
  const problem = claim?.problems.find((each) => headComplete || each !== 'missing-date');
  return problem === undefined ? null : PROBLEM_CAUSES[problem](evidence);
}

/** The day of the scope must be the day of the timestamp. */
export function scopeDayCause(evidence: Evidence): Cause | null {
  const { claim } = evidence;
  if (claim === null || claim.scope === null || claim.date === null) return null;
  const seconds = parseAnyDate(claim.date);
  if (seconds === null) return null;
  const day = new Date(seconds * 1000).toISOString().slice(0, 10).replaceAll('-', '');
  return day === claim.scope.date
    ? null
    : cause('scope-day-mismatch', { scope: claim.scope.date, timestamp: claim.date });
}

export function schemeCause(evidence: Evidence): Cause {
  const sent = evidence.oss.foreignAuthorization ?? sentHeader(evidence, 'authorization') ?? '';
  return cause('foreign-scheme', { scheme: sent.split(' ')[0] ?? '' });
}

export function regionCause(evidence: Evidence): Cause {
  const claimed = evidence.claim?.scope?.region ?? '';
  const endpoint = endpointRegion(evidence) ?? '';
  const isName = /^oss-|-internal$/.test(claimed) || (endpoint !== '' && endpoint.endsWith(`-${claimed}`));
  if (isName) return cause('region-is-endpoint-name', { claimed, endpoint });
  return endpoint === '' || endpoint === claimed
    ? cause('region-refused', { claimed })
    : cause('region-mismatch', { claimed, endpoint });
}

/** The server found no date, or none that it can read. */
export function dateCause(evidence: Evidence): Cause {
  const lost = dateLost(evidence);
  const inTransit = lost === null ? null : transitCause([lost]);
  if (inTransit !== null) return inTransit;
  const sent = unfitDate(evidence) ?? signedDate(evidence.claim) ?? '';
  if (sent !== '') return cause('bad-date', { value: sent });
  return evidence.headComplete ? cause('missing-date', {}) : otherMalformed(evidence);
}

/**
 * The server misses a header of the list: it never was there, got lost on the way, or has a name
 * that something there does not pass on.
 */
export function listedHeaderCause(evidence: Evidence): Cause {
  const names = evidence.claim?.listedHeaders?.filter((name) => name !== 'host') ?? [];
  if (names.length === 0) return otherMalformed(evidence);
  const absent = names.find((name) => sentHeader(evidence, name) === null);
  if (absent !== undefined) {
    return evidence.headComplete ? cause('listed-header-absent', { name: absent }) : otherMalformed(evidence);
  }
  const odd = names.find((name) => name.includes('_'));
  return odd === undefined
    ? cause('listed-header-lost', { names: names.join(';') })
    : cause('listed-header-underscore', { name: odd });
}

export function contentSha256Cause(evidence: Evidence): Cause {
  const dialect = evidence.claim === null ? 'oss' : versionRecord(evidence.claim.version).dialect;
  const name = `${DIALECTS[dialect].headerPrefix}content-sha256`;
  const value = sentHeader(evidence, name);
  return value === null && !evidence.headComplete
    ? otherMalformed(evidence)
    : cause('bad-content-sha256', { name, value: value ?? '' });
}

export function otherMalformed(evidence: Evidence): Cause {
  const named = errorField(evidence, 'ArgumentName') ?? partOfEc(evidence);
  return cause('malformed-other', { argument: named });
}

/** The ECs about version 4 of the S3 dialect. */
const S3_V4_EC = /^0002-000004/;

/** What an answer without an argument is about, by its EC; empty where that does not tell. */
function partOfEc({ ec, answerKind }: Evidence): string {
  const isS3 = S3_V4_EC.test(ec);
  switch (answerKind.ecMeaning) {
    case 'foreign-scheme':
      return 'Authorization';
    case 'bad-credential':
    case 'bad-region':
    case 'bad-product':
    case 'scope-day':
      return 'Credential';
    case 'missing-expires':
    case 'bad-expires':
      return 'Expires';
    case 'bad-date':
      return 'Date';
    case 'listed-header-absent':
      return isS3 ? 'SignedHeaders' : 'AdditionalHeaders';
    case 'bad-content-sha256':
      return isS3 ? 'x-amz-content-sha256' : 'x-oss-content-sha256';
    case 'token-twice':
      return 'security-token';
    case 'bad-access-key-id':
      return 'AccessKeyId';
    case 'bad-signature-version':
      return 'x-oss-signature-version';
    case 'bad-algorithm':
      return 'X-Amz-Algorithm';
    case 'bad-signed-headers':
      return 'SignedHeaders';
    case 'bad-signature':
      return 'Signature';
    default:
      return '';
  }
}

function versionCause({ claim }: Evidence): Cause {
  const { name, value } = (claim === null ? null : versionParameter(claim.version)) ?? {
    name: '',
    value: '',
  };
  return cause('missing-signature-version', { name, value });
}

function mangledName(evidence: Evidence): ByteString {
  return evidence.oss.request?.query.find((each) => MANGLED_NAME.test(each.name))?.name ?? '';
}

export function credentialText(claim: Evidence['claim']): ByteString {
  if (claim === null) return '';
  const { scope } = claim;
  if (scope === null) return claim.accessKeyId;
  return `${claim.accessKeyId}/${scopeText(scope)}`;
}
