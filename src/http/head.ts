import { type ByteString, isOws, trimOws } from '../bytes/byte-string.ts';
import type { HeaderLine } from './message.ts';

/**
 * Which frame brought which part of a head: pairs of an offset in the head and the frame of the
 * byte there; or the one frame that brought all of it, as nearly every head has.
 */
export type FrameMap = number | readonly number[];

/** The same while it grows. */
export type GrowingFrameMap = number | number[];

/** The frame of the byte at `offset` of a head. */
export function frameAt(map: FrameMap, offset: number): number {
  if (typeof map === 'number') return map;
  // A head may have come byte by byte, and each of its lines is asked about.
  let low = 0;
  let high = map.length >> 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((map[2 * middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return map[2 * low + 1] ?? 0;
}

/**
 * The map of bytes that go on at `offset` with those of `frame`: the same array, where it is one
 * already. A sender may cut its body into as many segments as it has bytes, and a copy for each
 * makes that quadratic.
 */
export function addFrame(map: GrowingFrameMap, offset: number, frame: number): GrowingFrameMap {
  if (offset === 0) return frame;
  if (typeof map === 'number') return map === frame ? map : [0, map, offset, frame];
  if (map[map.length - 1] !== frame) map.push(offset, frame);
  return map;
}

/** Length of the line at `start` without its line end, and where the next line starts. */
export function lineAt(head: ByteString, start: number): { readonly end: number; readonly next: number } {
  const feed = head.indexOf('\n', start);
  if (feed < 0) return { end: head.length, next: head.length };
  return { end: feed > start && head.charCodeAt(feed - 1) === 0x0d ? feed - 1 : feed, next: feed + 1 };
}

/**
 * Cuts the header lines out of a head as captured: order, case, duplicates and bytes kept. A line
 * that starts with white space continues the one before (obsolete folding, RFC 9112 §5.2); a line
 * without a colon is passed over, and so is a last line without an end: the capture cut it, its
 * value is not what was sent.
 */
export function parseHeaderLines(head: ByteString, frames: FrameMap): HeaderLine[] {
  const lines: HeaderLine[] = [];
  let at = lineAt(head, 0).next;
  let colon = -1;
  while (at < head.length) {
    const start = at;
    let { end, next } = lineAt(head, at);
    if (end === start) break;
    while (isOws(head.charCodeAt(next))) {
      const folded = lineAt(head, next);
      end = folded.end;
      next = folded.next;
    }
    if (head.charCodeAt(next - 1) !== 0x0a) break;
    at = next;
    // One that is beyond a line is of a later one: looking again from each line on would take
    // quadratic time.
    if (colon < start) colon = head.indexOf(':', start);
    if (colon < 0) break;
    if (colon >= end) continue;
    const rawValue = head.slice(colon + 1, end);
    lines.push({
      name: head.slice(start, colon),
      value: trimOws(rawValue),
      rawValue,
      frame: frameAt(frames, start),
    });
  }
  return lines;
}

/**
 * The value of the first header line of that name (lower case), as `parseHeaderLines` would give
 * it; null without one. Most messages are asked for two or three headers only: this looks at a
 * line's length and first letter before its letters.
 */
export function findHeader(head: ByteString, lowerName: string): ByteString | null {
  const first = lowerName.charCodeAt(0);
  let at = head.indexOf('\n') + 1;
  while (at > 0 && at < head.length) {
    if (
      (head.charCodeAt(at) | 0x20) === first &&
      head.charCodeAt(at + lowerName.length) === 0x3a &&
      head.slice(at, at + lowerName.length).toLowerCase() === lowerName
    ) {
      return valueAt(head, at + lowerName.length + 1);
    }
    at = head.indexOf('\n', at) + 1;
  }
  return null;
}

/**
 * The value that starts after a colon, with its folded lines; null where the head is cut within it.
 */
function valueAt(head: ByteString, start: number): ByteString | null {
  let { end, next } = lineAt(head, start);
  while (isOws(head.charCodeAt(next))) ({ end, next } = lineAt(head, next));
  return head.charCodeAt(next - 1) === 0x0a ? trimOws(head.slice(start, end)) : null;
}
