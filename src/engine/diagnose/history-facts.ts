import { asciiLower, type ByteString } from '../bytes/byte-string.ts';
import { addAll } from '../bytes/collections.ts';
import { header } from '../http/message.ts';
import type { OssExchange } from '../oss/model.ts';
import { buildStrings, computeSignature, type Secret } from '../sign/index.ts';
import { align } from './align.ts';
import { note } from './cause.ts';
import { isOfProxy } from './earlier-hop.ts';
import type { DiagnosisContext, Evidence } from './evidence.ts';
import { type Exemplar, type SeenSignature, specialCharacters } from './history.ts';
import type { Note } from './model.ts';
import { isMismatch } from './rows/answer.ts';
import { programOf, sendingOf } from './sent.ts';

/**
 * Notes that need the rest of the capture, as far as it has come when they are read: whoever reads them does
 * so before the next exchange, and the exchange itself is in the history by then.
 */
export function historyNotes(evidence: Evidence): readonly Note[] {
  const { claim, context, oss, sent } = evidence;
  if (claim === null) return [];
  const notes: Note[] = [];
  const record = context.history.key(claim.accessKeyId);
  const alike = mostAlike(
    record.exemplars.filter((each) => isSignedWithGiven(each, evidence) !== false),
    oss,
  );
  if (alike !== null) {
    const { exemplar } = alike;
    notes.push(
      note('key-works-elsewhere', {
        exchange: exemplar.index,
        frame: exemplar.oss.request?.frame ?? 0,
        operation: exemplar.oss.operation,
      }),
    );
    addAll(notes, withoutSecretsOf(exemplar.oss, alike.differences, context.hiderOf));
  } else if (record.exemplars.length === 0 && record.failures > 1 && record.isRefusedBare) {
    notes.push(note('key-always-fails', { count: record.failures }));
  }
  const authorization = sent === null ? null : header(sent, 'authorization');
  const seen = context.history.signature(claim.signature, authorization, oss);
  if (seen !== null && seen.requestId !== null && seen.requestId === oss.requestId) {
    notes.push(note('seen-at-other-point', { exchange: seen.index, frame: seen.frame }));
  } else if (seen !== null) {
    // A pasted text may have no times.
    const seconds = (sent?.time.seconds ?? seen.seconds) - seen.seconds || 0;
    notes.push(note('signature-reused', { exchange: seen.index, frame: seen.frame, seconds }));
    const fields = fieldsOfOther(seen, evidence);
    if (fields.length > 0) {
      notes.push(note('signature-fits-one', { exchange: seen.index, fields: fields.join(', ') }));
    }
  }
  return notes;
}

/** Fields that a note names at most. */
const MOST_FIELDS = 8;

/**
 * In which fields the strings of a mismatch and of an earlier request with its signature differ; with the
 * secret, the search says whose it is.
 */
function fieldsOfOther({ request, claim }: SeenSignature, evidence: Evidence): readonly string[] {
  if (evidence.credential !== null || !isMismatch(evidence)) return [];
  const there = buildStrings(request, claim, evidence.context.hasher);
  const here = evidence.wire();
  if (there === null || here === null) return [];
  const [one, other] = [there, here].map((each) => each.canonicalRequest ?? each.stringToSign);
  if (one === undefined || other === undefined) return [];
  const both = [...align(there.stringToSign, here.stringToSign), ...align(one, other)];
  return [...new Set(both.map(({ field }) => field))].slice(0, MOST_FIELDS);
}

/**
 * `sig(K, W) = A` of a success, where both sides of it are known; null elsewhere. One that passed with
 * another signature says nothing of the secret: the server did not compare, or this program does not know its
 * rules.
 */
export function isSignedWithGiven(exemplar: Exemplar, { credential, context }: Evidence): boolean | null {
  return credential === null ? null : isSignedWith(credential.secret, exemplar, context);
}

function isSignedWith(secret: Secret, { oss }: Exemplar, { hasher }: DiagnosisContext): boolean | null {
  const { claim, request } = oss;
  const strings = claim === null || request === null ? null : buildStrings(request, claim, hasher);
  if (claim === null || strings === null) return null;
  const { text } = strings.stringToSign;
  return computeSignature(claim.version, claim.scope, secret, text, hasher) === claim.signature;
}

/** An accepted request of this key that was signed with a secret near the given one, which is mistyped. */
export function acceptedWithNear({ claim, context }: Evidence, near: Secret | null): Exemplar | null {
  if (claim === null || near === null) return null;
  const { exemplars } = context.history.key(claim.accessKeyId);
  return exemplars.find((each) => isSignedWith(near, each, context) === true) ?? null;
}

/** What this client was accepted with: others with its key may have another secret. */
function ofSameClient({ claim, context, sent }: Evidence): readonly Exemplar[] {
  if (claim === null || sent === null) return [];
  const program = programOf(sent);
  return context.history.key(claim.accessKeyId).exemplars.filter(({ oss }) => {
    return oss.exchange.request !== null && programOf(oss.exchange.request) === program;
  });
}

/**
 * Index of an accepted request of this client that has the same string and another signature: what was signed
 * is right then, and the secret or what was made of it is not. Null for none, and where the server may have
 * read another string.
 */
export function acceptedWithSameString(evidence: Evidence): number | null {
  const { claim, context } = evidence;
  const own = evidence.server() === null ? null : evidence.wire();
  if (claim === null || own === null) return null;
  const same = ofSameClient(evidence).find(({ oss }) => {
    if (oss.claim?.version !== claim.version || oss.request === null) return false;
    if (oss.claim.signature === claim.signature) return false;
    const { stringToSign } = buildStrings(oss.request, oss.claim, context.hasher) ?? {};
    return stringToSign?.text === own.stringToSign.text;
  });
  return same?.index ?? null;
}

/**
 * An accepted request of this client that was signed with the given secret, which a server holds then; null
 * for none.
 */
export function acceptedWithGiven(evidence: Evidence): Exemplar | null {
  return ofSameClient(evidence).find((each) => isSignedWithGiven(each, evidence) === true) ?? null;
}

/**
 * How much like this request the accepted ones of its client are that were signed with the given secret: one
 * is the very same, sent before; or one differs in nothing that matters for signatures.
 */
export function acceptedAlike(evidence: Evidence): {
  readonly index: number;
  readonly isSame: boolean;
} | null {
  const { oss, sent } = evidence;
  const own = ofSameClient(evidence).filter((each) => isSignedWithGiven(each, evidence) === true);
  const sending = sent === null ? '' : sendingOf(sent);
  const same = own.filter((each) => {
    const { request } = each.oss.exchange;
    return request !== null && sendingOf(request) === sending;
  });
  const { server } = oss.exchange.connection;
  const here = same.find((each) => each.oss.exchange.connection.server === server);
  if (here !== undefined) return { index: here.index, isSame: true };
  // accepted elsewhere as it stands, and refused behind a hop: that is what parts the two
  if (same.length > 0 && evidence.answer !== null && isOfProxy(evidence.answer)) return null;
  const alike = mostAlike(own, oss);
  const { index = 0 } = alike?.exemplar ?? {};
  const isAlike = alike?.differences.length === 0 && alike.exemplar.oss.operation === oss.operation;
  return isAlike ? { index, isSame: false } : null;
}

/**
 * Whether another refused request of this key id was proved to be signed with the given secret: then its
 * client has that very secret.
 */
export function isGivenSecretUsedElsewhere({ claim, context }: Evidence): boolean {
  return claim !== null && context.history.key(claim.accessKeyId).isGivenSecretUsed;
}

interface MostAlike {
  readonly exemplar: Exemplar;
  readonly differences: readonly Note[];
}

/** The success to compare with: the one with the fewest differences, the earliest of equals. */
function mostAlike(exemplars: readonly Exemplar[], oss: OssExchange): MostAlike | null {
  if (exemplars.length === 0) return null;
  const here = TRAITS.map(({ of }) => of(oss));
  let best: MostAlike | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (const exemplar of exemplars) {
    const isSameOperation = exemplar.oss.operation === oss.operation;
    const there = accepted.get(exemplar.oss) ?? TRAITS.map(({ of }) => of(exemplar.oss));
    accepted.set(exemplar.oss, there);
    const found = differences(here, there, isSameOperation);
    const count = found.length + (isSameOperation ? 0 : 1);
    if (count < fewest) [best, fewest] = [{ exemplar, differences: found }, count];
  }
  return best;
}

/**
 * What the accepted request has in its place, without what that one keeps secret: whoever shows the refused
 * one knows the secrets of that alone.
 */
function withoutSecretsOf(
  there: OssExchange,
  differences: MostAlike['differences'],
  hiderOf: DiagnosisContext['hiderOf'],
): MostAlike['differences'] {
  if (hiderOf === undefined) return differences;
  const hidden = hiddenOf.get(there) ?? new Map<ByteString, ByteString>();
  hiddenOf.set(there, hidden);
  return differences.map((each) => {
    const { there: value } = each.args;
    if (typeof value !== 'string') return each;
    const known = hidden.get(value) ?? hiderOf(there)(value);
    hidden.set(value, known);
    return { ...each, args: { ...each.args, there: known } };
  });
}

/** Such values as they are shown: few accepted requests are compared with many refused ones. */
const hiddenOf = new WeakMap<OssExchange, Map<ByteString, ByteString>>();

interface Trait {
  readonly what: string;
  /** Empty where the request has nothing of the kind; null where it is not known. */
  readonly of: (oss: OssExchange) => ByteString | null;
  /** Another operation has it otherwise by its nature: to report it would say nothing. */
  readonly impliedByOperation?: true;
}

/** Traits that matter for signatures, the most significant first. */
const TRAITS: readonly Trait[] = [
  { what: 'version', of: (oss) => oss.claim?.version ?? '' },
  { what: 'method', of: (oss) => oss.request?.method ?? '', impliedByOperation: true },
  { what: 'content-type', of: (oss) => headerOf(oss, 'content-type') },
  { what: 'content-md5', of: (oss) => (headerOf(oss, 'content-md5') === '' ? '' : 'content-md5') },
  {
    what: 'date-header',
    of: (oss) => ['date', 'x-oss-date'].filter((name) => headerOf(oss, name) !== '').join(),
  },
  { what: 'oss-headers', of: ossHeaderNames },
  { what: 'subresources', of: parameterNames, impliedByOperation: true },
  { what: 'key-characters', of: (oss) => specialCharacters(oss.request?.key ?? '').join('') },
  { what: 'bucket', of: (oss) => (oss.request?.bucketUnknown === true ? null : (oss.address.bucket ?? '')) },
  { what: 'host', of: (oss) => asciiLower(headerOf(oss, 'host')) },
  { what: 'user-agent', of: (oss) => headerOf(oss, 'user-agent') },
  { what: 'client-address', of: (oss) => oss.exchange.connection.client.replace(/:\d+$/, '') },
  { what: 'token', of: (oss) => (oss.claim?.securityToken == null ? '' : 'token') },
];

/** Values of a request that matter for signatures, by name; those of another client are its own address. */
export function ownTraits(oss: OssExchange): Record<string, ByteString> {
  const traits: Record<string, ByteString> = {};
  for (const { what, of } of TRAITS) {
    const value = what === 'client-address' ? null : of(oss);
    if (value !== null) traits[what] = value;
  }
  return traits;
}

/** Whether another operation has a trait otherwise by its nature. */
export function isImpliedByOperation(what: string): boolean {
  return TRAITS.some((trait) => trait.what === what && trait.impliedByOperation === true);
}

/** Of a request, in the order of `TRAITS`. */
type Traits = readonly (ByteString | null)[];

/** Few accepted requests are compared with many refused ones. */
const accepted = new WeakMap<OssExchange, Traits>();

function differences(here: Traits, there: Traits, isSameOperation: boolean): readonly Note[] {
  const notes: Note[] = [];
  for (const [at, { what, impliedByOperation }] of TRAITS.entries()) {
    const [a, b] = [here[at] ?? null, there[at] ?? null];
    if (a === null || b === null || (impliedByOperation === true && !isSameOperation)) continue;
    if (a !== b) notes.push(note('key-works-difference', { what, here: a, there: b }));
  }
  return notes;
}

function headerOf(oss: OssExchange, lowerName: string): ByteString {
  const { request } = oss.exchange;
  return request === null ? '' : (header(request, lowerName) ?? '');
}

const OF_SERVICE = /^x-(?:oss|amz)-/i;

function ossHeaderNames(oss: OssExchange): ByteString {
  const names = (oss.request?.headers ?? []).map(({ name }) => name).filter((name) => OF_SERVICE.test(name));
  return names.map(asciiLower).sort().join();
}

const OF_SIGNATURE =
  /^(?:q-[a-z-]+|(?:OSS|AWS)?AccessKeyId|Expires|Signature|x-oss-signature.*|X-(?:Amz|Goog|Tos)-.*)$/i;

/** Names of the parameters; the carriers of the signature itself say nothing. */
function parameterNames(oss: OssExchange): ByteString {
  const names = (oss.request?.query ?? []).map(({ name }) => name);
  return names
    .filter((name) => !OF_SIGNATURE.test(name))
    .sort()
    .join();
}
