import type { Argv } from 'yargs';
import { Parser } from 'yargs/helpers';
import { displayWidth } from '../../bytes/display-width.ts';
import { fail, ok, type Result } from '../../bytes/result.ts';
import type { CliTexts, CommandHelp } from '../text/texts.ts';
import { COMMAND_OPTIONS, type CommandName, shapeOf } from './option-names.ts';
import type { Parsed } from './option-values.ts';

/*
 * Where options are told to yargs: its parser reads the words of a command line, and the whole of
 * it lays out the help. The whole takes longer to load and to be told of every option and its
 * description than most captures take to be read, so it is loaded for the help alone.
 */

/** Positional words of each command, in yargs' form. */
export const POSITIONALS: Readonly<Record<CommandName, readonly string[]>> = {
  scan: ['path..'],
  watch: ['input'],
  compare: ['path..'],
  explain: ['capture', 'index'],
  sign: ['url'],
  hypotheses: [],
  merge: ['path..'],
  config: [],
  completion: ['shell'],
};

/** Whether a positional word stands for any number of them. */
export function isRepeated(word: string): boolean {
  return word.endsWith('..');
}

/**
 * Options by name, and positional words by theirs. Values are texts, never numbers; a list option
 * takes one value each time it is given: one that took several would swallow the paths behind it.
 * Where the words cannot be read, what yargs says of it.
 */
export function parseWords(name: CommandName, words: readonly string[]): Result<Parsed, string> {
  const [boolean, string, array]: [string[], string[], string[]] = [[], [], []];
  const alias: Record<string, string[]> = {};
  const narg: Record<string, number> = {};
  for (const option of COMMAND_OPTIONS[name]) {
    const shape = shapeOf(option);
    if (shape.alias !== undefined) alias[option] = [shape.alias];
    if (shape.kind === 'flag') {
      boolean.push(option);
      continue;
    }
    string.push(option);
    narg[option] = 1;
    if (shape.kind === 'list') array.push(option);
  }
  const configuration = { 'dot-notation': false, 'parse-numbers': false, 'parse-positional-numbers': false };
  const { argv, error } = Parser.detailed([...words], { boolean, string, array, alias, narg, configuration });
  if (error !== null) return fail(error.message);
  const { _: rest, ...options } = argv;
  const parsed: Record<string, unknown> = options;
  for (const word of POSITIONALS[name]) {
    if (isRepeated(word)) parsed[word.slice(0, -2)] = rest.splice(0);
    else if (rest.length > 0) parsed[word] = rest.shift();
  }
  return ok({ ...parsed, _: rest });
}

/** Widest help; longer lines are hard to read. */
const MAX_HELP_WIDTH = 100;

/** The help of a command, for a terminal of so many columns. */
export async function helpText(name: CommandName, texts: CliTexts, columns: number): Promise<string> {
  const { default: yargs } = await import('yargs');
  const { help } = texts;
  const own = help.commands[name];
  const words = POSITIONALS[name].map((word) => ` [${word}]`).join('');
  const parser = yargs([])
    .scriptName('osscap')
    .locale('en')
    .updateStrings({ ...help.parserWords })
    .usage(own.usage)
    .command(`$0${words}`, own.summary, (command: Argv) => {
      for (const [word, describe] of Object.entries(own.positionals))
        command.positional(word, { type: 'string', describe });
      return command;
    })
    .help(false)
    .version(false)
    .epilogue(`${help.examples}\n${exampleLines(own.examples)}\n\n${own.epilogue}`)
    .wrap(Math.min(MAX_HELP_WIDTH, columns));
  for (const option of COMMAND_OPTIONS[name]) {
    const { kind, group, alias } = shapeOf(option);
    parser.option(option, {
      describe: own.options?.[option] ?? help.options[option],
      group: help.groups[group],
      type: kind === 'flag' ? 'boolean' : 'string',
      array: kind === 'list',
      ...(alias === undefined ? {} : { alias }),
    });
  }
  return apart(await parser.getHelp(), [help.parserWords.string, help.parserWords.boolean]);
}

/**
 * The kind of an option goes to the next line where the description before it leaves no blank
 * between them.
 */
function apart(text: string, kinds: readonly string[]): string {
  return text.replace(/^(.*\S)(\[[^[\]]+\])$/gm, (line, before: string, kind: string) =>
    kinds.includes(kind.slice(1, -1)) ? `${before}\n${' '.repeat(displayWidth(before))}${kind}` : line,
  );
}

/**
 * Examples, each below a line that says what it does: a command beside its explanation would be
 * broken, and could not be copied.
 */
function exampleLines(examples: CommandHelp['examples']): string {
  return examples.map(([command, what]) => `  # ${what}\n  ${command}`).join('\n');
}
