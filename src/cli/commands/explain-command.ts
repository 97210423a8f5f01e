import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { type DiagnosedHop, isFailing } from '../../engine/diagnose/model.ts';
import type { CaptureInfo, ExchangeResult, ResultSink, UnreadableInput } from '../../engine/results.ts';
import { EVIDENCE_DOOR } from '../../features/redact/redact.ts';
import { type ExpandedInputs, expandInputs } from '../../node/inputs.ts';
import { scanInputs } from '../../node/scan.ts';
import { explainDocument } from '../../report/detail/explain-document.ts';
import { explanationToJson } from '../../report/detail/json.ts';
import { requestIdKey, requestIdsOf } from '../../report/filter/exchange-filter.ts';
import { EarlyEnding, EXIT } from '../ending.ts';
import { type GivenKeys, loadGivenKeys } from '../given-keys.ts';
import type { CommandContext } from '../io.ts';
import { messageSink } from '../message-sink.ts';
import { refuse } from '../messages.ts';
import { refuseOverwriting } from '../overwritten-input.ts';
import { type FoundPage, loadPageTexts, type Page, writePage } from '../page.ts';
import type { CommandFault } from '../texts.ts';
import type { ExplainArguments } from './explain.ts';

/** Shows one exchange of a capture in full. Gives the exit code. */
export async function run(args: ExplainArguments, context: CommandContext): Promise<number> {
  const keys = await loadGivenKeys(args, context);
  if (keys === null) return EXIT.NOT_DONE;
  const { inputs, unreadable } = await expandInputs([args.capture], context.io.cwd, args.join ?? undefined, {
    limits: args.limits,
  });
  if (inputs.length > 1) {
    return refuse({ code: 'several-captures', path: args.capture, n: inputs.length }, context);
  }
  const files = inputs.flatMap(({ path, parts }) => parts ?? [path]);
  const refused = await refuseOverwriting(args.pageFormat, args, () => files, context);
  if (refused !== null) return refused;
  return writePage(args, context, () => findExchange(args, { inputs, unreadable }, keys, context));
}

async function findExchange(
  args: ExplainArguments,
  { inputs, unreadable }: ExpandedInputs,
  keys: GivenKeys,
  context: CommandContext,
): Promise<FoundPage | number> {
  const { io } = context;
  const pageTexts = await loadPageTexts(context.lang);
  const messages = messageSink((line) => io.stderr.write(line), pageTexts.texts);
  for (const input of unreadable) messages.unreadable(input);

  const ending = new EarlyEnding(io);
  const finder = new ExchangeFinder(args.index, messages, () => ending.enough());
  await scanInputs(inputs, { ...keys, limits: args.limits, signal: ending.signal }, finder);
  ending.release();

  const { found, isReadable, highest, parts } = finder;
  if (found === null) {
    if (ending.code !== null) return ending.code;
    if (!isReadable || unreadable.length > 0) return EXIT.NOT_DONE;
    return refuse(notThere(args, highest), context);
  }
  const door = EVIDENCE_DOOR;
  const page: Page = {
    door,
    document: (view) => explainDocument(found.capture, found.result, { ...view, parts }),
    json: (tool) => explanationToJson(found.capture, found.result, { ...pageTexts, door, tool, parts }),
  };
  const isPrinted = args.pageFormat.some(({ name, file }) => name === 'table' && file === null);
  if (isPrinted && !io.stdout.isTTY) io.stderr.write(`osscap: ${context.texts.unmasked}\n`);
  const { diagnosis } = found.result;
  const isFailed = diagnosis !== null && isFailing(diagnosis.verdict);
  return { page, texts: pageTexts, exitCode: isFailed ? EXIT.FAILING : EXIT.CLEAN };
}

/** That a capture of so many exchanges has no such one. */
function notThere({ capture: path, index }: ExplainArguments, n: number): CommandFault {
  if (typeof index === 'string') return { code: 'no-exchange-of-id', path, value: index, n };
  return n === 0 ? { code: 'no-exchanges', path, index } : { code: 'no-exchange', path, index, n };
}

/** Waits for one exchange, and ends the reading when it has come. */
class ExchangeFinder implements ResultSink {
  /** Its number, or its request ID. */
  readonly #wanted: number | string;
  readonly #messages: ResultSink;
  readonly #onFound: () => void;
  found: { readonly capture: string; readonly result: ExchangeResult } | null = null;
  isReadable = true;
  parts: CaptureInfo['summary']['parts'];
  /** Highest index that was seen. */
  highest = 0;

  constructor(index: number | ByteString, messages: ResultSink, onFound: () => void) {
    this.#wanted = typeof index === 'number' ? index : requestIdKey(index);
    this.#messages = messages;
    this.#onFound = onFound;
  }

  exchange(capture: string, result: ExchangeResult): void {
    this.highest = Math.max(this.highest, result.index);
    // the same request behind a hop is reported with its first exchange
    if (this.found !== null || !this.#isWanted(result)) return;
    this.found = { capture, result };
    this.#onFound();
  }

  #isWanted({ index, oss, diagnosis }: ExchangeResult): boolean {
    const wanted = this.#wanted;
    if (typeof wanted === 'string') return oss !== null && requestIdsOf(oss).includes(wanted);
    const isHere = ({ exchange, capture: other }: DiagnosedHop): boolean =>
      other === undefined && exchange === wanted;
    return index === wanted || diagnosis?.hops.some(isHere) === true;
  }

  /** Notices of the capture count as far as it had to be read, not what follows the exchange. */
  capture(info: CaptureInfo): void {
    this.parts = info.summary.parts;
    const exchange = this.found?.result.exchange;
    const last = Math.max(exchange?.request?.lastFrame ?? 0, exchange?.response?.lastFrame ?? 0);
    const notices = info.notices.filter(({ frame }) => last === 0 || (frame !== null && frame <= last));
    this.#messages.capture({ ...info, notices });
  }

  unreadable(input: UnreadableInput): void {
    this.isReadable = false;
    this.#messages.unreadable(input);
  }
}
