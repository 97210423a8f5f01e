import { existsSync } from 'node:fs';
import { namesInput } from '../node/inputs.ts';
import { EXIT } from './exit-code.ts';
import type { UsageProblem } from './faults.ts';
import type { CliIo } from './io.ts';
import { pickLanguage } from './language.ts';
import { type CiProblem, ciMessage, errorLine, usageMessage } from './messages.ts';
import { type Command, commandNamed, parseArguments, unknownCommand } from './options/arguments.ts';
import type { CommandName } from './options/option-names.ts';
import type {
  GivenReportArguments,
  GivenScanArguments,
  ReportArguments,
  ScanArguments,
} from './options/scan-arguments.ts';
import type { GivenSettings } from './options/setting-values.ts';
import type { Settings } from './options/settings.ts';
import type { CommandContext } from './page.ts';
import { isSecretLike } from './secret-like.ts';
import { outputWidth } from './terminal.ts';
import { loadCliTexts } from './text/load.ts';

/**
 * A command's name has nothing else: any other word is a path, and one that is missing does not
 * keep the others from being read.
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
      return withSettings(command.settings, context, (settings, settled) =>
        runWatch({ ...command.arguments, ...scanSettings(settings) }, { ...settled, watchCapture }),
      );
    }
    case 'compare': {
      const [{ runCompare }, { scanInputs }] = await Promise.all([
        import('./commands/compare-command.ts'),
        import('../node/scan.ts'),
      ]);
      return withSettings(command.settings, context, ({ values, file }, settled) => {
        const { buckets, all, limits } = values;
        const args = { ...command.arguments, buckets, all, limits, configFile: file };
        return runCompare(args, { ...settled, scanInputs });
      });
    }
    case 'explain': {
      const [{ runExplain }, { scanInputs }] = await Promise.all([
        import('./commands/explain-command.ts'),
        import('../node/scan.ts'),
      ]);
      return withSettings(command.settings, context, ({ values, file }, settled) => {
        const { buckets, limits } = values;
        const args = { ...command.arguments, buckets, limits, configFile: file };
        return runExplain(args, { ...settled, scanInputs });
      });
    }
    case 'sign': {
      const { runSign } = await import('./commands/sign-command.ts');
      return runSign(command.arguments, { ...context, now: Date.now });
    }
    case 'hypotheses': {
      const { runHypotheses } = await import('./commands/hypotheses-command.ts');
      return runHypotheses(command.arguments, context);
    }
    case 'completion': {
      const { runCompletion } = await import('./commands/completion-command.ts');
      return runCompletion(command.arguments, context);
    }
    case 'merge': {
      const { runMerge } = await import('./commands/merge-command.ts');
      return withSettings(command.settings, context, (settings, settled) => {
        const { limits } = settings.values;
        return runMerge({ ...command.arguments, ...reportSettings(settings), limits }, settled);
      });
    }
    case 'config': {
      const { runConfig } = await import('./commands/config-command.ts');
      return withSettings(command.settings, context, (settings, settled) =>
        runConfig(command.arguments, settings, settled),
      );
    }
  }
}

/**
 * A scan of nothing shows its help, and one of a word that names no input says what may have been
 * meant.
 */
async function runScanCommand(
  command: Extract<Command, { readonly kind: 'scan' }>,
  context: CommandContext,
): Promise<number> {
  const first = command.arguments.paths[0];
  if (first === undefined) {
    context.io.stderr.write(`${await command.help()}\n`);
    return EXIT.NOT_DONE;
  }
  if (!command.named && LETTERS.test(first) && !(await namesInput(first))) {
    return refuseUsage(unknownCommand(first), context);
  }
  const [{ runScan }, { scanInputs }] = await Promise.all([
    import('./commands/scan-command.ts'),
    import('../node/scan.ts'),
  ]);
  return withSettings(command.settings, context, (settings, settled) =>
    runScan({ ...command.arguments, ...scanSettings(settings) }, { ...settled, scanInputs }),
  );
}

/**
 * Runs a command with what arguments, environment and configuration together say, in the language
 * that they say.
 */
async function withSettings(
  given: GivenSettings,
  context: CommandContext,
  work: (settings: Settings, context: CommandContext) => Promise<number>,
): Promise<number> {
  const { texts, io } = context;
  const { resolveSettings } = await import('./options/settings.ts');
  const settings = await resolveSettings(given, io);
  if (!settings.ok) {
    const fault = settings.error;
    if (fault.kind === 'usage') return refuseUsage(fault.problem, context);
    const problem: CiProblem = fault.kind === 'file' ? { kind: 'config-file', fault: fault.fault } : fault;
    io.stderr.write(errorLine(ciMessage(problem, texts)));
    return EXIT.NOT_DONE;
  }
  const { lang } = settings.value.values;
  if (lang === context.lang) return work(settings.value, context);
  return work(settings.value, { ...context, lang, texts: await loadCliTexts(lang) });
}

/** Settings of the commands that write reports of results. */
function reportSettings({ values, file }: Settings): Omit<ReportArguments, keyof GivenReportArguments> {
  const { format, failOn, strict, all, slow, ignores, baseline } = values;
  return { formats: format, failOn, strict, all, slow, ignores, baseline, configFile: file };
}

/** Settings of the commands that read captures for such reports. */
function scanSettings(settings: Settings): Omit<ScanArguments, keyof GivenScanArguments> {
  const { buckets, verifyBodies, jobs, limits } = settings.values;
  return { ...reportSettings(settings), buckets, verifyBodies, jobs, limits };
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
const HARMLESS = ['--access-key-id', '--request-id', '--payload-hash', '--header', '-H'];

/**
 * A word that looks like a secret and names no file, among those that could be taken for a path.
 */
function secretWord(argv: readonly string[]): UsageProblem | null {
  const at = argv.findIndex((word, place) => {
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    if (HARMLESS.includes(equals < 0 ? (argv[place - 1] ?? '') : word.slice(0, equals))) return false;
    const value = word.slice(equals + 1);
    // also beside its id, as `id:secret`
    return value.split(/[:,;\s]/).some(isSecretLike) && !existsSync(value);
  });
  return at < 0 ? null : { code: 'secret-word', n: at + 1 };
}
