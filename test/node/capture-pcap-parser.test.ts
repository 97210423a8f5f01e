import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { collect, randomLengths } from '../capture/collect.ts';
import { createStreamParser } from '../rooms/node.ts';
import {
  bytes,
  Conversation,
  ethernet,
  hex,
  ipv4,
  type PcapOptions,
  pcapFile,
  pcapHeader,
  pcapRecord,
  tcp,
} from '../support/capture-writer.ts';
import { PcapngWriter } from '../support/pcapng-writer.ts';

const FIXTURES = new URL('../../fixtures/captures/', import.meta.url);

const packets = [
  ...new Conversation().open().client('x'.repeat(5000)).server('y'.repeat(9000)).close().packets,
  // Larger than the pieces that the package is given.
  ethernet(0x0800, ipv4(tcp('z'.repeat(150_000)), { totalLength: 0 })),
  ...new Conversation({ clientPort: 40_001 }).open().client('GET').close().packets,
];

function records(options: PcapOptions = {}): Uint8Array[] {
  return packets.map((data, index) => pcapRecord({ data, fraction: 999_999 - index }, options, index));
}

function file(options: PcapOptions = {}): Uint8Array {
  return bytes(pcapHeader(options), ...records(options));
}

/** The file with one record replaced. */
function withRecord(index: number, record: Uint8Array): Uint8Array {
  const all = records();
  return bytes(pcapHeader(), ...all.slice(0, index), record, ...all.slice(index + 1));
}

const some = packets[3] ?? new Uint8Array(0);
const absurd = { data: some, capturedLength: 0xffff_fff0, originalLength: 0xffff_fff0 };

const made: readonly (readonly [string, Uint8Array])[] = [
  ['little-endian', file()],
  ['big-endian', file({ bigEndian: true })],
  ['nanoseconds', file({ nanos: true })],
  ['nanoseconds, big-endian', file({ nanos: true, bigEndian: true })],
  ['modified', file({ modified: true })],
  ['modified, big-endian', file({ modified: true, bigEndian: true })],
  ['version 2.2', file({ version: [2, 2] })],
  ['version 2.3', file({ version: [2, 3] })],
  ['version 2.9', file({ version: [2, 9] })],
  ['version 1.4', file({ version: [1, 4] })],
  ['upper bits in the link type', file({ linkType: 0x2400_0071 })],
  ['fractions of more than a second', pcapFile([{ data: some, fraction: 4_000_001 }])],
  ['an absurd length in the first record', withRecord(0, pcapRecord(absurd))],
  ['an absurd length in the middle', withRecord(9, pcapRecord(absurd, {}, 9))],
  ['an absurd length in the last record', withRecord(packets.length - 1, pcapRecord(absurd, {}, 9))],
  ['two absurd lengths', bytes(withRecord(4, pcapRecord(absurd)), pcapRecord(absurd), ...records())],
  ['a captured length that grew', withRecord(9, pcapRecord({ data: some, capturedLength: 2000 }, {}, 9))],
  ['zeros at the end', bytes(file(), new Uint8Array(5000))],
  ['no packets', pcapHeader()],
  ['half a header', pcapHeader().subarray(0, 13)],
  ['two bytes', pcapHeader().subarray(0, 2)],
  ['nothing', new Uint8Array(0)],
  ['text', bytes('no capture at all, but long enough to be one')],
  ['a tail cut in a record', file().subarray(0, file().length - 3)],
  ['a tail cut in a record header', bytes(file(), records()[0]?.subarray(0, 9) ?? '')],
  ['a tail cut after a record header', bytes(file(), records()[0]?.subarray(0, 16) ?? '')],
  ['pcapng', new PcapngWriter().section().interface().enhanced(some, 5n).secrets(1, hex('aabb')).bytes()],
];

const fixtures = existsSync(FIXTURES)
  ? readdirSync(FIXTURES).filter((name) => /\.(pcap|cap|pcapng)$/.test(name))
  : [];

describe('the package and our own parser read the same', () => {
  test.each(made)('%s', (_name, data) => {
    const own = collect(data);
    for (const lengths of [
      [data.length],
      [65_536],
      [1000],
      randomLengths(3, 200),
      randomLengths(4, 100_000),
    ]) {
      expect(collect(data, lengths, createStreamParser)).toEqual(own);
    }
    if (data.length < 20_000) expect(collect(data, [1], createStreamParser)).toEqual(own);
  });

  test.each(fixtures)('%s', (name) => {
    const data = new Uint8Array(readFileSync(new URL(name, FIXTURES)));
    const own = collect(data);
    expect(own.summary.packets).toBeGreaterThan(0);
    for (const lengths of [[1 << 20], [4096], randomLengths(7, 3000)]) {
      expect(collect(data, lengths, createStreamParser)).toEqual(own);
    }
  });
});

test('an absurd length does not hide the rest of the file', () => {
  const { records: found, notices } = collect(
    withRecord(9, pcapRecord(absurd, {}, 9)),
    [1000],
    createStreamParser,
  );
  expect(found).toHaveLength(packets.length - 1);
  expect(notices.map((notice) => notice.code)).toEqual(['absurd-length', 'resumed-after-damage']);
});

test('records come during the push of their last byte', () => {
  let count = 0;
  const parser = createStreamParser({ record: () => count++, notice: () => {} });
  const data = pcapFile([some, some]);
  parser.push(data.subarray(0, data.length - 1));
  expect(count).toBe(1);
  parser.push(data.subarray(data.length - 1));
  expect(count).toBe(2);
});
