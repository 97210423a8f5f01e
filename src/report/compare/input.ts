import type { ComparedPair, HopExchange } from '../../diagnose/hops/hop-model.ts';
import type { CaptureInfo } from '../input.ts';

/** Everything that a comparison of captures found. */
export interface ComparisonResult {
  /** In the order of the path, the one nearest to the client first. */
  readonly captures: readonly CaptureInfo[];
  readonly pairs: readonly ComparedPair[];
  readonly unmatched: readonly { readonly capture: number; readonly exchange: HopExchange }[];
}
