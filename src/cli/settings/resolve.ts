import { isJsonObject } from '../../engine/bytes/json.ts';
import { fail, ok, type Result } from '../../engine/bytes/result.ts';
import { type ConfigFileFault, findConfig, namedFile, readConfig } from '../../node/config-file.ts';
import type { CliIo } from '../io.ts';
import { pickLanguage } from '../language.ts';
import type { ConfigFault, UsageProblem } from '../texts.ts';
import {
  type GivenSettings,
  NAMES,
  type PartialSettings,
  rowOf,
  SETTING_NAMES,
  SETTINGS,
  type SettingName,
  type SettingSource,
  type SettingValues,
  USUAL_SETTINGS,
} from './table.ts';
import { type ConfigChoice, unknownKey, wrongValue } from './value-types.ts';

/*
 * The settings in effect: those of the command line, else of the environment, else of a configuration file,
 * else what is usual.
 */

/** The settings of a run, and where each comes from. */
export interface Settings {
  readonly values: SettingValues;
  readonly sources: { readonly [K in SettingName]: SettingSource };
  /** Path of the configuration file; null without one. */
  readonly file: string | null;
}

/** Why there are no settings. */
type SettingsFault =
  | { readonly kind: 'usage'; readonly problem: UsageProblem }
  | { readonly kind: 'file'; readonly fault: ConfigFileFault }
  | { readonly kind: 'config'; readonly path: string; readonly fault: ConfigFault };

type Env = CliIo['env'];

export async function resolveSettings(
  given: GivenSettings,
  io: Pick<CliIo, 'env' | 'cwd'>,
): Promise<Result<Settings, SettingsFault>> {
  const environment = readEnvironment(io.env);
  if (!environment.ok) return fail({ kind: 'usage', problem: environment.error });
  const choice = given.config ?? environment.value.config ?? { kind: 'search' };
  const file = await readFile(choice, io.cwd);
  if (!file.ok) return file;
  const layers = [
    ['argument', given.values],
    ['environment', environment.value.values],
    ['file', file.value.values],
  ] as const;
  const values: Record<string, unknown> = {};
  const sources: Record<string, SettingSource> = {};
  for (const name of SETTING_NAMES) {
    const { type } = rowOf(name);
    const setting = layers.filter(([, layer]) => layer[name] !== undefined);
    const [source, strongest] = setting[0] ?? ['default', usualSettings(io.env)];
    sources[name] = source;
    values[name] =
      type.combine === undefined
        ? strongest[name]
        : type.combine([type.usual, ...setting.map(([, layer]) => layer[name]).reverse()]);
  }
  // Each name has the value of its row.
  return ok({
    values: values as SettingValues,
    sources: sources as Settings['sources'],
    file: file.value.path,
  });
}

/** The values where nothing is set; the language is that of the locale. */
function usualSettings(env: Env): SettingValues {
  return { ...USUAL_SETTINGS, lang: pickLanguage([], { ...env, [SETTINGS.lang.variable]: undefined }) };
}

/** Settings of the environment. An empty variable is none. */
function readEnvironment(env: Env): Result<GivenSettings, UsageProblem> {
  const values: Record<string, unknown> = {};
  for (const name of NAMES) {
    const { type, variable, inFile } = rowOf(name);
    const text = variable === undefined ? undefined : env[variable];
    if (variable === undefined || text === undefined || text === '' || inFile === undefined) continue;
    const read = type.readVariable?.(text, variable) ?? type.read([text], variable);
    if (!read.ok) return read;
    if (read.value !== null) values[name] = read.value;
  }
  return ok({ values, config: configOfVariable(env[SETTINGS.config.variable]) });
}

/** Here empty means that there is none. */
function configOfVariable(value: string | undefined): ConfigChoice | null {
  if (value === undefined) return null;
  return value === '' ? { kind: 'none' } : { kind: 'file', path: value };
}

interface FileSettings {
  readonly values: PartialSettings;
  readonly path: string | null;
}

async function readFile(choice: ConfigChoice, cwd: string): Promise<Result<FileSettings, SettingsFault>> {
  if (choice.kind === 'none') return ok({ values: {}, path: null });
  const found = choice.kind === 'file' ? await readConfig(choice.path, cwd) : await findConfig(cwd);
  if (!found.ok) return fail({ kind: 'file', fault: found.error });
  const config = found.value;
  if (config === null) return ok({ values: {}, path: null });
  const { path } = config;
  if (config.value === undefined) return fail({ kind: 'config', path, fault: { code: 'config-no-key' } });
  // some two hundred kilobytes of sentences, which a run without such a file starts without
  const { CAUSE_IDS } = await import('../../sentences/causes/index.ts');
  const read = readConfigValues(config.value, CAUSE_IDS);
  if (!read.ok) return fail({ kind: 'config', path, fault: read.error });
  const { baseline } = read.value;
  if (baseline === undefined || baseline === null) return ok({ values: read.value, path });
  const named = await namedFile(config.folder, baseline);
  if (!named.ok) {
    const fault: ConfigFault = { code: named.error, key: 'baseline', value: baseline };
    return fail({ kind: 'config', path, fault });
  }
  return ok({ values: { ...read.value, baseline: named.value }, path });
}

/** Editors look for the schema of a file here. */
const SCHEMA_KEY = '$schema';

export const CONFIG_KEYS: readonly string[] = [SCHEMA_KEY, ...SETTING_NAMES];

/** Secrets that no option gives either. */
const OTHER_SECRETS = ['accessKeySecret', 'securityToken'];

/** Checks a configuration whole and reads it; gives the first fault. */
export function readConfigValues(
  json: unknown,
  causes: readonly string[],
): Result<PartialSettings, ConfigFault> {
  if (!isJsonObject(json)) return fail({ code: 'config-not-object' });
  const values: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(json)) {
    if (key === SCHEMA_KEY) {
      if (typeof value !== 'string') return wrongValue(key, '"…"');
      continue;
    }
    const name = SETTING_NAMES.find((known) => known === key);
    const type = name === undefined ? undefined : rowOf(name).type.json;
    if (type === undefined) {
      return isSecret(key) ? fail({ code: 'config-secret', key }) : unknownKey(key, '', CONFIG_KEYS);
    }
    const read = type.read(value, key, causes);
    if (!read.ok) return read;
    values[key] = read.value;
  }
  return ok(values);
}

/**
 * A configuration comes with a repository, and that may be anybody's: it must not contain secrets, nor name
 * files with secrets.
 */
function isSecret(key: string): boolean {
  const option = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const isOption = NAMES.some((name) => {
    const { argument, group } = rowOf(name);
    return argument === option && group === 'credentials';
  });
  return isOption || OTHER_SECRETS.includes(key);
}
