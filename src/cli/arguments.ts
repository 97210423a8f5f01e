import type { Argv } from 'yargs';
import yargs from 'yargs';
import { type ByteString, fromText } from '../bytes/byte-string.ts';
import { fail, ok, type Result } from '../bytes/result.ts';
import { VERDICTS, type Verdict } from '../diagnose/model.ts';
import { LANGUAGES } from '../report/text/texts.ts';
import { nearName } from './near-name.ts';
import type { FormatName } from './option-names.ts';
import { COMMAND_NAMES, FORMAT_NAMES, OPTION_NAMES, type OptionName } from './option-names.ts';
import type { CliTexts, UsageProblem } from './text/texts.ts';

/** A report to write: `file` is null for standard output. */
export interface FormatRequest {
  readonly name: FormatName;
  readonly file: string | null;
}

export interface ScanArguments {
  readonly paths: readonly string[];
  readonly formats: readonly FormatRequest[];
  readonly credentials: string | null;
  readonly defaultCredentials: boolean;
  readonly buckets: ReadonlyMap<string, ByteString>;
  readonly all: boolean;
  /** Null: every failing verdict. */
  readonly failOn: readonly Verdict[] | null;
  readonly strict: boolean;
  readonly width: number | null;
  readonly color: boolean | null;
}

export type Command =
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' }
  /** `named`: the command line says `scan`; else its first word may be a mistyped command. */
  | {
      readonly kind: 'scan';
      readonly named: boolean;
      readonly arguments: ScanArguments;
      /** Made on demand: laying the text out takes longer than reading most captures. */
      readonly help: () => Promise<string>;
    };

/** Widest help; longer lines are hard to read. */
const MAX_HELP_WIDTH = 100;

/** Reads a command line. Nothing is printed, and what is wrong is returned. */
export async function parseArguments(
  argv: readonly string[],
  texts: CliTexts,
  columns: number,
): Promise<Result<Command, UsageProblem>> {
  const unknown = findUnknownOption(argv);
  if (unknown !== null) return fail(unknown);
  const end = argv.indexOf('--');
  const optionPart = end < 0 ? argv : argv.slice(0, end);
  const behindEnd = end < 0 ? [] : argv.slice(end + 1);
  const parser = buildParser(optionPart.map(markDash), texts, columns);
  try {
    const parsed: Readonly<Record<string, unknown>> = await parser.parseAsync();
    if (parsed['version'] === true) return ok({ kind: 'version' });
    // Of a parser that has met no command, so that it is the whole.
    const help = (): Promise<string> => buildParser([], texts, columns).getHelp();
    if (parsed['help'] === true) return ok({ kind: 'help', text: await help() });
    const scan = toScanArguments(parsed, behindEnd);
    if (!scan.ok) return scan;
    const words = Array.isArray(parsed['_']) ? parsed['_'] : [];
    return ok({ kind: 'scan', named: words.includes('scan'), arguments: scan.value, help });
  } catch (error) {
    return fail({ code: 'other', message: error instanceof Error ? error.message : String(error) });
  }
}

/** The parser loses a positional `-` and moves what stands behind `--` elsewhere, so it sees neither. */
const DASH_MARK = '\0-';

function markDash(argument: string): string {
  return argument === '-' ? DASH_MARK : argument;
}

function buildParser(argv: readonly string[], texts: CliTexts, columns: number): Argv {
  const { help } = texts;
  const { output, credentials, other } = help.groups;
  const parser = yargs([...argv])
    .scriptName('osscap')
    .locale(texts.lang === 'zh' ? 'zh_CN' : 'en')
    .usage(help.usage)
    .command(['scan [path..]', '$0'], help.scan, (command: Argv) =>
      // Without its type a path such as 1e5 would become a number.
      command.positional('path', { type: 'string', array: true, describe: help.paths }),
    )
    .option('format', list(help.options.format, output))
    .option('all', flag(help.options.all, output))
    .option('width', value(help.options.width, output))
    .option('color', flag(help.options.color, output))
    .option('lang', value(help.options.lang, output))
    .option('credentials', value(help.options.credentials, credentials))
    .option('default-credentials', flag(help.options['default-credentials'], credentials))
    .option('bucket', list(help.options.bucket, other))
    .option('fail-on', list(help.options['fail-on'], other))
    .option('strict', flag(help.options.strict, other))
    .help(false)
    .version(false)
    .option('help', { ...flag(help.options.help, other), alias: 'h' })
    .option('version', flag(help.options.version, other))
    .epilogue(help.epilogue)
    .wrap(Math.min(MAX_HELP_WIDTH, columns))
    .strict()
    .exitProcess(false)
    .fail(false)
    .parserConfiguration({
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    });
  for (const [command, text] of help.examples) parser.example(command, text);
  return parser;
}

function flag(describe: string, group: string) {
  return { type: 'boolean', describe, group } as const;
}

function value(describe: string, group: string) {
  return { type: 'string', describe, group, requiresArg: true } as const;
}

/** One value each time it is given: a list that took several would swallow the paths behind it. */
function list(describe: string, group: string) {
  return { type: 'string', array: true, nargs: 1, describe, group, requiresArg: true } as const;
}

/** Options that would put a secret into the list of processes, and into the shell's history. */
const SECRET_OPTIONS = ['access-key-secret', 'accessKeySecret', 'secret', 'access-key'];

function findUnknownOption(argv: readonly string[]): UsageProblem | null {
  for (const argument of argv) {
    if (argument === '--') return null;
    if (!argument.startsWith('-') || argument === '-') continue;
    const name = /^--?([^=]*)/.exec(argument)?.[1] ?? '';
    if (!argument.startsWith('--')) {
      if (name !== 'h') return { code: 'unknown-option', name: argument, near: null };
      continue;
    }
    if (isOption(name) || name === 'no-color') continue;
    if (SECRET_OPTIONS.includes(name)) return { code: 'secret-argument', name: `--${name}` };
    const near = nearName(name, [...OPTION_NAMES, 'no-color']);
    return { code: 'unknown-option', name: `--${name}`, near: near === null ? null : `--${near}` };
  }
  return null;
}

function isOption(name: string): name is OptionName {
  return OPTION_NAMES.some((known) => known === name);
}

/** The command that a word which names no input probably stands for. */
export function unknownCommand(word: string): UsageProblem {
  return { code: 'unknown-command', name: word, near: nearName(word, COMMAND_NAMES) };
}

function toScanArguments(
  parsed: Readonly<Record<string, unknown>>,
  behindEnd: readonly string[],
): Result<ScanArguments, UsageProblem> {
  const formats = parseFormats(strings(parsed['format']));
  if (!formats.ok) return formats;
  const buckets = parseBuckets(strings(parsed['bucket']));
  if (!buckets.ok) return buckets;
  const failOn = parseVerdicts(strings(parsed['fail-on']));
  if (!failOn.ok) return failOn;
  const width = parseWidth(lastString(parsed['width']));
  if (!width.ok) return width;
  const lang = lastString(parsed['lang']);
  if (lang !== null && !LANGUAGES.some((name) => name === lang)) {
    return fail({ code: 'bad-value', name: '--lang', value: lang, allowed: LANGUAGES.join(', ') });
  }
  const color = parsed['color'];
  return ok({
    paths: [...strings(parsed['path']), ...behindEnd],
    formats: formats.value,
    credentials: lastString(parsed['credentials']),
    defaultCredentials: isSet(parsed['default-credentials']),
    buckets: buckets.value,
    all: isSet(parsed['all']),
    failOn: failOn.value,
    strict: isSet(parsed['strict']),
    width: width.value,
    color: color === undefined ? null : isSet(color),
  });
}

function strings(given: unknown): readonly string[] {
  if (given === undefined) return [];
  return (Array.isArray(given) ? given : [given]).map((text) => (text === DASH_MARK ? '-' : String(text)));
}

/** An option that takes one value and is given twice comes as a list: the last one counts. */
function lastString(given: unknown): string | null {
  return strings(given).at(-1) ?? null;
}

function isSet(given: unknown): boolean {
  return (Array.isArray(given) ? given.at(-1) : given) === true;
}

function parseFormats(given: readonly string[]): Result<readonly FormatRequest[], UsageProblem> {
  const requests: FormatRequest[] = [];
  for (const text of given) {
    const equals = text.indexOf('=');
    const word = equals < 0 ? text : text.slice(0, equals);
    const file = equals < 0 ? null : text.slice(equals + 1);
    const name = FORMAT_NAMES.find((known) => known === word);
    if (name === undefined) {
      return fail({ code: 'bad-value', name: '--format', value: word, allowed: FORMAT_NAMES.join(', ') });
    }
    if (file === '') return fail({ code: 'missing-value', name: `--format ${name}=` });
    if (requests.some((request) => request.file === file)) {
      return fail(file === null ? { code: 'two-on-stdout' } : { code: 'same-file', value: file });
    }
    requests.push({ name, file });
  }
  return ok(requests.length === 0 ? [{ name: 'table', file: null }] : requests);
}

function parseBuckets(given: readonly string[]): Result<ReadonlyMap<string, ByteString>, UsageProblem> {
  const buckets = new Map<string, ByteString>();
  for (const text of given) {
    const [, host, name] = /^([^=]+?)(?::\d+)?=([^=/\s]+)$/.exec(text) ?? [];
    if (host === undefined || name === undefined) return fail({ code: 'bad-bucket', value: text });
    buckets.set(host.toLowerCase(), fromText(name));
  }
  return ok(buckets);
}

/** Verdicts that can be asked for; an exchange that passes is no failure. */
const FAIL_ON: readonly Verdict[] = VERDICTS.filter((verdict) => verdict !== 'match');

function parseVerdicts(given: readonly string[]): Result<readonly Verdict[] | null, UsageProblem> {
  const verdicts: Verdict[] = [];
  for (const word of given.flatMap((text) => text.split(',')).map((text) => text.trim())) {
    const verdict = FAIL_ON.find((known) => known === word);
    if (verdict === undefined) {
      return fail({ code: 'bad-value', name: '--fail-on', value: word, allowed: FAIL_ON.join(', ') });
    }
    verdicts.push(verdict);
  }
  return ok(verdicts.length === 0 ? null : verdicts);
}

function parseWidth(given: string | null): Result<number | null, UsageProblem> {
  if (given === null) return ok(null);
  const width = /^\d{1,5}$/.test(given) ? Number(given) : 0;
  return width > 0 ? ok(width) : fail({ code: 'bad-width', value: given });
}
