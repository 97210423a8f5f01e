import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { nodeHasher } from '../../../src/node/ports.ts';
import { BodyDigester, ShortBodyDigester } from '../../rooms/bodies.ts';

it('a short body that is held gives the digest of one that passes by', () => {
  const block = Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 7) & 255));
  const held = new ShortBodyDigester(nodeHasher);
  const passing = new BodyDigester(nodeHasher, { md5: true, crc64: false, sha256: true, limit: 10_000 });
  for (const sink of [held, passing]) {
    sink.take(block, 10, 1400);
    sink.take(block, 1400, 2990);
  }
  // what was held is a copy
  const expected = (hash: string) => createHash(hash).update(block.subarray(10, 2990)).digest();
  const [md5, sha256] = [expected('md5'), expected('sha256')];
  block.fill(0);
  for (const digests of [held.digests(true), passing.digests(true)]) {
    expect(Buffer.from(digests.md5 ?? [])).toEqual(md5);
    expect(Buffer.from(digests.sha256 ?? [])).toEqual(sha256);
  }
});

it('a body that was not seen whole has no digest', () => {
  const held = new ShortBodyDigester(nodeHasher);
  held.take(Buffer.from('abc'), 0, 3);
  expect(held.digests(false)).toEqual({ whole: false, md5: null, crc64: null });
});

it('of a body that turns out longer than it was to be nothing is told', () => {
  const plan = { md5: true, crc64: true, sha256: true, limit: 6 };
  const [within, beyond] = [new BodyDigester(nodeHasher, plan), new BodyDigester(nodeHasher, plan)];
  for (const sink of [within, beyond]) sink.take(Buffer.from('abcdef'), 0, 3);
  within.take(Buffer.from('abcdef'), 3, 6);
  beyond.take(Buffer.from('abcdefg'), 3, 7);
  expect(Buffer.from(within.digests(true).md5 ?? []).toString('hex')).toBe(
    'e80b5017098950fc58aad83c8c14978e',
  );
  expect(beyond.digests(true)).toEqual({ whole: true, md5: null, crc64: null, sha256: null });
});

it('only what was asked for is computed', () => {
  const sink = new BodyDigester(nodeHasher, { md5: false, crc64: true, sha256: false, limit: 10 });
  sink.take(Buffer.from('123456789'), 0, 9);
  expect(sink.digests(true)).toEqual({ whole: true, md5: null, crc64: 0x995dc9bbdf1939fan, sha256: null });
});

it('keeps nothing of what it computed with, once it was asked', () => {
  const sink = new BodyDigester(nodeHasher, { md5: true, crc64: true, sha256: true, limit: 10 });
  sink.take(Buffer.from('123456789'), 0, 9);
  expect(sink.digests(true).crc64).toBe(0x995dc9bbdf1939fan);
  sink.take(Buffer.from('1'), 0, 1);
  expect(sink.digests(true)).toEqual({ whole: true, md5: null, crc64: null, sha256: null });
});
