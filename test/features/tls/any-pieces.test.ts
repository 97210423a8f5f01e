import { describe, expect, it } from 'vitest';
import { toByteString } from '../../rooms/bytes.ts';
import {
  BufferPool,
  HandshakeReader,
  MAX_HANDSHAKE_MESSAGE_BYTES,
  MAX_HELLO_BYTES,
  MAX_RECORD_BYTES,
  RecordStream,
  TlsWatch,
} from '../../rooms/tls.ts';
import { be16, bytes } from '../../support/capture-writer.ts';
import fc from '../../support/fast-check.ts';
import { inPieces, PIECES, WHOLE } from '../../support/pieces.ts';
import { TlsWriter } from '../../support/tls-writer.ts';

const CONTENT = fc.uint8Array({ maxLength: 60 });
const RECORD = fc
  .tuple(fc.constantFrom(20, 21, 22, 23, 23, 24), fc.constantFrom(1, 3, 3, 3), CONTENT)
  .map(([type, minor, content]) => bytes([type, 3, minor], be16(content.length), content));
const BAD_RECORD = fc.constantFrom(
  bytes([19, 3, 3, 0, 1, 0]),
  bytes([23, 2, 3, 0, 1, 0]),
  bytes([23, 3, 3], be16(MAX_RECORD_BYTES + 1), [0, 0]),
  bytes([23, 3, 3], be16(MAX_RECORD_BYTES), [1, 2, 3]),
);
const STREAM = fc
  .array(fc.oneof({ weight: 12, arbitrary: RECORD }, BAD_RECORD), { minLength: 1, maxLength: 12 })
  .map((records) => bytes(...records));

/** Everything that is said of a stream whose packets come in pieces; `lost` of them do not come. */
function records(
  block: Uint8Array,
  packets: readonly number[],
  lost: ReadonlySet<number>,
  sizes: readonly number[],
) {
  const log: unknown[] = [];
  const stream = new RecordStream(
    {
      record: (of, start, end, marks, position) => {
        const runs = marks.offsets
          .slice(0, marks.count)
          .map((offset, at) => [offset, marks.frames[at], marks.acknowledged[at]]);
        log.push(['record', toByteString(of, start, end), runs, position]);
      },
      lost: (...what) => void log.push(['lost', ...what]),
      searching: (...what) => void log.push(['searching', ...what]),
      found: (of, start, end, marks, position, missing) => {
        // Stands for a key: some of what looks like a record is one.
        if ((of[end - 1] ?? 0) % 4 === 0) return false;
        const { offsets, frames } = marks();
        log.push(['found', toByteString(of, start, end), offsets, frames, position, missing]);
        return true;
      },
      broken: (...what) => void log.push(['broken', ...what]),
    },
    new BufferPool(),
  );
  let frame = 0;
  inPieces(block.length, packets, (first, last) => {
    frame++;
    if (lost.has(frame)) {
      stream.gap(first, last - first, frame);
      return;
    }
    inPieces(last - first, sizes, (from, to) => {
      const [start, end] = [first + from, first + to];
      const place = { position: start, acknowledged: frame * 10, frame, seconds: frame, nanos: 0 };
      stream.data({ block, start, end, ...place });
    });
  });
  return log;
}

describe('records of TLS in any pieces', () => {
  it('are the same, with the packets that brought them', () => {
    fc.assert(
      fc.property(STREAM, PIECES, PIECES, (block, packets, sizes) => {
        const whole = records(block, packets, new Set(), WHOLE);
        expect(records(block, packets, new Set(), [1])).toEqual(whole);
        expect(records(block, packets, new Set(), sizes)).toEqual(whole);
      }),
      { numRuns: 600 },
    );
  });

  it('are the same where packets are lost', () => {
    const lost = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(STREAM, PIECES, lost, PIECES, (block, packets, gone, sizes) => {
        const whole = records(block, packets, new Set(gone), WHOLE);
        expect(records(block, packets, new Set(gone), [1])).toEqual(whole);
        expect(records(block, packets, new Set(gone), sizes)).toEqual(whole);
      }),
      { numRuns: 600 },
    );
  });
});

describe('handshake messages in any pieces', () => {
  const LENGTH = fc.oneof(
    fc.nat(80),
    fc.constantFrom(MAX_HANDSHAKE_MESSAGE_BYTES - 4, MAX_HANDSHAKE_MESSAGE_BYTES),
  );
  const MESSAGE = fc
    .tuple(fc.nat(24), LENGTH, fc.nat(255))
    .map(([type, length, byte]) =>
      bytes([type, length >> 16], be16(length & 0xffff), new Uint8Array(length).fill(byte)),
    );

  it('are the same', () => {
    const read = (block: Uint8Array, sizes: readonly number[]): unknown[] => {
      const log: unknown[] = [];
      const reader = new HandshakeReader(
        (type, message) => log.push([type, message.length, message[message.length - 1]]),
        () => log.push('too long'),
      );
      inPieces(block.length, sizes, (start, end) => reader.push(block, start, end));
      return log;
    };
    fc.assert(
      fc.property(fc.array(MESSAGE, { maxLength: 6 }), fc.nat(5), PIECES, (messages, cut, sizes) => {
        const all = bytes(...messages);
        const block = all.subarray(0, Math.max(0, all.length - cut));
        const whole = read(block, WHOLE);
        if (cut === 0) expect(whole).toHaveLength(messages.length);
        if (block.length < 5000) expect(read(block, [1])).toEqual(whole);
        expect(read(block, sizes)).toEqual(whole);
      }),
      { numRuns: 150 },
    );
  });
});

describe('the first messages in any pieces', () => {
  const alert = bytes([21, 3, 3, 0, 2, 2, 70]);
  const SIDES = fc.record({
    client: fc.oneof(
      fc
        .integer({ min: 0, max: 300 })
        .map((length) => new TlsWriter({ serverName: 'a'.repeat(length), fill: 1 }).clientHello()),
      fc
        .constantFrom(15_000, MAX_HELLO_BYTES - 100, MAX_HELLO_BYTES, 20_000)
        .map((length) => new TlsWriter({ serverName: 'a'.repeat(length), fill: 1 }).clientHello()),
      CONTENT,
    ),
    server: fc.oneof(
      fc.constant(new TlsWriter({ serverName: 'a', fill: 1 }).serverHello()),
      fc.constant(alert),
      STREAM,
    ),
    after: CONTENT,
  });

  it('tell the same', () => {
    const watch = (
      sides: { client: Uint8Array; server: Uint8Array; after: Uint8Array },
      sizes: readonly number[],
    ) => {
      const seen = new TlsWatch();
      for (const side of ['client', 'server'] as const) {
        const block = bytes(sides[side], sides.after);
        inPieces(block.length, sizes, (start, end) => seen.push(side, block, start, end));
      }
      const { serverName, versions, protocols, chosen, alert: told } = seen;
      return { serverName, versions, protocols, chosen, alert: told };
    };
    fc.assert(
      fc.property(SIDES, PIECES, (sides, sizes) => {
        const whole = watch(sides, WHOLE);
        if (sides.client.length < 1000) expect(watch(sides, [1])).toEqual(whole);
        // Long ones are joined anew with each piece, up to their limit.
        const pieces = sides.client.length < 1000 ? sizes : sizes.map((size) => size + 500);
        expect(watch(sides, pieces)).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  });
});
