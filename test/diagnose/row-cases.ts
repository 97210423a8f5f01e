import { createHash } from 'node:crypto';
import { multipart, request, response } from '../oss/requests.ts';
import type { HttpRequest, HttpResponse } from '../rooms/http.ts';
import { DATE, KEY_ID, type Pairs, PLAIN, type Plain, SCOPE, STAMP, send, sign } from './reference-signer.ts';
import { errorAnswer, OK } from './scenario.ts';

/** Answers that decide by themselves, and what is to be said of them. A table of data. */

export const HOST = ['Host', 'demo.oss-cn-hangzhou.aliyuncs.com'] as const;
export const PUT: Plain = {
  ...PLAIN,
  method: 'PUT',
  headers: [
    ['Content-Type', 'text/plain'],
    ['x-oss-meta-a', '1'],
  ],
};

export const good = (plain: Plain = PUT) => send('v1', plain, sign('v1', plain));
export const goodUrl = (plain: Plain = PLAIN) => send('v1-url', plain, sign('v1-url', plain));
export const good4 = (plain: Plain = PUT) => send('v4', plain, sign('v4', plain));
/** Signed with a secret that nobody finds. */
export const bad = (plain: Plain = PUT) =>
  send('v1', plain, sign('v1', plain, { secret: 'no relation at all' }));

export const denied = (code: string, message = '', ec = '', more: Pairs = []) =>
  errorAnswer(403, code, [['Message', message], ...more], ec === '' ? [] : [['x-oss-ec', ec]]);
export const refused = (code: string, message = '', ec = '', more: Pairs = []) =>
  errorAnswer(400, code, [['Message', message], ...more], ec === '' ? [] : [['x-oss-ec', ec]]);

/** "0061-00000001" in the error code reference. */
const SECURITY_BLOCK = denied(
  'AccessDenied',
  'Cannot visit oss, forbidden by security system.',
  '0061-00000001',
);

interface Expected {
  readonly row: number;
  readonly verdict: string;
  readonly certainty?: string | null;
  readonly cause?: string | null;
  /** Those of the cause that matter. */
  readonly args?: Readonly<Record<string, string | number>>;
}

export type Case = readonly [
  name: string,
  sent: HttpRequest | null,
  answer: HttpResponse | null,
  expected: Expected,
];

export const ROWS_1_TO_3: readonly Case[] = [
  [
    'anonymous, accepted',
    request('GET', '/k', [HOST]),
    OK,
    { row: 1, verdict: 'not-auth', certainty: 'proven', cause: null },
  ],
  [
    'anonymous, refused',
    request('GET', '/k', [HOST]),
    denied('AccessDenied'),
    { row: 1, verdict: 'access-denied', cause: 'unsigned-request' },
  ],
  [
    'anonymous, from a page that hotlink protection refuses',
    request('GET', '/k', [HOST, ['Referer', 'http://test.com/']]),
    denied('AccessDenied', 'You are denied by bucket referer policy.', '0003-00000503'),
    { row: 1, verdict: 'access-denied', certainty: 'proven', cause: 'referer-refused' },
  ],
  [
    'anonymous, no such key',
    request('GET', '/k', [HOST]),
    errorAnswer(404, 'NoSuchKey'),
    { row: 1, verdict: 'not-auth', cause: null },
  ],
  [
    'anonymous, posted, and no form',
    request('POST', '/?delete', [HOST, ['Content-Type', 'application/xml']], '<Delete/>'),
    denied('AccessDenied'),
    { row: 1, verdict: 'access-denied', cause: 'unsigned-request' },
  ],
  [
    'anonymous, put with the type of a form',
    request('PUT', '/k', [HOST, ['Content-Type', 'multipart/form-data; boundary=x']], 'x'),
    denied('AccessDenied'),
    { row: 1, verdict: 'access-denied', cause: 'unsigned-request' },
  ],
  [
    'a form whose fields the capture lacks may be signed',
    request('POST', '/', [HOST, ['Content-Type', 'multipart/form-data; boundary=x']]),
    OK,
    { row: 3, verdict: 'match' },
  ],
  [
    'a form whose end the capture lacks may be signed',
    {
      ...request(
        'POST',
        '/',
        [HOST, ['Content-Type', 'multipart/form-data; boundary=x']],
        multipart('x', [['key', 'k']]).split('--x\r\nContent-Disposition: form-data; name="file"')[0],
      ),
      bodyState: 'incomplete',
      missingBytes: 300,
    },
    errorAnswer(403, 'SignatureDoesNotMatch', [['EC', '0002-00000705']]),
    { row: 20, verdict: 'needs-secret' },
  ],
  [
    'a form without a signature',
    request(
      'POST',
      '/',
      [HOST, ['Content-Type', 'multipart/form-data; boundary=x']],
      multipart('x', [['key', 'k']]),
    ),
    denied('AccessDenied'),
    { row: 1, verdict: 'access-denied', cause: 'unsigned-request' },
  ],
  ['anonymous, unanswered', request('GET', '/k', [HOST]), null, { row: 1, verdict: 'not-auth' }],
  [
    'a cut head proves nothing',
    { ...request('GET', '/k', [HOST]), headComplete: false },
    OK,
    { row: 3, verdict: 'match' },
  ],
  [
    'a preflight of a presigned URL',
    send('v1-url', { ...PLAIN, method: 'OPTIONS' }, sign('v1-url', { ...PLAIN, method: 'PUT' })),
    OK,
    { row: 1, verdict: 'not-auth', certainty: 'proven', cause: null },
  ],
  [
    'a preflight with a header of its own',
    good({ ...PLAIN, method: 'OPTIONS' }),
    OK,
    { row: 1, verdict: 'not-auth', certainty: 'proven' },
  ],
  [
    'a preflight that no rule of the bucket allows',
    request('OPTIONS', '/k', [HOST]),
    denied('AccessForbidden', 'CORSResponse: CORS is not enabled for this bucket.'),
    { row: 1, verdict: 'not-auth', certainty: 'proven', cause: null },
  ],
  [
    'OPTIONS that some server compared signatures of',
    good({ ...PLAIN, method: 'OPTIONS' }),
    denied('SignatureDoesNotMatch'),
    { row: 20, verdict: 'needs-secret' },
  ],
  ['no answer', good(), null, { row: 2, verdict: 'no-response', certainty: null }],
  ['200', good(), OK, { row: 3, verdict: 'match', certainty: 'proven', cause: null }],
  ['304', good(), response(304), { row: 3, verdict: 'match' }],
  ['NoSuchKey', good(), errorAnswer(404, 'NoSuchKey'), { row: 3, verdict: 'match', certainty: 'proven' }],
  ['NoSuchUpload', good(), errorAnswer(404, 'NoSuchUpload'), { row: 3, verdict: 'match' }],
  [
    'HEAD of a missing object, by EC',
    good(),
    response(404, [
      ['x-oss-ec', '0026-00000001'],
      ['Server', 'AliyunOSS'],
    ]),
    { row: 3, verdict: 'match' },
  ],
  // of the 400 and 404 pages of the error code reference, and of OSSErrorCode in the Java SDK: the state of
  // what was asked for
  ...(
    [
      [404, 'NoSuchBucketObjectTagging'],
      [404, 'NoSuchCacheControlConfiguration'],
      [404, 'KeyNotFound'],
      [400, 'MetaQueryNotExist'],
      [400, 'NotSymlink'],
      [400, 'BucketReplicationAlreadyExist'],
      [403, 'WORMConfigurationLocked'],
    ] as const
  ).map(
    ([code, name]): Case => [
      name,
      good(),
      errorAnswer(code, name),
      { row: 3, verdict: 'match', certainty: 'proven', cause: null },
    ],
  ),
  [
    'the policy of the VPC, without a signature',
    request('GET', '/k', [HOST]),
    denied('AccessDenied', 'Access denied by VPC endpoint policy.', '0003-00000401'),
    { row: 1, verdict: 'access-denied', certainty: 'proven', cause: 'vpc-policy-denied' },
  ],
  ...['BucketDisable', 'CnameDenied', 'UbsmsInvalidBid', 'AccessForbidden'].map(
    (code): Case => [
      `${code}, without a signature`,
      request('GET', '/k', [HOST]),
      denied(code),
      { row: 1, verdict: 'not-auth', certainty: 'proven', cause: null },
    ],
  ),
  // what any browser is answered
  ...(
    [
      [
        'wrong-endpoint',
        denied(
          'AccessDenied',
          'The bucket you are attempting to access must be addressed using the specified endpoint.',
          '0003-00001403',
          [['Endpoint', 'oss-cn-shanghai.aliyuncs.com']],
        ),
      ],
      ['path-style-forbidden', denied('SecondLevelDomainForbidden', '', '0003-00001401')],
      ['account-disabled', denied('UserDisable', '', '0003-00000801')],
      ['account-disabled', denied('AbnormalBucketOwnerStatus')],
      ['account-disabled', response(403, [['x-oss-ec', '0003-00000801']])],
      ['security-blocked', SECURITY_BLOCK],
    ] as const
  ).map(
    ([cause, answer]): Case => [
      `${cause}, without a signature`,
      request('GET', '/k', [HOST]),
      answer,
      { row: 1, verdict: 'access-denied', certainty: 'proven', cause },
    ],
  ),
  [
    'response-* without a signature',
    request('GET', '/k?response-content-disposition=attachment', [HOST]),
    refused('InvalidRequest', 'Request specific response headers cannot be used for anonymous GET requests.'),
    { row: 1, verdict: 'access-denied', certainty: 'proven', cause: 'unsigned-request' },
  ],
  [
    'NoSuchBucket may come first',
    good(),
    errorAnswer(404, 'NoSuchBucket'),
    { row: 21, verdict: 'not-auth', certainty: null },
  ],
];

export const skew = (requestTime: string) =>
  denied('RequestTimeTooSkewed', '', '', [
    ['RequestTime', requestTime],
    ['ServerTime', '2025-01-01T12:34:57.000Z'],
  ]);
/** An answer whose head says this date. */
function withDate(answer: HttpResponse, date: string): HttpResponse {
  const others = answer.headers.filter(({ name }) => name !== 'Date');
  return { ...answer, headers: [...others, ...response(answer.status, [['Date', date]]).headers] };
}

/** What a client sends whose clock shows this time. */
export const sentAt = (time: string): HttpRequest => withHeader(good(), 'Date', new Date(time).toUTCString());

/** The same, captured at another time. */
export const capturedAt = (time: string, sent: HttpRequest): HttpRequest => ({
  ...sent,
  time: { seconds: Date.parse(time) / 1000, nanos: 0 },
});

/** A request with another value of a header, or without it. */
function withHeader(sent: HttpRequest, name: string, value: string | null): HttpRequest {
  const others = sent.headers.filter((line) => line.name.toLowerCase() !== name.toLowerCase());
  const added = value === null ? [] : request('GET', '/', [[name, value]]).headers;
  return { ...sent, headers: [...others, ...added] };
}
export const expiredAt = (expires: string) => {
  const url = `/a?OSSAccessKeyId=${KEY_ID}&Expires=${expires}&Signature=x`;
  return request('GET', url, [HOST]);
};
export const EXPIRED = denied('AccessDenied', 'Request has expired.', '0002-00000069', [
  ['ServerTime', '2025-01-01T14:00:00.000Z'],
]);

const UNDATED = denied('AccessDenied', 'OSS authentication requires a valid Date.');

export const ROWS_4_AND_5: readonly Case[] = [
  [
    'behind',
    sentAt('2025-01-01T11:54:57.000Z'),
    skew('2025-01-01T11:54:57.000Z'),
    { row: 4, verdict: 'clock-skew', certainty: 'proven', cause: 'clock-behind' },
  ],
  [
    'ahead',
    sentAt('2025-01-01T12:54:00.000Z'),
    skew('2025-01-01T12:54:00.000Z'),
    { row: 4, verdict: 'clock-skew', cause: 'clock-ahead' },
  ],
  [
    'a time zone',
    sentAt('2025-01-01T20:34:56.000Z'),
    skew('2025-01-01T20:34:56.000Z'),
    { row: 4, verdict: 'clock-skew', cause: 'clock-timezone' },
  ],
  [
    'a time zone of one hour',
    sentAt('2025-01-01T13:34:57.000Z'),
    skew('2025-01-01T13:34:57.000Z'),
    { row: 4, verdict: 'clock-skew', cause: 'clock-timezone' },
  ],
  [
    'the farthest time zone',
    sentAt('2025-01-02T02:34:57.000Z'),
    skew('2025-01-02T02:34:57.000Z'),
    { row: 4, verdict: 'clock-skew', cause: 'clock-timezone' },
  ],
  [
    'the server read another date than the one that was sent in time',
    good(),
    skew('2024-06-01T10:11:12.000Z'),
    { row: 4, verdict: 'clock-skew', certainty: 'proven', cause: 'date-rewritten' },
  ],
  [
    'the same of x-oss-date',
    good4(),
    skew('2024-06-01T10:11:12.000Z'),
    { row: 4, verdict: 'clock-skew', certainty: 'proven', cause: 'oss-header-changed' },
  ],
  [
    'a server that ignores the zone of a date reads another time from the same text',
    withHeader(good(), 'Date', 'Wed, 01 Jan 2025 20:34:56 +0800'),
    skew('2025-01-01T20:34:56.000Z'),
    { row: 4, verdict: 'clock-skew', cause: 'clock-timezone' },
  ],
  [
    'half an hour is no zone',
    sentAt('2025-01-01T13:04:57.000Z'),
    skew('2025-01-01T13:04:57.000Z'),
    { row: 4, verdict: 'clock-skew', cause: 'clock-ahead' },
  ],
  [
    'never set',
    sentAt('1970-01-01T00:10:00.000Z'),
    skew('1970-01-01T00:10:00.000Z'),
    { row: 4, verdict: 'clock-skew', certainty: 'proven', cause: 'clock-unset' },
  ],
  [
    'the year of the answer, which an SDK may have set its clock by',
    sentAt('1970-01-01T12:52:35.000Z'),
    withDate(skew('1970-01-01T12:52:35.000Z'), 'Thu, 01 Jan 1970 12:52:37 GMT'),
    {
      row: 4,
      verdict: 'clock-skew',
      certainty: 'likely',
      cause: 'clock-set-by-answer',
    },
  ],
  [
    'never set, and an answer of today',
    sentAt('1970-01-01T00:10:00.000Z'),
    withDate(skew('1970-01-01T00:10:00.000Z'), 'Wed, 01 Jan 2025 12:34:57 GMT'),
    { row: 4, verdict: 'clock-skew', certainty: 'proven', cause: 'clock-unset' },
  ],
  [
    'by EC',
    good(),
    response(403, [['x-oss-ec', '0002-00000504']]),
    { row: 4, verdict: 'clock-skew', cause: 'clock-skew-unknown' },
  ],
  [
    'a V4 URL used before its time, by EC',
    capturedAt('2025-01-01T04:34:56.000Z', send('v4-url', PLAIN, 'x')),
    denied('AccessDenied', '', '0002-00000235', [['ServerTime', '2025-01-01T04:34:56.000Z']]),
    { row: 4, verdict: 'clock-skew', certainty: 'proven', cause: 'clock-timezone' },
  ],
  [
    'a V4 URL used before its time, in words',
    capturedAt('2025-01-01T12:00:00.000Z', send('v4-url', PLAIN, 'x')),
    denied('AccessDenied', 'Request is not valid yet', '', [['ServerTime', '2025-01-01T12:00:00.000Z']]),
    { row: 4, verdict: 'clock-skew', certainty: 'proven', cause: 'clock-ahead' },
  ],
  [
    'whole hours, by a server that alone says so',
    capturedAt('NaN', sentAt('2025-01-01T20:34:56.000Z')),
    skew('2025-01-01T20:34:56.000Z'),
    { row: 4, verdict: 'clock-skew', certainty: 'likely', cause: 'clock-timezone' },
  ],
  [
    'whole hours that client and capture have in common',
    capturedAt('2025-01-01T10:34:57.000Z', sentAt('2025-01-01T10:34:56.000Z')),
    skew('2025-01-01T10:34:56.000Z'),
    { row: 4, verdict: 'clock-skew', certainty: 'likely', cause: 'clock-of-server', args: { seconds: 7201 } },
  ],
  [
    'whole hours that a hop put in, while client, capture and server agree',
    good(),
    skew('2025-01-01T10:34:56.000Z'),
    { row: 4, verdict: 'clock-skew', certainty: 'proven', cause: 'date-rewritten' },
  ],
  [
    'a V4 URL past its time, by the EC of a HEAD',
    capturedAt('2025-01-01T14:00:00.000Z', send('v4-url', PLAIN, 'x')),
    response(403, [
      ['Date', 'Wed, 01 Jan 2025 14:00:00 GMT'],
      ['x-oss-ec', '0002-00000236'],
    ]),
    { row: 5, verdict: 'expired', certainty: 'proven', cause: 'url-expired' },
  ],
  [
    'a URL past its time',
    capturedAt('2025-01-01T14:00:00.000Z', expiredAt('1735738496')),
    EXPIRED,
    { row: 5, verdict: 'expired', certainty: 'proven', cause: 'url-expired' },
  ],
  [
    'a URL past its time by the clock of the server alone',
    capturedAt('2025-01-01T13:00:00.000Z', expiredAt('1735738496')),
    EXPIRED,
    {
      row: 5,
      verdict: 'expired',
      certainty: 'proven',
      cause: 'expired-by-server-clock',
      args: { by: 'capture-clock' },
    },
  ],
  [
    'a duration for a time',
    expiredAt('3600'),
    EXPIRED,
    { row: 5, verdict: 'expired', cause: 'expires-relative' },
  ],
  [
    'milliseconds',
    expiredAt('1735738496000'),
    EXPIRED,
    { row: 5, verdict: 'expired', cause: 'expires-in-milliseconds' },
  ],
  [
    'not by these clocks',
    expiredAt('1735748496'),
    EXPIRED,
    { row: 5, verdict: 'expired', cause: 'expired-by-server-clock' },
  ],
  [
    'by these clocks seconds later',
    expiredAt('1735740002'),
    EXPIRED,
    { row: 5, verdict: 'expired', cause: 'expired-by-server-clock' },
  ],
  [
    'a V4 URL',
    capturedAt('2025-01-01T14:00:00.000Z', send('v4-url', PLAIN, 'x')),
    EXPIRED,
    { row: 5, verdict: 'expired', cause: 'url-expired' },
  ],
];

const STS_ID = 'STS.NTestOfTheRows';
const temporary = (headers: Pairs = []) =>
  request('GET', '/a', [HOST, ['Date', DATE], ...headers, ['Authorization', `OSS ${STS_ID}:x`]]);
const DATED: Pairs = [
  ['Date', DATE],
  ['Authorization', `OSS ${STS_ID}:x`],
];
const STS_URL = `OSSAccessKeyId=${STS_ID}&Expires=1735738496&Signature=x`;
const STS_URL4 = [
  'x-oss-signature-version=OSS4-HMAC-SHA256',
  `x-oss-credential=${STS_ID}/${SCOPE}`,
  `x-oss-date=${STAMP}`,
  'x-oss-expires=600',
  'x-oss-signature=x',
].join('&');
const MISSING = denied('InvalidAccessKeyId', 'Security Token may be lost', '0002-00000003');

const MD5_INVALID = 'The Content-MD5 you specified was invalid.';

export const ROWS_6_TO_8: readonly Case[] = [
  [
    'token expired',
    temporary(),
    denied('SecurityTokenExpired'),
    { row: 6, verdict: 'token', certainty: 'proven', cause: 'token-expired' },
  ],
  [
    'token expired, by the EC of a HEAD',
    temporary([['x-oss-security-token', 'T']]),
    response(403, [['x-oss-ec', '0002-00000007']]),
    { row: 6, verdict: 'token', certainty: 'proven', cause: 'token-expired' },
  ],
  ...['InvalidSecurityToken', 'AccessKeyIdAndSecurityTokenNotMatch'].map(
    (code): Case => [
      `token of another key, ${code}`,
      temporary(),
      denied(code),
      { row: 6, verdict: 'token', cause: 'token-foreign' },
    ],
  ),
  [
    'token of another key, under another name',
    temporary([['x-oss-security-token', 'T']]),
    denied('AccessKeyIdAndSecurityTokenNotMatch'),
    { row: 6, verdict: 'token', cause: 'token-foreign' },
  ],
  [
    'a token where none may be',
    temporary([['x-oss-security-token', 'T']]),
    denied('SecurityTokenNotSupported'),
    { row: 6, verdict: 'token', cause: 'token-not-supported' },
  ],
  ['token missing, as told', temporary(), MISSING, { row: 6, verdict: 'token', cause: 'token-missing' }],
  [
    'token missing, by the key id',
    temporary(),
    denied('InvalidAccessKeyId'),
    { row: 6, verdict: 'token', cause: 'token-missing' },
  ],
  [
    'token lost on the way',
    temporary([['x-oss-security-token', 'T']]),
    MISSING,
    { row: 6, verdict: 'token', cause: 'token-changed-in-transit' },
  ],
  [
    'token under another name',
    temporary([['security-token', 'T']]),
    MISSING,
    { row: 6, verdict: 'token', cause: 'token-misplaced' },
  ],
  ...(
    [
      ['under the name of a URL', 'GET', '/a?x-oss-security-token=T', DATED],
      ['in the query beside a header signature', 'GET', '/a?security-token=T', DATED],
      ['in a header beside a URL signature', 'GET', `/a?${STS_URL}`, [['x-oss-security-token', 'T']]],
      ['of version 4 in a URL of version 1', 'GET', `/a?x-oss-security-token=T&${STS_URL}`, []],
      ['of version 1 in a URL of version 4', 'GET', `/a?security-token=T&${STS_URL4}`, []],
      ['of the S3 dialect', 'GET', '/a', [...DATED, ['x-amz-security-token', 'T']]],
    ] as const
  ).map(
    ([name, method, target, headers]): Case => [
      `token ${name}`,
      request(method, target, [HOST, ...headers]),
      denied('InvalidAccessKeyId', '', '0002-00000902'),
      { row: 6, verdict: 'token', certainty: 'proven', cause: 'token-misplaced' },
    ],
  ),
  // examples of the error code reference
  [
    '0002-00000005: an operation that takes the token from the URL alone',
    request('GET', `/live/a.m3u8?x-oss-process=hls/sign&${STS_URL}`, [HOST, ['x-oss-security-token', 'T']]),
    refused('InvalidRequest', 'Security-token must be provided by query string parameter.', '0002-00000005'),
    {
      row: 6,
      verdict: 'token',
      certainty: 'proven',
      cause: 'token-misplaced',
      args: { expected: 'security-token', due: 'place-query' },
    },
  ],
  [
    'the same, signed in the header',
    request('GET', '/live/a.m3u8?x-oss-process=hls/sign', [HOST, ['x-oss-security-token', 'T'], ...DATED]),
    refused('InvalidRequest', 'Security-token must be provided by query string parameter.', ''),
    {
      row: 6,
      verdict: 'token',
      certainty: 'proven',
      cause: 'token-misplaced',
      args: { expected: 'security-token', due: 'place-query' },
    },
  ],
  [
    '0002-00000009: the token of OSS in the S3 dialect',
    request('GET', '/oss.jpg', [
      HOST,
      ['Date', DATE],
      ['Authorization', `AWS ${STS_ID}:x`],
      ['x-oss-security-token', 'T'],
    ]),
    refused('InvalidArgument', '', '0002-00000009'),
    {
      row: 6,
      verdict: 'token',
      certainty: 'proven',
      cause: 'token-misplaced',
      args: { expected: 'x-amz-security-token', due: 'place-header' },
    },
  ],
  [
    '0002-00000010: a token in the header and one in the URL',
    request('HEAD', '/oss.jpg?security-token=T', [HOST, ...DATED, ['x-oss-security-token', 'T']]),
    response(400, [['x-oss-ec', '0002-00000010']]),
    {
      row: 6,
      verdict: 'token',
      certainty: 'proven',
      cause: 'token-twice',
      args: { expected: 'x-oss-security-token', due: 'place-header' },
    },
  ],
  [
    'token missing, by the EC of a HEAD',
    temporary(),
    response(403, [['x-oss-ec', '0002-00000902']]),
    { row: 6, verdict: 'token', certainty: 'proven', cause: 'token-missing' },
  ],
  [
    'a temporary key with its token in place',
    temporary([
      ['security-token', 'old'],
      ['x-oss-security-token', 'T'],
    ]),
    denied('InvalidAccessKeyId'),
    { row: 7, verdict: 'unknown-key', certainty: 'proven', cause: 'key-unknown' },
  ],
  // "0002-00000002" in the error code reference: a token beside the key of a RAM user, or a temporary key
  // that is no more
  [
    'a token beside a permanent key',
    request('GET', '/a', [
      HOST,
      ['Date', DATE],
      ['x-oss-security-token', 'T'],
      ['Authorization', `OSS ${KEY_ID}:x`],
    ]),
    denied('InvalidAccessKeyId', '', '0002-00000002'),
    { row: 6, verdict: 'token', certainty: 'proven', cause: 'token-foreign' },
  ],
  [
    'a temporary key that is no more',
    temporary([['x-oss-security-token', 'T']]),
    denied('InvalidAccessKeyId', '', '0002-00000002'),
    { row: 7, verdict: 'unknown-key', certainty: 'proven', cause: 'key-unknown' },
  ],
  [
    '0002-00000901: characters that no key id has',
    request('HEAD', '/a', [HOST, ['Date', DATE], ['Authorization', 'OSS LTAI\t5x:x']]),
    response(403, [['x-oss-ec', '0002-00000901']]),
    { row: 7, verdict: 'unknown-key', certainty: 'proven', cause: 'key-id-padded' },
  ],
  [
    'unknown key',
    good(),
    denied('InvalidAccessKeyId'),
    { row: 7, verdict: 'unknown-key', certainty: 'proven', cause: 'key-unknown' },
  ],
  ...(['', '0002-00000903', '0002-00000904'] as const).map(
    (ec): Case => [
      `a key that is disabled, ${ec === '' ? 'by the words' : ec}`,
      good(),
      denied('InvalidAccessKeyId', ec === '' ? 'The OSS Access Key Id you provided is disabled.' : '', ec),
      { row: 7, verdict: 'unknown-key', certainty: 'proven', cause: 'key-disabled' },
    ],
  ),
  [
    'a temporary key that is disabled, whose token is not missed',
    temporary(),
    response(403, [['x-oss-ec', '0002-00000904']]),
    { row: 7, verdict: 'unknown-key', certainty: 'proven', cause: 'key-disabled' },
  ],
  // as a client sends it whose configuration has the space
  ...['OSS LTAI5tReferenceKey00 :x', 'OSS  LTAI5tReferenceKey00:x', 'AWS LTAI5tReferenceKey00\t:x'].map(
    (authorization): Case => [
      `white space about the id, ${JSON.stringify(authorization)}`,
      request('GET', '/', [HOST, ['Authorization', authorization]]),
      denied('InvalidAccessKeyId'),
      { row: 7, verdict: 'unknown-key', certainty: 'proven', cause: 'key-id-padded' },
    ],
  ),
  [
    'a placeholder',
    request('GET', '/', [HOST, ['Authorization', 'OSS <yourAccessKeyId>:x']]),
    denied('InvalidAccessKeyId'),
    { row: 7, verdict: 'unknown-key', cause: 'key-id-placeholder' },
  ],
  ...(
    [
      ['a placeholder in capitals', 'YOUR_ACCESS_KEY_ID', 'key-id-placeholder'],
      ['white space within the key id', 'LTAI5t abc', 'key-id-padded'],
      ['a letter of another script within the key id', 'LTAI5t\u0430bc', 'key-id-padded'],
    ] as const
  ).map(
    ([name, id, cause]): Case => [
      name,
      request('GET', '/', [HOST, ['Authorization', `OSS ${id}:x`]]),
      denied('InvalidAccessKeyId'),
      { row: 7, verdict: 'unknown-key', certainty: 'proven', cause },
    ],
  ),
  ...(
    [
      ['nothing to compare', 'content', null, 'digest-unverifiable'],
      ['body and header differ', 'content', 'other', 'body-sha256-differs'],
      ['altered after the capture point', 'content', 'content', 'body-altered'],
      ['no digest', null, 'content', 'digest-other'],
    ] as const
  ).map(([name, digested, body, cause]): Case => {
    const claimed =
      digested === null ? 'UNSIGNED-PAYLOAD' : createHash('sha256').update(digested).digest('hex');
    const sent = request(
      'PUT',
      '/a',
      [HOST, ['x-amz-content-sha256', claimed], ['Authorization', `AWS4-HMAC-SHA256 Credential=${KEY_ID}`]],
      body,
    );
    const cut: HttpRequest = body === null ? { ...sent, bodyBytes: 7 } : sent;
    const answer = refused('XAmzContentSHA256Mismatch');
    return [`S3: ${name}`, cut, answer, { row: 8, verdict: 'digest', certainty: 'proven', cause }];
  }),
  ...(
    [
      ['a Content-MD5 that was not sent', MD5_INVALID, '', true, 'digest-not-sent'],
      ['one that may stand in what is cut off', MD5_INVALID, '', false, 'digest-request-not-seen'],
      ['one beside another checksum', MD5_INVALID, 'x-oss-hash-crc64ecma', true, 'digest-other'],
      ['another checksum', 'The checksum is wrong.', '', true, 'digest-other'],
    ] as const
  ).map(([name, message, header, headComplete, cause]): Case => {
    const own = header === '' ? [] : [[header, '1'] as const];
    const sent = request('PUT', '/a', [HOST, ['Date', DATE], ...own, ['Authorization', `OSS ${KEY_ID}:x`]]);
    const answer = refused('InvalidDigest', message);
    return [name, { ...sent, headComplete }, answer, { row: 8, verdict: 'digest', cause }];
  }),
  ...(
    [
      ['nothing to compare', 'content', null, 'digest-unverifiable'],
      ['body and header differ', 'content', 'other', 'body-md5-differs'],
      ['altered after the capture point', 'content', 'content', 'body-altered'],
    ] as const
  ).map(([name, digested, body, cause]): Case => {
    const claimed = createHash('md5').update(digested).digest('base64');
    const sent = request(
      'PUT',
      '/a',
      [HOST, ['Date', DATE], ['Content-MD5', claimed], ['Authorization', `OSS ${KEY_ID}:x`]],
      body,
    );
    const cut: HttpRequest = body === null ? { ...sent, bodyBytes: 7 } : sent;
    return [name, cut, refused('InvalidDigest'), { row: 8, verdict: 'digest', certainty: 'proven', cause }];
  }),
  [
    'hex for base64',
    request('PUT', '/a', [
      HOST,
      ['Content-MD5', 'd41d8cd98f00b204e9800998ecf8427e'],
      ['Authorization', `OSS ${KEY_ID}:x`],
    ]),
    refused('InvalidDigest'),
    { row: 8, verdict: 'digest', cause: 'digest-of-hex' },
  ],
  ...(
    [
      ['without its padding', '1B2M2Y8AsgTpgAmY7PhCfg'],
      ['of another length', 'x'.repeat(24)],
      ['of a letter more than hex has', 'd41d8cd98f00b204e9800998ecf8427e0'],
    ] as const
  ).map(
    ([name, digest]): Case => [
      `a digest ${name}`,
      request('PUT', '/a', [HOST, ['Content-MD5', digest], ['Authorization', `OSS ${KEY_ID}:x`]]),
      refused('InvalidDigest'),
      { row: 8, verdict: 'digest', cause: 'digest-not-base64-md5' },
    ],
  ),
  [
    'no digest at all',
    request('PUT', '/a', [HOST, ['Content-MD5', 'abc'], ['Authorization', `OSS ${KEY_ID}:x`]]),
    refused('InvalidDigest'),
    { row: 8, verdict: 'digest', cause: 'digest-not-base64-md5' },
  ],
];

const S3_CREDENTIAL = 'LTAI/20250101/us-east-1/s3/aws4_request';

export const ROWS_9_TO_11: readonly Case[] = [
  // "0002-00000037" and "0002-00000038" in the error code reference
  ...(
    [
      ['0002-00000037', 'url-signature-required', '', DATED],
      ['0002-00000038', 'url-signature-required', '', DATED],
      ['0002-00000038', 'header-signature-required', `&${STS_URL}`, []],
    ] as const
  ).map(
    ([ec, cause, query, headers]): Case => [
      `${ec}: ${cause}`,
      request('GET', `/test_rtmp_live/test.m3u8?x-oss-process=hls/sign${query}`, [HOST, ...headers]),
      refused('InvalidRequest', '', ec),
      { row: 9, verdict: 'version-refused', certainty: 'proven', cause },
    ],
  ),
  [
    'V1 switched off, whatever the code',
    good(),
    denied('SignatureDoesNotMatch', '', '0002-00000080'),
    { row: 9, verdict: 'version-refused', certainty: 'proven', cause: 'v1-switched-off' },
  ],
  [
    'path style',
    good(),
    denied('SecondLevelDomainForbidden'),
    { row: 9, verdict: 'version-refused', cause: 'path-style-forbidden' },
  ],
  [
    'aws-chunked',
    good(),
    refused(
      'InvalidArgument',
      'aws-chunked encoding is not supported with the specified x-amz-content-sha256 value.',
    ),
    { row: 9, verdict: 'version-refused', cause: 'aws-chunked-refused' },
  ],
  [
    'aws-chunked, told by its EC alone',
    good(),
    refused('', '', '0017-00000804'),
    { row: 9, verdict: 'version-refused', cause: 'aws-chunked-refused' },
  ],
  [
    'S3 V4',
    good(),
    denied('AccessDenied', '', '0002-00000033'),
    { row: 9, verdict: 'version-refused', cause: 's3-version-refused' },
  ],
  [
    'region, as InvalidArgument',
    good4(),
    refused('InvalidArgument', 'Invalid signing region in Authorization header.', '0002-00000226'),
    { row: 10, verdict: 'malformed-auth', certainty: 'proven', cause: 'region-refused' },
  ],
  [
    'region, as a mismatch without a string',
    good4(),
    denied('SignatureDoesNotMatch', 'Invalid signing region in Authorization header.'),
    { row: 10, verdict: 'malformed-auth', cause: 'region-refused' },
  ],
  // examples of the error code reference, given by a HEAD's EC alone
  ...(
    [
      ['0002-00000062', 'bad-authorization', 'OSS qn6q'],
      ['0002-00000102', 'missing-signature', 'OSS2 AccessKeyId:44x07,'],
      ['0002-00000104', 'bad-authorization', 'OSS2 AccessKeyId:44x07,Signature:n7IxI0=,UnknownKey:ABC'],
      [
        '0002-00000107',
        'malformed-other',
        'OSS2 AccessKeyId:\\r***xyz,AdditionalHeaders:host,Signature:n7I=',
      ],
      ['0002-00000206', 'malformed-other', `OSS4-HMAC-SHA256 Credential=\\rLTAI/${SCOPE},Signature=18`],
      ['0002-00000205', 'bad-credential', 'OSS4-HMAC-SHA256 Signature=18'],
      [
        '0002-00000227',
        'product-mismatch',
        'OSS4-HMAC-SHA256 Credential=LTAI/20250101/cn-hangzhou/s3/aliyun_v4_request,Signature=18',
      ],
      [
        '0002-00000405',
        'malformed-other',
        'AWS4-HMAC-SHA256 Credential=LTAI/20250101/us-east-1/s3/aws4_request,Signature=34',
      ],
    ] as const
  ).map(
    ([ec, cause, authorization]): Case => [
      `${ec} of a HEAD`,
      request('HEAD', '/a', [HOST, ['Date', DATE], ['Authorization', authorization]]),
      response(400, [['x-oss-ec', ec]]),
      { row: 10, verdict: 'malformed-auth', certainty: 'proven', cause },
    ],
  ),
  ...(
    [
      ['0002-00000064', 'malformed-other', [['Authorization', 'OSS  qn6qrrqxo2\\t:UNQDb7GapEgJkcde6OhZ9J']]],
      ['0002-00000065', 'missing-signature', [['Authorization', 'OSS qn6qrrqxo2oawuk53otfjbyc:']]],
      [
        '0002-00000103',
        'bad-authorization',
        [['Authorization', 'OSS2 AccessKeyId:44x07,AdditionalHeadershost,Signature:n7IxI0=']],
      ],
      [
        '0002-00000108',
        'missing-signature',
        [['Authorization', 'OSS2 AccessKeyId:44x07,AdditionalHeaders:host']],
      ],
      [
        '0002-00000111',
        'empty-additional-headers',
        [['Authorization', 'OSS2 AccessKeyId:44x07,AdditionalHeaders:host;,Signature:n7xI0=']],
      ],
      [
        '0002-00000112',
        'listed-header-absent',
        [['Authorization', 'OSS2 AccessKeyId:LTAI,AdditionalHeaders:host;range,Signature:n7x=']],
      ],
      [
        '0002-00000112',
        'listed-header-lost',
        [
          ['Range', 'bytes=0-9'],
          ['Authorization', 'OSS2 AccessKeyId:LTAI,AdditionalHeaders:host;range,Signature:n7x='],
        ],
      ],
      [
        '0002-00000112',
        'listed-header-underscore',
        [
          ['my_header', '1'],
          ['Authorization', 'OSS2 AccessKeyId:LTAI,AdditionalHeaders:host;my_header,Signature:n7x='],
        ],
      ],
      [
        '0002-00000211',
        'listed-header-absent',
        [
          ['x-oss-content-sha256', 'UNSIGNED-PAYLOAD'],
          [
            'Authorization',
            `OSS4-HMAC-SHA256 Credential=LTAI/${SCOPE},AdditionalHeaders=host;range,Signature=n7`,
          ],
        ],
      ],
      [
        '0002-00000214',
        'bad-content-sha256',
        [
          ['x-oss-content-sha256', '78adf'],
          ['x-oss-date', STAMP],
          ['Authorization', `OSS4-HMAC-SHA256 Credential=LTAI/${SCOPE},Signature=18`],
        ],
      ],
      ['0002-00000401', 'bad-authorization', [['Authorization', '']]],
      [
        '0002-00000402',
        'foreign-scheme',
        [['Authorization', 'AWS4-HMAC-SHA1 Credential=LTAI/20250101/us-east-1/s3/aws4_request,Signature=34']],
      ],
    ] as const
  ).map(
    ([ec, cause, headers]): Case => [
      `${ec} of a GET: ${cause}`,
      request('GET', '/oss.jpg', [HOST, ['Date', DATE], ...headers]),
      refused('InvalidArgument', '', ec),
      { row: 10, verdict: 'malformed-auth', certainty: 'proven', cause },
    ],
  ),
  ...(
    [
      ['0002-00000071', 'malformed-other', 'Expires=1141889120&Signature=vjby'],
      [
        '0002-00000077',
        'empty-additional-headers',
        'x-oss-signature-version=OSS2&x-oss-additional-headers=%20%3Bhost&x-oss-access-key-id=44CF9&x-oss-expires=1475462111&x-oss-signature=abc',
      ],
      [
        '0002-00000078',
        'listed-header-absent',
        'x-oss-signature-version=OSS2&x-oss-additional-headers=host%3Brange&x-oss-access-key-id=44CF9&x-oss-expires=1475462111&x-oss-signature=abc',
      ],
      [
        '0002-00000219',
        'missing-signature',
        `x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=LTAI/${SCOPE}&x-oss-date=${STAMP}&x-oss-expires=600`,
      ],
      ['0002-00000301', 'missing-expires', 'AWSAccessKeyId=nz2p&Signature=vjby'],
      ['0002-00000306', 'missing-signature', 'AWSAccessKeyId=nz2p&Expires=1141889120&Signature='],
      [
        '0002-00000411',
        'malformed-other',
        `X-Amz-Algorithm=AWS4-HMAC-SHA1&X-Amz-Credential=${S3_CREDENTIAL}&X-Amz-Date=${STAMP}&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=ab2`,
      ],
      [
        '0002-00000415',
        'bad-date',
        `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${S3_CREDENTIAL}&X-Amz-Date=2025-01-01-12:34:56&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=ab2`,
      ],
      [
        '0002-00000417',
        'bad-expires',
        `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${S3_CREDENTIAL}&X-Amz-Date=${STAMP}&X-Amz-Expires=abc&X-Amz-SignedHeaders=host&X-Amz-Signature=ab2`,
      ],
      [
        '0002-00000421',
        'scope-day-mismatch',
        `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=LTAI/20201220/us-east-1/s3/aws4_request&X-Amz-Date=${STAMP}&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=ab2`,
      ],
      [
        '0002-00000428',
        'listed-header-absent',
        `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${S3_CREDENTIAL}&X-Amz-Date=${STAMP}&X-Amz-Expires=86400&X-Amz-SignedHeaders=host%3Brange&X-Amz-Signature=ab2`,
      ],
    ] as const
  ).map(
    ([ec, cause, query]): Case => [
      `${ec} of a URL`,
      request('GET', `/test.txt?${query}`, [HOST, ['x-oss-s3-compat', 'true']]),
      response(400, [['x-oss-ec', ec]]),
      { row: 10, verdict: 'malformed-auth', certainty: 'proven', cause },
    ],
  ),
  [
    'a date in no form that is read, by the EC',
    request('GET', '/a', [HOST, ['x-oss-date', 'yesterday'], ['Authorization', `OSS ${KEY_ID}:x`]]),
    denied('AccessDenied', '', '0002-00000502'),
    { row: 10, verdict: 'malformed-auth', certainty: 'proven', cause: 'bad-date' },
  ],
  [
    'a Date in no form that is read, beside a date that is signed',
    withHeader(good4(), 'Date', STAMP),
    refused('InvalidArgument', '', '0002-00000502'),
    { row: 10, verdict: 'malformed-auth', certainty: 'proven', cause: 'bad-date', args: { value: STAMP } },
  ],
  [
    'no date, by the EC',
    request('GET', '/a', [HOST, ['Authorization', `OSS ${KEY_ID}:x`]]),
    denied('AccessDenied', '', '0002-00000503'),
    { row: 10, verdict: 'malformed-auth', certainty: 'proven', cause: 'missing-date' },
  ],
  [
    'a version of no signature',
    request(
      'GET',
      `/a?x-oss-signature-version=ABC&x-oss-expires=1141889120&x-oss-signature=abc&x-oss-access-key-id=${KEY_ID}`,
      [HOST],
    ),
    refused('InvalidArgument', '', '0002-00000066'),
    { row: 10, verdict: 'malformed-auth', certainty: 'proven', cause: 'malformed-other' },
  ],
  [
    'header and query',
    { ...good(), target: `/a?OSSAccessKeyId=${KEY_ID}&Expires=1&Signature=x` },
    refused('InvalidArgument', '', '0002-00000039'),
    { row: 10, verdict: 'malformed-auth', cause: 'header-and-query' },
  ],
  [
    'header and query, of which the request has one',
    goodUrl(),
    refused('InvalidArgument', '', '0002-00000039'),
    { row: 10, verdict: 'malformed-auth', certainty: 'proven', cause: 'authorization-replaced' },
  ],
  [
    'a foreign scheme, which the request does not have',
    good(),
    refused('InvalidArgument', '', '0002-00000061'),
    { row: 10, verdict: 'malformed-auth', certainty: 'proven', cause: 'authorization-replaced' },
  ],
  [
    'no date',
    withHeader(good(), 'Date', null),
    UNDATED,
    { row: 10, verdict: 'malformed-auth', certainty: 'proven', cause: 'missing-date' },
  ],
  [
    'a date that cannot be read',
    withHeader(good(), 'Date', '2025-01-01 12:34:56'),
    UNDATED,
    { row: 10, verdict: 'malformed-auth', certainty: 'proven', cause: 'bad-date' },
  ],
  // each was answered so by the service, or stands so in its pages of error codes
  ...['Wed, 01 Jan 2025 12:34:56 UTC', '2025-01-01T12:34:56.000Z', STAMP].map(
    (date): Case => [
      `a date that the server does not read: ${date}`,
      withHeader(good(), 'Date', date),
      UNDATED,
      { row: 10, verdict: 'malformed-auth', certainty: 'proven', cause: 'bad-date' },
    ],
  ),
  [
    'an x-oss-date in the form of Date, with version 4',
    withHeader(good4(), 'x-oss-date', 'Wed, 01 Jan 2025 12:34:56 GMT'),
    UNDATED,
    { row: 10, verdict: 'malformed-auth', certainty: 'proven', cause: 'bad-date' },
  ],
  [
    'a Date in the form of x-oss-date, with version 4, told by EC alone',
    withHeader(withHeader(good4(), 'x-oss-date', null), 'Date', STAMP),
    response(403, [['x-oss-ec', '0002-00000502']]),
    { row: 10, verdict: 'malformed-auth', certainty: 'proven', cause: 'bad-date' },
  ],
  [
    'a date that the server should have read',
    good(),
    UNDATED,
    { row: 10, verdict: 'malformed-auth', certainty: 'proven', cause: 'date-dropped' },
  ],
  [
    'an x-oss-date that the server should have read',
    good4(),
    UNDATED,
    { row: 10, verdict: 'malformed-auth', certainty: 'proven', cause: 'oss-header-dropped' },
  ],
  [
    'foreign scheme',
    request('GET', '/a', [HOST, ['Authorization', 'Bearer abc']]),
    refused('InvalidArgument', '', '0002-00000061'),
    { row: 10, verdict: 'malformed-auth', cause: 'foreign-scheme' },
  ],
  [
    'a URL that ends in its middle',
    request('GET', `/a?OSSAccessKeyId=${KEY_ID}`, [HOST]),
    denied('AccessDenied', 'You have no right', '0003-00000001'),
    { row: 10, verdict: 'malformed-auth', cause: 'url-cut' },
  ],
  [
    'a URL that ends in its middle, whose expiry the server misses first',
    request('GET', `/a?OSSAccessKeyId=${KEY_ID}`, [HOST]),
    refused('InvalidArgument', '', '0002-00000067'),
    { row: 10, verdict: 'malformed-auth', cause: 'url-cut' },
  ],
  [
    'missing Expires',
    request('GET', `/a?OSSAccessKeyId=${KEY_ID}&Signature=x`, [HOST]),
    refused('InvalidArgument', '', '0002-00000067'),
    { row: 10, verdict: 'malformed-auth', cause: 'missing-expires' },
  ],
  ...[
    `x-oss-signature-version=OSS4-HMAC-SHA256)`,
    `x-oss-signature-vers`,
    `x-oss-signature-verion=OSS4-HMAC-SHA256`,
  ].map(
    (last): Case => [
      `a V4 URL that ends in ${last}`,
      request(
        'GET',
        `/a?x-oss-credential=${KEY_ID}/${SCOPE}&x-oss-date=${STAMP}&x-oss-expires=600&x-oss-signature=ab&${last}`,
        [HOST],
      ),
      refused(
        'AccessDenied',
        'You have no right to access this object because of bucket acl.',
        '0003-00000001',
      ),
      { row: 10, verdict: 'malformed-auth', cause: 'missing-signature-version' },
    ],
  ),
  [
    'empty AdditionalHeaders, without EC',
    request('GET', '/a', [
      HOST,
      ['x-oss-date', STAMP],
      ['Authorization', `OSS4-HMAC-SHA256 Credential=${KEY_ID}/${SCOPE},AdditionalHeaders=,Signature=x`],
    ]),
    refused('InvalidArgument'),
    { row: 10, verdict: 'malformed-auth', cause: 'empty-additional-headers' },
  ],
  [
    'bad credential',
    request('GET', '/a', [
      HOST,
      ['x-oss-date', STAMP],
      ['Authorization', `OSS4-HMAC-SHA256 Credential=${KEY_ID},Signature=x`],
    ]),
    refused('InvalidArgument'),
    { row: 10, verdict: 'malformed-auth', cause: 'bad-credential' },
  ],
  [
    'the header, of which nothing more is known',
    good4(),
    refused('AuthorizationHeaderMalformed'),
    { row: 10, verdict: 'malformed-auth', certainty: 'proven', cause: 'malformed-other' },
  ],
  [
    'a good scope is not to blame for an argument that is',
    good4(),
    refused('InvalidArgument'),
    { row: 21, verdict: 'not-auth' },
  ],
  [
    'an id of version 1 has no scope to blame',
    good(),
    refused('InvalidArgument'),
    { row: 21, verdict: 'not-auth' },
  ],
  [
    'a scope of another day',
    request('GET', '/a', [
      HOST,
      ['x-oss-date', '20250102T000000Z'],
      ['Authorization', `OSS4-HMAC-SHA256 Credential=${KEY_ID}/${SCOPE},Signature=x`],
    ]),
    refused('InvalidArgument'),
    { row: 10, verdict: 'malformed-auth', cause: 'scope-day-mismatch' },
  ],
  [
    'mangled names',
    request('GET', `/a?OSSAccessKeyId=${KEY_ID}&amp;Expires=1735738496&amp;Signature=x`, [HOST]),
    denied('AccessDenied', 'You have no right'),
    { row: 10, verdict: 'malformed-auth', cause: 'mangled-parameters' },
  ],
  ...(
    [
      ['of its own parameters', `OSSAccessKeyId=${KEY_ID}&amp;Expires=1735738496&amp;Signature=x`],
      [
        'of its own parameters, in a value',
        `OSSAccessKeyId=${KEY_ID}\\u0026Expires=1735738496\\u0026Signature=x`,
      ],
    ] as const
  ).map(
    ([name, query]): Case => [
      `mangled names ${name}, and the server takes the request for an unsigned one`,
      request('GET', `/a?${query}`, [HOST]),
      denied('AccessDenied', 'You have no right', '0003-00000001'),
      { row: 10, verdict: 'malformed-auth', cause: 'mangled-parameters' },
    ],
  ),
  [
    'mangled names of other parameters are not to blame for what is no matter of the auth data',
    request('GET', `/a?OSSAccessKeyId=${KEY_ID}&Expires=1735738496&Signature=x&amp;x-oss-process=style/a`, [
      HOST,
    ]),
    denied('AccessDenied', 'You have no right to access this object.', '0003-00000015'),
    { row: 11, verdict: 'access-denied', cause: 'no-permission' },
  ],
  [
    'mangled names, and the server misses what stands under one of them',
    request(
      'GET',
      `/a?x-oss-signature-version=OSS4-HMAC-SHA256&amp;x-oss-credential=${KEY_ID}%2F${SCOPE.replaceAll('/', '%2F')}&amp;x-oss-signature=x`,
      [HOST],
    ),
    refused('InvalidArgument', 'Invalid credential', '0002-00000213'),
    { row: 10, verdict: 'malformed-auth', cause: 'mangled-parameters' },
  ],
  [
    'mangled names, and the server misses the expiry that stands under one of them',
    request('GET', `/a?OSSAccessKeyId=${KEY_ID}&Signature=x&amp;Expires=1735738496`, [HOST]),
    refused('InvalidArgument', '', '0002-00000067'),
    { row: 10, verdict: 'malformed-auth', cause: 'mangled-parameters' },
  ],
  [
    'mangled names, one of them at the end of the expiry',
    request(
      'GET',
      `/a?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=${KEY_ID}%2F${SCOPE.replaceAll('/', '%2F')}&x-oss-date=${STAMP}&x-oss-expires=600\\u0026x-oss-signature=x`,
      [HOST],
    ),
    refused('InvalidArgument', '', '0002-00000232'),
    { row: 10, verdict: 'malformed-auth', cause: 'mangled-parameters' },
  ],
  [
    'mangled names, and the server misses an expiry that stands nowhere',
    request('GET', `/a?OSSAccessKeyId=${KEY_ID}&amp;Signature=x`, [HOST]),
    refused('InvalidArgument', '', '0002-00000067'),
    { row: 10, verdict: 'malformed-auth', cause: 'mangled-parameters' },
  ],
  [
    'another endpoint',
    good(),
    denied(
      'AccessDenied',
      'The bucket you are attempting to access must be addressed using the specified endpoint.',
      '',
      [['Endpoint', 'oss-cn-beijing.aliyuncs.com']],
    ),
    { row: 11, verdict: 'access-denied', certainty: 'proven', cause: 'wrong-endpoint' },
  ],
  // the error code reference ("0003-00000501" to "-503", "HTTP 403 errors")
  ...(
    [
      ['none, by the EC', [], '0003-00000501', '', 'referer-missing'],
      [
        'another, by the EC',
        [['Referer', 'http://test.com/']],
        '0003-00000503',
        'Request denied by hotlink protection configuration',
        'referer-refused',
      ],
      [
        'another, by the words',
        [['Referer', 'http://test.com/']],
        '',
        'You are denied by bucket referer policy.',
        'referer-refused',
      ],
      ['lost on the way', [['Referer', 'http://test.com/']], '0003-00000501', '', 'referer-missing'],
    ] as const
  ).map(
    ([name, headers, ec, message, cause]): Case => [
      `hotlink protection: ${name}`,
      { ...good(), headers: [...good().headers, ...request('GET', '/a', headers).headers] },
      denied('AccessDenied', message, ec),
      { row: 11, verdict: 'access-denied', certainty: 'proven', cause },
    ],
  ),
  ...(
    [
      ['InDebt', 'account-disabled'],
      ['AbnormalBucketOwnerStatus', 'account-disabled'],
      ['BucketNotBelongTo', 'no-permission'],
    ] as const
  ).map(
    ([code, cause]): Case => [
      code,
      good(),
      denied(code),
      { row: 11, verdict: 'access-denied', certainty: 'proven', cause },
    ],
  ),
  [
    'another endpoint, by the EC of a HEAD',
    good(),
    response(403, [['x-oss-ec', '0003-00001403']]),
    { row: 11, verdict: 'access-denied', certainty: 'proven', cause: 'wrong-endpoint-unnamed' },
  ],
  [
    'no permission',
    good(),
    denied('AccessDenied', '', '0003-00000001'),
    { row: 11, verdict: 'access-denied', cause: 'no-permission' },
  ],
  [
    'as a stranger, whose signature may have got lost on the way',
    good(),
    denied('AccessDenied', 'You have no right to access this object because of bucket acl.', '0003-00000001'),
    { row: 11, verdict: 'access-denied', certainty: 'proven', cause: 'refused-as-stranger' },
  ],
  [
    'by the words',
    good(),
    denied('AccessDenied', 'The bucket you access does not belong to you: bucket acl'),
    { row: 11, verdict: 'access-denied', cause: 'no-permission' },
  ],
  [
    'policy condition',
    good(),
    denied('AccessDenied', 'Invalid according to Policy: Policy Condition failed: ["eq", "$key", "a"]'),
    { row: 11, verdict: 'access-denied', cause: 'policy-condition-failed' },
  ],
  ...['UserDisable', 'InDebt', 'InDebtOverdue'].map(
    (code): Case => [
      `account disabled, ${code}`,
      good(),
      denied(code),
      { row: 11, verdict: 'access-denied', cause: 'account-disabled' },
    ],
  ),
  ...['', '0003-00000501'].map(
    (ec): Case => [
      `hotlink protection ${ec}`,
      goodUrl(),
      denied('AccessDenied', 'You are denied by bucket referer policy.', ec),
      { row: 11, verdict: 'access-denied', cause: 'referer-missing' },
    ],
  ),
  [
    'another address',
    goodUrl(),
    denied('SignatureDoesNotMatch', '', '0002-00000602'),
    { row: 11, verdict: 'access-denied', cause: 'ip-restricted' },
  ],
  [
    'another address, by an EC of that block',
    goodUrl(),
    denied('AccessDenied', '', '0002-00000699'),
    { row: 11, verdict: 'access-denied', cause: 'ip-restricted' },
  ],
  [
    'for no reason told',
    good(),
    denied('AccessDenied'),
    { row: 11, verdict: 'access-denied', cause: 'access-denied-other' },
  ],
  [
    'for a reason of authentication that has no name',
    good(),
    denied('AccessDenied', '', '0002-00000999'),
    { row: 11, verdict: 'access-denied', cause: 'denied-by-authentication', args: { ec: '0002-00000999' } },
  ],
  // "0003-00000401" in the error code reference, and its message on the page of 403
  [
    'the security system',
    good(),
    SECURITY_BLOCK,
    { row: 11, verdict: 'access-denied', certainty: 'proven', cause: 'security-blocked' },
  ],
  [
    'the policy of the VPC',
    good(),
    denied('AccessDenied', 'Access denied by VPC endpoint policy.', '0003-00000401'),
    { row: 11, verdict: 'access-denied', certainty: 'proven', cause: 'vpc-policy-denied' },
  ],
  [
    'the policy of the VPC, by the EC of a HEAD',
    good({ ...PLAIN, method: 'HEAD' }),
    response(403, [['x-oss-ec', '0003-00000401']]),
    { row: 11, verdict: 'access-denied', certainty: 'proven', cause: 'vpc-policy-denied' },
  ],
];
