import { promises, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { type JsonFault, parseJson } from '../engine/bytes/json.ts';
import { fail, ok, type Result } from '../engine/bytes/result.ts';
import { orElse, readTextFile, type TextFileFault } from './files.ts';

const CONFIG_NAME = 'osscap.config.json';
/** A file that may hold the configuration under this key. */
const PACKAGE_NAME = 'package.json';
const PACKAGE_KEY = 'osscap';

/** A configuration as it stands in its file; nothing of it is checked yet. */
interface FoundConfig {
  readonly path: string;
  /** Paths in the configuration start here. */
  readonly folder: string;
  /** Undefined of a `package.json` without the key. */
  readonly value: unknown;
}

export type ConfigFileFault = { readonly path: string } & (TextFileFault | JsonFault);

/** Reads the configuration in that file; that of a `package.json` stands under its key. */
export async function readConfig(
  path: string,
  folder: string,
): Promise<Result<FoundConfig, ConfigFileFault>> {
  const full = resolve(folder, path);
  const json = await readJson(full);
  if (!json.ok) return fail({ ...json.error, path });
  const isPackage = full.endsWith(`${sep}${PACKAGE_NAME}`);
  const value = isPackage ? keyOf(json.value) : json.value;
  return ok({ path: full, folder: dirname(full), value });
}

/** The nearest configuration from `start` upwards; null where there is none. */
export async function findConfig(start: string): Promise<Result<FoundConfig | null, ConfigFileFault>> {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    const path = join(folder, CONFIG_NAME);
    if (isFile(path)) return readConfig(path, folder);
    const inPackage = await packageConfig(folder);
    if (inPackage !== null) return ok(inPackage);
    if (dirname(folder) === folder) return ok(null);
  }
}

/** A `package.json` that cannot be read belongs to others, and is passed over. */
async function packageConfig(folder: string): Promise<FoundConfig | null> {
  const path = join(folder, PACKAGE_NAME);
  if (!isFile(path)) return null;
  const json = await readJson(path);
  const value = json.ok ? keyOf(json.value) : undefined;
  return value === undefined ? null : { path, folder, value };
}

function keyOf(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || !Object.hasOwn(json, PACKAGE_KEY)) return undefined;
  return (json as Readonly<Record<string, unknown>>)[PACKAGE_KEY];
}

/** A pipe or a device is no configuration: reading it could wait for ever. */
function isFile(path: string): boolean {
  // asked in each folder on the way up, where there seldom is one
  return orElse(() => statSync(path, { throwIfNoEntry: false })?.isFile() === true, false);
}

async function readJson(path: string): Promise<Result<unknown, TextFileFault | JsonFault>> {
  const text = await readTextFile(path);
  return text.ok ? parseJson(text.value) : text;
}

type NamedFileFault = 'config-outside' | 'config-no-file';

/**
 * The file that a configuration names, where it is within the configuration's folder, by itself and by its
 * links, and is no pipe or device. A configuration comes with a repository, and whoever runs in one must not
 * be made to read other files, or to wait for ever.
 */
export async function namedFile(folder: string, path: string): Promise<Result<string, NamedFileFault>> {
  const full = resolve(folder, path);
  if (!isBelow(resolve(folder), full)) return fail('config-outside');
  try {
    if (!isBelow(await promises.realpath(folder), await promises.realpath(full)))
      return fail('config-outside');
    const facts = await promises.stat(full);
    return facts.isFile() || facts.isDirectory() ? ok(full) : fail('config-no-file');
  } catch {
    // It is not there: whoever opens it says so.
    return ok(full);
  }
}

function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}
