import { describe, expect, it } from 'vitest';
import { type BlobFacts, selectBlobs } from '../../rooms/report.ts';

const blob = (path: string, digest: string, part: string | null = null, id = 'S', first = 'a'): BlobFacts => {
  const [index = 1, of = 1] = part?.split('/').map(Number) ?? [];
  const shard = part === null ? null : { index, of };
  const scan = { id, first, inputs: 1 };
  return { path, digest, shard, scan, tool: { name: 'osscap', version: '1' }, interrupted: false };
};

/** Every order of some blobs. */
function orders(blobs: readonly BlobFacts[]): readonly (readonly BlobFacts[])[] {
  if (blobs.length < 2) return [blobs];
  return blobs.flatMap((one, at) => orders(blobs.toSpliced(at, 1)).map((rest) => [one, ...rest]));
}

describe('blobs, in whatever order they are given', () => {
  it.each([
    ['parts stand in their order', [blob('x', '2', '1/2'), blob('y', '1', '2/2')], [['x', 'y']], [[]]],
    [
      'a part that lacks is named',
      [blob('x', '1', '3/4'), blob('y', '2', '1/4')],
      [['y', 'x']],
      [['2-2', '4-4']],
    ],
    ['the last part may lack', [blob('x', '1', '1/2')], [['x']], [['2-2']]],
    [
      'parts that lack in a row are one',
      [blob('x', '1', '4/10000'), blob('y', '2', '5/10000')],
      [['x', 'y']],
      [['1-3', '6-10000']],
    ],
    ['a scan in one part lacks none', [blob('x', '1')], [['x']], [[]]],
    ['the same blob twice counts once', [blob('x', '1', '1/1'), blob('y', '1', '1/1')], [['x']], [[]]],
    [
      'scans stand in the order of their first inputs, then of their digests',
      [blob('x', '1', null, 'T', 'b'), blob('y', '2', null, 'S', 'b'), blob('z', '3', null, 'U', 'a')],
      [['z'], ['y'], ['x']],
      [[], [], []],
    ],
  ])('%s', (_, blobs, paths, missing) => {
    for (const order of orders(blobs)) {
      const selected = selectBlobs(order);
      if (!selected.ok) throw new Error(selected.error.code);
      expect(selected.value.map((scan) => scan.blobs.map(({ path }) => path))).toEqual(paths);
      expect(selected.value.map((scan) => scan.missing.map(({ from, to }) => `${from}-${to}`))).toEqual(
        missing,
      );
    }
  });

  it.each([
    ['one part with two contents', [blob('y', '1', '1/2'), blob('x', '2', '1/2')], 'blob-twice'],
    ['one scan in two contents', [blob('y', '1'), blob('x', '2')], 'blob-twice'],
    ['one scan divided in two ways', [blob('y', '1', '1/2'), blob('x', '2', '2/3')], 'blob-cut'],
    ['one scan divided and not', [blob('y', '1'), blob('x', '2', '2/2')], 'blob-cut'],
  ])('cannot be merged: %s', (_, blobs, code) => {
    for (const order of orders(blobs)) {
      expect(selectBlobs(order)).toEqual({ ok: false, error: { code, path: 'x', other: 'y' } });
    }
  });
});
