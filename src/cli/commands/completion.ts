import { fail, ok } from '../../engine/bytes/result.ts';
import { said } from '../../sentences/language.ts';
import { EXIT } from '../ending.ts';
import { badValue } from '../given-words.ts';
import { type Name, rowOf } from '../settings/table.ts';
import { type Offer, words } from '../settings/value-types.ts';
import type { CliTexts } from '../texts.ts';
import {
  type Command,
  type GivenArguments,
  helpOf,
  LOCALE_LANG,
  OWN_SETTINGS,
  offerOf,
  optionsOf,
  type RunContext,
} from './command.ts';

/* Scripts that complete commands, options and their values in a shell, made from the table of settings. */

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export const COMMAND = {
  takes: OWN_SETTINGS,
  says: { lang: LOCALE_LANG },
  isInAnyLanguage: true,
  offer: words(SHELLS),
  words: { shell: { en: 'bash, zsh or fish', zh: 'bash、zsh 或 fish' } },
  help: {
    usage: {
      en: 'Usage: osscap completion bash|zsh|fish\n\nPrints a script that lets the shell complete commands, options and their values. The script is self-contained: completing does not run osscap.',
      zh: '用法：osscap completion bash|zsh|fish\n\n输出一段脚本，让 shell 补全命令、选项及其取值。脚本自成一体：补全时不会运行 osscap。',
    },
    summary: { en: 'print a completion script for the shell', zh: '输出 shell 补全脚本' },
    examples: [
      ['osscap completion bash > ~/.local/share/bash-completion/completions/osscap', 'bash'],
      [
        'osscap completion zsh > ~/.zfunc/_osscap',
        {
          en: 'zsh; with fpath+=~/.zfunc before compinit in ~/.zshrc',
          zh: 'zsh；并在 ~/.zshrc 中的 compinit 之前加上 fpath+=~/.zfunc',
        },
      ],
      ['osscap completion fish > ~/.config/fish/completions/osscap.fish', 'fish'],
    ],
    epilogue: {
      en: 'Print it again after updating osscap.\nExit codes: 0, or 2 if the command line is invalid.',
      zh: '更新 osscap 后请重新输出。\n退出码：0；命令行有误时为 2。',
    },
  },
  read({ words: [word, unexpected] }) {
    if (word === undefined) return fail({ code: 'missing-argument', name: SHELLS.join('|') });
    if (unexpected !== undefined) return fail({ code: 'extra-argument', value: unexpected });
    const shell = SHELLS.find((known) => known === word);
    return shell === undefined ? fail(badValue('completion', word, SHELLS)) : ok({ shell });
  },
} as const satisfies Command;

const SCRIPTS = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
} as const satisfies Readonly<Record<(typeof SHELLS)[number], unknown>>;

/** Prints a script that completes words of this program without running it. Gives the exit code. */
export async function run(
  { shell }: GivenArguments<typeof COMMAND>,
  { texts, io, commands }: RunContext,
): Promise<number> {
  const names = Object.keys(commands);
  const all = Object.entries(commands).map(async ([name, [load]]) =>
    completedCommand(name, (await load()).COMMAND, names, texts),
  );
  io.stdout.write(SCRIPTS[shell](await Promise.all(all)));
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
  readonly name: string;
  readonly text: string;
  readonly options: readonly CompletedOption[];
  /** What stands beside the options. */
  readonly words: Offer;
}

/** What a shell can complete of a command, from the table that the program reads its command line with. */
function completedCommand(
  name: string,
  command: Command,
  names: readonly string[],
  texts: CliTexts,
): CompletedCommand {
  return {
    name,
    text: said(command.help.summary, texts.lang),
    options: optionsOf(command).flatMap((option) => completedOptions(option, command, texts)),
    words: command.offer === 'commands' ? words(names) : command.offer,
  };
}

function completedOptions(option: Name, command: Command, { help, lang }: CliTexts): CompletedOption[] {
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
        for (const option of names) patterns.push(`${command}:${option}`);
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
${commands.map(({ name }) => `    ${name}) _osscap_${name} ;;\n`).join('')}    *)
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
    `            case ${valueNames(commands).map(fishQuote).join(' ')}`,
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
    for (const option of options) lines.push(`complete -c osscap ${condition} ${optionWords(option)}`);
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

/** In single quotes fish reads \\ and \' alone. */
function fishQuote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
