import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { nodeOssPorts } from '../../src/node/ports.ts';
import { toByteString } from '../rooms/bytes.ts';
import { webInflate } from '../rooms/web.ts';

describe.each([
  ['Node.js', nodeOssPorts().inflate],
  ['a page', webInflate],
] as const)('a coded body in %s', (where, inflate) => {
  // Text that does not repeat itself, so that a half of the coded bytes holds a good part of it.
  const text = Array.from({ length: 4000 }, (_, at) => ((at * 7919) % 9973).toString(36)).join(' ');
  const codings = [
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
  ] as const;

  // a page has no brotli
  const known = codings.filter(([coding]) => coding !== 'br' || where === 'Node.js');

  it.each(known)('%s: what the capture has of it comes out', (coding, body) => {
    const read = (bytes: Uint8Array, limit = 1_000_000) => {
      const made = inflate?.(coding, bytes, limit) ?? null;
      return made instanceof Uint8Array ? toByteString(made) : made;
    };
    expect(read(body)).toBe(text);
    const half = read(body.subarray(0, body.length / 2)) ?? '';
    expect(half.length).toBeGreaterThan(1000);
    expect(text.startsWith(half)).toBe(true);
    expect(read(body, 1000)).toBe('too-long');
    expect(read(new Uint8Array(100).fill(0xff))).toBeNull();
  });

  it('of another coding than its name says is damaged', () => {
    expect(inflate?.('gzip', deflateSync(text), 1_000_000)).toBeNull();
    expect(inflate?.('deflate', gzipSync(text), 1_000_000)).toBeNull();
  });

  it('of an unknown coding stays closed', () => {
    expect(inflate?.('zstd', gzipSync(text), 1_000_000)).toBeNull();
    expect(webInflate('br', brotliCompressSync(text), 1_000_000)).toBeNull();
  });
});
