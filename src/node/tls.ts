import type { CipherCCMTypes, DecipherGCM, KeyObject } from 'node:crypto';
import { closeSync, promises, readSync, realpathSync, statSync } from 'node:fs';
import { devNull } from 'node:os';
import { errorCode, fail, ok, type Result } from '../engine/bytes/result.ts';
import { type GrowingLog, KeyLog } from '../features/tls/key-log.ts';
import { MAX_KEY_LOG_LINE } from '../features/tls/limits.ts';
import type { TlsOptions } from '../features/tls/tls-context.ts';
import type { AeadOpener, CbcOpener, RsaKeys, TlsCrypto } from '../features/tls/tls-crypto.ts';
import { nodeCrypto } from './builtins.ts';
import { isSameFile, openPlainFile, orElse, readSmallFile, STDIN } from './files.ts';

/** Keys for TLS as they were read: key logs in NSS format, and private keys of servers in PEM form. */
export interface TlsKeyMaterial {
  readonly keyLogs: readonly Uint8Array[];
  /** Key logs that are still being written, to be read on. */
  readonly growing: readonly string[];
  readonly serverKeys: readonly string[];
  /** Those that the user names of `growing` that are not there yet. */
  readonly awaited: readonly string[];
  /** Why the key log that the environment names was not read; null where it was, or is not there. */
  readonly unread: TlsKeyProblem | null;
}

interface TlsKeySources {
  /** Key logs that the user names. */
  readonly keyLogs: readonly string[];
  /** Files with private keys of servers. */
  readonly serverKeys: readonly string[];
  /**
   * `SSLKEYLOGFILE` names one more key log, which may not exist: it is set for the programs that write it. A
   * pipe is left to the reader that it is meant for: what is read of it is gone, and its writer may not end.
   */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Key logs that are files are read on while programs write them, and may be empty or not there yet. */
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

/** `stream`: a pipe or a device. `missing`: nothing yet. `unknown`: whoever opens it says why. */
type Place = 'file' | 'folder' | 'stream' | 'missing' | 'unknown';

async function placeOf(path: string): Promise<Place> {
  try {
    const facts = await promises.stat(path);
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

/** A file, or one that may still come. Not a pipe, whose content comes once, nor what is below a file. */
function mayBeWritten(path: string, place: Place): boolean {
  return path !== STDIN && (place === 'file' || place === 'missing');
}

function problem(code: TlsKeyProblem['code'], path: string, detail = ''): Result<never, TlsKeyProblem> {
  return fail({ code, path, detail });
}

/** Most bytes that are read at a time; the lines of a session have some hundred. */
const PIECE_BYTES = 64 * 1024;

const LINE_FEED = 0x0a;
const NOTHING = new Uint8Array(0);

/**
 * Key logs that are written while a capture is read. Reads what was added when it is asked for, within the
 * call: a handshake is gone through packet by packet, and its keys are wanted at one of them. A log may come
 * later, or be begun anew.
 */
export class GrowingKeyLogs implements GrowingLog {
  readonly #files: readonly GrowingFile[];

  constructor(paths: readonly string[]) {
    this.#files = paths.map((path) => new GrowingFile(path));
  }

  added(): Uint8Array {
    const pieces = this.#files.flatMap((file) => file.added());
    return pieces.length === 0 ? NOTHING : Buffer.concat(pieces);
  }
}

class GrowingFile {
  readonly #path: string;
  #known: { readonly dev: bigint; readonly ino: bigint } | null = null;
  /** Bytes up to the end of the last line read, and those that the file had when last looked at. */
  #read = 0;
  #size = 0;
  #hasGivenRest = false;

  constructor(path: string) {
    this.#path = behindLinks(path);
  }

  /** Whole lines; nothing where the file cannot be read: it may be later. */
  added(): readonly Uint8Array[] {
    try {
      const stats = statSync(this.#path, { bigint: true, throwIfNoEntry: false });
      if (stats === undefined || !stats.isFile()) return [];
      const size = Number(stats.size);
      if (this.#known === null || !isSameFile(this.#known, stats) || size < this.#read) {
        this.#known = { dev: stats.dev, ino: stats.ino };
        this.#read = 0;
        this.#size = 0;
      }
      // Without a line feed, a line is being written, or is the last one of a finished log.
      const isFinished = size === this.#size;
      if (isFinished && (size === this.#read || this.#hasGivenRest)) return [];
      this.#size = size;
      this.#hasGivenRest = isFinished;
      return this.#lines(isFinished);
    } catch {
      return [];
    }
  }

  #lines(isFinished: boolean): readonly Uint8Array[] {
    const pieces: Uint8Array[] = [];
    const file = openPlainFile(this.#path);
    try {
      for (;;) {
        const piece = Buffer.allocUnsafe(PIECE_BYTES);
        const length = readSync(file, piece, 0, PIECE_BYTES, this.#read);
        const end = piece.subarray(0, length).lastIndexOf(LINE_FEED) + 1;
        // What is longer than any line will not become one.
        const taken = end === 0 && length > MAX_KEY_LOG_LINE ? length : end;
        pieces.push(piece.subarray(0, taken));
        this.#read += taken;
        if (taken > 0) continue;
        // Read again once more has been added to it.
        if (isFinished && length > 0) pieces.push(piece.subarray(0, length), Uint8Array.of(LINE_FEED));
        return pieces;
      }
    } finally {
      closeSync(file);
    }
  }
}

/** Where the links lead that stand there from the beginning; those that come later do not count. */
export function behindLinks(path: string): string {
  return orElse(() => realpathSync(path), path);
}

const TAG = 16;

/** The cryptography of TLS on `node:crypto`. */
export const nodeTlsCrypto: TlsCrypto = {
  digest: (hash, data) => nodeCrypto().createHash(hash).update(data).digest(),
  hmac: (hash, key, data) => nodeCrypto().createHmac(hash, key).update(data).digest(),
  aead: (name, key) => {
    const secret = nodeCrypto().createSecretKey(key);
    switch (name) {
      case 'aes-128-gcm':
      case 'aes-256-gcm':
        return {
          open: (nonce, aad, block, start, end) => {
            const decipher = nodeCrypto().createDecipheriv(name, secret, nonce);
            decipher.setAAD(aad);
            return openedBy(decipher, block, start, end);
          },
        };
      case 'chacha20-poly1305':
        return hasCipher(name) ? chachaOpener(secret) : null;
      default: {
        const cipher = name.startsWith('aes-128') ? 'aes-128-ccm' : 'aes-256-ccm';
        return hasCipher(cipher) ? ccmOpener(cipher, secret, name.endsWith('-8') ? 8 : TAG) : null;
      }
    }
  },
  cbc: (name, key) => cbcOpener(name, nodeCrypto().createSecretKey(key)),
};

function hasCipher(name: string): boolean {
  return nodeCrypto().getCiphers().includes(name);
}

function chachaOpener(key: KeyObject): AeadOpener {
  return {
    open(nonce, aad, block, start, end) {
      const options = { authTagLength: TAG, plaintextLength: end - TAG - start };
      const decipher = nodeCrypto().createDecipheriv('chacha20-poly1305', key, nonce, options);
      decipher.setAAD(aad, options);
      return openedBy(decipher, block, start, end);
    },
  };
}

function openedBy(decipher: DecipherGCM, block: Uint8Array, start: number, end: number): Uint8Array | null {
  decipher.setAuthTag(block.subarray(end - TAG, end));
  const plain = decipher.update(block.subarray(start, end - TAG));
  return isAuthentic(decipher) ? plain : null;
}

function ccmOpener(cipher: CipherCCMTypes, key: KeyObject, tagBytes: 8 | 16): AeadOpener {
  return {
    open(nonce, aad, block, start, end) {
      const tagAt = end - tagBytes;
      const decipher = nodeCrypto().createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes });
      decipher.setAuthTag(block.subarray(tagAt, end));
      decipher.setAAD(aad, { plaintextLength: tagAt - start });
      try {
        // In this mode the tag is checked here.
        const plain = decipher.update(block.subarray(start, tagAt));
        return isAuthentic(decipher) ? plain : null;
      } catch {
        return null;
      }
    },
  };
}

/** Whether the tag fits; Node says so by an exception. */
function isAuthentic(decipher: { final(): Uint8Array }): boolean {
  try {
    decipher.final();
    return true;
  } catch {
    return false;
  }
}

function cbcOpener(cipher: 'aes-128-cbc' | 'aes-256-cbc', key: KeyObject): CbcOpener {
  return {
    decrypt(iv, block, start, end) {
      const decipher = nodeCrypto().createDecipheriv(cipher, key, iv);
      decipher.setAutoPadding(false);
      return decipher.update(block.subarray(start, end));
    },
  };
}

/** Private keys in PEM form; null where one is no RSA key that can be read. */
export function nodeRsaKeys(pems: readonly string[]): RsaKeys | null {
  const keys: KeyObject[] = [];
  for (const pem of pems) {
    const key = readRsaKey(pem);
    if (key === null) return null;
    keys.push(key);
  }
  return {
    count: keys.length,
    decrypt: (encrypted) => keys.flatMap((key) => rawDecrypt(key, encrypted)),
  };
}

function readRsaKey(pem: string): KeyObject | null {
  const key = orElse(() => nodeCrypto().createPrivateKey(pem), null);
  return key?.asymmetricKeyType === 'rsa' ? key : null;
}

/** The caller removes padding: Node refuses to remove that of PKCS #1 v1.5, with an exception. */
function rawDecrypt(key: KeyObject, encrypted: Uint8Array): Uint8Array[] {
  const { constants, privateDecrypt } = nodeCrypto();
  return orElse(() => [privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, encrypted)], []);
}

/** What opening TLS takes, from the user's keys and Node's own cryptography. */
export function nodeTlsOptions(keys: TlsKeyMaterial | undefined, sessions?: number): TlsOptions {
  const growing = keys?.growing ?? [];
  const keyLog = new KeyLog(null, sessions, growing.length === 0 ? null : new GrowingKeyLogs(growing));
  for (const log of keys?.keyLogs ?? []) keyLog.add(log);
  const rsaKeys = nodeRsaKeys(keys?.serverKeys ?? []);
  return {
    crypto: nodeTlsCrypto,
    keyLog,
    ...(rsaKeys === null ? {} : { rsaKeys }),
    ...(sessions === undefined ? {} : { sessions }),
  };
}
