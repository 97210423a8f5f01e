import { availableParallelism } from 'node:os';
import type { Input } from '../node/scan-options.ts';
import type { DigestSpec } from '../report/digest/capture-digester.ts';
import { fileSize } from './file-size.ts';

/**
 * Bytes of captures that are worth a worker: less is read by the time that one has started and got
 * up to speed.
 */
const BYTES_FOR_JOB = 32 * 1024 * 1024;

/** How much gzip makes of a capture, about. */
const GZIP_RATIO = 4;

/**
 * How many captures to read at a time: as asked, else as many as there are cores, where there is
 * enough to read.
 */
export function jobsFor(
  asked: number | null,
  inputs: readonly Input[],
  reports: readonly DigestSpec[],
): number {
  const most = Math.min(asked ?? availableParallelism(), inputs.length);
  if (most <= 1) return 1;
  if (asked !== null) return most;
  // Handing every exchange over whole costs more than a second core gains.
  if (reports.some(({ kind }) => kind === 'results')) return 1;
  return Math.max(1, Math.min(most, worthwhile(inputs, most)));
}

/** Workers that have enough to do, up to `most`. A large capture keeps one busy, however large. */
function worthwhile(inputs: readonly Input[], most: number): number {
  let bytes = 0;
  let largest = 0;
  for (const { path, parts = [path] } of inputs) {
    let size = 0;
    for (const part of parts) size += sizeOf(part);
    bytes += size;
    largest = Math.max(largest, size);
    if (bytes - largest >= most * BYTES_FOR_JOB) return most;
  }
  const others = Math.floor((bytes - largest) / BYTES_FOR_JOB);
  return others === 0 ? 1 : others + 1;
}

/** 0 for what is no file or cannot be asked for. */
function sizeOf(path: string): number {
  return (fileSize(path) ?? 0) * (path.endsWith('.gz') ? GZIP_RATIO : 1);
}
