import { type ByteString, toByteString } from '../../engine/bytes/byte-string.ts';
import { makeRoom, ownOrLast } from '../../engine/bytes/collections.ts';
import type { NoticeSink } from '../../engine/bytes/notice.ts';
import type { TlsInfo, TlsOpened } from '../../engine/http/tls.ts';
import { KeyLog } from './key-log.ts';
import { MAX_REMEMBERED_SESSIONS, MAX_TICKET_BYTES, MAX_TRIAL_BYTES, TRIAL_COST } from './limits.ts';
import { BufferPool } from './record-stream.ts';
import type { RsaKeys, TlsCrypto } from './tls-crypto.ts';

/** What opening the TLS of a capture takes. */
export interface TlsOptions {
  /** `nodeTlsCrypto` in Node. */
  readonly crypto: TlsCrypto;
  /** Keys that the user gave; a capture may bring more. */
  readonly keyLog?: KeyLog;
  /** Servers' private keys (`nodeRsaKeys` in Node): they open TLS 1.2 with RSA key exchange alone. */
  readonly rsaKeys?: RsaKeys;
  /** Sessions whose keys are kept of those that the capture brings; `USUAL_LIMITS.tlsSessions` by default. */
  readonly sessions?: number;
}

/** Secrets type of a TLS key log in a pcapng Decryption Secrets Block (draft-ietf-opsawg-pcapng §4.7). */
export const TLS_KEY_LOG_SECRETS = 0x544c534b;

const NO_RSA_KEYS: RsaKeys = { count: 0, decrypt: () => [] };

/** What TLS connections of a capture share: keys, sessions to resume, buffers, how many were opened. */
export class TlsContext {
  readonly crypto: TlsCrypto;
  readonly keyLog: KeyLog;
  readonly rsaKeys: RsaKeys;
  readonly remembered = new RememberedSessions();
  readonly pool = new BufferPool();
  readonly tally = new OpenedTally();
  readonly trials = new TrialBudget();
  readonly notice: NoticeSink;
  /** What records that wait for their keys take, in bytes, over all connections. */
  waitingBytes = 0;
  /** Connections of which it was tried whether they can be opened, and those that could. */
  seen = 0;
  opened = 0;

  constructor(options: TlsOptions, notice: NoticeSink) {
    this.crypto = options.crypto;
    this.keyLog = new KeyLog(options.keyLog ?? null, options.sessions);
    this.rsaKeys = options.rsaKeys ?? NO_RSA_KEYS;
    this.notice = notice;
  }

  /** Whether there is any key at all, or may be; without one no connection is looked into. */
  get hasKeys(): boolean {
    return this.keyLog.isGrowing || this.keyLog.size > 0 || this.rsaKeys.count > 0;
  }

  /** A Decryption Secrets Block of the capture. */
  secrets(type: number, bytes: Uint8Array): void {
    if (type === TLS_KEY_LOG_SECRETS) this.keyLog.add(bytes);
  }

  /** The capture is over: says whether the keys were of any use. */
  end(): void {
    const { badLines, omitted, size } = this.keyLog;
    const say = (code: 'tls-key-log-lines' | 'tls-key-log-full' | 'tls-key-log-unused', args: object): void =>
      this.notice({ code, frame: null, offset: null, args: { ...args } });
    if (badLines > 0) say('tls-key-log-lines', { lines: badLines });
    if (omitted > 0) say('tls-key-log-full', { omitted, limit: this.keyLog.limit });
    if (size > 0 && this.seen > 0 && this.opened === 0) {
      say('tls-key-log-unused', { keys: size, sessions: this.seen });
    }
  }
}

/** Master secrets of opened TLS 1.2 sessions, for those that resume them; the oldest go first. */
class RememberedSessions {
  readonly #masters = new Map<ByteString, Uint8Array>();

  remember(kind: 'id' | 'ticket', name: Uint8Array, master: Uint8Array): void {
    if (name.length === 0 || name.length > MAX_TICKET_BYTES) return;
    const key = keyOf(kind, name);
    this.#masters.delete(key);
    makeRoom(this.#masters, MAX_REMEMBERED_SESSIONS);
    this.#masters.set(key, master);
  }

  find(kind: 'id' | 'ticket', name: Uint8Array): Uint8Array | null {
    return name.length === 0 ? null : (this.#masters.get(keyOf(kind, name)) ?? null);
  }
}

function keyOf(kind: 'id' | 'ticket', name: Uint8Array): ByteString {
  return `${kind}:${toByteString(name)}`;
}

/** Kinds of opened connections that are counted apart; further ones are counted with the last. */
const MAX_KINDS = 1000;

/** Counts opened connections by what they were protected with. */
class OpenedTally {
  readonly #kinds = new Map<string, TlsInfo & { connections: number }>();

  add(info: TlsInfo): void {
    const key = [info.version, info.suite, info.alpn ?? '', info.serverName ?? ''].join(' ');
    const known = ownOrLast(this.#kinds, key, MAX_KINDS);
    if (known === undefined) this.#kinds.set(key, { ...info, connections: 1 });
    else known.connections++;
  }

  /** The most frequent first. */
  list(): readonly TlsOpened[] {
    return [...this.#kinds.values()].sort((a, b) => b.connections - a.connections);
  }
}

/** Bounds what all connections of a capture together may spend on attempts that fail. */
export class TrialBudget {
  #left = MAX_TRIAL_BYTES;

  get isSpent(): boolean {
    return this.#left <= 0;
  }

  /** A record of `bytes` bytes was decrypted in vain. */
  spend(bytes: number): void {
    this.#left -= bytes + TRIAL_COST;
  }
}
