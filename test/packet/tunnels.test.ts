import { expect, test } from 'vitest';
import { MAX_OTHER_PROTOCOLS } from '../rooms/packet.ts';
import { be16, bytes, ethernet, hex, ipv4, ipv6, tcp, udp } from '../support/capture-writer.ts';
import { decodeAll, otherProtocolsOf, payloadsOf } from './decode-all.ts';

const inner4 = ipv4(tcp('data'), { source: '192.168.0.1', destination: '192.168.0.2' });
const inner6 = ipv6(tcp('data'));
const frame = ethernet(0x0800, inner4, [[0x8100, 9]]);
const overUdp = (port: number, ...parts: readonly Uint8Array[]) =>
  ipv4(udp(bytes(...parts), 50_000, port), { protocol: 17 });
/** A header with metadata of length 2 (RFC 8300 §2.5) before an Ethernet frame. */
const NSH = hex('0fc40203 000001ff 00010002 aabbccdd');
const overGre = (header: string, payload: Uint8Array) => ipv4(bytes(hex(header), payload), { protocol: 47 });

/**
 * An 802.11 frame with its header up to the sequence control, then `more` of it, and a packet behind SNAP.
 */
const wifi = (control: string, more = '') =>
  bytes(hex(`${control} 0000 020000000001 020000000002 020000000003 0000 ${more} aaaa03000000 0800`), inner4);
const SUBFRAME = hex('020000000001 020000000002');
const aggregate = bytes(
  hex('8801 0000 020000000001 020000000002 020000000003 0000 8000'),
  SUBFRAME,
  be16(8 + inner4.length),
  hex('aaaa03000000 0800'),
  inner4,
);

test.each([
  ['IPv4 in IPv4', ipv4(inner4, { protocol: 4 })],
  ['IPv6 in IPv4', ipv4(inner6, { protocol: 41 })],
  ['IPv4 in IPv6', ipv6(inner4, { nextHeader: 4 })],
  ['IPv6 in IPv6', ipv6(inner6, { nextHeader: 41 })],
  ['Ethernet in IP', ipv4(bytes(hex('3000'), frame), { protocol: 97 })],
  ['MPLS in IP', ipv4(bytes(hex('00020140'), inner4), { protocol: 137 })],
  ['GRE', overGre('0000 0800', inner4)],
  ['GRE with checksum, key and sequence number', overGre('b000 86dd 00000000 00000001 00000002', inner6)],
  ['GRE with Ethernet', overGre('2000 6558 00000001', frame)],
  ['ERSPAN I', overGre('0000 88be', frame)],
  ['ERSPAN II', overGre('1000 88be 00000001 1001000100000000', frame)],
  ['ERSPAN III', overGre('1000 22eb 00000001 200100010000000000000000', frame)],
  [
    'ERSPAN III with subheader',
    overGre('1000 22eb 00000001 200100010000000000000001 0000000000000000', frame),
  ],
  ['Aruba, a data frame', overGre('0000 8200', wifi('0801'))],
  ['Aruba, a data frame of the last network', overGre('0000 8370', wifi('0802'))],
  ['Aruba, a frame with QoS and a key', overGre('2000 8210 00000007', wifi('8801', '0000'))],
  ['Aruba, an aggregate', overGre('0000 8220', aggregate)],
  ['EoIP of MikroTik', overGre('2001 6400 0040 0700', frame)],
  ['GRE in UDP', overUdp(4754, hex('0000 0800'), inner4)],
  ['GRE in UDP with a key', overUdp(4754, hex('2000 86dd 00000001'), inner6)],
  ['GRE in UDP with Ethernet', overUdp(4754, hex('0000 6558'), frame)],
  ['Aruba in GRE in UDP', overUdp(4754, hex('0000 8200'), wifi('0801'))],
  ['PPTP', overGre('3081 880b 00400001 00000005 00000004', bytes(hex('ff03 0021'), inner4))],
  ['PPTP, compressed', overGre('3001 880b 00400001 00000005', bytes(hex('21'), inner4))],
  ['VXLAN', overUdp(4789, hex('08000000 00002a00'), frame)],
  ['VXLAN on the port of Linux', overUdp(8472, hex('08000000 00002a00'), frame)],
  ['VXLAN-GPE with IPv4', overUdp(4790, hex('0c000001 00002a00'), inner4)],
  ['VXLAN-GPE with IPv6', overUdp(4790, hex('0c000002 00002a00'), inner6)],
  ['VXLAN-GPE with Ethernet', overUdp(4790, hex('0c000003 00002a00'), frame)],
  ['VXLAN-GPE without a protocol', overUdp(4790, hex('08000000 00002a00'), frame)],
  ['VXLAN-GPE with NSH', overUdp(4790, hex('0c000004 00002a00'), NSH, frame)],
  ['GRE with NSH', overGre('0000 894f', bytes(NSH, frame))],
  ['GRE with Cisco metadata', overGre('0000 8909', bytes(hex('0800 01 01 0001 0007'), inner4))],
  ['MPLS in UDP', overUdp(6635, hex('00010140'), inner4)],
  ['Geneve with options', overUdp(6081, hex('0200 6558 00002a00 0102030405060708'), frame)],
  ['Geneve with IP', overUdp(6081, hex('0000 0800 00002a00'), inner4)],
  ['GTP-U', overUdp(2152, hex('30ff 0030 00000001'), inner4)],
  ['GTP-U with sequence number', overUdp(2152, hex('32ff 0034 00000001 0001 00 00'), inner6)],
  [
    'GTP-U with extension headers',
    overUdp(2152, hex('34ff 003c 00000001 0000 00 85 01 0000 c0 01 0000 00'), inner4),
  ],
  ['Teredo', overUdp(3544, inner6)],
  [
    'Teredo with authentication and origin',
    overUdp(3544, hex('0001 0000 0000000000000000 00 0000 1234 01020304'), inner6),
  ],
])('%s', (_name, packet) => {
  const { segments, notices } = decodeAll([packet], 101);
  expect(segments.map((segment) => [segment.payload, segment.missing])).toEqual([['data', 0]]);
  expect(segments[0]?.source).toMatch(/^(c0a80001|20010db8000000000000000000000001):40000$/);
  expect(notices).toEqual([]);
});

test.each([
  ['VXLAN without a network id', overUdp(4789, hex('00000000 00000000'), frame)],
  ['NSH with a protocol of somebody', overUdp(4790, hex('0c000004 00002a00 0fc202fe 000001ff'), inner4)],
  ['NSH of another version', overUdp(4790, hex('0c000004 00002a00 4fc20201 000001ff'), inner4)],
  ['GTP-U echo', overUdp(2152, hex('3201 0004 00000000 00000000'))],
  ['GTP prime', overUdp(2152, hex('2eff 0004 00000000 00000000'), inner4)],
  ['GRE keep-alive', overGre('0000 0000', new Uint8Array(0))],
  ['GRE with routing', overGre('4000 0800 00000000', inner4)],
  ['GRE in DTLS', overUdp(4755, hex('17fefd'))],
  ['an encrypted frame of Aruba', overGre('0000 8200', wifi('0841'))],
  ['a beacon of Aruba', overGre('0000 8200', wifi('8000'))],
  ['a type between those of Aruba', overGre('0000 8208', wifi('0801'))],
  ['a keep-alive of EoIP', overGre('2001 6400 0000 0700', new Uint8Array(0))],
])('%s carries nothing', (_name, packet) => {
  expect(decodeAll([packet], 101)).toEqual({ segments: [], notices: [], otherPackets: 1 });
});

test('a GTP-U extension header without length is malformed', () => {
  const packet = overUdp(2152, hex('34ff 0000 00000001 0000 00 85 00 0000 00'), inner4);
  expect(decodeAll([packet], 101)).toMatchObject({ segments: [], notices: [{ code: 'malformed-packet' }] });
});

test.each([
  ['shorter than itself', '0fc00201 000001ff', 'malformed-packet'],
  ['longer than its packet', '0fff0201 000001ff', 'malformed-packet'],
])('an NSH that says it is %s is malformed', (_name, header, code) => {
  const packet = overUdp(4790, hex('0c000004 00002a00'), hex(header));
  expect(decodeAll([packet], 101)).toMatchObject({ segments: [], notices: [{ code }] });
});

test('the fragments of a tunnel are put together', () => {
  const datagram = udp(
    bytes(hex('08000000 00002a00'), ethernet(0x0800, ipv4(tcp('x'.repeat(1000))))),
    50_000,
    4789,
  );
  const parts = [
    ipv4(datagram.subarray(600), { protocol: 17, fragmentOffset: 600 }),
    ipv4(datagram.subarray(0, 600), { protocol: 17, moreFragments: true }),
  ];
  expect(payloadsOf(parts, 101)).toEqual(['x'.repeat(1000)]);
});

test('a fragmented packet inside fragments of a tunnel', () => {
  const segment = tcp('y'.repeat(500));
  const inner = [
    ipv4(segment.subarray(0, 256), { id: 9, moreFragments: true }),
    ipv4(segment.subarray(256), { id: 9, fragmentOffset: 256 }),
  ];
  const outer = inner.flatMap((packet, index) => [
    ipv4(packet.subarray(0, 160), { protocol: 4, id: 20 + index, moreFragments: true }),
    ipv4(packet.subarray(160), { protocol: 4, id: 20 + index, fragmentOffset: 160 }),
  ]);
  expect(payloadsOf(outer, 101)).toEqual(['y'.repeat(500)]);
});

test('tunnels in tunnels are followed to a limit', () => {
  const nested = (levels: number) => {
    let packet = inner4;
    for (let level = 0; level < levels; level++) packet = ipv4(packet, { protocol: 4 });
    return packet;
  };
  expect(payloadsOf([nested(15)], 101)).toEqual(['data']);
  const { segments, notices } = decodeAll([nested(16)], 101);
  expect(segments).toEqual([]);
  expect(notices).toMatchObject([{ code: 'tunnel-too-deep', frame: 1 }]);
});

test('a stack of label stacks and frames ends', () => {
  let packet: Uint8Array = ethernet(0x0800, inner4);
  for (let level = 0; level < 200; level++)
    packet = ethernet(0x8847, bytes(hex('00020140 00000000'), packet.subarray(0, 60_000)));
  expect(decodeAll([packet]).notices).toMatchObject([{ code: 'tunnel-too-deep' }]);
});

test('VXLAN cut by the snap length', () => {
  const packet = overUdp(4789, hex('08000000 00002a00'), ethernet(0x0800, ipv4(tcp('z'.repeat(800)))));
  const data = packet.subarray(0, packet.length - 300);
  const { segments } = decodeAll([{ data, originalLength: packet.length }], 101);
  expect(segments).toMatchObject([{ payload: 'z'.repeat(500), missing: 300 }]);
});

test('packets that cannot be read are counted by what they carry', () => {
  const kinds = (link: number, ...packets: readonly Uint8Array[]) => otherProtocolsOf(packets, link);
  const arp = ethernet(0x0806, new Uint8Array(28));
  const tagged = ethernet(0x88e5, new Uint8Array(28), [[0x8100, 9]]);
  const spanning = ethernet(38, hex('424203 0000'));
  expect(kinds(1, arp, tagged, arp, spanning, arp, tagged)).toEqual([
    ['ethertype', 0x0806, 3],
    ['ethertype', 0x88e5, 2],
    ['llc', 0x42, 1],
  ]);
  const ip = (protocol: number) => ipv4(hex('0102030405060708'), { protocol });
  expect(kinds(101, ip(50), ip(50), ip(1), ipv6(hex('8000'), { nextHeader: 58 }))).toEqual([
    ['ip', 50, 2],
    ['ip', 1, 1],
    ['ip', 58, 1],
  ]);
  const fromDtls = ipv4(udp(hex('17fefd'), 4755, 50_000), { protocol: 17 });
  expect(
    kinds(
      101,
      overUdp(4755, hex('17fefd')),
      fromDtls,
      overUdp(53, hex('00')),
      overUdp(4789, hex('0000000000000000')),
    ),
  ).toEqual([
    ['udp', 4755, 2],
    ['ip', 17, 1],
    ['udp', 4789, 1],
  ]);
  expect(kinds(101, overGre('0000 9000', frame), overUdp(4754, hex('0000 9000'), frame))).toEqual([
    ['gre', 0x9000, 2],
  ]);
  expect(kinds(101, overGre('0000 8200', wifi('0841')))).toEqual([['wifi', 1, 1]]);
  expect(kinds(189, arp, arp)).toEqual([['link', 189, 2]]);
});

test('kinds of packets that cannot be read are bounded, their sum is not', () => {
  const packets = Array.from({ length: 3 * MAX_OTHER_PROTOCOLS }, (_, i) => ethernet(0x7000 + i, hex('00')));
  expect(otherProtocolsOf(packets, 1)).toHaveLength(MAX_OTHER_PROTOCOLS);
  expect(decodeAll(packets, 1).otherPackets).toBe(packets.length);
});
