import type { Notice } from '../bytes/notice.ts';
import type { CaptureSink, CaptureSummary } from '../capture/record.ts';
import { Pipeline, type PipelineOptions } from '../pipeline.ts';
import type { ResultSink } from '../report/input.ts';
import { TextParser } from '../text/text-parser.ts';
import { pipelineOptions } from './pipeline-options.ts';
import { readCapture } from './read-capture.ts';
import type { Input, ReadControl, ScanOptions } from './scan-options.ts';
import { scanSet } from './scan-set.ts';

/** Scans one input after the other and hands every result to `sink`. `interrupted`: the signal ended the reading. */
export async function scanInputs(
  inputs: readonly Input[],
  options: ScanOptions,
  sink: ResultSink,
): Promise<{ readonly interrupted: boolean }> {
  const shared = pipelineOptions(options);
  for (const input of inputs) {
    const outcome = await scanInput(input, shared, sink, options, options.failed);
    if (outcome === 'interrupted') return { interrupted: true };
  }
  return { interrupted: false };
}

/** Scans one input. `failed` hears of a fault of the program; without it the fault is thrown. */
export async function scanInput(
  input: Input,
  shared: PipelineOptions,
  sink: ResultSink,
  control: ReadControl,
  failed?: ScanOptions['failed'],
): Promise<'done' | 'interrupted'> {
  const pipeline = new Pipeline(input.path, shared, sink);
  try {
    if (input.parts === undefined) return await scanFile(input.path, pipeline, sink, control);
    return await scanSet(input, pipeline, sink, control);
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
  control: ReadControl,
): Promise<'done' | 'interrupted'> {
  const text = (captureSink: CaptureSink) =>
    new TextParser({
      exchange: (exchange) => pipeline.exchange(exchange),
      notice: (notice) => captureSink.notice(notice),
    });
  const { outcome, summary, refusal } = await readCapture(path, pipeline, text, control);
  const interrupted = outcome.kind === 'interrupted';
  if (refusal !== null) sink.unreadable(refusal);
  else if (!interrupted || summary.bytes > 0) pipeline.end(summary);
  return interrupted ? 'interrupted' : 'done';
}

/** Ends a capture whose reading failed by a fault of ours, so that what was found is reported. */
function endBroken(path: string, pipeline: Pipeline, sink: ResultSink): void {
  const notice: Notice = { code: 'internal-error', frame: null, offset: null, args: {} };
  const summary: CaptureSummary = { format: null, complete: false, linkTypes: [], packets: 0, bytes: 0 };
  try {
    pipeline.notice(notice);
    pipeline.end(summary);
  } catch {
    // The fault is met again: what can be said without the pipeline.
    const traffic = {
      httpExchanges: 0,
      ossExchanges: 0,
      tls: [],
      otherConnections: 0,
      connections: 0,
      otherPackets: 0,
    };
    sink.capture({ path, summary, traffic, firstTime: null, lastTime: null, notices: [notice] });
  }
}
