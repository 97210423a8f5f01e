import { largest } from '../engine/bytes/collections.ts';
import { displayWidth } from '../engine/bytes/display-width.ts';
import { wrapText } from '../report/terminal/wrap.ts';
import { type Said, said } from '../sentences/language.ts';
import { type Command, helpOf, optionsOf, type RunContext } from './commands/command.ts';
import type { HelpArguments } from './commands/help.ts';
import { EXIT } from './ending.ts';
import { badValue } from './given-words.ts';
import { errorLine, usageMessage } from './messages.ts';
import { groupOf, rowOf } from './settings/table.ts';
import { outputWidth } from './terminal.ts';
import type { CliTexts } from './texts.ts';
import { type Argv, loadYargs } from './yargs.ts';

/** Prints the help of a command, which for `scan` is that of the whole. Gives the exit code. */
export async function run(
  { topic: asked, isBrief, isAsked }: HelpArguments,
  { io, texts, commands }: RunContext,
): Promise<number> {
  const names = Object.keys(commands);
  // the help of scan is that of the whole
  const topic = asked === 'scan' ? null : asked;
  const [load] = (names.includes(topic ?? 'scan') ? commands[topic ?? 'scan'] : undefined) ?? [];
  if (load === undefined) {
    io.stderr.write(errorLine(usageMessage(badValue('help', topic ?? '', names), texts, 'help')));
    return EXIT.NOT_DONE;
  }
  const { COMMAND: command } = await load();
  const columns = outputWidth(io.stdout, io);
  const text = isBrief
    ? briefHelp(command, topic, names, texts, columns)
    : await helpText(command, texts, columns);
  (isAsked ? io.stdout : io.stderr).write(`${text}\n`);
  return isAsked ? EXIT.CLEAN : EXIT.NOT_DONE;
}

/** Widest help; longer lines are hard to read. */
export const MAX_HELP_WIDTH = 100;

/** Examples of the short help. */
const MAX_BRIEF_EXAMPLES = 3;

/**
 * The short help of a command: what it does, its options of daily use, examples, where more is. `topic`: its
 * name; null for the help of the whole, which names all.
 */
export function briefHelp(
  command: Command,
  topic: string | null,
  names: readonly string[],
  { help, lang }: CliTexts,
  columns: number,
): string {
  const own = said(command.help, lang);
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
    topic === null
      ? [help.commandList.replace('{list}', names.join(' ')), help.more].flatMap((line) =>
          wrapText(line, width),
        )
      : wrapText(help.moreOf.replace('{command}', topic), width),
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
  const left = largest(
    rows.map(([words]) => displayWidth(words)),
    0,
  );
  return rows.flatMap(([words, what]) =>
    wrapText(what, width - left - 4).map((line, at) => {
      const first = at === 0 ? words : '';
      return `  ${first}${' '.repeat(left - displayWidth(first))}  ${line}`;
    }),
  );
}

/** An example with its explanation behind it, or above where it does not fit. */
function shortExample([command, what]: Said<Command['help']>['examples'][number], width: number): string[] {
  const line = `  ${command}  # ${what}`;
  return displayWidth(line) <= width && !line.includes('\n') ? [line] : [`  # ${what}`, `  ${command}`];
}

/** The help of a command, for a terminal of so many columns. */
export async function helpText(command: Command, texts: CliTexts, columns: number): Promise<string> {
  const yargs = await loadYargs();
  const { help, lang } = texts;
  const own = said(command.help, lang);
  const words = Object.entries(said(command.words, lang));
  // Titles come in the order in which the parser learns of them.
  const withOptions = (builder: Argv): Argv => {
    for (const [word, describe] of words) {
      builder.positional(word.replace('..', ''), { type: 'string', describe });
    }
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
    .command(['$0', ...words.map(([word]) => `[${word}]`)].join(' '), own.summary, withOptions)
    .help(false)
    .version(false)
    .epilogue(`${help.examples}\n${exampleLines(own.examples)}\n\n${own.epilogue}`)
    .wrap(Math.min(MAX_HELP_WIDTH, columns));
  return apart(await parser.getHelp(), [help.parserWords.string, help.parserWords.boolean]);
}

/** The kind of an option goes to the next line where the description leaves no blank before it. */
function apart(text: string, kinds: readonly string[]): string {
  return text.replace(/^(.*\S)(\[[^[\]]+\])$/gm, (line, before: string, kind: string) =>
    kinds.includes(kind.slice(1, -1)) ? `${before}\n${' '.repeat(displayWidth(before))}${kind}` : line,
  );
}

/**
 * Examples, each below a line that says what it does: a command beside its explanation would be broken, and
 * could not be copied.
 */
function exampleLines(examples: Said<Command['help']>['examples']): string {
  return examples.map(([command, what]) => `  # ${what}\n  ${command}`).join('\n');
}
