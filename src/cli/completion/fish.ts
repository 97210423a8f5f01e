import type { Offer } from '../settings/value-types.ts';
import { type CompletedCommand, type CompletedOption, valueNames } from './model.ts';

/** A script for fish 3 and later. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name);
  const lines = [
    '# fish completion for osscap',
    '# The command of the line; scan where another word comes first, and nothing where none does.',
    'function __osscap_command',
    '    set -l words (commandline -opc)',
    '    set -l skip 0',
    '    for word in $words[2..-1]',
    '        if test $skip = 1',
    '            set skip 0',
    '            continue',
    '        end',
    '        switch $word',
    `            case ${quoteAll(valueNames(commands))}`,
    '                set skip 1',
    "            case '-*'",
    '                continue',
    `            case ${names.join(' ')}`,
    '                echo $word',
    '                return',
    "            case '*'",
    '                echo scan',
    '                return',
    '        end',
    '    end',
    'end',
    'function __osscap_is',
    '    set -l command (__osscap_command)',
    '    contains -- "$command" $argv',
    'end',
    '# Words of a list with commas between, behind those that are there already.',
    'function __osscap_list',
    "    set -l before (string match -r '^.*,' -- (commandline -ct | string replace -r '^--[^=]*=' ''))",
    // Quoted: nothing before it is no word, and a list without words takes the words beside it
    // away.
    '    printf \'%s\\n\' "$before"$argv',
    'end',
    ...commands.map(
      ({ name, text }) => `complete -c osscap -n '__osscap_is ""' -a ${name} -d ${quote(text)}`,
    ),
  ];
  for (const { name, options, words } of commands) {
    const condition = `-n '__osscap_is ${name === 'scan' ? 'scan ""' : name}'`;
    lines.push(...options.map((option) => `complete -c osscap ${condition} ${optionWords(option)}`));
    if (words.kind !== 'files') lines.push(`complete -c osscap ${condition} ${offer(words)}`);
  }
  return `${lines.join('\n')}\n`;
}

function optionWords({ names, value, text }: CompletedOption): string {
  const parts = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  if (value !== null) parts.push(value.kind === 'files' ? '-r -F' : offer(value));
  return `${parts.join(' ')} -d ${quote(text)}`;
}

function offer(value: Offer): string {
  switch (value.kind) {
    case 'files':
      return '-F';
    case 'free':
      return '-x';
    case 'words':
      return value.isList
        ? `-x -a '(__osscap_list ${value.words.join(' ')})'`
        : `-x -a '${value.words.join(' ')}'`;
  }
}

function quoteAll(texts: readonly string[]): string {
  return texts.map(quote).join(' ');
}

/** In single quotes fish reads \\ and \' alone. */
function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
