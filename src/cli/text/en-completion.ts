import type { CommandHelp } from './texts.ts';

export const COMPLETION_HELP_EN = {
  usage:
    'Usage: osscap completion bash|zsh|fish\n\nPrints a script with which the shell completes commands, options, and their values. It is complete in itself: no key press runs osscap.',
  summary: 'print a script that completes words in the shell',
  positionals: { shell: 'bash, zsh or fish' },
  examples: [
    ['osscap completion bash > ~/.local/share/bash-completion/completions/osscap', 'bash'],
    ['osscap completion zsh > ~/.zfunc/_osscap', 'zsh; with fpath+=~/.zfunc before compinit in ~/.zshrc'],
    ['osscap completion fish > ~/.config/fish/completions/osscap.fish', 'fish'],
  ],
  epilogue:
    'Print it anew after an update of osscap.\nExit codes: 0, or 2 where the command line is at fault.',
} as const satisfies CommandHelp;
