import { describe, expect, it } from 'vitest';
import { request } from '../oss/requests.ts';
import { History, SEARCH_BUDGET } from '../rooms/diagnose.ts';
import {
  CUSTOM_HOST,
  DATE,
  KEY_ID,
  PLAIN,
  type Plain,
  type ReferenceVersion,
  send,
  sign,
} from './reference-signer.ts';
import { diagnosed, errorAnswer, keyRing, mismatch, NO_KEYS, noteIds, OK } from './scenario.ts';

const OTHER = { secret: 'quite another secret' };
const AGENT = ['User-Agent', 'aliyun-sdk-python/2.18.4(Linux/6.1;3.11)'] as const;
const GET: Plain = { ...PLAIN, headers: [AGENT] };
const PUT: Plain = { ...GET, method: 'PUT', body: 'x' };

function refused(plain: Plain, history = new History(), version: ReferenceVersion = 'v1', budget?: number) {
  const message = send(version, plain, sign(version, plain, OTHER));
  return diagnosed(message, mismatch(message), keyRing(), history, budget);
}

const UNDECIDED = { row: 18, verdict: 'undecided', certainty: 'open' };

describe('row 18: the secret is given, and nothing explains the signature', () => {
  it('one request singles nothing out', () => {
    expect(refused(GET)).toMatchObject({ ...UNDECIDED, cause: null });
  });

  it('requests of two kinds of a known signer that all fail leave the secret alone', () => {
    const history = new History();
    expect(refused(GET, history)).toMatchObject(UNDECIDED);
    expect(refused({ ...GET, key: 'other.jpg' }, history)).toMatchObject(UNDECIDED);
    const before = { id: 'unexplained-before', args: { exchange: 7, count: 2 } };
    for (let at = 0; at < 2; at++) {
      expect(refused(PUT, history)).toMatchObject({
        row: 18,
        verdict: 'wrong-secret',
        certainty: 'likely',
        cause: { id: 'secret-unknown-difference' },
        // they are called undecided, and would stay so for the reader
        notes: expect.arrayContaining([before]),
      });
    }
  });

  it('not where the signer may be anything', () => {
    const history = new History();
    const headers = [['User-Agent', 'my-uploader/1.0']] as const;
    expect(refused({ ...GET, headers }, history)).toMatchObject(UNDECIDED);
    expect(refused({ ...PUT, headers }, history)).toMatchObject(UNDECIDED);
  });

  it('not where a request of the key was accepted', () => {
    const history = new History();
    const good = send('v1', GET, sign('v1', GET, OTHER));
    diagnosed(good, OK, keyRing(), history);
    expect(refused(GET, history)).toMatchObject(UNDECIDED);
    expect(refused(PUT, history)).toMatchObject(UNDECIDED);
  });

  it('not where the search did not end', () => {
    const history = new History();
    refused(GET, history, 'v1', 100);
    const second = refused(PUT, history, 'v1', 100);
    expect(second).toMatchObject(UNDECIDED);
    expect(noteIds(second)).toContain('search-limit');
  });

  it.each([
    ['v1-url', 'versionId, Expires'],
    ['v2-url', 'versionId, x-oss-expires'],
    ['v4-url', 'versionId, x-oss-expires'],
    ['s3v4-url', 'versionId, X-Amz-Expires'],
  ] as const)('a URL (%s) may have been edited by whoever was given it', (version, names) => {
    const history = new History();
    for (const method of ['GET', 'PUT']) {
      const plain = { ...GET, method, query: [['versionId', 'abc']] as const };
      expect(refused(plain, history, version)).toMatchObject({
        ...UNDECIDED,
        cause: { id: 'signed-url-edited', args: { names } },
      });
    }
  });

  it.each([
    ['v2', `OSS2 AccessKeyId:${KEY_ID},AdditionalHeaders:range;x-trace,Signature:`],
    [
      'v4',
      `OSS4-HMAC-SHA256 Credential=${KEY_ID}/20250101/cn-hangzhou/oss/aliyun_v4_request,AdditionalHeaders=range;x-trace,Signature=`,
    ],
    [
      's3v4',
      `AWS4-HMAC-SHA256 Credential=${KEY_ID}/20250101/cn-hangzhou/s3/aws4_request, SignedHeaders=host;range;x-amz-date;x-trace, Signature=`,
    ],
  ] as const)('a listed header that is absent (%s) has taken its value along', (version, authorization) => {
    const dated = version === 's3v4' ? 'x-amz-date' : version === 'v4' ? 'x-oss-date' : 'Date';
    const sent = request('GET', '/a.jpg', [
      ['Host', 'demo.oss-cn-hangzhou.aliyuncs.com'],
      [dated, version === 'v2' ? DATE : '20250101T123456Z'],
      ['Range', 'bytes=0-9'],
      AGENT,
      ['Authorization', authorization + (version === 'v2' ? `${'A'.repeat(43)}=` : 'a'.repeat(64))],
    ]);
    const diagnosis = diagnosed(sent, mismatch(sent), keyRing());
    expect(diagnosis).toMatchObject({
      ...UNDECIDED,
      cause: { id: 'listed-header-gone', args: { names: 'x-trace' } },
    });
    expect(noteIds(diagnosis)).toContain('listed-header-absent');
    // the secret would not bring it back
    expect(diagnosed(sent, mismatch(sent), NO_KEYS)).toMatchObject({
      verdict: 'needs-secret',
      cause: { id: 'listed-header-gone', args: { names: 'x-trace' } },
    });
  });

  it.each(['v1', 'v4', 'post-v1', 'post-v4'] as const)(
    'a string that was accepted with another signature (%s) leaves the secret alone',
    (version) => {
      const plain: Plain = { ...GET, method: version.startsWith('post') ? 'POST' : 'GET' };
      const history = new History();
      diagnosed(send(version, plain, sign(version, plain)), OK, keyRing(), history);
      const sent = send(version, plain, sign(version, plain, { secret: 'NoVariantOfTheOther1' }));
      const cause = { id: 'same-string-accepted', args: { exchange: 7 } };
      const made = diagnosed(sent, mismatch(sent), keyRing(), history);
      expect(made).toMatchObject({ verdict: 'wrong-secret', certainty: 'likely', cause });
      expect(diagnosed(sent, mismatch(sent), NO_KEYS, history)).toMatchObject({
        verdict: 'needs-secret',
        cause,
      });
      // another string may have lost something
      const other = { ...plain, key: 'other', headers: [['x-oss-meta-a', '1']] as const };
      const apart = send('v1', other, sign('v1', other, { secret: 'NoVariantOfTheOther1' }));
      expect(diagnosed(apart, mismatch(apart), keyRing(), history).verdict).toBe('undecided');
    },
  );

  it('19, 20: without the bucket there is no string to try the secret on', () => {
    const plain: Plain = { ...GET, addressing: 'custom' };
    const sent = send('v1', plain, sign('v1', plain));
    const answer = errorAnswer(403, 'SignatureDoesNotMatch');
    expect(diagnosed(sent, answer, keyRing())).toMatchObject({
      row: 20,
      verdict: 'undecided',
      certainty: 'open',
      cause: { id: 'bucket-not-known', args: { host: CUSTOM_HOST } },
    });
    expect(
      diagnosed(sent, answer, keyRing(), new History(), SEARCH_BUDGET, new Map([[CUSTOM_HOST, 'demo']])),
    ).toMatchObject({ verdict: 'wrong-secret', cause: { id: 'other-secret-or-request' } });
  });
});

describe('a raw + in a parameter of the URL', () => {
  const target = (token: string, name: string) =>
    `/a.jpg?OSSAccessKeyId=STS.${KEY_ID}&Expires=1735738496&Signature=${'A'.repeat(27)}%3D&${name}=${token}`;
  const answer = errorAnswer(403, 'InvalidSecurityToken', [['EC', '0002-00000804']]);
  const host = ['Host', 'demo.oss-cn-hangzhou.aliyuncs.com'] as const;

  it.each(['security-token', 'x-oss-security-token'])('is why the server does not know the %s', (name) => {
    expect(diagnosed(request('GET', target('CAIS+a%3D', name), [host]), answer)).toMatchObject({
      row: 6,
      verdict: 'token',
      certainty: 'proven',
      cause: { id: 'parameter-plus-raw', args: { name } },
    });
    expect(diagnosed(request('GET', target('CAIS%2Ba%3D', name), [host]), answer)).toMatchObject({
      row: 6,
      cause: { id: 'token-foreign' },
    });
  });

  it('is named for the token of the S3 dialect, too', () => {
    const url = `/a.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${KEY_ID}%2F20250101%2Fcn-hangzhou%2Fs3%2Faws4_request&X-Amz-Date=20250101T123456Z&X-Amz-Expires=600&X-Amz-SignedHeaders=host&X-Amz-Security-Token=CAIS+a&X-Amz-Signature=${'a'.repeat(64)}`;
    expect(diagnosed(request('GET', url, [host]), errorAnswer(400, 'InvalidToken'))).toMatchObject({
      verdict: 'token',
      cause: { id: 'parameter-plus-raw', args: { name: 'X-Amz-Security-Token' } },
    });
  });
});
