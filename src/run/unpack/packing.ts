import { u32le } from '../../engine/bytes/integers.ts';

/** How a file is packed. */
export type Packing = 'gzip' | 'zstd';

/** How a file is packed whose first four bytes, at least, are these; null for one that is not. */
export function packingOf(head: Uint8Array): Packing | null {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  return head.length >= 4 && zstdFrameOf(u32le(head, 0)) !== null ? 'zstd' : null;
}

/** Magic number of a frame, and of frames to skip, whose last four bits are free (RFC 8878 §3.1). */
const FRAME_MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;

export function zstdFrameOf(magic: number): 'frame' | 'skippable' | null {
  if (magic === FRAME_MAGIC) return 'frame';
  return (magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC ? 'skippable' : null;
}
