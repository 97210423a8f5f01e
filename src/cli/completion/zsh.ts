import type { Offer } from '../settings/value-types.ts';
import { type CompletedCommand, type CompletedOption, valueNames } from './model.ts';

/**
 * A script for zsh 5: a file `_osscap` in a folder of `fpath`, or to be sourced behind `compinit`.
 */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
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
${commands.map(commandCase).join('')}    *)
      local -a commands=(
${commands.map(({ name, text }) => `        ${quote(`${name}:${text}`)}\n`).join('')}      )
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

function commandCase({ name }: CompletedCommand): string {
  return `    ${name}) _osscap_${name} ;;\n`;
}

function commandFunction({ name, options, words }: CompletedCommand): string {
  const specs = options.flatMap(optionSpecs);
  if (words.kind !== 'free') specs.push(`*:${words.kind === 'files' ? 'file' : 'word'}:${action(words)}`);
  return `_osscap_${name}() {\n  _arguments -s -S \\\n${specs.map((spec) => `    ${quote(spec)}`).join(' \\\n')}\n}\n`;
}

/**
 * In the notation of \`_arguments\`: an option may come again, and \`=\` may stand before its
 * value.
 */
function optionSpecs({ names, value, text }: CompletedOption): readonly string[] {
  const described = `[${text.replace(/[[\]:\\]/g, '\\$&')}]`;
  return names.map((name) => {
    if (value === null) return `*${name}${described}`;
    const equals = name.startsWith('--') ? '=' : '';
    return `*${name}${equals}${described}:value:${action(value)}`;
  });
}

function action(value: Offer): string {
  switch (value.kind) {
    case 'files':
      return '_files';
    case 'free':
      return ' ';
    case 'words':
      return value.isList ? `_sequence compadd - ${value.words.join(' ')}` : `(${value.words.join(' ')})`;
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
