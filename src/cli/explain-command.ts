import { isFailing } from '../diagnose/model.ts';
import { loadCredentials } from '../node/credentials.ts';
import { expandInputs } from '../node/inputs.ts';
import type { Input, ScanOptions } from '../node/scan-options.ts';
import { loadTlsKeys } from '../node/tls-keys.ts';
import { explanationToJson } from '../report/detail/exchange-json.ts';
import { exchangePage } from '../report/detail/exchange-page.ts';
import type { CaptureInfo, ExchangeResult, ResultSink, UnreadableInput } from '../report/input.ts';
import { EVIDENCE_DOOR } from '../report/redact.ts';
import { EXIT } from './exit-code.ts';
import type { ExplainArguments } from './explain-arguments.ts';
import { messageSink } from './message-sink.ts';
import { credentialsMessage, errorLine, faultMessage, tlsKeysMessage } from './messages.ts';
import { type CommandContext, loadPageTexts, writePage } from './page.ts';
import type { CommandFault } from './text/texts.ts';

export interface ExplainContext extends CommandContext {
  readonly scanInputs: (
    inputs: readonly Input[],
    options: ScanOptions,
    sink: ResultSink,
  ) => Promise<{ readonly interrupted: boolean }>;
}

/** Shows one exchange of a capture in full. Gives the exit code. */
export async function runExplain(args: ExplainArguments, context: ExplainContext): Promise<number> {
  const { io, texts } = context;
  const credentials = await loadCredentials({
    file: args.credentials,
    env: io.env,
    ...(args.defaultCredentials ? { home: io.home } : {}),
  });
  if (!credentials.ok) {
    io.stderr.write(errorLine(credentialsMessage(credentials.error, texts)));
    return EXIT.NOT_DONE;
  }
  const tls = await loadTlsKeys({ keyLogs: args.tlsKeyLogs, serverKeys: args.tlsKeys, env: io.env });
  if (!tls.ok) {
    io.stderr.write(errorLine(tlsKeysMessage(tls.error, texts)));
    return EXIT.NOT_DONE;
  }
  const { inputs, unreadable } = await expandInputs([args.capture], io.cwd);
  if (inputs.length > 1) {
    return refuse({ code: 'several-captures', path: args.capture, n: inputs.length }, context);
  }
  const pageTexts = await loadPageTexts(context.lang);
  const messages = messageSink((text) => io.stderr.write(`osscap: ${text}`), pageTexts.texts);
  for (const input of unreadable) messages.unreadable(input);

  const stop = new AbortController();
  let wasInterrupted = false;
  const release = io.onInterrupt(() => {
    wasInterrupted = true;
    stop.abort();
  });
  const finder = new ExchangeFinder(args.index, messages, () => stop.abort());
  await context.scanInputs(
    inputs,
    { keyRing: credentials.value, buckets: args.buckets, keepAll: true, tls: tls.value, signal: stop.signal },
    finder,
  );
  release();

  const { found, isReadable, highest } = finder;
  if (found === null) {
    if (wasInterrupted) return EXIT.INTERRUPTED;
    if (!isReadable || unreadable.length > 0) return EXIT.NOT_DONE;
    const { capture: path, index } = args;
    const fault: CommandFault =
      highest === 0
        ? { code: 'no-exchanges', path, index }
        : { code: 'no-exchange', path, index, n: highest };
    return refuse(fault, context);
  }
  const door = EVIDENCE_DOOR;
  const page = {
    door,
    table: (view: Parameters<typeof exchangePage>[2]) => exchangePage(found.capture, found.result, view),
    json: (tool: Parameters<typeof explanationToJson>[2]['tool']) =>
      explanationToJson(found.capture, found.result, { ...pageTexts, door, tool }),
  };
  const { diagnosis } = found.result;
  const isFailed = diagnosis !== null && isFailing(diagnosis.verdict);
  return writePage(page, args, pageTexts, context, isFailed ? EXIT.FAILING : EXIT.CLEAN);
}

function refuse(fault: CommandFault, { io, texts }: CommandContext): number {
  io.stderr.write(errorLine(faultMessage(fault, texts)));
  return EXIT.NOT_DONE;
}

/** Waits for one exchange, and ends the reading when it has come. */
class ExchangeFinder implements ResultSink {
  readonly #index: number;
  readonly #messages: ResultSink;
  readonly #onFound: () => void;
  found: { readonly capture: string; readonly result: ExchangeResult } | null = null;
  isReadable = true;
  /** Highest index that was seen. */
  highest = 0;

  constructor(index: number, messages: ResultSink, onFound: () => void) {
    this.#index = index;
    this.#messages = messages;
    this.#onFound = onFound;
  }

  exchange(capture: string, result: ExchangeResult): void {
    this.highest = Math.max(this.highest, result.index);
    if (result.index !== this.#index) return;
    this.found = { capture, result };
    this.#onFound();
  }

  /** Notices of the capture count as far as it had to be read: what follows the exchange is another matter. */
  capture(info: CaptureInfo): void {
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
