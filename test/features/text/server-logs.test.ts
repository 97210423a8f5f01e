import { describe, expect, it } from 'vitest';
import { headersOf, readText, textFixture } from './read-text.ts';

const HASH = 'db2a12f6789ec5c9105e04698acacd723f05c0dc27521890c93557f7a6a9ab80';
const SERVER = '0f5a9dba3c0c8f2fdb64a8d2b3f4d6e7a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2d3';
const CLIENT = '7b3f0e2fca2f2b7a6f9a0a1d4c66c2f1e0a6b2b5f3d3a1c9d9e8f7a6b5c4d3e2';
const CANONICAL = `PUT\n/in/a.csv\n\nhost:rgw.example.com\nx-amz-date:20261130T091500Z\n\nhost;x-amz-date\n${HASH}`;
const STRING = `AWS4-HMAC-SHA256\n20261130T091500Z\n20261130/us-east-1/s3/aws4_request\n${HASH}`;

/** What radosgw logs of one request at `debug rgw = 20` (ceph: `rgw_auth_s3.cc`, `rgw_rest_s3.cc`). */
function radosgw(request: number, client: string): string {
  const at = `2026-11-30T09:15:00.123+0000 7f2b 15 req ${request} 0.001s s3:put_obj`;
  const isSame = client === SERVER;
  return [
    `${at} canonical request = ${CANONICAL}`,
    `${at} canonical request hash = ${HASH}`,
    `${at} string to sign = ${STRING}`,
    `${at} string_to_sign=${STRING}`,
    `${at} server signature=${SERVER}`,
    `${at} client signature=${client}`,
    `${at} compare=${isSame ? 0 : -8}`,
    `${at} rgw::auth::s3::LocalEngine ${isSame ? 'granted access' : 'denied with reason=-2027'}`,
    '',
  ].join('\n');
}

function documentsOf(text: string): readonly string[] {
  return readText(text).exchanges.map(({ response }) => response?.bodyText ?? '');
}

describe('the log of radosgw', () => {
  it('shows the canonical request, the string and both signatures', () => {
    const [document = '', ...others] = documentsOf(radosgw(1, CLIENT));
    expect(others).toEqual([]);
    expect(document).toContain('<Code>SignatureDoesNotMatch</Code>');
    expect(document).toContain(`<CanonicalRequest>${CANONICAL}</CanonicalRequest>`);
    expect(document).toContain(`<StringToSign>${STRING}</StringToSign>`);
    expect(document).toContain(`<Message>server signature=${SERVER}</Message>`);
    expect(document).toContain(`<SignatureProvided>${CLIENT}</SignatureProvided>`);
  });

  it('has the string of version 2 on lines without the name of the program', () => {
    const at = '2019-10-08T15:00:45.853+0800 7f5571da4700 15 req 1 0.007999973s s3:get_obj';
    const [document = ''] = documentsOf(
      `${at} string_to_sign=GET\n\n\nTue, 08 Oct 2019 07:00:45 GMT\n/in/\n${at} server signature=uWtjhLmR4ADsAdmrRWgTnJrRObI=\n${at} client signature=3Ad+klS9c4Irf+A/D/4YGgUgE4M=\n${at} compare=-66\n`,
    );
    expect(document).toContain('<StringToSign>GET\n\n\nTue, 08 Oct 2019 07:00:45 GMT\n/in/</StringToSign>');
  });

  it('tells of no refusal where the signatures are the same', () => {
    expect(documentsOf(radosgw(1, SERVER))).toEqual([]);
    expect(documentsOf(radosgw(1, SERVER) + radosgw(2, CLIENT))).toHaveLength(1);
    expect(documentsOf(radosgw(1, CLIENT) + radosgw(2, CLIENT))).toHaveLength(2);
  });
});

describe('a real log of radosgw', () => {
  // two strategies try each request
  it('tells of a request once, with what the client printed beside it', () => {
    const { exchanges } = readText(textFixture('radosgw-debug.txt'));
    expect(exchanges).toHaveLength(1);
    expect(exchanges[0]?.told).toMatchObject({ operation: 'PutObject' });
    expect(exchanges[0]?.clientString).toMatch(/^PUT\n\/acme-in\/c.csv\n\nhost:127\.0\.0\.1:18480\n/);
    expect(exchanges[0]?.response?.bodyText).toContain('<AWSAccessKeyId>RGWKEY00000000000001<');
  });

  it('keeps requests apart that threads write among one another', () => {
    const one = radosgw(1, CLIENT).split(/(?=^2026)/m);
    const other = CLIENT.replace('7b3f', '1111');
    const two = radosgw(2, other)
      .replaceAll(' 7f2b ', ' 7f2c55 ')
      .split(/(?=^2026)/m);
    const mixed = one.flatMap((each, at) => [each.replace(' 7f2b ', ' 7f2b55 '), two[at] ?? '']).join('');
    const documents = documentsOf(mixed);
    expect(documents).toHaveLength(2);
    expect(documents[0]).toContain(`<SignatureProvided>${CLIENT}<`);
    expect(documents[1]).toContain('<SignatureProvided>1111');
  });
});

describe('the log of S3Proxy', () => {
  const at = (line: number) =>
    `[s3proxy] T 11-21 18:52:34.837 S3Proxy-Jetty-14 o.gaul.s3proxy.S3ProxyHandler:${line} |::]`;
  const requestOf = (key: string, signature: string) => [
    `${at(301)} request: Request(GET http://s3.example.com/acme/${key})@2439a92f`,
    `${at(338)} header: Host: s3.example.com`,
    `${at(338)} header: Authorization: AWS AKIAIOSFODNN7EXAMPLE:${signature}`,
    `${at(338)} header: Date: Thu, 21 Nov 2024 18:52:34 GMT`,
    `[s3proxy] T 11-21 18:52:34.839 S3Proxy-Jetty-14 o.gaul.s3proxy.AwsSignature:150 |::] stringToSign: GET`,
    '',
    '',
    'Thu, 21 Nov 2024 18:52:34 GMT',
    `/acme/${key}`,
  ];
  const refused = `${at(2970)} sendSimpleErrorResponse: 403 SignatureDoesNotMatch Forbidden {}`;

  it('has the request with its headers and the string of the server', () => {
    const [exchange, ...others] = readText(
      [...requestOf('a.txt', '3Ad+klS9c4Irf+A/D/4YGgUgE4M='), refused, ''].join('\n'),
    ).exchanges;
    expect(others).toEqual([]);
    expect(exchange?.request).toMatchObject({ method: 'GET', target: '/acme/a.txt' });
    expect(headersOf(exchange?.request).map(([name]) => name)).toEqual(['Host', 'Authorization', 'Date']);
    expect(exchange?.response?.bodyText).toContain('<Code>SignatureDoesNotMatch</Code>');
    expect(exchange?.response?.bodyText).toContain('GMT\n/acme/a.txt</StringToSign>');
  });

  it('keeps a request that was accepted apart from the next', () => {
    const { exchanges } = readText(
      [
        ...requestOf('a.txt', 'uWtjhLmR4ADsAdmrRWgTnJrRObI='),
        ...requestOf('b.txt', '3Ad+klS9c4Irf+A/D/4YGgUgE4M='),
        refused,
        '',
      ].join('\n'),
    );
    const refusal = exchanges.find(({ response }) => response !== null);
    expect(refusal?.request?.target).toBe('/acme/b.txt');
    expect(refusal?.response?.bodyText).toContain('/acme/b.txt</StringToSign>');
  });
});

it('reads a refusal in the access log of versitygw', () => {
  const [document = ''] = documentsOf(
    '- acme [30/November/2026:09:15:00 +0000] 127.0.0.1 - 1234567890ABCDEF s3_PutObject in/a.csv /acme/in/a.csv 403 SignatureDoesNotMatch 371 0 1 1 - aws-cli/2.0 - - SigV4 - AuthHeader s3.us-east-1.amazonaws.com - arn:aws:s3:::/acme/in/a.csv Yes\n',
  );
  expect(document).toContain('<Code>SignatureDoesNotMatch</Code>');
  expect(document).toContain('<BucketName>acme</BucketName>');
  expect(document).not.toContain('1234567890ABCDEF');
});

describe('what versitygw prints at debug', () => {
  // versitygw: `utils/logger.go` of 2024, whose lines the logger of Go begins with their time
  it('has the headers of a request in the lines of a log', () => {
    const at = '2024/05/13 10:21:07 ';
    const listed = 'host;user-agent;x-amz-date';
    const { exchanges } = readText(
      [
        `${at}Request headers:`,
        `${at}Host: 10.20.30.40:7070`,
        `${at}User-Agent: S3 Browser/11.6.7 (https://s3browser.com/)`,
        `${at}Authorization: AWS4-HMAC-SHA256 Credential=acme/20240513/us-east-1/s3/aws4_request,SignedHeaders=${listed}, Signature=${CLIENT}`,
        `${at}X-Amz-Date: 20240513T102107Z`,
        `SDK ${at}DEBUG Request Signature:`,
        '---[ CANONICAL STRING  ]-----------------------------',
        `GET\n/\n\nhost:10.20.30.40:7070\nx-amz-date:20240513T102107Z\n\nhost;x-amz-date\n${HASH}`,
        '<Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not match the signature you provided.</Message></Error>',
        '',
      ].join('\n'),
    );
    expect(exchanges).toHaveLength(1);
    const names = headersOf(exchanges[0]?.request).map(([name]) => name.toLowerCase());
    expect(names).toEqual(expect.arrayContaining(listed.split(';')));
  });

  // `debuglogger/logger.go`: boxes, with the colours of a terminal, and no method
  it('has the host and the path of a request in boxes', () => {
    const { exchanges } = readText(
      [
        '\x1b[32m[URL]: http://10.20.30.40:7070/photos/2026/a.jpg\x1b[0m',
        `\x1b[32m┌${'─'.repeat(50)}[ REQUEST HEADERS ]${'─'.repeat(50)}┐\x1b[0m`,
        '\x1b[32m│\x1b[0m \x1b[33mHost         \x1b[0m : \x1b[0m10.20.30.40:7070 \x1b[32m│\x1b[0m',
        `\x1b[32m└${'─'.repeat(118)}┘\x1b[0m`,
        `\x1b[34m${'─'.repeat(50)}[ RESPONSE BODY ]${'─'.repeat(50)}\x1b[0m`,
        '\x1b[34m<?xml version="1.0" encoding="UTF-8"?>',
        '<Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not match the signature you provided.</Message></Error>\x1b[0m',
        '',
      ].join('\n'),
    );
    expect(exchanges.map(({ told }) => told)).toMatchObject([
      { host: '10.20.30.40:7070', path: '/photos/2026/a.jpg' },
    ]);
  });
});
