import type { ByteString } from '../bytes/byte-string.ts';
import { fail, type Result } from '../bytes/result.ts';
import {
  type CredentialsFault,
  credentialsOfProfiles,
  isAccessKeyId,
  modeName,
  type ParsedCredentials,
  type PlacedCredential,
  toCredential,
} from './credentials-problem.ts';
import { CustomDomains } from './custom-domains.ts';

/** Spellings of ossutil's keys, versions 1 and 2, without `-` and `_` and in lower case. */
const ID_KEYS = ['accesskeyid', 'accessid'];
/** `access_key` is the secret. */
const SECRET_KEYS = ['accesskeysecret', 'accesskey'];
const TOKEN_KEYS = ['ststoken', 'securitytoken', 'sessiontoken'];

/**
 * Keys of sections that tell where an access key is to be got instead, and the mode that they stand
 * for.
 */
const MODE_OF_KEY: ReadonlyMap<string, string> = new Map([
  ['ramrolearn', 'RamRoleArn'],
  ['ecsak', 'EcsRamRole'],
  ['ecsramrole', 'EcsRamRole'],
  ['ramrolename', 'EcsRamRole'],
  ['credentialsuri', 'CredentialsURI'],
  ['credentialprocess', 'External'],
  ['processcommand', 'External'],
  ['oidcproviderarn', 'OIDC'],
]);

/** Modes whose section holds the access key itself. */
const USABLE_MODES = ['ak', 'ststoken', ''];

/** A section line; a comment may follow. */
const SECTION = /^(\[[^\]]*\])\s*([#;].*)?$/;

/**
 * ossutil 1 lists the domains of buckets: `[Bucket-Cname]` as they are, `[Bucket-Endpoint]` without
 * the bucket before them.
 */
const DOMAIN_SECTIONS: ReadonlyMap<string, 'cname' | 'endpoint'> = new Map([
  ['[bucketcname]', 'cname'],
  ['[bucketendpoint]', 'endpoint'],
]);

/**
 * ossutil 2: `[buckets NAME]`, with the keys of that bucket, or of several, each behind a line with
 * its name.
 */
const BUCKETS = /^\[buckets?\s(.*)\]$/is;

interface Section {
  /** As written, brackets included; empty for keys before the first section. */
  readonly title: string;
  id: string;
  secret: string;
  token: string;
  mode: string;
  /** What its other keys say of the mode. */
  hint: string;
}

/**
 * What an ossutil configuration file tells: the credentials of every section that holds an id and a
 * secret, and custom domains.
 */
export function parseIniCredentials(text: string): Result<ParsedCredentials, CredentialsFault> {
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
  return { title, id: '', secret: '', token: '', mode: '', hint: '' };
}

function plainKey(key: string): string {
  return key.toLowerCase().replace(/[-_\s]/g, '');
}

function setKey(section: Section, key: string, value: string): void {
  if (ID_KEYS.includes(key)) section.id = value;
  else if (SECRET_KEYS.includes(key)) section.secret = value;
  else if (TOKEN_KEYS.includes(key)) section.token = value;
  else if (key === 'mode') section.mode = value;
  else if (value !== '' && section.hint === '') section.hint = MODE_OF_KEY.get(key) ?? '';
}

/** Takes the lines of a section that is about buckets; null for every other section. */
function domainTaker(title: string, domains: CustomDomains): ((key: string, value: string) => void) | null {
  const kind = DOMAIN_SECTIONS.get(plainKey(title));
  if (kind === 'cname') return (bucket, host) => domains.add(host, bucket);
  if (kind === 'endpoint') {
    return (bucket, endpoint) => {
      domains.add(endpoint, bucket);
      domains.addBefore(endpoint, bucket);
    };
  }
  let bucket = BUCKETS.exec(title)?.[1]?.trim();
  if (bucket === undefined) return null;
  return (key, value) => {
    if (value === '') bucket = key;
    else if (plainKey(key) === 'endpoint' && bucket !== undefined) {
      domains.add(value, bucket);
      domains.addBefore(value, bucket);
    }
  };
}

function toCredentials(
  sections: readonly Section[],
  buckets: ReadonlyMap<string, ByteString>,
): Result<ParsedCredentials, CredentialsFault> {
  const credentials: PlacedCredential[] = [];
  const otherModes = new Set<string>();
  for (const [number, { title, id, secret, token, mode, hint }] of sections.entries()) {
    const hasKey = id !== '' || secret !== '';
    // A key in a profile of another mode signs no request to OSS: it gets the temporary key that
    // does.
    const likelyMode = mode !== '' || hasKey ? mode : hint;
    if (!USABLE_MODES.includes(likelyMode.toLowerCase())) {
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
