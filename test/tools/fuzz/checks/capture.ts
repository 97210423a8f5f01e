import { toByteString } from '../../../rooms/bytes.ts';
import { type CaptureParser, type CaptureSink, createCaptureParser } from '../../../rooms/capture.ts';
import { createStreamParser } from '../../../rooms/node.ts';
import { type Feed, sameInPieces } from '../in-pieces.ts';

/**
 * Bytes between the start of a record in its file and those of the packet: classic captures and those with
 * longer headers, blocks of pcapng with a packet and with nothing but a packet.
 */
const HEADERS = [16, 24, 28, 12] as const;

/**
 * A capture by our parser and by the one for pipes: records come in order, lie within their block and have
 * the bytes of the file; and nothing depends on the pieces that it is read in.
 */
export function checkCapture(input: Uint8Array): void {
  const file = toByteString(input);
  sameInPieces(input, (feed) => recordsOf(createCaptureParser, input, feed, file));
  sameInPieces(input, (feed) => recordsOf(createStreamParser, input, feed, file));
}

/**
 * The same for captures that the package for pipes reads: it leaves something to do for the next turn of the
 * event loop, which there has to be.
 */
export async function checkClassicCapture(input: Uint8Array): Promise<void> {
  checkCapture(input);
}

function recordsOf(
  create: (sink: CaptureSink) => CaptureParser,
  input: Uint8Array,
  feed: Feed,
  file: string,
): unknown {
  const log: unknown[] = [];
  const parser = create({
    ...checkingSink((bytes, offset) => {
      if (!HEADERS.some((header) => file.startsWith(bytes, offset + header)))
        throw new Error(`the packet of the record at ${offset} is not what the file has`);
    }, log),
    notice: (notice) => log.push(notice),
    secrets: (type, bytes) => log.push([type, toByteString(bytes)]),
  });
  feed(input, (piece) => parser.push(piece));
  parser.end();
  return [log, parser.summary];
}

/** Requires of a parser records that lie within their block and come in order. */
export function checkingSink(
  bytesAt: (bytes: string, offset: number) => void = () => {},
  log: unknown[] = [],
): CaptureSink {
  let last = 0;
  return {
    record: ({ block, start, end, ...rest }) => {
      const { nanos, frame, offset } = rest;
      if (start < 0 || end < start || end > block.length)
        throw new Error(`record ${start}–${end} of ${block.length}`);
      if (!(nanos >= 0 && nanos < 1e9)) throw new Error(`${nanos} ns`);
      if (frame <= last) throw new Error(`frame ${frame} after ${last}`);
      last = frame;
      const bytes = toByteString(block, start, end);
      bytesAt(bytes, offset);
      log.push([rest, bytes]);
    },
    notice: () => {},
    secrets: () => {},
  };
}
