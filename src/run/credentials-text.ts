import { type ByteString, fromText } from '../engine/bytes/byte-string.ts';
import { isJsonObject, type JsonFault, type JsonObject, parseJson } from '../engine/bytes/json.ts';
import { fail, ok, type Result } from '../engine/bytes/result.ts';
import { bareHost, isAddressHost, isOssHost } from '../engine/oss/address.ts';
import { type Credential, Secret } from '../engine/sign/secret.ts';

/** What is wrong in a text of credentials. None of it quotes the text: it holds secrets. */
export type CredentialsFault =
  | { readonly code: 'not-text' }
  | JsonFault
  | { readonly code: 'unknown-format' }
  | { readonly code: 'bad-ini-line'; readonly line: number }
  /** `where`: place of the entry, e.g. `2` or `section 3`. `field` is absent, empty, or no string. */
  | { readonly code: 'bad-entry'; readonly where: string; readonly field: string }
  /** `field` is to hold an access key id, and holds what cannot be one. */
  | { readonly code: 'bad-id'; readonly where: string; readonly field: string }
  /** `modes`: what the profiles are instead, e.g. `RamRoleArn`. */
  | { readonly code: 'unusable-profiles'; readonly modes: string }
  | { readonly code: 'no-credentials' };

/** `where`: its place in the text, e.g. `2` or `section 3`. */
interface PlacedCredential {
  readonly credential: Credential;
  readonly where: string;
}

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
 * What ids of access keys are made of, `STS.` and the like before them. Swift has `account:user`; what is
 * longer behind a colon, or stands behind an id of another service, may be a secret. A slash would end it.
 */
const ACCESS_KEY_ID = /^(?!(?:LTAI|STS\.|AKIA|ASIA).*:)[\w.@-]{1,128}(?::[\w.@-]{1,23})?$/;

/** Whether a text may be an access key ID: it is shown, masked, and a broken file may have a secret there. */
export function isAccessKeyId(text: string): boolean {
  return ACCESS_KEY_ID.test(text);
}

/** Wraps the values of one entry at once. A secret is taken as it is: white space in it is evidence. */
export function toCredential(id: string, secret: string, token: string | null): Credential {
  const accessKeyId: ByteString = fromText(id);
  return {
    accessKeyId,
    secret: new Secret(fromText(secret)),
    securityToken: token === null || token === '' ? null : new Secret(fromText(token)),
  };
}

/** What a configuration gives; one without a bucket must have an access key. */
function credentialsOfProfiles(
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
// biome-ignore format: a table of data
const MODES = [
  'AK', 'StsToken', 'RamRoleArn', 'RamRoleArnWithRoleName', 'ChainableRamRoleArn', 'EcsRamRole', 'RsaKeyPair',
  'External', 'CredentialsURI', 'CloudSSO', 'OIDC', 'OAuth', 'BearerToken', 'AssumeRole', 'SSO', 'Anonymous',
] as const;

/** A mode's name as it may be shown; of a name that no tool knows, a slip of any kind, only that. */
function modeName(mode: string): string {
  return MODES.find((known) => known.toLowerCase() === mode.toLowerCase()) ?? '?';
}

/** A first line that is a section of an INI file, and no JSON list. */
const INI_SECTION = /^\[[A-Za-z_][^\]"{\n]*\]/;

/** Credentials of a text, whose first characters show its format: `[` begins JSON as well as INI. */
export function parseCredentials(text: string): Result<ParsedCredentials, CredentialsFault> {
  const start = text.trimStart();
  if (start === '') return fail({ code: 'no-credentials' });
  if (start.startsWith('{')) return parseJsonCredentials(text);
  if (start.startsWith('[')) {
    return INI_SECTION.test(start) ? parseIniCredentials(text) : parseJsonCredentials(text);
  }
  return /^[#;]|^[\w-]+\s*=/.test(start) ? parseIniCredentials(text) : fail({ code: 'unknown-format' });
}

/** Credentials of a JSON text: a list of entries, one entry, or the configuration of the aliyun CLI. */
function parseJsonCredentials(text: string): Result<ParsedCredentials, CredentialsFault> {
  const parsed = parseJson(text);
  if (!parsed.ok) return parsed;
  const value = parsed.value;
  if (Array.isArray(value)) return readList(value);
  if (!isJsonObject(value)) return fail({ code: 'unknown-format' });
  if (Array.isArray(value['profiles'])) return readProfiles(value['profiles']);
  const others = keysOfOthers(value);
  if (others !== null) return readKeys(others);
  return 'accessKeyId' in value ? readList([value]) : fail({ code: 'unknown-format' });
}

/** Keys in the JSON of other programs: aliases of mc, the AWS CLI, `radosgw-admin`; null for every other. */
function keysOfOthers(value: JsonObject): readonly unknown[] | null {
  for (const name of ['aliases', 'hosts']) {
    const found = value[name];
    if (isJsonObject(found)) return Object.values(found);
  }
  for (const name of ['Credentials', 'AccessKey']) {
    const found = value[name];
    if (isJsonObject(found)) return [found];
  }
  return Array.isArray(value['keys']) ? value['keys'] : null;
}

/** Entries whose names for the parts of a key are those of a configuration file. */
function readKeys(entries: readonly unknown[]): Result<ParsedCredentials, CredentialsFault> {
  const sections = entries.filter(isJsonObject).map((entry) => {
    const section = newSection('');
    for (const [key, text] of Object.entries(entry)) {
      if (typeof text === 'string') setKey(section, plainKey(key), text);
    }
    return section;
  });
  return toCredentials([newSection(''), ...sections], new Map());
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

/** Modes of the aliyun CLI whose profile holds the credentials; others need a command or a request. */
const JSON_MODES = ['AK', 'StsToken', ''];

function readProfiles(profiles: readonly unknown[]): Result<ParsedCredentials, CredentialsFault> {
  const credentials: PlacedCredential[] = [];
  const otherModes = new Set<string>();
  for (const [at, profile] of profiles.entries()) {
    const where = `profiles ${at + 1}`;
    if (!isJsonObject(profile)) return fail({ code: 'bad-entry', where, field: 'name' });
    const mode = typeof profile['mode'] === 'string' ? profile['mode'] : '';
    if (!JSON_MODES.includes(mode)) {
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

/**
 * Spellings of the keys of ossutil, versions 1 and 2, and of the AWS CLI and rclone, without `-` and `_` and
 * in lower case. `access_key` is the secret of ossutil, and the id where s3cmd and mc have a `secret_key`
 * beside it.
 */
const ID_KEYS = ['accesskeyid', 'accessid', 'awsaccesskeyid'];
const SECRET_KEYS = ['accesskeysecret', 'awssecretaccesskey', 'secretaccesskey'];
const TOKEN_KEYS = ['ststoken', 'securitytoken', 'sessiontoken', 'awssessiontoken', 'accesstoken'];

/** Keys of sections that say where an access key is to be got instead, and the mode that they stand for. */
const MODE_OF_KEY: ReadonlyMap<string, string> = new Map([
  ['ramrolearn', 'RamRoleArn'],
  ['ecsak', 'EcsRamRole'],
  ['ecsramrole', 'EcsRamRole'],
  ['ramrolename', 'EcsRamRole'],
  ['credentialsuri', 'CredentialsURI'],
  ['credentialprocess', 'External'],
  ['processcommand', 'External'],
  ['rolearn', 'AssumeRole'],
  ['ssosession', 'SSO'],
  ['ssostarturl', 'SSO'],
  ['oidcproviderarn', 'OIDC'],
]);

/** Modes whose section holds the access key itself. */
const INI_MODES = ['ak', 'ststoken', ''];

/** A section line; a comment may follow. */
const SECTION = /^(\[[^\]]*\])\s*([#;].*)?$/;

/** ossutil 1 lists domains of buckets: `[Bucket-Cname]` whole, `[Bucket-Endpoint]` without the bucket. */
const DOMAIN_SECTIONS: ReadonlyMap<string, 'cname' | 'endpoint'> = new Map([
  ['[bucketcname]', 'cname'],
  ['[bucketendpoint]', 'endpoint'],
]);

/** ossutil 2: `[buckets NAME]`, with the keys of that bucket, or of several, each behind its name. */
const BUCKETS = /^\[buckets?\s(.*)\]$/is;

interface Section {
  /** As written, brackets included; empty for keys before the first section. */
  readonly title: string;
  id: string;
  secret: string;
  token: string;
  accessKey: string;
  secretKey: string;
  mode: string;
  /** What its other keys say of the mode. */
  hint: string;
}

/** Of an ossutil configuration: the credentials of every section with an ID and a secret, custom domains. */
function parseIniCredentials(text: string): Result<ParsedCredentials, CredentialsFault> {
  const sections: Section[] = [newSection('')];
  const domains = new CustomDomains();
  let takeDomain: ((key: string, value: string) => void) | null = null;
  for (const [at, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    if (line.startsWith('[')) {
      const title = SECTION.exec(line)?.[1];
      if (title === undefined) return fail({ code: 'bad-ini-line', line: at + 1 });
      takeDomain = domainTaker(title, domains);
      if (takeDomain === null) sections.push(newSection(title));
      continue;
    }
    const equals = line.indexOf('=');
    if (equals <= 0) return fail({ code: 'bad-ini-line', line: at + 1 });
    const key = line.slice(0, equals).trim();
    const value = line.slice(equals + 1).trim();
    const section = sections.at(-1);
    if (takeDomain !== null) takeDomain(key, value);
    else if (section !== undefined) setKey(section, plainKey(key), value);
  }
  return toCredentials(sections, domains.buckets);
}

function newSection(title: string): Section {
  return { title, id: '', secret: '', token: '', accessKey: '', secretKey: '', mode: '', hint: '' };
}

function plainKey(key: string): string {
  return key.toLowerCase().replace(/[-_\s]/g, '');
}

function setKey(section: Section, key: string, value: string): void {
  if (ID_KEYS.includes(key)) section.id = value;
  else if (SECRET_KEYS.includes(key)) section.secret = value;
  else if (TOKEN_KEYS.includes(key)) section.token = value;
  else if (key === 'accesskey') section.accessKey = value;
  else if (key === 'secretkey') section.secretKey = value;
  else if (key === 'mode') section.mode = value;
  else if (value !== '' && section.hint === '') section.hint = MODE_OF_KEY.get(key) ?? '';
}

/** Takes the lines of a section that is about buckets; null for every other section. */
function domainTaker(title: string, domains: CustomDomains): ((key: string, value: string) => void) | null {
  const kind = DOMAIN_SECTIONS.get(plainKey(title));
  if (kind !== undefined) return (bucket, host) => domains.add(host, bucket, kind === 'endpoint');
  let bucket = BUCKETS.exec(title)?.[1]?.trim();
  if (bucket === undefined) return null;
  return (key, value) => {
    if (value === '') bucket = key;
    else if (plainKey(key) === 'endpoint' && bucket !== undefined) domains.add(value, bucket, true);
  };
}

/** The last that is set counts, as where a file has both names of the secret. */
function keyOf({ id, secret, accessKey, secretKey }: Section): Pick<Section, 'id' | 'secret'> {
  if (secretKey !== '' && id === '') return { id: accessKey, secret: secretKey };
  return { id, secret: secret === '' ? accessKey : secret };
}

function toCredentials(
  sections: readonly Section[],
  buckets: ReadonlyMap<string, ByteString>,
): Result<ParsedCredentials, CredentialsFault> {
  const credentials: PlacedCredential[] = [];
  const otherModes = new Set<string>();
  for (const [number, section] of sections.entries()) {
    const { title, token, mode, hint } = section;
    const { id, secret } = keyOf(section);
    const hasKey = id !== '' || secret !== '';
    // A key in a profile of another mode signs no request to OSS: it gets the temporary key that does.
    const likelyMode = mode !== '' || hasKey ? mode : hint;
    if (!INI_MODES.includes(likelyMode.toLowerCase())) {
      otherModes.add(modeName(likelyMode));
      continue;
    }
    if (!hasKey) continue;
    // else by its number: in a broken file anything may stand in brackets
    const where = /^\[(?:default|credentials)\]$/i.test(title) ? title : `section ${Math.max(1, number)}`;
    if (id === '') return fail({ code: 'bad-entry', where, field: 'accessKeyID' });
    if (!isAccessKeyId(id)) return fail({ code: 'bad-id', where, field: 'accessKeyID' });
    if (secret === '') return fail({ code: 'bad-entry', where, field: 'accessKeySecret' });
    credentials.push({ credential: toCredential(id, secret, token), where });
  }
  return credentialsOfProfiles(credentials, buckets, otherModes);
}

const BUCKET = /^[a-z0-9][a-z0-9-]{1,62}$/;

/** Buckets behind custom domains; a domain of OSS, or one that is named for two buckets, stands for none. */
class CustomDomains {
  readonly #buckets = new Map<string, ByteString | null>();

  /** By lower-case host name without port. */
  get buckets(): ReadonlyMap<string, ByteString> {
    const found = new Map<string, ByteString>();
    for (const [host, bucket] of this.#buckets) if (bucket !== null) found.set(host, bucket);
    return found;
  }

  /** `host` as people write it; `isEndpoint`: the bucket's name may be put before it. */
  add(host: string, bucket: string, isEndpoint: boolean): void {
    const name = bareHost(host.replace(/^[a-z]+:\/\//i, '').replace(/[/?#].*$/s, ''));
    if (!isCustom(name)) return;
    this.#set(name, bucket);
    if (isEndpoint) this.#set(`${bucket.toLowerCase()}.${name}`, bucket);
  }

  #set(host: string, bucket: string): void {
    if (!BUCKET.test(bucket)) return;
    const known = this.#buckets.get(host);
    const given = fromText(bucket);
    this.#buckets.set(host, known === undefined || known === given ? given : null);
  }
}

/** At an IP address the bucket stands in the path, whatever the file says: so the SDK of ossutil sends. */
function isCustom(name: string): boolean {
  const isAddress = isAddressHost(name) && name !== 'localhost';
  return name !== '' && !isAddress && !isOssHost(name);
}
