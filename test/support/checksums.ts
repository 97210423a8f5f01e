/**
 * One's complement sum of the 16-bit words of all parts laid end to end (RFC 1071), each part of even length
 * but the last.
 */
function onesSum(parts: readonly Uint8Array[]): number {
  let total = 0;
  for (const part of parts) for (const [i, byte] of part.entries()) total += i % 2 === 0 ? byte << 8 : byte;
  return total % 0xffff || 0xffff;
}

export interface Marks {
  /** Time to live; 64 by default. */
  readonly ttl?: number;
  /** What stands for the TCP checksum; `right` by default, `partial` as a kernel leaves it to the card. */
  readonly sum?: 'right' | 'wrong' | 'partial' | 'zero';
  /** What stands for that of the IPv4 header. */
  readonly headerSum?: 'right' | 'wrong' | 'zero';
}

/** An IPv4 or IPv6 packet that carries TCP, as `capture-writer` makes it, with time to live and checksums. */
export function withChecksums(packet: Uint8Array, { ttl = 64, sum, headerSum }: Marks = {}): Uint8Array {
  const made = Uint8Array.from(packet);
  const view = new DataView(made.buffer);
  const isIpv4 = (made[0] ?? 0) >> 4 === 4;
  const start = isIpv4 ? ((made[0] ?? 0) & 15) * 4 : 40;
  made[isIpv4 ? 8 : 7] = ttl;
  const addresses = isIpv4 ? made.slice(12, 20) : made.slice(8, 40);
  const length = made.length - start;
  const pseudo = Uint8Array.from([...addresses, 0, 6, length >> 8, length & 255]);
  view.setUint16(start + 16, 0);
  if (sum === 'partial') view.setUint16(start + 16, onesSum([pseudo]));
  else if (sum !== 'zero') {
    const right = 0xffff - onesSum([pseudo, made.slice(start)]);
    view.setUint16(start + 16, sum === 'wrong' ? right ^ 0x0101 : right);
  }
  if (isIpv4) {
    view.setUint16(10, 0);
    const right = 0xffff - onesSum([made.slice(0, start)]);
    if (headerSum !== 'zero') view.setUint16(10, headerSum === 'wrong' ? right ^ 0x0101 : right);
  }
  return made;
}
