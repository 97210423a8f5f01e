import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { createCaptureParser } from '../../../../src/capture/capture-parser.ts';
import type { CaptureSink } from '../../../../src/capture/record.ts';
import { createStreamParser } from '../../../../src/node/capture-pcap-parser.ts';
import { readStream } from '../../../../src/node/read-bytes.ts';
import { edge, mutateBytes } from '../mutate-bytes.ts';
import { mutateCapture } from '../mutate-capture.ts';
import { mutatePcapng } from '../mutate-pcapng.ts';
import { cutAtRandom, type FuzzCase, type Stage } from '../seeds.ts';

const IGNORE = (): void => {};

/** Holds the parser to records that lie within their block and come in order. */
function checkingSink(): CaptureSink {
  let frame = 0;
  return {
    record: ({ block, start, end, nanos, frame: number }) => {
      if (start < 0 || end < start || end > block.length)
        throw new Error(`record ${start}–${end} of ${block.length}`);
      if (!(nanos >= 0 && nanos < 1e9)) throw new Error(`${nanos} ns`);
      if (number <= frame) throw new Error(`frame ${number} after ${frame}`);
      frame = number;
    },
    notice: IGNORE,
    secrets: IGNORE,
  };
}

function parse(bytes: Uint8Array, fuzz: FuzzCase, piped: boolean): void {
  fuzz.input = bytes;
  const sink = checkingSink();
  const parser = piped ? createStreamParser(sink) : createCaptureParser(sink);
  cutAtRandom(bytes, fuzz.random, (piece) => parser.push(piece));
  parser.end();
}

/**
 * Classic captures and all others, changed blindly and in their records; by our parser, or the one
 * for pipes.
 */
export const capture: Stage = (fuzz) => {
  const { random } = fuzz;
  const seed = fuzz.capture();
  const other = fuzz.capture();
  const bytes = random.chance(0.7)
    ? mutateBytes(seed.bytes, random, other.bytes)
    : mutateCapture(seed.packets, random, other.packets);
  parse(bytes, fuzz, random.chance(0.3));
};

/** Blocks of pcapng changed one by one. */
export const pcapng: Stage = (fuzz) => {
  const { random } = fuzz;
  const seed = fuzz.capture();
  const bytes = mutatePcapng(seed.packets, seed.keyLog, random);
  parse(bytes, fuzz, random.chance(0.3));
};

/**
 * Compressed captures, damaged and cut, read as from a pipe. What comes out may not be more than
 * the limit of the reader says.
 */
export const gzip: Stage = async (fuzz) => {
  const { random } = fuzz;
  const seed = fuzz.capture();
  const packed = new Uint8Array(gzipSync(seed.bytes, { level: 1 }));
  let bytes = mutateBytes(packed, random, packed);
  if (random.chance(0.2)) bytes[random.integer(0, Math.min(17, bytes.length - 1))] = edge(random) & 0xff;
  if (random.chance(0.2)) bytes = Uint8Array.from([...packed, ...bytes]);
  fuzz.input = bytes;
  const parser = createCaptureParser(checkingSink());
  const pieces: Buffer[] = [];
  cutAtRandom(bytes, random, (piece) => void pieces.push(Buffer.from(piece)));
  await readStream(Readable.from(pieces), { chunk: (block) => parser.push(block), notice: IGNORE });
  parser.end();
};
