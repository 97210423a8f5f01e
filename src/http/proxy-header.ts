import { toBytes } from '../bytes/byte-string.ts';
import { u16be } from '../bytes/integers.ts';
import { mayStandAt } from '../bytes/stands-at.ts';

/**
 * The header that a load balancer or a proxy writes before the first byte of a connection that it passes on, to tell whose it is: PROXY
 * protocol, versions 1 (a line of text) and 2 (binary). https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt §2.
 */
const TEXT_BEGINNINGS = ['PROXY TCP4 ', 'PROXY TCP6 ', 'PROXY UNKNOWN'].map(toBytes);
const LONGEST_TEXT = 107;

const SIGNATURE = Uint8Array.from([0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a]);
/** The signature, version and command, family and protocol, and the length of what follows. */
const FIXED_BYTES = 16;
const VERSION_2 = 0x2;

/** It may be a header, of which too little is there to tell how long it is. */
export const MORE_OF_HEADER = -1;

/** Length of the header that begins at `start`, which may go beyond `end`; 0 where there is none. */
export function proxyHeaderLength(block: Uint8Array, start: number, end: number): number {
  // Nearly every connection begins with neither.
  if (block[start] === SIGNATURE[0]) return binaryLength(block, start, end);
  return block[start] === 0x50 ? textLength(block, start, end) : 0;
}

function textLength(block: Uint8Array, start: number, end: number): number {
  if (!TEXT_BEGINNINGS.some((beginning) => mayStandAt(beginning, block, start, end))) return 0;
  const stop = Math.min(end, start + LONGEST_TEXT);
  for (let at = start; at < stop; at++) if (block[at] === 0x0a) return at + 1 - start;
  return stop - start < LONGEST_TEXT ? MORE_OF_HEADER : 0;
}

function binaryLength(block: Uint8Array, start: number, end: number): number {
  if (!mayStandAt(SIGNATURE, block, start, end)) return 0;
  if (end - start < FIXED_BYTES) return MORE_OF_HEADER;
  const version = (block[start + SIGNATURE.length] ?? 0) >> 4;
  return version === VERSION_2 ? FIXED_BYTES + u16be(block, start + FIXED_BYTES - 2) : 0;
}
