import { type ByteString, fromText } from '../../engine/bytes/byte-string.ts';
import { fail, ok, type Result } from '../../engine/bytes/result.ts';
import type { Prose } from '../../engine/diagnose/prose.ts';
import { type ExchangeFilter, isReversed } from '../../report/filter/exchange-filter.ts';
import type { OptionsAgain } from '../../report/terminal/view.ts';
import type { Lang } from '../../sentences/language.ts';
import type { CommandContext } from '../io.ts';
import type { Settings } from '../settings/resolve.ts';
import {
  type GivenSettings,
  groupOf,
  NAMES,
  type Name,
  OPTION_GROUPS,
  rowOf,
  type SettingName,
  type SettledArguments,
  type ValueOf,
} from '../settings/table.ts';
import type { Given, Offer } from '../settings/value-types.ts';
import type { UsageProblem } from '../texts.ts';

/*
 * What a command says of itself, and what commands have in common: the settings that several take, and how
 * their values are read from the words of a command line.
 */

type Text = string | Prose;

/** What a command is, without what it does, which is loaded when it is the one. */
export interface Command {
  readonly takes: readonly Name[];
  /** Words beside the options, and what the help says of them; `..` behind a name: any number of them. */
  readonly words: Readonly<Record<string, Text>>;
  /** What a shell offers for these words; `commands`: the names of all commands. */
  readonly offer: Offer | 'commands';
  /** What the help says of settings that mean something else here. */
  readonly says?: { readonly [K in Name]?: Prose };
  /** What a shell offers for the values of these settings, where that is not what their types offer. */
  readonly offers?: { readonly [K in Name]?: Offer };
  readonly help: CommandHelp;
  /** What stands behind two dashes is the command line of another program. */
  readonly isForeign?: true;
  /** Its language is the one that was picked before, where `--lang` names none that there is. */
  readonly isInAnyLanguage?: true;
  /** The words that name what is read; absent where all do that are no options. */
  inputs?(parsed: Parsed, behindDashes: readonly string[]): readonly string[];
  /** Its arguments, as far as the command line says them. */
  read(parsed: Parsed): Result<object, UsageProblem>;
}

export interface CommandHelp {
  readonly usage: Text;
  readonly summary: Text;
  readonly examples: readonly (readonly [command: string, text: Text])[];
  readonly epilogue: Text;
}

/** The module of what a command does. */
export interface Work {
  /** Gives the exit code. `args`: what the command reads, with what is settled beside it. */
  run(args: object, context: RunContext): Promise<number>;
}

/** Commands by their names: for each, how to load what it is and what it does. */
export type Commands = Readonly<
  Record<string, readonly [about: () => Promise<{ readonly COMMAND: Command }>, work: () => Promise<Work>]>
>;

/** What a command runs in that is about the commands or the settings themselves. */
export interface RunContext extends CommandContext {
  readonly commands: Commands;
  /** Null for a command that takes no configuration. */
  readonly settings: Settings | null;
}

/** What the parser gives: values of options by their names, and the other words. */
export interface Parsed {
  readonly options: Readonly<Record<string, unknown>>;
  readonly words: readonly string[];
}

/** What the command line gives a command. */
export type GivenArguments<C extends Command> = Extract<
  ReturnType<C['read']>,
  { readonly ok: true }
>['value'];

/** What a command works with: command line, environment and configuration together. */
export type ArgumentsOf<C extends Command> = GivenArguments<C> &
  SettledArguments<C['takes'][number]> & {
    /** The configuration file in use; null without one. */
    readonly configFile: string | null;
  };

/** Of every command. */
export const OWN_SETTINGS = ['lang', 'help', 'showVersion'] as const satisfies readonly Name[];

/** Of commands that report exchanges, in every format. */
export const REPORT_SETTINGS = [
  ...OWN_SETTINGS,
  'config',
  'format',
  'reportFile',
  'json',
  'all',
  'slow',
  'showSignatures',
  'width',
  'color',
  'quiet',
  'only',
  'bucketNames',
  'requestIds',
  'since',
  'until',
  'failOn',
  'strict',
  'ignores',
  'baseline',
] as const satisfies readonly Name[];

/** Of commands that show a page. */
export const PAGE_SETTINGS = [
  ...OWN_SETTINGS,
  'pageFormat',
  'reportFile',
  'json',
  'width',
  'color',
] as const satisfies readonly Name[];

/** Of commands that read captures while they are taken. */
export const LIVE_SETTINGS = [
  ...OWN_SETTINGS,
  'config',
  'credentials',
  'defaultCredentials',
  'tlsKeyLogs',
  'tlsKeys',
  'buckets',
  'endpoints',
  'limits',
] as const satisfies readonly Name[];

/** Of commands that read captures from their start to their end. */
export const CAPTURE_SETTINGS = [...LIVE_SETTINGS, 'join'] as const satisfies readonly Name[];

/** What the help says of the language where no configuration is read. */
export const LOCALE_LANG = {
  en: 'language: en or zh (default: OSSCAP_LANG, LC_ALL, LC_MESSAGES, LANG)',
  zh: '语言：en 或 zh（默认依次取 OSSCAP_LANG、LC_ALL、LC_MESSAGES、LANG）',
};

/** Of the width where nothing but a page is shown. */
export const PAGE_WIDTH = {
  en: 'width in columns (default: that of the terminal, or COLUMNS; else 120)',
  zh: '宽度，以字符列计（默认取终端宽度或 COLUMNS，都没有则为 120）',
};

/** `quiet`: failures and errors alone. `verbose`: also what is read, with what, and how fast. */
export type Loudness = 'quiet' | 'verbose';

/** Of the commands that report exchanges: what several options say together. */
export interface ReportWords {
  /** How much is reported beside failures; absent for the usual. */
  readonly loudness?: Loudness;
  /** Which exchanges are reported; absent for all. */
  readonly filter?: ExchangeFilter;
  /** Options that its answers depend on, for commands that a report recommends. */
  readonly again: OptionsAgain;
}

/** What the command line alone says of settings. */
export type LineArguments<K extends Name> = {
  readonly [Each in Exclude<K, SettingName>]: ValueOf<Each>;
};

/** What the reports of exchanges are made with. */
export type ReportArguments = ReportWords &
  LineArguments<(typeof REPORT_SETTINGS)[number] | 'writeBaseline'> &
  SettledArguments<(typeof REPORT_SETTINGS)[number]> & { readonly configFile: string | null };

/** What a page is shown with. */
export type PageArguments = LineArguments<'pageFormat' | 'width' | 'color'>;

/** Settings in the order of the table. */
function inOrder(takes: readonly Name[]): readonly Name[] {
  return NAMES.filter((name) => takes.includes(name));
}

/** Options of a command, in the order of its help; of rows that share one, the first. */
export function optionsOf({ takes }: Pick<Command, 'takes'>): readonly Name[] {
  const names = inOrder(takes).filter((name) => rowOf(name).argument !== null);
  const argumentOf = (name: Name): string | null => rowOf(name).argument;
  const options = names.filter(
    (name, at) => names.findIndex((other) => argumentOf(other) === argumentOf(name)) === at,
  );
  const rank = (name: Name): number => OPTION_GROUPS.indexOf(groupOf(name));
  return options.sort((a, b) => rank(a) - rank(b));
}

/** What the help of a command says of one of its options. */
export function helpOf(name: Name, { says }: Pick<Command, 'says'>, lang: Lang): string {
  return (says?.[name] ?? rowOf(name).help)?.[lang] ?? '';
}

/** What a shell may offer for the value of an option; null for one without a value. */
export function offerOf(name: Name, { offers }: Pick<Command, 'offers'>): Offer | null {
  return offers?.[name] ?? rowOf(name).type.offer;
}

export function valuesOf(option: unknown): Given {
  if (option === undefined) return [];
  return Array.isArray(option) ? option : [option];
}

/** Reads the options that only a command line has. */
export function readLine<K extends Name>(
  takes: readonly K[],
  parsed: Parsed,
): Result<LineArguments<K>, UsageProblem> {
  const names = inOrder(takes).filter((name) => rowOf(name).inFile === undefined);
  const read = readValues(takes, names, parsed);
  if (!read.ok) return read;
  const usual = Object.fromEntries(names.map((name) => [name, rowOf(name).type.usual]));
  // Each value was read by the type of its row.
  return ok({ ...usual, ...read.value } as LineArguments<K>);
}

export function readSettings(takes: readonly Name[], parsed: Parsed): Result<GivenSettings, UsageProblem> {
  const names = inOrder(takes).filter((name) => rowOf(name).inFile !== undefined);
  const values = readValues(takes, names, parsed);
  if (!values.ok) return values;
  const config = readValues(takes, ['config'], parsed);
  // Each value was read by the type of its row.
  return config.ok ? ok({ values: values.value, config: null, ...config.value } as GivenSettings) : config;
}

/** The values of settings that the options of a command give. */
export function readValues(
  takes: readonly Name[],
  names: readonly Name[],
  { options }: Parsed,
): Result<Readonly<Record<string, unknown>>, UsageProblem> {
  const values: Record<string, unknown> = {};
  for (const name of names) {
    const { argument, type } = rowOf(name);
    if (argument === null) continue;
    const isShared = takes.some((other) => other !== name && rowOf(other).argument === argument);
    const all = valuesOf(options[argument]);
    const given = isShared ? all.filter((value) => type.takes?.(String(value)) ?? true) : all;
    if (given.length === 0) continue;
    const read = type.read(given, `--${argument}`);
    if (!read.ok) return read;
    values[name] = read.value;
  }
  return ok(values);
}

/** Reads the options of a command that takes so many words at most, of which the help says no more. */
export function readLineBehind<K extends Name>(
  most: number,
  takes: readonly K[],
  parsed: Parsed,
): Result<LineArguments<K>, UsageProblem> {
  const unexpected = parsed.words[most];
  return unexpected === undefined
    ? readLine(takes, parsed)
    : fail({ code: 'extra-argument', value: unexpected });
}

/**
 * The options of a command that reports, with what they say together. `verbose` and `writeBaseline` where the
 * command takes them.
 */
export function readReport<
  Line extends LineArguments<(typeof REPORT_SETTINGS)[number]> &
    Partial<LineArguments<'verbose' | 'writeBaseline'>>,
>(line: Result<Line, UsageProblem>, parsed: Parsed): Result<Line & ReportWords, UsageProblem> {
  if (!line.ok) return line;
  const {
    quiet,
    verbose = false,
    only,
    bucketNames,
    requestIds,
    since,
    until,
    writeBaseline = null,
  } = line.value;
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
    ...line.value,
    ...(quiet ? { loudness: 'quiet' } : verbose ? { loudness: 'verbose' } : {}),
    ...(isFiltered ? { filter } : {}),
    again: optionsAgain(parsed),
  });
}

/**
 * What the environment and a configuration say holds for further commands, too. What captures are read with
 * is what answers depend on.
 */
function optionsAgain({ options }: Parsed): OptionsAgain {
  return inOrder(CAPTURE_SETTINGS).flatMap((name) => {
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

/** The number of an exchange. */
export function readIndex(text: string): Result<number, UsageProblem> {
  const index = Number(/^#?(\d{1,9})$/.exec(text)?.[1] ?? 0);
  return index === 0 ? fail({ code: 'bad-index', value: text }) : ok(index);
}

/**
 * The number of an exchange, or its request ID, which is what people have of it: longer than any number, of
 * letters and digits.
 */
export function readIndexOrId(text: string): Result<number | ByteString, UsageProblem> {
  return /^[\w./+=-]{10,200}$/.test(text) ? ok(fromText(text)) : readIndex(text);
}
