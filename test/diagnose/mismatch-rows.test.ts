import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { request, response } from '../oss/requests.ts';
import { History } from '../rooms/diagnose.ts';
import {
  AWS_SCOPE,
  DATE,
  KEY_ID,
  type Pairs,
  PLAIN,
  type Plain,
  referenceString,
  SECRET,
  type Signing,
  STAMP,
  send,
  sign,
} from './reference-signer.ts';
import { bad, good, good4, HOST, PUT, refused } from './row-cases.ts';
import { diagnosed, errorAnswer, keyRing, mismatch, noteIds, OK, wireStrings } from './scenario.ts';

describe('rows 12 and 13: the signature itself', () => {
  const plus = 'ab+cd/efghijklmnopqrstuvwxy=';

  it.each([
    [
      'a raw + read as a space by the server',
      `Signature=${plus}`,
      plus.replace('+', ' '),
      'signature-not-percent-encoded',
      plus,
    ],
    [
      'encoded once too often',
      `Signature=${encodeURIComponent(encodeURIComponent(plus))}`,
      encodeURIComponent(plus),
      'signature-encoded-twice',
      encodeURIComponent(encodeURIComponent(plus)),
    ],
  ])('12: %s', (_, query, provided, cause, client) => {
    const sent = request('GET', `/a?OSSAccessKeyId=${KEY_ID}&Expires=1735738496&${query}`, [HOST]);
    expect(diagnosed(sent, mismatch(sent, { provided }))).toMatchObject({
      row: 12,
      verdict: 'client-miscomputed',
      certainty: 'proven',
      cause: { id: cause },
      divergences: [{ field: 'signature', client, server: provided }],
    });
  });

  it('12: a raw + that the signature begins with, whose space is lost at the end of a document', () => {
    const first = '+bcd/efg+hijklmnopqrstuvwxy=';
    const sent = request('GET', `/a?OSSAccessKeyId=${KEY_ID}&Expires=1735738496&Signature=${first}`, [HOST]);
    const seen = 'bcd/efg hijklmnopqrstuvwxy=';
    for (const provided of [` ${seen}`, seen]) {
      expect(diagnosed(sent, mismatch(sent, { provided }))).toMatchObject({
        row: 12,
        verdict: 'client-miscomputed',
        certainty: 'proven',
        cause: { id: 'signature-not-percent-encoded' },
        divergences: [{ field: 'signature', client: first, server: seen }],
      });
    }
    // another one that lacks it was altered
    expect(diagnosed(sent, mismatch(sent, { provided: 'bcd/efg+hijklmnopqrstuvwxy=' })).row).toBe(13);
  });

  it.each([
    ['a + that became a space', plus.replace('+', ' '), 'plus-as-space'],
    ['percent-encoding', encodeURIComponent(plus), 'percent-encoded'],
  ])('12: %s in a header, which is no matter of the URL', (_, text, how) => {
    const sent = send('v1', PLAIN, text);
    expect(diagnosed(sent, mismatch(sent))).toMatchObject({
      row: 12,
      verdict: 'client-miscomputed',
      certainty: 'proven',
      cause: { id: 'signature-in-url-form', args: { how } },
      divergences: [{ field: 'signature', client: text, server: plus }],
    });
    // decoded on the way, where nothing has to decode a header
    expect(diagnosed(send('v1', PLAIN, plus), mismatch(sent)).row).toBe(13);
  });

  it('not 12: a space that was put into a whole signature', () => {
    const wrapped = `${plus.slice(0, 12)} ${plus.slice(12)}`;
    const url = `/a?OSSAccessKeyId=${KEY_ID}&Expires=1735738496&Signature=${encodeURIComponent(wrapped)}`;
    for (const sent of [send('v1', PLAIN, wrapped), request('GET', url, [HOST])]) {
      expect(diagnosed(sent, mismatch(sent))).toMatchObject({ row: 19, verdict: 'needs-secret' });
    }
  });

  it('13: another one', () => {
    const sent = good();
    const provided = sign('v1', PLAIN);
    expect(diagnosed(sent, mismatch(sent, { provided }), keyRing())).toMatchObject({
      row: 13,
      verdict: 'transit-modified',
      certainty: 'proven',
      cause: { id: 'signature-altered', args: { client: sign('v1', PUT), server: provided } },
      divergences: [
        {
          field: 'signature',
          client: sign('v1', PUT),
          server: provided,
          clientOrigin: { source: 'header authorization' },
        },
      ],
    });
  });

  it('not 13: one that was hidden in the document', () => {
    for (const provided of ['******', 'xxxxxxxxxxxx', '[REDACTED]'])
      expect(diagnosed(good(), mismatch(good(), { provided }), keyRing()).verdict).not.toBe(
        'transit-modified',
      );
  });

  const told = (id: string) => ({ more: [['OSSAccessKeyId', id]] as const });
  const asSeen = (server: string) => [
    {
      field: 'access-key-id',
      client: KEY_ID,
      server,
      clientOffset: 4,
      serverOffset: 4,
      clientOrigin: { source: 'header authorization' },
    },
  ];

  it('13: another key id', () => {
    const sent = good();
    expect(diagnosed(sent, mismatch(sent, told('LTAIother')), keyRing())).toMatchObject({
      row: 13,
      verdict: 'transit-modified',
      certainty: 'proven',
      cause: { id: 'access-key-id-changed', args: { client: KEY_ID, server: 'LTAIother' } },
      divergences: asSeen('LTAIother'),
    });
  });

  it('13: another key id and another signature', () => {
    const sent = good();
    const diagnosis = diagnosed(sent, mismatch(sent, { provided: 'x', ...told('LTAIother') }));
    expect(diagnosis.cause?.id).toBe('access-key-id-changed');
    expect(diagnosis.divergences.map(({ field }) => field)).toEqual(['access-key-id', 'signature']);
  });

  it.each([` ${KEY_ID}\n`, 'LTAI****', 'LTAI...', 'LTAIxxxxxxxx', 'REDACTED', ''])(
    'not 13: the same key id, or one that was hidden: %j',
    (id) => {
      const sent = good();
      expect(diagnosed(sent, mismatch(sent, told(id)), keyRing()).row).toBe(15);
    },
  );

  it('7: a key id that was changed on the way is not known either', () => {
    const answer = errorAnswer(403, 'InvalidAccessKeyId', [['OSSAccessKeyId', 'LTAIother']]);
    expect(diagnosed(good(), answer)).toMatchObject({
      row: 7,
      verdict: 'unknown-key',
      cause: { id: 'access-key-id-changed' },
      divergences: asSeen('LTAIother'),
    });
  });

  it('13: cut off', () => {
    const sent = good();
    const provided = sign('v1', PUT).slice(0, 10);
    expect(diagnosed(sent, mismatch(sent, { provided })).cause).toEqual({
      id: 'signature-truncated',
      args: { clientLength: 28, serverLength: 10 },
    });
    const shorter = diagnosed(sent, mismatch(sent, { provided: 'Zm9v' }));
    expect(shorter.cause?.id).toBe('signature-altered');
  });

  it.each([
    ['within', 'a+b+cd/efghijklmnopqrstuvwx=', 'a b cd/efghijklmnopqrstuvwx='],
    ['at the beginning', '+bcd/efghijklmnopqrstuvwxyz=', 'bcd/efghijklmnopqrstuvwxyz='],
  ])('13: a + %s that was sent as %%2B and arrived as a space', (_, signature, provided) => {
    const query = `OSSAccessKeyId=${KEY_ID}&Expires=1735738496&Signature=${encodeURIComponent(signature)}`;
    const sent = request('GET', `/a?${query}`, [HOST]);
    expect(diagnosed(sent, mismatch(sent, { provided }))).toMatchObject({
      row: 13,
      verdict: 'transit-modified',
      certainty: 'proven',
      cause: { id: 'signature-altered' },
      divergences: [{ client: signature, server: provided }],
    });
  });

  it('12: every + that was read as a space', () => {
    const signature = 'a+b+cd/efghijklmnopqrstuvwx=';
    const sent = request('GET', `/a?OSSAccessKeyId=${KEY_ID}&Expires=1735738496&Signature=${signature}`, [
      HOST,
    ]);
    const provided = signature.replaceAll('+', ' ');
    expect(diagnosed(sent, mismatch(sent, { provided }))).toMatchObject({
      row: 12,
      divergences: [{ client: signature, server: provided }],
    });
  });

  it.each([
    ['the server shows white space around it', (text: string) => `\n ${text} `],
    ['the server shows none', () => ''],
  ])('not 13: %s', (_, shown) => {
    const sent = good();
    const provided = shown(sign('v1', PUT));
    expect(diagnosed(sent, mismatch(sent, { provided }), keyRing()).row).toBe(15);
  });

  it('not 13: an error of another kind, whatever it names', () => {
    const answer = errorAnswer(500, 'InternalError', [
      ['OSSAccessKeyId', 'LTAIother'],
      ['SignatureProvided', 'x'],
      ['StringToSign', 'PUT\n\n\n\n/b/k'],
    ]);
    expect(diagnosed(good(), answer, keyRing())).toMatchObject({ row: 21, verdict: 'not-auth' });
  });
});

describe('row 14: changed on the way', () => {
  const swap = (from: string, to: string) => (text: string) => text.replace(from, to);
  const plain: Plain = { ...PUT, key: 'a b/c.txt', query: [['acl', '']] };
  const server = swap('text/plain', 'text/html');

  it('and signed wrongly as well: what the client did itself is told beside it', () => {
    const ofNotes = (signature: string) => {
      const sent = send('v1', PUT, signature);
      const diagnosis = diagnosed(sent, mismatch(sent, { server }), keyRing());
      expect(diagnosis).toMatchObject({
        row: 14,
        verdict: 'transit-modified',
        certainty: 'likely',
        cause: { id: 'content-type-rewritten' },
      });
      return diagnosis.notes.filter(({ id }) => /^(?:also-miscomputed|secret-also-differs)$/.test(id));
    };
    expect(ofNotes(sign('v1', PUT, { edit: swap('PUT', 'GET') }))).toMatchObject([
      { id: 'also-miscomputed', args: { cause: 'method-signed-other', signed: 'GET' } },
    ]);
    expect(ofNotes(sign('v1', PUT, { secret: `${SECRET}\n` }))).toMatchObject([
      { id: 'secret-also-differs', args: { how: 'secret-trailing-newline' } },
    ]);
    expect(ofNotes(sign('v1', PUT, { edit: swap('PUT', 'GET'), secret: `${SECRET}\n` }))).toMatchObject([
      { id: 'also-miscomputed', args: { cause: 'method-signed-other' } },
      { id: 'secret-also-differs', args: { how: 'secret-trailing-newline' } },
    ]);
    expect(ofNotes(sign('v1', PUT, { edit: () => 'nothing like it' }))).toEqual([]);
    // neither what was sent nor what arrived is what was signed
    expect(ofNotes(sign('v1', PUT, { edit: swap('text/plain', '') }))).toMatchObject([
      { id: 'also-miscomputed', args: { cause: 'content-type-added-after-signing' } },
    ]);
  });

  it.each([
    ['method', swap('PUT', 'POST'), 'method-changed', 'method', 'PUT', 'POST', 1],
    [
      'type',
      swap('text/plain', 'text/html'),
      'content-type-rewritten',
      'content-type',
      'text/plain',
      'text/html',
      10,
    ],
    [
      'charset',
      swap('text/plain', 'text/plain; charset=utf-8'),
      'content-type-charset-rewritten',
      'content-type',
      'text/plain',
      'text/plain; charset=utf-8',
      15,
    ],
    // of a capture nothing was hidden: it holds what was sent
    ['key', swap('a b/c', 'xxxx'), 'key-changed', 'resource:key', 'a b/c.txt', 'xxxx.txt', 67],
    ['type dropped', swap('text/plain', ''), 'content-type-dropped', 'content-type', 'text/plain', '', 5],
    ['date', swap(':56 GMT', ':58 GMT'), 'date-rewritten', 'date', DATE, DATE.replace('56', '58'), 40],
    ['header changed', swap('a:1', 'a:2'), 'oss-header-changed', 'oss-header:x-oss-meta-a', '1', '2', 59],
    [
      'header dropped',
      swap('x-oss-meta-a:1\n', ''),
      'oss-header-dropped',
      'oss-header:x-oss-meta-a',
      '1',
      null,
      46,
    ],
    [
      'header added',
      swap('x-oss-meta-a:1\n', 'x-oss-meta-a:1\nx-oss-x:9\n'),
      'oss-header-added-in-transit',
      'oss-header:x-oss-x',
      null,
      '9',
      61,
    ],
    ['bucket', swap('/demo/', '/other/'), 'bucket-differs', 'resource:bucket', 'demo', 'other', 62],
    [
      'path re-encoded',
      swap('a b', 'a%20b'),
      'path-reencoded',
      'resource:key',
      'a b/c.txt',
      'a%20b/c.txt',
      68,
    ],
    [
      'path normalised',
      swap('b/c', 'b//c'),
      'path-normalised',
      'resource:key',
      'a b/c.txt',
      'a b//c.txt',
      71,
    ],
    ['prefix stripped', swap('a b/c', 'c'), 'path-prefix-changed', 'resource:key', 'a b/c.txt', 'c.txt', 67],
    [
      'sub-resource dropped',
      swap('?acl', ''),
      'subresource-dropped',
      'resource:subresource:acl',
      '',
      null,
      77,
    ],
    [
      'sub-resource added',
      swap('?acl', '?acl&uploads'),
      'subresource-added',
      'resource:subresource:uploads',
      null,
      '',
      80,
    ],
  ])('%s', (_, server, cause, field, client, onServer, offset) => {
    const sent = good(plain);
    const diagnosis = diagnosed(sent, mismatch(sent, { server }), keyRing());
    expect(diagnosis).toMatchObject({
      row: 14,
      verdict: 'transit-modified',
      certainty: 'proven',
      cause: { id: cause },
      divergences: [{ field, client, server: onServer, clientOffset: offset }],
    });
    expect(diagnosed(sent, mismatch(sent, { server }))).toMatchObject({ row: 14, certainty: 'likely' });
    expect(diagnosed(bad(plain), mismatch(bad(plain), { server }), keyRing())).toMatchObject({
      row: 14,
      certainty: 'likely',
    });
  });

  it('tells a HEAD that was fetched as GET', () => {
    const sent = good({ ...PLAIN, method: 'HEAD' });
    expect(diagnosed(sent, mismatch(sent, { server: swap('HEAD', 'GET') })).cause?.id).toBe(
      'head-sent-as-get',
    );
  });

  it('counts further differences', () => {
    const sent = good(plain);
    const diagnosis = diagnosed(
      sent,
      mismatch(sent, { server: (text) => text.replace('a:1', 'a:2').replace('PUT', 'GET') }),
    );
    expect(diagnosis.divergences.map(({ field }) => field)).toEqual(['method', 'oss-header:x-oss-meta-a']);
    expect(diagnosis.notes).toContainEqual({ id: 'several-divergences', args: { count: 2 } });
  });

  it('a value that holds & is one value', () => {
    const query = [['response-content-type', 'a b&c=d']] as const;
    const sent = good({ ...PLAIN, query });
    const changed = mismatch(sent, { server: swap('\n\n\n', '\n\ntext/html\n') });
    expect(diagnosed(sent, changed, keyRing()).divergences).toMatchObject([
      { field: 'content-type', client: '', server: 'text/html' },
    ]);
  });

  it.each([
    ['a key', { ...PLAIN, key: 'a ' }],
    ['a value', { ...PLAIN, query: [['response-content-type', 'x ']] as const }],
  ])('white space at the end of %s is no difference from a string in text form', (_, ending) => {
    const sent = good(ending);
    const { text } = wireStrings(sent).stringToSign;
    const shown = (string: string) =>
      errorAnswer(403, 'SignatureDoesNotMatch', [['StringToSign', string.trim()]]);
    const typed = text.replace('\n\n\n', '\n\ntext/html\n');
    expect(diagnosed(sent, shown(typed), keyRing()).divergences.map(({ field }) => field)).toEqual([
      'content-type',
    ]);
    // in the exact form it is one, and so is another text
    const exact = mismatch(sent, { server: () => text.trim() });
    const other = shown(text.replace(/. $/, 'other'));
    for (const answer of [exact, other]) {
      expect(diagnosed(sent, answer, keyRing())).toMatchObject({ row: 14 });
      expect(diagnosed(sent, answer, keyRing()).divergences).toHaveLength(1);
    }
  });

  it.each([
    ['another bucket', '/other/a/b', 'bucket-differs', 'demo', 'other'],
    ['a prefix more', '/demo/oss/a/b', 'path-prefix-changed', '/demo/a/b', '/demo/oss/a/b'],
    ['a prefix less', '/demo/b', 'path-prefix-changed', '/demo/a/b', '/demo/b'],
    ['bucket and key', '/other/b', 'key-changed', '/demo/a/b', '/other/b'],
  ] as const)(
    '14: looks behind the bucket in the canonical URI of V4: %s',
    (_, uri, id, client, onServer) => {
      const sent = good4({ ...PLAIN, key: 'a/b' });
      const canonicalRequest = swap('\n/demo/a/b\n', `\n${uri}\n`);
      const server = (text: string) => text.replace(/[0-9a-f]{64}$/, '0'.repeat(64));
      expect(diagnosed(sent, mismatch(sent, { server, canonicalRequest }), keyRing())).toMatchObject({
        verdict: 'transit-modified',
        certainty: 'proven',
        cause: { id, args: { client, server: onServer } },
        divergences: [{ field: 'canonical-uri', client: '/demo/a/b', server: uri }],
      });
    },
  );

  it('goes into the canonical request of V4 where the server shows it', () => {
    const sent = good4();
    const canonicalRequest = swap('x-oss-meta-a:1', 'x-oss-meta-a:one');
    const server = (text: string) => text.replace(/[0-9a-f]{64}$/, '0'.repeat(64));
    expect(diagnosed(sent, mismatch(sent, { server, canonicalRequest }), keyRing())).toMatchObject({
      row: 14,
      certainty: 'proven',
      cause: { id: 'oss-header-changed' },
      divergences: [{ field: 'canonical-header:x-oss-meta-a', client: '1', server: 'one' }],
    });
    expect(diagnosed(sent, mismatch(sent, { server }), keyRing())).toMatchObject({
      row: 14,
      cause: { id: 'canonical-request-differs' },
      divergences: [{ field: 'canonical-request' }],
    });
  });

  it.each([
    ['demo.oss-cn-hangzhou-internal.aliyuncs.com', 'canonical-header:host', 'host-rewritten'],
    ['demo.oss-cn-shanghai.aliyuncs.com', 'canonical-request', 'canonical-request-differs'],
  ])(
    'proves by the hash alone that the Host became the one that the server names: %s',
    (named, field, id) => {
      const sent = send('s3v4', PLAIN, sign('s3v4', PLAIN));
      const { stringToSign, canonicalRequest } = wireStrings(sent);
      const received = 'demo.oss-cn-hangzhou-internal.aliyuncs.com';
      const other = (canonicalRequest?.text ?? '').replace(/(?<=\nhost:).*/, received);
      const hash = createHash('sha256').update(other, 'latin1').digest('hex');
      const server = (text: string) => text.replace(/[0-9a-f]{64}$/, hash);
      expect(server(stringToSign.text)).not.toBe(stringToSign.text);
      const refused = mismatch(sent, { server, more: [['HostId', named]] });
      expect(diagnosed(sent, refused, keyRing())).toMatchObject({
        row: 14,
        certainty: 'proven',
        cause: { id },
        divergences: [{ field }],
      });
    },
  );

  it('is no alarm for parameters that this program does not know', () => {
    const sent = good({ ...PLAIN, query: [['brandNew', '7']] });
    const diagnosis = diagnosed(sent, mismatch(sent, { server: (text) => `${text}?brandNew=7` }), keyRing());
    const gap = { id: 'rules-gap', args: { reason: 'unknown-parameter', name: 'brandNew' } };
    expect(diagnosis).toMatchObject({ row: 14, verdict: 'client-miscomputed', certainty: 'likely' });
    expect(diagnosis.cause).toEqual({ id: 'subresource-added-after-signing', args: { name: 'brandNew' } });
    expect(diagnosis.notes).toContainEqual(gap);
    // nothing on the way has added what is in the request line
    const unsaid = diagnosed(sent, mismatch(sent, { server: (text) => `${text}?brandNew=7` }));
    expect(unsaid).toMatchObject({ verdict: 'needs-secret', certainty: 'open' });
    expect(unsaid.notes).toContainEqual(gap);
  });

  it('is one where the server has another value than the wire, or signs what every version does', () => {
    const gaps = (query: Plain['query'], server: (text: string) => string) => {
      const sent = good({ ...PLAIN, query });
      const diagnosis = diagnosed(sent, mismatch(sent, { server }), keyRing());
      expect(diagnosis).toMatchObject({ row: 14, certainty: 'proven' });
      return noteIds(diagnosis).includes('rules-gap');
    };
    expect(gaps([['brandNew', '7']], (text) => `${text}?brandNew=8`)).toBe(false);
    expect(gaps([['brandNew', '7']], (text) => `${text}?another=7`)).toBe(false);
    // of several differences each must be a gap
    expect(gaps([['brandNew', '7']], (text) => `${text.replace('GET', 'PUT')}?brandNew=7`)).toBe(false);
    expect(gaps([['acl', '']], (text) => text.replace('?acl', '?acl=1'))).toBe(false);
  });

  it.each(['v1', 'v2', 'v4'] as const)(
    'is no alarm for headers of %s that this program does not know',
    (version) => {
      const plain: Plain = { ...PLAIN, headers: [['Range', 'bytes=0-9']] };
      const sent = send(version, plain, sign(version, plain));
      const first = { v1: `${DATE}\n`, v2: `${DATE}\n`, v4: '' }[version];
      const added = (text: string) => text.replace(first, `${first}range:bytes=0-9\n`);
      const server =
        version === 'v4' ? (text: string) => text.replace(/[0-9a-f]{64}$/, '0'.repeat(64)) : added;
      const canonicalRequest = (text: string) => text.replace('\n\n', '\n\nrange:bytes=0-9\n');
      const diagnosis = diagnosed(sent, mismatch(sent, { server, canonicalRequest }), keyRing());
      expect(diagnosis).toMatchObject({ row: 14, certainty: 'likely' });
      expect(diagnosis.divergences.map(({ field }) => field)).toEqual([
        version === 'v4' ? 'canonical-header:range' : 'oss-header:range',
      ]);
      expect(diagnosis.notes).toContainEqual({
        id: 'rules-gap',
        args: { reason: 'unknown-header', name: 'range' },
      });
    },
  );

  it('gives way to the proof that the client signed the very string of the server', () => {
    const plainSent = { ...PLAIN, headers: [['x-oss-meta-a', '1']] as const };
    const sent = send('v1', plainSent, sign('v1', PLAIN));
    const diagnosis = diagnosed(
      sent,
      mismatch(sent, { server: () => referenceString('v1', PLAIN) }),
      keyRing(),
    );
    expect(diagnosis).toMatchObject({ row: 15, verdict: 'wrong-secret', certainty: 'proven' });
    expect(diagnosis.notes).toContainEqual({
      id: 'rules-gap',
      args: { reason: 'server-string-signed', name: '' },
    });
  });

  it('14: another order of the fields is blamed on none of them, whose values may be secrets', () => {
    const token = 'x-oss-security-token';
    const plain: Plain = {
      ...PUT,
      headers: [
        ['x-oss-meta-a', '1'],
        [token, 'CAISexampletoken'],
      ],
    };
    const sent = send('v1', plain, sign('v1', plain));
    const server = (text: string) => text.replace(/(x-oss-meta-a:1\n)(x-oss-security-token:.*\n)/, '$2$1');
    expect(diagnosed(sent, mismatch(sent, { server }))).toMatchObject({
      row: 14,
      verdict: 'transit-modified',
      cause: null,
      divergences: [
        { field: 'oss-header:x-oss-meta-a', server: `${token}:CAISexampletoken\nx-oss-meta-a:1` },
      ],
    });
  });
});

describe('rows 15 to 20: the same string on both sides', () => {
  it('15: the server holds another secret', () => {
    expect(diagnosed(good(), mismatch(good()), keyRing())).toMatchObject({
      row: 15,
      verdict: 'wrong-secret',
      certainty: 'proven',
      cause: { id: 'server-holds-other-secret' },
      divergences: [],
      needsSecretOf: null,
    });
  });

  it('16 and 17 search, see there; 18: nothing fits', () => {
    expect(diagnosed(bad(), mismatch(bad()), keyRing())).toMatchObject({
      row: 18,
      verdict: 'undecided',
      certainty: 'open',
      cause: null,
    });
  });

  it('18: says that the secret is right elsewhere, where the capture shows it', () => {
    // of another string: see 'same-string-accepted' for the same one
    const accepted = send('v1', PLAIN, sign('v1', PLAIN));
    const history = new History();
    diagnosed(accepted, OK, keyRing(), history);
    expect(diagnosed(bad(), mismatch(bad()), keyRing(), history)).toMatchObject({
      row: 18,
      verdict: 'undecided',
      certainty: 'open',
      cause: { id: 'string-unknown-difference' },
    });
    // one that passed with another secret than the given one shows nothing
    const other = new History();
    diagnosed(accepted, OK, keyRing(KEY_ID, 'AnotherSecret'), other);
    expect(diagnosed(bad(), mismatch(bad()), keyRing(KEY_ID, 'AnotherSecret'), other)).toMatchObject({
      verdict: 'undecided',
      cause: null,
    });
  });

  it('18: says that the client has the secret, where another refused request is proved to be signed with it', () => {
    const history = new History();
    const headers = [['Content-Type', 'a/b'], ...PUT.headers.slice(1)] as const;
    const typed = send('v1', { ...PUT, headers }, sign('v1', PUT));
    expect(diagnosed(typed, mismatch(typed), keyRing(), history).row).toBe(16);
    expect(diagnosed(bad(), mismatch(bad()), keyRing(), history)).toMatchObject({
      row: 18,
      verdict: 'undecided',
      certainty: 'open',
      cause: { id: 'string-unknown-secret-used' },
    });
    // not where the other one was signed with a secret near it
    const near = new History();
    const slip = send('v1', PUT, sign('v1', PUT));
    const ring = () => keyRing(KEY_ID, `${SECRET}\n`);
    expect(diagnosed(slip, mismatch(slip), ring(), near).row).toBe(17);
    expect(diagnosed(bad(), mismatch(bad()), ring(), near)).toMatchObject({
      verdict: 'undecided',
      cause: null,
    });
  });

  it('17: says that the given secret is mistyped, where one near it was accepted', () => {
    const slip = SECRET.replace(/^(...)(.)(.)/, '$1$3$2');
    const history = new History();
    const before = diagnosed(good(), mismatch(good()), keyRing(KEY_ID, slip), history);
    expect(before).toMatchObject({ row: 17, verdict: 'wrong-secret', certainty: 'proven' });
    diagnosed(good({ ...PUT, key: 'other' }), OK, keyRing(KEY_ID, slip), history);
    expect(diagnosed(good(), mismatch(good()), keyRing(KEY_ID, slip), history)).toMatchObject({
      row: 17,
      verdict: 'undecided',
      certainty: 'open',
      cause: { id: 'given-secret-mistyped' },
    });
  });

  it('19: open without the secret, whatever one of another id gives', () => {
    const open = {
      row: 19,
      verdict: 'needs-secret',
      certainty: 'open',
      needsSecretOf: KEY_ID,
      cause: null,
      recomputed: null,
    };
    const noted = { id: 'signed-with-other-key', args: { accessKeyId: 'LTAIother' } };
    for (const keys of [undefined, keyRing('LTAIother', 'AnotherSecret')]) {
      const diagnosis = diagnosed(good(), mismatch(good()), keys);
      expect(diagnosis).toMatchObject(open);
      expect(diagnosis.notes).not.toContainEqual(noted);
    }
    const mixed = diagnosed(good(), mismatch(good()), keyRing('LTAIother'));
    expect(mixed).toMatchObject(open);
    expect(mixed.notes).toContainEqual(noted);
  });

  it('17: names the id whose secret the client took, where the user has given both', () => {
    const others = ['one', 'two', 'three'].flatMap((id) => [...keyRing(`LTAI${id}`, `Secret${id}`)]);
    const mixed = send('v1', PLAIN, sign('v1', PLAIN, { secret: 'Secrettwo' }));
    expect(diagnosed(mixed, mismatch(mixed), new Map([...others, ...keyRing()]))).toMatchObject({
      row: 17,
      verdict: 'wrong-secret',
      certainty: 'proven',
      cause: { id: 'secret-of-other-key', args: { accessKeyId: 'LTAItwo' } },
    });
    // the same secret under two ids says nothing of either
    const same = new Map([...keyRing('LTAIsame'), ...keyRing()]);
    expect(diagnosed(good(), mismatch(good()), same)).toMatchObject({
      row: 15,
      cause: { id: 'server-holds-other-secret' },
    });
    // of very many only the first are tried
    const many = Array.from({ length: 40 }, (_, at) => [...keyRing(`LTAI${at}`, `Secret${at}`)]).flat();
    const [early, late] = ['Secret0', 'Secret39'].map((secret) => {
      const sent = send('v1', PLAIN, sign('v1', PLAIN, { secret }));
      return diagnosed(sent, mismatch(sent), new Map([...many, ...keyRing()])).cause?.id;
    });
    expect([early, late]).toEqual(['secret-of-other-key', undefined]);
  });

  it('20: without a string of the server nothing is more than likely', () => {
    const answer = errorAnswer(403, 'SignatureDoesNotMatch');
    expect(diagnosed(good(), answer, keyRing())).toMatchObject({
      row: 20,
      verdict: 'wrong-secret',
      certainty: 'likely',
      // nobody knows what the server received
      cause: { id: 'other-secret-or-request' },
    });
    expect(diagnosed(bad(), answer, keyRing())).toMatchObject({
      row: 20,
      verdict: 'undecided',
      certainty: 'open',
      cause: null,
    });
    const open = diagnosed(good(), answer);
    expect(open).toMatchObject({
      row: 20,
      verdict: 'needs-secret',
      certainty: 'open',
      needsSecretOf: KEY_ID,
    });
    expect(noteIds(open)).toContain('no-server-string');
  });

  it('of an answer alone it is not proven who changed what the client signed, and which secret it used is', () => {
    const more = [['OSSAccessKeyId', KEY_ID]] as const;
    const changed = mismatch(good(), {
      server: (text) => text.replace('text/plain', 'text/plain; charset=utf-8'),
      more,
    });
    const diagnosis = diagnosed(null, changed, keyRing());
    expect(diagnosis).toMatchObject({
      row: 16,
      verdict: 'client-miscomputed',
      certainty: 'likely',
      divergences: [{ field: 'content-type', client: 'text/plain', server: 'text/plain; charset=utf-8' }],
    });
    expect(noteIds(diagnosis)).toContain('request-not-captured');
    expect(diagnosed(null, mismatch(good(), { more }), keyRing())).toMatchObject({
      row: 15,
      certainty: 'proven',
    });
    const seen = diagnosed(good(), mismatch(good(), { more }), keyRing());
    expect(noteIds(seen)).not.toContain('request-not-captured');
  });

  it.each(['v2', 'v2-url', 's3v2', 's3v2-url'] as const)(
    'an answer alone is read by the rules of %s',
    (version) => {
      const isS3 = version.startsWith('s3');
      const plain: Plain = {
        ...PLAIN,
        method: 'PUT',
        key: 'dir/a b.txt',
        query: [['uploadId', 'A+B']],
        headers: [
          ['Content-Type', 'text/plain'],
          [isS3 ? 'x-amz-meta-a' : 'x-oss-meta-a', 'one'],
        ],
      };
      const sent = send(version, plain, sign(version, plain));
      const more = [[isS3 ? 'AWSAccessKeyId' : 'OSSAccessKeyId', KEY_ID]] as const;
      const diagnosis = diagnosed(null, mismatch(sent, { more }), keyRing());
      expect(diagnosis).toMatchObject({ row: 15, certainty: 'proven' });
      expect(diagnosis.wire?.stringToSign.text).toBe(referenceString(version, plain));
      const server = (text: string) => text.replace('text/plain', 'text/html');
      expect(diagnosed(null, mismatch(sent, { server, more }), keyRing())).toMatchObject({
        row: 16,
        certainty: 'likely',
        divergences: [{ field: 'content-type', client: 'text/plain', server: 'text/html' }],
      });
    },
  );

  describe.each(['v4', 'v4-url', 's3v4', 's3v4-url'] as const)(
    'an answer alone of %s, with the hash of its canonical request',
    (version) => {
      const more = [['OSSAccessKeyId', KEY_ID]] as const;
      const told = (signing: Signing, keys = keyRing()) => {
        const sent = send(version, PLAIN, sign(version, PLAIN, signing));
        return { sent, diagnosis: diagnosed(null, mismatch(sent, { more }), keys) };
      };

      it('15: proves the given secret', () => {
        const { sent, diagnosis } = told({});
        expect(diagnosis).toMatchObject({
          row: 15,
          verdict: 'wrong-secret',
          certainty: 'proven',
          cause: { id: 'server-holds-other-secret' },
        });
        expect(diagnosis.wire?.stringToSign.text).toBe(wireStrings(sent).stringToSign.text);
        expect(diagnosis.wire?.canonicalRequest).toBeNull();
        expect(noteIds(diagnosis)).not.toContain('rules-gap');
      });

      it('17: proves one near it', () => {
        const { diagnosis } = told({ secret: `${SECRET}\n` });
        expect(diagnosis).toMatchObject({
          row: 17,
          verdict: 'wrong-secret',
          certainty: 'proven',
          cause: { id: 'secret-trailing-newline' },
        });
        expect(diagnosis.search?.fits).toEqual(['secret-white-space']);
      });

      it('19: suspects no secret where another request may have been signed', () => {
        const { diagnosis } = told({ edit: (text) => `${text}x` });
        expect(diagnosis).toMatchObject({
          row: 19,
          verdict: 'undecided',
          certainty: 'open',
          needsSecretOf: null,
          cause: { id: 'request-known-by-hash' },
        });
        expect(noteIds(diagnosis)).toContain('search-tried');
      });

      it('19: asks for the secret without it', () => {
        expect(told({}, new Map()).diagnosis).toMatchObject({
          row: 19,
          certainty: 'open',
          needsSecretOf: KEY_ID,
          cause: { id: 'request-known-by-hash' },
        });
      });
    },
  );

  it('a hash that is not whole proves nothing', () => {
    const more = [['OSSAccessKeyId', KEY_ID]] as const;
    const sent = send('v4', PLAIN, sign('v4', PLAIN));
    const server = (text: string) => text.slice(0, -10);
    expect(diagnosed(null, mismatch(sent, { server, more }), keyRing()).cause?.id).toBe('answer-alone');
  });

  it.each([
    [
      'a header',
      '/b/k',
      'AWS4-ECDSA-P256-SHA256 Credential=K/20250101/s3/aws4_request, SignedHeaders=host, Signature=3045',
    ],
    [
      'a URL',
      '/b/k?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential=K%2F20250101%2Fs3%2Faws4_request&X-Amz-Date=20250101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Region-Set=*&X-Amz-Signature=3045',
      null,
    ],
  ])('says of SigV4A in %s that no secret recomputes it', (_, target, authorization) => {
    const own = authorization === null ? [] : [['Authorization', authorization] as const];
    const sent = request('GET', target, [['Host', 'mfz.mrap.accesspoint.s3-global.amazonaws.com'], ...own]);
    const answer = errorAnswer(403, 'SignatureDoesNotMatch', [
      ['StringToSign', 'AWS4-ECDSA-P256-SHA256\na\nb\nc'],
    ]);
    for (const keys of [keyRing(), new Map()]) {
      expect(diagnosed(sent, answer, keys)).toMatchObject({
        row: 20,
        verdict: 'undecided',
        certainty: 'open',
        cause: { id: 'signature-asymmetric' },
      });
    }
  });

  describe("the signature of a chunk is not taken for the request's", () => {
    const sent = send('s3v4', PLAIN, sign('s3v4', PLAIN));
    const answer = (...fields: Pairs) =>
      errorAnswer(403, 'SignatureDoesNotMatch', [...fields, ['EC', '0002-00000430']]);
    const provided = ['SignatureProvided', 'c'.repeat(64)] as const;
    const ofChunk = {
      row: 20,
      verdict: 'client-miscomputed',
      certainty: 'likely',
      cause: { id: 'chunk-signature-differs' },
      divergences: [],
    };

    it('where the server shows the string of a chunk', () => {
      const text = `AWS4-HMAC-SHA256-PAYLOAD\n${STAMP}\n${AWS_SCOPE}\na\nb\nc`;
      for (const keys of [keyRing(), new Map()]) {
        expect(diagnosed(sent, answer(['StringToSign', text], provided), keys)).toMatchObject(ofChunk);
      }
    });

    it("where the request's own is proved to be right", () => {
      const history = new History();
      diagnosed(good({ ...PUT, key: 'other' }), OK, keyRing(), history);
      expect(diagnosed(sent, answer(provided), keyRing(), history)).toMatchObject(ofChunk);
    });

    it('and where the EC alone tells of chunks, neither is', () => {
      const open = diagnosed(sent, answer(provided));
      expect(open).toMatchObject({ row: 20, verdict: 'needs-secret', certainty: 'open' });
      expect(noteIds(open)).toContain('signature-may-be-of-chunk');
    });

    it('where the server shows the string of the head, that is compared', () => {
      const more = [['EC', '0002-00000430']] as const;
      expect(diagnosed(sent, mismatch(sent, { more }), keyRing())).toMatchObject({ row: 15 });
    });
  });

  it('20: where the server accepts the secret elsewhere, the request was changed and no other secret is held', () => {
    const answer = errorAnswer(403, 'SignatureDoesNotMatch');
    const history = new History();
    diagnosed(good({ ...PUT, method: 'GET', key: 'other' }), OK, keyRing(), history);
    expect(diagnosed(good(), answer, keyRing(), history)).toMatchObject({
      row: 20,
      verdict: 'transit-modified',
      certainty: 'likely',
      cause: { id: 'changed-unseen' },
      divergences: [],
    });
    expect(diagnosed(bad(), answer, keyRing(), history)).toMatchObject({ row: 20, verdict: 'undecided' });
    expect(diagnosed(good(), answer, undefined, history)).toMatchObject({ verdict: 'needs-secret' });
    // accepted, though signed with another secret
    const odd = new History();
    diagnosed(bad({ ...PUT, key: 'other' }), OK, keyRing(), odd);
    expect(diagnosed(good(), answer, keyRing(), odd)).toMatchObject({ verdict: 'wrong-secret' });
  });

  it('20: a silent 403', () => {
    const silent = response(403, [['Server', 'AliyunOSS']]);
    expect(diagnosed(bad(), silent, keyRing())).toMatchObject({
      row: 20,
      verdict: 'undecided',
      certainty: 'open',
    });
    expect(diagnosed(good(), silent, keyRing())).toMatchObject({
      row: 20,
      verdict: 'access-denied',
      certainty: 'likely',
      cause: { id: 'refused-without-reason' },
    });
    expect(noteIds(diagnosed(good(), silent))).toContain('no-error-document');
  });

  it.each([
    ['HEAD', good, [['Via', 'cache1']], 'transit-modified', 'likely', { id: 'head-sent-as-get' }],
    // a gateway may have cut x-oss-err, and says nothing of itself
    ['HEAD', good, [], 'undecided', 'open', { id: 'other-secret-or-request' }],
    ['HEAD', bad, [], 'undecided', 'open', null],
    ['GET', good, [], 'wrong-secret', 'likely', { id: 'other-secret-or-request' }],
  ] as const)(
    '20: a %s of which the answer has the EC alone',
    (method, signed, headers, verdict, certainty, cause) => {
      const answer = response(403, [['x-oss-ec', '0002-00000040'], ...headers]);
      expect(diagnosed(signed({ ...PUT, method }), answer, keyRing())).toMatchObject({
        row: 20,
        verdict,
        certainty,
        cause,
        divergences: [],
      });
    },
  );

  it('a HEAD tells its error in a header', () => {
    const head = good({ ...PUT, method: 'HEAD' });
    const body = mismatch(head).body;
    const answer = response(403, [
      ['x-oss-err', Buffer.from(body ?? []).toString('base64')],
      ['Server', 'AliyunOSS'],
    ]);
    expect(diagnosed(head, answer, keyRing())).toMatchObject({ row: 15, certainty: 'proven' });
  });

  it('a mismatch by EC alone counts as one', () => {
    const answer = response(403, [['x-oss-ec', '0002-00000040']]);
    expect(diagnosed(good(), answer)).toMatchObject({ row: 20, verdict: 'needs-secret' });
  });

  it('a cut head is not rebuilt, and the server is believed', () => {
    const cut = { ...good(), headComplete: false };
    const diagnosis = diagnosed(
      cut,
      mismatch(good(), { server: (text) => text.replace('PUT', 'GET') }),
      keyRing(),
    );
    expect(diagnosis).toMatchObject({
      verdict: 'undecided',
      certainty: 'open',
      wire: null,
      needsSecretOf: null,
    });
    expect(noteIds(diagnosis)).toContain('request-incomplete');
  });
});

describe('row 21: the rest', () => {
  it.each([
    ['InternalError', errorAnswer(500, 'InternalError')],
    ['NoSuchBucket', errorAnswer(404, 'NoSuchBucket')],
    ['InvalidArgument of another kind', refused('InvalidArgument', 'max-keys')],
  ])('%s', (_, answer) => {
    expect(diagnosed(good(), answer, keyRing())).toMatchObject({
      row: 21,
      verdict: 'not-auth',
      certainty: null,
    });
  });

  it('says that there was no document', () => {
    expect(noteIds(diagnosed(good(), response(502)))).toEqual(['no-error-document']);
  });
});

it('does not say of a path that it was sent and received as the same text', () => {
  const plain = { ...PLAIN, key: 'a b.txt' };
  const sent = send('v1', plain, sign('v1', plain));
  const ofServer = (key: string) =>
    diagnosed(sent, mismatch(sent, { server: (text) => text.replace('a b.txt', key) })).cause?.args;
  expect(ofServer('a%20b.txt')).toEqual({ client: 'a b.txt', server: 'a%20b.txt' });
  expect(ofServer('a+b.txt')).toEqual({ client: 'a%20b.txt', server: 'a+b.txt', read: 'a b.txt' });
});
