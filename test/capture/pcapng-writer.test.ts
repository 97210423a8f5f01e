import { describe, expect, it } from 'vitest';
import { createCaptureParser, PcapngWriter } from '../rooms/capture.ts';
import { PcapngWriter as OtherWriter } from '../support/pcapng-writer.ts';

function written(write: (writer: PcapngWriter) => void): Uint8Array {
  const blocks: Uint8Array[] = [];
  write(new PcapngWriter((block) => blocks.push(block)));
  return Buffer.concat(blocks);
}

describe('PcapngWriter', () => {
  it('writes what the parser reads: packets, times, link types and secrets', () => {
    const packets = [
      { interfaceId: 0, seconds: 1_700_000_000, nanos: 123_456_789, data: 'abcde', originalLength: 1500 },
      { interfaceId: 1, seconds: 0, nanos: 0, data: '', originalLength: 0 },
      {
        interfaceId: 0,
        seconds: 4_294_967_296,
        nanos: 999_999_999,
        data: 'ab',
        originalLength: 2,
        comment: 'über #1',
      },
    ];
    const file = written((writer) => {
      writer.section({ application: 'osscap 1', comment: 'three packets' });
      writer.interface(276);
      writer.secrets(7, Buffer.from('keys!'));
      writer.interface(1);
      for (const { data, ...packet } of packets) writer.packet({ ...packet, bytes: Buffer.from(data) });
    });
    const records: unknown[] = [];
    const secrets: unknown[] = [];
    const parser = createCaptureParser({
      notice: (notice) => records.push(notice),
      record: ({ block, start, end, seconds, nanos, linkType, originalLength }) => {
        const data = Buffer.from(block.subarray(start, end)).toString();
        records.push({ data, seconds, nanos, linkType, originalLength });
      },
      secrets: (type, bytes) => secrets.push([type, Buffer.from(bytes).toString()]),
    });
    parser.push(file);
    parser.end();
    expect(records).toEqual(
      packets.map(({ interfaceId, data, seconds, nanos, originalLength }) => {
        return { data, seconds, nanos, originalLength, linkType: interfaceId === 0 ? 276 : 1 };
      }),
    );
    expect(secrets).toEqual([[7, 'keys!']]);
    expect(parser.summary).toMatchObject({ complete: true, packets: 3, linkTypes: [276, 1] });
    expect(file.length % 4).toBe(0);
  });

  it('writes the same bytes as another writer', () => {
    const own = written((writer) => {
      writer.section({ application: 'x' });
      writer.interface(1);
      writer.packet({ interfaceId: 0, bytes: Buffer.from('abc'), originalLength: 9, seconds: 2, nanos: 5 });
    });
    const other = new OtherWriter();
    const section = new OtherWriter().section().bytes().subarray(8, 24);
    other.block(0x0a0d0d0a, Buffer.concat([section, Buffer.from([4, 0, 1, 0, 0x78, 0, 0, 0, 0, 0, 0, 0])]));
    other.interface(1, [{ code: 9, value: [9] }], 0);
    other.enhanced(Buffer.from('abc'), 2_000_000_005n, { originalLength: 9 });
    expect(Buffer.from(own).toString('hex')).toBe(Buffer.from(other.bytes()).toString('hex'));
  });
});
