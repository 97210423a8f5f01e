/**
 * Recognises TLS and reads the server name from a ClientHello (RFC 8446 §4.1.2, RFC 6066 §3). Encrypted connections are then
 * a finding with a host name, and not silence.
 */

import { MAX_RECORD_BYTES } from './limits.ts';

/** A ClientHello longer than this is not waited for. */
export const MAX_CLIENT_HELLO_BYTES = 16 * 1024;

const RECORD_HEADER = 5;
const HANDSHAKE = 22;
const APPLICATION_DATA = 23;
const CLIENT_HELLO = 1;
const EXTENSION_SERVER_NAME = 0;
const HOST_NAME = 0;

/** Whether bytes at the start of a stream look like a TLS handshake record: type 22, version 3.0 to 3.4. `least`: bytes that must be there. */
export function looksLikeTls(block: Uint8Array, start: number, end: number, least = 3): boolean {
  const length = end - start;
  return (
    length >= least &&
    block[start] === HANDSHAKE &&
    (length < 2 || block[start + 1] === 3) &&
    (length < 3 || (block[start + 2] ?? 255) <= 4)
  );
}

/** Whether a record of encrypted data of TLS 1.2 or 1.3 seems to start here: type 23, version 3.3, a possible length. */
export function looksLikeTlsData(block: Uint8Array, start: number, end: number): boolean {
  const length = u16(block, start + 3);
  return (
    end - start >= RECORD_HEADER &&
    block[start] === APPLICATION_DATA &&
    block[start + 1] === 3 &&
    block[start + 2] === 3 &&
    length > 0 &&
    length <= MAX_RECORD_BYTES
  );
}

export type ClientHelloResult =
  | { readonly kind: 'incomplete' }
  /** `serverName` is null when the client sent none. */
  | { readonly kind: 'hello'; readonly serverName: string | null }
  | { readonly kind: 'other' };

/** Reads the first handshake message of `bytes`, the start of the client's stream, across record boundaries. */
export function readClientHello(bytes: Uint8Array): ClientHelloResult {
  const message: number[] = [];
  let at = 0;
  let needed = 4;
  while (message.length < needed) {
    if (at + RECORD_HEADER > bytes.length) return { kind: 'incomplete' };
    if (bytes[at] !== HANDSHAKE) return { kind: 'other' };
    const length = u16(bytes, at + 3);
    const body = bytes.subarray(at + RECORD_HEADER, at + RECORD_HEADER + length);
    for (const byte of body) message.push(byte);
    if (message.length >= 4) {
      if (message[0] !== CLIENT_HELLO) return { kind: 'other' };
      needed = 4 + (((message[1] ?? 0) << 16) | ((message[2] ?? 0) << 8) | (message[3] ?? 0));
      if (needed > MAX_CLIENT_HELLO_BYTES) return { kind: 'other' };
    }
    if (body.length < length && message.length < needed) return { kind: 'incomplete' };
    at += RECORD_HEADER + length;
  }
  return { kind: 'hello', serverName: serverNameOf(Uint8Array.from(message.slice(4, needed))) };
}

/** The host name in the body of a ClientHello; null where there is none or the message is cut. */
function serverNameOf(hello: Uint8Array): string | null {
  let at = 2 + 32; // version, random
  at += 1 + (hello[at] ?? 0); // session id
  at += 2 + u16(hello, at); // cipher suites
  at += 1 + (hello[at] ?? 0); // compression methods
  const end = Math.min(hello.length, at + 2 + u16(hello, at));
  at += 2;
  while (at + 4 <= end) {
    const type = u16(hello, at);
    const length = u16(hello, at + 2);
    at += 4;
    if (type === EXTENSION_SERVER_NAME && at + 5 <= end && hello[at + 2] === HOST_NAME) {
      const nameLength = u16(hello, at + 3);
      const name = hello.subarray(at + 5, Math.min(end, at + 5 + nameLength));
      return String.fromCharCode(...name.subarray(0, 255));
    }
    at += length;
  }
  return null;
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
