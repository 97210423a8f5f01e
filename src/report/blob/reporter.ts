import type { CaptureInfo, ExchangeResult, UnreadableInput } from '../../engine/results.ts';
import type { Digest, DigestReporter } from '../digest/digest.ts';
import { toJsonLine } from '../json/text.ts';
import type { ScanEnd, WritePiece } from '../reporter.ts';
import { type BlobHeader, type BlobLine, encodeHeader, encodeLine } from './line.ts';

/** What of the whole scan a blob holds. */
export interface BlobPlan extends Omit<BlobHeader, 'tool'> {
  /** Place of an input in the whole scan, by its path; undefined where that is not known. */
  readonly placeOf: (path: string) => number | undefined;
  /** Paths of all inputs, as far as they are known before they are read. */
  readonly paths: readonly string[];
}

interface BlobOptions extends Omit<BlobPlan, 'paths'>, BlobHeader {}

/**
 * Writes results so that they can be merged with those of other parts of the scan: JSON lines that hold
 * everything that any report shows, and none of its sentences. Captured evidence stands in it as it is.
 */
export class BlobReporter implements DigestReporter {
  readonly #write: WritePiece;
  readonly #places: BlobOptions['placeOf'];
  #lines = 0;
  #open: string | null = null;
  #at = 0;

  constructor(write: WritePiece, { placeOf, ...header }: BlobOptions) {
    this.#write = write;
    this.#places = placeOf;
    write(`${toJsonLine(encodeHeader(header))}\n`);
  }

  exchange(capture: string, result: ExchangeResult): void {
    this.#begin(capture);
    this.#line({ type: 'exchange', at: this.#at, result });
  }

  digest(capture: string, digest: Digest): void {
    if (digest.kind !== 'text') return;
    this.#begin(capture);
    this.#lines += digest.exchanges;
    this.#write(digest.text);
  }

  capture(info: CaptureInfo): void {
    this.#begin(info.path);
    this.#line({ type: 'capture', at: this.#at, info });
    this.#open = null;
  }

  unreadable(input: UnreadableInput): void {
    this.#at = this.#placeOf(input.path);
    this.#line({ type: 'unreadable', at: this.#at, input });
    this.#open = null;
  }

  end({ interrupted }: ScanEnd): void {
    const lines = this.#lines;
    this.#line({ type: 'end', interrupted, lines });
  }

  #begin(path: string): void {
    if (this.#open === path) return;
    this.#open = path;
    this.#at = this.#placeOf(path);
    this.#line({ type: 'begin', at: this.#at, path });
  }

  #placeOf(path: string): number {
    return this.#places(path) ?? this.#at;
  }

  #line(line: BlobLine): void {
    this.#lines++;
    this.#write(lineText(line));
  }
}

/** A line as it stands in a blob. */
export function lineText(line: BlobLine): string {
  return `${toJsonLine(encodeLine(line))}\n`;
}
