import { fail, ok, type Result } from '../bytes/result.ts';
import type { Credential } from '../sign/secret.ts';
import { type CredentialsFault, toCredential } from './credentials-problem.ts';

/** Spellings of ossutil's keys, versions 1 and 2, without `-` and `_` and in lower case. */
const ID_KEYS = ['accesskeyid', 'accessid'];
/** `access_key` is the secret. */
const SECRET_KEYS = ['accesskeysecret', 'accesskey'];
const TOKEN_KEYS = ['ststoken', 'securitytoken', 'sessiontoken'];

/** A section line; a comment may follow. */
const SECTION = /^(\[[^\]]*\])\s*([#;].*)?$/;

interface Section {
  /** As written, brackets included; empty for keys before the first section. */
  readonly title: string;
  id: string;
  secret: string;
  token: string;
}

/** Credentials of an ossutil configuration file: every section that holds an id and a secret. */
export function parseIniCredentials(text: string): Result<readonly Credential[], CredentialsFault> {
  const sections: Section[] = [{ title: '', id: '', secret: '', token: '' }];
  for (const [at, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    if (line.startsWith('[')) {
      const title = SECTION.exec(line)?.[1];
      if (title === undefined) return fail({ code: 'bad-ini-line', line: at + 1 });
      sections.push({ title, id: '', secret: '', token: '' });
      continue;
    }
    const equals = line.indexOf('=');
    if (equals <= 0) return fail({ code: 'bad-ini-line', line: at + 1 });
    const key = line
      .slice(0, equals)
      .toLowerCase()
      .replace(/[-_\s]/g, '');
    const section = sections.at(-1);
    if (section !== undefined) setKey(section, key, line.slice(equals + 1).trim());
  }
  return toCredentials(sections);
}

function setKey(section: Section, key: string, value: string): void {
  if (ID_KEYS.includes(key)) section.id = value;
  else if (SECRET_KEYS.includes(key)) section.secret = value;
  else if (TOKEN_KEYS.includes(key)) section.token = value;
}

function toCredentials(sections: readonly Section[]): Result<readonly Credential[], CredentialsFault> {
  const credentials: Credential[] = [];
  for (const { title, id, secret, token } of sections) {
    if (id === '' && secret === '') continue;
    const where = title === '' ? '1' : title;
    if (id === '') return fail({ code: 'bad-entry', where, field: 'accessKeyID' });
    if (secret === '') return fail({ code: 'bad-entry', where, field: 'accessKeySecret' });
    credentials.push(toCredential(id, secret, token));
  }
  return credentials.length === 0 ? fail({ code: 'no-credentials' }) : ok(credentials);
}
