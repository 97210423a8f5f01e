import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { NoticeSink } from '../../engine/bytes/notice.ts';
import type { ResultSink } from '../../engine/results.ts';
import { STDIN } from '../../node/files.ts';
import { type WatchEvent, type WatchOptions, watchCapture } from '../../node/watch.ts';
import { LiveReporter } from '../../report/live/live-reporter.ts';
import { noticeLine } from '../../report/notice-text.ts';
import { terminalFiller } from '../../sentences/fill.ts';
import type { Texts } from '../../sentences/texts.ts';
import { EXIT } from '../ending.ts';
import { loadGivenKeys } from '../given-keys.ts';
import { planInputs } from '../input-plan.ts';
import type { CliIo, CommandContext, OutputStream } from '../io.ts';
import { errorLine, refuse, watchMessage } from '../messages.ts';
import { refuseOverwriting } from '../overwritten-input.ts';
import { runReports } from '../report-run.ts';
import { isPrinted } from '../settings/value-types.ts';
import { hasColor, outputWidth, painter } from '../terminal.ts';
import type { WatchArguments } from './watch.ts';

/**
 * Reads a capture while it is taken, reports each failing exchange at once, and ends with the reports. Gives
 * the exit code.
 */
export async function run(args: WatchArguments, context: CommandContext): Promise<number> {
  const { io, texts } = context;
  if (isFolder(args.input, io.cwd)) return refuse({ code: 'watched-folder', path: args.input }, context);
  // The clients write their keys while the capture is taken.
  const keys = await loadGivenKeys({ ...args, growing: true }, context);
  if (keys === null) return EXIT.NOT_DONE;
  const awaited = [args.input, ...keys.tls.awaited];
  const refused = await refuseOverwriting(args.format, { ...args, awaited }, () => [args.input], context);
  if (refused !== null) return refused;
  const report = (event: WatchEvent | 'started' | 'started-interactive', path = args.input): void =>
    io.stderr.write(errorLine(watchMessage(event, path, texts)));
  const { blob } = planInputs({ inputs: [{ path: args.input }], unreadable: [] }, null);
  let live: LiveReporter | null = null;
  let warn: NoticeSink | undefined;
  const beside = (reportTexts: Texts): ResultSink => {
    // Lines beside another format on standard output go to the error stream.
    const isTaken = args.format.some((format) => format.name !== 'table' && isPrinted(format));
    live = liveReporter(args, isTaken ? io.stderr : io.stdout, io, reportTexts);
    warn = liveWarnings(args.input, args, io, reportTexts);
    return live;
  };
  return runReports(
    { ...args, writeBaseline: null },
    context,
    blob,
    async (sink, signal) => {
      const enter = args.input === STDIN ? null : (io.onEnter?.(() => live?.showLast()) ?? null);
      if (args.loudness !== 'quiet') {
        report(enter === null ? 'started' : 'started-interactive');
        for (const path of keys.tls.awaited) report('missing', path);
      }
      const options: WatchOptions = {
        ...keys,
        verifyBodies: args.verifyBodies,
        limits: args.limits,
        signal,
        onEvent: (event) => report(event),
        warn,
      };
      await watchCapture(args.input, options, sink);
      enter?.();
      return { complete: true };
    },
    beside,
  );
}

function isFolder(path: string, cwd: string): boolean {
  if (path === STDIN) return false;
  try {
    return statSync(resolve(cwd, path)).isDirectory();
  } catch {
    // It may come later, and whoever opens it reports what else is wrong.
    return false;
  }
}

/** Says why TLS stays closed; undefined where errors alone are reported. */
export function liveWarnings(
  path: string,
  { loudness }: Pick<WatchArguments, 'loudness'>,
  io: CliIo,
  texts: Texts,
): NoticeSink | undefined {
  if (loudness === 'quiet') return undefined;
  const filler = terminalFiller(texts);
  return (notice) => io.stderr.write(errorLine(noticeLine(path, notice, filler, texts)));
}

/** Writes a line for each exchange that fails, as soon as it does. */
export function liveReporter(
  args: Omit<WatchArguments, 'input'>,
  stream: OutputStream,
  io: CliIo,
  texts: Texts,
): LiveReporter {
  const width = args.width ?? (stream.isTTY ? outputWidth(stream, io) : null);
  return new LiveReporter((text) => stream.write(text), {
    width,
    blockWidth: outputWidth(stream, io),
    paint: painter(hasColor(args.color, stream, io.env)),
    texts,
    all: args.all,
    failOn: args.failOn ?? [],
    blocks: args.blocks,
  });
}
