import { fail, ok, type Result } from '../../bytes/result.ts';
import type { UsageProblem } from '../faults.ts';
import { SHELLS, type ShellName } from './option-names.ts';
import { badValue, type Parsed, strings } from './option-values.ts';

export interface CompletionArguments {
  readonly shell: ShellName;
}

/** `behindEnd`: words behind `--`. */
export function toCompletionArguments(
  parsed: Parsed,
  behindEnd: readonly string[],
): Result<CompletionArguments, UsageProblem> {
  const [word, unexpected] = [...strings(parsed['shell']), ...behindEnd];
  if (word === undefined) return fail({ code: 'missing-argument', name: SHELLS.join('|') });
  if (unexpected !== undefined) return fail({ code: 'extra-argument', value: unexpected });
  const shell = SHELLS.find((known) => known === word);
  return shell === undefined ? fail(badValue('completion', word, SHELLS)) : ok({ shell });
}
