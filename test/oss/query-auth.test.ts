import { expect, it } from 'vitest';
import { namesKeyInQuery, readQueryAuth, toSignableRequest } from '../rooms/oss.ts';
import fc from '../support/fast-check.ts';

const ADDRESS = { style: 'virtual-host', bucket: 'b', bucketSource: 'host', key: 'k', region: null } as const;

function authOf(target: string) {
  return readQueryAuth(toSignableRequest({ method: 'GET', target, headers: [], frame: 1 }, ADDRESS, null));
}

it('tells a presigned URL by its plain key id', () => {
  expect(namesKeyInQuery('/k?Expires=1&OSSAccessKeyId=a&Signature=s')).toBe(true);
  expect(namesKeyInQuery('/k?x-oss-credential=a/b/c/d/e')).toBe(true);
  expect(namesKeyInQuery('/k&OSSAccessKeyId=a')).toBe(false);
  expect(namesKeyInQuery('/k?a=?OSSAccessKeyId=a')).toBe(false);
  expect(namesKeyInQuery('/k?amp;OSSAccessKeyId=a')).toBe(false);
});

it('never tells of a key id where the query has no auth data', () => {
  const part = fc.constantFrom(
    '/k',
    '?',
    '&',
    '=',
    'OSSAccessKeyId',
    'X-Amz-Credential',
    'amp;',
    'a',
    '%26',
    '+',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 10 }), (parts) => {
      const target = `/${parts.join('')}`;
      if (namesKeyInQuery(target)) expect(authOf(target)).not.toBeNull();
    }),
    { numRuns: 500 },
  );
});
