import type { CauseId } from '../../diagnose/causes/index.ts';
import { CAUSES } from '../../diagnose/causes/index.ts';
import { type Hypothesis, type HypothesisField, isOfString } from '../../diagnose/search/hypothesis.ts';
import { SIGNATURE_VERSIONS, type SignatureVersion } from '../../sign/canonical.ts';
import { versionRecord } from '../../sign/versions.ts';
import { type FillArgs, type Filler, fill } from '../text/fill.ts';
import type { Texts } from '../text/texts.ts';

/** A hypothesis of the search as a reader is told of it. */
export interface HypothesisEntry {
  readonly id: string;
  readonly field: HypothesisField;
  readonly changes: Hypothesis['changes'];
  readonly versions: readonly SignatureVersion[];
  /** From 1, what happens most, to 5. */
  readonly cost: Hypothesis['cost'];
  /** Never tried together with another. */
  readonly aloneOnly: boolean;
  readonly causes: readonly {
    readonly id: CauseId;
    readonly headline: string;
    readonly cure: string;
  }[];
}

/**
 * The table of hypotheses with the sentences of one language; `…` stands where a request gives the
 * value.
 */
export function hypothesisEntries(
  table: readonly Hypothesis[],
  filler: Filler,
  texts: Texts,
): readonly HypothesisEntry[] {
  return table.map((hypothesis) => {
    const { id, field, changes, cost, single, causes } = hypothesis;
    return {
      id,
      field,
      changes,
      versions: versionsOf(hypothesis),
      cost,
      aloneOnly: single === true,
      causes: causes.map((cause) => ({
        id: cause,
        headline: fill(texts.causes[cause].headline, blanks(cause), filler),
        cure: fill(texts.causes[cause].cure, blanks(cause), filler),
      })),
    };
  });
}

function blanks(cause: CauseId): FillArgs {
  return Object.fromEntries(Object.keys(CAUSES[cause].args).map((name) => [name, '…']));
}

function versionsOf(hypothesis: Hypothesis): readonly SignatureVersion[] {
  return SIGNATURE_VERSIONS.filter(
    (version) =>
      hypothesis.except?.includes(version) !== true && isOfString(hypothesis, versionRecord(version)),
  );
}
