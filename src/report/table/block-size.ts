/** How much of a block is shown. Each level leaves out what matters least of the one before. */
export interface BlockSize {
  /** Pieces of evidence for a suspect, and against it. */
  readonly evidence: readonly [number, number];
  /** Lines of what to do, of what the server said and of why this happens. */
  readonly cure: number;
  readonly said: number;
  readonly why: number;
  /** What settles it without the secret. */
  readonly test: number;
  /** Commands to type. */
  readonly commands: number;
  /** No remarks, and no blank lines within. */
  readonly isTight?: true;
}

/** From the most to the least. */
const BLOCK_SIZES: readonly BlockSize[] = [
  { evidence: [3, 2], cure: 4, said: 3, why: 2, test: 3, commands: 3 },
  { evidence: [2, 1], cure: 3, said: 2, why: 2, test: 2, commands: 3 },
  { evidence: [1, 1], cure: 3, said: 2, why: 0, test: 2, commands: 3 },
  { evidence: [1, 0], cure: 2, said: 1, why: 0, test: 0, commands: 3 },
  { evidence: [0, 0], cure: 2, said: 1, why: 0, test: 0, commands: 3 },
  { evidence: [0, 0], cure: 2, said: 1, why: 0, test: 0, commands: 1 },
  { evidence: [0, 0], cure: 2, said: 1, why: 0, test: 0, commands: 1, isTight: true },
  { evidence: [0, 0], cure: 1, said: 1, why: 0, test: 0, commands: 1, isTight: true },
];

/** Those that one cause may have, and each of several. */
export const SIZES_OF_ONE = BLOCK_SIZES.slice(0, 6);
export const SIZES_OF_SEVERAL = BLOCK_SIZES.slice(2);
