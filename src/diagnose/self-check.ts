import type { Evidence } from './evidence.ts';
import type { Note } from './model.ts';
import { note } from './note.ts';
import { matchingReading } from './search/readings.ts';

/**
 * An accepted request whose secret is known must give its own signature. Where it does not, the
 * rules of this program are at fault (or the given secret is not the one): never hidden. Where the
 * rules are known to be unsettled, the other readings are tried, and the one that fits is named.
 */
export function selfCheckNotes(evidence: Evidence): readonly Note[] {
  const { credential } = evidence;
  if (credential === null) return [];
  const { claim } = evidence;
  const { request } = evidence.oss;
  if (claim === null || request === null || evidence.wire() === null) return [];
  if (evidence.recomputed() === claim.signature) return [];
  const reading = matchingReading(request, claim, credential.secret, evidence.context.hasher);
  return reading === null
    ? [note('rules-gap', { reason: 'self-check', name: '' })]
    : [note('reading-matched', { reading }), note('rules-gap', { reason: 'self-check', name: '' })];
}
