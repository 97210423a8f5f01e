import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Transform, type TransformOptions } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ReadOptions, readFile, readStream } from '../../src/node/read-bytes.ts';
import { nodeZstd, ZstdFrames } from '../../src/node/unpack.ts';
import { rawZstd, skippableFrame, zstdFrame } from '../support/zstd.ts';

/** What happens to a file between two reads of it. */
let beforeRead: ((count: number) => void) | null = null;
let count = 0;
vi.mock('node:fs', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs')>();
  const readSync = (...args: unknown[]): number => {
    beforeRead?.(++count);
    return Reflect.apply(original.readSync, original, args);
  };
  return { ...original, readSync };
});

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'osscap-read-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const MEGABYTE = 1024 * 1024;

/** Bytes that look like chance, and can be packed by half. */
function pattern(length: number): Buffer {
  let state = 1;
  return Buffer.from(
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 16) & 15;
    }),
  );
}

async function collect(source: Buffer | string | Readable, options: ReadOptions = {}) {
  const parts: Buffer[] = [];
  const notices: (readonly [string, number])[] = [];
  const reader = {
    chunk: (block: Uint8Array) => {
      parts.push(Buffer.from(block));
    },
    notice: (code: string, offset: number) => {
      notices.push([code, offset]);
    },
  };
  let outcome: unknown;
  if (source instanceof Readable) outcome = await readStream(source, reader, options);
  else {
    const path = typeof source === 'string' ? source : join(folder, 'input');
    if (typeof source !== 'string') writeFileSync(path, source);
    outcome = await readFile(path, reader, options);
  }
  return { outcome, notices, bytes: Buffer.concat(parts) };
}

const END = { kind: 'end' };

describe('zstd', () => {
  const bytes = pattern(20_000);
  const sources = [
    ['our own', rawZstd] as const,
    ...(nodeZstd() === null ? [] : [["Node's", nodeZstd() ?? rawZstd] as const]),
  ];

  describe.each(sources)('with a decompressor of %s', (_, zstd) => {
    it('is unpacked, frame by frame, whatever pieces it comes in', async () => {
      const packed = Buffer.concat([
        skippableFrame(0),
        zstdFrame(bytes.subarray(0, 7000)),
        skippableFrame(300),
        zstdFrame(new Uint8Array(0)),
        zstdFrame(bytes.subarray(7000), 3),
      ]);
      expect(await collect(packed, { zstd })).toEqual({ outcome: END, notices: [], bytes });
      for (const size of [1, 3, 4, 5, 1001]) {
        const pieces = Array.from({ length: Math.ceil(packed.length / size) }, (_, at) =>
          packed.subarray(at * size, (at + 1) * size),
        );
        const found = await collect(Readable.from(pieces), { zstd });
        expect(found.bytes.equals(bytes)).toBe(true);
        expect([found.outcome, found.notices]).toEqual([END, []]);
      }
    });

    it('gives what there is of a file that is cut off, and says so', async () => {
      const packed = Buffer.concat([zstdFrame(bytes.subarray(0, 7000)), zstdFrame(bytes.subarray(7000))]);
      const found = await collect(packed.subarray(0, -5), { zstd });
      expect(found.outcome).toEqual(END);
      expect(found.notices.map(([code]) => code)).toEqual(['truncated-zstd']);
      expect(found.bytes.length).toBeGreaterThanOrEqual(7000);
      expect(bytes.subarray(0, found.bytes.length).equals(found.bytes)).toBe(true);
    });

    it('gives what precedes damage, and says where it is', async () => {
      const frame = zstdFrame(bytes.subarray(7000));
      // A block of the type that is reserved.
      frame[6] = (frame[6] ?? 0) | 6;
      const damaged = await collect(Buffer.concat([zstdFrame(bytes.subarray(0, 7000)), frame]), { zstd });
      expect(damaged.bytes.equals(bytes.subarray(0, 7000))).toBe(true);
      expect(damaged.notices).toEqual([['damaged-zstd', 7000]]);
      const followed = await collect(Buffer.concat([zstdFrame(bytes), Buffer.from('no frame')]), { zstd });
      expect(followed.bytes.equals(bytes)).toBe(true);
      expect(followed.notices).toEqual([['damaged-zstd', 20_000]]);
    });
  });

  describe('whose checksum is wrong', () => {
    const frame = Buffer.concat([zstdFrame(bytes), Buffer.from('none')]);
    // The descriptor says that one follows the blocks.
    frame[4] = 0x04;

    it('is given to the decompressor without it first, whatever pieces it comes in', () => {
      for (const size of [1, 3, 5, frame.length]) {
        const frames = new ZstdFrames();
        let before = 0;
        let behind = '';
        for (let at = 0; at < frame.length; at += size) {
          for (const piece of frames.pieces(frame.subarray(at, at + size))) {
            if (before < frame.length - 4) before += piece.bytes.length;
            else behind += Buffer.from(piece.bytes).toString();
          }
        }
        expect([before, behind]).toEqual([frame.length - 4, 'none']);
      }
    });

    it.skipIf(nodeZstd() === null)('is all unpacked, and said to be damaged', async () => {
      const found = await collect(frame);
      expect(found.bytes.equals(bytes)).toBe(true);
      expect(found.notices).toEqual([['damaged-zstd', bytes.length]]);
    });
  });

  const large = zstdFrame(bytes);
  // A window of 2 GiB (RFC 8878 §3.1.1.1.2).
  large[5] = 21 << 3;
  // With the number of a dictionary, in the byte behind the window.
  const foreign = Buffer.concat([large.subarray(0, 4), Uint8Array.of(0x01, 0x38, 77), large.subarray(6)]);

  it.each([
    [large, 'ZSTD_error_frameParameter_windowTooLarge', 'zstd-window'],
    [foreign, 'ZSTD_error_dictionary_wrong', 'zstd-dictionary'],
  ])('is not said to be damaged where Node lacks what it needs (%#)', async (frame, code, reason) => {
    let frames = 0;
    const refusing = () => {
      const transform: TransformOptions['transform'] = (_, __, done) =>
        done(Object.assign(new Error('refused'), { code }));
      return frames++ === 0 ? rawZstd() : new Transform({ transform });
    };
    const found = await collect(Buffer.concat([zstdFrame(bytes), frame]), { zstd: nodeZstd() ?? refusing });
    expect(found.outcome).toEqual({ kind: 'failed', reason, detail: code });
    expect(found.bytes.equals(bytes)).toBe(true);
    expect(found.notices).toEqual([]);
  });

  it('is refused by a Node that cannot unpack it', async () => {
    expect(await collect(zstdFrame(bytes), { zstd: null })).toEqual({
      outcome: { kind: 'failed', reason: 'zstd-unsupported', detail: process.version },
      notices: [],
      bytes: Buffer.alloc(0),
    });
  });
});

describe('gzip', () => {
  const bytes = pattern(3 * MEGABYTE);
  const packed = gzipSync(bytes);

  it('is unpacked, members one after the other, from a pipe byte by byte too', async () => {
    const found = await collect(Buffer.concat([packed, gzipSync('more')]));
    expect(found.bytes.equals(Buffer.concat([bytes, Buffer.from('more')]))).toBe(true);
    expect(found.notices).toEqual([]);
    const small = gzipSync('hello');
    const pieces = Array.from(small, (byte) => Uint8Array.of(byte));
    expect((await collect(Readable.from(pieces))).bytes.toString()).toBe('hello');
  });

  it('that is cut or damaged gives what precedes', async () => {
    const cut = await collect(packed.subarray(0, packed.length >> 1));
    expect(cut.notices).toEqual([['truncated-gzip', cut.bytes.length]]);
    expect(bytes.subarray(0, cut.bytes.length).equals(cut.bytes)).toBe(true);
    const damaged = Buffer.from(packed);
    damaged.fill(0xff, packed.length >> 1, (packed.length >> 1) + 64);
    const found = await collect(damaged);
    expect(found.notices).toEqual([['damaged-gzip', found.bytes.length]]);
  });

  /** The same in pieces of one byte, of a few, and whole. */
  async function everyWay(file: Buffer) {
    const pieces = (size: number) =>
      Array.from({ length: Math.ceil(file.length / size) }, (_, at) =>
        file.subarray(at * size, (at + 1) * size),
      );
    return [
      await collect(file),
      await collect(Readable.from(pieces(1))),
      await collect(Readable.from(pieces(7))),
    ];
  }

  const small = gzipSync('hello');

  it('may have zeros behind and between its members, as tapes and disks leave them', async () => {
    for (const { outcome, bytes, notices } of await everyWay(
      Buffer.concat([small, Buffer.alloc(500), gzipSync(' world'), Buffer.alloc(3)]),
    )) {
      expect([outcome, bytes.toString(), notices]).toEqual([END, 'hello world', []]);
    }
  });

  it('is all unpacked where something else follows', async () => {
    for (const rest of ['garbage', '\x1f', '\x1f\x8bgarbage']) {
      for (const { bytes, notices } of await everyWay(Buffer.concat([small, Buffer.from(rest, 'latin1')]))) {
        expect(bytes.toString()).toBe('hello');
        expect(notices).toEqual([[rest === '\x1f' ? 'truncated-gzip' : 'damaged-gzip', 5]]);
      }
    }
  });

  it('may have every field in its header', async () => {
    const extra = Buffer.concat([Buffer.from([3, 0]), Buffer.from('abc')]);
    const header = Buffer.from([0x1f, 0x8b, 8, 0b1_1110, 1, 2, 3, 4, 0, 3]);
    const named = Buffer.concat([header, extra, Buffer.from('name\0comment\0'), Buffer.from([9, 9])]);
    for (const { bytes, notices } of await everyWay(Buffer.concat([named, small.subarray(10)]))) {
      expect([bytes.toString(), notices]).toEqual(['hello', []]);
    }
  });

  it('is damaged where its checksum, its length or its flags are wrong', async () => {
    for (const at of [small.length - 8, small.length - 1]) {
      const wrong = Buffer.from(small);
      wrong[at] = (wrong[at] ?? 0) ^ 1;
      for (const { bytes, notices } of await everyWay(wrong)) {
        expect([bytes.toString(), notices]).toEqual(['hello', [['damaged-gzip', 5]]]);
      }
    }
    const flagged = Buffer.from(small);
    flagged[3] = 0x80;
    for (const { notices } of await everyWay(flagged)) expect(notices).toEqual([['damaged-gzip', 0]]);
  });
});

describe('a packed file of which some bytes come to very many', () => {
  const LENGTH = 64 * MEGABYTE;
  const bomb = gzipSync(Buffer.alloc(LENGTH));

  it.each(['a file', 'a pipe'])('is not unpacked to its end after an interruption: %s', async (kind) => {
    const path = join(folder, 'bomb.gz');
    writeFileSync(path, bomb);
    const stop = new AbortController();
    const notices: string[] = [];
    let unpacked = 0;
    const reader = {
      chunk: (block: Uint8Array) => {
        unpacked += block.length;
        stop.abort();
      },
      notice: (code: string) => {
        notices.push(code);
      },
    };
    const options = { signal: stop.signal };
    const reading =
      kind === 'a file'
        ? readFile(path, reader, options)
        : readStream(Readable.from([bomb]), reader, options);
    expect(await reading).toEqual({ kind: 'interrupted' });
    expect(unpacked).toBeLessThan(MEGABYTE);
    expect(notices).toEqual([]);
  });
});

describe('a file that changes while it is read', () => {
  const bytes = pattern(3 * MEGABYTE);
  const path = (): string => join(folder, 'changing');

  async function reading(change: (count: number) => void) {
    writeFileSync(path(), bytes);
    count = 0;
    beforeRead = change;
    try {
      return await collect(path());
    } finally {
      beforeRead = null;
    }
  }

  it('becomes shorter', async () => {
    const found = await reading((count) => count === 3 && truncateSync(path(), MEGABYTE));
    expect(found.outcome).toEqual(END);
    expect(found.notices).toEqual([['file-shrank', found.bytes.length]]);
    expect(found.bytes.length).toBeGreaterThanOrEqual(MEGABYTE);
    expect(found.bytes.length).toBeLessThan(3 * MEGABYTE);
    expect(bytes.subarray(0, found.bytes.length).equals(found.bytes)).toBe(true);
  });

  it('grows', async () => {
    const found = await reading((count) => count === 2 && appendFileSync(path(), 'more'));
    expect(found.notices).toEqual([['file-grew', 3 * MEGABYTE + 4]]);
    expect(found.bytes.subarray(-4).toString()).toBe('more');
  });

  it('is removed, and read to its end all the same', async () => {
    const found = await reading((count) => count === 2 && rmSync(path()));
    expect(found.notices).toEqual([]);
    expect(found.bytes.equals(bytes)).toBe(true);
  });

  it('cannot be read on', async () => {
    const found = await reading((count) => {
      if (count === 5) throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });
    });
    expect(found.outcome).toEqual({ kind: 'failed', reason: 'read-error', detail: 'EIO' });
    expect(found.bytes.equals(bytes.subarray(0, 2 * MEGABYTE))).toBe(true);
  });

  it('is not there', async () => {
    expect((await collect(join(folder, 'nothing'))).outcome).toMatchObject({ reason: 'missing' });
  });
});
