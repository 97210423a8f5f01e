import { type ByteString, toByteString } from '../../engine/bytes/byte-string.ts';
import { u16be } from '../../engine/bytes/integers.ts';
import { MAX_HANDSHAKE_MESSAGE_BYTES } from './limits.ts';
import { CONTENT, RECORD_HEADER } from './record-stream.ts';

/* The messages of a handshake: cut out of records, and what those say that are read. */

/** Handshake message types (RFC 8446 §4, RFC 5246 §7.4, RFC 5077 §3). */
export const HANDSHAKE = {
  HELLO_REQUEST: 0,
  CLIENT_HELLO: 1,
  SERVER_HELLO: 2,
  NEW_SESSION_TICKET: 4,
  END_OF_EARLY_DATA: 5,
  ENCRYPTED_EXTENSIONS: 8,
  CERTIFICATE: 11,
  CLIENT_KEY_EXCHANGE: 16,
  FINISHED: 20,
  KEY_UPDATE: 24,
} as const;

/** Bytes before a message's body: its type and length. */
export const MESSAGE_HEADER = 4;

/** Cuts handshake messages out of one direction's records: one may span records, a record hold several. */
export class HandshakeReader {
  /** `message` with its type and length; valid only during the call. */
  readonly #take: (type: number, message: Uint8Array) => void;
  readonly #tooLong: () => void;
  #bytes: Uint8Array = new Uint8Array(0);
  #length = 0;
  /** Bytes still to come of a message that is not kept. */
  #skip = 0;
  /** Records were lost: the next one may start inside a message. */
  #lost = false;

  constructor(take: (type: number, message: Uint8Array) => void, tooLong: () => void) {
    this.#take = take;
    this.#tooLong = tooLong;
  }

  push(block: Uint8Array, start: number, end: number): void {
    let at = start;
    if (this.#lost) {
      // Only a record that one message fills exactly is certain to start with a message.
      if (end - start < MESSAGE_HEADER || messageLength(block, start) !== end - start) return;
      this.#lost = false;
    }
    while (at < end) {
      const skipped = Math.min(this.#skip, end - at);
      this.#skip -= skipped;
      at += skipped;
      if (at >= end) return;
      const needed = this.#length < MESSAGE_HEADER ? MESSAGE_HEADER : messageLength(this.#bytes, 0);
      const taken = Math.min(needed - this.#length, end - at);
      this.#append(block, at, at + taken);
      at += taken;
      if (this.#length < MESSAGE_HEADER) return;
      const whole = messageLength(this.#bytes, 0);
      if (whole > MAX_HANDSHAKE_MESSAGE_BYTES) {
        this.#skip = whole - this.#length;
        this.#length = 0;
        this.#tooLong();
      } else if (this.#length === whole) {
        this.#length = 0;
        this.#take(this.#bytes[0] ?? 0, this.#bytes.subarray(0, whole));
      }
    }
    if (this.#length === 0) this.#bytes = EMPTY;
  }

  /** A record that may have held handshake messages was lost. */
  lose(): void {
    this.#length = 0;
    this.#skip = 0;
    this.#lost = true;
  }

  /** Another epoch begins, which starts with a message. */
  restart(): void {
    this.#length = 0;
    this.#skip = 0;
    this.#lost = false;
  }

  #append(block: Uint8Array, from: number, to: number): void {
    const length = this.#length + (to - from);
    if (length > this.#bytes.length) {
      // Grows with what has come, and not with what a header promises.
      const grown = new Uint8Array(Math.max(256, length * 2));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    for (let i = from; i < to; i++) this.#bytes[this.#length + i - from] = block[i] ?? 0;
    this.#length = length;
  }
}

const EMPTY = new Uint8Array(0);

function messageLength(bytes: ArrayLike<number>, at: number): number {
  return MESSAGE_HEADER + (((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
}

/*
 * ClientHello and ServerHello as opening a session needs them (RFC 5246 §7.4.1, RFC 8446 §4.1). Both take the
 * message's body, without its type and length. Reads past the end give zeros and empty slices, so that cut
 * messages cannot fail; where the fields that matter are not all there, the answer is null.
 */

export interface ClientHelloFields {
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  /** From the session_ticket extension (RFC 5077); empty without one. */
  readonly ticket: Uint8Array;
  readonly serverName: ByteString | null;
  readonly earlyData: boolean;
}

export interface ServerHelloFields {
  /** As negotiated: 0x0303 is TLS 1.2, 0x0304 TLS 1.3. */
  readonly version: number;
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly suite: number;
  readonly compression: number;
  readonly isRetryRequest: boolean;
  readonly alpn: ByteString | null;
  readonly encryptThenMac: boolean;
  readonly extendedMasterSecret: boolean;
}

export const TLS_12 = 0x0303;
export const TLS_13 = 0x0304;

const RANDOM_BYTES = 32;

/** Behind the version, the random and its own length. */
const SESSION_ID_AT = 2 + RANDOM_BYTES + 1;

/** Extension types that are read (RFC 8446 §4.2, RFC 7366, RFC 7627, RFC 5077). */
const EXTENSION = {
  SERVER_NAME: 0,
  ALPN: 16,
  ENCRYPT_THEN_MAC: 22,
  EXTENDED_MASTER_SECRET: 23,
  SESSION_TICKET: 35,
  EARLY_DATA: 42,
  SUPPORTED_VERSIONS: 43,
} as const;

/** Behind the length of the list of names, the kind of the first and its length. */
const SERVER_NAME_AT = 5;
const HOST_NAME = 0;
const LONGEST_SERVER_NAME = 255;

/** The random of a ServerHello that is a HelloRetryRequest (RFC 8446 §4.1.3). */
const RETRY_RANDOM =
  '\xcf\x21\xad\x74\xe5\x9a\x61\x11\xbe\x1d\x8c\x02\x1e\x65\xb8\x91' +
  '\xc2\xa2\x11\x16\x7a\xbb\x8c\x5e\x07\x9e\x09\xe2\xc8\xa8\x33\x9c';

export function readClientHelloFields(body: Uint8Array): ClientHelloFields | null {
  const suitesAt = sessionIdEnd(body);
  if (suitesAt + 2 > body.length) return null;
  let ticket: Uint8Array = new Uint8Array(0);
  let serverName: ByteString | null = null;
  let earlyData = false;
  forEachExtension(body, clientExtensionsAt(body), (type, data) => {
    if (type === EXTENSION.SESSION_TICKET) ticket = data.slice();
    else if (type === EXTENSION.EARLY_DATA) earlyData = true;
    else if (type === EXTENSION.SERVER_NAME) serverName = serverNameOf(data) ?? serverName;
  });
  return {
    random: body.slice(2, 2 + RANDOM_BYTES),
    sessionId: body.slice(SESSION_ID_AT, suitesAt),
    ticket,
    serverName,
    earlyData,
  };
}

/** The host name that a server_name extension holds (RFC 6066 §3); null for another kind of name, or none. */
function serverNameOf(data: Uint8Array): ByteString | null {
  if (data.length <= SERVER_NAME_AT || data[2] !== HOST_NAME) return null;
  const length = Math.min(LONGEST_SERVER_NAME, u16be(data, 3));
  return toByteString(data.subarray(SERVER_NAME_AT, SERVER_NAME_AT + length));
}

export function readServerHelloFields(body: Uint8Array): ServerHelloFields | null {
  const suiteAt = sessionIdEnd(body);
  if (suiteAt + 3 > body.length) return null;
  let version = u16be(body, 0);
  let alpn: ByteString | null = null;
  let encryptThenMac = false;
  let extendedMasterSecret = false;
  forEachExtension(body, suiteAt + 3, (type, data) => {
    if (type === EXTENSION.SUPPORTED_VERSIONS && data.length >= 2) version = u16be(data, 0);
    else if (type === EXTENSION.ALPN) alpn = protocolOf(data);
    else if (type === EXTENSION.ENCRYPT_THEN_MAC) encryptThenMac = true;
    else if (type === EXTENSION.EXTENDED_MASTER_SECRET) extendedMasterSecret = true;
  });
  const random = body.slice(2, 2 + RANDOM_BYTES);
  return {
    version,
    random,
    sessionId: body.slice(SESSION_ID_AT, suiteAt),
    suite: u16be(body, suiteAt),
    compression: body[suiteAt + 2] ?? 0,
    isRetryRequest: toByteString(random) === RETRY_RANDOM,
    alpn,
    encryptThenMac,
    extendedMasterSecret,
  };
}

/** EncryptedExtensions of TLS 1.3 (RFC 8446 §4.3.1). */
export function readEncryptedExtensions(body: Uint8Array): {
  readonly alpn: ByteString | null;
  readonly earlyData: boolean;
} {
  let alpn: ByteString | null = null;
  let earlyData = false;
  forEachExtension(body, 0, (type, data) => {
    if (type === EXTENSION.ALPN) alpn = protocolOf(data);
    else if (type === EXTENSION.EARLY_DATA) earlyData = true;
  });
  return { alpn, earlyData };
}

/** The ticket of a NewSessionTicket of TLS 1.2 (RFC 5077 §3.3); empty where it is cut. */
export function readTicket(body: Uint8Array): Uint8Array {
  return body.slice(6, 6 + u16be(body, 4));
}

/** The encrypted premaster secret of a ClientKeyExchange with RSA (RFC 5246 §7.4.7.1). */
export function readEncryptedPremaster(body: Uint8Array): Uint8Array {
  return body.slice(2, 2 + u16be(body, 0));
}

/** Where the cipher suites of a ClientHello begin, or the suite of a ServerHello. */
function sessionIdEnd(body: Uint8Array): number {
  return SESSION_ID_AT + (body[SESSION_ID_AT - 1] ?? 0);
}

/** Where the extensions of a ClientHello begin: behind its cipher suites and compression methods. */
function clientExtensionsAt(body: Uint8Array): number {
  const suitesAt = sessionIdEnd(body);
  const compressionAt = suitesAt + 2 + u16be(body, suitesAt);
  return compressionAt + 1 + (body[compressionAt] ?? 0);
}

/** Gives every extension of the list at `at` in `body`, cut where the body is. */
function forEachExtension(
  body: Uint8Array,
  at: number,
  take: (type: number, data: Uint8Array) => void,
): void {
  const end = Math.min(body.length, at + 2 + u16be(body, at));
  let next = at + 2;
  while (next + 4 <= end) {
    const length = u16be(body, next + 2);
    take(u16be(body, next), body.subarray(next + 4, Math.min(end, next + 4 + length)));
    next += 4 + length;
  }
}

/** The one protocol that a server names in its ALPN extension (RFC 7301 §3.1). */
function protocolOf(data: Uint8Array): ByteString | null {
  const length = data[2] ?? 0;
  return length === 0 ? null : toByteString(data.subarray(3, 3 + length));
}

/** What the server decided, as far as it says so in the clear. */
export interface ServerHello {
  /** As on the wire: 0x0303 is TLS 1.2, 0x0304 TLS 1.3. */
  readonly version: number;
  /** Number in the IANA registry. */
  readonly cipherSuite: number;
  /** ALPN protocol, e.g. `http/1.1`; null where none was chosen, or where TLS 1.3 hides it. */
  readonly protocol: string | null;
}

export type FirstMessage =
  /** It takes `needed` bytes of the stream at least to know more. */
  | { readonly kind: 'incomplete'; readonly needed: number }
  | { readonly kind: 'message'; readonly type: number; readonly body: Uint8Array }
  /** The sender ended the handshake instead: number of the alert (RFC 8446 §6). */
  | { readonly kind: 'alert'; readonly description: number }
  | { readonly kind: 'other' };

/** The first handshake message at the start of one side's stream, put together from its records. */
export function firstMessage(bytes: Uint8Array): FirstMessage {
  const message: number[] = [];
  let at = 0;
  let needed = MESSAGE_HEADER;
  while (message.length < needed) {
    const start = at + RECORD_HEADER;
    if (start > bytes.length) return { kind: 'incomplete', needed: start };
    const length = u16be(bytes, at + 3);
    const body = bytes.subarray(start, start + length);
    if (bytes[at] === CONTENT.ALERT && length >= 2) {
      return body.length < 2
        ? { kind: 'incomplete', needed: start + 2 }
        : { kind: 'alert', description: body[1] ?? 0 };
    }
    if (bytes[at] !== CONTENT.HANDSHAKE) return { kind: 'other' };
    for (const byte of body) message.push(byte);
    if (message.length >= MESSAGE_HEADER) {
      needed = messageLength(message, 0);
      if (needed > MAX_HANDSHAKE_MESSAGE_BYTES) return { kind: 'other' };
    }
    if (body.length < length && message.length < needed) {
      return { kind: 'incomplete', needed: Math.min(start + length, bytes.length + needed - message.length) };
    }
    at = start + length;
  }
  return {
    kind: 'message',
    type: message[0] ?? 0,
    body: Uint8Array.from(message.slice(MESSAGE_HEADER, needed)),
  };
}

/** What a ServerHello decides; null for any other message. */
export function serverHelloOf(message: FirstMessage): ServerHello | null {
  if (message.kind !== 'message' || message.type !== HANDSHAKE.SERVER_HELLO) return null;
  const fields = readServerHelloFields(message.body);
  if (fields === null) return null;
  return { version: fields.version, cipherSuite: fields.suite, protocol: fields.alpn };
}

/** What a client offers in its ClientHello (RFC 8446 §4.1.2). */
interface ClientOffer {
  /** Name from the server_name extension (RFC 6066 §3); null without one. */
  readonly serverName: ByteString | null;
  /** As on the wire, newest first: 0x0304 is TLS 1.3. */
  readonly versions: readonly number[];
  /** ALPN protocols (RFC 7301), in the client's order. */
  readonly protocols: readonly ByteString[];
}

/** The offer of a ClientHello; null for any other message. What is cut reads as zeros and is left out. */
export function clientOfferOf(message: FirstMessage): ClientOffer | null {
  if (message.kind !== 'message' || message.type !== HANDSHAKE.CLIENT_HELLO) return null;
  const { body } = message;
  let serverName: ByteString | null = null;
  let versions: readonly number[] = [u16be(body, 0)];
  let protocols: readonly ByteString[] = [];
  forEachExtension(body, clientExtensionsAt(body), (type, data) => {
    if (type === EXTENSION.SERVER_NAME) serverName = serverNameOf(data) ?? serverName;
    else if (type === EXTENSION.SUPPORTED_VERSIONS) versions = versionList(data);
    else if (type === EXTENSION.ALPN) protocols = protocolList(data);
  });
  return { serverName, versions, protocols };
}

/** Without the values that clients make up so that servers stay tolerant (RFC 8701). */
function versionList(data: Uint8Array): readonly number[] {
  const versions: number[] = [];
  for (let at = 1; at + 2 <= data.length; at += 2) {
    const version = u16be(data, at);
    if (version >> 8 === 3) versions.push(version);
  }
  return versions.sort((a, b) => b - a);
}

/** Made-up names (RFC 8701) are two bytes long; registered ones of two, such as `h2`, begin with an h. */
function protocolList(data: Uint8Array): readonly ByteString[] {
  const names: ByteString[] = [];
  for (let at = 2; at < data.length; at += 1 + (data[at] ?? 0)) {
    const name = toByteString(data.subarray(at + 1, at + 1 + (data[at] ?? 0)));
    if (/^(?:[\x21-\x7e]{3,}|h[23])$/.test(name)) names.push(name);
  }
  return names;
}

const NAMES: Readonly<Record<number, string>> = {
  768: 'SSL 3.0',
  769: 'TLS 1.0',
  770: 'TLS 1.1',
  771: 'TLS 1.2',
  772: 'TLS 1.3',
};

/** What people call a protocol version (RFC 8446 §4.2.1); its number where there is none of that number. */
export function versionName(version: number): string {
  return NAMES[version] ?? `0x${version.toString(16).padStart(4, '0')}`;
}
