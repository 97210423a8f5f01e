import { existsSync } from 'node:fs';
import { namesInput } from '../node/inputs.ts';
import type { Work } from './commands/command.ts';
import { COMMANDS, type CommandName } from './commands/registry.ts';
import { EXIT } from './ending.ts';
import { isSecretLike } from './given-words.ts';
import type { CliIo, CommandContext } from './io.ts';
import { loadCliTexts, pickLanguage } from './language.ts';
import { type CiProblem, ciMessage, errorLine, usageMessage } from './messages.ts';
import {
  type AnyRun,
  commandNamed,
  commandOf,
  parseArguments,
  unknownCommand,
} from './settings/command-line.ts';
import { NAMES, rowOf, settledArguments } from './settings/table.ts';
import type { UsageProblem } from './texts.ts';

/**
 * A command's name has nothing else: any other word is a path, and one that is missing does not keep the
 * others from being read.
 */
const LETTERS = /^[a-z]+$/i;

/** Runs a command line (without the program's name) and gives the exit code. */
export async function run(argv: readonly string[], io: CliIo): Promise<number> {
  const lang = pickLanguage(argv, io.env);
  const context: CommandContext = { lang, texts: await loadCliTexts(lang), io };
  const named = commandNamed(argv);
  const { isForeign = false } = await commandOf(named ?? 'scan');
  const secret = secretWord(argv, isForeign);
  if (secret !== null) return refuseUsage(secret, context);
  const parsed = await parseArguments(argv);
  if (!parsed.ok) return refuseUsage(parsed.error, context, named);
  if (parsed.value.kind !== 'version') return runCommand(parsed.value, context);
  const { toolOfPackage } = await import('./version.ts'); // with: start
  io.stdout.write(`${toolOfPackage().version}\n`);
  return EXIT.CLEAN;
}

/**
 * Runs a command with what arguments, environment and configuration together say, in the language that they
 * say; where it takes no configuration, with its arguments. A word that is no command and names no input may
 * be a mistyped command.
 */
async function runCommand(
  { kind, arguments: given, settings, named }: AnyRun,
  context: CommandContext,
): Promise<number> {
  const first = 'paths' in given ? given.paths[0] : undefined;
  if (!named && first !== undefined && LETTERS.test(first) && !(await namesInput(first))) {
    return refuseUsage(unknownCommand(first), context);
  }
  const { takes } = await commandOf(kind);
  const [, load] = COMMANDS[kind];
  const loading: Promise<Work> = load();
  if (!takes.includes('config')) {
    const work = await loading;
    return work.run(given, { ...context, commands: COMMANDS, settings: null });
  }
  const { texts, io } = context;
  const [work, { resolveSettings }] = await Promise.all([loading, import('./settings/resolve.ts')]); // with: scan
  const resolved = await resolveSettings(settings, io);
  if (!resolved.ok) {
    const fault = resolved.error;
    if (fault.kind === 'usage') return refuseUsage(fault.problem, context);
    const problem: CiProblem = fault.kind === 'file' ? { kind: 'config-file', fault: fault.fault } : fault;
    io.stderr.write(errorLine(ciMessage(problem, texts)));
    return EXIT.NOT_DONE;
  }
  const { values, file } = resolved.value;
  const args = { ...given, ...settledArguments(takes, values), configFile: file };
  const { lang } = values;
  const inLanguage = lang === context.lang ? context : { ...context, lang, texts: await loadCliTexts(lang) };
  return work.run(args, { ...inLanguage, commands: COMMANDS, settings: resolved.value });
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
function secretWord(argv: readonly string[], isForeign: boolean): UsageProblem | null {
  // what is behind these dashes is for another program
  const end = isForeign ? argv.indexOf('--') : -1;
  const at = (end < 0 ? argv : argv.slice(0, end)).findIndex((word, place) => {
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    if (HARMLESS.includes(equals < 0 ? (argv[place - 1] ?? '') : word.slice(0, equals))) return false;
    const value = word.slice(equals + 1);
    // also beside its id, as `id:secret`
    return value.split(/[:,;\s]/).some(isSecretLike) && !existsSync(value);
  });
  return at < 0 ? null : { code: 'secret-word', n: at + 1 };
}
