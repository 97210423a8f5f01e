import { type ByteString, fromText } from '../../bytes/byte-string.ts';
import { fail, ok, type Result } from '../../bytes/result.ts';
import type { JoinMode } from '../../node/rotated-sets.ts';
import { bareHost } from '../../oss/host.ts';
import { LANGUAGES } from '../../report/text/template.ts';
import type { UsageProblem } from '../faults.ts';
import { nearName } from '../near-name.ts';
import { isSameTarget } from '../output/report-target.ts';
import { STDOUT, standardStream } from '../output/standard-stream.ts';

/** Options and positional words as the parser gives them. */
export type Parsed = Readonly<Record<string, unknown>>;

/** A report to write: `file` is null for standard output. */
export interface FormatRequest<Name extends string> {
  readonly name: Name;
  readonly file: string | null;
}

/** How whatever is printed is to look. */
export interface OutputArguments {
  readonly width: number | null;
  readonly color: boolean | null;
}

/** Where secrets come from. */
export interface CredentialArguments {
  readonly credentials: string | null;
  readonly defaultCredentials: boolean;
}

/** Files with keys that open TLS. */
export interface TlsKeyArguments {
  readonly tlsKeyLogs: readonly string[];
  readonly tlsKeys: readonly string[];
}

/** Which files are read as one capture; what names and contents tell decides where it is absent. */
interface JoinArguments {
  readonly join?: JoinMode;
}

/** With what captures are opened, and which files are one. */
export interface ReadingArguments extends CredentialArguments, TlsKeyArguments, JoinArguments {}

export function strings(given: unknown): readonly string[] {
  if (given === undefined) return [];
  return (Array.isArray(given) ? given : [given]).map(String);
}

/** A word that is none of those that an option takes, with the one that was probably meant. */
export function badValue(name: string, value: string, words: readonly string[]): UsageProblem {
  // A slip must not be answered with what switches the option off.
  const near = nearName(
    value,
    words.filter((word) => word !== 'none'),
  );
  return { code: 'bad-value', name, value, allowed: words.join(', '), near };
}

/**
 * An option that is given twice comes as a list: the last one counts. `false` of one that is taken
 * back (`--no-NAME`).
 */
export function lastGiven(given: unknown): unknown {
  return Array.isArray(given) ? given.at(-1) : given;
}

/** The last value of an option that takes one, and cannot be taken back. */
export function lastString(given: unknown): string | null {
  return strings(given).at(-1) ?? null;
}

export function isSet(given: unknown): boolean {
  return lastGiven(given) === true;
}

export function outputArguments(parsed: Parsed): Result<OutputArguments, UsageProblem> {
  const width = parseWidth(lastString(parsed['width']));
  if (!width.ok) return width;
  const lang = lastString(parsed['lang']);
  if (lang !== null && !LANGUAGES.some((name) => name === lang)) {
    return fail(badValue('--lang', lang, LANGUAGES));
  }
  const color = parsed['color'];
  return ok({ width: width.value, color: color === undefined ? null : isSet(color) });
}

export function credentialArguments(parsed: Parsed): CredentialArguments {
  return {
    credentials: lastString(parsed['credentials']),
    defaultCredentials: isSet(parsed['default-credentials']),
  };
}

function tlsKeyArguments(parsed: Parsed): TlsKeyArguments {
  return { tlsKeyLogs: strings(parsed['tls-keylog']), tlsKeys: strings(parsed['tls-key']) };
}

function joinArguments(parsed: Parsed): JoinArguments {
  if (parsed['rotated'] === undefined) return {};
  return { join: isSet(parsed['rotated']) ? 'all' : 'none' };
}

/** What every command that reads captures takes for that. */
export function readingArguments(parsed: Parsed): ReadingArguments {
  return { ...credentialArguments(parsed), ...tlsKeyArguments(parsed), ...joinArguments(parsed) };
}

/**
 * Values of `--format` (or of what else `option` names): each `NAME`, or `NAME=FILE`; a table on
 * standard output without any.
 */
export function parseFormats<Name extends string>(
  given: readonly string[],
  names: readonly Name[],
  option = '--format',
): Result<readonly FormatRequest<Name | 'table'>[], UsageProblem> {
  const requests: FormatRequest<Name>[] = [];
  for (const text of given) {
    const equals = text.indexOf('=');
    const word = equals < 0 ? text : text.slice(0, equals);
    const file = equals < 0 ? null : text.slice(equals + 1);
    const name = names.find((known) => known === word);
    if (name === undefined) {
      return fail(badValue(option, word, names));
    }
    if (file === '') return fail({ code: 'missing-value', name: `${option} ${name}=` });
    if (
      file !== null &&
      file !== STDOUT &&
      requests.some((request) => request.file !== null && isSameTarget(request.file, file))
    ) {
      return fail({ code: 'same-file', value: file });
    }
    // Then it looks as what is printed does, with the width of a terminal and its colours.
    requests.push({ name, file: file === STDOUT ? null : file });
    if (requests.filter(isPrinted).length > 1) return fail({ code: 'two-on-stdout' });
  }
  return ok(requests.length === 0 ? [{ name: 'table', file: null }] : requests);
}

/** Whether it goes to standard output, by whatever name. */
export function isPrinted({ file }: Pick<FormatRequest<string>, 'file'>): boolean {
  return file === null || standardStream(file) === 'stdout';
}

/**
 * A name or an address, in brackets that of IPv6, and a port; no URL: what is before the first
 * slash of one is no host.
 */
const HOST_AND_BUCKET = /^((?:\[[^\]=\s]+\]|[^=\s:/[\]]+)(?::\d+)?)=(\/|[^=/\s]+)$/;

/** Values of `--bucket`: each `HOST=NAME`, or `HOST=/` where the bucket stands in the path. */
export function parseBuckets(
  given: readonly string[],
): Result<ReadonlyMap<string, ByteString>, UsageProblem> {
  const buckets = new Map<string, ByteString>();
  for (const text of given) {
    const [, host, name] = HOST_AND_BUCKET.exec(text) ?? [];
    if (host === undefined || name === undefined) return fail({ code: 'bad-bucket', value: text });
    buckets.set(bareHost(host), fromText(name));
  }
  return ok(buckets);
}

function parseWidth(given: string | null): Result<number | null, UsageProblem> {
  if (given === null) return ok(null);
  const width = /^\d{1,5}$/.test(given) ? Number(given) : 0;
  return width > 0 ? ok(width) : fail({ code: 'bad-width', value: given });
}
