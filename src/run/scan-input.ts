import type { Notice } from '../engine/bytes/notice.ts';
import type { CapturePart, CaptureSink } from '../engine/capture/record.ts';
import { limitsWith } from '../engine/limits.ts';
import { showsOss } from '../engine/oss/oss-exchange.ts';
import type { Pipeline } from '../engine/pipeline.ts';
import type { ReadFacts } from '../engine/reading.ts';
import type { ResultSink, UnreadableInput } from '../engine/results.ts';
import { type ScanPipelineOptions, scanPipeline } from '../features/scan-pipeline.ts';
import { TextParser } from '../features/text/text-parser.ts'; // later: reading-text
import type { Input, InputControl } from './input.ts';
import {
  brokenCapture,
  type CaptureRead,
  FilesSummary,
  NOTHING_KNOWN,
  type OtherParser,
} from './read-capture.ts';

/** `facts`: what another thread found beside exchanges. */
export type FileRead = CaptureRead & { readonly facts?: ReadFacts | undefined };

export interface InputReading {
  /** Lets what else waits be done. */
  readonly otherWork: () => Promise<void>;
  readonly read: (path: string, sink: CaptureSink, other: OtherParser | undefined) => Promise<CaptureRead>;
  /** Reads a capture in another thread; null where that does not pay off, or there is no room for it. */
  readonly readApart?: (path: string, pipeline: Pipeline) => Promise<FileRead | null>;
}

/** Scans one input and passes every result to `sink`. `interrupted`: it was not read on. */
export async function scanInput(
  input: Input,
  shared: ScanPipelineOptions,
  sink: ResultSink,
  { failed }: Pick<InputControl, 'failed'>,
  reading: InputReading,
): Promise<'done' | 'interrupted'> {
  const { others, asked, hosts } = input;
  // Of small captures, thousands are read without a wait: signals and a closed output are met here.
  await reading.otherWork();
  const own = { ...shared, others, asked, hosts };
  const pipeline = scanPipeline(input.path, own, sink);
  try {
    if (input.parts === undefined) return await scanFile(input.path, pipeline, sink, reading, shared);
    return await scanSet(input, pipeline, sink, reading.read);
  } catch (error) {
    if (failed === undefined) throw error;
    failed(input.path, error);
    endBroken(input.path, pipeline, sink);
    return 'done';
  }
}

async function scanFile(
  path: string,
  pipeline: Pipeline,
  sink: ResultSink,
  { read, readApart }: InputReading,
  { limits, ports }: ScanPipelineOptions,
): Promise<'done' | 'interrupted'> {
  const text: OtherParser = (captureSink) =>
    new TextParser(
      {
        exchange: (exchange) => pipeline.exchange(exchange),
        notice: (notice) => captureSink.notice(notice),
        isSought: showsOss,
        inflate: (packed, limit) => ports.inflate?.('deflate', packed, limit) ?? null,
      },
      limitsWith(limits),
    );
  const apart = await readApart?.(path, pipeline);
  const found: FileRead = apart ?? (await read(path, pipeline, text));
  const { outcome, summary, refusal, failure, facts } = found;
  const interrupted = outcome.kind === 'interrupted';
  if (refusal !== null) sink.unreadable(refusal);
  else if (!interrupted || summary.bytes > 0) pipeline.end(summary, facts);
  if (failure !== null) sink.unreadable(failure);
  return interrupted ? 'interrupted' : 'done';
}

/** Ends a capture whose reading failed by a fault of ours, so that what was found is reported. */
function endBroken(path: string, pipeline: Pipeline, sink: ResultSink): void {
  const notice: Notice = { code: 'internal-error', frame: null, offset: null, args: {} };
  try {
    pipeline.notice(notice);
    pipeline.end(NOTHING_KNOWN);
  } catch {
    // The fault is met again: what can be said without the pipeline.
    sink.capture({ ...brokenCapture(path), notices: [notice] });
  }
}

/**
 * Reads the files of one set, in the order given, as one capture: each has a parser of its own, and frame
 * numbers go on from file to file. A file that cannot be read is reported (an empty one by a notice: a
 * capture that still runs has not written to it yet), and the others go on.
 */
async function scanSet(
  { path, parts = [], notices = [] }: Input,
  pipeline: Pipeline,
  sink: ResultSink,
  read: InputReading['read'],
): Promise<'done' | 'interrupted'> {
  const total = new FilesSummary();
  const readParts: CapturePart[] = [];
  /** Number of the last packet; a damaged one that is not counted has a number too. */
  let frames = 0;
  const refusals: UnreadableInput[] = [];
  for (const notice of notices) {
    pipeline.notice(notice);
    if (notice.code === 'parts-missing') total.complete = false;
  }
  let interrupted = false;
  for (const part of parts) {
    pipeline.beginPart(part);
    const before = frames;
    const partSink: CaptureSink = {
      record: (record) => {
        // The parser sets it anew for each record.
        record.frame += before;
        frames = record.frame;
        pipeline.record(record);
      },
      secrets: (type, bytes) => pipeline.secrets(type, bytes),
      noticesPerCode: pipeline.noticesPerCode,
      notice: (notice) => {
        const frame = notice.frame === null ? null : notice.frame + before;
        pipeline.notice({ ...notice, frame, part });
      },
    };
    const one = await read(part, partSink, undefined);
    interrupted = one.outcome.kind === 'interrupted';
    // Stopped before its first bytes.
    if (interrupted && one.summary.bytes === 0) break;
    if (one.failure !== null) refusals.push(one.failure);
    if (one.refusal === null) {
      total.add(one.summary);
      readParts.push({ path: part, firstFrame: before + 1, packets: one.summary.packets });
    } else if (one.refusal.reason === 'empty-file') {
      pipeline.notice({ code: 'empty-file', frame: null, offset: null, args: {}, part });
    } else {
      total.complete = false;
      refusals.push(one.refusal);
    }
    if (interrupted) break;
  }
  if (readParts.length > 0) pipeline.end({ ...total, parts: readParts });
  else if (refusals.length === 0 && !interrupted) {
    sink.unreadable({ path, reason: 'empty-file', detail: '' });
  }
  for (const refusal of refusals) sink.unreadable(refusal);
  return interrupted ? 'interrupted' : 'done';
}
