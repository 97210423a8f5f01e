import { describe, expect, test } from 'vitest';
import { bytes, Conversation, hex } from '../support/capture-writer.ts';
import { PcapngWriter } from '../support/pcapng-writer.ts';
import { collect, randomLengths } from './collect.ts';

const first = hex('aa bb cc');
const second = hex('01 02 03 04 05');
const TIME = 1_700_000_000_123_456n;
const RESOLUTION = 9;
const OFFSET = 14;

function writer(bigEndian: boolean): PcapngWriter {
  return new PcapngWriter({ bigEndian });
}

describe.each([false, true])('blocks, big-endian %s', (bigEndian) => {
  test('enhanced packets', () => {
    const file = writer(bigEndian)
      .section()
      .interface(113)
      .enhanced(first, TIME)
      .enhanced(second, TIME + 1n, { originalLength: 1500 })
      .bytes();
    const { records, notices, summary } = collect(file);
    expect(records).toEqual([
      {
        frame: 1,
        offset: 48,
        seconds: 1_700_000_000,
        nanos: 123_456_000,
        linkType: 113,
        originalLength: 3,
        data: 'aabbcc',
      },
      {
        frame: 2,
        offset: 84,
        seconds: 1_700_000_000,
        nanos: 123_457_000,
        linkType: 113,
        originalLength: 1500,
        data: '0102030405',
      },
    ]);
    expect(notices).toEqual([]);
    expect(summary).toEqual({
      format: 'pcapng',
      complete: true,
      linkTypes: [113],
      packets: 2,
      bytes: file.length,
    });
  });

  test('obsolete packet blocks', () => {
    const file = writer(bigEndian).section().interface(1).interface(101).old(first, TIME, 1).bytes();
    expect(collect(file).records).toMatchObject([
      { seconds: 1_700_000_000, nanos: 123_456_000, linkType: 101, originalLength: 3, data: 'aabbcc' },
    ]);
  });

  test('simple packets take the last time, and the snap length of the first interface', () => {
    const file = writer(bigEndian)
      .section()
      .interface(1, [], 4)
      .simple(first)
      .enhanced(first, TIME)
      .simple(second.subarray(0, 4), 5)
      .bytes();
    expect(collect(file).records).toMatchObject([
      { frame: 1, seconds: 0, nanos: 0, originalLength: 3, data: 'aabbcc' },
      { frame: 2, seconds: 1_700_000_000 },
      { frame: 3, seconds: 1_700_000_000, nanos: 123_456_000, originalLength: 5, data: '01020304' },
    ]);
  });

  test('decryption secrets', () => {
    const file = writer(bigEndian).section().secrets(0x544c534b, bytes('CLIENT_RANDOM 00 11\n')).bytes();
    expect(collect(file, [1]).secrets).toEqual([{ type: 0x544c534b, text: 'CLIENT_RANDOM 00 11\n' }]);
  });

  test('other blocks are passed over', () => {
    const body = hex('01 02 03 04 05 06 07 08');
    const file = writer(bigEndian)
      .section()
      .block(4, body)
      .interface()
      .block(5, body)
      .block(7, body)
      .enhanced(first, TIME)
      .block(0x8000_0001, new Uint8Array(0))
      .bytes();
    const { records, notices } = collect(file);
    expect(records).toMatchObject([{ frame: 1, data: 'aabbcc' }]);
    expect(notices).toEqual([]);
  });

  // As tshark 4.4 numbers the packets behind them.
  test.each([
    { name: 'custom', type: 0x0bad, takes: 1 },
    { name: 'custom, not to be copied', type: 0x40000bad, takes: 1 },
    { name: 'an entry of the systemd journal', type: 9, takes: 1 },
    { name: 'an event of sysdig', type: 0x0204, takes: 1 },
    { name: 'an event of sysdig, version 2', type: 0x0216, takes: 1 },
    { name: 'an event of sysdig, version 2, large', type: 0x0221, takes: 1 },
    { name: 'an event of sysdig with flags', type: 0x0208, takes: 0 },
    { name: 'names', type: 4, takes: 0 },
    { name: 'statistics', type: 5, takes: 0 },
    { name: 'unknown', type: 7, takes: 0 },
    { name: 'local', type: 0x8000_0001, takes: 0 },
  ])('frames are numbered as in Wireshark behind a block: $name', ({ type, takes }) => {
    const body = new Uint8Array(40);
    const file = writer(bigEndian)
      .section()
      .interface()
      .enhanced(first, TIME)
      .block(type, body)
      .enhanced(first, TIME)
      .block(type, body)
      .block(type, body)
      .simple(first)
      .bytes();
    const { records, notices, summary } = collect(file);
    expect(records.map(({ frame }) => frame)).toEqual([1, 2 + takes, 3 + 3 * takes]);
    expect(notices).toEqual([]);
    expect(summary.packets).toBe(3);
  });

  test.each([
    { name: 'nanoseconds', resolution: [9], time: 1_700_000_000_123_456_789n, nanos: 123_456_789 },
    { name: 'milliseconds', resolution: [3], time: 1_700_000_000_123n, nanos: 123_000_000 },
    { name: 'seconds', resolution: [0], time: 1_700_000_000n, nanos: 0 },
    {
      name: 'picoseconds',
      resolution: [12],
      seconds: 5_000_000,
      time: 5_000_000_123_456_789_999n,
      nanos: 123_456_789,
    },
    { name: '2^-10', resolution: [0x8a], time: 1_700_000_000n * 1024n + 512n, nanos: 500_000_000 },
    { name: '2^-30', resolution: [0x9e], time: (1_700_000_000n << 30n) + 1n, nanos: 0 },
    { name: '2^-31', resolution: [0x9f], time: (1_700_000_000n << 31n) + 3n, nanos: 1 },
  ])('time in $name', ({ resolution, seconds = 1_700_000_000, time, nanos }) => {
    const file = writer(bigEndian)
      .section()
      .interface(1, [{ code: RESOLUTION, value: resolution }])
      .enhanced(first, time)
      .bytes();
    expect(collect(file).records).toMatchObject([{ seconds, nanos }]);
  });

  test.each([3600n, -3600n])('a time offset of %i seconds', (offset) => {
    const raw = hex(BigInt.asUintN(64, offset).toString(16).padStart(16, '0'));
    const file = writer(bigEndian)
      .section()
      .interface(1, [
        { code: 2, value: 'eth0' },
        { code: OFFSET, value: bigEndian ? raw : raw.reverse() },
      ])
      .enhanced(first, TIME)
      .bytes();
    expect(collect(file).records[0]?.seconds).toBe(1_700_000_000 + Number(offset));
  });
});

test('the largest time stamp, in nanoseconds', () => {
  const time = 0xffff_ffff_ffff_ffffn;
  const file = writer(false)
    .section()
    .interface(1, [{ code: RESOLUTION, value: [9] }])
    .enhanced(first, time)
    .bytes();
  expect(collect(file).records).toMatchObject([{ seconds: 18_446_744_073, nanos: 709_551_615 }]);
});

test('sections in both byte orders, each with interfaces of its own', () => {
  const file = bytes(
    writer(false).section().interface(1).interface(101).enhanced(first, TIME, { interface: 1 }).bytes(),
    writer(true).section().interface(276).enhanced(second, TIME).bytes(),
    writer(false).section().interface(1).enhanced(first, TIME).bytes(),
  );
  for (const lengths of [[10_000], [1], randomLengths(9, 50)]) {
    const { records, summary } = collect(file, lengths);
    expect(records.map((record) => [record.frame, record.linkType, record.data])).toEqual([
      [1, 101, 'aabbcc'],
      [2, 276, '0102030405'],
      [3, 1, 'aabbcc'],
    ]);
    expect(summary).toMatchObject({ linkTypes: [1, 101, 276], packets: 3, complete: true });
  }
});

test('pieces: whole, byte by byte and at random give the same records', () => {
  const packets = new Conversation().open().client('x'.repeat(5000)).server('y'.repeat(9000)).close().packets;
  const all = writer(false).section().interface();
  for (const [index, packet] of packets.entries()) all.enhanced(packet, TIME + BigInt(index));
  const whole = collect(all.bytes());
  expect(whole.records.map((record) => record.data)).toEqual(
    packets.map((packet) => Buffer.from(packet).toString('hex')),
  );
  expect(collect(all.bytes(), [1])).toEqual(whole);
  for (const seed of [1, 2, 3, 4]) expect(collect(all.bytes(), randomLengths(seed, 2000))).toEqual(whole);
});

describe('damage', () => {
  const splits: readonly (readonly number[])[] = [[100_000], [1], [13], randomLengths(3, 200)];
  const before = writer(false).section().interface().enhanced(first, TIME).bytes();
  const after = writer(false)
    .enhanced(second, TIME + 1n)
    .enhanced(first, TIME + 2n)
    .bytes();
  const whole = writer(false).enhanced(bytes('lost packet'), TIME).bytes();

  function expectFoundAgain(bad: Uint8Array): void {
    for (const lengths of splits) {
      const { records, notices, summary } = collect(bytes(before, bad, after), lengths);
      expect(records.map((record) => [record.frame, record.data])).toEqual([
        [1, 'aabbcc'],
        [3, '0102030405'],
        [4, 'aabbcc'],
      ]);
      expect(notices.map((notice) => [notice.code, notice.frame, notice.offset])).toEqual([
        ['damaged-block', 2, before.length],
        ['resumed-after-damage', 3, before.length + bad.length],
      ]);
      expect(notices[1]?.args).toEqual({ skipped: bad.length });
      expect(summary).toMatchObject({ complete: false, packets: 3 });
    }
  }

  test.each([0, 7, 11, 0xffff_fff0, 42])('a block length of %i', (length) => {
    const bad = whole.slice();
    new DataView(bad.buffer).setUint32(4, length, true);
    expectFoundAgain(bad);
  });

  test.each([
    ['an interface', writer(false).interface()],
    ['statistics', writer(false).block(5, new Uint8Array(12))],
    ['a packet', writer(false).enhanced(first, TIME)],
    ['an obsolete packet', writer(false).old(first, TIME)],
    ['a simple packet', writer(false).simple(first)],
  ])('a block length that leads beyond the end of the file, of %s', (_, made) => {
    const bad = made.bytes();
    new DataView(bad.buffer).setUint32(4, bad.length + 0x10_0000, true);
    for (const lengths of splits) {
      const { records, notices, summary } = collect(bytes(before, bad, after), lengths);
      expect(records.map((record) => record.data)).toEqual(['aabbcc', '0102030405', 'aabbcc']);
      expect(notices.map((notice) => [notice.code, notice.offset])).toEqual([
        ['damaged-block', before.length],
        ['resumed-after-damage', before.length + bad.length],
      ]);
      expect(summary.complete).toBe(false);
    }
  });

  test('lengths that do not agree', () => {
    const bad = whole.slice();
    new DataView(bad.buffer).setUint32(bad.length - 4, bad.length + 4, true);
    expectFoundAgain(bad);
  });

  test('a captured length beyond its block is cut to it', () => {
    const bad = whole.slice();
    new DataView(bad.buffer).setUint32(20, 9999, true);
    const { records, notices, summary } = collect(bytes(before, bad, after));
    expect(records.map((record) => record.frame)).toEqual([1, 2, 3, 4]);
    expect(Buffer.from(records[1]?.data ?? '', 'hex').toString()).toBe('lost packet\0');
    expect(notices).toEqual([
      { code: 'damaged-block', frame: 2, offset: before.length, args: { type: 6, length: 9999 } },
    ]);
    expect(summary.complete).toBe(false);
  });

  test('the same of an obsolete packet block, under its own type', () => {
    const bad = writer(false).old(first, TIME).bytes();
    new DataView(bad.buffer).setUint32(20, 9999, true);
    expect(collect(bytes(before, bad, after)).notices).toEqual([
      { code: 'damaged-block', frame: 2, offset: before.length, args: { type: 2, length: 9999 } },
    ]);
  });

  test('an interface that was never described', () => {
    const bad = writer(false).enhanced(first, TIME, { interface: 7 }).bytes();
    const { records, notices, summary } = collect(bytes(before, bad, after));
    expect(records.map((record) => record.frame)).toEqual([1, 3, 4]);
    expect(notices).toEqual([
      { code: 'unknown-interface', frame: 2, offset: before.length, args: { interface: 7 } },
    ]);
    expect(summary).toMatchObject({ complete: false, packets: 3 });
  });

  test('more interfaces than are kept', () => {
    const limit = 65_536;
    const description = writer(false).interface(113).bytes();
    const many = writer(false).section().bytes();
    const file = new Uint8Array(many.length + (limit + 2) * description.length);
    file.set(many);
    for (let at = many.length; at < file.length; at += description.length) file.set(description, at);
    const last = writer(false)
      .enhanced(first, TIME, { interface: limit - 1 })
      .bytes();
    const beyond = writer(false).enhanced(first, TIME, { interface: limit }).bytes();
    const { records, notices } = collect(bytes(file, last, beyond, before));
    expect(records.map((record) => record.frame)).toEqual([1, 3]);
    expect(notices).toEqual([
      {
        code: 'limit-interfaces',
        frame: null,
        offset: many.length + limit * description.length,
        args: { limit },
      },
      { code: 'unknown-interface', frame: 2, offset: file.length + last.length, args: { interface: limit } },
    ]);
  });

  test('a tail that is cut off', () => {
    for (const lengths of splits) {
      const { records, notices, summary } = collect(bytes(before, whole.subarray(0, 30)), lengths);
      expect(records).toHaveLength(1);
      const args = { missing: whole.length - 30 };
      expect(notices).toEqual([{ code: 'truncated-record', frame: 2, offset: before.length, args }]);
      expect(summary.complete).toBe(false);
    }
  });

  test('a tail that is too short to say what it is', () => {
    for (const lengths of splits) {
      for (const length of [1, 3, 4]) {
        const { notices } = collect(bytes(before, whole.subarray(0, length)), lengths);
        const [frame, args] = [length < 4 ? null : 2, { missing: 12 - length }];
        expect(notices).toEqual([{ code: 'truncated-record', frame, offset: before.length, args }]);
      }
    }
  });

  test('a tail that is cut off in a packet, or behind one, that is a capture itself', () => {
    const inner = writer(false).section().interface().enhanced(first, TIME).bytes();
    for (const outer of [
      writer(false).enhanced(inner, TIME),
      writer(false).old(inner, TIME),
      writer(false).simple(inner),
    ]) {
      const block = outer.bytes();
      for (let cut = 1; cut < block.length; cut++) {
        const { records, notices } = collect(bytes(before, block.subarray(0, -cut)));
        expect(records).toHaveLength(1);
        expect(notices).toMatchObject([
          { code: 'truncated-record', offset: before.length, args: { missing: expect.any(Number) } },
        ]);
      }
    }
  });

  test('a first block that is no section header', () => {
    const file = bytes(hex('0a0d0d0a 1c000000 deadbeef'), new Uint8Array(40));
    const { notices, summary } = collect(file);
    expect(notices.map((notice) => notice.code)).toEqual(['not-a-capture']);
    expect(summary).toMatchObject({ format: null, complete: false });
  });

  test('another major version of a later section: those before it and after it are read', () => {
    const one = writer(false).section().interface().enhanced(first, TIME).bytes();
    const other = writer(true).section([2, 1]).interface(113).enhanced(first, TIME).bytes();
    const { records, notices, summary } = collect(bytes(one, other, one));
    expect(records.map(({ frame }) => frame)).toEqual([1, 3]);
    expect(notices).toEqual([
      { code: 'unsupported-section', frame: null, offset: one.length, args: { version: '2.1' } },
    ]);
    expect(summary).toMatchObject({ format: 'pcapng', complete: false });
  });

  test('another major version', () => {
    const { records, notices } = collect(
      writer(false).section([2, 0]).interface().enhanced(first, TIME).bytes(),
    );
    expect(records).toEqual([]);
    expect(notices).toEqual([
      { code: 'unsupported-version', frame: null, offset: 0, args: { format: 'pcapng', version: '2.0' } },
    ]);
  });
});
