import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { nodeHasher } from '../../src/node/hasher.ts';
import { BodyDigester, ShortBodyDigester } from '../../src/oss/body-digester.ts';

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
