import { describe, expect, it } from 'vitest';
import { request, response } from '../../oss/requests.ts';
import { HopJoiner } from '../../rooms/hops.ts';
import type { Exchange } from '../../rooms/http.ts';

const HOST = ['Host', 'demo.oss-cn-hangzhou.aliyuncs.com'] as const;
const AUTHORIZATION = ['Authorization', 'OSS LTAI5tExample:ndTkYSaMgDT1yFZOFVxnpg=='] as const;
const HEAD = `GET /k HTTP/1.1\r\nAuthorization: ${AUTHORIZATION[1]}\r\n\r\n`;
const LISTING = { ...request('GET', '/?prefix=b', [HOST, AUTHORIZATION]), head: HEAD };
const UNSIGNED = 'GET /k HTTP/1.1\r\n\r\n';

interface Spec extends Partial<Omit<Exchange, 'connection'>> {
  readonly id?: string | null;
  readonly client?: string;
  readonly server?: string;
  readonly head?: string;
}

function exchange(
  index: number,
  { id = null, client = '10.0.0.1:1000', server = '10.0.0.2:80', head, ...rest }: Spec,
): Exchange {
  const own = `GET /k HTTP/1.1\r\nNo: ${index}\r\nAuthorization: ${AUTHORIZATION[1]}\r\n\r\n`;
  return {
    index,
    connection: { index, client, server },
    request: { ...request('GET', '/k', [HOST, AUTHORIZATION]), head: head ?? own },
    response: id === null ? null : response(403, [['x-oss-request-id', id]]),
    damage: [],
    interim: [],
    ...rest,
  };
}

/** As it comes out of the proxy. */
function behind(index: number, spec: Spec): Exchange {
  return exchange(index, { client: '10.0.0.2:2000', server: '10.0.0.3:80', outer: 1, ...spec });
}

function joined(exchanges: readonly Exchange[], end = true): string[] {
  const out: string[] = [];
  const joiner = new HopJoiner(({ index }, { hops, followedBy }) => {
    const way = hops.map((each) => `${each.from.index}>${each.exchange.index}`).join('+');
    out.push([index, way, followedBy === undefined ? '' : `→${followedBy}`].join('/'));
  });
  for (const each of exchanges) joiner.add(each);
  if (end) joiner.end();
  return out;
}

describe('one request on several hops', () => {
  it('comes out once, when its copy was answered before it, as it is mostly', () => {
    expect(joined([behind(2, { id: 'A' }), exchange(1, { id: 'A', inner: 1 })], false)).toEqual(['1/1>2/']);
  });

  it('comes out once, when its own answer is the first to end, or is not there', () => {
    const inner = behind(2, { id: 'A' });
    expect(joined([exchange(1, { id: 'A', inner: 1 }), inner], false)).toEqual(['1/1>2/']);
    expect(joined([exchange(1, { inner: 1 }), inner], false)).toEqual(['1/1>2/']);
  });

  it('comes out with all its copies, each from the point before it', () => {
    const third = behind(4, { id: 'A', client: '10.0.0.3:3000', server: '10.0.0.4:80' });
    const all = [third, behind(2, { id: 'A' }), exchange(3, { id: 'B' }), exchange(1, { id: 'A', inner: 2 })];
    expect(joined(all)).toEqual(['3//', '1/1>2+2>4/']);
  });

  it('takes in what a hop tried before, or sent to others beside, as coming from where that did', () => {
    const tried = behind(2, { server: '10.0.0.9:80', response: response(502) });
    const mirrored = behind(4, { id: 'C', server: '10.0.0.8:80' });
    const first = exchange(1, { id: 'A', inner: 3 });
    expect(joined([tried, behind(3, { id: 'A' }), mirrored, first])).toEqual(['1/1>2+1>3+1>4/']);
  });

  it('is known by its ID where the hop took the signature away', () => {
    const unsigned = behind(2, { id: 'A', head: UNSIGNED });
    expect(joined([unsigned, exchange(1, { id: 'A', inner: 1 })])).toEqual(['1/1>2/']);
  });

  it('is known among others of its signature by its ID', () => {
    const twin = exchange(2, { id: 'B', client: '10.0.0.1:1001', outer: 1 });
    const copies = [behind(3, { id: 'B' }), behind(4, { id: 'A' })];
    expect(joined([...copies, twin, exchange(1, { id: 'A', inner: 3 })])).toEqual(['1/1>4/', '2/2>3/']);
  });

  it('is not set against more copies than a way can have, and waits for none of the others', () => {
    const many = Array.from({ length: 100 }, (_, at) => behind(at + 2, { id: `X${at}`, head: UNSIGNED }));
    expect(joined([...many, exchange(1, { id: 'A', inner: 100 })], false)).toHaveLength(101);
    expect(joined([exchange(1, { id: 'A', inner: 100 }), ...many], false)).toHaveLength(101);
  });

  it('comes out at the end with what there is of it', () => {
    expect(joined([exchange(1, { id: 'A', inner: 1 })])).toEqual(['1//']);
    expect(joined([behind(2, { id: 'A' })])).toEqual(['2//']);
  });
});

describe('two requests stay two', () => {
  const first = exchange(1, { id: 'A', inner: 1 });

  it.each([
    ['of a client that asks two gateways at once', exchange(2, { id: 'B', server: '10.0.0.9:80', outer: 1 })],
    [
      'of two clients that use one signed URL',
      exchange(2, { id: 'B', client: '10.0.0.7:1000', server: '10.0.0.9:80', outer: 1 }),
    ],
    [
      'of two clients that list two prefixes in one second',
      exchange(2, { client: '10.0.0.7:1000', server: '10.0.0.9:80', outer: 1, request: LISTING }),
    ],
    ['of a client that asks twice', exchange(2, { client: '10.0.0.1:1001', outer: 1 })],
    ['for one object, with another signature and ID', behind(2, { id: 'B', head: UNSIGNED })],
    ['for one object, with another signature and no ID', behind(2, { head: UNSIGNED })],
  ])('%s', (_, other) => {
    const target = other.request === LISTING ? { request: { ...LISTING, target: '/?prefix=a' } } : {};
    expect(joined([other, { ...first, ...target }])).toEqual(['1//', '2//']);
  });

  it('on one machine, with two IDs', () => {
    const here = exchange(1, { id: 'A', inner: 1, client: '127.0.0.1:4', server: '127.0.0.9:80' });
    const there = exchange(2, { id: 'B', client: '127.0.0.1:5', server: '127.0.0.2:80', outer: 1 });
    expect(joined([there, here])).toEqual(['1//', '2//']);
  });

  it('where a client that got no answer sends the very same head elsewhere', () => {
    const [client, server] = ['127.0.0.1:1001', '127.0.0.3:80'];
    const again = exchange(2, { id: 'B', outer: 1, head: HEAD, server, client });
    const before = exchange(1, { inner: 1, head: HEAD, client: '127.0.0.1:1000' });
    expect(joined([again, before])).toEqual(['1//', '2//']);
  });
});

describe('a redirect', () => {
  const moved = response(301, [['Location', 'http://demo.oss-cn-hangzhou.aliyuncs.com/k']]);
  const first = exchange(1, { response: moved });
  const later = (each: Exchange): Exchange =>
    each.request === null
      ? each
      : { ...each, request: { ...each.request, time: { seconds: each.request.time.seconds + 1, nanos: 0 } } };

  it('waits for whether its client follows', () => {
    expect(joined([first, later(exchange(2, { id: 'A' }))], false)).toEqual(['1//→2', '2//']);
  });

  it('is not followed by what another client asks for, nor by a request for something else', () => {
    const other = later(exchange(2, { id: 'A', client: '10.0.0.7:1000' }));
    const elsewhere = later(exchange(3, { id: 'B', request: request('GET', '/other', [HOST]) }));
    expect(joined([first, other, elsewhere])).toEqual(['2//', '3//', '1//']);
  });

  it('fails where what follows it has lost the signature', () => {
    const bare = later(exchange(2, { id: 'A', request: request('GET', '/k', [HOST]) }));
    expect(joined([first, bare])).toEqual(['1//', '2//']);
  });

  it('fails where it leads to something else than the service', () => {
    const page = later(exchange(2, { response: response(200, [['Server', 'Portal']]) }));
    expect(joined([first, page])).toEqual(['1//', '2//']);
  });

  it('waits no longer once nothing comes', () => {
    const out: number[] = [];
    const joiner = new HopJoiner(({ index }) => out.push(index));
    joiner.add(first);
    expect(out).toEqual([]);
    joiner.quiet();
    expect(out).toEqual([1]);
  });
});
