import { fstat, stat } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { defaultCredentialsFiles } from '../node/credentials.ts';
import { STDIN } from '../node/files.ts';
import type { KeyArguments } from './given-keys.ts';
import type { CommandContext } from './io.ts';
import { refuse } from './messages.ts';
import { isSameTarget, STDOUT } from './report-target.ts';
import { type FormatRequest, isPrinted } from './settings/value-types.ts';

/** Files that a command reads beside its inputs, and its baseline. */
interface GivenFiles extends Partial<KeyArguments> {
  readonly baseline?: string | null;
  readonly writeBaseline?: string | null;
  readonly configFile?: string | null;
  /** Inputs that may be made only later, so that only their names are known. */
  readonly awaited?: readonly string[];
}

const STDIN_HANDLE = 0;

/**
 * Refuses a report that would replace a file that is read: a capture as well as the file with the keys or the
 * configuration, by whatever name, link or redirection; and one in the place of the baseline that is written,
 * or between its lines. Gives the exit code, or null where nothing is in the way. `inputs` is asked only
 * where a file that is to be written exists already.
 */
export async function refuseOverwriting(
  formats: readonly FormatRequest<string>[],
  args: GivenFiles,
  inputs: () => readonly string[],
  context: CommandContext,
): Promise<number | null> {
  const { io } = context;
  const { baseline = null, writeBaseline = null, configFile = null, awaited = [] } = args;
  if (writeBaseline !== null && isPrinted({ file: writeBaseline }) && formats.some(isPrinted)) {
    return refuse({ code: 'report-and-baseline-printed' }, context);
  }
  const twice = formats.find(
    ({ file }) =>
      file !== null &&
      writeBaseline !== null &&
      writeBaseline !== STDOUT &&
      isSameTarget(file, writeBaseline),
  );
  if (writeBaseline !== null && twice !== undefined) {
    return refuse({ code: 'report-and-baseline', path: writeBaseline }, context);
  }
  for (const { file } of [...formats, { file: writeBaseline }]) {
    if (file === null || file === STDOUT) continue;
    if (awaited.some((input) => input !== STDIN && isSameTarget(file, input))) {
      return refuse({ code: 'overwrites-input', path: file }, context);
    }
    const target = await identityOf(file, io.cwd);
    if (target === null) continue;
    // a baseline is read and written anew under the same name
    const known = baseline === null || file === writeBaseline ? [] : [baseline];
    const config = configFile === null ? [] : [configFile];
    for (const input of [...inputs(), ...keyFiles(args, io), ...known, ...config]) {
      if ((await identityOf(input, io.cwd)) === target) {
        return refuse({ code: 'overwrites-input', path: file }, context);
      }
    }
  }
  return null;
}

function keyFiles(args: GivenFiles, { env, home }: CommandContext['io']): readonly string[] {
  const { credentials = null, defaultCredentials = false, tlsKeyLogs = [], tlsKeys = [] } = args;
  const keyLog = env['SSLKEYLOGFILE'] ?? '';
  return [
    ...(credentials === null ? [] : [credentials]),
    ...(defaultCredentials && home !== null ? defaultCredentialsFiles(home) : []),
    ...tlsKeyLogs,
    ...tlsKeys,
    ...(keyLog === '' ? [] : [keyLog]),
  ];
}

const statOf = promisify(stat);
const statOfHandle = promisify(fstat);
/** In numbers of any size (same-file.ts). */
const EXACT = { bigint: true } as const;

/**
 * The file itself, whatever its name; null for one that does not exist or that nothing written could harm (a
 * pipe, a device).
 */
async function identityOf(path: string, folder: string): Promise<string | null> {
  try {
    const found =
      path === STDIN ? await statOfHandle(STDIN_HANDLE, EXACT) : await statOf(resolve(folder, path), EXACT);
    return found.isFile() ? `${found.dev}:${found.ino}` : null;
  } catch {
    return null;
  }
}
