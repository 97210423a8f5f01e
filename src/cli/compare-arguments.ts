import { fail, ok, type Result } from '../bytes/result.ts';
import { PAGE_FORMAT_NAMES, type PageFormatName } from './option-names.ts';
import {
  type CredentialArguments,
  credentialArguments,
  type FormatRequest,
  type JoinArguments,
  joinArguments,
  type OutputArguments,
  outputArguments,
  type Parsed,
  parseFormats,
  strings,
  type TlsKeyArguments,
  tlsKeyArguments,
} from './option-values.ts';
import type { SettingValues } from './setting-values.ts';
import type { UsageProblem } from './text/texts.ts';

export interface GivenCompareArguments
  extends OutputArguments,
    CredentialArguments,
    TlsKeyArguments,
    JoinArguments {
  /** In the order of the path, the client's capture first; at least two. */
  readonly captures: readonly string[];
  readonly formats: readonly FormatRequest<PageFormatName>[];
}

export interface CompareArguments
  extends GivenCompareArguments,
    Pick<SettingValues, 'buckets' | 'limits' | 'all'> {
  /** The configuration file that holds; null without one. */
  readonly configFile: string | null;
}

/** `behindEnd`: words behind `--`, captures whatever they look like. */
export function toCompareArguments(
  parsed: Parsed,
  behindEnd: readonly string[],
): Result<GivenCompareArguments, UsageProblem> {
  const captures = [...strings(parsed['path']), ...behindEnd];
  if (captures.length < 2) {
    return fail({ code: 'missing-argument', name: captures.length === 0 ? 'CLIENT SERVER' : 'SERVER' });
  }
  const formats = parseFormats(strings(parsed['format']), PAGE_FORMAT_NAMES, 'table');
  if (!formats.ok) return formats;
  const output = outputArguments(parsed);
  if (!output.ok) return output;
  return ok({
    ...output.value,
    ...credentialArguments(parsed),
    ...tlsKeyArguments(parsed),
    ...joinArguments(parsed),
    captures,
    formats: formats.value,
  });
}
