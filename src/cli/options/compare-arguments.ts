import { fail, ok, type Result } from '../../bytes/result.ts';
import { STDIN } from '../../node/files.ts';
import type { UsageProblem } from '../faults.ts';
import { type Parsed, type ReadingArguments, readingArguments, strings } from './option-values.ts';
import { type PageArguments, pageArguments } from './page-arguments.ts';
import type { SettingValues } from './setting-values.ts';

export interface GivenCompareArguments extends PageArguments, ReadingArguments {
  /** In the order of the path, the client's capture first; at least two. */
  readonly captures: readonly string[];
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
  if (captures.filter((path) => path === STDIN).length > 1) return fail({ code: 'stdin-at-two-points' });
  const page = pageArguments(parsed);
  if (!page.ok) return page;
  return ok({
    ...page.value,
    ...readingArguments(parsed),
    captures,
  });
}
