import type { ByteString } from '../../bytes/byte-string.ts';
import { breaksSignature, compareHops } from '../../diagnose/hops/compare-hops.ts';
import { type ComparedPair, type HopExchange, type HopPair, idOf } from '../../diagnose/hops/hop-model.ts';
import { pairExchanges } from '../../diagnose/hops/pair-exchanges.ts';
import { MAX_COMPARED_EXCHANGES } from '../../limits.ts';
import { otherWork } from '../../node/builtins.ts';
import { type ExpandedInputs, expandInputs } from '../../node/inputs.ts';
import { nodeHasher, nodeOssPorts } from '../../node/ports.ts';
import type { ScanOptions } from '../../node/scan-options.ts';
import type { OssExchange } from '../../oss/model.ts';
import { comparisonToJson } from '../../report/compare/json.ts';
import { type ComparisonResult, comparisonDocument } from '../../report/compare/page.ts';
import type { CaptureInfo, ExchangeResult, ResultSink, UnreadableInput } from '../../report/input.ts';
import { EVIDENCE_DOOR, MASKING_DOOR } from '../../report/redact/redact.ts';
import { loadCompareTexts } from '../../report/text/load.ts';
import { EarlyEnding, EXIT } from '../ending.ts';
import { type GivenKeys, loadGivenKeys } from '../given-keys.ts';
import type { ScanContext } from '../io.ts';
import { messageSink } from '../message-sink.ts';
import { refuse } from '../messages.ts';
import { refuseOverwriting } from '../output/overwritten-input.ts';
import { type FoundPage, loadPageTexts, type Page, writePage } from '../page.ts';
import type { ArgumentsOf } from '../settings/command-line.ts';

/** Compares captures of the same requests at several points of their way. Gives the exit code. */
export async function runCompare(args: ArgumentsOf<'compare'>, context: ScanContext): Promise<number> {
  const keys = await loadGivenKeys(args, context);
  if (keys === null) return EXIT.NOT_DONE;
  const points: ExpandedInputs[] = [];
  for (const path of args.captures) {
    // Each by itself: the same file may be named twice, and each argument is one point.
    const point = await expandInputs([path], context.io.cwd, args.join ?? undefined, { limits: args.limits });
    const n = point.inputs.length;
    if (n > 1) return refuse({ code: 'several-at-point', path, n }, context);
    points.push(point);
  }
  const files = points.flatMap(({ inputs }) => inputs.flatMap(({ path, parts }) => parts ?? [path]));
  const refused = await refuseOverwriting(args.pageFormat, args, () => files, context);
  if (refused !== null) return refused;
  return writePage(args, context, () => findChanges(args, points, keys, context));
}

async function findChanges(
  args: ArgumentsOf<'compare'>,
  points: readonly ExpandedInputs[],
  keys: GivenKeys,
  context: ScanContext,
): Promise<FoundPage | number> {
  const [texts, compare] = await Promise.all([loadPageTexts(context.lang), loadCompareTexts(context.lang)]);
  const messages = messageSink((line) => context.io.stderr.write(line), texts.texts);
  const read = await readPoints(args, points, keys, messages, context);
  if (typeof read === 'number') return read;
  const captures = read.map(({ info }) => info).filter((info) => info !== null);
  if (captures.length < read.length) return EXIT.NOT_DONE;

  const { pairs, unmatched } = pairExchanges(read.map(({ exchanges }) => exchanges));
  const n = read.reduce((sum, { leftOut }) => sum + leftOut, 0);
  const result: ComparisonResult = {
    captures,
    pairs: await comparePairs(pairs, keys),
    unmatched: n === 0 ? unmatched : [],
    ...(n === 0 ? {} : { notCompared: { n, limit: comparedExchanges(args) } }),
  };
  const found = result.pairs.some(({ hops }) => breaksSignature(hops)) ? EXIT.FAILING : EXIT.CLEAN;
  const exitCode = read.every(({ isWhole }) => isWhole) ? found : EXIT.NOT_DONE;
  const page: Page = {
    door: MASKING_DOOR,
    document: (view, code) => comparisonDocument(result, code, { ...view, all: args.all, compare }),
    json: (tool) => comparisonToJson(result, EVIDENCE_DOOR, tool),
  };
  return { page, texts, exitCode };
}

/**
 * The request IDs of what was kept of a point that did not keep all: the others need no more. Null
 * where each point read so far is whole.
 */
function idsAtPointWithLosses(read: readonly PointCapture[]): ReadonlySet<ByteString> | null {
  const cut = read.find(({ leftOut }) => leftOut > 0);
  return cut === undefined ? null : new Set(cut.exchanges.map(idOf).filter((id) => id !== null));
}

function comparedExchanges({ limits }: ArgumentsOf<'compare'>): number {
  return limits.comparedExchanges ?? MAX_COMPARED_EXCHANGES;
}

/** Reads one capture after the other; where that is interrupted, gives the exit code. */
async function readPoints(
  args: ArgumentsOf<'compare'>,
  points: readonly ExpandedInputs[],
  keys: GivenKeys,
  messages: ResultSink,
  { io, scanInputs }: ScanContext,
): Promise<readonly PointCapture[] | number> {
  const ending = new EarlyEnding(io);
  const options: ScanOptions = {
    keyRing: keys.keyRing,
    buckets: keys.buckets,
    endpoints: keys.endpoints,
    verifyBodies: 'every',
    tls: keys.tls,
    limits: args.limits,
    signal: ending.signal,
  };
  const read: PointCapture[] = [];
  for (const { inputs, unreadable } of points) {
    for (const input of unreadable) messages.unreadable(input);
    const most = Math.floor(comparedExchanges(args) / points.length);
    const point = new PointCapture(messages, most, idsAtPointWithLosses(read));
    const { interrupted } = await scanInputs(inputs, options, point);
    if (interrupted) {
      ending.release();
      return ending.code ?? EXIT.INTERRUPTED;
    }
    read.push(point);
  }
  ending.release();
  return read;
}

/** Pairs that are compared before the process receives signals again. */
const PAIRS_AT_A_TIME = 100;

async function comparePairs(
  pairs: readonly HopPair[],
  { buckets, endpoints }: GivenKeys,
): Promise<readonly ComparedPair[]> {
  const tools = { hasher: nodeHasher, ports: nodeOssPorts(), options: { buckets, endpoints } };
  const compared: ComparedPair[] = [];
  for (const pair of pairs) {
    compared.push(compareHops(pair, tools));
    for (const point of pair.points) if (point !== null) forget(point);
    if (compared.length % PAIRS_AT_A_TIME === 0) await otherWork();
  }
  return compared;
}

/**
 * What was worked out of an exchange takes several times its own bytes, and is worked out again
 * where it is asked for.
 */
function forget({ oss, diagnosis }: HopExchange): void {
  oss?.forget?.();
  diagnosis?.forget?.();
}

/**
 * Keeps the OSS exchanges of one capture. Where they are more than can be kept, those stay first
 * that another point kept; where that is not known, those that were refused: they are looked for,
 * and are refused at every point.
 */
class PointCapture implements ResultSink {
  readonly #messages: ResultSink;
  readonly #most: number;
  readonly #idsElsewhere: ReadonlySet<ByteString> | null;
  readonly #wanted: HopExchange[] = [];
  readonly #others: HopExchange[] = [];
  info: CaptureInfo | null = null;
  isWhole = true;
  leftOut = 0;

  constructor(messages: ResultSink, most: number, idsElsewhere: ReadonlySet<ByteString> | null) {
    this.#messages = messages;
    this.#most = most;
    this.#idsElsewhere = idsElsewhere;
  }

  /** In the order of their first bytes. */
  get exchanges(): readonly HopExchange[] {
    return [...this.#wanted, ...this.#others].sort((a, b) => a.index - b.index);
  }

  exchange(_capture: string, result: ExchangeResult): void {
    if (result.oss === null) return;
    const { index, exchange, oss, diagnosis } = result;
    const isWanted = this.#isWanted(result.oss);
    if (this.#wanted.length + this.#others.length >= this.#most) {
      this.leftOut++;
      if (!isWanted || this.#others.pop() === undefined) return;
    }
    const kept: HopExchange = { index, exchange, oss, diagnosis };
    forget(kept);
    (isWanted ? this.#wanted : this.#others).push(kept);
  }

  #isWanted({ requestId, exchange }: OssExchange): boolean {
    if (requestId !== null && this.#idsElsewhere !== null) return this.#idsElsewhere.has(requestId);
    return (exchange.response?.status ?? 0) >= 400;
  }

  capture(info: CaptureInfo): void {
    this.info = info;
    this.#messages.capture(info);
  }

  unreadable(input: UnreadableInput): void {
    this.isWhole = false;
    this.#messages.unreadable(input);
  }
}
