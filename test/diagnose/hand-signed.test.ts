import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { request } from '../oss/requests.ts';
import { fromText } from '../rooms/bytes.ts';
import type { Diagnosis } from '../rooms/diagnose.ts';
import { diagnosed, errorAnswer, hexBytes, keyRing } from './scenario.ts';

/*
 * Strings of signers that were written by hand, and those of the server, typed out: nothing of the program
 * builds what is signed here, nor what the server says that it signed.
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

const outer = (text: string) =>
  `OSS4-HMAC-SHA256\n${STAMP}\n${SCOPE}\n${createHash('sha256').update(text).digest('hex')}`;
const mac = (key: string | Buffer, text: string | Buffer): Buffer =>
  createHmac('sha256', key).update(text).digest();
const chain = (prefix: string, scope = SCOPE): Buffer =>
  scope.split('/').reduce<Buffer>(mac, Buffer.from(prefix + SECRET));

/** Version 4: what the client signed, and what the server did. */
function v4(
  { method, target, headers }: Sent,
  listed: string,
  client: string,
  server: string,
  signature = mac(chain('aliyun_v4'), outer(client)).toString('hex'),
): Diagnosis {
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

describe('mistakes that look like others', () => {
  const wire: Sent = {
    method: 'GET',
    target: '/a.jpg?acl',
    headers: [
      ['Host', HOST],
      ['Date', DATE],
    ],
  };
  const dated: Sent = {
    method: 'GET',
    target: '/a.jpg',
    headers: [
      ['Host', HOST],
      ['x-oss-date', STAMP],
    ],
  };
  const SERVER = `GET\n\n\n${DATE}\n/demo/a.jpg?acl`;
  const sha1 = (text: string) => createHmac('sha1', SECRET).update(text).digest('base64');
  const signedAs = (signature: string): Diagnosis =>
    diagnosed(
      request(wire.method, wire.target, [...wire.headers, ['Authorization', `OSS ${ID}:${signature}`]], null),
      refusal(signature, SERVER),
      keyRing(),
    );

  it.each([
    ['&', SERVER.replace('?', '&')],
    ['nothing', SERVER.replace('?', '')],
  ])('%s in the place of the question mark', (_, client) => {
    expect(v1(wire, client, SERVER)).toMatchObject({
      ...MISCOMPUTED,
      cause: { id: 'question-mark-missing' },
    });
  });

  const WHOLE: readonly (readonly [how: string, work: (text: string) => string | Buffer])[] = [
    // as a form has its policy
    ['base64', (text) => Buffer.from(text).toString('base64')],
    ['utf-16', (text) => Buffer.from(text, 'utf16le')],
    ['byte-order-mark', (text) => `\ufeff${text}`],
    ['nul-at-end', (text) => `${text}\0`],
    ['space-at-end', (text) => `${text} `],
    ['lower-case', (text) => text.toLowerCase()],
    ['lines-joined', (text) => text.replaceAll('\n', '')],
  ];
  it.each(WHOLE)('the whole string otherwise: %s', (how, work) => {
    const made = { ...MISCOMPUTED, cause: { id: 'string-encoded', args: { how } } };
    expect(signedAs(createHmac('sha1', SECRET).update(work(SERVER)).digest('base64'))).toMatchObject(made);
    const request4 = `GET\n/demo/a.jpg\n\nx-oss-date:${STAMP}\n\n\nUNSIGNED-PAYLOAD`;
    const signature = mac(chain('aliyun_v4'), work(outer(request4))).toString('hex');
    expect(v4(dated, '', request4, request4, signature)).toMatchObject(made);
  });

  it('an algorithm and a terminator of no dialect', () => {
    const text = `GET\n/demo/a.jpg\n\nx-oss-date:${STAMP}\n\n\nUNSIGNED-PAYLOAD`;
    const by = (key: Buffer, string: string) => v4(dated, '', text, text, mac(key, string).toString('hex'));
    const other = outer(text).replace(/^OSS4-HMAC-SHA256/, 'HMAC-SHA256');
    expect(by(chain('aliyun_v4'), other)).toMatchObject({
      ...MISCOMPUTED,
      cause: { id: 'string-around-hash', args: { how: 'other-algorithm' } },
    });
    const key = chain('aliyun_v4', SCOPE.replace('aliyun_v4_request', 'aliyun_v4'));
    expect(by(key, outer(text))).toMatchObject({
      ...MISCOMPUTED,
      cause: { id: 'key-derivation', args: { how: 'other-terminator' } },
    });
  });

  it('a digest of the string without any secret, which is no other secret', () => {
    const diagnosis = signedAs(createHash('sha1').update(SERVER).digest('base64'));
    expect(diagnosis).toMatchObject({ ...MISCOMPUTED, cause: { id: 'digest-instead-of-hmac' } });
    expect(diagnosis.notes.map(({ id }) => id)).not.toContain('secret-also-differs');
  });

  it('the signature in quotation marks', () => {
    expect(signedAs(`"${sha1(SERVER)}"`)).toMatchObject({
      ...MISCOMPUTED,
      cause: { id: 'signature-encoding', args: { how: 'quoted' } },
    });
  });

  it('a token with a raw + in a URL, which is no percent-encoding', () => {
    const token = 'CAIS+a/b+c==';
    const query = (text: string) => `/demo/a.jpg?security-token=${text}`;
    const client = `GET\n\n\n1735738496\n${query(token)}`;
    const server = `GET\n\n\n1735738496\n${query(token.replaceAll('+', ' '))}`;
    const signature = sha1(client);
    const target = `/a.jpg?OSSAccessKeyId=STS.${ID}&Expires=1735738496&security-token=${token}&Signature=${encodeURIComponent(signature)}`;
    const sent = request('GET', target, [['Host', HOST]], null);
    expect(diagnosed(sent, refusal(signature, server), keyRing(`STS.${ID}`))).toMatchObject({
      ...MISCOMPUTED,
      cause: { id: 'parameter-plus-raw', args: { name: 'security-token' } },
    });
  });
});

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

  it('the lines of the list behind the others, and the list as due', () => {
    expect(v4(sent, 'host', text(OWN + host, 'host'), text(host + OWN, 'host'))).toMatchObject({
      ...MISCOMPUTED,
      cause: { id: 'oss-header-order', args: { order: 'listed-last' } },
    });
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

  it.each(['/dir/a b.jpg', 'dir/a b.jpg', 'demo/dir/a b.jpg'])('shows the key that is in %s', (resource) => {
    const { client, divergences } = v1(sent(''), text(resource), text('/demo/dir/a b.jpg'));
    const pieces = client?.stringToSign.pieces ?? [];
    const key = pieces.find(({ field }) => field === 'resource:key');
    expect(key?.value).toBe('dir/a b.jpg');
    expect(text(resource).slice(key?.start, key?.end)).toBe('dir/a b.jpg');
    expect(divergences.map(({ field }) => field)).not.toContain('resource:key');
    const starts = pieces.map(({ start }) => start);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
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

describe('version 4: the canonical request and what is around it', () => {
  const headers: Headers = [
    ['Host', HOST],
    ['x-oss-date', STAMP],
    ['x-oss-content-sha256', 'UNSIGNED-PAYLOAD'],
  ];
  const LINES = `x-oss-content-sha256:UNSIGNED-PAYLOAD\nx-oss-date:${STAMP}\n`;
  const get = (target: string): Sent => ({ method: 'GET', target, headers });
  const due = `GET\n/demo/a.jpg\n\n${LINES}\n\nUNSIGNED-PAYLOAD`;

  it.each([
    [`https://${HOST}/a.jpg`, 'url'],
    [`http://${HOST}/a.jpg`, 'url'],
    ['demo/a.jpg', 'without-slash'],
    ['/demo', 'left-out'],
    ['/', 'left-out'],
    ['', 'left-out'],
  ])('the path as %s', (uri, how) => {
    expect(v4(get('/a.jpg'), '', due.replace('/demo/a.jpg', uri), due)).toMatchObject({
      ...MISCOMPUTED,
      cause: { id: 'canonical-uri-signed-other', args: { how, signed: uri } },
    });
  });

  it('a bucket without its slash', () => {
    const text = (uri: string) => `GET\n${uri}\nacl\n${LINES}\n\nUNSIGNED-PAYLOAD`;
    expect(v4(get('/?acl'), '', text('/demo'), text('/demo/'))).toMatchObject({
      ...MISCOMPUTED,
      cause: { id: 'canonical-uri-signed-other', args: { how: 'left-out' } },
    });
  });

  it.each([
    ['the target with its query for the path', '/demo/a.jpg?acl', '', 'canonical-uri-signed-other'],
    ['the question mark', '/demo/a.jpg', '?acl', 'question-mark-signed'],
  ])('%s', (_, uri, query, id) => {
    const text = (path: string, line: string) => `GET\n${path}\n${line}\n${LINES}\n\nUNSIGNED-PAYLOAD`;
    expect(v4(get('/a.jpg?acl'), '', text(uri, query), text('/demo/a.jpg', 'acl'))).toMatchObject({
      ...MISCOMPUTED,
      cause: { id },
    });
  });

  it('what version 1 would sign of the query', () => {
    const text = (query: string) => `GET\n/demo/a.jpg\n${query}\n${LINES}\n\nUNSIGNED-PAYLOAD`;
    const all = 'a=1&b=2&c=3&d=4&e=5&partNumber=1&uploadId=U';
    expect(v4(get(`/a.jpg?${all}`), '', text('partNumber=1&uploadId=U'), text(all))).toMatchObject({
      ...MISCOMPUTED,
      cause: { id: 'subresources-not-signed', args: { count: 5 } },
    });
  });

  it.each([
    ['the list and the blank line before it', `GET\n/demo/a.jpg\n\n${LINES}UNSIGNED-PAYLOAD`],
    ['all that is empty', `GET\n/demo/a.jpg\n${LINES}UNSIGNED-PAYLOAD`],
  ])('without %s', (_, client) => {
    expect(v4(get('/a.jpg'), '', client, due)).toMatchObject({
      ...MISCOMPUTED,
      cause: { id: 'blank-lines-left-out', args: { which: 'both' } },
    });
  });

  it('a word of its own for the payload that is not signed', () => {
    const client = due.replace(/UNSIGNED-PAYLOAD$/, 'unsigned-payload');
    expect(v4(get('/a.jpg'), '', client, due)).toMatchObject({
      ...MISCOMPUTED,
      cause: { id: 'payload-hash-signed-other', args: { signed: 'unsigned-payload' } },
    });
  });

  const whole = outer(due);
  const key = chain('aliyun_v4');
  const aws = SCOPE.replace('aliyun_v4_request', 'aws4_request');
  it.each([
    ['without-algorithm', mac(key, whole.replace('OSS4-HMAC-SHA256\n', ''))],
    ['without-timestamp', mac(key, whole.replace(`${STAMP}\n`, ''))],
    ['without-scope', mac(key, whole.replace(`${SCOPE}\n`, ''))],
    ['key-id-in-scope', mac(key, whole.replace(SCOPE, `${ID}/${SCOPE}`))],
    ['timestamp-and-scope-swapped', mac(key, whole.replace(`${STAMP}\n${SCOPE}`, `${SCOPE}\n${STAMP}`))],
    ['other-prefix', mac(chain('OSS4'), whole)],
    ['other-prefix', mac(chain('aliyun'), whole)],
    ['scope-at-once', mac(mac(`aliyun_v4${SECRET}`, SCOPE), whole)],
    [
      'arguments-swapped',
      mac(
        SCOPE.split('/').reduce<Buffer>((made, step) => mac(step, made), Buffer.from(`aliyun_v4${SECRET}`)),
        whole,
      ),
    ],
    ['aws-terminator', mac(chain('aliyun_v4', aws), whole.replace(SCOPE, aws))],
  ])('%s', (how, signature) => {
    const diagnosis = v4(get('/a.jpg'), '', due, due, signature.toString('hex'));
    expect(diagnosis).toMatchObject({ ...MISCOMPUTED, cause: { args: { how } } });
    expect(['string-around-hash', 'key-derivation']).toContain(diagnosis.cause?.id);
  });
});

describe('version 4: signed URLs', () => {
  const carriers = [
    `x-oss-credential=${encodeURIComponent(`${ID}/${SCOPE}`)}`,
    `x-oss-date=${STAMP}`,
    'x-oss-expires=600',
    'x-oss-signature-version=OSS4-HMAC-SHA256',
  ].join('&');
  const text = (query: string, lines = '') => `GET\n/demo/a.jpg\n${query}\n${lines}\n\nUNSIGNED-PAYLOAD`;
  const url = (client: string, more = '', server = text(carriers)): Diagnosis => {
    const signature = mac(chain('aliyun_v4'), outer(client)).toString('hex');
    const target = `/a.jpg?${carriers}&x-oss-signature=${signature}${more}`;
    const sent = request('GET', target, [['Host', HOST]], null);
    return diagnosed(sent, refusal(signature, outer(server), [['CanonicalRequest', server]]), keyRing());
  };

  it.each([
    ['x-oss-signature=&x-oss-signature-version', 'signature-parameter-signed'],
    ['x-oss-signature&x-oss-signature-version', 'signature-parameter-signed'],
  ])('the place of the signature: %s', (written, id) => {
    expect(url(text(carriers.replace('x-oss-signature-version', written)))).toMatchObject({
      ...MISCOMPUTED,
      cause: { id },
    });
  });

  it('escapes in small letters', () => {
    expect(url(text(carriers.replaceAll('%2F', '%2f')))).toMatchObject({
      ...MISCOMPUTED,
      cause: { id: 'query-hex-case' },
    });
  });

  it('everything that was put behind the signature', () => {
    const more = ['response-cache-control=c', 'response-content-type=a', 'response-expires=b', 'zone=z'];
    const [zone = '', ...rest] = more.toReversed();
    const server = text([...rest.toReversed(), carriers, zone].join('&'));
    expect(url(text(carriers), `&${more.join('&')}`, server)).toMatchObject({
      ...MISCOMPUTED,
      cause: { id: 'subresources-not-signed', args: { count: 4 } },
    });
  });

  it.each([
    [`x-oss-date:${STAMP}\n`, 'x-oss-date'],
    ['x-oss-content-sha256:UNSIGNED-PAYLOAD\n', 'x-oss-content-sha256'],
    [`x-oss-content-sha256:UNSIGNED-PAYLOAD\nx-oss-date:${STAMP}\n`, 'x-oss-content-sha256'],
  ])('the headers of the other form: %j', (lines, name) => {
    expect(url(text(carriers, lines))).toMatchObject({
      ...MISCOMPUTED,
      cause: { id: 'canonical-header-signed-other', args: { name, sent: '' } },
    });
  });
});

describe('version 1: other lines', () => {
  const headers: Headers = [
    ['Host', HOST],
    ['Date', DATE],
  ];
  const get: Sent = { method: 'GET', target: '/a.jpg', headers };
  const due = `GET\n\n\n${DATE}\n/demo/a.jpg`;

  it.each(['null', 'undefined', 'None'])('%s for what is absent', (nothing) => {
    const both = v1(get, due.replace('\n\n\n', `\n${nothing}\n${nothing}\n`), due);
    expect(both).toMatchObject({ ...MISCOMPUTED, cause: { id: 'content-md5-lost' } });
    const digest = v1(get, due.replace('\n\n\n', `\n${nothing}\n\n`), due);
    expect(digest).toMatchObject({ ...MISCOMPUTED, cause: { id: 'content-md5-lost' } });
  });

  it('the zone that mail libraries write', () => {
    expect(v1(get, due.replace('GMT', '-0000'), due)).toMatchObject({
      ...MISCOMPUTED,
      cause: { id: 'date-reformatted' },
    });
  });

  it.each(['/demo/a+b', '%2Fdemo%2Fa%20b', 'demo/a%20b'])('the source of a copy as %s', (signed) => {
    const sent: Sent = {
      method: 'PUT',
      target: '/a.jpg',
      headers: [...headers, ['x-oss-copy-source', '/demo/a%20b']],
    };
    const text = (value: string) => `PUT\n\n\n${DATE}\nx-oss-copy-source:${value}\n/demo/a.jpg`;
    expect(v1(sent, text(signed), text('/demo/a%20b'))).toMatchObject({
      ...MISCOMPUTED,
      cause: { id: 'canonical-header-signed-other' },
    });
  });

  it('values that a form encoder wrote', () => {
    const value = 'attachment; filename=a.txt';
    const sent: Sent = {
      method: 'GET',
      target: `/a.jpg?response-content-disposition=${encodeURIComponent(value)}`,
      headers,
    };
    const text = (written: string) => `${due}?response-content-disposition=${written}`;
    for (const written of [
      'attachment%3B+filename%3Da.txt',
      'attachment%3b+filename%3da.txt',
      'attachment%3b%20filename%3da.txt',
    ]) {
      expect(v1(sent, text(written), text(value))).toMatchObject({
        ...MISCOMPUTED,
        cause: { id: 'subresource-values-encoded' },
      });
    }
  });

  it.each([
    `Expires=1735738496&OSSAccessKeyId=${ID}`,
    `OSSAccessKeyId=${ID}&Expires=1735738496`,
    `OSSAccessKeyId=${ID}`,
  ])('a URL that signs what carries its signature: %s', (query) => {
    const server = 'GET\n\n\n1735738496\n/demo/a.jpg';
    const signature = createHmac('sha1', SECRET).update(`${server}?${query}`).digest('base64');
    const target = `/a.jpg?OSSAccessKeyId=${ID}&Expires=1735738496&Signature=${encodeURIComponent(signature)}`;
    const sent = request('GET', target, [['Host', HOST]], null);
    expect(diagnosed(sent, refusal(signature, server), keyRing())).toMatchObject({
      ...MISCOMPUTED,
      cause: { id: 'query-all-signed' },
    });
  });
});

describe('vector buckets', () => {
  // canonical URIs of SignerVectorsV4 (alibabacloud-oss-go-sdk-v2), hosts of "PutVectors" in the API
  // reference
  const sent: Sent = {
    method: 'POST',
    target: '/?putVectors',
    headers: [
      ['Host', 'demo-1234567890.cn-hangzhou.oss-vectors.aliyuncs.com'],
      ['x-oss-date', STAMP],
      ['x-oss-content-sha256', 'UNSIGNED-PAYLOAD'],
    ],
  };
  const text = (uri: string) =>
    `POST\n${uri}\nputVectors\nx-oss-content-sha256:UNSIGNED-PAYLOAD\nx-oss-date:${STAMP}\n\n\nUNSIGNED-PAYLOAD`;
  const ARN = '/acs%3Aossvector%3Acn-hangzhou%3A1234567890%3Ademo/';

  it('are signed by their ARN', () => {
    expect(v4(sent, '', text(ARN), text(ARN))).toMatchObject({ verdict: 'wrong-secret', row: 15 });
  });

  it('and not by their name', () => {
    expect(v4(sent, '', text('/demo/'), text(ARN))).toMatchObject({
      ...MISCOMPUTED,
      cause: { id: 'bucket-signed-other', args: { signed: 'demo' } },
    });
  });

  it.each([
    ['cn-hangzhou.oss-vectors.aliyuncs.com', '/'],
    ['demo-1234567890.cn-hangzhou.oss-tables.aliyuncs.com', '/buckets'],
  ])('what %s signs is not guessed', (host, target) => {
    const asked = { ...sent, target, headers: [['Host', host] as const, ...sent.headers.slice(1)] };
    const diagnosis = v4(asked, '', text('/x/'), text('/y/'));
    expect(diagnosis.wire).toBeNull();
    expect(diagnosis.notes).toContainEqual({ id: 'unsupported-endpoint', args: { host } });
  });
});

it('an accelerator of a bucket is signed as the bucket itself', () => {
  // host of "PutBucketDataAccelerator" in the API reference
  const sent: Sent = {
    method: 'GET',
    target: '/a.jpg',
    headers: [
      ['Host', 'demo.cn-hangzhou-j-internal.oss-data-acc.aliyuncs.com'],
      ['Date', DATE],
    ],
  };
  const text = `GET\n\n\n${DATE}\n/demo/a.jpg`;
  expect(v1(sent, text, text)).toMatchObject({ verdict: 'wrong-secret', row: 15 });
});
