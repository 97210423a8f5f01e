import { FORMAT_NAMES } from '../../report/formats/index.ts';
import { LANGUAGES } from '../../report/text/template.ts';
import { SIGNATURE_VERSIONS } from '../../sign/canonical.ts';
import { ONLY_WORDS } from '../options/filter-arguments.ts';
import { LIMIT_NAMES, MERGE_LIMIT_NAMES } from '../options/limit-values.ts';
import {
  COMMAND_NAMES,
  COMMAND_OPTIONS,
  type CommandName,
  NEGATABLE,
  type OPTIONS,
  type OptionName,
  PAGE_FORMAT_NAMES,
  SHELLS,
  shapeOf,
} from '../options/option-names.ts';
import { FAIL_ON_WORDS } from '../options/setting-values.ts';
import type { CliTexts } from '../text/texts.ts';

/** What a shell may offer where a value is wanted. */
export type Offer =
  | { readonly kind: 'files' }
  /** Nothing that a shell could know. */
  | { readonly kind: 'free' }
  /** `isList`: several of them, with commas between. */
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly isList: boolean };

export interface CompletedOption {
  /** With its hyphens. */
  readonly names: readonly string[];
  /** Null for an option without a value. */
  readonly value: Offer | null;
  readonly text: string;
}

export interface CompletedCommand {
  readonly name: CommandName;
  readonly text: string;
  readonly options: readonly CompletedOption[];
  /** What stands beside the options. */
  readonly words: Offer;
}

/** All that a shell can complete, from the tables that the program reads its command line with. */
export function completedCommands(texts: CliTexts): readonly CompletedCommand[] {
  return COMMAND_NAMES.map((name) => ({
    name,
    text: texts.help.commands[name].summary,
    options: COMMAND_OPTIONS[name].flatMap((option) => optionsOf(option, name, texts)),
    words: WORDS[name],
  }));
}

function optionsOf(option: OptionName, command: CommandName, { help }: CliTexts): CompletedOption[] {
  const { kind, alias } = shapeOf(option);
  const text = firstClause(help.commands[command].options?.[option] ?? help.options[option]);
  const names = [`--${option}`, ...(alias === undefined ? [] : [`-${alias}`])];
  const value = kind === 'flag' ? null : offerOf(option, command);
  const denial = help.takesBack.replace('{name}', `--${option}`);
  const isNegatable = NEGATABLE.some((name) => name === option);
  return [
    { names, value, text },
    ...(isNegatable ? [{ names: [`--no-${option}`], value: null, text: denial }] : []),
  ];
}

/** Of a long text, as much as fits beside a name. */
function firstClause(text: string): string {
  return text.split(/[;:(；：（,，]/, 1)[0]?.trim() ?? '';
}

/** Options that take a value, so that a new one asks for its place in the table below. */
type ValueOption = {
  readonly [K in OptionName]: (typeof OPTIONS)[K]['kind'] extends 'flag' ? never : K;
}[OptionName];

const FILES: Offer = { kind: 'files' };
const FREE: Offer = { kind: 'free' };
const words = (list: readonly string[]): Offer => ({ kind: 'words', words: list, isList: false });
const list = (names: readonly string[]): Offer => ({ kind: 'words', words: names, isList: true });

const VALUES: Readonly<Record<ValueOption, Offer | null>> = {
  format: words(FORMAT_NAMES),
  // Its number may be left out.
  slow: null,
  width: FREE,
  lang: words(LANGUAGES),
  only: list(ONLY_WORDS),
  bucket: FREE,
  'request-id': FREE,
  since: FREE,
  until: FREE,
  method: words(['GET', 'PUT', 'POST', 'HEAD', 'DELETE', 'OPTIONS']),
  header: FREE,
  request: FILES,
  'sign-version': words(SIGNATURE_VERSIONS),
  region: FREE,
  product: FREE,
  date: FREE,
  expires: FREE,
  'additional-headers': FREE,
  'payload-hash': FREE,
  credentials: FILES,
  'access-key-id': FREE,
  'tls-keylog': FILES,
  'tls-key': FILES,
  'fail-on': list(FAIL_ON_WORDS),
  baseline: FILES,
  'write-baseline': FILES,
  shard: FREE,
  jobs: FREE,
  limit: words(LIMIT_NAMES.map((name) => `${name}=`)),
  config: FILES,
};

function offerOf(option: OptionName, command: CommandName): Offer | null {
  if (option === 'format' && !MANY_FORMATS.includes(command)) return words(PAGE_FORMAT_NAMES);
  if (option === 'limit' && command === 'merge') return words(MERGE_LIMIT_NAMES.map((name) => `${name}=`));
  return Object.hasOwn(VALUES, option) ? VALUES[option as ValueOption] : null;
}

/** Commands that report exchanges, in every format. */
const MANY_FORMATS: readonly CommandName[] = ['scan', 'watch', 'merge'];

const WORDS: Readonly<Record<CommandName, Offer>> = {
  scan: FILES,
  watch: FILES,
  compare: FILES,
  explain: FILES,
  sign: FREE,
  hypotheses: FREE,
  merge: FILES,
  config: FREE,
  completion: words(SHELLS),
};

/** The options of all commands that take a value: the word behind one is no command. */
export function valueNames(commands: readonly CompletedCommand[]): readonly string[] {
  const options = commands.flatMap((command) => command.options);
  return [...new Set(options.filter(({ value }) => value !== null).flatMap(({ names }) => names))];
}
