import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { COMMAND, PLAIN_ENVIRONMENT, temporaryFolder } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

const CAPTURE = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');

/** Flag of a file that gives an error where it would have to wait. */
const O_NONBLOCK = 0o4000;

/**
 * Looks at the pipe while a command has it that goes on until it is ended, once that has written something.
 */
const LOOK = `sleep 2 | {
  "$@" <&0 > out &
  for turn in {1..200}; do [ -s out ] && break; sleep 0.1; done
  sed -n "s/^flags:[[:space:]]*//p" /proc/self/fdinfo/0
  kill $!
}`;

it.skipIf(!existsSync('/proc/self/fdinfo'))('standard input that is not read is left as it was', () => {
  const args = [process.execPath, COMMAND, 'watch', CAPTURE];
  const { stdout } = spawnSync('bash', ['--norc', '-c', LOOK, 'bash', ...args], {
    cwd: temporaryFolder(),
    env: PLAIN_ENVIRONMENT,
  });
  expect(stdout.toString()).toMatch(/^0\d+\n$/);
  expect(Number.parseInt(stdout.toString(), 8) & O_NONBLOCK).toBe(0);
});
