import { largest } from '../../bytes/collections.ts';
import { displayWidth } from '../../bytes/display-width.ts';
import { wrapText } from '../../report/terminal/wrap.ts';
import type { Said } from '../../report/text/in-language.ts';
import type { CommandHelp } from '../text/commands.ts';
import type { CliTexts } from '../text/texts.ts';
import { COMMAND_NAMES, type CommandName } from './names.ts';
import { optionsOf, rowOf } from './table.ts';

/** Widest help; longer lines are hard to read. */
export const MAX_HELP_WIDTH = 100;

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
function shortExample([command, what]: Said<CommandHelp>['examples'][number], width: number): string[] {
  const line = `  ${command}  # ${what}`;
  return displayWidth(line) <= width && !line.includes('\n') ? [line] : [`  # ${what}`, `  ${command}`];
}
