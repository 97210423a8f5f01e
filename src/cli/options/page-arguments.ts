import { fail, ok, type Result } from '../../bytes/result.ts';
import type { UsageProblem } from '../faults.ts';
import { PAGE_FORMAT_NAMES, type PageFormatName } from './option-names.ts';
import {
  type FormatRequest,
  type OutputArguments,
  outputArguments,
  type Parsed,
  parseFormats,
  strings,
} from './option-values.ts';

/** How a page is to look, and where it goes. */
export interface PageArguments extends OutputArguments {
  readonly formats: readonly FormatRequest<PageFormatName>[];
}

/** What every command that shows a page takes. */
export function pageArguments(parsed: Parsed): Result<PageArguments, UsageProblem> {
  const formats = parseFormats(strings(parsed['format']), PAGE_FORMAT_NAMES);
  if (!formats.ok) return formats;
  const output = outputArguments(parsed);
  return output.ok ? ok({ ...output.value, formats: formats.value }) : output;
}

/** The same of a command that takes no word. `behindEnd`: words behind `--`. */
export function toPageArguments(
  parsed: Parsed,
  behindEnd: readonly string[],
): Result<PageArguments, UsageProblem> {
  const [unexpected] = [...strings(parsed['_']), ...behindEnd];
  if (unexpected !== undefined) return fail({ code: 'extra-argument', value: unexpected });
  return pageArguments(parsed);
}
