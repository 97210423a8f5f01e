/** Whether `bytes` stand in `block` from `at` on. */
export function standsAt(bytes: Uint8Array, block: Uint8Array, at: number): boolean {
  for (let i = 0; i < bytes.length; i++) if (block[at + i] !== bytes[i]) return false;
  return true;
}
