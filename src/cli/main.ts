#!/usr/bin/env node
import { processIo } from './process-io.ts';
import { run } from './run.ts';

const argv = process.argv.slice(2);

/** Node.js itself would print the message of an error, which may quote what was captured. */
async function crash(error: unknown): Promise<void> {
  process.exitCode = 2;
  const [{ crashText, isDebugging }, { pickLanguage }] = await Promise.all([
    import('./crash.ts'),
    import('./language.ts'),
  ]);
  const options = { lang: pickLanguage(argv, process.env), debug: isDebugging(process.env) };
  process.stderr.write(crashText(error, { kind: 'command' }, options));
}

process.on('uncaughtException', (error) => {
  void crash(error).finally(() => process.exit(2));
});

try {
  const io = processIo(argv);
  io.end(await run(argv, io));
} catch (error) {
  await crash(error);
}
