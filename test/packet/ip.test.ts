import { describe, expect, test } from 'vitest';
import { be16, be32, bytes, ethernet, hex, ipv4, ipv6, type Part, tcp } from '../support/capture-writer.ts';
import { decodeAll, type PacketToDecode, payloadsOf } from './decode-all.ts';

describe('IPv4', () => {
  test('addresses, and padding of a short frame', () => {
    const packet = ipv4(tcp(''), { source: '1.2.3.4', destination: '200.100.50.25' });
    const { segments } = decodeAll([ethernet(0x0800, bytes(packet, hex('00 00 00 00 00 00')))]);
    expect(segments).toMatchObject([
      { source: '01020304:40000', destination: 'c8643219:80', payload: '', missing: 0 },
    ]);
  });

  test('options', () => {
    const packet = ipv4(tcp('data'), { options: hex('07 04 04 00 01 01 01 00') });
    expect(payloadsOf([packet], 101)).toEqual(['data']);
  });

  test('total length 0: segmentation offload, all of the packet counts', () => {
    const packet = ipv4(tcp('x'.repeat(70_000)), { totalLength: 0 });
    const { segments } = decodeAll(
      [{ data: packet }, { data: packet.subarray(0, 100), originalLength: packet.length }],
      101,
    );
    expect(segments.map((segment) => [segment.payload.length, segment.missing])).toEqual([
      [70_000, 0],
      [60, 69_940],
    ]);
  });

  test('a total length beyond the frame counts as missing', () => {
    const packet = ipv4(tcp('data'), { totalLength: 144 });
    expect(decodeAll([packet], 101).segments).toMatchObject([{ payload: 'data', missing: 100 }]);
  });

  test.each([
    ['version 5', bytes([0x55], ipv4(tcp('x')).subarray(1)), 228],
    ['a header length of 16', bytes([0x44], ipv4(tcp('x')).subarray(1)), 101],
    ['a total length below the header length', ipv4(tcp('x'), { totalLength: 19 }), 101],
    ['a frame that ends in the header', ipv4(tcp('x')).subarray(0, 12), 101],
  ])('%s is malformed', (_name, packet, linkType) => {
    const { segments, notices } = decodeAll([packet], linkType);
    expect(segments).toEqual([]);
    expect(notices.map((notice) => notice.code)).toEqual(['malformed-packet']);
  });
});

describe('IPv6', () => {
  test('addresses', () => {
    expect(decodeAll([ipv6(tcp('data'))], 101).segments).toMatchObject([
      {
        payload: 'data',
        source: '20010db8000000000000000000000001:40000',
        destination: '20010db8000000000000000000000002:80',
      },
    ]);
  });

  test('a chain of extension headers', () => {
    const hopByHop = bytes([43, 0], hex('01 04 00 00 00 00'));
    const routing = bytes([60, 2], new Uint8Array(22));
    const destination = bytes([51, 1], new Uint8Array(14));
    const authentication = bytes([6, 4], new Uint8Array(22));
    const packet = ipv6(bytes(hopByHop, routing, destination, authentication, tcp('data')), {
      nextHeader: 0,
    });
    expect(payloadsOf([packet], 101)).toEqual(['data']);
  });

  test('payload length 0: jumbogram or offload', () => {
    const packet = ipv6(tcp('x'.repeat(70_000)), { payloadLength: 0 });
    expect(payloadsOf([packet], 101).map((payload) => payload.length)).toEqual([70_000]);
  });

  test('no next header is no TCP', () => {
    expect(decodeAll([ipv6(bytes('rest'), { nextHeader: 59 })], 101)).toMatchObject({
      segments: [],
      otherPackets: 1,
    });
  });
});

describe('fragments', () => {
  const text = Array.from({ length: 400 }, (_, index) => String.fromCharCode(33 + (index % 90))).join('');
  const datagram = tcp(text);

  /** Fragment of the datagram (or of other bytes) from `start` to `end`. */
  function fragment4(
    start: number,
    end: number,
    payload: Part = datagram.subarray(start, end),
    id = 7,
  ): Uint8Array {
    const moreFragments = end < datagram.length;
    return ethernet(0x0800, ipv4(bytes(payload), { id, fragmentOffset: start, moreFragments }));
  }

  function fragment6(start: number, end: number): Uint8Array {
    const more = end < datagram.length ? 1 : 0;
    const header = bytes([6, 0], be16(start | more), be32(0xabcdef01));
    return ethernet(0x86dd, ipv6(bytes(header, datagram.subarray(start, end)), { nextHeader: 44 }));
  }

  const cuts: readonly (readonly [number, number])[] = [
    [0, 16],
    [16, 200],
    [200, 208],
    [208, datagram.length],
  ];
  const orders: readonly (readonly number[])[] = [
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [2, 0, 3, 1],
    [1, 3, 0, 2],
    [0, 0, 1, 1, 3, 2],
  ];

  test.each(orders)('IPv4, in the order %i %i %i %i', (...order) => {
    const packets = order.map((index) => fragment4(...(cuts[index] ?? [0, 0])));
    const { segments, notices, otherPackets } = decodeAll(packets);
    expect(segments).toMatchObject([
      {
        payload: text,
        missing: 0,
        source: '0a000001:40000',
        destination: '0a000002:80',
        frame: order.length,
      },
    ]);
    expect(notices).toEqual([]);
    expect(otherPackets).toBe(0);
  });

  test.each(orders)('IPv6, in the order %i %i %i %i', (...order) => {
    const packets = order.map((index) => fragment6(...(cuts[index] ?? [0, 0])));
    expect(decodeAll(packets)).toMatchObject({
      segments: [{ payload: text, source: '20010db8000000000000000000000001:40000' }],
      notices: [],
    });
  });

  test('an IPv6 fragment header on a whole packet', () => {
    expect(payloadsOf([fragment6(0, datagram.length)])).toEqual([text]);
  });

  test('datagrams of several ids and hosts do not mix', () => {
    const half = 216;
    const packets = [
      fragment4(0, half, datagram.subarray(0, half), 1),
      fragment4(0, half, datagram.subarray(0, half), 2),
      fragment4(half, datagram.length, datagram.subarray(half), 2),
      fragment4(half, datagram.length, datagram.subarray(half), 1),
    ];
    expect(decodeAll(packets).segments.map((segment) => [segment.frame, segment.payload === text])).toEqual([
      [3, true],
      [4, true],
    ]);
  });

  test('overlaps: the first fragment stays, and differing bytes are told', () => {
    const other = bytes('?'.repeat(192));
    const packets = [fragment4(0, 104), fragment4(200, datagram.length), fragment4(48, 240, other)];
    const { segments, notices } = decodeAll(packets);
    const expected = text.slice(0, 84) + '?'.repeat(96) + text.slice(180);
    expect(segments.map((segment) => segment.payload)).toEqual([expected]);
    expect(notices).toEqual([{ code: 'fragment-overlap', frame: 3, offset: null, args: { first: 1 } }]);
  });

  test('overlaps with equal bytes are nothing to tell', () => {
    const packets = [fragment4(0, 104), fragment4(48, 240), fragment4(200, datagram.length)];
    expect(decodeAll(packets)).toMatchObject({ segments: [{ payload: text }], notices: [] });
  });

  test('fragments cut by the snap length leave the prefix and the number of missing bytes', () => {
    const packets: PacketToDecode[] = cuts.map((cut) => {
      const data = fragment4(...cut);
      return { data: data.subarray(0, 14 + 20 + 100), originalLength: data.length };
    });
    expect(decodeAll(packets).segments).toMatchObject([{ payload: text.slice(0, 96), missing: 304 }]);
  });

  test('what never becomes whole is told at the end', () => {
    const { segments, notices } = decodeAll([fragment4(0, 104), fragment4(200, datagram.length)]);
    expect(segments).toEqual([]);
    expect(notices).toEqual([{ code: 'fragment-incomplete', frame: 1, offset: null, args: { bytes: 324 } }]);
  });

  test('an old datagram is given up, so that its id can come again', () => {
    const packets: PacketToDecode[] = [
      { data: fragment4(0, 104, bytes('?'.repeat(104))), seconds: 1000 },
      { data: fragment4(0, 104), seconds: 1061 },
      { data: fragment4(104, datagram.length), seconds: 1062 },
    ];
    const { segments, notices } = decodeAll(packets);
    expect(segments).toMatchObject([{ payload: text, frame: 3 }]);
    expect(notices).toMatchObject([{ code: 'fragment-incomplete', frame: 1 }]);
  });

  test('the number of waiting datagrams is bounded', () => {
    const packets = Array.from({ length: 1100 }, (_, id) => fragment4(0, 104, datagram.subarray(0, 104), id));
    // The first ones were given up to make room, the last one still waits.
    packets.push(fragment4(104, datagram.length, datagram.subarray(104), 0));
    packets.push(fragment4(104, datagram.length, datagram.subarray(104), 1099));
    const { segments, notices } = decodeAll(packets);
    expect(segments.map((segment) => segment.frame)).toEqual([1102]);
    expect(notices.filter((notice) => notice.code === 'fragment-incomplete')).toHaveLength(16);
    expect(notices.at(-1)).toMatchObject({
      code: 'notices-omitted',
      args: { of: 'fragment-incomplete', count: 1084 },
    });
  });

  test('pieces of which nothing was captured cost as well', () => {
    const packets: PacketToDecode[] = [];
    for (let start = 8; start <= 560; start += 8) {
      for (let id = 0; id < 1000; id++) {
        const data = ethernet(
          0x0800,
          ipv4(new Uint8Array(8), { id, fragmentOffset: start, moreFragments: true }),
        );
        packets.push({ data: data.subarray(0, data.length - 8), originalLength: data.length });
      }
    }
    const { notices } = decodeAll(packets);
    // What may wait at a time holds 65,536 of them: some of the 1,000 datagrams of 70 are given up before the
    // end.
    const firstOf = notices.find(({ code }) => code === 'fragment-incomplete');
    expect(firstOf?.args).toEqual({ bytes: 0 });
    const told = notices.filter(({ code }) => code === 'fragment-incomplete').length;
    const omitted = notices.find(({ args }) => args['of'] === 'fragment-incomplete')?.args['count'];
    expect(told + Number(omitted)).toBeGreaterThan(1000);
  });

  test('the pieces of one datagram are bounded', () => {
    const packets = Array.from({ length: 2049 }, (_, index) =>
      ethernet(
        0x0800,
        ipv4(new Uint8Array(8), { id: 7, fragmentOffset: 16 * (index + 1), moreFragments: true }),
      ),
    );
    const { segments, notices } = decodeAll([...packets, ...cuts.map((cut) => fragment4(...cut))]);
    expect(notices).toMatchObject([{ code: 'fragment-incomplete', frame: 1, args: { bytes: 2049 * 8 } }]);
    // What comes after it is another datagram.
    expect(segments).toMatchObject([{ payload: text }]);
  });

  test.each([
    ['a length that is no multiple of 8', [fragment4(0, 100)]],
    ['an end beyond 65535', [ethernet(0x0800, ipv4(bytes('x'.repeat(100)), { fragmentOffset: 65_528 }))]],
    ['bytes beyond the last fragment', [fragment4(200, datagram.length), fragment4(424, 432)]],
  ])('%s is malformed', (_name, packets) => {
    const codes = decodeAll(packets).notices.map((notice) => notice.code);
    expect(codes).toContain('malformed-packet');
  });

  test('fragments of what cannot carry TCP are counted and not kept', () => {
    const icmp = ethernet(0x0800, ipv4(new Uint8Array(104), { protocol: 1, moreFragments: true }));
    expect(decodeAll([icmp])).toEqual({ segments: [], notices: [], otherPackets: 1 });
  });
});
