import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { errorCode } from '../../bytes/errors.ts';
import type { Environment } from './programs.ts';

/*
 * What a command is run with, so that it writes its TLS keys, and as whom.
 */

/** The user who called `sudo`. */
export interface ClientUser {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
  /** Null for a user that the system has no entry of. */
  readonly home: string | null;
}

/**
 * As whom the command is to run: whoever called `sudo`, for it is not the command that needs the
 * rights. Null where nobody did, or root itself.
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
    this.#path = mkdtempSync(join(tmpdir(), 'osscap-keys-'));
    this.keyLog = join(this.#path, 'keys.log');
    try {
      writeFileSync(this.keyLog, '', { flag: 'wx', mode: 0o600 });
      if (user === null) return;
      chownSync(this.keyLog, user.uid, user.gid);
      chownSync(this.#path, user.uid, user.gid);
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  remove(): void {
    rmSync(this.#path, { recursive: true, force: true });
  }
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
