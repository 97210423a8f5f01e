import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../rooms/diagnose.ts';
import {
  decodeHeader,
  decodeLine,
  EXCHANGE_RESULT,
  encodeHeader,
  encodeLine,
  MAX_SHARDS,
} from '../../rooms/report.ts';
import { completeFailure, makeCapture, makeResult } from '../make-result.ts';

/** Through JSON and back. */
function through(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('an exchange in a blob', () => {
  it.each([
    ['passed', makeResult()],
    ['failing', completeFailure(3)],
    ['of no OSS', makeResult({ isOss: false })],
    ['without an answer', makeResult({ hasResponse: false })],
  ])('comes back as it was: %s', (_, result) => {
    const back = EXCHANGE_RESULT.decode(through(EXCHANGE_RESULT.encode(result)));
    expect(back).toEqual(result);
    // OSS speaks of the same exchange, not of a copy of it.
    if (back.oss !== null) expect(back.oss.exchange).toBe(back.exchange);
  });

  it('keeps numbers that JSON has no words for, bytes, big digests and what is computed on demand', () => {
    const plain = makeResult();
    const request = plain.exchange.request;
    if (request === null) throw new Error('no request');
    let asked = 0;
    const result = {
      ...plain,
      exchange: {
        ...plain.exchange,
        request: {
          ...request,
          time: { seconds: Number.NaN, nanos: 0 },
          body: Uint8Array.from([0, 255, 10, 128]),
          digests: { whole: true, md5: Uint8Array.from([1, 200]), crc64: 0xffff_ffff_ffff_fffen },
        },
        connection: {
          ...plain.exchange.connection,
          originalClient: '203.0.113.7:51234',
          flow: {
            handshake: {
              synAt: -1,
              synAckAt: -1,
              establishedAt: -1,
              synRetransmissions: 0,
              synAckRetransmissions: 0,
              synsUnanswered: 0,
            },
            client: {
              retransmissions: 1,
              zeroWindows: 0,
              roundTrips: 0,
              leastRoundTrip: Number.POSITIVE_INFINITY,
              largestWindow: 65_535,
            },
            server: {
              retransmissions: 0,
              zeroWindows: 2,
              roundTrips: 4,
              leastRoundTrip: 12.5,
              largestWindow: 0,
            },
          },
        },
      },
      diagnosis: {
        ...completeFailure(1).diagnosis,
        get notes() {
          asked++;
          return [{ id: 'clock', args: { seconds: Number.NaN, text: 'NaN', name: '\u00e9' } }];
        },
      } as NonNullable<typeof plain.diagnosis>,
      oss: null,
    };
    const back = EXCHANGE_RESULT.decode(through(EXCHANGE_RESULT.encode(result)));
    expect(asked).toBe(1);
    expect(back.exchange).toEqual(result.exchange);
    expect(back.diagnosis?.notes).toEqual([
      { id: 'clock', args: { seconds: Number.NaN, text: 'NaN', name: '\u00e9' } },
    ]);
  });

  it('leaves out what was thought of it: that is for whoever merges', () => {
    const result = { ...completeFailure(1), triage: { kind: 'known' } as const };
    expect(EXCHANGE_RESULT.decode(through(EXCHANGE_RESULT.encode(result)))).toEqual(completeFailure(1));
  });
});

describe('the lines of a blob', () => {
  it('come back as they were', () => {
    const header = {
      tool: { name: 'osscap', version: '9.9.9' },
      shard: { index: 2, of: 3 },
      scan: { id: 'abc', first: 'a.pcap', inputs: 7 },
    };
    expect(decodeHeader(JSON.stringify(encodeHeader(header)))).toEqual({ ok: true, value: header });
    const lines = [
      { type: 'begin', at: 3, path: 'a.pcap' },
      { type: 'exchange', at: 3, result: makeResult() },
      { type: 'capture', at: 3, info: makeCapture() },
      { type: 'unreadable', at: 4, input: { path: 'b', reason: 'missing', detail: '' } },
      { type: 'end', interrupted: false, lines: 4 },
    ] as const;
    for (const line of lines) {
      expect(decodeLine(JSON.stringify(encodeLine(line)))).toEqual({ ok: true, value: line });
    }
  });

  const headed = (change: object): string => {
    const scan = { id: 'abc', first: 'a.pcap', inputs: 7 };
    return JSON.stringify({
      osscapBlob: 1,
      tool: { name: 'osscap', version: '9' },
      shard: null,
      scan,
      ...change,
    });
  };

  it.each([
    ['{}', { code: 'not-a-blob' }],
    ['[]', { code: 'not-a-blob' }],
    ['{"osscapBlob":', { code: 'not-a-blob' }],
    [headed({ osscapBlob: '1' }), { code: 'not-a-blob' }],
    [headed({ osscapBlob: 2 }), { code: 'blob-version', version: 2 }],
    [headed({ tool: {} }), { code: 'malformed', place: 'tool.name' }],
    [headed({ shard: { index: 0, of: 2 } }), { code: 'malformed', place: 'shard' }],
    [headed({ shard: { index: 3, of: 2 } }), { code: 'malformed', place: 'shard' }],
    [headed({ shard: { index: 1, of: MAX_SHARDS + 1 } }), { code: 'malformed', place: 'shard' }],
  ])('a header that is none: %s', (text, error) => {
    expect(decodeHeader(text)).toEqual({ ok: false, error });
  });

  it.each([null, { index: 1, of: 1 }, { index: 2, of: 2 }, { index: 1, of: MAX_SHARDS }])(
    'a header of part %j',
    (shard) => {
      expect(decodeHeader(headed({ shard }))).toMatchObject({ ok: true, value: { shard } });
    },
  );

  it.each(['', '[]', 'null'])('%s is damaged', (text) => {
    expect(decodeLine(text)).toEqual({ ok: false, error: { code: 'damaged' } });
  });

  it.each([
    ['{"type":"other","at":1}', 'type'],
    ['{"type":"begin","at":-1,"path":"a"}', 'at'],
    ['{"type":"begin","at":1e300,"path":"a"}', 'at'],
    ['{"type":"begin","at":0}', 'path'],
    ['{"type":"begin","at":0,"path":"a","__proto__":{"polluted":1}}', '__proto__'],
    ['{"type":"capture","at":0,"info":{"path":"a"}}', 'info.summary'],
    ['{"type":"exchange","at":0,"result":{"index":1,"exchange":[]}}', 'result.exchange'],
  ])('%s is malformed', (text, place) => {
    expect(decodeLine(text)).toEqual({ ok: false, error: { code: 'malformed', place } });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  /**
   * Calls back with each text, number and truth value of a line, wherever it stands, in the place of which
   * something else can be put.
   */
  function visitLeaves(value: unknown, visit: (leaf: unknown, put: (other: unknown) => void) => void): void {
    if (typeof value !== 'object' || value === null) return;
    const holder = value as Record<string, unknown>;
    for (const [name, inner] of Object.entries(value)) {
      // What sentences name may be a text or a number.
      if (name === 'args') continue;
      if (typeof inner === 'object') visitLeaves(inner, visit);
      else {
        visit(inner, (other) => {
          holder[name] = other;
        });
      }
    }
  }

  it('every value of an exchange has its type, wherever it stands', () => {
    const whole = through(encodeLine({ type: 'exchange', at: 0, result: completeFailure(1) }));
    let tried = 0;
    visitLeaves(whole, (leaf, put) => {
      for (const other of [7, 'x y', true, {}, ['x'], []]) {
        if (typeof other === typeof leaf) continue;
        put(other);
        expect(decodeLine(JSON.stringify(whole)).ok, `${leaf} as ${JSON.stringify(other)}`).toBe(false);
        tried++;
      }
      put(leaf);
    });
    expect(decodeLine(JSON.stringify(whole)).ok).toBe(true);
    expect(tried).toBeGreaterThan(500);
  });

  it.each([
    [
      'a field that is none',
      (diagnosis) => ({ divergences: [{ ...diagnosis.divergences[0], field: 'evil' }] }),
    ],
    [
      'a field of a name that is no byte string',
      (diagnosis) => ({ divergences: [{ ...diagnosis.divergences[0], field: 'oss-header:\u4e2d' }] }),
    ],
    ['another verdict', () => ({ verdict: 'fine' })],
    ['an id that is none', () => ({ cause: { id: 'a b', args: {} } })],
    ['two numbers for one', () => ({ notes: [{ id: 'clock', args: { seconds: ['NaN', 'NaN'] } }] })],
    ['a number that is none', () => ({ notes: [{ id: 'clock', args: { seconds: ['one'] } }] })],
    ['a pair of three', () => ({ client: { stringToSign: [1, 2, 3] } })],
  ] as const satisfies readonly (readonly [string, (diagnosis: Diagnosis) => object])[])(
    'an exchange with %s is malformed',
    (_, change) => {
      const failure = completeFailure(1);
      const line = through(encodeLine({ type: 'exchange', at: 0, result: failure })) as {
        result: { diagnosis: Diagnosis };
      };
      const { diagnosis } = line.result;
      const altered = {
        ...line,
        result: { ...line.result, diagnosis: { ...diagnosis, ...change(diagnosis) } },
      };
      expect(decodeLine(JSON.stringify(line)).ok).toBe(true);
      expect(decodeLine(JSON.stringify(altered))).toMatchObject({ ok: false, error: { code: 'malformed' } });
    },
  );

  it('every member of an exchange is asked for, wherever it stands', () => {
    const whole = through(encodeLine({ type: 'exchange', at: 0, result: completeFailure(1) }));
    const optional = ['flow', 'tls', 'digests', 'numbering', 'fromError', 'checks', 'bucketUnknown'];
    let tried = 0;
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [name, inner] of Object.entries(value)) {
        // The arguments of sentences have the names that their sentences give them.
        if (name === 'args') continue;
        if (!Array.isArray(value) && !optional.includes(name)) {
          const holder = value as Record<string, unknown>;
          delete holder[name];
          expect(decodeLine(JSON.stringify(whole)).ok, name).toBe(false);
          holder[name] = inner;
          tried++;
        }
        visit(inner);
      }
    };
    visit(whole);
    expect(decodeLine(JSON.stringify(whole)).ok).toBe(true);
    expect(tried).toBeGreaterThan(150);
  });
});
