import { nodeOssPorts } from '../../../../src/node/ports.ts';
import { nodeRsaKeys } from '../../../../src/node/tls.ts';
import { toByteString } from '../../../rooms/bytes.ts';
import { createUnpacker } from '../../../rooms/node.ts';
import { Gunzip, UnpackedOutput, type Unpacker, type UnpackSink } from '../../../rooms/run.ts';
import { webGzip, webInflate, webRsaKeys } from '../../../rooms/web.ts';
import { cutAtRandom, firstDifference, randomOfInput } from '../in-pieces.ts';

const MOST_UNPACKED = 100_000;
const PORTS = nodeOssPorts();

/**
 * Packed bodies: by the first byte their coding. The page removes it as Node.js does, whole bodies as those
 * that the capture has cut. Node.js gives up what it has unpacked with at the next turn of the event loop,
 * which there has to be.
 */
export async function checkPageBody(input: Uint8Array): Promise<void> {
  const coding = ['gzip', 'deflate', 'x-gzip'][(input[0] ?? 0) % 3] ?? 'gzip';
  const body = input.subarray(1);
  const [web, node] = [webInflate, PORTS.inflate].map((inflate) => {
    const plain = inflate?.(coding, body, MOST_UNPACKED) ?? null;
    return plain instanceof Uint8Array ? `"${toByteString(plain)}"` : String(plain);
  });
  if (web !== node) throw new Error(`${coding} in a page${firstDifference(web ?? '', node ?? '')}`);
}

/** A gzip file, in pieces of any size: what comes out is the beginning of what Node.js gives. */
export async function checkPageGzip(input: Uint8Array): Promise<void> {
  const web = await unpacked(input, (sink) => new Gunzip(new UnpackedOutput(sink, MOST_UNPACKED), webGzip));
  const node = await unpacked(input, (sink) => createUnpacker('gzip', sink, MOST_UNPACKED));
  // of a damaged member the one gives more of what precedes the damage
  const isDamaged = web.notices.join() === 'damaged-gzip' && node.notices.join() === 'damaged-gzip';
  if (isDamaged && (web.text.startsWith(node.text) || node.text.startsWith(web.text))) return;
  const [a, b] = [web, node].map((each) => JSON.stringify(each));
  if (a !== b) throw new Error(`a gzip file in a page${firstDifference(a ?? '', b ?? '')}`);
}

interface Unpacked {
  readonly text: string;
  readonly notices: readonly string[];
}

async function unpacked(file: Uint8Array, open: (sink: UnpackSink) => Unpacker | null): Promise<Unpacked> {
  let text = '';
  const notices: string[] = [];
  const unpacker = open({
    chunk: (block) => {
      text += toByteString(block);
    },
    notice: (code) => void notices.push(code),
  });
  const pieces: Uint8Array[] = [];
  cutAtRandom(file, randomOfInput(file), (piece) => void pieces.push(Uint8Array.from(piece)));
  for (const piece of pieces) if (unpacker === null || !(await unpacker.write(piece))) break;
  await unpacker?.end();
  unpacker?.close();
  return { text, notices };
}

const KEY_SIZES = [64, 128, 256] as const;

/**
 * A file with a private key: the page takes every clean one that Node.js can decrypt with, and what it
 * decrypts has the size of the key. What comes out of a damaged one depends on the numbers that are used of
 * it.
 */
export function checkPageKey(input: Uint8Array): void {
  const pem = toByteString(input);
  const [web, node] = [webRsaKeys([pem]), nodeRsaKeys([pem])];
  // Node.js passes over some bytes that are no base64
  const isClean = /^-----[A-Z ]+-----[\w+/=\s]*-----[A-Z ]+-----\s*$/.test(pem);
  for (const size of KEY_SIZES) {
    const encrypted = new Uint8Array(size).fill(7, 1);
    for (const plain of web?.decrypt(encrypted) ?? [])
      if (plain.length !== size) throw new Error(`${plain.length} bytes, of a key of ${size}`);
    if (isClean && web === null && (node?.decrypt(encrypted) ?? []).length > 0)
      throw new Error('a key that only Node.js takes');
  }
}
