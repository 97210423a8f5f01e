import { describe, expect, it } from 'vitest';
import { toByteString } from '../rooms/bytes.ts';
import { answer, get, put } from '../support/conversation.ts';
import fc from '../support/fast-check.ts';
import {
  arrange,
  Choices,
  CONTAINERS,
  clientPort,
  isMixed,
  LINK_NAMES,
  toFile,
} from '../support/packet-arrangement.ts';
import { readCapture } from '../tools/read-capture.ts';

interface Turn {
  readonly request: string;
  readonly response: string;
  readonly line: string;
  readonly sent: string;
  readonly returned: string;
}

type Kind = 'get' | 'put' | 'head' | 'chunked' | 'not-modified' | 'error';

const SEED = fc.record({
  kind: fc.constantFrom<Kind>('get', 'put', 'head', 'chunked', 'not-modified', 'error'),
  sent: fc.string({ maxLength: 150, unit: 'binary-ascii' }),
  returned: fc.string({ maxLength: 300, unit: 'binary-ascii' }),
});

function toTurn({ kind, sent, returned }: { kind: Kind; sent: string; returned: string }, id: string): Turn {
  const base = { sent: '', returned: '' };
  switch (kind) {
    case 'get':
      return { ...base, request: get(id), response: answer(200, returned), line: `GET ${id} 200`, returned };
    case 'put':
      return { ...base, request: put(id, sent), response: answer(200), line: `PUT ${id} 200`, sent };
    case 'head':
      return {
        ...base,
        request: get(id).replace('GET', 'HEAD'),
        response: 'HTTP/1.1 200 OK\r\nContent-Length: 77\r\n\r\n',
        line: `HEAD ${id} 200`,
      };
    case 'chunked': {
      const chunks = returned.match(/[\s\S]{1,50}/g) ?? [];
      const coded = chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join('');
      const response = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${coded}0\r\n\r\n`;
      return { ...base, request: get(id), response, line: `GET ${id} 200`, returned };
    }
    case 'not-modified':
      return {
        ...base,
        request: get(id),
        response: 'HTTP/1.1 304 Not Modified\r\n\r\n',
        line: `GET ${id} 304`,
      };
    case 'error':
      return {
        request: put(id, sent),
        response: answer(403, returned),
        line: `PUT ${id} 403`,
        sent,
        returned,
      };
  }
}

const CONNECTION = fc.record({
  seeds: fc.array(SEED, { minLength: 1, maxLength: 5 }),
  pipelined: fc.boolean(),
  ipVersion: fc.constantFrom<4 | 6>(4, 6),
  link: fc.constantFrom(...LINK_NAMES),
  // Near the wrap of the sequence numbers as well.
  isn: fc.tuple(sequenceNumber(), sequenceNumber()),
});

function sequenceNumber() {
  return fc.oneof(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 0xffffff00, max: 0xffffffff }));
}

describe('any exchanges in any packets', () => {
  it('come back exactly, through every layer', () => {
    const input = fc.record({
      list: fc.array(CONNECTION, { minLength: 1, maxLength: 4 }),
      container: fc.constantFrom(...CONTAINERS),
      choices: fc.array(fc.nat(5000), { minLength: 97, maxLength: 97 }),
      blockSize: fc.integer({ min: 1, max: 5000 }),
    });
    fc.assert(
      fc.property(input, ({ list, container, choices, blockSize }) => {
        const connections = list.map(({ seeds, link, ...rest }, index) => ({
          ...rest,
          link: isMixed(container) ? link : (list[0]?.link ?? link),
          turns: seeds.map((seed, turn) => toTurn(seed, `/${index}/${turn}`)),
        }));
        const packets = arrange(connections, new Choices(choices));
        const { exchanges, notices, summary } = readCapture(blocks(toFile(packets, container), blockSize));
        expect([...notices.keys()]).toEqual([]);
        expect(summary).toMatchObject({ packets: packets.length, complete: true });
        for (const [index, { turns, ipVersion }] of connections.entries()) {
          const client = `${ipVersion === 4 ? '10.0.0.1' : '[2001:db8::1]'}:${clientPort(index)}`;
          const own = exchanges
            .filter((exchange) => exchange.connection.client === client)
            .sort((a, b) => a.index - b.index);
          expect(
            own.map(({ request, response }) => `${request?.method} ${request?.target} ${response?.status}`),
          ).toEqual(turns.map(({ line }) => line));
          for (const [i, { request, response, damage }] of own.entries()) {
            const turn = turns[i];
            if (turn === undefined) continue;
            expect(damage).toEqual([]);
            expect(request).toMatchObject({ complete: true, bodyBytes: turn.sent.length });
            expect(response).toMatchObject({ complete: true, bodyBytes: turn.returned.length });
            expect(turn.request.startsWith(request?.head ?? '?')).toBe(true);
            expect(turn.response.startsWith(response?.head ?? '?')).toBe(true);
            // Bodies of errors are kept.
            if (response?.status === 403)
              expect(toByteString(response.body ?? new Uint8Array())).toBe(turn.returned);
          }
        }
        expect(exchanges).toHaveLength(connections.flatMap(({ turns }) => turns).length);
      }),
      { numRuns: 200 },
    );
  });
});

function* blocks(file: Uint8Array, size: number): Generator<Uint8Array, void, undefined> {
  for (let at = 0; at < file.length; at += size) yield file.slice(at, at + size);
}
