import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { createCaptureParser } from '../rooms/capture.ts';
import { checkChecksums, PacketDecoder, timeToLive } from '../rooms/packet.ts';
import { be16, bytes, ethernet, hex, ipv4, ipv6, pcapFile, tcp } from '../support/capture-writer.ts';
import { type Marks, withChecksums } from '../support/checksums.ts';

interface Seen {
  readonly sums: string;
  readonly ttl: number;
}

function seenIn(file: Uint8Array): Seen[] {
  const seen: Seen[] = [];
  const decoder = new PacketDecoder(
    (segment) => seen.push({ sums: checkChecksums(segment), ttl: timeToLive(segment) }),
    () => {},
  );
  const parser = createCaptureParser({ record: (record) => decoder.decode(record), notice: () => {} });
  parser.push(file);
  parser.end();
  return seen;
}

function seen(packet: Uint8Array, originalLength?: number): Seen | undefined {
  const isIpv4 = (packet[0] ?? 0) >> 4 === 4;
  const data = ethernet(isIpv4 ? 0x0800 : 0x86dd, packet);
  return seenIn(pcapFile([originalLength === undefined ? { data } : { data, originalLength }]))[0];
}

const FIXTURES = new URL('../../fixtures/', import.meta.url);

describe('checksums of packets that went over a network', () => {
  test.each(['captures/source-example-consistent.pcap', 'timing/far-server.pcap'])('%s', (path) => {
    const sums = seenIn(readFileSync(new URL(path, FIXTURES))).map((each) => each.sums);
    expect(new Set(sums)).toEqual(new Set(['right']));
  });

  it('are left to the card on the loopback interface', () => {
    const sums = seenIn(readFileSync(new URL('tls/13-alpn.pcap', FIXTURES))).map((each) => each.sums);
    expect(new Set(sums)).toEqual(new Set(['offloaded']));
  });
});

describe('checksums', () => {
  const v4 = (payload: string) => ipv4(tcp(payload));
  const v6 = (payload: string) => ipv6(tcp(payload));

  test.each<[string, Marks, string]>([
    ['right', {}, 'right'],
    ['wrong', { sum: 'wrong' }, 'wrong'],
    ['the part that a kernel works out', { sum: 'partial' }, 'offloaded'],
    ['none', { sum: 'zero' }, 'offloaded'],
    ['of the header left to the card', { headerSum: 'zero' }, 'right'],
    ['of the header wrong', { headerSum: 'wrong' }, 'wrong'],
  ])('%s', (_, marks, expected) => {
    expect(seen(withChecksums(v4('an odd number'), marks))?.sums).toBe(expected);
    expect(seen(withChecksums(v4('an even number'), marks))?.sums).toBe(expected);
    if (marks.headerSum === undefined) expect(seen(withChecksums(v6('six'), marks))?.sums).toBe(expected);
  });

  it('tell every change of a bit in what they cover', () => {
    const packet = withChecksums(ipv4(tcp('GET / HTTP/1.1', { options: hex('0101080a 00000001 00000002') })));
    // Length and kind of the headers stay, or it would be another packet.
    const free = [...packet.keys()].filter((at) => ![0, 2, 3, 6, 7, 9, 32].includes(at));
    for (const at of free) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = Uint8Array.from(packet);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect([at, bit, seen(changed)?.sums]).toEqual([at, bit, 'wrong']);
      }
    }
  });

  it('are unknown where bytes were cut off, or stand behind an extension header', () => {
    const packet = withChecksums(v4('0123456789'));
    expect(seen(packet.subarray(0, packet.length - 4), 14 + packet.length)?.sums).toBe('unknown');
    const routed = bytes([6, 0, 4, 0, 0, 0, 0, 0], tcp('x'));
    expect(seen(ipv6(routed, { nextHeader: 43 }))).toEqual({ sums: 'unknown', ttl: 64 });
  });

  it('count up to the length that the IP header tells, not into the padding', () => {
    const packet = withChecksums(v4('x'));
    expect(seen(bytes(packet, [1, 2, 3, 4, 5]))?.sums).toBe('right');
  });
});

describe('time to live', () => {
  it('is that of the innermost header', () => {
    expect(seen(withChecksums(ipv4(tcp('x')), { ttl: 3 }))?.ttl).toBe(3);
    expect(seen(withChecksums(ipv6(tcp('x')), { ttl: 250 }))?.ttl).toBe(250);
    const inner = withChecksums(ipv4(tcp('x')), { ttl: 7 });
    expect(seen(ipv4(inner, { protocol: 4 }))).toEqual({ sums: 'right', ttl: 7 });
  });

  it('is not known of a datagram in fragments', () => {
    const whole = withChecksums(ipv4(tcp('0123456789ab')));
    const body = whole.subarray(20);
    const parts = [
      ipv4(body.subarray(0, 24), { moreFragments: true }),
      ipv4(body.subarray(24), { fragmentOffset: 24 }),
    ];
    const file = pcapFile(parts.map((part) => ({ data: ethernet(0x0800, part) })));
    expect(seenIn(file)).toEqual([{ sums: 'unknown', ttl: -1 }]);
  });
});

test('the writer of checksums writes what RFC 1071 says', () => {
  // The words 0001 f203 f4f5 f6f7 of its §3 sum up to ddf2.
  const header = bytes(
    [0x45, 0],
    be16(28),
    be16(1),
    be16(0),
    [64, 6, 0, 0],
    [0x00, 0x01, 0xf2, 0x03],
    [0xf4, 0xf5, 0xf6, 0xf7],
  );
  const rest = 0x4500 + 28 + 1 + 0x4006;
  const made = withChecksums(bytes(header, new Uint8Array(20)));
  const sum = ((made[10] ?? 0) << 8) | (made[11] ?? 0);
  expect((sum + rest + 0xddf2) % 0xffff).toBe(0);
});
