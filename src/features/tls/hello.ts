import { type ByteString, toByteString } from '../../bytes/byte-string.ts';
import { u16be } from '../../bytes/integers.ts';

/*
 * ClientHello and ServerHello as opening a session needs them (RFC 5246 §7.4.1, RFC 8446 §4.1).
 * Both take the message's body, without its type and length. Reads past the end give zeros and
 * empty slices, so that cut messages cannot fail; where the fields that matter are not all there,
 * the answer is null.
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
export const EXTENSION = {
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

/**
 * The host name that a server_name extension holds (RFC 6066 §3); null for another kind of name, or
 * none.
 */
export function serverNameOf(data: Uint8Array): ByteString | null {
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

/**
 * Where the extensions of a ClientHello begin: behind its cipher suites and compression methods.
 */
export function clientExtensionsAt(body: Uint8Array): number {
  const suitesAt = sessionIdEnd(body);
  const compressionAt = suitesAt + 2 + u16be(body, suitesAt);
  return compressionAt + 1 + (body[compressionAt] ?? 0);
}

/** Gives every extension of the list at `at` in `body`, cut where the body is. */
export function forEachExtension(
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
