import type { CauseId } from '../../engine/diagnose/cause.ts';
import type { Certainty, Verdict } from '../../engine/diagnose/model.ts';
import type { RowNumber } from '../../engine/diagnose/rows/row.ts';
import { EC_MEANINGS } from '../../engine/oss/providers/oss.ts';
import type { CodeMeaning } from '../../engine/oss/vocabulary.ts';
import { HYPOTHESES } from '../../search/hypotheses/index.ts';
import type { CauseEntry } from '../../sentences/causes/entry.ts';
import { CAUSE_IDS, CAUSES } from '../../sentences/causes/index.ts';
import { type Proof, ROWS, type RowEntry } from '../../sentences/causes/rows.ts';
import type { Lang } from '../../sentences/language.ts';

/** What an id of a report can stand for, in the order of the list of all. */
export const REFERENCE_KINDS = ['cause', 'verdict', 'suspect', 'advice', 'note', 'notice'] as const;

export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

/** The page that says what an id means, as a path within the package, with its anchor. */
export function pageOf(kind: ReferenceKind, id: string, lang: Lang): string {
  const end = lang === 'zh' ? '.zh-CN.md' : '.md';
  if (kind === 'cause') return `docs/reference/causes/${id}${end}`;
  const anchor = kind === 'advice' ? `advice-${id}` : id;
  return `docs/reference/${kind === 'advice' ? 'note' : kind}s${end}#${anchor}`;
}

/** The same for what a finding is reported as: its cause, else its verdict. */
export function pageOfRule(rule: string, lang: Lang): string {
  return pageOf(Object.hasOwn(CAUSES, rule) ? 'cause' : 'verdict', rule, lang);
}

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

/** Rows that can give the cause, the usual one first. */
export function rowsOf(cause: CauseId): readonly DecisionRow[] {
  return rowNumbers(cause).flatMap((each) => DECISION_ROWS.filter(({ number }) => number === each));
}

/** Meanings of the codes that identify the cause; none where an answer only says that signatures differ. */
export function ecMeaningsOf(cause: CauseId): readonly CodeMeaning[] {
  const { codes = [] }: CauseEntry = CAUSES[cause];
  return codes;
}

/** Causes that the page of causes has under a verdict: those whose first row gives it. */
export function causesUnder(verdict: Verdict): readonly CauseId[] {
  const found = DECISION_ROWS.filter((row) => verdictOf(row) === verdict).flatMap(({ causes }) => causes);
  const open = CAUSE_IDS.filter((id) => openOf(id) === verdict);
  return [...new Set([...found, ...open])].filter((id) => {
    const [first] = rowsOf(id);
    return first !== undefined && (openOf(id) ?? verdictOf(first)) === verdict;
  });
}

/** The verdict of a cause that claims nothing; undefined for any other. */
function openOf(id: CauseId): Verdict | undefined {
  const { open }: CauseEntry = CAUSES[id];
  return open;
}

/** What proves a cause, each proof once. */
export function proofKindsOf(id: CauseId): readonly Proof[] {
  const { open, proof: own }: CauseEntry = CAUSES[id];
  if (own !== undefined) return [own];
  return open === undefined ? [...new Set(rowsOf(id).map(({ proof }) => proof))] : ['open'];
}

/** The verdict that a row's causes come with: `match` has none. */
function verdictOf({ verdicts }: RowEntry): Verdict | undefined {
  return verdicts.find((each) => each !== 'match');
}

const OPEN_VERDICTS: ReadonlySet<Verdict> = new Set(['needs-secret', 'undecided']);

/** Every certainty that the rows give, once; `open` is that of the two verdicts that claim nothing. */
export function certaintiesOf(
  rows: readonly DecisionRow[],
  verdict?: Verdict,
): readonly (Certainty | null)[] {
  return [...new Set(rows.flatMap(({ certainties }) => certainties))].filter(
    (each) => verdict === undefined || (each === 'open') === OPEN_VERDICTS.has(verdict),
  );
}

/** The hypotheses of the search that prove the cause. */
export function hypothesesOf(cause: CauseId): readonly string[] {
  return HYPOTHESES.filter(({ causes }) => causes.includes(cause)).map(({ id }) => id);
}

/** The error codes that mean so: the documentation of OSS has a page for each. */
export function codesMeaning(meanings: readonly CodeMeaning[]): readonly string[] {
  return Object.entries(EC_MEANINGS)
    .filter(([, meaning]) => meanings.includes(meaning))
    .map(([ec]) => ec);
}
