/* The records of a capture, who takes and gives them, and what parsers of all formats keep count with. */

import type { Notice } from '../bytes/notice.ts';

/**
 * One captured packet, in place in the block that was read. Parsers reuse one object for all records: it and
 * its bytes are valid only during the call that passes it.
 */
export interface CaptureRecord {
  block: Uint8Array;
  /** The captured bytes are `block[start]` up to, not including, `block[end]`. */
  start: number;
  end: number;
  /** Length of the packet on the wire, in bytes; more than `end - start` where the capture cut it. */
  originalLength: number;
  /** Time of capture: whole seconds since 1970 UTC, and nanoseconds within the second. */
  seconds: number;
  nanos: number;
  /** LINKTYPE_ value (https://www.tcpdump.org/linktypes.html). */
  linkType: number;
  /** Number of the packet in the capture, from 1. */
  frame: number;
  /** Offset of the record in the (decompressed) file, in bytes. */
  offset: number;
}

export interface CaptureSink {
  record(record: CaptureRecord): void;
  notice(notice: Notice): void;
  /** A pcapng Decryption Secrets Block; `type` is its secrets type, e.g. 0x544c534b for a TLS key log. */
  secrets?(type: number, bytes: Uint8Array): void;
  /** How many notices of one code are passed on; `NOTICES_PER_CODE` by default. */
  readonly noticesPerCode?: number | undefined;
}

/** `text`: pasted text or an HTTP Archive. */
export type CaptureFormat = 'pcap' | 'pcapng' | 'text';

/** A push parser of one capture file. Never throws on input; `end()` reports a cut-off tail. */
export interface CaptureParser {
  push(chunk: Uint8Array): void;
  end(): void;
  readonly summary: CaptureSummary;
  /** Whatever still comes changes nothing but the count of its bytes; absent where that cannot be. */
  readonly isOver?: boolean;
}

/** What is known of a capture as a file. */
export interface CaptureSummary {
  /** null until the format is known, and for input that is no capture at all. */
  readonly format: CaptureFormat | null;
  /** false when the file ends inside a record or a record is damaged. */
  readonly complete: boolean;
  /**
   * Every link type met, in order of appearance: LINKTYPE_ values (https://www.tcpdump.org/linktypes.html).
   */
  readonly linkTypes: readonly number[];
  readonly packets: number;
  /** Bytes of the file that were read. */
  readonly bytes: number;
  /** The files of a capture that was written in several, in the order read; absent for one file. */
  readonly parts?: readonly CapturePart[];
  /**
   * For format `text`: what kind of text it is, e.g. `curl` or `har`, and its lines (the entries of an HTTP
   * Archive); absent for others.
   */
  readonly text?: { readonly kind: string; readonly lines: number };
}

/** One file of a set that is read as one capture. */
export interface CapturePart {
  readonly path: string;
  /** Number that its first packet has in the set; where it holds none, that the next one has. */
  readonly firstFrame: number;
  readonly packets: number;
}

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
 * The one record object that a parser passes again and again. Of a class, as the other objects that each
 * capture has one of: an engine that meets an object literal for the second time drops what it had compiled
 * for the first.
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

/**
 * The link types of a capture, each once, in order of appearance. There may be 65,536 of them, and a file may
 * describe as many interfaces as it has room for: looking through the list for each would take quadratic
 * time.
 */
export class LinkTypes {
  readonly list: number[] = [];
  readonly #known = new Set<number>();

  add(linkType: number): void {
    if (this.#known.has(linkType)) return;
    this.#known.add(linkType);
    this.list.push(linkType);
  }
}
