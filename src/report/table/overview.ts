import { printable } from '../../bytes/printable.ts';
import { isFailing, type Verdict } from '../../diagnose/model.ts';
import { header, type Time } from '../../http/message.ts';
import { beginOf } from '../exchange-time.ts';
import type { ExchangeResult } from '../input.ts';
import { lateFailureIn } from '../late-failures.ts';
import type { Door } from '../redact.ts';
import { formatTimeOfDay } from '../time-text.ts';
import { type Column, renderColumns, type TableStyle, UNSHRINKABLE } from './columns.ts';
import { label, SIDE_BY_SIDE_WIDTH, type View } from './view.ts';

/** One exchange of the overview. Texts are safe to print. */
export interface OverviewRow {
  readonly index: number;
  readonly time: Time | null;
  readonly operation: string;
  /** Bucket and key. */
  readonly target: string;
  readonly status: string;
  readonly requestId: string;
  readonly verdict: Verdict | null;
  /** It fails, and that is no news. */
  readonly isTriaged: boolean;
  /** It failed behind the status of a success. */
  readonly isLate: boolean;
}

/** Behind a status that says less than the answer, as before the sentence that tells of it. */
const LATE_MARK = ' !';

export function overviewRow(result: ExchangeResult, door: Door): OverviewRow {
  const { index, exchange, oss, diagnosis } = result;
  const { request, response } = exchange;
  const host = request === null ? null : header(request, 'host');
  const bucket = oss?.address.bucket ?? host ?? '-';
  const key = oss?.address.key ?? null;
  return {
    index,
    time: beginOf(exchange),
    operation: printable(oss?.operation ?? request?.method ?? '-'),
    target: printable(door.text(key === null ? bucket : `${bucket}/${key}`).text),
    status: response === null ? '-' : String(response.status),
    requestId: printable(door.text(oss?.requestId ?? '-').text),
    verdict: diagnosis?.verdict ?? null,
    isTriaged: result.triage !== undefined,
    isLate: lateFailureIn(result) !== null,
  };
}

/** From this width on, times have their milliseconds. */
const FULL_WIDTH = 120;
/** From this width on, a row in a box has room for a request id beside the other cells. */
const BOXED_ID_WIDTH = 110;
/** Ids of OSS and the longest verdict: broken over two lines, neither can be found or copied. */
const REQUEST_ID_LENGTH = 24;
const VERDICT_LENGTH = 18;

/** The columns that the width has room for: in a narrow terminal the request id is left to the blocks below. */
function columnsOf(view: View, style: TableStyle): readonly Column<OverviewRow>[] {
  const wide = view.width >= (style.cellLines === 1 ? SIDE_BY_SIDE_WIDTH : BOXED_ID_WIDTH);
  const unit = view.width >= FULL_WIDTH ? 'milliseconds' : 'seconds';
  // Names that people search for are wrapped where cells have several lines, and never cut.
  const least = (columns: number): number => (style.cellLines === 1 ? UNSHRINKABLE : columns);
  const columns: Column<OverviewRow>[] = [
    { title: label(view, 'column-index'), cell: (row) => String(row.index), least: UNSHRINKABLE },
    {
      title: label(view, 'column-time'),
      cell: (row) => (row.time === null ? '-' : formatTimeOfDay(row.time, unit)),
      least: UNSHRINKABLE,
    },
    { title: label(view, 'column-operation'), cell: (row) => row.operation, least: 15 },
    { title: label(view, 'column-target'), cell: (row) => row.target, least: 11 },
    {
      title: label(view, 'column-status'),
      cell: (row) => row.status + (row.isLate ? LATE_MARK : ''),
      least: UNSHRINKABLE,
    },
  ];
  if (wide)
    columns.push({
      title: label(view, 'column-request-id'),
      cell: (row) => row.requestId,
      least: least(REQUEST_ID_LENGTH),
    });
  columns.push({
    title: label(view, 'column-verdict'),
    cell: (row) => row.verdict ?? '-',
    least: least(VERDICT_LENGTH),
  });
  return columns;
}

/** The overview as text, no line wider than the view. */
export function renderOverview(rows: readonly OverviewRow[], view: View, style: TableStyle): string {
  const columns = columnsOf(view, style);
  return renderColumns(columns, rows, view, style, (row, at) => {
    if (at !== columns.length - 1) return null;
    if (row.isTriaged) return 'quiet';
    return row.verdict !== null && isFailing(row.verdict) ? 'failing' : 'passed';
  });
}
