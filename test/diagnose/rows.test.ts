import { describe, expect, it } from 'vitest';
import { multipart, request } from '../oss/requests.ts';
import { DECISION_TABLE, History } from '../rooms/diagnose.ts';
import { EN, ZH } from '../support/texts.ts';
import { KEY_ID, PLAIN, SCOPE, STAMP, send, sign } from './reference-signer.ts';
import {
  capturedAt,
  denied,
  EXPIRED,
  expiredAt,
  good,
  goodUrl,
  HOST,
  ROWS_1_TO_3,
  ROWS_4_AND_5,
  ROWS_6_TO_8,
  ROWS_9_TO_11,
  refused,
  sentAt,
  skew,
} from './row-cases.ts';
import { diagnosed, OK } from './scenario.ts';

describe('the table', () => {
  it('has its rows in order', () => {
    expect(DECISION_TABLE.map(({ number }) => number)).toEqual(Array.from({ length: 22 }, (_, i) => i));
  });
});

describe.each([
  ['rows 1 to 3', ROWS_1_TO_3],
  ['rows 4 and 5', ROWS_4_AND_5],
  ['rows 6 to 8', ROWS_6_TO_8],
  ['rows 9 to 11', ROWS_9_TO_11],
])('%s', (_, cases) => {
  it.each(cases)('%s', (__, sent, answer, { cause, args, ...expected }) => {
    const diagnosis = diagnosed(sent, answer);
    expect(diagnosis).toMatchObject(expected);
    if (cause !== undefined) expect(diagnosis.cause?.id ?? null).toBe(cause);
    if (args !== undefined) expect(diagnosis.cause?.args).toMatchObject(args);
  });
});

describe('a date that is too old', () => {
  const signed = '2025-01-01T11:54:57.000Z';
  /** The cause, where the capture shows the same signature so many seconds before. */
  const causeAfter = (earlier: number) => {
    const history = new History();
    const sent = sentAt(signed);
    const time = { seconds: sent.time.seconds - earlier, nanos: 0 };
    diagnosed({ ...sent, time }, OK, undefined, history);
    return diagnosed(sent, skew(signed), undefined, history).cause;
  };

  it('is that of an earlier try, where its signature was sent in time before', () => {
    expect(causeAfter(2400)).toEqual({ id: 'signature-resent', args: { seconds: 2400 } });
    expect(causeAfter(1600)?.id).toBe('signature-resent');
  });

  it('does not clear the clock of it, which may have been near the limit', () => {
    expect(causeAfter(1510)?.id).toBe('signature-resent');
    expect(EN.causes['signature-resent'].cause).not.toContain('clock is');
    expect(ZH.causes['signature-resent'].cause).not.toContain('不是时钟');
  });

  it.each([0, 60, 1400, Number.NaN])('is one of the clock where that was too late, too (%s)', (earlier) => {
    expect(causeAfter(earlier)?.id).toBe('clock-behind');
  });
});

describe('an answer alone', () => {
  const told = (
    code: string,
    message: string,
    ec = '',
    more: readonly (readonly [string, string])[] = [],
  ) => {
    const { verdict, cause } = diagnosed(null, refused(code, message, ec, [['HostId', HOST[1]], ...more]));
    return { verdict, ...cause };
  };

  it('tells nothing of a request that it does not show', () => {
    for (const [code, message] of [
      ['InvalidDigest', 'The Content-MD5 you specified was invalid.'],
      ['BadDigest', 'The Content-MD5 you specified did not match what we received.'],
    ] as const) {
      expect(told(code, message)).toMatchObject({ verdict: 'digest', id: 'digest-request-not-seen' });
    }
    const region = told('InvalidArgument', 'Invalid signing region in Authorization header', '0002-00000226');
    expect(region).toMatchObject({
      verdict: 'malformed-auth',
      id: 'region-not-seen',
      args: { endpoint: 'cn-hangzhou' },
    });
    const empty = 'a non-empty region must be provided in the credential.';
    expect(told('AuthorizationHeaderMalformed', empty)).toMatchObject({ verdict: 'malformed-auth' });
    expect(diagnosed(null, denied('AccessDenied', '', '0002-00000226')).cause?.id).toBe('region-unnamed');
    const argument = [['ArgumentName', 'X']] as const;
    for (const ec of ['0002-00000213', '0002-00000232', '0002-00000067', '0002-00000061']) {
      expect(told('InvalidArgument', '', ec, argument), ec).toMatchObject({
        verdict: 'malformed-auth',
        id: 'malformed-other',
        args: { argument: 'X' },
      });
    }
  });

  it('tells neither that a Referer was missing, nor where a token was, nor what a list of headers had', () => {
    const referer = 'You are denied by bucket referer policy.';
    for (const ec of ['', '0003-00000502', '0003-00000503']) {
      const found = told('AccessDenied', referer, ec);
      expect(found, ec).toMatchObject({ verdict: 'access-denied', id: 'referer-not-seen' });
    }
    expect(told('AccessDenied', referer, '0003-00000501')).toMatchObject({ id: 'referer-missing' });
    for (const ec of ['0002-00000005', '0002-00000009', '0002-00000010']) {
      const found = told('AccessDenied', '', ec);
      expect(found, ec).toMatchObject({ verdict: 'token', id: 'token-place-not-seen' });
    }
    for (const [ec, argument] of [
      ['0002-00000112', 'AdditionalHeaders'],
      ['0002-00000428', 'SignedHeaders'],
      ['0002-00000214', 'x-oss-content-sha256'],
      ['0002-00000427', 'x-amz-content-sha256'],
    ] as const) {
      const found = told('InvalidArgument', '', ec);
      expect(found, ec).toMatchObject({
        verdict: 'malformed-auth',
        id: 'malformed-other',
        args: { argument },
      });
    }
  });

  it.each([
    ['0002-00000061', 'Authorization'],
    ['0002-00000078', 'AdditionalHeaders'],
    ['0002-00000213', 'Credential'],
    ['0002-00000214', 'x-oss-content-sha256'],
    ['0002-00000232', 'Expires'],
    ['0002-00000427', 'x-amz-content-sha256'],
    ['0002-00000428', 'SignedHeaders'],
    ['0002-00000503', 'Date'],
  ])('%s by the EC alone is about %s', (ec, argument) => {
    for (const answer of [refused('InvalidArgument', '', ec), denied('AccessDenied', '', ec)]) {
      expect(diagnosed(null, answer)).toMatchObject({
        row: 10,
        cause: { id: 'malformed-other', args: { argument } },
      });
    }
  });

  it.each([
    ['by its EC', '', '0003-00000015'],
    ['by its message', 'Access denied by bucket policy: no permission.', ''],
  ])('does not say that a request was signed that is not allowed, %s', (_, message, ec) => {
    const id = (more: readonly (readonly [string, string])[]) => told('AccessDenied', message, ec, more).id;
    expect(id([])).toBe('no-permission-not-seen');
    expect(id([['AccessKeyId', KEY_ID]])).toBe('no-permission');
    expect(id([['AuthPrincipalType', 'SubUser']])).toBe('no-permission');
    expect(diagnosed(good(), denied('AccessDenied', message, ec)).cause?.id).toBe('no-permission');
  });

  it('does not say where a signature is that has its place elsewhere', () => {
    expect(told('InvalidRequest', '', '0002-00000037')).toMatchObject({ id: 'url-signature-required' });
    expect(told('InvalidRequest', '', '0002-00000038')).toMatchObject({ id: 'version-refused-other' });
  });
});

it('a signature that the server misses in the URL has its place there, also where it was captured there', () => {
  expect(diagnosed(goodUrl(), refused('InvalidRequest', '', '0002-00000037')).cause?.id).toBe(
    'url-signature-required',
  );
});

it('a mismatch of which neither the request nor the string is here asks for both', () => {
  expect(diagnosed(null, denied('SignatureDoesNotMatch', '', '', [['HostId', 'h']]))).toMatchObject({
    verdict: 'needs-secret',
    row: 20,
    cause: { id: 'answer-alone' },
  });
  expect(diagnosed(good(), denied('SignatureDoesNotMatch')).cause).toBeNull();
});

describe('an EC about auth data that is not known', () => {
  const causeOf = (code: string, ec: string) => diagnosed(good(), refused(code, '', ec)).cause?.id;

  it('says that the auth data is at fault, where the code says that an argument is', () => {
    expect(causeOf('InvalidArgument', '0002-00000499')).toBe('malformed-other');
    expect(causeOf('InvalidArgument', '0016-00000499')).toBeUndefined();
    expect(causeOf('NoSuchBucket', '0002-00000499')).toBeUndefined();
    expect(causeOf('InvalidArgument', '0002-00000699')).toBe('ip-restricted');
  });

  it('X-Amz-Expires out of its range', () => {
    const sent = send('s3v4-url', PLAIN, sign('s3v4-url', PLAIN));
    expect(diagnosed(sent, refused('InvalidArgument', '', '0002-00000417')).cause).toMatchObject({
      id: 'bad-expires',
    });
  });
});

describe('an unknown key id that the answer alone is left of', () => {
  const causeOf = (fields: readonly (readonly [string, string])[]) =>
    diagnosed(null, denied('InvalidAccessKeyId', '', '', [['HostId', 'h'], ...fields])).cause?.id;

  it('is no placeholder where nobody says what it is', () => {
    expect(causeOf([])).toBe('key-unknown');
  });

  it('is the one that the document names', () => {
    expect(causeOf([['OSSAccessKeyId', 'LTAI5tReferenceKey00']])).toBe('key-unknown');
    expect(causeOf([['OSSAccessKeyId', 'yourAccessKeyId']])).toBe('key-id-placeholder');
  });
});

describe('a request whose head is cut off', () => {
  const V4 = `OSS4-HMAC-SHA256 Credential=${KEY_ID}/${SCOPE},AdditionalHeaders=range,Signature=x`;
  const V1 = `OSS ${KEY_ID}:abc`;
  const TEMPORARY = 'OSS STS.abc:abc';

  it.each([
    ['a listed header', V4, refused('InvalidArgument', '', '0002-00000211'), 10, 'malformed-other'],
    ['x-oss-content-sha256', V4, refused('InvalidArgument', '', '0002-00000214'), 10, 'malformed-other'],
    [
      'the date that the server misses',
      V4,
      refused('InvalidArgument', '', '0002-00000503'),
      10,
      'malformed-other',
    ],
    ['the date', V1, refused('InvalidArgument'), 21, null],
    ['the date, whatever else is denied', V1, denied('AccessDenied'), 11, 'access-denied-other'],
    ['the token', TEMPORARY, denied('InvalidAccessKeyId'), 7, 'key-unknown'],
    [
      'the token in its place',
      TEMPORARY,
      refused('InvalidArgument', '', '0002-00000005'),
      6,
      'token-place-not-seen',
    ],
  ])('is not said to lack %s', (_, authorization, answer, row, id) => {
    const whole = request('GET', '/a', [HOST, ['Authorization', authorization]]);
    const diagnosis = diagnosed({ ...whole, headComplete: false, complete: false }, answer);
    expect([diagnosis.row, diagnosis.cause?.id ?? null]).toEqual([row, id]);
    expect(diagnosed(whole, answer).cause?.id).not.toBe(id);
  });
});

it('misses the token of a temporary key of Amazon, too', () => {
  const asked = (id: string) => {
    const listed = `${id}/20250101/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'4f'.repeat(32)}`;
    const sent = request('GET', '/a', [
      ['Host', 'b.s3.amazonaws.com'],
      ['x-amz-date', '20250101T123456Z'],
      ['Authorization', `AWS4-HMAC-SHA256 Credential=${listed}`],
    ]);
    return diagnosed(sent, denied('InvalidAccessKeyId')).cause?.id;
  };
  expect(asked('ASIAIOSFODNN7EXA2PLE')).toBe('token-missing');
  expect(asked('AKIAIOSFODNN7EXA2PLE')).toBe('key-unknown');
});

describe('causes name their figures', () => {
  it('of clocks', () => {
    expect(
      diagnosed(sentAt('2025-01-01T11:54:57.000Z'), skew('2025-01-01T11:54:57.000Z')).cause?.args,
    ).toEqual({ seconds: 2400 });
    expect(
      diagnosed(sentAt('2025-01-01T20:34:56.000Z'), skew('2025-01-01T20:34:56.000Z')).cause?.args,
    ).toEqual({
      hours: 8,
      seconds: 28799,
    });
    expect(
      diagnosed(sentAt('2025-01-01T18:19:57.000Z'), skew('2025-01-01T18:19:57.000Z')).cause?.args,
    ).toEqual({
      hours: 5.75,
      seconds: 20700,
    });
  });

  it('of expiries', () => {
    const sent = capturedAt('2025-01-01T14:00:00.000Z', expiredAt('1735738496'));
    expect(diagnosed(sent, EXPIRED).cause?.args).toEqual({
      expires: 1735738496,
      late: 1504,
    });
  });

  it('of a form', () => {
    const policy = Buffer.from('{"expiration":"2025-01-01T13:00:00.000Z"}').toString('base64');
    const body = multipart('xyz', [
      ['OSSAccessKeyId', KEY_ID],
      ['policy', policy],
      ['Signature', 'x'],
      ['key', 'k'],
    ]);
    const sent = request('POST', '/', [HOST, ['Content-Type', 'multipart/form-data; boundary=xyz']], body);
    const answer = denied('AccessDenied', 'Invalid according to Policy: Policy expired.', '', [
      ['ServerTime', '2025-01-01T13:00:09.000Z'],
    ]);
    expect(diagnosed(capturedAt('2025-01-01T13:00:09.000Z', sent), answer)).toMatchObject({
      row: 5,
      verdict: 'expired',
      cause: { id: 'form-policy-expired', args: { expires: 1735736400, late: 9 } },
    });
  });

  it.each([
    ['before its end by that clock', '"2025-01-01T15:00:00.000Z"', 'expired-by-server-clock'],
    ['by another date than is readable', '"soon"', 'expired-unknown'],
    ['without an end', '0', 'expired-unknown'],
  ])('of a form that is refused %s', (_, expiration, id) => {
    const policy = Buffer.from(`{"expiration":${expiration}}`).toString('base64');
    const body = multipart('xyz', [
      ['OSSAccessKeyId', KEY_ID],
      ['Policy', policy],
      ['Signature', 'x'],
    ]);
    const sent = request('POST', '/', [HOST, ['Content-Type', 'multipart/form-data; boundary=xyz']], body);
    expect(diagnosed(sent, EXPIRED)).toMatchObject({ row: 5, verdict: 'expired', cause: { id } });
  });

  it('of an end that only the document tells', () => {
    const told = (more: readonly (readonly [string, string])[]) =>
      diagnosed(
        capturedAt('2025-01-01T14:00:00.000Z', expiredAt('soon')),
        denied('AccessDenied', 'Request has expired.', '', [
          ['ServerTime', '2025-01-01T14:00:00.000Z'],
          ...more,
        ]),
      );
    const late = { id: 'url-expired', args: { expires: 1735738496, late: 1504 } };
    expect(told([['Expires', '2025-01-01T13:34:56.000Z']]).cause).toEqual(late);
    expect(told([['Expires', '1735738496']]).cause).toEqual(late);
    expect(told([])).toMatchObject({ row: 5, cause: { id: 'expired-unknown' } });
  });

  it('of the life of a V4 URL, at its parameter, and of the end of a V1 URL at its own', () => {
    const made = send('v4-url', PLAIN, 'x');
    const life = { ...made, target: made.target.replace('x-oss-expires=600', 'x-oss-expires=700000') };
    const answer = refused('InvalidArgument', '', '0002-00000232');
    expect(diagnosed(life, answer)).toMatchObject({
      row: 10,
      cause: { id: 'bad-expires', args: { value: '700000' } },
      divergences: [{ field: 'canonical-query:x-oss-expires', client: '700000', server: null }],
    });
    const aws = send('s3v4-url', PLAIN, 'x');
    expect(diagnosed(aws, refused('InvalidArgument', '', '0002-00000232')).divergences).toMatchObject([
      { field: 'canonical-query:X-Amz-Expires', server: null },
    ]);
    expect(diagnosed(expiredAt('soon'), answer)).toMatchObject({
      cause: { id: 'bad-expires' },
      divergences: [{ field: 'date', client: 'soon' }],
    });
  });

  it('of a life that a V4 URL lacks, at its parameter', () => {
    const made = send('v4-url', PLAIN, 'x');
    const endless = { ...made, target: made.target.replace('&x-oss-expires=600', '') };
    expect(diagnosed(endless, refused('InvalidArgument', '', '0002-00000215'))).toMatchObject({
      row: 10,
      cause: { id: 'missing-expires' },
      divergences: [{ field: 'canonical-query:x-oss-expires', client: null, server: null }],
    });
  });

  it('of the endpoint that the server names', () => {
    const endpoint = 'oss-cn-beijing.aliyuncs.com';
    const message = 'The bucket you are attempting to access must be addressed using the specified endpoint.';
    const answer = denied('AccessDenied', message, '', [['Endpoint', endpoint]]);
    expect(diagnosed(good(), answer).cause).toEqual({ id: 'wrong-endpoint', args: { endpoint } });
  });

  it('of regions, at the part named', () => {
    const scope = SCOPE.replace('cn-hangzhou', 'oss-cn-hangzhou');
    const sent = request('GET', '/a', [
      HOST,
      ['x-oss-date', STAMP],
      ['Authorization', `OSS4-HMAC-SHA256 Credential=${KEY_ID}/${scope},Signature=x`],
    ]);
    const diagnosis = diagnosed(sent, refused('InvalidArgument', '', '0002-00000228'));
    expect(diagnosis).toMatchObject({
      row: 10,
      cause: { id: 'region-is-endpoint-name', args: { claimed: 'oss-cn-hangzhou', endpoint: 'cn-hangzhou' } },
      divergences: [
        {
          field: 'scope:region',
          client: 'oss-cn-hangzhou',
          server: 'cn-hangzhou',
          clientOffset: 43,
          serverOffset: 43,
        },
      ],
    });
    expect(diagnosis.wire?.stringToSign.text.slice(43)).toMatch(/^oss-cn-hangzhou\//);
  });

  it('of a region where the host tells no other', () => {
    const scope = SCOPE.replace('cn-hangzhou', 'cn-beijing');
    const sentTo = (host: string) =>
      request('GET', '/a', [
        ['Host', host],
        ['x-oss-date', STAMP],
        ['Authorization', `OSS4-HMAC-SHA256 Credential=${KEY_ID}/${scope},Signature=x`],
      ]);
    const answer = refused('InvalidArgument', '', '0002-00000226');
    for (const host of [
      'img.example.com',
      'demo.oss-accelerate.aliyuncs.com',
      'demo.oss-cn-beijing.aliyuncs.com',
    ]) {
      expect(diagnosed(sentTo(host), answer)).toMatchObject({
        row: 10,
        cause: { id: 'region-refused', args: { claimed: 'cn-beijing' } },
        divergences: [{ field: 'scope:region', client: 'cn-beijing', server: null }],
      });
    }
    expect(diagnosed(sentTo('demo.oss-cn-hangzhou.aliyuncs.com'), answer)).toMatchObject({
      cause: { id: 'region-mismatch', args: { claimed: 'cn-beijing', endpoint: 'cn-hangzhou' } },
      divergences: [{ field: 'scope:region', client: 'cn-beijing', server: 'cn-hangzhou' }],
    });
  });

  it('of a region that the document names, and that the host does not', () => {
    const scope = SCOPE.replace('cn-hangzhou', 'cn-beijing');
    const sent = request('GET', '/a', [
      ['Host', 'img.example.com'],
      ['x-oss-date', STAMP],
      ['Authorization', `OSS4-HMAC-SHA256 Credential=${KEY_ID}/${scope},Signature=x`],
    ]);
    const told = (region: string) =>
      diagnosed(sent, refused('InvalidArgument', '', '0002-00000226', [['Region', region]]));
    expect(told('cn-shanghai')).toMatchObject({
      cause: { id: 'region-mismatch', args: { claimed: 'cn-beijing', endpoint: 'cn-shanghai' } },
    });
    expect(told('')).toMatchObject({ cause: { id: 'region-refused' } });
  });

  it('of a credential, as it was sent', () => {
    const told = (credential: string) => {
      const authorization = `OSS4-HMAC-SHA256 Credential=${credential},Signature=x`;
      const sent = request('GET', '/a', [HOST, ['x-oss-date', STAMP], ['Authorization', authorization]]);
      return diagnosed(sent, refused('InvalidArgument'));
    };
    for (const credential of [KEY_ID, `${KEY_ID}/20250101/cn-hangzhou/oss/v4`]) {
      expect(told(credential).cause).toEqual({ id: 'bad-credential', args: { credential } });
      // it is part of no string
      expect(told(credential).divergences).toEqual([]);
    }
  });

  it.each([
    ['v1', 'oss-header:x-oss-security-token', 'x-oss-security-token:'],
    ['v1-url', 'resource:subresource:security-token', 'security-token='],
    ['v2', 'oss-header:x-oss-security-token', 'x-oss-security-token:'],
    ['v2-url', 'resource:subresource:security-token', 'security-token='],
    ['v4', 'canonical-header:x-oss-security-token', 'x-oss-security-token:'],
    ['v4-url', 'canonical-query:x-oss-security-token', 'x-oss-security-token='],
    ['s3v2', 'oss-header:x-amz-security-token', 'x-amz-security-token:'],
    ['s3v2-url', 'oss-header:x-amz-security-token', 'x-amz-security-token:'],
    ['s3v4', 'canonical-header:x-amz-security-token', 'x-amz-security-token:'],
    ['s3v4-url', 'canonical-query:X-Amz-Security-Token', 'X-Amz-Security-Token='],
  ] as const)('of a token of %s that got lost on the way, at its line', (version, field, line) => {
    const sent = send(version, { ...PLAIN, token: 'T0' }, 'x');
    const diagnosis = diagnosed(sent, denied('InvalidAccessKeyId', 'Security Token may be lost'));
    const { text = '' } = diagnosis.wire?.canonicalRequest ?? diagnosis.wire?.stringToSign ?? {};
    const at = text.indexOf(line) + line.length;
    expect(diagnosis).toMatchObject({
      row: 6,
      cause: { id: 'token-changed-in-transit', args: { how: 'token-dropped' } },
      divergences: [{ field, client: 'T0', server: null, clientOffset: at, serverOffset: at }],
    });
  });

  it('of a token that got lost where no string can be made of the request, without a place', () => {
    const sent = request('GET', '/a', [
      ['Host', 'img.example.com'],
      ['x-oss-security-token', 'T0'],
      ['Authorization', `OSS ${KEY_ID}:x`],
    ]);
    expect(diagnosed(sent, denied('InvalidAccessKeyId', 'Security Token may be lost'))).toMatchObject({
      row: 6,
      cause: { id: 'token-changed-in-transit', args: { how: 'token-dropped' } },
      divergences: [],
      wire: null,
    });
  });

  it('of the region of a URL, at its scope', () => {
    const url = send('v4-url', PLAIN, 'x');
    const sent = { ...url, target: url.target.replace('cn-hangzhou', 'cn-beijing') };
    expect(diagnosed(sent, refused('InvalidArgument', '', '0002-00000226')).divergences).toMatchObject([
      { field: 'scope:region', client: 'cn-beijing', server: 'cn-hangzhou' },
    ]);
  });

  it('of a part that stands in the canonical request', () => {
    const sent = request('GET', '/a', [
      HOST,
      ['x-oss-date', STAMP],
      ['Authorization', `OSS4-HMAC-SHA256 Credential=${KEY_ID}/${SCOPE},AdditionalHeaders=host;,Signature=x`],
    ]);
    const diagnosis = diagnosed(sent, refused('InvalidArgument', '', '0002-00000210'));
    const at = diagnosis.wire?.canonicalRequest?.text.lastIndexOf('\nhost\n') ?? 0;
    expect(diagnosis).toMatchObject({
      row: 10,
      divergences: [{ field: 'additional-headers', client: 'host', server: null, clientOffset: at + 1 }],
    });
  });
});
