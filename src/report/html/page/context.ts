import type { ReportData } from './data.ts';
import type { Filter } from './filter.ts';
import type { Say } from './words.ts';

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
