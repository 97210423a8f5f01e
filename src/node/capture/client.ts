import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { isatty } from 'node:tty';
import type { ClientUser } from './client-environment.ts';
import { type Environment, findCommand } from './programs.ts';

/** Signals that are not passed on by the caller, and that a command may wait for. */
const PASSED_ON = ['SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGCONT'] as const;

/** Signals that a terminal sends to all processes in its foreground. */
const OF_TERMINALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];

/** Between two looks at what the command has left running, in milliseconds. */
const LOOK = 50;

const CORE_FILTER = '/proc/self/coredump_filter';

/**
 * What of this process a core dump holds: a command inherits it, and is to have it as it was before this
 * process kept its own secrets out of such dumps. Null where there is none.
 */
export function coreFilter(): string | null {
  try {
    return `0x${readFileSync(CORE_FILTER, 'latin1').trim()}`;
  } catch {
    return null;
  }
}

function setCoreFilter(filter: string): void {
  try {
    writeFileSync(CORE_FILTER, filter);
  } catch {
    // then it stays as it is
  }
}

/** A command that runs in the terminal of this process, and what it has left running. */
export class Client {
  /** Its exit code, or as shells have it: 128 and the number of the signal that ended it. */
  readonly ended: Promise<number>;
  readonly #child: ChildProcess;
  readonly #mark: string;

  /** `mark`: a text in the environment of no other process. */
  constructor(
    [program = '', ...words]: readonly string[],
    options: {
      readonly env: Environment;
      readonly cwd: string;
      readonly user: ClientUser | null;
      readonly mark: string;
      /** Of its core dumps; see `coreFilter`. */
      readonly core: string | null;
    },
  ) {
    const { env, cwd, user, core } = options;
    const own = coreFilter();
    if (core !== null) setCoreFilter(core);
    this.#mark = options.mark;
    const common = { stdio: 'inherit', env, cwd } as const;
    this.#child =
      user === null
        ? spawn(program, words, common)
        : spawnAs(user, [program, ...words], { ...common, PATH: env['PATH'] });
    if (core !== null && own !== null) setCoreFilter(own);
    const pass = (signal: NodeJS.Signals): void => this.signal(signal);
    for (const signal of PASSED_ON) process.on(signal, pass);
    this.ended = new Promise((resolve) => {
      const end = (code: number): void => {
        for (const signal of PASSED_ON) process.removeListener(signal, pass);
        resolve(code);
      };
      this.#child.once('error', () => end(126));
      this.#child.once('exit', (code, signal) =>
        end(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
      );
    });
  }

  /**
   * Passes a signal on that this process got. One from the terminal has reached the command already, and it
   * must not get it twice; so one that somebody sends to this process alone, while it is in the foreground of
   * a terminal, is taken for one of the terminal.
   */
  signal(signal: NodeJS.Signals): void {
    if (OF_TERMINALS.includes(signal) && isInForeground()) return;
    this.#child.kill(signal);
  }

  /** Waits until what the command has left running has ended, too, or the signal comes. */
  async leftBehind(signal: AbortSignal, onWait: () => void): Promise<void> {
    for (let isFirst = true; !signal.aborted && this.#hasLeft(); isFirst = false) {
      if (isFirst) onWait();
      await sleep(LOOK, undefined, { signal }).catch(() => {});
    }
  }

  /**
   * Whether a process runs that has the environment of the command. Elsewhere than on Linux nobody can be
   * asked.
   */
  #hasLeft(): boolean {
    try {
      return readdirSync('/proc').some((name) => /^\d+$/.test(name) && this.#isMarked(name));
    } catch {
      return false;
    }
  }

  #isMarked(pid: string): boolean {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(this.#mark);
    } catch {
      // another user's, or ended meanwhile
      return false;
    }
  }
}

/**
 * Starts a command with the rights of a user: `setpriv` gives it the groups that the user is in, and becomes
 * the command, so that it gets the signals. Where there is none, it has the user's first group alone.
 */
function spawnAs(
  { uid, gid, home }: ClientUser,
  [program = '', ...words]: readonly string[],
  { PATH, ...options }: Parameters<typeof spawn>[2] & { readonly PATH: string | undefined },
): ChildProcess {
  const found = findCommand('setpriv', { PATH: `${PATH ?? ''}:/usr/bin:/bin` }, '/');
  if (typeof found === 'string') return spawn(program, words, { ...options, uid, gid });
  const ids = ['--reuid', String(uid), '--regid', String(gid)];
  const groups = home === null ? '--clear-groups' : '--init-groups';
  return spawn(found.path, [...ids, groups, '--', program, ...words], options);
}

/** Whether this process is in the foreground of its terminal, which then sends signals to it. */
function isInForeground(): boolean {
  try {
    // behind the name, which may have blanks: state, parent, group, session, terminal, its group
    const fields = readFileSync('/proc/self/stat', 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[2] === fields[5];
  } catch {
    return isatty(0);
  }
}
