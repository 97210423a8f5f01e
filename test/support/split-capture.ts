import { u32le } from '../rooms/bytes.ts';
import { PcapngWriter } from './pcapng-writer.ts';

/**
 * A classic little-endian capture in pieces: `cuts` are numbers of records before which a new file begins.
 */
export function splitPcap(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const header = bytes.subarray(0, 24);
  const starts: number[] = [];
  for (let at = 24; at < bytes.length; at += 16 + u32le(bytes, at + 8)) starts.push(at);
  const edges = [24, ...cuts.map((cut) => starts[cut] ?? bytes.length), bytes.length];
  return edges.slice(1).map((end, at) => Buffer.concat([header, bytes.subarray(edges[at] ?? 24, end)]));
}

/** Records of a classic little-endian capture. */
export function countRecords(bytes: Uint8Array): number {
  let count = 0;
  for (let at = 24; at < bytes.length; at += 16 + u32le(bytes, at + 8)) count++;
  return count;
}

/** The same records in the other byte order, with nanoseconds. */
export function toBigEndianNanos(bytes: Uint8Array): Uint8Array {
  const out = Buffer.from(bytes);
  out.writeUInt32BE(0xa1b23c4d, 0);
  out.writeUInt16BE(2, 4);
  out.writeUInt16BE(4, 6);
  for (const at of [8, 12, 16, 20]) out.writeUInt32BE(u32le(bytes, at), at);
  for (let at = 24; at < bytes.length; at += 16 + u32le(bytes, at + 8)) {
    out.writeUInt32BE(u32le(bytes, at), at);
    out.writeUInt32BE(u32le(bytes, at + 4) * 1000, at + 4);
    for (const field of [8, 12]) out.writeUInt32BE(u32le(bytes, at + field), at + field);
  }
  return out;
}

const NANOSECOND_MAGIC = 0xa1b23c4d;

/** The same packets, times and lengths as pcapng. */
export function toPcapng(bytes: Uint8Array): Uint8Array {
  const isNanos = u32le(bytes, 0) === NANOSECOND_MAGIC;
  const unit = isNanos ? 1_000_000_000n : 1_000_000n;
  const resolution = { code: 9, value: [isNanos ? 9 : 6] };
  const writer = new PcapngWriter().section();
  writer.interface(u32le(bytes, 20), [resolution], u32le(bytes, 16));
  for (let at = 24; at < bytes.length; ) {
    const length = u32le(bytes, at + 8);
    const time = BigInt(u32le(bytes, at)) * unit + BigInt(u32le(bytes, at + 4));
    const data = bytes.subarray(at + 16, at + 16 + length);
    writer.enhanced(data, time, { originalLength: u32le(bytes, at + 12) });
    at += 16 + length;
  }
  return writer.bytes();
}
