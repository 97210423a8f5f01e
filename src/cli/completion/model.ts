import { COMMAND_NAMES, type CommandName, SHELLS } from '../settings/names.ts';
import { helpOf, type Name, offerOf, optionsOf, rowOf } from '../settings/table.ts';
import { FILES, FREE, type Offer, words } from '../settings/value-types.ts';
import type { CliTexts } from '../text/texts.ts';

export interface CompletedOption {
  /** With its hyphens. */
  readonly names: readonly string[];
  /** Null for an option without a value. */
  readonly value: Offer | null;
  readonly text: string;
}

export interface CompletedCommand {
  readonly name: CommandName;
  readonly text: string;
  readonly options: readonly CompletedOption[];
  /** What stands beside the options. */
  readonly words: Offer;
}

/** All that a shell can complete, from the table that the program reads its command line with. */
export function completedCommands(texts: CliTexts): readonly CompletedCommand[] {
  return COMMAND_NAMES.map((name) => ({
    name,
    text: texts.help.commands[name].summary,
    options: optionsOf(name).flatMap((option) => completedOptions(option, name, texts)),
    words: WORDS[name],
  }));
}

function completedOptions(option: Name, command: CommandName, { help, lang }: CliTexts): CompletedOption[] {
  const { argument, short, negatable } = rowOf(option);
  const text = firstClause(helpOf(option, command, lang));
  const names = [`--${argument}`, ...(short === undefined ? [] : [`-${short}`])];
  const denial = help.takesBack.replace('{name}', `--${argument}`);
  return [
    { names, value: offerOf(option, command), text },
    ...(negatable === true ? [{ names: [`--no-${argument}`], value: null, text: denial }] : []),
  ];
}

/** Of a long text, as much as fits beside a name. */
function firstClause(text: string): string {
  return text.split(/[;:(；：（,，]/, 1)[0]?.trim() ?? '';
}

const WORDS: Readonly<Record<CommandName, Offer>> = {
  scan: FILES,
  watch: FILES,
  compare: FILES,
  explain: FILES,
  sign: FREE,
  hypotheses: FREE,
  merge: FILES,
  config: FREE,
  completion: words(SHELLS),
};

/** The options of all commands that take a value: the word behind one is no command. */
export function valueNames(commands: readonly CompletedCommand[]): readonly string[] {
  const options = commands.flatMap((command) => command.options);
  return [...new Set(options.filter(({ value }) => value !== null).flatMap(({ names }) => names))];
}
