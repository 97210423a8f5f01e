import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { createCaptureParser } from '../../../rooms/capture.ts';
import { readStream } from '../../../rooms/node.ts';
import { checkCapture, checkingSink } from '../checks/capture.ts';
import { cutAtRandom } from '../in-pieces.ts';
import { edge, mutateBytes } from '../mutate-bytes.ts';
import { mutateCapture } from '../mutate-capture.ts';
import { mutatePcapng } from '../mutate-pcapng.ts';
import type { Stage } from '../seeds.ts';

const IGNORE = (): void => {};

/**
 * Classic captures and all others, changed blindly and in their records; by our parser and the one for pipes.
 */
export const capture: Stage = (fuzz) => {
  const { random } = fuzz;
  const seed = fuzz.capture();
  const other = fuzz.capture();
  const bytes = random.chance(0.7)
    ? mutateBytes(seed.bytes, random, other.bytes)
    : mutateCapture(seed.packets, random, other.packets);
  fuzz.input = bytes;
  checkCapture(bytes);
};

/** Blocks of pcapng changed one by one. */
export const pcapng: Stage = (fuzz) => {
  const { random } = fuzz;
  const seed = fuzz.capture();
  const bytes = mutatePcapng(seed.packets, seed.keyLog, random);
  fuzz.input = bytes;
  checkCapture(bytes);
};

/**
 * Compressed captures, damaged and cut, read as from a pipe. What comes out may not be more than the limit of
 * the reader says.
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
