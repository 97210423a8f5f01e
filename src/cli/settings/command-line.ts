import { Parser } from 'yargs/helpers';
import { nearName } from '../../engine/bytes/near-name.ts';
import { fail, ok, type Result } from '../../engine/bytes/result.ts';
import { STDIN } from '../../node/files.ts';
import {
  type Command,
  type GivenArguments,
  optionsOf,
  type Parsed,
  readSettings,
  valuesOf,
} from '../commands/command.ts';
import { COMMAND_NAMES, COMMANDS, type CommandName, type CommandOf, MOVED } from '../commands/registry.ts';
import type { UsageProblem } from '../texts.ts';
import { formatWords } from './report-file.ts';
import { type GivenSettings, NAMES, type Name, rowOf } from './table.ts';

/*
 * Reads command lines. The parser of yargs reads the words. Left to this file is what it cannot do: a letter
 * with its value in one word, values that begin with a dash, an option whose value may be left out, and to
 * say what exactly is wrong.
 */

/** A command to run. */
interface Run<C extends CommandName> {
  readonly kind: C;
  readonly arguments: GivenArguments<CommandOf<C>>;
  readonly settings: GivenSettings;
  /** The command line names the command, or has no word; else its first may be a mistyped command. */
  readonly named: boolean;
}

export type AnyRun = { readonly [C in CommandName]: Run<C> }[CommandName];

/** Reads a command line. Nothing is printed, and what is wrong is returned. */
export async function parseArguments(
  argv: readonly string[],
): Promise<Result<AnyRun | { readonly kind: 'version' }, UsageProblem>> {
  const end = argv.indexOf('--');
  const behindEnd = end < 0 ? [] : argv.slice(end + 1);
  const { command: named, first, rest } = splitCommand(end < 0 ? argv : argv.slice(0, end));
  const now = first === null ? undefined : MOVED.get(first);
  if (first !== null && now !== undefined) return fail({ code: 'moved-command', name: first, now });
  const name = named ?? 'scan';
  const command = await commandOf(name);
  const withDashes = command.isForeign === true && end < 0 ? dashesBefore(argv, name, command) : null;
  if (withDashes !== null) return parseArguments(withDashes);
  const fault = findFault(rest, command);
  if (fault !== null) return fail(fault);
  // what is behind it belongs to another program
  const { isForeign = false } = command;
  if (behindEnd.includes('') && !isForeign) return fail({ code: 'empty-argument' });
  const parsed = parseWords(command, rest);
  if (!parsed.ok) return parsed;
  const { words } = parsed.value;
  const [misplaced] = isForeign ? words : [];
  if (misplaced !== undefined) return fail({ code: 'command-without-dashes', value: misplaced });
  const withFormats = foldFormats(command, parsed.value.options);
  if (!withFormats.ok) return withFormats;
  const options = withFormats.value;
  if (options['version'] === true) return ok({ kind: 'version' });
  if (options['help'] === true) {
    // The letter and the word are one option to the parser; who gives both wants the whole.
    const isBrief = rest.includes('-h') && !rest.some((word) => word.startsWith('--help'));
    return ok(help(name, isBrief, true));
  }
  const given = [...words, ...behindEnd];
  // where `scan` has nothing to read behind it, it reads what is piped or pasted
  const all = { options, words: named === 'scan' && given.length === 0 ? [STDIN] : given };
  const inputs = command.inputs?.(all, behindEnd) ?? all.words;
  if (valuesOf(options['credentials']).at(-1) === STDIN && !isForeign && inputs.includes(STDIN)) {
    return fail({ code: 'stdin-twice' });
  }
  if (isForeign && end >= 0 && behindEnd.length === 0) {
    return fail({ code: 'missing-argument', name: 'COMMAND' });
  }
  const read = command.read(all);
  if (!read.ok) return read;
  const settings = readSettings(command.isInAnyLanguage === true ? [] : command.takes, all);
  if (!settings.ok) return settings;
  if (named === null && given.length === 0) return ok(help(name, true, false));
  return ok({
    kind: name,
    // A command reads its own.
    arguments: read.value as AnyRun['arguments'],
    settings: settings.value,
    named: named !== null || words.length === 0,
  } as AnyRun);
}

/**
 * The words with the two dashes that a user left out before the command of another program; null where there
 * is none, and where an option behind it could be ours as well as its own.
 */
function dashesBefore(argv: readonly string[], name: string, command: Command): readonly string[] | null {
  const known = optionsOf(command);
  let at = argv.indexOf(name) + 1;
  while (at < argv.length && isOption(argv[at] ?? '')) at += takesNext(argv[at] ?? '', known) ? 2 : 1;
  const foreign = argv.slice(at);
  const isOurs = (word: string): boolean =>
    isOption(word) && splitShort(word).some((each) => optionNamed(each, known) !== null);
  return foreign.length === 0 || foreign.some(isOurs) ? null : [...argv.slice(0, at), '--', ...foreign];
}

/** Options with what `--output` and `--json` say in the words of `--format`, where a command reports. */
function foldFormats(
  { takes }: Command,
  options: Parsed['options'],
): Result<Parsed['options'], UsageProblem> {
  if (!takes.includes('reportFile')) return ok(options);
  const { output, json, ...others } = options;
  const words = formatWords(valuesOf(others['format']), valuesOf(output).map(String), json === true);
  if (!words.ok || words.value.length === 0) return words.ok ? ok(others) : words;
  return ok({ ...others, format: words.value });
}

/** What a command is, without what it does. */
export async function commandOf(name: CommandName): Promise<Command> {
  const [load] = COMMANDS[name];
  return (await load()).COMMAND;
}

/** The help of a command. `isAsked`: else it answers a command line without any word. */
function help(topic: CommandName, isBrief: boolean, isAsked: boolean): Run<'help'> {
  const nothing: GivenSettings = { values: {}, config: null };
  return { kind: 'help', arguments: { topic, isBrief, isAsked }, settings: nothing, named: true };
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
  /** Null where there is none. */
  readonly first: string | null;
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
    return { command, first: word, rest: command === null ? words : words.toSpliced(at, 1) };
  }
  return { command: null, first: null, rest: words };
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
// biome-ignore format: a table of data
const SECRET_OPTIONS = [
  'access-key-secret', 'accessKeySecret', 'access_key_secret', 'secret', 'secret-key', 'access-key',
  'access-secret', 'ak-secret', 'sk', 'password', 'token', 'sts-token', 'security-token', 'session-token',
];

/** What is wrong with the words of a command line, as far as it shows before their values are read. */
function findFault(words: readonly string[], command: Command): UsageProblem | null {
  const known = optionsOf(command);
  const positionals = Object.keys(command.words);
  let room = positionals.some((word) => word.endsWith('..')) ? Number.POSITIVE_INFINITY : positionals.length;
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
  const [, instead] = TRIED.find(([needs, , tried]) => tried.includes(name) && known.includes(needs)) ?? [];
  const near = mayGuess ? nearName(name, [...names, ...denials]) : null;
  return {
    code: 'unknown-option',
    // what stands behind a letter may be anything, a secret too (`-pSECRET`)
    name: dashes === '--' ? `--${name}` : word.length > 12 ? word.slice(0, 2) : word,
    near: instead ?? (near === null ? null : `--${near}`),
  };
}

/** Options of other tools; what does the same here, where a command has the setting. */
const TRIED: readonly (readonly [needs: Name, instead: string, tried: readonly string[]])[] = [
  ['format', '--format html', ['html']],
  ['format', '--format markdown', ['markdown', 'md']],
  ['format', '--format csv', ['csv']],
  ['format', '--format sarif', ['sarif']],
  ['format', '--format junit', ['junit', 'xml']],
  ['format', '--format ndjson', ['ndjson', 'jsonl']],
  ['format', '--format NAME', ['output-format', 'fmt', 'type', 'T']],
  ['reportFile', '--output FILE', ['out', 'outfile', 'output-file', 'report', 'write', 'w']],
  ['verbose', '--verbose', ['debug', 'details', 'full', 'd']],
  ['quiet', '--quiet', ['silent', 's']],
  ['color', '--color', ['colour', 'colors']],
  ['color', '--no-color', ['no-colour', 'nocolor', 'no-colors']],
  ['lang', '--lang zh', ['zh', 'cn', 'chinese', 'language', 'locale', 'l']],
  ['lang', '--lang en', ['en', 'english']],
  ['tlsKeyLogs', '--tls-keylog FILE', ['keylog', 'ssl-keylog', 'sslkeylog', 'sslkeylogfile']],
  ['credentials', '--credentials FILE', ['keys', 'key-file', 'creds', 'secrets', 'ak', 'profile', 'k']],
  ['endpoints', '--endpoint HOST=PROVIDER/REGION', ['host', 'server', 'region', 'provider', 'service']],
  ['only', '--only failing', ['failed', 'failures', 'errors', 'verdict', 'filter']],
  ['requestIds', '--request-id ID', ['requestid', 'reqid', 'request', 'id']],
  ['since', '--since TIME', ['from', 'after', 'start']],
  ['until', '--until TIME', ['to', 'before', 'end']],
  ['jobs', '--jobs N', ['threads', 'parallel', 'workers']],
];

/** Of a request nearly everything may be empty; elsewhere that is a variable of a script which is not set. */
function mayBeEmpty(option: Name): boolean {
  const { type, group } = rowOf(option);
  return type.kind === 'value' && group === 'request';
}

/** A flag with a value that would be read as `false`, as `--strict=yes` was; null for any other option. */
function needlessValueOf(word: string, option: Name): string | null {
  const equals = word.indexOf('=');
  if (equals < 0) return null;
  const name = word.slice(0, equals);
  const { argument, type } = rowOf(option);
  if (name === `--no-${argument}`) return name;
  return type.kind === 'flag' && !/^=(?:true|false)$/.test(word.slice(equals)) ? name : null;
}

/** Every value in one word with its option: a value that begins with a dash would be an option. */
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
function parseWords(command: Command, words: readonly string[]): Result<Parsed, UsageProblem> {
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
  const configuration = { 'dot-notation': false, 'parse-numbers': false, 'parse-positional-numbers': false };
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
