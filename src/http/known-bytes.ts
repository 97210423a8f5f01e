import { type ByteString, toBytes } from '../bytes/byte-string.ts';
import { type Difference, findDifference } from '../stream/difference.ts';
import type { StreamChunk } from '../stream/stream-chunk.ts';
import { type FrameMap, frameAt } from './head.ts';
import type { GatheredHead } from './head-buffer.ts';
import type { Message } from './parser-events.ts';

/**
 * Where bytes that came again are not those of a head that starts at `start` of the stream, as far
 * as it is there.
 */
export function differsFromHead(
  { bytes, frames }: GatheredHead,
  start: number,
  chunk: StreamChunk,
): Difference | null {
  return findDifference(bytes, start, (offset) => frameAt(frames, offset), chunk);
}

/** The same for text of `length` that starts at `start`; only of what came again bytes are made. */
function differsFromText(
  length: number,
  slice: (from: number, to: number) => ByteString,
  frames: FrameMap,
  start: number,
  chunk: StreamChunk,
): Difference | null {
  const from = Math.max(0, chunk.position - start);
  const to = Math.min(length, chunk.position - start + (chunk.end - chunk.start));
  if (from >= to) return null;
  const known = toBytes(slice(from, to));
  return findDifference(known, start + from, (offset) => frameAt(frames, from + offset), chunk);
}

/**
 * The same for a message: its head, and what is kept of its body where that stands in the stream as
 * it is.
 */
export function differsFromMessage(message: Message, chunk: StreamChunk): Difference | null {
  const { head, frames, start, keptBytes, bodyFrames, framing } = message;
  const inHead = differsFromText(head.length, (from, to) => head.slice(from, to), frames, start, chunk);
  if (inHead !== null || framing === 'chunked') return inHead;
  const keptBody = (from: number, to: number) => message.keptBody(from, to);
  return differsFromText(keptBytes, keptBody, bodyFrames, start + head.length, chunk);
}
