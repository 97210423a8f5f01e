import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { TextParser } from '../rooms/text.ts';

/** A ZIP archive whose directory names one file over and over: as many files as there are entries. */
function overlapping(entries: number, content: Buffer): Buffer {
  const packed = deflateRawSync(content);
  const header = Buffer.alloc(26);
  header.writeUInt16LE(20, 0);
  header.writeUInt16LE(8, 4);
  header.writeUInt32LE(packed.length, 14);
  // what it says of its size is not true
  header.writeUInt32LE(100, 18);
  const directory = Array.from({ length: entries }, (_, at) => {
    const name = Buffer.from(`raw/${at + 1}_c.txt`);
    const common = Buffer.from(header);
    common.writeUInt16LE(name.length, 22);
    return Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), common, Buffer.alloc(14), name]);
  });
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), header, packed]);
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, listed, Buffer.from('PK\x05\x06'), end]);
}

/** What a parser of few bytes finds, and how many bytes it may have unpacked. */
function unpacked(bytes: Uint8Array) {
  let room = 0;
  let exchanges = 0;
  const codes: string[] = [];
  const sink = {
    exchange: () => exchanges++,
    notice: ({ code }: { readonly code: string }) => codes.push(code),
    inflate: (packed: Uint8Array, limit: number) => {
      room += limit;
      try {
        return inflateRawSync(packed, { maxOutputLength: Math.max(1, limit) });
      } catch {
        return 'too-long' as const;
      }
    },
  };
  const parser = new TextParser(sink, { textBytes: 1 << 20, textExchanges: 1000 });
  parser.push(bytes);
  parser.end();
  return { room, exchanges, codes };
}

describe('an archive', () => {
  it('is not unpacked over and over where its entries name the same bytes', () => {
    const request = 'PUT /k HTTP/1.1\r\nHost: acme.oss-cn-hangzhou.aliyuncs.com\r\n\r\n';
    const content = Buffer.concat([Buffer.from(request), Buffer.alloc(700 * 1024, 'a')]);
    const { room, exchanges, codes } = unpacked(overlapping(800, content));
    expect(exchanges).toBe(1);
    expect(codes).toContain('limit-unpacked-bytes');
    expect(room).toBeLessThan(800 * 16 * 1024 + 4 * (1 << 20));
  });

  it.each([
    ['within one another', `${'9'.repeat(6)}:${'6:'.repeat(400_000)}`],
    ['of 10^12 bytes', `1000000000000:4:type;${'0:~'.repeat(1000)}`],
    ['cut in a length', '0000000099:4:type;999999999999:'],
    ['that are nothing', `2999999:${'0:~'.repeat(1_000_000)}`],
  ])('of mitmproxy may have values %s', (_, text) => {
    const { exchanges, codes } = unpacked(Buffer.from(text));
    expect(exchanges).toBe(0);
    expect(codes).toContain('not-a-capture');
  });
});
