import { nodeHasher } from '../node/ports.ts';
import type { BlobPlan } from '../report/blob/reporter.ts';
import type { DigestSpec } from '../report/digest/capture-digester.ts';
import { type FormatName, formatOf, type ReportOptions } from '../report/formats/index.ts';
import type { Reporter } from '../report/reporter.ts';
import type { Texts } from '../report/text/texts.ts';
import { fileSize } from './input-plan.ts';
import type { CliIo } from './io.ts';
import { appendOutput, type ReportOutput } from './output/file-output.ts';
import { commandOutput, namedOutput, stdoutOutput } from './output/named-output.ts';
import type { ReportArguments } from './settings/command-line.ts';
import type { FormatRequest } from './settings/value-types.ts';
import { hasColor, outputWidth, painter } from './terminal.ts';
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
  const isOfCommands = format.printsCommands === true;
  const printed = isOfCommands ? commandOutput : stdoutOutput;
  const output = file === null ? printed(io) : namedOutput(file, io, printed);
  const summary = isOfCommands ? jobSummary(io) : null;
  const { all, slow, showSignatures } = args;
  const reporter = await format.open((text) => output.write(text), {
    texts,
    tool: toolOfPackage(),
    hasher: nodeHasher,
    all,
    slow,
    showSignatures,
    quiet: args.loudness === 'quiet',
    look: lookOf(file, args, io),
    blob,
    summary: summary && {
      write: (text) => summary.output.write(text),
      size: fileSize(summary.file) ?? 0,
    },
  });
  return {
    reporter,
    outputs: [{ output, file }, ...(summary === null ? [] : [summary])],
    digest: format.digest(args),
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
    boxes: stream?.isTTY === true,
    paint: painter(stream !== null && hasColor(args.color, stream, io.env)),
  };
}
