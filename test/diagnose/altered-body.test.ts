import { describe, expect, it } from 'vitest';
import { nodeHasher } from '../../src/node/ports.ts';
import * as search from '../../src/search/search.ts';
import { request, response } from '../oss/requests.ts';
import { toBase64, toHex } from '../rooms/bytes.ts';
import { type Diagnosis, diagnose, History } from '../rooms/diagnose.ts';
import { type BodyCheck, MAX_UNASKED_MD5_BYTES } from '../rooms/oss.ts';
import { errorAnswer, NO_KEYS, OK, ossExchange } from './scenario.ts';

const HEADERS = [
  ['Host', 'b.oss-cn-hangzhou.aliyuncs.com'],
  ['Date', 'Wed, 01 Jan 2025 12:34:56 GMT'],
  ['Authorization', 'OSS LTAI5tExampleKey:x'],
] as const;

const CHECK: BodyCheck = {
  body: 'request',
  claim: 'crc64',
  claimedBy: 'server',
  claimed: '1',
  actual: '2',
  result: 'differs',
  damage: 'after-capture',
  unknown: null,
};

function diagnosed(
  checks: readonly BodyCheck[],
  answer = OK,
  sent = request('PUT', '/k', HEADERS, 'x'),
): Diagnosis {
  const context = { keyRing: NO_KEYS, hasher: nodeHasher, search, history: new History(), checks };
  return diagnose(ossExchange(sent, answer), context);
}

describe('an accepted exchange', () => {
  it('whose body is not what the server stored', () => {
    expect(diagnosed([CHECK])).toMatchObject({
      verdict: 'digest',
      certainty: 'proven',
      cause: { id: 'stored-body-differs', args: { claim: 'claim-crc64', claimed: '1', actual: '2' } },
    });
  });

  it('whose object arrived with other bytes', () => {
    const received: BodyCheck = { ...CHECK, body: 'response', claim: 'etag', damage: 'before-capture' };
    expect(diagnosed([received]).cause).toMatchObject({
      id: 'received-body-differs',
      args: { claim: 'claim-etag' },
    });
  });

  it.each([
    ['everything fits', { ...CHECK, result: 'matches', damage: null }],
    ['nothing is known', { ...CHECK, result: 'unknown', damage: null, actual: null, unknown: 'incomplete' }],
    [
      'the server accepted what the client’s own digest contradicts',
      { ...CHECK, claim: 'content-md5', claimedBy: 'client' },
    ],
  ] as const)('is a match where %s', (_, check) => {
    expect(diagnosed([check]).verdict).toBe('match');
  });

  it('is a match where the server stored what the client says that it sent: the captured bytes are not those that arrived', () => {
    const md5 = nodeHasher.digest('md5', 'x');
    const client = (claim: 'content-md5' | 'crc64', claimed: string): BodyCheck => ({
      ...CHECK,
      claim,
      claimed,
      claimedBy: 'client',
      damage: 'before-capture',
    });
    const etag: BodyCheck = { ...CHECK, claim: 'etag', claimed: toHex(md5).toUpperCase() };
    expect(diagnosed([client('content-md5', toBase64(md5)), etag]).verdict).toBe('match');
    expect(diagnosed([client('crc64', '1'), CHECK]).verdict).toBe('match');
    expect(diagnosed([client('content-md5', 'AAAAAAAAAAAAAAAAAAAAAA=='), etag]).verdict).toBe('digest');
    expect(diagnosed([client('crc64', '3'), CHECK]).verdict).toBe('digest');
  });

  it('stays a refusal where it was refused', () => {
    expect(diagnosed([CHECK], errorAnswer(403, 'AccessDenied')).verdict).toBe('access-denied');
  });
});

describe('a refused digest', () => {
  const CLAIM = [...HEADERS, ['Content-MD5', 'rL0Y20zC+Fzt72VPzMSk2A==']] as const;

  it('of a body that was too long to be digested unasked', () => {
    const sent = { ...request('PUT', '/k', CLAIM, 'x'), bodyBytes: MAX_UNASKED_MD5_BYTES + 1 };
    expect(diagnosed([], errorAnswer(400, 'InvalidDigest'), sent).cause?.id).toBe('digest-not-computed');
  });

  it('is decided by the digest of the bytes that passed by', () => {
    const passed = { whole: true, md5: nodeHasher.digest('md5', 'foo'), crc64: null };
    const sent = { ...request('PUT', '/k', CLAIM), bodyBytes: 3, digests: passed };
    expect(diagnosed([], errorAnswer(400, 'InvalidDigest'), sent).cause?.id).toBe('body-altered');
    const other = { ...sent, digests: { ...passed, md5: nodeHasher.digest('md5', 'bar') } };
    expect(diagnosed([], errorAnswer(400, 'InvalidDigest'), other).cause).toMatchObject({
      id: 'body-md5-differs',
      args: { actual: 'N7UdGUp1E+RbVvZSTy1R8g==' },
    });
    const cut = {
      ...sent,
      bodyState: 'incomplete' as const,
      digests: { whole: false, md5: null, crc64: null },
    };
    expect(diagnosed([], errorAnswer(400, 'InvalidDigest'), cut).cause?.id).toBe('digest-unverifiable');
  });
});

describe('an answer without a request', () => {
  it('has nothing to compare', () => {
    expect(diagnosed([], response(200, [['x-oss-request-id', '1']])).verdict).toBe('match');
  });
});
