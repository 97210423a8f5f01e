import { describe, expect, it } from 'vitest';
import { EN } from '../../src/report/text/en.ts';
import { fill, plainFiller } from '../../src/report/text/fill.ts';
import { inWordsOf, naming, serviceName, servicePage } from '../../src/report/text/service.ts';
import { ZH } from '../../src/report/text/zh.ts';
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
