import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteString } from '../bytes/byte-string.ts';
import { fail, ok, type Result } from '../bytes/result.ts';
import type { Credential, KeyRing } from '../sign/secret.ts';
import { parseIniCredentials } from './credentials-ini.ts';
import { parseJsonCredentials } from './credentials-json.ts';
import { type CredentialsFault, type CredentialsProblem, toCredential } from './credentials-problem.ts';

export interface CredentialsSources {
  /** The file that the user names; null without one. */
  readonly file: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Home folder, when the files that ossutil and the aliyun CLI keep there are to be read as well. */
  readonly home?: string;
}

/** A credentials file is a few lines; what is bigger is something else. */
const MAX_FILE_BYTES = 1024 * 1024;

/** Gathers credentials by access key id; of one id the first that is found counts: file, environment, home folder. */
export async function loadCredentials(
  sources: CredentialsSources,
): Promise<Result<KeyRing, CredentialsProblem>> {
  const ring = new Map<ByteString, Credential>();
  const add = (credentials: readonly Credential[]): void => {
    for (const credential of credentials) {
      if (!ring.has(credential.accessKeyId)) ring.set(credential.accessKeyId, credential);
    }
  };
  if (sources.file !== null) {
    const loaded = await loadFile(sources.file);
    if (!loaded.ok) return loaded;
    add(loaded.value);
  }
  add(environmentCredentials(sources.env));
  if (sources.home !== undefined) {
    for (const path of [join(sources.home, '.ossutilconfig'), join(sources.home, '.aliyun', 'config.json')]) {
      const loaded = await loadFile(path);
      if (loaded.ok) add(loaded.value);
      else if (!isHarmless(loaded.error)) return loaded;
    }
  }
  return ok(ring);
}

/** Of the files in the home folder, one that does not exist or holds no key is nothing wrong. */
function isHarmless({ code }: CredentialsProblem): boolean {
  return code === 'missing' || code === 'no-credentials' || code === 'unusable-profiles';
}

async function loadFile(path: string): Promise<Result<readonly Credential[], CredentialsProblem>> {
  const read = await readText(path);
  if (!read.ok) return read;
  const parsed = parseCredentials(read.value);
  return parsed.ok ? parsed : fail({ ...parsed.error, path });
}

async function readText(path: string): Promise<Result<string, CredentialsProblem>> {
  try {
    const facts = await stat(path);
    if (facts.isDirectory()) return fail({ code: 'folder', path });
    if (facts.size > MAX_FILE_BYTES) return fail({ code: 'too-big', path });
    return decode(await readFile(path), path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return fail({ code: 'missing', path });
    if (code === 'EACCES' || code === 'EPERM') return fail({ code: 'permission', path });
    return fail({ code: 'read-error', path, detail: code });
  }
}

function decode(bytes: Uint8Array, path: string): Result<string, CredentialsProblem> {
  try {
    // Drops a byte order mark.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? fail({ code: 'not-text', path }) : ok(text);
  } catch {
    return fail({ code: 'not-text', path });
  }
}

/** A first line that is a section of an INI file, and no JSON list. */
const INI_SECTION = /^\[[A-Za-z_][^\]"{\n]*\]/;

/** Credentials of a text, whose format shows in its first characters: `[` begins a JSON list as well as an INI section. */
export function parseCredentials(text: string): Result<readonly Credential[], CredentialsFault> {
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

function environmentCredentials(env: CredentialsSources['env']): readonly Credential[] {
  const credentials: Credential[] = [];
  for (const names of ENVIRONMENT_NAMES) {
    const id = env[names.id] ?? '';
    const secret = env[names.secret] ?? '';
    if (id !== '' && secret !== '') credentials.push(toCredential(id, secret, env[names.token] ?? null));
  }
  return credentials;
}
