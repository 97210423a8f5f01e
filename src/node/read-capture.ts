import type { OtherFormat } from '../engine/capture/capture-parser.ts';
import type { CaptureParser, CaptureSink } from '../engine/capture/record.ts';
import type { InputFailureReason } from '../engine/results.ts';
import type { ReadControl } from '../run/input.ts';
import type { ByteReader, ReadOutcome } from '../run/read-bytes.ts';
import { type CaptureRead, type OtherParser, readCapture as readSource } from '../run/read-capture.ts';
import { allOfStandardInput, reasonOfPath, STDIN, standardInput } from './files.ts';
import { readFile, readStream } from './read-bytes.ts';

/** Reads one file, or standard input. `other` makes the parser for what is no capture. */
export function readCapture(
  path: string,
  sink: CaptureSink,
  other: OtherParser | undefined,
  control: ReadControl,
): Promise<CaptureRead> {
  const source = {
    path,
    reasonOf: (reason: InputFailureReason) => reasonOfPath(path, reason),
  };
  if (path !== STDIN) {
    const read = (reader: ByteReader) => readFile(path, withPlainBytes(reader), control);
    return readSource({ ...source, read }, sink, other);
  }
  const read = (reader: ByteReader) => {
    const stream = standardInput();
    return readStream(stream, withPlainBytes(reader), control, allOfStandardInput(stream));
  };
  return readSource({ ...source, read, parserFor: streamParser }, sink, other);
}

/** Reads standard input that another thread passes on. */
export function readPassedOn(
  read: (reader: ByteReader) => Promise<ReadOutcome>,
  sink: CaptureSink,
): Promise<CaptureRead> {
  return readSource({ path: STDIN, read, parserFor: streamParser }, sink, undefined);
}

function withPlainBytes(reader: ByteReader): ByteReader {
  return { ...reader, chunk: (block) => reader.chunk(plainBytes(block)) };
}

/** The bytes, never as a Buffer: code that meets both kinds is compiled again where it meets the second. */
function plainBytes(block: Uint8Array): Uint8Array {
  return block instanceof Buffer ? new Uint8Array(block.buffer, block.byteOffset, block.length) : block;
}

/** Pipes are read by the `pcap-parser` package where it can; its adapter is loaded only for them. */
async function streamParser(sink: CaptureSink, other: OtherFormat | undefined): Promise<CaptureParser> {
  const { createStreamParser } = await import('../node/capture-pcap-parser.ts');
  return createStreamParser(sink, other);
}
