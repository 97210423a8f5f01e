import { asciiLower, type ByteString } from '../../bytes/byte-string.ts';
import { missingOf, versionParameter } from '../../oss/claim.ts';
import { USUAL_FLAVOUR } from '../../oss/provider.ts';
import { providerRecord } from '../../oss/providers/index.ts';
import type { Field, SignatureVersion } from '../../sign/canonical.ts';
import { type ClaimProblem, scopeText } from '../../sign/claim.ts';
import { DIALECTS, isOfUrl, signsDate, versionRecord } from '../../sign/index.ts';
import { cause } from '../cause.ts';
import { errorField, signedDate } from '../clocks.ts';
import { parseAnyDate, parseDigits, parseIsoBasic } from '../date-forms.ts';
import type { Evidence } from '../evidence.ts';
import type { Cause, Divergence } from '../model.ts';
import { listedButAbsent } from '../readings.ts';
import { sentHeader } from '../sent.ts';
import { transitCause } from '../transit-cause.ts';
import { isAsymmetric, isMismatch, isRefusal, isSigV4A, isUnsaid, status } from './answer.ts';
import type { AnswerPattern } from './answer-kind.ts';
import { TWO_TOKENS } from './key-rows.ts';
import { authorizationReplaced, dateLost, unfitDate } from './lost-in-transit.ts';
import { decision, type Row } from './row.ts';
import { MAX_LIFE } from './time-rows.ts';

/** An answer, and what it says. */
export interface Refusal {
  readonly pattern: AnswerPattern;
  readonly cause: (evidence: Evidence) => Cause;
}

/** A request gets this with or without a signature. */
export const PATH_STYLE_REFUSALS: readonly Refusal[] = [
  {
    pattern: { codes: ['SecondLevelDomainForbidden'], means: ['path-style-refused'] },
    cause: () => cause('path-style-forbidden', {}),
  },
];

/** Row 9, by the service's error code reference. */
const KIND_REFUSALS: readonly Refusal[] = [
  { pattern: { means: ['checksum-refused'] }, cause: () => cause('default-checksums', {}) },
  { pattern: { means: ['v1-refused'] }, cause: () => cause('v1-switched-off', {}) },
  ...PATH_STYLE_REFUSALS,
  {
    pattern: {
      means: ['aws-chunked-refused'],
      message: /aws-chunked encoding is not supported|MultiChunkedEncoding is not supported/i,
    },
    cause: () => cause('aws-chunked-refused', {}),
  },
  { pattern: { means: ['chunks-refused'] }, cause: () => cause('chunked-signing-refused', {}) },
  { pattern: { means: ['url-signature-refused'] }, cause: () => cause('v4-header-required', {}) },
  { pattern: { means: ['signature-not-in-url'] }, cause: () => cause('url-signature-required', {}) },
  { pattern: { means: ['signature-elsewhere'] }, cause: elsewhereCause },
  { pattern: { means: ['s3v2-refused'] }, cause: () => cause('s3-version-refused', { version: 's3v2' }) },
  { pattern: { means: ['s3v4-refused'] }, cause: () => cause('s3-version-refused', { version: 's3v4' }) },
  {
    pattern: { message: /(?:authorization mechanism|signature version) .{0,80}not supported/i },
    cause: ({ ec }) => cause('version-refused-other', { ec }),
  },
];

/** The operation takes the signature from the place where it is not; where it is, the request alone shows. */
function elsewhereCause({ claim, ec }: Evidence): Cause {
  if (claim === null) return cause('version-refused-other', { ec });
  return isOfUrl(claim.version)
    ? cause('header-signature-required', {})
    : cause('url-signature-required', {});
}

/** Amazon S3 alone takes SigV4A. Others say of it whatever they say of a request that they cannot read. */
function isOfUnknownKind(evidence: Evidence): boolean {
  const { provider, flavour } = evidence.oss;
  const isOther = providerRecord(provider).flavourOf !== null && flavour !== USUAL_FLAVOUR;
  return isSigV4A(evidence) && isOther && status(evidence) <= 403 && !isMismatch(evidence);
}

const refusedKind: Row = {
  number: 9,
  decide(evidence) {
    if (!isRefusal(evidence)) return null;
    if (isOfUnknownKind(evidence))
      return decision('version-refused', 'likely', { cause: cause('sigv4a-refused', {}) });
    const made = evidence.answerKind.firstOf(KIND_REFUSALS)?.cause(evidence);
    if (made === undefined) return null;
    const isOfBody = made.id === 'default-checksums';
    const divergences = isOfBody ? partNamed(evidence, made) : [];
    // a server that says so of a signature says it of other faults of it, too
    const certainty = isOfBody && isMismatch(evidence) ? 'likely' : 'proven';
    return decision('version-refused', certainty, { cause: made, divergences });
  },
};

/** Row 10, by EC, and by the message where answers without an EC have been seen. */
const MALFORMED: readonly Refusal[] = [
  {
    pattern: {
      means: ['header-and-query'],
      message: /(?:only one of the|either the) .{0,80}signature.{0,80}authorization/i,
    },
    cause: (evidence) => authorizationReplaced(evidence) ?? cause('header-and-query', {}),
  },
  {
    pattern: { means: ['foreign-scheme'], message: /unsupported authorization type/i },
    cause: (evidence) => authorizationReplaced(evidence) ?? schemeCause(evidence),
  },
  {
    pattern: { means: ['bad-region'], message: /invalid signing region|region.{0,20}authorization header/i },
    cause: regionCause,
  },
  {
    pattern: { means: ['bad-product'], message: /invalid signing (?:product|service)/i },
    cause: ({ claim }) => cause('product-mismatch', { claimed: claim?.scope?.product ?? '' }),
  },
  {
    pattern: { means: ['scope-day'], message: /invalid signing date|date in credential scope/i },
    cause: ({ claim }) =>
      cause('scope-day-mismatch', { scope: claim?.scope?.date ?? '', timestamp: claim?.date ?? '' }),
  },
  { pattern: { means: ['empty-listed-headers'] }, cause: () => cause('empty-additional-headers', {}) },
  { pattern: { means: ['listed-header-absent'] }, cause: listedHeaderCause },
  { pattern: { means: ['headers-not-signed'] }, cause: notSignedCause },
  { pattern: { means: ['missing-content-sha256'] }, cause: noContentSha256Cause },
  { pattern: { means: ['bad-content-sha256'] }, cause: contentSha256Cause },
  { pattern: { means: ['missing-signature'] }, cause: () => cause('missing-signature', {}) },
  {
    pattern: { means: ['bad-credential'] },
    cause: ({ claim }) => cause('bad-credential', { credential: credentialText(claim) }),
  },
  {
    pattern: { means: ['missing-expires', 'bad-expires'] },
    cause: ({ claim }) =>
      claim?.expires ? cause('bad-expires', { value: claim.expires }) : cause('missing-expires', {}),
  },
  {
    pattern: { means: ['bad-date'], message: /requires a valid date/i },
    // Swift says so of whatever it cannot read
    cause: (evidence) => (isOfForeignScheme(evidence) ? schemeCause(evidence) : dateCause(evidence)),
  },
  {
    pattern: { means: ['bad-authorization', 'missing-url-parameters'] },
    cause: (evidence) =>
      ownProblem(evidence) ??
      (evidence.answerKind.meaning === 'bad-authorization'
        ? cause('bad-authorization', {})
        : otherMalformed(evidence)),
  },
  {
    pattern: { means: ['bad-form-field'] },
    cause: (evidence) => cause('bad-form-field', { name: errorField(evidence, 'ArgumentName') ?? '' }),
  },
  { pattern: { means: ['missing-policy'] }, cause: () => cause('bad-form-field', { name: 'policy' }) },
  {
    pattern: {
      means: [
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
    const said =
      ofUrl(evidence, found) ??
      found ??
      otherProduct(evidence) ??
      problemCause(evidence) ??
      unnamedProblem(evidence);
    const made = said ?? unsaidProblem(evidence);
    if (made === null) return null;
    const verdict = made.id === 'header-not-signed-in-transit' ? 'transit-modified' : 'malformed-auth';
    // a header that is missing may be one that the client never had to sign: MinIO says the same of both
    const certainty = said === null || said.id === 'listed-header-gone' ? 'likely' : 'proven';
    return decision(verdict, certainty, { cause: made, divergences: partNamed(evidence, made) });
  },
};

/**
 * A server that does not say which string it signed puts its own product into the scope, whichever the client
 * names.
 */
function otherProduct(evidence: Evidence): Cause | null {
  const { claim, answerKind } = evidence;
  const { products, showsStrings } = answerKind.provider;
  const claimed = claim?.scope?.product ?? '';
  if (showsStrings || claimed === '' || products.test(claimed) || !isMismatch(evidence)) return null;
  return cause('product-mismatch', { claimed });
}

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

/** Of an answer alone, no more is said than it shows. */
function withoutRequest(evidence: Evidence, found: Cause | undefined): Cause | undefined {
  if (found === undefined || evidence.sent !== null || evidence.claim !== null) return found;
  if (found.id.startsWith('region-') && claimedRegion(evidence) === '') {
    const endpoint = endpointRegion(evidence) ?? '';
    return endpoint === '' ? cause('region-unnamed', {}) : cause('region-not-seen', { endpoint });
  }
  return OF_THE_REQUEST.has(found.id) ? otherMalformed(evidence) : found;
}

/**
 * An EC of the block about auth data that has no meaning here, beside a code that says an argument is wrong.
 */
function unnamedProblem(evidence: Evidence): Cause | null {
  const { code, answerKind } = evidence;
  const isUnnamed = answerKind.meaning === null && answerKind.area === 'authentication';
  return isUnnamed && ARGUMENT_CODES.has(code) ? otherMalformed(evidence) : null;
}

const ARGUMENT_CODES: ReadonlySet<string> = new Set(['InvalidArgument', 'MissingArgument', 'InvalidRequest']);

/**
 * What the server misses where parameter names are mangled stands under one of those names; the claim is read
 * through them, so that an expiry that it has may be one that the server did not see, or one with the next
 * parameter at its end.
 */
const MISSED: ReadonlySet<string> = new Set([
  'bad-credential',
  'missing-signature',
  'missing-expires',
  'bad-expires',
  'missing-date',
  'malformed-other',
]);

/** What happened to all of the URL, where the server misses a part of it. */
function ofUrl(evidence: Evidence, found: Cause | undefined): Cause | null {
  if (found === undefined || !MISSED.has(found.id)) return null;
  const problem = evidence.claim?.problems.find(
    (each) => each === 'mangled-parameter-names' || each === 'cut-url',
  );
  return problem === undefined ? null : PROBLEM_CAUSES[problem](evidence);
}

/**
 * What is wrong with the auth data. An EC of another block says that the server did not mind it, or did not
 * see it: without the parameters that are mangled or cut off, or the one that names the version, the request
 * is an unsigned one.
 */
function problemCause(evidence: Evidence): Cause | null {
  const { code, ec } = evidence;
  const problems = evidence.claim?.problems ?? [];
  const isMangled = isAuthMangled(evidence) || problems.includes('cut-url');
  const isForeign = isOfForeignScheme(evidence);
  // a server of S3's like may take it for a request to another API of its own
  const isWordless = code === '' && status(evidence) <= 403 && evidence.answerKind.provider.isBare;
  if (!(isWordless && (isMangled || isForeign)) && !PROBLEM_CODES.includes(code)) return null;
  const isUnseen = isMangled || problems.includes('missing-version');
  if (ec !== '' && evidence.answerKind.area !== 'authentication' && !isUnseen) return null;
  const own = ownProblem(evidence);
  if (own !== null) return own;
  if (code.startsWith('Authorization')) return otherMalformed(evidence);
  if (isForeign) return schemeCause(evidence);
  return code === 'AccessDenied' ? null : scopeDayCause(evidence);
}

/**
 * What is malformed on the wire, where the server does not say why it refuses the request: servers of S3's
 * like deny it as if a permission were missing.
 */
function unsaidProblem(evidence: Evidence): Cause | null {
  const { claim, headComplete } = evidence;
  if (claim === null || !headComplete || !evidence.answerKind.provider.isBare) return null;
  const { carrier, digest, dialect } = versionRecord(claim.version);
  const isV4 = digest.derived !== null;
  if (isUnsaid(evidence)) {
    const date = unreadableDate(evidence, isV4);
    if (date !== null) return cause('bad-date', { value: date });
    const { expires } = claim;
    const life = expires === null ? null : parseDigits(expires);
    const isLife = life !== null && (!isV4 || (life > 0 && life <= MAX_LIFE));
    if (carrier === 'url' && expires !== null && !isLife) return cause('bad-expires', { value: expires });
  } else if (!isMismatch(evidence) || evidence.server() !== null) return null;
  const isSha256Due = isV4 && carrier === 'header' && dialect === 's3';
  if (!isSha256Due || sentHeader(evidence, 'x-amz-content-sha256') !== null) return null;
  // with another secret it would be refused all the same
  const isSecretRight = evidence.credential === null || evidence.recomputed() === claim.signature;
  return isSecretRight ? cause('content-sha256-missing', {}) : null;
}

/** The date that counts, where no server reads it; an empty one is there, too. */
function unreadableDate(evidence: Evidence, isV4: boolean): ByteString | null {
  const { claim } = evidence;
  if (claim === null || !signsDate(claim.version)) return null;
  const named = isOfUrl(claim.version) ? claim.date : sentHeader(evidence, 'x-amz-date');
  const date = named ?? claim.date;
  if (date === null) return null;
  const isRead = isV4 && named !== null ? parseIsoBasic(date) !== null : parseAnyDate(date) !== null;
  return isRead ? null : date;
}

// What is wrong with the auth data, by the answer and the captured request together.

const PROBLEM_CAUSES: Readonly<Record<ClaimProblem, (evidence: Evidence) => Cause>> = {
  'bad-authorization': () => cause('bad-authorization', {}),
  'bad-credential': ({ claim }) => cause('bad-credential', { credential: credentialText(claim) }),
  'missing-signature': () => cause('missing-signature', {}),
  'missing-expires': () => cause('missing-expires', {}),
  'missing-date': () => cause('missing-date', {}),
  'missing-version': versionCause,
  'empty-listed-headers': () => cause('empty-additional-headers', {}),
  'header-and-query': () => cause('header-and-query', {}),
  'cut-url': cutCause,
  'mangled-parameter-names': (evidence) => cause('mangled-parameters', { name: mangledName(evidence) }),
};

function cutCause({ claim, oss }: Evidence): Cause {
  const missing = claim === null ? [] : missingOf(oss.request?.query ?? [], claim.version);
  return cause('url-cut', { names: missing.join(', ') });
}

/** Parameter names that escaping leaves behind: `&amp;Expires`, `\u0026Expires`. */
const MANGLED_NAME = /^(?:amp;|\\?u0026|%26|;)/i;

/** One of them anywhere in a text, and the name behind it. */
const MANGLED_NAMES = /(?:^|[&;]|\\)(?:amp;|#38;|#x26;|u0026|%26|;){1,8}([A-Za-z-]{1,32})(?:=|$)/g;

const AUTH_NAME =
  /^(?:q-[a-z-]+|(?:OSS|AWS)?AccessKeyId|Expires|Signature|x-oss-(?:access-key-id|credential|date|expires|signature(?:-version)?)|x-(?:amz|goog|tos)-.*)$/i;

/** Whether parameters of the signature itself are among those whose names are mangled. */
function isAuthMangled({ claim, oss }: Evidence): boolean {
  if (claim?.problems.includes('mangled-parameter-names') !== true) return false;
  const texts = (oss.request?.query ?? []).flatMap(({ name, value }) => [name, value]);
  return texts.some((text) =>
    [...text.matchAll(MANGLED_NAMES)].some(([, name = '']) => AUTH_NAME.test(name)),
  );
}

/**
 * What is wrong with the auth data as it was captured. A date that is not there may stand in a part of the
 * head that is cut off.
 */
function ownProblem(evidence: Evidence): Cause | null {
  const { claim, headComplete } = evidence;
  const problem = claim?.problems.find((each) => headComplete || each !== 'missing-date');
  return problem === undefined ? null : PROBLEM_CAUSES[problem](evidence);
}

/** The day of the scope must be the day of the timestamp. */
function scopeDayCause(evidence: Evidence): Cause | null {
  const { claim } = evidence;
  if (claim === null || claim.scope === null || claim.date === null) return null;
  const seconds = parseAnyDate(claim.date);
  if (seconds === null) return null;
  const day = new Date(seconds * 1000).toISOString().slice(0, 10).replaceAll('-', '');
  return day === claim.scope.date
    ? null
    : cause('scope-day-mismatch', { scope: claim.scope.date, timestamp: claim.date });
}

function isOfForeignScheme(evidence: Evidence): boolean {
  return evidence.oss.foreignAuthorization !== null && !isAsymmetric(evidence);
}

function schemeCause(evidence: Evidence): Cause {
  const sent = evidence.oss.foreignAuthorization ?? sentHeader(evidence, 'authorization') ?? '';
  const scheme = sent.split(' ')[0] ?? '';
  return evidence.oss.foreignAuthorization === ''
    ? cause('bad-authorization', {})
    : cause('foreign-scheme', { scheme });
}

/** In what a server says of a region that it does not take. */
const CLAIMED =
  /\bregion (?:name )?'([a-z0-9-]{1,64})' is (?:wrong|not valid)|\bunexpected scope: \d{8}\/([a-z0-9-]{1,64})\//i;

function claimedRegion({ claim, message }: Evidence): ByteString {
  const [, ofRegion, ofScope] = CLAIMED.exec(message) ?? [];
  return claim?.scope?.region ?? ofRegion ?? ofScope ?? '';
}

function regionCause(evidence: Evidence): Cause {
  const claimed = claimedRegion(evidence);
  const endpoint = endpointRegion(evidence) ?? '';
  const isName = /^oss-|-internal$/.test(claimed) || (endpoint !== '' && endpoint.endsWith(`-${claimed}`));
  if (isName) return cause('region-is-endpoint-name', { claimed, endpoint });
  return endpoint === '' || endpoint === claimed
    ? cause('region-refused', { claimed })
    : cause('region-mismatch', { claimed, endpoint });
}

const DATE_HEADERS = Object.values(DIALECTS).map(({ headerPrefix }) => `${headerPrefix}date`);

/** The server found no date, or none that it can read. */
function dateCause(evidence: Evidence): Cause {
  const lost = dateLost(evidence);
  const inTransit = lost === null ? null : transitCause([lost]);
  if (inTransit !== null) return inTransit;
  const sent = unfitDate(evidence) ?? signedDate(evidence.claim) ?? '';
  const isEmpty = DATE_HEADERS.some((name) => sentHeader(evidence, name) === '');
  if (sent !== '' || isEmpty) return cause('bad-date', { value: sent });
  return evidence.headComplete ? cause('missing-date', {}) : otherMalformed(evidence);
}

/**
 * The server misses a header of the list: it never was there, got lost on the way, or has a name that
 * something there does not pass on.
 */
function listedHeaderCause(evidence: Evidence): Cause {
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

/**
 * The server names headers that must be signed and are not. Where the captured request has none of them, they
 * came in on the way.
 */
function notSignedCause(evidence: Evidence): Cause {
  const names = asciiLower(errorField(evidence, 'HeadersNotSigned') ?? '').split(/[ ,;]+/);
  const named = names.filter((name) => name !== '');
  // MinIO says so of a header that is listed and did not come, too
  const { oss, claim, headComplete } = evidence;
  const gone =
    oss.request === null || claim === null || !headComplete ? [] : listedButAbsent(oss.request, claim);
  if (named.length === 0 && gone.length > 0) return cause('listed-header-gone', { names: gone.join(', ') });
  const isAdded = evidence.headComplete && named.every((name) => sentHeader(evidence, name) === null);
  const args = { names: named.join(', ') };
  return isAdded && named.length > 0
    ? cause('header-not-signed-in-transit', args)
    : cause('header-not-signed', args);
}

/** The server has no digest of the body: there was none, or it got lost on the way. */
function noContentSha256Cause(evidence: Evidence): Cause {
  const name = 'x-amz-content-sha256';
  if (sentHeader(evidence, name) !== null) return cause('listed-header-lost', { names: name });
  return evidence.headComplete ? cause('content-sha256-missing', {}) : otherMalformed(evidence);
}

function contentSha256Cause(evidence: Evidence): Cause {
  const dialect = evidence.claim === null ? 'oss' : versionRecord(evidence.claim.version).dialect;
  const name = `${DIALECTS[dialect].headerPrefix}content-sha256`;
  const value = sentHeader(evidence, name);
  return value === null && !evidence.headComplete
    ? otherMalformed(evidence)
    : cause('bad-content-sha256', { name, value: value ?? '' });
}

function otherMalformed(evidence: Evidence): Cause {
  const named = errorField(evidence, 'ArgumentName') ?? partOfEc(evidence);
  return cause('malformed-other', { argument: named === '' ? evidence.code : named });
}

/** The ECs about version 4 of the S3 dialect. */
const S3_V4_EC = /^0002-000004/;

/** What an answer without an argument is about, by its EC; empty where that does not say. */
function partOfEc({ ec, answerKind }: Evidence): string {
  const isS3 = S3_V4_EC.test(ec);
  switch (answerKind.meaning) {
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

function credentialText(claim: Evidence['claim']): ByteString {
  if (claim === null) return '';
  const { scope } = claim;
  if (scope === null) return claim.accessKeyId;
  return `${claim.accessKeyId}/${scopeText(scope)}`;
}

/**
 * The part of the auth data that a cause names, as a divergence from what the server expects (null: not
 * known).
 */
function partNamed(evidence: Evidence, made: Cause): readonly Divergence[] {
  const field = fieldNamed(made, evidence.claim?.version);
  if (field === undefined) return [];
  const strings = evidence.wire();
  const pieces = [strings?.stringToSign, strings?.canonicalRequest].flatMap((each) => each?.pieces ?? []);
  const piece = pieces.find((each) => each.field === field);
  const region = field === 'scope:region' ? endpointRegion(evidence) : null;
  return [
    {
      field,
      client: piece?.value ?? claimedPart(evidence, field),
      server: made.id === 'region-refused' ? null : region,
      clientOffset: piece?.start ?? 0,
      serverOffset: piece?.start ?? 0,
      clientOrigin: piece?.origin ?? evidence.claim?.signatureOrigin ?? null,
    },
  ];
}

/**
 * URLs of version 4 sign their life as a parameter beside their date; older ones sign their end in its place.
 */
function fieldNamed({ id, args }: Cause, version: SignatureVersion | undefined): Field | undefined {
  if (id === 'malformed-other' && args['argument'] === 'AccessKeyId') return 'access-key-id';
  if (id === 'bad-expires' || id === 'missing-expires') {
    const record = version === undefined ? null : versionRecord(version);
    if (record?.carrier === 'url' && record.dateIs === 'moment') {
      return `canonical-query:${record.names?.expires}`;
    }
  }
  return FIELD_OF_CAUSE.get(id);
}

/** The part as the claim has it, where no string can be made of the request. */
function claimedPart(evidence: Evidence, field: Field): ByteString | null {
  const { claim } = evidence;
  switch (field) {
    case 'signature':
      return claim?.signature ?? null;
    case 'access-key-id':
      return claim?.accessKeyId ?? null;
    case 'scope:region':
      return claimedRegion(evidence) || null;
    case 'scope:product':
      return claim?.scope?.product ?? null;
    case 'scope:date':
      return claim?.scope?.date ?? null;
    default:
      return null;
  }
}

const FIELD_OF_CAUSE: ReadonlyMap<string, Field> = new Map([
  ['region-mismatch', 'scope:region'],
  ['default-checksums', 'payload-hash'],
  ['region-not-seen', 'scope:region'],
  ['region-unnamed', 'scope:region'],
  ['region-refused', 'scope:region'],
  ['region-is-endpoint-name', 'scope:region'],
  ['product-mismatch', 'scope:product'],
  ['scope-day-mismatch', 'scope:date'],
  ['empty-additional-headers', 'additional-headers'],
  ['missing-signature', 'signature'],
  ['missing-date', 'date'],
  ['bad-date', 'date'],
  ['date-dropped', 'date'],
  ['oss-header-dropped', 'date'],
  ['missing-expires', 'date'],
  ['bad-expires', 'date'],
]);

/** S3 names the region in the message of what it says of a URL. */
const EXPECTED = /expecting '([a-z0-9-]{1,64})'/;

/** The region of the endpoint, by the error document, else by the host; null where neither shows it. */
function endpointRegion(evidence: Evidence): string | null {
  const stated = errorField(evidence, 'Region') ?? EXPECTED.exec(evidence.message)?.[1] ?? '';
  return stated === '' ? evidence.oss.address.region : stated;
}

/** Rows 9 and 10: the signature was refused unseen. */
export const REFUSAL_ROWS: readonly Row[] = [refusedKind, malformed];
