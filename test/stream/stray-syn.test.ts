import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TcpSegment } from '../rooms/packet.ts';
import {
  answer,
  get,
  outline,
  put,
  runSegments,
  type SegmentInput,
  type Turn,
  toSegment,
  turns,
} from '../support/conversation.ts';
import { openTls } from '../support/open-tls.ts';
import { countRecords, splitPcap } from '../support/split-capture.ts';
import { FIXTURES } from '../support/truth.ts';

const FIRST: readonly Turn[] = [
  { request: get('/0'), response: answer(200, 'first') },
  { request: put('/1', 'x'.repeat(3000)), response: answer(403, '<Error/>') },
  { request: get('/2'), response: answer(200, 'y'.repeat(3000)) },
];
const SECOND: readonly Turn[] = [{ request: get('/new'), response: answer(403, '<Error/>') }];

const ISN = [1000, 5000] as const;
const whole = turns(FIRST);
/** Without its FINs. */
const open = whole.slice(0, -2);

/** Segments with frames from 1; `isn` of those that are not of the first connection. */
function run(parts: readonly (readonly [SegmentInput, (readonly [number, number] | undefined)?])[]) {
  return runSegments(
    parts.map(([input, isn], i): TcpSegment => toSegment(input, i + 1, { isn: isn ?? ISN })),
  );
}

const own = (inputs: readonly SegmentInput[]) => inputs.map((input) => [input] as const);

/** The whole conversation with `strays` before its segment `at`. */
function disturbed(at: number, ...strays: readonly (readonly [SegmentInput, readonly [number, number]])[]) {
  return run([...own(whole.slice(0, at)), ...strays, ...own(whole.slice(at))]);
}

const FAR = 3_000_000_000;
const NEAR = 70_000;

describe.each([
  ['far', FAR],
  ['near', NEAR],
])('a stray with a number %s from the connection', (_, distance) => {
  const places = Array.from({ length: whole.length - 3 }, (__, i) => i + 3);

  it.each([
    ['SYN-ACK to the client', { from: 's', at: 0, syn: true, ack: 0 }, [ISN[0], ISN[1] + distance]],
    ['SYN-ACK to somebody else', { from: 's', at: 0, syn: true, ack: 0 }, [ISN[0] + 7e7, ISN[1] + distance]],
    ['SYN of the client', { from: 'c', at: 0, syn: true }, [ISN[0] + distance, 0]],
    ['SYN of the server', { from: 's', at: 0, syn: true }, [0, ISN[1] + distance]],
  ] as const)('%s: no exchange loses its partner, wherever it stands', (__, stray, isn) => {
    for (const at of places) {
      const { exchanges, notices, connections } = disturbed(at, [stray, isn]);
      expect(outline(exchanges), `before segment ${at}`).toEqual([
        'GET /0 -> 200',
        'PUT /1 -> 403',
        'GET /2 -> 200',
      ]);
      expect(exchanges.map(({ response }) => response?.complete)).toEqual([true, true, true]);
      const isFollowed = whole.slice(at).some(({ text }) => text !== undefined);
      expect(notices.map(({ code, frame }) => [code, frame])).toEqual(
        isFollowed ? [['stray-syn', at + 1]] : [],
      );
      // After both FINs, one more has begun and carries nothing.
      expect(connections.filter(({ kind }) => kind === 'http')).toHaveLength(1);
    }
  });

  it('SYN that the server answers with a challenge ACK (RFC 5961)', () => {
    for (const at of places.slice(0, -2)) {
      const heard = Math.max(
        0,
        ...whole.slice(0, at).map(({ from, ack }) => (from === 's' ? (ack ?? 0) : 0)),
      );
      const said = whole
        .slice(0, at)
        .reduce((sum, { from, text = '' }) => sum + (from === 's' ? text.length : 0), 0);
      const challenge: SegmentInput = { from: 's', at: said, ack: heard };
      const stray: SegmentInput = { from: 'c', at: 0, syn: true };
      const { exchanges } = disturbed(at, [stray, [ISN[0] + distance, 0]], [challenge, ISN]);
      expect(outline(exchanges)).toEqual(['GET /0 -> 200', 'PUT /1 -> 403', 'GET /2 -> 200']);
    }
  });
});

describe('two SYN-ACKs with different numbers to one SYN', () => {
  const [syn, synAck, ack] = whole;
  const other = [ISN[0], ISN[1] + FAR] as const;

  it.each([
    ['the first', [[synAck], [synAck, other]]],
    ['the second', [[synAck, other], [synAck]]],
  ] as const)('the client takes %s', (_, answers) => {
    if (syn === undefined || synAck === undefined || ack === undefined) throw new Error('no handshake');
    const both = answers.map(([input, isn]) => [input ?? synAck, isn] as const);
    for (const rest of [whole.slice(2), whole.slice(3)]) {
      const { exchanges, connections } = run([[syn], ...both, ...own(rest)]);
      expect(outline(exchanges)).toEqual(['GET /0 -> 200', 'PUT /1 -> 403', 'GET /2 -> 200']);
      expect(exchanges.map(({ damage }) => damage)).toEqual([[], [], []]);
      expect(connections).toHaveLength(1);
    }
  });
});

describe.each([
  ['far', FAR],
  ['near, as Linux does after TIME-WAIT', NEAR],
])('a new connection on the ports of a live one, with numbers %s', (_, distance) => {
  const isn = [ISN[0] + distance + 100_000, ISN[1] + distance + 200_000] as const;
  const onSamePorts = (inputs: readonly SegmentInput[]) => inputs.map((input) => [input, isn] as const);
  const second = turns(SECOND);

  it.each([
    ['whole', second],
    ['without its SYN-ACK', [...second.slice(0, 1), ...second.slice(2)]],
    ['without the ACK of its handshake', [...second.slice(0, 2), ...second.slice(3)]],
    ['of which only the SYN of the handshake is there', [...second.slice(0, 1), ...second.slice(3)]],
    ['of which only the SYN-ACK of the handshake is there', [...second.slice(1, 2), ...second.slice(3)]],
    ['whose SYN came twice', [...second.slice(0, 1), ...second]],
  ] as const)('starts anew: %s', (__, inputs) => {
    const { exchanges, notices } = run([...own(open), ...onSamePorts(inputs)]);
    expect(outline(exchanges)).toEqual([
      'GET /0 -> 200',
      'PUT /1 -> 403',
      'GET /2 -> 200',
      'GET /new -> 403',
    ]);
    expect(exchanges.map(({ connection }) => connection.index)).toEqual([1, 1, 1, 2]);
    expect(exchanges[3]?.connection.client).toBe('10.0.0.1:50000');
    expect(notices).toEqual([]);
  });

  it('starts anew after the server answered the SYN with a challenge ACK, and the client with a reset', () => {
    const client = open.reduce((sum, { from, text = '' }) => sum + (from === 'c' ? text.length : 0), 0);
    const server = open.reduce((sum, { from, text = '' }) => sum + (from === 's' ? text.length : 0), 0);
    const [syn, ...rest] = onSamePorts(second);
    if (syn === undefined) throw new Error('no SYN');
    const { exchanges } = run([
      ...own(open),
      syn,
      [{ from: 's', at: server, ack: client }],
      [{ from: 'c', at: client, rst: true }],
      syn,
      ...rest,
    ]);
    expect(outline(exchanges)).toEqual([
      'GET /0 -> 200',
      'PUT /1 -> 403',
      'GET /2 -> 200',
      'GET /new -> 403',
    ]);
  });

  it('is a connection of its own where it is refused', () => {
    const syn: SegmentInput = { from: 'c', at: 0, syn: true };
    const { notices } = run([...own(open), [syn, isn], [{ from: 's', at: -FAR, rst: true, ack: 0 }, isn]]);
    expect(notices.map(({ code }) => code)).toEqual(['connection-refused']);
  });

  it.each(['c', 's'] as const)('starts anew where one side alone was captured: %s', (side) => {
    const sentBy = (inputs: readonly SegmentInput[]) => inputs.filter(({ from }) => from === side);
    expect(run([...own(sentBy(open)), ...onSamePorts(sentBy(second))]).exchanges).toHaveLength(4);
  });
});

describe('a stray SYN-ACK in a real capture', () => {
  /** Of an Ethernet frame with a plain IPv4 header. */
  const SEQUENCE_AT = 14 + 20 + 4;

  it.each([
    'tls/12-aes-128-gcm',
    'tls/13-aes-128-gcm',
    'captures/oss2-v1-mpu-complete-403.client',
    'captures/oss2-v1-mpu-complete-403.server',
    'scenarios/alioss-v1-baseline',
  ])('%s is read as without it, wherever it stands', (name) => {
    const capture = readFileSync(join(FIXTURES, `${name}.pcap`));
    const keyLogs = name.startsWith('tls/') ? [readFileSync(join(FIXTURES, `${name}.keylog`), 'latin1')] : [];
    const expected = outline(openTls(capture, { keyLogs }).exchanges);
    expect(expected.length).toBeGreaterThan(0);
    const records = countRecords(capture);
    const [, synAck = capture] = splitPcap(capture, [1, 2]);
    const stray = Buffer.from(synAck.subarray(24));
    stray.writeUInt32BE((stray.readUInt32BE(16 + SEQUENCE_AT) + FAR) >>> 0, 16 + SEQUENCE_AT);
    for (let at = 3; at < records; at++) {
      const [before = capture, rest = capture] = splitPcap(capture, [at]);
      const { exchanges } = openTls(Buffer.concat([before, stray, rest.subarray(24)]), { keyLogs });
      expect(outline(exchanges), `before record ${at}`).toEqual(expected);
    }
  });
});
