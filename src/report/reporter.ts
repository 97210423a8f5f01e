import type { Utf8Piece } from '../engine/bytes/utf8.ts';
import type { CaptureInfo, ExchangeResult, ResultSink, UnreadableInput } from '../engine/results.ts';
import type { Contrast } from './contrasts.ts';
import type { SummaryJson } from './json/model.ts';
import type { LaterUpload } from './uploads/later-uploads.ts';

export interface ScanEnd {
  readonly summary: SummaryJson;
  /** Stopped before all was read. */
  readonly interrupted: boolean;
  readonly exitCode: number;
  /** Damaged captures, where they make the exit code 2 (`--strict`); absent for none. */
  readonly damaged?: number;
  /** Uploads that were reported as open, and that a later capture went on with; absent for none. */
  readonly later?: readonly LaterUpload[];
  /** Requests that fail in one capture, each against its like that another one accepted; absent for none. */
  readonly contrasts?: readonly Contrast[];
}

/** Writes one format, as the results come. The captures of a scan follow one another. */
export interface Reporter extends ResultSink {
  end(end: ScanEnd): void;
}

/** What a report writes; bytes are there only until they were written. */
export type Piece = Utf8Piece;

/** Takes text in pieces, in order. */
export type Write = (text: string) => void;

/** The same of a report whose lines may have been made as UTF-8. */
export type WritePiece = (piece: Piece) => void;

/** The formats that write exchange by exchange. */
export const LINE_KINDS = ['json', 'ndjson', 'csv', 'har', 'html'] as const;

export type LineKind = (typeof LINE_KINDS)[number];

/** Where a report asks for what it writes of an exchange: another thread may have made it beforehand. */
export class MadeLines {
  /** Its UTF-8, which is there only until the report has taken it; null where the report makes it itself. */
  find: (result: ExchangeResult) => Uint8Array | null = noneMade;
}

export function noneMade(): null {
  return null;
}

/** Passes results to several sinks. */
export function tee(sinks: readonly ResultSink[]): ResultSink {
  return {
    exchange(capture: string, result: ExchangeResult): void {
      for (const sink of sinks) sink.exchange(capture, result);
    },
    capture(info: CaptureInfo): void {
      for (const sink of sinks) sink.capture(info);
    },
    unreadable(input: UnreadableInput): void {
      for (const sink of sinks) sink.unreadable(input);
    },
  };
}
