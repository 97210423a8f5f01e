import { u32be } from '../bytes/integers.ts';
import { isPcapMagic } from './pcap-header.ts';
import { BLOCK } from './pcapng-block.ts';

/** Bytes that tell the format of a capture. */
export const MAGIC_LENGTH = 4;

/**
 * The format of a capture that begins with `head`; null for what is none, and for fewer than
 * `MAGIC_LENGTH` bytes.
 */
export function captureFormatOf(head: Uint8Array): 'pcap' | 'pcapng' | null {
  if (head.length < MAGIC_LENGTH) return null;
  if (isPcapMagic(head, 0)) return 'pcap';
  return u32be(head, 0) === BLOCK.SECTION ? 'pcapng' : null;
}
