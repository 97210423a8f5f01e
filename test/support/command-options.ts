import type { CommandName } from '../../src/cli/settings/names.ts';
import { optionsOf, rowOf } from '../../src/cli/settings/table.ts';

/** The options of a command without their hyphens, in the order of its help. */
export function commandOptions(command: CommandName): readonly string[] {
  return optionsOf(command).map((name) => String(rowOf(name).argument));
}
