import { describe, expect, it } from 'vitest';
import {
  CAUSES,
  fill,
  inWordsOf,
  naming,
  plainFiller,
  serviceName,
  servicePage,
} from '../rooms/sentences.ts';
import { EN, ZH } from '../support/texts.ts';
import { makeResult } from './make-result.ts';

const { oss } = makeResult();
if (oss === null) throw new Error('no exchange');
const s3 = { ...oss, provider: 's3' as const };
const TEMPLATE = 'between {hop} and OSS: every x-oss- header, the AdditionalHeaders and RAM';

describe('a sentence about an exchange', () => {
  it('is as it is written where that is with OSS', () => {
    const filler = plainFiller(EN);
    expect(inWordsOf(filler, oss)).toBe(filler);
  });

  it.each([
    [undefined, 'S3'],
    ['aws', 'S3'],
    ['ceph', 'Ceph'],
    ['minio', 'MinIO'],
    ['swift', 'Swift'],
  ] as const)('names the service where that is %s', (flavour, name) => {
    expect(serviceName({ ...s3, flavour })).toBe(name);
    const filler = inWordsOf(plainFiller(EN), { ...s3, flavour });
    expect(fill(TEMPLATE, { hop: 'nginx' }, filler)).toBe(
      `between nginx and ${name}: every x-amz- header, the SignedHeaders and IAM`,
    );
  });

  it.each([
    [
      CAUSES['bad-credential'].cause,
      /^V4 requires ID\/.*\/s3\/aws4_request$/,
      /^V4 要求的格式是 ID\/.*\/s3\/aws4_request$/,
    ],
    [CAUSES['product-mismatch'].cause, /^the product in the scope must be s3$/, /^Scope 里的产品名是 s3$/],
    [CAUSES['product-mismatch'].cure, /^name s3 as the service/, /^把服务名指定为 s3/],
    [CAUSES['access-denied-other'].cure, /^follow the message$/, /^按返回信息处理$/],
  ])('says nothing that OSS alone has: %j', ({ en, zh }, english, chinese) => {
    const aws = { ...s3, flavour: 'aws' } as const;
    expect(fill(en, {}, inWordsOf(plainFiller(EN), aws))).toMatch(english);
    expect(fill(zh, {}, inWordsOf(plainFiller(ZH), aws))).toMatch(chinese);
  });

  it('leaves captured text as it is', () => {
    expect(fill('{key}', { key: 'OSS/x-oss-meta' }, inWordsOf(plainFiller(EN), s3))).toBe('OSS/x-oss-meta');
  });
});

describe('the page on the errors of a server', () => {
  const error = { code: 'AccessDenied' };

  it.each([
    [undefined, 'docs.aws.amazon.com'],
    ['ceph', 'docs.ceph.com'],
    ['minio', 'min.io'],
    ['swift', 'docs.openstack.org'],
  ] as const)('is that of its maker: %s', (flavour, host) => {
    expect(new URL(servicePage({ provider: 's3', flavour, error }) ?? '').host).toBe(host);
  });

  it('is none where an EC has its own, and where there is no error', () => {
    expect(servicePage({ error })).toBeNull();
    expect(servicePage({ provider: 's3', error: null })).toBeNull();
  });
});

describe('a sentence about a capture', () => {
  const said = (texts: typeof EN | typeof ZH, ...providers: ('oss' | 's3')[]) =>
    fill(texts.labels['capture-oss'], { n: 2 }, naming(plainFiller(texts), providers));

  it('names the providers of its exchanges, OSS first', () => {
    expect(said(EN, 'oss')).toBe('2 OSS exchanges: ');
    expect(said(EN, 's3')).toBe('2 S3 exchanges: ');
    expect(said(EN, 's3', 'oss')).toBe('2 OSS and S3 exchanges: ');
    expect(said(ZH, 's3', 'oss')).toContain('OSS、S3');
  });
});
