import { describe, expect, test } from 'vitest';
import {
  BASE_SECONDS,
  bytes,
  Conversation,
  hex,
  int32,
  type PacketInput,
  type PcapOptions,
  pcapFile,
  pcapHeader,
  pcapRecord,
} from '../support/capture-writer.ts';
import { collect, randomLengths } from './collect.ts';

const first = hex('aa bb cc');
const second = hex('01 02 03 04 05');

describe('formats', () => {
  const cases: readonly { readonly name: string; readonly options: PcapOptions; readonly nanos: number }[] = [
    { name: 'microseconds, little-endian', options: {}, nanos: 123_456_000 },
    { name: 'microseconds, big-endian', options: { bigEndian: true }, nanos: 123_456_000 },
    { name: 'nanoseconds, little-endian', options: { nanos: true }, nanos: 123_456 },
    { name: 'nanoseconds, big-endian', options: { nanos: true, bigEndian: true }, nanos: 123_456 },
    { name: 'modified, little-endian', options: { modified: true }, nanos: 123_456_000 },
    { name: 'modified, big-endian', options: { modified: true, bigEndian: true }, nanos: 123_456_000 },
  ];
  test.each(cases)('$name', ({ options, nanos }) => {
    const packets: PacketInput[] = [
      { data: first, seconds: 1_700_000_000, fraction: 123_456 },
      { data: second, seconds: 4_294_967_295, fraction: 0, originalLength: 1500 },
    ];
    const header = options.modified ? 24 : 16;
    const { records, notices, summary } = collect(pcapFile(packets, { ...options, linkType: 113 }));
    expect(records).toEqual([
      {
        frame: 1,
        offset: 24,
        seconds: 1_700_000_000,
        nanos,
        linkType: 113,
        originalLength: 3,
        data: 'aabbcc',
      },
      {
        frame: 2,
        offset: 24 + header + 3,
        seconds: 4_294_967_295,
        nanos: 0,
        linkType: 113,
        originalLength: 1500,
        data: '0102030405',
      },
    ]);
    expect(notices).toEqual([]);
    expect(summary).toEqual({
      format: 'pcap',
      complete: true,
      linkTypes: [113],
      packets: 2,
      bytes: 24 + 2 * header + 8,
    });
  });

  test('the upper bits of the link type are no part of it', () => {
    const file = pcapFile([first], { linkType: 0x2400_0001 });
    expect(collect(file).records[0]?.linkType).toBe(1);
  });

  test('a fraction of more than a second is carried over', () => {
    const file = pcapFile([{ data: first, seconds: 10, fraction: 2_500_000 }]);
    expect(collect(file).records[0]).toMatchObject({ seconds: 12, nanos: 500_000_000 });
  });

  test('version 2.2 has the original length first', () => {
    const record = bytes(
      int32(BASE_SECONDS, false),
      int32(0, false),
      int32(90, false),
      int32(3, false),
      first,
    );
    const { records } = collect(bytes(pcapHeader({ version: [2, 2] }), record));
    expect(records).toMatchObject([{ originalLength: 90, data: 'aabbcc' }]);
  });

  test.each([
    [1, 4],
    [2, 5],
    [3, 0],
  ] as const)('version %i.%i is refused', (major, minor) => {
    const { records, notices, summary } = collect(pcapFile([first], { version: [major, minor] }));
    expect(records).toEqual([]);
    const args = { format: 'pcap', version: `${major}.${minor}` };
    expect(notices).toEqual([{ code: 'unsupported-version', frame: null, offset: 0, args }]);
    expect(summary.complete).toBe(false);
  });
});

describe('no captures', () => {
  test('nothing at all', () => {
    const { notices, summary } = collect(new Uint8Array(0));
    expect(notices).toEqual([{ code: 'empty-file', frame: null, offset: null, args: {} }]);
    expect(summary).toEqual({ format: null, complete: false, linkTypes: [], packets: 0, bytes: 0 });
  });

  test.each(['a', 'abc', 'GET / HTTP/1.1\r\n\r\n'])('text %j, whole and byte by byte', (text) => {
    for (const lengths of [[text.length], [1]]) {
      const { notices, summary } = collect(bytes(text), lengths);
      expect(notices).toEqual([{ code: 'not-a-capture', frame: null, offset: 0, args: {} }]);
      expect(summary).toMatchObject({ format: null, complete: false, bytes: text.length });
    }
  });

  test('a header that is cut off', () => {
    const { notices, summary } = collect(pcapHeader().subarray(0, 20));
    expect(notices).toEqual([{ code: 'truncated-header', frame: null, offset: 0, args: { missing: 4 } }]);
    expect(summary).toMatchObject({ format: 'pcap', complete: false });
  });

  test('a header alone is an empty capture', () => {
    const { notices, summary } = collect(pcapHeader());
    expect(notices).toEqual([]);
    expect(summary).toMatchObject({ complete: true, packets: 0, linkTypes: [1] });
  });
});

describe('pieces', () => {
  const packets = new Conversation().open().client('x'.repeat(5000)).server('y'.repeat(9000)).close().packets;
  const file = pcapFile(packets);
  const whole = collect(file);

  test('the whole file', () => {
    expect(whole.records.map((record) => record.data)).toEqual(
      packets.map((packet) => Buffer.from(packet).toString('hex')),
    );
  });

  test('byte by byte', () => {
    expect(collect(file, [1])).toEqual(whole);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('random pieces %i', (seed) => {
    expect(collect(file, randomLengths(seed, 40 * 4 ** (seed % 4)))).toEqual(whole);
  });
});

describe('damage', () => {
  const packets = Array.from({ length: 20 }, (_, index) => bytes('P', [index], 'p'.repeat(60 + index)));
  const records = packets.map((data, index) => pcapRecord({ data }, {}, index));
  const splits: readonly (readonly number[])[] = [[100_000], [1], [7], [100], randomLengths(5, 300)];

  function offsetOf(index: number): number {
    return 24 + records.slice(0, index).reduce((sum, record) => sum + record.length, 0);
  }

  /** The records after `index` are to be found again; their frames go on after the damaged one. */
  function expectFoundAgain(file: Uint8Array, index: number, code: string, shift = 0): void {
    for (const lengths of splits) {
      const result = collect(file, lengths);
      expect(result.records.map((record) => record.data.slice(2, 4))).toEqual(
        packets
          .filter((_, at) => at !== index)
          .map((packet) => Buffer.from(packet.subarray(1, 2)).toString('hex')),
      );
      expect(result.records.map((record) => record.frame)).toEqual(
        packets.map((_, at) => at + 1).filter((frame) => frame !== index + 1),
      );
      expect(result.notices.map((notice) => [notice.code, notice.frame, notice.offset])).toEqual([
        [code, index + 1, offsetOf(index)],
        ['resumed-after-damage', index + 2, offsetOf(index + 1) + shift],
      ]);
      expect(result.notices[1]?.args).toEqual({ skipped: (records[index]?.length ?? 0) + shift });
      expect(result.summary).toMatchObject({ complete: false, packets: 19, bytes: file.length });
    }
  }

  function withRecord(index: number, record: Uint8Array): Uint8Array {
    return bytes(pcapHeader(), ...records.slice(0, index), record, ...records.slice(index + 1));
  }

  const damaged = packets[9] ?? first;

  test.each([0xffffffff, 0x50545448, 262_145])('a length of %i in the middle', (capturedLength) => {
    const record = pcapRecord({ data: damaged, capturedLength, originalLength: capturedLength }, {}, 9);
    expectFoundAgain(withRecord(9, record), 9, 'absurd-length');
  });

  test('an absurd length in the first record', () => {
    const record = pcapRecord({ data: packets[0] ?? first, capturedLength: 1e9, originalLength: 1e9 }, {}, 0);
    expectFoundAgain(withRecord(0, record), 0, 'absurd-length');
  });

  test('an absurd length in the record before the last', () => {
    const record = pcapRecord(
      { data: packets[18] ?? first, capturedLength: 1e9, originalLength: 1e9 },
      {},
      18,
    );
    expectFoundAgain(withRecord(18, record), 18, 'absurd-length');
  });

  test('a captured length that grew beyond the original one', () => {
    const record = pcapRecord({ data: damaged, capturedLength: damaged.length + 256 }, {}, 9);
    expectFoundAgain(withRecord(9, record), 9, 'damaged-record');
  });

  test('bytes that were put in between', () => {
    // The junk reads as a record header with an absurd length.
    const junk = bytes('junk that is no record, forty bytes long');
    const file = bytes(pcapHeader(), ...records.slice(0, 9), junk, ...records.slice(9));
    for (const lengths of splits) {
      const result = collect(file, lengths);
      expect(result.records).toHaveLength(20);
      expect(result.notices.map((notice) => [notice.code, notice.args])).toEqual([
        ['absurd-length', { length: Buffer.from(junk).readUInt32LE(8) }],
        ['resumed-after-damage', { skipped: 40 }],
      ]);
    }
  });

  test('a block of zeros, as a crash leaves it', () => {
    const file = bytes(pcapHeader(), ...records.slice(0, 9), new Uint8Array(1000), ...records.slice(9));
    for (const lengths of splits) {
      const result = collect(file, lengths);
      expect(result.records).toHaveLength(20);
      expect(result.notices.map((notice) => notice.code)).toEqual(['damaged-record', 'resumed-after-damage']);
    }
  });

  test('records that are longer than their packets but follow each other are taken', () => {
    const odd = packets.map((data, index) => pcapRecord({ data, originalLength: 10 }, {}, index));
    for (const lengths of splits) {
      const result = collect(bytes(pcapHeader(), ...odd), lengths);
      expect(result.records).toHaveLength(20);
      expect(result.notices).toEqual([]);
    }
  });

  test('records of an old capture that was itself transferred are not taken for this one', () => {
    const old = pcapFile(
      Array.from({ length: 5 }, (_, index) => ({ data: first, seconds: 1_300_000_000 + index })),
    );
    const carrier = pcapRecord({ data: old, capturedLength: 1e9, originalLength: 1e9 }, {}, 9);
    for (const lengths of splits) {
      const result = collect(withRecord(9, carrier), lengths);
      expect(result.records.map((record) => record.data.slice(0, 2))).toEqual(Array(19).fill('50'));
      expect(result.notices.map((notice) => notice.args)).toEqual([
        { length: 1e9 },
        { skipped: carrier.length },
      ]);
    }
  });

  test('nothing after the damage', () => {
    const record = pcapRecord({ data: damaged, capturedLength: 1e9, originalLength: 1e9 }, {}, 9);
    const result = collect(bytes(pcapHeader(), ...records.slice(0, 9), record));
    expect(result.records).toHaveLength(9);
    expect(result.notices.map((notice) => notice.code)).toEqual(['absurd-length']);
  });

  test('many damaged records are counted, not all reported', () => {
    const bad = pcapRecord({ data: first, capturedLength: 1e9, originalLength: 1e9 });
    const parts: Uint8Array[] = [];
    for (let round = 0; round < 30; round++) parts.push(bad, ...records.slice(0, 3));
    const { notices, records: found } = collect(bytes(pcapHeader(), ...parts));
    expect(found).toHaveLength(90);
    expect(notices.filter((notice) => notice.code === 'absurd-length')).toHaveLength(16);
    expect(notices.slice(-2).map((notice) => notice.args)).toEqual([
      { of: 'absurd-length', count: 14 },
      { of: 'resumed-after-damage', count: 14 },
    ]);
  });
});

describe('truncated tails', () => {
  const file = pcapFile([first, second]);

  test.each([
    { cut: 1, missing: 1 },
    { cut: 5, missing: 5 },
    { cut: 6, missing: 1 },
    { cut: 20, missing: 15 },
  ])('$cut bytes short', ({ cut, missing }) => {
    for (const lengths of [[1000], [1]]) {
      const { records, notices, summary } = collect(file.subarray(0, file.length - cut), lengths);
      expect(records).toHaveLength(1);
      expect(notices).toEqual([{ code: 'truncated-record', frame: 2, offset: 43, args: { missing } }]);
      expect(summary).toMatchObject({ complete: false, packets: 1 });
    }
  });

  test('cut between records', () => {
    const { notices, summary } = collect(file.subarray(0, 43));
    expect(notices).toEqual([]);
    expect(summary).toMatchObject({ complete: true, packets: 1 });
  });
});
