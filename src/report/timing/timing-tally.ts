import type { ExchangeResult } from '../../engine/results.ts';
import { type Timing, TimingReader, timingOf } from '../../features/timing/timing.ts';
import type { TimingSumsJson } from '../json/model.ts';

/** An exchange that takes this long is mentioned. */
export const SLOW_MILLISECONDS = 1000;
/** Slow exchanges that are listed unless a number is asked for. */
export const LISTED_SLOW = 5;

/**
 * A slow exchange and where its time went, by what was known of its connection when it was added: later
 * exchanges show more of that.
 */
interface SlowExchange {
  readonly result: ExchangeResult;
  readonly timing: Timing;
}

/** `micros`: unrounded, by which they are put in order. */
type KeptExchange = SlowExchange & { readonly micros: number };

/** Adds the times of exchanges up and remembers the slowest. Adding one makes no object. */
export class TimingTally {
  readonly #reader = new TimingReader();
  readonly #kept: number;
  readonly #least: number;
  /** All that it holds: the sums, in microseconds, and the slowest first. */
  state = {
    sums: {
      exchanges: 0,
      total: 0,
      connect: 0,
      request: 0,
      wait: 0,
      response: 0,
      client: 0,
      network: 0,
      server: 0,
      retransmissions: 0,
      zeroWindows: 0,
      slow: 0,
    },
    slowest: [] as KeptExchange[],
  };

  /** Keeps the slowest `kept` exchanges that took `leastMs` or longer. */
  constructor(kept: number, leastMs: number) {
    this.#kept = kept;
    this.#least = leastMs * 1000;
  }

  add(result: ExchangeResult): void {
    const reader = this.#reader;
    const { request, response } = result.exchange;
    if (result.oss === null || !reader.read(result.exchange)) return;
    const micros = reader.total;
    const { sums, slowest } = this.state;
    sums.exchanges++;
    sums.total += micros;
    sums.connect += Math.max(0, reader.connect);
    sums.request += reader.request;
    sums.wait += reader.wait;
    sums.response += reader.response;
    sums.client += reader.waited('client');
    sums.network += reader.waited('network');
    sums.server += reader.waited('server');
    sums.retransmissions += reader.requestSentAgain + (response?.flow?.retransmissions ?? 0);
    sums.zeroWindows += (request?.flow?.zeroWindows ?? 0) + (response?.flow?.zeroWindows ?? 0);
    if (micros >= SLOW_MILLISECONDS * 1000) sums.slow++;
    const last = slowest[this.#kept - 1];
    if (micros >= this.#least && (last === undefined || micros > last.micros)) this.#keep(micros, result);
  }

  get sums(): TimingSumsJson {
    const { sums } = this.state;
    return {
      exchanges: sums.exchanges,
      totalMs: toMilliseconds(sums.total),
      connectMs: toMilliseconds(sums.connect),
      requestMs: toMilliseconds(sums.request),
      waitMs: toMilliseconds(sums.wait),
      responseMs: toMilliseconds(sums.response),
      clientMs: toMilliseconds(sums.client),
      networkMs: toMilliseconds(sums.network),
      serverMs: toMilliseconds(sums.server),
      retransmissions: sums.retransmissions,
      zeroWindows: sums.zeroWindows,
      slow: sums.slow,
    };
  }

  /** Slowest first. */
  slowest(): readonly SlowExchange[] {
    return this.state.slowest;
  }

  #keep(micros: number, result: ExchangeResult): void {
    const timing = timingOf(result.exchange);
    if (timing === null) return;
    const { slowest } = this.state;
    const at = slowest.findIndex((each) => each.micros < micros);
    slowest.splice(at < 0 ? slowest.length : at, 0, { micros, result, timing });
    if (slowest.length > this.#kept) slowest.pop();
  }
}

function toMilliseconds(micros: number): number {
  return Math.round(micros) / 1000;
}
