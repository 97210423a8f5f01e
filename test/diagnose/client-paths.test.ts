import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { request } from '../oss/requests.ts';
import { fromText } from '../rooms/bytes.ts';
import type { Diagnosis } from '../rooms/diagnose.ts';
import { diagnosed, keyRing, mismatch, OK, wireStrings } from './scenario.ts';

/* Paths as clients of the field send them beside what they sign of them; what they sign is typed out. */

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
      cause: { id: 'key-plus-and-space', args: { signed: 'a b+c%d.txt', sent: 'a+b%2Bc%25d.txt' } },
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

describe('S3 version 2 in path style, the bucket without a slash behind it', () => {
  // as aws-sdk for JavaScript 2.1693.0 sends and signs listObjects, headBucket, getBucketAcl and others with
  // s3ForcePathStyle
  const signed = (resource: string) => {
    const text = `GET\n\n\n${DATE}\n${resource}`;
    const signature = createHmac('sha1', SECRET).update(text).digest('base64');
    const headers = [
      ['Host', 'oss-cn-hangzhou.aliyuncs.com'],
      ['Date', DATE],
      ['Authorization', `AWS ${ID}:${signature}`],
    ] as const;
    return request('GET', '/demo?acl', headers, null);
  };

  it('signs the path as it is', () => {
    const { notes } = diagnosed(signed('/demo?acl'), OK, keyRing());
    expect(notes.filter(({ id }) => id === 'rules-gap')).toEqual([]);
    expect(wireStrings(signed('/demo?acl')).stringToSign.text).toMatch(/\n\/demo\?acl$/);
  });

  it('finds a client that puts the slash in', () => {
    const sent = signed('/demo/?acl');
    expect(diagnosed(sent, mismatch(sent), keyRing())).toMatchObject({
      verdict: 'client-miscomputed',
      certainty: 'proven',
      cause: { id: 'bucket-signed-with-slash', args: { bucket: 'demo' } },
    });
  });
});

describe('version 2 at service level', () => {
  it('finds a client that leaves the resource out', () => {
    // as @alicloud/oss-client 1.1.4 signs getService
    const signature = createHmac('sha256', SECRET).update(`GET\n\n\n${DATE}\n\n`).digest('base64');
    const headers = [
      ['Host', 'oss-cn-hangzhou.aliyuncs.com'],
      ['Date', DATE],
      ['Authorization', `OSS2 AccessKeyId:${ID},Signature:${signature}`],
    ] as const;
    const sent = request('GET', '/', headers, null);
    expect(diagnosed(sent, mismatch(sent), keyRing())).toMatchObject({
      verdict: 'client-miscomputed',
      certainty: 'proven',
      cause: { id: 'resource-signed-other', args: { how: 'left-out' } },
      client: { stringToSign: { text: `GET\n\n\n${DATE}\n\n` } },
    });
  });
});
