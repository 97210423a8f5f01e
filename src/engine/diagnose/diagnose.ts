import type { ByteString } from '../bytes/byte-string.ts';
import type { OssExchange } from '../oss/model.ts';
import type { CauseId } from './cause.ts';
import { decide } from './decision-table.ts'; // later: deciding
import { type DiagnosisContext, type Evidence, gatherEvidence } from './evidence.ts'; // later: deciding
import { type History, isRedirectStatus, isSentElsewhere, redirectOf } from './history.ts';
import { type Diagnosis, isFailing, type Note, type Suspect } from './model.ts';
import { notesBeside } from './notes-beside.ts'; // later: deciding
import { isOwnAnswer } from './rows/answerer-row.ts'; // later: deciding
import { misspelt } from './rows/key-rows.ts'; // later: deciding
import { plusOfAccepted } from './rows/mismatch-rows.ts'; // later: deciding
import { isCacheable, PLAINLY_ACCEPTED, PREFLIGHT, plainlyAccepted } from './rows/plainly-accepted.ts';
import type { Decision } from './rows/row.ts';

/**
 * Says whether an exchange's signature was accepted, and where not, which string each side signed and why.
 * Never throws on odd input. The exchange enters `context.history`, so exchanges should come in the order of
 * the capture.
 */
export function diagnose(oss: OssExchange, context: DiagnosisContext): Diagnosis {
  const requestId = plainlyAccepted(oss, context);
  const evidence = requestId !== null ? null : gatherEvidence(oss, context);
  const { row, made } = evidence === null ? PLAINLY_ACCEPTED : decide(evidence);
  if (evidence !== null && oss.claim !== null && isSignedWithGiven(evidence, made)) {
    context.history.addUseOfGivenSecret(oss.claim.accessKeyId);
  }
  const index = context.index ?? 0;
  if (!isUncompared(oss, made)) context.history.add(oss, outcomeOf(oss, made, evidence), index);
  rememberAnswer(oss, requestId ?? oss.requestId, context.history, index);
  return new LazyDiagnosis(oss, context, evidence, row, made);
}

/** What `diagnose` says of an exchange that passed and of which there is nothing else to say. */
export function plainDiagnosis(oss: OssExchange, context: DiagnosisContext): Diagnosis {
  return new LazyDiagnosis(oss, context, null, PLAINLY_ACCEPTED.row, PLAINLY_ACCEPTED.made);
}

/** Whether it is what `plainDiagnosis` says. */
export function isPlain(diagnosis: Diagnosis): boolean {
  return diagnosis instanceof LazyDiagnosis && diagnosis.isPlain;
}

/**
 * A diagnosis whose strings and notes are made when they are read, at once or never: most exchanges are
 * accepted and nobody asks, and of a thousand that fail alike one is shown. A class, for an object literal
 * with a getter costs ten times as much as everything else that is done for an accepted exchange.
 */
class LazyDiagnosis implements Diagnosis {
  verdict: Diagnosis['verdict'];
  certainty: Diagnosis['certainty'];
  readonly needsSecretOf: Diagnosis['needsSecretOf'];
  divergences: Diagnosis['divergences'];
  cause: Diagnosis['cause'];
  row: number;
  client: Diagnosis['client'];
  /** It passed, and there is no credential, hop or digest that has anything to say of it. */
  readonly isPlain: boolean;
  readonly #oss: OssExchange;
  readonly #context: DiagnosisContext;
  #evidence: Evidence | null;
  #made: Decision;
  #notes: readonly Note[] | null = null;
  #suspects: readonly Suspect[] | undefined;

  /** `evidence`: null where it took none. */
  constructor(
    oss: OssExchange,
    context: DiagnosisContext,
    evidence: Evidence | null,
    row: number,
    made: Decision,
  ) {
    this.verdict = made.verdict;
    this.certainty = made.certainty;
    this.needsSecretOf = made.needsSecretOf;
    this.divergences = made.divergences;
    this.cause = made.cause;
    this.row = row;
    this.client = made.client;
    const { keyRing, hops, checks = [] } = context;
    const isAlone = keyRing.size === 0 && hops === undefined && checks.length === 0;
    this.isPlain = isAlone && made === PLAINLY_ACCEPTED.made;
    this.#oss = oss;
    this.#context = context;
    this.#evidence = evidence;
    this.#made = made;
  }

  #gathered(): Evidence {
    this.#evidence ??= gatherEvidence(this.#oss, this.#context);
    return this.#evidence;
  }

  get notes(): Diagnosis['notes'] {
    if (this.isPlain) return NO_NOTES;
    this.#notes ??= notesBeside(this.#gathered(), this.#made);
    return this.#notes;
  }

  get server(): Diagnosis['server'] {
    return isFailing(this.verdict) ? this.#gathered().server() : null;
  }

  get recomputed(): Diagnosis['recomputed'] {
    // It takes a secret, and nothing of what is gathered.
    return this.#context.keyRing.size === 0 ? null : this.#gathered().recomputed();
  }

  get wire(): Diagnosis['wire'] {
    return this.#gathered().wire();
  }

  get search(): Diagnosis['search'] {
    return this.#gathered().searched();
  }

  get hops(): Diagnosis['hops'] {
    return this.#context.hops === undefined ? NO_HOPS : this.#gathered().hops(this.verdict);
  }

  get suspects(): readonly Suspect[] | undefined {
    return this.#suspects;
  }

  suspect(suspects: readonly Suspect[]): void {
    this.#suspects = suspects;
    const evidence = this.#gathered();
    const settled = this.cause === null ? (plusOfAccepted(evidence) ?? misspelt(evidence)) : null;
    if (settled === null && !LEFT_TO_OTHERS.has(this.cause?.id ?? '')) return;
    const { row, made } = decide(evidence);
    this.verdict = made.verdict;
    this.certainty = made.certainty;
    this.divergences = made.divergences;
    this.cause = made.cause;
    this.row = row;
    this.client = made.client;
    this.#made = made;
    this.#notes = null;
    if (made.verdict === 'access-denied' || made.verdict === 'unknown-key') this.#suspects = undefined;
  }

  forget(): void {
    if (!isFailing(this.verdict)) this.#evidence = null;
  }
}

/**
 * Causes that requests may settle or refute that came later: they show what the server takes for the bucket,
 * that the key is accepted, or its ID, or that others signed with the given secret were refused for their
 * signatures.
 */
export const LEFT_TO_OTHERS: ReadonlySet<string> = new Set<CauseId>([
  'addressing-not-known',
  'secret-unknown-difference',
  'denied-without-a-word',
  'key-id-like-another',
  'key-id-misspelt',
]);

const NO_NOTES: Diagnosis['notes'] = [];
const NO_HOPS: Diagnosis['hops'] = [];

/**
 * A preflight has the signature of the request that it asks leave for: to remember it would show that one as
 * sent twice.
 */
function isUncompared({ exchange }: OssExchange, { verdict }: Decision): boolean {
  return verdict === 'not-auth' && exchange.request?.method === PREFLIGHT;
}

/** Whether a refused request is proved to be signed with the secret that was given. */
function isSignedWithGiven(evidence: Evidence, { verdict }: Decision): boolean {
  if (verdict !== 'transit-modified' || evidence.credential === null) return false;
  return evidence.recomputed() === evidence.claim?.signature;
}

/**
 * What later exchanges are looked at beside: answers that a cache may repeat, and redirects. A text may show
 * one exchange several times.
 */
function rememberAnswer(
  { exchange }: OssExchange,
  requestId: ByteString | null,
  history: History,
  index: number,
): void {
  const { request, response, numbering } = exchange;
  if (request === null || response === null || numbering !== undefined) return;
  const { status } = response;
  if (requestId !== null && (isCacheable(request) || status >= 400)) {
    history.addAnswer(requestId, index, response.lastTime);
  }
  const redirect = isRedirectStatus(status) ? redirectOf(exchange) : null;
  if (redirect !== null) history.addRedirect(redirect);
}

/** A cached answer shows nothing of this signature. */
function outcomeOf(
  { exchange }: OssExchange,
  { verdict }: Decision,
  evidence: Evidence | null,
): 'accepted' | 'refused' | 'other' {
  switch (verdict) {
    case 'match':
      if (evidence !== null && !isOwnAnswer(evidence)) return 'other';
      return isSentElsewhere(exchange.response?.status ?? 0) ? 'other' : 'accepted';
    case 'transit-modified':
    case 'client-miscomputed':
    case 'wrong-secret':
    case 'needs-secret':
    case 'undecided':
      return 'refused';
    default:
      return 'other';
  }
}
