import { callbackAddresses } from '../oss/callback-url.ts';
import type { LateFailure } from '../oss/late-failure.ts';
import type { ExchangeResult } from './input.ts';
import { lateFailureIn } from './late-failures.ts';
import { serverSaid } from './table/server-said.ts';
import { listed, type View } from './table/view.ts';
import { fill } from './text/fill.ts';

/** What is told of an exchange that failed although its answer has the status of a success. */
export interface LateFinding {
  readonly failure: LateFailure;
  readonly headline: string;
  /** What the service said. */
  readonly said: string;
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
  if (oss === null || failure === null) return null;
  const status = exchange.response?.status ?? '-';
  const { headline, cure } = view.texts.late.failures[failure];
  const args = { operation: oss.operation, status };
  const { request } = oss;
  const addresses = failure === 'not-done' || request === null ? [] : callbackAddresses(request);
  return {
    failure,
    headline: fill(headline, args, view.filler),
    said: serverSaid(oss, view),
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
