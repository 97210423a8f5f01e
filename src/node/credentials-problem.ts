import type { ByteString } from '../bytes/byte-string.ts';
import { fromText } from '../bytes/byte-string.ts';
import type { JsonFault } from '../bytes/json.ts';
import { fail, ok, type Result } from '../bytes/result.ts';
import { type Credential, Secret } from '../sign/secret.ts';

/** What is wrong in a text of credentials. None of it quotes the text: it holds secrets. */
export type CredentialsFault =
  | { readonly code: 'not-text' }
  | JsonFault
  | { readonly code: 'unknown-format' }
  | { readonly code: 'bad-ini-line'; readonly line: number }
  /**
   * `where`: place of the entry, e.g. `2` or `section 3`. `field` is absent, empty, or no string.
   */
  | { readonly code: 'bad-entry'; readonly where: string; readonly field: string }
  /** `field` is to hold an access key id, and holds what cannot be one. */
  | { readonly code: 'bad-id'; readonly where: string; readonly field: string }
  /** `modes`: what the profiles are instead, e.g. `RamRoleArn`. */
  | { readonly code: 'unusable-profiles'; readonly modes: string }
  | { readonly code: 'no-credentials' };

/** `where`: its place in the text, e.g. `2` or `section 3`. */
export interface PlacedCredential {
  readonly credential: Credential;
  readonly where: string;
}

/** What a text of credentials tells. */
export interface ParsedCredentials {
  readonly credentials: readonly PlacedCredential[];
  /** Bucket behind a custom domain, by lower-case host name without port. */
  readonly buckets: ReadonlyMap<string, ByteString>;
  /** Modes of profiles that do not sign with an access key that they hold, e.g. `RamRoleArn`. */
  readonly unusableModes: readonly string[];
}

/** Why credentials could not be loaded, with the file that is at fault. */
export type CredentialsProblem = (
  | CredentialsFault
  | { readonly code: 'missing' | 'permission' | 'folder' | 'too-big' }
  | { readonly code: 'read-error'; readonly detail: string }
) & { readonly path: string };

/**
 * What ids of access keys are made of, `STS.` and the like before them; a slash or a colon would
 * end one in a signed request.
 */
const ACCESS_KEY_ID = /^[\w.-]{1,128}$/;

/**
 * Whether a text may be an access key id. An id is no secret and is told, masked; in a broken file
 * another field, and so a secret, can have run into its place.
 */
export function isAccessKeyId(text: string): boolean {
  return ACCESS_KEY_ID.test(text);
}

/**
 * Wraps the values of one entry at once. A secret is taken as it is: white space in it is evidence.
 */
export function toCredential(id: string, secret: string, token: string | null): Credential {
  const accessKeyId: ByteString = fromText(id);
  return {
    accessKeyId,
    secret: new Secret(fromText(secret)),
    securityToken: token === null || token === '' ? null : new Secret(fromText(token)),
  };
}

/** What a configuration tells; one without a bucket is to hold an access key. */
export function credentialsOfProfiles(
  credentials: readonly PlacedCredential[],
  buckets: ReadonlyMap<string, ByteString>,
  otherModes: ReadonlySet<string>,
): Result<ParsedCredentials, CredentialsFault> {
  const unusableModes = [...otherModes];
  if (credentials.length > 0 || buckets.size > 0) return ok({ credentials, buckets, unusableModes });
  if (unusableModes.length > 0) return fail({ code: 'unusable-profiles', modes: unusableModes.join(', ') });
  return fail({ code: 'no-credentials' });
}

/** Modes of the aliyun CLI and of ossutil (their `configure` commands). */
const MODES = [
  'AK',
  'StsToken',
  'RamRoleArn',
  'RamRoleArnWithRoleName',
  'ChainableRamRoleArn',
  'EcsRamRole',
  'RsaKeyPair',
  'External',
  'CredentialsURI',
  'CloudSSO',
  'OIDC',
  'OAuth',
  'BearerToken',
  'Anonymous',
] as const;

/**
 * A mode's name as it may be told; of a name that no tool knows, which may be a slip of any kind,
 * only that.
 */
export function modeName(mode: string): string {
  return MODES.find((known) => known.toLowerCase() === mode.toLowerCase()) ?? '?';
}
