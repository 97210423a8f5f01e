/*
 * Unsigned integers in place. A read past the end of the block gives zeros for the bytes that are not there
 * (`undefined` counts as 0 in bit operations), so these cannot fail; callers check lengths to know what they
 * read. The casts are what `noUncheckedIndexedAccess` asks for.
 */

/** 16 bits, big-endian. */
export function u16be(block: Uint8Array, at: number): number {
  return ((block[at] as number) << 8) | (block[at + 1] as number);
}

/** 16 bits, little-endian. */
export function u16le(block: Uint8Array, at: number): number {
  return (block[at] as number) | ((block[at + 1] as number) << 8);
}

/** 32 bits, big-endian. */
export function u32be(block: Uint8Array, at: number): number {
  return (
    (((block[at] as number) << 24) |
      ((block[at + 1] as number) << 16) |
      ((block[at + 2] as number) << 8) |
      (block[at + 3] as number)) >>>
    0
  );
}

/** 32 bits, little-endian. */
export function u32le(block: Uint8Array, at: number): number {
  return (
    ((block[at] as number) |
      ((block[at + 1] as number) << 8) |
      ((block[at + 2] as number) << 16) |
      ((block[at + 3] as number) << 24)) >>>
    0
  );
}
