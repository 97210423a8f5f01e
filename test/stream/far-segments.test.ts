import { describe, expect, it } from 'vitest';
import { checkChecksums, timeToLive } from '../rooms/packet.ts';
import { FarSegments, MAX_FAR_BYTES } from '../rooms/stream.ts';
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

const FIRST: readonly Turn[] = [{ request: get('/0'), response: answer(200, 'first') }];

/**
 * A conversation, then one on the same ports with other sequence numbers, of which the capture lacks the
 * handshake.
 */
function reused(first: readonly SegmentInput[], list: readonly Turn[], size = 1460) {
  const second = turns(list, size).slice(3);
  const all = [
    ...first.map((input, i) => toSegment(input, i + 1)),
    ...second.map((input, i) => toSegment(input, first.length + i + 1, { isn: [2e9, 3e9] })),
  ];
  return runSegments(all);
}

const whole = turns(FIRST);
const open = whole.slice(0, -2);

describe.each([
  ['closed', whole],
  ['is still open', open],
])('a new connection without a SYN on the ports of one that %s', (_, first) => {
  it.each([
    ['short requests', [1, 2, 3, 4].map((n) => ({ request: get(`/${n}`), response: answer(200) })), 1460],
    ['a long answer', [{ request: get('/1'), response: answer(403, 'x'.repeat(5000)) }], 1460],
    ['a long request', [{ request: put('/1', 'x'.repeat(5000)), response: answer(200) }], 1460],
    ['small pieces', [{ request: put('/1', 'body'), response: answer(403, '<Error/>') }], 7],
  ] as const)('loses none of its packets: %s', (_name, list, size) => {
    const { exchanges } = reused(first, list, size);
    expect(outline(exchanges)).toEqual(outline(reused([], [...FIRST, ...list]).exchanges));
    for (const { request, response, connection, damage } of exchanges.slice(1)) {
      expect([request?.complete, response?.complete, damage]).toEqual([true, true, []]);
      expect(connection).toMatchObject({ index: 2, client: '10.0.0.1:50000' });
    }
    expect(exchanges[1]?.request?.frame).toBe(first.length + 1);
  });
});

it('a FIN far from the stream does not end it', () => {
  const request = get('/1');
  const segments = turns([{ request, response: answer(200) }, ...FIRST]);
  const far: SegmentInput = { from: 's', at: -1e9, ack: 0, fin: true };
  const { exchanges, notices } = runSegments(
    [...segments.slice(0, 4), far, ...segments.slice(4)].map((input, i) => toSegment(input, i + 1)),
  );
  expect(outline(exchanges)).toEqual(['GET /1 -> 200', 'GET /0 -> 200']);
  expect(notices).toEqual([]);
});

describe('segments that are kept', () => {
  const segmentAt = (at: number, text = 'abc', seconds = 1_700_000_000) =>
    toSegment({ from: 'c', at, text, ack: 7, seconds }, 1);

  it('stay as they were, with their header', () => {
    const far = new FarSegments();
    const { block: payload, addressBlock, ...rest } = segmentAt(0);
    const header = Uint8Array.from([0x45, 0, 0, 43, 0, 0, 0, 0, 61, 6, 0, 0, ...addressBlock]);
    const block = Uint8Array.from([1, 2, ...header, ...new Uint8Array(20), ...payload, 9]);
    const segment = {
      ...rest,
      block,
      addressBlock: block,
      sourceAddress: 14,
      destinationAddress: 18,
      payloadStart: 42,
      payloadEnd: 45,
    };
    const before = [timeToLive(segment), checkChecksums(segment)];
    far.hold(1, false, segment, true);
    block.fill(0);
    const [held] = far.take(1, false, segmentAt(3));
    if (held === undefined) throw new Error('not kept');
    const { segment: kept } = held;
    expect([timeToLive(kept), checkChecksums(kept)]).toEqual(before);
    expect(timeToLive(kept)).toBe(61);
    expect(Buffer.from(kept.block.subarray(kept.payloadStart, kept.payloadEnd)).toString()).toBe('abc');
    expect([...kept.addressBlock.subarray(kept.destinationAddress).subarray(0, 4)]).toEqual([10, 0, 0, 2]);
    expect(far.take(1, false, segmentAt(3))).toEqual([]);
  });

  it('stay as they were where the payload stands apart from the addresses', () => {
    const far = new FarSegments();
    const segment = segmentAt(0);
    far.hold(1, false, segment, true);
    const expected = { ...segment, block: segment.block.slice(), addressBlock: segment.addressBlock.slice() };
    segment.block.fill(0);
    segment.addressBlock.fill(0);
    expect(far.take(1, false, segmentAt(3))).toEqual([{ swapped: false, segment: expected }]);
  });

  it('are those of the last row of each direction, near the new connection in place and time', () => {
    const far = new FarSegments();
    const other = (at: number) => toSegment({ from: 's', at, text: 'x', ack: 0 }, 1);
    far.hold(1, false, segmentAt(0), true);
    far.hold(1, true, other(7), true);
    far.hold(1, false, segmentAt(1), true);
    far.hold(1, false, segmentAt(2), false);
    far.hold(1, false, segmentAt(1e9), false);
    far.hold(1, true, other(1e9), false);
    far.hold(1, false, segmentAt(3, 'old', 1_699_999_000), false);
    far.hold(2, false, segmentAt(4), true);
    const sequences = far.take(1, false, segmentAt(5)).map(({ segment }) => segment.sequence);
    expect(sequences).toEqual([other(7), segmentAt(1), segmentAt(2)].map(({ sequence }) => sequence));
  });

  it('are forgotten where they are too many, the oldest first', () => {
    const far = new FarSegments();
    const text = 'x'.repeat(65_000);
    const count = Math.ceil(MAX_FAR_BYTES / 65_000) + 1;
    for (let number = 0; number < count; number++) far.hold(number, false, segmentAt(0, text), true);
    const left = Array.from({ length: count }, (_, number) => far.take(number, false, segmentAt(0)).length);
    expect(left).toEqual([...left].sort());
    expect([left[0], left[1], left.at(-1)]).toEqual([0, 0, 1]);
    expect(left.filter((kept) => kept === 0).length).toBeLessThan(5);
  });
});
