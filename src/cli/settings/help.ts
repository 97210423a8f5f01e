import type { Argv } from 'yargs';
import { displayWidth } from '../../bytes/display-width.ts';
import { wrapText } from '../../report/terminal/wrap.ts';
import type { CliTexts, CommandHelp } from '../text/texts.ts';
import { COMMAND_NAMES, type CommandName } from './names.ts';
import { groupOf, helpOf, optionsOf, rowOf } from './table.ts';

/*
 * Lays out what `--help` and `-h` say. The whole of yargs does it for `--help`: it takes longer to
 * load than most captures take to be read, so it is loaded for that alone.
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
  help: ['command'],
  version: [],
};

/** Widest help; longer lines are hard to read. */
const MAX_HELP_WIDTH = 100;

/** The help of a command, for a terminal of so many columns. */
export async function helpText(command: CommandName, texts: CliTexts, columns: number): Promise<string> {
  const { default: yargs } = await import('yargs');
  const { help, lang } = texts;
  const own = help.commands[command];
  const words = POSITIONALS[command].map((word) => ` [${word}]`).join('');
  // Titles come in the order in which the parser learns of them.
  const withOptions = (builder: Argv): Argv => {
    for (const [word, describe] of Object.entries(own.positionals))
      builder.positional(word, { type: 'string', describe });
    for (const name of optionsOf(command)) {
      const { argument, short, type } = rowOf(name);
      builder.option(String(argument), {
        describe: helpOf(name, command, lang),
        group: help.groups[groupOf(name)],
        type: type.kind === 'flag' ? 'boolean' : 'string',
        array: type.kind === 'list',
        ...(short === undefined ? {} : { alias: short }),
      });
    }
    return builder;
  };
  const parser = yargs([])
    .scriptName('osscap')
    .locale('en')
    .updateStrings({ ...help.parserWords })
    .usage(own.usage)
    .command(`$0${words}`, own.summary, withOptions)
    .help(false)
    .version(false)
    .epilogue(`${help.examples}\n${exampleLines(own.examples)}\n\n${own.epilogue}`)
    .wrap(Math.min(MAX_HELP_WIDTH, columns));
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

/** Examples of the short help. */
const MAX_BRIEF_EXAMPLES = 3;

/** The short help of a command: what it does, its options of daily use, examples, where more is. */
export function briefHelp(command: CommandName, { help, lang }: CliTexts, columns: number): string {
  const own = help.commands[command];
  const width = Math.min(MAX_HELP_WIDTH, columns);
  const [usage = '', about = ''] = own.usage.split('\n\n');
  const options = optionsOf(command).flatMap((name) => {
    const { argument, short, brief } = rowOf(name);
    if (brief === undefined) return [];
    const names = [...(short === undefined ? [] : [`-${short}`]), `--${argument}`].join(', ');
    return [[brief.value === undefined ? names : `${names} ${brief.value}`, brief[lang]] as const];
  });
  const parts = [
    wrapText(firstClause(about), width),
    wrapText(usage.split('\n')[0] ?? '', width),
    columnLines(options, width),
    own.examples.slice(0, MAX_BRIEF_EXAMPLES).flatMap((example) => shortExample(example, width)),
    // the help of scan is that of the whole
    command === 'scan'
      ? [help.commandList.replace('{list}', COMMAND_NAMES.join(' ')), help.more].flatMap((line) =>
          wrapText(line, width),
        )
      : wrapText(help.moreOf.replace('{command}', command), width),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** What a text says before it goes into detail, as a sentence. */
function firstClause(text: string): string {
  return text.replace(/(?:[.:](?=\s|$)|[：。]).*$/s, /[：。]/.test(text) ? '。' : '.');
}

/** Words and what they are, in two columns. */
function columnLines(rows: readonly (readonly [words: string, what: string])[], width: number): string[] {
  const left = Math.max(0, ...rows.map(([words]) => displayWidth(words)));
  return rows.flatMap(([words, what]) =>
    wrapText(what, width - left - 4).map((line, at) => {
      const first = at === 0 ? words : '';
      return `  ${first}${' '.repeat(left - displayWidth(first))}  ${line}`;
    }),
  );
}

/** An example with its explanation behind it, or above where it does not fit. */
function shortExample([command, what]: CommandHelp['examples'][number], width: number): string[] {
  const line = `  ${command}  # ${what}`;
  return displayWidth(line) <= width && !line.includes('\n') ? [line] : [`  # ${what}`, `  ${command}`];
}
