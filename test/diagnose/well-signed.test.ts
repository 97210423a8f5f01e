import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Pairs,
  type Plain,
  REFERENCE_VERSIONS,
  type ReferenceVersion,
  send,
  sign,
} from './reference-signer.ts';
import { diagnosed, keyRing, mismatch, OK } from './scenario.ts';

/** Printed, so that a failure elsewhere can be run again: `SEED=… vitest run …`. */
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

const text = fc.string({
  unit: fc.constantFrom(..."abcXYZ019-_.~ +%&=?#/\\'()*!:;,@$文é😀"),
  minLength: 1,
  maxLength: 12,
});
const key = text.filter((each) => !/^[/\\]|^\.+$|\/\.{1,2}(?:\/|$)|^\.{1,2}\//.test(each));
const names = [
  'acl',
  'uploads',
  'uploadId',
  'partNumber',
  'versionId',
  'tagging',
  'prefix',
  'marker',
  'foo',
  'x-oss-process',
];
const query = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), fc.oneof(fc.constant(''), text)), {
  selector: ([name]) => name,
  maxLength: 5,
});
const headerValue = fc
  .string({ unit: fc.constantFrom(...'abcXYZ 019-_.=/;,é文'), minLength: 1, maxLength: 12 })
  .map((each) => each.trim());
const headers = fc.uniqueArray(
  fc.tuple(
    fc.constantFrom(
      'Content-Type',
      'content-md5',
      'X-OSS-Meta-B',
      'x-oss-meta-a',
      'x-oss-object-acl',
      'Range',
      'User-Agent',
      'Accept',
    ),
    headerValue,
  ),
  { selector: ([name]) => name.toLowerCase(), maxLength: 5 },
);

const plain: fc.Arbitrary<Plain> = fc.record({
  method: fc.constantFrom('GET', 'PUT', 'POST', 'HEAD', 'DELETE'),
  bucket: fc.constantFrom('demo', 'a-b-c', 'b123'),
  key,
  query,
  headers,
});

/** S3 signs header values with runs of spaces made one; the reference signer does not. */
function suited(version: ReferenceVersion, made: Plain): Plain {
  const single = (pairs: Pairs): Pairs => pairs.map(([name, each]) => [name, each.replace(/ +/g, ' ')]);
  return version === 's3v4' ? { ...made, headers: single(made.headers) } : made;
}

describe(`requests signed by the rules (seed ${seed})`, () => {
  it('raise no alarm when they are accepted', () => {
    fc.assert(
      fc.property(fc.constantFrom(...REFERENCE_VERSIONS), plain, (version, made) => {
        const sent = suited(version, made);
        const listed =
          sent.headers.some(([name]) => name === 'Range') && /^v[24]$/.test(version) ? ['range'] : [];
        const signature = sign(version, sent, { listed });
        const diagnosis = diagnosed(send(version, sent, signature, listed), OK, keyRing());
        expect(diagnosis).toMatchObject({
          verdict: 'match',
          certainty: 'proven',
          row: 3,
          notes: [],
          recomputed: signature,
        });
      }),
      { numRuns: 1000, seed },
    );
  });

  it('point at the server when they are refused', () => {
    fc.assert(
      fc.property(fc.constantFrom(...REFERENCE_VERSIONS), plain, (version, made) => {
        const sent = suited(version, made);
        const message = send(version, sent, sign(version, sent));
        const diagnosis = diagnosed(message, mismatch(message), keyRing());
        expect(diagnosis).toMatchObject({
          verdict: 'wrong-secret',
          certainty: 'proven',
          row: 15,
          cause: { id: 'server-holds-other-secret' },
          divergences: [],
        });
      }),
      { numRuns: 100, seed },
    );
  });
});
