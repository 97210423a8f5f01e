import { processIo } from './process-io.ts';
import { run } from './run.ts';

/** Runs the command line that the process was given, and has it end with the exit code. */
export async function start(argv: readonly string[]): Promise<void> {
  const io = processIo(argv);
  io.end(await run(argv, io));
}
