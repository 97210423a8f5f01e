import { describe, expect, test } from 'vitest';
import { linkReader, linkTypeName } from '../rooms/packet.ts';
import { be16, bytes, ethernet, hex, ipv4, ipv6, tcp, udp } from '../support/capture-writer.ts';
import { decodeAll, payloadsOf } from './decode-all.ts';

const v4 = ipv4(tcp('four'));
const v6 = ipv6(tcp('six!'));
const SNAP = hex('aa aa 03 00 00 00');

describe('link types', () => {
  const mac = hex('02 00 00 00 00 01');
  const wifiHeader = (control: string) => bytes(hex(control), [0, 0], mac, mac, mac, [0, 0]);
  const snap4 = bytes(SNAP, hex('0800'), v4);
  const radiotap = (flags: number) => bytes(hex('00 00 12 00 03 00 00 00'), new Uint8Array(8), [flags, 0]);
  const cases: readonly (readonly [string, number, Uint8Array])[] = [
    ['NULL, little-endian, IPv4', 0, bytes(hex('02 00 00 00'), v4)],
    ['NULL, big-endian, IPv4', 0, bytes(hex('00 00 00 02'), v4)],
    ['NULL, IPv6 of macOS', 0, bytes(hex('1e 00 00 00'), v6)],
    ['NULL, IPv6 of FreeBSD, big-endian', 0, bytes(hex('00 00 00 1c'), v6)],
    ['LOOP', 108, bytes(hex('00 00 00 02'), v4)],
    ['Ethernet', 1, ethernet(0x0800, v4)],
    ['Ethernet, IPv6', 1, ethernet(0x86dd, v6)],
    ['802.1Q', 1, ethernet(0x0800, v4, [[0x8100, 5]])],
    [
      '802.1ad over 802.1Q',
      1,
      ethernet(0x86dd, v6, [
        [0x88a8, 5],
        [0x8100, 6],
      ]),
    ],
    [
      'three tags of the old kind',
      1,
      ethernet(0x0800, v4, [
        [0x9100, 5],
        [0x9100, 6],
        [0x8100, 6],
      ]),
    ],
    ...[0x8100, 0x88a8, 0x9100, 0x9200].map(
      (tag) => [`a tag of type ${tag.toString(16)}`, 1, ethernet(0x0800, v4, [[tag, 5]])] as const,
    ),
    ['Cisco metadata', 1, ethernet(0x8909, bytes(hex('01 01 0001 0007 0800'), v4))],
    [
      'Cisco metadata behind a tag, with a tag behind it',
      1,
      ethernet(0x8909, bytes(hex('01 01 0001 0007 8100 0006 86dd'), v6), [[0x8100, 5]]),
    ],
    ['NSH without metadata', 1, ethernet(0x894f, bytes(hex('0fc20201 000001ff'), v4))],
    [
      'NSH with metadata of fixed length, Ethernet',
      1,
      ethernet(0x894f, bytes(hex('0fc60103 000001ff'), new Uint8Array(16), ethernet(0x86dd, v6))),
    ],
    [
      'NSH in NSH, behind a tag',
      1,
      ethernet(0x894f, bytes(hex('0fc20204 000001ff 0fc20202 000001ff'), v6), [[0x88a8, 5]]),
    ],
    ['802.3 with SNAP', 1, ethernet(v4.length + 8, snap4)],
    ['802.3 with IP SAP', 1, ethernet(v4.length + 3, bytes(hex('06 06 03'), v4))],
    [
      'SNAP with a bridged frame',
      1,
      ethernet(100, bytes(hex('aa aa 03 00 80 c2 00 07'), ethernet(0x0800, v4))),
    ],
    ['MPLS, two labels', 1, ethernet(0x8847, bytes(hex('00 01 00 40 00 02 01 40'), v4))],
    ['MPLS, IPv6', 1, ethernet(0x8848, bytes(hex('00 02 01 40'), v6))],
    [
      'MPLS pseudowire with control word',
      1,
      ethernet(0x8847, bytes(hex('00020140 00000000'), ethernet(0x0800, v4))),
    ],
    [
      'MPLS pseudowire without',
      1,
      ethernet(0x8847, bytes(hex('00020140'), [0x22], ethernet(0x0800, v4).subarray(1))),
    ],
    ['MPLS as link type', 219, bytes(hex('00 02 01 40'), v4)],
    ['PPPoE session', 1, ethernet(0x8864, bytes(hex('11 00 00 01 00 00 00 21'), v4))],
    ['PPPoE as link type', 51, bytes(hex('11 00 00 01 00 00 00 57'), v6)],
    ['PPP, bare', 9, bytes(hex('00 21'), v4)],
    ['PPP, framed', 9, bytes(hex('ff 03 00 57'), v6)],
    ['PPP, compressed protocol', 9, bytes(hex('21'), v4)],
    ['PPP_HDLC', 50, bytes(hex('ff 03 00 21'), v4)],
    ['PPP_HDLC with Cisco HDLC', 50, bytes(hex('0f 00 08 00'), v4)],
    ['PPP_PPPD', 166, bytes(hex('01 03 00 21'), v4)],
    ['PPP_WITH_DIR', 204, bytes(hex('00 ff 03 00 21'), v4)],
    ['C_HDLC', 104, bytes(hex('8f 00 86 dd'), v6)],
    ['C_HDLC_WITH_DIR', 205, bytes(hex('01 0f 00 08 00'), v4)],
    ['ATM_RFC1483', 100, snap4],
    ['RAW', 101, v4],
    ['RAW, IPv6', 101, v6],
    ['RAW of BSD', 12, v4],
    ['RAW of OpenBSD', 14, v6],
    ['IPV4', 228, v4],
    ['IPV6', 229, v6],
    ['LINUX_SLL', 113, bytes(hex('0000 0001 0006 0200000000010000 0800'), v4)],
    ['LINUX_SLL, VLAN', 113, bytes(hex('0000 0001 0006 0200000000010000 8100 0005 86dd'), v6)],
    ['LINUX_SLL, 802.2', 113, bytes(hex('0000 0001 0006 0200000000010000 0004'), snap4)],
    ['LINUX_SLL2', 276, bytes(hex('86dd 0000 00000002 0001 00 06 0200000000010000'), v6)],
    ['NFLOG', 239, bytes(hex('02 00 0000 0500 0a00 00 000000'), [v4.length + 4, 0, 9, 0], v4)],
    ['NFLOG, big-endian', 239, bytes(hex('0a 00 0000'), [0, v6.length + 4, 0, 9], v6)],
    ['802.11 data', 105, bytes(wifiHeader('0801'), snap4)],
    ['802.11 QoS data', 105, bytes(wifiHeader('8801'), hex('0000'), snap4)],
    ['802.11 QoS data with HT control', 105, bytes(wifiHeader('8881'), hex('0000 00000000'), snap4)],
    ['802.11 with four addresses', 105, bytes(wifiHeader('0803'), mac, snap4)],
    ['radiotap', 127, bytes(radiotap(0), wifiHeader('0801'), snap4)],
    ['radiotap, padded header', 127, bytes(radiotap(0x20), wifiHeader('8801'), hex('0000 0000'), snap4)],
    ['Prism', 119, bytes(hex('44000000 90000000'), new Uint8Array(136), wifiHeader('0801'), snap4)],
    ['AVS', 163, bytes(hex('80211001 00000040'), new Uint8Array(56), wifiHeader('0801'), snap4)],
    ['PKTAP', 258, bytes(hex('6c000000 01000000 01000000'), new Uint8Array(96), ethernet(0x0800, v4))],
    ['PKTAP as USER2', 149, bytes(hex('6c000000 01000000 65000000'), new Uint8Array(96), v4)],
    ['PPI', 192, bytes(hex('00 00 08 00 69000000'), wifiHeader('0801'), snap4)],
  ];
  test('each that is read is tried here, and has a name', () => {
    const read = Array.from({ length: 1024 }, (_, linkType) => linkType).filter(
      (linkType) => linkReader(linkType) !== undefined,
    );
    const tried = new Set(cases.map(([, linkType]) => linkType));
    expect(read.filter((linkType) => !tried.has(linkType))).toEqual([]);
    expect(read.filter((linkType) => linkTypeName(linkType) === `LINKTYPE_${linkType}`)).toEqual([]);
  });

  test.each(cases)('%s', (_name, linkType, data) => {
    const { segments, notices, otherPackets } = decodeAll([data], linkType);
    expect(segments).toHaveLength(1);
    expect(segments[0]).toMatchObject({ sequence: 1000, missing: 0 });
    expect(['four', 'six!']).toContain(segments[0]?.payload);
    expect(notices).toEqual([]);
    expect(otherPackets).toBe(0);
  });

  test.each(cases)('%s, cut at each byte, is never misread', (_name, linkType, data) => {
    for (let length = 0; length < data.length; length++) {
      const { segments, notices, otherPackets } = decodeAll(
        [{ data: data.subarray(0, length), originalLength: data.length }],
        linkType,
      );
      expect(segments.length + notices.length + otherPackets).toBe(1);
      for (const notice of notices) expect(notice.code).toBe('truncated-packet');
      for (const segment of segments) {
        expect(segment.payload.length + segment.missing).toBe(4);
        expect(segment).toMatchObject({ sequence: 1000, flags: 0x18 });
      }
    }
  });

  test('the subframes of an 802.11 aggregate are packets each', () => {
    const subframe = (packet: Uint8Array) => bytes(mac, mac, be16(packet.length), packet);
    const one = subframe(bytes(SNAP, hex('0800'), ipv4(tcp('first'))));
    const padding = new Uint8Array((4 - (one.length % 4)) % 4);
    const two = subframe(bytes(SNAP, hex('86dd'), v6));
    const frame = bytes(wifiHeader('8801'), hex('8000'), one, padding, two);
    expect(payloadsOf([frame], 105)).toEqual(['first', 'six!']);
  });
});

test('what follows the packet in an NFLOG record is no payload', () => {
  const offloaded = ipv4(tcp('data'), { totalLength: 0 });
  const record = bytes(
    hex('02 00 0000'),
    [offloaded.length + 4, 0, 9, 0],
    offloaded,
    hex('0800 0a00 00000001'),
  );
  expect(decodeAll([record], 239).segments).toMatchObject([{ payload: 'data', missing: 0 }]);
});

describe('packets without TCP', () => {
  test.each([
    ['ARP', 1, ethernet(0x0806, new Uint8Array(28))],
    ['spanning tree', 1, ethernet(38, hex('42 42 03 00 00 00 00 00'))],
    ['UDP', 1, ethernet(0x0800, ipv4(udp(bytes('dns'), 5353, 53), { protocol: 17 }))],
    [
      'ICMP with a TCP header inside',
      1,
      ethernet(0x0800, ipv4(bytes(hex('03030000 00000000'), v4), { protocol: 1 })),
    ],
    ['PPPoE discovery', 1, ethernet(0x8863, hex('11 09 00 00 00 00'))],
    ['PPP link control', 9, hex('ff 03 c0 21 01 00 00 04')],
    ['encrypted 802.11', 105, bytes(hex('0841 0000'), new Uint8Array(60))],
    ['802.11 beacon', 105, bytes(hex('8000 0000'), new Uint8Array(60))],
    ['netlink in a cooked capture', 113, bytes(hex('0004 0338 0000 0000000000000000 0800'), v4)],
  ])('%s is counted', (_name, linkType, data) => {
    expect(decodeAll([data], linkType)).toEqual({ segments: [], notices: [], otherPackets: 1 });
  });

  test('an unknown link type is named once', () => {
    const { segments, notices, otherPackets } = decodeAll([v4, v4, v4], 189);
    expect(segments).toEqual([]);
    expect(notices).toEqual([
      { code: 'unknown-link-type', frame: 1, offset: 24, args: { linkType: 189, name: 'USB_LINUX' } },
    ]);
    expect(otherPackets).toBe(3);
  });
});

test('names of link types', () => {
  expect([0, 1, 101, 113, 127, 239, 276, 9999].map(linkTypeName)).toEqual([
    'NULL',
    'EN10MB',
    'RAW',
    'LINUX_SLL',
    'IEEE802_11_RADIOTAP',
    'NFLOG',
    'LINUX_SLL2',
    'LINKTYPE_9999',
  ]);
});
