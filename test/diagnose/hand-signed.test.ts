import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromText } from '../../src/bytes/byte-string.ts';
import type { Diagnosis } from '../../src/diagnose/model.ts';
import { request } from '../oss/requests.ts';
import { diagnosed, errorAnswer, hexBytes, keyRing } from './scenario.ts';

/*
 * Strings of signers that were written by hand, and those of the server, typed out: nothing of the program builds what is signed here,
 * nor what the server says that it signed.
 */

const ID = 'LTAI5tReferenceKey00';
const SECRET = 'SecretOfTheReferenceSigner0001';
const HOST = 'demo.oss-cn-hangzhou.aliyuncs.com';
const DATE = 'Wed, 01 Jan 2025 12:34:56 GMT';
const STAMP = '20250101T123456Z';
const SCOPE = '20250101/cn-hangzhou/oss/aliyun_v4_request';

type Headers = readonly (readonly [name: string, value: string])[];
interface Sent {
  readonly method: string;
  readonly target: string;
  readonly headers: Headers;
}

function refusal(signature: string, stringToSign: string, more: Headers = []) {
  return errorAnswer(403, 'SignatureDoesNotMatch', [
    ['SignatureProvided', signature],
    ['StringToSign', fromText(stringToSign)],
    ['StringToSignBytes', hexBytes(fromText(stringToSign))],
    ...more,
  ]);
}

/** Version 4: what the client signed, and what the server did. */
function v4({ method, target, headers }: Sent, listed: string, client: string, server: string): Diagnosis {
  const outer = (text: string) =>
    `OSS4-HMAC-SHA256\n${STAMP}\n${SCOPE}\n${createHash('sha256').update(text).digest('hex')}`;
  let key = Buffer.from(`aliyun_v4${SECRET}`);
  for (const step of SCOPE.split('/')) key = createHmac('sha256', key).update(step).digest();
  const signature = createHmac('sha256', key).update(outer(client)).digest('hex');
  const list = listed === '' ? '' : `,AdditionalHeaders=${listed}`;
  const auth = `OSS4-HMAC-SHA256 Credential=${ID}/${SCOPE}${list},Signature=${signature}`;
  const sent = request(method, target, [...headers, ['Authorization', auth]], null);
  return diagnosed(sent, refusal(signature, outer(server), [['CanonicalRequest', server]]), keyRing());
}

/** Version 1. */
function v1({ method, target, headers }: Sent, client: string, server: string): Diagnosis {
  const signature = createHmac('sha1', SECRET).update(client).digest('base64');
  const sent = request(method, target, [...headers, ['Authorization', `OSS ${ID}:${signature}`]], null);
  return diagnosed(sent, refusal(signature, server), keyRing());
}

const MISCOMPUTED = { verdict: 'client-miscomputed', certainty: 'proven', row: 16 } as const;

describe('version 4: header lines and the list of them', () => {
  const sent: Sent = {
    method: 'PUT',
    target: '/a.jpg',
    headers: [
      ['Host', HOST],
      ['User-Agent', 'app/1.0'],
      ['Content-Length', '5'],
      ['x-oss-date', STAMP],
      ['x-oss-content-sha256', 'UNSIGNED-PAYLOAD'],
    ],
  };
  const OWN = `x-oss-content-sha256:UNSIGNED-PAYLOAD\nx-oss-date:${STAMP}\n`;
  const host = `host:${HOST}\n`;
  const agent = 'user-agent:app/1.0\n';
  const text = (lines: string, list: string) => `PUT\n/demo/a.jpg\n\n${lines}\n${list}\nUNSIGNED-PAYLOAD`;

  type Listed = readonly [what: string, listed: string, lines: string, list: string, server: string];
  const both = text(host + agent + OWN, 'host;user-agent');
  const lists: readonly Listed[] = [
    ['a list in capitals', 'Host;User-Agent', host + agent + OWN, 'Host;User-Agent', both],
    [
      'a list in capitals, and the lines so too',
      'Host;User-Agent',
      `Host:${HOST}\nUser-Agent:app/1.0\n${OWN}`,
      'Host;User-Agent',
      both,
    ],
    ['a list that is not sorted', 'user-agent;host', host + agent + OWN, 'user-agent;host', both],
    ['lines in the order of such a list', 'user-agent;host', agent + host + OWN, 'user-agent;host', both],
    ['a name missing in the list, not its line', 'host;user-agent', host + agent + OWN, 'host', both],
    ['a name missing with its line', 'host;user-agent', host + OWN, 'host', both],
    ['no list, but the lines', 'host;user-agent', host + agent + OWN, '', both],
    ['a name more than is sent', 'host', host + agent + OWN, 'host;user-agent', text(host + OWN, 'host')],
    ['a name more, without its line', 'host', host + OWN, 'host;user-agent', text(host + OWN, 'host')],
    ['a list that is not sent', '', host + agent + OWN, 'host;user-agent', text(OWN, '')],
    [
      'the list of AWS, with every name in it',
      '',
      host + OWN,
      'host;x-oss-content-sha256;x-oss-date',
      text(OWN, ''),
    ],
  ];
  it.each(lists)('%s', (_, listed, lines, list, server) => {
    const diagnosis = v4(sent, listed, text(lines, list), server);
    expect(diagnosis).toMatchObject({ ...MISCOMPUTED, cause: { id: 'additional-headers-signed-other' } });
    expect(diagnosis.client?.canonicalRequest?.text).toBe(text(lines, list));
  });

  it('a name in the list without its line', () => {
    expect(v4(sent, 'host', text(OWN, 'host'), text(host + OWN, 'host'))).toMatchObject({
      ...MISCOMPUTED,
      cause: { id: 'canonical-header-added-after-signing', args: { name: 'host' } },
    });
  });

  it.each([
    ['host', host],
    ['content-length', 'content-length:5\n'],
    ['user-agent', agent],
    ['host, user-agent', host + agent],
    ['host, content-length, user-agent', `content-length:5\n${host}${agent}`],
  ])('lines that no list names: %s', (names, lines) => {
    const diagnosis = v4(sent, '', text(lines + OWN, ''), text(OWN, ''));
    expect(diagnosis).toMatchObject({
      ...MISCOMPUTED,
      cause: { id: 'unlisted-headers-signed', args: { names } },
    });
    expect(diagnosis.divergences.map(({ field }) => field).sort()).toEqual(
      names
        .split(', ')
        .map((name) => `canonical-header:${name}`)
        .sort(),
    );
  });
});

describe('version 1: the resource', () => {
  const sent = (query: string): Sent => ({
    method: 'GET',
    target: `/dir/a%20b.jpg${query}`,
    headers: [
      ['Host', HOST],
      ['Date', DATE],
    ],
  });
  const text = (resource: string) => `GET\n\n\n${DATE}\n${resource}`;
  const cases: readonly (readonly [resource: string, query: string, cause: string])[] = [
    [`http://${HOST}/dir/a b.jpg`, '', 'url-in-resource'],
    [`https://${HOST}/dir/a%20b.jpg`, '', 'url-in-resource'],
    [`//${HOST}/dir/a%20b.jpg`, '', 'url-in-resource'],
    [`${HOST}/dir/a%20b.jpg`, '', 'url-in-resource'],
    ['http://oss-cn-hangzhou.aliyuncs.com/demo/dir/a%20b.jpg', '', 'url-in-resource'],
    ['/oss-cn-hangzhou.aliyuncs.com/demo/dir/a b.jpg', '', 'url-in-resource'],
    [`http://${HOST}/dir/a%20b.jpg?acl&prefix=p`, '?acl&prefix=p', 'url-in-resource'],
    [`http://${HOST}/dir/a%20b.jpg?acl`, '?acl&prefix=p', 'url-in-resource'],
    [`http://${HOST}/dir/a%20b.jpg`, '?acl&prefix=p', 'url-in-resource'],
    [`/${HOST}/dir/a b.jpg`, '', 'host-in-resource'],
    ['/dir/a b.jpg', '', 'bucket-left-out'],
    ['dir/a b.jpg', '', 'bucket-left-out'],
    ['/dir/a%20b.jpg?acl&prefix=p', '?acl&prefix=p', 'url-in-resource'],
    ['/dir/a%20b.jpg', '', 'url-in-resource'],
    ['/demodir/a b.jpg', '', 'resource-slash-missing'],
    ['demo/dir/a%20b.jpg', '', 'key-signed-raw'],
    ['/demo', '', 'resource-left-out'],
    ['/', '', 'resource-left-out'],
    ['', '', 'resource-left-out'],
    ['%2Fdemo%2Fdir%2Fa%20b.jpg', '', 'key-encoded'],
    ['/demo%2Fdir%2Fa%20b.jpg', '', 'key-encoded'],
    ['/demo/dir/a b.jpg?acl&prefix=p', '?acl&prefix=p', 'subresource-signed-extra'],
    ['/demo/dir/a b.jpg?prefix=p&acl', '?prefix=p&acl', 'query-all-signed'],
    ['/demo/dir/a b.jpg', '?acl&prefix=p', 'subresource-added-after-signing'],
    ['/demo/dir/a b.jpg?partNumber=1', '?partNumber=1&uploadId=U', 'subresource-added-after-signing'],
    ['/demo/dir/a b.jpg?partnumber=1&uploadid=U', '?partNumber=1&uploadId=U', 'subresource-names-lowered'],
    ['/demo/dir/a b.jpg?partNumber&uploadId', '?partNumber=1&uploadId=U', 'subresource-values-left-out'],
    ['/demo/dir/a b.jpg?', '?prefix=p', 'question-mark-alone'],
  ];
  const SIGNED: Readonly<Record<string, string>> = {
    '?acl&prefix=p': '?acl',
    '?prefix=p&acl': '?acl',
    '?partNumber=1&uploadId=U': '?partNumber=1&uploadId=U',
  };
  it.each(cases)('%s for %s: %s', (resource, query, id) => {
    const diagnosis = v1(sent(query), text(resource), text(`/demo/dir/a b.jpg${SIGNED[query] ?? ''}`));
    expect(diagnosis).toMatchObject({ ...MISCOMPUTED, cause: { id } });
    expect(diagnosis.client?.stringToSign.text).toBe(text(resource));
  });
});

describe('version 1: header lines', () => {
  const sent: Sent = {
    method: 'GET',
    target: '/a.jpg',
    headers: [
      ['Host', HOST],
      ['Date', DATE],
      ['X-Oss-Meta-B', 'two'],
      ['x-oss-meta-a', 'one'],
    ],
  };
  const text = (lines: string) => `GET\n\n\n${DATE}\n${lines}/demo/a.jpg`;
  it.each([
    ['x-oss-meta-a:one\nX-Oss-Meta-B:two\n', 'oss-header-names-not-lowered'],
    ['X-Oss-Meta-B:two\nx-oss-meta-a:one\n', 'header-lines-signed-other'],
    ['X-Oss-Meta-A:one\nX-Oss-Meta-B:two\n', 'header-lines-signed-other'],
    ['X-OSS-META-A:one\nX-OSS-META-B:two\n', 'header-lines-signed-other'],
    ['X-Oss-Meta-B: two\nx-oss-meta-a: one\n', 'header-lines-signed-other'],
    ['x-oss-meta-b:two\nx-oss-meta-a:one\n', 'oss-header-order'],
    ['x-oss-meta-a: one\nx-oss-meta-b: two\n', 'oss-header-colon-space'],
    ['x-oss-meta-b: two\nx-oss-meta-a: one\n', 'header-lines-signed-other'],
    ['x-oss-meta-a:one\r\nx-oss-meta-b:two\r\n', 'header-lines-signed-other'],
    ['x-oss-meta-a=one\nx-oss-meta-b=two\n', 'header-lines-signed-other'],
    ['x-oss-meta-a:one,x-oss-meta-b:two\n', 'header-lines-signed-other'],
    ['x-oss-meta-a:onex-oss-meta-b:two', 'header-lines-signed-other'],
  ])('%j: %s', (lines, id) => {
    const diagnosis = v1(sent, text(lines), text('x-oss-meta-a:one\nx-oss-meta-b:two\n'));
    expect(diagnosis).toMatchObject({ ...MISCOMPUTED, cause: { id } });
    expect(diagnosis.client?.stringToSign.text).toBe(text(lines));
  });
});
