import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  constants,
  fchownSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { constants as osConstants, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isatty } from 'node:tty';
import { errorCode } from '../../engine/bytes/result.ts';
import { holds, sizeOf } from '../file-looks.ts';
import { orElse, PRIVATE_MODE } from '../files.ts';
import { type Environment, findCommand } from './programs.ts';

/* What a command is run with, so that it writes its TLS keys, and as whom. */

/** The user who called `sudo`. */
export interface ClientUser {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
  /** Null for a user that the system has no entry of. */
  readonly home: string | null;
}

/** As whom the command runs: whoever called `sudo`, as it needs no rights; null for nobody and for root. */
export function clientUser(env: Environment): ClientUser | null {
  if (process.getuid?.() !== 0) return null;
  const [uid, gid] = [env['SUDO_UID'], env['SUDO_GID']].map((text) =>
    /^\d{1,10}$/.test(text ?? '') ? Number(text) : 0,
  );
  if (uid === undefined || gid === undefined || uid === 0) return null;
  return { uid, gid, name: env['SUDO_USER'] ?? '', home: homeOf(uid) };
}

function homeOf(uid: number): string | null {
  const options = { encoding: 'utf8', timeout: 5000 } as const;
  const entry = orElse(() => execFileSync('getent', ['passwd', String(uid)], options), '');
  return entry.trim().split(':')[5] ?? null;
}

/** The folder, or where the system permits none, and why. */
export function makeKeyFolder(
  user: ClientUser | null,
): KeyFolder | { readonly fault: { readonly path: string; readonly detail: string } } {
  try {
    return new KeyFolder(user);
  } catch (error) {
    return { fault: { path: tmpdir(), detail: errorCode(error) || String(error) } };
  }
}

/** A folder for the keys of one run, which nobody but the client can open. */
class KeyFolder {
  /** Where the client writes its keys, if nothing else was set. */
  readonly keyLog: string;
  readonly #path: string;

  constructor(user: ClientUser | null) {
    removeLeftBehind();
    this.#path = mkdtempSync(join(tmpdir(), `${ownName(process.pid)}-`));
    this.keyLog = join(this.#path, 'keys.log');
    try {
      give(openSync(this.keyLog, 'wx', PRIVATE_MODE), user);
      give(openSync(this.#path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW), user);
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  remove(): void {
    try {
      removeFolder(this.#path);
    } catch {
      // whose folder it is has made it one that does not end
    }
  }
}

/** Gives a user what is open, and closes it. */
function give(handle: number, user: ClientUser | null): void {
  try {
    if (user !== null) fchownSync(handle, user.uid, user.gid);
  } finally {
    closeSync(handle);
  }
}

const NAME = 'osscap-keys';

/** With the numbers of the process and its namespace: another container may share the temporary folder. */
function ownName(pid: number): string {
  // where no such link is, there is one alone
  const namespace = orElse(() => readlinkSync('/proc/self/ns/pid'), '');
  return `${NAME}-${Number(/\d+/.exec(namespace)?.[0] ?? 0)}-${pid}`;
}

/** Removes the folders of runs that were killed, and so could not do it. */
function removeLeftBehind(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid = ''] = name.startsWith(NAME) ? (/-(\d{1,10})-[^-]+$/.exec(name) ?? []) : [];
    if (pid === '' || !name.startsWith(`${ownName(Number(pid))}-`) || isAlive(Number(pid))) continue;
    try {
      removeFolder(join(tmpdir(), name));
    } catch {
      // another user's
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}

/** Folders within one another: a client makes none, and whoever makes more wants no end. */
const MOST_DEPTH = 16;

/** Removes a folder whose user may put links into it meanwhile: folders are opened without following one. */
function removeFolder(path: string, depth = 0): void {
  const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
  const folder = openSync(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  try {
    const inside = process.platform === 'linux' ? `/proc/self/fd/${folder}` : path;
    for (const entry of readdirSync(inside, { withFileTypes: true })) {
      const at = join(inside, entry.name);
      if (entry.isDirectory() && depth < MOST_DEPTH) removeFolder(at, depth + 1);
      else unlinkSync(at);
    }
  } finally {
    closeSync(folder);
  }
  rmdirSync(path);
}

interface ClientEnvironment {
  readonly env: Record<string, string | undefined>;
  /** Key logs that the client may write: ours, and those that the user had set already. */
  readonly keyLogs: readonly string[];
}

const NODE_KEY_LOG = /(?:^|\s)--tls-keylog(?:=|\s+)(?:"([^"]*)"|(\S+))/;

/** The environment of the command: what the user set stays as it is. */
export function clientEnvironment(
  env: Environment,
  keyLog: string,
  user: ClientUser | null,
  cwd: string,
): ClientEnvironment {
  const own = env['SSLKEYLOGFILE'] ?? '';
  const nodeOptions = env['NODE_OPTIONS'] ?? '';
  const [, quoted, plain] = NODE_KEY_LOG.exec(nodeOptions) ?? [];
  const ofNode = quoted ?? plain;
  const added = `--tls-keylog="${keyLog.replace(/["\\]/g, '\\$&')}"`;
  return {
    env: {
      ...env,
      SSLKEYLOGFILE: own === '' ? keyLog : own,
      NODE_OPTIONS: ofNode === undefined ? `${nodeOptions} ${added}`.trim() : nodeOptions,
      // what sudo may have set to that of root
      ...(user === null ? {} : { USER: user.name, LOGNAME: user.name }),
      ...(user === null || user.home === null ? {} : { HOME: user.home }),
    },
    keyLogs: [
      ...new Set([keyLog, ...[own, ofNode ?? ''].filter((path) => path !== '').map((p) => resolve(cwd, p))]),
    ],
  };
}

/** Signals that are not passed on by the caller, and that a command may wait for. */
const PASSED_ON = ['SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGCONT'] as const;

/** Signals that a terminal sends to all processes in its foreground. */
const OF_TERMINALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];

/** Between two looks at what the command has left running, in milliseconds. */
const LOOK = 50;

const CORE_FILTER = '/proc/self/coredump_filter';

/** What a core dump of this process holds, which a command is to have as it was before; null for none. */
export function coreFilter(): string | null {
  return orElse(() => `0x${readFileSync(CORE_FILTER, 'latin1').trim()}`, null);
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
        end(code ?? 128 + (signal === null ? 0 : osConstants.signals[signal])),
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

  /** Whether a process runs that has the environment of the command, as far as Linux can be asked. */
  #hasLeft(): boolean {
    const processes = orElse(() => readdirSync('/proc'), []).filter((name) => /^\d+$/.test(name));
    // another user's cannot be read, nor one that ended meanwhile
    const environmentOf = (pid: string): string =>
      orElse(() => readFileSync(`/proc/${pid}/environ`, 'latin1'), '');
    return processes.some((pid) => environmentOf(pid).includes(this.#mark));
  }
}

/** Starts a command as a user by `setpriv`, with the user's groups; without it, with the first alone. */
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
  const stat = orElse(() => readFileSync('/proc/self/stat', 'latin1'), null);
  if (stat === null) return isatty(0);
  // behind the name, which may have blanks: state, parent, group, session, terminal, its group
  const fields = stat.replace(/^.*\) /s, '').split(' ');
  return fields[2] === fields[5];
}

/** What a client is written in, where that decides how it is made to write its TLS keys. */
type ClientKind = 'java' | 'go' | 'other';

/** Programs that run Java. */
const JAVA = ['java', 'mvn', 'mvnw', 'gradle', 'gradlew', 'sbt', 'scala', 'kotlin', 'groovy', 'jshell'];

/** What the linker of Go puts at the start of what it knows of a program. */
const GO_MARK = '\xff Go buildinf:';

/** More of a program is not searched, in bytes. */
const MAX_PROGRAM_BYTES = 256 * 1024 * 1024;

/** Looks at the words of a command, and into its program. */
export function clientKind(
  [program = '', ...words]: readonly string[],
  env: Environment,
  cwd: string,
): ClientKind {
  const name = basename(program);
  if (JAVA.includes(name)) return 'java';
  if (name === 'go' && ['run', 'test'].includes(words[0] ?? '')) return 'go';
  const found = findCommand(program, env, cwd);
  if (typeof found === 'string') return 'other';
  const searched = Math.min(sizeOf(found.path), MAX_PROGRAM_BYTES);
  return holds(found.path, searched, [GO_MARK]) ? 'go' : 'other';
}
