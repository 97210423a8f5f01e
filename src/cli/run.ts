import { existsSync } from 'node:fs';
import { namesInput } from '../node/inputs.ts';
import { EXIT } from './ending.ts';
import type { UsageProblem } from './faults.ts';
import { isSecretLike } from './given-words.ts';
import type { CliIo, CommandContext } from './io.ts';
import { pickLanguage } from './language.ts';
import { type CiProblem, ciMessage, errorLine, usageMessage } from './messages.ts';
import {
  type ArgumentsOf,
  type Command,
  commandNamed,
  parseArguments,
  type Run,
  unknownCommand,
} from './settings/command-line.ts';
import type { CommandName, WorkName } from './settings/names.ts';
import type { Settings } from './settings/resolve.ts';
import { NAMES, rowOf, settledArguments } from './settings/table.ts';
import { outputWidth } from './terminal.ts';
import { loadCliTexts } from './text/load.ts';

/**
 * A command's name has nothing else: any other word is a path, and one that is missing does not keep the
 * others from being read.
 */
const LETTERS = /^[a-z]+$/i;

/** Runs a command line (without the program's name) and gives the exit code. */
export async function run(argv: readonly string[], io: CliIo): Promise<number> {
  const lang = pickLanguage(argv, io.env);
  const context: CommandContext = { lang, texts: await loadCliTexts(lang), io };
  const secret = secretWord(argv);
  if (secret !== null) return refuseUsage(secret, context);
  const parsed = await parseArguments(argv, context.texts, outputWidth(io.stdout, io));
  if (!parsed.ok) return refuseUsage(parsed.error, context, commandNamed(argv));
  return runCommand(parsed.value, context);
}

/** The code of each command is loaded only when it is the one. */
async function runCommand(command: Command, context: CommandContext): Promise<number> {
  switch (command.kind) {
    case 'help':
      context.io.stdout.write(`${command.text}\n`);
      return EXIT.CLEAN;
    case 'version': {
      const { toolOfPackage } = await import('./version.ts');
      context.io.stdout.write(`${toolOfPackage().version}\n`);
      return EXIT.CLEAN;
    }
    case 'scan':
      return runScanCommand(command, context);
    case 'watch': {
      const [{ runWatch }, { watchCapture }] = await Promise.all([
        import('./commands/watch-command.ts'),
        import('../node/watch.ts'),
      ]);
      return withSettings(command, context, (args, settled) => runWatch(args, { ...settled, watchCapture }));
    }
    case 'capture': {
      const [{ runCapture }, { watchCapture }] = await Promise.all([
        import('./commands/capture-command.ts'),
        import('../node/watch.ts'),
      ]);
      return withSettings(command, context, (args, settled) =>
        runCapture(args, { ...settled, watchCapture }),
      );
    }
    case 'compare': {
      const [{ runCompare }, { scanInputs }] = await Promise.all([
        import('./commands/compare-command.ts'),
        import('../node/scan.ts'),
      ]);
      return withSettings(command, context, (args, settled) => runCompare(args, { ...settled, scanInputs }));
    }
    case 'explain': {
      const [{ runExplain }, { scanInputs }] = await Promise.all([
        import('./commands/explain-command.ts'),
        import('../node/scan.ts'),
      ]);
      return withSettings(command, context, (args, settled) => runExplain(args, { ...settled, scanInputs }));
    }
    case 'extract': {
      const { runExtract } = await import('./commands/extract-command.ts');
      return withSettings(command, context, runExtract);
    }
    case 'sign': {
      const { runSign } = await import('./commands/sign-command.ts');
      return runSign(command.arguments, { ...context, now: Date.now });
    }
    case 'hypotheses': {
      const { runHypotheses } = await import('./commands/hypotheses-command.ts');
      return runHypotheses(command.arguments, context);
    }
    case 'why': {
      const { runWhy } = await import('./commands/why-command.ts');
      return runWhy(command.arguments, context);
    }
    case 'completion': {
      const { runCompletion } = await import('./commands/completion-command.ts');
      return runCompletion(command.arguments, context);
    }
    case 'merge': {
      const { runMerge } = await import('./commands/merge-command.ts');
      return withSettings(command, context, runMerge);
    }
    case 'config': {
      const { runConfig } = await import('./commands/config-command.ts');
      return withSettings(command, context, (args, settled, settings) => runConfig(args, settings, settled));
    }
  }
}

/**
 * A command line without any word shows the short help, and one of a word that names no input says what may
 * have been meant.
 */
async function runScanCommand(
  command: Extract<Command, { readonly kind: 'scan' }>,
  context: CommandContext,
): Promise<number> {
  const first = command.arguments.paths[0];
  if (first === undefined) {
    context.io.stderr.write(`${command.help()}\n`);
    return EXIT.NOT_DONE;
  }
  if (!command.named && LETTERS.test(first) && !(await namesInput(first))) {
    return refuseUsage(unknownCommand(first), context);
  }
  const [{ runScan }, { scanInputs }] = await Promise.all([
    import('./commands/scan-command.ts'),
    import('../node/scan.ts'),
  ]);
  return withSettings(command, context, (args, settled) => runScan(args, { ...settled, scanInputs }));
}

/**
 * Runs a command with what arguments, environment and configuration together say, in the language that they
 * say.
 */
async function withSettings<C extends WorkName>(
  { kind, arguments: given, settings }: Run<C>,
  context: CommandContext,
  work: (args: ArgumentsOf<C>, context: CommandContext, settings: Settings) => Promise<number>,
): Promise<number> {
  const { texts, io } = context;
  const { resolveSettings } = await import('./settings/resolve.ts');
  const resolved = await resolveSettings(settings, io);
  if (!resolved.ok) {
    const fault = resolved.error;
    if (fault.kind === 'usage') return refuseUsage(fault.problem, context);
    const problem: CiProblem = fault.kind === 'file' ? { kind: 'config-file', fault: fault.fault } : fault;
    io.stderr.write(errorLine(ciMessage(problem, texts)));
    return EXIT.NOT_DONE;
  }
  const { values, file } = resolved.value;
  const args = { ...given, ...settledArguments(kind, values), configFile: file };
  const { lang } = values;
  const inLanguage = lang === context.lang ? context : { ...context, lang, texts: await loadCliTexts(lang) };
  return work(args, inLanguage, resolved.value);
}

/** `command`: whose help is pointed at; null for that of the whole. */
function refuseUsage(
  problem: UsageProblem,
  { io, texts }: CommandContext,
  command: CommandName | null = null,
): number {
  // scan's help is that of the whole
  io.stderr.write(errorLine(usageMessage(problem, texts, command === 'scan' ? null : command)));
  return EXIT.NOT_DONE;
}

/** Options whose values look like secrets and are none. */
const HARMLESS: readonly string[] = NAMES.map(rowOf)
  .filter(({ mayLookSecret }) => mayLookSecret)
  .flatMap(({ argument, short }) => [`--${argument}`, ...(short === undefined ? [] : [`-${short}`])]);

/** A word that looks like a secret and names no file, among those that could be taken for a path. */
function secretWord(argv: readonly string[]): UsageProblem | null {
  // what is behind these dashes is for another program
  const end = commandNamed(argv) === 'capture' ? argv.indexOf('--') : -1;
  const at = (end < 0 ? argv : argv.slice(0, end)).findIndex((word, place) => {
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    if (HARMLESS.includes(equals < 0 ? (argv[place - 1] ?? '') : word.slice(0, equals))) return false;
    const value = word.slice(equals + 1);
    // also beside its id, as `id:secret`
    return value.split(/[:,;\s]/).some(isSecretLike) && !existsSync(value);
  });
  return at < 0 ? null : { code: 'secret-word', n: at + 1 };
}
