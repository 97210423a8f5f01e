import type { ByteString } from '../../bytes/byte-string.ts';
import { computeSignature, type Secret } from '../../sign/index.ts';
import { SECRET_HYPOTHESES, type SecretSubject } from './hypotheses/secret.ts';
import type { SearchInput, SearchResult } from './search.ts';
import { Tally } from './tally.ts';

interface SecretSearchInput extends SecretSubject, Pick<SearchInput, 'hasher' | 'budget'> {
  readonly stringToSign: ByteString;
}

/**
 * Looks for a secret near the given one with which a string gives the signature on the wire, where
 * nothing is known that the string could be made of anew: secrets alone are tried, the likeliest
 * first. To find none tells nothing, for the client may have signed another string.
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
