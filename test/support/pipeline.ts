import { spawnSync } from 'node:child_process';
import { COMMAND, PLAIN_ENVIRONMENT } from './command.ts';

/** Runs a pipeline and gives the exit code of its first command, which is ours. */
export function pipeline(args: readonly string[], reader: string) {
  const script = `"$@" | ${reader}; echo "code \${PIPESTATUS[0]}" >&2`;
  const { stdout, stderr } = spawnSync(
    'bash',
    ['--norc', '-c', script, 'bash', process.execPath, COMMAND, ...args],
    {
      encoding: 'utf8',
      env: PLAIN_ENVIRONMENT,
    },
  );
  const [, said = '', code] = /^([\s\S]*)code (\d+)\n$/.exec(stderr) ?? [];
  return { stdout, said, code: Number(code) };
}
