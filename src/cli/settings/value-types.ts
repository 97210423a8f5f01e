import { type ByteString, fromText } from '../../engine/bytes/byte-string.ts';
import { isJsonObject } from '../../engine/bytes/json.ts';
import { nearName } from '../../engine/bytes/near-name.ts';
import { toReportText } from '../../engine/bytes/printable.ts';
import { fail, ok, type Result } from '../../engine/bytes/result.ts';
import { isFailing, VERDICTS, type Verdict } from '../../engine/diagnose/model.ts';
import { bareHost } from '../../engine/oss/address.ts';
import { FLAVOUR_IDS, type GivenEndpoint } from '../../engine/oss/provider.ts';
import { PROVIDERS } from '../../engine/oss/providers/index.ts';
import { SERVICES_BY_ID } from '../../engine/oss/providers/s3-services.ts';
import { MADE_VERSIONS, type SignatureVersion } from '../../engine/sign/canonical.ts';
import { parseTimeBound, requestIdKey, type TimeBound } from '../../report/filter/exchange-filter.ts';
import { FORMAT_NAMES, type FormatName } from '../../report/formats/index.ts';
import type { IgnoreRule } from '../../report/triage/triage-sink.ts';
import type { JoinMode } from '../../run/rotated-sets.ts';
import { VERDICT_ENTRIES } from '../../sentences/causes/verdicts.ts';
import { LANGUAGES, type Lang } from '../../sentences/language.ts';
import { badValue, NONE } from '../given-words.ts';
import { languageOf } from '../language.ts';
import { isSameTarget, STDOUT, standardStream } from '../report-target.ts';
import { type GivenShard, parseShard } from '../shards.ts';
import type { ConfigFault, UsageProblem } from '../texts.ts';

/*
 * The types of settings: how a value is read from a command line, a variable of the environment and a
 * configuration file, what is refused, and how the value is shown.
 */

/** What a shell may offer where a value is wanted. */
export type Offer =
  | { readonly kind: 'files' }
  /** Nothing that a shell could know. */
  | { readonly kind: 'free' }
  /** `isList`: several of them, with commas between. */
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly isList: boolean };

export const FILES: Offer = { kind: 'files' };
export const FREE: Offer = { kind: 'free' };
export const words = (list: readonly string[]): Offer => ({ kind: 'words', words: list, isList: false });
const list = (names: readonly string[]): Offer => ({ kind: 'words', words: names, isList: true });

/**
 * The values that a command line gives an option, in their order: texts, or booleans for a flag. `false`
 * where the option is taken back (`--no-NAME`).
 */
export type Given = readonly unknown[];

export interface ValueType<T> {
  /** How it stands on a command line. A `list` may be given several times, one value each time. */
  readonly kind: 'flag' | 'value' | 'list';
  /** The value where nothing sets one. */
  readonly usual: T;
  /** What a shell offers for the value; null where it may be left out. */
  readonly offer: Offer | null;
  /** `given` has one value at least. `name`: the option, for the message of a refusal. */
  read(given: Given, name: string): Result<T, UsageProblem>;
  /** Of several settings that share an option, the one that takes this value. */
  takes?(value: string): boolean;
  /**
   * Reads a variable, which is not empty; null where it sets nothing. Absent for what reads it as the value
   * of its option.
   */
  readVariable?(text: string, name: string): Result<T | null, UsageProblem>;
  /** Absent for what no configuration file may set. */
  readonly json?: JsonType<T>;
  /** The value of several layers, the strongest last. Absent where the strongest alone counts. */
  combine?(layers: readonly T[]): T;
  /** As a configuration file would say it. Absent where it is the value itself. */
  show?(value: T): unknown;
}

/** How a configuration file gives a value. */
interface JsonType<T> {
  /** `key`: where the value stands. `causes`: the IDs that a rule may name. */
  read(value: unknown, key: string, causes: readonly string[]): Read<T>;
  /** The schema of the value, in JSON Schema, without a description. */
  readonly schema: Readonly<Record<string, unknown>>;
}

type Read<T> = Result<T, ConfigFault>;

/** What most types have in common. */
const VALUE = { kind: 'value', usual: null, offer: FREE } as const;
const LIST = { kind: 'list', usual: [], offer: FREE } as const;

/** Formats of what is no list of exchanges. */
export const PAGE_FORMAT_NAMES = ['table', 'json', 'html'] as const;

export type PageFormatName = (typeof PAGE_FORMAT_NAMES)[number];

/** A report to write: `file` is null for standard output. */
export interface FormatRequest<Name extends string> {
  readonly name: Name;
  readonly file: string | null;
}

/** Where to look for a configuration file: `search` from the working folder upwards, or nowhere. */
export type ConfigChoice =
  | { readonly kind: 'search' }
  | { readonly kind: 'none' }
  | { readonly kind: 'file'; readonly path: string };

function lastText(given: Given): string {
  return String(given.at(-1));
}

/** Words of values that have commas between them. */
function splitList(given: Given): readonly string[] {
  return given.flatMap((text) => String(text).split(',')).map((text) => text.trim());
}

export function wrongValue(key: string, allowed: string): Read<never> {
  return fail({ code: 'config-value', key, allowed });
}

/** A word that is none of those that a key takes. */
function noneOf(names: readonly string[], key: string, allowed: string, value: unknown): Read<never> {
  const near = typeof value === 'string' ? nearName(value, names) : null;
  return fail({ code: 'config-value', key, allowed, near });
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(' | ');
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !value.includes('\0');
}

const SWITCH: Readonly<Record<string, boolean>> = { '1': true, true: true, '0': false, false: false };

export const FLAG: ValueType<boolean> = {
  kind: 'flag',
  usual: false,
  offer: null,
  read: (given) => ok(given.at(-1) === true),
  readVariable(text, name) {
    const value = Object.hasOwn(SWITCH, text) ? SWITCH[text] : undefined;
    return value === undefined ? fail(badValue(name, text, Object.keys(SWITCH))) : ok(value);
  },
  json: {
    read: (value, key) => (typeof value === 'boolean' ? ok(value) : wrongValue(key, 'true | false')),
    schema: { type: 'boolean', default: false },
  },
};

/** On or off; null where it is found out. */
export const FOUND_FLAG: ValueType<boolean | null> = {
  kind: 'flag',
  usual: null,
  offer: null,
  read: (given) => ok(given.at(-1) === true),
};

/** Which files are read as one capture; null where their names and contents decide. */
export const JOIN: ValueType<JoinMode | null> = {
  kind: 'flag',
  usual: null,
  offer: null,
  read: (given) => ok(given.at(-1) === true ? 'all' : 'none'),
};

export const TEXT: ValueType<string | null> = { ...VALUE, read: (given) => ok(lastText(given)) };

export const FILE: ValueType<string | null> = { ...TEXT, offer: FILES };

/** A file that is read, or none for `--no-NAME`. A configuration names one beside itself. */
export const KNOWN_FILE: ValueType<string | null> = {
  ...FILE,
  read: (given) => ok(given.at(-1) === false ? null : lastText(given)),
  json: {
    read: (value, key) => (isText(value) ? ok(value) : wrongValue(key, '"FILE"')),
    schema: { type: 'string', minLength: 1 },
  },
};

/** Any number of files. */
export const FILE_LIST: ValueType<readonly string[]> = {
  ...LIST,
  offer: FILES,
  read: (given) => ok(given.map(String)),
};

/** A text that becomes bytes of a request. */
export const BYTES: ValueType<ByteString | null> = {
  ...VALUE,
  read: (given) => ok(fromText(lastText(given))),
};

export const METHOD: ValueType<ByteString | null> = {
  ...BYTES,
  offer: words(['GET', 'PUT', 'POST', 'HEAD', 'DELETE', 'OPTIONS']),
};

/** A number from 1 to `most`, which has four digits at most. */
export function count(most: number, offer: Offer | null = FREE): ValueType<number | null> {
  return {
    kind: 'value',
    usual: null,
    offer,
    read(given, name) {
      const value = lastText(given);
      const number = /^\d{1,4}$/.test(value) ? Number(value) : 0;
      if (number > 0 && number <= most) return ok(number);
      return fail({ code: 'bad-number', name, value, allowed: `1–${most}` });
    },
    json: {
      read: (value, key) => (isCount(value, most) ? ok(value) : wrongValue(key, `1–${most}`)),
      schema: { type: 'integer', minimum: 1, maximum: most },
    },
  };
}

function isCount(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most;
}

const MAX_PORT = 65_535;

/** Ports of TCP, with commas between them; none for those that the command finds. */
export const PORTS: ValueType<readonly number[]> = {
  ...LIST,
  read(given, name) {
    const ports = splitList(given).map((value) => ({
      value,
      port: /^\d{1,5}$/.test(value) ? Number(value) : 0,
    }));
    const wrong = ports.find(({ port }) => port < 1 || port > MAX_PORT);
    if (wrong === undefined) return ok(ports.map(({ port }) => port));
    return fail({ code: 'bad-number', name, value: wrong.value, allowed: `1–${MAX_PORT}` });
  },
};

/** Columns. */
export const WIDTH: ValueType<number | null> = {
  ...VALUE,
  read(given) {
    const value = lastText(given);
    const width = /^\d{1,5}$/.test(value) ? Number(value) : 0;
    return width > 0 ? ok(width) : fail({ code: 'bad-width', value });
  },
};

export const LANGUAGE: ValueType<Lang> = {
  kind: 'value',
  usual: 'en',
  offer: words(LANGUAGES),
  read(given, name) {
    const value = lastText(given);
    const lang = LANGUAGES.find((known) => known === value);
    return lang === undefined ? fail(badValue(name, value, LANGUAGES)) : ok(lang);
  },
  // Any locale is one.
  readVariable: (text) => ok(languageOf(text)),
  json: {
    read(value, key) {
      const lang = LANGUAGES.find((name) => name === value);
      return lang === undefined ? wrongValue(key, quoted(LANGUAGES)) : ok(lang);
    },
    schema: { enum: LANGUAGES },
  },
};

/** The configuration file; null where the command line does not name any. */
export const CONFIG_FILE: ValueType<ConfigChoice | null> = {
  ...VALUE,
  offer: FILES,
  read: (given) => ok(given.at(-1) === false ? { kind: 'none' } : { kind: 'file', path: lastText(given) }),
};

/** Reports, each `NAME`, or `NAME=FILE`. */
export const FORMATS: ValueType<readonly FormatRequest<FormatName>[]> = {
  kind: 'list',
  usual: [{ name: 'table', file: null }],
  offer: words(FORMAT_NAMES),
  read: (given, name) => parseFormats(given, FORMAT_NAMES, name),
  readVariable(text, name) {
    const formats = splitList([text]).filter((word) => word !== '');
    return formats.length === 0 ? ok(null) : parseFormats(formats, FORMAT_NAMES, name);
  },
  json: {
    read(value, key) {
      // A file to write is the user's to name: in a repository it could be anything that the user may
      // overwrite.
      if (typeof value === 'string' && value.includes('=')) return fail({ code: 'config-format-file', key });
      const name = FORMAT_NAMES.find((known) => known === value);
      if (name === undefined) return noneOf(FORMAT_NAMES, key, quoted(FORMAT_NAMES), value);
      return ok([{ name, file: null }]);
    },
    schema: { enum: FORMAT_NAMES, default: 'table' },
  },
  show: (formats) => formats.map(({ name, file }) => (file === null ? name : `${name}=${file}`)),
};

export const PAGE_FORMATS: ValueType<readonly FormatRequest<PageFormatName>[]> = {
  kind: 'list',
  usual: [{ name: 'table', file: null }],
  offer: words(PAGE_FORMAT_NAMES),
  read: (given, name) => parseFormats(given, PAGE_FORMAT_NAMES, name),
};

function parseFormats<Name extends string>(
  given: Given,
  names: readonly Name[],
  option: string,
): Result<readonly FormatRequest<Name>[], UsageProblem> {
  const requests: FormatRequest<Name>[] = [];
  for (const text of given.map(String)) {
    const equals = text.indexOf('=');
    const word = equals < 0 ? text : text.slice(0, equals);
    const file = equals < 0 ? null : text.slice(equals + 1);
    const name = names.find((known) => known === word);
    if (name === undefined) return fail(badValue(option, word, names));
    if (file === '') return fail({ code: 'missing-value', name: `${option} ${name}=` });
    if (
      file !== null &&
      file !== STDOUT &&
      requests.some((request) => request.file !== null && isSameTarget(request.file, file))
    ) {
      return fail({ code: 'same-file', value: file });
    }
    // Then it looks as what is printed does, with the width of a terminal and its colours.
    requests.push({ name, file: file === STDOUT ? null : file });
    if (requests.filter(isPrinted).length > 1) return fail({ code: 'two-on-stdout' });
  }
  return ok(requests);
}

/** Whether it goes to standard output, by whatever name. */
export function isPrinted({ file }: Pick<FormatRequest<string>, 'file'>): boolean {
  return file === null || standardStream(file) === 'stdout';
}

/** Verdicts that can be asked for; an exchange that passes is no failure. */
export const FAIL_ON: readonly Verdict[] = VERDICTS.filter((verdict) => verdict !== 'match');

/** The ID of a verdict, or what reports call it, in either language. */
function isNameOf(verdict: Verdict, word: string): boolean {
  const { en, zh } = VERDICT_ENTRIES[verdict].title;
  const given = word.toLowerCase();
  return given === verdict || given === en.toLowerCase() || given === zh.toLowerCase();
}

export const FAIL_ON_WORDS: readonly string[] = [...FAIL_ON, NONE];

/** Verdicts with commas between them, or `none`; null for every failing one. */
export const FAILURES: ValueType<readonly Verdict[] | null> = {
  ...LIST,
  usual: null,
  offer: list(FAIL_ON_WORDS),
  read(given, name) {
    const verdicts: Verdict[] = [];
    const wanted = splitList(given);
    if (wanted.every((word) => word === NONE)) return ok([]);
    for (const word of wanted.filter((each) => each !== NONE)) {
      const verdict = FAIL_ON.find((known) => isNameOf(known, word));
      if (verdict === undefined) return fail(badValue(name, word, FAIL_ON_WORDS));
      verdicts.push(verdict);
    }
    return wanted.includes(NONE) ? fail({ code: 'none-beside-others', name }) : ok(verdicts);
  },
  json: {
    read(value, key) {
      if (!Array.isArray(value) || value.length === 0) return wrongValue(key, `[${quoted(FAIL_ON_WORDS)}]`);
      if (value.length === 1 && value[0] === NONE) return ok([]);
      const at = value.findIndex((word: unknown) => !FAIL_ON.some((verdict) => verdict === word));
      if (at >= 0) return noneOf(FAIL_ON, `${key}[${at}]`, quoted(FAIL_ON), value[at]);
      return ok(FAIL_ON.filter((verdict) => value.includes(verdict)));
    },
    schema: {
      type: 'array',
      minItems: 1,
      anyOf: [{ items: { enum: FAIL_ON } }, { maxItems: 1, items: { const: NONE } }],
    },
  },
  show: (verdicts) => (verdicts?.length === 0 ? [NONE] : verdicts),
};

/** Stands for every verdict that is a failure. */
const FAILING = 'failing';

const ONLY_WORDS: readonly string[] = [FAILING, ...VERDICTS];

/** Verdicts to report; null for all. */
export const REPORTED_VERDICTS: ValueType<ReadonlySet<Verdict> | null> = {
  ...LIST,
  usual: null,
  offer: list(ONLY_WORDS),
  read(given, name) {
    const verdicts = new Set<Verdict>();
    for (const word of splitList(given)) {
      const named = VERDICTS.filter((known) => (word === FAILING ? isFailing(known) : isNameOf(known, word)));
      if (named.length === 0) return fail(badValue(name, word, ONLY_WORDS));
      for (const verdict of named) verdicts.add(verdict);
    }
    return ok(verdicts);
  },
};

/** A bucket by its name. The options of hosts and of buckets are one, `--bucket`. */
const isBucketName = (text: string): boolean => !text.includes('=');

export const BUCKET_NAMES: ValueType<readonly ByteString[]> = {
  ...LIST,
  takes: isBucketName,
  read(given) {
    const wrongName = given.map(String).find((name) => !/^[^\s/=]+$/.test(name));
    if (wrongName !== undefined) return fail({ code: 'bad-bucket-name', value: wrongName });
    return ok(given.map((name) => fromText(String(name))));
  },
};

/** The last one. */
export const BUCKET_NAME: ValueType<ByteString | null> = {
  ...LIST,
  usual: null,
  takes: isBucketName,
  read(given, name) {
    const names = BUCKET_NAMES.read(given, name);
    return names.ok ? ok(names.value.at(-1) ?? null) : names;
  },
};

/**
 * A name or an address, in brackets that of IPv6, and a port; no URL: what is before the first slash of one
 * is no host.
 */
const GIVEN_HOST = /^(?:\[[^\]=\s]+\]|[^=\s:/[\]]+)(?::\d+)?$/;

/** In a configuration, without a port. */
const HOST = /^[^=\s:/]+$/;

/** What is said of hosts, each as `HOST=VALUE`. `readText` gives null for what is no such value. */
function ofHosts<T>(of: {
  /** The schema of a value in a configuration. */
  readonly pattern: string;
  /** What a configuration ought to say. */
  readonly form: string;
  readText(text: string): T | null;
  refusal(text: string): UsageProblem;
  showValue(value: T): string;
}): ValueType<ReadonlyMap<string, T>> {
  return {
    ...LIST,
    usual: new Map(),
    read(given) {
      const values = new Map<string, T>();
      for (const text of given.map(String)) {
        const equals = text.indexOf('=');
        const host = text.slice(0, Math.max(equals, 0));
        const value = of.readText(text.slice(equals + 1));
        if (value === null || !GIVEN_HOST.test(host)) return fail(of.refusal(text));
        values.set(bareHost(host), value);
      }
      return ok(values);
    },
    json: {
      read(given, key) {
        if (!isJsonObject(given)) return wrongValue(key, of.form);
        const values = new Map<string, T>();
        for (const [host, text] of Object.entries(given)) {
          const value = HOST.test(host) && typeof text === 'string' ? of.readText(text) : null;
          if (value === null) return wrongValue(`${key}.${host}`, of.form);
          values.set(bareHost(host), value);
        }
        return ok(values);
      },
      schema: {
        type: 'object',
        propertyNames: { pattern: HOST.source },
        additionalProperties: { type: 'string', pattern: of.pattern },
      },
    },
    // A host that an argument names goes before the same host of the file; the others stay.
    combine: (layers) => new Map(layers.flatMap((layer) => [...layer])),
    show: (values) => Object.fromEntries([...values].map(([host, value]) => [host, of.showValue(value)])),
  };
}

/** `/`: it stands in the path. A text, whose slashes the schema has as they are. */
const BUCKET_PATTERN = '^(?:/|[^=/\\s]+)$';
const BUCKET = new RegExp(BUCKET_PATTERN);

/** Buckets behind hosts, each `HOST=NAME`, or `HOST=/` where the bucket stands in the path. */
export const BUCKETS_OF_HOSTS: ValueType<ReadonlyMap<string, ByteString>> = {
  ...ofHosts<ByteString>({
    pattern: BUCKET_PATTERN,
    form: '{ "HOST": "BUCKET" }',
    readText: (text) => (BUCKET.test(text) ? fromText(text) : null),
    refusal: (value) => ({ code: 'bad-bucket', value }),
    showValue: (bucket) => toReportText(bucket).text,
  }),
  takes: (text) => !isBucketName(text),
};

/** Names of providers as a user gives them: flavours and services by their own. */
const PROVIDER_NAMES: ReadonlyMap<string, Omit<GivenEndpoint, 'region'>> = new Map<
  string,
  Omit<GivenEndpoint, 'region'>
>([
  ...PROVIDERS.map(({ id }) => [id, { provider: id }] as const),
  ...PROVIDERS.filter(({ flavourOf }) => flavourOf !== null).flatMap(({ id }) =>
    FLAVOUR_IDS.map((flavour) => [flavour, { provider: id, flavour }] as const),
  ),
  ...[...SERVICES_BY_ID].map(([id, service]) => [id, { provider: 's3', service }] as const),
]);

/** Those but the name of a family, which stands for any other of it. */
export const NAMED_PROVIDERS = [...PROVIDER_NAMES.keys()].filter((name) =>
  PROVIDERS.every(({ id, flavourOf }) => id !== name || flavourOf === null),
);

const PROVIDERS_TEXT = [...PROVIDER_NAMES.keys()].join(', ');
const ENDPOINT_PATTERN = `^(?:${[...PROVIDER_NAMES.keys()].join('|')})(?:/[a-z0-9-]+)?$`;

/** `PROVIDER` or `PROVIDER/REGION`; null for another text. */
function readEndpoint(text: string): GivenEndpoint | null {
  if (!new RegExp(ENDPOINT_PATTERN).test(text)) return null;
  const [name = '', region = null] = text.split('/');
  const named = PROVIDER_NAMES.get(name);
  return named === undefined ? null : { ...named, region };
}

/** Whose endpoints hosts are, each `HOST=PROVIDER` or `HOST=PROVIDER/REGION`. */
export const ENDPOINTS: ValueType<ReadonlyMap<string, GivenEndpoint>> = ofHosts<GivenEndpoint>({
  pattern: ENDPOINT_PATTERN,
  form: '{ "HOST": "PROVIDER/REGION" }',
  readText: readEndpoint,
  refusal: (value) => ({ code: 'bad-endpoint', value, providers: PROVIDERS_TEXT }),
  showValue: ({ provider, flavour, service, region }) => {
    const isIt = (each: Omit<GivenEndpoint, 'region'>): boolean =>
      each.provider === provider && each.flavour === flavour && each.service === service;
    const [name = provider] = [...PROVIDER_NAMES].find(([, each]) => isIt(each)) ?? [];
    return region === null ? name : `${name}/${region}`;
  },
});

/** Request IDs as they are compared, each with what it was made of. */
export const REQUEST_IDS: ValueType<ReadonlyMap<string, ByteString> | null> = {
  ...LIST,
  usual: null,
  read(given, name) {
    const ids = given.map((id) => fromText(String(id)));
    if (ids.some((id) => requestIdKey(id) === '')) return fail({ code: 'missing-value', name });
    return ok(new Map(ids.map((id) => [requestIdKey(id), id.trim()])));
  },
};

export const TIME: ValueType<TimeBound | null> = {
  ...VALUE,
  read(given, name) {
    const value = lastText(given);
    const bound = parseTimeBound(value.trim());
    return bound === null ? fail({ code: 'bad-time', name, value }) : ok(bound);
  },
};

/** A part of the inputs; null for all. */
export const SHARD: ValueType<GivenShard | null> = { ...VALUE, read: (given) => parseShard(lastText(given)) };

export function unknownKey(key: string, place: string, known: readonly string[]): Read<never> {
  return fail({ code: 'config-unknown-key', key: `${place}${key}`, near: nearName(key, known) });
}

const IGNORE_TEXTS = ['cause', 'bucket', 'key', 'accessKeyId', 'requestId'] as const;
const IGNORE_KEYS: readonly string[] = ['verdict', ...IGNORE_TEXTS, 'reason'];

/** Failures that are known and expected. No argument gives them. */
export const IGNORE_RULES: ValueType<readonly IgnoreRule[]> = {
  ...LIST,
  read: () => ok([]),
  json: {
    read(value, key, causes) {
      if (!Array.isArray(value)) return wrongValue(key, '[{ …, "reason": "…" }]');
      const ignores: IgnoreRule[] = [];
      for (const [at, rule] of value.entries()) {
        const read = readIgnoreRule(rule, `${key}[${at}]`, causes);
        if (!read.ok) return read;
        ignores.push(read.value);
      }
      return ok(ignores);
    },
    schema: { type: 'array', items: { $ref: '#/definitions/ignore' } },
  },
};

function readIgnoreRule(rule: unknown, place: string, causes: readonly string[]): Read<IgnoreRule> {
  if (!isJsonObject(rule)) return wrongValue(place, '{ …, "reason": "…" }');
  for (const [name, value] of Object.entries(rule)) {
    if (!IGNORE_KEYS.includes(name)) return unknownKey(name, `${place}.`, IGNORE_KEYS);
    if (!isText(value) && name !== 'reason') return wrongValue(`${place}.${name}`, '"…"');
  }
  const { reason } = rule;
  if (!isText(reason) || reason.trim() === '') return fail({ code: 'config-no-reason', key: place });
  // `{"reason": …}` alone, or `{"key": "*"}`: a baseline or --fail-on none says that better.
  const restricts = Object.entries(rule).some(
    ([name, value]) => name !== 'reason' && !/^\**$/.test(String(value)),
  );
  if (!restricts) return fail({ code: 'config-ignores-all', key: place });
  const verdict = FAIL_ON.find((known) => known === rule['verdict']);
  if (rule['verdict'] !== undefined && verdict === undefined)
    return noneOf(FAIL_ON, `${place}.verdict`, quoted(FAIL_ON), rule['verdict']);
  const cause = rule['cause'];
  if (cause !== undefined && !causes.some((known) => known === cause)) {
    return noneOf(causes, `${place}.cause`, '"content-type-added-after-signing" | …', cause);
  }
  const texts = IGNORE_TEXTS.filter((name) => rule[name] !== undefined);
  return ok({
    ...(verdict === undefined ? {} : { verdict }),
    ...Object.fromEntries(texts.map((name) => [name, rule[name]])),
    reason: reason.trim(),
  });
}

/** `Name: value` as curl takes it, and `Name;` for a header with an empty value. */
export const HEADERS: ValueType<readonly (readonly [name: ByteString, value: ByteString])[]> = {
  ...LIST,
  read(given) {
    const headers: (readonly [ByteString, ByteString])[] = [];
    for (const text of given.map(String)) {
      const [, name, value = ''] = /^([^\s:;]+)(?:;\s*|\s*:(.*))$/s.exec(text) ?? [];
      if (name === undefined || /[\r\n]/.test(text)) return fail({ code: 'bad-header', value: text });
      headers.push([fromText(name), fromText(value)]);
    }
    return ok(headers);
  },
};

export const VERSION: ValueType<SignatureVersion | null> = {
  ...VALUE,
  offer: words(MADE_VERSIONS),
  read(given, name) {
    const value = lastText(given);
    const version = MADE_VERSIONS.find((known) => known === value.toLowerCase());
    return version === undefined ? fail(badValue(name, value, MADE_VERSIONS)) : ok(version);
  },
};

/** Names in lower case, between semicolons, as they stand in a signature, or between commas. */
export const HEADER_NAMES: ValueType<readonly ByteString[] | null> = {
  ...VALUE,
  read(given) {
    const names = lastText(given).split(/[;,]/);
    return ok(names.map((name) => fromText(name.trim().toLowerCase())).filter((name) => name !== ''));
  },
};
