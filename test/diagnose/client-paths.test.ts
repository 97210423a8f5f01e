import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromText } from '../../src/bytes/byte-string.ts';
import type { Diagnosis } from '../../src/diagnose/model.ts';
import { request } from '../oss/requests.ts';
import { diagnosed, keyRing, mismatch } from './scenario.ts';

/*
 * Paths as clients of the field send them beside what they sign of them; what they sign is typed out.
 */

const ID = 'LTAI5tReferenceKey00';
const SECRET = 'SecretOfTheReferenceSigner0001';
const HOST = ['Host', 'demo.oss-cn-hangzhou.aliyuncs.com'] as const;
const DATE = 'Wed, 01 Jan 2025 12:34:56 GMT';

/** Version 1, of a client that signs `resource` and sends `target`. */
function v1(target: string, resource: string): Diagnosis {
  const text = `GET\n\n\n${DATE}\n${resource}`;
  const signature = createHmac('sha1', SECRET).update(text).digest('base64');
  const authorization = ['Authorization', `OSS ${ID}:${signature}`] as const;
  const sent = request('GET', target, [HOST, ['Date', DATE], authorization], null);
  return diagnosed(sent, mismatch(sent), keyRing());
}

describe('a path that a form encoder wrote', () => {
  // as the Ruby SDK 0.8.0 (CGI.escape), the Go SDK 1.4.0 (url.QueryEscape) and ali-oss 4.16.0 send it
  it('is found to be signed with a space for each raw +, and a plus sign for each escaped one', () => {
    expect(v1('/a+b%2Bc%25d.txt', '/demo/a b+c%d.txt')).toMatchObject({
      verdict: 'client-miscomputed',
      certainty: 'proven',
      cause: { id: 'key-plus-and-space', args: { signed: 'a b+c%d.txt', sent: 'a+b+c%d.txt' } },
      divergences: [{ field: 'resource:key', client: 'a b+c%d.txt', server: 'a+b+c%d.txt' }],
    });
  });

  it('is found so in path style too, the bucket before it', () => {
    const text = `GET\n\n\n${DATE}\n/demo/${'文 件'}+.txt`;
    const signature = createHmac('sha1', SECRET).update(text).digest('base64');
    const target = '/demo/%E6%96%87+%E4%BB%B6%2B.txt';
    const headers = [
      ['Host', 'oss-cn-hangzhou.aliyuncs.com'],
      ['Date', DATE],
      ['Authorization', `OSS ${ID}:${signature}`],
    ] as const;
    const sent = request('GET', target, headers, null);
    expect(diagnosed(sent, mismatch(sent), keyRing())).toMatchObject({
      verdict: 'client-miscomputed',
      certainty: 'proven',
      cause: { id: 'key-plus-and-space', args: { signed: fromText('文 件+.txt') } },
    });
  });
});
