import type { Exchange } from '../../http/exchange.ts';
import type { OssExchange } from '../../oss/model.ts';
import type { OssReader } from '../../oss/oss-exchange.ts';
import { whoAnswered } from '../../oss/who-answered.ts';
import type { Joined } from './join-hops.ts';
import type { RequestOnHops } from './on-hops.ts';
import type { OtherCaptures } from './other-captures.ts';
import type { HopTools } from './signed-fields.ts';

/** The same request further on. */
export interface ReadPoint {
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
 * The exchange with the service's answer: where the first point of the capture has none of its own,
 * or only that of a hop, a later point's refusal says what the service made of it. That it passed
 * there does not mean that its client got anything.
 */
export function withAnswerOf(
  later: readonly ReadPoint[],
  exchange: Exchange,
  own: OssExchange | null,
  reader: OssReader,
): OssExchange | null {
  if (isAnsweredByService(own)) return own;
  for (const point of [...later].reverse()) {
    const { response } = point.exchange;
    if (response === null || response.status < 300 || !isAnsweredByService(point.oss)) continue;
    return reader.read({ ...exchange, response });
  }
  return own;
}

function isAnsweredByService(oss: OssExchange | null): boolean {
  const response = oss?.exchange.response ?? null;
  return response !== null && oss !== null && whoAnswered(response, oss.error).kind !== 'other';
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
