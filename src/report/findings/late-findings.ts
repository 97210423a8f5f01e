import { callbackAddresses } from '../../oss/late-failure.ts';
import type { ExchangeResult } from '../input.ts';
import { listed, type View } from '../terminal/view.ts';
import { fill } from '../text/fill.ts';
import { endingSentences } from '../timing/ending-text.ts';
import { lateFailureIn, type Mishap, mishapIn } from './late-failures.ts';
import { serverSaid } from './server-said.ts';

/** What is told of an exchange that went wrong although its verdict does not fail. */
export interface LateFinding {
  readonly failure: Mishap;
  readonly headline: string;
  /** What the service said; null where its answer is missing or not whole. */
  readonly said: string | null;
  /** How an answer that is missing or not whole was cut off; null for any other. */
  readonly happened: string | null;
  /** Whom it was to call; null where that is not known, or nobody was. */
  readonly callback: string | null;
  readonly cure: string;
}

/** Addresses of a callback that are told; the service takes no more than five. */
const MAX_ADDRESSES = 5;

/** Null for any other exchange. */
export function lateFindingOf(result: ExchangeResult, view: View): LateFinding | null {
  const { oss, exchange } = result;
  const failure = lateFailureIn(result);
  if (oss === null) return null;
  if (failure === null) return endingFinding(result, view);
  const status = exchange.response?.status ?? '-';
  const { headline, cure } = view.texts.late.failures[failure];
  const args = { operation: oss.operation, status };
  const { request } = oss;
  const addresses = failure === 'not-done' || request === null ? [] : callbackAddresses(request);
  return {
    failure,
    headline: fill(headline, args, view.filler),
    said: serverSaid(oss, view),
    happened: null,
    callback:
      addresses.length === 0
        ? null
        : listed(
            addresses.slice(0, MAX_ADDRESSES).map((url) => fill('{url}', { url }, view.filler)),
            view,
          ),
    cure: fill(cure, args, view.filler),
  };
}

function endingFinding(result: ExchangeResult, view: View): LateFinding | null {
  const failure = mishapIn(result);
  const sentences = endingSentences(result.exchange, view.filler, view.texts);
  if (failure === null || sentences === null) return null;
  return { failure, said: null, callback: null, ...sentences };
}
