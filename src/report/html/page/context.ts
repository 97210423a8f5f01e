import { fromText } from '../../../bytes/byte-string.ts';
import type { Verdict } from '../../../diagnose/model.ts';
import { fill } from '../../text/fill.ts';
import type { FormatLabelId } from '../../text/format-texts.ts';
import type { PageHead } from '../page-data.ts';
import type { ReportData } from './data.ts';

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

/** What every part of the page works with. */
export interface Context {
  readonly data: ReportData;
  readonly say: Say;
  readonly initial: Filter;
  filter(): Filter;
  /** Changes parts of the filter and shows the list anew. */
  change(part: Partial<Filter>): void;
  /** Opens one exchange of the list and goes there. */
  open(capture: number, index: number): void;
}

/** The page's words with arguments in place. */
export type Say = (id: FormatLabelId, args?: Readonly<Record<string, string | number>>) => string;

export function wordsOf({ lang, labels }: PageHead): Say {
  const filler = { texts: { lang, words: {}, empty: '' }, escape: (text: string): string => text };
  return (id, args = {}) => {
    const entries = Object.entries(args).map(([name, value]): [string, string | number] => [
      name,
      typeof value === 'string' ? fromText(value) : value,
    ]);
    return fill(labels[id], Object.fromEntries(entries), filler);
  };
}

/** `2018-12-29 07:33:43.123` of the report's own form. */
export function shortTime(time: string | null): string {
  if (time === null) return '-';
  return time
    .replace('T', ' ')
    .replace(/(\.\d{3})\d*Z$/, '$1')
    .replace(/Z$/, '');
}

export function timeOfMs(ms: number): string {
  return Number.isFinite(ms) ? shortTime(new Date(ms).toISOString()) : '-';
}
