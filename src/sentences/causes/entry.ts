import type { ArgSpec, CheckedProse, Prose } from '../../engine/diagnose/prose.ts';
import type { RowNumber } from '../../engine/diagnose/rows/row.ts';
import type { CodeMeaning } from '../../engine/oss/vocabulary.ts';

/** All that is known of a cause before a request shows it. */
export interface CauseEntry<A extends ArgSpec = ArgSpec> {
  /** Arguments that it always carries. */
  readonly args: A;
  /**
   * Rows of the decision table that can give it, one at least. The first is the usual one, whose verdict it
   * is listed under. The causes of rows 16 and 17 are those that hypotheses of the search name.
   */
  readonly rows: readonly [RowNumber, ...RowNumber[]];
  /** One sentence: who did what. */
  readonly headline: Prose;
  /** Why this happens. */
  readonly cause: Prose;
  /** What to do next. */
  readonly cure: Prose;
  /**
   * Meanings of the error codes (EC) that distinguish it: the documentation of OSS has a page for each code.
   * None where the answer only says that the signatures differ.
   */
  readonly codes?: readonly CodeMeaning[];
  /** Of a wrong secret: a few words for it, where another cause has the sentences. */
  readonly brief?: Prose;
}

/** An entry whose sentences have no places but those of its arguments. */
export function entry<
  const A extends ArgSpec,
  const H extends Prose,
  const W extends Prose,
  const C extends Prose,
>(
  given: Omit<CauseEntry<A>, 'headline' | 'cause' | 'cure'> & {
    readonly headline: H & CheckedProse<H, A>;
    readonly cause: W & CheckedProse<W, A>;
    readonly cure: C & CheckedProse<C, A>;
  },
): CauseEntry<A> {
  return given;
}
