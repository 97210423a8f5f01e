import { plainRequest } from '../diagnose/hops/compare-hops.ts';
import { type KeyedExchange, keyed } from '../diagnose/hops/hop-model.ts';
import type { OtherCaptures } from '../diagnose/hops/later-points.ts';
import { pairExchanges } from '../diagnose/hops/pair-exchanges.ts';
import type { Exchange } from '../http/exchange.ts';
import type { ExchangeResult, ResultSink } from '../report/input.ts';
import type { Input, ReadControl } from './input.ts';
import { REFUSAL } from './refusing-captures.ts';

/** Refused exchanges that are compared, of each capture. */
const MOST_EXCHANGES = 1024;

/**
 * Reads a capture for what others are to know of it, with the keys of the scan. Its faults are met
 * again, and reported, when it is read for the reports.
 */
export type ScanBefore = (
  input: Input,
  sink: ResultSink,
  control?: Pick<ReadControl, 'signal' | 'onBytes'>,
) => Promise<{ readonly interrupted: boolean }>;

/**
 * Finds refused requests that several captures of one scan hold, such as the two sides of a proxy,
 * and says of each capture which of its exchanges are copies of another's. `candidates`: those that
 * are read for it. Only refusals of signatures are paired: a false blame hurts there.
 */
export async function pairCaptures(
  inputs: readonly Input[],
  candidates: readonly Input[],
  scan: ScanBefore,
): Promise<readonly Input[]> {
  if (candidates.length < 2) return inputs;
  const refused: KeyedExchange[][] = [];
  for (const input of candidates) refused.push(await refusedIn(input, scan));
  const others = new Map<string, Writable>();
  const of = (at: number): Writable => {
    const path = candidates[at]?.path ?? '';
    const known = others.get(path) ?? { copies: [], uploads: [], hops: [] };
    others.set(path, known);
    return known;
  };
  for (const { points, matchedBy } of pairExchanges(refused.map(withoutRepeatedIds)).pairs) {
    // across captures the ID alone proves it: version 1 signs no parameters of a listing, and
    // clocks differ
    if (matchedBy !== 'request-id') continue;
    const [first, ...copies] = fromTheClientOn(points);
    if (first === undefined) continue;
    const path = (at: number): string => candidates[at]?.path ?? '';
    for (const copy of copies) {
      const { index, requestId, hop } = copy.point;
      of(copy.at).copies.push({ index, requestId, capture: path(first.at) });
      const query = hop.oss?.request?.query ?? [];
      const upload = query.find(({ name }) => name === 'uploadId');
      if (upload !== undefined) of(copy.at).uploads.push(upload.value);
      const exchange = requestAlone(hop.exchange);
      of(first.at).hops.push({ index: first.point.index, capture: path(copy.at), exchange });
    }
  }
  return inputs.map((input) => {
    const found = others.get(input.path);
    return found === undefined ? input : { ...input, others: found };
  });
}

/**
 * The service gives each request an ID: what repeats one within a capture is an emulator, and says
 * nothing across captures.
 */
function withoutRepeatedIds(exchanges: readonly KeyedExchange[]): readonly KeyedExchange[] {
  const counts = new Map<string, number>();
  const idOf = ({ requestId }: KeyedExchange): string => requestId ?? '';
  for (const each of exchanges) counts.set(idOf(each), (counts.get(idOf(each)) ?? 0) + 1);
  return exchanges.filter((each) => idOf(each) === '' || counts.get(idOf(each)) === 1);
}

/** As a plain value, and without the answer: that is the first capture's business. */
function requestAlone({ index, connection, request }: Exchange): Exchange {
  const { client, server } = connection;
  return {
    index,
    connection: { index: connection.index, client, server },
    request: request === null ? null : plainRequest(request),
    response: null,
    damage: [],
    interim: [],
  };
}

interface Writable {
  readonly copies: OtherCaptures['copies'][number][];
  readonly uploads: OtherCaptures['uploads'][number][];
  readonly hops: OtherCaptures['hops'][number][];
}

interface Point {
  readonly at: number;
  readonly point: KeyedExchange;
}

/**
 * The points of one request in the order of its way: where the server signed something else than
 * what a point shows, the change came behind that point. Points of which that says nothing stay in
 * the order of the captures.
 */
function fromTheClientOn(points: readonly (KeyedExchange | null)[]): readonly Point[] {
  const shown = points.flatMap((point, at) => (point === null ? [] : [{ at, point }]));
  const isBeforeChange = ({ point }: Point): boolean => {
    const { diagnosis } = point.hop;
    const server = diagnosis?.server?.stringToSign;
    const wire = diagnosis?.wire?.stringToSign.text;
    return server !== undefined && wire !== undefined && server !== wire;
  };
  return [...shown.filter(isBeforeChange), ...shown.filter((each) => !isBeforeChange(each))];
}

async function refusedIn(input: Input, scan: ScanBefore): Promise<KeyedExchange[]> {
  const found: KeyedExchange[] = [];
  const sink: ResultSink = {
    exchange(_capture: string, { index, exchange, oss, diagnosis }: ExchangeResult) {
      const isOfPackets = exchange.numbering === undefined && exchange.request !== null;
      if (!isOfPackets || oss?.error?.code !== REFUSAL || found.length >= MOST_EXCHANGES) return;
      found.push(keyed({ index, exchange, oss, diagnosis }));
    },
    capture() {},
    unreadable() {},
  };
  await scan(input, sink);
  return found.sort((a, b) => a.index - b.index);
}
