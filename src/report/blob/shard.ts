/** One of `of` parts of a scan, from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** The scan as a whole, of which a blob holds one part. */
export interface ScanIdentity {
  /** Digest of the list of its inputs, with their sizes. */
  readonly id: string;
  /** Path of the first of them; empty without any. */
  readonly first: string;
  readonly inputs: number;
}

/** Parts of a scan at most. */
export const MAX_SHARDS = 10_000;
