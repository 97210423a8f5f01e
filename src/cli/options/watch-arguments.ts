import { fail, ok, type Result } from '../../bytes/result.ts';
import type { UsageProblem } from '../faults.ts';
import { isSet, type Parsed } from './option-values.ts';
import { type GivenScanArguments, type ScanArguments, toScanArguments } from './scan-arguments.ts';

interface LiveArguments {
  /** The capture that is being taken: a file, or `-` for standard input. */
  readonly input: string;
  /** Show the evidence under the first exchange of each cause. */
  readonly blocks: boolean;
}

export interface GivenWatchArguments extends GivenScanArguments, LiveArguments {}

export interface WatchArguments extends ScanArguments, LiveArguments {}

/** `behindEnd`: words behind `--`, files whatever they look like. */
export function toWatchArguments(
  parsed: Parsed,
  behindEnd: readonly string[],
): Result<GivenWatchArguments, UsageProblem> {
  const scan = toScanArguments({ ...parsed, path: parsed['input'] }, behindEnd);
  if (!scan.ok) return scan;
  const [input, unexpected] = scan.value.paths;
  if (input === undefined) return fail({ code: 'missing-argument', name: 'FILE' });
  if (unexpected !== undefined) return fail({ code: 'extra-argument', value: unexpected });
  return ok({ ...scan.value, input, blocks: isSet(parsed['blocks']) });
}
