import { type ByteString, toByteString, toBytes } from '../../engine/bytes/byte-string.ts';
import { makeRoom } from '../../engine/bytes/collections.ts';
import { fromHex } from '../../engine/bytes/hex.ts';
import { MAX_KEY_LOG_SESSIONS } from '../../engine/limits.ts';
import { MAX_KEY_LOG_LINE } from './limits.ts';

/** What a key log gives for one session; null for what it does not hold. */
export interface SessionKeys {
  /** TLS 1.2: the master secret, or the premaster secret that it is made of. */
  master: Uint8Array | null;
  premaster: Uint8Array | null;
  /** TLS 1.3: traffic secrets (RFC 8446 §7.1). */
  clientEarly: Uint8Array | null;
  clientHandshake: Uint8Array | null;
  serverHandshake: Uint8Array | null;
  client: Uint8Array | null;
  server: Uint8Array | null;
}

/** A key log that its programs are still writing. */
export interface GrowingLog {
  /** Whole lines since the last call; empty for none. Called often, for one session each time. */
  added(): Uint8Array;
}

/** Labels of key logs (draft-ietf-tls-keylogfile) by their field, with two of older versions of NSS. */
const LABELS: Readonly<Record<string, keyof SessionKeys>> = {
  CLIENT_RANDOM: 'master',
  PMS_CLIENT_RANDOM: 'premaster',
  CLIENT_EARLY_TRAFFIC_SECRET: 'clientEarly',
  CLIENT_HANDSHAKE_TRAFFIC_SECRET: 'clientHandshake',
  SERVER_HANDSHAKE_TRAFFIC_SECRET: 'serverHandshake',
  CLIENT_TRAFFIC_SECRET_0: 'client',
  SERVER_TRAFFIC_SECRET_0: 'server',
};

/** Labels that are valid and open no record. */
const OTHER_LABELS: readonly string[] = [
  'EXPORTER_SECRET',
  'EARLY_EXPORTER_SECRET',
  'ECH_SECRET',
  'ECH_CONFIG',
  // Secrets after key updates: they follow from the first ones.
  'CLIENT_TRAFFIC_SECRET_N',
  'SERVER_TRAFFIC_SECRET_N',
];

const CLIENT_RANDOM_BYTES = 32;

/** Byte order marks, which editors on Windows put before a text; PowerShell redirects into the second. */
const UTF_8_MARK = [0xef, 0xbb, 0xbf];
const UTF_16_MARK = [0xff, 0xfe];
const MASTER_SECRET_BYTES = 48;

/**
 * The secrets of a key log in NSS format (`SSLKEYLOGFILE`, draft-ietf-tls-keylogfile), by what finds them in
 * a capture. They are in no property that can be printed: this object shows as empty in a log, in JSON and in
 * a debugger's summary. `parent` holds those that the user gave, which count before a capture's.
 */
export class KeyLog {
  readonly #parent: KeyLog | null;
  readonly #limit: number;
  readonly #growing: GrowingLog | null;
  readonly #sessions = new Map<ByteString, SessionKeys>();
  /** Master secrets by session id, and premaster secrets by the first 8 bytes of their encrypted form. */
  readonly #masters = new Map<ByteString, Uint8Array>();
  readonly #premasters = new Map<ByteString, Uint8Array>();
  #badLines = 0;
  #omitted = 0;

  /**
   * `limit`: sessions and single secrets that are kept. Of a log that is `growing`, those that were written
   * first make room: it may grow for ever, and the keys that come are those of the sessions to come.
   */
  constructor(
    parent: KeyLog | null = null,
    limit: number = MAX_KEY_LOG_SESSIONS,
    growing: GrowingLog | null = null,
  ) {
    this.#parent = parent;
    this.#limit = limit;
    this.#growing = growing;
  }

  /** Keys that are not known may still be written. */
  get isGrowing(): boolean {
    return this.#growing !== null || (this.#parent?.isGrowing ?? false);
  }

  /** Reads what was added to a log that is growing. */
  grow(): void {
    this.#parent?.grow();
    if (this.#growing !== null) this.add(this.#growing.added());
  }

  get limit(): number {
    return this.#limit;
  }

  /** Sessions and single secrets that are known. */
  get size(): number {
    const own = this.#sessions.size + this.#masters.size + this.#premasters.size;
    return own + (this.#parent?.size ?? 0);
  }

  /** Lines that are neither a secret nor a comment. */
  get badLines(): number {
    return this.#badLines + (this.#parent?.badLines ?? 0);
  }

  /** Secrets that were not kept because there were too many. */
  get omitted(): number {
    return this.#omitted + (this.#parent?.omitted ?? 0);
  }

  /** Some premaster secrets are known, so that the handshake must be followed. */
  get hasPremasters(): boolean {
    return this.#premasters.size > 0 || (this.#parent?.hasPremasters ?? false);
  }

  /** Keys of the session whose ClientHello has this random value; null where they are not known. */
  session(clientRandom: ByteString): SessionKeys | null {
    const given = this.#parent?.session(clientRandom) ?? null;
    const own = this.#ownSession(clientRandom);
    return given === null || own === null ? (given ?? own) : firstOf(given, own);
  }

  /** Master secret of a session of TLS 1.2 by its id; null where it is not known. */
  masterOfSessionId(sessionId: ByteString): Uint8Array | null {
    return this.#parent?.masterOfSessionId(sessionId) ?? this.#masters.get(sessionId) ?? null;
  }

  /** Premaster secret by its form encrypted for the server; null where it is not known. */
  premasterOf(encrypted: Uint8Array): Uint8Array | null {
    const start = toByteString(encrypted, 0, Math.min(8, encrypted.length));
    return this.#parent?.premasterOf(encrypted) ?? this.#premasters.get(start) ?? null;
  }

  /** Adds a whole key log. Lines that mean nothing are counted. */
  add(log: Uint8Array): void {
    const bytes = inSingleBytes(log);
    let start = startsWith(bytes, UTF_8_MARK) ? UTF_8_MARK.length : 0;
    while (start < bytes.length) {
      let end = bytes.indexOf(0x0a, start);
      if (end < 0) end = bytes.length;
      if (end - start > MAX_KEY_LOG_LINE) this.#badLines++;
      else this.#line(toByteString(bytes, start, end).trim());
      start = end + 1;
    }
  }

  #ownSession(clientRandom: ByteString): SessionKeys | null {
    const known = this.#sessions.get(clientRandom);
    if (known !== undefined || this.#growing === null) return known ?? null;
    this.grow();
    return this.#sessions.get(clientRandom) ?? null;
  }

  #line(line: string): void {
    if (line === '' || line.startsWith('#')) return;
    const [label = '', id = '', value = '', ...rest] = line.split(/[ \t]+/);
    const field = Object.hasOwn(LABELS, label) ? LABELS[label] : undefined;
    if (rest.length > 0) this.#badLines++;
    else if (field !== undefined) this.#sessionLine(field, id, value);
    else if (label === 'RSA') this.#rsaLine(id, value);
    else if (!OTHER_LABELS.includes(label)) this.#badLines++;
  }

  #sessionLine(field: keyof SessionKeys, id: string, value: string): void {
    const random = unhex(id);
    const secret = unhex(value);
    const length = secret?.length ?? 0;
    const fits = field === 'master' ? length === MASTER_SECRET_BYTES : length >= 32 && length <= 64;
    if (random === null || random.length !== CLIENT_RANDOM_BYTES || secret === null || !fits) {
      this.#badLines++;
      return;
    }
    const key = toByteString(random);
    let keys = this.#sessions.get(key);
    if (keys === undefined) {
      if (!this.#hasRoom(this.#sessions)) return;
      keys = noKeys();
      this.#sessions.set(key, keys);
    }
    keys[field] = secret;
  }

  /** `RSA <first 8 bytes, encrypted> <premaster>`, or `RSA Session-ID:<id> Master-Key:<secret>`. */
  #rsaLine(first: string, second: string): void {
    const bySession = first.startsWith('Session-ID:') && second.startsWith('Master-Key:');
    const id = unhex(bySession ? first.slice('Session-ID:'.length) : first);
    const secret = unhex(bySession ? second.slice('Master-Key:'.length) : second);
    if (id === null || secret === null || secret.length !== MASTER_SECRET_BYTES) {
      this.#badLines++;
      return;
    }
    const held = bySession ? this.#masters : this.#premasters;
    if (this.#hasRoom(held)) held.set(toByteString(id), secret);
  }

  #hasRoom(held: Map<ByteString, unknown>): boolean {
    if (this.#growing !== null) {
      makeRoom(held, this.#limit);
      return true;
    }
    const full = this.#sessions.size + this.#masters.size + this.#premasters.size >= this.#limit;
    if (full) this.#omitted++;
    return !full;
  }
}

/** One session as two logs have it. */
function firstOf(first: SessionKeys, second: SessionKeys): SessionKeys {
  return {
    master: first.master ?? second.master,
    premaster: first.premaster ?? second.premaster,
    clientEarly: first.clientEarly ?? second.clientEarly,
    clientHandshake: first.clientHandshake ?? second.clientHandshake,
    serverHandshake: first.serverHandshake ?? second.serverHandshake,
    client: first.client ?? second.client,
    server: first.server ?? second.server,
  };
}

function noKeys(): SessionKeys {
  return {
    master: null,
    premaster: null,
    clientEarly: null,
    clientHandshake: null,
    serverHandshake: null,
    client: null,
    server: null,
  };
}

/** Bytes of an even number of hex digits; null for anything else. */
function unhex(text: string): Uint8Array | null {
  const spelt = /^[0-9a-fA-F]+$/.test(text) ? fromHex(text) : null;
  return spelt === null ? null : toBytes(spelt);
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, at) => bytes[at] === byte);
}

/** A key log in UTF-16 as the bytes that its program wrote; every other one as it is. */
function inSingleBytes(log: Uint8Array): Uint8Array {
  if (!startsWith(log, UTF_16_MARK)) return log;
  return new TextEncoder().encode(new TextDecoder('utf-16le').decode(log));
}
