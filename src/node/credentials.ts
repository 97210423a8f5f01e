import { join } from 'node:path';
import type { ByteString } from '../engine/bytes/byte-string.ts';
import { fail, ok, type Result } from '../engine/bytes/result.ts';
import type { Credential, KeyRing } from '../engine/sign/secret.ts';
import {
  type CredentialsProblem,
  isAccessKeyId,
  type ParsedCredentials,
  parseCredentials,
  toCredential,
} from '../run/credentials-text.ts';
import { readText } from './files.ts';

interface CredentialsSources {
  /** The file that the user names, `-` for standard input; null without one. */
  readonly file: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Home folder, when the files that tools keep there are to be read as well. */
  readonly home?: string;
  readonly listener?: CredentialsListener;
}

/** Gathers credentials by access key id; the first of an id counts: file, environment, home folder. */
export async function loadCredentials(
  sources: CredentialsSources,
): Promise<Result<LoadedCredentials, CredentialsProblem>> {
  const gathered = new GatheredCredentials(sources.listener);
  if (sources.file !== null) {
    const loaded = await loadFile(sources.file);
    if (!loaded.ok) return loaded;
    gathered.addFile(sources.file, loaded.value);
  }
  const environment = environmentCredentials(sources.env);
  for (const { variable, credential } of environment.usable) {
    gathered.add({ kind: 'environment', variable }, [{ credential, where: null }]);
  }
  if (sources.home !== undefined) {
    for (const path of filesOfOss(sources.home)) {
      const loaded = await loadFile(path);
      if (loaded.ok) gathered.addFile(path, loaded.value);
      else if (loaded.error.code === 'unusable-profiles') gathered.addUnusable(path, loaded.error.modes);
      else if (!isHarmless(loaded.error)) return loaded;
    }
    for (const path of filesOfS3(sources.home)) {
      const loaded = await loadFile(path);
      // rclone may keep its file encrypted, and has remotes of all kinds in it
      if (loaded.ok && loaded.value.credentials.length > 0) {
        gathered.addFile(path, { ...loaded.value, unusableModes: [] });
      }
    }
  }
  return ok(gathered.all(environment.unusable));
}

/** The files that ossutil and the aliyun CLI keep in a home folder, then those of clients of S3. */
export function defaultCredentialsFiles(home: string): readonly string[] {
  return [...filesOfOss(home), ...filesOfS3(home)];
}

function filesOfOss(home: string): readonly string[] {
  return [join(home, '.ossutilconfig'), join(home, '.aliyun', 'config.json')];
}

/** Of the AWS CLI and SDKs with all their profiles, rclone, s3cmd and mc. */
function filesOfS3(home: string): readonly string[] {
  return [
    join(home, '.aws', 'credentials'),
    join(home, '.config', 'rclone', 'rclone.conf'),
    join(home, '.s3cfg'),
    join(home, '.mc', 'config.json'),
  ];
}

/** Of the files in the home folder, one that does not exist or holds no key is nothing wrong. */
function isHarmless({ code }: CredentialsProblem): boolean {
  return code === 'missing' || code === 'no-credentials';
}

async function loadFile(path: string): Promise<Result<ParsedCredentials, CredentialsProblem>> {
  const read = await readText(path);
  if (!read.ok) return fail({ ...read.error, path });
  const parsed = parseCredentials(read.value);
  return parsed.ok ? parsed : fail({ ...parsed.error, path });
}

export type CredentialSource =
  | { readonly kind: 'file'; readonly path: string }
  /** `variable`: the one that names the access key id. */
  | { readonly kind: 'environment'; readonly variable: string };

/** Receives where the access keys that count come from. */
export type CredentialsListener = (source: CredentialSource, ids: readonly ByteString[]) => void;

export interface LoadedCredentials {
  readonly keyRing: KeyRing;
  /** Bucket behind a custom domain, by lower-case host without port, as ossutil's configuration has it. */
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

/** Where a secret was found. `entry`: within a file, e.g. `2` or `section 3`; null for a variable. */
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

/** Ids with two secrets that are reported, at most. */
const MAX_CONTESTED = 20;

/** Credentials by access key id, of all that names them; of one id the first that is added counts. */
class GatheredCredentials {
  readonly #listener: CredentialsListener | undefined;
  readonly #keyRing = new Map<ByteString, Credential>();
  readonly #buckets = new Map<string, ByteString>();
  readonly #files: string[] = [];
  readonly #unusable: { readonly path: string; readonly modes: string }[] = [];
  readonly #places = new Map<ByteString, CredentialPlace>();
  readonly #contested = new Map<ByteString, ContestedKey>();

  constructor(listener: CredentialsListener | undefined) {
    this.#listener = listener;
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
        const isSame = known.secret.use((one) => credential.secret.use((other) => one === other));
        if (!isSame) {
          this.#contested.set(accessKeyId, { accessKeyId, used, passedOver: place });
        }
        continue;
      }
      this.#keyRing.set(accessKeyId, credential);
      this.#places.set(accessKeyId, place);
      added.push(accessKeyId);
    }
    if (added.length > 0) this.#listener?.(source, added);
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

/** Why a variable that names an access key, or a part of one, is passed over. Its value is never shown. */
export type UnusableVariable =
  /** `missing`: those that belong to it and are not set. */
  | { readonly code: 'half-in-environment'; readonly variable: string; readonly missing: readonly string[] }
  /** It is to hold an access key id, and holds what cannot be one. */
  | { readonly code: 'bad-id-in-environment'; readonly variable: string };

/** Variables of the OSS SDKs, then of other Alibaba Cloud tools with their prefixes, then of S3. */
const ENVIRONMENT_NAMES = [
  { id: 'OSS_ACCESS_KEY_ID', secret: 'OSS_ACCESS_KEY_SECRET', token: 'OSS_SESSION_TOKEN' },
  ...['ALIBABA_CLOUD', 'ALIBABACLOUD', 'ALICLOUD'].map((prefix) => ({
    id: `${prefix}_ACCESS_KEY_ID`,
    secret: `${prefix}_ACCESS_KEY_SECRET`,
    token: `${prefix}_SECURITY_TOKEN`,
  })),
  { id: 'AWS_ACCESS_KEY_ID', secret: 'AWS_SECRET_ACCESS_KEY', token: 'AWS_SESSION_TOKEN' },
] as const;

/** Those that hold what must stay secret. */
export const SECRET_VARIABLES: readonly string[] = ENVIRONMENT_NAMES.flatMap(({ secret, token }) => [
  secret,
  token,
]);

interface EnvironmentCredentials {
  /** `variable`: the one that names the access key id. */
  readonly usable: readonly { readonly variable: string; readonly credential: Credential }[];
  readonly unusable: readonly UnusableVariable[];
}

/** What cannot be used is no error, as in a file that the user names: it may be there for other programs. */
function environmentCredentials(env: Readonly<Record<string, string | undefined>>): EnvironmentCredentials {
  const usable: { variable: string; credential: Credential }[] = [];
  const unusable: UnusableVariable[] = [];
  for (const names of ENVIRONMENT_NAMES) {
    const id = env[names.id] ?? '';
    const secret = env[names.secret] ?? '';
    const token = env[names.token] ?? '';
    const variable = [names.id, names.secret, names.token].find((name) => (env[name] ?? '') !== '');
    if (variable === undefined) continue;
    const missing = [names.id, names.secret].filter((name) => (env[name] ?? '') === '');
    if (missing.length > 0) unusable.push({ code: 'half-in-environment', variable, missing });
    else if (!isAccessKeyId(id)) unusable.push({ code: 'bad-id-in-environment', variable });
    else usable.push({ variable, credential: toCredential(id, secret, token) });
  }
  return { usable, unusable };
}
