import { describe, expect, it } from 'vitest';
import { answer, get, outline, put, runSegments, toSegment, turns } from '../support/conversation.ts';
import fc from '../support/fast-check.ts';

/**
 * Times as many cases as usual, for a run of hours: `LONG_RUN=100 npx vitest run --testTimeout=0
 * test/http/arrangements.test.ts`.
 */
const LONGER = Number(process.env['LONG_RUN'] ?? 1);

const BODY = fc.string({ maxLength: 80, unit: 'binary-ascii' });

/** An exchange with any framing, as its bytes. */
const TURN = fc
  .record({
    id: fc.nat(9999),
    kind: fc.constantFrom('get', 'put', 'head', 'chunked', 'not-modified', 'error'),
    sent: BODY,
    returned: BODY,
    cut: fc.integer({ min: 1, max: 40 }),
  })
  .map(({ id, kind, sent, returned, cut }) => {
    switch (kind) {
      case 'get':
        return {
          request: get(`/${id}`),
          response: answer(200, returned),
          method: 'GET',
          status: 200,
          id,
          body: returned,
        };
      case 'put':
        return {
          request: put(`/${id}`, sent),
          response: answer(200),
          method: 'PUT',
          status: 200,
          id,
          body: '',
        };
      case 'head':
        return {
          request: get(`/${id}`).replace('GET', 'HEAD'),
          response: 'HTTP/1.1 200 OK\r\nContent-Length: 77\r\n\r\n',
          method: 'HEAD',
          status: 200,
          id,
          body: '',
        };
      case 'chunked': {
        const pieces = returned.match(new RegExp(`[^]{1,${cut}}`, 'g')) ?? [];
        const coded = pieces.map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`).join('');
        const response = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${coded}0\r\n\r\n`;
        return { request: get(`/${id}`), response, method: 'GET', status: 200, id, body: returned };
      }
      case 'not-modified':
        return {
          request: get(`/${id}`),
          response: 'HTTP/1.1 304 Not Modified\r\n\r\n',
          method: 'GET',
          status: 304,
          id,
          body: '',
        };
      default:
        return {
          request: put(`/${id}`, sent),
          response: answer(403, returned),
          method: 'PUT',
          status: 403,
          id,
          body: returned,
        };
    }
  });

describe('any set of exchanges in any legal arrangement', () => {
  it('comes back exactly', () => {
    const input = fc.record({
      connections: fc.array(fc.array(TURN, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 }),
      size: fc.integer({ min: 1, max: 200 }),
      jitter: fc.array(fc.nat(4), { minLength: 50, maxLength: 50 }),
      repeats: fc.array(fc.nat(9), { minLength: 50, maxLength: 50 }),
    });
    fc.assert(
      fc.property(input, ({ connections, size, jitter, repeats }) => {
        const segments = connections.flatMap((list, connection) =>
          turns(list, size).flatMap((segment, i) => {
            const place = i * 10 + (jitter[i % jitter.length] ?? 0) * 10 + connection / 10;
            const options = { clientPort: 40000 + connection };
            const entry = { place: segment.syn ? -1 : place, segment, options };
            // Now and then a segment is repeated a little later.
            const again = repeats[i % repeats.length] === 0 ? [{ ...entry, place: place + 25 }] : [];
            return [entry, ...again];
          }),
        );
        segments.sort((a, b) => a.place - b.place);
        const { exchanges, notices } = runSegments(
          segments.map(({ segment, options }, i) => toSegment(segment, i + 1, options)),
        );
        for (const [connection, list] of connections.entries()) {
          const own = exchanges.filter((exchange) =>
            exchange.connection.client.endsWith(`:${40000 + connection}`),
          );
          expect(outline(own)).toEqual(list.map((turn) => `${turn.method} /${turn.id} -> ${turn.status}`));
          expect(own.map((exchange) => exchange.response?.bodyBytes)).toEqual(
            list.map((turn) => turn.body.length),
          );
          expect(own.every((exchange) => exchange.request?.complete && exchange.response?.complete)).toBe(
            true,
          );
        }
        expect(notices).toEqual([]);
      }),
      { numRuns: 300 * LONGER },
    );
  });

  it('loses only what was lost, and pairs nothing wrongly', () => {
    const input = fc.record({
      list: fc.array(TURN, { minLength: 2, maxLength: 8 }),
      size: fc.integer({ min: 20, max: 200 }),
      lost: fc.array(fc.nat(200), { minLength: 1, maxLength: 4 }),
    });
    fc.assert(
      fc.property(input, ({ list, size, lost }) => {
        const numbered = list.map((turn, i) => ({
          ...turn,
          request: turn.request.replace(`/${turn.id} `, `/${i} `),
          response: turn.response.replace('\r\n', `\r\nX-Id: ${i}\r\n`),
        }));
        const all = turns(numbered, size);
        const gone = new Set(lost.map((at) => at % all.length).filter((at) => all[at]?.text !== undefined));
        const { exchanges } = runSegments(
          all.filter((_, i) => !gone.has(i)).map((segment, i) => toSegment(segment, i + 1)),
        );
        const damaged = damagedTurns(numbered, all, gone);
        for (const { request, response } of exchanges) {
          const id = response?.headers.find((line) => line.name === 'X-Id')?.value;
          if (request !== null && id !== undefined) expect(request.target).toBe(`/${id}`);
        }
        for (const [i, turn] of numbered.entries()) {
          if (damaged.has(i)) continue;
          const found = exchanges.filter(
            ({ request, response }) => request?.target === `/${i}` && response !== null,
          );
          expect(outline(found)).toEqual([`${turn.method} /${i} -> ${turn.status}`]);
          expect(found[0]).toMatchObject({
            damage: [],
            request: { complete: true },
            response: { complete: true },
          });
        }
      }),
      { numRuns: 500 * LONGER },
    );
  });
});

/** Indexes of the turns of which a segment is gone. */
function damagedTurns(
  list: readonly { request: string; response: string }[],
  all: ReturnType<typeof turns>,
  gone: ReadonlySet<number>,
): ReadonlySet<number> {
  const damaged = new Set<number>();
  for (const at of gone) {
    const segment = all[at];
    let position = 0;
    for (const [i, turn] of list.entries()) {
      const length = segment?.from === 'c' ? turn.request.length : turn.response.length;
      if (segment !== undefined && segment.at >= position && segment.at < position + length) damaged.add(i);
      position += length;
    }
  }
  return damaged;
}
