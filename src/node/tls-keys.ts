import { stat } from 'node:fs/promises';
import { devNull } from 'node:os';
import { errorCode } from '../bytes/errors.ts';
import { fail, ok, type Result } from '../bytes/result.ts';
import { KeyLog } from '../features/tls/key-log.ts';
import { readSmallFile } from './small-file.ts';
import { STDIN } from './stdin.ts';
import { nodeRsaKeys } from './tls-crypto.ts';

/**
 * Keys for TLS as they were read: key logs in NSS format, and private keys of servers in PEM form.
 */
export interface TlsKeyMaterial {
  readonly keyLogs: readonly Uint8Array[];
  /** Key logs that are still being written, to be read on. */
  readonly growing: readonly string[];
  readonly serverKeys: readonly string[];
  /** Those that the user names of `growing` that are not there yet. */
  readonly awaited: readonly string[];
  /**
   * Why the key log that the environment names is there and was not read; null where it was, or is
   * not there.
   */
  readonly unread: TlsKeyProblem | null;
}

interface TlsKeySources {
  /** Key logs that the user names. */
  readonly keyLogs: readonly string[];
  /** Files with private keys of servers. */
  readonly serverKeys: readonly string[];
  /**
   * `SSLKEYLOGFILE` names one more key log, which may not exist: it is set for the programs that
   * write it. A pipe is left to the reader that it is meant for: what is read of it is gone, and
   * who writes to it may not end.
   */
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Key logs that are files are read on while their programs write them, and may be empty or not
   * there yet.
   */
  readonly growing?: true;
}

export interface TlsKeyProblem {
  readonly code:
    | 'missing'
    | 'permission'
    | 'folder'
    | 'no-file'
    | 'too-big'
    | 'read-error'
    | 'no-secrets'
    | 'not-a-key'
    | 'encrypted-key';
  readonly path: string;
  /** Of `read-error`: the system's name for it. */
  readonly detail: string;
}

/** Longest key log that is read: about 70,000 sessions. */
const MAX_KEY_LOG_BYTES = 64 * 1024 * 1024;

const MAX_PEM_BYTES = 1024 * 1024;

/** Reads all keys for TLS. A file that the user names and that holds none is an error. */
export async function loadTlsKeys(sources: TlsKeySources): Promise<Result<TlsKeyMaterial, TlsKeyProblem>> {
  const keyLogs: Uint8Array[] = [];
  const growing: string[] = [];
  const awaited: string[] = [];
  for (const path of sources.keyLogs) {
    const mayGrow = sources.growing === true && mayBeWritten(path, await placeOf(path));
    const read = await readWhole(path, MAX_KEY_LOG_BYTES);
    if (!read.ok && !(mayGrow && read.error.code === 'missing')) return read;
    if (read.ok) {
      const log = new KeyLog();
      log.add(read.value);
      if (log.size === 0 && !(mayGrow && log.badLines === 0)) return problem('no-secrets', path);
      if (!mayGrow) keyLogs.push(read.value);
    } else {
      awaited.push(path);
    }
    if (mayGrow) growing.push(path);
  }
  let unread: TlsKeyProblem | null = null;
  const fromEnvironment = sources.env['SSLKEYLOGFILE'] ?? '';
  if (fromEnvironment !== '' && fromEnvironment !== devNull) {
    const place = await placeOf(fromEnvironment);
    const mayGrow = sources.growing === true && mayBeWritten(fromEnvironment, place);
    const read =
      place === 'stream'
        ? problem('no-file', fromEnvironment)
        : await readWhole(fromEnvironment, MAX_KEY_LOG_BYTES);
    if (!read.ok && read.error.code !== 'missing') unread = read.error;
    else if (mayGrow) growing.push(fromEnvironment);
    else if (read.ok) keyLogs.push(read.value);
  }
  const serverKeys: string[] = [];
  for (const path of sources.serverKeys) {
    const read = await readWhole(path, MAX_PEM_BYTES);
    if (!read.ok) return read;
    const pem = Buffer.from(read.value).toString('latin1');
    if (/-----BEGIN ENCRYPTED |Proc-Type: 4,ENCRYPTED/.test(pem)) return problem('encrypted-key', path);
    if (nodeRsaKeys([pem]) === null) return problem('not-a-key', path);
    serverKeys.push(pem);
  }
  return ok({ keyLogs, growing, awaited, serverKeys, unread });
}

/**
 * What stands at a path. `stream`: a pipe or a device. `missing`: nothing yet. `unknown`: whoever
 * opens it says why.
 */
type Place = 'file' | 'folder' | 'stream' | 'missing' | 'unknown';

async function placeOf(path: string): Promise<Place> {
  try {
    const facts = await stat(path);
    if (facts.isFile()) return 'file';
    return facts.isDirectory() ? 'folder' : 'stream';
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? 'missing' : 'unknown';
  }
}

async function readWhole(path: string, limit: number): Promise<Result<Uint8Array, TlsKeyProblem>> {
  const read = await readSmallFile(path, limit);
  return read.ok ? read : fail({ detail: '', ...read.error, path });
}

/**
 * A file, or one that may still come. Not a pipe, which gives its content once, nor what is to lie
 * below a file.
 */
function mayBeWritten(path: string, place: Place): boolean {
  return path !== STDIN && (place === 'file' || place === 'missing');
}

function problem(code: TlsKeyProblem['code'], path: string, detail = ''): Result<never, TlsKeyProblem> {
  return fail({ code, path, detail });
}
