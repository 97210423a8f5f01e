import { bashCompletion } from '../completion/bash.ts';
import { fishCompletion } from '../completion/fish.ts';
import { completedCommands } from '../completion/model.ts';
import { zshCompletion } from '../completion/zsh.ts';
import { EXIT } from '../exit-code.ts';
import type { CommandContext } from '../page.ts';
import type { GivenArguments } from '../settings/command-line.ts';
import type { ShellName } from '../settings/names.ts';

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
