import { type Exchange, header } from '../../rooms/http.ts';
import type { Expected } from './listed.ts';

export interface DamageReport {
  readonly exchanges: number;
  readonly undamaged: number;
  /** Undamaged exchanges that came out whole, with their own answer and without a word of damage. */
  readonly found: number;
  readonly missed: readonly Expected[];
  readonly damaged: number;
  /** Damaged exchanges that came out, and say that bytes are missing or a side is. */
  readonly named: number;
  /**
   * Damaged exchanges of which nothing came out that names them: neither the request's first line nor the
   * answer's id.
   */
  readonly gone: number;
  /** Damaged exchanges that came out as if nothing were missing. */
  readonly unnamed: readonly Expected[];
  /**
   * Pairs whose request and answer belong to different exchanges. Only known where the list has request ids.
   */
  readonly wrongPairs: readonly Exchange[];
  /** Exchanges that are in no list. Only known where the list has request ids. */
  readonly invented: readonly Exchange[];
}

/** Compares what was read from a capture with what it is known to hold. */
export function checkDamage(list: readonly Expected[], exchanges: readonly Exchange[]): DamageReport {
  const found = new Matcher(exchanges);
  const missed: Expected[] = [];
  const unnamed: Expected[] = [];
  let named = 0;
  let gone = 0;
  const undamaged = list.filter(({ isDamaged }) => !isDamaged);
  const damaged = list.filter(({ isDamaged }) => isDamaged);
  for (const expected of undamaged) {
    if (found.take(expected, isWhole) === null) missed.push(expected);
  }
  for (const expected of damaged) {
    const exchange = found.take(expected, (one) => !isWhole(one)) ?? found.take(expected, isWhole);
    if (exchange === null) gone++;
    else if (isWhole(exchange)) unnamed.push(expected);
    else named++;
  }
  const hasIds = list.some(({ requestId }) => requestId !== null);
  return {
    exchanges: list.length,
    undamaged: undamaged.length,
    found: undamaged.length - missed.length,
    missed,
    damaged: damaged.length,
    named,
    gone,
    unnamed,
    wrongPairs: hasIds ? wrongPairs(list, exchanges) : [],
    invented: hasIds ? invented(found.left, gone) : [],
  };
}

/** What is left over and is not simply one of the exchanges whose names are gone. */
function invented(left: readonly Exchange[], gone: number): Exchange[] {
  const isNameless = ({ request, response }: Exchange): boolean =>
    request === null && (response === null || header(response, 'x-oss-request-id') === null);
  const nameless = left.filter(isNameless);
  return [...left.filter((one) => !isNameless(one)), ...nameless.slice(gone)];
}

/** Both sides are there from the first byte to the last, and nothing is said to be missing. */
function isWhole({ request, response, damage }: Exchange): boolean {
  return request?.complete === true && response?.complete === true && damage.length === 0;
}

/** Finds exchanges by what is known of them, each one once. */
class Matcher {
  readonly #byKey = new Map<string, Exchange[]>();
  readonly #left: Set<Exchange>;

  constructor(exchanges: readonly Exchange[]) {
    this.#left = new Set(exchanges);
    for (const exchange of exchanges) {
      for (const key of keysOf(exchange)) {
        const list = this.#byKey.get(key);
        if (list === undefined) this.#byKey.set(key, [exchange]);
        else list.push(exchange);
      }
    }
  }

  get left(): Exchange[] {
    return [...this.#left];
  }

  /** The first exchange like `expected` that fits, by the whole of it or by one of its sides. */
  take(expected: Expected, fits: (exchange: Exchange) => boolean): Exchange | null {
    const { client, method, target, status, requestId } = expected;
    const keys = [`${client} ${method} ${target} ${status}`];
    if (expected.isDamaged) keys.push(`${client} ${method} ${target}`);
    if (expected.isDamaged && requestId !== null) keys.push(`${client} ${requestId}`);
    for (const key of keys) {
      const found = this.#byKey.get(key)?.find((exchange) => this.#left.has(exchange) && fits(exchange));
      if (found === undefined) continue;
      this.#left.delete(found);
      return found;
    }
    return null;
  }
}

function keysOf({ connection, request, response }: Exchange): string[] {
  const { client } = connection;
  const keys: string[] = [];
  if (request !== null) {
    const asked = `${client} ${request.method} ${request.target}`;
    keys.push(response === null ? asked : `${asked} ${response.status}`);
    // An answer whose end is missing has its status all the same; one without a start line has none.
    if (response !== null) keys.push(asked);
  }
  const id = response === null ? null : header(response, 'x-oss-request-id');
  if (id !== null) keys.push(`${client} ${id}`);
  return keys;
}

/** The request's target and the answer's id each name an exchange of the list: it must be the same one. */
function wrongPairs(list: readonly Expected[], exchanges: readonly Exchange[]): Exchange[] {
  const idOfTarget = new Map(list.map(({ target, requestId }) => [target, requestId]));
  return exchanges.filter(({ request, response }) => {
    if (request === null || response === null) return false;
    const id = header(response, 'x-oss-request-id');
    return id !== null && idOfTarget.get(request.target) !== id;
  });
}
