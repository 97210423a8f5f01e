import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Notice, NoticeCode } from '../rooms/bytes.ts';
import { type CaptureSummary, createCaptureParser } from '../rooms/capture.ts';
import { readingFeatures } from '../rooms/features.ts';
import { type Exchange, HttpConnection, type HttpOutput } from '../rooms/http.ts';
import { PacketDecoder } from '../rooms/packet.ts';
import { TcpStreams } from '../rooms/stream.ts';

/** What the stages up to HTTP make of one capture. */
export interface CaptureContents {
  /** In the order in which they came out. */
  readonly exchanges: readonly Exchange[];
  /** How often each notice came. */
  readonly notices: ReadonlyMap<NoticeCode, number>;
  readonly summary: CaptureSummary;
  readonly connections: number;
}

const REFUSALS: readonly NoticeCode[] = ['empty-file', 'not-a-capture', 'unsupported-version'];

/** Whether the file was refused as a whole: no capture, or none that can be read. */
export function isRefused({ notices, summary }: CaptureContents): boolean {
  return summary.packets === 0 && REFUSALS.some((code) => notices.has(code));
}

/** Runs the bytes of one capture through parser, decoder, reassembly and HTTP, and nothing above. */
export function readCapture(blocks: Iterable<Uint8Array>): CaptureContents {
  const exchanges: Exchange[] = [];
  const notices = new Map<NoticeCode, number>();
  const notice = ({ code }: Notice): void => void notices.set(code, (notices.get(code) ?? 0) + 1);
  const { watch, tls } = readingFeatures(undefined);
  let index = 0;
  const output: HttpOutput = {
    nextIndex: () => ++index,
    exchange: (exchange) => void exchanges.push(exchange),
    connection: () => {},
    notice,
    watch,
    tls: tls(notice),
  };
  const streams = new TcpStreams((facts) => new HttpConnection(facts, output), notice);
  const packets = new PacketDecoder((segment) => streams.segment(segment), notice);
  const parser = createCaptureParser({ record: (record) => packets.decode(record), notice });
  for (const block of blocks) parser.push(block);
  parser.end();
  packets.end();
  streams.end();
  return { exchanges, notices, summary: parser.summary, connections: streams.connections };
}

const BLOCK_BYTES = 1 << 20;

/** The bytes of a capture file, piece by piece; a gzip file is unpacked as a whole. */
export function* fileBlocks(path: string): Generator<Uint8Array, void, undefined> {
  const file = openSync(path, 'r');
  try {
    for (let first = true; ; first = false) {
      // Each block is a new one: what is read from it may be kept.
      const block = new Uint8Array(BLOCK_BYTES);
      const length = readSync(file, block, 0, BLOCK_BYTES, null);
      if (length === 0) return;
      if (first && block[0] === 0x1f && block[1] === 0x8b) {
        yield gunzipSync(readFileSync(path));
        return;
      }
      yield block.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}
