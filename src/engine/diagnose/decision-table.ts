import type { Evidence } from './evidence.ts';
import { isNamedMismatch } from './rows/answer.ts';
import { ANSWERER_ROW } from './rows/answerer-row.ts';
import { REFUSAL_ROWS } from './rows/auth-data-rows.ts';
import { DENIAL_ROW } from './rows/denial-row.ts';
import { DIGEST_ROW } from './rows/digest-row.ts';
import { KEY_ROWS } from './rows/key-rows.ts';
import { MISMATCH_ROWS } from './rows/mismatch-rows.ts';
import { LAST_ROW, OUTCOME_ROWS } from './rows/outcome-rows.ts';
import { type Decision, decision, type Row } from './rows/row.ts';
import { SIGNATURE_ROWS } from './rows/signature-rows.ts';
import { TIME_ROWS } from './rows/time-rows.ts';

/** The decision table: the first row that holds decides, and the last one always holds. */
export const DECISION_TABLE: readonly Row[] = [
  ANSWERER_ROW,
  ...OUTCOME_ROWS,
  ...TIME_ROWS,
  ...KEY_ROWS,
  DIGEST_ROW,
  ...REFUSAL_ROWS,
  DENIAL_ROW,
  ...[...SIGNATURE_ROWS, ...MISMATCH_ROWS].map(likelyOfWords),
  LAST_ROW,
];

/** Row 10a: what the message alone says to be about a signature is no more than likely so. */
function likelyOfWords({ number, decide }: Row): Row {
  return {
    number,
    decide: (evidence) => {
      const made = decide(evidence);
      return made?.certainty === 'proven' && isNamedMismatch(evidence)
        ? { ...made, certainty: 'likely' }
        : made;
    },
  };
}

export function decide(evidence: Evidence): { readonly row: number; readonly made: Decision } {
  for (const row of DECISION_TABLE) {
    const made = row.decide(evidence);
    if (made !== null) return { row: row.number, made };
  }
  return { row: LAST_ROW.number, made: decision('not-auth', null) };
}
