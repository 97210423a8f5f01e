import type { Notice } from '../engine/bytes/notice.ts';
import { createCaptureParser, type OtherFormat } from '../engine/capture/capture-parser.ts';
import {
  type CaptureParser,
  type CaptureSink,
  type CaptureSummary,
  LinkTypes,
} from '../engine/capture/record.ts';
import type { CaptureInfo, InputFailureReason, UnreadableInput } from '../engine/results.ts';
import type { ByteReader, ReadNotice, ReadOutcome } from './read-bytes.ts';

export interface CaptureRead {
  readonly outcome: ReadOutcome;
  /** `complete` is false also where reading failed on the way, lost something, or was stopped. */
  readonly summary: CaptureSummary;
  /** Set where nothing of the file can be reported. */
  readonly refusal: UnreadableInput | null;
  /** Set where reading failed on the way: what came until then can be reported, and is not all. */
  readonly failure: UnreadableInput | null;
}

/** Makes the parser for what is no capture. */
export type OtherParser = (sink: CaptureSink) => CaptureParser;

/** Where the bytes of a capture come from, and what reads them. */
export interface CaptureSource {
  /** As reports name it. */
  readonly path: string;
  readonly read: (reader: ByteReader) => Promise<ReadOutcome>;
  /** Makes the parser; `createCaptureParser` by default. */
  readonly parserFor?: (sink: CaptureSink, other: OtherFormat | undefined) => Promise<CaptureParser>;
  /** Why it could not be read, where nothing of it was. */
  readonly reasonOf?: (reason: InputFailureReason) => InputFailureReason;
}

/** Reads a capture to its end into `sink`, with notices that its refusal does not cover, and `read-error`. */
export async function readCapture(
  { path, read, parserFor, reasonOf = (reason) => reason }: CaptureSource,
  sink: CaptureSink,
  other: OtherParser | undefined,
): Promise<CaptureRead> {
  let refusal: UnreadableInput | null = null;
  let nothingUnpacked = false;
  let hasLost = false;
  let isStopped = false;
  const guarded: CaptureSink = {
    record: (record) => sink.record(record),
    secrets: (type, bytes) => sink.secrets?.(type, bytes),
    noticesPerCode: sink.noticesPerCode,
    notice: (notice) => {
      const refused = refusalOf(notice);
      if (refused !== null) refusal = { path, ...refused };
      // What was not read on to its end is not said to end there.
      else if (!(isStopped && isCutNotice(notice))) sink.notice(notice);
    },
  };
  const otherFormat = other === undefined ? undefined : () => other(guarded);
  const parser =
    parserFor === undefined
      ? createCaptureParser(guarded, otherFormat)
      : await parserFor(guarded, otherFormat);
  const reader = {
    chunk: (block: Uint8Array) => parser.push(block),
    // What is no capture may have no end.
    isOver: () => refusal !== null || parser.isOver === true,
    notice: (code: ReadNotice, offset: number, args: Notice['args'] = {}) => {
      hasLost ||= isLoss(code);
      // Nothing came out of the packed file: there is no capture to say it of.
      if (offset === 0 && code !== 'file-shrank' && code !== 'file-grew') nothingUnpacked = true;
      else sink.notice({ code, frame: null, offset, args });
    },
  };
  const outcome = await read(reader);
  const { summary } = parser;
  if (nothingUnpacked) {
    return { outcome, summary, refusal: { path, reason: 'nothing-unpacked', detail: '' }, failure: null };
  }
  if (outcome.kind === 'failed' && summary.packets === 0) {
    const refused = { path, reason: reasonOf(outcome.reason), detail: outcome.detail };
    return { outcome, summary, refusal: refused, failure: null };
  }
  // Stopped before its first bytes: nothing can be said of this one, least of all that it is empty.
  if (outcome.kind === 'interrupted' && summary.bytes === 0) {
    return { outcome, summary, refusal, failure: null };
  }
  isStopped = outcome.kind === 'interrupted';
  parser.end();
  let failure: UnreadableInput | null = null;
  if (outcome.kind === 'failed' && refusal === null) {
    const args = { error: outcome.detail };
    sink.notice({ code: 'read-error', frame: null, offset: parser.summary.bytes, args });
    failure = { path, reason: outcome.reason, detail: outcome.detail };
  }
  const isCut = isStopped || hasLost || outcome.kind === 'failed';
  const readSummary = isCut ? { ...parser.summary, complete: false } : parser.summary;
  return { outcome, summary: readSummary, refusal, failure };
}

/** Notices after which nothing of an input can be reported: it is no capture that can be read. */
const REFUSALS = ['empty-file', 'not-a-capture', 'unsupported-version'] as const;

/** Notices of a file that ends too early. */
const CUTS: readonly Notice['code'][] = ['truncated-header', 'truncated-record'];

export interface Refusal {
  readonly reason: (typeof REFUSALS)[number];
  readonly detail: string;
}

/** What a notice says of an input of which nothing can be reported; null for every other notice. */
export function refusalOf({ code, args }: Notice): Refusal | null {
  const reason = REFUSALS.find((each) => each === code);
  return reason === undefined ? null : { reason, detail: Object.values(args).join(' ') };
}

/** Whether a notice says that a file ends too early, which is not said of one not read to its end. */
export function isCutNotice({ code }: Notice): boolean {
  return CUTS.includes(code);
}

/**
 * Whether a notice of the reading means that not everything came: a packed file that is damaged or ends early
 * may still give whole packets to its last. What is added meanwhile is left out without harm.
 */
export function isLoss(code: ReadNotice): boolean {
  return code !== 'file-grew';
}

/** The summaries of files that are one capture, together. */
export class FilesSummary implements CaptureSummary {
  format: CaptureSummary['format'] = null;
  complete = true;
  readonly #types = new LinkTypes();
  readonly linkTypes: readonly number[] = this.#types.list;
  packets = 0;
  bytes = 0;

  add(file: CaptureSummary): void {
    this.format ??= file.format;
    this.complete &&= file.complete;
    for (const linkType of file.linkTypes) this.#types.add(linkType);
    this.packets += file.packets;
    this.bytes += file.bytes;
  }
}

/** Of a capture whose reading came to nothing: it met a fault of ours, or its thread is gone. */
export const NOTHING_KNOWN: CaptureSummary = {
  format: null,
  complete: false,
  linkTypes: [],
  packets: 0,
  bytes: 0,
};

/** What can be said of such a capture beside the exchanges that were found until then. */
export function brokenCapture(path: string, httpExchanges = 0, ossExchanges = 0): CaptureInfo {
  return {
    path,
    summary: NOTHING_KNOWN,
    traffic: { httpExchanges, ossExchanges, tls: [], otherConnections: 0, connections: 0, otherPackets: 0 },
    firstTime: null,
    lastTime: null,
    notices: [],
  };
}
