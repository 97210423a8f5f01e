/* The files of a ZIP archive, one at a time ("APPNOTE.TXT - .ZIP File Format Specification" 6.3). */

import { type ByteString, toByteString } from '../../engine/bytes/byte-string.ts';
import { u16le, u32le } from '../../engine/bytes/integers.ts';

/** Unpacks data without a header (RFC 1951); null where it is damaged. */
export type InflateRaw = (packed: Uint8Array, limit: number) => Uint8Array | 'too-long' | null;

/** A file of an archive. Its name is never a path: it is looked at, and nothing is written. */
interface ZipEntry {
  readonly name: ByteString;
  readonly method: number;
  readonly packedBytes: number;
  /** Where its local header begins. */
  readonly at: number;
}

const STORED = 0;
const DEFLATED = 8;

const LOCAL_HEADER = { magic: 0x04034b50, length: 30 } as const;
const CENTRAL_HEADER = { magic: 0x02014b50, length: 46 } as const;
const END = { magic: 0x06054b50, length: 22 } as const;
/** Its comment has a length of 16 bits. */
const MAX_COMMENT = 0xffff;

const MAX_ENTRIES = 65_536;
const MAX_NAME = 256;

/** Whether first bytes are those of an archive with files in it. */
export function isZip(head: Uint8Array): boolean {
  return head.length >= 4 && u32le(head, 0) === LOCAL_HEADER.magic;
}

/** Files by name, the first of each; empty if the directory at the end is damaged, or beyond 4 GiB. */
export function zipEntries(bytes: Uint8Array): ReadonlyMap<ByteString, ZipEntry> {
  const entries = new Map<ByteString, ZipEntry>();
  const end = endOfDirectory(bytes);
  if (end < 0) return entries;
  let at = u32le(bytes, end + 16);
  for (let count = 0; count < MAX_ENTRIES && at + CENTRAL_HEADER.length <= end; count++) {
    if (u32le(bytes, at) !== CENTRAL_HEADER.magic) break;
    const [nameLength, extra, comment] = [28, 30, 32].map((place) => u16le(bytes, at + place));
    const start = at + CENTRAL_HEADER.length;
    if (nameLength === undefined || extra === undefined || comment === undefined) break;
    const name = toByteString(bytes, start, Math.min(start + Math.min(nameLength, MAX_NAME), end));
    if (!entries.has(name)) {
      entries.set(name, {
        name,
        method: u16le(bytes, at + 10),
        packedBytes: u32le(bytes, at + 20),
        at: u32le(bytes, at + 42),
      });
    }
    at = start + nameLength + extra + comment;
  }
  return entries;
}

function endOfDirectory(bytes: Uint8Array): number {
  const last = bytes.length - END.length;
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT); at--) {
    if (bytes[at] === 0x50 && u32le(bytes, at) === END.magic) return at;
  }
  return -1;
}

/** A file unpacked; null if damaged, encrypted or packed otherwise; `too-long` beyond `limit` bytes. */
export function zipContent(
  bytes: Uint8Array,
  { at, method, packedBytes }: ZipEntry,
  limit: number,
  inflate: InflateRaw | undefined,
): Uint8Array | 'too-long' | null {
  if (at + LOCAL_HEADER.length > bytes.length || u32le(bytes, at) !== LOCAL_HEADER.magic) return null;
  const isEncrypted = (u16le(bytes, at + 6) & 1) !== 0;
  const start = at + LOCAL_HEADER.length + u16le(bytes, at + 26) + u16le(bytes, at + 28);
  if (isEncrypted || start + packedBytes > bytes.length) return null;
  const packed = bytes.subarray(start, start + packedBytes);
  if (method === STORED) return packed.length > limit ? 'too-long' : packed;
  return method === DEFLATED && inflate !== undefined ? inflate(packed, limit) : null;
}
