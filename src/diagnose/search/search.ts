import type { ByteString } from '../../bytes/byte-string.ts';
import {
  type Claim,
  deriveKey,
  type Hasher,
  partsOf,
  type Secret,
  type SignableRequest,
  type SignedStrings,
  sdkOfUserAgent,
} from '../../sign/index.ts';
import type { SeenSignature } from '../history.ts';
import type { Cause, Divergence, SearchReport } from '../model.ts';
import { CandidatePool, type Prepared } from './candidates.ts';
import { reportHit, signedForAnother } from './hit.ts';
import type { Subject } from './hypothesis.ts';
import { renderText } from './render.ts';
import { type SlotPlaces, type Slots, slotPlaces, slotsOf } from './slots.ts';
import { Tally } from './tally.ts';
import { readTarget, type Target } from './target.ts';

/** Signatures that one search may make: all single changes and pairs of a usual request, in a few tenths of a second. */
export const SEARCH_BUDGET = 40_000;

/** Bytes that one search may sign: a request may have a head of any length, and its search must end all the same. */
export const SEARCH_BYTES = 32 * 1024 * 1024;

export interface SearchInput {
  readonly request: SignableRequest;
  readonly claim: Claim;
  readonly body: Uint8Array | null;
  /** `K` */
  readonly secret: Secret;
  readonly hasher: Hasher;
  readonly budget: number;
  /** An earlier request that bears the same signature. */
  readonly seen: SeenSignature | null;
}

export interface SearchHit {
  /** `string`: `V` was found (`client`), or another derivation or encoding. `secret`: a secret near `K`. */
  readonly kind: 'string' | 'secret';
  readonly cause: Cause;
  /** Where the secret differs as well. */
  readonly secretCause: Cause | null;
  readonly client: SignedStrings | null;
  readonly divergences: readonly Divergence[];
}

export interface SearchResult extends SearchReport {
  readonly hit: SearchHit | null;
}

/**
 * Looks for the string, secret or procedure that gives the signature on the wire, by signing candidates: one
 * change alone, then two together, the likeliest first. A hit is a proof, for digests do not meet by chance.
 */
export function search(input: SearchInput): SearchResult {
  const { request, claim, secret, hasher, budget } = input;
  const parts = partsOf(request, claim);
  const target = readTarget(claim.version, claim.signature);
  const nothing: SearchResult = {
    hit: null,
    tried: 0,
    limit: budget,
    exhausted: false,
    tally: [],
    fits: null,
  };
  if (parts === null || target === null) return nothing;
  const reused = input.seen === null ? null : signedForAnother(input.seen, input, parts);
  // a URL is made to be used again: what its user changed says more than where else it was used
  const isUrl = claim.version.endsWith('-url');
  if (reused !== null && !isUrl) return { ...nothing, hit: reused, tried: 1, fits: [] };
  const agent = request.headers.find((each) => /^(?:x-oss-)?user-agent$/i.test(each.name))?.value ?? '';
  const subject: Subject = {
    request,
    claim,
    parts,
    body: input.body,
    secret,
    hasher,
    hash: target.hash,
    sdk: sdkOfUserAgent(agent),
  };
  const result = new Trial(subject, target, budget).run();
  return result.hit === null && reused !== null
    ? { ...result, hit: reused, exhausted: false, fits: [] }
    : result;
}

const NO_CHANGE: readonly Prepared[] = [];

/** The state of one search. */
class Trial {
  readonly #subject: Subject;
  readonly #target: Target;
  readonly #budget: number;
  readonly #pool: CandidatePool;
  readonly #key: Secret;
  readonly #slots: Slots;
  readonly #places: SlotPlaces;
  /** Bytes of a candidate, about. */
  readonly #size: number;
  /** Texts already signed with the plain key: different changes often meet. */
  readonly #signed = new Set<ByteString>();
  readonly #tally = new Tally();
  #tried = 0;
  #bytes = 0;

  constructor(subject: Subject, target: Target, budget: number) {
    this.#subject = subject;
    this.#target = target;
    this.#budget = budget;
    this.#pool = new CandidatePool(subject);
    this.#key = deriveKey(subject.claim.version, subject.claim.scope, subject.secret, subject.hasher);
    this.#slots = slotsOf(subject.parts);
    this.#places = slotPlaces(subject.parts);
    this.#size = this.#slots.reduce((sum, slot) => sum + slot.length, 0);
  }

  run(): SearchResult {
    const found = this.#find();
    return {
      hit: found === null ? null : reportHit(this.#subject, this.#target, found),
      tried: this.#tried,
      limit: this.#budget,
      exhausted: found === null && this.#isSpent(),
      tally: this.#tally.list(),
      fits: found === null ? null : found.map((each) => each.hypothesis.id),
    };
  }

  #find(): readonly Prepared[] | null {
    if (this.#fits(NO_CHANGE)) return NO_CHANGE;
    for (const single of this.#pool.singles()) {
      if (this.#isSpent()) return null;
      const alone = [single];
      if (this.#fits(alone)) return alone;
    }
    for (const pair of this.#pool.pairs()) {
      if (this.#isSpent()) return null;
      if (this.#fits(pair)) return pair;
    }
    return null;
  }

  #isSpent(): boolean {
    return this.#tried >= this.#budget || this.#bytes >= SEARCH_BYTES;
  }

  #count(changes: readonly Prepared[]): void {
    this.#tried++;
    this.#tally.add(changes);
  }

  #fits(changes: readonly Prepared[]): boolean {
    const { hasher, hash } = this.#subject;
    const text = renderText(this.#slots, this.#places, changes, hasher);
    this.#bytes += this.#size;
    const mac = changes.find((each) => each.variant.mac !== undefined)?.variant.mac;
    if (mac !== undefined) {
      this.#count(changes);
      return sameBytes(mac(text), this.#target.bytes);
    }
    if (this.#signed.has(text)) return false;
    this.#signed.add(text);
    this.#count(changes);
    const made = this.#key.use((key) => hasher.hmac(hash, key, text));
    return sameBytes(made, this.#target.bytes);
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
