import { describe, expect, test } from 'vitest';
import { LearntBuckets, MAX_LEARNT_HOSTS, resolveAddress, splitTarget } from '../rooms/oss.ts';

const NONE = { buckets: new Map<string, string>() };

function resolve(host: string, path: string, options = NONE, learnt = new LearntBuckets()) {
  const { style, bucket, bucketSource, key, region } = resolveAddress(host, path, options, learnt);
  return [style, bucket, bucketSource, key, region];
}

test.each([
  ['b.oss-cn-hangzhou.aliyuncs.com', 'b', 'cn-hangzhou'],
  ['B.OSS-cn-hangzhou.aliyuncs.com:8080', 'b', 'cn-hangzhou'],
  ['b.oss-cn-hangzhou.aliyuncs.com.', 'b', 'cn-hangzhou'],
  ['b.oss-cn-hangzhou-internal.aliyuncs.com', 'b', 'cn-hangzhou'],
  ['b.vpc100-oss-cn-beijing.aliyuncs.com', 'b', 'cn-beijing'],
  ['b.cn-hangzhou.oss.aliyuncs.com', 'b', 'cn-hangzhou'],
  ['b.oss-accelerate.aliyuncs.com', 'b', null],
  ['b.oss-accelerate-overseas.aliyuncs.com', 'b', null],
  ['b.s3.oss-accelerate.aliyuncs.com', 'b', null],
  ['b.oss.aliyuncs.com', 'b', null],
  // names in the service's own certificate
  ['b.oss-internal.aliyuncs.com', 'b', null],
  ['b.oss-enet.aliyuncs.com', 'b', null],
  ['b.oss-cn-hongkong-cross.aliyuncs.com', 'b', 'cn-hongkong'],
  ['b.s3.oss-cn-hongkong-internal.aliyuncs.com', 'b', 'cn-hongkong'],
  // "Regions and endpoints" of the finance cloud
  ['b.oss-cn-shanghai-finance-1-pub.aliyuncs.com', 'b', 'cn-shanghai-finance-1'],
  ['b.oss-cache-cn-beijing-h.aliyuncs.com', 'b', 'cn-beijing'],
  ['b.oss-rg-china-mainland.aliyuncs.com', 'b', 'rg-china-mainland'],
  ['b.s3.oss-us-west-1.aliyuncs.com', 'b', 'us-west-1'],
  ['b.oss-cn-shanghai-finance-1.aliyuncs.com', 'b', 'cn-shanghai-finance-1'],
  ['b.oss-cn-shanghai-finance-1-internal.aliyuncs.com', 'b', 'cn-shanghai-finance-1'],
  ['b.oss-cn-north-2-gov-1.aliyuncs.com', 'b', 'cn-north-2-gov-1'],
  ['b.cb-123.cn-hangzhou.oss-cloudbox.aliyuncs.com', 'b', 'cb-123'],
  ['ap-x.oss-cn-hangzhou.oss-accesspoint.aliyuncs.com', 'ap-x', 'cn-hangzhou'],
  ['f-opap.oss-cn-hangzhou-internal.oss-object-process.aliyuncs.com', 'f-opap', 'cn-hangzhou'],
  ['bkt.oss-cn-shanghai-d01-a.ops.example.com', 'bkt', 'cn-shanghai-d01-a'],
  // "OSS accelerator" (PutBucketDataAccelerator in the API reference): the zones that it lists
  ['b.cn-wulanchabu-b-internal.oss-data-acc.aliyuncs.com', 'b', 'cn-wulanchabu'],
  ['b.ap-southeast-1c-internal.oss-data-acc.aliyuncs.com', 'b', 'ap-southeast-1'],
  ['b.cn-hangzhou-internal.oss-data-acc.aliyuncs.com', 'b', 'cn-hangzhou'],
  ['b.cn-hangzhou.oss-dls.aliyuncs.com', 'b', 'cn-hangzhou'],
  // "PutVectorBucket" and "CreateTableBucket" in the API reference; `oss-` before the region in the first
  // SDKs
  ['b-1234567890.cn-hangzhou.oss-vectors.aliyuncs.com', 'b', 'cn-hangzhou'],
  ['b-c-1234567890.cn-hangzhou-internal.oss-vectors.aliyuncs.com', 'b-c', 'cn-hangzhou'],
  ['b-1234567890.oss-cn-hangzhou-internal.oss-vectors.aliyuncs.com', 'b', 'cn-hangzhou'],
  ['b-1234567890.ap-southeast-1.oss-tables.aliyuncs.com', 'b', 'ap-southeast-1'],
])('virtual host %s', (host, bucket, region) => {
  expect(resolve(host, '/a%2Fb+c')).toEqual(['virtual-host', bucket, 'host', 'a/b+c', region]);
  expect(resolve(host, '/')).toEqual(['virtual-host', bucket, 'host', null, region]);
});

test.each([
  ['oss-cn-hangzhou.aliyuncs.com', 'cn-hangzhou'],
  ['s3.oss-cn-hangzhou.aliyuncs.com', 'cn-hangzhou'],
  ['cn-hangzhou.oss.aliyuncs.com', 'cn-hangzhou'],
  ['oss-accelerate.aliyuncs.com', null],
  ['s3.oss-accelerate.aliyuncs.com', null],
  ['10.1.2.3:9000', null],
  ['localhost:9000', null],
  ['[::1]:9000', null],
])('the endpoint %s itself', (host, region) => {
  expect(resolve(host, '/')).toEqual(['service', null, null, null, region]);
  expect(resolve(host, '/bkt/a%20b/c')).toEqual(['path', 'bkt', 'path', 'a b/c', region]);
  expect(resolve(host, '/bkt/')).toEqual(['path', 'bkt', 'path', null, region]);
  expect(resolve(host, '/bkt')).toEqual(['path', 'bkt', 'path', null, region]);
});

test.each(['cn-hangzhou.oss-vectors.aliyuncs.com', 'cn-hangzhou-internal.oss-tables.aliyuncs.com'])(
  'the path of %s names operations, no bucket',
  (host) => {
    expect(resolve(host, '/')).toEqual(['service', null, null, null, 'cn-hangzhou']);
    expect(resolve(host, '/buckets')).toEqual(['service', null, null, 'buckets', 'cn-hangzhou']);
  },
);

// `oss/agentic/utils.go` of alibabacloud-oss-go-sdk-v2: signed as `my-sandbox-ACCOUNT-cn-hangzhou-bs-apsr`
describe('the short name of a bucket space', () => {
  const host = 'my-sandbox-alias-bs-apsr.oss-cn-hangzhou-internal.aliyuncs.com';
  const full = 'my-sandbox-1234567890123456-cn-hangzhou-bs-apsr';

  test('is not that of its bucket, which the server or an option tells', () => {
    const learnt = new LearntBuckets();
    expect(resolve(host, '/k', NONE, learnt)).toEqual(['custom-domain', null, null, 'k', 'cn-hangzhou']);
    learnt.learn(host, full);
    expect(resolve(host, '/k', NONE, learnt)).toEqual(['custom-domain', full, 'server', 'k', 'cn-hangzhou']);
    const options = { buckets: new Map([[host, full]]) };
    expect(resolve(host, '/k', options).slice(0, 3)).toEqual(['custom-domain', full, 'option']);
  });

  test('the full name is that of a bucket', () => {
    expect(resolve(`${full}.oss-cn-hangzhou.aliyuncs.com`, '/k').slice(0, 3)).toEqual([
      'virtual-host',
      full,
      'host',
    ]);
  });
});

test('control endpoints address no bucket', () => {
  expect(resolve('1234.oss-control.aliyuncs.com', '/')).toEqual(['service', null, null, null, null]);
});

describe('custom domains', () => {
  test('an option tells the bucket, for every host', () => {
    const options = { buckets: new Map([['img.example.com', 'pics']]) };
    expect(resolve('IMG.example.com:80', '/k', options)).toEqual([
      'custom-domain',
      'pics',
      'option',
      'k',
      null,
    ]);
  });

  test('the server may have told it', () => {
    const learnt = new LearntBuckets();
    expect(resolve('img.example.com', '/k', NONE, learnt)).toEqual(['custom-domain', null, null, 'k', null]);
    learnt.learn('img.example.com:80', 'pics');
    expect(resolve('Img.Example.com', '/k', NONE, learnt)).toEqual([
      'custom-domain',
      'pics',
      'server',
      'k',
      null,
    ]);
  });

  test('the bucket stands in the path, as an option says or the server', () => {
    const options = { buckets: new Map([['oss.example.com', '/']]) };
    const learnt = new LearntBuckets();
    learnt.learn('oss.example.com:80', '/');
    for (const address of [
      resolve('OSS.example.com:80', '/pics/a%20b', options),
      resolve('OSS.example.com:80', '/pics/a%20b', NONE, learnt),
    ]) {
      expect(address).toEqual(['path', 'pics', 'path', 'a b', null]);
    }
  });

  test('a name that only begins like an endpoint is one', () => {
    expect(resolve('oss-cn-hangzhou.example.com', '/k')[0]).toBe('custom-domain');
    expect(resolve('oss-cn-hangzhou.aliyuncs.com.evil.org', '/k')[0]).toBe('custom-domain');
  });

  test('what is learnt is bounded', () => {
    const learnt = new LearntBuckets();
    for (let i = 0; i <= MAX_LEARNT_HOSTS; i++) learnt.learn(`h${i}`, 'b');
    expect(learnt.bucketOf('h0')).toBeNull();
    expect(learnt.bucketOf(`h${MAX_LEARNT_HOSTS}`)).toBe('b');
  });
});

test('request targets', () => {
  expect(splitTarget('/a?b?c')).toEqual({ host: null, path: '/a', rawQuery: 'b?c' });
  expect(splitTarget('http://u@h:1/a?')).toEqual({ host: 'h:1', path: '/a', rawQuery: '' });
  expect(splitTarget('HTTP://h')).toEqual({ host: 'h', path: '/', rawQuery: null });
  expect(splitTarget('http://h?q=/')).toEqual({ host: 'h', path: '/', rawQuery: 'q=/' });
  expect(splitTarget('*')).toEqual({ host: null, path: '*', rawQuery: null });
});
