import type { CaptureFindings } from '../findings/capture-findings.ts';
import { type FormatOptions, sayLabel } from '../format-options.ts';
import type { ScanEnd, Write } from '../reporter.ts';
import { captureMarkdown, causeMarkdown, continuedMarkdown, lateMarkdown } from './markdown.ts';

/** Where the job summary goes, and how many bytes it may take. */
export interface SummaryOutput {
  readonly write: Write;
  readonly room: number;
}

/** Bytes of a job summary that GitHub takes of one step; more of it, and nothing is shown. */
export const MAX_SUMMARY_BYTES = 1024 * 1024;

/** Kept free for the sentence that says what was left out, and for the end. */
const RESERVE = 2048;

const encoder = new TextEncoder();

/** A job summary in Markdown that stays within its room, cut between two causes. */
export class GithubSummary {
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
