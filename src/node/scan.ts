import { createCaptureParser, type OtherFormat } from '../capture/capture-parser.ts';
import type { CaptureParser, CaptureSink } from '../capture/record.ts';
import { OpenUploads } from '../oss/multipart.ts';
import { Pipeline, type PipelineOptions } from '../pipeline.ts';
import type { ResultSink, UnreadableInput } from '../report/input.ts';
import { TextParser } from '../text/text-parser.ts';
import { nodeHasher } from './hasher.ts';
import { nodeOssPorts } from './ports.ts';
import { type ReadOutcome, readFile, readStream } from './read-bytes.ts';
import type { Input, ScanOptions } from './scan-options.ts';
import { nodeTlsOptions } from './tls-options.ts';

/** The name of standard input among the paths. */
export const STDIN = '-';

/** Notices after which nothing of an input can be reported: it is no capture that can be read. */
const REFUSALS = ['empty-file', 'not-a-capture', 'unsupported-version'] as const;

/** Scans one input after the other and hands every result to `sink`. `interrupted`: the signal ended the reading. */
export async function scanInputs(
  inputs: readonly Input[],
  options: ScanOptions,
  sink: ResultSink,
): Promise<{ readonly interrupted: boolean }> {
  const pipelineOptions: PipelineOptions = {
    buckets: options.buckets,
    keyRing: options.keyRing,
    hasher: nodeHasher,
    ports: nodeOssPorts(),
    verifyBodies: options.verifyBodies === true ? 'all' : 'claimed',
    openUploads: new OpenUploads(),
    tls: nodeTlsOptions(options.tls),
  };
  for (const { path } of inputs) {
    const outcome = await scanCapture(path, pipelineOptions, sink, options.signal);
    if (outcome === 'interrupted') return { interrupted: true };
  }
  return { interrupted: false };
}

async function scanCapture(
  path: string,
  options: PipelineOptions,
  sink: ResultSink,
  signal: AbortSignal | undefined,
): Promise<'done' | 'interrupted'> {
  const pipeline = new Pipeline(path, options, sink);
  let refusal: UnreadableInput | null = null;
  const captureSink: CaptureSink = {
    record: (record) => pipeline.record(record),
    secrets: (type, bytes) => pipeline.secrets(type, bytes),
    notice: (notice) => {
      const reason = REFUSALS.find((code) => code === notice.code);
      if (reason === undefined) pipeline.notice(notice);
      else refusal = { path, reason, detail: Object.values(notice.args).join(' ') };
    },
  };
  const text = (): CaptureParser =>
    new TextParser({
      exchange: (exchange) => pipeline.exchange(exchange),
      notice: (notice) => captureSink.notice(notice),
    });
  const parser =
    path === STDIN ? await streamParser(captureSink, text) : createCaptureParser(captureSink, text);
  const outcome = await feed(path, parser, pipeline, signal);
  if (outcome.kind === 'failed' && parser.summary.packets === 0) {
    sink.unreadable({ path, reason: outcome.reason, detail: outcome.detail });
    return 'done';
  }
  // Stopped before its first bytes: nothing can be said of this one, least of all that it is empty.
  if (outcome.kind === 'interrupted' && parser.summary.bytes === 0) return 'interrupted';
  parser.end();
  if (refusal !== null) {
    sink.unreadable(refusal);
    return outcome.kind === 'interrupted' ? 'interrupted' : 'done';
  }
  const failed = outcome.kind === 'failed';
  if (failed) {
    pipeline.notice({
      code: 'read-error',
      frame: null,
      offset: parser.summary.bytes,
      args: { error: outcome.detail },
    });
  }
  pipeline.end(failed ? { ...parser.summary, complete: false } : parser.summary);
  return outcome.kind === 'interrupted' ? 'interrupted' : 'done';
}

function feed(
  path: string,
  parser: CaptureParser,
  pipeline: Pipeline,
  signal: AbortSignal | undefined,
): Promise<ReadOutcome> {
  const reader = {
    chunk: (block: Uint8Array) => parser.push(block),
    notice: (code: 'truncated-gzip' | 'damaged-gzip', offset: number) =>
      pipeline.notice({ code, frame: null, offset, args: {} }),
  };
  return path === STDIN ? readStream(process.stdin, reader, signal) : readFile(path, reader, signal);
}

/** Pipes are read by the `pcap-parser` package where it can; its adapter is loaded only for them. */
async function streamParser(sink: CaptureSink, other: OtherFormat): Promise<CaptureParser> {
  const { createStreamParser } = await import('./capture-pcap-parser.ts');
  return createStreamParser(sink, other);
}
