/** Dotted form of the four address bytes at `at`. */
export function formatIpv4(block: Uint8Array, at: number): string {
  return `${block[at] ?? 0}.${block[at + 1] ?? 0}.${block[at + 2] ?? 0}.${block[at + 3] ?? 0}`;
}

/** Text of the sixteen address bytes at `at`, the longest run of zero groups shortened (RFC 5952). */
export function formatIpv6(block: Uint8Array, at: number): string {
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push(((block[at + i] ?? 0) << 8) | (block[at + i + 1] ?? 0));
  const [start, length] = longestZeroRun(groups);
  const hex = (list: readonly number[]) => list.map((group) => group.toString(16)).join(':');
  if (length < 2) return hex(groups);
  return `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}

function longestZeroRun(groups: readonly number[]): [start: number, length: number] {
  let best: [number, number] = [0, 0];
  let start = 0;
  for (let i = 0; i <= groups.length; i++) {
    if (groups[i] === 0) continue;
    if (i - start > best[1]) best = [start, i - start];
    start = i + 1;
  }
  return best;
}
