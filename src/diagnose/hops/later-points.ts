import { type ByteString, fromText } from '../../bytes/byte-string.ts';
import type { NoticeSink } from '../../bytes/notice.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { OssExchange } from '../../oss/model.ts';
import type { OssReader } from '../../oss/oss-exchange.ts';
import { whoAnswered } from '../../oss/who-answered.ts';
import type { HopTools, RequestOnHops } from './compare-hops.ts';
import type { Joined } from './join-hops.ts';

/**
 * What other captures of a scan show of the requests of one. Plain values, for they may go to another thread.
 */
export interface OtherCaptures {
  /** Its exchanges that are reported with `capture`, which is nearer to the client. */
  readonly copies: readonly {
    readonly index: number;
    readonly requestId: ByteString | null;
    readonly capture: string;
  }[];
  /** Uploads that those belong to. */
  readonly uploads: readonly ByteString[];
  /** Exchanges of other captures that show a request of this one further on. */
  readonly hops: readonly { readonly index: number; readonly capture: string; readonly exchange: Exchange }[];
  /** Captures that were not compared, this being the first of them; absent elsewhere. */
  readonly lefts?: number | undefined;
}

/** Which exchanges of a capture are reported with other captures, and how many with each. */
export class ReportedElsewhere {
  readonly #copies: OtherCaptures['copies'];
  readonly #lefts: number;
  readonly #counts = new Map<string, number>();

  constructor(others: OtherCaptures | undefined) {
    this.#lefts = others?.lefts ?? 0;
    this.#copies = others?.copies ?? [];
  }

  /** Whether this exchange is; counts it if so. */
  has({ requestId, exchange: { index } }: OssExchange): boolean {
    if (this.#copies.length === 0) return false;
    // the file may have become another one since it was looked into
    const copy = this.#copies.find((each) => each.index === index && each.requestId === requestId);
    if (copy === undefined) return false;
    this.#counts.set(copy.capture, (this.#counts.get(copy.capture) ?? 0) + 1);
    return true;
  }

  /** Gives a notice for each other capture; `path`: of this one. */
  end(path: string, notice: NoticeSink): void {
    const count = this.#lefts;
    if (count > 0) notice({ code: 'limit-captures-compared', frame: null, offset: null, args: { count } });
    for (const [capture, count] of this.#counts) {
      const args = { count, capture: fromText(capture), path: fromText(path) };
      notice({ code: 'reported-in-other-capture', frame: null, offset: null, args });
    }
  }
}

/** The same request further on. */
interface ReadPoint {
  readonly exchange: Exchange;
  /** The point that it came from; absent where that is the one before it. */
  readonly from?: Exchange;
  readonly oss: OssExchange | null;
  /** Path of the capture that shows it, where it is another one. */
  readonly capture?: string;
}

const NONE: readonly ReadPoint[] = [];

/** Points of this capture that show the request, then those of other captures. */
export function readLaterPoints(
  { index }: Exchange,
  hops: Joined['hops'],
  others: OtherCaptures | undefined,
  reader: OssReader,
): readonly ReadPoint[] {
  if (hops.length === 0 && others === undefined) return NONE;
  const here = hops.map(({ exchange, from }) => ({ exchange, from, oss: reader.read(exchange) }));
  const elsewhere = others?.hops.filter((hop) => hop.index === index) ?? [];
  return [
    ...here,
    ...elsewhere.map(({ exchange, capture }) => ({ exchange, oss: reader.read(exchange), capture })),
  ];
}

/**
 * The exchange with the service's answer: where the first point of the capture has none of its own, or only
 * that of a hop, a later point's refusal says what the service made of it. That it passed there does not mean
 * that its client got anything, unless all that lies between translates addresses.
 */
export function withAnswerOf(
  later: readonly ReadPoint[],
  exchange: Exchange,
  own: OssExchange | null,
  reader: OssReader,
): OssExchange | null {
  if (isAnsweredByService(own)) return own;
  for (const { exchange: point } of [...later].reverse()) {
    const { response, translated } = point;
    if (response === null || (response.status < 300 && translated === undefined)) continue;
    const read = reader.read({ ...exchange, response });
    if (isAnsweredByService(read)) return read;
  }
  return own;
}

function isAnsweredByService(oss: OssExchange | null): boolean {
  const response = oss?.exchange.response ?? null;
  return response !== null && oss !== null && whoAnswered(response, oss.error, oss.provider).kind !== 'other';
}

/** All points of a request, for its diagnosis. */
export function pointsOf(
  exchange: Exchange,
  oss: OssExchange,
  later: readonly ReadPoint[],
  tools: HopTools,
): RequestOnHops {
  const places = [exchange, ...later.map((point) => point.exchange)];
  const point = (each: Exchange, read: OssExchange | null) => {
    return { index: each.index, exchange: each, oss: read, diagnosis: null };
  };
  const behind = later.map(({ exchange: each, from, oss: read, capture }) => {
    const known = from === undefined ? {} : { from: places.indexOf(from) };
    return { ...point(each, read), ...known, ...(capture === undefined ? {} : { capture }) };
  });
  return { points: [point(exchange, oss), ...behind], tools };
}
