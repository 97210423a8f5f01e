import { describe, expect, it } from 'vitest';
import { bodyOf, readText } from './read-text.ts';

const document = (id: string, code = 'AccessDenied'): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error>\n  <Code>${code}</Code>\n  <Message>no "right"</Message>\n  <RequestId>${id}</RequestId>\n  <StringToSign>GET\n\n/b/文</StringToSign>\n</Error>`;
const ONE = document('A1');
const asUtf8 = (text: string): string => Buffer.from(text).toString('latin1');

const bodies = (text: string) => readText(text).exchanges.map(({ response }) => bodyOf(response));

describe('an error document that a program told of', () => {
  const flat = ONE.replace(/\n\s*/g, '');
  it.each([
    [
      'in a field of a Go log',
      `level=error msg="put" error="s3 error: ${JSON.stringify(ONE).slice(1, -1)}\\n" host=h`,
    ],
    ['in JSON', JSON.stringify({ statusCode: 403, response: { body: ONE }, next: '"' }, null, 2)],
    ['in JSON within JSON', JSON.stringify({ log: JSON.stringify({ body: ONE }) })],
    [
      'in JSON as Go writes it',
      JSON.stringify({ body: ONE }).replace(/</g, '\\u003c').replace(/>/g, '\\u003e'),
    ],
    ['in a string of JavaScript', `  body: '${ONE.replaceAll('\n', '\\n')}',`],
  ])('%s', (_, text) => {
    expect(bodies(text)).toEqual([asUtf8(ONE)]);
    expect(readText(text).summary.text).toMatchObject({ kind: 'error-document' });
  });

  it('behind other words of its line, and before others', () => {
    expect(bodies(`did fail: ${flat} (at once)`)).toEqual([asUtf8(flat)]);
    const root = ONE.indexOf('<Error>');
    expect(bodies(`did fail: ${ONE.slice(root)}\n  at f (x.js:1)`)).toEqual([asUtf8(ONE.slice(root))]);
    // the declaration alone is not looked for behind other words
    expect(bodies(`did fail: ${ONE}\n  at f (x.js:1)`)).toEqual([asUtf8(ONE.slice(root))]);
  });

  it('cut short within a string', () => {
    const [body] = bodies(`{"body":"${JSON.stringify(ONE).slice(1, 150)}","next":1}`);
    expect(body).toContain('<Code>AccessDenied</Code>');
    expect(body).not.toContain('next');
  });

  it('several of them, each an answer of its own; one that is told again is none', () => {
    const two = `first\n${ONE}\nsecond\n${document('B2', 'InvalidAccessKeyId')}\nagain\n${ONE}\n`;
    expect(bodies(two)).toEqual([asUtf8(ONE), asUtf8(document('B2', 'InvalidAccessKeyId'))]);
    expect(bodies(`${flat} ${flat.replace('A1', 'B2')}`)).toHaveLength(2);
  });

  it('keeps what the server signed where that holds a backslash', () => {
    const signed = ONE.replace('/b/文', '/b/a\\nb');
    expect(bodies(signed)).toEqual([asUtf8(signed)]);
    expect(bodies(JSON.stringify({ signed }))).toEqual([asUtf8(signed)]);
  });
});

describe('an error document in a log that shows other documents too', () => {
  const HEAD =
    "reply: 'HTTP/1.1 403 Forbidden\\r\\n'\nheader: Server: AliyunOSS\nheader: x-oss-request-id: A1\n";
  const sent = (target: string) => `send: b'GET ${target} HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n'\n`;
  const passed = `${sent('/?uploads')}reply: 'HTTP/1.1 200 OK\\r\\n'\nheader: Server: AliyunOSS\n`;

  it.each([
    ['on lines of its own', '<?xml version="1.0"?>\n<Result>\n  <UploadId>1</UploadId>\n</Result>\n'],
    ['on one line', '<?xml version="1.0"?><Result><UploadId>1</UploadId></Result>\n'],
  ])('%s', (_, other) => {
    for (const error of [ONE, ONE.slice(ONE.indexOf('<Error>'))]) {
      const text = `${passed}${other}${sent('/k')}${HEAD}${error}\n`;
      expect(
        readText(text).exchanges.map(({ request, response }) => [request?.target, bodyOf(response)]),
      ).toEqual([
        ['/?uploads', null],
        ['/k', expect.stringContaining('<RequestId>A1</RequestId>')],
      ]);
    }
  });
});

describe('an error document behind a request that it does not answer', () => {
  const signed = (text: string) =>
    `<Error>\n  <Code>SignatureDoesNotMatch</Code>\n  <RequestId>A1</RequestId>\n  <SignatureProvided>x</SignatureProvided>\n  ${text}\n</Error>\n`;
  const V1 = signed('<StringToSign>PUT\n\n\nx\n/b/k</StringToSign>');
  const V4 = signed('<StringToSign>OSS4</StringToSign>\n  <CanonicalRequest>PUT\n/b/k\n</CanonicalRequest>');
  const HEADERS = 'Host: b.oss-cn-hangzhou.aliyuncs.com\nAuthorization: OSS a:x\n';
  const pairs = (text: string) =>
    readText(text).exchanges.map(({ request, response }) => [request?.method, response?.status]);

  it.each([
    ['another method', `GET /k HTTP/1.1\n${HEADERS}\n`],
    ['no signature', 'PUT /k HTTP/1.1\nHost: b.oss-cn-hangzhou.aliyuncs.com\n\n'],
    ['a line that quotes it', '> PUT /k HTTP/1.1\n\n'],
  ])('stands alone: %s', (_, request) => {
    const method = /[A-Z]{3}/.exec(request)?.[0];
    for (const text of [V1, V4]) {
      expect(pairs(`${request}${text}`)).toEqual([
        [method, undefined],
        [undefined, 403],
      ]);
    }
  });

  it.each([
    ['a header', `PUT /k HTTP/1.1\n${HEADERS}\n`],
    ['the URL', 'PUT /k?Signature=x HTTP/1.1\nHost: h\n\n'],
    ['a form', 'PUT /k HTTP/1.1\nContent-Type: multipart/form-data; boundary=b\n\n'],
  ])('is its answer where the request has its signature in %s', (_, request) => {
    expect(pairs(`${request}${V1}`)).toEqual([['PUT', 403]]);
  });
});

describe('elements of an error document without its root', () => {
  const elements =
    '<Code>AccessDenied</Code>\n<Message>Request has expired.</Message>\n<HostId>b.oss-cn-hangzhou.aliyuncs.com</HostId>';

  it('are read between other lines', () => {
    expect(bodies(`it says\n${elements}\nwhy?`)).toEqual([`<Error>\n${elements}\n</Error>`]);
    expect(bodies(`${elements}\n`)).toEqual([`<Error>\n${elements}\n</Error>`]);
    expect(bodies(`${elements}\n\n${elements}`)).toHaveLength(2);
  });

  it('with the lines of what was signed', () => {
    const signed = '<StringToSign>GET\n\n\n1\n/b/k</StringToSign>';
    expect(bodies(`${elements}\n${signed}\nthat is all`)).toEqual([
      `<Error>\n${elements}\n${signed}\n</Error>`,
    ]);
  });

  it('are none where a root is around them, nor where nothing else of a document is there', () => {
    expect(bodies(`<Error>\n${elements}\n</Error>`)).toEqual([`<Error>\n${elements}\n</Error>`]);
    expect(readText('<Code>AccessDenied</Code>\nis what it said').exchanges).toEqual([]);
  });
});

describe('the status of an answer without its head', () => {
  it.each([
    ['SecondLevelDomainForbidden', 403],
    ['InDebt', 403],
    ['CallbackFailed', 203],
    ['MissingContentLength', 411],
    ['QpsLimitExceeded', 503],
    ['InvalidArgument', 400],
    ['constructor', 400],
  ])('%s: %i', (code, status) => {
    expect(readText(document('A1', code)).exchanges[0]?.response?.status).toBe(status);
  });
});
