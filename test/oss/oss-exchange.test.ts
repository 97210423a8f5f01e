import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { nodeHasher } from '../../src/node/ports.ts';
import { type Notice, toByteString, toBytes } from '../rooms/bytes.ts';
import type { Exchange, HttpRequest, HttpResponse } from '../rooms/http.ts';
import { LearntBuckets, OSS, type OssPorts, showsOss } from '../rooms/oss.ts';
import { parseXml } from '../support/fast-xml.ts';
import { exchange, multipart, request, response } from './requests.ts';
import { toOssExchange } from './to-oss-exchange.ts';

const NONE = { buckets: new Map<string, string>() };
const DATE = 'Wed, 01 Jan 2025 12:34:56 GMT';

function tell(given: Exchange, learnt = new LearntBuckets(), ports: Partial<OssPorts> = {}) {
  const notices: Notice[] = [];
  const oss = toOssExchange(given, NONE, learnt, {
    parseXml,
    notice: (notice) => notices.push(notice),
    ...ports,
  });
  return { oss, notices: notices.map(({ code, args }) => [code, args['reason'] ?? args['limit']]) };
}

const errorBody = (inner: string) =>
  `<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code>${inner}</Error>`;

describe('recognition', () => {
  const plain = response(200);
  test.each([
    ['an endpoint host', request('GET', '/', [['Host', 'b.oss-cn-hangzhou.aliyuncs.com']]), plain, true],
    ['an absolute-form target', request('GET', 'http://b.oss-cn-hangzhou.aliyuncs.com/k'), plain, true],
    ['an OSS scheme', request('GET', '/', [['Authorization', 'OSS4-HMAC-SHA256 x']]), plain, true],
    ['an x-oss- header', request('GET', '/', [['X-Oss-Meta-A', '1']]), plain, true],
    ['a presigned URL', request('GET', '/k?a=1&OSSAccessKeyId=i&Expires=1&Signature=s'), plain, true],
    ['a Server header', request('GET', '/'), response(200, [['Server', 'AliyunOSS']]), true],
    ['a request id', null, response(200, [['x-oss-request-id', '1']]), true],
    [
      'S3 at an OSS endpoint',
      request('GET', '/', [
        ['Host', 'b.oss-cn-hangzhou.aliyuncs.com'],
        ['Authorization', 'AWS a:b'],
      ]),
      plain,
      true,
    ],
    [
      'another service of Amazon',
      request('GET', '/', [
        ['Host', 'dynamodb.us-east-1.amazonaws.com'],
        [
          'Authorization',
          'AWS4-HMAC-SHA256 Credential=AKIA/20250101/us-east-1/dynamodb/aws4_request, Signature=0',
        ],
      ]),
      response(400, [['x-amzn-RequestId', '1']]),
      false,
    ],
    [
      'S3 elsewhere, answered by OSS',
      request('GET', '/', [['Authorization', 'AWS a:b']]),
      response(403, [['x-oss-ec', '1']]),
      true,
    ],
    [
      'anything else',
      request('GET', '/?Signature=a&Expires=1', [['Authorization', 'Bearer x']]),
      plain,
      false,
    ],
  ])('%s', (_, sent, answer, isOss) => {
    expect(showsOss(exchange(sent, answer))).toBe(isOss);
    expect(tell(exchange(sent, answer)).oss !== null).toBe(isOss);
  });
});

describe('a tunnel through a proxy', () => {
  const connect = request('CONNECT', 'b.oss-cn-hangzhou.aliyuncs.com:443', [
    ['Host', 'b.oss-cn-hangzhou.aliyuncs.com:443'],
  ]);

  test('is no exchange with OSS where the proxy opened it', () => {
    expect(tell(exchange(connect, response(200))).oss).toBeNull();
  });

  test.each([response(407), null])('is told of without a key where it did not', (answer) => {
    const { oss } = tell(exchange(connect, answer));
    expect(oss).toMatchObject({ operation: 'Unknown', address: { bucket: 'b', key: null } });
    expect(oss?.request?.key).toBeNull();
  });
});

test('a failing request, told in the words of OSS', () => {
  const sent = request('POST', '/ttsservice%2Fpasswd?uploadId=D4', [
    ['Host', 'rokid.oss-cn-hangzhou.aliyuncs.com'],
    ['date', DATE],
    ['authorization', 'OSS LTAI:sig='],
  ]);
  const answer = response(
    403,
    [
      ['x-oss-request-id', ' 5C27 '],
      ['x-oss-ec', '0002-00000040'],
    ],
    errorBody('<RequestId>other</RequestId><StringToSignBytes>50</StringToSignBytes>'),
  );
  const { oss, notices } = tell(exchange(sent, answer));
  expect(oss).toMatchObject({
    operation: 'CompleteMultipartUpload',
    address: { style: 'virtual-host', bucket: 'rokid', key: 'ttsservice/passwd', region: 'cn-hangzhou' },
    request: {
      bucket: 'rokid',
      key: 'ttsservice/passwd',
      path: '/ttsservice%2Fpasswd',
      rawQuery: 'uploadId=D4',
    },
    claim: { version: 'v1', accessKeyId: 'LTAI', signature: 'sig=' },
    foreignAuthorization: null,
    error: { code: 'SignatureDoesNotMatch', frame: 6, stringToSignBytes: 'P' },
    requestId: '5C27',
    ec: '0002-00000040',
  });
  expect(notices).toEqual([]);
});

describe('custom domains', () => {
  const sent = (authorization: string) =>
    request('GET', '/a/k', [
      ['Host', 'img.example.com'],
      ['Date', DATE],
      ['Authorization', authorization],
    ]);
  const v1 = sent('OSS i:s');
  const v4 = sent('OSS4-HMAC-SHA256 Credential=i/20250101/r/oss/aliyun_v4_request,Signature=s');

  test.each([
    ['its string', v1, `<StringToSign>GET\n\n\n${DATE}\n/pics/a/k</StringToSign>`],
    ['its string without the blank lines', v1, `<StringToSign>GET\n${DATE}\n/pics/a/k</StringToSign>`],
    [
      'its canonical request',
      v4,
      '<CanonicalRequest>GET\n/pics/a/k\n\n\n\nUNSIGNED-PAYLOAD</CanonicalRequest>',
    ],
    ['its element', v4, '<BucketName>pics</BucketName>'],
    ['its host', v4, '<HostId>pics.oss-cn-hangzhou.aliyuncs.com</HostId>'],
  ])('the server names the bucket in %s, then and for later requests', (_, message, inner) => {
    const learnt = new LearntBuckets();
    const failing = tell(
      exchange(message, response(403, [['Server', 'AliyunOSS']], errorBody(inner))),
      learnt,
    ).oss;
    expect(failing?.address).toMatchObject({
      style: 'custom-domain',
      bucket: 'pics',
      bucketSource: 'server',
      key: 'a/k',
    });
    expect(failing?.request).toMatchObject({ bucket: 'pics' });
    expect(failing?.request?.bucketUnknown).toBeUndefined();
    const later = tell(exchange(v1, response(200)), learnt).oss;
    expect(later?.address).toMatchObject({ bucket: 'pics', bucketSource: 'server' });
  });

  test('the bucket is learnt of an answer that nobody asks about', () => {
    const learnt = new LearntBuckets();
    tell(
      exchange(v1, response(404, [['Server', 'AliyunOSS']], errorBody('<BucketName>pics</BucketName>'))),
      learnt,
    );
    expect(learnt.bucketOf('img.example.com')).toBe('pics');
  });

  const path = (target: string, authorization = 'OSS i:s') =>
    request('GET', target, [
      ['Host', 'oss.example.com:8080'],
      ['Date', DATE],
      ['Authorization', authorization],
    ]);
  const V4 = 'OSS4-HMAC-SHA256 Credential=i/20250101/r/oss/aliyun_v4_request,Signature=s';
  const V2 = 'OSS2 AccessKeyId:i,Signature:s';
  const S3 = 'AWS i:s';
  const strings = {
    v1: (resource: string) => `<StringToSign>GET\n\n\n${DATE}\n${resource}</StringToSign>`,
    v4: (uri: string) => `<CanonicalRequest>GET\n${uri}\n\n\n\nUNSIGNED-PAYLOAD</CanonicalRequest>`,
  };

  test.each([
    ['a V1 resource', path('/pics/a%20b'), strings.v1('/pics/a b'), 'a b'],
    ['one with a sub-resource', path('/pics/a?acl'), strings.v1('/pics/a?acl'), 'a'],
    ['one of a key with a question mark', path('/pics/a%3Fb'), strings.v1('/pics/a?b'), 'a?b'],
    ['a bucket', path('/pics/'), strings.v1('/pics/'), null],
    ['a bucket named twice', path('/pics/pics/a'), strings.v1('/pics/pics/a'), 'pics/a'],
    ['a V2 resource', path('/pics/a/b', V2), strings.v1('\n%2Fpics%2Fa%2Fb'), 'a/b'],
    ['a resource of the S3 dialect', path('/pics/a%20b', S3), strings.v1('/pics/a%20b'), 'a b'],
    ['a canonical URI', path('/pics/a%20b', V4), strings.v4('/pics/a%20b'), 'a b'],
    ['the element of the key', path('/pics/a', V4), '<BucketName>pics</BucketName><Key>a</Key>', 'a'],
  ])('the bucket stands in the path by %s, then and for later requests', (_, message, inner, key) => {
    const learnt = new LearntBuckets();
    const failing = tell(
      exchange(message, response(403, [['Server', 'AliyunOSS']], errorBody(inner))),
      learnt,
    ).oss;
    const inPath = { style: 'path', bucket: 'pics', bucketSource: 'path' };
    expect(failing?.address).toMatchObject({ ...inPath, key });
    expect(failing?.request).toMatchObject({ bucket: 'pics', key });
    expect(failing?.request?.bucketUnknown).toBeUndefined();
    const later = tell(exchange(path('/other/k/l'), response(200)), learnt).oss;
    expect(later?.address).toMatchObject({ style: 'path', bucket: 'other', key: 'k/l' });
    expect(tell(exchange(path('/'), response(200)), learnt).oss?.address.style).toBe('service');
  });

  test.each([
    ['V1', path('/'), strings.v1('/')],
    ['V4', path('/', V4), strings.v4('/')],
  ])('a request to the service tells it as well (%s)', (_, message, inner) => {
    const learnt = new LearntBuckets();
    expect(tell(exchange(message, response(403, [], errorBody(inner))), learnt).oss?.address.style).toBe(
      'service',
    );
    expect(tell(exchange(path('/pics/a'), response(200)), learnt).oss?.address).toMatchObject({
      style: 'path',
      bucket: 'pics',
    });
  });

  test.each([
    ['a string', strings.v1('/pics/pics/a')],
    ['elements', '<BucketName>pics</BucketName><Key>pics/a</Key>'],
  ])("the key of a custom domain may begin with its bucket's name, by %s", (_, inner) => {
    const { oss } = tell(exchange(path('/pics/a'), response(403, [], errorBody(inner))));
    expect(oss?.address).toMatchObject({ style: 'custom-domain', bucket: 'pics', key: 'pics/a' });
  });

  test('a bucket that may stand in either is not guessed at', () => {
    const { oss } = tell(
      exchange(path('/pics/a'), response(404, [], errorBody('<BucketName>pics</BucketName>'))),
    );
    expect(oss?.request?.bucketUnknown).toBe(true);
  });

  test('a string that ends before its resource tells nothing', () => {
    const inner = `<StringToSign>GET\n${DATE}</StringToSign>`;
    const { oss } = tell(exchange(path('/'), response(403, [], errorBody(inner))));
    expect(oss?.address.style).toBe('custom-domain');
  });

  describe('the hash of a version 4 string names it', () => {
    const hashed = (uri: string) => {
      const hash = createHash('sha256').update(`GET\n${uri}\n\n\n\nUNSIGNED-PAYLOAD`).digest('hex');
      const text = `OSS4-HMAC-SHA256\n\n20250101/r/oss/aliyun_v4_request\n${hash}`;
      return response(403, [], errorBody(`<StringToSign>${text}</StringToSign>`));
    };
    const asked = (target: string, host: string) =>
      request('GET', target, [
        ['Host', host],
        ['Authorization', V4],
      ]);
    const told = (uri: string, host = 'oss.example.com', learnt = new LearntBuckets(), options = NONE) => {
      const given = exchange(asked('/a/k', host), hashed(uri));
      return toOssExchange(given, options, learnt, { parseXml, hasher: nodeHasher })?.address;
    };
    const named = (bucket: string) => ({
      style: 'custom-domain',
      bucket,
      bucketSource: 'server',
      key: 'a/k',
    });

    test.each([
      ['of the host of another request', 'pics.oss-cn-hangzhou.aliyuncs.com', 'oss.example.com', 'pics'],
      ['of its own host', '', 'static.example.com', 'static'],
      ['called as its host is', '', 'img.example.com', 'img-example-com'],
    ])('a bucket %s', (_, other, host, bucket) => {
      const learnt = new LearntBuckets();
      if (other !== '') tell(exchange(asked('/other', other), response(200)), learnt);
      expect(told(`/${bucket}/a/k`, host, learnt)).toMatchObject(named(bucket));
      const later = tell(exchange(asked('/b', host), response(200)), learnt).oss;
      expect(later?.address).toMatchObject({ bucket, bucketSource: 'server' });
    });

    test('a bucket that the user names behind another host, or that was learnt of one', () => {
      const options = { buckets: new Map([['cdn.example.org', 'pics']]) };
      expect(told('/pics/a/k', 'oss.example.com', new LearntBuckets(), options)).toMatchObject(named('pics'));
      const learnt = new LearntBuckets();
      learnt.learn('cdn.example.org', 'docs');
      expect(told('/docs/a/k', 'oss.example.com', learnt)).toMatchObject(named('docs'));
    });

    test('a bucket in the path', () => {
      expect(told('/a/k')).toMatchObject({ style: 'path', bucket: 'a', key: 'k' });
    });

    test('none, where no bucket that is known has it', () => {
      expect(told('/unheard-of/a/k')).toMatchObject({ style: 'custom-domain', bucket: null });
    });

    test('none any more, where it was looked for in vain again and again', () => {
      const learnt = new LearntBuckets();
      for (let times = 0; times < 32; times++) told('/unheard-of/a/k', 'oss.example.com', learnt);
      learnt.learn('cdn.example.org', 'unheard-of');
      expect(told('/unheard-of/a/k', 'oss.example.com', learnt)?.bucket).toBeNull();
      expect(told('/unheard-of/a/k', 'other.example.com', learnt)?.bucket).toBe('unheard-of');
    });
  });

  test('nobody names it', () => {
    const { oss } = tell(exchange(v1, response(403, [], errorBody('<HostId>img.example.com</HostId>'))));
    expect(oss?.address).toMatchObject({
      style: 'custom-domain',
      bucket: null,
      bucketSource: null,
      key: 'a/k',
    });
    expect(oss?.request?.bucketUnknown).toBe(true);
  });

  test('the user is believed, until the server says otherwise', () => {
    const options = { buckets: new Map([['img.example.com', 'mine']]) };
    const address = (answer: HttpResponse) =>
      toOssExchange(exchange(v1, answer), options, new LearntBuckets(), { parseXml })?.address;
    expect(address(response(200))).toMatchObject({ bucket: 'mine', bucketSource: 'option' });
    const other = address(response(403, [], errorBody('<BucketName>pics</BucketName>')));
    expect(other).toMatchObject({ bucket: 'pics', bucketSource: 'server', givenBucket: 'mine' });
  });
});

test('a form is a PostObject of the key that it names', () => {
  const type = ['Content-Type', 'multipart/form-data; boundary=x'] as const;
  const fields = [
    ['key', 'dir/a'],
    ['OSSAccessKeyId', 'i'],
    ['policy', 'p'],
    ['Signature', 's'],
  ] as const;
  const sent = request(
    'POST',
    '/',
    [['Host', 'b.oss-cn-hangzhou.aliyuncs.com'], type],
    multipart('x', fields),
  );
  const { oss } = tell(exchange(sent, response(204)));
  expect(oss).toMatchObject({
    operation: 'PostObject',
    address: { bucket: 'b', key: 'dir/a' },
    request: { key: null },
    claim: { version: 'post-v1' },
  });
});

describe('error documents', () => {
  const sent = request('HEAD', '/k', [['Host', 'b.oss-cn-hangzhou.aliyuncs.com']]);
  const xml = errorBody('<EC>0002-00000040</EC><RequestId>R</RequestId>');

  test('in the header where there is no body', () => {
    const inHeader = ['x-oss-err', Buffer.from(xml).toString('base64')] as const;
    for (const body of [null, '', '<html>']) {
      const { oss, notices } = tell(exchange(sent, response(403, [inHeader], body)));
      expect(oss).toMatchObject({ error: { source: 'x-oss-err' }, ec: '0002-00000040', requestId: 'R' });
      expect(notices).toEqual([]);
    }
  });

  test('in an answer that began before the service was done, and of a callback', () => {
    const host = ['Host', 'b.oss-cn-hangzhou.aliyuncs.com'] as const;
    const answer = (message: HttpRequest, status: number) =>
      tell(exchange(message, response(status, [], xml))).oss;
    const source = ['x-oss-copy-source', '/b/s'] as const;
    const known = { error: { code: 'SignatureDoesNotMatch' } };
    expect(answer(request('POST', '/k?uploadId=1', [host]), 200)).toMatchObject(known);
    expect(answer(request('PUT', '/k', [host, source]), 200)).toMatchObject(known);
    expect(answer(request('PUT', '/k', [host]), 203)).toMatchObject(known);
    const slow = exchange(request('POST', '/k?uploadId=1', [host]), response(200, [], `  \n ${xml}`));
    expect(tell(slow)).toMatchObject({ oss: known, notices: [] });
  });

  test('not in an object that looks like one', () => {
    const host = ['Host', 'b.oss-cn-hangzhou.aliyuncs.com'] as const;
    for (const status of [200, 203]) {
      const { oss } = tell(exchange(request('GET', '/k', [host]), response(status, [], xml)));
      expect(oss).toMatchObject({ error: null });
    }
  });

  test('a coding that is none needs no port', () => {
    for (const coding of ['identity', ' Identity ', '']) {
      const given = exchange(sent, response(403, [['Content-Encoding', coding]], xml));
      expect(tell(given)).toMatchObject({ oss: { ec: '0002-00000040' }, notices: [] });
    }
  });

  test('a request id that is empty is none, and the document tells it', () => {
    const given = exchange(sent, response(403, [['x-oss-request-id', ' ']], xml));
    expect(tell(given).oss).toMatchObject({ requestId: 'R' });
  });

  test('coded bodies need the port', () => {
    const coded = toByteString(gzipSync(Buffer.from(xml)));
    const given = exchange(sent, response(403, [['Content-Encoding', 'GZIP']], coded));
    expect(tell(given)).toMatchObject({
      oss: { error: null },
      notices: [['bad-error-body', 'content-encoding gzip']],
    });
    const inflate: OssPorts['inflate'] = (coding, body) => {
      expect([coding, body.length]).toEqual(['gzip', coded.length]);
      return Buffer.from(xml);
    };
    expect(tell(given, new LearntBuckets(), { inflate })).toMatchObject({
      oss: { ec: '0002-00000040' },
      notices: [],
    });
  });

  test.each([
    ['several content codings', [['Content-Encoding', 'deflate, gzip']]],
    [
      'a transfer coding',
      [
        ['Content-Encoding', 'deflate'],
        ['Transfer-Encoding', 'gzip, chunked'],
      ],
    ],
  ] as const)('%s are removed, the last one first', (_, headers) => {
    const inflate: OssPorts['inflate'] = (coding, body) => {
      const text = toByteString(body);
      return text.startsWith(`${coding}:`) ? toBytes(text.slice(coding.length + 1)) : null;
    };
    const coded = (status: number, message = sent) =>
      tell(exchange(message, response(status, headers, `gzip:deflate:${xml}`)), new LearntBuckets(), {
        inflate,
      });
    expect(coded(403)).toMatchObject({ oss: { ec: '0002-00000040', uncodedAnswer: xml }, notices: [] });
    // also of an answer that began before the service was done
    const completed = request('POST', '/k?uploadId=1', [['Host', 'b.oss-cn-hangzhou.aliyuncs.com']]);
    expect(coded(200, completed)).toMatchObject({ oss: { ec: '0002-00000040' }, notices: [] });
  });

  test('no answer is unpacked again and again', () => {
    let calls = 0;
    const inflate: OssPorts['inflate'] = (_, body) => {
      calls++;
      return body;
    };
    const given = exchange(sent, response(403, [['Content-Encoding', 'gzip,'.repeat(1000)]], xml));
    expect(tell(given, new LearntBuckets(), { inflate }).oss).toMatchObject({ error: null });
    expect(calls).toBe(0);
  });

  test('notices', () => {
    const answer = (body: string) => tell(exchange(sent, response(403, [], body)));
    expect(answer(xml.slice(0, -10))).toMatchObject({
      oss: { error: { ec: '0002-00000040' } },
      notices: [['bad-error-body', 'cut']],
    });
    expect(answer('<!DOCTYPE a><Error></Error>').notices).toEqual([['xml-document-type', undefined]]);
    expect(answer(`<Error>${' '.repeat(300_000)}</Error>`).notices).toEqual([
      ['error-body-too-long', 262_144],
    ]);
    expect(answer('<html>502</html>').notices).toEqual([]);
  });

  test('a good answer is not searched for one', () => {
    expect(tell(exchange(sent, response(200, [], xml))).oss?.error).toBeNull();
  });

  test('an answer without its request still tells the bucket', () => {
    const answer = response(
      403,
      [['x-oss-request-id', 'R']],
      errorBody('<HostId>b.oss-cn-hangzhou.aliyuncs.com</HostId>'),
    );
    expect(tell(exchange(null, answer)).oss).toMatchObject({
      operation: 'Unknown',
      address: { bucket: 'b', region: 'cn-hangzhou', key: null },
      request: null,
      claim: null,
    });
  });
});

test('fine-grained codes', () => {
  const meaningOf = (ec: string) => OSS.meaningOf({ code: '', message: '', ec });
  expect(meaningOf('0002-00000201')).toBe('signature-mismatch');
  expect(meaningOf('0002-00000080')).toBe('v1-refused');
  expect(meaningOf('0002-00000699')).toBe('ip-restricted');
  expect(meaningOf('constructor')).toBeNull();
  expect(meaningOf('')).toBeNull();
  expect(OSS.areaOf('0003-00000001')).toBe('authorization');
  expect(OSS.areaOf('9999-00000001')).toBeNull();
});

describe('what it worked out', () => {
  const asked = request('GET', '/k', [
    ['Host', 'b.oss-cn-hangzhou.aliyuncs.com'],
    ['Authorization', 'OSS a:b'],
    ['Date', DATE],
  ]);

  test('is dropped when it is told to, and worked out again', () => {
    const { oss } = tell(exchange(asked, response(200)));
    const [claim, address, operation] = [oss?.claim, oss?.address, oss?.operation];
    oss?.forget?.();
    expect(oss?.claim).not.toBe(claim);
    expect([oss?.claim, oss?.address, oss?.operation]).toEqual([claim, address, operation]);
  });

  test('is kept of an error, which later knowledge would tell otherwise', () => {
    const refused = response(403, [['Content-Type', 'application/xml']], errorBody(''));
    const { oss } = tell(exchange(asked, refused));
    const claim = oss?.claim;
    oss?.forget?.();
    expect(oss?.error).not.toBeNull();
    expect(oss?.claim).toBe(claim);
  });
});
