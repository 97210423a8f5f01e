/**
 * A copy of `block[start]` up to `block[end]`, independent of the block (a Buffer's own `slice` is
 * a view).
 */
export function copyBytes(block: Uint8Array, start: number, end: number): Uint8Array {
  const copy = new Uint8Array(end - start);
  copy.set(block.subarray(start, end));
  return copy;
}
