import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { type Limits, limitsWith } from '../../engine/limits.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import type { CaptureInfo, ExchangeResult, ResultSink, UnreadableInput } from '../../engine/results.ts';
import { compareHops } from '../../features/hops/compare-hops.ts';
import type { ComparedPair, HopExchange, HopPair } from '../../features/hops/hop-model.ts';
import { pairExchanges } from '../../features/hops/pair-exchanges.ts';
import { EVIDENCE_DOOR, MASKING_DOOR } from '../../features/redact/redact.ts';
import { compileLess, keepHeapsSmall, otherWork } from '../../node/builtins.ts';
import { type ExpandedInputs, expandInputs } from '../../node/inputs.ts';
import { type KeptExchange, KeptExchanges } from '../../node/kept-exchanges.ts';
import { nodeHasher, nodeOssPorts } from '../../node/ports.ts';
import { type ScanOptions, scanInputs } from '../../node/scan.ts';
import { type ComparisonResult, comparisonDocument, comparisonToJson } from '../../report/compare/page.ts';
import { ComparisonTally } from '../../report/compare/tally.ts';
import { type PathView, pathView, shownPath } from '../../report/shown-paths.ts';
import { loadCompareTexts } from '../../sentences/load.ts';
import { EarlyEnding, EXIT } from '../ending.ts';
import { type GivenKeys, loadGivenKeys } from '../given-keys.ts';
import type { CommandContext } from '../io.ts';
import { messageSink } from '../message-sink.ts';
import { refuse } from '../messages.ts';
import { refuseOverwriting } from '../overwritten-input.ts';
import { type FoundPage, loadPageTexts, type Page, writePage } from '../page.ts';
import type { CompareArguments } from './compare.ts';

/** Compares captures of the same requests at several points of their way. Gives the exit code. */
export async function run(args: CompareArguments, context: CommandContext): Promise<number> {
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
  args: CompareArguments,
  points: readonly ExpandedInputs[],
  keys: GivenKeys,
  context: CommandContext,
): Promise<FoundPage | number> {
  const [texts, compare] = await Promise.all([loadPageTexts(context.lang), loadCompareTexts(context.lang)]);
  const messages = messageSink((line) => context.io.stderr.write(line), texts.texts);
  const read = await readPoints(args, points, keys, messages, context);
  if (typeof read === 'number') return read;
  const captures = read.map(({ info }) => info).filter((info) => info !== null);
  if (captures.length < read.length) return EXIT.NOT_DONE;

  const paired = pairExchanges(read.map(({ exchanges }) => exchanges));
  const pairs = () => comparedPairs(paired.pairs, read, keys);
  const tally = new ComparisonTally(args.all);
  for await (const pair of pairs()) tally.add(pair);
  const n = read.reduce((sum, { leftOut }) => sum + leftOut, 0);
  const unmatched = paired.unmatched.map(({ capture, exchange: { index } }) => ({ capture, index }));
  const result: ComparisonResult = {
    captures,
    tally,
    pairs,
    unmatched: n === 0 ? unmatched : [],
    ...(n === 0 ? {} : { notCompared: { n, kept: read.reduce((sum, { kept }) => sum + kept, 0) } }),
  };
  const found = tally.broken > 0 ? EXIT.FAILING : EXIT.CLEAN;
  const exitCode = read.every(({ isWhole }) => isWhole) ? found : EXIT.NOT_DONE;
  const page: Page = {
    door: MASKING_DOOR,
    document: (view, code, format) => {
      const paths = pathView(
        context.io.cwd,
        captures.map(({ path }) => path),
      );
      const shown = format === 'html' ? captures.map((each) => shownCapture(each, paths)) : captures;
      return comparisonDocument({ ...result, captures: shown }, code, { ...view, compare });
    },
    json: (tool) => comparisonToJson(result, EVIDENCE_DOOR, tool),
  };
  return { page, texts, exitCode };
}

function shownCapture(info: CaptureInfo, paths: PathView): CaptureInfo {
  return { ...info, path: shownPath(info.path, paths) };
}

/**
 * The request IDs of what was kept of a point that did not keep all: the others need no more. Null where each
 * point read so far is whole.
 */
function idsAtPointWithLosses(read: readonly PointCapture[]): ReadonlySet<ByteString> | null {
  const cut = read.find(({ leftOut }) => leftOut > 0);
  return cut === undefined
    ? null
    : new Set(cut.exchanges.map(({ requestId }) => requestId).filter((id) => id !== null));
}

/** Reads one capture after the other; where that is interrupted, gives the exit code. */
async function readPoints(
  args: CompareArguments,
  points: readonly ExpandedInputs[],
  keys: GivenKeys,
  messages: ResultSink,
  { io }: CommandContext,
): Promise<readonly PointCapture[] | number> {
  const ending = new EarlyEnding(io);
  const options: ScanOptions = {
    ...keys,
    verifyBodies: 'every',
    limits: args.limits,
    signal: ending.signal,
  };
  const limits = limitsWith(args.limits);
  const read: PointCapture[] = [];
  keepHeapsSmall();
  compileLess();
  for (const { inputs, unreadable } of points) {
    for (const input of unreadable) messages.unreadable(input);
    const point = new PointCapture(messages, limits, points.length, idsAtPointWithLosses(read));
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

async function* comparedPairs(
  pairs: readonly HopPair<KeptExchange>[],
  captures: readonly PointCapture[],
  { buckets, endpoints }: GivenKeys,
): AsyncGenerator<ComparedPair> {
  const tools = { hasher: nodeHasher, ports: nodeOssPorts(), options: { buckets, endpoints } };
  for (const [nth, pair] of pairs.entries()) {
    const points = pair.points.map((kept, at) =>
      kept === null ? null : (captures[at]?.unpack(kept) ?? null),
    );
    yield compareHops({ ...pair, points }, tools);
    if (nth % PAIRS_AT_A_TIME === 0) await otherWork();
  }
}

/**
 * Keeps the OSS exchanges of one capture. Where they are more than can be kept, those stay first that another
 * point kept; where that is not known, those that were refused: they are looked for, and are refused at every
 * point.
 */
class PointCapture implements ResultSink {
  readonly #messages: ResultSink;
  readonly #most: number;
  readonly #mostBytes: number;
  readonly #idsElsewhere: ReadonlySet<ByteString> | null;
  readonly #store = new KeptExchanges();
  readonly #wanted: KeptExchange[] = [];
  readonly #others: KeptExchange[] = [];
  info: CaptureInfo | null = null;
  isWhole = true;
  leftOut = 0;

  /** `points`: of so many captures, each keeps its share. */
  constructor(
    messages: ResultSink,
    { comparedExchanges, comparedBytes }: Limits,
    points: number,
    idsElsewhere: ReadonlySet<ByteString> | null,
  ) {
    this.#messages = messages;
    this.#most = Math.floor(comparedExchanges / points);
    this.#mostBytes = comparedBytes / points;
    this.#idsElsewhere = idsElsewhere;
  }

  /** In the order of their first bytes. */
  get exchanges(): readonly KeptExchange[] {
    return [...this.#wanted, ...this.#others].sort((a, b) => a.index - b.index);
  }

  get kept(): number {
    return this.#wanted.length + this.#others.length;
  }

  unpack(kept: KeptExchange): HopExchange {
    return this.#store.unpack(kept);
  }

  exchange(_capture: string, result: ExchangeResult): void {
    if (result.oss === null) return;
    const { index, exchange, oss, diagnosis } = result;
    const isWanted = this.#isWanted(result.oss);
    const isFull = this.#store.bytes >= this.#mostBytes;
    if (isFull || this.kept >= this.#most) {
      this.leftOut++;
      if (isFull || !isWanted || this.#others.pop() === undefined) return;
    }
    (isWanted ? this.#wanted : this.#others).push(this.#store.keep({ index, exchange, oss, diagnosis }));
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
