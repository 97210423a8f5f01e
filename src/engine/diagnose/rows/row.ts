import type { ByteString } from '../../bytes/byte-string.ts';
import type { SignedStrings } from '../../sign/canonical.ts';
import type { Evidence } from '../evidence.ts';
import type { Cause, Certainty, Divergence, Note, Verdict } from '../model.ts';

/** A row's place in the decision table. */
// biome-ignore format: one line of numbers
export type RowNumber = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 17 | 18 | 19 | 20 | 21;

/** What a row of the table says about an exchange that it holds for. */
export interface Decision {
  readonly verdict: Verdict;
  readonly certainty: Certainty | null;
  readonly cause: Cause | null;
  readonly divergences: readonly Divergence[];
  readonly notes: readonly Note[];
  /** `V`, where it is proved. */
  readonly client: SignedStrings | null;
  readonly needsSecretOf: ByteString | null;
}

/** A row of the decision table: it gives its decision where it holds, else null. */
export interface Row {
  readonly number: RowNumber;
  readonly decide: (evidence: Evidence) => Decision | null;
}

export function decision(
  verdict: Verdict,
  certainty: Certainty | null,
  rest: Partial<Omit<Decision, 'verdict' | 'certainty'>> = {},
): Decision {
  return {
    verdict,
    certainty,
    cause: null,
    divergences: [],
    notes: [],
    client: null,
    needsSecretOf: null,
    ...rest,
  };
}
