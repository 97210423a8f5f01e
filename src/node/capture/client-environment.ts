import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  fchownSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readlinkSync,
  rmdirSync,
  unlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { errorCode } from '../../engine/bytes/result.ts';
import { PRIVATE_MODE } from '../files.ts';
import type { Environment } from './programs.ts';

/* What a command is run with, so that it writes its TLS keys, and as whom. */

/** The user who called `sudo`. */
export interface ClientUser {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
  /** Null for a user that the system has no entry of. */
  readonly home: string | null;
}

/**
 * As whom the command is to run: whoever called `sudo`, for it is not the command that needs the rights. Null
 * where nobody did, or root itself.
 */
export function clientUser(env: Environment): ClientUser | null {
  if (process.getuid?.() !== 0) return null;
  const [uid, gid] = [env['SUDO_UID'], env['SUDO_GID']].map((text) =>
    /^\d{1,10}$/.test(text ?? '') ? Number(text) : 0,
  );
  if (uid === undefined || gid === undefined || uid === 0) return null;
  return { uid, gid, name: env['SUDO_USER'] ?? '', home: homeOf(uid) };
}

function homeOf(uid: number): string | null {
  try {
    const entry = execFileSync('getent', ['passwd', String(uid)], { encoding: 'utf8', timeout: 5000 });
    return entry.trim().split(':')[5] ?? null;
  } catch {
    return null;
  }
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

/**
 * With the number of the process, and that of the processes among which it is its: another container may have
 * the same folder for temporary files, and a process of the same number.
 */
function ownName(pid: number): string {
  let namespace = 0;
  try {
    namespace = Number(/\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? 0);
  } catch {
    // there is one alone
  }
  return `${NAME}-${namespace}-${pid}`;
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

/**
 * Removes a folder whose user may put links in the place of what is in it meanwhile: each folder is opened
 * without following one, and what it holds is named by its handle.
 */
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
