#!/usr/bin/env node
import { readyReader } from '../node/reader/ready-reader.ts';

const argv = process.argv.slice(2);
readyReader(argv);

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
  const { start } = await import('./start.ts');
  await start(argv);
} catch (error) {
  await crash(error);
}
