import { isFailing } from '../../engine/diagnose/model.ts';
import { type CaptureInfo, LIVE_CAPTURE, type ResultSink } from '../../engine/results.ts';
import {
  Client,
  clientEnvironment,
  clientKind,
  clientUser,
  coreFilter,
  makeKeyFolder,
} from '../../node/capture/client.ts';
import { KeptCapture } from '../../node/capture/kept-capture.ts';
import { clientPorts, findCommand, interfaceName, portFilter } from '../../node/capture/programs.ts';
import { type CaptureSession, openCapture } from '../../node/capture/session.ts';
import { fileSize } from '../../node/files.ts';
import { watchCapture } from '../../node/watch.ts';
import type { Texts } from '../../sentences/texts.ts';
import { type EarlyEnd, EXIT } from '../ending.ts';
import { type GivenKeys, loadGivenKeys } from '../given-keys.ts';
import { planInputs } from '../input-plan.ts';
import type { CliIo, CommandContext } from '../io.ts';
import { captureMessage, errorLine, refuse } from '../messages.ts';
import { refuseOverwriting } from '../overwritten-input.ts';
import { runReports } from '../report-run.ts';
import { isSameTarget } from '../report-target.ts';
import type { CaptureMessage } from '../texts.ts';
import { toolOfPackage } from '../version.ts';
import type { CaptureArguments } from './capture.ts';
import { liveReporter, liveWarnings } from './watch-command.ts';

/** How long processes that the command has left running are waited for, in milliseconds. */
const LEFT_BEHIND_MILLISECONDS = 10_000;

/** Ports that are named to people. */
const MAX_NAMED_PORTS = 5;

/** What a run of the command is made with. */
interface Setup {
  readonly args: CaptureArguments;
  readonly context: CommandContext;
  readonly env: CliIo['env'];
  readonly filter: string;
  readonly keys: GivenKeys;
  /** Says something on the error stream, unless nothing is to be said. */
  readonly say: (message: CaptureMessage) => void;
  /** Runs the command to its end, or waits for that of the capture. Gives the exit code. */
  readonly run: (isUnread: AbortSignal) => Promise<number>;
}

/**
 * Runs a command while its packets are captured, says which of its requests fail as they do, and reports when
 * it has ended. How the packets are taken stands in `node/capture/session.ts`. Gives the exit code: that of
 * the command, unless a request fails.
 */
export async function run(args: CaptureArguments, context: CommandContext): Promise<number> {
  const { io } = context;
  // The secrets in it are for the command, too; they are taken from this process below.
  const env = { ...io.env };
  const core = coreFilter();
  const refused = await refusalOf(args, env, context);
  if (refused !== null) return refused;
  const leftovers: (() => void)[] = [];
  const remove = (): void => {
    for (const each of leftovers.splice(0).reverse()) each();
  };
  const forget = io.onAbandoned(remove);
  try {
    return await capture(args, context, { env, core }, leftovers);
  } finally {
    remove();
    forget();
  }
}

/** What keeps the command from being run, before anything is made; null where nothing does. */
async function refusalOf(
  args: CaptureArguments,
  env: CliIo['env'],
  context: CommandContext,
): Promise<number | null> {
  const { command, keep } = args;
  if (process.platform === 'win32') return refuse({ code: 'capture-on-windows' }, context);
  const [word] = command;
  const found = word === undefined ? null : findCommand(word, env, context.io.cwd);
  if (word !== undefined && typeof found === 'string') {
    const code = found === 'missing' ? 'command-missing' : 'command-not-executable';
    return refuse({ code, command: word }, context);
  }
  if (keep !== null && args.format.some(({ file }) => file !== null && isSameTarget(file, keep))) {
    return refuse({ code: 'report-and-keep', path: keep }, context);
  }
  const kept = keep === null ? [] : [{ name: 'pcapng', file: keep }];
  return refuseOverwriting([...args.format, ...kept], args, () => [], context);
}

/** `leftovers`: receives what is to be done whenever the process ends. */
async function capture(
  args: CaptureArguments,
  context: CommandContext,
  { env, core }: { readonly env: CliIo['env']; readonly core: string | null },
  leftovers: (() => void)[],
): Promise<number> {
  const { io, texts } = context;
  const user = clientUser(env);
  const folder = makeKeyFolder(user);
  if ('fault' in folder) return refuse({ code: 'no-temporary-folder', ...folder.fault }, context);
  leftovers.push(() => folder.remove());
  const client = clientEnvironment(env, folder.keyLog, user, io.cwd);
  const tlsKeyLogs = [...args.tlsKeyLogs, ...client.keyLogs];
  const keys = await loadGivenKeys({ ...args, tlsKeyLogs, growing: true }, context);
  if (keys === null) return EXIT.NOT_DONE;
  const kept = args.keep === null ? null : new KeptCapture(args.keep, user, tlsKeyLogs);
  leftovers.push(() => kept?.discard());
  if (kept !== null && kept.error !== null) {
    return refuse({ code: 'keep-failed', path: kept.path, detail: kept.error }, context);
  }
  const filter =
    args.captureFilter ?? portFilter(args.ports.length > 0 ? args.ports : clientPorts(args.command, env));
  const opened = await openCapture({ interface: args.interface, filter }, env, {
    otherPorts: args.captureFilter === null,
  });
  if (!opened.ok) return refuse(opened.error, context);
  const session = opened.value;
  leftovers.push(() => session.abandon());
  const say = (message: CaptureMessage): void => {
    if (args.loudness !== 'quiet') io.stderr.write(errorLine(captureMessage(message, texts)));
  };
  const run = async (isUnread: AbortSignal): Promise<number> => {
    if (args.command.length === 0) return untilSignal(io, isUnread);
    const words = { env: client.env, cwd: io.cwd, user, mark: folder.keyLog, core };
    return untilEnd(new Client(args.command, words), io, say);
  };
  return report({ args, context, env, filter, keys, say, run }, session, kept);
}

/** Without a command: Ctrl-C is how the capture ends, and any other signal asks for that of all. */
function untilSignal(io: CliIo, isUnread: AbortSignal): Promise<number> {
  return new Promise((resolve) => {
    isUnread.addEventListener('abort', () => resolve(EXIT.CLEAN), { once: true });
    const release = takeSignals(io, (code) => {
      release();
      resolve(code === EXIT.INTERRUPTED ? EXIT.CLEAN : code);
    });
  });
}

/** While a command runs, signals are for it, however many come. */
async function untilEnd(client: Client, io: CliIo, say: Setup['say']): Promise<number> {
  const stop = new AbortController();
  let hasEnded = false;
  const release = takeSignals(io, (code) => {
    if (hasEnded) stop.abort();
    else client.signal(SIGNAL_OF[code]);
  });
  try {
    const exitCode = await client.ended;
    hasEnded = true;
    const until = AbortSignal.any([stop.signal, AbortSignal.timeout(LEFT_BEHIND_MILLISECONDS)]);
    await client.leftBehind(until, () => {
      say({ code: 'left-behind', seconds: LEFT_BEHIND_MILLISECONDS / 1000 });
    });
    return exitCode;
  } finally {
    release();
  }
}

const SIGNAL_OF: Readonly<Record<EarlyEnd, NodeJS.Signals>> = {
  [EXIT.HUNG_UP]: 'SIGHUP',
  [EXIT.INTERRUPTED]: 'SIGINT',
  [EXIT.TERMINATED]: 'SIGTERM',
  // no signal: whoever reads the report may have gone, and the command learns of it by itself
  [EXIT.OUTPUT_CLOSED]: 'SIGPIPE',
};

/** Passes each signal on, until it is released; then the next one ends this process. */
function takeSignals(io: CliIo, take: (code: EarlyEnd) => void): () => void {
  let release = (): void => {};
  const listen = (): void => {
    release = io.onInterrupt((code) => {
      release();
      listen();
      take(code);
    });
  };
  listen();
  return () => release();
}

/** Lets the command run, reads its packets on the way, and writes the reports. */
async function report(setup: Setup, session: CaptureSession, kept: KeptCapture | null): Promise<number> {
  const { args, context, keys, filter, say } = setup;
  const { io } = context;
  const name = args.keep ?? LIVE_CAPTURE;
  const { blob } = planInputs({ inputs: [{ path: name }], unreadable: [] }, null);
  let warn: ReturnType<typeof liveWarnings>;
  const beside = (texts: Texts): ResultSink => {
    // of a command it is said at the end, which it has
    warn = args.command.length === 0 ? liveWarnings(name, args, io, texts) : undefined;
    return liveReporter(args, io.stderr, io, texts);
  };
  let failed = false;
  const source = async (sink: ResultSink, signal: AbortSignal) => {
    let seen: CaptureInfo | null = null;
    const noting: ResultSink = {
      exchange(path, result): void {
        failed ||= result.diagnosis !== null && isFailing(result.diagnosis.verdict);
        sink.exchange(path, result);
      },
      capture(info): void {
        seen = info;
        sink.capture(info);
      },
      unreadable: (input) => sink.unreadable(input),
    };
    session.onBytes = (bytes) => kept?.add(bytes);
    const options = {
      source: session.packets(),
      ...keys,
      verifyBodies: args.verifyBodies,
      limits: args.limits,
      signal,
      onEvent: () => {},
      warn,
    };
    const reading = watchCapture(name, options, noting);
    const on = interfaceName(args.interface);
    say({ code: args.command.length === 0 ? 'started-alone' : 'started', interface: on, filter });
    const exitCode = await setup.run(signal);
    const { dropped, brokeOff } = await session.end();
    await reading;
    if (seen !== null) sayWhatIsMissing(seen, setup, session.otherPorts);
    if (dropped > 0) say({ code: 'dropped', n: dropped });
    if (brokeOff) say({ code: 'broke-off', detail: session.lastWords });
    const isKept = kept === null || keep(kept, setup);
    return { complete: isKept && !brokeOff, exitCode };
  };
  // Signals are for the command, whose end is that of the capture.
  const patient = { ...context, io: { ...io, onInterrupt: () => () => {} } };
  const exitCode = await runReports({ ...args, writeBaseline: null }, patient, blob, source, beside);
  if (failed && kept === null) say({ code: 'keep-next-time' });
  if (failed && keys.keyRing.size === 0) say({ code: 'credentials-next-time' });
  return exitCode;
}

/** Completes the file that the capture is kept in; false where that failed. */
function keep(kept: KeptCapture, { context, say }: Setup): boolean {
  const { name, version } = toolOfPackage();
  const written = kept.close(`${name} ${version}`);
  if ('error' in written) {
    refuse({ code: 'keep-failed', path: kept.path, detail: written.error }, context);
    return false;
  }
  say({ code: written.keys > 0 ? 'kept-with-keys' : 'kept', path: kept.path, packets: written.packets });
  return true;
}

/** Why there is nothing to report, where there is not: what the report itself cannot know. */
function sayWhatIsMissing(
  { summary, traffic }: CaptureInfo,
  { args, context, env, filter, keys, say }: Setup,
  otherPorts: ReadonlyMap<number, number>,
): void {
  const [closed] = [...traffic.tls].sort((a, b) => Number(b.isOss) - Number(a.isOss));
  // of other programs on the machine there may be TLS that nobody wants to open
  if (closed !== undefined && (closed.isOss || !hasKeys(keys))) {
    const kind = args.command.length === 0 ? 'other' : clientKind(args.command, env, context.io.cwd);
    say({ code: `no-keys-${kind}` });
  }
  if (traffic.httpExchanges > 0 || traffic.tls.length > 0) return;
  const others = [...otherPorts].sort(([, a], [, b]) => b - a).slice(0, MAX_NAMED_PORTS);
  const [most] = others;
  if (most !== undefined) {
    const ports = others.map(([port, n]) => `${port} (${n}×)`).join(', ');
    say({ code: 'other-ports', filter, ports, port: String(most[0]) });
  } else if (summary.packets === 0)
    say({ code: 'no-packets', filter, interface: interfaceName(args.interface) });
}

/** Whether the client has written any key. */
function hasKeys({ tls }: GivenKeys): boolean {
  return tls.growing.some((path) => (fileSize(path) ?? 0) > 0);
}
