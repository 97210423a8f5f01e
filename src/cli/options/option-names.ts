/** Commands by name. `scan` is meant where the command line names none. */
export const COMMAND_NAMES = [
  'scan',
  'watch',
  'compare',
  'explain',
  'sign',
  'hypotheses',
  'merge',
  'config',
  'completion',
] as const;

export type CommandName = (typeof COMMAND_NAMES)[number];

export const OPTION_GROUPS = ['output', 'filter', 'request', 'credentials', 'other', 'ci'] as const;

interface OptionShape {
  /** A `list` option may be given several times, with one value each time. */
  readonly kind: 'flag' | 'value' | 'list';
  readonly group: (typeof OPTION_GROUPS)[number];
  readonly alias?: string;
}

/** Every option of every command. */
export const OPTIONS = {
  format: { kind: 'list', group: 'output' },
  all: { kind: 'flag', group: 'output' },
  blocks: { kind: 'flag', group: 'output' },
  slow: { kind: 'value', group: 'output' },
  'show-signatures': { kind: 'flag', group: 'output' },
  width: { kind: 'value', group: 'output' },
  color: { kind: 'flag', group: 'output' },
  lang: { kind: 'value', group: 'output' },
  quiet: { kind: 'flag', group: 'output', alias: 'q' },
  verbose: { kind: 'flag', group: 'output', alias: 'v' },
  only: { kind: 'list', group: 'filter' },
  bucket: { kind: 'list', group: 'filter' },
  'request-id': { kind: 'list', group: 'filter' },
  since: { kind: 'value', group: 'filter' },
  until: { kind: 'value', group: 'filter' },
  method: { kind: 'value', group: 'request', alias: 'X' },
  header: { kind: 'list', group: 'request', alias: 'H' },
  request: { kind: 'value', group: 'request' },
  'sign-version': { kind: 'value', group: 'request' },
  region: { kind: 'value', group: 'request' },
  product: { kind: 'value', group: 'request' },
  date: { kind: 'value', group: 'request' },
  expires: { kind: 'value', group: 'request' },
  'additional-headers': { kind: 'value', group: 'request' },
  'payload-hash': { kind: 'value', group: 'request' },
  credentials: { kind: 'value', group: 'credentials' },
  'default-credentials': { kind: 'flag', group: 'credentials' },
  'access-key-id': { kind: 'value', group: 'credentials' },
  'tls-keylog': { kind: 'list', group: 'credentials' },
  'tls-key': { kind: 'list', group: 'credentials' },
  rotated: { kind: 'flag', group: 'other' },
  'fail-on': { kind: 'list', group: 'other' },
  'verify-bodies': { kind: 'flag', group: 'other' },
  strict: { kind: 'flag', group: 'other' },
  limit: { kind: 'list', group: 'other' },
  jobs: { kind: 'value', group: 'other', alias: 'j' },
  baseline: { kind: 'value', group: 'ci' },
  'write-baseline': { kind: 'value', group: 'ci' },
  shard: { kind: 'value', group: 'ci' },
  config: { kind: 'value', group: 'ci' },
  help: { kind: 'flag', group: 'other', alias: 'h' },
  version: { kind: 'flag', group: 'other' },
} as const satisfies Readonly<Record<string, OptionShape>>;

export type OptionName = keyof typeof OPTIONS;

const OUTPUT = ['format', 'width', 'color', 'lang'] as const satisfies readonly OptionName[];
const SECRETS = ['credentials', 'default-credentials'] as const satisfies readonly OptionName[];
const TLS_KEYS = ['tls-keylog', 'tls-key'] as const satisfies readonly OptionName[];
/** How much is told. */
const LOUDNESS = ['quiet', 'verbose'] as const satisfies readonly OptionName[];
/** Which exchanges are reported. */
const FILTERS = ['only', 'bucket', 'request-id', 'since', 'until'] as const satisfies readonly OptionName[];
/** How results are reported, and which of them. */
const REPORT = [
  'format',
  'all',
  'slow',
  'show-signatures',
  'width',
  'color',
  'lang',
  ...LOUDNESS,
  ...FILTERS,
] as const satisfies readonly OptionName[];
const LAST = ['help', 'version'] as const satisfies readonly OptionName[];

/** Options of each command, in the order of its help. */
export const COMMAND_OPTIONS: Readonly<Record<CommandName, readonly OptionName[]>> = {
  scan: [
    ...REPORT,
    ...SECRETS,
    ...TLS_KEYS,
    'rotated',
    'verify-bodies',
    'fail-on',
    'strict',
    'jobs',
    'limit',
    'baseline',
    'write-baseline',
    'shard',
    'config',
    ...LAST,
  ],
  watch: [
    'format',
    'all',
    'blocks',
    'slow',
    'show-signatures',
    'width',
    'color',
    'lang',
    'quiet',
    ...FILTERS,
    ...SECRETS,
    ...TLS_KEYS,
    'verify-bodies',
    'fail-on',
    'strict',
    'limit',
    'baseline',
    'config',
    ...LAST,
  ],
  compare: [
    'format',
    'all',
    'width',
    'color',
    'lang',
    ...SECRETS,
    ...TLS_KEYS,
    'bucket',
    'rotated',
    'limit',
    'config',
    ...LAST,
  ],
  explain: [...OUTPUT, ...SECRETS, ...TLS_KEYS, 'bucket', 'rotated', 'limit', 'config', ...LAST],
  sign: [
    'method',
    'header',
    'request',
    'sign-version',
    'region',
    'product',
    'date',
    'expires',
    'additional-headers',
    'payload-hash',
    ...OUTPUT,
    ...SECRETS,
    'access-key-id',
    'bucket',
    ...LAST,
  ],
  hypotheses: [...OUTPUT, ...LAST],
  merge: [...REPORT, 'fail-on', 'strict', 'limit', 'baseline', 'write-baseline', 'config', ...LAST],
  config: [
    ...OUTPUT,
    'all',
    'slow',
    'bucket',
    'verify-bodies',
    'fail-on',
    'strict',
    'jobs',
    'limit',
    'baseline',
    'config',
    ...LAST,
  ],
  completion: ['lang', ...LAST],
};

/**
 * What `--no-NAME` takes back: colours, what the environment or a configuration file says, and what
 * is found out.
 */
export const NEGATABLE = [
  'color',
  'all',
  'strict',
  'verify-bodies',
  'baseline',
  'config',
  'rotated',
] as const satisfies readonly OptionName[];

/**
 * The option that an argument such as `--format=json` or `-h` names; null for one that is not
 * known.
 */
export function optionNamed(argument: string, among: readonly OptionName[]): OptionName | null {
  const name = /^--?([^=]*)/.exec(argument)?.[1] ?? '';
  if (argument.startsWith('--')) {
    const denied = NEGATABLE.find((option) => name === `no-${option}`);
    if (denied !== undefined) return among.find((option) => option === denied) ?? null;
    return among.find((option) => option === name) ?? null;
  }
  return among.find((option) => shapeOf(option).alias === name) ?? null;
}

export function shapeOf(option: OptionName): OptionShape {
  return OPTIONS[option];
}

/** Formats of what is no list of exchanges. */
export const PAGE_FORMAT_NAMES = ['table', 'json'] as const;

export type PageFormatName = (typeof PAGE_FORMAT_NAMES)[number];

/** Shells that there is a completion for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type ShellName = (typeof SHELLS)[number];
