import { type ByteString, fromText, toByteString } from '../../bytes/byte-string.ts';
import { PROBE_BYTES } from './limits.ts';

/** How the bytes of a text are to be read. */
export type TextEncoding = 'bytes' | 'utf-16le' | 'utf-16be';

/** How the bytes of a text are to be read, told by its first ones; null for what is no text. */
export function textEncoding(head: Uint8Array): TextEncoding | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const end = Math.min(head.length, PROBE_BYTES);
  let odd = 0;
  for (let at = 0; at < end; at++) {
    const code = head[at] ?? 0;
    if (code === 0) return null;
    if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d && code !== 0x1b) odd++;
  }
  // A stream saved from Wireshark may hold some bytes of a binary body; a binary file is full of
  // them.
  return odd * 10 > end ? null : 'bytes';
}

/** The text as bytes of UTF-8 (or of whatever it was), without a byte order mark. */
export function decodeText(bytes: Uint8Array, encoding: TextEncoding): ByteString {
  switch (encoding) {
    case 'bytes': {
      const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
      return toByteString(bytes, hasMark ? 3 : 0, bytes.length);
    }
    case 'utf-16le':
    case 'utf-16be':
      // PowerShell redirects into files of this encoding.
      return fromText(new TextDecoder(encoding).decode(bytes));
  }
}
