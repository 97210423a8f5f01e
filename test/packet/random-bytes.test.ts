import { expect, test } from 'vitest';
import { bytes, ethernet, hex, ipv4, ipv6, tcp, udp } from '../support/capture-writer.ts';
import { decodeAll } from './decode-all.ts';

/** A small linear congruential generator, so that failures can be repeated. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  };
}

const LINK_TYPES = [0, 1, 9, 50, 51, 101, 105, 113, 127, 149, 192, 239, 258, 276];

const seeds: readonly Uint8Array[] = [
  ethernet(0x0800, ipv4(tcp('payload', { flags: 2, options: hex('020405b4 01030307') }))),
  ethernet(0x86dd, ipv6(bytes([6, 0], new Uint8Array(6), tcp('payload')), { nextHeader: 0 })),
  ethernet(
    0x0800,
    ipv4(udp(bytes(hex('08000000 00002a00'), ethernet(0x0800, ipv4(tcp('p')))), 1, 4789), { protocol: 17 }),
  ),
  ethernet(0x8847, bytes(hex('00020140 00000000'), ethernet(0x0800, ipv4(tcp('p'))))),
];

test('whatever the bytes are, each packet is a segment, a notice, a fragment or another packet', () => {
  const next = generator(42);
  for (const linkType of LINK_TYPES) {
    for (let round = 0; round < 600; round++) {
      const data = (seeds[next() % seeds.length] ?? new Uint8Array(0)).slice();
      for (let flips = next() % 6; flips >= 0; flips--) data[next() % data.length] = next() & 0xff;
      const cut = data.subarray(0, next() % 4 === 0 ? next() % data.length : data.length);
      const { segments, notices, otherPackets } = decodeAll(
        [{ data: cut, originalLength: data.length }],
        linkType,
      );
      const outcomes = segments.length + notices.length + otherPackets;
      expect(outcomes).toBeGreaterThanOrEqual(1);
      for (const segment of segments) {
        expect(segment.payload.length).toBeLessThanOrEqual(cut.length);
        expect(segment.missing).toBeGreaterThanOrEqual(0);
      }
    }
  }
});
