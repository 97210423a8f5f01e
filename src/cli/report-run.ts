import { fromText } from '../engine/bytes/byte-string.ts';
import { nearName } from '../engine/bytes/near-name.ts';
import type { ResultSink } from '../engine/results.ts';
import { fileSize, readTextFile } from '../node/files.ts';
import { nodeHasher } from '../node/ports.ts';
import type { BlobPlan } from '../report/blob/blob.ts';
import { Contrasts } from '../report/contrasts.ts';
import type { DigestRecipe, DigestSpec } from '../report/digest/capture-digester.ts';
import type { ExchangeFilter } from '../report/filter/exchange-filter.ts';
import type { FilterSink } from '../report/filter/filter-sink.ts';
import { type FormatName, formatOf, type ReportOptions } from '../report/formats/index.ts';
import type { LineSpec } from '../report/formats/lines.ts';
import {
  LINE_KINDS,
  MadeLines,
  type Reporter,
  type ScanEnd,
  tee,
  type WritePiece,
} from '../report/reporter.ts';
import { pathView, withShownPaths } from '../report/shown-paths.ts';
import { SummaryCounter } from '../report/summary.ts';
import {
  type Baseline,
  formatBaseline,
  MAX_BASELINE_BYTES,
  parseBaseline,
} from '../report/triage/baseline.ts';
import { TriageSink } from '../report/triage/triage-sink.ts';
import { LaterUploads } from '../report/uploads/later-uploads.ts';
import { fill, terminalFiller } from '../sentences/fill.ts';
import { loadTexts } from '../sentences/load.ts';
import type { Texts } from '../sentences/texts.ts';
import { clockText } from '../sentences/time-text.ts';
import type { ReportArguments } from './commands/command.ts';
import { FaultLog, type GuardedReporter, guardReporter } from './crash.ts';
import { type EarlyEnd, EarlyEnding, EXIT, scanExitCode } from './ending.ts';
import {
  appendOutput,
  guardedOutput,
  namedOutput,
  pipesFirst,
  type ReportOutput,
  reportUnwritten,
  stdoutOutput,
  streamOutput,
  textOf,
} from './file-output.ts';
import type { CliIo, CommandContext } from './io.ts';
import { messageSink, type ReportedNotices } from './message-sink.ts';
import { ciMessage, errorLine, missingMessage, refuseFlood } from './messages.ts';
import { isSameTarget } from './report-target.ts';
import { type FormatRequest, isPrinted } from './settings/value-types.ts';
import { commandBreaker, guardedStream, hasColor, outputWidth, painter } from './terminal.ts';
import { toolOfPackage } from './version.ts';

/**
 * Passes all results to the sink, until the signal ends it. `complete`: everything that was to be read was
 * read; what was not is reported on the error stream already. `exitCode`: that of the run where nothing fails
 * in it.
 */
type ResultSource = (
  sink: ResultSink,
  signal: AbortSignal,
  work: ReportWork,
  /** Receives faults of the program. */
  failed: (path: string, error: unknown) => void,
) => Promise<{ readonly complete: boolean; readonly exitCode?: number }>;

/** What a source can do for reports in other threads; null where they must see every result. */
export type ReportWork = {
  /** What to gather of a capture's exchanges; null where a report needs each of them. */
  readonly recipe: DigestRecipe | null;
  /** Of the one report that writes exchanges as they come; null for none and for several. */
  readonly lines: OpenReport['lines'];
  readonly reports: readonly OpenReport[];
  readonly counter: SummaryCounter;
  readonly triage: TriageSink;
} | null;

interface GuardedReport extends OpenReport {
  readonly name: FormatName;
  readonly reporter: GuardedReporter;
}

/**
 * Writes the reports that are asked for of what a source gives. `beside` makes what receives the results
 * before them. Gives the exit code.
 */
export async function runReports(
  args: ReportArguments,
  context: CommandContext,
  blob: BlobPlan,
  source: ResultSource,
  beside?: (texts: Texts) => ResultSink,
): Promise<number> {
  const { io, lang } = context;
  const filter = args.filter ?? null;
  // A blob says that it is the whole of a scan, or of a part of it.
  if (filter !== null && args.format.some(({ name }) => name === 'blob')) {
    io.stderr.write(errorLine(context.texts.filter.notForBlobs));
    return EXIT.NOT_DONE;
  }
  const flood = refuseFlood(args.format, context);
  if (flood !== null) return flood;
  const baseline = await loadBaseline(args, context);
  if (baseline === 'refused') return EXIT.NOT_DONE;
  const reportTexts = await loadTexts(lang);
  const faults = new FaultLog(context, args.loudness);
  const opened = await openAll(args, context, reportTexts, blob, faults);
  if (opened.isForNothing && beside === undefined) return EXIT.NOT_DONE;
  // what is watched has lines of its own
  const closing = beside === undefined ? await openClosing(args, io, reportTexts) : null;
  const { newBaseline } = opened;
  const reports =
    closing === null || closing.report === null
      ? opened.reports
      : [...opened.reports, guardedReport(closing.report, { name: 'table', file: null }, faults)];
  const counter = new SummaryCounter();
  const ending = new EarlyEnding(io);
  const later = new LaterUploads();
  const contrasts = new Contrasts();
  const all = tee([
    counter,
    {
      exchange() {},
      capture: (info) => {
        later.capture(info);
        // what a filter leaves out is not to be reported
        if (filter === null) contrasts.capture(info);
      },
      unreadable() {},
    },
    ...(beside === undefined ? [] : [beside(reportTexts)]),
    ...reports.map(({ reporter }) => reporter),
    messagesUntil(ending, args, context, reportTexts),
  ]);
  const judging = {
    baseline,
    ignores: args.ignores,
    failOn: args.failOn ?? [],
    gather: newBaseline !== null,
  };
  const triage = new TriageSink({ ...judging, hasher: nodeHasher }, all);

  const filtering = filter === null ? null : await filterInto(triage, filter);
  // A report in a file is of the whole, whatever becomes of what is printed; what is watched has no end of
  // its own.
  const isPrintedOnly = newBaseline === null && reports.every(({ outputs }) => outputs.every(isPrinted));
  if (isPrintedOnly || beside !== undefined) io.onOutputClosed(() => ending.end(EXIT.OUTPUT_CLOSED));
  const digests = digestsOf(reports);
  const work: ReportWork =
    filtering === null
      ? {
          recipe: digests === null ? null : { ...judging, lang, reports: digests },
          lines: linesOf(reports),
          reports,
          counter,
          triage,
        }
      : null;
  const { complete, exitCode } = await source(
    later.before(filtering ?? triage),
    ending.signal,
    work,
    (path, error) => {
      faults.report({ kind: 'capture', path }, error);
    },
  ).catch((error: unknown) => {
    // What was found until then is reported all the same.
    faults.report({ kind: 'command' }, error);
    return { complete: false, exitCode: EXIT.CLEAN };
  });
  ending.release();
  const endedBy = ending.code;
  if (filtering !== null) await reportMissing(filtering, context);
  const isWhole = complete && !faults.hasFaults;
  return finish(
    args,
    { reports, newBaseline },
    { closing, texts: reportTexts },
    {
      counter,
      triage,
      later,
      contrasts,
      isWhole,
      endedBy,
      ownCode: exitCode ?? EXIT.CLEAN,
      isLive: beside !== undefined,
    },
    context,
  );
}

/** A baseline to write, and the name that it was given. */
interface NewBaseline {
  readonly output: ReportOutput;
  readonly file: string;
}

interface OpenedReports {
  readonly reports: readonly GuardedReport[];
  /** Null where none is to be written. */
  readonly newBaseline: NewBaseline | null;
}

/**
 * Opens all that is to be written, and reports what cannot be: now, and not when all is read, for it may be
 * all that the reading is for, and a capture may take hours. `isForNothing`: nothing can be written.
 */
async function openAll(
  args: ReportArguments,
  context: CommandContext,
  texts: Texts,
  blob: BlobPlan,
  faults: FaultLog,
): Promise<OpenedReports & { readonly isForNothing: boolean }> {
  const { io } = context;
  const reports: GuardedReport[] = [];
  let newBaseline: NewBaseline | null = null;
  const { writeBaseline } = args;
  const baselines = writeBaseline === null ? [] : [{ name: 'baseline', file: writeBaseline } as const];
  for (const request of pipesFirst([...args.format, ...baselines])) {
    if (request.name === 'baseline') {
      newBaseline = { output: namedOutput(request.file, io), file: request.file };
      continue;
    }
    const report = await openReport(request, args, io, texts, blob);
    reports.push(guardedReport(report, request, faults));
  }
  const outputs = [
    ...reports.flatMap((report) => report.outputs),
    ...(newBaseline === null ? [] : [newBaseline]),
  ];
  for (const { output, file: name } of outputs) {
    if (output.unopened !== null) reportUnwritten(name, output.unopened, context);
  }
  return { reports, newBaseline, isForNothing: outputs.every(({ output }) => output.unopened !== null) };
}

/** What reports odd captures and unreadable inputs. */
function messagesUntil(
  ending: EarlyEnding,
  args: ReportArguments,
  { io }: CommandContext,
  texts: Texts,
): ResultSink {
  const write = (line: string): void => {
    // Where nobody reads any more, what is odd in the capture may be that its reading was broken off.
    if (ending.code !== EXIT.OUTPUT_CLOSED) io.stderr.write(line);
  };
  return messageSink(write, texts, { notices: noticesToReport(args) });
}

/** What came of the reading. */
interface Found {
  readonly counter: SummaryCounter;
  readonly triage: TriageSink;
  readonly later: LaterUploads;
  readonly contrasts: Contrasts;
  /** All was read, and nothing failed. */
  readonly isWhole: boolean;
  readonly endedBy: EarlyEnd | null;
  /** The exit code where nothing fails. */
  readonly ownCode: number;
  /** It was reported while it came, of a program that ran or a capture that went on. */
  readonly isLive: boolean;
}

/** Completes the reports and the baseline. Gives the exit code. */
function finish(
  args: ReportArguments,
  { reports, newBaseline }: OpenedReports,
  { closing, texts }: { readonly closing: OpenClosing | null; readonly texts: Texts },
  { counter, triage, later, contrasts, isWhole, endedBy, ownCode, isLive }: Found,
  context: CommandContext,
): number {
  const outcome = {
    summary: counter.summary(),
    damagedCaptures: counter.damagedCaptures,
    closedCaptures: isLive ? 0 : counter.closedCaptures,
    excused: counter.excused,
    endedBy,
  };
  const found = isWhole || endedBy !== null ? scanExitCode(outcome, args) : EXIT.NOT_DONE;
  const code = found === EXIT.CLEAN ? ownCode : found;
  const exitCode = newBaseline === null ? code : saveBaseline(newBaseline, triage, code, context);
  const wentOn = later.list();
  const apart = contrasts.list();
  const end = {
    summary: outcome.summary,
    endedBy,
    exitCode,
    damaged: args.strict ? outcome.damagedCaptures : 0,
    ...(wentOn.length === 0 ? {} : { later: wentOn }),
    ...(apart.length === 0 ? {} : { contrasts: apart }),
  };
  const { exitCode: finalCode, written } = closeReports(reports, end, context);
  if (closing !== null) for (const line of reportLines(written, texts)) closing.write(line);
  return finalCode;
}

/** Where each report is that went to a file. */
function reportLines(written: readonly FormatRequest<string>[], texts: Texts): readonly string[] {
  const filler = terminalFiller(texts);
  return written.map(({ name, file }) => {
    const args = { format: fromText(name), path: fromText(file ?? '') };
    return `${fill(texts.short['report-in'], args, filler)}\n`;
  });
}

function guardedReport(
  report: OpenReport,
  { name, file }: ReportArguments['format'][number],
  faults: FaultLog,
): GuardedReport {
  const reporter = guardReporter(report.reporter, (error, of) => {
    if (of === null) faults.report({ kind: 'report', file: file ?? name }, error);
    else faults.report({ kind: 'exchange', path: of.capture, index: of.index }, error);
  });
  return { ...report, name, reporter };
}

/** A damaged capture is an error where it decides the exit code. */
function noticesToReport({ loudness, strict }: ReportArguments): ReportedNotices {
  if (loudness === 'verbose') return 'all';
  return loudness === undefined ? 'some' : strict ? 'damage' : 'none';
}

/** Null where one of them needs every exchange. */
function digestsOf(reports: readonly OpenReport[]): readonly DigestSpec[] | null {
  const digests = reports.map(({ digest }) => digest).filter((digest) => digest !== null);
  return digests.length === reports.length ? digests : null;
}

function linesOf(reports: readonly OpenReport[]): OpenReport['lines'] {
  const [lines = null, ...others] = reports.map((report) => report.lines).filter((each) => each !== null);
  return others.length === 0 ? lines : null;
}

/** The code of filters is loaded only where there is one. */
async function filterInto(next: ResultSink, filter: ExchangeFilter): Promise<FilterSink> {
  const { FilterSink } = await import('../report/filter/filter-sink.ts');
  return new FilterSink(filter, next);
}

/** Says which request ids and buckets were looked for in vain. */
async function reportMissing(filtering: FilterSink, { io, texts }: CommandContext): Promise<void> {
  const { missingIds, missingBuckets, seenBuckets, exchanges, captures } = filtering;
  for (const id of missingIds) {
    const message = missingMessage('request-id', id, { exchanges, captures, near: null }, texts);
    io.stderr.write(errorLine(message));
  }
  for (const name of missingBuckets) {
    const near = nearName(name, seenBuckets);
    io.stderr.write(errorLine(missingMessage('bucket', name, { exchanges, captures, near }, texts)));
  }
}

async function loadBaseline(
  { baseline: path, writeBaseline }: ReportArguments,
  { io, texts }: CommandContext,
): Promise<Baseline | null | 'refused'> {
  if (path === null) return null;
  const text = await readTextFile(path, MAX_BASELINE_BYTES);
  const read = text.ok ? parseBaseline(text.value) : text;
  if (read.ok) return read.value;
  // The configuration names it before it is written for the first time.
  const isYetToBeWritten = read.error.code === 'missing' && writeBaseline !== null;
  if (isYetToBeWritten && isSameTarget(path, writeBaseline)) return null;
  io.stderr.write(errorLine(ciMessage({ kind: 'baseline', path, fault: read.error }, texts)));
  return 'refused';
}

/** What is written fails no longer. A baseline of half a scan would forget the other half. */
function saveBaseline(
  { output, file: path }: NewBaseline,
  triage: TriageSink,
  code: number,
  context: CommandContext,
): number {
  const { io, texts } = context;
  if (code !== EXIT.CLEAN && code !== EXIT.FAILING) {
    output.discard();
    io.stderr.write(errorLine(ciMessage({ kind: 'baseline-not-written', path }, texts)));
    return code;
  }
  if (triage.isFull) {
    io.stderr.write(
      errorLine(ciMessage({ kind: 'baseline-full', path, limit: triage.causes.length }, texts)),
    );
  }
  output.write(formatBaseline(triage.causes));
  const error = output.close();
  if (error === null) return triage.isFull ? code : EXIT.CLEAN;
  if (output.unopened === null) reportUnwritten(path, error, context);
  return EXIT.NOT_DONE;
}

function closeReports(
  reports: readonly GuardedReport[],
  end: Omit<ScanEnd, 'interrupted'> & { readonly endedBy: EarlyEnd | null },
  context: CommandContext,
): { readonly exitCode: number; readonly written: readonly FormatRequest<string>[] } {
  const { endedBy, ...known } = end;
  const written: FormatRequest<string>[] = [];
  let { exitCode } = end;
  const fail = (): void => {
    if (endedBy === null) exitCode = EXIT.NOT_DONE;
  };
  // Files first: the report on standard output states the exit code, which a file that fails changes.
  const prints = ({ outputs }: OpenReport): boolean => outputs.some(isPrinted);
  const filesFirst = [...reports].sort((a, b) => Number(prints(a)) - Number(prints(b)));
  for (const { name, reporter, outputs } of filesFirst) {
    reporter.end({ ...known, interrupted: endedBy !== null, exitCode });
    if (reporter.isBroken) fail();
    for (const { output, file } of outputs) {
      const error = reporter.isBroken ? output.discard() : output.close();
      if (error === null) {
        if (!reporter.isBroken && !isPrinted({ file })) written.push({ name, file });
        continue;
      }
      if (output.unopened === null) reportUnwritten(file, error, context);
      fail();
    }
  }
  return { exitCode, written };
}

/** Where a report goes; `file` is null for standard output. */
interface NamedOutput {
  readonly output: ReportOutput;
  readonly file: string | null;
}

/** A report that is being written, and where it goes. */
interface OpenReport {
  readonly reporter: Reporter;
  readonly outputs: readonly NamedOutput[];
  /** What the report takes in place of exchanges; null where it needs each of them. */
  readonly digest: DigestSpec | null;
  /** How it writes exchanges, where it does so as they come; null for others. */
  readonly lines: { readonly spec: LineSpec; readonly made: MadeLines } | null;
}

export async function openReport(
  { name, file }: FormatRequest<FormatName>,
  args: ReportArguments,
  io: CliIo,
  texts: Texts,
  blob: BlobPlan,
): Promise<OpenReport> {
  const format = formatOf(name);
  const printed = format.commands === 'kept' ? guardedOutput : stdoutOutput;
  const output = file === null ? printed(io) : namedOutput(file, io, printed, format.isForOwner);
  const summary = format.commands === 'given' ? jobSummary(io) : null;
  const [broken, brokenInSummary] = [commandBreaker(), commandBreaker()];
  const { all, slow, showSignatures } = args;
  const isFull = args.loudness === 'verbose';
  const kind = LINE_KINDS.find((each) => each === name);
  // of what is shared, and not of what the reader's own terminal shows
  const isShared = format.masked === 'optional';
  const paths = pathView(io.cwd, isShared ? blob.paths : []);
  const lines = kind === undefined ? null : { spec: { kind, showSignatures, paths }, made: new MadeLines() };
  const write: WritePiece =
    format.commands === 'broken'
      ? (piece) => output.write(broken(textOf(piece)))
      : (piece) => output.write(piece);
  const reporter = await format.open(write, {
    texts,
    tool: toolOfPackage(),
    madeAt: clockText(1000 * secondsNow(io.env)),
    hasher: nodeHasher,
    all,
    slow,
    showSignatures,
    quiet: args.loudness === 'quiet',
    isFull,
    again: args.again,
    look: lookOf(file, args, io),
    made: lines?.made,
    blob,
    summary: summary && {
      write: (text) => summary.output.write(brokenInSummary(text)),
      size: fileSize(summary.file) ?? 0,
    },
  });
  return {
    reporter: isShared ? withShownPaths(reporter, paths) : reporter,
    outputs: [{ output, file }, ...(summary === null ? [] : [summary])],
    digest: format.digest({ isFull, all, slow, showSignatures, paths }),
    lines,
  };
}

/** Seconds since 1970; as the environment says where a report is to come out the same again. */
function secondsNow({ SOURCE_DATE_EPOCH: given = '' }: CliIo['env']): number {
  return /^\d{1,10}$/.test(given) ? Number(given) : Date.now() / 1000;
}

/** What is printed beside reports that go to files. */
interface OpenClosing {
  /** Null where the closing line stands in a table already. */
  readonly report: OpenReport | null;
  readonly write: (text: string) => void;
}

/**
 * What closes the reports that go to files: how many requests failed, of how many causes. On standard output,
 * or on the error stream where the first is a report; null where a table says it there, or nobody wants to
 * read it.
 */
async function openClosing(args: ReportArguments, io: CliIo, texts: Texts): Promise<OpenClosing | null> {
  const { format, loudness, writeBaseline } = args;
  if (loudness === 'quiet' || !format.some((each) => !isPrinted(each))) return null;
  const printed = format.filter(isPrinted);
  const isTaken = printed.length > 0 || (writeBaseline !== null && isPrinted({ file: writeBaseline }));
  const stream = guardedStream(isTaken ? io.stderr : io.stdout);
  const write = (text: string): void => stream.write(text);
  if (printed.some(({ name }) => name === 'table')) return { report: null, write };
  const { createClosingReporter } = await import('../report/table/reporter.ts'); // with: scan
  const output = streamOutput(stream);
  const width = args.width ?? outputWidth(stream, io);
  const paint = painter(hasColor(args.color, stream, io.env));
  return {
    report: {
      reporter: createClosingReporter(write, { width, paint, texts }),
      outputs: [{ output, file: null }],
      digest: formatOf('table').digest({
        isFull: false,
        all: false,
        slow: null,
        showSignatures: false,
        paths: pathView(io.cwd, []),
      }),
      lines: null,
    },
    write,
  };
}

/** The file that GitHub Actions names for a step's summary; null elsewhere. */
function jobSummary({ env }: CliIo): { readonly output: ReportOutput; readonly file: string } | null {
  const file = env['GITHUB_STEP_SUMMARY'];
  return file === undefined || file === '' ? null : { output: appendOutput(file), file };
}

function lookOf(file: string | null, args: ReportArguments, io: CliIo): ReportOptions['look'] {
  const stream = file === null ? io.stdout : null;
  return {
    width: args.width ?? outputWidth(stream, io),
    paint: painter(stream !== null && hasColor(args.color, stream, io.env)),
    rows: stream?.isTTY === true ? stream.rows : undefined,
  };
}
