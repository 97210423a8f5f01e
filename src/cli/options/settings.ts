import { fail, ok, type Result } from '../../bytes/result.ts';
import { type ConfigFileFault, findConfig, namedFile, readConfig } from '../../node/config-file.ts';
import type { UsageProblem } from '../faults.ts';
import type { CliIo } from '../io.ts';
import { pickLanguage } from '../language.ts';
import { type ConfigFault, readConfigValues } from './config-values.ts';
import {
  type ConfigChoice,
  type GivenSettings,
  type PartialSettings,
  SETTING_VARIABLES,
  type SettingName,
  type SettingValues,
  settingsOfEnvironment,
} from './setting-values.ts';

/** Where a value comes from. */
export type SettingSource = 'argument' | 'environment' | 'file' | 'default';

/** The settings of a run, and where each comes from. */
export interface Settings {
  readonly values: SettingValues;
  readonly sources: { readonly [K in SettingName]: SettingSource };
  /** Path of the configuration file; null without one. */
  readonly file: string | null;
}

/** Why the settings could not be told. */
type SettingsFault =
  | { readonly kind: 'usage'; readonly problem: UsageProblem }
  | { readonly kind: 'file'; readonly fault: ConfigFileFault }
  | { readonly kind: 'config'; readonly path: string; readonly fault: ConfigFault };

/**
 * Arguments go before the environment, that before the configuration file, and that before what is
 * usual.
 */
export async function resolveSettings(
  given: GivenSettings,
  io: Pick<CliIo, 'env' | 'cwd'>,
): Promise<Result<Settings, SettingsFault>> {
  const environment = settingsOfEnvironment(io.env);
  if (!environment.ok) return fail({ kind: 'usage', problem: environment.error });
  const choice = given.config ?? environment.value.config ?? { kind: 'search' };
  const file = await fileSettings(choice, io.cwd);
  if (!file.ok) return file;
  const layers = [
    ['argument', given.values],
    ['environment', environment.value.values],
    ['file', file.value.values],
  ] as const;
  const usual = usualSettings(io.env);
  const pick = <K extends SettingName>(name: K): SettingValues[K] => {
    for (const [, values] of layers) {
      const value: PartialSettings[K] = values[name];
      if (value !== undefined) return value as SettingValues[K];
    }
    return usual[name];
  };
  const values: SettingValues = {
    format: pick('format'),
    failOn: pick('failOn'),
    strict: pick('strict'),
    all: pick('all'),
    verifyBodies: pick('verifyBodies'),
    slow: pick('slow'),
    jobs: pick('jobs'),
    lang: pick('lang'),
    // A host that an argument names goes before the same host of the file; the others stay.
    buckets: new Map([...(file.value.values.buckets ?? []), ...(given.values.buckets ?? [])]),
    // Each limit by itself, as hosts are.
    limits: { ...file.value.values.limits, ...environment.value.values.limits, ...given.values.limits },
    ignores: pick('ignores'),
    baseline: pick('baseline'),
  };
  const sourceOf = (name: SettingName): SettingSource =>
    layers.find(([, layer]) => layer[name] !== undefined)?.[0] ?? 'default';
  const names = Object.keys(values) as SettingName[];
  const sources = Object.fromEntries(names.map((name) => [name, sourceOf(name)])) as Settings['sources'];
  return ok({ values, sources, file: file.value.path });
}

function usualSettings(env: CliIo['env']): SettingValues {
  return {
    format: [{ name: 'table', file: null }],
    failOn: null,
    strict: false,
    all: false,
    verifyBodies: false,
    slow: null,
    jobs: null,
    // That of the locale.
    lang: pickLanguage([], { ...env, [SETTING_VARIABLES.lang]: undefined }),
    buckets: new Map(),
    limits: {},
    ignores: [],
    baseline: null,
  };
}

interface FileSettings {
  readonly values: PartialSettings;
  readonly path: string | null;
}

async function fileSettings(choice: ConfigChoice, cwd: string): Promise<Result<FileSettings, SettingsFault>> {
  if (choice.kind === 'none') return ok({ values: {}, path: null });
  const found = choice.kind === 'file' ? await readConfig(choice.path, cwd) : await findConfig(cwd);
  if (!found.ok) return fail({ kind: 'file', fault: found.error });
  const config = found.value;
  if (config === null) return ok({ values: {}, path: null });
  const { path } = config;
  if (config.value === undefined) return fail({ kind: 'config', path, fault: { code: 'config-no-key' } });
  const read = readConfigValues(config.value);
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
