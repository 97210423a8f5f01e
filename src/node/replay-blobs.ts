import { createHash } from 'node:crypto';
import { type Limits, limitsWith } from '../limits.ts';
import type { BlobLine } from '../report/blob/line.ts';
import { BlobReplay } from '../report/blob/replay.ts';
import type { BlobFacts } from '../report/blob/select.ts';
import type { ResultSink } from '../report/input.ts';
import { type BlobFault, readBlob } from './blob-files.ts';

/** A blob that is being read: the line that comes next, of the input at `at`. */
class Part {
  readonly #blob: BlobFacts;
  readonly #items: ReturnType<typeof readBlob>;
  readonly #hash = createHash('sha256');
  line: BlobLine | null = null;
  at = 0;

  constructor(blob: BlobFacts) {
    this.#blob = blob;
    this.#items = readBlob(blob.path, (bytes) => this.#hash.update(bytes));
  }

  /** Goes on to the next line; null at the end. */
  async next(): Promise<BlobFault | null> {
    for (;;) {
      const { value: item, done } = await this.#items.next();
      this.line = null;
      if (done === true || item === undefined) return this.#changed();
      if (!item.ok) return item.error;
      if (item.value.kind === 'header') continue;
      const { line } = item.value;
      if (line.type === 'end') continue;
      this.line = line;
      this.at = line.at;
      return null;
    }
  }

  /** What was replayed is to be what was checked, and chosen. */
  #changed(): BlobFault | null {
    const { path, digest } = this.#blob;
    return this.#hash.digest('hex') === digest ? null : { code: 'blob-changed', path };
  }

  async close(): Promise<void> {
    await this.#items.return(undefined);
  }
}

/**
 * Hands the results of a scan's blobs to a sink, in the order of the scan's inputs, with one line
 * of each blob in memory. `reach`: hears the place of each input before its results. Gives the
 * fault that ended it: the blobs were checked before, but may have changed.
 */
export async function replayScan(
  blobs: readonly BlobFacts[],
  sink: ResultSink,
  signal: AbortSignal,
  reach: (at: number) => void,
  limits: Partial<Limits> = {},
): Promise<BlobFault | null> {
  const replay = new BlobReplay(sink, limitsWith(limits));
  const parts = blobs.map((blob) => new Part(blob));
  try {
    for (const part of parts) {
      const fault = await part.next();
      if (fault !== null) return fault;
    }
    for (let part = nextOf(parts); part !== null && !signal.aborted; part = nextOf(parts)) {
      const { at } = part;
      reach(at);
      while (part.line !== null && part.at === at) {
        replay.line(part.line);
        const fault = await part.next();
        if (fault !== null) return fault;
      }
    }
    return null;
  } finally {
    for (const part of parts) await part.close();
  }
}

/** The part whose next line is of the earliest input. */
function nextOf(parts: readonly Part[]): Part | null {
  let first: Part | null = null;
  for (const part of parts) if (part.line !== null && (first === null || part.at < first.at)) first = part;
  return first;
}
