import { describe, expect, it } from 'vitest';
import { request, response } from '../oss/requests.ts';
import { DATE, KEY_ID, type Pairs, PLAIN, type Plain, send, sign } from './reference-signer.ts';
import { capturedAt, goodUrl, HOST } from './row-cases.ts';
import { diagnosed, keyRing, mismatch, noteIds, wireStrings } from './scenario.ts';

const matched = (reading: string) => ({ id: 'reading-matched', args: { reading } });

/** A V1 request to `/a+b%2Bc.txt`, signed for this key. */
function plusSent(key: string, secret?: string) {
  const signature = sign('v1', { ...PLAIN, key }, secret === undefined ? {} : { secret });
  return request('GET', '/a+b%2Bc.txt', [
    HOST,
    ['Date', DATE],
    ['Authorization', `OSS ${KEY_ID}:${signature}`],
  ]);
}
const spaced = (text: string) => text.replace('a+b', 'a b');

const TWICE: Pairs = [
  ['x-oss-meta-a', '1'],
  ['x-oss-meta-a', '2'],
];
/** A V1 request with a header twice, signed with what `headers` have of it. */
function repeated(headers: Pairs) {
  const signature = sign('v1', { ...PLAIN, headers });
  return request('GET', '/a.jpg', [
    HOST,
    ['Date', DATE],
    ...TWICE,
    ['Authorization', `OSS ${KEY_ID}:${signature}`],
  ]);
}

describe('a server that reads an unsettled rule in its own way', () => {
  it('is not taken for a change on the way: a raw + in the path', () => {
    const sent = plusSent('a+b+c.txt');
    const answer = mismatch(sent, { server: spaced });
    const known = diagnosed(sent, answer, keyRing());
    expect(known).toMatchObject({
      verdict: 'client-miscomputed',
      // a proxy that writes %20 for it leaves the very same strings
      certainty: 'likely',
      row: 16,
      cause: { id: 'key-plus-raw' },
      divergences: [{ field: 'resource:key', client: 'a+b+c.txt', server: 'a b+c.txt' }],
    });
    expect(known.notes).toContainEqual(matched('plus-as-space'));
    const unknown = diagnosed(sent, answer);
    expect(unknown).toMatchObject({ verdict: 'needs-secret', row: 19 });
    expect(unknown.notes).toContainEqual(matched('plus-as-space'));
  });

  it('is not taken for a change on the way: a raw + in a path with the bucket', () => {
    const signature = sign('v1', { ...PLAIN, key: 'a+b+c.txt' });
    const sent = request('GET', '/demo/a+b%2Bc.txt', [
      ['Host', 'oss-cn-hangzhou.aliyuncs.com'],
      ['Date', DATE],
      ['Authorization', `OSS ${KEY_ID}:${signature}`],
    ]);
    const diagnosis = diagnosed(sent, mismatch(sent, { server: spaced }), keyRing());
    expect(diagnosis).toMatchObject({
      row: 16,
      cause: { id: 'key-plus-raw' },
      divergences: [{ field: 'resource:key', client: 'a+b+c.txt', server: 'a b+c.txt' }],
    });
    expect(diagnosis.notes).toContainEqual(matched('plus-as-space'));
  });

  it('is not taken for a change on the way: a raw + in the path of version 2, which signs keys encoded', () => {
    const signature = sign('v2', { ...PLAIN, key: 'a+b+c.txt' });
    const sent = request('GET', '/a+b%2Bc.txt', [
      HOST,
      ['Date', DATE],
      ['Authorization', `OSS2 AccessKeyId:${KEY_ID},Signature:${signature}`],
    ]);
    const answer = mismatch(sent, { server: (text) => text.replace('a%2Bb', 'a%20b') });
    expect(diagnosed(sent, answer, keyRing())).toMatchObject({
      verdict: 'client-miscomputed',
      certainty: 'likely',
      row: 16,
      cause: { id: 'key-plus-raw' },
      divergences: [{ field: 'resource:key', client: 'a%2Bb%2Bc.txt', server: 'a%20b%2Bc.txt' }],
    });
  });

  it('leaves proven what else the client did wrong beside a raw + in the path', () => {
    const signature = sign('v1', { ...PLAIN, method: 'PUT', key: 'a b+c.txt' });
    const sent = request('GET', '/a+b%2Bc.txt', [
      HOST,
      ['Date', DATE],
      ['Authorization', `OSS ${KEY_ID}:${signature}`],
    ]);
    expect(diagnosed(sent, mismatch(sent, { server: spaced }), keyRing())).toMatchObject({
      verdict: 'client-miscomputed',
      certainty: 'proven',
      cause: { id: 'method-signed-other' },
    });
  });

  it('leaves the cause open where the client signed what the server read, and nothing fits', () => {
    const sent = plusSent('a b+c.txt', 'no relation at all');
    expect(diagnosed(sent, mismatch(sent, { server: spaced }), keyRing())).toMatchObject({
      verdict: 'undecided',
      row: 18,
    });
  });

  it('is a change on the way where the documents settle the rule, and the client signed by it: a + in the query', () => {
    const name = 'response-content-type';
    const signature = sign('v1', { ...PLAIN, query: [[name, 'a b']] });
    const authorization = ['Authorization', `OSS ${KEY_ID}:${signature}`] as const;
    const sent = request('GET', `/a.jpg?${name}=a+b`, [HOST, ['Date', DATE], authorization]);
    const answer = mismatch(sent, { server: (text) => text.replace('a b', 'a+b') });
    expect(diagnosed(sent, answer, keyRing())).toMatchObject({
      verdict: 'transit-modified',
      certainty: 'proven',
      row: 14,
      divergences: [{ field: `resource:subresource:${name}`, client: 'a b', server: 'a+b' }],
    });
    expect(diagnosed(sent, answer)).toMatchObject({ verdict: 'needs-secret', row: 19 });
  });

  it('reads an escaped plus sign of an accepted request as one', () => {
    expect(diagnosed(plusSent('a b+c.txt'), response(200), keyRing()).notes).toContainEqual(
      matched('plus-as-space'),
    );
  });

  it.each([
    ['duplicates-first', 'x-oss-meta-a:1', [['x-oss-meta-a', '1,2']]],
    ['duplicates-last', 'x-oss-meta-a:2', [['x-oss-meta-a', '1']]],
    ['duplicates-each', 'x-oss-meta-a:1\nx-oss-meta-a:2', [['x-oss-meta-a', '1,2']]],
  ] as const)('is not taken for a change on the way: %s', (reading, line, signed) => {
    const sent = repeated(signed);
    const answer = mismatch(sent, { server: (text) => text.replace('x-oss-meta-a:1,2', line) });
    const diagnosis = diagnosed(sent, answer, keyRing());
    expect(diagnosis).toMatchObject({
      verdict: 'client-miscomputed',
      // a hop may as well have left the server one of them
      certainty: 'likely',
      cause: { id: 'header-duplicates' },
      divergences: [{ field: 'oss-header:x-oss-meta-a', client: signed[0][1] }],
    });
    expect(diagnosis.notes).toContainEqual(matched(reading));
  });

  it.each([
    ['v1', 'parameters-first', '1'],
    ['v1', 'parameters-last', '2'],
    ['v4', 'parameters-first', '1'],
    ['v4', 'parameters-last', '2'],
  ] as const)('is not taken for a change on the way: %s, %s', (version, reading, kept) => {
    const one: Plain = { ...PLAIN, query: [['versionId', kept]] };
    const made = send(version, one, sign(version, one));
    const received = wireStrings(made).stringToSign.text;
    const sent = { ...made, target: made.target.replace(/\?.*/, '?versionId=1&versionId=2') };
    const answer = mismatch(sent, { server: () => received });
    const known = diagnosed(sent, answer, keyRing());
    expect(known).toMatchObject({ verdict: 'wrong-secret', row: 15, divergences: [] });
    expect(known.notes).toContainEqual(matched(reading));
    const unknown = diagnosed(sent, answer);
    expect(unknown).toMatchObject({ verdict: 'needs-secret', row: 19 });
    expect(unknown.notes).toContainEqual(matched(reading));
    // a client that signed both is found to have done so
    const both: Plain = {
      ...PLAIN,
      query: [
        ['versionId', '1'],
        ['versionId', '2'],
      ],
    };
    const signedBoth = send(version, both, sign(version, both));
    expect(diagnosed(signedBoth, mismatch(signedBoth, { server: () => received }), keyRing())).toMatchObject({
      verdict: 'client-miscomputed',
      cause: { id: 'parameter-duplicates', args: { name: 'versionId', how: 'all-of-them' } },
    });
    // nor are the rules called wrong by which an accepted one is rebuilt
    expect(diagnosed(sent, response(200), keyRing()).notes).toContainEqual(matched(reading));
  });

  it('does not excuse what no reading gives', () => {
    const sent = plusSent('a+b+c.txt');
    const answer = mismatch(sent, { server: (text) => spaced(text).replace('GET', 'HEAD') });
    const diagnosis = diagnosed(sent, answer, keyRing());
    expect(diagnosis).toMatchObject({ verdict: 'transit-modified', row: 14 });
    expect(noteIds(diagnosis)).not.toContain('reading-matched');
  });
});

describe('a header that is listed as signed and absent', () => {
  const plain = { ...PLAIN, headers: [['range', 'bytes=0-9']] as Pairs };
  const sent = send('v4', PLAIN, sign('v4', plain, { listed: ['range'] }), ['range']);

  it('is named, with the secret and without', () => {
    const note = { id: 'listed-header-absent', args: { names: 'range' } };
    expect(diagnosed(sent, mismatch(sent), keyRing()).notes).toContainEqual(note);
    expect(diagnosed(sent, mismatch(sent)).notes).toContainEqual(note);
  });

  it('is nothing to be told of a request that has it', () => {
    const whole = send('v4', plain, sign('v4', plain, { listed: ['range'] }), ['range']);
    expect(noteIds(diagnosed(whole, mismatch(whole)))).not.toContain('listed-header-absent');
  });
});

describe('a 403 that says nothing', () => {
  const silentAt = (date: string) =>
    response(403, [
      ['Server', 'AliyunOSS'],
      ['Date', date],
    ]);

  it('is laid to the expiry of the URL where that had passed', () => {
    const late = capturedAt('2025-01-01T14:00:00.000Z', goodUrl());
    expect(diagnosed(late, silentAt('Wed, 01 Jan 2025 14:00:00 GMT'), keyRing())).toMatchObject({
      verdict: 'expired',
      certainty: 'likely',
      row: 20,
      cause: { id: 'url-expired' },
    });
    expect(diagnosed(goodUrl(), silentAt('Wed, 01 Jan 2025 12:34:57 GMT'), keyRing())).toMatchObject({
      verdict: 'access-denied',
    });
  });

  it('is laid to the clock where the signed date is too far from that of the answer', () => {
    const sent = send('v1', PLAIN, sign('v1', PLAIN));
    expect(diagnosed(sent, silentAt('Wed, 01 Jan 2025 13:04:56 GMT'), keyRing())).toMatchObject({
      verdict: 'clock-skew',
      certainty: 'likely',
      row: 20,
    });
    expect(diagnosed(sent, silentAt('Wed, 01 Jan 2025 12:40:00 GMT'), keyRing())).toMatchObject({
      verdict: 'access-denied',
    });
  });

  it('is laid to the clock where a V4 URL was used before its time', () => {
    const sent = send('v4-url', PLAIN, sign('v4-url', PLAIN));
    const early = capturedAt('2025-01-01T04:34:56.000Z', sent);
    expect(diagnosed(early, silentAt('Wed, 01 Jan 2025 04:34:56 GMT'), keyRing())).toMatchObject({
      verdict: 'clock-skew',
      certainty: 'likely',
      row: 20,
      cause: { id: 'clock-timezone' },
    });
    expect(diagnosed(sent, silentAt('Wed, 01 Jan 2025 12:20:00 GMT'), keyRing())).toMatchObject({
      verdict: 'access-denied',
    });
  });

  it('is about no signature where the request bears none of OSS', () => {
    const basic = request('GET', '/a.jpg', [HOST, ['Date', DATE], ['Authorization', 'Basic dTpw']]);
    expect(diagnosed(basic, silentAt(DATE), keyRing())).toMatchObject({
      verdict: 'not-auth',
      row: 21,
      notes: [{ id: 'no-error-document', args: { status: 403 } }],
    });
  });
});
