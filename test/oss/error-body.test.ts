import { describe, expect, test } from 'vitest';
import { fromText } from '../rooms/bytes.ts';
import { MAX_ERROR_BODY_BYTES, MAX_ERROR_FIELDS, parseErrorBody, parseErrorHeader } from '../rooms/oss.ts';
import { parseXml } from '../support/fast-xml.ts';
import { endsInTime } from '../support/patience.ts';

/** `text` is a byte string. */
function parse(text: string) {
  return parseErrorBody(text, 7, parseXml);
}

function read(text: string) {
  const result = parse(text);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

const DOCUMENT = `<?xml version="1.0" encoding="UTF-8"?>
<Error>
  <Code>SignatureDoesNotMatch</Code>
  <Message>no</Message>
  <RequestId> 012345678901234567890123 </RequestId>
  <HostId>b.oss-cn-hangzhou.aliyuncs.com</HostId>
  <OSSAccessKeyId> 1e5 </OSSAccessKeyId>
  <SignatureProvided>a b=</SignatureProvided>
  <StringToSign>PUT\n\n\n1\n/b/k?a=1&amp;b </StringToSign>
  <StringToSignBytes>50 55 54 0A 0a </StringToSignBytes>
  <EC>0002-00000040</EC>
</Error>`;

test('a document is read by name, and nothing in it is trimmed or taken for a number', () => {
  const { error, state } = read(DOCUMENT);
  expect(state).toBe('whole');
  expect(error).toMatchObject({
    source: 'body',
    frame: 7,
    code: 'SignatureDoesNotMatch',
    message: 'no',
    requestId: '012345678901234567890123',
    hostId: 'b.oss-cn-hangzhou.aliyuncs.com',
    accessKeyId: '1e5',
    ec: '0002-00000040',
    signatureProvided: 'a b=',
    stringToSign: 'PUT\n\n\n1\n/b/k?a=1&b ',
    stringToSignBytesText: '50 55 54 0A 0a ',
    stringToSignBytes: 'PUT\n\n',
    canonicalRequest: null,
    canonicalRequestBytes: null,
  });
  expect(error.fields.map(([name]) => name)).toEqual([
    'Code',
    'Message',
    'RequestId',
    'HostId',
    'OSSAccessKeyId',
    'SignatureProvided',
    'StringToSign',
    'StringToSignBytes',
    'EC',
  ]);
  expect(error.fields[4]).toEqual(['OSSAccessKeyId', ' 1e5 ']);
});

test('every byte of a value survives', () => {
  const every = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join('');
  const value = every.replace(/[<&]/g, '');
  expect(read(`<Error><Code>X</Code><StringToSign>${value}</StringToSign></Error>`).error.stringToSign).toBe(
    value,
  );
  expect(read('<Error><StringToSign>a\r\nb\r</StringToSign></Error>').error.stringToSign).toBe('a\r\nb\r');
});

test('references become bytes', () => {
  const { error } = read(
    '<Error><StringToSign>&lt;&gt;&amp;&quot;&apos;&#13;&#x4e2d;&#20013;&#xe9;&amp;lt;&nbsp;&#xD800;&#x110000;</StringToSign></Error>',
  );
  expect(error.stringToSign).toBe(`<>&"'\r${fromText('中中é')}&lt;&nbsp;&#xD800;&#x110000;`);
});

test('carriage returns in CDATA are, too, whatever stands there', () => {
  const document = (text: string) =>
    `<Error><StringToSign><![CDATA[${text}]]></StringToSign>\r\n<Code>a</Code></Error>`;
  for (const text of ['PUT\r\n\r\nx', 'a>b\r</c\rd', '<a>\r</a>&#13;\r', 'a\r'])
    expect(read(document(text)).error.stringToSign).toBe(text);
});

test('CDATA is text as it is', () => {
  expect(read('<Error><Message><![CDATA[a&amp;<b>]]> c</Message></Error>').error.message).toBe('a&amp;<b> c');
});

test('nested and repeated elements give their leaves in document order', () => {
  const text =
    '<Error><Code>AccessDenied</Code><AccessDeniedDetail><PolicyType>P</PolicyType><X><Y>1</Y></X></AccessDeniedDetail><Y>2</Y><E/></Error>';
  expect(read(text).error.fields).toEqual([
    ['Code', 'AccessDenied'],
    ['PolicyType', 'P'],
    ['Y', '1'],
    ['Y', '2'],
    ['E', ''],
  ]);
});

test('the S3-compatible names, a byte order mark, a namespace', () => {
  const { error, state } = read(`\xef\xbb\xbf<Error xmlns="x"><AWSAccessKeyId>i</AWSAccessKeyId></Error>`);
  expect([error.accessKeyId, error.code, state]).toEqual(['i', '', 'whole']);
});

test('hex that is none spells nothing', () => {
  for (const hex of ['xx', '5', '']) {
    const { error } = read(`<Error><StringToSignBytes>${hex}</StringToSignBytes></Error>`);
    expect([error.stringToSignBytesText, error.stringToSignBytes]).toEqual([hex, null]);
  }
  expect(
    read('<Error><StringToSignBytes>50\n55  54</StringToSignBytes></Error>').error.stringToSignBytes,
  ).toBe('PUT');
});

describe('a document that is cut', () => {
  test('gives the elements that it closes, wherever the cut is', () => {
    const names = read(DOCUMENT).error.fields.map(([name]) => name);
    const firstClosed = DOCUMENT.indexOf('</Code>') + '</Code>'.length;
    for (let length = firstClosed; length < DOCUMENT.length; length++) {
      const text = DOCUMENT.slice(0, length);
      const closed = names.filter((name) => text.includes(`</${name}>`));
      const { error, state } = read(text);
      expect(state).toBe('cut');
      expect(error.fields.map(([name]) => name).filter((name) => name !== 'StringToSign')).toEqual(
        closed.filter((name) => name !== 'StringToSign'),
      );
      // the string may be reported as far as it goes, and is reported once
      const strings = error.fields.filter(([name]) => name === 'StringToSign');
      expect(strings.length).toBe(text.includes('<StringToSign>P') ? 1 : 0);
      expect(error.code).toBe('SignatureDoesNotMatch');
    }
  });

  test.each([
    ['<StringToSign>PUT\n\ntext/plain\nThu, 0', 'PUT\n\ntext/plain\nThu, 0\xe2\x80\xa6'],
    ['<StringToSign>GET\n\n\n1\n/b/k?a&am', 'GET\n\n\n1\n/b/k?a\xe2\x80\xa6'],
    ['<StringToSign>GET\n/b/k?a&amp;b&&am', 'GET\n/b/k?a&b\xe2\x80\xa6'],
    ['<StringToSign>GET\n\n\n1\n/b/k</StringTo', 'GET\n\n\n1\n/b/k'],
    ['<StringToSign>', null],
    ['<StringToSign>GET</StringToSign><StringToSignBytes>47 4', 'GET'],
  ])('within the string of the server: %j', (rest, expected) => {
    const { error, state } = read(`<Error><Code>SignatureDoesNotMatch</Code>${rest}`);
    expect([error.stringToSign, error.stringToSignBytes, state]).toEqual([expected, null, 'cut']);
  });

  test('inside nested elements', () => {
    const { error, state } = read('<Error><Code>A</Code><D><P>1</P><Q>2');
    expect([error.fields, state]).toEqual([
      [
        ['Code', 'A'],
        ['P', '1'],
      ],
      'cut',
    ]);
  });
});

test('elements beyond those that are kept are said to be left out', () => {
  const leaves = (count: number) =>
    read(`<Error><Code>A</Code>${'<D><E>1</E></D>'.repeat(count - 1)}</Error>`);
  expect(leaves(MAX_ERROR_FIELDS)).toMatchObject({ isCutShort: false });
  const beyond = leaves(MAX_ERROR_FIELDS + 3);
  expect(beyond).toMatchObject({ isCutShort: true, error: { code: 'A' } });
  expect(beyond.error.fields).toHaveLength(MAX_ERROR_FIELDS);
});

test('XML that breaks a rule is read and said to', () => {
  const { error, state } = read('<Error><Code>A</Code><Message>a & b</Message></Error>');
  expect([error.message, state]).toEqual(['a & b', 'malformed']);
});

test.each([
  ['<html><body>502</body></html>', 'not-an-error-document'],
  ['', 'not-an-error-document'],
  ['<ListBucketResult><Error>x</Error></ListBucketResult>', 'not-an-error-document'],
  ['<!DOCTYPE x [<!ENTITY a "b">]><Error><Code>&a;</Code></Error>', 'document-type'],
  ['<Error><__proto__>1</__proto__></Error>', 'unreadable'],
  [`<Error>${'<a>'.repeat(5000)}`, 'too-deep'],
  [`<Error>${' '.repeat(MAX_ERROR_BODY_BYTES)}</Error>`, 'too-long'],
])('%.40s is refused', (text, failure) => {
  expect(parse(text)).toEqual({ ok: false, error: failure });
});

test('hostile documents of the largest size are gone through in linear time', async () => {
  await endsInTime(() => {
    for (const unit of ['<!--', '>', '\r', '<a>', '</a>', '<![CDATA[', '&#1;', '&', '<Error ', '<?', ';']) {
      parse(`<Error><A>\r</A>${unit.repeat(Math.floor((MAX_ERROR_BODY_BYTES - 40) / unit.length))}`);
    }
  });
});

test('the header of a HEAD answer', () => {
  const result = parseErrorHeader(Buffer.from(DOCUMENT, 'latin1').toString('base64'), 9, parseXml);
  expect(result).toMatchObject({
    ok: true,
    value: { state: 'whole', error: { source: 'x-oss-err', frame: 9, ec: '0002-00000040' } },
  });
  // the limit is one of the document, which is shorter than its base64
  const coded = Buffer.from(DOCUMENT, 'latin1').toString('base64');
  expect(parseErrorHeader(coded, 9, parseXml, DOCUMENT.length + 2).ok).toBe(true);
  expect(parseErrorHeader(coded, 9, parseXml, DOCUMENT.length - 3)).toEqual({ ok: false, error: 'too-long' });
  expect(parseErrorBody(DOCUMENT, 9, parseXml, DOCUMENT.length).ok).toBe(true);
  expect(parseErrorHeader('*', 9, parseXml)).toEqual({ ok: false, error: 'unreadable' });
});

describe('a document in JSON', () => {
  // oss/vectors/client_mock_test.go of alibabacloud-oss-go-sdk-v2
  const VECTORS = `{
  "Error": {
    "Code": "SignatureDoesNotMatch",
    "Message": "The request signature we calculated does not match \\u2014 \u00e9.",
    "RequestId": "65467C42E001B43333370000",
    "SignatureProvided": "RizTbeKC/QlwxINq8xEdUPowc84=",
    "EC": "0002-00000040",
    "AccessDeniedDetail": {"PolicyType": "AccountLevelIdentityBasedPolicy", "Count": 2, "None": null, "List": [1]}
  }
}`;

  test('of vector buckets has the names of the one in XML', () => {
    const { error, state, isCutShort } = read(fromText(VECTORS));
    expect([state, isCutShort]).toEqual(['whole', false]);
    expect(error).toMatchObject({
      source: 'body',
      code: 'SignatureDoesNotMatch',
      message: fromText('The request signature we calculated does not match \u2014 \u00e9.'),
      requestId: '65467C42E001B43333370000',
      signatureProvided: 'RizTbeKC/QlwxINq8xEdUPowc84=',
      ec: '0002-00000040',
      stringToSign: null,
    });
    expect(error.fields.slice(-3)).toEqual([
      ['PolicyType', 'AccountLevelIdentityBasedPolicy'],
      ['Count', '2'],
      ['List', '1'],
    ]);
  });

  test('keeps what it says as it is written', () => {
    const inner = [
      '"Code": "A"',
      '"Account": 12345678901234567890',
      '"Rate": 1.50',
      '"Much": 1e999',
      '"StringToSign": "GET\\n\\n/b/\\u00e9\xff\\\\u0041\\u0022\\ud83d\\ude00\\ud800"',
      '"Details": ["one", {"Header": "x"}]',
      '"__proto__": {"constructor": "c"}',
    ];
    expect(read(`{"Error": {${inner.join(', ')}}}`).error.fields).toEqual([
      ['Code', 'A'],
      ['Account', '12345678901234567890'],
      ['Rate', '1.50'],
      ['Much', '1e999'],
      // half a character has no bytes: it is replaced
      ['StringToSign', `GET\n\n/b/${fromText('\u00e9')}\xff\\u0041"${fromText('\u{1f600}\ufffd')}`],
      ['Details', 'one'],
      ['Header', 'x'],
      ['constructor', 'c'],
    ]);
  });

  // oss/tables/client_mock_test.go of the same
  test('of table buckets has a message alone', () => {
    const { error } = read('{"message": "Missing Some Required Arguments."}');
    expect(error).toMatchObject({ code: '', message: 'Missing Some Required Arguments.', ec: null });
  });

  test.each([
    ['{"Error": {"Code": "SignatureDoesNotMatch"', 'cut'],
    ['{"Error": "SignatureDoesNotMatch"}', 'no object'],
    ['{"Error": {"Message": "no"}}', 'no code'],
    ['{"message": "no Route matched", "request_id": "1"}', 'a gateway'],
    ['[{"Error": {"Code": "A"}}]', 'a list'],
    ['{"Error": {"Code": 403}}', 'a number for a code'],
    ['{"message": 403}', 'a number for a message'],
    ['{}', 'empty'],
  ])('%s is none: %s', (text) => {
    expect(parse(text)).toEqual({ ok: false, error: 'not-an-error-document' });
  });

  test('has its limits', () => {
    const many = Object.fromEntries(Array.from({ length: MAX_ERROR_FIELDS }, (_, i) => [`F${i}`, i]));
    const { error, isCutShort } = read(JSON.stringify({ Error: { Code: 'A', ...many } }));
    expect([error.fields.length, isCutShort]).toEqual([MAX_ERROR_FIELDS, true]);
    const deep = `{"Error":{"Code":"A","B":${'{"B":'.repeat(40_000)}1${'}'.repeat(40_000)}}}`;
    expect(read(deep).error.fields).toEqual([['Code', 'A']]);
  });
});
