import { breaksSignature, compareHops } from '../diagnose/hops/compare-hops.ts';
import type { HopExchange } from '../diagnose/hops/hop-model.ts';
import { pairExchanges } from '../diagnose/hops/pair-exchanges.ts';
import { loadCredentials } from '../node/credentials.ts';
import { nodeHasher } from '../node/hasher.ts';
import { expandInputs } from '../node/inputs.ts';
import { nodeOssPorts } from '../node/ports.ts';
import type { Input, ScanOptions } from '../node/scan-options.ts';
import { loadTlsKeys } from '../node/tls-keys.ts';
import type { ComparisonResult } from '../report/compare/input.ts';
import { comparisonToJson } from '../report/compare/json.ts';
import { comparisonPage } from '../report/compare/page.ts';
import type { CaptureInfo, ExchangeResult, ResultSink, UnreadableInput } from '../report/input.ts';
import { EVIDENCE_DOOR, MASKING_DOOR } from '../report/redact.ts';
import { loadCompareTexts } from '../report/text/load-compare.ts';
import type { CompareArguments } from './compare-arguments.ts';
import { EXIT } from './exit-code.ts';
import { messageSink } from './message-sink.ts';
import { credentialsMessage, errorLine, faultMessage, tlsKeysMessage } from './messages.ts';
import { type CommandContext, loadPageTexts, writePage } from './page.ts';

export interface CompareContext extends CommandContext {
  readonly scanInputs: (
    inputs: readonly Input[],
    options: ScanOptions,
    sink: ResultSink,
  ) => Promise<{ readonly interrupted: boolean }>;
}

/** Compares captures of the same requests at several points of their way. Gives the exit code. */
export async function runCompare(args: CompareArguments, context: CompareContext): Promise<number> {
  const { io, texts } = context;
  const credentials = await loadCredentials({
    file: args.credentials,
    env: io.env,
    ...(args.defaultCredentials ? { home: io.home } : {}),
  });
  if (!credentials.ok) {
    io.stderr.write(errorLine(credentialsMessage(credentials.error, texts)));
    return EXIT.NOT_DONE;
  }
  const tls = await loadTlsKeys({ keyLogs: args.tlsKeyLogs, serverKeys: args.tlsKeys, env: io.env });
  if (!tls.ok) {
    io.stderr.write(errorLine(tlsKeysMessage(tls.error, texts)));
    return EXIT.NOT_DONE;
  }
  const [pageTexts, compare] = await Promise.all([
    loadPageTexts(context.lang),
    loadCompareTexts(context.lang),
  ]);
  const messages = messageSink((text) => io.stderr.write(`osscap: ${text}`), pageTexts.texts);
  const stop = new AbortController();
  const release = io.onInterrupt(() => stop.abort());
  const options: ScanOptions = {
    keyRing: credentials.value,
    buckets: args.buckets,
    keepAll: true,
    verifyBodies: true,
    tls: tls.value,
    signal: stop.signal,
  };
  const read: PointCapture[] = [];
  for (const path of args.captures) {
    // One after the other: the same file may be named twice, and each argument is one point.
    const { inputs, unreadable } = await expandInputs([path], io.cwd);
    for (const input of unreadable) messages.unreadable(input);
    if (inputs.length > 1) {
      io.stderr.write(errorLine(faultMessage({ code: 'several-captures', path, n: inputs.length }, texts)));
      release();
      return EXIT.NOT_DONE;
    }
    const point = new PointCapture(messages);
    const { interrupted } = await context.scanInputs(inputs, options, point);
    if (interrupted) {
      release();
      return EXIT.INTERRUPTED;
    }
    read.push(point);
  }
  release();
  const captures = read.map(({ info }) => info).filter((info) => info !== null);
  if (captures.length < read.length) return EXIT.NOT_DONE;

  const { pairs, unmatched } = pairExchanges(read.map(({ exchanges }) => exchanges));
  const tools = { hasher: nodeHasher, ports: nodeOssPorts(), options: { buckets: args.buckets } };
  const result: ComparisonResult = {
    captures,
    pairs: pairs.map((pair) => compareHops(pair, tools)),
    unmatched,
  };
  const exitCode = result.pairs.some(({ hops }) => breaksSignature(hops)) ? EXIT.FAILING : EXIT.CLEAN;
  const page = {
    door: MASKING_DOOR,
    table: (view: Parameters<Parameters<typeof writePage>[0]['table']>[0]) =>
      comparisonPage(result, exitCode, { ...view, all: args.all, compare }),
    json: (tool: Parameters<typeof comparisonToJson>[2]) => comparisonToJson(result, EVIDENCE_DOOR, tool),
  };
  return writePage(page, args, pageTexts, context, exitCode);
}

/** Keeps the OSS exchanges of one capture. */
class PointCapture implements ResultSink {
  readonly #messages: ResultSink;
  readonly #exchanges: HopExchange[] = [];
  info: CaptureInfo | null = null;

  constructor(messages: ResultSink) {
    this.#messages = messages;
  }

  /** In the order of their first bytes. */
  get exchanges(): readonly HopExchange[] {
    return this.#exchanges.sort((a, b) => a.index - b.index);
  }

  exchange(_capture: string, result: ExchangeResult): void {
    if (result.oss !== null) this.#exchanges.push(result);
  }

  capture(info: CaptureInfo): void {
    this.info = info;
    this.#messages.capture(info);
  }

  unreadable(input: UnreadableInput): void {
    this.#messages.unreadable(input);
  }
}
