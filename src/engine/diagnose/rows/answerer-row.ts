import type { ByteString } from '../../bytes/byte-string.ts';
import { bodyText, type HttpResponse, header } from '../../http/message.ts';
import { buildStrings } from '../../sign/index.ts';
import { align, ofValues } from '../align.ts';
import { alsoMiscomputed, cause, note } from '../cause.ts';
import type { Evidence } from '../evidence.ts';
import { isRedirectStatus } from '../history.ts';
import type { Cause, DiagnosedHop, Divergence, Note } from '../model.ts';
import { transitCause } from '../transit-cause.ts';
import { isMismatch, isPastAuthentication, isRefusal, status } from './answer.ts';
import { type Decision, decision, type Row } from './row.ts';

/** Whether the answer is the service's to this very request: what it says of the signature holds for it. */
export function isOwnAnswer(evidence: Evidence): boolean {
  const kind = evidence.answerer?.kind;
  if (kind === 'cache' || kind === 'other' || evidence.answeredBefore !== null) return false;
  return signedAnew(evidence) === null;
}

/** The hop that took the client's signature away or put another in its place; null for none. */
function signedAnew(evidence: Evidence): DiagnosedHop | null {
  if (evidence.context.hops === undefined || evidence.claim === null) return null;
  return evidence.hops(null).find(({ broken }) => broken.includes('header:authorization')) ?? null;
}

/** Notes on an answer that is not to the signature of the client. */
export function otherAnswerNotes(evidence: Evidence): readonly Note[] {
  const hop = signedAnew(evidence);
  if (hop !== null) return [note('signed-anew-at-hop', { from: hop.from, to: hop.to })];
  return cacheNotes(evidence);
}

function cacheNotes({ answerer, answeredBefore }: Evidence): readonly Note[] {
  if (answerer?.kind === 'cache') return [note('answered-by-cache', { signs: answerer.signs })];
  return answeredBefore === null ? [] : [note('answered-as-before', { exchange: answeredBefore.index })];
}

/**
 * Row 0: the answer is not the service's own, or a refusal that was meant for another request. It is no
 * evidence for or against any signature.
 */
export const ANSWERER_ROW: Row = {
  number: 0,
  decide(evidence) {
    const { answer, answerer, context } = evidence;
    if (answer === null || answerer === null) return null;
    if (answerer.kind !== 'other') return cachedRefusal(evidence, answer) ?? brokenAtHop(evidence);
    // a browser's question, which gateways answer as they are set to, and no signature is at stake
    if (evidence.sent?.method === 'OPTIONS' && !isRefusal(evidence)) return null;
    const isNamed = answerer.signs !== '';
    // nothing is known of an anonymous request that passed but that its answer is bare
    if (!isNamed && evidence.claim === null && !isRefusal(evidence)) return null;
    const why = interceptedCause(evidence, answer, answerer.signs);
    const certainty = isNamed ? 'proven' : 'likely';
    // where the client followed the redirect, nothing has failed here
    if (context.followedBy !== undefined) return decision('not-auth', certainty, { cause: why });
    return decision('intercepted', certainty, { cause: why, notes: ownSignatureNotes(evidence) });
  },
};

/**
 * Row 0a, for refusals that speak of something else than a mismatch: the capture shows both sides of the hop
 * that broke the signature, and what the service says of the request holds for what came out of it.
 */
function brokenAtHop(evidence: Evidence): Decision | null {
  if (!isRefusal(evidence) || isPastAuthentication(evidence) || isMismatch(evidence)) return null;
  const hop = evidence.hops(null).find(({ broken }) => broken.length > 0);
  if (hop === undefined) return null;
  const { from, to } = hop;
  const last = evidence.context.hops?.points.at(-1)?.oss ?? null;
  if (signedAnew(evidence) !== null) {
    const why =
      last?.claim == null
        ? cause('authorization-dropped-at-hop', { from, to })
        : cause('authorization-replaced-at-hop', { from, to });
    return decision('transit-modified', 'proven', { cause: why });
  }
  const divergences = divergencesBehindHop(evidence);
  return divergences.length === 0
    ? null
    : decision('transit-modified', 'proven', {
        divergences,
        cause: transitCause(divergences, evidence.claim?.version),
      });
}

/**
 * Where `W` of the request as it was sent, and as it came out of the last hop, part; empty where one of them
 * is not known. The service signed the latter, though its answer may not show it.
 */
export function divergencesBehindHop(evidence: Evidence): readonly Divergence[] {
  const last = evidence.context.hops?.points.at(-1)?.oss ?? null;
  const wire = evidence.wire();
  if (last?.request == null || last.claim === null || wire === null) return [];
  const arrived = buildStrings(last.request, last.claim, evidence.context.hasher);
  if (arrived === null) return [];
  const inner = wire.canonicalRequest;
  const found =
    inner === null || arrived.canonicalRequest === null
      ? align(wire.stringToSign, arrived.stringToSign)
      : align(inner, arrived.canonicalRequest);
  return ofValues(found, wire);
}

function cachedRefusal(evidence: Evidence, answer: HttpResponse): Decision | null {
  const isCached = evidence.answerer?.kind === 'cache' || evidence.answeredBefore !== null;
  if (!isRefusal(evidence) || !isCached) return null;
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
      return cause('intercepted-login', { address, signs });
    case 407:
      return cause('intercepted-proxy-login', { address, signs });
    case 413:
      return cause('intercepted-too-large', { address, signs });
    case 502:
    case 503:
    case 504:
      return cause('intercepted-no-upstream', { address, signs });
    default:
      if (!isRefusal(evidence)) return cause('intercepted-success', { address, signs });
      // whom it lets in is a matter of these two; the others are of what it takes, and how much at once
      return code === 403 || code === 405
        ? cause('intercepted-denial', { address, signs })
        : cause('intercepted-refusal', { address, signs: namedBy(answer, signs) });
  }
}

/** With the title of its page, in which a server says why. */
function namedBy(answer: HttpResponse, signs: ByteString): ByteString {
  const title = /<title>([^<]{1,200})<\/title>/i.exec(bodyText(answer) ?? '')?.[1]?.trim() ?? '';
  return title === '' || title.length > 80 ? signs : `${signs}, ${title}`;
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
