import type { Notice } from '../rooms/bytes.ts';
import {
  type CaptureParser,
  type CaptureSink,
  type CaptureSummary,
  createCaptureParser,
} from '../rooms/capture.ts';

interface CollectedRecord {
  readonly frame: number;
  readonly offset: number;
  readonly seconds: number;
  readonly nanos: number;
  readonly linkType: number;
  readonly originalLength: number;
  readonly data: string;
}

export interface Collected {
  readonly records: readonly CollectedRecord[];
  readonly notices: readonly Notice[];
  readonly secrets: readonly { readonly type: number; readonly text: string }[];
  readonly summary: CaptureSummary;
}

export type CreateParser = (sink: CaptureSink) => CaptureParser;

/**
 * Parses a file pushed in pieces of the given lengths (the last one repeats), each in a block that is then
 * overwritten.
 */
export function collect(
  file: Uint8Array,
  lengths: readonly number[] = [file.length],
  create: CreateParser = createCaptureParser,
): Collected {
  const records: CollectedRecord[] = [];
  const notices: Notice[] = [];
  const secrets: { type: number; text: string }[] = [];
  const parser = create({
    record: (record) => {
      records.push({
        frame: record.frame,
        offset: record.offset,
        seconds: record.seconds,
        nanos: record.nanos,
        linkType: record.linkType,
        originalLength: record.originalLength,
        data: Buffer.from(record.block.subarray(record.start, record.end)).toString('hex'),
      });
    },
    notice: (notice) => notices.push(notice),
    secrets: (type, bytes) => secrets.push({ type, text: Buffer.from(bytes).toString('latin1') }),
  });
  let at = 0;
  for (let index = 0; at < file.length; index++) {
    const length = Math.max(1, lengths[Math.min(index, lengths.length - 1)] ?? 1);
    // Buffers of the kind that files are read into, reused by their owner after each push.
    const chunk = Buffer.from(file.subarray(at, at + length));
    parser.push(chunk);
    chunk.fill(0xee);
    at += length;
  }
  parser.end();
  const { format, complete, linkTypes, packets, bytes } = parser.summary;
  return { records, notices, secrets, summary: { format, complete, linkTypes, packets, bytes } };
}

/** Deterministic pseudo-random lengths of 1 to `largest`. */
export function randomLengths(seed: number, largest: number, count = 4000): number[] {
  let state = seed >>> 0;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return 1 + ((state >>> 8) % largest);
  });
}
