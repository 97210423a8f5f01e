import type { Offer } from '../settings/value-types.ts';
import { type CompletedCommand, type CompletedOption, valueNames } from './model.ts';

/**
 * A script for bash 3.2 and later. Where it gives nothing, readline offers files (`-o default`),
 * unless there are none to give (`compopt`, from bash 4 on).
 */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
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
${commands.map(({ name, options, words }) => commandCase(name === 'scan' ? "'' | scan" : name, options, words)).join('')}    esac
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
      const patterns = cases.get(offer(value)) ?? [];
      cases.set(offer(value), patterns);
      for (const command of name === 'scan' ? ['', name] : [name]) {
        patterns.push(...names.map((option) => `${command}:${option}`));
      }
    }
  }
  return [...cases]
    .map(([action, patterns]) => `    ${patterns.join(' | ')})\n      ${action} ;;\n`)
    .join('');
}

function offer(value: Offer): string {
  switch (value.kind) {
    case 'files':
      return 'return';
    case 'free':
      return 'compopt +o default 2>/dev/null; return';
    case 'words':
      return value.isList ? `list='${value.words.join(' ')}'` : `words='${value.words.join(' ')}'`;
  }
}

function commandCase(pattern: string, options: readonly CompletedOption[], words: Offer): string {
  const names = options.flatMap((option) => option.names).join(' ');
  const other = words.kind === 'words' ? `words='${words.words.join(' ')}'` : offer(words);
  return `      ${pattern})
        if [[ $cur == -* ]]; then
          words='${names}'
        ${pattern.startsWith("''") ? `elif [[ -n $command ]]; then ${other}` : `else ${other}`}
        fi ;;
`;
}
