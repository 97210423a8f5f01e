import type { ByteString } from '../bytes/byte-string.ts';
import { addAll } from '../bytes/collections.ts';
import { header } from '../http/message.ts';
import { isUnknownEndpoint } from '../oss/address.ts';
import type { OssExchange } from '../oss/model.ts';
import { type Claim, sdkOfUserAgent, signatureForm, signatureLength, versionRecord } from '../sign/index.ts';
import { isTemporaryKey } from '../sign/secret.ts';
import { note } from './cause.ts';
import type { Evidence } from './evidence.ts';
import { fieldName } from './fields.ts';
import type { Note } from './model.ts';
import { listedButAbsent } from './readings.ts';
import { isMismatch } from './rows/answer.ts';
import { isMasked } from './rows/key-rows.ts';
import type { Decision } from './rows/row.ts';
import { agentName, agentOf, isBefore, lastDefect, sdkVersionOf } from './sdk-defects.ts';
import { sentHeader } from './sent.ts';

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
  addAll(notes, underscoreNotes(made, isMismatch(evidence) ? absent : []));
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
  // who has no header for an ID shows his own in other ways
  const isUnnamed = evidence.answerKind.provider.requestId !== null && oss.requestId === null;
  if (server !== null && server !== 'AliyunOSS' && isUnnamed) {
    notes.push(note('foreign-server', { server }));
  }
  if (made.verdict === 'needs-secret') addAll(notes, lengthNotes(evidence));
  const isOpen =
    made.verdict === 'needs-secret' ||
    made.verdict === 'undecided' ||
    made.cause?.id === 'secret-unknown-difference';
  if (isOpen && claim !== null && oss.request !== null && oss.address.style === 'custom-domain') {
    // what is signed without the host does not break where a domain is put in the place of an endpoint
    const host = claim.listedHeaders?.includes('host') === true ? sentHeader(evidence, 'host') : null;
    if (host !== null) notes.push(note('host-of-signature', { host }));
  }
  addAll(notes, sdkDefectNotes(evidence, made));
  return notes;
}

/** A known defect of the client's SDK: where a cause is proved it must be one that the defect has. */
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
 * The version of oss2 from which on Alibaba Cloud advises to use it (developer.aliyun.com/article/667565).
 */
const ADVISED_OF_PYTHON = '2.7.5';

function oldSdkNotes(agent: ByteString): readonly Note[] {
  const version = sdkVersionOf(agent);
  if (sdkOfUserAgent(agent) !== 'py1' || version === null || !isBefore(version, ADVISED_OF_PYTHON)) return [];
  return [note('old-sdk', { agent: agentName(agent), since: ADVISED_OF_PYTHON })];
}

/** Whether the answer to a HEAD has the EC alone, and not the header in which OSS says the rest. */
export function lacksErrorHeader({ exchange, claim, ec }: OssExchange): boolean {
  // what it sends in another dialect is not documented
  if (claim === null || versionRecord(claim.version).dialect !== 'oss') return false;
  const { request, response } = exchange;
  const isHead = request?.method === 'HEAD' && ec !== null && ec !== '';
  return isHead && response !== null && header(response, 'x-oss-err') === null;
}

/**
 * Headers that nginx drops, and did not let through here: those with an underscore (`underscores_in_headers`
 * is off by default).
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

/**
 * A form with a file in it, as browsers and HTTP libraries write it: between its parts stands a boundary,
 * another each time.
 */
export function isFormData(type: ByteString): boolean {
  return /^multipart\/form-data\b/i.test(type);
}

/**
 * A signature that is no digest of its version, whatever was signed. In a text it may be hidden, and says
 * nothing then.
 */
export function isOfOtherLength({ signature, version }: Claim): boolean {
  // one of RSA (172 characters and more) is of another algorithm, and no such digest was cut
  const isWhole = /^[\w+/=\s-]+$/.test(signature) && !isMasked(signature) && signature.length < 172;
  return isWhole && signature.length !== signatureLength(version);
}

/**
 * A signature of the right length in other letters than its version writes: Base64 has letters of both cases
 * (all of 27 in one case: one in ten million), hexadecimal digits are in lower case.
 */
export function isOfOtherForm({ signature, version }: Claim): boolean {
  if (isMasked(signature) || signature.length !== signatureLength(version)) return false;
  if (signatureForm(version).output === 'hex') return !/^[0-9a-f]*$/.test(signature);
  return !/[a-z]/.test(signature) || !/[A-Z]/.test(signature) || /[-_]/.test(signature);
}

function lengthNotes({ claim }: Evidence): readonly Note[] {
  if (claim === null || !isOfOtherLength(claim)) return [];
  const { length } = claim.signature;
  return [note('signature-length', { length, due: signatureLength(claim.version) })];
}

/**
 * Signed parameters of a URL that say neither who signs it nor which upload it is for; AWS SDKs sign the name
 * of the operation in `x-id`.
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
  /^(?:security-token|x-id|x-(?:amz|obs|cos|goog|tos)-.*|q-[a-z-]+|x-oss-(?:signature.*|credential|access-key-id|date|expires|security-token|additional-headers))$/i;
const OF_UPLOAD = /^(?:uploads|uploadId|partNumber|append|position)$/;
