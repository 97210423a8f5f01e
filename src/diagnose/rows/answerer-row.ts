import type { ByteString } from '../../bytes/byte-string.ts';
import { type HttpResponse, header } from '../../http/message.ts';
import { cause } from '../causes.ts';
import type { Evidence } from '../evidence.ts';
import type { Cause, Note } from '../model.ts';
import { alsoMiscomputed, note } from '../notes.ts';
import { isRedirectStatus } from '../redirects.ts';
import { isRefusal, status } from './answer.ts';
import { type Decision, decision, type Row } from './row.ts';

/** Whether the answer is the service's to this very request: what it says of the signature holds for it. */
export function isOwnAnswer(evidence: Evidence): boolean {
  const kind = evidence.answerer?.kind;
  return kind !== 'cache' && kind !== 'other' && evidence.answeredBefore === null;
}

/** Notes on an answer that a cache gave. */
export function cacheNotes({ answerer, answeredBefore }: Evidence): readonly Note[] {
  if (answerer?.kind === 'cache') return [note('answered-by-cache', { signs: answerer.signs })];
  return answeredBefore === null ? [] : [note('answered-as-before', { exchange: answeredBefore.index })];
}

/**
 * Row 0: the answer is not the service's own, or a refusal that was meant for another request. It is no evidence for or
 * against any signature.
 */
export const ANSWERER_ROW: Row = {
  number: 0,
  decide(evidence) {
    const { answer, answerer, context } = evidence;
    if (answer === null || answerer === null) return null;
    if (answerer.kind !== 'other') return cachedRefusal(evidence, answer);
    // a browser's question, which gateways answer as they are set to, and no signature is at stake
    if (evidence.sent?.method === 'OPTIONS' && !isRefusal(evidence)) return null;
    const isNamed = answerer.signs !== '';
    // nothing is known of an anonymous request that passed but that its answer is bare
    if (!isNamed && evidence.claim === null && !isRefusal(evidence)) return null;
    const why = interceptedCause(evidence, answer, answerer.signs);
    const certainty = isNamed ? 'proven' : 'likely';
    // where the client went on to what it was told, nothing has failed here
    if (context.followedBy !== undefined) return decision('not-auth', certainty, { cause: why });
    return decision('intercepted', certainty, { cause: why, notes: ownSignatureNotes(evidence) });
  },
};

function cachedRefusal(evidence: Evidence, answer: HttpResponse): Decision | null {
  if (!isRefusal(evidence) || isOwnAnswer(evidence)) return null;
  const { answerer } = evidence;
  const signs = answerer?.kind === 'cache' ? answerer.signs : firstLine(answer);
  const why = cause('intercepted-cached-refusal', { address: addressed(evidence), signs });
  return decision('intercepted', 'likely', {
    cause: why,
    notes: [...cacheNotes(evidence), ...ownSignatureNotes(evidence)],
  });
}

function interceptedCause(evidence: Evidence, answer: HttpResponse, named: ByteString): Cause {
  const address = addressed(evidence);
  const signs = named === '' ? firstLine(answer) : named;
  const location = header(answer, 'location');
  const code = status(evidence);
  if (isRedirectStatus(code) && location !== null) {
    return cause('intercepted-redirect', { address, signs, location });
  }
  switch (code) {
    case 401:
    case 407:
      return cause('intercepted-login', { address, signs, status: code });
    case 413:
      return cause('intercepted-too-large', { address, signs });
    case 502:
    case 503:
    case 504:
      return cause('intercepted-no-upstream', { address, signs, status: code });
    default:
      return isRefusal(evidence)
        ? cause('intercepted-denial', { address, signs, status: code })
        : cause('intercepted-success', { address, signs, status: code });
  }
}

function firstLine({ version, status: code, reason }: HttpResponse): ByteString {
  return [version, String(code), reason].filter((word) => word !== '').join(' ');
}

function addressed({ oss }: Evidence): ByteString {
  return oss.exchange.connection.server;
}

/** What the secret says of the request itself, and what the search finds where it says no. */
function ownSignatureNotes(evidence: Evidence): readonly Note[] {
  if (evidence.credential === null || evidence.claim === null) return [];
  const recomputed = evidence.recomputed();
  if (recomputed === null) return [];
  if (recomputed === evidence.claim.signature) return [note('own-signature-right', {})];
  const hit = evidence.search()?.hit ?? null;
  const why = hit === null ? [] : [alsoMiscomputed(hit.cause)];
  return [note('own-signature-wrong', {}), ...why];
}
