/**
 * Serial number arithmetic of TCP (RFC 9293 §3.4, RFC 1982): the signed distance from one sequence
 * number to another, modulo 2³², in the range −2³¹ to 2³¹−1.
 */
export function sequenceDistance(from: number, to: number): number {
  return (to - from) | 0;
}

/** The sequence number `length` bytes after `sequence`. */
export function sequenceAdd(sequence: number, length: number): number {
  return (sequence + length) >>> 0;
}
