import type { ByteString } from '../../bytes/byte-string.ts';
import type { Addition, ReadySignature } from '../../oss/signing/prepare.ts';
import type { SignatureVersion } from '../../sign/canonical.ts';
import type { FillArgs } from '../text/fill.ts';
import type { Signing } from './steps.ts';

/** What must be said beside a signature. */
const SIGN_NOTE_IDS = [
  'note-clock',
  'note-v1-switched-off',
  'note-key-id-unknown',
  'note-token-hidden',
  'note-as-given',
  'note-region-from-host',
] as const;

export type SignNoteId = (typeof SIGN_NOTE_IDS)[number];

/** A request with the signature that was made for it. */
export interface SignedRequest {
  readonly method: ByteString;
  readonly url: ByteString;
  readonly signing: Signing;
  /** What the version needs and the request did not have. */
  readonly additions: readonly Addition[];
  /** Null without the secret. */
  readonly ready: ReadySignature | null;
  /** The signature that the request came with. */
  readonly given: { readonly version: SignatureVersion; readonly signature: ByteString } | null;
  readonly notes: readonly { readonly id: SignNoteId; readonly args: FillArgs }[];
}

/** Whether the given signature is the computed one; null where they cannot be compared. */
export function isGivenRight({ given, signing }: SignedRequest): boolean | null {
  if (given === null || signing.signature === null || given.version !== signing.version) return null;
  return given.signature === signing.signature;
}
