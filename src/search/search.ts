/* The search for what a client signed, of a request or a string alone; finds become causes and strings. */

import type { ByteString } from '../engine/bytes/byte-string.ts';
import { align } from '../engine/diagnose/align.ts';
import { cause } from '../engine/diagnose/cause.ts';
import type { SeenSignature } from '../engine/diagnose/history.ts';
import type { Cause, Divergence } from '../engine/diagnose/model.ts';
import { applyPatch } from '../engine/diagnose/patch.ts';
import type {
  FieldWeights,
  SearchHit,
  SearchInput,
  SearchResult,
  SecretSearchInput,
} from '../engine/diagnose/ports.ts';
import {
  buildStrings,
  type Canonical,
  computeSignature,
  formatParts,
  isOfUrl,
  type Piece,
  partsOf,
  type Secret,
  type SignedParts,
  type SignedStrings,
  sdkOfUserAgent,
} from '../engine/sign/index.ts';
import { type Prepared, Tally } from './candidates.ts';
import { renderSlots, renderText } from './composer.ts';
import { SECRET_HYPOTHESES } from './hypotheses/secret.ts';
import type { Subject } from './hypothesis.ts';
import { mergeHeaders, type SlotPlaces, slotPlaces, slotsOf } from './slots.ts';
import { readTarget, type Target } from './target.ts';
import { guessOf, Trial } from './trial.ts';

/** What a fitting combination of changes means. */
function reportHit(subject: Subject, target: Target, found: readonly Prepared[]): SearchHit {
  const secret = found.find((each) => each.hypothesis.ofSecret === true) ?? null;
  const placeOf = ({ slots: [first] }: Prepared): number => first?.[0] ?? 99;
  const ofString = found.filter((each) => each.hypothesis.ofSecret !== true);
  const strings = ofString.sort((a, b) => placeOf(a) - placeOf(b));
  const causes = strings.map((each) => each.variant.cause);
  if (target.cause !== null) causes.push(target.cause);
  const [first, ...others] = causes;
  if (first === undefined) {
    const { variant } = secret ?? {};
    return secretHit(variant?.cause ?? cause('server-holds-other-secret', {}), variant?.secret ?? null);
  }
  const wire = formatParts(subject.parts, subject.hasher);
  const client = clientStrings(subject, strings);
  const changed = client.stringToSign.text !== wire.stringToSign.text;
  return {
    kind: 'string',
    cause: first,
    secretCause: secret?.variant.cause ?? null,
    secret: secret?.variant.secret ?? null,
    otherCauses: others,
    client,
    divergences: changed ? divergencesOf(client, wire) : [signatureOnly(subject, wire)],
  };
}

/** The string is right, and the secret is not. */
function secretHit(cause: Cause, secret: Secret | null): SearchHit {
  return { kind: 'secret', cause, secretCause: null, secret, otherCauses: [], client: null, divergences: [] };
}

/** `V`, in pieces. */
function clientStrings(subject: Subject, changes: readonly Prepared[]): SignedStrings {
  const places = slotPlaces(subject.parts);
  const parts = changedParts(subject, changes, places);
  const plain = formatParts(parts, subject.hasher);
  const slots = slotsOf(parts, places);
  // the slots hold the changes already, what is left are the renderers
  const bare = changes.map((each) => ({ variant: each.variant, slots: [] }));
  const text = renderText(slots, places, bare, subject.hasher);
  if (plain.canonicalRequest === null) {
    return { stringToSign: movePieces(plain.stringToSign, text), canonicalRequest: null };
  }
  const request = renderSlots(slots.slice(0, places.length), places, bare);
  return {
    stringToSign: movePieces(plain.stringToSign, text),
    canonicalRequest: movePieces(plain.canonicalRequest, request),
  };
}

/** A patch has the header lines as a whole, and another one may have changed others of them. */
function changedParts(
  { parts: sent }: Subject,
  changes: readonly Prepared[],
  places: SlotPlaces,
): SignedParts {
  let parts = sent;
  for (const { variant } of changes) {
    const { patch } = variant;
    if (patch === undefined) continue;
    const soFar = parts.headers;
    parts = applyPatch(parts, patch);
    if (patch.headers === undefined) continue;
    const headers = mergeHeaders(sent.headers, soFar, parts.headers, places);
    parts = applyPatch(parts, { headers });
  }
  return parts;
}

/** Finds the pieces of a string again in one that was made of it; those that are gone stand empty. */
function movePieces(canonical: Canonical, text: ByteString): Canonical {
  if (canonical.text === text) return canonical;
  let cursor = 0;
  /** End of the last piece that is not empty. */
  let filled = 0;
  const pieces: Piece[] = [];
  for (const piece of canonical.pieces) {
    // separators before a value give an empty value's place
    const gap = piece.start - (pieces.length === 0 ? 0 : (canonical.pieces[pieces.length - 1]?.end ?? 0));
    const from = Math.min(cursor + (piece.value === '' ? gap : 0), text.length);
    let at = text.indexOf(piece.value, from);
    // a separator that is gone stood between it and the empty pieces before it
    if (at < 0 && cursor > filled) {
      at = text.indexOf(piece.value, filled);
      if (at >= 0) moveEmpty(pieces, at);
    }
    const start = at < 0 ? cursor : at;
    const value = at < 0 ? '' : piece.value;
    pieces.push({ ...piece, value, start, end: start + value.length });
    cursor = start + value.length;
    if (value !== '') filled = cursor;
  }
  return { pieces, text };
}

/** Puts the empty pieces at the end before the offset at which the next piece was found. */
function moveEmpty(pieces: Piece[], offset: number): void {
  for (let i = pieces.length - 1; i >= 0; i--) {
    const piece = pieces[i];
    if (piece === undefined || piece.value !== '' || piece.start <= offset) return;
    pieces[i] = { ...piece, start: offset, end: offset };
  }
}

function divergencesOf(client: SignedStrings, server: SignedStrings): readonly Divergence[] {
  const outer = align(client.stringToSign, server.stringToSign);
  if (client.canonicalRequest === null || server.canonicalRequest === null) return outer;
  const inner = align(client.canonicalRequest, server.canonicalRequest);
  if (inner.length === 0) return outer;
  // the hash differs for the sake of what the inner alignment names
  return [...inner, ...outer.filter((each) => each.field !== 'canonical-request')];
}

/** The same string on both sides: only its signature was made otherwise. */
function signatureOnly(subject: Subject, wire: SignedStrings): Divergence {
  const { claim, secret, hasher } = subject;
  return {
    field: 'signature',
    client: claim.signature,
    server: computeSignature(claim.version, claim.scope, secret, wire.stringToSign.text, hasher),
    clientOffset: 0,
    serverOffset: 0,
    clientOrigin: claim.signatureOrigin,
  };
}

/** The signature is that of an earlier request, whose string differs from this one's. */
function signedForAnother(
  seen: SeenSignature,
  { claim, parts, secret, hasher }: Pick<Subject, 'claim' | 'parts' | 'secret' | 'hasher'>,
): SearchHit | null {
  const client = buildStrings(seen.request, seen.claim, hasher);
  const wire = formatParts(parts, hasher);
  if (client === null || client.stringToSign.text === wire.stringToSign.text) return null;
  const { version, scope } = seen.claim;
  const made = computeSignature(version, scope, secret, client.stringToSign.text, hasher);
  if (made !== claim.signature || version !== claim.version) return null;
  return {
    kind: 'string',
    cause: cause('signature-of-other-request', { exchange: seen.index, frame: seen.frame }),
    secretCause: null,
    secret: null,
    otherCauses: [],
    client,
    divergences: divergencesOf(client, wire),
  };
}

const NOT_WEIGHED: FieldWeights = new Map();

/** Dates are signed in whole seconds. */
const SAME_DATE = 1;

/**
 * Whether all that the other request lacks is parameters or headers, and both were sent with one date. A
 * client that does not sign them, or behind which they are added, makes one signature for both, which says
 * more of it than that the signature was seen before.
 */
function isAlsoUnsigned({ sinceSeen }: SearchInput, { divergences }: SearchHit): boolean {
  if (sinceSeen === undefined || Math.abs(sinceSeen) > SAME_DATE) return false;
  return divergences.every(({ field, client }) => (client ?? '') === '' && ADDABLE.test(field));
}

const ADDABLE =
  /^(?:resource:subresource:|canonical-query:|oss-header:|canonical-header:|content-(?:type|md5)$)/;

/**
 * Looks for the string, secret or procedure that gives the signature on the wire, by signing candidates: one
 * change alone, then two together, the likeliest first. A hit is a proof, for digests do not meet by chance.
 */
export function search(input: SearchInput): SearchResult {
  const { request, claim, secret, hasher, budget } = input;
  const parts = input.parts ?? partsOf(request, claim);
  const nothing: SearchResult = {
    hit: null,
    tried: 0,
    limit: budget,
    exhausted: false,
    tally: [],
    fits: null,
    left: null,
    guess: null,
  };
  if (parts === null) return nothing;
  const wire = formatParts(parts, hasher).stringToSign.text;
  const right = computeSignature(claim.version, claim.scope, secret, wire, hasher);
  const target = readTarget(claim.version, claim.signature, right);
  if (target === null) return nothing;
  const reused = input.seen === null ? null : signedForAnother(input.seen, { claim, parts, secret, hasher });
  // a URL is made to be used again: what its user changed says more than where else it was used
  const isUrl = isOfUrl(claim.version);
  if (reused !== null && !isUrl && !isAlsoUnsigned(input, reused))
    return { ...nothing, hit: reused, tried: 1, fits: [] };
  const agent = request.headers.find((each) => /^(?:x-oss-)?user-agent$/i.test(each.name))?.value ?? '';
  const subject: Subject = {
    request,
    claim,
    parts,
    bodyDigest: input.bodyDigest,
    secret,
    otherCredentials: input.otherCredentials ?? [],
    buckets: input.buckets ?? [],
    sentAt: input.sentAt ?? null,
    hasher,
    hash: target.hash,
    sdk: sdkOfUserAgent(agent),
  };
  const trial = new Trial(subject, target, budget);
  const found = trial.find(input.guesses ?? [], input.weights ?? (() => NOT_WEIGHED));
  const hit = found === null ? null : reportHit(subject, target, found);
  const guess = found === null || found.length === 0 ? null : guessOf(found);
  const report = trial.report(found);
  const result: SearchResult = { ...report, hit, left: report.exhausted ? trial.left : null, guess };
  return hit === null && reused !== null
    ? { ...result, hit: reused, exhausted: false, fits: [], left: null }
    : result;
}

/**
 * Looks for a secret near the given one with which a string gives the signature on the wire, where nothing is
 * known that the string could be made of anew: secrets alone are tried, the likeliest first. To find none
 * proves nothing, for the client may have signed another string.
 */
export function searchSecret(input: SecretSearchInput): SearchResult {
  const { claim, hasher, stringToSign, budget } = input;
  const tally = new Tally();
  const fits = (secret: Secret): boolean =>
    computeSignature(claim.version, claim.scope, secret, stringToSign, hasher) === claim.signature;
  let tried = 0;
  const result = (found: Pick<SearchResult, 'hit' | 'fits' | 'exhausted'>): SearchResult => ({
    ...found,
    tried,
    limit: budget,
    tally: tally.list(),
    left: found.exhausted ? 'left-singles' : null,
    guess: null,
  });
  for (const { id, variants } of SECRET_HYPOTHESES.toSorted((a, b) => a.cost - b.cost)) {
    const counts = tally.of(id);
    for (const { cause, secret } of variants(input)) {
      if (tried === budget) return result({ hit: null, fits: null, exhausted: true });
      tried++;
      counts.alone++;
      if (!fits(secret)) continue;
      return result({ hit: secretHit(cause, secret), fits: [id], exhausted: false });
    }
  }
  return result({ hit: null, fits: null, exhausted: false });
}
