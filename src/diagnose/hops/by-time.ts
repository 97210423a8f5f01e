import type { ByteString } from '../../bytes/byte-string.ts';
import { addToList } from '../../bytes/collections.ts';
import { splitTarget } from '../../oss/signable-request.ts';
import { dateOf, idOf, signatureOf, timeOf } from './exchange-keys.ts';
import type { HopExchange } from './hop-model.ts';
import { type Moment, Shelf } from './shelf.ts';

/**
 * Clocks of two machines that are further apart than this after what is known of their offset do
 * not pair by time.
 */
const TIME_WINDOW_SECONDS = 2;

/** What of an exchange tells whether another one may be the same. */
interface Timed extends Moment {
  readonly exchange: HopExchange;
  /** In the order in which those that are as near are preferred, the last one most. */
  place: number;
  readonly method: ByteString;
  readonly target: ByteString;
  /**
   * Of the target without its query, which may hold the signature, and without the host that a
   * proxy is told in it.
   */
  readonly path: ByteString;
  readonly id: ByteString | null;
  readonly signature: string | null;
  readonly date: string;
}

/** Null for a request that is not there, or of an unknown time. */
function timed(exchange: HopExchange): Timed | null {
  const { request } = exchange.exchange;
  const time = timeOf(exchange);
  if (request === null || time === null) return null;
  const { method, target } = request;
  return {
    exchange,
    seconds: time.seconds + time.nanos / 1e9,
    isTaken: false,
    place: 0,
    method,
    target,
    path: splitTarget(target).path,
    id: idOf(exchange),
    signature: signatureOf(exchange),
    date: dateOf(exchange),
  };
}

/**
 * What two requests have in common that may be the same. Two signatures are two exchanges, unless
 * it is the signature alone that differs. One signature is one exchange, also with another date,
 * which a hop wrote. A proxy sends requests of its own too: one without a signature need not be
 * what another became that has one.
 */
interface Likeness {
  /** What one of the capture that is searched is filed under. */
  readonly filed: (one: Timed) => readonly string[];
  /** What another one is looked for under: whatever is filed there may be the same. */
  readonly sought: (one: Timed) => readonly string[];
}

/** Method and target are the same. */
export const UNCHANGED: Likeness = {
  filed: (one) => (one.signature === null ? [whole(one)] : [whole(one), wholeSigned(one), wholeDated(one)]),
  sought: (one) =>
    one.signature === null
      ? [whole(one), wholeSigned(one)]
      : [whole(one), whole({ method: one.method, target: one.target, signature: null }), wholeDated(one)],
};

/** Method or target is the same. */
export const HALF_CHANGED: Likeness = {
  filed: (one) => [
    ...halves(one),
    pathOf(one, one.signature !== null),
    ...(one.signature === null ? [] : [wholeDated(one)]),
  ],
  sought: (one) => [
    ...halves(one),
    pathOf(one, one.signature === null),
    ...(one.signature === null ? [] : [wholeDated(one)]),
  ],
};

function whole({ method, target, signature }: Pick<Timed, 'method' | 'target' | 'signature'>): string {
  return JSON.stringify(['whole', method, target, signature]);
}

function wholeSigned({ method, target }: Timed): string {
  return JSON.stringify(['signed', method, target]);
}

function wholeDated({ method, target, date }: Timed): string {
  return JSON.stringify(['dated', method, target, date]);
}

function halves({ method, target, signature }: Timed): readonly string[] {
  return [JSON.stringify(['method', method, signature]), JSON.stringify(['target', target, signature])];
}

function pathOf({ method, path }: Timed, isSigned: boolean): string {
  return JSON.stringify(['path', method, path, isSigned]);
}

/** By what they have in common with another one, in the order of their times. */
export class ByTime {
  readonly #likeness: Likeness;
  /** Those that have an id apart, since no other with an id is looked for among them. */
  readonly #withId: ReadonlyMap<string, Shelf<Timed>>;
  readonly #others: ReadonlyMap<string, Shelf<Timed>>;

  constructor(exchanges: readonly HopExchange[], likeness: Likeness) {
    this.#likeness = likeness;
    const all = exchanges.map(timed).filter((each) => each !== null);
    all.sort((a, b) => a.seconds - b.seconds);
    const others = all.filter(({ id }) => id === null);
    const withId = all.filter(({ id }) => id !== null);
    for (const [place, each] of [...others, ...withId].entries()) each.place = place;
    this.#others = this.#filed(others);
    this.#withId = this.#filed(withId);
  }

  /** Takes the nearest that may be the same, by a clock that is ahead by `offset` seconds. */
  take(exchange: HopExchange, offset: number): HopExchange | null {
    const here = timed(exchange);
    if (here === null) return null;
    const at = here.seconds + offset;
    const keys = this.#likeness.sought(here);
    let best: Timed | null = null;
    for (const shelves of here.id === null ? [this.#others, this.#withId] : [this.#others]) {
      for (const key of keys) {
        const other = shelves.get(key)?.nearest(at) ?? null;
        if (other !== null && isNearer(other, best, at)) best = other;
      }
    }
    if (best === null || Math.abs(best.seconds - at) > TIME_WINDOW_SECONDS) return null;
    best.isTaken = true;
    return best.exchange;
  }

  #filed(all: readonly Timed[]): ReadonlyMap<string, Shelf<Timed>> {
    const lists = new Map<string, Timed[]>();
    for (const each of all) {
      for (const key of this.#likeness.filed(each)) addToList(lists, key, each);
    }
    return new Map([...lists].map(([key, list]) => [key, new Shelf(list)]));
  }
}

function isNearer(one: Timed, other: Timed | null, at: number): boolean {
  if (other === null) return true;
  const [apart, least] = [Math.abs(one.seconds - at), Math.abs(other.seconds - at)];
  return apart < least || (apart === least && one.place > other.place);
}
