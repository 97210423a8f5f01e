import { describe, expect, it } from 'vitest';
import { History, SEARCH_BUDGET } from '../rooms/diagnose.ts';
import fc from '../support/fast-check.ts';
import {
  CUSTOM_HOST,
  type Plain,
  REFERENCE_VERSIONS,
  type ReferenceVersion,
  send,
  sign,
} from './reference-signer.ts';
import { diagnosed, keyRing, mismatch, OK, ossExchange } from './scenario.ts';

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

const plain: fc.Arbitrary<Plain> = fc.record(
  {
    method: fc.constantFrom('GET', 'PUT', 'POST', 'HEAD', 'DELETE'),
    bucket: fc.constantFrom('demo', 'a-b-c', 'b123'),
    key,
    query,
    headers,
    addressing: fc.constantFrom('virtual' as const, 'path' as const, 'custom' as const),
    token: fc.constantFrom('CAIS+a/b==', 'T', 'a b+c%2F'),
    policy: fc.json(),
  },
  { requiredKeys: ['method', 'bucket', 'key', 'query', 'headers'] },
);

const version = fc.constantFrom(...REFERENCE_VERSIONS);

/** `Range` is signed where the version has a list of additional headers. */
function listedOf(each: ReferenceVersion, { headers: sent }: Plain): readonly string[] {
  return /^v[24]/.test(each) && sent.some(([name]) => name === 'Range') ? ['range'] : [];
}

describe(`requests signed by the rules (seed ${seed})`, () => {
  it('raise no alarm when they are accepted', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(version, plain, (each, sent) => {
        const listed = listedOf(each, sent);
        const signature = sign(each, sent, { listed });
        const buckets = new Map([[CUSTOM_HOST, sent.bucket]]);
        const message = send(each, sent, signature, listed);
        const diagnosis = diagnosed(message, OK, keyRing(), new History(), SEARCH_BUDGET, buckets);
        expect(diagnosis).toMatchObject({
          verdict: 'match',
          certainty: 'proven',
          row: 3,
          notes: [],
          recomputed: signature,
        });
        expect(ossExchange(message, OK, buckets).claim?.version).toBe(each);
        seen.add(`${each} ${sent.addressing ?? 'virtual'} ${sent.token === undefined}`);
      }),
      { numRuns: 1000, seed },
    );
    // 13 versions, three ways to address, with a token and without
    expect(seen.size).toBeGreaterThan(70);
  });

  it('point at the server when they are refused', () => {
    fc.assert(
      fc.property(version, plain, (each, sent) => {
        const listed = listedOf(each, sent);
        const buckets = new Map([[CUSTOM_HOST, sent.bucket]]);
        const message = send(each, sent, sign(each, sent, { listed }), listed);
        const answer = mismatch(message, { buckets });
        expect(diagnosed(message, answer, keyRing(), new History(), SEARCH_BUDGET, buckets)).toMatchObject({
          verdict: 'wrong-secret',
          certainty: 'proven',
          row: 15,
          cause: { id: 'server-holds-other-secret' },
          divergences: [],
        });
      }),
      { numRuns: 200, seed },
    );
  });
});
