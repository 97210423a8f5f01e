import { printable } from '../../engine/bytes/printable.ts';
import { isFailing, type Verdict } from '../../engine/diagnose/model.ts';
import { header, type Time } from '../../engine/http/message.ts';
import type { ExchangeResult } from '../../engine/results.ts';
import type { Door } from '../../features/redact/redact.ts';
import { beginOf, formatTimeOfDay } from '../../sentences/time-text.ts';
import { lateFailureIn } from '../findings/late-failures.ts';
import { refusalCode } from '../findings/troubles.ts';
import {
  type Column,
  fitsColumns,
  renderColumns,
  type TableStyle,
  UNSHRINKABLE,
} from '../terminal/columns.ts';
import { label, operationName, type View, verdictName } from '../terminal/view.ts';

/** A table of exchanges. */
interface Overview {
  /** None wider than the view. */
  readonly lines: Iterable<string>;
  /** Whether it shows the error codes of its rows. */
  readonly hasCodes: boolean;
}

/** The overview, with the columns that the width has room for. */
export function renderOverview(rows: readonly OverviewRow[], view: View, style: TableStyle): Overview {
  const layout = layoutOf(rows, view, style);
  const columns = columnsOf(layout, rows, view);
  const lines = renderColumns(columns, rows, view, style, (row, at) => {
    if (at !== columns.length - 1) return null;
    if (row.isTriaged) return 'quiet';
    return row.verdict !== null && isFailing(row.verdict) ? 'failing' : 'passed';
  });
  return { lines, hasCodes: layout.hasCodes };
}

/** One exchange of the overview. Texts are safe to print. */
export interface OverviewRow {
  readonly index: number;
  readonly time: Time | null;
  readonly operation: string;
  /** Bucket and key. */
  readonly target: string;
  readonly status: string;
  /** Of an error that no block reports; null for none. */
  readonly code: string | null;
  readonly requestId: string;
  readonly verdict: Verdict | null;
  /** It fails, and that is no news. */
  readonly isTriaged: boolean;
  /** It failed behind the status of a success. */
  readonly isLate: boolean;
}

export function overviewRow(result: ExchangeResult, door: Door): OverviewRow {
  const { index, exchange, oss, diagnosis } = result;
  const { request, response } = exchange;
  const host = request === null ? null : header(request, 'host');
  const bucket = oss?.address.bucket ?? host ?? '-';
  const key = oss?.address.key ?? null;
  const code = refusalCode(result);
  const isLate = lateFailureIn(result) !== null;
  return {
    index,
    time: beginOf(exchange),
    operation: printable(oss?.operation ?? request?.method ?? '-'),
    target: printable(door.text(key === null ? bucket : `${bucket}/${key}`).text),
    status: response === null ? '-' : String(response.status),
    code: code === null ? null : printable(door.text(code).text),
    requestId: printable(door.text(oss?.requestId ?? '-').text),
    verdict: diagnosis?.verdict ?? null,
    isTriaged: result.triage !== undefined,
    isLate,
  };
}

/** What a table of exchanges shows of them. */
interface Layout {
  /** Null: no times. */
  readonly time: 'milliseconds' | 'seconds' | null;
  /** Error codes behind the status. */
  readonly hasCodes: boolean;
  readonly hasId: boolean;
  /** Columns that bucket and key are to have at least; null: they are left to the blocks below. */
  readonly target: number | null;
  /** Columns that an operation can be wrapped to, or cut; null: none. */
  readonly operation: number | null;
}

/**
 * Best first. Operation, verdict and request id are what people search for; the time gives way first, and
 * then the middle of the key: blocks and `explain` show them.
 */
const LAYOUTS: readonly Layout[] = [
  { time: 'milliseconds', hasCodes: true, hasId: true, target: 32, operation: null },
  { time: 'seconds', hasCodes: true, hasId: true, target: 16, operation: null },
  { time: null, hasCodes: true, hasId: true, target: 16, operation: null },
  { time: 'seconds', hasCodes: false, hasId: true, target: 16, operation: null },
  { time: null, hasCodes: false, hasId: true, target: 10, operation: null },
  { time: null, hasCodes: false, hasId: true, target: null, operation: null },
  { time: 'seconds', hasCodes: true, hasId: false, target: 12, operation: null },
  { time: 'seconds', hasCodes: false, hasId: false, target: 12, operation: null },
  { time: null, hasCodes: false, hasId: false, target: 8, operation: null },
];
const LAST_LAYOUT: Layout = { time: null, hasCodes: false, hasId: false, target: null, operation: 12 };

/** Behind a status that says less than the answer, as before the sentence that explains it. */
const LATE_MARK = ' !';

/** Longest request id that stands whole: those of OSS have 24 characters. */
const WHOLE_ID = 36;

function columnsOf(layout: Layout, rows: readonly OverviewRow[], view: View): readonly Column<OverviewRow>[] {
  const { time, hasCodes, hasId, target, operation } = layout;
  const columns: Column<OverviewRow>[] = [
    { title: label(view, 'column-index'), cell: (row) => String(row.index), least: UNSHRINKABLE },
  ];
  // Pasted texts mostly have none.
  if (time !== null && rows.some((row) => row.time !== null))
    columns.push({
      title: label(view, 'column-time'),
      cell: (row) => (row.time === null ? '-' : formatTimeOfDay(row.time, time)),
      least: UNSHRINKABLE,
    });
  columns.push({
    title: label(view, 'column-operation'),
    cell: (row) => operationName(row.operation, view.texts),
    least: operation ?? UNSHRINKABLE,
  });
  if (target !== null)
    columns.push({ title: label(view, 'column-target'), cell: (row) => row.target, least: target });
  columns.push({
    title: label(view, 'column-status'),
    cell: (row) =>
      row.status + (row.isLate ? LATE_MARK : '') + (hasCodes && row.code !== null ? ` ${row.code}` : ''),
    least: UNSHRINKABLE,
  });
  if (hasId)
    columns.push({ title: label(view, 'column-request-id'), cell: (row) => row.requestId, least: WHOLE_ID });
  columns.push({
    title: label(view, 'column-verdict'),
    cell: (row) => verdictName(row.verdict, view),
    least: UNSHRINKABLE,
  });
  return columns;
}

/** The best layout that the width has room for. */
function layoutOf(rows: readonly OverviewRow[], view: View, style: TableStyle): Layout {
  const fits = (layout: Layout): boolean => fitsColumns(columnsOf(layout, rows, view), rows, view, style);
  return LAYOUTS.find(fits) ?? LAST_LAYOUT;
}
