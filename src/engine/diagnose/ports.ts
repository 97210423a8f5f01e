/*
 * What a pipeline takes of others, and does without: the search for what a client signed, and what joins the
 * points at which captures show a request.
 */

import type { ByteString } from '../bytes/byte-string.ts';
import type { NoticeSink } from '../bytes/notice.ts';
import type { Exchange } from '../http/exchange.ts';
import type { OssExchange, OssOptions } from '../oss/model.ts';
import type { OssReader } from '../oss/oss-exchange.ts';
import type { OssPorts } from '../oss/read-error.ts';
import type { SignedStrings } from '../sign/canonical.ts';
import type { Claim } from '../sign/claim.ts';
import type { Hasher } from '../sign/hasher.ts';
import type { SignableRequest } from '../sign/request.ts';
import type { Credential, Secret } from '../sign/secret.ts';
import type { SignedParts } from '../sign/versions.ts';
import type { SeenSignature } from './history.ts';
import type { Cause, DiagnosedHop, Divergence, SearchReport, Verdict } from './model.ts';

/** The same request further on. */
interface LaterPoint {
  readonly exchange: Exchange;
  /** The point that it came from: the exchange itself, or a later point of it. */
  readonly from: Exchange;
}

/** What goes with an exchange to its diagnosis. */
export interface Joined {
  /** In the order of the capture; mostly none. */
  readonly hops: readonly LaterPoint[];
  /**
   * Index of the request with which the client followed the redirect that this exchange ends in; absent where
   * it did not.
   */
  readonly followedBy?: number;
}

export const ALONE: Joined = { hops: [] };

/**
 * What other captures of a scan show of the requests of one. Plain values, for they may go to another thread.
 */
export interface OtherCaptures {
  /** Its exchanges that are reported with `capture`, which is nearer to the client. */
  readonly copies: readonly {
    readonly index: number;
    readonly requestId: ByteString | null;
    readonly capture: string;
  }[];
  /** Uploads that those belong to. */
  readonly uploads: readonly ByteString[];
  /** Exchanges of other captures that show a request of this one further on. */
  readonly hops: readonly { readonly index: number; readonly capture: string; readonly exchange: Exchange }[];
  /** Captures that were not compared, this being the first of them; absent elsewhere. */
  readonly lefts?: number | undefined;
}

/** What it takes to read a request as it is after one change, and to sign it. */
export interface HopTools {
  readonly hasher: Hasher;
  readonly ports: OssPorts;
  readonly options: OssOptions;
}

/** One request at several points of its way, for its diagnosis. */
export interface RequestOnHops {
  /** In the order of the path: the first is what the client sent. */
  readonly points: readonly { readonly exchange: Exchange; readonly oss: OssExchange | null }[];
  /**
   * What each hop made of the request. `answered`: what the service is known to have made of it; null if
   * nothing.
   */
  hops(answered: Verdict | null): readonly DiagnosedHop[];
}

/** The later points of a request, read. */
export interface LaterPoints {
  /**
   * The exchange with the service's answer: where the first point of the capture has none of its own, or only
   * that of a hop, a later point's refusal says what the service made of it. That it passed there does not
   * mean that its client got anything, unless all that lies between translates addresses.
   */
  answered(own: OssExchange | null): OssExchange | null;
  /** All points, the first of which was read as `oss`. */
  behind(oss: OssExchange): RequestOnHops;
}

/** The points at which one capture, and others of its scan, show its requests. */
export interface Hops {
  /** How many exchanges did not come out by themselves, for they are others at other points. */
  readonly copies: number;
  /** Takes the next exchange, which comes out when it is known which others are the same request. */
  add(exchange: Exchange): void;
  /** Nothing has come for a while: no redirect waits longer. */
  quiet(): void;
  /** Nothing more comes: what waits is given as it is. */
  end(): void;
  /** Null for a request that was seen at one point alone, as nearly all are. */
  laterPoints(exchange: Exchange, hops: Joined['hops']): LaterPoints | null;
  /** Whether an exchange is reported with another capture; counts it if so. */
  isElsewhere(oss: OssExchange): boolean;
  /** Gives a notice for each other capture; `path`: of this one. */
  reportElsewhere(path: string, notice: NoticeSink): void;
}

/** `out` receives the requests of one capture, each with the points that show it. */
export type HopsOf = (
  out: (exchange: Exchange, joined: Joined) => void,
  others: OtherCaptures | undefined,
  reader: OssReader,
  tools: HopTools,
) => Hops;

/**
 * Signatures that one search may make: all single changes and pairs of a request with a dozen signed headers,
 * in about a second.
 */
export const SEARCH_BUDGET = 160_000;

/** The part of the signature that a hypothesis is about. */
export type HypothesisField =
  | 'method'
  | 'content-md5'
  | 'content-type'
  | 'date'
  | 'expires'
  | 'headers'
  | 'host'
  | 'security-token'
  | 'bucket'
  | 'key'
  | 'resource'
  | 'query'
  | 'additional-headers'
  | 'payload-hash'
  | 'scope:date'
  | 'scope:region'
  | 'scope:product'
  | 'policy'
  | 'string'
  | 'procedure'
  | 'secret';

/**
 * How likely each part is to be what is wrong with a request, as shares of 1. It decides what is tried first,
 * and nothing of what is found.
 */
export type FieldWeights = ReadonlyMap<HypothesisField, number>;

/**
 * `left-singles`: changes alone, the far-fetched ones, and all pairs. `left-most-pairs`: the same, but for
 * the pairs of the likeliest. `left-pairs`: the far-fetched ones of the pairs.
 */
export type LeftOut = 'left-singles' | 'left-most-pairs' | 'left-pairs';

/** What fitted together for a request, for the searches for later ones: hypotheses and places in them. */
export type Guess = readonly string[];

export interface SearchHit {
  /** `string`: `V` was found (`client`), or another derivation or encoding. `secret`: a secret near `K`. */
  readonly kind: 'string' | 'secret';
  readonly cause: Cause;
  /** Where the secret differs as well. */
  readonly secretCause: Cause | null;
  /** The secret that gives the signature, where that is another than `K`. */
  readonly secret: Secret | null;
  /**
   * What the client did otherwise beside that: another change of the string or the procedure, another hash or
   * text form of the signature.
   */
  readonly otherCauses: readonly Cause[];
  readonly client: SignedStrings | null;
  readonly divergences: readonly Divergence[];
}

export interface SearchInput {
  readonly request: SignableRequest;
  /** What the server read in the request, where that is not what the rules usually make of it. */
  readonly parts?: SignedParts;
  readonly claim: Claim;
  /** Digest of the request's body, raw; null where not all of it is known, or it was too long. */
  readonly bodyDigest: (algorithm: 'md5' | 'sha256') => Uint8Array | null;
  /** `K` */
  readonly secret: Secret;
  /** Those of other access key ids. */
  readonly otherCredentials?: readonly Credential[];
  /** Other buckets that the user or the capture names. */
  readonly buckets?: readonly ByteString[];
  /** Unix seconds of its capture. */
  readonly sentAt?: number | null;
  readonly hasher: Hasher;
  readonly budget: number;
  /** An earlier request that bears the same signature. */
  readonly seen: SeenSignature | null;
  /** Seconds from that one to this. */
  readonly sinceSeen?: number;
  /** What fitted earlier requests of the same key id, the newest first: it is tried before all else. */
  readonly guesses?: readonly Guess[];
  /** What is likely to be wrong with it; not asked for where a guess fits. */
  readonly weights?: () => FieldWeights;
}

export interface SearchResult extends SearchReport {
  readonly hit: SearchHit | null;
  /** What was left out, where the limit ended the search. */
  readonly left: LeftOut | null;
  /** For later requests of the same key id; null where there is nothing to learn. */
  readonly guess: Guess | null;
}

export interface SecretSearchInput extends Pick<SearchInput, 'claim' | 'secret' | 'hasher' | 'budget'> {
  readonly otherCredentials: readonly Credential[];
  readonly stringToSign: ByteString;
}

/** Looks for what gives the signature on the wire. A hit is a proof, for digests do not meet by chance. */
export interface Search {
  /** For the string, secret or procedure. */
  search(input: SearchInput): SearchResult;
  /** For a secret near the given one, where nothing is known that the string could be made of anew. */
  searchSecret(input: SecretSearchInput): SearchResult;
}
