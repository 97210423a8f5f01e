import { describe, expect, it } from 'vitest';
import { HopJoiner } from '../../../src/diagnose/hops/join-hops.ts';
import type { Exchange } from '../../../src/http/exchange.ts';
import { request, response } from '../../oss/requests.ts';

const HOST = ['Host', 'demo.oss-cn-hangzhou.aliyuncs.com'] as const;
const AUTHORIZATION = ['Authorization', 'OSS LTAI5tExample:ndTkYSaMgDT1yFZOFVxnpg=='] as const;

interface Spec extends Partial<Omit<Exchange, 'response' | 'connection'>> {
  readonly id?: string | null;
  readonly client?: string;
  readonly server?: string;
  readonly head?: string;
}

function exchange(
  index: number,
  { id = null, client = '10.0.0.1:1000', server = '10.0.0.2:80', head, ...rest }: Spec,
): Exchange {
  const sent = { ...request('GET', '/k', [HOST, AUTHORIZATION]), head: head ?? `head ${index}` };
  return {
    index,
    connection: { index, client, server },
    request: sent,
    response: id === null ? null : response(403, [['x-oss-request-id', id]]),
    damage: [],
    interim: [],
    ...rest,
  };
}

function joined(exchanges: readonly Exchange[], end = true): string[] {
  const out: string[] = [];
  const joiner = new HopJoiner(({ index }, { hops, followedBy }) => {
    const behind = hops.map((each) => each.index).join('+');
    out.push([index, behind, followedBy === undefined ? '' : `→${followedBy}`].join('/'));
  });
  for (const each of exchanges) joiner.add(each);
  if (end) joiner.end();
  return out;
}

describe('one request on several hops', () => {
  it('comes out once, when its copy was answered before it, as it is mostly', () => {
    const [outer, inner] = [exchange(1, { id: 'A', inner: 1 }), exchange(2, { id: 'A', outer: 1 })];
    expect(joined([inner, outer], false)).toEqual(['1/2/']);
  });

  it('comes out once, when its own answer is the first to end, or is not there', () => {
    const inner = exchange(2, { id: 'A', outer: 1 });
    expect(joined([exchange(1, { id: 'A', inner: 1 }), inner], false)).toEqual(['1/2/']);
    expect(joined([exchange(1, { inner: 1 }), inner], false)).toEqual(['1/2/']);
  });

  it('comes out with all its copies, in the order of the way', () => {
    const copies = [exchange(4, { id: 'A', outer: 1 }), exchange(2, { outer: 1 })];
    expect(joined([...copies, exchange(3, { id: 'B' }), exchange(1, { id: 'A', inner: 2 })])).toEqual([
      '3//',
      '1/2+4/',
    ]);
  });

  it('takes in what a hop tried in vain before, where one of the tries has its ID', () => {
    const tries = [exchange(2, { id: 'B', outer: 1 }), exchange(3, { id: 'A', outer: 1 })];
    expect(joined([...tries, exchange(1, { id: 'A', inner: 2 })])).toEqual(['1/2+3/']);
  });

  it('comes out at the end with what there is of it', () => {
    expect(joined([exchange(1, { id: 'A', inner: 1 })])).toEqual(['1//']);
    expect(joined([exchange(2, { id: 'A', outer: 1 })])).toEqual(['2//']);
  });
});

describe('two requests stay two', () => {
  it('with two IDs', () => {
    expect(joined([exchange(2, { id: 'B', outer: 1 }), exchange(1, { id: 'A', inner: 1 })])).toEqual([
      '1//',
      '2//',
    ]);
  });

  it('where a client that got no answer sends the very same head elsewhere', () => {
    const again = exchange(2, {
      id: 'B',
      outer: 1,
      head: 'same',
      server: '10.0.0.9:80',
      client: '10.0.0.1:1001',
    });
    expect(joined([again, exchange(1, { inner: 1, head: 'same' })])).toEqual(['1//', '2//']);
  });
});

describe('a redirect', () => {
  const to = (location: string): Partial<Exchange> =>
    ({ response: response(301, [['Location', location]]) }) as Partial<Exchange>;
  const first = exchange(1, to('http://demo.oss-cn-hangzhou.aliyuncs.com/k'));
  const later = (each: Exchange, seconds = 1): Exchange =>
    each.request === null
      ? each
      : {
          ...each,
          request: {
            ...each.request,
            time: { ...each.request.time, seconds: each.request.time.seconds + seconds },
          },
        };

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

  it('waits no longer once nothing comes', () => {
    const out: number[] = [];
    const joiner = new HopJoiner(({ index }) => out.push(index));
    joiner.add(first);
    expect(out).toEqual([]);
    joiner.quiet();
    expect(out).toEqual([1]);
  });
});
