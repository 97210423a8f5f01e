import { describe, expect, it } from 'vitest';
import { Crc64, combineCrc64, combineCrc64Runs, crc64, parseCrc64 } from '../rooms/bytes.ts';
import fc from '../support/fast-check.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** One bit at a time, straight from the definition. */
function reference(bytes: Uint8Array): bigint {
  let crc = (1n << 64n) - 1n;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1n) === 1n ? (crc >> 1n) ^ 0xc96c5795d7870f42n : crc >> 1n;
  }
  return crc ^ ((1n << 64n) - 1n);
}

describe('CRC-64', () => {
  it.each([
    ['', 0n],
    ['123456789', 11051210869376104954n],
    ['hello world', 5981764153023615706n],
  ])('of %j', (value, expected) => {
    expect(crc64(text(value))).toBe(expected);
  });

  it('of x-amz-checksum-crc64nvme', () => {
    const nvme = (bytes: Uint8Array): bigint => {
      const crc = new Crc64('nvme');
      crc.update(bytes);
      return crc.value;
    };
    expect(nvme(text('123456789'))).toBe(0xae8b14860a799888n);
    // "CRC-64/NVME" in the specification's own examples: 4 KiB of zeros, and 32 of them
    expect(nvme(new Uint8Array(4096))).toBe(0x6482d367eb22b64en);
    expect(nvme(new Uint8Array(32))).toBe(0xcf3473434d4ecf3bn);
  });

  it('is the one of the definition', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(crc64(bytes)).toBe(reference(bytes));
      }),
    );
  });

  it('does not depend on how the bytes are cut, nor on where they lie', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.array(fc.nat(200)),
        fc.nat(9),
        (bytes, cuts, before) => {
          const block = new Uint8Array(before + bytes.length + 3).fill(0xaa);
          block.set(bytes, before);
          const crc = new Crc64();
          const places = [...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort(
            (a, b) => a - b,
          );
          let from = 0;
          for (const to of places) {
            crc.update(block, before + from, before + to);
            from = to;
          }
          expect(crc.value).toBe(reference(bytes));
        },
      ),
    );
  });

  it('reads a view into a larger buffer from its own start', () => {
    const view = new Uint8Array(text('xx123456789yy').buffer, 2, 9);
    expect(crc64(view)).toBe(11051210869376104954n);
  });
});

describe('combining', () => {
  it('gives the checksum of both runs', () => {
    expect(combineCrc64(crc64(text('12345')), crc64(text('6789')), 4)).toBe(11051210869376104954n);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.uint8Array({ maxLength: 400 }), (a, b) => {
        const both = new Uint8Array([...a, ...b]);
        expect(combineCrc64(crc64(a), crc64(b), b.length)).toBe(reference(both));
      }),
    );
  });

  it('changes nothing beside an empty run, and tells the order of runs', () => {
    const a = crc64(text('12345'));
    const b = crc64(text('67890'));
    expect(combineCrc64(0n, a, 5)).toBe(a);
    expect(combineCrc64(a, 0n, 0)).toBe(a);
    expect(combineCrc64(a, b, 5)).not.toBe(combineCrc64(b, a, 5));
  });

  it('of many runs is the checksum of all of them in order', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 }), (pieces) => {
        const runs = pieces.map((piece) => ({ crc64: crc64(piece), length: piece.length }));
        expect(combineCrc64Runs(runs)).toBe(reference(new Uint8Array(pieces.flatMap((piece) => [...piece]))));
      }),
    );
  });

  it('takes lengths beyond 32 bits', () => {
    const zeros = (length: number): bigint => {
      let crc = 0n;
      let [run, size] = [crc64(new Uint8Array(1024)), 1024];
      for (let rest = length / 1024; rest >= 1; rest = Math.floor(rest / 2)) {
        if (rest % 2 >= 1) crc = combineCrc64(crc, run, size);
        run = combineCrc64(run, run, size);
        size *= 2;
      }
      return crc;
    };
    const length = 6 * 1024 ** 3;
    expect(combineCrc64(crc64(text('a')), zeros(length), length)).toBe(
      combineCrc64(
        combineCrc64(crc64(text('a')), zeros(length / 2), length / 2),
        zeros(length / 2),
        length / 2,
      ),
    );
  });
});

describe('the header', () => {
  it.each([
    ['11051210869376104954', 11051210869376104954n],
    ['18446744073709551615', 18446744073709551615n],
    ['18446744073709551616', null],
    ['', null],
    ['-1', null],
    ['0x10', null],
  ])('%j', (value, expected) => {
    expect(parseCrc64(value)).toBe(expected);
  });
});
