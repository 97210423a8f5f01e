import { expect, it } from 'vitest';
import { isSameFile } from '../rooms/node.ts';

it('tells files from each other whose numbers are alike as far as a number goes', () => {
  // NTFS: 16 bits that count, and 48 of the place.
  const file = { dev: 0x5c1f_23a7n, ino: 0x0125_0000_0001_8f3cn };
  const next = { ...file, ino: file.ino + 1n };
  expect(Number(next.ino)).toBe(Number(file.ino));
  expect(isSameFile(file, next)).toBe(false);
  expect(isSameFile(file, { ...file })).toBe(true);
  expect(isSameFile(file, { ...file, dev: 1n })).toBe(false);
});
