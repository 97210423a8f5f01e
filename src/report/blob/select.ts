import { compareBytes } from '../../engine/bytes/byte-string.ts';
import { fail, ok, type Result } from '../../engine/bytes/result.ts';
import type { BlobHeader } from './blob.ts';

/** A blob as far as it must be known before it is merged. */
export interface BlobFacts extends BlobHeader {
  readonly path: string;
  /** Digest of all its bytes. */
  readonly digest: string;
  readonly interrupted: boolean;
}

/** Shards that follow each other, from the first to the last. */
interface ShardRun {
  readonly from: number;
  readonly to: number;
}

/** The blobs of one scan, in the order of their shards. */
export interface ScanParts {
  readonly blobs: readonly BlobFacts[];
  /** Shards that no blob holds, as runs: a small blob may say that it is one of thousands. */
  readonly missing: readonly ShardRun[];
  readonly of: number;
}

/** Blobs that cannot all be of one scan. */
export interface BlobConflict {
  /** `twice`: one shard with two contents. `cut`: one scan divided in two ways. */
  readonly code: 'blob-twice' | 'blob-cut';
  readonly path: string;
  readonly other: string;
}

/**
 * Which blobs to merge, and in what order, whatever order they are given in: the same blob twice counts once,
 * and so does a shard that ran again to the same end.
 */
export function selectBlobs(blobs: readonly BlobFacts[]): Result<readonly ScanParts[], BlobConflict> {
  const scans = new Map<string, BlobFacts[]>();
  for (const blob of [...blobs].sort(byContent)) {
    const parts = scans.get(blob.scan.id) ?? [];
    const other = parts[0];
    if (other !== undefined && partsOf(other) !== partsOf(blob)) return conflict('blob-cut', other, blob);
    const same = parts.find((part) => indexOf(part) === indexOf(blob));
    if (same === undefined) parts.push(blob);
    else if (same.digest !== blob.digest) return conflict('blob-twice', same, blob);
    scans.set(blob.scan.id, parts);
  }
  const sorted = [...scans.values()].sort(byFirstInput);
  return ok(sorted.map((parts) => toScan(parts.sort((a, b) => indexOf(a) - indexOf(b)))));
}

function toScan(blobs: readonly BlobFacts[]): ScanParts {
  const first = blobs[0];
  const of = first === undefined ? 0 : partsOf(first);
  const missing: ShardRun[] = [];
  let next = 1;
  for (const index of [...blobs.map(indexOf), of + 1]) {
    if (index > next) missing.push({ from: next, to: index - 1 });
    next = index + 1;
  }
  return { blobs, missing, of };
}

/** A scan that was not divided is its own only part. */
function partsOf({ shard }: BlobFacts): number {
  return shard?.of ?? 1;
}

function indexOf({ shard }: BlobFacts): number {
  return shard?.index ?? 1;
}

function byContent(a: BlobFacts, b: BlobFacts): number {
  return compareBytes(a.digest, b.digest) || compareBytes(a.path, b.path);
}

function byFirstInput([a]: readonly BlobFacts[], [b]: readonly BlobFacts[]): number {
  return (
    compareBytes(a?.scan.first ?? '', b?.scan.first ?? '') || compareBytes(a?.scan.id ?? '', b?.scan.id ?? '')
  );
}

function conflict(code: BlobConflict['code'], one: BlobFacts, other: BlobFacts): Result<never, BlobConflict> {
  const [path, second] = [one.path, other.path].sort(compareBytes);
  return fail({ code, path: path ?? '', other: second ?? '' });
}
