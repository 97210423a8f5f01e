import { describe, expect, test } from 'vitest';
import { bytes, Conversation, ethernet, hex, ipv4, tcp } from '../support/capture-writer.ts';
import { decodeAll } from './decode-all.ts';

const packet = (payload: string, options: Parameters<typeof tcp>[1] = {}) =>
  ethernet(0x0800, ipv4(tcp(payload, options)));

test('all fields', () => {
  const { segments } = decodeAll([
    packet('payload', {
      sourcePort: 65_535,
      destinationPort: 8080,
      sequence: 0xffff_fff0,
      acknowledgement: 0x8000_0001,
      flags: 0x19,
      window: 0xfffe,
    }),
  ]);
  expect(segments).toEqual([
    {
      payload: 'payload',
      missing: 0,
      source: '0a000001:65535',
      destination: '0a000002:8080',
      sequence: 0xffff_fff0,
      acknowledgement: 0x8000_0001,
      flags: 0x19,
      window: 0xfffe,
      windowScale: -1,
      longestSegment: 0,
      frame: 1,
    },
  ]);
});

describe('window scale', () => {
  test.each([
    ['in a SYN', 0x02, '020405b4 0402 080a0000000100000000 01 030307', 7],
    ['in a SYN-ACK', 0x12, '01030305', 5],
    ['beyond the largest shift', 0x02, '010303ff', 14],
    ['after the end of options', 0x02, '00030307', -1],
    ['with a wrong length', 0x02, '03020000', -1],
    ['with a length of zero', 0x02, '02000000', -1],
    ['running over the header', 0x02, '01010303', -1],
    ['not in a SYN', 0x10, '01030307', -1],
  ])('%s', (_name, flags, options, expected) => {
    const { segments } = decodeAll([packet('', { flags, options: hex(options) })]);
    expect(segments[0]?.windowScale).toBe(expected);
  });
});

describe('longest segment', () => {
  test.each([
    ['in a SYN', 0x02, '020405b4 0402 01030307', 1460],
    ['in a SYN-ACK, after others', 0x12, '01030305 02040218', 536],
    ['with a wrong length', 0x02, '02030218', 0],
    ['not there', 0x02, '01030307', 0],
  ])('%s', (_name, flags, options, expected) => {
    const { segments } = decodeAll([packet('', { flags, options: hex(options) })]);
    expect(segments[0]?.longestSegment).toBe(expected);
  });

  test('is not that of another SYN', () => {
    const { segments } = decodeAll([
      packet('', { flags: 0x02, options: hex('02040218') }),
      packet('', { flags: 0x02, options: hex('01030307') }),
    ]);
    expect(segments.map(({ longestSegment }) => longestSegment)).toEqual([536, 0]);
  });
});

describe('cut by the snap length', () => {
  const whole = packet('0123456789', { options: hex('0101080a 00000001 00000002') });
  const header = 14 + 20;

  test.each([
    { captured: header + 32 + 10, payload: '0123456789', missing: 0, window: 64_240 },
    { captured: header + 32 + 4, payload: '0123', missing: 6, window: 64_240 },
    { captured: header + 32, payload: '', missing: 10, window: 64_240 },
    { captured: header + 25, payload: '', missing: 10, window: 64_240 },
    { captured: header + 15, payload: '', missing: 10, window: 0 },
    { captured: header + 14, payload: '', missing: 10, window: 0 },
  ])('$captured bytes', ({ captured, payload, missing, window }) => {
    const { segments, notices } = decodeAll([
      { data: whole.subarray(0, captured), originalLength: whole.length },
    ]);
    expect(segments).toMatchObject([{ payload, missing, window, sequence: 1000, flags: 0x18 }]);
    expect(notices).toEqual([]);
  });

  test('before the flags nothing is known', () => {
    const captured = header + 13;
    const { segments, notices } = decodeAll([
      { data: whole.subarray(0, captured), originalLength: whole.length },
    ]);
    expect(segments).toEqual([]);
    const args = { captured, original: whole.length };
    expect(notices).toEqual([{ code: 'truncated-packet', frame: 1, offset: 24, args }]);
  });

  test('notices are limited', () => {
    const cut = { data: whole.subarray(0, 40), originalLength: whole.length };
    const { notices } = decodeAll(Array.from({ length: 100 }, () => cut));
    expect(notices.filter((notice) => notice.code === 'truncated-packet')).toHaveLength(16);
    const args = { of: 'truncated-packet', count: 84 };
    expect(notices.at(-1)).toEqual({ code: 'notices-omitted', frame: null, offset: null, args });
  });
});

test.each([
  ['a header length of 16', bytes([0x40])],
  ['a header that is longer than the packet', bytes([0xf0])],
])('%s is malformed', (_name, offset) => {
  const segment = tcp('data');
  segment.set(offset, 12);
  const { segments, notices } = decodeAll([ethernet(0x0800, ipv4(segment))]);
  expect(segments).toEqual([]);
  expect(notices.map((notice) => notice.code)).toEqual(['malformed-packet']);
});

test('a conversation', () => {
  const { packets } = new Conversation({ clientSequence: 1, serverSequence: 0 })
    .open()
    .client('GET')
    .server('OK')
    .close();
  const { segments } = decodeAll(packets);
  expect(
    segments.map(({ sequence, acknowledgement, flags, payload }) => [
      sequence,
      acknowledgement,
      flags,
      payload,
    ]),
  ).toEqual([
    [0, 0, 0x02, ''],
    [0xffff_ffff, 1, 0x12, ''],
    [1, 0, 0x10, ''],
    [1, 0, 0x18, 'GET'],
    [0, 4, 0x18, 'OK'],
    [4, 2, 0x11, ''],
    [2, 5, 0x11, ''],
    [5, 3, 0x10, ''],
  ]);
});
