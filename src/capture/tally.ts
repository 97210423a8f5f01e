import { LinkTypes } from './link-types.ts';
import type { CaptureFormat, CaptureRecord, CaptureSummary } from './record.ts';

/** The summary while it is being made. */
export class Tally implements CaptureSummary {
  format: CaptureFormat | null = null;
  complete = true;
  readonly #types = new LinkTypes();
  readonly linkTypes: readonly number[] = this.#types.list;
  packets = 0;
  bytes = 0;

  linkType(linkType: number): void {
    this.#types.add(linkType);
  }
}

/**
 * The one record object that a parser hands over again and again. Of a class, as the other objects
 * that each capture has one of: an engine that meets an object literal for the second time drops
 * what it had compiled for the first.
 */
export class ReusedRecord implements CaptureRecord {
  block: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  originalLength = 0;
  seconds = 0;
  nanos = 0;
  linkType = 0;
  frame = 0;
  offset = 0;
}
