import { type Command, optionsOf } from '../../src/cli/commands/command.ts';
import { COMMAND_NAMES, type CommandName } from '../../src/cli/commands/registry.ts';
import { commandOf } from '../../src/cli/settings/command-line.ts';
import { rowOf } from '../../src/cli/settings/table.ts';
import { type Lang, said } from '../rooms/sentences.ts';

const loaded = COMMAND_NAMES.map(async (name) => [name, await commandOf(name)] as const);

/** What each command is. */
export const ABOUT = Object.fromEntries(await Promise.all(loaded)) as Readonly<Record<CommandName, Command>>;

/** What the help of a command says. */
export function commandHelp(name: CommandName, lang: Lang) {
  const words = Object.entries(said(ABOUT[name].words, lang));
  const positionals = words.map(([word, what]) => [word.replace('..', ''), what] as const);
  return { ...said(ABOUT[name].help, lang), positionals };
}

/** The options of a command without their hyphens, in the order of its help. */
export function commandOptions(command: CommandName): readonly string[] {
  return optionsOf(ABOUT[command]).map((name) => String(rowOf(name).argument));
}
