import { printable } from '../../bytes/printable.ts';
import type { DigestReporter } from '../digest/digest.ts';
import type { CaptureFindings, CauseFinding, LateCause } from '../findings/capture-findings.ts';
import { levelOf } from '../findings/finding.ts';
import type { CaptureInfo, UnreadableInput } from '../input.ts';
import type { ExchangeJson } from '../json/model.ts';
import { inputName, unreadableSentence } from '../notice-text.ts';
import type { ScanEnd, Write } from '../reporter.ts';
import { plainFiller } from '../text/fill.ts';
import { PUNCTUATION } from '../text/language.ts';
import type { FormatLabelId } from '../text/texts.ts';
import { slashedPath } from './build-servers.ts';
import {
  type FindingsFormat,
  type FormatOptions,
  findingsReporter,
  lateSentence,
  sayLabel,
  sentenceOf,
} from './format.ts';
import { captureMarkdown, causeMarkdown, continuedMarkdown, lateMarkdown } from './markdown.ts';

/** Annotations of each level that GitHub shows of one step; the rest is dropped without a word. */
const MAX_ANNOTATIONS = 10;

interface Annotation {
  readonly level: 'error' | 'warning';
  readonly file: string;
  readonly title: string;
  readonly message: string;
}

/**
 * GitHub workflow commands: an annotation for each cause within the limits of a step, and what was
 * left out as a notice. The whole goes to the job summary as Markdown, where there is one.
 */
export function githubReport(
  write: Write,
  options: FormatOptions,
  summary: SummaryOutput | null,
): DigestReporter {
  return findingsReporter(new GithubCommands(write, options, summary), options);
}

class GithubCommands implements FindingsFormat {
  readonly #write: Write;
  readonly #options: FormatOptions;
  readonly #annotations: Annotation[] = [];
  readonly #summary: GithubSummary | null;

  constructor(write: Write, options: FormatOptions, summary: SummaryOutput | null) {
    this.#write = write;
    this.#options = options;
    this.#summary = summary === null ? null : new GithubSummary(summary, options);
  }

  capture(found: CaptureFindings): void {
    const { info } = found;
    // What is known or ignored is reported in the summary alone.
    const news = found.causes.filter(({ finding }) => finding.triage === undefined);
    this.#annotations.push(...news.map((cause) => this.#annotationOf(cause, found)));
    this.#annotations.push(...found.late.map((late) => this.#lateAnnotation(late, info)));
    if (!found.head.complete) {
      const title = sayLabel(this.#options, 'title');
      this.#annotations.push({
        level: 'warning',
        file: info.path,
        title,
        message: sayLabel(this.#options, 'damaged'),
      });
    }
    this.#summary?.capture(found);
  }

  unreadable(input: UnreadableInput): void {
    const { texts } = this.#options;
    const message = printable(unreadableSentence(input, plainFiller(texts), texts));
    const title = printable(inputName(input.path, texts));
    this.#annotations.push({ level: 'error', file: input.path, title, message });
  }

  end(end: ScanEnd): void {
    let leftOut = 0;
    for (const level of ['error', 'warning'] as const) {
      const all = this.#annotations.filter((annotation) => annotation.level === level);
      for (const annotation of all.slice(0, MAX_ANNOTATIONS)) this.#write(commandLine(annotation));
      leftOut += Math.max(0, all.length - MAX_ANNOTATIONS);
    }
    if (leftOut > 0) {
      const message = sayLabel(this.#options, 'more-causes', { n: leftOut });
      this.#write(`::notice::${escapeData(message)}\n`);
    }
    this.#summary?.end(end);
  }

  /** A warning: no verdict fails. */
  #lateAnnotation({ finding, exchange, count, indexes }: LateCause, { path }: CaptureInfo): Annotation {
    const { texts } = this.#options;
    const lines = [
      lateSentence(finding, this.#options),
      ...this.#exchanges(count, indexes),
      ...this.#requestId(exchange),
    ];
    const title = `${finding.failure} (${printable(inputName(path, texts))})`;
    return { level: 'warning', file: path, title, message: lines.join('\n') };
  }

  /** Nothing for what is not known. */
  #line(label: FormatLabelId, value: string | null): readonly string[] {
    const { colon } = PUNCTUATION[this.#options.formats.lang];
    return value === null ? [] : [sayLabel(this.#options, label) + colon + value];
  }

  #requestId({ oss }: ExchangeJson): readonly string[] {
    const requestId = oss?.requestId ?? null;
    return this.#line('request-id', requestId === null ? null : printable(requestId));
  }

  #exchanges(count: number, indexes: readonly number[]): readonly string[] {
    const more = count - indexes.length;
    const tail = more > 0 ? sayLabel(this.#options, 'more-exchanges', { n: more }) : '';
    const { listComma } = PUNCTUATION[this.#options.formats.lang];
    return this.#line('exchanges', indexes.map((index) => `#${index}`).join(listComma) + tail);
  }

  #annotationOf({ finding, count, indexes }: CauseFinding, { info }: CaptureFindings): Annotation {
    const { texts } = this.#options;
    const lines = [
      sentenceOf(finding, this.#options),
      ...this.#exchanges(count, indexes),
      ...this.#line('first-difference', finding.firstDifference),
      ...this.#requestId(finding.exchange),
    ];
    return {
      level: levelOf(finding),
      file: info.path,
      title: `${finding.rule} (${printable(inputName(info.path, texts))})`,
      message: lines.join('\n'),
    };
  }
}

function commandLine({ level, file, title, message }: Annotation): string {
  return `::${level} file=${escapeProperty(printable(slashedPath(file)))},title=${escapeProperty(title)}::${escapeData(message)}\n`;
}

/** The message of a workflow command: `%` and line ends are escaped. */
export function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A property of a workflow command: also what separates properties. */
export function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** Where the job summary goes, and how many bytes it may take. */
interface SummaryOutput {
  readonly write: Write;
  readonly room: number;
}

/** Bytes of a job summary that GitHub takes of one step; more of it, and nothing is shown. */
export const MAX_SUMMARY_BYTES = 1024 * 1024;

/** Kept free for the sentence that says what was left out, and for the end. */
const RESERVE = 2048;

const encoder = new TextEncoder();

/** A job summary in Markdown that stays within its room, cut between two causes. */
class GithubSummary {
  readonly #output: SummaryOutput;
  readonly #options: FormatOptions;
  #room: number;
  #leftOut = 0;

  constructor(output: SummaryOutput, options: FormatOptions) {
    this.#output = output;
    this.#options = options;
    this.#room = output.room - RESERVE;
    this.#add(`# ${sayLabel(options, 'title')}\n`);
  }

  capture(found: CaptureFindings): void {
    this.#add(`\n${captureMarkdown(found, this.#options)}`);
    for (const cause of found.causes) {
      if (!this.#add(`\n${causeMarkdown(cause, this.#options)}`)) this.#leftOut++;
    }
    for (const late of found.late) {
      if (!this.#add(`\n${lateMarkdown(late, this.#options)}`)) this.#leftOut++;
    }
  }

  end({ interrupted, later = [] }: ScanEnd): void {
    this.#room += RESERVE;
    if (later.length > 0) this.#add(continuedMarkdown(later, this.#options));
    if (interrupted) this.#add(`\n${sayLabel(this.#options, 'interrupted')}\n`);
    if (this.#leftOut > 0) this.#add(`\n${sayLabel(this.#options, 'cut-short', { n: this.#leftOut })}\n`);
    const { showSignatures } = this.#options;
    this.#add(`\n${sayLabel(this.#options, showSignatures ? 'shown-note' : 'masked-note')}\n`);
  }

  #add(text: string): boolean {
    const bytes = encoder.encode(text).length;
    if (bytes > this.#room) return false;
    this.#room -= bytes;
    this.#output.write(text);
    return true;
  }
}
