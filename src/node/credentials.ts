import { join } from 'node:path';
import type { ByteString } from '../bytes/byte-string.ts';
import { fail, ok, type Result } from '../bytes/result.ts';
import type { Credential, KeyRing } from '../sign/secret.ts';
import { parseIniCredentials } from './credentials-ini.ts';
import { parseJsonCredentials } from './credentials-json.ts';
import {
  type CredentialsFault,
  type CredentialsProblem,
  type ParsedCredentials,
  toCredential,
} from './credentials-problem.ts';
import { readTextFile } from './text-file.ts';

export interface CredentialsSources {
  /** The file that the user names; null without one. */
  readonly file: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Home folder, when the files that ossutil and the aliyun CLI keep there are to be read as well. */
  readonly home?: string;
  /** Hears where access keys come from, as far as they count. */
  readonly heard?: (source: CredentialSource, ids: readonly ByteString[]) => void;
}

/** Where access keys were found. */
export type CredentialSource =
  | { readonly kind: 'file'; readonly path: string }
  /** `variable`: the one that names the access key id. */
  | { readonly kind: 'environment'; readonly variable: string };

export interface LoadedCredentials {
  readonly keyRing: KeyRing;
  /** Bucket behind a custom domain, by lower-case host name without port, as ossutil's configuration names it. */
  readonly buckets: ReadonlyMap<string, ByteString>;
  /** Files that were read and hold secrets. */
  readonly files: readonly string[];
  /** Files with profiles that hold no access key, and the modes of these, e.g. `RamRoleArn`. */
  readonly unusable: readonly { readonly path: string; readonly modes: string }[];
}

/** Gathers credentials by access key id; of one id the first that is found counts: file, environment, home folder. */
export async function loadCredentials(
  sources: CredentialsSources,
): Promise<Result<LoadedCredentials, CredentialsProblem>> {
  const keyRing = new Map<ByteString, Credential>();
  const buckets = new Map<string, ByteString>();
  const files: string[] = [];
  const unusable: { path: string; modes: string }[] = [];
  const add = (source: CredentialSource, credentials: readonly Credential[]): void => {
    const added: ByteString[] = [];
    for (const credential of credentials) {
      if (keyRing.has(credential.accessKeyId)) continue;
      keyRing.set(credential.accessKeyId, credential);
      added.push(credential.accessKeyId);
    }
    if (added.length > 0) sources.heard?.(source, added);
  };
  const addFile = (path: string, parsed: ParsedCredentials): void => {
    add({ kind: 'file', path }, parsed.credentials);
    for (const [host, bucket] of parsed.buckets) if (!buckets.has(host)) buckets.set(host, bucket);
    if (parsed.credentials.length > 0) files.push(path);
    if (parsed.unusableModes.length > 0) unusable.push({ path, modes: parsed.unusableModes.join(', ') });
  };
  if (sources.file !== null) {
    const loaded = await loadFile(sources.file);
    if (!loaded.ok) return loaded;
    addFile(sources.file, loaded.value);
  }
  for (const { variable, credential } of environmentCredentials(sources.env)) {
    add({ kind: 'environment', variable }, [credential]);
  }
  if (sources.home !== undefined) {
    for (const path of defaultCredentialsFiles(sources.home)) {
      const loaded = await loadFile(path);
      if (loaded.ok) addFile(path, loaded.value);
      else if (loaded.error.code === 'unusable-profiles') unusable.push({ path, modes: loaded.error.modes });
      else if (!isHarmless(loaded.error)) return loaded;
    }
  }
  return ok({ keyRing, buckets, files, unusable });
}

/** The files that ossutil and the aliyun CLI keep in a home folder. */
export function defaultCredentialsFiles(home: string): readonly string[] {
  return [join(home, '.ossutilconfig'), join(home, '.aliyun', 'config.json')];
}

/** Of the files in the home folder, one that does not exist or holds no key is nothing wrong. */
function isHarmless({ code }: CredentialsProblem): boolean {
  return code === 'missing' || code === 'no-credentials';
}

async function loadFile(path: string): Promise<Result<ParsedCredentials, CredentialsProblem>> {
  const read = await readTextFile(path);
  if (!read.ok) return fail({ ...read.error, path });
  const parsed = parseCredentials(read.value);
  return parsed.ok ? parsed : fail({ ...parsed.error, path });
}

/** A first line that is a section of an INI file, and no JSON list. */
const INI_SECTION = /^\[[A-Za-z_][^\]"{\n]*\]/;

/** Credentials of a text, whose format shows in its first characters: `[` begins a JSON list as well as an INI section. */
export function parseCredentials(text: string): Result<ParsedCredentials, CredentialsFault> {
  const start = text.trimStart();
  if (start === '') return fail({ code: 'no-credentials' });
  if (start.startsWith('{')) return parseJsonCredentials(text);
  if (start.startsWith('[')) {
    return INI_SECTION.test(start) ? parseIniCredentials(text) : parseJsonCredentials(text);
  }
  return /^[#;]|^[\w-]+\s*=/.test(start) ? parseIniCredentials(text) : fail({ code: 'unknown-format' });
}

/** Variables of the OSS SDKs, then those of the other Alibaba Cloud tools with the prefixes that they honour. */
const ENVIRONMENT_NAMES = [
  { id: 'OSS_ACCESS_KEY_ID', secret: 'OSS_ACCESS_KEY_SECRET', token: 'OSS_SESSION_TOKEN' },
  ...['ALIBABA_CLOUD', 'ALIBABACLOUD', 'ALICLOUD'].map((prefix) => ({
    id: `${prefix}_ACCESS_KEY_ID`,
    secret: `${prefix}_ACCESS_KEY_SECRET`,
    token: `${prefix}_SECURITY_TOKEN`,
  })),
] as const;

/** Those that hold what must stay secret. */
export const SECRET_VARIABLES: readonly string[] = ENVIRONMENT_NAMES.flatMap(({ secret, token }) => [
  secret,
  token,
]);

function environmentCredentials(
  env: CredentialsSources['env'],
): readonly { readonly variable: string; readonly credential: Credential }[] {
  const credentials: { variable: string; credential: Credential }[] = [];
  for (const names of ENVIRONMENT_NAMES) {
    const id = env[names.id] ?? '';
    const secret = env[names.secret] ?? '';
    if (id === '' || secret === '') continue;
    const credential = toCredential(id, secret, env[names.token] ?? null);
    credentials.push({ variable: names.id, credential });
  }
  return credentials;
}
