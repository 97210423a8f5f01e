import { isJsonObject, parseJson } from '../bytes/json.ts';
import { fail, ok, type Result } from '../bytes/result.ts';
import {
  type CredentialsFault,
  credentialsOfProfiles,
  isAccessKeyId,
  modeName,
  type ParsedCredentials,
  type PlacedCredential,
  toCredential,
} from './credentials-problem.ts';

/**
 * Credentials of a JSON text: a list of entries, one entry, or the configuration of the aliyun CLI.
 */
export function parseJsonCredentials(text: string): Result<ParsedCredentials, CredentialsFault> {
  const parsed = parseJson(text);
  if (!parsed.ok) return parsed;
  const value = parsed.value;
  if (Array.isArray(value)) return readList(value);
  if (!isJsonObject(value)) return fail({ code: 'unknown-format' });
  if (Array.isArray(value['profiles'])) return readProfiles(value['profiles']);
  return 'accessKeyId' in value ? readList([value]) : fail({ code: 'unknown-format' });
}

function readList(entries: readonly unknown[]): Result<ParsedCredentials, CredentialsFault> {
  const credentials: PlacedCredential[] = [];
  for (const [at, entry] of entries.entries()) {
    const where = String(at + 1);
    if (!isJsonObject(entry)) return fail({ code: 'bad-entry', where, field: 'accessKeyId' });
    const { accessKeyId, accessKeySecret, securityToken } = entry;
    if (!isFilled(accessKeyId)) return fail({ code: 'bad-entry', where, field: 'accessKeyId' });
    if (!isAccessKeyId(accessKeyId)) return fail({ code: 'bad-id', where, field: 'accessKeyId' });
    if (!isFilled(accessKeySecret)) return fail({ code: 'bad-entry', where, field: 'accessKeySecret' });
    const token = securityToken ?? null;
    if (token !== null && typeof token !== 'string') {
      return fail({ code: 'bad-entry', where, field: 'securityToken' });
    }
    credentials.push({ credential: toCredential(accessKeyId, accessKeySecret, token), where });
  }
  return ok({ credentials, buckets: new Map(), unusableModes: [] });
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/**
 * Modes of the aliyun CLI whose profile holds the credentials themselves. The others would need a
 * command or a request to get them, which this program does not run or send.
 */
const USABLE_MODES = ['AK', 'StsToken', ''];

function readProfiles(profiles: readonly unknown[]): Result<ParsedCredentials, CredentialsFault> {
  const credentials: PlacedCredential[] = [];
  const otherModes = new Set<string>();
  for (const [at, profile] of profiles.entries()) {
    const where = `profiles ${at + 1}`;
    if (!isJsonObject(profile)) return fail({ code: 'bad-entry', where, field: 'name' });
    const mode = typeof profile['mode'] === 'string' ? profile['mode'] : '';
    if (!USABLE_MODES.includes(mode)) {
      otherModes.add(modeName(mode));
      continue;
    }
    const id = profile['access_key_id'] ?? '';
    const secret = profile['access_key_secret'] ?? '';
    const token = profile['sts_token'] ?? '';
    if (typeof id !== 'string') return fail({ code: 'bad-entry', where, field: 'access_key_id' });
    if (typeof secret !== 'string') return fail({ code: 'bad-entry', where, field: 'access_key_secret' });
    if (typeof token !== 'string') return fail({ code: 'bad-entry', where, field: 'sts_token' });
    // `aliyun configure` leaves a profile behind that was never filled in.
    if (id === '' && secret === '') continue;
    if (id === '') return fail({ code: 'bad-entry', where, field: 'access_key_id' });
    if (!isAccessKeyId(id)) return fail({ code: 'bad-id', where, field: 'access_key_id' });
    if (secret === '') return fail({ code: 'bad-entry', where, field: 'access_key_secret' });
    credentials.push({ credential: toCredential(id, secret, token), where });
  }
  return credentialsOfProfiles(credentials, new Map(), otherModes);
}
