import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { multipart, request } from '../oss/requests.ts';
import { fromText } from '../rooms/bytes.ts';
import type { CauseId, Diagnosis } from '../rooms/diagnose.ts';
import { HYPOTHESES } from '../rooms/search.ts';
import { CASES, type Case, META, TYPED } from './hypothesis-cases.ts';
import {
  DATE,
  derivedKey,
  hmac,
  KEY_ID,
  outerString,
  PLAIN,
  type Plain,
  type ReferenceVersion,
  referenceString,
  SCOPE,
  SECRET,
  send,
  sign,
} from './reference-signer.ts';
import { diagnosed, errorAnswer, keyRing, mismatch, missigned, noteIds } from './scenario.ts';

describe('a client that signs something else', () => {
  it.each(CASES.map((each) => [`${each.of}, ${each.version}, ${each.cause}`, each] as const))(
    '%s',
    (_, each) => {
      const diagnosis = missigned(each.version, each.sent, each.believed ?? {}, each.signing);
      expect(diagnosis).toMatchObject({
        verdict: 'client-miscomputed',
        certainty: 'proven',
        row: 16,
        cause: { id: each.cause },
      });
      if (each.fields !== undefined) {
        const inner = diagnosis.divergences.map(({ field }) => field);
        expect(inner).toEqual(each.fields);
      }
      expect(noteIds(diagnosis)).toContain('search-tried');
      expectString(diagnosis, each);
    },
  );
});

/** `V` is, byte for byte, what the client signed. */
function expectString(diagnosis: Diagnosis, { version, sent, believed, signing }: Case): void {
  const made = referenceString(version, { ...sent, ...believed }, signing);
  const text = fromText(signing?.edit?.(made) ?? made);
  const client = diagnosis.client?.canonicalRequest ?? diagnosis.client?.stringToSign;
  expect(client?.text).toBe(text);
  for (const piece of client?.pieces ?? []) expect(text.slice(piece.start, piece.end)).toBe(piece.value);
}

it('payload-header-not-sent: a header that every SDK signs, taken off', () => {
  const whole = send('v4', PLAIN, sign('v4', PLAIN));
  const name = 'x-oss-content-sha256';
  const sent = { ...whole, headers: whole.headers.filter((each) => each.name !== name) };
  expect(diagnosed(sent, mismatch(sent), keyRing())).toMatchObject({
    row: 16,
    certainty: 'proven',
    cause: { id: 'canonical-header-signed-other' },
    divergences: [{ field: `canonical-header:${name}`, client: 'UNSIGNED-PAYLOAD', server: null }],
  });
});

it('content-md5-other-form, payload-hash: the digests of a body that passed by', () => {
  const body = 'hello';
  const passed = (made: ReturnType<typeof send>) => ({
    ...made,
    body: null,
    bodyBytes: body.length,
    digests: {
      whole: true,
      md5: createHash('md5').update(body).digest(),
      crc64: null,
      sha256: createHash('sha256').update(body).digest(),
    },
  });
  const md5 = createHash('md5').update(body).digest('base64');
  const v1 = passed(send('v1', PLAIN, sign('v1', { ...PLAIN, headers: [['Content-MD5', md5]] })));
  expect(diagnosed(v1, mismatch(v1), keyRing())).toMatchObject({
    row: 16,
    cause: { id: 'content-md5-lost', args: { signed: md5 } },
  });
  const signed = sign('v4', PLAIN, {
    edit: (text) => text.replace(/UNSIGNED-PAYLOAD$/, createHash('sha256').update(body).digest('hex')),
  });
  const v4 = passed(send('v4', PLAIN, signed));
  expect(diagnosed(v4, mismatch(v4), keyRing())).toMatchObject({
    row: 16,
    cause: { id: 'payload-hash-signed-other' },
  });
});

/** Requests whose headers the plain form cannot express. */
const twice = (signature: string) =>
  request('GET', '/a', [
    ['Host', 'demo.oss-cn-hangzhou.aliyuncs.com'],
    ['Date', DATE],
    ['x-oss-meta-a', '1'],
    ['x-oss-meta-a', '2'],
    ['Authorization', `OSS ${KEY_ID}:${signature}`],
  ]);

const V1_TEXT = referenceString('v1', PLAIN);
const V4_TEXT = referenceString('v4', PLAIN);

describe('other signers', () => {
  const cases: readonly (readonly [
    of: string,
    version: ReferenceVersion,
    signature: string,
    cause: CauseId,
  ])[] = [
    [
      'no-hmac',
      'v1',
      createHash('sha1')
        .update(SECRET + V1_TEXT)
        .digest('base64'),
      'digest-instead-of-hmac',
    ],
    ['no-hmac', 'v1', createHmac('sha1', V1_TEXT).update(SECRET).digest('base64'), 'hmac-arguments-swapped'],
    ['string-level', 'v4', hmac('sha256', derivedKey(SECRET), V4_TEXT).toString('hex'), 'wrong-string-level'],
    [
      'outer-line-ends',
      'v4',
      hmac('sha256', derivedKey(SECRET), `${outerString('v4', V4_TEXT)}\n`).toString('hex'),
      'newline-at-end',
    ],
    [
      'key-derivation',
      'v4',
      hmac('sha256', SECRET, outerString('v4', V4_TEXT)).toString('hex'),
      'key-derivation',
    ],
    [
      '(text form)',
      'v4',
      hmac('sha256', derivedKey(SECRET), outerString('v4', V4_TEXT)).toString('base64'),
      'signature-encoding',
    ],
    ['(text form)', 'v1', hmac('sha1', SECRET, V1_TEXT).toString('hex'), 'signature-encoding'],
    [
      '(text form)',
      'v1',
      Buffer.from(hmac('sha1', SECRET, V1_TEXT).toString('hex')).toString('base64'),
      'signature-encoding',
    ],
    ['(hash)', 'v1', hmac('sha256', SECRET, V1_TEXT).toString('base64'), 'wrong-hash'],
    ['(hash)', 'v1', hmac('md5', SECRET, V1_TEXT).toString('base64'), 'wrong-hash'],
    [
      'other-version',
      'v1',
      hmac('sha1', SECRET, `GET\n\n\n${DATE}\n\n%2Fdemo%2Fa.jpg`).toString('base64'),
      'other-version-signed',
    ],
  ];
  it.each(cases)('%s, %s: %s', (_, version, signature, cause) => {
    const message = send(version, PLAIN, signature);
    const diagnosis = diagnosed(message, mismatch(message), keyRing());
    expect(diagnosis).toMatchObject({
      verdict: 'client-miscomputed',
      certainty: 'proven',
      row: 16,
      cause: { id: cause },
    });
    if (/encoding|hash|hmac|derivation/.test(cause)) {
      expect(diagnosis.divergences).toMatchObject([
        { field: 'signature', client: signature, server: diagnosis.recomputed },
      ]);
    }
  });

  it('header-duplicates: the last value alone', () => {
    const message = twice(
      hmac('sha1', SECRET, `GET\n\n\n${DATE}\nx-oss-meta-a:2\n/demo/a`).toString('base64'),
    );
    const diagnosis = diagnosed(message, mismatch(message), keyRing());
    expect(diagnosis).toMatchObject({
      row: 16,
      cause: { id: 'header-duplicates', args: { name: 'x-oss-meta-a', how: 'last' } },
      divergences: [{ field: 'oss-header:x-oss-meta-a', client: '2', server: '1,2' }],
    });
  });

  const POLICY = Buffer.from(
    '{"expiration":"2025-01-01T13:00:00.000Z","conditions":[{"bucket":"demo"}]}',
  ).toString('base64');
  const form = (signature: string) => {
    const boundary = 'xyz';
    const fields = [
      ['OSSAccessKeyId', KEY_ID],
      ['policy', POLICY],
      ['Signature', signature],
      ['key', 'k'],
    ] as const;
    const headers = [
      ['Host', 'demo.oss-cn-hangzhou.aliyuncs.com'],
      ['Content-Type', `multipart/form-data; boundary=${boundary}`],
    ] as const;
    return request('POST', '/', headers, multipart(boundary, fields));
  };
  it.each([
    ['policy-signed-other', 'raw JSON', Buffer.from(POLICY, 'base64').toString('utf8')],
    ['policy-signed-other', 'unpadded', POLICY.replace(/=+$/, '')],
    ['policy-signed-other', 'a line break after 76 characters', POLICY.replace(/(.{76})/g, '$1\n')],
  ])('%s: %s', (_, __, text) => {
    const message = form(hmac('sha1', SECRET, text).toString('base64'));
    const diagnosis = diagnosed(message, mismatch(message), keyRing());
    expect(diagnosis).toMatchObject({
      row: 16,
      cause: { id: 'policy-signed-other' },
      divergences: [{ field: 'policy' }],
    });
    expect(diagnosis.client?.stringToSign.text).toBe(text);
  });
});

describe('a secret near the given one', () => {
  it('is told beside a string that differs too', () => {
    const diagnosis = missigned('v1', TYPED, { headers: [] }, { secret: `${SECRET}\n` });
    expect(diagnosis).toMatchObject({
      verdict: 'client-miscomputed',
      row: 16,
      cause: { id: 'content-type-added-after-signing' },
    });
    expect(diagnosis.notes).toContainEqual({
      id: 'secret-also-differs',
      args: { how: 'secret-trailing-newline' },
    });
  });

  it.each([
    ['v4', { keyPrefix: 'AWS4' }, 'key-derivation'],
    ['v4-url', { keyScope: SCOPE.replace('cn-hangzhou', 'oss-cn-hangzhou') }, 'scope-region-signed-other'],
    ['post-v4', { keyPrefix: '' }, 'key-derivation'],
  ] as const)('is told beside another derivation of the key of %s (%o)', (version, signing, id) => {
    const diagnosis = missigned(version, PLAIN, {}, { ...signing, secret: `${SECRET}\n` });
    expect(diagnosis).toMatchObject({
      verdict: 'client-miscomputed',
      certainty: 'proven',
      row: 16,
      cause: { id },
      divergences: [{ field: 'signature' }],
    });
    expect(diagnosis.notes).toContainEqual({
      id: 'secret-also-differs',
      args: { how: 'secret-trailing-newline' },
    });
  });

  it('is told beside another procedure', () => {
    const signature = hmac('sha1', V1_TEXT, `${SECRET}\n`).toString('base64');
    const sent = send('v1', PLAIN, signature);
    expect(diagnosed(sent, mismatch(sent), keyRing())).toMatchObject({
      row: 16,
      cause: { id: 'hmac-arguments-swapped' },
      search: { fits: ['secret-white-space', 'no-hmac'] },
    });
  });
});

describe('two changes at once', () => {
  it('are found, the earlier in the string named as the cause', () => {
    const diagnosis = missigned('v1', TYPED, { method: 'GET', headers: [] });
    expect(diagnosis).toMatchObject({
      row: 16,
      cause: { id: 'method-signed-other', args: { signed: 'GET', sent: 'PUT' } },
      divergences: [
        { field: 'method', client: 'GET', server: 'PUT', clientOffset: 0, serverOffset: 0 },
        {
          field: 'content-type',
          client: '',
          server: 'text/plain',
          clientOffset: 5,
          serverOffset: 5,
          clientOrigin: { source: 'header content-type' },
        },
      ],
    });
  });

  it.each(['v1', 'v2', 'v4'] as const)(
    'are both in the string where they are two headers (%s)',
    (version) => {
      const sent: Plain = {
        ...META,
        headers: [
          ['x-oss-meta-a', 'one'],
          ['x-oss-meta-b', 'caf\u00e9'],
        ],
      };
      const believed: Partial<Plain> = { headers: [['x-oss-meta-b', 'caf%C3%A9']] };
      const { client, divergences, search } = missigned(version, sent, believed);
      expect(search?.fits).toEqual(['header-not-signed', 'header-encoding']);
      const text = (client?.canonicalRequest ?? client?.stringToSign)?.text;
      expect(text).toBe(referenceString(version, { ...sent, ...believed }));
      const family = version === 'v4' ? 'canonical-header' : 'oss-header';
      expect(divergences.map(({ field, client: value }) => [field, value])).toEqual([
        [`${family}:x-oss-meta-a`, null],
        [`${family}:x-oss-meta-b`, 'caf%C3%A9'],
      ]);
    },
  );

  it('a header and the type of version 4, whose line is a header’s', () => {
    const headers = [...TYPED.headers, ['x-oss-meta-a', 'one']] as const;
    const believed: Partial<Plain> = { headers: [['Content-Type', 'application/octet-stream']] };
    const { cause, client, divergences } = missigned('v4', { ...TYPED, headers }, believed);
    expect(cause).toMatchObject({ id: 'content-type-signed-other' });
    expect(client?.canonicalRequest?.text).toBe(referenceString('v4', { ...TYPED, ...believed }));
    expect(divergences.map(({ field }) => field)).toEqual([
      'canonical-header:content-type',
      'canonical-header:x-oss-meta-a',
    ]);
  });

  it('are found inside the hash and before it, where the key is as it should be', () => {
    const scope = SCOPE.replace('cn-hangzhou', 'us-east-1');
    const diagnosis = missigned('v4', PLAIN, { method: 'PUT' }, { scope, keyScope: SCOPE });
    expect(diagnosis).toMatchObject({
      row: 16,
      cause: { id: 'method-signed-other' },
      search: { fits: ['method-other', 'scope-region'] },
    });
    expect(diagnosis.divergences.map(({ field }) => field)).toEqual(['method', 'scope:region']);
  });

  it.each(['v4', 's3v4'] as const)('are found inside the hash and around it (%s)', (version) => {
    const windows = (text: string) => text.replaceAll('\n', '\r\n');
    const diagnosis = missigned(version, PLAIN, {}, { edit: windows, outer: windows });
    expect(diagnosis).toMatchObject({
      row: 16,
      cause: { id: 'crlf-line-ends' },
      search: { fits: ['line-ends', 'outer-line-ends'] },
    });
    const { canonicalRequest, stringToSign } = diagnosis.client ?? {};
    expect(canonicalRequest?.text).toBe(windows(referenceString(version, PLAIN)));
    // the parts are found again in both
    const { wire } = diagnosis;
    const [inner, outer] = [canonicalRequest?.pieces, stringToSign?.pieces];
    expect(inner?.map(({ field, value }) => [field, value])).toEqual(
      wire?.canonicalRequest?.pieces.map(({ field, value }) => [field, value]),
    );
    expect(outer?.map(({ field }) => field)).toEqual(wire?.stringToSign.pieces.map(({ field }) => field));
    for (const { start, end, value } of outer ?? []) expect(stringToSign?.text.slice(start, end)).toBe(value);
  });
});

describe('what two changes are told of', () => {
  it.each([
    // the string alone does not give the signature on the wire
    ['v1', { method: 'GET', headers: [] }, {}, ['content-type-added-after-signing']],
    ['v4', { headers: [] }, { keyPrefix: 'AWS4' }, ['key-derivation']],
    ['v4', {}, { keyPrefix: 'AWS4' }, []],
  ] as const)('%s: %o, %o', (version, believed, signing, others) => {
    const { notes } = missigned(version, TYPED, believed, signing);
    const also = notes.filter(({ id }) => id === 'also-miscomputed');
    expect(also.map(({ args }) => args['cause'])).toEqual(others);
  });

  it('another text form of the signature', () => {
    const text = referenceString('v1', { ...TYPED, headers: [] });
    const sent = send('v1', TYPED, hmac('sha1', SECRET, text).toString('hex'));
    const diagnosis = diagnosed(sent, mismatch(sent), keyRing());
    expect(diagnosis.cause?.id).toBe('content-type-added-after-signing');
    expect(diagnosis.notes).toContainEqual({
      id: 'also-miscomputed',
      args: { cause: 'signature-encoding', how: 'hex' },
    });
  });
});

describe('the search', () => {
  const unlike = { secret: 'quite another secret' };

  it('gives up honestly', () => {
    const diagnosis = missigned('v1', META, {}, unlike);
    expect(diagnosis).toMatchObject({
      verdict: 'undecided',
      certainty: 'open',
      row: 18,
      cause: null,
    });
    expect(noteIds(diagnosis)).not.toContain('search-limit');
  });

  it.each(['v1', 'v4'] as const)('has nothing to rewrite in a callback without a value (%s)', (version) => {
    expect(missigned(version, { ...PLAIN, query: [['callback', '']] }, {}, unlike)).toMatchObject({
      verdict: 'undecided',
      row: 18,
    });
  });

  it('says when its budget ended first', () => {
    const message = send('v1', META, hmac('sha1', 'other', 'x').toString('base64'));
    const options = { keyRing: keyRing(), searchBudget: 50 };
    const diagnosis = diagnosed(message, mismatch(message), options.keyRing, undefined, options.searchBudget);
    expect(diagnosis.notes).toContainEqual({
      id: 'search-limit',
      args: { tried: 50, limit: 50, left: 'left-singles' },
    });
  });

  it('does not try what is no digest', () => {
    const message = send('v1', META, 'short');
    expect(diagnosed(message, mismatch(message), keyRing())).toMatchObject({
      row: 18,
      notes: expect.arrayContaining([{ id: 'search-tried', args: { tried: 0 } }]),
    });
  });

  it('works without a string of the server, and is then only likely', () => {
    const message = send(
      'v1',
      TYPED,
      hmac('sha1', SECRET, referenceString('v1', { ...TYPED, headers: [] })).toString('base64'),
    );
    const diagnosis = diagnosed(message, errorAnswer(403, 'SignatureDoesNotMatch'), keyRing());
    expect(diagnosis).toMatchObject({
      verdict: 'client-miscomputed',
      certainty: 'likely',
      row: 20,
      cause: { id: 'content-type-added-after-signing' },
    });
    expect(noteIds(diagnosis)).toContain('no-server-string');
  });
});

describe('the table of hypotheses', () => {
  it('has ids of its own', () => {
    const ids = HYPOTHESES.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });
});
