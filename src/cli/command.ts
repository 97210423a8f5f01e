import { readyReader } from '../node/reader/ready-reader.ts';

/** Runs `argv`, without the program's name: the whole of the process, whose exit code it sets. */
export async function command(argv: readonly string[]): Promise<void> {
  if (!hasWorkingFolder()) return refuseToStart(argv);
  readyReader(argv);
  process.on('uncaughtException', (error) => {
    void crash(error, argv).finally(() => process.exit(2));
  });
  const isUnfinished = (): void => void crash(new UnfinishedError(), argv);
  // Where nothing is left to wait for, Node.js would end the process with 0, as if all were well.
  process.once('beforeExit', isUnfinished);
  try {
    const { start } = await import('./start.ts'); // with: start
    await start(argv);
  } catch (error) {
    await crash(error, argv);
  } finally {
    process.removeListener('beforeExit', isUnfinished);
  }
}

/**
 * It may have been removed while a shell was in it. Then whoever asks for it fails: packages do so while they
 * are loaded.
 */
function hasWorkingFolder(): boolean {
  try {
    return process.cwd() !== '';
  } catch {
    return false;
  }
}

async function refuseToStart(argv: readonly string[]): Promise<void> {
  process.exitCode = 2;
  // Modules are loaded from a folder that exists.
  process.chdir('/');
  const [{ loadCliTexts, pickLanguage }, { errorLine }] = await Promise.all([
    import('./language.ts'),
    import('./messages.ts'),
  ]);
  const { noWorkingFolder } = await loadCliTexts(pickLanguage(argv, process.env));
  process.stderr.write(errorLine(noWorkingFolder));
}

/** Something was waited for that never comes. */
class UnfinishedError extends Error {}

/** Node.js itself would print the message of an error, which may quote what was captured. */
async function crash(error: unknown, argv: readonly string[]): Promise<void> {
  process.exitCode = 2;
  const [{ crashText, isDebugging }, { pickLanguage }] = await Promise.all([
    import('./crash.ts'),
    import('./language.ts'),
  ]);
  const options = { lang: pickLanguage(argv, process.env), debug: isDebugging(process.env) };
  // There is nowhere left to report it.
  process.stderr.on('error', () => {});
  process.stderr.write(crashText(error, { kind: 'command' }, options));
}
