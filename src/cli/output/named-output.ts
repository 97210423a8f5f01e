import { guardedStream } from '../build-server.ts';
import type { CliIo, OutputStream } from '../io.ts';
import { FileOutput } from './file-output.ts';
import type { ReportOutput } from './report-output.ts';
import { standardStream } from './standard-stream.ts';

export function stdoutOutput(io: CliIo): ReportOutput {
  return streamOutput(guardedStream(io.stdout, io.env));
}

/** Standard output for a report that consists of a build server's commands, and escapes captured text itself. */
export function commandOutput(io: CliIo): ReportOutput {
  return streamOutput(io.stdout);
}

function streamOutput(stream: OutputStream): ReportOutput {
  return { unopened: null, write: (text) => stream.write(text), close: () => null, discard: () => null };
}

/**
 * The output that a file's name stands for. One that leads to standard output or standard error (`/dev/stdout`) is that stream itself:
 * opened anew, a file would be written from its start, over what stands there, and a socket cannot be opened by its name.
 */
export function namedOutput(
  path: string,
  io: CliIo,
  printed: (io: CliIo) => ReportOutput = stdoutOutput,
): ReportOutput {
  switch (standardStream(path)) {
    case 'stdout':
      return printed(io);
    case 'stderr':
      return streamOutput(io.stderr);
    case null:
      return new FileOutput(path, io);
  }
}
