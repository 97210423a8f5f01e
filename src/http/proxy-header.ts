import { asciiLower, type ByteString, mayStandAt, toByteString, toBytes } from '../bytes/byte-string.ts';
import { u16be } from '../bytes/integers.ts';
import { formatIpv4, formatIpv6 } from '../bytes/ip-address.ts';

/**
 * The header that a load balancer or a proxy writes before the first byte of a connection that it
 * passes on, to tell whose it is: PROXY protocol, versions 1 (a line of text) and 2 (binary).
 * https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt §2.
 */
const TEXT_BEGINNINGS = ['PROXY TCP4 ', 'PROXY TCP6 ', 'PROXY UNKNOWN'].map(toBytes);
/** Bytes; longer than one of version 2 that names addresses alone. */
export const LONGEST_PROXY_LINE = 107;

const SIGNATURE = Uint8Array.from([0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a]);
/** The signature, version and command, family and protocol, and the length of what follows. */
const FIXED_BYTES = 16;
const VERSION_2 = 0x2;
/** The command of a proxy that speaks for a client; with another one it speaks for itself. */
const PROXY = 0x1;
/** Of the byte of family and protocol; then the two addresses and the two ports. */
const IPV4 = 0x1;
const IPV6 = 0x2;
const IPV4_BYTES = 12;
const IPV6_BYTES = 36;

/** It may be a header, of which too little is there to tell how long it is, or whom it names. */
export const MORE_OF_HEADER = -1;

/**
 * Length of the header that begins at `start`, which may go beyond `end`; 0 where there is none.
 */
export function proxyHeaderLength(block: Uint8Array, start: number, end: number): number {
  // Nearly every connection begins with neither.
  if (block[start] === SIGNATURE[0]) return binaryLength(block, start, end);
  return block[start] === 0x50 ? textLength(block, start, end) : 0;
}

function textLength(block: Uint8Array, start: number, end: number): number {
  if (!TEXT_BEGINNINGS.some((beginning) => mayStandAt(beginning, block, start, end))) return 0;
  const stop = Math.min(end, start + LONGEST_PROXY_LINE);
  for (let at = start; at < stop; at++) if (block[at] === 0x0a) return at + 1 - start;
  return stop - start < LONGEST_PROXY_LINE ? MORE_OF_HEADER : 0;
}

function binaryLength(block: Uint8Array, start: number, end: number): number {
  if (!mayStandAt(SIGNATURE, block, start, end)) return 0;
  if (end - start < FIXED_BYTES) return MORE_OF_HEADER;
  const version = (block[start + SIGNATURE.length] ?? 0) >> 4;
  if (version !== VERSION_2) return 0;
  const length = FIXED_BYTES + u16be(block, start + FIXED_BYTES - 2);
  return end - start < Math.min(length, FIXED_BYTES + addressBytes(block, start)) ? MORE_OF_HEADER : length;
}

/** Bytes of the addresses and ports of IP in a header of version 2; 0 where it names none. */
function addressBytes(block: Uint8Array, start: number): number {
  if (((block[start + SIGNATURE.length] ?? 0) & 0x0f) !== PROXY) return 0;
  const family = (block[start + SIGNATURE.length + 1] ?? 0) >> 4;
  if (family === IPV4) return IPV4_BYTES;
  return family === IPV6 ? IPV6_BYTES : 0;
}

/**
 * Whom the header of `length` bytes at `start` names as the client, in the form of
 * `ConnectionInfo.client`; null where it names none by an address of IP.
 */
export function clientOfProxyHeader(block: Uint8Array, start: number, length: number): string | null {
  return block[start] === SIGNATURE[0]
    ? clientOfBinary(block, start, length)
    : clientOfText(toByteString(block, start, start + length));
}

function clientOfBinary(block: Uint8Array, start: number, length: number): string | null {
  const at = start + FIXED_BYTES;
  const bytes = addressBytes(block, start);
  if (bytes === 0 || length < FIXED_BYTES + bytes) return null;
  return bytes === IPV4_BYTES
    ? `${formatIpv4(block, at)}:${u16be(block, at + 8)}`
    : `[${formatIpv6(block, at)}]:${u16be(block, at + 32)}`;
}

/**
 * Client, server and their ports. What looks like no address is not passed on: anybody may have
 * written it.
 */
const IPV4_LINE = /^PROXY TCP4 (\d{1,3}(?:\.\d{1,3}){3}) \S+ (\d{1,5}) \d{1,5}\r?\n$/;
const IPV6_LINE = /^PROXY TCP6 ([\da-f:.]*:[\da-f:.]*) \S+ (\d{1,5}) \d{1,5}\r?\n$/i;

function clientOfText(line: ByteString): string | null {
  const four = IPV4_LINE.exec(line);
  if (four !== null) return `${four[1]}:${four[2]}`;
  const six = IPV6_LINE.exec(line);
  return six === null ? null : `[${asciiLower(six[1] ?? '')}]:${six[2]}`;
}
