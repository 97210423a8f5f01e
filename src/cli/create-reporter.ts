import { nodeHasher } from '../node/hasher.ts';
import type { BlobPlan } from '../report/blob/reporter.ts';
import type { DigestSpec } from '../report/digest/capture-digester.ts';
import type { FormatOptions } from '../report/format-options.ts';
import { EVIDENCE_DOOR } from '../report/redact/redact.ts';
import type { Reporter, Write } from '../report/reporter.ts';
import type { TableOptions } from '../report/table/reporter.ts';
import { loadFormatTexts } from '../report/text/load-formats.ts';
import type { Texts } from '../report/text/texts.ts';
import { fileSize } from './file-size.ts';
import type { CliIo } from './io.ts';
import { appendOutput } from './output/append-output.ts';
import { commandOutput, namedOutput, stdoutOutput } from './output/named-output.ts';
import type { ReportOutput } from './output/report-output.ts';
import type { ReportArguments } from './settings/command-line.ts';
import type { FormatName } from './settings/names.ts';
import type { FormatRequest } from './settings/value-types.ts';
import { hasColor, outputWidth, painter } from './terminal.ts';
import { toolOfPackage } from './version.ts';

/** Where a report goes; `file` is null for standard output. */
interface NamedOutput {
  readonly output: ReportOutput;
  readonly file: string | null;
}

/** A report on its way: what writes it, and where it goes. */
export interface OpenReport {
  readonly reporter: Reporter;
  readonly outputs: readonly NamedOutput[];
  /** What the report takes in place of exchanges; null where it needs them as they are. */
  readonly digest: DigestSpec | null;
}

/** Opens the report that is asked for. Each format's code and words are loaded only when it is. */
export async function openReport(
  request: FormatRequest<FormatName>,
  args: ReportArguments,
  io: CliIo,
  texts: Texts,
  blob: BlobPlan,
): Promise<OpenReport> {
  const { name, file } = request;
  const printed = name === 'github' ? commandOutput : stdoutOutput;
  const main: NamedOutput = {
    output: file === null ? printed(io) : namedOutput(file, io, printed),
    file,
  };
  const write = (text: string): void => main.output.write(text);
  const digest = digestFor(name, args);
  const handedOn = async (): Promise<FormatOptions> => ({
    texts,
    formats: await loadFormatTexts(texts.lang),
    tool: toolOfPackage(),
    all: args.all,
    showSignatures: args.showSignatures,
  });
  if (name === 'github') {
    const summary = jobSummary(io);
    const { GithubReporter } = await import('../report/formats/github.ts');
    const { MAX_SUMMARY_BYTES } = await import('../report/formats/github-summary.ts');
    const room = summary === null ? 0 : MAX_SUMMARY_BYTES - (fileSize(summary.file) ?? 0);
    const reporter = new GithubReporter(
      write,
      await handedOn(),
      summary === null ? null : { write: (text) => summary.output.write(text), room },
    );
    return { reporter, outputs: summary === null ? [main] : [main, summary], digest };
  }
  if (name === 'blob') {
    const { BlobReporter } = await import('../report/blob/reporter.ts');
    return { reporter: new BlobReporter(write, { ...blob, tool: toolOfPackage() }), outputs: [main], digest };
  }
  if (name === 'table') {
    const { createTableReporter } = await import('../report/table/reporter.ts');
    return {
      reporter: await createTableReporter(write, tableOptions(file, args, io, texts)),
      outputs: [main],
      digest,
    };
  }
  return { reporter: await createReporter(name, write, texts, handedOn), outputs: [main], digest };
}

function digestFor(name: FormatName, { all, slow, showSignatures }: ReportArguments): DigestSpec | null {
  switch (name) {
    case 'table':
      return { kind: 'table', all, slow };
    case 'json':
    case 'ndjson':
    case 'blob':
      return { kind: name };
    case 'csv':
      return { kind: name, showSignatures };
    case 'markdown':
    case 'sarif':
    case 'github':
    case 'gitlab':
      return { kind: 'findings', all };
    case 'html':
    case 'har':
    case 'junit':
      return null;
  }
}

/** The file that GitHub Actions names for a step's summary; null elsewhere. */
function jobSummary({ env }: CliIo): { readonly output: ReportOutput; readonly file: string } | null {
  const file = env['GITHUB_STEP_SUMMARY'];
  return file === undefined || file === '' ? null : { output: appendOutput(file), file };
}

function tableOptions(file: string | null, args: ReportArguments, io: CliIo, texts: Texts): TableOptions {
  const stream = file === null ? io.stdout : null;
  return {
    width: args.width ?? outputWidth(stream, io),
    boxes: stream?.isTTY === true,
    paint: painter(stream !== null && hasColor(args.color, stream, io.env)),
    texts,
    all: args.all,
    slow: args.slow,
    quiet: args.loudness === 'quiet',
  };
}

/** A report that looks the same wherever it goes. */
async function createReporter(
  name: Exclude<FormatName, 'github' | 'blob' | 'table'>,
  write: Write,
  texts: Texts,
  handedOn: () => Promise<FormatOptions>,
): Promise<Reporter> {
  switch (name) {
    case 'json': {
      const { JsonReporter } = await import('../report/formats/json.ts');
      return new JsonReporter(write, { door: EVIDENCE_DOOR, texts, tool: toolOfPackage() });
    }
    case 'ndjson': {
      const { NdjsonReporter } = await import('../report/formats/ndjson.ts');
      return new NdjsonReporter(write, { door: EVIDENCE_DOOR, texts });
    }
    case 'html': {
      const { HtmlReporter } = await import('../report/html/html-reporter.ts');
      return new HtmlReporter(write, await handedOn());
    }
    case 'markdown': {
      const { MarkdownReporter } = await import('../report/formats/markdown.ts');
      return new MarkdownReporter(write, await handedOn());
    }
    case 'sarif': {
      const { SarifReporter } = await import('../report/formats/sarif.ts');
      return new SarifReporter(write, await handedOn());
    }
    case 'junit': {
      const { JunitReporter } = await import('../report/formats/junit.ts');
      return new JunitReporter(write, await handedOn());
    }
    case 'gitlab': {
      const { GitlabReporter } = await import('../report/formats/gitlab.ts');
      return new GitlabReporter(write, await handedOn(), nodeHasher);
    }
    case 'csv': {
      const { CsvReporter } = await import('../report/formats/csv.ts');
      return new CsvReporter(write, await handedOn());
    }
    case 'har': {
      const { HarReporter } = await import('../report/formats/har.ts');
      return new HarReporter(write, await handedOn());
    }
  }
}
