import type { CommandHelp } from './texts.ts';

export const COMPLETION_HELP_EN = {
  usage:
    'Usage: osscap completion bash|zsh|fish\n\nPrints a script that lets the shell complete commands, options and their values. The script is self-contained: completing does not run osscap.',
  summary: 'print a completion script for the shell',
  positionals: { shell: 'bash, zsh or fish' },
  examples: [
    ['osscap completion bash > ~/.local/share/bash-completion/completions/osscap', 'bash'],
    ['osscap completion zsh > ~/.zfunc/_osscap', 'zsh; with fpath+=~/.zfunc before compinit in ~/.zshrc'],
    ['osscap completion fish > ~/.config/fish/completions/osscap.fish', 'fish'],
  ],
  epilogue: 'Print it again after updating osscap.\nExit codes: 0, or 2 if the command line is invalid.',
} as const satisfies CommandHelp;
