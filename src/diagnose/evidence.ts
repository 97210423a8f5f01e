import type { ByteString } from '../bytes/byte-string.ts';
import { type HttpRequest, type HttpResponse, header } from '../http/message.ts';
import type { OssExchange } from '../oss/model.ts';
import type { SignedStrings } from '../sign/canonical.ts';
import type { Claim } from '../sign/claim.ts';
import type { Hasher } from '../sign/hasher.ts';
import { buildStrings, computeSignature } from '../sign/index.ts';
import type { Credential, KeyRing } from '../sign/secret.ts';
import { wholeBody } from './body-facts.ts';
import type { History } from './history.ts';
import type { ServerStrings } from './model.ts';
import { SEARCH_BUDGET, type SearchResult, search } from './search/search.ts';
import { readServerStrings } from './server-string.ts';

/** What a diagnosis may look at beside the exchange itself. */
export interface DiagnosisContext {
  readonly keyRing: KeyRing;
  readonly hasher: Hasher;
  /** Of the capture so far; every diagnosis adds its exchange. */
  readonly history: History;
  /** Index of the exchange in the capture, from 1; without it notes name frames only. */
  readonly index?: number;
  /** Signatures that one search may make; see `SEARCH_BUDGET`. */
  readonly searchBudget?: number;
}

/**
 * The five things that are compared (`A`, `W`, `S`, `P`, `K`), and what the answer says. What costs time is
 * worked out when it is first asked for: accepted requests of unknown keys never ask.
 */
export interface Evidence {
  readonly oss: OssExchange;
  readonly context: DiagnosisContext;
  /** Null where the capture lacks the request. */
  readonly sent: HttpRequest | null;
  readonly answer: HttpResponse | null;
  readonly claim: Claim | null;
  /** Error code, message and EC of the answer; empty without one. */
  readonly code: ByteString;
  readonly message: ByteString;
  readonly ec: ByteString;
  /** `K`, for the key id of the claim. */
  readonly credential: Credential | null;
  /** The head was seen to its end: all that is signed is known. */
  readonly headComplete: boolean;
  /** `W`; null where the request cannot be rebuilt. */
  readonly wire: () => SignedStrings | null;
  /** `S`. */
  readonly server: () => ServerStrings | null;
  /** `sig(K, W)`. */
  readonly recomputed: () => ByteString | null;
  /** `sig(K, text)`. */
  readonly sign: (text: ByteString) => ByteString | null;
  /** The search for `V`; null without `K` or without `W`. */
  readonly search: () => SearchResult | null;
}

/** After so many searches for a key id that found nothing, the next ones are shorter: a capture may hold thousands of them. */
const FRUITLESS_LIMIT = 16;
/** Signatures of a shorter search: enough for the single changes of most requests. */
const LATER_BUDGET = 1000;

export function gatherEvidence(oss: OssExchange, context: DiagnosisContext): Evidence {
  const { claim, error } = oss;
  const { request: sent, response: answer } = oss.exchange;
  const credential = claim === null ? null : (context.keyRing.get(claim.accessKeyId) ?? null);
  const headComplete = sent?.headComplete === true;
  const wire = lazy(() => (headComplete ? rebuild(oss, context.hasher) : null));
  const sign = (text: ByteString): ByteString | null =>
    claim === null || credential === null
      ? null
      : computeSignature(claim.version, claim.scope, credential.secret, text, context.hasher);
  return {
    oss,
    context,
    sent,
    answer,
    claim,
    code: error?.code.trim() ?? '',
    message: error?.message.trim() ?? '',
    ec: oss.ec ?? '',
    credential,
    headComplete,
    wire,
    server: lazy(() => (error === null ? null : readServerStrings(error, wire()?.stringToSign.text ?? null))),
    recomputed: lazy(() => {
      const rebuilt = credential === null ? null : wire();
      return rebuilt === null ? null : sign(rebuilt.stringToSign.text);
    }),
    sign,
    search: lazy(() => (wire() === null ? null : runSearch(oss, context, credential))),
  };
}

function runSearch(
  oss: OssExchange,
  context: DiagnosisContext,
  credential: Credential | null,
): SearchResult | null {
  const { claim, request } = oss;
  if (claim === null || claim.signature === '' || credential === null || request === null) return null;
  const { history, hasher } = context;
  const { fruitless } = history.key(claim.accessKeyId);
  const budget = context.searchBudget ?? SEARCH_BUDGET;
  const result = search({
    request,
    claim,
    body: wholeBody(oss.exchange.request),
    secret: credential.secret,
    hasher,
    budget: fruitless < FRUITLESS_LIMIT ? budget : Math.min(budget, LATER_BUDGET),
    seen: history.signature(claim.signature),
  });
  if (result.hit === null) history.addFruitless(claim.accessKeyId);
  return result;
}

function rebuild(oss: OssExchange, hasher: Hasher): SignedStrings | null {
  const { request, claim } = oss;
  return request === null || claim === null ? null : buildStrings(request, claim, hasher);
}

/** The value of a request header (lower-case name); null without one. */
export function sentHeader(evidence: Evidence, lowerName: string): ByteString | null {
  return evidence.sent === null ? null : header(evidence.sent, lowerName);
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
