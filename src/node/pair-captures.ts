import { open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { plainRequest } from '../diagnose/hops/compare-hops.ts';
import type { HopExchange } from '../diagnose/hops/hop-model.ts';
import type { OtherCaptures } from '../diagnose/hops/later-points.ts';
import { pairExchanges } from '../diagnose/hops/pair-exchanges.ts';
import type { Exchange } from '../http/exchange.ts';
import type { ExchangeResult, ResultSink } from '../report/input.ts';
import { STDIN } from './files.ts';
import { scanInputs } from './scan.ts';
import type { Input, ScanOptions } from './scan-options.ts';

/**
 * Larger captures are not looked into for requests of others: it would mean to read them twice. In
 * bytes.
 */
const LARGEST_PAIRED = 32 * 1024 * 1024;
/** All that is looked into, in bytes. */
const MOST_LOOKED_AT = 256 * 1024 * 1024;
/** All captures with such refusals that are read for it, in bytes. */
const MOST_READ = 64 * 1024 * 1024;
/** Refused exchanges that are compared, of each capture. */
const MOST_EXCHANGES = 1024;
/**
 * What an answer says that refuses a signature. Only those requests are paired: a false blame hurts
 * there.
 */
const REFUSAL = 'SignatureDoesNotMatch';

type Paired = Pick<ScanOptions, 'keyRing' | 'buckets' | 'tls' | 'limits'>;

/**
 * Finds refused requests that several captures of one scan hold, such as the two sides of a proxy,
 * and says of each capture which of its exchanges are copies of another's. Looks into what is small
 * enough, and reads nothing else.
 */
export async function pairCaptures(
  inputs: readonly Input[],
  folder: string,
  options: Paired,
): Promise<readonly Input[]> {
  const candidates = inputs.length < 2 ? [] : await refusing(inputs, folder);
  if (candidates.length < 2) return inputs;
  const refused: HopExchange[][] = [];
  for (const input of candidates) refused.push(await refusedIn(input, options));
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
      const requestId = copy.point.oss?.requestId ?? null;
      of(copy.at).copies.push({ index: copy.point.index, requestId, capture: path(first.at) });
      const query = copy.point.oss?.request?.query ?? [];
      const upload = query.find(({ name }) => name === 'uploadId');
      if (upload !== undefined) of(copy.at).uploads.push(upload.value);
      const exchange = requestAlone(copy.point.exchange);
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
function withoutRepeatedIds(exchanges: readonly HopExchange[]): readonly HopExchange[] {
  const counts = new Map<string, number>();
  const idOf = ({ oss }: HopExchange): string => oss?.requestId ?? '';
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
  readonly point: HopExchange;
}

/**
 * The points of one request in the order of its way: where the server signed something else than
 * what a point shows, the change came behind that point. Points of which that says nothing stay in
 * the order of the captures.
 */
function fromTheClientOn(points: readonly (HopExchange | null)[]): readonly Point[] {
  const shown = points.flatMap((point, at) => (point === null ? [] : [{ at, point }]));
  const isBeforeChange = ({ point }: Point): boolean => {
    const server = point.diagnosis?.server?.stringToSign;
    const wire = point.diagnosis?.wire?.stringToSign.text;
    return server !== undefined && wire !== undefined && server !== wire;
  };
  return [...shown.filter(isBeforeChange), ...shown.filter((each) => !isBeforeChange(each))];
}

/**
 * Those that hold a refusal in the clear, as far as it can be seen without reading them as
 * captures.
 */
async function refusing(inputs: readonly Input[], folder: string): Promise<readonly Input[]> {
  const found: Input[] = [];
  let [looked, toRead] = [0, 0];
  for (const input of inputs) {
    if (input.parts !== undefined || input.path === STDIN) continue;
    const path = resolve(folder, input.path);
    const size = await sizeOf(path);
    if (size === 0 || size > LARGEST_PAIRED || looked + size > MOST_LOOKED_AT) continue;
    looked += size;
    if (toRead + size > MOST_READ || !(await holds(path, size))) continue;
    toRead += size;
    found.push(input);
  }
  return found;
}

/** In bytes; 0 for what is no file: to open a pipe would take it from its reader. */
async function sizeOf(path: string): Promise<number> {
  try {
    const stats = await stat(path);
    return stats.isFile() ? stats.size : 0;
  } catch {
    // reading it meets the same error, and reports it
    return 0;
  }
}

async function holds(path: string, size: number): Promise<boolean> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(size), 0, size, 0);
      return buffer.subarray(0, bytesRead).includes(REFUSAL);
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}

async function refusedIn(input: Input, options: Paired): Promise<HopExchange[]> {
  const found: HopExchange[] = [];
  const sink: ResultSink = {
    exchange(_capture: string, { index, exchange, oss, diagnosis }: ExchangeResult) {
      const isOfPackets = exchange.numbering === undefined && exchange.request !== null;
      if (!isOfPackets || oss?.error?.code !== REFUSAL || found.length >= MOST_EXCHANGES) return;
      found.push({ index, exchange, oss, diagnosis });
    },
    capture() {},
    unreadable() {},
  };
  await scanInputs([input], { ...options, failed() {} }, sink);
  return found.sort((a, b) => a.index - b.index);
}
