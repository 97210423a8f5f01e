import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { HttpRequest, HttpResponse } from '../rooms/http.ts';
import {
  LearntBuckets,
  type OssOptions,
  OssReader,
  parseEndpoint,
  resolveAddress,
  whoAnswered,
} from '../rooms/oss.ts';
import { parseXml } from '../support/fast-xml.ts';
import { exchange, multipart, request, response } from './requests.ts';
import { toOssExchange } from './to-oss-exchange.ts';

const V4 =
  'AWS4-HMAC-SHA256 Credential=K/20250101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0';

function read(
  sent: HttpRequest | null,
  answer: HttpResponse | null,
  options: OssOptions = { buckets: new Map() },
  learnt = new LearntBuckets(options.endpoints),
) {
  return toOssExchange(exchange(sent, answer), options, learnt, { parseXml });
}

describe('endpoints of Amazon S3', () => {
  test.each([
    ['b.s3.amazonaws.com', 'b', null],
    ['s3.amazonaws.com', null, null],
    ['b.s3.eu-west-1.amazonaws.com', 'b', 'eu-west-1'],
    ['a.b.s3.eu-west-1.amazonaws.com', 'a.b', 'eu-west-1'],
    ['s3.us-gov-west-1.amazonaws.com', null, 'us-gov-west-1'],
    ['b.s3.cn-north-1.amazonaws.com.cn', 'b', 'cn-north-1'],
    ['b.s3.eusc-de-east-1.amazonaws.eu', 'b', 'eusc-de-east-1'],
    ['b.s3-ap-southeast-1.amazonaws.com', 'b', 'ap-southeast-1'],
    ['b.s3.dualstack.us-west-2.amazonaws.com', 'b', 'us-west-2'],
    ['b.s3-fips.us-east-1.amazonaws.com', 'b', 'us-east-1'],
    ['b.s3-fips.dualstack.us-east-2.amazonaws.com', 'b', 'us-east-2'],
    ['b.s3-external-1.amazonaws.com', 'b', 'us-east-1'],
    ['b.s3-accelerate.amazonaws.com', 'b', null],
    ['b.s3-accelerate.dualstack.amazonaws.com', 'b', null],
    ['ap-123456789012.s3-accesspoint.eu-west-1.amazonaws.com', 'ap-123456789012', 'eu-west-1'],
    ['ap-1.s3-accesspoint-fips.dualstack.us-east-1.amazonaws.com', 'ap-1', 'us-east-1'],
    ['ol-1.s3-object-lambda.eu-west-1.amazonaws.com', 'ol-1', 'eu-west-1'],
    ['ap-1.op-01ac5.s3-outposts.us-west-2.amazonaws.com', 'ap-1.op-01ac5', 'us-west-2'],
    ['mfz1.mrap.accesspoint.s3-global.amazonaws.com', 'mfz1.mrap', null],
    ['b--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com', 'b--usw2-az1--x-s3', 'us-west-2'],
    ['bucket.vpce-1a2b-5e6f.s3.us-east-1.vpce.amazonaws.com', null, 'us-east-1'],
    ['b.bucket.vpce-1a2b-5e6f.s3.us-east-1.vpce.amazonaws.com', 'b', 'us-east-1'],
    ['b.s3-website-us-east-1.amazonaws.com', 'b', 'us-east-1'],
    ['b.s3-website.eu-central-1.amazonaws.com', 'b', 'eu-central-1'],
  ])('%s', (host, bucket, region) => {
    expect(parseEndpoint(host)).toEqual({ provider: 's3', flavour: 'aws', bucket, region, control: false });
  });

  test.each([
    '123456789012.s3-control.eu-west-1.amazonaws.com',
    's3express-control.us-west-2.amazonaws.com',
    'control.vpce-1a2b.s3.us-east-1.vpce.amazonaws.com',
  ])('%s serves accounts', (host) => {
    expect(parseEndpoint(host)).toMatchObject({ control: true });
    const options = { buckets: new Map<string, string>() };
    expect(resolveAddress(host, '/v20180820/jobs', options, new LearntBuckets()).style).toBe('service');
  });

  test.each([
    'ec2.us-east-1.amazonaws.com',
    'kinesis.us-east-1.amazonaws.com',
    's3.example.com',
    'b.s3.us-east-1.amazonaws.com.evil.org',
    'ec2-1-2-3-4.compute-1.amazonaws.com',
  ])('%s is none', (host) => {
    expect(parseEndpoint(host)).toBeNull();
  });
});

describe('recognition of S3', () => {
  const plain = response(200);
  const unknown = ['Host', 'storage.example.net'] as const;
  test.each([
    ['an endpoint host', request('GET', '/k', [['Host', 'b.s3.amazonaws.com']]), plain],
    ['version 4', request('GET', '/b/k', [unknown, ['Authorization', V4]]), plain],
    ['version 2', request('GET', '/b/k', [unknown, ['Authorization', 'AWS acc:user:sig=']]), plain],
    [
      'SigV4A',
      request('GET', '/k', [
        unknown,
        [
          'Authorization',
          'AWS4-ECDSA-P256-SHA256 Credential=K/20250101/s3/aws4_request, SignedHeaders=host, Signature=0',
        ],
      ]),
      plain,
    ],
    ['a URL of version 2', request('GET', '/b/k?AWSAccessKeyId=K&Expires=1&Signature=s', [unknown]), plain],
    [
      'a URL of version 4',
      request('GET', '/b/k?X-Amz-Credential=K%2F20250101%2Fus-east-1%2Fs3%2Faws4_request', [unknown]),
      plain,
    ],
    ['a URL that a shell cut', request('GET', '/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256', [unknown]), plain],
    ['an answer', request('GET', '/b/k', [unknown]), response(200, [['x-amz-request-id', 'tx1']])],
    ['a Server header', request('GET', '/b/k', [unknown]), response(200, [['Server', 'MinIO']])],
    [
      'an answer alone, by its document',
      null,
      response(
        403,
        [['Content-Type', 'application/xml']],
        '<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code><Message></Message></Error>',
      ),
    ],
  ])('%s', (_, sent, answer) => {
    expect(read(sent, answer)?.provider).toBe('s3');
  });

  test.each([
    ['at an OSS endpoint', 'b.oss-cn-hangzhou.aliyuncs.com', plain],
    ['answered by OSS', 'storage.example.net', response(403, [['Server', 'AliyunOSS']])],
  ])('the dialect is OSS %s', (_, host, answer) => {
    const sent = request('GET', '/k', [
      ['Host', host],
      ['Authorization', V4],
    ]);
    const oss = read(sent, answer);
    expect(oss).not.toBeNull();
    expect(oss?.provider).toBeUndefined();
  });

  test('an error page of another server alone is none', () => {
    const page = response(403, [['Content-Type', 'application/xml']], '<Error><Code>Blocked</Code></Error>');
    expect(read(null, page)).toBeNull();
  });

  test.each([
    [[['x-amz-request-id', 'tx00000abcdef0123456789-0064f0-1a2b-default']], 'ceph'],
    [
      [
        ['x-amz-request-id', 'tx1'],
        ['X-Trans-Id', 'tx1'],
      ],
      'swift',
    ],
    [[['Server', 'MinIO']], 'minio'],
    [[['Server', 'AmazonS3']], 'aws'],
    [[['x-amz-request-id', '79104EXAMPLEB723']], undefined],
  ] as const)('%j is of %s', (headers, flavour) => {
    expect(read(request('GET', '/b/k', [unknown]), response(200, headers))?.flavour).toBe(flavour);
  });
});

describe('what a request to S3 addresses', () => {
  const signed = (host: string, path: string) =>
    request('GET', path, [
      ['Host', host],
      ['Date', 'Wed, 01 Jan 2025 12:34:56 GMT'],
      ['Authorization', 'AWS K:sig='],
    ]);
  const shows = (resource: string) =>
    response(
      403,
      [],
      `<Error><Code>SignatureDoesNotMatch</Code><StringToSign>GET\n\n\nWed, 01 Jan 2025 12:34:56 GMT\n${resource}</StringToSign></Error>`,
    );

  test.each([
    ['an object of the ETag of its answer', '/k', response(200, [['ETag', `"${'0a'.repeat(16)}"`]]), 'k'],
    ['a list of it', '/?list-type=2&prefix=a', response(200), null],
    ['what it is asked for', '/?versioning', response(200), null],
  ])('at an unknown host whose first label is the bucket, as shown by %s', (_, target, answer, key) => {
    const learnt = new LearntBuckets();
    const sent = request('GET', target, [
      ['Host', 'b.store.example:8080'],
      ['Authorization', V4],
    ]);
    const oss = read(sent, answer, { buckets: new Map() }, learnt);
    expect(oss?.address).toMatchObject({ bucket: 'b', key, bucketSource: 'server' });
    const next = request('GET', '/other', [
      ['Host', 'b.store.example:8080'],
      ['Authorization', V4],
    ]);
    expect(read(next, response(403), { buckets: new Map() }, learnt)?.address).toMatchObject({
      bucket: 'b',
      key: 'other',
    });
  });

  test.each([
    ['a refusal', '/?list-type=2', 'b.store.example', response(403)],
    ['an address', '/?list-type=2', '10.0.0.1:8080', response(200)],
    ['a list of buckets', '/?prefix=a', 'b.store.example', response(200)],
    ['an ETag of another form', '/b', 'b.store.example', response(200, [['ETag', 'W/"1f-a"']])],
  ])('%s shows no bucket in a host', (_, target, host, answer) => {
    const sent = request('GET', target, [
      ['Host', host],
      ['Authorization', V4],
    ]);
    expect(read(sent, answer)?.address.bucketSource).not.toBe('server');
  });

  test.each([
    [
      'an error document of S3',
      '<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code></Error>',
      's3',
    ],
    [
      'that of another service of Amazon',
      '<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code></Error></ErrorResponse>',
      undefined,
    ],
  ])('a signature for another product, and %s', (_, document, provider) => {
    const sent = request('GET', '/b/k', [
      ['Host', 'ceph.example.net'],
      ['Authorization', V4.replace('/s3/', '/ceph/')],
    ]);
    const answer = response(403, [['Content-Type', 'application/xml']], document);
    expect(read(sent, answer)?.provider).toBe(provider);
  });

  test('at an unknown host, the bucket in its path', () => {
    const oss = read(signed('storage.example.net', '/b/dir/k'), null);
    expect(oss?.address).toMatchObject({ style: 'path', bucket: 'b', key: 'dir/k' });
    expect(oss?.request?.bucketUnknown).toBeUndefined();
  });

  test('the bucket in the name of the host where the server signed it so, then and later', () => {
    const learnt = new LearntBuckets();
    const options = { buckets: new Map<string, string>() };
    const refused = read(signed('pics.storage.example.net', '/dir/k'), shows('/pics/dir/k'), options, learnt);
    expect(refused?.address).toMatchObject({ bucket: 'pics', bucketSource: 'server', key: 'dir/k' });
    const later = read(signed('pics.storage.example.net', '/other/k'), null, options, learnt);
    expect(later?.address).toMatchObject({ bucket: 'pics', key: 'other/k' });
  });

  test('the bucket in the name of the host where an answer showed it so, whether or not anybody looked', () => {
    const listed = exchange(signed('pics.storage.example.net', '/?delimiter=%2F'), response(200));
    const next = exchange(signed('pics.storage.example.net', '/other/k'), response(200));
    for (const isLookedAt of [true, false]) {
      const reader = new OssReader({ buckets: new Map() }, new LearntBuckets(), { parseXml });
      const first = reader.read(listed);
      if (isLookedAt) expect(first?.address.bucket).toBe('pics');
      expect(reader.read(next)?.address).toMatchObject({ bucket: 'pics', key: 'other/k' });
    }
  });

  test('the bucket in the path where the server signed another, which the host does not name', () => {
    const oss = read(signed('storage.example.net', '/pics/k'), shows('/other/k'));
    expect(oss?.address).toMatchObject({ style: 'path', bucket: 'pics' });
  });

  test.each([
    ['store.example.net', '/b/k', 'path'],
    ['b.store.example.net', '/k', 'virtual-host'],
  ])('at %s%s by what the user says of it', (host, path, style) => {
    const given = { provider: 's3', flavour: 'ceph', region: 'main' } as const;
    const options = {
      buckets: new Map<string, string>(),
      endpoints: new Map([['store.example.net', given]]),
    };
    const oss = read(request('GET', path, [['Host', host]]), response(200), options);
    expect(oss).toMatchObject({ provider: 's3', flavour: 'ceph' });
    expect(oss?.address).toMatchObject({ style, bucket: 'b', key: 'k', region: 'main' });
  });
});

describe('who answered a request to S3', () => {
  const bare = [
    ['Content-Length', '0'],
    ['Date', 'Sun, 29 Nov 2026 18:20:10 GMT'],
  ] as const;
  const behind = [...bare, ['Server', 'nginx']] as const;
  test.each([
    ['a bare success', response(200, bare), 'service'],
    ['a bare refusal', response(403, bare), 'service'],
    ['a success behind a proxy', response(200, behind), 'service'],
    ['a refusal behind a proxy', response(403, [...behind, ['Content-Type', 'application/xml']]), 'service'],
    ['a page of a proxy', response(403, [...behind, ['Content-Type', 'text/html']]), 'other'],
    ['a login page', response(200, [...behind, ['Content-Type', 'text/html']]), 'other'],
    ['a redirect of a proxy', response(302, behind), 'other'],
    [
      'a page of Swift',
      response(412, [...behind, ['Content-Type', 'text/html'], ['X-Trans-Id', 'tx1']]),
      'service',
    ],
  ])('%s', (_, answer, kind) => {
    expect(whoAnswered(answer, null, 's3').kind).toBe(kind);
    // of OSS every answer has marks
    expect(whoAnswered(answer, null).kind).toBe('other');
  });
});

describe('what the rules of the server need to know', () => {
  const headers = [
    ['Host', 's3.us-east-1.amazonaws.com'],
    ['x-amz-date', '20250101T000000Z'],
  ] as const;
  const sent = (body: string | null, ...more: readonly (readonly [string, string])[]) =>
    request('PUT', '/b/k', [...headers, ...more, ['Authorization', V4]], body);
  const digest = createHash('sha256').update('hello').digest();

  test('whose server it is, Amazon where that is not known, and nobody of a request to OSS', () => {
    const ceph = response(200, [['x-amz-request-id', 'tx000001b-0065-4a2b-default']]);
    const unknown = request('GET', '/b/k', [
      ['Host', 'storage.example.net'],
      ['Authorization', V4],
    ]);
    expect(read(unknown, response(200))?.request?.flavour).toBe('aws');
    expect(read(unknown, response(200, [['Server', 'MinIO']]))?.request?.flavour).toBe('minio');
    expect(read(sent(null), ceph)?.request?.flavour).toBe('aws');
    const oss = request('GET', '/k', [
      ['Host', 'b.oss-cn-hangzhou.aliyuncs.com'],
      ['Authorization', V4],
    ]);
    expect(read(oss, response(200))?.request).not.toHaveProperty('flavour');
  });

  test('the hash of a body that the request does not name', () => {
    const named = ['x-amz-content-sha256', 'UNSIGNED-PAYLOAD'] as const;
    const of = (message: HttpRequest) => read(message, response(200))?.request?.bodySha256;
    expect(of(sent(null))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    const digests = { whole: true, md5: null, crc64: null, sha256: new Uint8Array(digest) };
    expect(of({ ...sent('hello'), digests })).toBe(digest.toString('hex'));
    expect(of({ ...sent('hello', named), digests })).toBeUndefined();
    expect(of(sent('hello'))).toBeUndefined();
  });
});

describe('operations of S3', () => {
  test.each([
    ['GET', '/', 'ListBuckets'],
    ['PUT', '/b', 'CreateBucket'],
    ['GET', '/b?list-type=2&prefix=&delimiter=%2F', 'ListObjectsV2'],
    ['GET', '/b?versions', 'ListObjectVersions'],
    ['GET', '/b?location', 'GetBucketLocation'],
    ['PUT', '/b?notification', 'PutBucketNotificationConfiguration'],
    ['GET', '/b?inventory&id=1', 'GetBucketInventoryConfiguration'],
    ['GET', '/b?inventory', 'ListBucketInventoryConfigurations'],
    ['POST', '/b?delete', 'DeleteObjects'],
    ['GET', '/b/k?x-id=GetObject', 'GetObject'],
    ['GET', '/b/k?partNumber=1', 'GetObject'],
    ['GET', '/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0', 'GetObject'],
    ['PUT', '/b/k?x-id=PutObject', 'PutObject'],
    ['GET', '/b/k?attributes', 'GetObjectAttributes'],
    ['POST', '/b/k?uploads', 'CreateMultipartUpload'],
    ['PUT', '/b/k?partNumber=1&uploadId=U', 'UploadPart'],
    ['POST', '/b/k?uploadId=U', 'CompleteMultipartUpload'],
    ['DELETE', '/b/k?uploadId=U', 'AbortMultipartUpload'],
    ['POST', '/b/k?select&select-type=2', 'SelectObjectContent'],
    ['GET', '/b?unheardOf', 'Unknown'],
  ])('%s %s', (method, target, operation) => {
    const sent = request(method, target, [
      ['Host', 'storage.example.net'],
      ['Authorization', V4],
    ]);
    expect(read(sent, null)?.operation).toBe(operation);
  });
});

describe('requests that S3 is shown by inside', () => {
  test('a form, by its fields', () => {
    const fields = [
      ['key', 'k'],
      ['policy', 'e30='],
      ['X-Amz-Credential', 'K/20250101/us-east-1/s3/aws4_request'],
      ['X-Amz-Signature', '0'],
    ] as const;
    const sent = request(
      'POST',
      '/b',
      [
        ['Host', 'storage.example.net'],
        ['Content-Type', 'multipart/form-data; boundary=x'],
      ],
      multipart('x', fields),
    );
    expect(read(sent, null)).toMatchObject({ provider: 's3', operation: 'PostObject' });
  });

  test('a URL that was escaped for HTML', () => {
    const target =
      '/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&amp;X-Amz-Credential=K%2F20250101%2Fus-east-1%2Fs3%2Faws4_request';
    expect(read(request('GET', target, [['Host', 'storage.example.net']]), null)?.provider).toBe('s3');
  });
});
