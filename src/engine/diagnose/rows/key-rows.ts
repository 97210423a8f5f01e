import { asciiLower, type ByteString, firstDifference } from '../../bytes/byte-string.ts';
import { providerRecord } from '../../oss/providers/index.ts';
import type { Field } from '../../sign/canonical.ts';
import type { SignableRequest } from '../../sign/request.ts';
import { isTemporaryKey } from '../../sign/secret.ts';
import { type TokenPlace, URL_TOKEN, versionRecord } from '../../sign/versions.ts';
import { cause } from '../cause.ts';
import type { Evidence } from '../evidence.ts';
import type { Divergence } from '../model.ts';
import { sentHeader } from '../sent.ts';
import { transitCause } from '../transit-cause.ts';
import { answers, isMismatch, isRefusal } from './answer.ts';
import type { AnswerPattern } from './answer-kind.ts';
import { type Decision, decision, type Row } from './row.ts';

const EXPIRED: AnswerPattern = { codes: ['SecurityTokenExpired', 'ExpiredToken'], means: ['token-expired'] };
const FOREIGN: AnswerPattern = {
  codes: ['InvalidSecurityToken', 'InvalidToken', 'AccessKeyIdAndSecurityTokenNotMatch'],
  means: ['token-invalid'],
};
/** Of one that has expired, was altered, or is another key's, alike. */
const REFUSED: AnswerPattern = { means: ['token-refused'] };
const NOT_SUPPORTED: AnswerPattern = { codes: ['SecurityTokenNotSupported'] };
const MISSING: AnswerPattern = {
  codes: ['MissingSecurityToken'],
  means: ['token-missing'],
  message: /token may be lost/i,
  within: ['InvalidAccessKeyId'],
};
/** "0002-00000005" and "0002-00000009" in the error code reference. */
const MISPLACED_TOKEN: AnswerPattern = {
  means: ['token-misplaced'],
  message: /security-token must be provided by query/i,
};
/** "0002-00000010" in the error code reference. */
export const TWO_TOKENS: AnswerPattern = { means: ['token-twice'] };
const UNKNOWN: AnswerPattern = {
  codes: ['InvalidAccessKeyId'],
  means: ['unknown-key', 'unknown-temporary-key'],
};
/** The server found a token, and among temporary keys none of this id. */
const UNKNOWN_BESIDE_TOKEN: AnswerPattern = { means: ['unknown-temporary-key'] };
/** Of the same error code: the server has the key, and refuses it. */
const DISABLED: AnswerPattern = {
  means: ['key-disabled'],
  message: /\b(?:disabled|inactive)\b/i,
  within: ['InvalidAccessKeyId'],
};

const PLACE_NOT_SEEN = decision('token', 'proven', { cause: cause('token-place-not-seen', {}) });

const token: Row = {
  number: 6,
  decide(evidence) {
    if (!isRefusal(evidence)) return null;
    if (answers(evidence, EXPIRED)) {
      return decision('token', 'proven', { cause: cause('token-expired', {}) });
    }
    if (answers(evidence, FOREIGN)) {
      return tokenSentRaw(evidence) ?? decision('token', 'proven', { cause: cause('token-foreign', {}) });
    }
    if (answers(evidence, REFUSED)) {
      return tokenSentRaw(evidence) ?? decision('token', 'proven', { cause: cause('token-refused', {}) });
    }
    if (answers(evidence, NOT_SUPPORTED)) {
      return decision('token', 'proven', { cause: cause('token-not-supported', {}) });
    }
    if (answers(evidence, MISSING)) return missingToken(evidence);
    if (answers(evidence, DISABLED)) return null;
    const { claim } = evidence;
    const isPlaceRefused = answers(evidence, MISPLACED_TOKEN) || answers(evidence, TWO_TOKENS);
    if (isPlaceRefused && claim === null && evidence.sent === null) {
      return PLACE_NOT_SEEN;
    }
    if (answers(evidence, MISPLACED_TOKEN)) return misplacedToken(evidence);
    if (answers(evidence, TWO_TOKENS) && claim !== null) return twoTokens(versionRecord(claim.version).token);
    if (!answers(evidence, UNKNOWN) || claim === null) return null;
    if (answers(evidence, UNKNOWN_BESIDE_TOKEN)) return besideToken(evidence, claim.accessKeyId);
    if (!isTemporaryKey(claim.accessKeyId)) return null;
    const { request } = evidence.oss;
    const found = request === null ? null : findToken(request, versionRecord(claim.version).token);
    // a head that is cut off may have it
    if (found === null && !evidence.headComplete) return null;
    if (found === null || !found.isDue) return missingToken(evidence);
    // without its token a temporary key is unknown to the server; one that worked before is a key all the
    // same
    const works = evidence.context.history.key(claim.accessKeyId).successes > 0;
    return works ? { ...missingToken(evidence), certainty: 'likely' } : null;
  },
};

/**
 * A token whose `+` stands raw in the URL: the server reads a space there, and knows no such token, whoever
 * issued it.
 */
function tokenSentRaw({ oss }: Evidence): Decision | null {
  const query = oss.request?.query ?? [];
  const token = query.find(({ name, rawValue }) => TOKEN_NAME.test(name) && rawValue?.includes('+') === true);
  if (token === undefined) return null;
  return decision('token', 'proven', { cause: cause('parameter-plus-raw', { name: token.name }) });
}

/**
 * A token came with the id of a permanent key, or the temporary key's life is over ("0002-00000002" in the
 * error code reference).
 */
function besideToken({ context }: Evidence, id: ByteString): Decision | null {
  if (!isTemporaryKey(id)) return decision('token', 'proven', { cause: cause('token-foreign', {}) });
  const worked = context.history.key(id).successes > 0;
  return worked ? decision('token', 'likely', { cause: cause('token-expired', {}) }) : null;
}

/**
 * The server misses the token: it was never there, stands under another name, or got lost after the capture
 * point.
 */
function missingToken(evidence: Evidence): Decision {
  const { claim } = evidence;
  const request = evidence.oss.request;
  const place = claim === null ? null : versionRecord(claim.version).token;
  const found = request === null || place === null ? null : findToken(request, place);
  if (place === null || found === null)
    return decision('token', 'proven', { cause: cause('token-missing', {}) });
  if (!found.isDue) return elsewhere(found, place);
  return decision('token', 'proven', {
    cause: cause('token-changed-in-transit', { how: 'token-dropped' }),
    divergences: tokenDivergence(evidence, place.field),
  });
}

/**
 * The server found a token, and will not have it from there: a few operations, as `hls/sign`, take it from
 * the URL however they are signed.
 */
function misplacedToken(evidence: Evidence): Decision {
  const { claim } = evidence;
  const { request } = evidence.oss;
  const place = claim === null ? null : versionRecord(claim.version).token;
  const found = request === null || place === null ? null : findToken(request, place);
  if (found === null && !evidence.headComplete) return PLACE_NOT_SEEN;
  if (found === null || place === null || !found.isDue || found.carrier !== 'header')
    return missingToken(evidence);
  return elsewhere(found, URL_TOKEN);
}

function elsewhere(found: FoundToken, place: TokenPlace): Decision {
  return decision('token', 'proven', {
    cause: cause('token-misplaced', {
      name: found.name,
      place: `place-${found.carrier}`,
      expected: asciiLower(place.name),
      due: `place-${place.carrier}`,
    }),
  });
}

function twoTokens(place: TokenPlace): Decision {
  return decision('token', 'proven', {
    cause: cause('token-twice', { expected: asciiLower(place.name), due: `place-${place.carrier}` }),
  });
}

const TOKEN_NAME = /^(?:x-oss-|x-amz-)?security-?token$/i;

interface FoundToken {
  readonly name: ByteString;
  readonly carrier: TokenPlace['carrier'];
  /** It stands where the version has it: the server looks nowhere else. */
  readonly isDue: boolean;
}

/** The token at its place, else the first at another. */
function findToken(request: SignableRequest, due: TokenPlace): FoundToken | null {
  const places = [
    ['header', request.headers],
    ['query', request.query],
    ['form', request.form ?? []],
  ] as const;
  let first: FoundToken | null = null;
  for (const [carrier, entries] of places) {
    for (const { name, value } of entries) {
      if (value === '' || !TOKEN_NAME.test(name)) continue;
      const isDue = carrier === due.carrier && asciiLower(name) === asciiLower(due.name);
      if (isDue) return { name, carrier, isDue };
      first ??= { name, carrier, isDue };
    }
  }
  return first;
}

function tokenDivergence(evidence: Evidence, field: Field): readonly Divergence[] {
  const strings = evidence.wire();
  const piece = (strings?.canonicalRequest ?? strings?.stringToSign)?.pieces.find(
    (each) => each.field === field,
  );
  if (piece === undefined) return [];
  return [
    {
      field,
      client: piece.value,
      server: null,
      clientOffset: piece.start,
      serverOffset: piece.start,
      clientOrigin: piece.origin,
    },
  ];
}

const unknownKey: Row = {
  number: 7,
  decide(evidence) {
    if (!isRefusal(evidence)) return null;
    const isDisabled = answers(evidence, DISABLED);
    if (!isDisabled && !answers(evidence, UNKNOWN)) return misspelt(evidence);
    const changed = keyIdDivergence(evidence);
    if (changed !== null) {
      return decision('unknown-key', 'proven', { cause: transitCause([changed]), divergences: [changed] });
    }
    const why = isDisabled ? cause('key-disabled', {}) : keyCause(evidence);
    return decision('unknown-key', 'proven', { cause: why });
  },
};

/** Some servers say of an id that they do not know that its signature is wrong. */
export function misspelt(evidence: Evidence): Decision | null {
  const { claim, credential, oss, context } = evidence;
  if (claim === null || credential !== null || !isMismatch(evidence)) return null;
  if (providerRecord(oss.provider).isOneService) return null;
  const id = claim.accessKeyId;
  const signer = evidence.otherSigner();
  if (signer !== null && isOneSlip(id, signer)) {
    if (isKnownToServer(id, evidence)) return null;
    return decision('unknown-key', 'likely', { cause: cause('key-id-misspelt', { accessKeyId: signer }) });
  }
  if (signer !== null || oss.flavour !== 'swift') return null;
  const other = context.history.moreUsed(id, (each) => isLetterApart(id, each));
  if (other === null || isKnownToServer(id, evidence)) return null;
  return decision('unknown-key', 'open', { cause: cause('key-id-like-another', { accessKeyId: other }) });
}

/** Whether a letter within one is left out of the other: names in a row differ at their ends. */
function isLetterApart(one: ByteString, other: ByteString): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  const at = firstDifference(short, long) ?? 0;
  return at < short.length && short.slice(at) === long.slice(at + 1) && /[a-z]/i.test(long.slice(at, at + 1));
}

/** Whether one character was left out, added or replaced, or two were swapped. */
function isOneSlip(one: ByteString, other: ByteString): boolean {
  const at = firstDifference(one, other) ?? 0;
  const [a, b] = [one.slice(at), other.slice(at)];
  if (a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1)) return true;
  return a.slice(2) === b.slice(2) && a.slice(0, 2) === `${b.slice(1, 2)}${b.slice(0, 1)}`;
}

/** `OSS <id>:<signature>` with white space of the id's own around it, which reading the header takes off. */
const PADDED_IN_HEADER =
  /^(?:(?:OSS|AWS)(?:[ \t]{2}|[ \t][^:]*[ \t]:)|[A-Z0-9-]{1,40} Credential=[^/,]{1,200}[ \t]\/)/;

/** Whether an id has white space or control characters in or around it. */
export function isIdPadded(id: ByteString, evidence: Evidence): boolean {
  return /[^\x21-\x7e]/.test(id) || PADDED_IN_HEADER.test(sentHeader(evidence, 'authorization') ?? '');
}

function keyCause(evidence: Evidence) {
  const id = evidence.claim?.accessKeyId ?? idAsRead(evidence);
  // of an answer alone the id may be gone, and in a text that somebody pasted it may be hidden
  if (id === null || isHidden(id, evidence)) return cause('key-unknown', {});
  if (isIdPadded(id, evidence)) return cause('key-id-padded', {});
  const [accepted] = evidence.context.history.key(id).exemplars;
  if (accepted !== undefined) return cause('key-gone', { exchange: accepted.index });
  const isPlaceholder = /^$|[<>{}*]|your|access.?key|example|^x+$/i.test(id);
  return cause(isPlaceholder && !isKnownToServer(id, evidence) ? 'key-id-placeholder' : 'key-unknown', {});
}

/**
 * The id of a document whose request is not there, with its own white space: where a hop wrote the document
 * anew, the code has some around it, too.
 */
function idAsRead({ oss }: Evidence): ByteString | null {
  const { error } = oss;
  const ofCode = error?.fields.find(([name]) => name === 'Code')?.[1] ?? '';
  const read = error?.fields.find(([name]) => KEY_ELEMENTS.has(name))?.[1] ?? null;
  return read === null || ofCode === ofCode.trim() ? read : read.trim();
}

const KEY_ELEMENTS: ReadonlySet<string> = new Set(['OSSAccessKeyId', 'AWSAccessKeyId', 'AccessKeyId']);

/**
 * Whether requests of the id were accepted elsewhere in the capture: then it is a real one, whatever it looks
 * like.
 */
function isKnownToServer(id: ByteString, { context }: Evidence): boolean {
  return context.history.key(id).successes > 0;
}

function isHidden(id: ByteString, { oss }: Evidence): boolean {
  return oss.exchange.numbering !== undefined && isMasked(id);
}

/** Rows 6 and 7: the server did not come to compare signatures, the key was not good. */
export const KEY_ROWS: readonly Row[] = [token, unknownKey];

/**
 * How people and programs hide a part of an id or signature before they pass a capture or a text on;
 * `\xe2\x80\xa6` is an ellipsis.
 */
const MASKED = /\*{2}|\.{3}|\xe2\x80\xa6|x{4}|redacted/i;

export function isMasked(text: ByteString): boolean {
  return MASKED.test(text);
}

/**
 * The key id on the wire against the one that the server says it looked up: another one brings another
 * secret, and no signature of the client's fits. Null where they are the same, or where one is not shown in
 * full. Offsets are those within the id.
 */
export function keyIdDivergence({ claim, oss }: Evidence): Divergence | null {
  const client = claim?.accessKeyId.trim() ?? '';
  const server = oss.error?.accessKeyId?.trim() ?? '';
  if (claim === null || client === '' || server === '' || isMasked(client + server)) return null;
  // a server of a kind that is not known may name the same id to everybody
  const isOfKnownKind = providerRecord(oss.provider).flavourOf === null || oss.flavour !== undefined;
  if (!isOfKnownKind) return null;
  const at = firstDifference(client, server);
  if (at === null) return null;
  const { signatureOrigin: origin } = claim;
  return {
    field: 'access-key-id',
    client,
    server,
    clientOffset: at,
    serverOffset: at,
    // a URL and a form have it in a field of its own
    clientOrigin: origin.source === 'header authorization' ? origin : null,
  };
}
