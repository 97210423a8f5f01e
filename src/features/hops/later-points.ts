import { fromText } from '../../engine/bytes/byte-string.ts';
import type { NoticeSink } from '../../engine/bytes/notice.ts';
import type {
  Hops,
  HopsOf,
  HopTools,
  Joined,
  LaterPoints,
  OtherCaptures,
  RequestOnHops,
} from '../../engine/diagnose/ports.ts';
import type { Exchange } from '../../engine/http/exchange.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import type { OssReader } from '../../engine/oss/oss-exchange.ts';
import { whoAnswered } from '../../engine/oss/who-answered.ts';
import { diagnosedHops, type PointOfCapture } from './compare-hops.ts'; // later: deciding
import { HopJoiner } from './join-hops.ts';

/** The points of the requests of a capture, in it and in others of its scan. */
export const hopsOfCapture: HopsOf = (out, others, reader, tools) =>
  new HopsOfCapture(out, others, reader, tools);

class HopsOfCapture extends HopJoiner implements Hops {
  readonly #others: OtherCaptures | undefined;
  readonly #reader: OssReader;
  readonly #tools: HopTools;
  /** How many exchanges are reported with each other capture. */
  readonly #elsewhere = new Map<string, number>();

  constructor(...[out, others, reader, tools]: Parameters<HopsOf>) {
    super(out);
    this.#others = others;
    this.#reader = reader;
    this.#tools = tools;
  }

  laterPoints(exchange: Exchange, hops: Joined['hops']): LaterPoints | null {
    if (hops.length === 0 && this.#others === undefined) return null;
    const here = hops.map(({ exchange, from }) => ({ exchange, from, oss: this.#reader.read(exchange) }));
    const elsewhere = this.#others?.hops.filter(({ index }) => index === exchange.index) ?? [];
    const later = [
      ...here,
      ...elsewhere.map(({ exchange, capture }) => ({ exchange, oss: this.#reader.read(exchange), capture })),
    ];
    return later.length === 0 ? null : new ReadPoints(exchange, later, this.#reader, this.#tools);
  }

  isElsewhere({ requestId, exchange: { index } }: OssExchange): boolean {
    // the file may have become another one since it was looked into
    const copy = this.#others?.copies.find((each) => each.index === index && each.requestId === requestId);
    if (copy === undefined) return false;
    this.#elsewhere.set(copy.capture, (this.#elsewhere.get(copy.capture) ?? 0) + 1);
    return true;
  }

  reportElsewhere(path: string, notice: NoticeSink): void {
    const count = this.#others?.lefts ?? 0;
    if (count > 0) notice({ code: 'limit-captures-compared', frame: null, offset: null, args: { count } });
    for (const [capture, count] of this.#elsewhere) {
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

class ReadPoints implements LaterPoints {
  readonly #first: Exchange;
  /** Points of this capture that show the request, then those of other captures. */
  readonly #later: readonly ReadPoint[];
  readonly #reader: OssReader;
  readonly #tools: HopTools;

  constructor(first: Exchange, later: readonly ReadPoint[], reader: OssReader, tools: HopTools) {
    this.#first = first;
    this.#later = later;
    this.#reader = reader;
    this.#tools = tools;
  }

  answered(own: OssExchange | null): OssExchange | null {
    if (isAnsweredByService(own)) return own;
    for (const { exchange: point } of this.#later.toReversed()) {
      const { response, translated } = point;
      if (response === null || (response.status < 300 && translated === undefined)) continue;
      const read = this.#reader.read({ ...this.#first, response });
      if (isAnsweredByService(read)) return read;
    }
    return own;
  }

  behind(oss: OssExchange): RequestOnHops {
    const tools = this.#tools;
    const places = [this.#first, ...this.#later.map((point) => point.exchange)];
    const point = (each: Exchange, read: OssExchange | null) => {
      return { index: each.index, exchange: each, oss: read, diagnosis: null };
    };
    const later = this.#later.map(({ exchange: each, from, oss: read, capture }) => {
      const known = from === undefined ? {} : { from: places.indexOf(from) };
      return { ...point(each, read), ...known, ...(capture === undefined ? {} : { capture }) };
    });
    const points: readonly PointOfCapture[] = [point(this.#first, oss), ...later];
    return { points, hops: (answered) => diagnosedHops(points, answered, tools) };
  }
}

function isAnsweredByService(oss: OssExchange | null): boolean {
  const response = oss?.exchange.response ?? null;
  return response !== null && oss !== null && whoAnswered(response, oss.error, oss.provider).kind !== 'other';
}
