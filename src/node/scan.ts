import type { Notice } from '../bytes/notice.ts';
import type { CaptureSink } from '../capture/record.ts';
import { TextParser } from '../features/text/text-parser.ts';
import { limitsWith } from '../limits.ts';
import type { Pipeline } from '../pipeline.ts';
import type { ReadFacts } from '../reading.ts';
import type { ResultSink } from '../report/input.ts';
import { type ScanPipelineOptions, scanPipeline } from '../scan-pipeline.ts';
import { brokenCapture, NOTHING_KNOWN } from './broken-capture.ts';
import { pipelineOptions } from './pipeline-options.ts';
import { type CaptureRead, readCapture } from './read-capture.ts';
import { isWorthReader } from './reader/ready-reader.ts';
import type { ApartOptions } from './reader/scan-file-apart.ts';
import type { Input, InputControl, ReadControl, ScanOptions } from './scan-options.ts';
import { scanSet } from './scan-set.ts';

/**
 * Scans one input after the other and hands every result to `sink`. `interrupted`: the signal ended
 * the reading.
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

/** Scans one input; where `apart` says so and it is worth it, with the help of another thread. */
export async function scanInput(
  input: Input,
  shared: ScanPipelineOptions,
  sink: ResultSink,
  control: InputControl,
  apart: ApartOptions | null = null,
): Promise<'done' | 'interrupted'> {
  const { others } = input;
  const pipeline = scanPipeline(input.path, others === undefined ? shared : { ...shared, others }, sink);
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
    (await readApartIfWorth(path, pipeline, control, apart)) ?? (await readHere(path, pipeline, control));
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
      },
      limitsWith(control.limits),
    );
  return { ...(await readCapture(path, pipeline, text, control)), facts: undefined };
}

/** Null where it is not worth it, or there is no room for another thread. */
async function readApartIfWorth(
  path: string,
  pipeline: Pipeline,
  control: ReadControl,
  apart: ApartOptions | null,
): Promise<FileRead | null> {
  if (apart === null || !isWorthReader(path)) return null;
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
