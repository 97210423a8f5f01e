import { fail, ok, type Result } from '../../bytes/result.ts';
import type { UsageProblem } from '../faults.ts';
import { type Parsed, type ReadingArguments, readingArguments, strings } from './option-values.ts';
import { type PageArguments, pageArguments } from './page-arguments.ts';
import type { SettingValues } from './setting-values.ts';

export interface GivenExplainArguments extends PageArguments, ReadingArguments {
  readonly capture: string;
  /** Of the exchange, from 1. */
  readonly index: number;
}

export interface ExplainArguments extends GivenExplainArguments, Pick<SettingValues, 'buckets' | 'limits'> {
  /** The configuration file that holds; null without one. */
  readonly configFile: string | null;
}

/** `behindEnd`: words behind `--`, taken for the capture and the index where those are missing. */
export function toExplainArguments(
  parsed: Parsed,
  behindEnd: readonly string[],
): Result<GivenExplainArguments, UsageProblem> {
  const words = [...strings(parsed['capture']), ...strings(parsed['index']), ...behindEnd];
  const [capture, indexText, ...more] = words;
  if (capture === undefined) return fail({ code: 'missing-argument', name: 'CAPTURE INDEX' });
  if (indexText === undefined) return fail({ code: 'missing-argument', name: 'INDEX' });
  const [unexpected] = more;
  if (unexpected !== undefined) return fail({ code: 'extra-argument', value: unexpected });
  const index = /^#?(\d{1,9})$/.exec(indexText)?.[1];
  if (index === undefined || Number(index) === 0) return fail({ code: 'bad-index', value: indexText });
  const page = pageArguments(parsed);
  if (!page.ok) return page;
  return ok({
    ...page.value,
    ...readingArguments(parsed),
    capture,
    index: Number(index),
  });
}
