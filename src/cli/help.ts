import { largest } from '../engine/bytes/collections.ts';
import { displayWidth } from '../engine/bytes/display-width.ts'; // with: start
import { wrapText } from '../report/terminal/wrap.ts'; // with: start
import { PUNCTUATION, type Said, said } from '../sentences/language.ts';
import { type Command, helpOf, optionsOf, type RunContext } from './commands/command.ts';
import type { HelpArguments } from './commands/help.ts';
import { EXIT } from './ending.ts';
import { badValue } from './given-words.ts';
import { errorLine, usageMessage } from './messages.ts';
import { groupOf, type Name, OPTION_GROUPS, rowOf } from './settings/table.ts';
import { outputWidth } from './terminal.ts';
import type { CliTexts } from './texts.ts';

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
    : helpText(command, topic, names, texts, columns);
  (isAsked ? io.stdout : io.stderr).write(`${text}\n`);
  return isAsked ? EXIT.CLEAN : EXIT.NOT_DONE;
}

/** Widest help; longer lines are hard to read. */
export const MAX_HELP_WIDTH = 100;

/** Examples of the short help. */
const MAX_BRIEF_EXAMPLES = 2;

/** Columns that the words of a row take at most before what they mean goes to the next line. */
const MAX_LEFT = 32;

/**
 * The short help of a command: what it does, its options of daily use, examples, where more is. `topic`: its
 * name; null for the help of the whole, which names all.
 */
export function briefHelp(
  command: Command,
  topic: string | null,
  names: readonly string[],
  texts: CliTexts,
  columns: number,
): string {
  const { help, lang } = texts;
  const own = said(command.help, lang);
  const width = Math.min(MAX_HELP_WIDTH, columns);
  const { open, close, listComma } = PUNCTUATION[lang];
  const [usage = '', about = ''] = own.usage.split('\n\n');
  const options = optionsOf(command).flatMap((name) => {
    const { brief } = rowOf(name);
    return brief === undefined ? [] : [[optionWords(name), brief[lang]] as const];
  });
  const examples = own.examples.slice(0, topic === null ? MAX_BRIEF_EXAMPLES : MAX_BRIEF_EXAMPLES + 1);
  return sections([
    wrapText(firstClause(about), width),
    wrapText(usage.split('\n')[0] ?? '', width),
    columnLines(options, width),
    examples.flatMap((example) => shortExample(example, width)),
    topic === null
      ? [
          ...columnLines(
            COMMAND_GROUPS.map((group) => {
              const listed = commandsOf(group, names, texts).map(([name, , what]) =>
                what === '' ? name : `${name}${open}${what}${close}`,
              );
              return [help.commandGroups[group], listed.join(listComma)] as const;
            }),
            width,
          ),
          ...wrapText(help.more, width),
        ]
      : wrapText(help.moreOf.replace('{command}', topic), width),
  ]);
}

const COMMAND_GROUPS = ['diagnose', 'share', 'more'] as const;

/**
 * The commands of a group: name, what stands behind it, a word on it. One that has no words is in the last
 * group.
 */
function commandsOf(
  group: (typeof COMMAND_GROUPS)[number],
  names: readonly string[],
  { help }: CliTexts,
): readonly (readonly [name: string, words: string, what: string])[] {
  const known = Object.entries(help.commands);
  const others = names.filter((name) => known.every(([each]) => each !== name));
  return [
    ...known
      .filter(([, command]) => command.group === group)
      .map(([name, { words, what }]) => [name, words, what] as const),
    ...(group === 'more' ? others.map((name) => [name, '', ''] as const) : []),
  ];
}

/** The commands by groups, each with what stands behind its name. */
function commandRows(names: readonly string[], texts: CliTexts): readonly (readonly [string, string])[] {
  return COMMAND_GROUPS.flatMap((group) => [
    [texts.help.commandGroups[group], ''] as const,
    ...commandsOf(group, names, texts).map(
      ([name, words, what]) => [`  ${name} ${words}`.trimEnd(), what] as const,
    ),
  ]);
}

/** An option with its letter and the name of its value. */
function optionWords(name: Name): string {
  const { argument, short, value } = rowOf(name);
  const names = short === undefined ? `    --${argument}` : `-${short}, --${argument}`;
  return value === undefined ? names : `${names} ${value}`;
}

/** What a text says before it goes into detail, as a sentence. */
function firstClause(text: string): string {
  return text.replace(/(?:[.:](?=\s|$)|[：。]).*$/s, /[：。]/.test(text) ? '。' : '.');
}

/** Words and what they are, in two columns; below words that are long. */
function columnLines(rows: readonly (readonly [words: string, what: string])[], width: number): string[] {
  const left = largest(
    rows.map(([words]) => displayWidth(words)).filter((columns) => columns <= MAX_LEFT),
    0,
  );
  return rows.flatMap(([words, what]) => {
    const lines = what === '' ? [''] : wrapText(what, width - left - 4);
    const isLong = displayWidth(words) > left;
    return (isLong ? ['', ...lines] : lines).map((line, at) => {
      const first = at === 0 ? words : '';
      return `  ${first}${' '.repeat(Math.max(0, left - displayWidth(first)))}  ${line}`.trimEnd();
    });
  });
}

/** An example with its explanation behind it, or above where it does not fit. */
function shortExample([command, what]: Said<Command['help']>['examples'][number], width: number): string[] {
  const line = `  ${command}  # ${what}`;
  return displayWidth(line) <= width && !line.includes('\n') ? [line] : [`  # ${what}`, `  ${command}`];
}

/** The help of a command with all of its options. `topic`: as in the short one. */
export function helpText(
  command: Command,
  topic: string | null,
  names: readonly string[],
  texts: CliTexts,
  columns: number,
): string {
  const { help, lang } = texts;
  const own = said(command.help, lang);
  const width = Math.min(MAX_HELP_WIDTH, columns);
  const options = optionsOf(command);
  const titled = (title: string, rows: readonly (readonly [string, string])[]): string[] =>
    rows.length === 0 ? [] : [title, ...columnLines(rows, width)];
  return sections([
    ...own.usage.split('\n\n').map((part) => part.split('\n').flatMap((line) => wrapText(line, width))),
    titled(help.commandsTitle, topic === null ? commandRows(names, texts) : []),
    titled(
      help.words,
      Object.entries(said(command.words, lang)).map(
        ([word, what]) => [word.replace('..', '…'), what] as const,
      ),
    ),
    ...OPTION_GROUPS.map((group) =>
      titled(
        help.groups[group],
        options
          .filter((name) => groupOf(name) === group)
          .map((name) => [optionWords(name), helpOf(name, command, lang)] as const),
      ),
    ),
    [
      help.examples,
      // a command beside its explanation would be broken, and could not be copied
      ...own.examples.flatMap(([example, what]) => [`  # ${what}`, `  ${example}`]),
    ],
    own.epilogue.split('\n').flatMap((line) => wrapText(line, width)),
  ]);
}

/** Parts with an empty line between them. */
function sections(parts: readonly (readonly string[])[]): string {
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}
