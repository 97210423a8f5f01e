import { helpOf, optionsOf } from '../../../src/cli/commands/command.ts';
import { COMMAND_NAMES, type CommandName } from '../../../src/cli/commands/registry.ts';
import { EXIT } from '../../../src/cli/ending.ts';
import { NAMES, type Name, rowOf } from '../../../src/cli/settings/table.ts';
import { displayWidth } from '../../rooms/bytes.ts';
import { ABOUT, commandHelp } from '../../support/commands.ts';
import { type Book, colon, label, list } from './book.ts';
import { usageLines } from './command-page.ts';

/** Day of the last change that readers of the page should know of; a manual page has to name one. */
const DATE = '2026-11-30';

/** Columns that an example may take: what 80 leave beside the indentation. */
const EXAMPLE_WIDTH = 68;

/** The manual page, in the language of macros that `man` and `mandoc` read: man(7). */
export function manPage(book: Book): string {
  const [, about = ''] = commandHelp('scan', book.lang).usage.split('\n\n');
  return [
    `'\\" -*- coding: UTF-8 -*-`,
    `.\\" ${label(book, 'generated').replaceAll('`', '')}`,
    `.TH OSSCAP 1 ${DATE} osscap`,
    // Not stretched to both margins, and no word is broken, for much of it is to be typed.
    '.ds AD l',
    '.ad l',
    '.nh',
    `.SH ${label(book, 'man-name')}`,
    `osscap \\- ${roff(label(book, 'man-title'))}`,
    `.SH ${label(book, 'man-synopsis')}`,
    '.nf',
    ...COMMAND_NAMES.flatMap((name) => usageLines(commandHelp(name, book.lang).usage, name).map(synopsis)),
    '.fi',
    `.SH ${label(book, 'man-description')}`,
    line(about),
    ...COMMAND_NAMES.flatMap((name) => commandSection(book, name)),
    `.SH ${label(book, 'man-environment')}`,
    ...variables(book),
    `.SH ${label(book, 'man-exit')}`,
    ...Object.entries(EXIT).flatMap(([name, code]) => [
      '.TP',
      `.B ${code}`,
      line(book.docs.exitCodes[name as keyof typeof EXIT].replace(/\\(?=\|)|`/g, '')),
    ]),
    `.SH ${label(book, 'man-see-also')}`,
    ...['dumpcap 1', 'tcpdump 8', 'tshark 1'].map((page, at, all) => {
      const [name = '', section = ''] = page.split(' ');
      return `.BR ${name} (${section})${at < all.length - 1 ? ',' : ''}`;
    }),
    '',
  ].join('\n');
}

function commandSection(book: Book, name: CommandName): string[] {
  const { usage, positionals, examples, epilogue } = commandHelp(name, book.lang);
  const [, ...about] = usage.split('\n\n');
  const options = optionsOf(ABOUT[name]);
  const likeScan = options.filter((option) => name !== 'scan' && isLikeScan(book, option, name));
  return [
    // What the description says is not said again.
    `.SH ${roff(`osscap ${name}`).toUpperCase()}`,
    ...(name === 'scan' ? [] : about.flatMap((text, at) => [...(at === 0 ? [] : ['.PP']), line(text)])),
    ...positionals.flatMap(([word, what]) => ['.TP', `.I ${roff(word)}`, line(what)]),
    ...options
      .filter((option) => !likeScan.includes(option))
      .flatMap((option) => ['.TP', optionNames(option), line(helpOf(option, ABOUT[name], book.lang))]),
    ...(likeScan.length === 0
      ? []
      : [
          '.PP',
          line(
            label(book, 'man-as-scan', {
              options: list(
                book,
                likeScan.map((each) => `--${rowOf(each).argument}`),
              ),
            }),
          ),
        ]),
    ...examples.flatMap(([command, what]) => [
      '.PP',
      line(`${what}${colon(book).trim()}`),
      '.PP',
      '.RS 4',
      '.nf',
      ...inLines(command).map((each) => `\\fB${roff(each)}\\fR`),
      '.fi',
      '.RE',
    ]),
    ...epilogue.split('\n').flatMap((text) => ['.PP', line(text)]),
  ];
}

/** Whether an option of a command is one of `scan`, and means the same there. */
function isLikeScan({ lang }: Book, name: Name, command: CommandName): boolean {
  const { scan } = ABOUT;
  return scan.takes.includes(name) && helpOf(name, ABOUT[command], lang) === helpOf(name, scan, lang);
}

function optionNames(name: Name): string {
  const { argument, short, value } = rowOf(name);
  const names = [`--${argument}`, ...(short === undefined ? [] : [`-${short}`])];
  const shown = names.map((each) => `\\fB${roff(each)}\\fR`).join(', ');
  return value === undefined ? shown : `${shown} \\fI${roff(value)}\\fR`;
}

/** Variables of settings, with the option that each stands for. */
function variables(book: Book): string[] {
  return NAMES.flatMap((name) => {
    const { variable, argument } = rowOf(name);
    if (variable === undefined) return [];
    const as = label(book, 'man-as-option', { option: `--${argument}` });
    return ['.TP', `.B ${roff(variable)}`, line(as)];
  });
}

/** `osscap merge FILE…`: what is typed as it stands in bold. */
function synopsis(usage: string): string {
  const [, typed = '', rest = ''] = /^(osscap \S+)(.*)$/.exec(usage) ?? [];
  return `\\fB${roff(typed)}\\fR${roff(rest)}`;
}

/** A command in lines that a shell takes for one: broken between its words. */
function inLines(command: string): string[] {
  const lines: string[] = [];
  for (const word of command.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? []) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(word);
    else if (displayWidth(last) + 1 + displayWidth(word) <= EXAMPLE_WIDTH) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines[lines.length - 1] = `${last} \\`;
      lines.push(`  ${word}`);
    }
  }
  return lines;
}

/** Text in lines of the source, at whose start no character means anything. */
function line(text: string): string {
  return roff(text)
    .replace(/(?=\S)(.{1,79})(?: +|$)/g, '$1\n')
    .trimEnd()
    .replace(/^(?=[.'])/gm, '\\&');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\e',
  // As they are typed: by themselves, these are shown as typographers want them.
  '-': '\\-',
  "'": '\\(aq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
};

/** Where a line of Chinese may be broken, which has no blanks: not before what ends a clause. */
const BETWEEN = /(?<=[\u3000-\u9fff\uff00-\uffef])(?![，。、；：！？）】》」』”’…\s]|$)(?<![（【《「『“‘])/g;

function roff(text: string): string {
  return text.replace(/[\\\-'`^~]/g, (character) => ESCAPES[character] ?? character).replace(BETWEEN, '\\:');
}
