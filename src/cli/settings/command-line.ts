import type { Argv } from 'yargs';
import { Parser } from 'yargs/helpers';
import { type ByteString, fromText } from '../../bytes/byte-string.ts';
import { displayWidth } from '../../bytes/display-width.ts';
import { fail, ok, type Result } from '../../bytes/result.ts';
import { type LimitKey, limitName } from '../../limits.ts';
import { STDIN } from '../../node/files.ts';
import type { ExchangeFilter } from '../../report/filter/exchange-filter.ts';
import { isReversed } from '../../report/filter/time-bound.ts';
import type { OptionsAgain } from '../../report/terminal/view.ts';
import type { Said } from '../../report/text/in-language.ts';
import type { UsageProblem } from '../faults.ts';
import { badValue, nearName } from '../given-words.ts';
import type { CommandHelp } from '../text/commands.ts';
import type { CliTexts } from '../text/texts.ts';
import { briefHelp, MAX_HELP_WIDTH } from './brief-help.ts';
import { MERGE_LIMIT_NAMES } from './limits.ts';
import { COMMAND_NAMES, type CommandName, SHELLS, type ShellName, type WorkName } from './names.ts';
import {
  type GivenSettings,
  groupOf,
  helpOf,
  type LineArguments,
  NAMES,
  type Name,
  type NameOf,
  namesOf,
  optionsOf,
  rowOf,
  type SettingName,
  type SettledArguments,
  settledArguments,
  USUAL_SETTINGS,
  type ValueOf,
} from './table.ts';
import type { Given } from './value-types.ts';

/*
 * Reads command lines and lays out the help. The parser of yargs reads the words, and the whole of yargs lays
 * out the help: it takes longer to load than most captures take to be read, so it is loaded for the help
 * alone. Left to this file is what yargs cannot do: a letter with its value in one word, values that begin
 * with a dash, an option whose value may be left out, and to say what exactly is wrong.
 */

/** Positional words of each command, in yargs' form. */
const POSITIONALS: Readonly<Record<CommandName, readonly string[]>> = {
  scan: ['path..'],
  watch: ['input'],
  capture: ['command..'],
  compare: ['path..'],
  explain: ['capture', 'index'],
  extract: ['capture', 'index..'],
  sign: ['url'],
  hypotheses: [],
  why: ['id'],
  merge: ['path..'],
  config: [],
  completion: ['shell'],
  help: ['command'],
  version: [],
};

/** `quiet`: failures and errors alone. `verbose`: also what is read, with what, and how fast. */
export type Loudness = 'quiet' | 'verbose';

/** Of the commands that report exchanges: what several options say together. */
interface ReportWords {
  /** How much is reported beside failures; absent for the usual. */
  readonly loudness?: Loudness;
  /** Which exchanges are reported; absent for all. */
  readonly filter?: ExchangeFilter;
  /** Options that its answers depend on, for commands that a report recommends. */
  readonly again: OptionsAgain;
}

/** What commands get of the words of the command line that are no options. */
interface Words {
  readonly scan: ReportWords & { readonly paths: readonly string[] };
  /** The capture that is being taken: a file, or `-` for standard input. */
  readonly watch: ReportWords & { readonly input: string };
  /** The words of the command to run; empty where the capture is ended by hand. */
  readonly capture: ReportWords & { readonly command: readonly string[] };
  /** In the order of the path, the client's capture first; at least two. */
  readonly compare: { readonly captures: readonly string[] };
  /** `index`: of the exchange, from 1. */
  readonly explain: { readonly capture: string; readonly index: number };
  /** `indexes`: of exchanges, from 1; at least one. */
  readonly extract: {
    readonly capture: string;
    readonly indexes: readonly number[];
    readonly output: string;
  };
  /** It reads no configuration. `url`: null where the request stands in a file. */
  readonly sign: SettledArguments<'sign'> & { readonly url: ByteString | null };
  readonly hypotheses: object;
  /** Null for a list of all. */
  readonly why: { readonly id: string | null };
  /** Blobs, and folders with blobs in them; at least one. */
  readonly merge: ReportWords & { readonly paths: readonly string[] };
  readonly config: object;
  readonly completion: { readonly shell: ShellName };
}

/** What the command line gives a command. */
export type GivenArguments<C extends WorkName> = LineArguments<C> & Words[C];

/** What a command works with: command line, environment and configuration together. */
export type ArgumentsOf<C extends WorkName> = GivenArguments<C> &
  SettledArguments<C> & {
    /** The configuration file in use; null without one. */
    readonly configFile: string | null;
  };

/** What the reports of exchanges are made with. */
export type ReportArguments = Omit<ArgumentsOf<'merge'>, 'paths' | 'limits'>;

/** What a page is shown with. */
export type PageArguments = GivenArguments<'hypotheses'>;

/** A command to run. */
export interface Run<C extends WorkName> {
  readonly kind: C;
  readonly arguments: GivenArguments<C>;
  readonly settings: GivenSettings;
}

export type Command =
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' }
  /**
   * `named`: the command line says `scan`, or has no word that could say it; else its first word may be a
   * mistyped command.
   */
  | (Run<'scan'> & {
      readonly named: boolean;
      /** Said where the command line has no word at all. */
      readonly help: () => string;
    })
  | { readonly [C in Exclude<WorkName, 'scan'>]: Run<C> }[Exclude<WorkName, 'scan'>];

/** What the parser gives: values of options by their names, and the other words. */
interface Parsed {
  readonly options: Readonly<Record<string, unknown>>;
  readonly words: readonly string[];
}

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
  // what is behind it belongs to another program
  const isForeign = name === 'capture';
  if (behindEnd.includes('') && !isForeign) return fail({ code: 'empty-argument' });
  const parsed = parseWords(name, rest);
  if (!parsed.ok) return parsed;
  const { options, words } = parsed.value;
  if (options['version'] === true) return ok({ kind: 'version' });
  const help = (): string => briefHelp(name, texts, columns);
  if (options['help'] === true) {
    // The letter and the word are one option to the parser; who gives both wants the whole.
    const isBrief = rest.includes('-h') && !rest.some((word) => word.startsWith('--help'));
    return ok({ kind: 'help', text: isBrief ? help() : await helpText(name, texts, columns) });
  }
  const given = [...words, ...behindEnd];
  // where `scan` has nothing to read behind it, it reads what is piped or pasted
  const all = { options, words: command === 'scan' && given.length === 0 ? [STDIN] : given };
  // A URL is no input.
  const inputs = name === 'sign' ? [...valuesOf(options['request']), ...behindEnd] : all.words;
  if (valuesOf(options['credentials']).at(-1) === STDIN && !isForeign && inputs.includes(STDIN)) {
    return fail({ code: 'stdin-twice' });
  }
  const [misplaced] = isForeign ? words : [];
  if (misplaced !== undefined) return fail({ code: 'command-without-dashes', value: misplaced });
  if (isForeign && end >= 0 && behindEnd.length === 0) {
    return fail({ code: 'missing-argument', name: 'COMMAND' });
  }
  if (name === 'version') return ok({ kind: 'version' });
  if (name === 'help') {
    const topic = readTopic(all);
    return topic.ok ? ok({ kind: 'help', text: await helpText(topic.value, texts, columns) }) : topic;
  }
  if (name !== 'scan') return READERS[name](all);
  const scan = readScan(all);
  return scan.ok ? ok({ ...scan.value, named: command !== null || words.length === 0, help }) : scan;
}

function valuesOf(option: unknown): Given {
  if (option === undefined) return [];
  return Array.isArray(option) ? option : [option];
}

/** Makes a command of what the parser gives. */
const READERS: {
  readonly [C in Exclude<WorkName, 'scan'>]: (parsed: Parsed) => Result<Run<C>, UsageProblem>;
} = {
  watch: readWatch,
  capture: readCapture,
  compare: readCompare,
  explain: readExplain,
  extract: readExtract,
  sign: readSign,
  hypotheses: readHypotheses,
  why: readWhy,
  merge: readMerge,
  config: readConfig,
  completion: readCompletion,
};

/** What the command line alone says of the settings of a command. */
type LineValues<C extends CommandName> = {
  readonly [K in Exclude<NameOf<C>, SettingName>]: ValueOf<K>;
};

/** Reads the options that only a command line has. */
function readLine<C extends CommandName>(command: C, parsed: Parsed): Result<LineValues<C>, UsageProblem> {
  const names = namesOf(command).filter((name) => rowOf(name).inFile === undefined);
  const read = readValues(command, names, parsed);
  if (!read.ok) return read;
  const usual = Object.fromEntries(names.map((name) => [name, rowOf(name).type.usual]));
  // Each value was read by the type of its row.
  return ok({ ...usual, ...read.value } as LineValues<C>);
}

/** The command, with the settings that its options give. */
function toRun<C extends WorkName>(
  kind: C,
  given: GivenArguments<C>,
  parsed: Parsed,
): Result<Run<C>, UsageProblem> {
  const settings = readSettings(kind, parsed);
  return settings.ok ? ok({ kind, arguments: given, settings: settings.value }) : settings;
}

function readSettings(command: CommandName, parsed: Parsed): Result<GivenSettings, UsageProblem> {
  const names = namesOf(command).filter((name) => rowOf(name).inFile !== undefined);
  const values = readValues(command, names, parsed);
  if (!values.ok) return values;
  const config = readValues(command, ['config'], parsed);
  // Each value was read by the type of its row.
  return config.ok ? ok({ values: values.value, config: null, ...config.value } as GivenSettings) : config;
}

/** The values of settings that the options of a command give. */
function readValues(
  command: CommandName,
  names: readonly Name[],
  { options }: Parsed,
): Result<Readonly<Record<string, unknown>>, UsageProblem> {
  const values: Record<string, unknown> = {};
  for (const name of names) {
    const { argument, type } = rowOf(name);
    if (argument === null) continue;
    const isShared = namesOf(command).some((other) => other !== name && rowOf(other).argument === argument);
    const all = valuesOf(options[argument]);
    const given = isShared ? all.filter((value) => type.takes?.(String(value)) ?? true) : all;
    if (given.length === 0) continue;
    const read = type.read(given, `--${argument}`);
    if (!read.ok) return read;
    values[name] = read.value;
  }
  return ok(values);
}

function readScan(parsed: Parsed): Result<Run<'scan'>, UsageProblem> {
  const line = readLine('scan', parsed);
  if (!line.ok) return line;
  const report = readReport(line.value, parsed);
  if (!report.ok) return report;
  const { shard, writeBaseline } = line.value;
  // A baseline of a part would forget the other parts.
  if (shard !== null && writeBaseline !== null) return fail({ code: 'shard-and-baseline' });
  return toRun('scan', { ...line.value, ...report.value, paths: parsed.words }, parsed);
}

function readWatch(parsed: Parsed): Result<Run<'watch'>, UsageProblem> {
  const line = readLine('watch', parsed);
  if (!line.ok) return line;
  const report = readReport({ ...line.value, verbose: false, writeBaseline: null }, parsed);
  if (!report.ok) return report;
  const [input, unexpected] = parsed.words;
  if (input === undefined) return fail({ code: 'missing-argument', name: 'FILE' });
  if (unexpected !== undefined) return fail({ code: 'extra-argument', value: unexpected });
  return toRun('watch', { ...line.value, ...report.value, input }, parsed);
}

function readCapture(parsed: Parsed): Result<Run<'capture'>, UsageProblem> {
  const line = readLine('capture', parsed);
  if (!line.ok) return line;
  const report = readReport({ ...line.value, verbose: false, writeBaseline: null }, parsed);
  if (!report.ok) return report;
  const { ports, captureFilter } = line.value;
  if (ports.length > 0 && captureFilter !== null) return fail({ code: 'filter-and-port' });
  return toRun('capture', { ...line.value, ...report.value, command: parsed.words }, parsed);
}

function readCompare(parsed: Parsed): Result<Run<'compare'>, UsageProblem> {
  const captures = parsed.words;
  if (captures.length < 2) {
    return fail({ code: 'missing-argument', name: captures.length === 0 ? 'CLIENT SERVER' : 'SERVER' });
  }
  if (captures.filter((path) => path === STDIN).length > 1) return fail({ code: 'stdin-at-two-points' });
  const line = readLine('compare', parsed);
  return line.ok ? toRun('compare', { ...line.value, captures }, parsed) : line;
}

function readExplain(parsed: Parsed): Result<Run<'explain'>, UsageProblem> {
  const [capture, indexText, unexpected] = parsed.words;
  if (capture === undefined) return fail({ code: 'missing-argument', name: 'CAPTURE INDEX' });
  if (indexText === undefined) return fail({ code: 'missing-argument', name: 'INDEX' });
  if (unexpected !== undefined) return fail({ code: 'extra-argument', value: unexpected });
  const index = readIndex(indexText);
  if (!index.ok) return index;
  const line = readLine('explain', parsed);
  return line.ok ? toRun('explain', { ...line.value, capture, index: index.value }, parsed) : line;
}

function readIndex(text: string): Result<number, UsageProblem> {
  const index = Number(/^#?(\d{1,9})$/.exec(text)?.[1] ?? 0);
  return index === 0 ? fail({ code: 'bad-index', value: text }) : ok(index);
}

/** Exchanges that are extracted at a time. */
const MAX_EXTRACTED = 1000;

function readExtract(parsed: Parsed): Result<Run<'extract'>, UsageProblem> {
  const [capture, ...words] = parsed.words;
  if (capture === undefined) return fail({ code: 'missing-argument', name: 'CAPTURE INDEX' });
  if (words.length === 0) return fail({ code: 'missing-argument', name: 'INDEX' });
  const indexes = new Set<number>();
  for (const word of words) {
    const index = readIndex(word);
    if (!index.ok) return index;
    indexes.add(index.value);
  }
  if (indexes.size > MAX_EXTRACTED) return fail({ code: 'too-many-indexes', most: MAX_EXTRACTED });
  if (capture === STDIN) return fail({ code: 'extract-from-stdin' });
  const line = readLine('extract', parsed);
  if (!line.ok) return line;
  const { output } = line.value;
  if (output === null || output === STDIN) return fail({ code: 'missing-argument', name: '--output FILE' });
  return toRun('extract', { ...line.value, capture, indexes: [...indexes], output }, parsed);
}

function readSign(parsed: Parsed): Result<Run<'sign'>, UsageProblem> {
  const [url = null, unexpected] = parsed.words;
  if (unexpected !== undefined) return fail({ code: 'extra-argument', value: unexpected });
  const hasFile = parsed.options['request'] !== undefined;
  if (url === null && !hasFile) return fail({ code: 'missing-argument', name: 'URL' });
  if (url !== null && hasFile) return fail({ code: 'url-and-request' });
  const line = readLine('sign', parsed);
  if (!line.ok) return line;
  const settings = readSettings('sign', parsed);
  if (!settings.ok) return settings;
  const settled = settledArguments('sign', { ...USUAL_SETTINGS, ...settings.value.values });
  const bytes = url === null ? null : fromText(url);
  return ok({
    kind: 'sign',
    arguments: { ...line.value, ...settled, url: bytes },
    settings: settings.value,
  });
}

function readMerge(parsed: Parsed): Result<Run<'merge'>, UsageProblem> {
  const { words: paths } = parsed;
  if (paths.length === 0) return fail({ code: 'missing-argument', name: 'FILE|FOLDER' });
  const limits = readValues('merge', ['limits'], parsed);
  if (!limits.ok) return limits;
  const ofScan = (Object.keys(limits.value['limits'] ?? {}) as LimitKey[])
    .map(limitName)
    .find((name) => !MERGE_LIMIT_NAMES.includes(name));
  if (ofScan !== undefined) {
    return fail({ code: 'limit-of-scan', value: ofScan, allowed: MERGE_LIMIT_NAMES.join(', ') });
  }
  const line = readLine('merge', parsed);
  if (!line.ok) return line;
  const report = readReport(line.value, parsed);
  return report.ok ? toRun('merge', { ...line.value, ...report.value, paths }, parsed) : report;
}

function readHypotheses(parsed: Parsed): Result<Run<'hypotheses'>, UsageProblem> {
  const line = readLineAlone('hypotheses', parsed);
  return line.ok ? toRun('hypotheses', line.value, parsed) : line;
}

function readWhy(parsed: Parsed): Result<Run<'why'>, UsageProblem> {
  const [id = null, unexpected] = parsed.words;
  if (unexpected !== undefined) return fail({ code: 'extra-argument', value: unexpected });
  const line = readLine('why', parsed);
  return line.ok ? toRun('why', { ...line.value, id }, parsed) : line;
}

function readConfig(parsed: Parsed): Result<Run<'config'>, UsageProblem> {
  const line = readLineAlone('config', parsed);
  return line.ok ? toRun('config', line.value, parsed) : line;
}

/** Of a command that takes no words beside its options. */
function readLineAlone<C extends CommandName>(
  command: C,
  parsed: Parsed,
): Result<LineValues<C>, UsageProblem> {
  const [unexpected] = parsed.words;
  return unexpected === undefined
    ? readLine(command, parsed)
    : fail({ code: 'extra-argument', value: unexpected });
}

/** A script is in the language that was picked already, English where `--lang` names none. */
function readCompletion({ words }: Parsed): Result<Run<'completion'>, UsageProblem> {
  const [word, unexpected] = words;
  if (word === undefined) return fail({ code: 'missing-argument', name: SHELLS.join('|') });
  if (unexpected !== undefined) return fail({ code: 'extra-argument', value: unexpected });
  const shell = SHELLS.find((known) => known === word);
  if (shell === undefined) return fail(badValue('completion', word, SHELLS));
  return ok({ kind: 'completion', arguments: { shell }, settings: { values: {}, config: null } });
}

/** Whose help is asked for: that of `scan` is that of the whole. */
function readTopic({ words: [topic] }: Parsed): Result<CommandName, UsageProblem> {
  if (topic === undefined) return ok('scan');
  const name = COMMAND_NAMES.find((known) => known === topic);
  return name === undefined ? fail(badValue('help', topic, COMMAND_NAMES)) : ok(name);
}

/** What the options of a report say together. */
function readReport(
  values: Omit<LineValues<'merge'>, 'showSignatures' | 'help'>,
  parsed: Parsed,
): Result<ReportWords, UsageProblem> {
  const { quiet, verbose, only, bucketNames, requestIds, since, until, writeBaseline } = values;
  if (quiet && verbose) return fail({ code: 'quiet-and-verbose' });
  if (isReversed(since, until)) return fail({ code: 'since-after-until' });
  const filter: ExchangeFilter = {
    verdicts: only,
    buckets: bucketNames.length === 0 ? null : new Set(bucketNames),
    requestIds,
    since,
    until,
  };
  const isFiltered = Object.values(filter).some((part) => part !== null);
  // A baseline of some exchanges would forget the others.
  if (isFiltered && writeBaseline !== null) return fail({ code: 'filter-and-baseline' });
  return ok({
    ...(quiet ? { loudness: 'quiet' } : verbose ? { loudness: 'verbose' } : {}),
    ...(isFiltered ? { filter } : {}),
    again: optionsAgain(parsed),
  });
}

/**
 * What the environment and a configuration say holds for further commands, too. What is set with `explain`,
 * and is not how its page looks, is what answers depend on.
 */
function optionsAgain({ options }: Parsed): OptionsAgain {
  return namesOf('explain').flatMap((name) => {
    const { argument, type, group } = rowOf(name);
    if (argument === null || group === 'output') return [];
    return valuesOf(options[argument])
      .filter((value) => type.takes?.(String(value)) ?? true)
      .map((value) => {
        if (typeof value !== 'boolean') return { name: argument, value: String(value) };
        return { name: value ? argument : `no-${argument}`, value: null };
      });
  });
}

/** The command that a command line names; null where it names none. */
export function commandNamed(argv: readonly string[]): CommandName | null {
  const end = argv.indexOf('--');
  return splitCommand(end < 0 ? argv : argv.slice(0, end)).command;
}

/** The command that a word which names no input probably stands for. */
export function unknownCommand(word: string): UsageProblem {
  return { code: 'unknown-command', name: word, near: nearName(word, COMMAND_NAMES) };
}

/** The command is the first word that is neither an option nor the value of one. */
function splitCommand(argv: readonly string[]): {
  readonly command: CommandName | null;
  readonly rest: readonly string[];
} {
  const words = addValues(argv).flatMap(splitShort);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (isOption(word)) {
      if (takesNext(word, NAMES)) at++;
      continue;
    }
    const command = COMMAND_NAMES.find((name) => name === word) ?? null;
    return { command, rest: command === null ? words : words.toSpliced(at, 1) };
  }
  return { command: null, rest: words };
}

/**
 * Gives options that may stand alone a value: digits behind them, and else the one of their row. Any other
 * word behind them is none.
 */
function addValues(argv: readonly string[]): readonly string[] {
  const words: string[] = [];
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    const option = word.startsWith('--') ? optionNamed(word, NAMES) : null;
    const alone = option === null || word.includes('=') ? undefined : rowOf(option).alone;
    const next = argv[at + 1] ?? '';
    if (alone === undefined) words.push(word);
    else if (/^\d+$/.test(next)) words.push(`${word}=${argv[++at]}`);
    else words.push(`${word}=${alone}`);
  }
  return words;
}

/**
 * The option that a word such as `--format=json` or `-h` names: the first row that has it; null for one that
 * is not known.
 */
function optionNamed(word: string, among: readonly Name[]): Name | null {
  const name = /^--?([^=]*)/.exec(word)?.[1] ?? '';
  const isNamed = (each: Name): boolean => {
    const { argument, short, negatable } = rowOf(each);
    if (argument === null) return false;
    if (!word.startsWith('--')) return short === name;
    return argument === name || (negatable === true && name === `no-${argument}`);
  };
  return among.find(isNamed) ?? null;
}

function isOption(word: string): boolean {
  return word.startsWith('-') && word !== '-';
}

/** Does the option take the next word as its value? */
function takesNext(word: string, among: readonly Name[]): boolean {
  const option = optionNamed(word, among);
  return (
    option !== null && rowOf(option).type.kind !== 'flag' && !word.includes('=') && !word.startsWith('--no-')
  );
}

/** What letters stand for behind one dash, in every command that knows them. */
const LETTERS: ReadonlyMap<string, Name> = new Map(
  NAMES.flatMap((name) => {
    const { short } = rowOf(name);
    return short === undefined ? [] : [[short, name] as const];
  }),
);

/**
 * Letters behind one dash, each with a dash of its own, and the value that stands at the last of them:
 * `-XPUT` and `-H'name: value'` as curl takes them, `-j3`, `-qj3`. A word with any other letter stays as it
 * is, and so does one that is the name of an option, whose second dash is missing.
 */
function splitShort(word: string): readonly string[] {
  const [, letters] = /^-([^-=].+)$/s.exec(word) ?? [];
  if (letters === undefined || isOptionName(letters)) return [word];
  const words: string[] = [];
  for (let at = 0; at < letters.length; at++) {
    const letter = letters[at] ?? '';
    const option = LETTERS.get(letter);
    if (option === undefined) return [word];
    const value = letters.slice(at + 1);
    words.push(`-${letter}`);
    if (rowOf(option).type.kind === 'flag') continue;
    return value === '' ? words : [...words, value.replace(/^=/, '')];
  }
  return words;
}

function isOptionName(letters: string): boolean {
  return NAMES.some((name) => rowOf(name).argument === letters.replace(/=.*$/s, ''));
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

/** What is wrong with the words of a command line, as far as it shows before their values are read. */
function findFault(words: readonly string[], command: CommandName): UsageProblem | null {
  const known = optionsOf(command);
  const positionals = POSITIONALS[command];
  let room = positionals.some(isRepeated) ? Number.POSITIVE_INFINITY : positionals.length;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (!isOption(word)) {
      if (word === '') return { code: 'empty-argument' };
      if (room-- <= 0) return { code: 'extra-argument', value: word };
      continue;
    }
    const option = optionNamed(word, known);
    if (option === null) return unknownOption(word, known);
    const flag = needlessValueOf(word, option);
    if (flag !== null) return { code: 'needless-value', name: flag };
    if (!takesNext(word, known)) {
      if (!word.endsWith('=') || mayBeEmpty(option)) continue;
      return { code: 'missing-value', name: word.slice(0, -1) };
    }
    const next = words[++at];
    const isValue = next !== undefined && (!isOption(next) || optionNamed(next, known) === null);
    if (!isValue || (next === '' && !mayBeEmpty(option))) return { code: 'missing-value', name: word };
  }
  return null;
}

function unknownOption(word: string, known: readonly Name[]): UsageProblem {
  const [, dashes = '', name = ''] = /^(--?)([^=]*)/.exec(word) ?? [];
  if (SECRET_OPTIONS.includes(name)) return { code: 'secret-argument', name: `--${name}` };
  const names = known.map((option) => String(rowOf(option).argument));
  const denials = known
    .filter((option) => rowOf(option).negatable)
    .map((option) => `no-${rowOf(option).argument}`);
  // `-format` is a slip for `--format`; one letter is too little to guess from.
  const mayGuess = dashes === '--' || name.length > 1;
  const near = mayGuess ? nearName(name, [...names, ...denials]) : null;
  return {
    code: 'unknown-option',
    // what stands behind a letter may be anything, a secret too (`-pSECRET`)
    name: dashes === '--' ? `--${name}` : word.length > 12 ? word.slice(0, 2) : word,
    near: near === null ? null : `--${near}`,
  };
}

/** Of a request nearly everything may be empty; elsewhere that is a variable of a script which is not set. */
function mayBeEmpty(option: Name): boolean {
  const { type, group } = rowOf(option);
  return type.kind === 'value' && group === 'request';
}

/**
 * A flag that is given a value which would be read as `false`, as `--strict=yes` was; null for any other
 * option.
 */
function needlessValueOf(word: string, option: Name): string | null {
  const equals = word.indexOf('=');
  if (equals < 0) return null;
  const name = word.slice(0, equals);
  const { argument, type } = rowOf(option);
  if (name === `--no-${argument}`) return name;
  return type.kind === 'flag' && !/^=(?:true|false)$/.test(word.slice(equals)) ? name : null;
}

/** Whether a positional word stands for any number of them. */
function isRepeated(word: string): boolean {
  return word.endsWith('..');
}

/**
 * Every value in one word with its option: the parser would take one that begins with a dash for an option.
 */
function joinValues(words: readonly string[], known: readonly Name[]): readonly string[] {
  const joined: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const option = isOption(word) && takesNext(word, known) ? optionNamed(word, known) : null;
    joined.push(option === null ? word : `--${rowOf(option).argument}=${words[++at] ?? ''}`);
  }
  return joined;
}

/**
 * Lets yargs read the words. Values are texts, never numbers; a list option takes one value each time it is
 * given: one that took several would swallow the paths behind it.
 */
function parseWords(command: CommandName, words: readonly string[]): Result<Parsed, UsageProblem> {
  const [boolean, string, array]: [string[], string[], string[]] = [[], [], []];
  const alias: Record<string, string[]> = {};
  const narg: Record<string, number> = {};
  const known = optionsOf(command);
  for (const { argument, short, type } of known.map(rowOf)) {
    if (argument === null) continue;
    if (short !== undefined) alias[argument] = [short];
    if (type.kind === 'flag') boolean.push(argument);
    else {
      string.push(argument);
      narg[argument] = 1;
      if (type.kind === 'list') array.push(argument);
    }
  }
  const configuration = {
    'dot-notation': false,
    'parse-numbers': false,
    'parse-positional-numbers': false,
  };
  const { argv, error } = Parser.detailed([...joinValues(words, known)], {
    boolean,
    string,
    array,
    alias,
    narg,
    configuration,
  });
  if (error !== null) return fail({ code: 'other', message: error.message });
  const { _: rest, ...options } = argv;
  return ok({ options, words: rest.map(String) });
}

/** The help of a command, for a terminal of so many columns. */
export async function helpText(command: CommandName, texts: CliTexts, columns: number): Promise<string> {
  const { default: yargs } = await import('yargs');
  const { help, lang } = texts;
  const own = help.commands[command];
  const words = POSITIONALS[command].map((word) => ` [${word}]`).join('');
  // Titles come in the order in which the parser learns of them.
  const withOptions = (builder: Argv): Argv => {
    for (const [word, describe] of Object.entries(own.positionals))
      builder.positional(word, { type: 'string', describe });
    for (const name of optionsOf(command)) {
      const { argument, short, type } = rowOf(name);
      builder.option(String(argument), {
        describe: helpOf(name, command, lang),
        group: help.groups[groupOf(name)],
        type: type.kind === 'flag' ? 'boolean' : 'string',
        array: type.kind === 'list',
        ...(short === undefined ? {} : { alias: short }),
      });
    }
    return builder;
  };
  const parser = yargs([])
    .scriptName('osscap')
    .locale('en')
    .updateStrings({ ...help.parserWords })
    .usage(own.usage)
    .command(`$0${words}`, own.summary, withOptions)
    .help(false)
    .version(false)
    .epilogue(`${help.examples}\n${exampleLines(own.examples)}\n\n${own.epilogue}`)
    .wrap(Math.min(MAX_HELP_WIDTH, columns));
  return apart(await parser.getHelp(), [help.parserWords.string, help.parserWords.boolean]);
}

/**
 * The kind of an option goes to the next line where the description before it leaves no blank between them.
 */
function apart(text: string, kinds: readonly string[]): string {
  return text.replace(/^(.*\S)(\[[^[\]]+\])$/gm, (line, before: string, kind: string) =>
    kinds.includes(kind.slice(1, -1)) ? `${before}\n${' '.repeat(displayWidth(before))}${kind}` : line,
  );
}

/**
 * Examples, each below a line that says what it does: a command beside its explanation would be broken, and
 * could not be copied.
 */
function exampleLines(examples: Said<CommandHelp>['examples']): string {
  return examples.map(([command, what]) => `  # ${what}\n  ${command}`).join('\n');
}
