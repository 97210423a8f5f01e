import { makeRoom } from '../../engine/bytes/collections.ts';
import { displayWidth, padEnd } from '../../engine/bytes/display-width.ts';
import { type Diagnosis, isFailing, type Verdict } from '../../engine/diagnose/model.ts';
import type { ExchangeResult, ResultSink } from '../../engine/results.ts';
import { MASKING_DOOR } from '../../features/redact/redact.ts';
import { terminalDoor } from '../../features/redact/redact-exchange.ts';
import { terminalFiller } from '../../sentences/fill.ts';
import type { Texts } from '../../sentences/texts.ts';
import { formatTimeOfDay } from '../../sentences/time-text.ts';
import { causeDocument, lateDocument } from '../document/cause.ts';
import { terminalLines } from '../document/terminal.ts';
import { causeSentences } from '../findings/explain.ts';
import { triageText } from '../findings/finding.ts';
import { groupKey } from '../findings/group.ts';
import { type LateFinding, lateFindingOf } from '../findings/late-failures.ts';
import type { Write } from '../reporter.ts';
import { type OverviewRow, overviewRow } from '../table/overview.ts';
import {
  label,
  MIN_WIDTH,
  maskedViewFor,
  type Paint,
  type PaintRole,
  type View,
  verdictName,
} from '../terminal/view.ts';
import { cutMiddle, wrapText } from '../terminal/wrap.ts';

/** Causes that are distinguished; the one met longest ago is forgotten, and explained when it returns. */
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
 * Reports exchanges as they come, a line each: those that fail, with the cause in a sentence when it is met
 * first, and with the number of times after that. Keeps the causes and the last exchange, whatever comes.
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
    const late = failing ? null : lateFindingOf(result, maskedViewFor(this.#blockView, result));
    const isShown = failing || late !== null;
    if (!isShown && !this.#options.all) return;
    const cause = isShown ? this.#meet(result, diagnosis, late) : null;
    this.#lines(liveLine(result, cause, this.#view));
    if (!isShown) return;
    this.#last = { result, isLate: late !== null };
    if (this.#options.blocks && cause?.isNew === true) this.showLast();
  }

  /** The report that follows stands apart from the lines. */
  capture(): void {
    if (this.#hasWritten) this.#write('\n');
  }

  /** Reported on the error stream. */
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
    const { filler } = maskedViewFor(this.#blockView, result);
    const known = triageText(result.triage, filler, texts);
    const { headline } = causeSentences(diagnosis, filler, texts);
    return { text: known + headline, isNew: true };
  }

  #lines(lines: readonly string[]): void {
    this.#hasWritten = true;
    this.#write(`${lines.join('\n')}\n`);
  }
}

/** How a line is to look: `width` is null where lines may be of any length, as in a pipe. */
interface LiveView extends Omit<View, 'width'> {
  readonly width: number | null;
}

/** Why the exchange failed: the sentence where it is news, else that it was explained before. */
interface LiveCause {
  readonly text: string;
  readonly isNew: boolean;
}

/** From this width on, a line has its milliseconds and its verdict. */
const WIDE = 120;
/** Columns of the request ids of OSS. */
const REQUEST_ID_COLUMNS = 24;
const INDEX_COLUMNS = 5;
/** Below this, the request id stands under the line. */
const TIGHT = 64;

const INDENT = '  ';
const GAP = '  ';

/**
 * One exchange in one line: time, number, status, request id, verdict, operation, bucket and key, cause, or
 * the code of an error without one. In a terminal the sentence of a new cause stands under it, where it has
 * the width to itself; everything else is cut to the width.
 */
function liveLine(result: ExchangeResult, cause: LiveCause | null, view: LiveView): readonly string[] {
  const row = overviewRow(result, terminalDoor(result));
  if (view.width === null) return [longLine(row, cause, view)];
  const { width } = view;
  const wide = width >= WIDE;
  const gap = wide ? GAP : ' ';
  const hasId = width >= TIGHT;
  const head = cells(row, { unit: wide ? 'milliseconds' : 'seconds', gap, hasId });
  const verdict = wide ? `${padEnd(verdictName(row.verdict, view), VERDICT_COLUMNS)}${gap}` : '';
  const tail = cause === null ? row.code : cause.isNew ? null : cause.text;
  const again = tail === null || !hasId ? '' : `${gap}${tail}`;
  const room = Math.max(1, width - displayWidth(head + verdict + again));
  const line =
    head + paint(roleOf(row), verdict, view) + operationAndTarget(row, room) + paint('quiet', again, view);
  const lines = [line];
  const under = (text: string, role: PaintRole): void => {
    for (const part of wrapText(text, width - INDENT.length)) lines.push(INDENT + view.paint(role, part));
  };
  if (!hasId) under(cause?.isNew === false ? `${row.requestId}${GAP}${cause.text}` : row.requestId, 'quiet');
  if (cause?.isNew === true)
    under(wide ? cause.text : `${verdictName(row.verdict, view)}: ${cause.text}`, roleOf(row));
  return lines;
}

/** Nothing is painted where there is nothing. */
function paint(role: PaintRole, text: string, view: LiveView): string {
  return text === '' ? '' : view.paint(role, text);
}

/** Columns of the longest verdict. */
const VERDICT_COLUMNS = 20;

function longLine(row: OverviewRow, cause: LiveCause | null, view: LiveView): string {
  const verdict = view.paint(roleOf(row), padEnd(verdictName(row.verdict, view), VERDICT_COLUMNS));
  const parts = [
    cells(row, { unit: 'milliseconds', gap: GAP, hasId: true }) + verdict,
    row.operation,
    row.target,
  ];
  if (cause === null && row.code !== null) parts.push(view.paint('quiet', row.code));
  if (cause !== null) parts.push(view.paint(cause.isNew ? roleOf(row) : 'quiet', cause.text));
  return parts.join(GAP);
}

interface CellStyle {
  readonly unit: 'seconds' | 'milliseconds';
  readonly gap: string;
  readonly hasId: boolean;
}

function cells(row: OverviewRow, { unit, gap, hasId }: CellStyle): string {
  const time = row.time === null ? '-' : formatTimeOfDay(row.time, unit);
  const columns = [
    padEnd(time, unit === 'seconds' ? 8 : 12),
    padEnd(`#${row.index}`, INDEX_COLUMNS),
    padEnd(row.status, 3),
    ...(hasId ? [padEnd(cutMiddle(row.requestId, REQUEST_ID_COLUMNS), REQUEST_ID_COLUMNS)] : []),
  ];
  return columns.join(gap) + gap;
}

function operationAndTarget({ operation, target }: OverviewRow, room: number): string {
  const full = `${operation} ${target}`;
  if (displayWidth(full) <= room) return full;
  const name = cutMiddle(operation, Math.max(room >> 1, room - 1 - displayWidth(target)));
  return `${name} ${cutMiddle(target, Math.max(1, room - 1 - displayWidth(name)))}`;
}

function roleOf({ isTriaged, verdict }: OverviewRow): PaintRole {
  if (isTriaged || verdict === 'not-auth' || verdict === 'no-response') return 'quiet';
  return verdict === 'match' ? 'passed' : 'failing';
}
