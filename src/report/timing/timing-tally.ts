import { addAll } from '../../engine/bytes/collections.ts';
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

/** What a tally holds, as values that can be sent. */
export interface TimingState {
  /** The sums, unrounded. */
  readonly sums: readonly number[];
  /** Slowest first. */
  readonly slowest: readonly KeptExchange[];
}

/** Adds the times of exchanges up and remembers the slowest. Adding one makes no object. */
export class TimingTally {
  readonly #reader = new TimingReader();
  /** Slowest first. */
  readonly #slowest: KeptExchange[] = [];
  readonly #kept: number;
  readonly #least: number;
  #exchanges = 0;
  #connect = 0;
  #request = 0;
  #wait = 0;
  #response = 0;
  #client = 0;
  #network = 0;
  #server = 0;
  #total = 0;
  #retransmissions = 0;
  #zeroWindows = 0;
  #slow = 0;

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
    this.#exchanges++;
    this.#total += micros;
    this.#connect += Math.max(0, reader.connect);
    this.#request += reader.request;
    this.#wait += reader.wait;
    this.#response += reader.response;
    this.#client += reader.waited('client');
    this.#network += reader.waited('network');
    this.#server += reader.waited('server');
    this.#retransmissions += reader.requestSentAgain + (response?.flow?.retransmissions ?? 0);
    this.#zeroWindows += (request?.flow?.zeroWindows ?? 0) + (response?.flow?.zeroWindows ?? 0);
    if (micros >= SLOW_MILLISECONDS * 1000) this.#slow++;
    const last = this.#slowest[this.#kept - 1];
    if (micros >= this.#least && (last === undefined || micros > last.micros)) this.#keep(micros, result);
  }

  get sums(): TimingSumsJson {
    return {
      exchanges: this.#exchanges,
      totalMs: toMilliseconds(this.#total),
      connectMs: toMilliseconds(this.#connect),
      requestMs: toMilliseconds(this.#request),
      waitMs: toMilliseconds(this.#wait),
      responseMs: toMilliseconds(this.#response),
      clientMs: toMilliseconds(this.#client),
      networkMs: toMilliseconds(this.#network),
      serverMs: toMilliseconds(this.#server),
      retransmissions: this.#retransmissions,
      zeroWindows: this.#zeroWindows,
      slow: this.#slow,
    };
  }

  get state(): TimingState {
    return {
      sums: [
        this.#exchanges,
        this.#connect,
        this.#request,
        this.#wait,
        this.#response,
        this.#client,
        this.#network,
        this.#server,
        this.#total,
        this.#retransmissions,
        this.#zeroWindows,
        this.#slow,
      ],
      slowest: [...this.#slowest],
    };
  }

  /** Replaces what was collected so far. */
  restore({ sums, slowest }: TimingState): void {
    const at = (index: number): number => sums[index] ?? 0;
    this.#exchanges = at(0);
    this.#connect = at(1);
    this.#request = at(2);
    this.#wait = at(3);
    this.#response = at(4);
    this.#client = at(5);
    this.#network = at(6);
    this.#server = at(7);
    this.#total = at(8);
    this.#retransmissions = at(9);
    this.#zeroWindows = at(10);
    this.#slow = at(11);
    this.#slowest.length = 0;
    addAll(this.#slowest, slowest);
  }

  /** Slowest first. */
  slowest(): readonly SlowExchange[] {
    return this.#slowest;
  }

  #keep(micros: number, result: ExchangeResult): void {
    const timing = timingOf(result.exchange);
    if (timing === null) return;
    const at = this.#slowest.findIndex((each) => each.micros < micros);
    this.#slowest.splice(at < 0 ? this.#slowest.length : at, 0, { micros, result, timing });
    if (this.#slowest.length > this.#kept) this.#slowest.pop();
  }
}

function toMilliseconds(micros: number): number {
  return Math.round(micros) / 1000;
}
