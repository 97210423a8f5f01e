import { describe, expect, test } from 'vitest';
import {
  buildStrings,
  type Canonical,
  type Claim,
  encodeComponent,
  parseCanonicalRequest,
  parseStringToSign,
  type ResourceHint,
  type SignableRequest,
  type SignatureVersion,
} from '../../src/engine/sign/index.ts';
import { nodeHasher } from '../../src/node/ports.ts';
import { parseQuery } from '../rooms/oss.ts';
import fc from '../support/fast-check.ts';

/** Pieces without their origins, which a text does not show. */
function bare(canonical: Canonical) {
  return canonical.pieces.map(({ field, value, start, end }) => ({ field, value, start, end }));
}

const word = fc.string({ unit: fc.constantFrom(...'abcXYZ019-'), minLength: 1, maxLength: 8 });
const bytes = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  maxLength: 12,
});
const headerValue = bytes.map((text) => text.replace(/[\x00-\x1f]/g, '').trim());
const key = bytes.map((text) => `k${text}`);
const signedName = fc.constantFrom(
  'acl',
  'uploadId',
  'partNumber',
  'response-content-type',
  'x-oss-process',
  'versionId',
);
/** V1 values are decoded: one that holds `&name` could not be distinguished from a second parameter. */
const parameter = fc.tuple(signedName, fc.option(bytes.map((text) => text.replaceAll('&', '+'))));
const anyParameter = fc.tuple(
  fc.oneof(
    signedName,
    bytes.map((text) => `p${text}`),
  ),
  fc.option(bytes),
);
const headers = fc.array(
  fc.tuple(
    fc.constantFrom('x-oss-meta-a', 'X-Oss-Date', 'x-oss-b', 'Range', 'Content-MD5', 'x-amz-acl'),
    headerValue,
  ),
  { maxLength: 5 },
);

function requestOf(
  bucket: string | null,
  keyText: string | null,
  parameters: readonly (readonly [string, string | null])[],
  lines: readonly (readonly [string, string])[],
): SignableRequest {
  const rawQuery = parameters
    .map(([name, value]) =>
      value === null ? encodeComponent(name) : `${encodeComponent(name)}=${encodeComponent(value)}`,
    )
    .join('&');
  const all = [...lines, ['Date', 'Wed, 01 Jan 2025 12:34:56 GMT'], ['Content-Type', 'text/plain']] as const;
  return {
    method: 'PUT',
    path: `/${encodeComponent(keyText ?? '')}`,
    rawQuery,
    query: parseQuery(rawQuery),
    headers: all.map(([name, value]) => ({ name, value, rawValue: value, frame: 1 })),
    form: null,
    bucket,
    key: keyText,
    frame: 1,
  };
}

function claimOf(version: SignatureVersion): Claim {
  return {
    version,
    accessKeyId: 'id',
    signature: 's',
    rawSignature: 's',
    signatureOrigin: { frame: 1, source: 'header authorization' },
    scope: { date: '20250101', region: 'cn-hangzhou', product: 'oss', terminator: 'aliyun_v4_request' },
    listedHeaders: ['range'],
    securityToken: null,
    date: null,
    expires: null,
    problems: [],
  };
}

const resource = fc.oneof(
  fc.tuple(word, key),
  fc.tuple(word, fc.constant(null)),
  fc.constant([null, null] as [null, null]),
);

describe('a string that we build is cut into the pieces that it was built of', () => {
  test.each(['v1', 's3v2'] as const)('%s', (version) => {
    const property = fc.property(
      resource,
      fc.array(parameter, { maxLength: 4 }),
      headers,
      ([bucket, keyText], parameters, lines) => {
        const request = requestOf(bucket, keyText, parameters, lines);
        const strings = buildStrings(request, claimOf(version), nodeHasher);
        if (strings === null) throw new Error('not built');
        const { stringToSign } = strings;
        for (const piece of stringToSign.pieces) {
          expect(stringToSign.text.slice(piece.start, piece.end)).toBe(piece.value);
        }
        const parsed = parseStringToSign(version, stringToSign.text, { bucket, key: keyText });
        expect(bare(parsed)).toEqual(bare(stringToSign));
      },
    );
    fc.assert(property);
  });

  test.each(['v2', 'v4', 's3v4'] as const)('%s', (version) => {
    const property = fc.property(
      resource,
      fc.array(anyParameter, { maxLength: 4 }),
      headers,
      ([bucket, keyText], parameters, lines) => {
        const request = requestOf(bucket, keyText, parameters, lines);
        const strings = buildStrings(request, claimOf(version), nodeHasher);
        if (strings === null) throw new Error('not built');
        const { stringToSign, canonicalRequest } = strings;
        expect(bare(parseStringToSign(version, stringToSign.text, null))).toEqual(bare(stringToSign));
        if (canonicalRequest === null) return;
        expect(bare(parseCanonicalRequest(version, canonicalRequest.text))).toEqual(bare(canonicalRequest));
      },
    );
    fc.assert(property);
  });
});

test('any text is cut without failing, and every piece is the text at its place', () => {
  const line = fc.constantFrom(
    '',
    'GET',
    '/b/k?acl',
    'x-oss-a:1',
    'text/plain',
    'a',
    '%2Fb%2Fk?x',
    'a=1&b',
    ':',
    '/',
  );
  const text = fc.array(fc.oneof(line, bytes), { maxLength: 8 }).map((lines) => lines.join('\n'));
  const version = fc.constantFrom<SignatureVersion>('v1', 'v2', 'v4', 'post-v1', 's3v2', 's3v4-url');
  const check = fc.property(text, version, (given, each) => {
    for (const parsed of [
      parseStringToSign(each, given, { bucket: 'b', key: 'k?' }),
      parseCanonicalRequest(each, given),
    ]) {
      for (const piece of parsed.pieces) {
        expect(piece.start).toBeLessThanOrEqual(piece.end);
        expect(given.slice(piece.start, piece.end)).toBe(piece.value);
      }
    }
  });
  fc.assert(check, { numRuns: 500 });
});

const DATE = 'Sat, 29 Dec 2018 07:32:34 GMT';

function valuesOf(canonical: Canonical) {
  return Object.fromEntries(canonical.pieces.map((piece) => [piece.field, piece.value]));
}

describe('lost blank lines', () => {
  test.each([
    ['GET\n\n\nWed, 01 Jan 2025 12:34:56 GMT\n\n%2Fdemo%2Fa'],
    ['PUT\n\na/b\n1735734896\nx-oss-meta-a:v\n\n%2Fdemo%2Fa?acl'],
    ['PUT\n\n\n2025-01-01T12:34:56Z\nrange:bytes=0-9\nrange\n%2Fdemo%2Fa'],
    ['PUT\nXUFAKrxLKna5cZ2REBfFkg==\n\n20250101T123456Z\n\n%2F'],
  ])('leave the fields of version 2 where they are: %j', (whole) => {
    const values = (text: string) =>
      parseStringToSign('v2', text, null).pieces.map(({ field, value }) => [field, value]);
    expect(values(whole.replace(/\n+/g, '\n'))).toEqual(values(whole));
  });

  test('a date of version 2 that reads like a header stays the date', () => {
    const { pieces } = parseStringToSign('v2', 'PUT\n\na/b\nA:\nx-oss-date:A:\n\n%2Fb%2Fk', null);
    const fields = pieces.map(({ field, value }) => [field, value]);
    expect(fields).toContainEqual(['date', 'A:']);
    expect(fields).toContainEqual(['oss-header:x-oss-date', 'A:']);
  });

  test('V1 without its empty Content-MD5 line', () => {
    const text =
      'POST\napplication/x-www-form-urlencoded\nSat, 29 Dec 2018 07:32:34 GMT\n/rokid/ttsservice/passwd?uploadId=D4';
    const parsed = parseStringToSign('v1', text, { bucket: 'rokid', key: 'ttsservice/passwd' });
    expect(valuesOf(parsed)).toEqual({
      method: 'POST',
      'content-md5': '',
      'content-type': 'application/x-www-form-urlencoded',
      date: 'Sat, 29 Dec 2018 07:32:34 GMT',
      'resource:bucket': 'rokid',
      'resource:key': 'ttsservice/passwd',
      'resource:subresource:uploadId': 'D4',
    });
    // what is lost stands where the next line begins that is left
    expect(parsed.pieces[1]).toMatchObject({ field: 'content-md5', start: 5, end: 5 });
    const both = parseStringToSign('v1', `POST\n${DATE}\n/b/k`, null).pieces;
    expect(both.slice(1, 3).map(({ start, end }) => [start, end])).toEqual([
      [5, 5],
      [5, 5],
    ]);
  });

  test.each([
    ['a date as version 4 writes it', '20250101T123456Z', 'date'],
    ['the end of a URL', '1735734956', 'date'],
    ['a type that ends in a digit', 'audio/mp4', 'content-type'],
    ['a type that begins with digits', '3gpp/x', 'content-type'],
  ] as const)('V1 whose one line before its headers is %s', (_, line, field) => {
    const absent = { 'content-md5': '', 'content-type': '', date: '' };
    const parsed = parseStringToSign('v1', `PUT\n${line}\nx-oss-a:1\n/b/k`, null);
    expect(valuesOf(parsed)).toMatchObject({ ...absent, [field]: line, 'oss-header:x-oss-a': '1' });
  });

  test('V1 with a digest and no type, and with neither', () => {
    const md5 = 'GET\n1B2M2Y8AsgTpgAmY7PhCfg==\n1735734956\nx-oss-a:1\n/b/k';
    expect(valuesOf(parseStringToSign('v1-url', md5, null))).toMatchObject({
      'content-md5': '1B2M2Y8AsgTpgAmY7PhCfg==',
      'content-type': '',
      date: '1735734956',
      'oss-header:x-oss-a': '1',
      'resource:key': 'k',
    });
    expect(valuesOf(parseStringToSign('v1-url', 'GET\n1735734956\n/b/k', null))).toMatchObject({
      'content-md5': '',
      'content-type': '',
      date: '1735734956',
      'resource:bucket': 'b',
    });
  });

  test('V4 without its empty query and header end', () => {
    const text = 'PUT\n/b/k\nhost:b.example.com\nx-oss-date:20261124T230240Z\nhost\nUNSIGNED-PAYLOAD';
    expect(valuesOf(parseCanonicalRequest('v4', text))).toMatchObject({
      'canonical-header:host': 'b.example.com',
      'canonical-header:x-oss-date': '20261124T230240Z',
      'additional-headers': 'host',
      'payload-hash': 'UNSIGNED-PAYLOAD',
    });
  });

  test('V4 without its empty query, header end and additional headers', () => {
    const text =
      'PUT\n/rokid/v4/a.txt\ncontent-type:text/plain\nx-oss-date:20261124T230240Z\nUNSIGNED-PAYLOAD';
    expect(valuesOf(parseCanonicalRequest('v4', text))).toEqual({
      method: 'PUT',
      'canonical-uri': '/rokid/v4/a.txt',
      'canonical-header:content-type': 'text/plain',
      'canonical-header:x-oss-date': '20261124T230240Z',
      'additional-headers': '',
      'payload-hash': 'UNSIGNED-PAYLOAD',
    });
  });
});

describe('the V1 resource', () => {
  const front = 'GET\n\n\nDate\n';
  const cut = (resourceText: string, hint: ResourceHint | null) => {
    const values = valuesOf(parseStringToSign('v1', front + resourceText, hint));
    return Object.entries(values)
      .slice(4)
      .map(([field, value]) => `${field}=${value}`);
  };

  test('a key with `?` needs the hint only where nothing after it is a known parameter', () => {
    const parsed = ['resource:bucket=b', 'resource:key=a?b', 'resource:subresource:acl='];
    expect(cut('/b/a?b?acl', null)).toEqual(parsed);
    expect(cut('/b/a?b?acl', { bucket: 'b', key: 'a?b' })).toEqual(parsed);
    expect(cut('/b/a?b', { bucket: 'b', key: 'a?b' })).toEqual(['resource:bucket=b', 'resource:key=a?b']);
    expect(cut('/b/a?acl', { bucket: 'b', key: 'a?acl' })).toEqual([
      'resource:bucket=b',
      'resource:key=a?acl',
    ]);
    expect(cut('/other/a?b', { bucket: 'b', key: 'a?b' })).toEqual([
      'resource:bucket=other',
      'resource:key=a?b',
    ]);
  });

  test('a value with `&` ends where that of the request does', () => {
    const given = (...pairs: readonly (readonly [string, string])[]) => ({
      bucket: 'b',
      key: 'k',
      parameters: pairs.map(([name, value]) => ({ name, value })),
    });
    const type = 'response-content-type';
    const file = 'response-content-disposition';
    const field = (name: string, value: string) => `resource:subresource:${name}=${value}`;
    const resource = ['resource:bucket=b', 'resource:key=k'];
    const text = `/b/k?${file}=a b&c=d.txt&${type}=x&acl&${type}=y`;
    expect(cut(text, given([type, 'x&acl'], [file, 'a b&c=d.txt'], [type, 'y']))).toEqual([
      ...resource,
      field(file, 'a b&c=d.txt'),
      // of a name that is there twice, `valuesOf` has the last
      field(type, 'y'),
    ]);
    // no other value than the request's
    expect(cut(`/b/k?${type}=x&acl=1`, given([type, 'x&acl']))).toEqual([
      ...resource,
      field(type, 'x'),
      field('acl', '1'),
    ]);
    expect(cut(`/b/k?acl&${type}=x&c`, given([type, 'x&c'], ['acl', '']))).toEqual([
      ...resource,
      field('acl', ''),
      field(type, 'x&c'),
    ]);
  });

  test('a parameter that no table knows is a piece of its own', () => {
    expect(cut('/b/k?acl&newThing=1', { bucket: 'b', key: 'k' })).toEqual([
      'resource:bucket=b',
      'resource:key=k',
      'resource:subresource:acl=',
      'resource:subresource:newThing=1',
    ]);
  });

  test('a header that no table knows is a piece of its own, and a key with LF none', () => {
    const values = (text: string) => valuesOf(parseStringToSign('v1', text, null));
    expect(values('GET\n\n\nDate\nrange:bytes=0-9\nx-oss-a:1\nx-z:/2\n/b/k')).toEqual({
      method: 'GET',
      'content-md5': '',
      'content-type': '',
      date: 'Date',
      'oss-header:range': 'bytes=0-9',
      'oss-header:x-oss-a': '1',
      'oss-header:x-z': '/2',
      'resource:bucket': 'b',
      'resource:key': 'k',
    });
    // names of metadata may hold what names of other headers do not
    expect(values('GET\n\n\nDate\nx-oss-meta-a_b:1\n/b/k')).toMatchObject({
      'oss-header:x-oss-meta-a_b': '1',
      'resource:key': 'k',
    });
    expect(cut('/b/k\nrange:1\n/2', null)).toEqual(['resource:bucket=b', 'resource:key=k\nrange:1\n/2']);
  });

  test('an `&` inside a decoded value stays in it', () => {
    expect(cut('/b/k?response-content-disposition=attachment; filename="a&b.txt"&versionId=1', null)).toEqual(
      [
        'resource:bucket=b',
        'resource:key=k',
        'resource:subresource:response-content-disposition=attachment; filename="a&b.txt"',
        'resource:subresource:versionId=1',
      ],
    );
  });
});
