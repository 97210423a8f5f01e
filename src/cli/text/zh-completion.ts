import type { CommandHelp } from './texts.ts';

export const COMPLETION_HELP_ZH = {
  usage:
    '用法：osscap completion bash|zsh|fish\n\n输出一段脚本，让 shell 补全命令、选项及其取值。脚本自成一体：补全时不会运行 osscap。',
  summary: '输出 shell 补全脚本',
  positionals: { shell: 'bash、zsh 或 fish' },
  examples: [
    ['osscap completion bash > ~/.local/share/bash-completion/completions/osscap', 'bash'],
    ['osscap completion zsh > ~/.zfunc/_osscap', 'zsh；并在 ~/.zshrc 中的 compinit 之前加上 fpath+=~/.zfunc'],
    ['osscap completion fish > ~/.config/fish/completions/osscap.fish', 'fish'],
  ],
  epilogue: '更新 osscap 后请重新输出。\n退出码：0；命令行有误时为 2。',
} as const satisfies CommandHelp;
