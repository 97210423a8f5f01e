import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { Crc32 } from '../rooms/bytes.ts';
import fc from '../support/fast-check.ts';

/** One bit at a time, straight from the definition. */
function reference(bytes: Uint8Array, polynomial: number): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
  }
  return ~crc >>> 0;
}

function checksum(kind: 'crc32' | 'crc32c', bytes: Uint8Array, cut = 0): number {
  const crc = new Crc32(kind);
  crc.update(bytes, 0, cut);
  crc.update(bytes, cut);
  return crc.value;
}

it('has the check values of the catalogue of CRCs', () => {
  const bytes = new TextEncoder().encode('123456789');
  expect(checksum('crc32', bytes)).toBe(0xcbf43926);
  expect(checksum('crc32c', bytes)).toBe(0xe3069283);
  expect(checksum('crc32', new Uint8Array())).toBe(0);
});

it('is the one of the definition, however the bytes are cut', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, at) => {
      const cut = Math.min(at, bytes.length);
      expect(checksum('crc32', bytes, cut)).toBe(crc32(bytes));
      expect(checksum('crc32c', bytes, cut)).toBe(reference(bytes, 0x82f63b78));
    }),
  );
});
