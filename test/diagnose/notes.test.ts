import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { KeyRing } from '../../src/engine/sign/index.ts';
import { nodeHasher } from '../../src/node/ports.ts';
import * as search from '../../src/search/search.ts';
import { request, response } from '../oss/requests.ts';
import { crc64, fromText, toBytes } from '../rooms/bytes.ts';
import {
  diagnose,
  HISTORY_KEYS_LIMIT,
  HISTORY_SIGNATURES_LIMIT,
  HISTORY_UNREAD_LIMIT,
  History,
  type Note,
} from '../rooms/diagnose.ts';
import { type HttpRequest, header } from '../rooms/http.ts';
import { LearntBuckets, readAsOss } from '../rooms/oss.ts';
import { parseXml } from '../support/fast-xml.ts';
import {
  CUSTOM_HOST,
  DATE,
  hmac,
  isForm,
  KEY_ID,
  PLAIN,
  type Plain,
  REFERENCE_VERSIONS,
  referenceString,
  SCOPE,
  SECRET,
  STAMP,
  send,
  sign,
} from './reference-signer.ts';
import { diagnosed, errorAnswer, keyRing, mismatch, NO_KEYS, noteIds, OK, ossExchange } from './scenario.ts';

const HOST = ['Host', 'demo.oss-cn-hangzhou.aliyuncs.com'] as const;
const good = (plain: Plain = PLAIN) => send('v1', plain, sign('v1', plain));
const args = (notes: readonly Note[], id: string) =>
  notes.filter((each) => each.id === id).map((each) => each.args);

it.each(REFERENCE_VERSIONS)('of a plain exchange of %s nothing is told but its clocks', (version) => {
  const plain: Plain = { ...PLAIN, method: isForm(version) ? 'POST' : 'GET' };
  const sent = send(version, plain, sign(version, plain));
  // the end of a URL is no clock, and older forms sign none
  const isDated = !/^(?:v1|v2|s3v2)-url$|^post-v[12]$/.test(version);
  const clocks = [isDated ? 'clock' : 'clock-no-signed'];
  for (const keys of [NO_KEYS, keyRing()]) {
    expect(noteIds(diagnosed(sent, mismatch(sent), keys))).toEqual(clocks);
  }
  // an unsigned request is denied in the same words
  const isInHeader = header(sent, 'authorization') !== null;
  const lost = isInHeader ? ['authorization-may-be-lost'] : [];
  expect(noteIds(diagnosed(sent, errorAnswer(403, 'AccessDenied')))).toEqual([...lost, ...clocks]);
});

describe('a change before the point of capture', () => {
  const HOP_NOTES = /^(?:passed-a-proxy|proxy-before-capture)$/;
  const withLines = (...lines: readonly (readonly [string, string])[]) => {
    const sent = good();
    return { ...sent, headers: [...sent.headers, ...request('GET', '/', lines).headers] };
  };
  const told = (sent: HttpRequest, keys = keyRing(), server?: (text: string) => string) =>
    diagnosed(sent, mismatch(sent, server === undefined ? {} : { server }), keys);
  const hops = (notes: readonly Note[]) => notes.filter(({ id }) => HOP_NOTES.test(id));

  it('is none where no request gives the string that was signed', () => {
    const plain = sign('v1', PLAIN, { edit: (text) => `${text}\n` });
    const made = told(send('v1', PLAIN, plain));
    expect([made.cause?.id, hops(made.notes)]).toEqual(['newline-at-end', []]);
    const lower = told(send('v1', PLAIN, sign('v1', { ...PLAIN, method: PLAIN.method.toLowerCase() })));
    expect([lower.cause?.id, hops(lower.notes)]).toEqual(['method-signed-other', []]);
  });

  it('may be that of a proxy: said for certain where the request names one', () => {
    const alone = told(withLines(['x-oss-meta-a', '1']));
    expect(alone).toMatchObject({ row: 16, verdict: 'client-miscomputed', certainty: 'proven' });
    expect(hops(alone.notes)).toEqual([{ id: 'proxy-before-capture', args: {} }]);
    const sent = withLines(
      ['x-oss-meta-a', '1'],
      ['VIA', '1.1 p'],
      ['X-Forwarded-For', '10.0.0.1'],
      ['Via', '1.0 q'],
    );
    const behind = told(sent);
    // what was signed is proved, and who changed it is not
    expect(behind).toMatchObject({
      row: 16,
      verdict: 'transit-modified',
      certainty: 'likely',
      cause: { id: 'changed-before-capture', args: { signs: 'via, x-forwarded-for' } },
      divergences: [{ field: 'oss-header:x-oss-meta-a', client: null, server: '1' }],
    });
    expect(hops(behind.notes)).toEqual([]);
  });

  it('may be how the signature stands in a URL', () => {
    const sent = request('GET', '/k?OSSAccessKeyId=LTAI5t&Expires=1735740000&Signature=a+b%3D', [HOST]);
    const answer = errorAnswer(403, 'SignatureDoesNotMatch', [['SignatureProvided', 'a b=']]);
    const { row, notes } = diagnosed(sent, answer);
    expect([row, hops(notes)]).toEqual([12, [{ id: 'proxy-before-capture', args: {} }]]);
  });

  it('is told by the PROXY protocol too', () => {
    const sent = withLines(['x-oss-meta-a', '1']);
    const oss = ossExchange(sent, mismatch(sent));
    const connection = { ...oss.exchange.connection, originalClient: '10.0.0.1:5000' };
    const seen = { ...oss.exchange, connection };
    const again = readAsOss(seen, { buckets: new Map() }, new LearntBuckets(), { parseXml });
    const { cause } = diagnose(again, {
      keyRing: keyRing(),
      hasher: nodeHasher,
      search,
      history: new History(),
    });
    expect(cause).toEqual({ id: 'changed-before-capture', args: { signs: 'PROXY protocol' } });
  });

  it('is no matter where it came later, or where the secret alone differs', () => {
    const sent = withLines(['Via', '1.1 p']);
    expect(hops(told(sent, keyRing(), (text) => text.replace('text/plain', 'text/html')).notes)).toEqual([]);
    expect(told(sent)).toMatchObject({ row: 15, verdict: 'wrong-secret' });
    expect(hops(told(sent).notes)).toEqual([]);
    expect(hops(told(sent, NO_KEYS).notes)).toEqual([{ id: 'passed-a-proxy', args: { signs: 'via' } }]);
    expect(hops(told(good(), NO_KEYS).notes)).toEqual([]);
  });
});

describe('what stands around the signature', () => {
  const credential = `${KEY_ID}/${SCOPE}`;
  const listing = request('GET', '/a', [
    HOST,
    ['x-oss-date', STAMP],
    ['Authorization', `OSS4-HMAC-SHA256 Credential=${credential},AdditionalHeaders=host;range,Signature=x`],
  ]);

  it('a header that is listed and not sent is told of a mismatch alone', () => {
    expect(args(diagnosed(listing, mismatch(listing)).notes, 'listed-header-absent')).toEqual([
      { names: 'range' },
    ]);
    expect(noteIds(diagnosed(listing, errorAnswer(403, 'AccessDenied')))).not.toContain(
      'listed-header-absent',
    );
  });

  it('an Authorization of another kind is told beside the signature of a URL, and not by itself', () => {
    const authorization = ['Authorization', 'Bearer t'] as const;
    const url = request('GET', `/a?OSSAccessKeyId=${KEY_ID}&Expires=1735738496&Signature=x`, [
      HOST,
      authorization,
    ]);
    expect(args(diagnosed(url, mismatch(url)).notes, 'foreign-authorization')).toEqual([
      { scheme: 'Bearer' },
    ]);
    const alone = request('GET', '/a', [HOST, authorization]);
    expect(noteIds(diagnosed(alone, errorAnswer(403, 'AccessDenied')))).not.toContain(
      'foreign-authorization',
    );
  });

  it('a server that is none of OSS is told where no request id shows that OSS was there', () => {
    const answer = (server: string, id: boolean) => {
      const made = mismatch(good());
      const rest = made.headers.filter(
        ({ name }) => name !== 'Server' && (id || name !== 'x-oss-request-id'),
      );
      const [named] = request('GET', '/', [['Server', server]]).headers;
      return { ...made, headers: named === undefined ? rest : [named, ...rest] };
    };
    const told = (server: string, id: boolean) =>
      args(diagnosed(good(), answer(server, id)).notes, 'foreign-server');
    expect(told('nginx', false)).toEqual([{ server: 'nginx' }]);
    expect(told('nginx', true)).toEqual([]);
    expect(told('AliyunOSS', false)).toEqual([]);
  });
});

describe('clocks', () => {
  it('are compared three ways', () => {
    const { notes } = diagnosed(good(), mismatch(good()));
    // signed at :56, captured at 1735734896 (12:34:56), answered at :57
    expect(args(notes, 'clock')).toEqual([{ signedToCapture: 0, signedToServer: -1, captureToServer: -1 }]);
    expect(noteIds(diagnosed(good(), mismatch(good())))).not.toContain('clock-drift');
  });

  it('are told apart where one is missing', () => {
    const url = send('v1-url', PLAIN, sign('v1-url', PLAIN));
    expect(args(diagnosed(url, mismatch(url)).notes, 'clock-no-signed')).toEqual([{ captureToServer: -1 }]);
    const undated = errorAnswer(403, 'SignatureDoesNotMatch');
    const answer = { ...undated, headers: undated.headers.filter(({ name }) => name !== 'Date') };
    expect(args(diagnosed(good(), answer).notes, 'clock-no-server')).toEqual([{ signedToCapture: 0 }]);
  });

  it('are not told where the capture or the server has none', () => {
    const url = send('v1-url', PLAIN, sign('v1-url', PLAIN));
    const timeless = { ...url, time: { seconds: Number.NaN, nanos: 0 } };
    expect(noteIds(diagnosed(timeless, mismatch(url)))).toEqual([]);
    const made = mismatch(url);
    const undated = { ...made, headers: made.headers.filter(({ name }) => name !== 'Date') };
    expect(noteIds(diagnosed(url, undated))).toEqual([]);
  });

  it('near the limit are pointed out', () => {
    const sent = good({ ...PLAIN, headers: [['Date', 'Wed, 01 Jan 2025 12:24:57 GMT']] });
    expect(args(diagnosed(sent, mismatch(sent)).notes, 'clock-drift')).toEqual([{ seconds: -600 }]);
  });

  it('are not pointed out where the answer alone came late', () => {
    const sent = good({ ...PLAIN, headers: [['Date', 'Wed, 01 Jan 2025 12:24:57 GMT']] });
    const time = { seconds: sent.time.seconds + 600, nanos: 0 };
    expect(noteIds(diagnosed(sent, { ...mismatch(sent), time }))).not.toContain('clock-drift');
  });

  it('that are no dates are shown', () => {
    const sent = good({ ...PLAIN, headers: [['Date', '今天']] });
    expect(args(diagnosed(sent, mismatch(sent)).notes, 'date-unreadable')).toHaveLength(1);
  });
});

describe('an answer that throttles', () => {
  it.each(['QpsLimitExceeded', 'DownloadTrafficRateLimitExceeded', 'UploadTrafficRateLimitExceeded'])(
    '%s is said to be one, and nothing of the signature',
    (code) => {
      const made = diagnosed(good(), errorAnswer(503, code));
      expect(made.verdict).toBe('not-auth');
      expect(args(made.notes, 'throttled')).toEqual([{ code }]);
    },
  );

  it('says of an unsigned request neither that what it asks for is not public', () => {
    const unsigned = request('GET', '/k', [HOST]);
    const throttled = diagnosed(unsigned, errorAnswer(503, 'TotalQpsLimitExceeded'));
    expect(throttled).toMatchObject({ verdict: 'not-auth', cause: null });
    expect(args(throttled.notes, 'throttled')).toHaveLength(1);
    expect(diagnosed(unsigned, errorAnswer(404, 'NoSuchBucket')).cause).toBeNull();
    expect(diagnosed(unsigned, errorAnswer(403, 'AccessDenied')).cause?.id).toBe('unsigned-request');
  });

  it('is not every one that is unavailable', () => {
    expect(noteIds(diagnosed(good(), errorAnswer(503, 'ServiceUnavailable')))).not.toContain('throttled');
  });
});

describe('digests of the body', () => {
  const md5 = (text: string) => createHash('md5').update(text).digest('base64');
  const put = (claimed: string, crc = '11051210869376104954') =>
    good({
      ...PLAIN,
      method: 'PUT',
      body: '123456789',
      headers: [
        ['Content-MD5', claimed],
        ['x-oss-hash-crc64ecma', crc],
      ],
    });

  it('are compared with what the headers claim', () => {
    const right = put(md5('123456789'));
    expect(noteIds(diagnosed(right, mismatch(right)))).toEqual(
      expect.arrayContaining(['content-md5-matches', 'crc64-matches']),
    );
    const wrong = put(md5('x'), '1');
    const { notes } = diagnosed(wrong, mismatch(wrong));
    expect(args(notes, 'content-md5-differs')).toEqual([{ claimed: md5('x'), actual: md5('123456789') }]);
    expect(args(notes, 'crc64-differs')).toEqual([{ claimed: '1', actual: '11051210869376104954' }]);
    const malformed = put('abc');
    expect(args(diagnosed(malformed, mismatch(malformed)).notes, 'content-md5-malformed')).toEqual([
      { claimed: 'abc' },
    ]);
  });

  it('are not made of half a body', () => {
    const cut = { ...put(md5('x')), bodyBytes: 100 };
    expect(noteIds(diagnosed(cut, mismatch(cut))).filter((id) => /md5|crc/.test(id))).toEqual([]);
    const lost = { ...put(md5('x')), bodyState: 'incomplete' as const, missingBytes: 3 };
    expect(args(diagnosed(lost, mismatch(lost)).notes, 'body-incomplete')).toEqual([{ missing: 3 }]);
  });

  it('CRC-64 gives the check values', () => {
    expect(crc64(toBytes('123456789'))).toBe(11051210869376104954n);
    expect(crc64(toBytes(''))).toBe(0n);
    expect(crc64(toBytes('hello world'))).toBe(5981764153023615706n);
  });
});

describe('the rest of the capture', () => {
  it('shows that the key works elsewhere, and what was otherwise there', () => {
    const history = new History();
    diagnosed(good({ ...PLAIN, key: 'plain' }), OK, undefined, history);
    const odd = good({ ...PLAIN, key: 'a b', headers: [['Content-Type', 'text/plain']] });
    const { notes } = diagnosed(odd, mismatch(odd), undefined, history);
    expect(args(notes, 'key-works-elsewhere')).toEqual([{ exchange: 7, frame: 4, operation: 'GetObject' }]);
    expect(args(notes, 'key-works-difference')).toEqual([
      { what: 'content-type', here: 'text/plain', there: '' },
      { what: 'key-characters', here: ' ', there: '' },
    ]);
  });

  it('says of a proved mistake no more than what bears on it', () => {
    const history = new History();
    diagnosed(good({ ...PLAIN, key: 'plain' }), OK, undefined, history);
    const typed = { ...PLAIN, key: 'a b', headers: [['Content-Type', 'text/plain']] } as const;
    const sent = send('v1', typed, sign('v1', { ...typed, headers: [] }));
    const { verdict, certainty, notes } = diagnosed(sent, mismatch(sent), keyRing(), history);
    expect([verdict, certainty]).toEqual(['client-miscomputed', 'proven']);
    expect(args(notes, 'key-works-difference')).toEqual([
      { what: 'content-type', here: 'text/plain', there: '' },
    ]);
  });

  it('keeps characters of several bytes whole, also those that share bytes', () => {
    const history = new History();
    diagnosed(good({ ...PLAIN, key: 'plain' }), OK, undefined, history);
    const key = '日志/日 志🎬🎞';
    const odd = good({ ...PLAIN, key });
    expect(args(diagnosed(odd, mismatch(odd), undefined, history).notes, 'key-works-difference')).toEqual([
      { what: 'key-characters', here: fromText('日志 🎬🎞'), there: '' },
    ]);
  });

  it('compares with the success that is most alike, the first of equals', () => {
    const history = new History();
    const typed: Plain = { ...PLAIN, key: 'c', headers: [['Content-Type', 'a/b']] };
    // packets distinguish them
    const succeeds = (sent: ReturnType<typeof good>, frame: number) =>
      diagnosed({ ...sent, frame }, OK, undefined, history);
    succeeds(good({ ...PLAIN, key: 'a' }), 10);
    succeeds(send('v4', typed, sign('v4', typed)), 20);
    succeeds(good({ ...PLAIN, method: 'PUT', key: 'b', query: [['acl', '']] }), 30);
    const told = (sent: ReturnType<typeof good>) => {
      const { notes } = diagnosed(sent, mismatch(sent), undefined, history);
      const [works] = args(notes, 'key-works-elsewhere');
      return [works?.['frame'], args(notes, 'key-works-difference').map(({ what }) => what)];
    };
    expect(told(good({ ...PLAIN, key: 'x' }))).toEqual([10, []]);
    expect(told(good({ ...PLAIN, method: 'PUT', key: 'x', query: [['acl', '']] }))).toEqual([30, []]);
    const typed4: Plain = { ...typed, key: 'x', headers: [['Content-Type', 'a/c']] };
    expect(told(send('v4', typed4, sign('v4', typed4)))).toEqual([20, ['content-type']]);
    // what another operation has otherwise by its nature is not reported
    expect(told(good({ ...PLAIN, method: 'DELETE', key: 'x' }))).toEqual([10, []]);
  });

  it('tells of digests and dates that one of the two has no more than that', () => {
    const history = new History();
    diagnosed(good({ ...PLAIN, key: 'a' }), OK, undefined, history);
    const sent = good({
      ...PLAIN,
      headers: [
        ['Content-MD5', '1B2M2Y8AsgTpgAmY7PhCfg=='],
        ['x-oss-date', DATE],
      ],
    });
    expect(args(diagnosed(sent, mismatch(sent), undefined, history).notes, 'key-works-difference')).toEqual([
      { what: 'content-md5', here: 'content-md5', there: '' },
      { what: 'date-header', here: 'date,x-oss-date', there: 'date' },
      { what: 'oss-headers', here: 'x-oss-date', there: '' },
    ]);
  });

  it('calls no bucket another that a custom domain did not name yet', () => {
    const history = new History();
    const host = 'static.example.com';
    const sent = (path: string) =>
      request('GET', path, [
        ['Host', host],
        ['Date', DATE],
        ['Authorization', `OSS ${KEY_ID}:c2lnbmF0dXJl`],
      ]);
    diagnosed(sent('/a'), OK, undefined, history);
    const failing = sent('/b');
    const answer = mismatch(failing, { buckets: new Map([[host, 'demo']]) });
    const { notes } = diagnosed(failing, answer, undefined, history);
    expect(args(notes, 'bucket-from-server')).toHaveLength(1);
    expect(args(notes, 'key-works-elsewhere')).toHaveLength(1);
    expect(args(notes, 'key-works-difference')).toEqual([]);
  });

  it('takes no preflight for a success, nor for another use of its signature', () => {
    const history = new History();
    const put = { ...PLAIN, method: 'PUT' };
    const signature = sign('v1-url', put);
    const asked = diagnosed(
      send('v1-url', { ...PLAIN, method: 'OPTIONS' }, signature),
      OK,
      keyRing(),
      history,
    );
    expect(asked).toMatchObject({ verdict: 'not-auth', notes: [] });
    const typed = { ...put, headers: [['Content-Type', 'image/png']] as const };
    const sent = send('v1-url', typed, signature);
    const { notes, cause } = diagnosed(sent, mismatch(sent), keyRing(), history);
    expect(cause?.id).toBe('content-type-added-after-signing');
    expect(notes.map(({ id }) => id)).not.toContain('key-works-elsewhere');
    expect(notes.map(({ id }) => id)).not.toContain('signature-reused');
  });

  it.each([
    [302, false, 'match'],
    // it is sent before the signature is looked at
    [307, false, 'not-auth'],
    [304, true, 'match'],
    [404, true, 'match'],
  ])('takes an answer with status %i for a proof of the secret: %s', (status, proves, verdict) => {
    const history = new History();
    const answer = status === 404 ? errorAnswer(404, 'NoSuchKey') : { ...OK, status };
    expect(diagnosed(good(), answer, undefined, history).verdict).toBe(verdict);
    const sent = good({ ...PLAIN, key: 'b' });
    const { notes } = diagnosed(sent, mismatch(sent), undefined, history);
    expect(notes.some(({ id }) => id === 'key-works-elsewhere')).toBe(proves);
  });

  it('takes no success for one whose signature is not that of the secret', () => {
    const history = new History();
    const other = send('v1', PLAIN, sign('v1', PLAIN, { secret: 'another' }));
    diagnosed(other, OK, undefined, history);
    const sent = good({ ...PLAIN, key: 'b' });
    const works = (keys: KeyRing) => {
      const { notes } = diagnosed(sent, mismatch(sent), keys, history);
      return notes.filter(({ id }) => /^key-/.test(id)).map(({ id }) => id);
    };
    expect(works(NO_KEYS)).toContain('key-works-elsewhere');
    expect(works(keyRing())).toEqual([]);
  });

  it('counts failures of a key that never worked', () => {
    const history = new History();
    expect(noteIds(diagnosed(good(), mismatch(good()), undefined, history))).not.toContain(
      'key-always-fails',
    );
    expect(args(diagnosed(good(), mismatch(good()), undefined, history).notes, 'key-always-fails')).toEqual([
      { count: 2 },
    ]);
  });

  it('shows a signature that was used before', () => {
    const history = new History();
    const first = good();
    diagnosed(first, OK, undefined, history);
    const again = send('v1', { ...PLAIN, method: 'DELETE' }, sign('v1', PLAIN));
    const later = { ...again, time: { seconds: again.time.seconds + 30, nanos: 0 } };
    const diagnosis = diagnosed(later, mismatch(later), keyRing(), history);
    expect(args(diagnosis.notes, 'signature-reused')).toEqual([{ exchange: 7, frame: 4, seconds: 30 }]);
    expect(diagnosis).toMatchObject({
      row: 16,
      verdict: 'client-miscomputed',
      certainty: 'proven',
      cause: { id: 'signature-of-other-request', args: { exchange: 7, frame: 4 } },
      divergences: [{ field: 'method', client: 'GET', server: 'DELETE' }],
    });
    expect(diagnosis.client?.stringToSign.text).toBe(referenceString('v1', PLAIN));
  });

  it('tells without the secret that a signature of two strings cannot be right for both', () => {
    const told = (second: HttpRequest, keys?: KeyRing) => {
      const history = new History();
      diagnosed(good(), OK, undefined, history);
      return args(diagnosed(second, mismatch(second), keys, history).notes, 'signature-fits-one');
    };
    const changed = send('v1', { ...PLAIN, method: 'DELETE' }, sign('v1', PLAIN));
    expect(told(changed)).toEqual([{ exchange: 7, fields: 'method' }]);
    expect(told(good())).toEqual([]);
    expect(told(changed, keyRing())).toEqual([]);
  });

  it.each([
    ['R1', 'seen-at-other-point', { exchange: 7, frame: 4 }],
    ['R2', 'signature-reused', { exchange: 7, frame: 4, seconds: 0 }],
  ])('tells both sides of a proxy in one capture from a signature used twice: %s', (id, expected, values) => {
    const history = new History();
    const answered = (sent: HttpRequest, requestId: string) => {
      const answer = mismatch(behind);
      const headers = response(403, [['x-oss-request-id', requestId]]).headers;
      return diagnosed(sent, { ...answer, headers: [...headers, ...answer.headers] }, keyRing(), history);
    };
    const sent = good({ ...PLAIN, key: 'a//b' });
    // the answer passes the side of the server first
    const behind = { ...sent, target: sent.target.replace('//b', '/b') };
    expect(answered(behind, 'R1').verdict).toBe('client-miscomputed');
    const { verdict, notes } = answered(sent, id);
    expect(verdict).toBe('transit-modified');
    const told = notes.filter(({ id: each }) => /^(?:seen-at-other-point|signature-reused)$/.test(each));
    expect(told).toEqual([{ id: expected, args: values }]);
  });

  it('a URL used otherwise is told by what was otherwise', () => {
    const history = new History();
    const signature = sign('v1-url', PLAIN);
    diagnosed(send('v1-url', PLAIN, signature), OK, undefined, history);
    const head = send('v1-url', { ...PLAIN, method: 'HEAD' }, signature);
    expect(diagnosed(head, mismatch(head), keyRing(), history).cause).toEqual({
      id: 'method-signed-other',
      args: { signed: 'GET', sent: 'HEAD' },
    });
  });

  it('searches less for a key that was sought in vain many times', () => {
    const history = new History();
    const tried: unknown[] = [];
    for (let i = 0; i < 20; i++) {
      const sent = send('v1', PLAIN, hmac('sha1', 'unrelated', `${i}`).toString('base64'));
      tried.push(
        args(diagnosed(sent, mismatch(sent), keyRing(), history, 3000).notes, 'search-tried')[0]?.['tried'],
      );
    }
    expect(tried.slice(0, 16)).toEqual(Array(16).fill(3000));
    expect(tried.slice(16)).toEqual(Array(4).fill(1000));
  });

  it('tries first what was found of the same key before', () => {
    const history = new History();
    const tried = (key: string) => {
      const plain = { ...PLAIN, key };
      const sent = send('v1', plain, sign('v1', plain, { secret: SECRET.replace('0', 'O') }));
      const made = diagnosed(sent, mismatch(sent), keyRing(), history);
      expect(made.cause?.id).toBe('secret-character-different');
      return Number(args(made.notes, 'search-tried')[0]?.['tried']);
    };
    const [first, second] = [tried('one'), tried('two')];
    expect(second).toBeLessThan(first);
  });

  it('is remembered within bounds', () => {
    const history = new History();
    const context = { keyRing: new Map(), hasher: nodeHasher, search, history };
    const sent = (id: string, signature: string) =>
      request('GET', '/a', [HOST, ['Date', DATE], ['Authorization', `OSS ${id}:${signature}`]]);
    for (let i = 0; i <= HISTORY_KEYS_LIMIT; i++) diagnose(ossExchange(sent(`id${i}`, `s${i}`), OK), context);
    expect(history.key('nobody').successes).toBe(0);
    expect(history.key('id0').successes).toBe(0);
    expect(history.key('id1').successes).toBe(1);
    for (let i = 0; i < HISTORY_SIGNATURES_LIMIT; i++)
      diagnose(ossExchange(sent('id', `t${i}`), OK), context);
    // read on demand: the newest are found by the header that carries the signature
    expect(history.signature('s0', 'OSS id0:s0', OTHER)).toMatchObject({ frame: 4 });
    const newest = HISTORY_SIGNATURES_LIMIT - 1;
    expect(history.signature(`t${newest}`, `OSS id:t${newest}`, OTHER)).toMatchObject({ frame: 4 });
    const forgotten = newest - HISTORY_UNREAD_LIMIT;
    expect(history.signature(`t${forgotten}`, `OSS id:t${forgotten}`, OTHER)).toBeNull();
    expect(history.key('id')).toMatchObject({ successes: HISTORY_UNREAD_LIMIT, failures: 0 });
    expect(history.key('id').exemplars).toHaveLength(1);
  });
});

it('a signature that was seen before is found by its header, whichever of its requests is remembered', () => {
  const history = new History();
  let index = 0;
  const add = (signature: string, at = ++index) => {
    const sent = request('GET', '/a', [HOST, ['Date', DATE], ['Authorization', `OSS id:${signature}`]]);
    history.add(ossExchange(sent, OK), 'accepted', at);
  };
  const addMany = (name: string, count: number) => {
    for (let i = 0; i < count; i++) add(`${name}${i}`);
  };
  const seen = (signature: string) =>
    history.signature(signature, `OSS id:${signature}`, OTHER)?.index ?? null;
  addMany('read at once', 64);
  add('twice');
  addMany('a', HISTORY_UNREAD_LIMIT / 2);
  expect(seen('twice')).toBe(65);
  add('twice');
  const second = index;
  addMany('b', HISTORY_UNREAD_LIMIT / 2);
  expect(seen('twice')).toBe(second);
  for (let i = 0; i < 3 * HISTORY_UNREAD_LIMIT; i++) {
    add(`c${i}`);
    expect(seen(`c${i}`)).toBe(index);
  }
  expect(seen('twice')).toBeNull();
  add('late', 9002);
  expect(seen('late')).toBe(9002);
  add('late', 9001);
  expect(seen('late')).toBe(9001);
  // what waits is read, and then known by its signature
  history.key('nobody');
  expect(seen('late')).toBe(9001);
  expect(seen('d')).toBeNull();
  add('d', 9003);
  expect(seen('d')).toBe(9003);
});

const OTHER = ossExchange(request('GET', '/other', [HOST]), OK);

describe('hints without the secret', () => {
  it('a signature that is too long or too short for its version, without the secret', () => {
    const right = sign('v1', PLAIN);
    const notesOf = (signature: string, keys = NO_KEYS) => {
      const sent = send('v1', PLAIN, signature);
      return args(diagnosed(sent, mismatch(sent), keys).notes, 'signature-length');
    };
    expect(notesOf(right.slice(0, 22))).toEqual([{ length: 22, due: 28 }]);
    expect(notesOf(`${right.slice(0, 12)} ${right.slice(12)}`)).toEqual([{ length: 29, due: 28 }]);
    expect(notesOf(right)).toEqual([]);
    expect(notesOf('********')).toEqual([]);
    expect(notesOf('xxxxxxxx')).toEqual([]);
    expect(notesOf(right.slice(0, 22), keyRing())).toEqual([]);
    for (const version of REFERENCE_VERSIONS) {
      const sent = send(version, PLAIN, sign(version, PLAIN));
      expect(args(diagnosed(sent, mismatch(sent)).notes, 'signature-length')).toEqual([]);
    }
  });

  it('a custom domain that is part of the signature', () => {
    const plain: Plain = { ...PLAIN, addressing: 'custom' };
    const sent = send('s3v4-url', plain, sign('s3v4-url', { ...plain, addressing: 'virtual' }));
    for (const keys of [NO_KEYS, keyRing()]) {
      const { notes } = diagnosed(sent, mismatch(sent), keys);
      expect(args(notes, 'host-of-signature')).toEqual([{ host: CUSTOM_HOST }]);
    }
    const own = send('v4-url', plain, sign('v4-url', plain));
    const answer = errorAnswer(403, 'SignatureDoesNotMatch');
    expect(noteIds(diagnosed(own, answer))).not.toContain('host-of-signature');
  });

  it('a custom domain', () => {
    const sent = request('GET', '/a', [
      ['Host', 'img.example.com'],
      ['Date', DATE],
      ['Authorization', `OSS ${KEY_ID}:x`],
    ]);
    const unknown = diagnosed(sent, errorAnswer(403, 'SignatureDoesNotMatch'));
    expect(unknown).toMatchObject({ verdict: 'needs-secret', wire: null });
    expect(args(unknown.notes, 'tool-bucket-unknown')).toEqual([{ host: 'img.example.com' }]);
    const text = `GET\n\n\n${DATE}\n/demo/a`;
    const signed = request('GET', '/a', [
      ['Host', 'img.example.com'],
      ['Date', DATE],
      ['Authorization', `OSS ${KEY_ID}:${hmac('sha1', SECRET, text).toString('base64')}`],
    ]);
    const told = diagnosed(
      signed,
      errorAnswer(403, 'SignatureDoesNotMatch', [['StringToSign', text]]),
      keyRing(),
    );
    expect(told).toMatchObject({ row: 15, certainty: 'proven' });
    expect(args(told.notes, 'bucket-from-server')).toEqual([{ bucket: 'demo' }]);
  });
});
