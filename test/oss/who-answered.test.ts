import { describe, expect, it } from 'vitest';
import { ossExchange } from '../diagnose/scenario.ts';
import { whoAnswered } from '../rooms/oss.ts';
import { request, response } from './requests.ts';

type Lines = readonly (readonly [string, string])[];

function answered(status: number, headers: Lines, body: string | null = null) {
  const answer = response(status, headers, body);
  const { error } = ossExchange(
    request('GET', '/k', [['Host', 'demo.oss-cn-hangzhou.aliyuncs.com']]),
    answer,
  );
  return whoAnswered(answer, error);
}

const ID = ['x-oss-request-id', '5C2723573183A12D5C272357'] as const;

describe('the service is known by its own marks', () => {
  it.each<readonly [string, number, Lines, string | null]>([
    ['its request ID', 200, [['Server', 'nginx'], ID], null],
    ['the request ID of its S3 dialect', 200, [['x-amz-request-id', '5C2723573183A12D5C272357']], null],
    ['its name', 403, [['Server', 'AliyunOSS']], null],
    [
      'another header of its own, where a gateway took the ID away',
      200,
      [
        ['Server', 'nginx'],
        ['x-oss-object-type', 'Normal'],
      ],
      null,
    ],
    [
      'its ETag',
      200,
      [
        ['Server', 'nginx'],
        ['ETag', '"5EB63BBBE01EEED093CB22BB8F5ACDC3-2"'],
      ],
      null,
    ],
    [
      'its document',
      403,
      [['Server', 'nginx']],
      '<Error><Code>AccessDenied</Code><RequestId>5C27</RequestId></Error>',
    ],
    ['a code of its own', 403, [], '<Error><Code>SignatureDoesNotMatch</Code></Error>'],
  ])('%s', (_, status, headers, body) => {
    expect(answered(status, headers, body)).toEqual({ kind: 'service' });
  });
});

describe('something on the way names itself', () => {
  it.each<readonly [string, number, Lines, string | null, string]>([
    [
      'nginx',
      403,
      [
        ['Server', 'nginx/1.26.3'],
        ['Content-Type', 'text/html'],
      ],
      '<html>403</html>',
      'Server: nginx/1.26.3',
    ],
    [
      'squid',
      403,
      [
        ['Server', 'squid/6.13'],
        ['X-Squid-Error', 'ERR_ACCESS_DENIED 0'],
      ],
      null,
      'Server: squid/6.13, X-Squid-Error: ERR_ACCESS_DENIED 0',
    ],
    [
      'a portal',
      200,
      [
        ['Server', 'CaptivePortal/2.1'],
        ['Content-Type', 'text/html'],
      ],
      null,
      'Server: CaptivePortal/2.1',
    ],
    [
      'a gateway that asks for a login, without its nonce',
      401,
      [['WWW-Authenticate', 'Digest realm="x", nonce="s3cr3t"']],
      null,
      'WWW-Authenticate: Digest',
    ],
    [
      'a gateway whose JSON has a code',
      403,
      [['Server', 'kong']],
      '{"code":"blocked","message":"no"}',
      'Server: kong',
    ],
    [
      'an ETag that is none of the service',
      200,
      [
        ['Server', 'nginx'],
        ['ETag', '"5f3e-1a2b"'],
      ],
      null,
      'Server: nginx',
    ],
    ['nobody', 503, [['Content-Length', '0']], null, ''],
  ])('%s', (_, status, headers, body, signs) => {
    expect(answered(status, headers, body)).toEqual({ kind: 'other', signs });
  });
});

describe('a cache repeats what the service said', () => {
  it.each<readonly [string, Lines]>([
    ['Age: 12', [ID, ['Age', '12']]],
    ['X-Cache: HIT from proxy', [ID, ['X-Cache', 'HIT from proxy']]],
    ['X-Cache: HIT TCP_MEM_HIT dirn:1:2', [ID, ['Via', 'cache1'], ['X-Cache', 'HIT TCP_MEM_HIT dirn:1:2']]],
    ['X-Cache-Status: HIT', [ID, ['X-Cache-Status', 'HIT']]],
    ['X-Varnish: 5 3', [ID, ['X-Varnish', '5 3']]],
    ['CF-Cache-Status: HIT', [ID, ['CF-Cache-Status', 'HIT']]],
    ['Cache-Status: c; hit', [ID, ['Cache-Status', 'c; hit']]],
    [
      'X-Proxy-Cache: HIT',
      [
        ['Server', 'nginx'],
        ['X-Proxy-Cache', 'HIT'],
      ],
    ],
  ])('%s', (signs, headers) => {
    expect(answered(200, headers)).toEqual({ kind: 'cache', signs });
  });

  it.each<readonly [string, Lines]>([
    ['the age of an answer that has just come', [ID, ['Age', '0']]],
    ['a miss', [ID, ['X-Cache', 'MISS from proxy'], ['X-Cache-Lookup', 'HIT from proxy:3128']]],
    ['a first number alone', [ID, ['X-Varnish', '5']]],
  ])('but not with %s', (_, headers) => {
    expect(answered(200, headers)).toEqual({ kind: 'service' });
  });
});

it('is not known of a head that the capture cut', () => {
  const cut = { ...response(403, [['Server', 'nginx']]), headComplete: false };
  expect(whoAnswered(cut, null)).toEqual({ kind: 'unknown' });
});
