import type { Verdict } from '../../../diagnose/model.ts';
import type { Row } from './data.ts';

/** What of the exchanges is listed. Null: any. */
export interface Filter {
  readonly capture: number | null;
  readonly verdict: 'all' | 'failing' | Verdict;
  readonly operation: string | null;
  readonly bucket: string | null;
  readonly text: string;
  /** Its place among the causes of the report. */
  readonly cause: number | null;
  /** Milliseconds since 1970, both included. */
  readonly time: { readonly from: number; readonly to: number } | null;
}

/** Rows that fit, `except` for one part of the filter: what a choice of that part would show. */
export function applyFilter(rows: readonly Row[], filter: Filter, except?: keyof Filter): Row[] {
  const has = (part: keyof Filter): boolean => part !== except;
  const words = has('text') ? filter.text.toLowerCase().split(/\s+/).filter(Boolean) : [];
  return rows.filter((row) => {
    if (has('capture') && filter.capture !== null && row.capture !== filter.capture) return false;
    if (has('verdict') && !fitsVerdict(row, filter.verdict)) return false;
    if (has('operation') && filter.operation !== null && row.operation !== filter.operation) return false;
    if (has('bucket') && filter.bucket !== null && row.bucket !== filter.bucket) return false;
    const { cause, time } = filter;
    if (has('cause') && cause !== null && row.cause !== cause) return false;
    if (has('time') && time !== null && !(row.at >= time.from && row.at <= time.to)) return false;
    return words.every((word) =>
      word.startsWith('#') ? hasNumber(row, word.slice(1)) : row.text.includes(word),
    );
  });
}

/** `3` is the third exchange of any capture, `1.3` that of the first one. */
function hasNumber({ name, index }: Row, number: string): boolean {
  return number === name || number === String(index);
}

function fitsVerdict(row: Row, verdict: Filter['verdict']): boolean {
  return verdict === 'all' || (verdict === 'failing' ? row.isFailing : row.verdict === verdict);
}
