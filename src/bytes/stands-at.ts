/** Whether `bytes` stand in `block` from `at` on. */
export function standsAt(bytes: Uint8Array, block: Uint8Array, at: number): boolean {
  for (let i = 0; i < bytes.length; i++) if (block[at + i] !== bytes[i]) return false;
  return true;
}

/** Whether `bytes` stand at `start`, or as much of them as there is up to `end`. */
export function mayStandAt(bytes: Uint8Array, block: Uint8Array, start: number, end: number): boolean {
  const there = Math.min(bytes.length, end - start);
  for (let i = 0; i < there; i++) if (block[start + i] !== bytes[i]) return false;
  return true;
}

/**
 * As `standsAt` for `lower`, bytes of a text in lower case, where letters of either case count as
 * equal (RFC 9110 §5.1).
 */
export function standsInLowerAt(lower: Uint8Array, block: Uint8Array, at: number): boolean {
  for (let i = 0; i < lower.length; i++) {
    const wanted = lower[i] ?? 0;
    const byte = block[at + i] ?? 0;
    if (byte !== wanted && (wanted < 0x61 || (byte | 0x20) !== wanted)) return false;
  }
  return true;
}
