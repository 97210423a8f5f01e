import { describe, expect, it } from 'vitest';
import type { TcpSegment } from '../rooms/packet.ts';
import {
  bytes,
  Conversation,
  ethernet,
  hex,
  ipv4,
  ipv6,
  pcapFile,
  tcp,
  udp,
} from '../support/capture-writer.ts';
import {
  answer,
  get,
  outline,
  put,
  runSegments,
  type SegmentInput,
  type Turn,
  toSegment,
  turns,
} from '../support/conversation.ts';
import { openTls } from '../support/open-tls.ts';

const listOf = (name: string): readonly Turn[] => [
  { request: get(`/${name}/1`), response: answer(200, name) },
  { request: put(`/${name}/2`, 'x'.repeat(4000)), response: answer(403, '<Error/>') },
];
const exchangesOf = (name: string) => [`GET /${name}/1 -> 200`, `PUT /${name}/2 -> 403`];

interface Placed {
  readonly input: SegmentInput;
  readonly network: number;
  readonly isn: readonly [number, number];
}

const place = (
  inputs: readonly SegmentInput[],
  isn: Placed['isn'],
  networkOf: (input: SegmentInput) => number,
) => inputs.map((input): Placed => ({ input, isn, network: networkOf(input) }));

function run(placed: readonly Placed[]) {
  return runSegments(
    placed.map(({ input, network, isn }, i): TcpSegment => toSegment(input, i + 1, { network, isn })),
  );
}

/** One packet of each after the other. */
function mixed(...lists: readonly (readonly Placed[])[]): readonly Placed[] {
  const longest = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list[at] ?? [])).flat();
}

const A = [1000, 5000] as const;
const B = [2_000_000_000, 3_000_000_000] as const;
const C = [3_500_000_000, 1_500_000_000] as const;
const first = turns(listOf('a'));
const second = turns(listOf('b'));

describe('the same addresses and ports in two networks', () => {
  it.each([
    [
      'one packet after the other',
      mixed(
        place(first, A, () => 10),
        place(second, B, () => 20),
      ),
    ],
    [
      'the second without its handshake',
      mixed(
        place(first, A, () => 10),
        place(second.slice(3), B, () => 20),
      ),
    ],
    [
      'both without their handshakes',
      mixed(
        place(first.slice(3), A, () => 10),
        place(second.slice(3), B, () => 20),
      ),
    ],
    [
      'the second in the middle of the first',
      [
        ...place(first.slice(0, 5), A, () => 0),
        ...place(second, B, () => 7),
        ...place(first.slice(5), A, () => 0),
      ],
    ],
    [
      'the first with one network for each direction',
      mixed(
        place(first, A, ({ from }) => (from === 'c' ? 10 : 30)),
        place(second, B, () => 20),
      ),
    ],
  ])('are two connections: %s', (_, placed) => {
    const { exchanges, connections } = run(placed);
    expect(outline(exchanges).sort()).toEqual([...exchangesOf('a'), ...exchangesOf('b')].sort());
    expect(exchanges.map(({ damage }) => damage)).toEqual([[], [], [], []]);
    expect(connections).toHaveLength(2);
  });

  it('may be many', () => {
    const third = place(turns(listOf('c')), C, () => 30);
    const { exchanges } = run(
      mixed(
        place(first, A, () => 10),
        place(second, B, () => 20),
        third,
      ),
    );
    expect(outline(exchanges).sort()).toEqual(
      [...exchangesOf('a'), ...exchangesOf('b'), ...exchangesOf('c')].sort(),
    );
  });

  it('are told apart also after one of them has closed, and where it begins anew', () => {
    const again = place(turns(listOf('c')), C, () => 10);
    const placed = [
      ...mixed(
        place(first, A, () => 10),
        place(second.slice(0, 5), B, () => 20),
      ),
      ...mixed(
        again,
        place(second.slice(5), B, () => 20),
      ),
    ];
    const { exchanges } = run(placed);
    expect(outline(exchanges).sort()).toEqual(
      [...exchangesOf('a'), ...exchangesOf('b'), ...exchangesOf('c')].sort(),
    );
  });
});

describe('one connection', () => {
  const twice = (inputs: readonly Placed[], network: number) =>
    inputs.flatMap((each) => [each, { ...each, network }]);

  it.each([
    ['whose directions are in two networks', place(first, A, ({ from }) => (from === 'c' ? 10 : 20))],
    [
      'without its handshake, whose directions are in two networks',
      place(first.slice(3), A, ({ from }) => (from === 'c' ? 10 : 20)),
    ],
    [
      'of which each packet is there with its tag and without',
      twice(
        place(first, A, () => 10),
        0,
      ),
    ],
    [
      'of which each packet is there in both networks, and its handshake is not',
      twice(
        place(first.slice(3), A, () => 10),
        20,
      ),
    ],
    [
      'of which both networks have each direction, first one and then the other',
      twice(
        place(first, A, ({ from }) => (from === 'c' ? 10 : 20)),
        30,
      ),
    ],
    ['that moves to another network', place(first, A, (input) => (first.indexOf(input) < 6 ? 10 : 20))],
    [
      'whose numbers pass zero',
      place(first, [2 ** 32 - 100, 2 ** 32 - 200], ({ from }) => (from === 'c' ? 10 : 20)),
    ],
  ])('stays one: %s', (_, placed) => {
    const { exchanges, connections, notices } = run(placed);
    expect(outline(exchanges)).toEqual(exchangesOf('a'));
    expect(connections).toHaveLength(1);
    expect(notices).toEqual([]);
  });

  it('with new ports in another network is a new one', () => {
    const { exchanges } = run([...place(first, A, () => 10), ...place(second, B, () => 20)]);
    expect(outline(exchanges)).toEqual([...exchangesOf('a'), ...exchangesOf('b')]);
  });
});

describe('networks in captured packets', () => {
  const packetsOf = (name: string, sequence: number) => {
    const options = { clientSequence: sequence, serverSequence: sequence + 1e9 };
    const conversation = new Conversation(options).open();
    for (const { request, response } of listOf(name)) conversation.client(request).server(response);
    return conversation.close().packets;
  };
  const vlan = (packet: Uint8Array, ...ids: readonly number[]) =>
    ethernet(
      0x0800,
      packet.subarray(14),
      ids.map((id) => [0x8100, id] as const),
    );
  const inUdp = (port: number, ...parts: readonly Uint8Array[]) =>
    ethernet(0x0800, ipv4(udp(bytes(...parts), 50_000, port), { protocol: 17, source: '10.9.0.1' }));
  const number = (id: number) => bytes([id >> 16, (id >> 8) & 0xff, id & 0xff, 0]);
  const vxlan = (packet: Uint8Array, id: number) => inUdp(4789, hex('08000000'), number(id), packet);
  const gpe = (packet: Uint8Array, id: number) => inUdp(4790, hex('08000000'), number(id), packet);
  const geneve = (packet: Uint8Array, id: number) => inUdp(6081, hex('00006558'), number(id), packet);

  it.each([
    ['VLANs', vlan, (packet: Uint8Array) => vlan(packet, 4095)],
    [
      'VLANs in VLANs',
      (packet: Uint8Array) => vlan(packet, 3, 7),
      (packet: Uint8Array) => vlan(packet, 7, 3),
    ],
    ['VXLAN', (packet: Uint8Array) => vxlan(packet, 1), (packet: Uint8Array) => vxlan(packet, 0xffffff)],
    ['VXLAN-GPE', (packet: Uint8Array) => gpe(packet, 5), (packet: Uint8Array) => gpe(packet, 6)],
    ['Geneve', (packet: Uint8Array) => geneve(packet, 5), (packet: Uint8Array) => geneve(packet, 6)],
    [
      'a VLAN in a virtual network',
      (packet: Uint8Array) => vxlan(vlan(packet, 2), 5),
      (packet: Uint8Array) => vxlan(vlan(packet, 3), 5),
    ],
  ])('tell two connections apart: %s', (_, one, two) => {
    const [a, b] = [packetsOf('a', 1000), packetsOf('b', 3e9)];
    const packets = a.flatMap((packet, i) => [one(packet), two(b[i] ?? packet)]);
    expect(outline(openTls(pcapFile(packets)).exchanges).sort()).toEqual(
      [...exchangesOf('a'), ...exchangesOf('b')].sort(),
    );
  });

  it.each([
    ['with tag and without', (packet: Uint8Array) => [packet, vlan(packet, 9)]],
    ['with a priority tag and without', (packet: Uint8Array) => [vlan(packet, 0xe000), packet]],
    ['in a virtual network and out of it', (packet: Uint8Array) => [vxlan(packet, 9), packet]],
  ])('leave one where each packet is there twice: %s', (_, both) => {
    const packets = packetsOf('a', 1000).flatMap(both);
    expect(outline(openTls(pcapFile(packets)).exchanges)).toEqual(exchangesOf('a'));
  });

  it('tell two connections over IPv6 apart', () => {
    const ends = [hex('20010db8000000000000000000000001'), hex('20010db8000000000000000000000002')] as const;
    const overIpv6 = (packet: Uint8Array, id: number) => {
      const isFromClient = packet[29] === 1;
      const [source, destination] = isFromClient ? ends : [ends[1], ends[0]];
      return ethernet(0x86dd, ipv6(packet.subarray(34), { source, destination }), [[0x8100, id]]);
    };
    const [a, b] = [packetsOf('a', 1000), packetsOf('b', 3e9)];
    const packets = a.flatMap((packet, i) => [overIpv6(packet, 1), overIpv6(b[i] ?? packet, 2)]);
    expect(outline(openTls(pcapFile(packets)).exchanges).sort()).toEqual(
      [...exchangesOf('a'), ...exchangesOf('b')].sort(),
    );
  });

  it('make no connection of a late packet', () => {
    const late = vlan(
      ethernet(0x0800, ipv4(tcp('', { sequence: 9e8, acknowledgement: 7e8, flags: 0x10 }))),
      5,
    );
    const packets = packetsOf('a', 1000);
    const { exchanges, kinds } = openTls(pcapFile([...packets.slice(0, 5), late, ...packets.slice(5)]));
    expect(outline(exchanges)).toEqual(exchangesOf('a'));
    expect(kinds).toHaveLength(1);
  });
});
