import type { Notice } from '../bytes/notice.ts';
import { type CapturePart, type CaptureSink, type CaptureSummary, LinkTypes } from '../capture/record.ts';
import { TextParser } from '../features/text/text-parser.ts';
import { limitsWith } from '../limits.ts';
import { showsOss } from '../oss/oss-exchange.ts';
import type { Pipeline } from '../pipeline.ts';
import type { ReadFacts } from '../reading.ts';
import type { ResultSink, UnreadableInput } from '../report/input.ts';
import { type ScanPipelineOptions, scanPipeline } from '../scan-pipeline.ts';
import { otherWork } from './builtins.ts';
import { brokenCapture, type CaptureRead, NOTHING_KNOWN, readCapture } from './read-capture.ts';
import { gainsFromReader } from './reader/ready-reader.ts';
import type { ApartOptions } from './reader/scan-file-apart.ts';
import {
  type Input,
  type InputControl,
  pipelineOptions,
  type ReadControl,
  type ScanOptions,
} from './scan-options.ts';

/**
 * Scans one input after the other and passes every result to `sink`. `interrupted`: the signal
 * ended the reading.
 */
export async function scanInputs(
  inputs: readonly Input[],
  options: ScanOptions,
  sink: ResultSink,
): Promise<{ readonly interrupted: boolean }> {
  const shared = pipelineOptions(options);
  for (const input of inputs) {
    const apart = options.readApart === true ? { shared, tls: options.tls } : null;
    const outcome = await scanInput(input, shared, sink, options, apart);
    if (outcome === 'interrupted') return { interrupted: true };
  }
  return { interrupted: false };
}

/** Scans one input; where `apart` is given and it pays off, with the help of another thread. */
export async function scanInput(
  input: Input,
  shared: ScanPipelineOptions,
  sink: ResultSink,
  control: InputControl,
  apart: ApartOptions | null = null,
): Promise<'done' | 'interrupted'> {
  const { others, asked } = input;
  // Of small captures, thousands are read without a wait: signals and a closed output are met here.
  await otherWork();
  const own = others === undefined && asked === undefined ? shared : { ...shared, others, asked };
  const pipeline = scanPipeline(input.path, own, sink);
  try {
    if (input.parts === undefined) return await scanFile(input.path, pipeline, sink, control, apart);
    return await scanSet(input, pipeline, sink, control);
  } catch (error) {
    if (control.failed === undefined) throw error;
    control.failed(input.path, error);
    endBroken(input.path, pipeline, sink);
    return 'done';
  }
}

async function scanFile(
  path: string,
  pipeline: Pipeline,
  sink: ResultSink,
  control: ReadControl,
  apart: ApartOptions | null,
): Promise<'done' | 'interrupted'> {
  const { outcome, summary, refusal, failure, facts } =
    (await readApartIfFaster(path, pipeline, control, apart)) ?? (await readHere(path, pipeline, control));
  const interrupted = outcome.kind === 'interrupted';
  if (refusal !== null) sink.unreadable(refusal);
  else if (!interrupted || summary.bytes > 0) pipeline.end(summary, facts);
  if (failure !== null) sink.unreadable(failure);
  return interrupted ? 'interrupted' : 'done';
}

/** `facts`: what the other thread found beside exchanges. */
type FileRead = CaptureRead & { readonly facts: ReadFacts | undefined };

async function readHere(path: string, pipeline: Pipeline, control: ReadControl): Promise<FileRead> {
  const text = (captureSink: CaptureSink) =>
    new TextParser(
      {
        exchange: (exchange) => pipeline.exchange(exchange),
        notice: (notice) => captureSink.notice(notice),
        isSought: showsOss,
      },
      limitsWith(control.limits),
    );
  return { ...(await readCapture(path, pipeline, text, control)), facts: undefined };
}

/** Null where it does not pay off, or there is no room for another thread. */
async function readApartIfFaster(
  path: string,
  pipeline: Pipeline,
  control: ReadControl,
  apart: ApartOptions | null,
): Promise<FileRead | null> {
  if (apart === null || !gainsFromReader(path)) return null;
  const { readApart } = await import('./reader/scan-file-apart.ts');
  const read = await readApart(path, pipeline, apart, control);
  return read === 'not-started' ? null : { ...read, facts: read.facts ?? undefined };
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
 * Reads the files of one set, in the order given, as one capture: each has a parser of its own, and
 * frame numbers go on from file to file. A file that cannot be read is reported (an empty one by a
 * notice: a capture that still runs has not written to it yet), and the others go on.
 */
async function scanSet(
  { path, parts = [], notices = [] }: Input,
  pipeline: Pipeline,
  sink: ResultSink,
  control: ReadControl,
): Promise<'done' | 'interrupted'> {
  const total = new SetSummary();
  const refusals: UnreadableInput[] = [];
  for (const notice of notices) {
    pipeline.notice(notice);
    if (notice.code === 'parts-missing') total.complete = false;
  }
  let interrupted = false;
  for (const part of parts) {
    pipeline.beginPart(part);
    const before = total.frames;
    const partSink: CaptureSink = {
      record: (record) => {
        // The parser sets it anew for each record.
        record.frame += before;
        total.frames = record.frame;
        pipeline.record(record);
      },
      secrets: (type, bytes) => pipeline.secrets(type, bytes),
      noticesPerCode: pipeline.noticesPerCode,
      notice: (notice) => {
        const frame = notice.frame === null ? null : notice.frame + before;
        pipeline.notice({ ...notice, frame, part });
      },
    };
    const read = await readCapture(part, partSink, undefined, control);
    interrupted = read.outcome.kind === 'interrupted';
    // Stopped before its first bytes.
    if (interrupted && read.summary.bytes === 0) break;
    if (read.failure !== null) refusals.push(read.failure);
    if (read.refusal === null) total.add(part, before + 1, read.summary);
    else if (read.refusal.reason === 'empty-file') {
      pipeline.notice({ code: 'empty-file', frame: null, offset: null, args: {}, part });
    } else {
      total.complete = false;
      refusals.push(read.refusal);
    }
    if (interrupted) break;
  }
  if (total.parts.length > 0) pipeline.end(total);
  else if (refusals.length === 0 && !interrupted) {
    sink.unreadable({ path, reason: 'empty-file', detail: '' });
  }
  for (const refusal of refusals) sink.unreadable(refusal);
  return interrupted ? 'interrupted' : 'done';
}

/** The summaries of the files together. */
class SetSummary implements CaptureSummary {
  format: CaptureSummary['format'] = null;
  complete = true;
  readonly #types = new LinkTypes();
  readonly linkTypes: readonly number[] = this.#types.list;
  packets = 0;
  /** Number of the last packet; a damaged one that is not among `packets` has a number too. */
  frames = 0;
  bytes = 0;
  readonly parts: CapturePart[] = [];

  add(path: string, firstFrame: number, part: CaptureSummary): void {
    this.format ??= part.format;
    this.complete &&= part.complete;
    for (const linkType of part.linkTypes) this.#types.add(linkType);
    this.parts.push({ path, firstFrame, packets: part.packets });
    this.packets += part.packets;
    this.bytes += part.bytes;
  }
}
