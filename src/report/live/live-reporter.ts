import { makeRoom } from '../../bytes/collections.ts';
import { type Diagnosis, isFailing, type Verdict } from '../../diagnose/model.ts';
import { causeDocument, lateDocument } from '../document/cause.ts';
import { terminalLines } from '../document/terminal.ts';
import { causeSentences } from '../findings/explain.ts';
import { groupKey } from '../findings/group.ts';
import { type LateFinding, lateFindingOf } from '../findings/late-failures.ts';
import type { ExchangeResult, ResultSink } from '../input.ts';
import { maskingFiller } from '../redact/masking-filler.ts';
import { MASKING_DOOR } from '../redact/redact.ts';
import type { Write } from '../reporter.ts';
import { label, MIN_WIDTH, type Paint, type View, viewFor } from '../terminal/view.ts';
import { terminalFiller } from '../text/fill.ts';
import type { Texts } from '../text/texts.ts';
import { triageText } from '../triage/triage-text.ts';
import { type LiveCause, type LiveView, liveLine } from './live-line.ts';

/**
 * Causes told apart; the one that was met longest ago is forgotten first, and told anew when it
 * comes again.
 */
export const MAX_LIVE_CAUSES = 256;

export interface LiveOptions {
  /** Columns of the terminal; null where lines may be of any length. */
  readonly width: number | null;
  /** Columns of a block where lines have no width. */
  readonly blockWidth: number;
  readonly paint: Paint;
  readonly texts: Texts;
  /** A line for every OSS exchange, not only for those that fail. */
  readonly all: boolean;
  /** Verdicts that get a line although they usually do not fail. */
  readonly failOn: readonly Verdict[];
  /** The evidence under the first exchange of each cause. */
  readonly blocks: boolean;
}

interface Met {
  readonly first: number;
  count: number;
}

/**
 * Tells exchanges as they come, a line each: those that fail, with the cause in a sentence when it
 * is met first, and with the number of times after that. Keeps the causes and the last exchange,
 * whatever comes.
 */
export class LiveReporter implements ResultSink {
  readonly #write: Write;
  readonly #options: LiveOptions;
  readonly #view: LiveView;
  readonly #blockView: View;
  readonly #causes = new Map<string, Met>();
  #last: { readonly result: ExchangeResult; readonly isLate: boolean } | null = null;
  #hasWritten = false;

  constructor(write: Write, options: LiveOptions) {
    const { width, blockWidth, paint, texts, all } = options;
    const common = { paint, texts, filler: terminalFiller(texts), door: MASKING_DOOR, all };
    this.#write = write;
    this.#options = options;
    this.#view = { ...common, width: width === null ? null : Math.max(MIN_WIDTH, width) };
    this.#blockView = { ...common, width: Math.max(MIN_WIDTH, width ?? blockWidth) };
  }

  exchange(_capture: string, result: ExchangeResult): void {
    const { diagnosis } = result;
    if (result.oss === null || diagnosis === null) return;
    const failing = isFailing(diagnosis.verdict) || this.#options.failOn.includes(diagnosis.verdict);
    const late = failing ? null : lateFindingOf(result, this.#blockView);
    const isTold = failing || late !== null;
    if (!isTold && !this.#options.all) return;
    const cause = isTold ? this.#meet(result, diagnosis, late) : null;
    this.#lines(liveLine(result, cause, this.#view));
    if (!isTold) return;
    this.#last = { result, isLate: late !== null };
    if (this.#options.blocks && cause?.isNew === true) this.showLast();
  }

  /** The report that follows stands apart from the lines. */
  capture(): void {
    if (this.#hasWritten) this.#write('\n');
  }

  /** Told on the error stream. */
  unreadable(): void {}

  /** The evidence of the last exchange that failed, if only behind the status of a success. */
  showLast(): void {
    if (this.#last === null) return;
    const { result, isLate } = this.#last;
    const group = { example: result, count: 1, indexes: [result.index] };
    const view = this.#blockView;
    const document = isLate ? lateDocument(group, view) : causeDocument(group, [], view);
    this.#lines(['', ...terminalLines(document, view), '']);
  }

  #meet(result: ExchangeResult, diagnosis: Diagnosis, late: LateFinding | null): LiveCause {
    const key = late?.headline ?? groupKey(result);
    const met = this.#causes.get(key);
    // The newest stands last.
    this.#causes.delete(key);
    const now = met ?? { first: result.index, count: 0 };
    now.count++;
    makeRoom(this.#causes, MAX_LIVE_CAUSES);
    this.#causes.set(key, now);
    if (met !== undefined) {
      const args = { n: now.count, first: now.first };
      return { text: label(this.#view, 'live-again', args), isNew: false };
    }
    if (late !== null) return { text: late.headline, isNew: true };
    const { texts } = this.#view;
    const { filler } = viewFor(this.#blockView, result.exchange);
    const known = triageText(result.triage, filler, texts);
    const { headline } = causeSentences(diagnosis, maskingFiller(result, filler), texts);
    return { text: known + headline, isNew: true };
  }

  #lines(lines: readonly string[]): void {
    this.#hasWritten = true;
    this.#write(`${lines.join('\n')}\n`);
  }
}
