import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Secret, SIGV4A_SCHEME } from '../../src/engine/sign/index.ts';
import { request, response } from '../oss/requests.ts';
import { KEY_ID, type Pairs, PLAIN, type Plain, SECRET, send, sign } from './reference-signer.ts';
import { diagnosed, keyRing } from './scenario.ts';

/** At a host that nothing is known of. */
const CUSTOM: Plain = { ...PLAIN, addressing: 'custom' };
const good = (plain = CUSTOM) => send('s3v4', plain, sign('s3v4', plain));
const wrong = () => send('s3v4', CUSTOM, sign('s3v4', CUSTOM, { secret: `${SECRET}x` }));

/** As Ceph answers: without a mark, without a string. */
function refused(status: number, code: string, message = '', more: Pairs = [], date = '12:34:57') {
  const leaves = [['Code', code] as const, ['Message', message] as const, ...more].map(
    ([name, text]) => `<${name}>${text}</${name}>`,
  );
  const headers: Pairs = [
    ['Content-Type', 'application/xml'],
    ['Date', `Wed, 01 Jan 2025 ${date} GMT`],
  ];
  return response(status, headers, `<?xml version="1.0"?><Error>${leaves.join('')}</Error>`);
}

describe('what S3 says of the auth data', () => {
  it.each([
    [
      'AuthorizationHeaderMalformed',
      "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'",
      'region-mismatch',
    ],
    [
      'AuthorizationHeaderMalformed',
      'The authorization header is malformed; incorrect service "es". This endpoint belongs to "s3".',
      'product-mismatch',
    ],
    [
      'AuthorizationHeaderMalformed',
      'The authorization header is malformed; Invalid credential date "20240101". This date is not the same as X-Amz-Date: "20250101".',
      'scope-day-mismatch',
    ],
    [
      'AuthorizationHeaderMalformed',
      'The authorization header is malformed; the Credential is mal-formed; expecting "&lt;YOUR-AKID&gt;/YYYYMMDD/REGION/SERVICE/aws4_request".',
      'bad-credential',
    ],
    [
      'AuthorizationQueryParametersError',
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
      'missing-expires',
    ],
    [
      'InvalidRequest',
      'Missing required header for this request: x-amz-content-sha256',
      'listed-header-lost',
    ],
    [
      'InvalidArgument',
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter …',
      'authorization-replaced',
    ],
  ])('%s: %s', (code, message, cause) => {
    const diagnosis = diagnosed(good(), refused(400, code, message));
    expect(diagnosis).toMatchObject({ verdict: 'malformed-auth', certainty: 'proven', cause: { id: cause } });
  });

  it('names the region that is due', () => {
    const answer = refused(
      400,
      'AuthorizationHeaderMalformed',
      "the region 'x' is wrong; expecting 'eu-west-1'",
    );
    expect(diagnosed(good(), answer).divergences).toMatchObject([
      { field: 'scope:region', server: 'eu-west-1' },
    ]);
  });

  const NOT_SIGNED = 'There were headers present in the request which were not signed';
  it('is that a header came after signing, where the request has it', () => {
    const late = {
      ...good(),
      headers: [...good().headers, { name: 'X-Amz-Meta-T', value: '1', rawValue: ' 1', frame: 4 }],
    };
    const answer = refused(403, 'AccessDenied', NOT_SIGNED, [['HeadersNotSigned', 'x-amz-meta-t']]);
    expect(diagnosed(late, answer)).toMatchObject({
      verdict: 'malformed-auth',
      cause: { id: 'header-not-signed', args: { names: 'x-amz-meta-t' } },
    });
  });

  it('is that a header came in on the way, where the request has it not', () => {
    const answer = refused(403, 'AccessDenied', NOT_SIGNED, [['HeadersNotSigned', 'x-amz-acl']]);
    expect(diagnosed(good(), answer)).toMatchObject({
      verdict: 'transit-modified',
      cause: { id: 'header-not-signed-in-transit', args: { names: 'x-amz-acl' } },
    });
  });

  it('is that a signer of other services has no digest of the body', () => {
    const sent = good();
    const bare = { ...sent, headers: sent.headers.filter(({ name }) => !/sha256/i.test(name)) };
    const answer = refused(
      400,
      'InvalidRequest',
      'Missing required header for this request: x-amz-content-sha256',
    );
    expect(diagnosed(bare, answer).cause?.id).toBe('content-sha256-missing');
  });
});

describe('a denial without a word', () => {
  const DENIED = refused(403, 'AccessDenied');

  it('is likely to be one of permission', () => {
    const expected = {
      verdict: 'access-denied',
      certainty: 'likely',
      cause: { id: 'denied-without-a-word' },
    };
    expect(diagnosed(good(), DENIED)).toMatchObject(expected);
    expect(diagnosed(good(), DENIED, keyRing())).toMatchObject(expected);
  });

  it('is about the signature where the secret shows another', () => {
    expect(diagnosed(wrong(), DENIED, keyRing())).toMatchObject({
      verdict: 'wrong-secret',
      certainty: 'likely',
    });
  });

  it('is about the token that the given credentials have and the request has not', () => {
    const keys = new Map([
      [KEY_ID, { accessKeyId: KEY_ID, secret: new Secret(SECRET), securityToken: new Secret('token') }],
    ]);
    expect(diagnosed(good(), DENIED, keys)).toMatchObject({
      verdict: 'token',
      cause: { id: 'token-missing' },
    });
  });

  it('is about the life of a URL that is over', () => {
    const sent = send('s3v4-url', CUSTOM, sign('s3v4-url', CUSTOM));
    expect(diagnosed(sent, refused(403, 'AccessDenied', '', [], '23:34:57'))).toMatchObject({
      verdict: 'expired',
      certainty: 'likely',
    });
  });

  it('with a word is no question of the signature', () => {
    expect(diagnosed(good(), refused(403, 'AccessDenied', 'Access Denied'))).toMatchObject({
      verdict: 'access-denied',
      certainty: 'proven',
    });
  });
});

describe('a refused signature without a string', () => {
  const MISMATCH = refused(403, 'SignatureDoesNotMatch');

  it('leaves open whether the server has another secret or another request', () => {
    expect(diagnosed(good(), MISMATCH, keyRing())).toMatchObject({
      verdict: 'undecided',
      certainty: 'open',
      cause: { id: 'other-secret-or-request' },
    });
  });

  it('is that of another secret where that is near', () => {
    expect(diagnosed(wrong(), MISMATCH, keyRing())).toMatchObject({
      verdict: 'wrong-secret',
      certainty: 'likely',
    });
  });

  it('is that of a URL whose + stands as it is', () => {
    // of many, one has a + in its signature
    const plain = Array.from({ length: 64 }, (_, i) => ({ ...CUSTOM, key: `k${i}` })).find((each) =>
      sign('s3v2-url', each).includes('+'),
    );
    const sent = plain === undefined ? null : send('s3v2-url', plain, sign('s3v2-url', plain));
    if (sent === null) throw new Error('no signature has a +');
    const raw = { ...sent, target: sent.target.replaceAll('%2B', '+') };
    expect(raw.target).not.toBe(sent.target);
    expect(diagnosed(raw, MISMATCH)).toMatchObject({
      verdict: 'client-miscomputed',
      certainty: 'likely',
      cause: { id: 'signature-not-percent-encoded' },
    });
  });
});

it('a date that is near to that of the answer was changed on the way', () => {
  expect(diagnosed(good(), refused(403, 'RequestTimeTooSkewed'))).toMatchObject({
    verdict: 'clock-skew',
    certainty: 'likely',
    cause: { id: 'date-changed-unseen' },
  });
  expect(diagnosed(good(), refused(403, 'RequestTimeTooSkewed', '', [], '14:34:57')).cause?.id).toMatch(
    /^clock-/,
  );
});

describe('where the bucket of an accepted version 2 stands', () => {
  const date = ['Date', 'Wed, 01 Jan 2025 12:34:56 GMT'] as const;
  const signed = (path: string, host: string, resource: string) => {
    const text = `GET\n\n\n${date[1]}\n${resource}`;
    const signature = createHmac('sha1', SECRET).update(text).digest('base64');
    return request('GET', path, [['Host', host], date, ['Authorization', `AWS ${KEY_ID}:${signature}`]]);
  };
  const accepted = response(200, [['x-amz-request-id', 'tx00000000000000000000a-0065a4b2c8']]);

  it.each([
    ['in the path', '/demo/a.txt', '10.0.0.1:8080', '/demo/a.txt', []],
    [
      'in the host, which is known to be nobody’s',
      '/a.txt',
      'demo.swift.example.net:8080',
      '/demo/a.txt',
      ['bucket-in-host'],
    ],
  ])('%s', (_, path, host, resource, readings) => {
    const { notes, row } = diagnosed(signed(path, host, resource), accepted, keyRing());
    expect({ row, notes }).toEqual({
      row: 3,
      notes: readings.map((reading) => ({ id: 'reading-matched', args: { reading } })),
    });
  });

  it('and with the slash that botocore signs behind it', () => {
    const { notes } = diagnosed(signed('/demo', '10.0.0.1:8080', '/demo/'), accepted, keyRing());
    expect(notes[0]).toEqual({ id: 'reading-matched', args: { reading: 'bucket-with-slash' } });
  });
});

it('a URL that was escaped for HTML is no request to S3, as the server sees it', () => {
  const url = send('s3v4-url', CUSTOM, sign('s3v4-url', CUSTOM));
  const sent = { ...url, target: url.target.replaceAll('&', '&amp;') };
  const page = response(
    400,
    [
      ['Content-Type', 'text/html'],
      ['X-Trans-Id', 'txdd26592713bb4bbea68c4-006b0d4bae'],
    ],
    '<html></html>',
  );
  expect(diagnosed(sent, page)).toMatchObject({
    verdict: 'malformed-auth',
    cause: { id: 'mangled-parameters' },
  });
});

it('a URL that a shell cut at its first & is taken for a request to another API', () => {
  const url = send('s3v4-url', CUSTOM, sign('s3v4-url', CUSTOM));
  const sent = { ...url, target: url.target.split('&')[0] ?? '' };
  const made = (status: number) =>
    diagnosed(sent, response(status, [['X-Trans-Id', 'tx1']], '<html></html>'));
  expect(made(400)).toMatchObject({
    verdict: 'malformed-auth',
    cause: {
      id: 'url-cut',
      args: { names: 'X-Amz-Credential, X-Amz-Expires, X-Amz-SignedHeaders, X-Amz-Signature' },
    },
  });
  // whoever may read without a signature misses the object alone
  expect(made(404).verdict).not.toBe('malformed-auth');
});

describe('a request that is signed with SigV4A', () => {
  const sent = (host: string) =>
    request('GET', '/b/k', [
      ['Host', host],
      ['X-Amz-Date', '20250101T123456Z'],
      ['X-Amz-Region-Set', '*'],
      [
        'Authorization',
        `${SIGV4A_SCHEME} Credential=K/20250101/s3/aws4_request, SignedHeaders=host, Signature=30`,
      ],
    ]);
  const refusals = [refused(400, 'InvalidArgument'), refused(403, 'AccessDenied', 'requires a valid Date')];

  it('is of a kind that a server of another maker does not take, whatever that says', () => {
    for (const answer of refusals) {
      expect(diagnosed(sent('10.0.0.1:7480'), answer)).toMatchObject({
        verdict: 'version-refused',
        certainty: 'likely',
        cause: { id: 'sigv4a-refused' },
      });
    }
  });

  it('may have other faults at Amazon, which takes it', () => {
    for (const answer of refusals) {
      expect(diagnosed(sent('b.s3.amazonaws.com'), answer).cause?.id).not.toBe('sigv4a-refused');
    }
  });
});

it('a signature for another product is refused as any other by a server that shows no string', () => {
  const sent = (product: string) =>
    request('GET', '/b/k', [
      ['Host', 'ceph.example.net:7480'],
      ['X-Amz-Date', '20250101T123456Z'],
      ['X-Amz-Content-SHA256', 'UNSIGNED-PAYLOAD'],
      [
        'Authorization',
        `AWS4-HMAC-SHA256 Credential=K/20250101/r/${product}/aws4_request, SignedHeaders=host, Signature=0`,
      ],
    ]);
  const answer = refused(403, 'SignatureDoesNotMatch');
  expect(diagnosed(sent('ceph'), answer)).toMatchObject({
    verdict: 'malformed-auth',
    cause: { id: 'product-mismatch', args: { claimed: 'ceph' } },
  });
  expect(diagnosed(sent('s3'), answer).verdict).toBe('needs-secret');
});

describe('a bucket in another region', () => {
  const there = [
    ['x-amz-bucket-region', 'eu-west-1'],
    ['x-amz-request-id', '79104EXAMPLEB723'],
  ] as const;

  it.each([
    [
      'by its document',
      refused(301, 'PermanentRedirect', '', [['Endpoint', 'b.s3.eu-west-1.amazonaws.com']]),
      'b.s3.eu-west-1.amazonaws.com',
    ],
    ['to a HEAD', response(301, there), 's3.eu-west-1.amazonaws.com'],
  ])('is named %s, and nothing passed', (_, answer, endpoint) => {
    expect(diagnosed(good(), answer)).toMatchObject({
      verdict: 'access-denied',
      cause: { id: 'wrong-endpoint', args: { endpoint } },
    });
  });
});

/** Another value for a header of the captured request; null leaves it out. */
function withHeader(sent: ReturnType<typeof good>, name: string, value: string | null) {
  const headers = sent.headers.flatMap((line) => {
    if (line.name.toLowerCase() !== name) return [line];
    return value === null ? [] : [{ ...line, value }];
  });
  return { ...sent, headers };
}

describe('what is malformed on the wire, where the server denies without a word', () => {
  const DENIED = refused(403, 'AccessDenied');
  const v2 = (date: string) =>
    request('GET', '/b/k', [
      ['Host', 'ceph.example.net'],
      ['Date', 'Wed, 01 Jan 2025 12:34:56 GMT'],
      ['x-amz-date', date],
      ['Authorization', 'AWS K:AAAAAAAAAAAAAAAAAAAAAAAAAAA='],
    ]);
  const url = (life: string) =>
    request(
      'GET',
      `/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=K%2F20250101%2Fr%2Fs3%2Faws4_request&X-Amz-Date=20250101T123456Z&X-Amz-Expires=${life}&X-Amz-SignedHeaders=host&X-Amz-Signature=0a`,
      [['Host', 'ceph.example.net']],
    );

  it.each([
    ['a date that nobody reads', v2('Bad Date'), 'bad-date', { value: 'Bad Date' }],
    ['an empty date beside a good one', v2(''), 'bad-date', { value: '' }],
    ['an empty date of V4', withHeader(good(), 'x-amz-date', ''), 'bad-date', { value: '' }],
    ['a life of nothing', url('0'), 'bad-expires', { value: '0' }],
    ['a life below that', url('-7'), 'bad-expires', { value: '-7' }],
    ['a life of more than a week', url('604801'), 'bad-expires', { value: '604801' }],
    ['no digest in V4', withHeader(good(), 'x-amz-content-sha256', null), 'content-sha256-missing', {}],
  ])('%s', (_, sent, id, args) => {
    for (const answer of [DENIED, response(403, [['Content-Type', 'application/xml']])]) {
      expect(diagnosed(sent, answer)).toMatchObject({
        row: 10,
        verdict: 'malformed-auth',
        certainty: 'likely',
        cause: { id, args },
      });
    }
  });

  it.each([
    ['a date as HTTP has it', v2('Wed, 01 Jan 2025 12:34:56 GMT')],
    ['a life of a week', url('604800')],
  ])('is not %s', (_, sent) => {
    expect(diagnosed(sent, DENIED)).toMatchObject({ verdict: 'access-denied', row: 20 });
  });

  it('is no digest where the secret is wrong besides', () => {
    const answer = refused(403, 'SignatureDoesNotMatch');
    const bare = withHeader(wrong(), 'x-amz-content-sha256', null);
    expect(diagnosed(bare, answer).cause?.id).toBe('content-sha256-missing');
    expect(diagnosed(bare, answer, keyRing()).cause?.id).not.toBe('content-sha256-missing');
  });
});

describe('the words of a server', () => {
  it.each(['Forbidden: Invalid signature', 'Signature does not match.'])(
    '%s is about the signature, whatever the code, and no more than likely',
    (message) => {
      const answer = refused(403, 'AccessDenied', message);
      expect(diagnosed(wrong(), answer).verdict).toBe('needs-secret');
      const { verdict, certainty } = diagnosed(wrong(), answer, keyRing());
      expect([verdict, certainty]).not.toContain('access-denied');
      expect(certainty).not.toBe('proven');
    },
  );

  it.each([
    ['Forbidden', 'access-denied-other'],
    ['Forbidden: No such key: K', 'key-unknown'],
    ['User: arn:aws:iam::1:user/x is not authorized to perform: s3:GetObject', 'no-permission'],
  ])('%s', (message, id) => {
    expect(diagnosed(good(), refused(403, 'AccessDenied', message)).cause?.id).toBe(id);
  });

  it.each([
    // Cloudflare R2, Garage, Backblaze B2
    [
      'InvalidRegionName',
      "The region name 'eu-west-1' is not valid. Must be one of: wnam, auto",
      'region-refused',
    ],
    [
      'AuthorizationHeaderMalformed',
      'unexpected scope: 20250101/us-east-1/s3/aws4_request',
      'region-refused',
    ],
    ['InvalidArgument', 'Credential access key has length 20, should be 32', 'malformed-other'],
    ['InvalidAccessKeyId', 'Malformed Access Key Id', 'key-unknown'],
    ['Unauthorized', 'SigV2 authorization is not supported. Please use SigV4 instead.', 'v1-switched-off'],
  ])('%s: %s', (code, message, id) => {
    expect(diagnosed(good(), refused(400, code, message)).cause?.id).toBe(id);
  });

  it('name a key ID that says nothing, where its kind is not known', () => {
    const named: Pairs = [['AWSAccessKeyId', 'test']];
    const bare = refused(403, 'SignatureDoesNotMatch', '', named);
    expect(diagnosed(wrong(), bare).verdict).toBe('needs-secret');
    const document = '<Error><Code>SignatureDoesNotMatch</Code><AWSAccessKeyId>test</AWSAccessKeyId></Error>';
    const amazon = response(403, [['Server', 'AmazonS3']], document);
    expect(diagnosed(wrong(), amazon).verdict).toBe('transit-modified');
  });

  it('of Amazon on version 2 are about the region, and not about the account', () => {
    const message =
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.';
    expect(diagnosed(good(), refused(400, 'InvalidRequest', message))).toMatchObject({
      verdict: 'version-refused',
      cause: { id: 'v1-switched-off' },
    });
  });

  it.each([301, 307, 308])('%i comes before the signature is looked at', (status) => {
    const moved = response(status, [['x-amz-request-id', 'tx00000000000000000000a-0065a4b2c8']]);
    expect(diagnosed(good(), moved)).toMatchObject({ verdict: 'not-auth', certainty: 'proven' });
  });
});

describe('an Authorization of no known form', () => {
  it.each([
    ['', 'bad-authorization'],
    ['AWS HAHAHA', 'bad-authorization'],
    ['Bearer made.up', 'foreign-scheme'],
  ])('%j', (value, id) => {
    const sent = request('PUT', '/b/k', [
      ['Host', 'ceph.example.net'],
      ['x-amz-date', '20250101T123456Z'],
      ['Authorization', value],
    ]);
    const host: Pairs = [['HostId', '']];
    for (const answer of [
      refused(403, 'AccessDenied', '', host),
      refused(400, 'InvalidArgument', '', host),
    ]) {
      expect(diagnosed(sent, answer)).toMatchObject({ verdict: 'malformed-auth', cause: { id } });
    }
  });
});

it('a page of a refusal that names no server is not the answer of a server of S3', () => {
  const page = response(403, [['Content-Type', 'text/html']], '<html><title>Blocked</title></html>');
  expect(diagnosed(good(), page)).toMatchObject({ verdict: 'intercepted', certainty: 'likely' });
});
