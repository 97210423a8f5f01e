import { join } from 'node:path';
import { fail, ok, type Result } from '../bytes/result.ts';
import { environmentCredentials } from './credentials-environment.ts';
import { parseIniCredentials } from './credentials-ini.ts';
import { parseJsonCredentials } from './credentials-json.ts';
import type { CredentialsFault, CredentialsProblem, ParsedCredentials } from './credentials-problem.ts';
import {
  type CredentialsListener,
  GatheredCredentials,
  type LoadedCredentials,
} from './gathered-credentials.ts';
import { readText } from './text-file.ts';

interface CredentialsSources {
  /** The file that the user names, `-` for standard input; null without one. */
  readonly file: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Home folder, when the files that ossutil and the aliyun CLI keep there are to be read as well.
   */
  readonly home?: string;
  readonly heard?: CredentialsListener;
}

/**
 * Gathers credentials by access key id; of one id the first that is found counts: file,
 * environment, home folder.
 */
export async function loadCredentials(
  sources: CredentialsSources,
): Promise<Result<LoadedCredentials, CredentialsProblem>> {
  const gathered = new GatheredCredentials(sources.heard);
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
    for (const path of defaultCredentialsFiles(sources.home)) {
      const loaded = await loadFile(path);
      if (loaded.ok) gathered.addFile(path, loaded.value);
      else if (loaded.error.code === 'unusable-profiles') gathered.addUnusable(path, loaded.error.modes);
      else if (!isHarmless(loaded.error)) return loaded;
    }
  }
  return ok(gathered.all(environment.unusable));
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
  const read = await readText(path);
  if (!read.ok) return fail({ ...read.error, path });
  const parsed = parseCredentials(read.value);
  return parsed.ok ? parsed : fail({ ...parsed.error, path });
}

/** A first line that is a section of an INI file, and no JSON list. */
const INI_SECTION = /^\[[A-Za-z_][^\]"{\n]*\]/;

/**
 * Credentials of a text, whose format shows in its first characters: `[` begins a JSON list as well
 * as an INI section.
 */
export function parseCredentials(text: string): Result<ParsedCredentials, CredentialsFault> {
  const start = text.trimStart();
  if (start === '') return fail({ code: 'no-credentials' });
  if (start.startsWith('{')) return parseJsonCredentials(text);
  if (start.startsWith('[')) {
    return INI_SECTION.test(start) ? parseIniCredentials(text) : parseJsonCredentials(text);
  }
  return /^[#;]|^[\w-]+\s*=/.test(start) ? parseIniCredentials(text) : fail({ code: 'unknown-format' });
}
