import type { Commands } from './command.ts';

/** Every command: what it is, and what it does, loaded when it is the one; `scan` where none is named. */
export const COMMANDS = {
  scan: [
    () => import('./scan.ts'), // with: start
    () => import('./scan-command.ts'), // with: scan
  ],
  watch: [() => import('./watch.ts'), () => import('./watch-command.ts')],
  capture: [() => import('./capture.ts'), () => import('./capture-command.ts')],
  compare: [() => import('./compare.ts'), () => import('./compare-command.ts')],
  explain: [() => import('./explain.ts'), () => import('./explain-command.ts')],
  extract: [() => import('./extract.ts'), () => import('./extract-command.ts')],
  sign: [() => import('./sign.ts'), () => import('./sign-command.ts')],
  why: [() => import('./why.ts'), () => import('./why-command.ts')],
  merge: [() => import('./merge.ts'), () => import('./merge-command.ts')],
  config: [() => import('./config.ts'), () => import('./config-command.ts')],
  completion: [() => import('./completion.ts'), () => import('./completion.ts')],
  help: [() => import('./help.ts'), () => import('../help.ts')],
} as const satisfies Commands;

export type CommandName = keyof typeof COMMANDS;

/** What a command is. */
export type CommandOf<C extends CommandName> = Awaited<ReturnType<(typeof COMMANDS)[C][0]>>['COMMAND'];

export const COMMAND_NAMES = Object.keys(COMMANDS) as readonly CommandName[];

/** Names that commands had, and what is written in their place. */
export const MOVED: ReadonlyMap<string, string> = new Map([
  ['hypotheses', 'why hypotheses'],
  ['version', '--version'],
]);
