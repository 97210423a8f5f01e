/* What a hypothesis is: what it may look at and change, and what is known of it without a request. */

import type { ByteString } from '../engine/bytes/byte-string.ts';
import type { CauseId } from '../engine/diagnose/cause.ts';
import type { Cause } from '../engine/diagnose/model.ts';
import type { PartsPatch } from '../engine/diagnose/patch.ts';
import type { HypothesisField } from '../engine/diagnose/ports.ts';
import {
  type Claim,
  type Credential,
  type Dialect,
  type Family,
  type Hasher,
  type HashName,
  type KeyedMac,
  type SdkId,
  type Secret,
  type SignableRequest,
  type SignatureVersion,
  type SignedParts,
  versionsWith,
} from '../engine/sign/index.ts';
import type { SlotPlaces, Slots } from './slots.ts';

/** What hypotheses may look at. The secret is there to be varied; no result may hold it. */
export interface Subject {
  readonly request: SignableRequest;
  readonly claim: Claim;
  readonly parts: SignedParts;
  /** Digest of the request's body, raw; null where not all of it is known, or it was too long. */
  readonly bodyDigest: (algorithm: 'md5' | 'sha256') => Uint8Array | null;
  readonly secret: Secret;
  /** What else the user has given, of other access key ids. */
  readonly otherCredentials: readonly Credential[];
  /** Buckets that the user or the capture names, but not this request. */
  readonly buckets: readonly ByteString[];
  /** When the request was captured, in Unix seconds; null where that is not known. */
  readonly sentAt: number | null;
  readonly hasher: Hasher;
  /** The hash whose length the signature has. */
  readonly hash: HashName;
  readonly sdk: SdkId | null;
}

/** How the text is put together from its slots, where it is not by joining them. */
export type Renderer = (slots: Slots, places: SlotPlaces) => ByteString;
/** V4: how the string to sign is made of the canonical request and the lines before its hash. */
type Finisher = (canonicalRequest: ByteString, prefix: ByteString, hasher: Hasher) => ByteString;
/** How the raw signature is made of the string to sign. */
export type Mac = KeyedMac;
/** How a secret is made a key, and signs: with the given secret, or with one near it. */
export type MacOf = (secret: Secret) => Mac;

/** One way in which the client may have come to another signature, by one of five changes at least. */
export interface Variant {
  readonly cause: Cause;
  readonly patch?: PartsPatch;
  readonly render?: Renderer;
  readonly finish?: Finisher;
  readonly macOf?: MacOf;
  /** It stands in the place of the given one. */
  readonly secret?: Secret;
}

/** `cost`: how far-fetched it is, from 1 (what fills issue trackers) to 5; pairs go by the order of sums. */
export interface Hypothesis {
  /** Kebab-case, unique. */
  readonly id: string;
  readonly field: HypothesisField;
  /** Every cause that its variants may name. */
  readonly causes: readonly CauseId[];
  /** Kinds of string that it applies to, where not to each that is made of a request. */
  readonly families?: readonly Family[];
  /** The only dialect that it applies to. */
  readonly dialect?: Dialect;
  /** Versions of its families in which it has no variants. */
  readonly except?: readonly SignatureVersion[];
  readonly cost: 1 | 2 | 3 | 4 | 5;
  /** The client used a secret near the given one; else it signed another string, or signed it otherwise. */
  readonly ofSecret?: true;
  /** Not paired with others: too many variants, or nothing would be left to see. */
  readonly single?: true;
  readonly variants: (subject: Subject) => Iterable<Variant>;
}

/** Does it apply to strings of this kind, and in this dialect? */
export function isOfString(
  { families = REQUEST_FAMILIES, dialect }: Pick<Hypothesis, 'families' | 'dialect'>,
  string: { readonly family: Family; readonly dialect: Dialect },
): boolean {
  return families.includes(string.family) && (dialect === undefined || dialect === string.dialect);
}

/** Every string that is made of a request, as opposed to a form's policy. */
const REQUEST_FAMILIES: readonly Family[] = ['v1', 'v2', 'v4'];
export const ALL_FAMILIES: readonly Family[] = [...REQUEST_FAMILIES, 'policy'];
/** With the string of COS, whose parts few hypotheses are about. */
export const WITH_COS: readonly Family[] = [...REQUEST_FAMILIES, 'format'];
/** For `except`: what only a URL or a form can have. */
export const HEADER_VERSIONS: readonly SignatureVersion[] = versionsWith({ carrier: 'header' });
