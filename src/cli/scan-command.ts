import { loadCredentials } from '../node/credentials.ts';
import { expandInputs } from '../node/inputs.ts';
import type { Input, ScanOptions } from '../node/scan-options.ts';
import { loadTlsKeys } from '../node/tls-keys.ts';
import type { ResultSink } from '../report/input.ts';
import { EVIDENCE_DOOR } from '../report/redact.ts';
import { type Reporter, tee } from '../report/reporter.ts';
import { SummaryCounter } from '../report/summary.ts';
import { loadTexts } from '../report/text/load.ts';
import type { Lang, Texts } from '../report/text/texts.ts';
import { EXIT, scanExitCode } from './exit-code.ts';
import type { CliIo } from './io.ts';
import { messageSink } from './message-sink.ts';
import { credentialsMessage, errorLine, outputMessage, tlsKeysMessage } from './messages.ts';
import type { FormatName } from './option-names.ts';
import type { FormatRequest } from './option-values.ts';
import { fileOutput, type ReportOutput, stdoutOutput } from './output-file.ts';
import type { ScanArguments } from './scan-arguments.ts';
import { hasColor, outputWidth, painter } from './terminal.ts';
import type { CliTexts } from './text/texts.ts';
import { toolOfPackage } from './version.ts';

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

/** A report on its way: its format, and where it goes. */
interface OpenReport {
  readonly reporter: Reporter;
  readonly output: ReportOutput;
  readonly file: string | null;
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

async function openReport(
  { name, file }: FormatRequest<FormatName>,
  args: ScanArguments,
  io: CliIo,
  texts: Texts,
): Promise<OpenReport> {
  const output = file === null ? stdoutOutput(io) : fileOutput(file);
  return { reporter: await createReporter(name, file, output, args, io, texts), output, file };
}

async function createReporter(
  name: FormatName,
  file: string | null,
  output: ReportOutput,
  args: ScanArguments,
  io: CliIo,
  texts: Texts,
): Promise<Reporter> {
  const write = (text: string): void => output.write(text);
  switch (name) {
    case 'table': {
      const { createTableReporter } = await import('../report/table/reporter.ts');
      const stream = file === null ? io.stdout : null;
      return createTableReporter(write, {
        width: args.width ?? outputWidth(stream, io.env),
        boxes: stream?.isTTY === true,
        paint: painter(stream !== null && hasColor(args.color, stream, io.env)),
        texts,
        all: args.all,
      });
    }
    case 'json': {
      const { JsonReporter } = await import('../report/json.ts');
      return new JsonReporter(write, { door: EVIDENCE_DOOR, texts, tool: toolOfPackage() });
    }
    case 'ndjson': {
      const { NdjsonReporter } = await import('../report/ndjson.ts');
      return new NdjsonReporter(write, { door: EVIDENCE_DOOR, texts });
    }
  }
}

function closeReports(
  reports: readonly OpenReport[],
  end: Parameters<Reporter['end']>[0],
  { io, texts }: ScanContext,
): number {
  let exitCode = end.exitCode;
  // Files first: the report on standard output tells the exit code, which a file that fails changes.
  const filesFirst = [...reports].sort((a, b) => Number(a.file === null) - Number(b.file === null));
  for (const { reporter, output, file } of filesFirst) {
    reporter.end({ ...end, exitCode });
    const error = output.close();
    if (error === null) continue;
    io.stderr.write(errorLine(outputMessage(file ?? '', error, texts)));
    exitCode = exitCode === EXIT.INTERRUPTED ? exitCode : EXIT.NOT_DONE;
  }
  return exitCode;
}
