import type { ByteString } from '../../bytes/byte-string.ts';
import { splitTarget } from '../../oss/target.ts';
import { dateOf, idOf, signatureOf, timeOf } from './exchange-keys.ts';
import type { HopExchange } from './hop-model.ts';

/** Clocks of two machines that are further apart than this after what is known of their offset do not pair by time. */
const TIME_WINDOW_SECONDS = 2;

/** What two requests have in common. */
export type Likeness = (one: Timed, other: Timed) => boolean;

export const isUnchanged: Likeness = (one, other) =>
  one.method === other.method && one.target === other.target;
export const isHalfChanged: Likeness = (one, other) =>
  one.method === other.method || one.target === other.target;

/** What of an exchange is looked at for each of the others. */
interface Timed {
  readonly exchange: HopExchange;
  readonly seconds: number;
  readonly method: ByteString;
  readonly target: ByteString;
  /** Of the target without its query, which may hold the signature, and without the host that a proxy is told in it. */
  readonly path: ByteString;
  readonly id: ByteString | null;
  readonly signature: string | null;
}

/** Null for a request that is not there, or of an unknown time. */
function timed(exchange: HopExchange): Timed | null {
  const { request } = exchange.exchange;
  const time = timeOf(exchange);
  if (request === null || time === null) return null;
  const { method, target } = request;
  const seconds = time.seconds + time.nanos / 1e9;
  const { path } = splitTarget(target);
  return { exchange, seconds, method, target, path, id: idOf(exchange), signature: signatureOf(exchange) };
}

/** In the order of their times: those that have an id apart, since no other with an id is looked for among them. */
export class ByTime {
  readonly #withId: UntakenList;
  readonly #others: UntakenList;

  constructor(exchanges: readonly HopExchange[]) {
    const all = exchanges.map(timed).filter((each) => each !== null);
    all.sort((a, b) => a.seconds - b.seconds);
    this.#withId = new UntakenList(all.filter(({ id }) => id !== null));
    this.#others = new UntakenList(all.filter(({ id }) => id === null));
  }

  /** Takes the nearest that may be the same, by a clock that is ahead by `offset` seconds. */
  take(exchange: HopExchange, offset: number, isLike: Likeness): HopExchange | null {
    const here = timed(exchange);
    if (here === null) return null;
    const at = here.seconds + offset;
    let best: { readonly list: UntakenList; readonly place: number; readonly other: Timed } | null = null;
    let least = TIME_WINDOW_SECONDS;
    for (const list of here.id === null ? [this.#others, this.#withId] : [this.#others]) {
      let place = list.from(firstFrom(list.items, at - TIME_WINDOW_SECONDS));
      for (; place < list.items.length; place = list.from(place + 1)) {
        const other = list.items[place];
        if (other === undefined || other.seconds - at > least) break;
        const apart = Math.abs(other.seconds - at);
        if (apart > least || !mayBeSame(here, other, isLike)) continue;
        [best, least] = [{ list, place, other }, apart];
      }
    }
    if (best === null) return null;
    best.list.take(best.place);
    return best.other.exchange;
  }
}

/** A list whose taken items are passed over in one step, however many stand together. */
class UntakenList {
  readonly items: readonly Timed[];
  /** For each place, itself; once taken, one behind it from which to look on. */
  readonly #next: Uint32Array;

  constructor(items: readonly Timed[]) {
    this.items = items;
    this.#next = Uint32Array.from({ length: items.length + 1 }, (_, place) => place);
  }

  take(place: number): void {
    this.#next[place] = place + 1;
  }

  /** The first place from this one on that is not taken; the length of the list where there is none. */
  from(place: number): number {
    let at = place;
    for (let next = this.#next[at] ?? at; next !== at; next = this.#next[at] ?? at) {
      // what was passed over is skipped by the next search
      const after = this.#next[next] ?? next;
      this.#next[at] = after;
      at = after;
    }
    return at;
  }
}

/** Position of the first that is not before a time. */
function firstFrom(list: readonly Timed[], seconds: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.seconds ?? seconds) < seconds) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Two signatures are two exchanges, unless it is the signature alone that differs. One signature is one exchange, also with another date,
 * which a hop wrote.
 */
function mayBeSame(one: Timed, other: Timed, isLike: Likeness): boolean {
  if (!isLike(one, other)) return false;
  if (one.signature === other.signature) return true;
  // a proxy sends requests of its own too: one without a signature need not be what another became that has one
  if (one.signature === null || other.signature === null) {
    return one.method === other.method && one.path === other.path;
  }
  return isUnchanged(one, other) && dateOf(one.exchange) === dateOf(other.exchange);
}
