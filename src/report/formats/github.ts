import { printable, withoutCommands } from '../../engine/bytes/printable.ts';
import type { CaptureInfo, UnreadableInput } from '../../engine/results.ts';
import { type FillArgs, plainFiller } from '../../sentences/fill.ts';
import type { FormatLabelId } from '../../sentences/formats.ts';
import { PUNCTUATION } from '../../sentences/language.ts';
import type { Measure } from '../../sentences/measures.ts';

import type { DigestReporter } from '../digest/digest.ts';
import type { Stretch } from '../document/blocks.ts';
import { escapeMarkdown, type MarkdownBlock, markdownText } from '../document/markdown.ts';
import type { CaptureFindings, CauseFinding, LateCause } from '../findings/capture-findings.ts';
import { type Finding, levelOf } from '../findings/finding.ts';
import { VERDICTS_OF_KEYS } from '../findings/group.ts';
import { NO_TROUBLES, sumOfTroubles, troubleSentence } from '../findings/troubles.ts';
import type { ExchangeJson } from '../json/model.ts';
import { inputName, unreadableSentence } from '../notice-text.ts';
import type { ScanEnd, Write } from '../reporter.ts';
import {
  explanationOf,
  type FindingsFormat,
  type FormatOptions,
  findingsReporter,
  lateSentence,
  sayLabel,
  slashedPath,
} from './format.ts';
import {
  captureMarkdown,
  causeMarkdown,
  continuedMarkdown,
  lateMarkdown,
  uploadsMarkdown,
} from './markdown.ts';

/** Annotations of each level that GitHub shows of one step; the rest is dropped without a word. */
const MAX_ANNOTATIONS = 10;

interface Annotation {
  readonly level: 'error' | 'warning';
  readonly file: string;
  readonly title: string;
  readonly message: string;
}

/**
 * GitHub workflow commands: an annotation for each cause within the limits of a step, and what was left out
 * as a notice. The whole goes to the job summary as Markdown, where there is one.
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
    for (const cause of news) this.#annotations.push(this.#annotationOf(cause, found));
    for (const late of found.late) this.#annotations.push(this.#lateAnnotation(late, info));
    if (!found.head.complete) {
      const [title, message] = [sayLabel(this.#options, 'title'), sayLabel(this.#options, 'damaged')];
      this.#annotations.push({ level: 'warning', file: info.path, title, message });
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
    const lines = [
      lateSentence(finding, this.#options),
      ...this.#exchanges(count, indexes),
      ...this.#requestId(exchange),
    ];
    return { level: 'warning', file: path, title: finding.headline, message: lines.join('\n') };
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
    const lines = [
      ...explanationOf(finding, this.#options),
      ...this.#exchanges(count, indexes),
      ...this.#line('first-difference', finding.firstDifference),
      ...this.#requestId(finding.exchange),
      ...this.#line('more', `osscap why ${finding.rule}`),
    ];
    return {
      level: levelOf(finding),
      file: info.path,
      title: finding.weighedHeadline,
      message: lines.join('\n'),
    };
  }
}

function commandLine({ level, file, title, message }: Annotation): string {
  const path = escapeProperty(printable(slashedPath(file)));
  const properties = withoutCommands(`file=${path},title=${escapeProperty(title)}`);
  return `::${level} ${properties}::${withoutCommands(escapeData(message))}\n`;
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

/** Causes that the overview names; a summary is to be read at a glance. */
const MAX_OVERVIEW = 20;

/** What the overview says of a cause, whatever the captures that it was met in. */
interface OverviewRow {
  readonly finding: Finding;
  /** A capture and an exchange of it. */
  readonly example: string;
  /** Each that it was found with. */
  readonly measures: Set<Measure>;
  count: number;
}

interface Piece {
  readonly text: string;
  readonly bytes: number;
  readonly isCause: boolean;
}

/**
 * A job summary in Markdown: an overview, and the report of each capture in a part that is opened on demand.
 * It stays within its room, cut between two causes.
 */
class GithubSummary {
  readonly #output: SummaryOutput;
  readonly #options: FormatOptions;
  readonly #rows = new Map<string, OverviewRow>();
  readonly #counts = { oss: 0, failed: 0, captures: 0, all: 0 };
  #troubles = NO_TROUBLES;
  /** The report of each capture, piece by piece; as much of it as there is room for. */
  readonly #pieces: Piece[] = [];
  #room: number;
  #leftOut = 0;

  constructor(output: SummaryOutput, options: FormatOptions) {
    this.#output = output;
    this.#options = options;
    this.#room = output.room - RESERVE;
  }

  capture(found: CaptureFindings): void {
    this.#count(found);
    this.#add(`\n${captureMarkdown(found, this.#options)}`);
    for (const cause of found.causes) this.#add(`\n${causeMarkdown(cause, this.#options)}`, true);
    for (const late of found.late) this.#add(`\n${lateMarkdown(late, this.#options)}`, true);
    this.#add(uploadsMarkdown(found, this.#options));
  }

  end({ interrupted, later = [] }: ScanEnd): void {
    if (later.length > 0) this.#add(continuedMarkdown(later, this.#options));
    const { write, room } = this.#output;
    const say = (id: FormatLabelId, args?: FillArgs): string => sayLabel(this.#options, id, args);
    const head = `# ${say('title')}\n\n${this.#overview()}`;
    const details = this.#detailsWithin(room - RESERVE - encoder.encode(head).length);
    let text = head;
    if (details !== '') {
      // A blank line has Markdown read again within HTML (CommonMark §4.6).
      const title = escapeMarkdown(say('overview-details'));
      text += `\n<details><summary>${title}</summary>\n${details}\n</details>\n`;
    }
    if (interrupted) text += `\n${say('interrupted')}\n`;
    if (this.#leftOut > 0) text += `\n${say('cut-short', { n: this.#leftOut })}\n`;
    text += `\n${say(this.#options.showSignatures ? 'shown-note' : 'masked-note')}\n`;
    // one byte too many, and the service shows nothing of the step, nor of what stood there before
    if (encoder.encode(text).length <= room) write(text);
  }

  #count({ info, counts, causes, troubles }: CaptureFindings): void {
    this.#counts.all++;
    this.#troubles = sumOfTroubles(this.#troubles, troubles);
    this.#counts.oss += counts.oss;
    this.#counts.failed += counts.failed;
    if (counts.failed > 0) this.#counts.captures++;
    const name = printable(inputName(info.path, this.#options.texts));
    for (const { finding, count, indexes } of causes) {
      const key = JSON.stringify([finding.rule, finding.headline, keyConcerned(finding)]);
      const row = this.#rows.get(key);
      if (row !== undefined) {
        row.count += count;
        if (finding.measure !== null) row.measures.add(finding.measure);
        continue;
      }
      this.#rows.set(key, {
        finding,
        count,
        measures: new Set(finding.measure === null ? [] : [finding.measure]),
        example: `${name}#${indexes[0] ?? finding.exchange.index}`,
      });
    }
  }

  /** How many failed, and which causes explain most of them. */
  #overview(): string {
    const { texts } = this.#options;
    const say = (id: FormatLabelId, args?: FillArgs): string => sayLabel(this.#options, id, args);
    const { stop, gap, listComma } = PUNCTUATION[texts.lang];
    const { failed } = this.#counts;
    const outcome = say(failed > 0 ? 'overview-failed' : 'overview-none', this.#counts);
    const troubles = troubleSentence(this.#troubles, this.#counts, texts);
    const strong = { strong: outcome };
    const rows = [...this.#rows.values()].sort((a, b) => b.count - a.count);
    const blocks: MarkdownBlock[] = [
      {
        kind: 'paragraph',
        // what failed behind a success is no verdict, and yet not nothing
        text: troubles === null ? [strong, stop] : failed > 0 ? [strong, stop, gap, troubles] : troubles,
      },
    ];
    if (rows.length > 0) {
      const isShared = ({ headline }: Finding): boolean =>
        rows.filter(({ finding }) => finding.headline === headline).length > 1;
      blocks.push({
        kind: 'table',
        columns: [
          { title: say('overview-count'), align: 'right' },
          { title: say('certainty') },
          { title: say('suspect') },
          { title: say('overview-example') },
        ],
        rows: rows
          .slice(0, MAX_OVERVIEW)
          .map(({ finding, count, measures, example }) => [
            String(count),
            [...measures].map((each) => texts.measures[each]).join(listComma),
            isShared(finding) ? [finding.headline, ...keyOf(finding)] : finding.headline,
            [{ code: example }],
          ]),
      });
    }
    const n = rows.length - MAX_OVERVIEW;
    if (n > 0) blocks.push({ kind: 'paragraph', text: say('more-causes', { n }) });
    return markdownText(blocks, texts.lang);
  }

  #add(text: string, isCause = false): void {
    const bytes = encoder.encode(text).length;
    if (bytes <= this.#room) {
      this.#room -= bytes;
      this.#pieces.push({ text, bytes, isCause });
    } else if (isCause) this.#leftOut++;
  }

  /** The pieces that fit; the causes among the others are counted. */
  #detailsWithin(room: number): string {
    let [details, left] = ['', room];
    for (const { text, bytes, isCause } of this.#pieces) {
      if (bytes <= left) {
        left -= bytes;
        details += text;
      } else if (isCause) this.#leftOut++;
    }
    return details;
  }
}

/** The id of the key that a finding is about; null where it is about none. */
function keyConcerned({ verdict, exchange }: Finding): string | null {
  return VERDICTS_OF_KEYS.has(verdict) ? (exchange.signature?.accessKeyId ?? null) : null;
}

/** The same beside findings that read alike. */
function keyOf(finding: Finding): readonly Stretch[] {
  const id = keyConcerned(finding);
  return id === null ? [] : [{ code: printable(id) }];
}
