import type { ByteString } from '../bytes/byte-string.ts';
import { header } from '../http/message.ts';
import { isUnknownEndpoint } from '../oss/address.ts';
import { sdkNeverSignsParameter, sdkOfUserAgent, signatureLength, versionRecord } from '../sign/index.ts';
import { isTemporaryKey } from '../sign/secret.ts';
import { type Evidence, isInUrl, signedHeader } from './evidence.ts';
import { fieldName } from './fields.ts';
import { kindOf, ofSigner, specialCharacters } from './history.ts';
import type { Note } from './model.ts';
import { note } from './note.ts';
import { isMismatch } from './rows/answer.ts';
import { isMasked } from './rows/key-rows.ts';
import type { Decision } from './rows/row.ts';
import { agentName, agentOf, isBefore, lastDefect, sdkVersionOf } from './sdk-defects.ts';
import { isInPathToo } from './search/hypotheses/resource.ts';
import { listedButAbsent } from './search/readings.ts';
import { sentHeader } from './sent.ts';

/** Content types that HTTP libraries and tools put on a request by themselves. */
const ADDED_BY_LIBRARIES =
  /^(?:application\/x-www-form-urlencoded|text\/plain;\s*charset=utf-8|application\/octet-stream)\b/i;

/** Facts about the request that point somewhere, and what the program itself did not know. */
export function hintNotes(evidence: Evidence, made: Decision): readonly Note[] {
  const notes: Note[] = [];
  const { oss, claim } = evidence;
  const { givenBucket } = oss.address;
  if (givenBucket !== undefined) {
    const host = sentHeader(evidence, 'host') ?? '';
    notes.push(note('bucket-setting-wrong', { host, given: givenBucket, bucket: oss.address.bucket ?? '' }));
  } else if (oss.address.bucketSource === 'server') {
    notes.push(note('bucket-from-server', { bucket: oss.address.bucket ?? '' }));
  } else if (oss.request?.bucketUnknown === true && oss.address.kind === undefined) {
    const host = sentHeader(evidence, 'host') ?? '';
    // without a host there is none to name a bucket for
    if (host !== '') notes.push(note('tool-bucket-unknown', { host }));
  }
  const absent =
    claim === null || oss.request === null || !evidence.headComplete
      ? []
      : listedButAbsent(oss.request, claim);
  // a mismatch alone: where the server names what is wrong, that is reported
  if (absent.length > 0 && isMismatch(evidence)) {
    notes.push(note('listed-header-absent', { names: absent.join(', ') }));
  }
  notes.push(...underscoreNotes(made, isMismatch(evidence) ? absent : []));
  if (claim !== null && isTemporaryKey(claim.accessKeyId)) notes.push(note('temporary-key', {}));
  const product = claim?.scope?.product ?? '';
  if (isUnknownEndpoint(oss.address)) {
    notes.push(note('unsupported-endpoint', { host: sentHeader(evidence, 'host') ?? '' }));
  } else if (/^oss.*(?:vector|table)/i.test(product)) {
    notes.push(note('unsupported-product', { product }));
  }
  if (oss.foreignAuthorization !== null && claim !== null) {
    notes.push(note('foreign-authorization', { scheme: oss.foreignAuthorization.split(' ')[0] ?? '' }));
  }
  const server = evidence.answer === null ? null : header(evidence.answer, 'server');
  if (server !== null && server !== 'AliyunOSS' && oss.requestId === null) {
    notes.push(note('foreign-server', { server }));
  }
  if (made.verdict === 'needs-secret') notes.push(...likelyCauses(evidence));
  const isOpen =
    made.verdict === 'needs-secret' ||
    made.verdict === 'undecided' ||
    made.cause?.id === 'secret-unknown-difference';
  if (isOpen && claim !== null && oss.request !== null && oss.address.style === 'custom-domain') {
    // what is signed without the host does not break where a domain is put in the place of an
    // endpoint
    const host = claim.listedHeaders?.includes('host') === true ? sentHeader(evidence, 'host') : null;
    if (host !== null) notes.push(note('host-of-signature', { host }));
  }
  notes.push(...sdkDefectNotes(evidence, made));
  return notes;
}

/**
 * A known defect of the client's SDK: where a cause is proved it must be one that the defect has.
 */
function sdkDefectNotes(evidence: Evidence, made: Decision): readonly Note[] {
  const { oss, claim, sent } = evidence;
  const isProved = made.verdict === 'client-miscomputed';
  if (claim === null || sent === null || (made.verdict !== 'needs-secret' && !isProved)) return [];
  const agent = agentOf(sent);
  const last = lastDefect(agent, claim.version, ({ causes, strikes }) => {
    return (!isProved || causes.some((id) => id === made.cause?.id)) && strikes(oss);
  });
  if (last === null) return oldSdkNotes(agent);
  return [note('sdk-defect', { agent: agentName(agent), fixed: last.fixedIn, what: last.what })];
}

/**
 * The version of oss2 from which on Alibaba Cloud advises to use it
 * (developer.aliyun.com/article/667565).
 */
const ADVISED_OF_PYTHON = '2.7.5';

function oldSdkNotes(agent: ByteString): readonly Note[] {
  const version = sdkVersionOf(agent);
  if (sdkOfUserAgent(agent) !== 'py1' || version === null || !isBefore(version, ADVISED_OF_PYTHON)) return [];
  return [note('old-sdk', { agent: agentName(agent), since: ADVISED_OF_PYTHON })];
}

/**
 * Headers that nginx drops, and did not let through here: those with an underscore
 * (`underscores_in_headers` is off by default).
 */
function underscoreNotes(made: Decision, absent: readonly ByteString[]): readonly Note[] {
  const names = new Set(absent);
  for (const { field, server } of made.divergences) {
    const named = fieldName(field);
    if (named?.kind === 'header' && (server === null || server === '')) names.add(named.name);
  }
  if (made.cause?.id === 'header-not-sent') names.add(String(made.cause.args['name']));
  const dropped = [...names].filter((name) => name.includes('_'));
  return dropped.length === 0 ? [] : [note('underscore-headers-dropped', { names: dropped.join(', ') })];
}

/** What the client may have signed otherwise; only its secret could prove it. */
function likelyCauses(evidence: Evidence): readonly Note[] {
  const notes: Note[] = [...lengthNotes(evidence)];
  const agent = sentHeader(evidence, 'user-agent') ?? '';
  const sdk = sdkOfUserAgent(agent);
  const type = signsType(evidence) ? signedHeader(evidence, 'content-type') : null;
  const isTypeAdded = type !== null && ADDED_BY_LIBRARIES.test(type) && addsType(evidence, type);
  if (isTypeAdded) {
    notes.push(note('likely-content-type-added', { value: type, sdk: sdk ?? '' }));
  } else if (type !== null && isInUrl(evidence) && isFormData(type)) {
    notes.push(note('form-data-on-url', { value: type }));
  } else if (type !== null && type !== '' && isInUrl(evidence)) {
    notes.push(note('content-type-of-url', { value: type }));
  }
  const { request } = evidence.oss;
  const raw = (request?.query ?? []).filter(
    ({ name, rawValue }) => rawValue?.includes('+') === true && isSigned(evidence, name),
  );
  if (raw.length > 0) {
    notes.push(note('plus-in-query', { names: [...new Set(raw.map(({ name }) => name))].join(', ') }));
  }
  const added = isInUrl(evidence) ? signedParametersBesideAuth(evidence) : [];
  if (added.length > 0) notes.push(note('parameters-of-url', { names: added.join(', ') }));
  const record = evidence.claim === null ? null : versionRecord(evidence.claim.version);
  // version 4 of the S3 dialect signs the path as it is sent
  const isByPath = record?.family === 'v4' && record.dialect === 's3';
  if (request !== null && !isByPath && isInPathToo(request)) {
    notes.push(note('likely-bucket-in-path-too', { bucket: request.bucket ?? '' }));
  }
  const characters = isTypeAdded ? '' : suspectCharacters(evidence);
  if (characters !== '') notes.push(note('likely-key-encoding', { characters }));
  const isV1 = record?.family === 'v1' && record.dialect === 'oss';
  if (sdk === null || request === null || !isV1) return notes;
  const pieces = evidence.wire()?.stringToSign.pieces ?? [];
  for (const { name } of request.query) {
    const signed = pieces.some((each) => each.field === `resource:subresource:${name}`);
    if (signed && sdkNeverSignsParameter(sdk, name)) {
      notes.push(note('likely-subresource-not-signed', { name, sdk }));
    }
  }
  return notes;
}

/**
 * Characters of the key that its signer may have encoded otherwise. Those that the same client had
 * in keys of accepted requests it encodes as it should, and where its requests fail without any,
 * they are not what is wrong.
 */
function suspectCharacters({ oss, claim, context }: Evidence): ByteString {
  const found = specialCharacters(oss.request?.key ?? '');
  if (claim === null || found.length === 0) return '';
  const { acceptedCharacters, refusedPlain } = context.history.key(claim.accessKeyId);
  if (refusedPlain.has(ofSigner(oss, oss.request?.method ?? ''))) return '';
  return found.filter((each) => !acceptedCharacters.has(ofSigner(oss, kindOf(each)))).join('');
}

/**
 * A form with a file in it, as browsers and HTTP libraries write it: between its parts stands a
 * boundary, another each time.
 */
export function isFormData(type: ByteString): boolean {
  return /^multipart\/form-data\b/i.test(type);
}

/**
 * A signature that is no digest of its version, whatever was signed. In a text it may be hidden,
 * and says nothing then.
 */
function lengthNotes({ claim }: Evidence): readonly Note[] {
  if (claim === null || !/^[\w+/=\s-]+$/.test(claim.signature) || isMasked(claim.signature)) return [];
  const { length } = claim.signature;
  const due = signatureLength(claim.version);
  return length === due ? [] : [note('signature-length', { length, due })];
}

/**
 * Signed parameters of a URL that say neither who signs it nor which upload it is for; AWS SDKs
 * sign the name of the operation in `x-id`.
 */
export function signedParametersBesideAuth(evidence: Evidence): readonly ByteString[] {
  const names = (evidence.oss.request?.query ?? []).map(({ name }) => name);
  return [...new Set(names)].filter(
    (name) => !OF_AUTH.test(name) && !OF_UPLOAD.test(name) && isSigned(evidence, name),
  );
}

function isSigned(evidence: Evidence, name: ByteString): boolean {
  const strings = evidence.wire();
  const pieces = (strings?.canonicalRequest ?? strings?.stringToSign)?.pieces ?? [];
  return pieces.some(
    ({ field }) => field === `resource:subresource:${name}` || field === `canonical-query:${name}`,
  );
}

const OF_AUTH =
  /^(?:security-token|x-id|x-amz-.*|x-oss-(?:signature.*|credential|access-key-id|date|expires|security-token|additional-headers))$/i;
const OF_UPLOAD = /^(?:uploads|uploadId|partNumber|append|position)$/;

/**
 * Form encoding is never what an OSS request's body is, so a library put it there; the other types
 * may be meant, and count only on a URL, whose signer did not see the request.
 */
function addsType(evidence: Evidence, type: string): boolean {
  return /^application\/x-www-form-urlencoded/i.test(type) || isInUrl(evidence);
}

/**
 * Version 4 of the S3 dialect signs a Content-Type only where the request lists it; the other
 * versions sign each.
 */
function signsType({ claim }: Evidence): boolean {
  if (claim === null) return true;
  const { family, signsUnlisted } = versionRecord(claim.version);
  const isByList = family === 'v4' && !signsUnlisted('content-type');
  return !isByList || claim.listedHeaders?.includes('content-type') === true;
}
