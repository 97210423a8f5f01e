import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reportProblems } from './schema.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const COMMAND = fileURLToPath(new URL('../../dist/bin/main.js', import.meta.url));

export interface CommandResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Nothing of the caller's settings reaches the command: no credentials, no locale, no colours. */
export const PLAIN_ENVIRONMENT = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', HOME: '/nonexistent' };

/** Runs the built command as a user would. */
export function osscap(
  args: readonly string[],
  options: {
    readonly input?: Uint8Array;
    readonly env?: Readonly<Record<string, string>>;
    readonly cwd?: string;
    /**
     * The command's file, where it is another one than the built one; options of Node.js before it.
     */
    readonly file?: string;
    readonly node?: readonly string[];
  } = {},
): CommandResult {
  const words = [...(options.node ?? []), options.file ?? COMMAND, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    encoding: 'utf8',
    env: { ...PLAIN_ENVIRONMENT, ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.input === undefined ? {} : { input: options.input }),
    maxBuffer: 256 * 1024 * 1024,
  });
  checkReport(args, stdout);
  return { status, stdout, stderr };
}

/** Every JSON report that a test makes fits the published schema. */
function checkReport(args: readonly string[], stdout: string): void {
  const format = args[args.indexOf('--format') + 1];
  if (args[0] !== 'scan' || stdout === '') return;
  const problems =
    format === 'json'
      ? reportProblems(JSON.parse(stdout))
      : format === 'ndjson'
        ? stdout
            .trimEnd()
            .split('\n')
            .flatMap((line) => reportProblems(JSON.parse(line), 'line'))
        : [];
  if (problems.length > 0) throw new Error(`the report does not fit its schema: ${problems.join('; ')}`);
}

export { temporaryFolder };

/** A credentials file in the JSON form, readable by its owner alone. */
export function credentialsFile(
  list: readonly { readonly accessKeyId: string; readonly secret: string; readonly securityToken?: string }[],
): string {
  const path = join(temporaryFolder(), 'credentials.json');
  const entries = list.map(({ accessKeyId, secret, securityToken }) => ({
    accessKeyId,
    accessKeySecret: secret,
    ...(securityToken === undefined ? {} : { securityToken }),
  }));
  writeFileSync(path, JSON.stringify(entries), { mode: 0o600 });
  return path;
}

/**
 * A copy of a fixture with secrets that its owner alone may read: a checkout lets others read it,
 * which is told.
 */
export function privateCopy(path: string): string {
  const copy = join(temporaryFolder(), basename(path));
  writeFileSync(copy, readFileSync(path), { mode: 0o600 });
  return copy;
}
