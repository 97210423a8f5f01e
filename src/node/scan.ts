import type { CaptureSink } from '../capture/record.ts';
import { Pipeline, type PipelineOptions } from '../pipeline.ts';
import type { ResultSink } from '../report/input.ts';
import { TextParser } from '../text/text-parser.ts';
import { pipelineOptions } from './pipeline-options.ts';
import { readCapture } from './read-capture.ts';
import type { Input, ScanOptions } from './scan-options.ts';
import { scanSet } from './scan-set.ts';

/** Scans one input after the other and hands every result to `sink`. `interrupted`: the signal ended the reading. */
export async function scanInputs(
  inputs: readonly Input[],
  options: ScanOptions,
  sink: ResultSink,
): Promise<{ readonly interrupted: boolean }> {
  const shared = pipelineOptions(options);
  for (const input of inputs) {
    const outcome = await scanInput(input, shared, sink, options.signal);
    if (outcome === 'interrupted') return { interrupted: true };
  }
  return { interrupted: false };
}

/** Scans one input. */
export async function scanInput(
  input: Input,
  shared: PipelineOptions,
  sink: ResultSink,
  signal: AbortSignal | undefined,
): Promise<'done' | 'interrupted'> {
  const pipeline = new Pipeline(input.path, shared, sink);
  if (input.parts === undefined) return scanFile(input.path, pipeline, sink, signal);
  return scanSet(input, pipeline, sink, signal);
}

async function scanFile(
  path: string,
  pipeline: Pipeline,
  sink: ResultSink,
  signal: AbortSignal | undefined,
): Promise<'done' | 'interrupted'> {
  const text = (captureSink: CaptureSink) =>
    new TextParser({
      exchange: (exchange) => pipeline.exchange(exchange),
      notice: (notice) => captureSink.notice(notice),
    });
  const { outcome, summary, refusal } = await readCapture(path, pipeline, text, signal);
  const interrupted = outcome.kind === 'interrupted';
  if (refusal !== null) sink.unreadable(refusal);
  else if (!interrupted || summary.bytes > 0) pipeline.end(summary);
  return interrupted ? 'interrupted' : 'done';
}
