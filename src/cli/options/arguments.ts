import { fail, ok, type Result } from '../../bytes/result.ts';
import { STDIN } from '../../node/files.ts';
import type { UsageProblem } from '../faults.ts';
import { nearName } from '../near-name.ts';
import type { CliTexts } from '../text/texts.ts';
import { type GivenCompareArguments, toCompareArguments } from './compare-arguments.ts';
import { type CompletionArguments, toCompletionArguments } from './completion-arguments.ts';
import { type GivenExplainArguments, toExplainArguments } from './explain-arguments.ts';
import { splitBuckets } from './filter-arguments.ts';
import { type GivenMergeArguments, toMergeArguments } from './merge-arguments.ts';
import {
  COMMAND_NAMES,
  COMMAND_OPTIONS,
  type CommandName,
  NEGATABLE,
  OPTIONS,
  type OptionName,
  optionNamed,
  shapeOf,
} from './option-names.ts';
import { helpText, isRepeated, POSITIONALS, parseWords } from './option-parser.ts';
import { lastString, type Parsed, strings } from './option-values.ts';
import { type PageArguments, toPageArguments } from './page-arguments.ts';
import { type GivenScanArguments, toScanArguments } from './scan-arguments.ts';
import { type GivenSettings, settingsOfArguments } from './setting-values.ts';
import { type SignArguments, toSignArguments } from './sign-arguments.ts';
import { type GivenWatchArguments, toWatchArguments } from './watch-arguments.ts';

/** A command whose arguments settings go with. */
interface Settable<Kind extends CommandName, Given> {
  readonly kind: Kind;
  readonly arguments: Given;
  readonly settings: GivenSettings;
}

export type Command =
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' }
  /**
   * `named`: the command line says `scan`, or has no word that could say it; else its first word
   * may be a mistyped command.
   */
  | (Settable<'scan', GivenScanArguments> & {
      readonly named: boolean;
      /** Made on demand: laying the text out takes longer than reading most captures. */
      readonly help: () => Promise<string>;
    })
  | Settable<'watch', GivenWatchArguments>
  | Settable<'compare', GivenCompareArguments>
  | Settable<'explain', GivenExplainArguments>
  | { readonly kind: 'sign'; readonly arguments: SignArguments }
  | { readonly kind: 'hypotheses'; readonly arguments: PageArguments }
  | Settable<'merge', GivenMergeArguments>
  | { readonly kind: 'completion'; readonly arguments: CompletionArguments }
  | Settable<'config', PageArguments>;

/** Slowest exchanges that `--slow` without a number lists. */
const SLOW_BY_DEFAULT = 10;

/** Reads a command line. Nothing is printed, and what is wrong is returned. */
export async function parseArguments(
  argv: readonly string[],
  texts: CliTexts,
  columns: number,
): Promise<Result<Command, UsageProblem>> {
  const end = argv.indexOf('--');
  const behindEnd = end < 0 ? [] : argv.slice(end + 1);
  const { command, rest } = splitCommand(end < 0 ? argv : argv.slice(0, end));
  const name = command ?? 'scan';
  const fault = findFault(rest, name);
  if (fault !== null) return fail(fault);
  if (behindEnd.includes('')) return fail({ code: 'empty-argument' });
  const read = parseWords(name, joinValues(rest, COMMAND_OPTIONS[name]));
  if (!read.ok) return fail({ code: 'other', message: read.error });
  const parsed = read.value;
  if (parsed['version'] === true) return ok({ kind: 'version' });
  const help = (): Promise<string> => helpText(name, texts, columns);
  if (parsed['help'] === true) return ok({ kind: 'help', text: await help() });
  if (readsStdinTwice(parsed, behindEnd)) return fail({ code: 'stdin-twice' });
  const named = command !== null || strings(parsed['path']).length === 0;
  return toCommand(name, parsed, behindEnd, { named, help });
}

function toCommand(
  name: CommandName,
  parsed: Parsed,
  behindEnd: readonly string[],
  scan: { readonly named: boolean; readonly help: () => Promise<string> },
): Result<Command, UsageProblem> {
  switch (name) {
    case 'scan': {
      const command = toSettable(name, toScanArguments(parsed, behindEnd), hostsAlone(parsed));
      return command.ok ? ok({ ...command.value, ...scan }) : command;
    }
    case 'watch':
      return toSettable(name, toWatchArguments(parsed, behindEnd), hostsAlone(parsed));
    case 'compare':
      return toSettable(name, toCompareArguments(parsed, behindEnd), { ...parsed, format: undefined });
    case 'explain':
      return toSettable(name, toExplainArguments(parsed, behindEnd), { ...parsed, format: undefined });
    case 'sign': {
      const read = toSignArguments(parsed, behindEnd);
      return read.ok ? ok({ kind: name, arguments: read.value }) : read;
    }
    case 'hypotheses': {
      const read = toPageArguments(parsed, behindEnd);
      return read.ok ? ok({ kind: name, arguments: read.value }) : read;
    }
    case 'merge':
      return toSettable(name, toMergeArguments(parsed, behindEnd), { ...parsed, bucket: undefined });
    case 'completion': {
      const read = toCompletionArguments(parsed, behindEnd);
      return read.ok ? ok({ kind: name, arguments: read.value }) : read;
    }
    case 'config':
      // Its own format is that of the list, not one of the settings.
      return toSettable(name, toPageArguments(parsed, behindEnd), { ...parsed, format: undefined });
  }
}

/** Without the buckets that are named for a filter. */
function hostsAlone(parsed: Parsed): Parsed {
  return { ...parsed, bucket: splitBuckets(parsed).hosts };
}

/** `settable`: of what was parsed, what a configuration could say too. */
function toSettable<Kind extends CommandName, Given>(
  kind: Kind,
  read: Result<Given, UsageProblem>,
  settable: Parsed,
): Result<Settable<Kind, Given>, UsageProblem> {
  if (!read.ok) return read;
  const settings = settingsOfArguments(settable);
  return settings.ok ? ok({ kind, arguments: read.value, settings: settings.value }) : settings;
}

/** What names an input, of whichever command: captures, a request. */
const INPUTS = ['path', 'input', 'capture', 'request'] as const;

/** Whether standard input is named for credentials, and for what is read with them. */
function readsStdinTwice(parsed: Parsed, behindEnd: readonly string[]): boolean {
  if (lastString(parsed['credentials']) !== STDIN) return false;
  return behindEnd.includes(STDIN) || INPUTS.some((name) => strings(parsed[name]).includes(STDIN));
}

/** The command that a command line names; null where it names none. */
export function commandNamed(argv: readonly string[]): CommandName | null {
  const end = argv.indexOf('--');
  return splitCommand(end < 0 ? argv : argv.slice(0, end)).command;
}

/** The command is the first word that is neither an option nor the value of one. */
function splitCommand(argv: readonly string[]): {
  readonly command: CommandName | null;
  readonly rest: readonly string[];
} {
  const all = Object.keys(OPTIONS) as OptionName[];
  const words = giveSlowItsNumber(argv).flatMap(splitShort);
  for (let at = 0; at < words.length; at++) {
    const argument = words[at] ?? '';
    if (isOption(argument)) {
      if (takesNext(argument, all)) at++;
      continue;
    }
    const command = COMMAND_NAMES.find((name) => name === argument) ?? null;
    return { command, rest: command === null ? words : words.toSpliced(at, 1) };
  }
  return { command: null, rest: words };
}

/** `--slow` may stand alone, or with a number behind it; what follows otherwise is a path. */
function giveSlowItsNumber(argv: readonly string[]): readonly string[] {
  const words: string[] = [];
  for (const argument of argv) {
    if (words.at(-1) === '--slow' && /^\d+$/.test(argument)) words[words.length - 1] = `--slow=${argument}`;
    else words.push(argument);
  }
  return words.map((word) => (word === '--slow' ? `--slow=${SLOW_BY_DEFAULT}` : word));
}

function isOption(argument: string): boolean {
  return argument.startsWith('-') && argument !== '-';
}

/** Does the option take the next argument as its value? */
function takesNext(argument: string, among: readonly OptionName[]): boolean {
  const option = optionNamed(argument, among);
  return (
    option !== null &&
    shapeOf(option).kind !== 'flag' &&
    !argument.includes('=') &&
    !argument.startsWith('--no-')
  );
}

/** What letters stand for behind one dash, in every command that knows them. */
const LETTERS: ReadonlyMap<string, OptionName> = new Map(
  (Object.keys(OPTIONS) as OptionName[]).flatMap((name) => {
    const { alias } = shapeOf(name);
    return alias === undefined ? [] : [[alias, name] as const];
  }),
);

/**
 * Letters behind one dash, each with a dash of its own, and the value that stands at the last of
 * them: `-XPUT` and `-H'name: value'` as curl takes them, `-j3`, `-qj3`. A word with any other
 * letter stays as it is, and so does one that is the name of an option, whose second dash is
 * missing.
 */
function splitShort(argument: string): readonly string[] {
  const [, letters] = /^-([^-=].+)$/s.exec(argument) ?? [];
  if (letters === undefined || isOptionName(letters)) return [argument];
  const words: string[] = [];
  for (let at = 0; at < letters.length; at++) {
    const letter = letters[at] ?? '';
    const option = LETTERS.get(letter);
    if (option === undefined) return [argument];
    const value = letters.slice(at + 1);
    words.push(`-${letter}`);
    if (shapeOf(option).kind === 'flag') continue;
    return value === '' ? words : [...words, value.replace(/^=/, '')];
  }
  return words;
}

function isOptionName(letters: string): boolean {
  return Object.hasOwn(OPTIONS, letters.replace(/=.*$/s, ''));
}

/**
 * Every value in one word with its option: the parser would take one that begins with a dash for an
 * option.
 */
function joinValues(words: readonly string[], known: readonly OptionName[]): readonly string[] {
  const joined: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const option = isOption(word) && takesNext(word, known) ? optionNamed(word, known) : null;
    joined.push(option === null ? word : `--${option}=${words[++at] ?? ''}`);
  }
  return joined;
}

/** Options that would put a secret into the list of processes, and into the shell's history. */
const SECRET_OPTIONS = [
  'access-key-secret',
  'accessKeySecret',
  'access_key_secret',
  'secret',
  'secret-key',
  'access-key',
  'access-secret',
  'ak-secret',
  'sk',
  'password',
  'token',
  'sts-token',
  'security-token',
  'session-token',
];

/**
 * What is wrong with the words of a command line, as far as it shows before their values are read.
 */
function findFault(argv: readonly string[], command: CommandName): UsageProblem | null {
  const known = COMMAND_OPTIONS[command];
  let room = positionalsOf(command);
  for (let at = 0; at < argv.length; at++) {
    const argument = argv[at] ?? '';
    if (!isOption(argument)) {
      if (argument === '') return { code: 'empty-argument' };
      if (room-- <= 0) return { code: 'extra-argument', value: argument };
      continue;
    }
    const option = optionNamed(argument, known);
    if (option !== null) {
      const flag = needlessValueOf(argument, option);
      if (flag !== null) return { code: 'needless-value', name: flag };
      if (!takesNext(argument, known)) {
        if (!argument.endsWith('=') || mayBeEmpty(option)) continue;
        return { code: 'missing-value', name: argument.slice(0, -1) };
      }
      const next = argv[++at];
      const isValue = next !== undefined && (!isOption(next) || optionNamed(next, known) === null);
      if (isValue && (next !== '' || mayBeEmpty(option))) continue;
      return { code: 'missing-value', name: argument };
    }
    const [, dashes = '', name = ''] = /^(--?)([^=]*)/.exec(argument) ?? [];
    // `-format` is a slip for `--format`; one letter is too little to guess from.
    const mayGuess = dashes === '--' || name.length > 1;
    if (SECRET_OPTIONS.includes(name)) return { code: 'secret-argument', name: `--${name}` };
    const denials = NEGATABLE.filter((option) => known.includes(option)).map((option) => `no-${option}`);
    const near = mayGuess ? nearName(name, [...known, ...denials]) : null;
    return {
      code: 'unknown-option',
      // what stands behind a letter may be anything, a secret too (`-pSECRET`)
      name: dashes === '--' ? `--${name}` : argument.length > 12 ? argument.slice(0, 2) : argument,
      near: near === null ? null : `--${near}`,
    };
  }
  return null;
}

/**
 * Of a request nearly everything may be empty; elsewhere that is a variable of a script which is
 * not set.
 */
function mayBeEmpty(option: OptionName): boolean {
  const { kind, group } = shapeOf(option);
  return kind === 'value' && group === 'request';
}

/**
 * A flag that is given a value which would be read as `false`, as `--strict=yes` was; null for any
 * other option.
 */
function needlessValueOf(argument: string, option: OptionName): string | null {
  const equals = argument.indexOf('=');
  if (equals < 0) return null;
  const name = argument.slice(0, equals);
  if (name === `--no-${option}`) return name;
  const isFlag = shapeOf(option).kind === 'flag';
  return isFlag && !/^=(?:true|false)$/.test(argument.slice(equals)) ? name : null;
}

/** How many words a command takes beside its options. */
function positionalsOf(command: CommandName): number {
  const words = POSITIONALS[command];
  return words.some(isRepeated) ? Number.POSITIVE_INFINITY : words.length;
}

/** The command that a word which names no input probably stands for. */
export function unknownCommand(word: string): UsageProblem {
  return { code: 'unknown-command', name: word, near: nearName(word, COMMAND_NAMES) };
}
