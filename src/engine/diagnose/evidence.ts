import type { ByteString } from '../bytes/byte-string.ts';
import { type HttpRequest, type HttpResponse, header } from '../http/message.ts';
import type { BodyCheck } from '../oss/body-claims.ts';
import type { OssExchange } from '../oss/model.ts';
import { providerRecord } from '../oss/providers/index.ts';
import { bucketsNamedBy } from '../oss/server-address.ts';
import { type Answerer, whoAnswered } from '../oss/who-answered.ts';
import type { SignedStrings } from '../sign/canonical.ts';
import type { Claim } from '../sign/claim.ts';
import type { Hasher } from '../sign/hasher.ts';
import {
  computeSignature,
  formatParts,
  isOfUrl,
  parseStringToSign,
  partsOf,
  type SignedParts,
} from '../sign/index.ts';
import type { Credential, KeyRing } from '../sign/secret.ts';
import type { History, SeenAnswer } from './history.ts';
import type { DiagnosedHop, ServerStrings, Verdict } from './model.ts';
import { type RequestOfString, requestOfString } from './patch.ts';
import {
  type FieldWeights,
  type RequestOnHops,
  SEARCH_BUDGET,
  type Search,
  type SearchResult,
} from './ports.ts';
import { type FittingReading, readingThat } from './readings.ts';
import type { AnswerKind } from './rows/answer-kind.ts';
import { sentDigest } from './sent.ts';
import { readServerStrings, saysTheSame } from './server-string.ts';

/** What a diagnosis may look at beside the exchange itself. */
export interface DiagnosisContext {
  readonly keyRing: KeyRing;
  readonly hasher: Hasher;
  /** Of the capture so far; every diagnosis adds its exchange. */
  readonly history: History;
  /** Index of the exchange in the capture, from 1; without it notes name frames only. */
  readonly index?: number;
  /** Digests that headers claim of the bodies, against the captured bytes, where they were computed. */
  readonly checks?: readonly BodyCheck[];
  /** Buckets that the user, or the capture, has named so far. */
  readonly buckets?: () => Iterable<ByteString>;
  /** Null: nothing is searched. */
  readonly search: Search | null;
  /** Signatures that one search may make; see `SEARCH_BUDGET`. */
  readonly searchBudget?: number;
  /** What is likely to be wrong with a request; the search begins there. */
  readonly fieldWeights?: ((oss: OssExchange) => FieldWeights) | undefined;
  /** Takes out of a text what an exchange carries that must not be seen; without it, nothing. */
  readonly hiderOf?: ((oss: OssExchange) => (text: ByteString) => ByteString) | undefined;
  /** Index of the request with which the client followed this answer, where it is a redirect. */
  readonly followedBy?: number | undefined;
  /** Where the capture shows the request at later points, too. */
  readonly hops?: RequestOnHops | undefined;
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
  /** Who gave the answer; null without one. */
  readonly answerer: Answerer | null;
  /** The earlier exchange with this answer's request ID: a cache gave it once more. Null for none. */
  readonly answeredBefore: SeenAnswer | null;
  readonly claim: Claim | null;
  /** Error code, message and EC of the answer; empty without one. */
  readonly code: ByteString;
  readonly message: ByteString;
  readonly ec: ByteString;
  /** What the three say together. */
  readonly answerKind: AnswerKind;
  /** `K`, for the key id of the claim. */
  readonly credential: Credential | null;
  /** The head was seen to its end: all that is signed is known. */
  readonly headComplete: boolean;
  /**
   * `W`; null where the request cannot be rebuilt. Where the rules can be read in several ways and one of
   * them gives the very string of the server, it is that one.
   */
  wire(): SignedStrings | null;
  /** That reading; null where `W` is as the rules are usually read. */
  reading(): FittingReading | null;
  /**
   * `S`. Where its two forms disagree, one was edited: `W` and `S` are then of the form that the signature
   * belongs to, as far as the secret shows.
   */
  server(): ServerStrings | null;
  /** Which form of `S` was edited, where the secret shows it. */
  editedForm(): 'text' | 'bytes' | null;
  /**
   * Whether the secret shows that a pasted request is not the one that was signed and received: it was edited
   * afterwards.
   */
  readonly isRequestEdited: boolean;
  /** `sig(K, W)`. */
  recomputed(): ByteString | null;
  /** `sig(K, text)`. */
  sign(text: ByteString): ByteString | null;
  /** The access key id of another secret that the user has given, which gives `A`; null where none does. */
  otherSigner(): ByteString | null;
  /**
   * The search for `V`, or for a secret near `K` alone where nothing of the request is known; null without
   * `K` or without `W`.
   */
  search(): SearchResult | null;
  /** What each hop made of the request. `verdict`: what became of it; where it is not known yet, null. */
  hops(verdict: Verdict | null): readonly DiagnosedHop[];
  /** What that search found, where it was asked for. */
  searched(): SearchResult | null;
}

/**
 * After so many searches for a key id that found nothing, the next ones are shorter: a capture may hold
 * thousands of them. Signatures of these: enough for the pairs of most requests, then for their single
 * changes, then for the likeliest of them.
 */
const SHORTER: readonly (readonly [fruitless: number, budget: number])[] = [
  [64, 100],
  [16, 1000],
  [4, 40_000],
];

export function gatherEvidence(oss: OssExchange, context: DiagnosisContext): Evidence {
  return new LazyEvidence(oss, context);
}

/** What a form of the server's string says that the request was. */
interface OtherForm extends RequestOfString {
  /** As the document shows it. */
  readonly shown: ByteString;
  readonly strings: SignedStrings;
}

class LazyEvidence implements Evidence {
  readonly oss: OssExchange;
  readonly context: DiagnosisContext;
  readonly sent: HttpRequest | null;
  readonly answer: HttpResponse | null;
  readonly code: ByteString;
  readonly headComplete: boolean;
  #message: ByteString | null = null;
  #ec: ByteString | null = null;
  #answerKind: AnswerKind | null = null;
  #answerer: Answerer | null = null;
  #answeredBefore: SeenAnswer | null | undefined;
  #parts: SignedParts | null = null;
  #wire: SignedStrings | null | undefined;
  #reading: FittingReading | null = null;
  #server: ServerStrings | null | undefined;
  #recomputed: ByteString | null | undefined;
  #search: SearchResult | null | undefined;
  #isFormKnown = false;
  isRequestEdited = false;

  constructor(oss: OssExchange, context: DiagnosisContext) {
    this.oss = oss;
    this.context = context;
    this.sent = oss.exchange.request;
    this.answer = oss.exchange.response;
    this.code = oss.error?.code.trim() ?? '';
    this.headComplete = this.sent?.headComplete === true;
  }

  get claim(): Claim | null {
    return this.oss.claim;
  }

  get answerer(): Answerer | null {
    if (this.answer === null) return null;
    this.#answerer ??= whoAnswered(this.answer, this.oss.error, this.oss.provider);
    return this.#answerer;
  }

  get answeredBefore(): SeenAnswer | null {
    if (this.#answeredBefore === undefined) {
      const { requestId } = this.oss;
      this.#answeredBefore =
        requestId === null || this.sent === null
          ? null
          : this.context.history.answeredBefore(requestId, this.sent.time);
    }
    return this.#answeredBefore;
  }

  get message(): ByteString {
    this.#message ??= this.oss.error?.message.trim() ?? '';
    return this.#message;
  }

  get ec(): ByteString {
    this.#ec ??= this.oss.ec ?? '';
    return this.#ec;
  }

  get answerKind(): AnswerKind {
    const provider = providerRecord(this.oss.provider);
    this.#answerKind ??= this.context.history.answerKinds.of(provider, this.code, this.ec, this.message);
    return this.#answerKind;
  }

  get credential(): Credential | null {
    if (this.context.keyRing.size === 0) return null;
    const { claim } = this.oss;
    return claim === null ? null : (this.context.keyRing.get(claim.accessKeyId) ?? null);
  }

  wire(): SignedStrings | null {
    if (this.#wire === undefined) {
      const usual = this.#rebuilt();
      this.#wire = usual;
      // what the server says is read against the usual string: where nothing else comes out, it stays so read
      const server = this.server();
      if (usual !== null && server !== null && server.stringToSign !== usual.stringToSign.text) {
        this.#reading = this.#readingOfServer(usual);
        if (this.#reading !== null) {
          this.#wire = this.#reading.strings;
          this.#server = undefined;
        }
      }
      const signed = this.#otherForms().find(({ strings }) => this.#signs(strings));
      if (signed !== undefined && !this.#signs(this.#wire)) this.#take(signed);
    }
    return this.#wire;
  }

  #signs(strings: SignedStrings | null): boolean {
    return strings !== null && this.sign(strings.stringToSign.text) === this.claim?.signature;
  }

  /**
   * What else may have been signed where somebody edited the document: the form of `S` that is not `W`, or of
   * a pasted text, whose request may have been edited as well, both. None without the secret, which alone can
   * show which it was.
   */
  #otherForms(): readonly OtherForm[] {
    const server = this.server();
    const wire = this.#wire ?? null;
    if (this.credential === null || server === null || wire === null) return [];
    const { stringToSign, conflicting } = server;
    const isSame = wire.stringToSign.text === stringToSign;
    const isPasted = this.oss.exchange.numbering !== undefined;
    const shown = isSame ? [conflicting] : isPasted ? [stringToSign, conflicting] : [];
    const forms = shown.flatMap((text) => (text === null ? [] : this.#formOf(text)));
    // a field more on one side is signed by a rule that is not known here, sooner than edited in or out
    return forms.filter(({ strings }) => isSame || fieldsOf(strings) === fieldsOf(wire));
  }

  #formOf(shown: ByteString): readonly OtherForm[] {
    const { request, claim } = this.oss;
    if (request === null || claim === null) return [];
    const usual = this.#reading?.parts ?? this.#usual();
    const { bucket, key, query } = request;
    const parsed = parseStringToSign(claim.version, shown, { bucket, key, parameters: query });
    const made = usual === null ? null : requestOfString(request, usual, parsed);
    if (made === null) return [];
    const strings = formatParts(made.parts, this.context.hasher);
    // what the form lacks of a string is not known
    return saysTheSame(shown, strings.stringToSign.text) ? [{ ...made, shown, strings }] : [];
  }

  /** The signature belongs to this form: it is what both sides signed, and what says otherwise was edited. */
  #take({ shown, strings }: OtherForm): void {
    const server = this.server();
    if (server === null) return;
    const stringToSign = strings.stringToSign.text;
    const { conflicting, from } = server;
    this.isRequestEdited = this.#wire?.stringToSign.text !== server.stringToSign;
    this.#server =
      shown === conflicting
        ? {
            ...server,
            stringToSign,
            from: from === 'text' ? 'bytes' : 'text',
            conflicting: server.stringToSign,
          }
        : { ...server, stringToSign };
    this.#wire = strings;
    this.#recomputed = undefined;
    this.#isFormKnown = true;
  }

  editedForm(): 'text' | 'bytes' | null {
    const server = this.server();
    if (server === null || server.conflicting === null) return null;
    const isKnown = this.#isFormKnown || this.#signs(this.wire()) || this.#search?.hit != null;
    if (!isKnown) return null;
    return server.from === 'text' ? 'bytes' : 'text';
  }

  reading(): FittingReading | null {
    this.wire();
    return this.#reading;
  }

  #readingOfServer(usual: SignedStrings): FittingReading | null {
    const { error, request, claim } = this.oss;
    if (error === null || request === null || claim === null) return null;
    return readingThat(
      { request, claim, parts: this.#usual() },
      this.context.hasher,
      ({ stringToSign }) => readServerStrings(error, stringToSign.text)?.stringToSign === stringToSign.text,
      () => this.sign(usual.stringToSign.text) === claim.signature,
    );
  }

  /** The parts of `W` as the rules are usually read; null where it cannot be rebuilt. */
  #usual(): SignedParts | null {
    const { request, claim } = this.oss;
    if (request === null || claim === null) return null;
    this.#parts ??= partsOf(request, claim);
    return this.#parts;
  }

  #formatted(): SignedStrings | null {
    const parts = this.#usual();
    return parts === null ? null : formatParts(parts, this.context.hasher);
  }

  #rebuilt(): SignedStrings | null {
    if (this.headComplete) return this.#formatted();
    const { error, claim, request } = this.oss;
    if (this.oss.fromError !== true || error === null || claim === null) return null;
    if (request === null) {
      const server = readServerStrings(error, null);
      return server === null
        ? null
        : {
            stringToSign: parseStringToSign(claim.version, server.stringToSign, null),
            canonicalRequest: null,
          };
    }
    const made = this.#formatted();
    // Only what says exactly what the server said can stand for it.
    const text = made?.stringToSign.text ?? null;
    return text !== null && readServerStrings(error, text)?.stringToSign === text ? made : null;
  }

  server(): ServerStrings | null {
    // of two forms that disagree, it may settle which
    const wire = this.#server === undefined ? this.wire() : null;
    if (this.#server === undefined) {
      const { error } = this.oss;
      this.#server = error === null ? null : readServerStrings(error, wire?.stringToSign.text ?? null);
    }
    return this.#server;
  }

  recomputed(): ByteString | null {
    if (this.#recomputed === undefined) {
      const rebuilt = this.credential === null ? null : this.wire();
      this.#recomputed = rebuilt === null ? null : this.sign(rebuilt.stringToSign.text);
    }
    return this.#recomputed;
  }

  sign(text: ByteString): ByteString | null {
    const { credential } = this;
    const { claim } = this.oss;
    if (claim === null || credential === null) return null;
    return computeSignature(claim.version, claim.scope, credential.secret, text, this.context.hasher);
  }

  otherSigner(): ByteString | null {
    const { claim } = this.oss;
    const text = this.context.keyRing.size === 0 ? undefined : this.wire()?.stringToSign.text;
    if (claim === null || text === undefined) return null;
    const { version, scope, signature } = claim;
    const signer = otherCredentials(this.context.keyRing, claim).find(
      ({ secret }) => computeSignature(version, scope, secret, text, this.context.hasher) === signature,
    );
    return signer?.accessKeyId ?? null;
  }

  search(): SearchResult | null {
    if (this.#search === undefined) {
      const wire = this.wire();
      if (wire === null) this.#search = null;
      else if (this.oss.request === null) {
        this.#search = runSecretSearch(this.oss, this.context, this.credential, wire.stringToSign.text);
      } else this.#search = this.#searchForms();
      if (this.#search !== null) noteResult(this.oss, this.context, this.#search);
    }
    return this.#search;
  }

  hops(verdict: Verdict | null): readonly DiagnosedHop[] {
    return this.context.hops?.hops(verdict) ?? [];
  }

  #searchForms(): SearchResult | null {
    const first = runSearch(this.oss, this.context, this.credential, this.#reading);
    if (first === null || first.hit !== null) return first;
    for (const other of this.#otherForms()) {
      const result = runSearch(this.oss, this.context, this.credential, other);
      if (result === null || result.hit === null) continue;
      this.#take(other);
      return { ...result, tried: first.tried + result.tried, limit: first.limit + result.limit };
    }
    return first;
  }

  searched(): SearchResult | null {
    return this.#search ?? null;
  }
}

function fieldsOf({ stringToSign }: SignedStrings): string {
  return stringToSign.pieces.map(({ field }) => field).join('\n');
}

/** Where the string is known and nothing of what it was made of, secrets alone can be tried. */
function runSecretSearch(
  { claim }: OssExchange,
  context: DiagnosisContext,
  credential: Credential | null,
  stringToSign: ByteString,
): SearchResult | null {
  if (claim === null || credential === null || context.search === null) return null;
  return context.search.searchSecret({
    claim,
    stringToSign,
    secret: credential.secret,
    otherCredentials: otherCredentials(context.keyRing, claim),
    hasher: context.hasher,
    budget: budgetFor(claim, context),
  });
}

function runSearch(
  oss: OssExchange,
  context: DiagnosisContext,
  credential: Credential | null,
  reading: RequestOfString | null,
): SearchResult | null {
  const { claim } = oss;
  const request = reading?.request ?? oss.request;
  const sent = oss.exchange.request;
  const { history, hasher, fieldWeights, search } = context;
  if (claim === null || claim.signature === '' || credential === null || request === null) return null;
  if (search === null) return null;
  const { fits } = history.key(claim.accessKeyId);
  const authorization = sent === null ? null : header(sent, 'authorization');
  const seen = history.signature(claim.signature, authorization, oss);
  return search.search({
    request,
    ...(reading === null ? {} : { parts: reading.parts }),
    claim,
    bodyDigest: (algorithm) => sentDigest(sent, algorithm, hasher),
    secret: credential.secret,
    otherCredentials: otherCredentials(context.keyRing, claim),
    buckets: otherBuckets(oss, context),
    sentAt: sent === null || sent.time.seconds === 0 ? null : sent.time.seconds,
    hasher,
    budget: budgetFor(claim, context),
    guesses: fits,
    ...(fieldWeights === undefined ? {} : { weights: () => fieldWeights(oss) }),
    seen,
    ...(seen === null || sent === null ? {} : { sinceSeen: sent.time.seconds - seen.seconds }),
  });
}

/** For the searches to come. */
function noteResult(
  { claim }: OssExchange,
  { history }: DiagnosisContext,
  { hit, guess }: SearchResult,
): void {
  if (claim === null) return;
  const { accessKeyId } = claim;
  if (hit === null) history.addFruitless(accessKeyId);
  else if (guess !== null) {
    history.addFit(accessKeyId, guess);
    if (hit.kind === 'string' && hit.secretCause === null) history.addUseOfGivenSecret(accessKeyId);
  }
}

/** A capture may have requests to thousands of buckets. */
const OTHER_BUCKETS_LIMIT = 16;

/** Buckets that the user, the capture or this answer names, beside the one that the request addresses. */
function otherBuckets({ request, error }: OssExchange, { buckets }: DiagnosisContext): readonly ByteString[] {
  const others = new Set<ByteString>(error === null ? [] : bucketsNamedBy(error));
  for (const bucket of buckets?.() ?? []) {
    if (others.size > OTHER_BUCKETS_LIMIT) break;
    others.add(bucket);
  }
  return [...others].filter((each) => each !== request?.bucket).slice(0, OTHER_BUCKETS_LIMIT);
}

/** A file may hold hundreds of keys, and each refused request is signed with these. */
const OTHER_CREDENTIALS_LIMIT = 16;

/** What the user has given of other access key ids. */
function otherCredentials(keyRing: KeyRing, { accessKeyId }: Claim): readonly Credential[] {
  const others: Credential[] = [];
  for (const [id, credential] of keyRing) {
    if (others.length === OTHER_CREDENTIALS_LIMIT) break;
    if (id !== accessKeyId) others.push(credential);
  }
  return others;
}

/** A user who allows more than usual gets more later, too. */
function budgetFor({ accessKeyId }: Claim, { history, searchBudget }: DiagnosisContext): number {
  const budget = searchBudget ?? SEARCH_BUDGET;
  const { fruitless } = history.key(accessKeyId);
  const shorter = SHORTER.find(([least]) => fruitless >= least);
  if (shorter === undefined) return budget;
  return Math.min(budget, Math.round(shorter[1] * Math.max(1, budget / SEARCH_BUDGET)));
}

/** Whether the request carries its signature in the query of its URL. */
export function isInUrl({ claim }: Evidence): boolean {
  return claim !== null && isOfUrl(claim.version);
}
