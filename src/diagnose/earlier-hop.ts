import { asciiLower } from '../bytes/byte-string.ts';
import type { Evidence } from './evidence.ts';
import type { Cause, Note } from './model.ts';
import { note } from './notes.ts';
import { tellsOfProxy } from './proxy-headers.ts';
import type { Decision } from './rows/row.ts';

/**
 * That a proxy before the point of capture may have done what the verdict lays at the client's door. Where the server's string is the
 * captured request's, the change was made before that point, by the client or by whatever stands between the two.
 */
export function earlierHopNotes(evidence: Evidence, made: Decision): readonly Note[] {
  if (!isOfSender(evidence, made)) return [];
  const signs = proxySigns(evidence);
  if (signs.length > 0) return [note('passed-a-proxy', { signs: signs.join(', ') })];
  // a text is what the client itself has logged, as a rule; an answer alone has a note of its own
  const isOfNetwork = evidence.oss.exchange.numbering === undefined && evidence.oss.fromError !== true;
  return isOfNetwork && made.verdict === 'client-miscomputed' ? [note('proxy-before-capture', {})] : [];
}

/** Whether it is how the signature stands in the URL, which proxies write anew too. */
function isSpelling(cause: Cause | null): boolean {
  return cause?.id === 'signature-not-percent-encoded' || cause?.id === 'signature-encoded-twice';
}

/** Whether the request, and not the signature alone, may be other than what was signed. */
function isOfSender(evidence: Evidence, { verdict, certainty, cause, divergences }: Decision): boolean {
  switch (verdict) {
    case 'client-miscomputed':
      return divergences.some(({ field }) => field !== 'signature') || isSpelling(cause);
    case 'needs-secret':
    case 'undecided':
      return true;
    case 'wrong-secret':
      // proved, it is the secret alone
      return certainty === 'likely' && evidence.recomputed() !== evidence.claim?.signature;
    default:
      return false;
  }
}

/** What of the captured request tells that a proxy has sent it on. */
function proxySigns({ sent, oss }: Evidence): readonly string[] {
  const names = (sent?.headers ?? []).map(({ name }) => asciiLower(name)).filter(tellsOfProxy);
  const isNamed = (oss.exchange.connection.originalClient ?? null) !== null;
  return [...new Set(isNamed ? ['PROXY protocol', ...names] : names)];
}
