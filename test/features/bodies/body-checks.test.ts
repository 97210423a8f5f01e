import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nodeHasher } from '../../../src/node/ports.ts';
import { toOssExchange } from '../../oss/to-oss-exchange.ts';
import {
  BodyChecker,
  BodyDigestPlan,
  type BodyVerification,
  MAX_DOUBLE_DIGEST_BYTES,
  MAX_KEPT_BODY_BYTES,
  unaskedVerification,
} from '../../rooms/bodies.ts';
import { crc64, toBytes } from '../../rooms/bytes.ts';
import { LearntBuckets, MAX_UNASKED_MD5_BYTES } from '../../rooms/oss.ts';
import { runSegments, type SegmentInput, toSegment, turns } from '../../support/conversation.ts';
import fc from '../../support/fast-check.ts';
import { parseXml } from '../../support/fast-xml.ts';
import { chunkedUpload, framed, uploadText } from '../../support/signed-chunks.ts';

const HOST = 'Host: b.oss-cn-hangzhou.aliyuncs.com\r\n';
const BODY = 'The quick brown fox jumps over the lazy dog';

const md5 = (text: string): Buffer => createHash('md5').update(toBytes(text)).digest();
const base64 = (text: string): string => md5(text).toString('base64');
const etag = (text: string): string => md5(text).toString('hex').toUpperCase();
const crc = (text: string): string => crc64(toBytes(text)).toString();

/** Of `BODY`, in base64; made by Python, `crc64nvme` and `crc32c` by the SDK of AWS for JavaScript. */
const CHECKSUMS = {
  crc32: 'QU+jOQ==',
  crc32c: 'ImIEBA==',
  crc64nvme: '12xUBUlUwUM=',
  sha1: 'L9ThxnotKPzthJ7hu3bnORuT6xI=',
  sha256: '16j7swfXgJRpypq8sAguT41WUeRtPNt2LQLQvzfJ5ZI=',
} as const;

function put(body: string, headers = '', target = '/k', method = 'PUT'): string {
  return `${method} ${target} HTTP/1.1\r\n${HOST}${headers}Content-Length: ${body.length}\r\n\r\n${body}`;
}

function answer(headers: string, body = '', status = 200): string {
  return `HTTP/1.1 ${status} Reason\r\nServer: AliyunOSS\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;
}

interface Turn {
  readonly request: string;
  readonly response: string;
}

/** What is found of each exchange: `body claim by: result [damage or why unknown]`. */
function checked(
  conversation: readonly Turn[],
  mode: BodyVerification = 'all',
  edit: (segments: SegmentInput[]) => SegmentInput[] = (segments) => segments,
  size = 1460,
): readonly string[][] {
  const inputs = edit(turns(conversation, size));
  const segments = inputs.map((input, at) => toSegment(input, at + 1));
  const { exchanges } = runSegments(segments, new BodyDigestPlan(nodeHasher, mode));
  const checker = new BodyChecker(mode);
  return exchanges.map((exchange) => {
    const oss = toOssExchange(exchange, { buckets: new Map() }, new LearntBuckets(), { parseXml });
    if (oss === null) throw new Error('not taken for OSS');
    return checker
      .check(oss)
      .map(({ body, claim, claimedBy, result, damage, unknown }) =>
        [body, claim, claimedBy, result, damage ?? unknown].filter((word) => word !== null).join(' '),
      );
  });
}

function one(request: string, response: string, mode: BodyVerification = 'all'): readonly string[] {
  return checked([{ request, response }], mode)[0] ?? [];
}

describe('a body that was sent', () => {
  it('fits everything that is said of it', () => {
    const headers = `ETag: "${etag(BODY)}"\r\nContent-MD5: ${base64(BODY)}\r\nx-oss-hash-crc64ecma: ${crc(BODY)}\r\n`;
    expect(one(put(BODY, `Content-MD5: ${base64(BODY)}\r\n`), answer(headers))).toEqual([
      'request content-md5 client matches',
      'request crc64 server matches',
      'request content-md5 server matches',
      'request etag server matches',
    ]);
  });

  it('was changed before the capture point when it does not fit the client’s digest', () => {
    expect(one(put(BODY, `Content-MD5: ${base64('other')}\r\n`), answer(''))).toEqual([
      'request content-md5 client differs before-capture',
    ]);
    expect(one(put(BODY, 'x-oss-hash-crc64ecma: 1\r\n'), answer(''))).toEqual([
      'request crc64 client differs before-capture',
    ]);
  });

  it('was changed after it when it does not fit the server’s', () => {
    const headers = `ETag: "${etag('other')}"\r\nx-oss-hash-crc64ecma: ${crc('other')}\r\n`;
    expect(one(put(BODY), answer(headers))).toEqual([
      'request crc64 server differs after-capture',
      'request etag server differs after-capture',
    ]);
  });

  it('in chunks is compared without their framing', () => {
    const coded = `14\r\n${BODY.slice(0, 20)}\r\n${(BODY.length - 20).toString(16)}\r\n${BODY.slice(20)}\r\n0\r\n\r\n`;
    const request = `PUT /k HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n${coded}`;
    expect(one(request, answer(`ETag: "${etag(BODY)}"\r\nx-oss-hash-crc64ecma: ${crc(BODY)}\r\n`))).toEqual([
      'request crc64 server matches',
      'request etag server matches',
    ]);
  });

  it.each([
    ['a copy', put('', 'x-oss-copy-source: /b/s\r\n')],
    ['an empty body', put('')],
    ['signed chunks', put(BODY, 'Content-Encoding: aws-chunked\r\n')],
    ['signed chunks that only their length tells', put(BODY, 'x-amz-decoded-content-length: 9\r\n')],
    [
      'signed chunks with a digest of what they hold',
      put(BODY, `Content-Encoding: aws-chunked\r\nContent-MD5: ${base64('x')}\r\n`),
    ],
    ['a list of keys', put(BODY, '', '/?delete', 'POST')],
  ])('is not compared: %s', (_, request) => {
    expect(one(request, answer(`ETag: "${etag('x')}"\r\nx-oss-hash-crc64ecma: 1\r\n`))).toEqual([]);
  });

  it.each([
    ['a multipart ETag', `ETag: "${etag(BODY)}-3"\r\n`],
    ['an appendable object', `ETag: "${etag('x')}"\r\nx-oss-object-type: Appendable\r\n`],
    ['KMS', `ETag: "${etag('x')}"\r\nx-oss-server-side-encryption: KMS\r\n`],
    ['KMS, told by S3', `ETag: "${etag('x')}"\r\nx-amz-server-side-encryption: aws:kms\r\n`],
  ])('is not compared with an ETag that is no MD5 of it: %s', (_, headers) => {
    expect(one(put(BODY), answer(headers))).toEqual([]);
  });

  it('is not compared with the claims of a refusal, but with its own', () => {
    const refused = answer('x-oss-hash-crc64ecma: 1\r\n', '<Error><Code>InvalidDigest</Code></Error>', 400);
    expect(one(put(BODY, `Content-MD5: ${base64(BODY)}\r\n`), refused)).toEqual([
      'request content-md5 client matches',
    ]);
  });

  it('is compared with the checksums of the S3 family', () => {
    const headers = Object.entries(CHECKSUMS).map(([name, value]) => `x-amz-checksum-${name}: ${value}\r\n`);
    const names = Object.keys(CHECKSUMS);
    expect(one(put(BODY, headers.join('')), answer(headers.join('')))).toEqual([
      ...names.map((name) => `request checksum-${name} client matches`),
      ...names.map((name) => `request checksum-${name} server matches`),
    ]);
    expect(one(put(`${BODY}.`, headers.join('')), answer(''))).toEqual(
      names.map((name) => `request checksum-${name} client differs before-capture`),
    );
    // of an object of several parts
    const parts =
      'x-amz-checksum-crc32: AAAAAA==-3\r\nx-amz-checksum-sha1: x\r\nx-amz-checksum-type: COMPOSITE\r\n';
    expect(one(put(BODY), answer(parts))).toEqual([]);
    expect(one(put(BODY), answer('x-amz-checksum-crc32: AAAAAA==-3\r\n'))).toEqual([]);
  });

  it('is compared with a checksum of the S3 family unasked, where it is refused', () => {
    const refused = answer('', '<Error><Code>BadDigest</Code></Error>', 400);
    const request = put(BODY, `x-amz-checksum-crc32: ${CHECKSUMS.crc32}\r\n`);
    expect(one(request, refused, 'claimed')).toEqual(['request checksum-crc32 client matches']);
    expect(one(request, answer(''), 'claimed')).toEqual([]);
  });

  it('in chunks of the S3 family is compared without their framing, and with what stands behind them', () => {
    const form = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
    const checksum = ['x-amz-checksum-crc32', CHECKSUMS.crc32] as const;
    const headers = [['Content-MD5', base64(BODY)]] as const;
    const upload = chunkedUpload([BODY.slice(0, 9), BODY.slice(9)], { form, checksum, headers });
    const answered = answer(`ETag: "${etag(BODY)}"\r\nx-amz-checksum-crc32: ${CHECKSUMS.crc32}\r\n`);
    expect(one(uploadText(upload), answered)).toEqual([
      'request content-md5 client matches',
      'request checksum-crc32 client matches',
      'request etag server matches',
      'request checksum-crc32 server matches',
    ]);
    const wrong = framed({ ...upload, trailer: ['x-amz-checksum-crc32:AAAAAA=='] });
    expect(one(uploadText(upload, wrong), answer(''))).toContain(
      'request checksum-crc32 client differs before-capture',
    );
  });

  it('is unknown when the capture lacks a part of it', () => {
    const lost = (segments: SegmentInput[]): SegmentInput[] =>
      segments.filter((segment) => segment.text?.includes('lazy') !== true);
    const request = put(BODY, `Content-MD5: ${base64(BODY)}\r\n`);
    const [found] = checked([{ request, response: answer('x-oss-hash-crc64ecma: 1\r\n') }], 'all', lost, 30);
    expect(found).toEqual([
      'request content-md5 client unknown incomplete',
      'request crc64 server unknown incomplete',
    ]);
  });
});

describe('an object that was received', () => {
  const GET = `GET /k HTTP/1.1\r\n${HOST}\r\n`;

  it('fits, or was changed before the capture point', () => {
    const fits = `ETag: "${etag(BODY)}"\r\nx-oss-hash-crc64ecma: ${crc(BODY)}\r\nContent-MD5: ${base64(BODY)}\r\n`;
    expect(one(GET, answer(fits, BODY))).toEqual([
      'response crc64 server matches',
      'response content-md5 server matches',
      'response etag server matches',
    ]);
    expect(one(GET, answer(fits, BODY.replace('q', 'k')))).toEqual([
      'response crc64 server differs before-capture',
      'response content-md5 server differs before-capture',
      'response etag server differs before-capture',
    ]);
  });

  it.each([
    ['a range', GET, answer('x-oss-hash-crc64ecma: 1\r\nContent-Range: bytes 0-42/100\r\n', BODY, 206)],
    [
      'a processed image',
      GET.replace('/k', '/k?x-oss-process=style/s'),
      answer('x-oss-hash-crc64ecma: 1\r\n', BODY),
    ],
    [
      'what was compressed on the way',
      GET,
      `HTTP/1.1 200 OK\r\nServer: AliyunOSS\r\nContent-Encoding: gzip\r\nx-oss-hash-crc64ecma: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`,
    ],
    ['a symbolic link', GET, answer('x-oss-hash-crc64ecma: 1\r\nx-oss-object-type: Symlink\r\n', BODY)],
    [
      'what a symbolic link points to',
      GET.replace('/k', '/k?symlink'),
      answer(`x-oss-symlink-target: a.txt\r\nETag: "${etag('x')}"\r\n`, ''),
    ],
    [
      'an image style',
      GET.replace('/k', '/k.jpg!small?Expires=1'),
      answer('x-oss-hash-crc64ecma: 1\r\n', BODY),
    ],
    [
      'an image style whose delimiter is encoded',
      GET.replace('/k', '/k.jpg%21small'),
      answer('x-oss-hash-crc64ecma: 1\r\n', BODY),
    ],
    ['no object', GET, answer('', BODY)],
  ])('is not compared: %s', (_, request, response) => {
    expect(one(request, response)).toEqual([]);
  });

  it('says nothing of a request without a body that has a digest all the same', () => {
    const request = GET.replace('\r\n\r\n', `\r\nContent-MD5: ${base64('')}\r\n\r\n`);
    expect(one(request, answer(`x-oss-hash-crc64ecma: ${crc(BODY)}\r\n`, BODY))).toEqual([
      'response crc64 server matches',
    ]);
  });

  it('is compared when a range is all of it, and when it was stored compressed', () => {
    const range = `x-oss-hash-crc64ecma: ${crc(BODY)}\r\nContent-Range: bytes 0-42/43\r\n`;
    expect(one(GET, answer(range, BODY, 206))).toEqual(['response crc64 server matches']);
    const stored = `Content-Encoding: gzip\r\nx-oss-hash-crc64ecma: ${crc(BODY)}\r\n`;
    expect(one(GET, answer(stored, BODY))).toEqual(['response crc64 server matches']);
  });
});

describe('appends', () => {
  const append = (position: number, body: string, whole: string): Turn => ({
    request: put(body, '', `/log?append&position=${position}`, 'POST'),
    response: answer(
      `x-oss-hash-crc64ecma: ${crc(whole)}\r\nx-oss-next-append-position: ${whole.length}\r\n`,
    ),
  });

  it('are compared with the checksum of all that was appended', () => {
    expect(checked([append(0, 'abc', 'abc'), append(3, 'def', 'abcdef'), append(6, 'g', 'abcdefX')])).toEqual(
      [
        ['request crc64 server matches'],
        ['request crc64 server matches'],
        ['request crc64 server differs after-capture'],
      ],
    );
  });

  it('are unknown where the bytes before are not in the capture', () => {
    expect(
      checked([append(3, 'def', 'abcdef'), append(6, 'g', 'abcdefg'), append(9, 'x', 'abcdefghix')]),
    ).toEqual([
      ['request crc64 server unknown earlier-bytes'],
      ['request crc64 server matches'],
      ['request crc64 server unknown earlier-bytes'],
    ]);
  });
});

describe('an answer whose digest is none', () => {
  it.each([
    ['the CRC-64 twice', `x-oss-hash-crc64ecma: ${crc(BODY)}, ${crc(BODY)}\r\n`],
    ['a word for the CRC-64', 'x-oss-hash-crc64ecma: none\r\n'],
    ['a CRC-64 of more than 64 bits', 'x-oss-hash-crc64ecma: 99999999999999999999\r\n'],
    ['the MD5 in hex', `Content-MD5: ${etag(BODY)}\r\n`],
    ['a short MD5', `Content-MD5: ${base64(BODY).slice(0, 20)}\r\n`],
  ])('says nothing of a body: %s', (_, headers) => {
    expect(one(put(BODY), answer(headers))).toEqual([]);
    expect(one(`GET /k HTTP/1.1\r\n${HOST}\r\n`, answer(headers, BODY))).toEqual([]);
  });
});

describe('what is digested', () => {
  const plan = (mode: BodyVerification, messages: (plan: BodyDigestPlan) => unknown): unknown =>
    messages(new BodyDigestPlan(nodeHasher, mode));

  it('unasked: requests with a Content-MD5, looked at when they are refused', () => {
    const request = put(BODY, `Content-MD5: ${base64('other')}\r\n`);
    expect(one(request, answer(`ETag: "${etag('x')}"\r\nx-oss-hash-crc64ecma: 1\r\n`), 'claimed')).toEqual(
      [],
    );
    expect(one(request, answer('', '', 400), 'claimed')).toEqual([
      'request content-md5 client differs before-capture',
    ]);
    expect(one(put(BODY), answer('', '', 400), 'claimed')).toEqual([]);
    const twice = put(BODY, `Content-MD5: ${base64(BODY)}\r\nx-oss-hash-crc64ecma: 1\r\n`);
    expect(one(twice, answer('', '', 400), 'claimed')).toEqual([
      'request content-md5 client matches',
      'request crc64 client unknown not-computed',
    ]);
    const crcAlone = put(BODY, 'x-oss-hash-crc64ecma: 1\r\n');
    expect(one(crcAlone, answer('', '', 400), 'claimed')).toEqual([]);
    expect(one(crcAlone, answer('', '', 400), 'short')).toEqual([
      'request crc64 client unknown not-computed',
    ]);
    expect(one(crcAlone, answer('', '', 400), 'every')).toEqual([
      'request crc64 client differs before-capture',
    ]);
  });

  it('unasked: none that is too long, be its length told or not', () => {
    const long = 'x'.repeat(MAX_UNASKED_MD5_BYTES + 1);
    const claim = `Content-MD5: ${base64(BODY)}\r\n`;
    const size = 1024 * 1024;
    expect(
      checked([{ request: put(long, claim), response: answer('', '', 400) }], 'claimed', undefined, size),
    ).toEqual([[]]);
    const chunked = `PUT /k HTTP/1.1\r\n${HOST}${claim}Transfer-Encoding: chunked\r\n\r\n${long.length.toString(16)}\r\n${long}\r\n0\r\n\r\n`;
    expect(
      checked([{ request: chunked, response: answer('', '', 400) }], 'claimed', undefined, size),
    ).toEqual([['request content-md5 client unknown not-computed']]);
  });

  it('asked: one digest of a long body, once the server has shown which', () => {
    const long = 'x'.repeat(MAX_DOUBLE_DIGEST_BYTES + 1);
    const size = 256 * 1024;
    const said = `ETag: "${etag(long)}"\r\nx-oss-hash-crc64ecma: ${crc(long)}\r\n`;
    const turn = (headers: string, claim = ''): Turn => ({
      request: put(long, claim),
      response: answer(headers),
    });
    expect(
      checked(
        [turn(said), turn(said), turn(said, `Content-MD5: ${base64(long)}\r\n`)],
        'all',
        undefined,
        size,
      ),
    ).toEqual([
      ['request crc64 server matches', 'request etag server matches'],
      ['request crc64 server matches'],
      ['request content-md5 client matches', 'request etag server matches'],
    ]);
    const etagOnly = `ETag: "${etag(long)}"\r\n`;
    expect(checked([turn(etagOnly), turn(etagOnly)], 'all', undefined, size)).toEqual([
      ['request etag server matches'],
      ['request etag server matches'],
    ]);
  });

  it('asked: the CRC-64 of a long append also where settings were put on the server before', () => {
    const long = 'x'.repeat(MAX_DOUBLE_DIGEST_BYTES + 1);
    const settings = { request: put('<Tagging/>', '', '/k?tagging'), response: answer('') };
    const append = (claimed: string): Turn => ({
      request: put(long, '', '/a?append&position=0', 'POST'),
      response: answer(`x-oss-hash-crc64ecma: ${claimed}\r\n`),
    });
    const size = 256 * 1024;
    expect(checked([settings, append(crc(long))], 'all', undefined, size)[1]).toEqual([
      'request crc64 server matches',
    ]);
    expect(checked([settings, append('1')], 'all', undefined, size)[1]).toEqual([
      'request crc64 server differs after-capture',
    ]);
  });

  it.each(['claimed', 'all'] as const)('the SHA-256 that the S3 dialect claims (%s)', (mode) => {
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    const made = (body: string, claim: string) => {
      const signed = 'Authorization: AWS4-HMAC-SHA256 Credential=AKID\r\n';
      const request = put(body, `${signed}x-amz-content-sha256: ${claim}\r\n`);
      const segments = turns([{ request, response: answer('', '', 400) }]).map((input, at) =>
        toSegment(input, at + 1),
      );
      const [exchange] = runSegments(segments, new BodyDigestPlan(nodeHasher, mode)).exchanges;
      return Buffer.from(exchange?.request?.digests?.sha256 ?? []).toString('hex');
    };
    const long = 'x'.repeat(MAX_KEPT_BODY_BYTES + 1);
    for (const body of [BODY, long]) expect(made(body, sha256('other'))).toBe(sha256(body));
    expect(made(long, 'UNSIGNED-PAYLOAD')).toBe('');
  });

  it('nothing of messages without a body to compare', () => {
    expect(plan('all', (made) => made.request(requestOf('GET'), 's'))).toBeNull();
    expect(plan('claimed', (made) => made.request(requestOf('PUT'), 's'))).toBeNull();
    expect(plan('short', (made) => made.request(requestOf('PUT', MAX_KEPT_BODY_BYTES + 1), 's'))).toBeNull();
    expect(plan('all', (made) => made.request(requestOf('PUT'), 's'))).not.toBeNull();
  });

  it('short bodies that nothing is claimed of, for what their client may have signed', () => {
    const digestsOf = (body: string, status: number, secrets = 1) => {
      const segments = turns([{ request: put(body), response: answer('', '', status) }]);
      const inputs = segments.map((input, at) => toSegment(input, at + 1));
      const bodies = new BodyDigestPlan(nodeHasher, unaskedVerification(secrets));
      return runSegments(inputs, bodies).exchanges[0]?.request?.digests ?? null;
    };
    const refused = digestsOf(BODY, 403);
    expect(Buffer.from(refused?.md5 ?? []).toString('base64')).toBe(base64(BODY));
    expect(refused?.sha256).toHaveLength(32);
    expect(digestsOf(BODY, 200)).toBeNull();
    expect(digestsOf('x'.repeat(MAX_KEPT_BODY_BYTES + 1), 403)).toBeNull();
    // Without a secret nobody looks for what was signed.
    expect(digestsOf(BODY, 403, 0)).toBeNull();
  });

  function requestOf(method: string, length = 3) {
    const body = 'x'.repeat(length);
    const segments = turns([
      {
        request: `${method} /k HTTP/1.1\r\n${HOST}Content-Length: ${length}\r\n\r\n${body}`,
        response: answer(''),
      },
    ]);
    const [exchange] = runSegments(segments.map((input, at) => toSegment(input, at + 1))).exchanges;
    if (exchange?.request == null) throw new Error('a request is expected');
    return exchange.request;
  }
});

describe('the way in which the bytes come', () => {
  it('does not matter', () => {
    const said = (body: string): string => `ETag: "${etag(body)}"\r\nx-oss-hash-crc64ecma: ${crc(body)}\r\n`;
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 300, unit: 'binary-ascii' }),
        fc.integer({ min: 1, max: 64 }),
        (body, size) => {
          const conversation = [
            { request: put(body), response: answer(said(body)) },
            { request: `GET /k HTTP/1.1\r\n${HOST}\r\n`, response: answer(said(body), body) },
          ];
          expect(checked(conversation, 'all', undefined, size)).toEqual([
            ['request crc64 server matches', 'request etag server matches'],
            ['response crc64 server matches', 'response etag server matches'],
          ]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
