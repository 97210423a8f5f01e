import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { reportProblems } from './schema.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const COMMAND = fileURLToPath(new URL('../../dist/bin/main.js', import.meta.url));

export interface CommandResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Nothing of the caller's settings reaches the command: no credentials, no locale, no colours. Two reports of
 * the same are equal, whenever they are made.
 */
export const PLAIN_ENVIRONMENT = {
  PATH: process.env['PATH'] ?? '',
  LC_ALL: 'C',
  HOME: '/nonexistent',
  SOURCE_DATE_EPOCH: '1800000000',
};

interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/**
 * Runs the built command in a thread of this process, and waits for it: most tests are about what it prints
 * and writes, and starting a process takes longer than nearly every one of these runs. What reads standard
 * input, names a handle of the process, watches or gives Node.js options runs as a process of its own. What
 * else a process has and a thread has not (signals, pipes) is tested with `osscapProcess`.
 */
export function osscap(
  args: readonly string[],
  options: CommandOptions & { readonly input?: Uint8Array } = {},
): CommandResult {
  const { cwd, env, input } = options;
  const needsProcess =
    input !== undefined ||
    env?.['NODE_OPTIONS'] !== undefined ||
    args.includes('watch') ||
    args.some((arg) => OF_PROCESS.test(arg));
  if (needsProcess) return osscapProcess(args, options);
  const result = runInThread(args, { ...PLAIN_ENVIRONMENT, ...env }, cwd ?? process.cwd());
  checkReport(args, result.stdout);
  return result;
}

/** Words that name what only a process has: its input, its output, its open files. */
const OF_PROCESS = /^-$|=-$|\/dev\/(?:std|fd)|\/proc\/self/;

/** Milliseconds after which a run hangs. */
const PATIENCE = 120_000;

let thread: Worker | null = null;

function runInThread(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): CommandResult {
  if (thread === null) {
    thread = new Worker(new URL('./command-thread.mjs', import.meta.url));
    thread.unref();
  }
  const { port1, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const before = process.cwd();
  // That of the whole process, which a thread cannot change.
  process.chdir(cwd);
  thread.postMessage({ args, env, answers: port2, signal }, [port2]);
  const ended = Atomics.wait(signal, 0, 0, PATIENCE);
  process.chdir(before);
  const answer: unknown = receiveMessageOnPort(port1)?.message;
  port1.close();
  if (isResult(answer)) return answer;
  throw new Error(`${args.join(' ')}: ${ended === 'timed-out' ? 'hangs' : JSON.stringify(answer)}`);
}

function isResult(value: unknown): value is CommandResult {
  return typeof value === 'object' && value !== null && 'status' in value;
}

/** Runs the built command as a user would, in a process of its own. */
export function osscapProcess(
  args: readonly string[],
  options: CommandOptions & {
    readonly input?: Uint8Array;
    /** The command's file, where it is another one than the built one; options of Node.js before it. */
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
 * A copy of a fixture with secrets that its owner alone may read: a checkout lets others read it, which the
 * command reports.
 */
export function privateCopy(path: string): string {
  const copy = join(temporaryFolder(), basename(path));
  writeFileSync(copy, readFileSync(path), { mode: 0o600 });
  return copy;
}

/** A report whose commands to type next neither name credentials nor say what they are for. */
export function withoutCredentials(report: string): string {
  return report
    .replace(/ --credentials[ =][^\s"<]+/g, '')
    .replace(/(osscap (?:explain|scan|compare) [^\n"<]*?) {2}#.*$/gm, '$1');
}
