import { addAll } from '../../bytes/collections.ts';
import { EXIT } from '../ending.ts';
import type { CommandContext } from '../io.ts';
import type { GivenArguments } from '../settings/command-line.ts';
import { COMMAND_NAMES, type CommandName, SHELLS, type ShellName } from '../settings/names.ts';
import { helpOf, type Name, offerOf, optionsOf, rowOf } from '../settings/table.ts';
import { FILES, FREE, type Offer, words } from '../settings/value-types.ts';
import type { CliTexts } from '../text/texts.ts';

/* Scripts that complete commands, options and their values in a shell, made from the table of settings. */

const SCRIPTS = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
} as const satisfies Readonly<Record<ShellName, unknown>>;

/** Prints a script that completes words of this program without running it. Gives the exit code. */
export function runCompletion(
  { shell }: GivenArguments<'completion'>,
  { texts, io }: CommandContext,
): number {
  io.stdout.write(SCRIPTS[shell](completedCommands(texts)));
  return EXIT.CLEAN;
}

interface CompletedOption {
  /** With its hyphens. */
  readonly names: readonly string[];
  /** Null for an option without a value. */
  readonly value: Offer | null;
  readonly text: string;
}

interface CompletedCommand {
  readonly name: CommandName;
  readonly text: string;
  readonly options: readonly CompletedOption[];
  /** What stands beside the options. */
  readonly words: Offer;
}

/** All that a shell can complete, from the table that the program reads its command line with. */
function completedCommands(texts: CliTexts): readonly CompletedCommand[] {
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
  capture: FREE,
  compare: FILES,
  explain: FILES,
  extract: FILES,
  sign: FREE,
  hypotheses: FREE,
  why: FREE,
  merge: FILES,
  config: FREE,
  completion: words(SHELLS),
  help: words(COMMAND_NAMES),
  version: FREE,
};

/** The options of all commands that take a value: the word behind one is no command. */
function valueNames(commands: readonly CompletedCommand[]): readonly string[] {
  const options = commands.flatMap((command) => command.options);
  return [...new Set(options.filter(({ value }) => value !== null).flatMap(({ names }) => names))];
}

/**
 * A script for bash 3.2 and later. Where it gives nothing, readline offers files (`-o default`), unless there
 * are none to give (`compopt`, from bash 4 on).
 */
function bashCompletion(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name);
  return `# bash completion for osscap
_osscap() {
  local cur prev word at command='' words='' list=''
  COMPREPLY=()
  cur=\${COMP_WORDS[COMP_CWORD]}
  prev=\${COMP_WORDS[COMP_CWORD - 1]}
  # Bash takes the = of --option=value for a word of its own.
  if [[ $cur == '=' ]]; then
    cur=''
  elif [[ $prev == '=' ]] && ((COMP_CWORD > 1)); then
    prev=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((at = 1; at < COMP_CWORD; at++)); do
    word=\${COMP_WORDS[at]}
    case $word in
      --) command=\${command:-scan} words='files'; break ;;
      ${valueNames(commands).join(' | ')})
        [[ \${COMP_WORDS[at + 1]} == '=' ]] && ((at++))
        ((at++)) ;;
      -* | '=') ;;
      ${names.join(' | ')}) command=\${command:-$word} ;;
      *) command=\${command:-scan} ;;
    esac
  done
  # Files behind --, and those of --format NAME=FILE.
  [[ $words == 'files' ]] && return
  case $command:$prev in
${valueCases(commands)}  esac
  if [[ -n $list ]]; then
    local before=''
    [[ $cur == *,* ]] && before=\${cur%,*},
    COMPREPLY=($(compgen -P "$before" -W "$list" -- "\${cur##*,}"))
    return
  fi
  if [[ -z $words ]]; then
    case $command in
${commands.map(({ name, options, words }) => bashCase(name === 'scan' ? "'' | scan" : name, options, words)).join('')}    esac
    # The first word may be a command.
    [[ -z $command && $cur != -* ]] && words='${names.join(' ')}'
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _osscap osscap
`;
}

/** What stands behind an option that takes a value, the options with the same values together. */
function valueCases(commands: readonly CompletedCommand[]): string {
  const cases = new Map<string, string[]>();
  for (const { name, options } of commands) {
    for (const { names, value } of options) {
      if (value === null) continue;
      const patterns = cases.get(bashOffer(value)) ?? [];
      cases.set(bashOffer(value), patterns);
      for (const command of name === 'scan' ? ['', name] : [name]) {
        addAll(
          patterns,
          names.map((option) => `${command}:${option}`),
        );
      }
    }
  }
  return [...cases]
    .map(([action, patterns]) => `    ${patterns.join(' | ')})\n      ${action} ;;\n`)
    .join('');
}

function bashOffer(value: Offer): string {
  switch (value.kind) {
    case 'files':
      return 'return';
    case 'free':
      return 'compopt +o default 2>/dev/null; return';
    case 'words':
      return value.isList ? `list='${value.words.join(' ')}'` : `words='${value.words.join(' ')}'`;
  }
}

function bashCase(pattern: string, options: readonly CompletedOption[], words: Offer): string {
  const names = options.flatMap((option) => option.names).join(' ');
  const other = words.kind === 'words' ? `words='${words.words.join(' ')}'` : bashOffer(words);
  return `      ${pattern})
        if [[ $cur == -* ]]; then
          words='${names}'
        ${pattern.startsWith("''") ? `elif [[ -n $command ]]; then ${other}` : `else ${other}`}
        fi ;;
`;
}

/** A script for zsh 5: a file `_osscap` in a folder of `fpath`, or to be sourced behind `compinit`. */
function zshCompletion(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name);
  return `#compdef osscap
# zsh completion for osscap
_osscap() {
  local word command=''
  local -i at
  for ((at = 2; at < CURRENT; at++)); do
    word=$words[at]
    case $word in
      ${valueNames(commands).join('|')}) ((at++)) ;;
      -*) ;;
      ${names.join('|')})
        command=$word
        # What is left is the command with its words.
        words[at]=()
        ((CURRENT--))
        break ;;
      *) command=scan; break ;;
    esac
  done
  case $command in
${commands.map(zshCase).join('')}    *)
      local -a commands=(
${commands.map(({ name, text }) => `        ${zshQuote(`${name}:${text}`)}\n`).join('')}      )
      [[ $words[CURRENT] == -* ]] || _describe -t commands command commands
      _osscap_scan ;;
  esac
}
${commands.map(commandFunction).join('')}if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _osscap "$@"
else
  compdef _osscap osscap
fi
`;
}

function zshCase({ name }: CompletedCommand): string {
  return `    ${name}) _osscap_${name} ;;\n`;
}

function commandFunction({ name, options, words }: CompletedCommand): string {
  const specs = options.flatMap(optionSpecs);
  if (words.kind !== 'free') specs.push(`*:${words.kind === 'files' ? 'file' : 'word'}:${zshOffer(words)}`);
  return `_osscap_${name}() {\n  _arguments -s -S \\\n${specs.map((spec) => `    ${zshQuote(spec)}`).join(' \\\n')}\n}\n`;
}

/** In the notation of \`_arguments\`: an option may come again, and \`=\` may stand before its value. */
function optionSpecs({ names, value, text }: CompletedOption): readonly string[] {
  const described = `[${text.replace(/[[\]:\\]/g, '\\$&')}]`;
  return names.map((name) => {
    if (value === null) return `*${name}${described}`;
    const equals = name.startsWith('--') ? '=' : '';
    return `*${name}${equals}${described}:value:${zshOffer(value)}`;
  });
}

function zshOffer(value: Offer): string {
  switch (value.kind) {
    case 'files':
      return '_files';
    case 'free':
      return ' ';
    case 'words':
      return value.isList ? `_sequence compadd - ${value.words.join(' ')}` : `(${value.words.join(' ')})`;
  }
}

function zshQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A script for fish 3 and later. */
function fishCompletion(commands: readonly CompletedCommand[]): string {
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
    // Quoted: nothing before it is no word, and a list without words takes the words beside it away.
    '    printf \'%s\\n\' "$before"$argv',
    'end',
    ...commands.map(
      ({ name, text }) => `complete -c osscap -n '__osscap_is ""' -a ${name} -d ${fishQuote(text)}`,
    ),
  ];
  for (const { name, options, words } of commands) {
    const condition = `-n '__osscap_is ${name === 'scan' ? 'scan ""' : name}'`;
    addAll(
      lines,
      options.map((option) => `complete -c osscap ${condition} ${optionWords(option)}`),
    );
    if (words.kind !== 'files') lines.push(`complete -c osscap ${condition} ${fishOffer(words)}`);
  }
  return `${lines.join('\n')}\n`;
}

function optionWords({ names, value, text }: CompletedOption): string {
  const parts = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  if (value !== null) parts.push(value.kind === 'files' ? '-r -F' : fishOffer(value));
  return `${parts.join(' ')} -d ${fishQuote(text)}`;
}

function fishOffer(value: Offer): string {
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
  return texts.map(fishQuote).join(' ');
}

/** In single quotes fish reads \\ and \' alone. */
function fishQuote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
