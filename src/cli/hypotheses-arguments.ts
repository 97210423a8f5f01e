import { fail, ok, type Result } from '../bytes/result.ts';
import { PAGE_FORMAT_NAMES, type PageFormatName } from './option-names.ts';
import {
  type FormatRequest,
  type OutputArguments,
  outputArguments,
  type Parsed,
  parseFormats,
  strings,
} from './option-values.ts';
import type { UsageProblem } from './text/texts.ts';

export interface HypothesesArguments extends OutputArguments {
  readonly formats: readonly FormatRequest<PageFormatName>[];
}

export function toHypothesesArguments(
  parsed: Parsed,
  behindEnd: readonly string[],
): Result<HypothesesArguments, UsageProblem> {
  const [unexpected] = [...strings(parsed['_']), ...behindEnd];
  if (unexpected !== undefined) return fail({ code: 'extra-argument', value: unexpected });
  const formats = parseFormats(strings(parsed['format']), PAGE_FORMAT_NAMES, 'table');
  if (!formats.ok) return formats;
  const output = outputArguments(parsed);
  return output.ok ? ok({ ...output.value, formats: formats.value }) : output;
}
