/**
 * The numbers by which a file system knows a file. They are asked for as `bigint`: on Windows that
 * of a file fills 64 bits, the upper ones counting how often its place was given away, so that as a
 * `number` files made one after the other have the same.
 */
interface FileNumbers {
  readonly dev: bigint;
  readonly ino: bigint;
}

export function isSameFile(one: FileNumbers, other: FileNumbers): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}
