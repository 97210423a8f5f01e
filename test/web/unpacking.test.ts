import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createUnpacker } from '../rooms/node.ts';
import { Gunzip, UnpackedOutput, type Unpacker, type UnpackSink } from '../rooms/run.ts';
import { webGzip } from '../rooms/web.ts';

const LIMIT = 4 * 1024 * 1024;
const SLICE = 512 * 1024;

/** Text that does not repeat itself, so that it is packed into several slices. */
const TEXT = Buffer.from(Array.from({ length: 500_000 }, (_, at) => (at * 7919).toString(36)).join(' '));

/** What comes out of a file that is read in slices, and what is said of it. */
async function unpacked(file: Uint8Array, open: (sink: UnpackSink) => Unpacker | null, slice = SLICE) {
  const parts: Buffer[] = [];
  const notices: string[] = [];
  const unpacker = open({
    chunk: (block) => void parts.push(Buffer.from(block)),
    notice: (code, offset) => void notices.push(`${code} ${offset}`),
  });
  for (let at = 0; at < file.length; at += slice) {
    if (!(await unpacker?.write(file.subarray(at, at + slice)))) break;
  }
  await unpacker?.end();
  unpacker?.close();
  return { bytes: Buffer.concat(parts), notices };
}

const inPage = (sink: UnpackSink): Unpacker => new Gunzip(new UnpackedOutput(sink, LIMIT), webGzip);
const inNode = (sink: UnpackSink): Unpacker | null => createUnpacker('gzip', sink, LIMIT);

const packed = gzipSync(TEXT);
const damaged = Buffer.from(packed);
damaged.fill(0xff, packed.length >> 1, (packed.length >> 1) + 64);
const wrongSum = Buffer.from(packed);
wrongSum[packed.length - 8] = (wrongSum[packed.length - 8] ?? 0) ^ 1;

describe('a gzip file in a page', () => {
  it.each([
    ['whole', packed, []],
    ['of several members, with zeros between them', [packed, Buffer.alloc(700), gzipSync('more')], []],
    ['cut', packed.subarray(0, packed.length >> 1), ['truncated-gzip']],
    ['whose checksum is wrong', wrongSum, ['damaged-gzip']],
    ['with something else behind it', [packed, Buffer.from('garbage')], ['damaged-gzip']],
    ['that comes to too much', gzipSync(Buffer.alloc(2 * LIMIT)), ['limit-unpacked-bytes']],
  ] as const)('%s: gives what it gives the command', async (_, file, codes) => {
    const bytes = Buffer.concat([file].flat());
    const page = await unpacked(bytes, inPage);
    const node = await unpacked(bytes, inNode);
    expect(page.notices.map((notice) => notice.split(' ')[0])).toEqual(codes);
    expect(page.notices).toEqual(node.notices);
    expect(page.bytes.equals(node.bytes)).toBe(true);
    expect(page.bytes.length).toBeGreaterThan(100_000);
  });

  it('that is damaged gives what precedes, the command perhaps less of it', async () => {
    const page = await unpacked(damaged, inPage);
    const node = await unpacked(damaged, inNode);
    expect(page.notices).toEqual([`damaged-gzip ${page.bytes.length}`]);
    expect(page.bytes.length).toBeGreaterThanOrEqual(node.bytes.length);
    expect(TEXT.subarray(0, page.bytes.length).equals(page.bytes)).toBe(true);
  });

  it('may come byte by byte', async () => {
    const file = Buffer.concat([gzipSync('hello'), gzipSync(' world')]);
    const { bytes, notices } = await unpacked(file, inPage, 1);
    expect([bytes.toString(), notices]).toEqual(['hello world', []]);
  });
});
