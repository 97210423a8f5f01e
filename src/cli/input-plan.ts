import { availableParallelism } from 'node:os';
import { nodeCrypto } from '../node/builtins.ts';
import { fileSize } from '../node/files.ts';
import type { ExpandedInputs } from '../node/inputs.ts';
import type { BlobPlan } from '../report/blob/blob.ts';
import type { ScanIdentity, Shard } from '../report/blob/shard.ts';
import type { Input } from '../run/input.ts';
import { dealtTo } from './shards.ts';

/* Which inputs a run reads, and how many of them at a time. */

/** Which inputs one run reads, and what of the whole scan they are. */
interface InputPlan extends ExpandedInputs {
  /** With the place of every input of the whole scan by its path, from 0. */
  readonly blob: BlobPlan;
}

/** The inputs of one shard. A path that cannot be read is an input too: one shard reports it. */
export function planInputs({ inputs, unreadable }: ExpandedInputs, shard: Shard | null): InputPlan {
  const paths = [...new Set([...unreadable, ...inputs].map(({ path }) => path))];
  // A set is one input: its files stay together, and what cannot be read of it stands where it stands.
  const places = new Map(paths.map((path, at) => [path, at]));
  for (const { path, parts = [] } of inputs) {
    for (const part of parts) places.set(part, places.get(path) ?? 0);
  }
  const sets = inputs.flatMap(({ parts }) => (parts === undefined ? [] : [parts]));
  // A file may grow meanwhile: the shards are dealt by the sizes that the scan is known by.
  const sizes = new Map<string, number | null>();
  const knownSize: SizeOfFile = (path) => {
    const size = sizes.get(path) ?? (sizes.has(path) ? null : fileSize(path));
    sizes.set(path, size);
    return size;
  };
  const partsOf = new Map(inputs.map(({ path, parts = [path] }) => [path, parts]));
  const costOf = (path: string): number => readBytesOf(partsOf.get(path) ?? [], knownSize);
  const mine = shard === null ? null : dealtTo(shard, paths, costOf);
  const isMine = ({ path }: { readonly path: string }): boolean => mine === null || mine.has(path);
  return {
    inputs: inputs.filter(isMine),
    unreadable: unreadable.filter(isMine),
    blob: {
      shard,
      // Made where it is read: only blobs name it.
      get scan() {
        return identityOf(paths, sets, knownSize);
      },
      placeOf: (path) => places.get(path),
      get paths() {
        return [...places.keys()];
      },
    },
  };
}

/**
 * The sizes distinguish a scan from an earlier one of the same paths, whose parts may still be where the
 * blobs are kept: captures are written anew, and the old part of one shard must not be merged with the new
 * part of another.
 */
function identityOf(
  paths: readonly string[],
  sets: readonly (readonly string[])[],
  sizeOf: SizeOfFile,
): ScanIdentity {
  const sizes = [...paths, ...sets.flat()].map(sizeOf);
  const all = JSON.stringify([paths, sets, sizes]);
  const id = nodeCrypto().createHash('sha256').update(all).digest('hex');
  return { id, first: paths[0] ?? '', inputs: paths.length };
}

/*
 * What reading takes, measured with captures of small exchanges (`npm run bench:formats`). One job has more
 * than a core: one thread reads and another diagnoses, and the compiler and the garbage collector have
 * theirs. Each of several jobs is a thread with its own.
 */
const MEGABYTE = 1024 * 1024;
const ALONE_BYTES_PER_SECOND = 150 * MEGABYTE;
const WORKER_BYTES_PER_SECOND = 100 * MEGABYTE;
/** Until workers have started and their code is compiled, beyond what that takes in one job. */
const WORKERS_SECONDS = 1.2;
/** What it takes to open a capture and to account for it, as bytes that are read in that time. */
const CAPTURE_BYTES = 20 * 1024;

/** How much gzip makes of a capture, about. */
const GZIP_RATIO = 4;

/** How many captures to read at a time: as asked, else as many as there are cores, where that is faster. */
export function jobsFor(
  asked: number | null,
  inputs: readonly Input[],
  cores = availableParallelism(),
): number {
  const most = Math.min(asked ?? cores, inputs.length);
  if (most <= 1) return 1;
  if (asked !== null) return most;
  return isFasterApart(inputs, most) ? most : 1;
}

/** Whether so many workers are faster than one job. A large capture keeps one of them busy. */
function isFasterApart(inputs: readonly Input[], workers: number): boolean {
  let bytes = 0;
  let largest = 0;
  for (const { path, parts = [path] } of inputs) {
    const size = CAPTURE_BYTES + readBytesOf(parts, fileSize);
    bytes += size;
    largest = Math.max(largest, size);
    const apart = WORKERS_SECONDS + Math.max(bytes / workers, largest) / WORKER_BYTES_PER_SECOND;
    if (apart < bytes / ALONE_BYTES_PER_SECOND) return true;
  }
  return false;
}

type SizeOfFile = (path: string) => number | null;

/** Bytes that are read of the files of an input; 0 for what is no file or cannot be asked for. */
function readBytesOf(files: readonly string[], sizeOf: SizeOfFile): number {
  return files.reduce((sum, path) => sum + (sizeOf(path) ?? 0) * (path.endsWith('.gz') ? GZIP_RATIO : 1), 0);
}
