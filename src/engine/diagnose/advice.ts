import type { ArgSpec, ArgsOf } from './prose.ts';

/**
 * What will fail although it still passes: every warning by id, with the arguments that it always carries.
 */
export const ADVICE_ARGS = {
  /**
   * The signed date is more than 5 of the 15 minutes off. `seconds`: signed minus server, the largest seen.
   */
  'clock-near-limit': { seconds: 'number', limit: 'number' },
  /**
   * Refused for its date first, the client signs with the server's time now: its SDK corrects itself.
   * `refused`: index of that exchange; `seconds`: how far the date was off then, signed minus server.
   */
  'clock-corrected': { refused: 'number', seconds: 'number' },
  /** A signed URL was used shortly before its end. `seconds`: what was left, the least seen. */
  'url-near-expiry': { seconds: 'number' },
  /** Signature V1, which is being switched off. */
  'v1-signature': {},
  /** A security token went over the network in the clear. */
  'token-in-clear': {},
  /** Temporary credentials: requests do not say when they end. */
  'temporary-token': {},
  /**
   * The same, with one token in use for so long that it is near its end. `seconds`: between its first and
   * last use seen.
   */
  'token-long-in-use': { seconds: 'number' },
  /**
   * An SDK version that signs some kinds of request wrongly. `what`: one such kind; `fixed`: the version
   * without it.
   */
  'sdk-defect': { agent: 'bytes', what: 'word', fixed: 'word' },
} as const satisfies Readonly<Record<string, ArgSpec>>;

/** A clock near the limit, a key or URL near its end, a signature version that is being switched off, … */
export type AdviceId = keyof typeof ADVICE_ARGS;
export type AdviceArgs<I extends AdviceId> = ArgsOf<(typeof ADVICE_ARGS)[I]>;

export const ADVICE_IDS = Object.keys(ADVICE_ARGS) as readonly AdviceId[];

/** One warning about exchanges that passed. */
export interface Advice {
  /** `docs/reference/notes.md` has a sentence for each. */
  readonly id: AdviceId;
  /** Values that the sentence names: numbers, words of this program, and captured text as byte strings. */
  readonly args: Readonly<Record<string, string | number>>;
  /** Passing exchanges that it holds for, of those looked at. */
  readonly count: number;
  /** Index of the first of them, or of the one that is nearest to failing. */
  readonly exchange: number;
}
