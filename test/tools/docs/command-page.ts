import { helpOf, optionsOf } from '../../../src/cli/commands/command.ts';
import { COMMAND_NAMES, type CommandName } from '../../../src/cli/commands/registry.ts';
import { type Name, rowOf } from '../../../src/cli/settings/table.ts';
import { ABOUT, commandHelp } from '../../support/commands.ts';
import { type Book, label, list, referencePage } from './book.ts';
import { code, link, prose, shellBlock, table } from './markdown.ts';

/** Every command as its help has it. */
export function commandPage(book: Book): string {
  const index = table(
    [label(book, 'column-command'), label(book, 'column-what')],
    COMMAND_NAMES.map((name) => [link(code(name), `#${name}`), prose(commandHelp(name, book.lang).summary)]),
  );
  return referencePage(book, 'commands', [
    index,
    ...COMMAND_NAMES.flatMap((name) => commandBlocks(book, name)),
  ]);
}

function commandBlocks(book: Book, name: CommandName): string[] {
  const help = commandHelp(name, book.lang);
  const [usage = '', ...about] = help.usage.split('\n\n');
  return [
    `## ${name}`,
    ...about.map(prose),
    shellBlock(usageLines(usage, name)),
    help.positionals.length === 0
      ? ''
      : table(
          [label(book, 'argument'), label(book, 'column-what')],
          help.positionals.map(([word, what]) => [code(word), prose(what)]),
        ),
    table(
      [label(book, 'option'), label(book, 'column-what')],
      optionsOf(ABOUT[name]).map((option) => optionRow(book, name, option)),
    ),
    shellBlock(help.examples.flatMap(([command, what]) => [`# ${what}`, command])),
    ...help.epilogue.split('\n').map(prose),
  ];
}

/**
 * The lines of a usage text that start this command, without what leads to them: `Usage: `, `or: `. The help
 * of `scan` lists the other commands too; here, they have sections of their own.
 */
export function usageLines(usage: string, name: CommandName): string[] {
  return usage
    .split('\n')
    .map((line) => /osscap [^(（]*?(?=\s*(?:[(（].*)?$)/.exec(line)?.[0] ?? '')
    .filter((line) => line.startsWith(`osscap ${name} `) || line === `osscap ${name}`);
}

function optionRow(book: Book, command: CommandName, name: Name): string[] {
  const { argument, short, negatable, type } = rowOf(name);
  const what = helpOf(name, ABOUT[command], book.lang);
  const names = [code(`--${argument}`), ...(short === undefined ? [] : [code(`-${short}`)])];
  const extras = [
    ...(type.kind === 'list' && !/repeatable|可重复/.test(what) ? [label(book, 'repeatable')] : []),
    ...(negatable === true && !what.includes(`--no-${argument}`)
      ? [label(book, 'negated', { option: code(`--no-${argument}`) })]
      : []),
  ];
  const separator = book.lang === 'zh' ? '；' : '; ';
  return [list(book, names), [prose(what), ...extras].join(separator)];
}
