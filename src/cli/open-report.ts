import { LINE_KINDS } from '../engine/results.ts';
import { fileSize } from '../node/files.ts';
import { nodeHasher } from '../node/ports.ts';
import type { BlobPlan } from '../report/blob/blob.ts';
import type { DigestSpec } from '../report/digest/capture-digester.ts';
import { type FormatName, formatOf, type ReportOptions } from '../report/formats/index.ts';
import type { LineSpec } from '../report/formats/lines.ts';
import type { Reporter, WritePiece } from '../report/reporter.ts';
import { pathView, withShownPaths } from '../report/shown-paths.ts';
import type { Texts } from '../sentences/texts.ts';
import type { ReportArguments } from './commands/command.ts';
import type { CliIo } from './io.ts';
import { appendOutput, type ReportOutput, textOf } from './output/file-output.ts';
import { guardedOutput, namedOutput, stdoutOutput, streamOutput } from './output/named-output.ts';
import { type FormatRequest, isPrinted } from './settings/value-types.ts';
import { commandBreaker, guardedStream, hasColor, outputWidth, painter } from './terminal.ts';
import { toolOfPackage } from './version.ts';

/** Where a report goes; `file` is null for standard output. */
interface NamedOutput {
  readonly output: ReportOutput;
  readonly file: string | null;
}

/** A report that is being written, and where it goes. */
export interface OpenReport {
  readonly reporter: Reporter;
  readonly outputs: readonly NamedOutput[];
  /** What the report takes in place of exchanges; null where it needs them as they are. */
  readonly digest: DigestSpec | null;
  /** How it writes exchanges, where it does so as they come; null for others. */
  readonly lines: LineSpec | null;
}

/** Opens the report that is asked for. */
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
  const write: WritePiece =
    format.commands === 'broken'
      ? (piece) => output.write(broken(textOf(piece)))
      : (piece) => output.write(piece);
  const reporter = await format.open(write, {
    texts,
    tool: toolOfPackage(),
    hasher: nodeHasher,
    all,
    slow,
    showSignatures,
    quiet: args.loudness === 'quiet',
    isFull,
    again: args.again,
    look: lookOf(file, args, io),
    blob,
    summary: summary && {
      write: (text) => summary.output.write(brokenInSummary(text)),
      size: fileSize(summary.file) ?? 0,
    },
  });
  // of what is shared, and not of what the reader's own terminal shows
  const isShared = format.masked === 'optional';
  const paths = pathView(io.cwd, isShared ? blob.paths : []);
  return {
    reporter: isShared ? withShownPaths(reporter, paths) : reporter,
    outputs: [{ output, file }, ...(summary === null ? [] : [summary])],
    digest: format.digest({ isFull, all, slow, showSignatures, paths }),
    lines: kind === undefined ? null : { kind, showSignatures, paths },
  };
}

/** What is printed beside reports that go to files. */
export interface OpenClosing {
  /** Null where the closing line stands in a table already. */
  readonly report: OpenReport | null;
  readonly write: (text: string) => void;
}

/**
 * What closes the reports that go to files: how many requests failed, of how many causes. On standard output,
 * or on the error stream where the first is a report; null where a table says it there, or nobody wants to
 * read it.
 */
export async function openClosing(
  args: ReportArguments,
  io: CliIo,
  texts: Texts,
): Promise<OpenClosing | null> {
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
  };
}
