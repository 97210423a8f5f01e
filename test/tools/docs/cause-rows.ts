import type { CauseEntry } from '../../../src/diagnose/causes/entry.ts';
import { CAUSE_IDS, CAUSES, type CauseId } from '../../../src/diagnose/causes/index.ts';
import { ROWS, type RowEntry, type RowNumber } from '../../../src/diagnose/causes/rows.ts';
import type { Verdict } from '../../../src/diagnose/model.ts';
import type { EcMeaning } from '../../../src/oss/vocabulary.ts';

/** A row of the decision table, with the causes that it can give. */
export interface DecisionRow extends RowEntry {
  readonly number: number;
  readonly causes: readonly CauseId[];
}

export const DECISION_ROWS: readonly DecisionRow[] = Object.entries(ROWS).map(([key, entry]) => {
  const number = Number(key);
  return {
    ...entry,
    number,
    causes: CAUSE_IDS.filter((id) => rowNumbers(id).some((each) => each === number)),
  };
});

function rowNumbers(cause: CauseId): readonly RowNumber[] {
  const { rows }: CauseEntry = CAUSES[cause];
  return rows;
}

/** Rows that can give the cause, from the top of the table. */
export function rowsOf(cause: CauseId): readonly DecisionRow[] {
  return DECISION_ROWS.filter(({ causes }) => causes.includes(cause));
}

/**
 * Meanings of the codes that identify the cause; none where the answer only says that the
 * signatures differ.
 */
export function ecMeaningsOf(cause: CauseId): readonly EcMeaning[] {
  const { codes = [] }: CauseEntry = CAUSES[cause];
  return codes;
}

/** Causes that the page of causes has under a verdict: those whose first row gives it. */
export function causesUnder(verdict: Verdict): readonly CauseId[] {
  const found = DECISION_ROWS.filter((row) => verdictOf(row) === verdict).flatMap(({ causes }) => causes);
  return [...new Set(found)].filter((id) => {
    const [first] = rowsOf(id);
    return first !== undefined && verdictOf(first) === verdict;
  });
}

/** The verdict that a row's causes come with: `match` has none. */
function verdictOf({ verdicts }: RowEntry): Verdict | undefined {
  return verdicts.find((each) => each !== 'match');
}
