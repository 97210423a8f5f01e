import { describe, expect, it } from 'vitest';
import { answer, converse, turns } from '../support/conversation.ts';

const REQUEST = 'PUT /k HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\n';

/** The notices of a request, whole and cut into pieces of a few bytes, which are the same. */
function codesOf(request: string, response = answer(200)): readonly string[] {
  const [whole, cut] = [1 << 20, 7].map((size) =>
    converse(turns([{ request, response }], size)).notices.map(({ code }) => code),
  );
  expect(cut).toEqual(whole);
  return whole ?? [];
}

describe('shapes that two readers may read in two ways are told', () => {
  it.each([
    ['plain', `${REQUEST}Content-Length: 2\r\n\r\nok`, []],
    ['a colon in a value', `${REQUEST}X-A: b :c\r\n\r\n`, []],
    [
      'both lengths',
      `${REQUEST}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      ['length-and-chunked'],
    ],
    [
      'Content-Length beside another coding',
      `${REQUEST}Content-Length: 2\r\nTransfer-Encoding: gzip\r\n\r\n`,
      ['length-and-chunked', 'bad-transfer-encoding'],
    ],
    [
      'lengths that differ',
      `${REQUEST}Content-Length: 2\r\nContent-Length: 3\r\n\r\nok`,
      ['bad-content-length'],
    ],
    ['lengths that differ in a list', `${REQUEST}Content-Length: 2, 3\r\n\r\nok`, ['bad-content-length']],
    ['a length with a sign', `${REQUEST}Content-Length: +2\r\n\r\n`, ['bad-content-length']],
    ['a length in hexadecimal', `${REQUEST}Content-Length: 0x2\r\n\r\n`, ['bad-content-length']],
    ['equal lengths', `${REQUEST}Content-Length: 2\r\nContent-Length: 2\r\n\r\nok`, []],
    ['folding', `${REQUEST}X-A: b\r\n c\r\n\r\n`, ['obsolete-folding']],
    [
      'a folded coding',
      `${REQUEST}Transfer-Encoding:\r\n\tchunked\r\n\r\n`,
      ['obsolete-folding', 'bad-transfer-encoding'],
    ],
    ['folding under the first line', `PUT /k HTTP/1.1\r\n Host: b\r\n\r\n`, ['obsolete-folding']],
    ['a bare LF', `${REQUEST}X-A: b\nX-C: d\r\n\r\n`, ['bare-lf']],
    ['a bare LF behind the first line', `${REQUEST.replace('\r\n', '\n')}\r\n`, ['bare-lf']],
    ['a bare LF as the empty line', `${REQUEST}\n`, ['bare-lf']],
    ['white space before the colon', `${REQUEST}Content-Length : 2\r\n\r\nok`, ['bad-header-line']],
    [
      'a tab before the colon',
      `${REQUEST}Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n`,
      ['bad-header-line'],
    ],
    ['chunked not last', `${REQUEST}Transfer-Encoding: chunked, gzip\r\n\r\n`, ['bad-transfer-encoding']],
    [
      'chunked twice',
      `${REQUEST}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n`,
      ['bad-transfer-encoding'],
    ],
    [
      'chunked and then another line',
      `${REQUEST}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n`,
      ['bad-transfer-encoding'],
    ],
    [
      'a coding that only looks like chunked',
      `${REQUEST}Transfer-Encoding: xchunked\r\n\r\n`,
      ['bad-transfer-encoding'],
    ],
    ['a coding that is no name', `${REQUEST}Transfer-Encoding: "chunked"\r\n\r\n`, ['bad-transfer-encoding']],
    [
      'codings that end in chunked',
      `${REQUEST}Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      [],
    ],
    [
      'a bare LF in the framing',
      `${REQUEST}Transfer-Encoding: chunked\r\n\r\n2\nok\r\n0\r\n\r\n`,
      ['bare-lf'],
    ],
    [
      'a bare LF behind a chunk',
      `${REQUEST}Transfer-Encoding: chunked\r\n\r\n2\r\nok\n0\r\n\r\n`,
      ['bare-lf'],
    ],
    ['chunks as they should be', `${REQUEST}Transfer-Encoding: chunked\r\n\r\n2\r\n\n\n\r\n0\r\n\r\n`, []],
    [
      'white space before an extension',
      `${REQUEST}Transfer-Encoding: chunked\r\n\r\n2\t;a\r\nok\r\n0 ;b\r\n\r\n`,
      [],
    ],
    ['a chunk size that is none', `${REQUEST}Transfer-Encoding: chunked\r\n\r\n0x2\r\nok\r\n`, ['bad-chunk']],
    [
      'an empty line in place of a chunk size',
      `${REQUEST}Transfer-Encoding: chunked\r\n\r\n\r\n0\r\n\r\n`,
      ['bad-chunk'],
    ],
  ])('%s', (_, request, codes) => {
    expect(codesOf(request).filter((code) => code !== 'response-without-request')).toEqual(codes);
  });

  it('in answers too', () => {
    const request = 'GET /k HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\n\r\n';
    const response =
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding : chunked\nX: y\r\n z\r\n\r\n0\r\n\r\n';
    expect(codesOf(request, response)).toEqual([
      'bare-lf',
      'obsolete-folding',
      'bad-header-line',
      'length-and-chunked',
    ]);
  });
});
