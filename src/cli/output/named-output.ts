import type { Piece } from '../../report/reporter.ts';
import type { CliIo, OutputStream } from '../io.ts';
import { errorLine, outputMessage } from '../messages.ts';
import { guardedStream, isBuildServer } from '../terminal.ts';
import type { CliTexts } from '../text/texts.ts';
import { FileOutput, type ReportOutput, textOf } from './file-output.ts';
import { reportTarget, standardStream } from './report-target.ts';

export function stdoutOutput(io: CliIo): ReportOutput {
  return streamOutput(io.stdout);
}

/** The same for a report that has no way to escape commands, in the log of a build server. */
export function guardedOutput(io: CliIo): ReportOutput {
  return isBuildServer(io.env) ? streamOutput(guardedStream(io.stdout)) : stdoutOutput(io);
}

/**
 * What is to be opened, in an order in which a signal can end each opening: that of a pipe waits until
 * somebody reads it, and while a file is begun that is to be taken away at an early end, the process receives
 * signals only when nothing waits.
 */
export function pipesFirst<T extends { readonly file: string | null }>(targets: readonly T[]): readonly T[] {
  const isPipe = ({ file }: T): boolean =>
    file !== null && standardStream(file) === null && !reportTarget(file).replace;
  return [...targets.filter(isPipe), ...targets.filter((target) => !isPipe(target))];
}

export function streamOutput(stream: OutputStream): ReportOutput {
  return {
    unopened: null,
    write(piece: Piece): void {
      if (typeof piece === 'string' || stream.writeBytes === undefined) stream.write(textOf(piece));
      else stream.writeBytes(piece);
    },
    close: () => null,
    discard: () => null,
  };
}

/**
 * The output that a file's name stands for. One that leads to standard output or standard error
 * (`/dev/stdout`) is that stream itself: opened anew, a file would be written from its start, over what
 * stands there, and a socket cannot be opened by its name.
 */
export function namedOutput(
  path: string,
  io: CliIo,
  printed: (io: CliIo) => ReportOutput = stdoutOutput,
  isForOwner = false,
): ReportOutput {
  switch (standardStream(path)) {
    case 'stdout':
      return printed(io);
    case 'stderr':
      return streamOutput(io.stderr);
    case null:
      return new FileOutput(path, io, isForOwner);
  }
}

/** Reports that what was to go to a file cannot be written there; `file`: null for standard output. */
export function reportUnwritten(
  file: string | null,
  error: string,
  { io, texts }: { readonly io: CliIo; readonly texts: CliTexts },
): void {
  io.stderr.write(errorLine(outputMessage(file ?? '', error, texts)));
}
