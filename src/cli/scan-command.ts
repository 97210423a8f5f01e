import { loadCredentials } from '../node/credentials.ts';
import { expandInputs } from '../node/inputs.ts';
import type { Input, ScanOptions } from '../node/scan-options.ts';
import { loadTlsKeys } from '../node/tls-keys.ts';
import type { ResultSink } from '../report/input.ts';
import { type Reporter, tee } from '../report/reporter.ts';
import { SummaryCounter } from '../report/summary.ts';
import { loadTexts } from '../report/text/load.ts';
import type { Lang } from '../report/text/texts.ts';
import { type OpenReport, openReport } from './create-reporter.ts';
import { EXIT, scanExitCode } from './exit-code.ts';
import type { CliIo } from './io.ts';
import { messageSink } from './message-sink.ts';
import { credentialsMessage, errorLine, outputMessage, tlsKeysMessage } from './messages.ts';
import type { ScanArguments } from './scan-arguments.ts';
import type { CliTexts } from './text/texts.ts';

export interface ScanContext {
  readonly lang: Lang;
  readonly texts: CliTexts;
  readonly io: CliIo;
  readonly scanInputs: (
    inputs: readonly Input[],
    options: ScanOptions,
    sink: ResultSink,
  ) => Promise<{ readonly interrupted: boolean }>;
}

/** Reads captures and writes the reports that are asked for. Gives the exit code. */
export async function runScan(args: ScanArguments, context: ScanContext): Promise<number> {
  const { io, texts, lang } = context;
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
  const reportTexts = await loadTexts(lang);
  const { inputs, unreadable } = await expandInputs(args.paths, io.cwd);
  const reports: OpenReport[] = [];
  for (const request of args.formats) reports.push(await openReport(request, args, io, reportTexts));
  const counter = new SummaryCounter();
  const messages = messageSink((text) => io.stderr.write(`osscap: ${text}`), reportTexts);
  const sink = tee([counter, ...reports.map(({ reporter }) => reporter), messages]);
  for (const input of unreadable) sink.unreadable(input);

  const stop = new AbortController();
  let isInterrupted = false;
  const release = io.onInterrupt(() => {
    isInterrupted = true;
    stop.abort();
  });
  io.onOutputClosed(() => stop.abort());
  const options = {
    keyRing: credentials.value,
    buckets: args.buckets,
    keepAll: args.all,
    verifyBodies: args.verifyBodies,
    tls: tls.value,
    signal: stop.signal,
  };
  await context.scanInputs(inputs, options, sink);
  release();

  const outcome = {
    summary: counter.summary(),
    damagedCaptures: counter.damagedCaptures,
    interrupted: isInterrupted,
  };
  const exitCode = scanExitCode(outcome, args);
  return closeReports(reports, { ...outcome, exitCode }, context);
}

function closeReports(
  reports: readonly OpenReport[],
  end: Parameters<Reporter['end']>[0],
  { io, texts }: ScanContext,
): number {
  let exitCode = end.exitCode;
  // Files first: the report on standard output tells the exit code, which a file that fails changes.
  const isPrinted = ({ outputs }: OpenReport): boolean => outputs.some(({ file }) => file === null);
  const filesFirst = [...reports].sort((a, b) => Number(isPrinted(a)) - Number(isPrinted(b)));
  for (const { reporter, outputs } of filesFirst) {
    reporter.end({ ...end, exitCode });
    for (const { output, file } of outputs) {
      const error = output.close();
      if (error === null) continue;
      io.stderr.write(errorLine(outputMessage(file ?? '', error, texts)));
      exitCode = exitCode === EXIT.INTERRUPTED ? exitCode : EXIT.NOT_DONE;
    }
  }
  return exitCode;
}
