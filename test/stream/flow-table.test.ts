import { expect, test } from 'vitest';
import type { TcpSegment } from '../rooms/packet.ts';
import { FlowTable } from '../rooms/stream.ts';
import { toSegment } from '../support/conversation.ts';
import { endsInTime, PATIENCE } from '../support/patience.ts';

/**
 * Factors that the table once had, for the lower address, the higher one and the ports, and the inverse of
 * the first modulo 2³².
 */
const FACTORS = [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35] as const;
const INVERSE = 0x0e8b2f51;

/** A segment of each of so many flows, whose sums of products would all be the same. */
function* meetingFlows(count: number): Generator<TcpSegment> {
  const addresses = new DataView(new ArrayBuffer(8));
  const segment = toSegment({ from: 'c', at: 0 }, 1);
  segment.addressBlock = new Uint8Array(addresses.buffer);
  for (let made = 0, at = 0; made < count; at++) {
    const higher = 0xf0000000 + at;
    segment.sourcePort = 1024 + (at & 0x7fff);
    const ports = (segment.sourcePort << 16) | segment.destinationPort;
    const lower = Math.imul(INVERSE, Math.imul(higher, FACTORS[1]) ^ Math.imul(ports, FACTORS[2])) >>> 0;
    if (lower >= higher) continue;
    addresses.setUint32(segment.sourceAddress, lower);
    addresses.setUint32(segment.destinationAddress, higher);
    made++;
    yield segment;
  }
}

test('flows that were chosen to meet in one slot are found as fast as others', {
  timeout: 4 * PATIENCE,
}, async () => {
  expect(Math.imul(FACTORS[0], INVERSE)).toBe(1);
  const count = 131_072;
  const table = new FlowTable();
  await endsInTime(() => {
    for (let round = 0; round < 3; round++) {
      let at = 0;
      for (const segment of meetingFlows(count))
        if (table.find(segment) !== at++) throw new Error(`flow ${at}`);
    }
  });
  expect(table.count).toBe(count);
});
