/* The search for what a client signed: of a request, or of a string of which nothing else is known. */

import type {
  FieldWeights,
  SearchHit,
  SearchInput,
  SearchResult,
  SecretSearchInput,
} from '../engine/diagnose/ports.ts';
import {
  computeSignature,
  formatParts,
  isOfUrl,
  partsOf,
  type Secret,
  sdkOfUserAgent,
} from '../engine/sign/index.ts';
import { Tally } from './candidates.ts';
import { reportHit, signedForAnother } from './hit.ts';
import { SECRET_HYPOTHESES } from './hypotheses/secret.ts';
import type { Subject } from './hypothesis.ts';
import { readTarget } from './target.ts';
import { guessOf, Trial } from './trial.ts';

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
  const result: SearchResult = { ...report, hit, left: report.exhausted ? trial.left() : null, guess };
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
      const hit = {
        kind: 'secret',
        cause,
        secretCause: null,
        otherCauses: [],
        client: null,
        divergences: [],
      } as const;
      return result({ hit, fits: [id], exhausted: false });
    }
  }
  return result({ hit: null, fits: null, exhausted: false });
}
