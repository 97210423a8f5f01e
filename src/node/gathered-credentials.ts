import type { ByteString } from '../bytes/byte-string.ts';
import type { Credential, KeyRing } from '../sign/secret.ts';
import type { UnusableVariable } from './credentials-environment.ts';
import type { ParsedCredentials } from './credentials-problem.ts';

/** Where access keys were found. */
export type CredentialSource =
  | { readonly kind: 'file'; readonly path: string }
  /** `variable`: the one that names the access key id. */
  | { readonly kind: 'environment'; readonly variable: string };

/** Hears where access keys come from, as far as they count. */
export type CredentialsListener = (source: CredentialSource, ids: readonly ByteString[]) => void;

export interface LoadedCredentials {
  readonly keyRing: KeyRing;
  /**
   * Bucket behind a custom domain, by lower-case host name without port, as ossutil's configuration
   * names it.
   */
  readonly buckets: ReadonlyMap<string, ByteString>;
  /** Files that were read and hold secrets. */
  readonly files: readonly string[];
  /** Files with profiles that hold no access key, and the modes of these, e.g. `RamRoleArn`. */
  readonly unusable: readonly { readonly path: string; readonly modes: string }[];
  /** Variables that name an access key and that cannot be used. */
  readonly unusableVariables: readonly UnusableVariable[];
  /** Access key ids of which there are two secrets; the first of them. */
  readonly contested: readonly ContestedKey[];
}

/**
 * Where one secret of an access key was found. `entry`: within a file, e.g. `2` or `section 3`;
 * null for a variable.
 */
export interface CredentialPlace {
  readonly source: CredentialSource;
  readonly entry: string | null;
}

/** An access key id has one secret for life: where there are two, one of them is wrong. */
export interface ContestedKey {
  readonly accessKeyId: ByteString;
  readonly used: CredentialPlace;
  readonly passedOver: CredentialPlace;
}

/** Ids that are told to have two secrets. */
const MAX_CONTESTED = 20;

/**
 * Credentials by access key id, of all that names them; of one id the first that is added counts.
 */
export class GatheredCredentials {
  readonly #heard: CredentialsListener | undefined;
  readonly #keyRing = new Map<ByteString, Credential>();
  readonly #buckets = new Map<string, ByteString>();
  readonly #files: string[] = [];
  readonly #unusable: { readonly path: string; readonly modes: string }[] = [];
  readonly #places = new Map<ByteString, CredentialPlace>();
  readonly #contested = new Map<ByteString, ContestedKey>();

  constructor(heard: CredentialsListener | undefined) {
    this.#heard = heard;
  }

  add(
    source: CredentialSource,
    found: readonly { readonly credential: Credential; readonly where: string | null }[],
  ): void {
    const added: ByteString[] = [];
    for (const { credential, where } of found) {
      const { accessKeyId } = credential;
      const place: CredentialPlace = { source, entry: where };
      const known = this.#keyRing.get(accessKeyId);
      const used = this.#places.get(accessKeyId);
      if (known !== undefined && used !== undefined) {
        if (this.#contested.size >= MAX_CONTESTED || this.#contested.has(accessKeyId)) continue;
        if (!isSameSecret(known, credential)) {
          this.#contested.set(accessKeyId, { accessKeyId, used, passedOver: place });
        }
        continue;
      }
      this.#keyRing.set(accessKeyId, credential);
      this.#places.set(accessKeyId, place);
      added.push(accessKeyId);
    }
    if (added.length > 0) this.#heard?.(source, added);
  }

  addFile(path: string, { credentials, buckets, unusableModes }: ParsedCredentials): void {
    this.add({ kind: 'file', path }, credentials);
    for (const [host, bucket] of buckets) if (!this.#buckets.has(host)) this.#buckets.set(host, bucket);
    if (credentials.length > 0) this.#files.push(path);
    if (unusableModes.length > 0) this.addUnusable(path, unusableModes.join(', '));
  }

  /** A file has profiles of other modes. */
  addUnusable(path: string, modes: string): void {
    this.#unusable.push({ path, modes });
  }

  all(unusableVariables: readonly UnusableVariable[]): LoadedCredentials {
    return {
      keyRing: this.#keyRing,
      buckets: this.#buckets,
      files: this.#files,
      unusable: this.#unusable,
      unusableVariables,
      contested: [...this.#contested.values()],
    };
  }
}

function isSameSecret({ secret }: Credential, other: Credential): boolean {
  return secret.use((one) => other.secret.use((another) => one === another));
}
