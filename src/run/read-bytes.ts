import { concatBytes } from '../engine/bytes/byte-string.ts';
import { u32le } from '../engine/bytes/integers.ts';
import type { Notice, NoticeCode } from '../engine/bytes/notice.ts';
import type { InputFailureReason } from '../engine/results.ts';
import type { ReadControl } from './input.ts';
import type { Unpacker, UnpackNotice, UnpackSink, ZstdLack } from './unpack.ts';

/** Bytes at the start of a file that show how it is packed. */
const MAGIC_LENGTH = 4;

/** Why a packed file cannot be unpacked here, whatever is in it. */
interface Unpackable {
  readonly reason: Extract<InputFailureReason, 'zstd-unsupported' | 'zstd-in-page'>;
  readonly detail: string;
}

export type ReadOutcome =
  | { readonly kind: 'end' }
  | { readonly kind: 'interrupted' }
  /** The input could not be opened, unpacked or read on; `reason` as in `UnreadableInput`. */
  | {
      readonly kind: 'failed';
      readonly reason: Extract<
        InputFailureReason,
        'missing' | 'permission' | 'read-error' | Unpackable['reason'] | ZstdLack
      >;
      readonly detail: string;
    };

export type ReadNotice = UnpackNotice | Extract<NoticeCode, 'file-shrank' | 'file-grew'>;

export interface ByteReader {
  /** The block is valid only during the call. */
  chunk(block: Uint8Array): void;
  /** Something odd about the container, e.g. a gzip file that ends early, or about the file. */
  notice(code: ReadNotice, offset: number, args?: Notice['args']): void;
  /** Nothing more is wanted. */
  isOver?(): boolean;
}

/** Passes on bytes that come in pieces, unpacked; `open` makes what unpacks them, or says why it cannot. */
export async function unpackBytes(
  source: AsyncIterable<Uint8Array>,
  reader: ByteReader,
  { signal, onBytes }: ReadControl,
  open: (packing: Packing, sink: UnpackSink) => Promise<Unpacker | Unpackable>,
): Promise<ReadOutcome> {
  let unpacker: Unpacker | null = null;
  // What a block comes to is not bounded: some kilobytes may be gigabytes, and a minute's work.
  const sink: UnpackSink = {
    chunk: (unpacked) => reader.chunk(unpacked),
    notice: (code, offset, args) => reader.notice(code, offset, args),
    isOver: () => signal?.aborted === true || reader.isOver?.() === true,
  };
  // Bytes of a pipe may come one by one; null once there are enough to recognize the format.
  let head: Uint8Array | null = new Uint8Array(0);
  const take = async (block: Uint8Array): Promise<boolean> => {
    if (unpacker !== null) return unpacker.write(block);
    reader.chunk(block);
    return true;
  };
  try {
    for await (const block of source) {
      onBytes?.(block.length);
      let whole = block;
      if (head !== null) {
        if (head.length > 0) whole = concatBytes([head, block]);
        if (whole.length < MAGIC_LENGTH) {
          head = Uint8Array.from(whole);
          continue;
        }
        head = null;
        const packing = packingOf(whole);
        if (packing !== null) {
          const opened = await open(packing, sink);
          if ('reason' in opened) return { kind: 'failed', ...opened };
          unpacker = opened;
        }
      }
      if (!(await take(whole))) break;
      if (signal?.aborted === true || reader.isOver?.() === true) break;
    }
    if (head !== null && head.length > 0) reader.chunk(head);
    if (signal?.aborted !== true) await unpacker?.end();
  } finally {
    unpacker?.close();
  }
  return signal?.aborted === true ? { kind: 'interrupted' } : { kind: 'end' };
}

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
