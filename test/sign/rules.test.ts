import { describe, expect, test } from 'vitest';
import {
  buildStrings,
  computeSignature,
  deriveKey,
  formatV1,
  partsOf,
  S3_FLAVOURS,
  Secret,
  signWithKey,
} from '../../src/engine/sign/index.ts';
import { nodeHasher } from '../../src/node/ports.ts';
import { request } from '../oss/requests.ts';
import { fromText, toHex } from '../rooms/bytes.ts';
import { signed } from './sign-request.ts';

const HOST = ['Host', 'demo.oss-cn-hangzhou.aliyuncs.com'] as const;
const DATE = 'Wed, 01 Jan 2025 12:34:56 GMT';
const SECRET = 'secretexample';

describe('version 1', () => {
  test('header names lower-cased and sorted, values trimmed, key decoded', () => {
    const sent = request('PUT', '/dir/%E6%96%87%20%2B.txt', [
      HOST,
      ['Content-Type', 'text/plain'],
      ['x-oss-meta-b', ' two '],
      ['X-OSS-Meta-A', 'one'],
      ['Date', DATE],
      ['Authorization', 'OSS LTAIexample:x'],
    ]);
    const { strings, signature } = signed(sent, SECRET);
    expect(strings?.stringToSign.text).toBe(
      fromText(`PUT\n\ntext/plain\n${DATE}\nx-oss-meta-a:one\nx-oss-meta-b:two\n/demo/dir/文 +.txt`),
    );
    expect(signature).toBe('QPCHv1gwwL4Xj2N/zGG6g1hyACU=');
  });

  test('x-oss-date takes the place of Date and stands among the headers too', () => {
    const sent = request('PUT', '/big.bin?uploadId=ABC&partNumber=2&foo=1', [
      HOST,
      ['Date', 'never mind'],
      ['x-oss-date', DATE],
      ['Authorization', 'OSS LTAIexample:x'],
    ]);
    const { strings, signature } = signed(sent, SECRET);
    expect(strings?.stringToSign.text).toBe(
      `PUT\n\n\n${DATE}\nx-oss-date:${DATE}\n/demo/big.bin?partNumber=2&uploadId=ABC`,
    );
    expect(signature).toBe('Am0KJEE62rbKOmsTAQnrQsZsXhU=');
  });

  test('a folded header is signed as one line', () => {
    const sent = request('PUT', '/k', [
      HOST,
      ['x-oss-meta-a', 'one\r\n   two\r\n\tthree'],
      ['Date', DATE],
      ['Authorization', 'OSS LTAIexample:x'],
    ]);
    const { signable, strings } = signed(sent, SECRET);
    expect(strings?.stringToSign.text).toBe(`PUT\n\n\n${DATE}\nx-oss-meta-a:one two three\n/demo/k`);
    // the others are as they were sent
    expect(signable.headers.map(({ value }) => value)).toContain(DATE);
  });

  test('URL', () => {
    const query =
      'x-oss-process=image%2Fresize%2Cw_200&OSSAccessKeyId=LTAIexample&Expires=1735738496&Signature=x';
    const { strings, signature } = signed(request('GET', `/a.jpg?${query}`, [HOST]), SECRET);
    expect(strings?.stringToSign.text).toBe(
      'GET\n\n\n1735738496\n/demo/a.jpg?x-oss-process=image/resize,w_200',
    );
    expect(signature).toBe('2SvRt3fDwzlbG/tQa1t7MJmxl5k=');
  });

  test('listing parameters are not signed, continuation-token is', () => {
    const sent = request('GET', '/?list-type=2&prefix=a&continuation-token=t&max-keys=3', [
      HOST,
      ['Date', DATE],
      ['Authorization', 'OSS LTAIexample:x'],
    ]);
    expect(signed(sent, SECRET).strings?.stringToSign.text).toBe(
      `GET\n\n\n${DATE}\n/demo/?continuation-token=t`,
    );
  });

  test('every piece is the text at its place and says where it comes from', () => {
    const sent = request('PUT', '/k?acl', [
      HOST,
      ['Content-Type', 'text/plain'],
      ['x-oss-meta-a', '1'],
      ['x-oss-meta-a', '2'],
      ['Date', DATE],
      ['Authorization', 'OSS LTAIexample:x'],
    ]);
    const { text, pieces } = signed(sent, SECRET).strings?.stringToSign ?? { text: '', pieces: [] };
    for (const piece of pieces) expect(text.slice(piece.start, piece.end)).toBe(piece.value);
    expect(pieces.map(({ field, value, origin }) => [field, value, origin?.source ?? null])).toEqual([
      ['method', 'PUT', 'request line'],
      ['content-md5', '', null],
      ['content-type', 'text/plain', 'header content-type'],
      ['date', DATE, 'header date'],
      ['oss-header:x-oss-meta-a', '1,2', 'header x-oss-meta-a'],
      ['resource:bucket', 'demo', 'header host'],
      ['resource:key', 'k', 'request line'],
      ['resource:subresource:acl', '', 'query acl'],
    ]);
  });

  test('a part that is changed changes the string and nothing else', () => {
    const sent = request('GET', '/k?acl=', [HOST, ['Date', DATE], ['Authorization', 'OSS LTAIexample:x']]);
    const { signable, claim } = signed(sent, SECRET);
    const parts = partsOf(signable, claim);
    if (parts?.family !== 'v1') throw new Error('no V1 parts');
    expect(formatV1(parts).text).toBe(`GET\n\n\n${DATE}\n/demo/k?acl`);
    const withEquals = parts.parameters.map((each) => ({ ...each, value: each.value ?? '' }));
    expect(formatV1({ ...parts, parameters: withEquals }).text).toBe(`GET\n\n\n${DATE}\n/demo/k?acl=`);
  });

  test.each([
    ['path style', '127.0.0.1:9000', '/demo/k', 'request line'],
    ['a host that names the bucket', HOST[1], '/k', 'header host'],
    ['a host in capitals', HOST[1].toUpperCase(), '/k', 'header host'],
    // as `--bucket` gives it
    ['neither host nor path', 'img.example.com', '/k', null],
  ])('the bucket comes from where it stands: %s', (_, host, target, source) => {
    const sent = request('GET', target, [
      ['Host', host],
      ['Date', DATE],
      ['Authorization', 'OSS LTAIexample:x'],
    ]);
    const { strings } = signed(sent, SECRET, new Map([['img.example.com', 'demo']]));
    const piece = strings?.stringToSign.pieces.find(({ field }) => field === 'resource:bucket');
    expect([piece?.value, piece?.origin?.source ?? null]).toEqual(['demo', source]);
  });

  test('nothing is built where the bucket is not known', () => {
    const headers = [
      ['Host', 'img.example.com'],
      ['Date', DATE],
      ['Authorization', 'OSS LTAIexample:x'],
    ] as const;
    expect(signed(request('GET', '/k', headers), SECRET).strings).toBeNull();
    expect(signed(request('GET', '/', headers), SECRET).strings).toBeNull();
    expect(
      signed(request('GET', '/', [['Host', 'oss-cn-hangzhou.aliyuncs.com'], ...headers.slice(1)]), SECRET)
        .strings?.stringToSign.text,
    ).toBe(`GET\n\n\n${DATE}\n/`);
  });
});

test('version 2: additional headers, everything encoded, every parameter', () => {
  const sent = request('GET', '/a%2Fb.txt?versionId=1&acl', [
    HOST,
    ['Range', 'bytes=0-9'],
    ['Date', DATE],
    ['Authorization', 'OSS2 AccessKeyId:LTAIexample,AdditionalHeaders:range,Signature:x'],
  ]);
  const { strings, signature } = signed(sent, SECRET);
  expect(strings?.stringToSign.text).toBe(
    `GET\n\n\n${DATE}\nrange:bytes=0-9\nrange\n%2Fdemo%2Fa%2Fb.txt?acl&versionId=1`,
  );
  expect(signature).toBe('a/cXbkWLicae2Tyy8DAkK6W0zSC2pg/M0m6nEZzgSx4=');
});

test('a request without the date that its version signs is built with an empty one', () => {
  const scope = 'LTAIexample/20250101/cn-hangzhou';
  const empty = (authorization: string): readonly string[] => {
    const { strings } = signed(request('GET', '/k', [HOST, ['Authorization', authorization]]), SECRET);
    return (
      strings?.stringToSign.pieces.filter(({ field }) => field === 'date').map(({ value }) => value) ?? []
    );
  };
  for (const authorization of [
    'OSS LTAIexample:x',
    'AWS LTAIexample:x',
    'OSS2 AccessKeyId:LTAIexample,Signature:x',
    `OSS4-HMAC-SHA256 Credential=${scope}/oss/aliyun_v4_request,Signature=x`,
    `AWS4-HMAC-SHA256 Credential=${scope}/s3/aws4_request,SignedHeaders=host,Signature=x`,
  ]) {
    expect(empty(authorization)).toEqual(['']);
  }
});

test.each([
  ['OSS2 AccessKeyId:LTAIexample,Signature:x'],
  ['AWS LTAIexample:x'],
  ['OSS4-HMAC-SHA256 Credential=LTAIexample/20250101/r/oss/aliyun_v4_request,Signature=x'],
])('nothing is built where the bucket is not known: %s', (authorization) => {
  const headers = [
    ['Host', 'img.example.com'],
    ['Date', DATE],
    ['Authorization', authorization],
  ] as const;
  expect(signed(request('GET', '/k', headers), SECRET).strings).toBeNull();
});

describe('version 4', () => {
  const credential = 'LTAIexample/20250101/cn-hangzhou/oss/aliyun_v4_request';

  test('header', () => {
    const sent = request('PUT', '/dir/%E6%96%87%20%2B.txt?acl&a=%2F+b', [
      HOST,
      ['Content-Type', 'text/plain'],
      ['x-oss-date', '20250101T123456Z'],
      ['x-oss-content-sha256', 'UNSIGNED-PAYLOAD'],
      ['Authorization', `OSS4-HMAC-SHA256 Credential=${credential},Signature=x`],
    ]);
    const { strings, signature, claim } = signed(sent, SECRET);
    expect(strings?.canonicalRequest?.text).toBe(
      'PUT\n/demo/dir/%E6%96%87%20%2B.txt\na=%2F%20b&acl\ncontent-type:text/plain\n' +
        'x-oss-content-sha256:UNSIGNED-PAYLOAD\nx-oss-date:20250101T123456Z\n\n\nUNSIGNED-PAYLOAD',
    );
    expect(strings?.stringToSign.pieces.at(-1)).toMatchObject({
      field: 'canonical-request',
      value: '8c4209c302d374048b458488527aac7d75d69ad32d890839248650497f1251f4',
    });
    expect(signature).toBe('4f1a6339cf020ea22e34a311511b7050d90917ee2f29776e9087f53c7400e7c2');

    const key = deriveKey('v4', claim.scope, new Secret(SECRET), nodeHasher);
    expect(key.use((bytes) => Buffer.from(bytes, 'latin1').toString('hex'))).toBe(
      '8d1fdd8017c74ec6f30c0e3dffe62f42c1e8f691ad4cadb8065327b37a2720cb',
    );
    expect(signWithKey('v4', key, strings?.stringToSign.text ?? '', nodeHasher)).toBe(signature);
    expect(String(key)).toBe('[secret]');
  });

  test('URL', () => {
    const query = `x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=${encodeURIComponent(credential)}&x-oss-date=20250101T123456Z&x-oss-expires=600&x-oss-signature=x`;
    const { strings, signature } = signed(request('GET', `/a.jpg?${query}`, [HOST]), SECRET);
    expect(strings?.canonicalRequest?.text).toBe(
      `GET\n/demo/a.jpg\nx-oss-credential=${encodeURIComponent(credential)}&x-oss-date=20250101T123456Z&x-oss-expires=600&x-oss-signature-version=OSS4-HMAC-SHA256\n\n\nUNSIGNED-PAYLOAD`,
    );
    expect(signature).toBe('6959c76b14788eefe3172eeb44f7becd83165637c3fbe286e1c2b49e0701475c');
  });

  test('content-type, content-md5 and `x-oss-` headers are signed unlisted, others where they are listed', () => {
    const sent = request('PUT', '/k?x=1', [
      HOST,
      ['Content-MD5', 'm'],
      ['Content-Type', 'a/b'],
      ['Content-Language', 'en'],
      ['Range', 'bytes=0-1'],
      ['x-oss-date', '20250101T123456Z'],
      ['Authorization', `OSS4-HMAC-SHA256 Credential=${credential},AdditionalHeaders=range,Signature=x`],
    ]);
    const pieces = signed(sent, SECRET).strings?.canonicalRequest?.pieces ?? [];
    expect(pieces.slice(2).map(({ field, origin }) => [field, origin?.source ?? null])).toEqual([
      ['canonical-query:x', 'query x'],
      ['canonical-header:content-md5', 'header content-md5'],
      ['canonical-header:content-type', 'header content-type'],
      ['canonical-header:range', 'header range'],
      ['canonical-header:x-oss-date', 'header x-oss-date'],
      ['additional-headers', 'header authorization'],
      ['payload-hash', null],
    ]);
  });

  test('nothing is built for a product with another kind of resource, or without a scope', () => {
    for (const bad of ['LTAIexample/20250101/cn-hangzhou/ossvector/aliyun_v4_request', 'LTAIexample']) {
      const sent = request('GET', '/k', [
        HOST,
        ['x-oss-date', '20250101T123456Z'],
        ['Authorization', `OSS4-HMAC-SHA256 Credential=${bad},Signature=x`],
      ]);
      const { signable, claim } = signed(sent, SECRET);
      expect(buildStrings(signable, claim, nodeHasher)).toBeNull();
    }
  });
});

test('forms: the policy as it stands', () => {
  const policy =
    'eyJleHBpcmF0aW9uIjoiMjAyNS0wMS0wMVQxMzowMDowMC4wMDBaIiwiY29uZGl0aW9ucyI6W3siYnVja2V0IjoiZGVtbyJ9XX0=';
  const scope = { date: '20250101', region: 'cn-hangzhou', product: 'oss', terminator: 'aliyun_v4_request' };
  const secret = new Secret(SECRET);
  expect(computeSignature('post-v1', null, secret, policy, nodeHasher)).toBe('g2glXpeKKJZwpiRDnTkLerq5M5c=');
  expect(computeSignature('post-v4', scope, secret, policy, nodeHasher)).toBe(
    '9101f91f33a9d787f011c1600192807c3be54b67d2118f27a26bac7c222983df',
  );
});

describe('S3 version 2', () => {
  test('the Date line is blank beside x-amz-date', () => {
    const sent = request('GET', '/a.jpg', [
      HOST,
      ['x-amz-date', DATE],
      ['Authorization', 'AWS LTAIexample:x'],
    ]);
    const { strings, signature } = signed(sent, SECRET);
    expect(strings?.stringToSign.text).toBe(`GET\n\n\n\nx-amz-date:${DATE}\n/demo/a.jpg`);
    expect(signature).toBe('pkPJCmGwyYHJk/KPT0IhknwXuCA=');
  });

  test('a URL signs the `x-amz-` headers that it has as parameters, beside those that are sent', () => {
    const sent = request(
      'GET',
      '/a?AWSAccessKeyId=id&Expires=1735738496&Signature=x&x-amz-security-token=t%2Bk&X-Amz-Acl=q',
      [HOST, ['x-amz-acl', 'h']],
    );
    expect(signed(sent, SECRET).strings?.stringToSign.text).toBe(
      'GET\n\n\n1735738496\nx-amz-acl:h\nx-amz-security-token:t+k\n/demo/a',
    );
    const header = request('GET', '/a?x-amz-acl=q', [
      HOST,
      ['Date', DATE],
      ['Authorization', 'AWS LTAIexample:x'],
    ]);
    expect(signed(header, SECRET).strings?.stringToSign.text).toBe(`GET\n\n\n${DATE}\n/demo/a`);
  });

  test('what else is signed is as each server has it', () => {
    const texts = (...sent: Parameters<typeof request>) => {
      const { signable, claim } = signed(request(...sent), SECRET);
      return S3_FLAVOURS.map((flavour) => {
        return buildStrings({ ...signable, flavour }, claim, nodeHasher)?.stringToSign.text;
      });
    };
    const url =
      '/a?AWSAccessKeyId=id&Expires=1&Signature=x&x-amz-security-token=t&x-amz-acl=q&x-amz-meta-a=m';
    const bare = 'GET\n\n\n1\n/demo/a';
    const some = 'x-amz-meta-a:m\nx-amz-security-token:t\n';
    expect(texts('GET', url, [HOST])).toEqual([
      `GET\n\n\n1\nx-amz-acl:q\n${some}/demo/a`,
      `GET\n\n\n1\n${some}/demo/a`,
      bare,
      bare,
    ]);
    const both = [HOST, ['Date', 'now'], ['x-amz-date', DATE], ['Authorization', 'AWS id:x']] as const;
    const blank = `GET\n\n\n\nx-amz-date:${DATE}\n/demo/a`;
    const dated = `GET\n\n\nnow\nx-amz-date:${DATE}\n/demo/a`;
    expect(texts('GET', '/a', both)).toEqual([blank, blank, dated, blank]);
  });

  test('the path stays encoded, and holds the bucket once in path style', () => {
    const headers = [
      ['Date', DATE],
      ['Authorization', 'AWS LTAIexample:x'],
    ] as const;
    const virtual = signed(request('GET', '/a%20b?uploads&x=1', [HOST, ...headers]), SECRET);
    expect(virtual.strings?.stringToSign.text).toBe(`GET\n\n\n${DATE}\n/demo/a%20b?uploads`);
    const path = signed(request('GET', '/demo/a%20b', [['Host', '127.0.0.1:9000'], ...headers]), SECRET);
    expect(path.strings?.stringToSign.text).toBe(`GET\n\n\n${DATE}\n/demo/a%20b`);
  });

  test('the sub-resources are those of the server', () => {
    const { signable, claim } = signed(
      request('GET', '/k?legal-hold&versionId=1&restore', [
        HOST,
        ['Date', DATE],
        ['Authorization', 'AWS id:x'],
      ]),
      SECRET,
    );
    const resources = S3_FLAVOURS.map((flavour) =>
      buildStrings({ ...signable, flavour }, claim, nodeHasher)
        ?.stringToSign.text.split('/demo')
        .at(-1),
    );
    expect(resources).toEqual([
      '/k?restore&versionId=1',
      '/k?versionId=1',
      '/k?legal-hold&versionId=1',
      '/k?restore&versionId=1',
    ]);
  });
});

describe('S3 version 4', () => {
  const credential = 'LTAIexample/20250101/cn-hangzhou/s3/aws4_request';
  const stamp = ['x-amz-date', '20250101T123456Z'] as const;
  const lines = (target: string, headers: readonly (readonly [string, string])[], given = credential) => {
    const authorization = `AWS4-HMAC-SHA256 Credential=${given},SignedHeaders=host;x-amz-meta-a,Signature=x`;
    const sent = request('GET', target, [HOST, ...headers, ['Authorization', authorization]]);
    return signed(sent, SECRET).strings?.canonicalRequest?.text.split('\n') ?? null;
  };

  test('a parameter without a value has its equals sign, and spaces within a header are one', () => {
    expect(lines('/k?acl', [stamp, ['x-amz-meta-a', 'a   b  c']])).toEqual([
      'GET',
      '/k',
      'acl=',
      `host:${HOST[1]}`,
      'x-amz-meta-a:a b c',
      '',
      'host;x-amz-meta-a',
      'UNSIGNED-PAYLOAD',
    ]);
  });

  test('the digest of the payload may be a header or a parameter', () => {
    expect(lines('/k', [stamp, ['x-amz-content-sha256', 'e3b0']])?.at(-1)).toBe('e3b0');
    expect(lines('/k?X-Amz-Content-Sha256=e3b0', [stamp])?.at(-1)).toBe('e3b0');
  });

  test('nothing is built without a scope', () => {
    expect(lines('/k', [stamp], 'LTAIexample')).toBeNull();
  });

  test('parameters of one name stand in the order of their values', () => {
    expect(lines('/k?a=2&b=0&a=1', [stamp])?.[2]).toBe('a=1&a=2&b=0');
  });

  test('Swift takes tabs within a header for spaces', () => {
    const authorization = `AWS4-HMAC-SHA256 Credential=${credential},SignedHeaders=x-amz-meta-a,Signature=x`;
    const headers = [HOST, stamp, ['x-amz-meta-a', 'a\t\tb'], ['Authorization', authorization]] as const;
    const { signable, claim } = signed(request('PUT', '/k', headers), SECRET);
    const values = S3_FLAVOURS.map((flavour) => {
      return buildStrings({ ...signable, flavour }, claim, nodeHasher)?.canonicalRequest?.text.split('\n')[3];
    });
    expect(Object.fromEntries(S3_FLAVOURS.map((flavour, at) => [flavour, values[at]]))).toEqual({
      aws: 'x-amz-meta-a:a\t\tb',
      ceph: 'x-amz-meta-a:a\t\tb',
      minio: 'x-amz-meta-a:a\t\tb',
      swift: 'x-amz-meta-a:a b',
    });
  });

  test('a payload whose hash is named nowhere counts as each server takes it', () => {
    const authorization = `AWS4-HMAC-SHA256 Credential=${credential},SignedHeaders=host,Signature=x`;
    const sent = request('PUT', '/k', [HOST, stamp, ['Authorization', authorization]]);
    const url = `/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(credential)}&X-Amz-Date=20250101T123456Z&X-Amz-Expires=600&X-Amz-SignedHeaders=host&X-Amz-Signature=x`;
    const hashes = [sent, request('PUT', url, [HOST])].map((message) => {
      const { signable, claim } = signed(message, SECRET);
      return S3_FLAVOURS.map((flavour) => {
        const request = { ...signable, flavour, bodySha256: 'of the body' };
        return buildStrings(request, claim, nodeHasher)?.canonicalRequest?.text.split('\n').at(-1);
      });
    });
    const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    expect(hashes[0]).toEqual(['of the body', 'UNSIGNED-PAYLOAD', empty, 'UNSIGNED-PAYLOAD']);
    expect(new Set(hashes[1])).toEqual(new Set(['UNSIGNED-PAYLOAD']));
  });
});

test('the parts of a URL come from its parameters, those of a header from the header', () => {
  const scope = encodeURIComponent('LTAIexample/20250101/cn-hangzhou/oss/aliyun_v4_request');
  const sources = (target: string, headers: readonly (readonly [string, string])[] = []) => {
    const pieces = signed(request('GET', target, [HOST, ...headers]), SECRET).strings?.stringToSign.pieces;
    return Object.fromEntries(pieces?.map(({ field, origin }) => [field, origin?.source]) ?? []);
  };
  expect(sources('/k?OSSAccessKeyId=id&Expires=1&Signature=x')).toMatchObject({ date: 'query Expires' });
  expect(
    sources(
      `/k?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=${scope}&x-oss-date=20250101T123456Z&x-oss-expires=1&x-oss-signature=x`,
    ),
  ).toMatchObject({ date: 'query x-oss-date', 'scope:region': 'query x-oss-credential' });
  const credential = 'LTAIexample/20250101/cn-hangzhou/oss/aliyun_v4_request';
  expect(
    sources('/k', [
      ['x-oss-date', '20250101T123456Z'],
      ['Authorization', `OSS4-HMAC-SHA256 Credential=${credential},Signature=x`],
    ]),
  ).toMatchObject({ date: 'header x-oss-date', 'scope:region': 'header authorization' });
});

test('the hasher takes bytes and byte strings alike', () => {
  const text = '\xff\x00a';
  const bytes = Uint8Array.of(0xff, 0, 0x61);
  expect(toHex(nodeHasher.digest('md5', text))).toBe(toHex(nodeHasher.digest('md5', bytes)));
  expect(toHex(nodeHasher.hmac('sha256', text, bytes))).toBe(toHex(nodeHasher.hmac('sha256', bytes, text)));
  expect(toHex(nodeHasher.digest('md5', ''))).toBe('d41d8cd98f00b204e9800998ecf8427e');
});
