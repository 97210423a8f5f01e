import { isFailing } from '../../diagnose/model.ts';
import { renderColumns, type TableStyle } from '../terminal/columns.ts';
import type { View } from '../terminal/view.ts';
import { columnsOf, layoutOf } from './overview-columns.ts';
import type { OverviewRow } from './overview-row.ts';

/** A table of exchanges. */
interface Overview {
  /** None wider than the view. */
  readonly lines: readonly string[];
  /** Whether it tells the error codes of its rows. */
  readonly hasCodes: boolean;
}

/** The overview, with the columns that the width has room for. */
export function renderOverview(rows: readonly OverviewRow[], view: View, style: TableStyle): Overview {
  const layout = layoutOf(rows, view, style);
  const columns = columnsOf(layout, rows, view);
  const text = renderColumns(columns, rows, view, style, (row, at) => {
    if (at !== columns.length - 1) return null;
    if (row.isTriaged) return 'quiet';
    return row.verdict !== null && isFailing(row.verdict) ? 'failing' : 'passed';
  });
  return { lines: text.split('\n'), hasCodes: layout.hasCodes };
}
