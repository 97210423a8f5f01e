import { describe, expect, it } from 'vitest';
import { nodeHasher } from '../../../src/node/ports.ts';
import { PLAIN, type ReferenceVersion, send, sign } from '../../diagnose/reference-signer.ts';
import { diagnosed, errorAnswer, OK, ossExchange } from '../../diagnose/scenario.ts';
import { request, response } from '../../oss/requests.ts';
import type { Verdict } from '../../rooms/diagnose.ts';
import {
  compareHops,
  type HopChange,
  type HopExchange,
  type HopPair,
  keyed,
  pairExchanges,
} from '../../rooms/hops.ts';
import type { HttpRequest, HttpResponse } from '../../rooms/http.ts';
import { parseXml } from '../../support/fast-xml.ts';
import { endsInTime, PATIENCE } from '../../support/patience.ts';

const TOOLS = {
  hasher: nodeHasher,
  ports: { parseXml },
  options: { buckets: new Map<string, string>() },
};

const REFUSED = errorAnswer(403, 'SignatureDoesNotMatch');

function point(sent: HttpRequest, answer: HttpResponse = REFUSED, index = 1): HopExchange {
  const oss = ossExchange(sent, answer);
  return { index, exchange: oss.exchange, oss, diagnosis: diagnosed(sent, answer) };
}

const signedPlain = () => send('v1', PLAIN, sign('v1', PLAIN));

/** A signed request with one more thing, and what a hop made of it. */
function changes(
  version: ReferenceVersion,
  alter: (sent: HttpRequest) => HttpRequest,
  answer: HttpResponse = REFUSED,
): readonly HopChange[] {
  const plain = {
    ...PLAIN,
    method: 'PUT',
    headers: [
      ['Content-Type', 'text/plain'],
      ['Accept', '*/*'],
    ] as const,
  };
  const sent = send(version, plain, sign(version, plain));
  const pair = compareHops(
    { requestId: 'R', matchedBy: 'request-id', points: [point(sent, answer), point(alter(sent), answer)] },
    TOOLS,
  );
  return pair.hops.flatMap((hop) => hop.changes);
}

function withHeader(name: string, value: string | null): (sent: HttpRequest) => HttpRequest {
  return (sent) => {
    const rest = sent.headers.filter((line) => line.name.toLowerCase() !== name.toLowerCase());
    const added = value === null ? [] : request('GET', '/', [[name, value]]).headers;
    return { ...sent, headers: [...rest, ...added] };
  };
}

function summary(found: readonly HopChange[]) {
  return found
    .filter(({ field }) => field !== 'header-order')
    .map(({ field, from, to, breaksSignature }) => ({ field, from, to, breaksSignature }));
}

describe('a change on the way', () => {
  it.each([
    ['v1', 'Content-Type', 'text/html', true],
    ['v1', 'Accept', 'text/*', false],
    ['v1', 'X-OSS-Meta-A', '1', true],
    ['v1', 'User-Agent', 'proxy/1', false],
    ['v4', 'Content-Type', 'text/html', true],
    ['v4', 'Accept', 'text/*', false],
    ['v4', 'x-oss-meta-a', '1', true],
    ['s3v4', 'x-amz-date', '20250101T123459Z', true],
  ] as const)('%s: %s becomes %s: breaks the signature: %s', (version, name, value, breaks) => {
    const found = summary(changes(version, withHeader(name, value)));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      field: `header:${name.toLowerCase()}`,
      to: value,
      breaksSignature: breaks,
    });
  });

  it.each(['v1', 'v4'] as const)('%s: is told apart among hundreds of others', (version) => {
    const added = Array.from(
      { length: 200 },
      (_, at) => [at % 2 === 0 ? `x-oss-meta-${at}` : `x-other-${at}`, 'a'] as const,
    );
    const found = changes(version, (sent) => {
      const { headers } = withHeader('Content-Type', 'text/html')(sent);
      return { ...sent, headers: [...headers, ...request('GET', '/', added).headers] };
    });
    const broken = found.filter(({ breaksSignature }) => breaksSignature).map(({ field }) => field);
    const signed = added.map(([name]) => name).filter((name) => name.startsWith('x-oss-'));
    expect(broken.sort()).toEqual(['content-type', ...signed].map((name) => `header:${name}`).sort());
  });

  it(
    'is told in time where thousands of headers were exchanged for others',
    async () => {
      const plain = signedPlain();
      const withMany = (letter: string): HttpRequest => {
        const many = Array.from({ length: 6000 }, (_, at) => [`x-oss-meta-${letter}${at}`, 'a'] as const);
        return { ...plain, headers: [...plain.headers, ...request('GET', '/', many).headers] };
      };
      const points = [point(withMany('a')), point(withMany('b'))];
      const { hops } = await endsInTime(() =>
        compareHops({ requestId: 'R', matchedBy: 'request-id', points }, TOOLS),
      );
      const broken = hops.flatMap((hop) => hop.changes).filter(({ breaksSignature }) => breaksSignature);
      expect(broken).toHaveLength(12_000);
    },
    10 * PATIENCE,
  );

  it('is told apart where the server taught that the bucket stands in the path', () => {
    const date = 'Wed, 01 Jan 2025 12:34:56 GMT';
    const sent = request('GET', '/demo/a', [
      ['Host', 'oss.example.com'],
      ['Date', date],
      ['Authorization', 'OSS i:s'],
    ]);
    const answer = errorAnswer(403, 'SignatureDoesNotMatch', [
      ['StringToSign', `GET\n\ntext/html\n${date}\n/demo/a`],
    ]);
    const passed = withHeader('Content-Type', 'text/html')(withHeader('Via', '1.1 proxy')(sent));
    const points = [point(sent, answer), point(passed, answer)];
    const pair = compareHops({ requestId: 'R', matchedBy: 'request-id', points }, TOOLS);
    expect(summary(pair.hops.flatMap((hop) => hop.changes))).toEqual([
      { field: 'header:via', from: null, to: '1.1 proxy', breaksSignature: false },
      { field: 'header:content-type', from: null, to: 'text/html', breaksSignature: true },
    ]);
  });

  it('of Host matters where Host names the bucket or is signed', () => {
    const host = (value: string) => withHeader('Host', value);
    const breaks = (version: ReferenceVersion, value: string): boolean | undefined =>
      summary(changes(version, host(value)))[0]?.breaksSignature;
    const endpoint = 'oss-cn-hangzhou.aliyuncs.com';
    // the same bucket under another name of its endpoint
    expect(breaks('v1', `demo.${endpoint}:80`)).toBe(false);
    expect(breaks('v1', `other.${endpoint}`)).toBe(true);
    // a custom domain does not name its bucket, so that no string can be built any more
    expect(breaks('v1', 'img.example.com')).toBe(true);
    expect(breaks('v4', `other.${endpoint}`)).toBe(true);
    expect(breaks('s3v4', 'demo.oss-cn-shanghai.aliyuncs.com')).toBe(true);
  });

  it('of Host breaks a signature of the S3 dialect although nothing else of the request tells of OSS', () => {
    const found = changes('s3v4', (sent) =>
      withHeader('x-oss-meta-a', '1')(withHeader('Host', '10.0.0.9:8080')(sent)),
    );
    expect(summary(found)).toMatchObject([
      { field: 'header:host', to: '10.0.0.9:8080', breaksSignature: true },
      { field: 'header:x-oss-meta-a', to: '1', breaksSignature: false },
    ]);
  });

  it('that adds an Authorization to a signed URL breaks it, though its string is the same', () => {
    expect(summary(changes('v1-url', withHeader('Authorization', 'Basic dTpw')))).toEqual([
      { field: 'header:authorization', from: null, to: 'Basic dTpw', breaksSignature: true },
    ]);
  });

  it('names the method, the target and a dropped header with both values', () => {
    expect(summary(changes('v1', (sent) => ({ ...sent, method: 'POST' })))).toEqual([
      { field: 'method', from: 'PUT', to: 'POST', breaksSignature: true },
    ]);
    expect(summary(changes('v1', (sent) => ({ ...sent, target: '/a%2Ejpg' })))).toEqual([
      { field: 'target', from: '/a.jpg', to: '/a%2Ejpg', breaksSignature: false },
    ]);
    expect(summary(changes('v1', (sent) => ({ ...sent, target: '/b.jpg' })))).toEqual([
      { field: 'target', from: '/a.jpg', to: '/b.jpg', breaksSignature: true },
    ]);
    expect(summary(changes('v1', withHeader('Content-Type', null)))).toEqual([
      { field: 'header:content-type', from: 'text/plain', to: null, breaksSignature: true },
    ]);
    expect(summary(changes('v1', (sent) => ({ ...sent, version: 'HTTP/1.0' })))).toEqual([
      { field: 'version', from: 'HTTP/1.1', to: 'HTTP/1.0', breaksSignature: false },
    ]);
  });

  it('names the frames of both values, and none for a value that is absent', () => {
    const frames = (alter: (sent: HttpRequest) => HttpRequest) => changes('v1', alter)[0]?.frames;
    expect(frames((sent) => ({ ...sent, method: 'POST', frame: 9 }))).toEqual([4, 9]);
    expect(frames(withHeader('Content-Type', null))).toEqual([4, null]);
    expect(frames(withHeader('Via', '1.1 proxy'))).toEqual([null, 4]);
  });

  it.each(['v1', 'v4'] as const)('blames only what is signed among several changes: %s', (version) => {
    // Host and path together address the same object, as a proxy to the path style does it.
    const found = changes(version, (sent) => {
      const moved = withHeader('Host', 'oss-cn-hangzhou.aliyuncs.com')({ ...sent, target: '/demo/a.jpg' });
      return withHeader('Content-Type', 'text/html')(moved);
    });
    expect(summary(found).map(({ field, breaksSignature }) => [field, breaksSignature])).toEqual([
      ['target', false],
      ['header:host', false],
      ['header:content-type', true],
    ]);
  });

  it('is none that broke where the server accepts', () => {
    const resigned = changes('v1', withHeader('Authorization', 'OSS LTAI5tOther:AAAA'), OK);
    expect(summary(resigned)).toMatchObject([{ field: 'header:authorization', breaksSignature: false }]);
    const refused = changes('v1', withHeader('Authorization', 'OSS LTAI5tOther:AAAA'));
    expect(summary(refused)).toMatchObject([{ field: 'header:authorization', breaksSignature: true }]);
  });

  it.each([
    ['+', true],
    ['%2b', false],
  ])(
    'of the spelling of a signature in a URL breaks it where it is read as another one: %s',
    (plus, breaks) => {
      const sent = request('GET', '/k?OSSAccessKeyId=LTAI5t&Expires=1735740000&Signature=a%2Bb%3D', [
        ['Host', 'demo.oss-cn-hangzhou.aliyuncs.com'],
      ]);
      const points = [sent, { ...sent, target: sent.target.replace('%2B', plus) }].map((each) => point(each));
      const { hops } = compareHops({ requestId: 'R', matchedBy: 'request-id', points }, TOOLS);
      expect(summary(hops.flatMap(({ changes: each }) => each))).toMatchObject([
        { field: 'target', breaksSignature: breaks },
      ]);
    },
  );

  it('is none that broke where a later hop undid it', () => {
    const sent = signedPlain();
    const typed = withHeader('Content-Type', 'text/html')(sent);
    const broken = (...way: readonly HttpRequest[]) => {
      const points = way.map((each) => point(each));
      return compareHops({ requestId: 'R', matchedBy: 'request-id', points }, TOOLS).hops.map(({ changes }) =>
        changes.filter((each) => each.breaksSignature).map(({ field }) => field),
      );
    };
    expect(broken(sent, typed, sent)).toEqual([[], []]);
    expect(broken(sent, typed, withHeader('x-oss-meta-a', '1')(sent))).toEqual([
      ['header:content-type'],
      ['header:content-type', 'header:x-oss-meta-a'],
    ]);
  });

  it('is none that broke where the server stored what it then found to differ from its digest', () => {
    const altered = withHeader('Content-Type', 'text/html')(signedPlain());
    const stored = {
      ...point(altered, OK),
      diagnosis: { ...diagnosed(altered, OK), verdict: 'digest' as const },
    };
    const points = [point(signedPlain(), OK), stored];
    const pair = compareHops({ requestId: 'R', matchedBy: 'request-id', points }, TOOLS);
    expect(pair.verdict).toBe('digest');
    expect(pair.hops.flatMap(({ changes }) => changes.filter((each) => each.breaksSignature))).toEqual([]);
  });

  it('is none that broke where the server accepted, although the capture nearest to it lacks the answer', () => {
    const plain = { ...PLAIN, method: 'GET' };
    const sent = send('v1', plain, sign('v1', plain));
    const passed = withHeader('Host', 'img.example.com')(sent);
    const oss = ossExchange(passed, null);
    const lacking = { index: 1, exchange: oss.exchange, oss, diagnosis: diagnosed(passed, null) };
    expect(lacking.diagnosis?.verdict).toBe('no-response');
    for (const [answer, verdict] of [
      [OK, 'match'],
      [errorAnswer(403, 'AccessDenied'), 'access-denied'],
    ] as const) {
      const points = [point(sent, answer), lacking];
      const pair = compareHops({ requestId: 'R', matchedBy: 'signature', points }, TOOLS);
      const changed = summary(pair.hops.flatMap((hop) => hop.changes));
      expect(changed).toMatchObject([{ field: 'header:host', breaksSignature: false }]);
      expect(pair.verdict).toBe(verdict);
    }
  });

  it.each([
    ['v1', 'the key id', 'LTAI5tReferenceKey00', 'LTAI5tOther'],
    ['v4', 'the key id', 'LTAI5tReferenceKey00', 'LTAI5tOther'],
    ['v4', 'the day of the scope', '/20250101/', '/20250102/'],
    ['v4', 'the region of the scope', 'cn-hangzhou', 'cn-shanghai'],
  ] as const)('of Authorization breaks it where only %s has another %s', (version, _, from, to) => {
    const altered = changes(version, (sent) => {
      const value = sent.headers.find(({ name }) => name === 'Authorization')?.value ?? '';
      expect(value).toContain(from);
      return withHeader('Authorization', value.replace(from, to))(sent);
    });
    expect(summary(altered)).toMatchObject([{ field: 'header:authorization', breaksSignature: true }]);
  });

  it('lists what every proxy does as such', () => {
    const found = changes('v1', (sent) =>
      [
        ['X-Forwarded-For', '10.0.0.1'],
        ['Via', '1.1 squid'],
        ['CF-Ray', '8f1'],
        ['X-CF', '1'],
      ].reduce((made, [name = '', value = '']) => withHeader(name, value)(made), sent),
    );
    expect(found.map(({ field, hopByHop }) => [field, hopByHop])).toEqual([
      ['header:x-forwarded-for', true],
      ['header:via', true],
      ['header:cf-ray', true],
      ['header:x-cf', false],
    ]);
  });

  it('says nothing of headers where one of the heads is cut', () => {
    const cut = (sent: HttpRequest): HttpRequest => ({ ...sent, headers: [], headComplete: false });
    expect(changes('v1', cut)).toEqual([]);
    const plain = request('GET', '/k', [['X-A', '1']]);
    const points = [bare(cut(plain)), bare(plain)];
    const pair = compareHops({ requestId: null, matchedBy: 'time', points }, TOOLS);
    expect(pair.hops[0]?.changes).toEqual([]);
  });

  it.each([
    [403, 'transit-modified'],
    [503, 'match'],
  ])(
    'is judged by a capture that has the request too, where its answer is the same: %i',
    (status, verdict) => {
      const made = point(signedPlain(), { ...REFUSED, status });
      const at = (exchange: HopExchange['exchange'], told: Verdict): HopExchange => {
        const diagnosis = made.diagnosis === null ? null : { ...made.diagnosis, verdict: told };
        return { ...made, exchange, diagnosis };
      };
      const whole = at(made.exchange, 'transit-modified');
      const answer = { ...made.exchange, request: null, response: REFUSED };
      const points = [whole, at(answer, 'match')];
      expect(compareHops({ requestId: 'R', matchedBy: 'request-id', points }, TOOLS).verdict).toBe(verdict);
    },
  );

  it('of an exchange whose request one capture lacks is one of the answer alone', () => {
    const whole = bare(request('GET', '/k'));
    const lacking = (status: number): HopExchange => {
      const exchange = { ...whole.exchange, request: null, response: response(status, headersOf(OK)) };
      return { ...whole, exchange };
    };
    for (const [from, to] of [
      [whole, lacking(503)],
      [lacking(503), whole],
    ] as const) {
      const pair = compareHops({ requestId: 'R', matchedBy: 'request-id', points: [from, to] }, TOOLS);
      expect(pair.hops[0]?.changes.map(({ field }) => field)).toEqual(['status']);
    }
  });

  it('breaks nothing in HTTP that is not of OSS, and no verdict is given', () => {
    const plain = request('GET', '/k', [['X-A', '1']]);
    const points = [bare(plain), bare(withHeader('X-A', '2')(plain))];
    const pair = compareHops({ requestId: null, matchedBy: 'time', points }, TOOLS);
    expect(pair.hops[0]?.changes).toMatchObject([{ field: 'header:x-a', breaksSignature: false }]);
    expect(pair.verdict).toBeNull();
  });

  it('tells the order of headers, and joined lines are no change', () => {
    const reversed = changes('v1', (sent) => ({ ...sent, headers: sent.headers.toReversed() }));
    expect(reversed).toMatchObject([{ field: 'header-order', breaksSignature: false }]);
    const [order] = reversed;
    expect(order?.from?.split(', ').toReversed()).toEqual(order?.to?.split(', '));
    expect(order?.from).toMatch(/^host, /);
    // where proxies put their own headers says nothing
    const [first, last] = [request('GET', '/', [['Via', 'p']]), request('GET', '/', [['X-A', '1']])];
    const order2 = [bare({ ...first, headers: [...first.headers, ...last.headers] })];
    order2.push(bare({ ...first, headers: [...last.headers, ...first.headers] }));
    const moved = compareHops({ requestId: null, matchedBy: 'time', points: order2 }, TOOLS);
    expect(moved.hops[0]?.changes).toEqual([]);
    const twice = withHeader('X-A', '1');
    const split = (sent: HttpRequest): HttpRequest => ({
      ...twice(sent),
      headers: [...twice(sent).headers, ...request('GET', '/', [['X-A', '2']]).headers],
    });
    const [from, to] = [withHeader('X-A', '1, 2')(request('GET', '/')), split(request('GET', '/'))];
    const same = compareHops({ requestId: null, matchedBy: 'time', points: [bare(from), bare(to)] }, TOOLS);
    expect(same.hops[0]?.changes).toEqual([]);
  });

  it.each(['v1', 'v4'] as const)(
    'joined lines of a signed header break the signature, of another not: %s',
    (version) => {
      const lines = (...all: (readonly [string, string])[]) => request('GET', '/', all).headers;
      const plain = {
        ...PLAIN,
        headers: [
          ['x-oss-meta-a', 'one'],
          ['x-oss-meta-a', 'two'],
          ['Accept', 'a/b'],
          ['Accept', 'c/d'],
        ] as const,
      };
      const sent = send(version, plain, sign(version, plain));
      const others = sent.headers.filter(({ name }) => !/^(?:x-oss-meta-a|accept)$/i.test(name));
      const once = [...others, ...lines(['X-OSS-Meta-A', 'one, two'], ['Accept', 'a/b, c/d'])];
      const points = [point(sent), point({ ...sent, headers: once })];
      const told = (pair: HopPair) =>
        summary(compareHops(pair, TOOLS).hops.flatMap((hop) => hop.changes)).map((each) =>
          Object.values(each),
        );
      const pair = { requestId: 'R', matchedBy: 'request-id', points } as const;
      expect(told(pair)).toEqual([['header:x-oss-meta-a', 'one,two', 'one, two', true]]);
      expect(compareHops(pair, TOOLS).verdict).toBe('transit-modified');
      expect(told({ ...pair, points: points.toReversed() })).toEqual([
        ['header:x-oss-meta-a', 'one, two', 'one,two', true],
      ]);
      // where the server takes it all the same, it was no change
      expect(
        told({ ...pair, points: points.map((each) => point(each.exchange.request ?? sent, OK)) }),
      ).toEqual([]);
    },
  );

  it('tells bodies by length and digest, and changes of the answer', () => {
    const put = (body: string) => request('PUT', '/k', [['Host', 'b.oss-cn-hangzhou.aliyuncs.com']], body);
    const [a, b] = [
      point(put('abc'), OK),
      point(put('abd'), response(200, [...headersOf(OK), ['Age', '3']])),
    ];
    const { hops, verdict } = compareHops({ requestId: 'R', matchedBy: 'request-id', points: [a, b] }, TOOLS);
    expect(hops[0]?.changes.map(({ field, from, to, hopByHop }) => [field, from, to, hopByHop])).toEqual([
      [
        'body',
        '3 bytes, md5 900150983cd24fb0d6963f7d28e17f72',
        '3 bytes, md5 4911e516e5aa21d327512e0c8b197616',
        false,
      ],
      ['response-header:age', null, '3', true],
    ]);
    expect(verdict).toBe('not-auth');
  });
});

describe('bodies that were not kept', () => {
  const digested = (bytes: number, md5: number | null, crc64: bigint | null): HopExchange => {
    const digests = { whole: true, md5: md5 === null ? null : Uint8Array.of(md5), crc64 };
    return bare({ ...request('PUT', '/k'), bodyBytes: bytes, digests });
  };

  it.each([
    ['one checksum', digested(3, null, 7n), digested(3, null, 7n), null],
    ['two checksums', digested(3, null, 7n), digested(3, null, 8n), ['3 bytes, crc64 7', '3 bytes, crc64 8']],
    ['two digests', digested(3, 1, null), digested(3, 2, null), ['3 bytes, md5 01', '3 bytes, md5 02']],
    ['digests of two kinds', digested(3, 1, null), digested(3, null, 8n), null],
    ['digests of two kinds, the other way', digested(3, null, 8n), digested(3, 1, null), null],
    ['two lengths', digested(3, null, null), digested(4, null, null), ['3 bytes', '4 bytes']],
  ])('are compared by what is known of both: %s', (_, from, to, expected) => {
    const pair = compareHops({ requestId: null, matchedBy: 'time', points: [from, to] }, TOOLS);
    const found = pair.hops[0]?.changes.map((each) => [each.field, each.from, each.to]);
    expect(found).toEqual(expected === null ? [] : [['body', ...expected]]);
  });
});

function headersOf(message: HttpResponse): (readonly [string, string])[] {
  return message.headers.map(({ name, value }) => [name, value] as const);
}

function bare(sent: HttpRequest): HopExchange {
  const { exchange } = ossExchange(withHeader('Host', 'b.oss-cn-hangzhou.aliyuncs.com')(sent), OK);
  return { index: 1, exchange, oss: null, diagnosis: null };
}

function pairHops(captures: readonly (readonly HopExchange[])[]) {
  const { pairs, unmatched } = pairExchanges(captures.map((hops) => hops.map(keyed)));
  return {
    pairs: pairs.map((pair) => ({ ...pair, points: pair.points.map((point) => point?.hop ?? null) })),
    unmatched: unmatched.map(({ capture, exchange }) => ({ capture, exchange: exchange.hop })),
  };
}

describe('pairs', () => {
  const at = (seconds: number, sent: HttpRequest, id: string | null, index: number): HopExchange => {
    const answer = response(403, id === null ? [] : [['x-oss-request-id', id]]);
    return point({ ...sent, time: { seconds, nanos: 0 } }, answer, index);
  };
  const signed = (key: string): HttpRequest => {
    const plain = { ...PLAIN, key };
    return send('v1', plain, sign('v1', plain));
  };
  const numbers = (captures: readonly (readonly HopExchange[])[]) => {
    const { pairs, unmatched } = pairHops(captures);
    return {
      pairs: pairs.map(({ matchedBy, points }) => [matchedBy, ...points.map((each) => each?.index ?? null)]),
      unmatched: unmatched.map(({ capture, exchange }) => [capture, exchange.index]),
    };
  };

  it('are found by request id, whatever else differs', () => {
    const a = [at(100, signed('one'), 'R1', 1), at(101, signed('two'), 'R2', 2)];
    const b = [at(900, signed('x'), 'R2', 1), at(901, signed('y'), 'R1', 2), at(902, signed('z'), 'R9', 3)];
    expect(numbers([a, b])).toEqual({
      pairs: [
        ['request-id', 1, 2],
        ['request-id', 2, 1],
      ],
      unmatched: [[1, 3]],
    });
  });

  it('are found by signature and date where a proxy takes the id away', () => {
    const a = [at(100, signed('one'), 'R1', 1), at(100, signed('two'), 'R2', 2)];
    const b = [at(100, signed('two'), null, 1), at(100, signed('one'), null, 2)];
    expect(numbers([a, b]).pairs).toEqual([
      ['signature', 1, 2],
      ['signature', 2, 1],
    ]);
    // a hop that answers with an id of its own: the id is the one that was given nearest to the server
    const own = pairHops([a, [at(100, signed('one'), 'OSS', 1)]]).pairs;
    expect(own.map(({ requestId }) => requestId)).toEqual(['OSS']);
  });

  it('of the others are joined by what a capture without the answer shows, by signature and then by time', () => {
    const unsigned = request('GET', '/u', [['Host', 'b.oss-cn-hangzhou.aliyuncs.com']]);
    const whole = [
      at(100, signed('one'), 'R1', 1),
      at(101, signed('two'), 'R2', 2),
      at(102, unsigned, 'R3', 3),
    ];
    const lossy = [
      at(100, signed('two'), null, 1),
      at(101, signed('one'), null, 2),
      at(102, unsigned, null, 3),
    ];
    expect(numbers([whole, lossy, whole])).toEqual({
      pairs: [
        ['request-id', 1, 2, 1],
        ['request-id', 2, 1, 2],
        ['request-id', 3, 3, 3],
      ],
      unmatched: [],
    });
    const only = () => [at(102, unsigned, null, 1)];
    expect(numbers([only(), only(), only()]).pairs).toEqual([['time', 1, 1, 1]]);
    // an id of its own is another exchange
    expect(numbers([whole.slice(0, 1), [at(100, signed('one'), 'R9', 1)], whole.slice(0, 1)])).toEqual({
      pairs: [['request-id', 1, null, 1]],
      unmatched: [[1, 1]],
    });
  });

  it('are not two requests with signatures of their own, which a proxy answered itself or whose answer is lost', () => {
    const a = [at(100, signed('one'), null, 1)];
    expect(numbers([a, [at(100, signed('two'), 'R2', 1)]])).toEqual({
      pairs: [],
      unmatched: [
        [0, 1],
        [1, 1],
      ],
    });
    // the signature alone was changed
    const altered = withHeader('Authorization', 'OSS LTAI5tOther:AAAA')(signed('one'));
    expect(numbers([a, [at(100, altered, 'R2', 1)]]).pairs).toEqual([['time', 1, 1]]);
  });

  it.each([
    ['dropped', null],
    ['rewritten', 'Wed, 01 Jan 2025 13:00:00 GMT'],
  ])('are found although the Date was %s and a hop answered without the id', (_, date) => {
    const sent = signed('one');
    const passed = withHeader('Date', date)(sent);
    // another of the same time, method and target, with a signature and a date of its own
    const other = withHeader(
      'Date',
      'Wed, 01 Jan 2025 12:34:57 GMT',
    )(withHeader('Authorization', 'OSS LTAIexample:b3RoZXI=')(sent));
    const a = [at(100, sent, null, 1)];
    const b = [at(100, other, 'R2', 1), at(100.2, passed, 'R1', 2)];
    expect(numbers([a, b])).toEqual({ pairs: [['time', 1, 2]], unmatched: [[1, 1]] });
  });

  it.each([
    ['/a', true],
    ['/a?acl', true],
    ['http://demo.oss-cn-hangzhou.aliyuncs.com/a', true],
    ['/of-the-proxy/itself', false],
  ])('are found by time although the signature is gone, where the path is the same: %s', (target, paired) => {
    const bare = { ...withHeader('Authorization', null)(signed('a')), target };
    const [a, b] = [[at(100, signed('a'), null, 1)], [at(100, bare, 'R', 1)]];
    expect(numbers([a, b]).pairs).toEqual(paired ? [['time', 1, 1]] : []);
    expect(numbers([b, a]).pairs).toEqual(paired ? [['time', 1, 1]] : []);
  });

  it('are found by time, with the offset of the clocks that the others show', () => {
    const unsigned = (target: string): HttpRequest =>
      request('GET', target, [['Host', 'b.oss-cn-hangzhou.aliyuncs.com']]);
    const a = [at(100, signed('one'), 'R1', 1), at(110, unsigned('/u'), null, 2)];
    const b = [
      at(160, signed('one'), 'R1', 1),
      at(110, unsigned('/u'), null, 2),
      at(170, unsigned('/u'), null, 3),
    ];
    expect(numbers([a, b])).toEqual({
      pairs: [
        ['request-id', 1, 1],
        ['time', 2, 3],
      ],
      unmatched: [[1, 2]],
    });
  });

  describe('by time', { timeout: 2 * PATIENCE }, () => {
    const of = (seconds: number, index: number, sent = 'GET /u', id: string | null = null): HopExchange => {
      const [method = '', target = ''] = sent.split(' ');
      const whole = Math.floor(seconds);
      const time = { seconds: whole, nanos: Math.round((seconds - whole) * 1e9) };
      const message = request(method, target, [['Host', 'b.oss-cn-hangzhou.aliyuncs.com']]);
      return point({ ...message, time }, response(200, id === null ? [] : [['x-oss-request-id', id]]), index);
    };
    const lacking = (index: number): HopExchange => {
      const made = of(100, index);
      return { ...made, exchange: { ...made.exchange, request: null } };
    };

    it.each([
      ['the same a moment later', of(100, 1), of(101.5, 1), true],
      ['more than two seconds later', of(100, 1), of(102.25, 1), false],
      ['more than two seconds before, by parts of one', of(100.25, 1), of(98, 1), false],
      ['another target of the same method', of(100, 1), of(100, 1, 'GET /x'), true],
      ['another method of the same target', of(100, 1), of(100, 1, 'HEAD /u'), true],
      ['another method and another target', of(100, 1), of(100, 1, 'HEAD /x'), false],
      ['an answer with a request id, and one without', of(100, 1, 'GET /u', 'R1'), of(100, 1), true],
      ['an answer without a request id, and one with', of(100, 1), of(100, 1, 'GET /u', 'R1'), true],
      ['answers with two request ids', of(100, 1, 'GET /u', 'R1'), of(100, 1, 'GET /u', 'R2'), false],
      ['a request of an unknown time', of(100, 1), of(Number.NaN, 1), false],
      ['no request in the second', of(100, 1), lacking(1), false],
      ['no request in the first', lacking(1), of(100, 1), false],
      ['no OSS', of(100, 1), { ...of(100, 1), oss: null }, true],
    ])('%s', (_, first, second, paired) => {
      expect(numbers([[first], [second]])).toEqual(
        paired
          ? { pairs: [['time', 1, 1]], unmatched: [] }
          : {
              pairs: [],
              unmatched: [
                [0, 1],
                [1, 1],
              ],
            },
      );
    });

    it('are found in linear time where all of them look the same', async () => {
      const [one, count] = [of(100, 1), 80 * 1024];
      const { exchange } = one;
      // all within the window
      const many = Array.from({ length: count }, (_, at) => {
        const time = { seconds: 100, nanos: at * 10_000 };
        const sent = exchange.request === null ? null : { ...exchange.request, time };
        return { ...one, index: at, exchange: { ...exchange, request: sent } };
      });
      const { pairs, unmatched } = await endsInTime(() => pairHops([many, [...many]]));
      expect(pairs.every(({ points: [a, b] }) => a?.index === b?.index)).toBe(true);
      expect([pairs.length, unmatched.length]).toEqual([count, 0]);
    });

    it('what is the same goes before what is nearer', () => {
      const a = [of(100, 1, 'GET /x'), of(100, 2, 'GET /u')];
      const b = [of(100, 1, 'GET /u'), of(101, 2, 'GET /x')];
      expect(numbers([a, b]).pairs).toEqual([
        ['time', 1, 2],
        ['time', 2, 1],
      ]);
    });

    it('what nobody else saw is left, without each being held against each', () => {
      const made = of(100, 1, 'GET /u', 'R');
      const { oss } = made;
      if (oss === null) throw new Error('no OSS');
      let looks = 0;
      const many = (name: string): HopExchange[] =>
        Array.from({ length: 300 }, (_, n) => {
          const own = Object.defineProperty({ ...oss }, 'requestId', {
            get: () => {
              looks++;
              return `${name}${n}`;
            },
          });
          return { ...made, index: n + 1, oss: own };
        });
      const { pairs, unmatched } = pairHops([many('A'), many('B')]);
      expect([pairs.length, unmatched.length]).toEqual([0, 600]);
      expect(looks).toBeLessThan(600 * 10);
    });

    it('the nearest is taken, and each one once', () => {
      const a = [of(100, 1), of(101, 2), of(102, 3)];
      const b = [of(101.2, 1), of(100.1, 2)];
      expect(numbers([a, b])).toEqual({
        pairs: [
          ['time', 1, 2],
          ['time', 2, 1],
        ],
        unmatched: [[0, 3]],
      });
    });

    it('the clocks are as far apart as the most of the others show', () => {
      const known = (seconds: number, index: number, id: string) => of(seconds, index, 'GET /k', id);
      const a = [1, 2, 3, 4, 5, 6].map((n) => known(100 + n, n, `R${n}`));
      // two came before their time, and of one the time is not known
      const seconds = [131, 132, 104, 105, 135, Number.NaN];
      const b = seconds.map((at, n) => known(at, n + 1, `R${n + 1}`));
      expect(
        numbers([
          [...a, of(110, 7)],
          [...b, of(140, 7)],
        ]).pairs,
      ).toContainEqual(['time', 7, 7]);
      expect(
        numbers([
          [...a, of(110, 7)],
          [...b, of(111, 7)],
        ]).pairs,
      ).toHaveLength(6);
    });

    it('neighbours of the path alone, in the order of the captures', () => {
      const captures = [[of(100, 7)], [of(100, 1, 'HEAD /x'), of(150, 2)], [of(150, 1), of(100, 2)]];
      expect(numbers(captures)).toEqual({
        pairs: [['time', null, 2, 1]],
        unmatched: [
          [0, 7],
          [1, 1],
          [2, 2],
        ],
      });
    });
  });

  it('stand in the order of the first capture that shows them', () => {
    const a = [at(100, signed('one'), 'R1', 1), at(101, signed('two'), 'R2', 2)];
    const b = [
      at(101, signed('two'), 'R2', 1),
      at(102, signed('one'), 'R1', 2),
      at(103, signed('three'), 'R3', 3),
    ];
    const c = [at(100, signed('three'), 'R3', 1)];
    // whatever they are paired by
    const [first, second] = [at(100, signed('one'), null, 1), at(101, signed('two'), 'R2', 2)];
    expect(
      numbers([
        [first, second],
        [first, second],
      ]).pairs,
    ).toEqual([
      ['signature', 1, 1],
      ['request-id', 2, 2],
    ]);
    expect(numbers([a, b, c]).pairs).toEqual([
      ['request-id', 1, 2, null],
      ['request-id', 2, 1, null],
      ['request-id', null, 3, 1],
    ]);
  });

  it('go over three captures, one of which may lack an exchange', () => {
    const a = [at(100, signed('one'), 'R1', 1)];
    const c = [at(100, signed('one'), 'R1', 4)];
    expect(numbers([a, [], c]).pairs).toEqual([['request-id', 1, null, 4]]);
    const [pair] = pairHops([a, [], c]).pairs;
    if (pair === undefined) throw new Error('no pair');
    expect(compareHops(pair, TOOLS).hops.map(({ between }) => between)).toEqual([[0, 2]]);
  });
});
