import type { ByteString } from '../bytes/byte-string.ts';
import { fail, ok, type Result } from '../bytes/result.ts';
import type { GivenLimits } from './limit-values.ts';
import { PAGE_FORMAT_NAMES, type PageFormatName } from './option-names.ts';
import {
  type CredentialArguments,
  credentialArguments,
  type FormatRequest,
  isSet,
  type JoinArguments,
  joinArguments,
  type OutputArguments,
  outputArguments,
  type Parsed,
  parseBuckets,
  parseFormats,
  strings,
  type TlsKeyArguments,
  tlsKeyArguments,
} from './option-values.ts';
import type { UsageProblem } from './text/texts.ts';

export interface CompareArguments
  extends OutputArguments,
    CredentialArguments,
    TlsKeyArguments,
    JoinArguments {
  /** In the order of the path, the client's capture first; at least two. */
  readonly captures: readonly string[];
  readonly formats: readonly FormatRequest<PageFormatName>[];
  readonly buckets: ReadonlyMap<string, ByteString>;
  readonly limits?: GivenLimits;
  /** The configuration file that holds; null or absent without one. */
  readonly configFile?: string | null;
  readonly all: boolean;
}

/** `behindEnd`: words behind `--`, captures whatever they look like. */
export function toCompareArguments(
  parsed: Parsed,
  behindEnd: readonly string[],
): Result<CompareArguments, UsageProblem> {
  const captures = [...strings(parsed['path']), ...behindEnd];
  if (captures.length < 2) {
    return fail({ code: 'missing-argument', name: captures.length === 0 ? 'CLIENT SERVER' : 'SERVER' });
  }
  const formats = parseFormats(strings(parsed['format']), PAGE_FORMAT_NAMES, 'table');
  if (!formats.ok) return formats;
  const buckets = parseBuckets(strings(parsed['bucket']));
  if (!buckets.ok) return buckets;
  const output = outputArguments(parsed);
  if (!output.ok) return output;
  return ok({
    ...output.value,
    ...credentialArguments(parsed),
    ...tlsKeyArguments(parsed),
    ...joinArguments(parsed),
    captures,
    formats: formats.value,
    buckets: buckets.value,
    all: isSet(parsed['all']),
  });
}
