import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeUpload } from '../report/make-result.ts';
import { toBytes } from '../rooms/bytes.ts';
import { cleanUpOf } from '../rooms/report.ts';
import { temporaryFolder } from '../support/command.ts';
import { HOSTILE_VALUES } from './values.ts';

const uploadOf = (value: string) =>
  makeUpload({ uploadId: value, bucket: value, key: value, parts: [], leftover: [1] });

/** What a shell hands to `ossutil`, each argument ended by NUL. Nothing else is to be found by its name. */
function scriptOf(command: string): Buffer {
  return Buffer.concat([
    Buffer.from(`ossutil() { for each in "$@"; do printf '%s\\0' "$each"; done; }\n`),
    toBytes(command),
    Buffer.from('\n'),
  ]);
}

const ENV = { PATH: '/nonexistent' };

function paste(command: string): Buffer {
  return spawnSync('/bin/sh', [], { input: scriptOf(command), cwd: temporaryFolder(), env: ENV }).stdout;
}

/** Pastes each into a shell of its own, which one shell starts: it takes far less time than we do. */
function pasteAll(commands: readonly string[], folder: string): void {
  const scripts = temporaryFolder();
  for (const [at, command] of commands.entries()) writeFileSync(join(scripts, `${at}`), scriptOf(command));
  const loop = 'for each in "$1"/*; do /bin/sh < "$each"; echo done; done';
  const { stdout } = spawnSync('/bin/sh', ['-c', loop, 'sh', scripts], { cwd: folder, env: ENV });
  expect(stdout.toString('latin1').match(/^done$|\0done$/gm)).toHaveLength(commands.length);
}

describe('the command that cleans up, pasted into a shell', () => {
  it('is there for most keys', () => {
    const typed = HOSTILE_VALUES.filter(({ value }) => cleanUpOf(uploadOf(value))?.command != null);
    expect(typed.length).toBeGreaterThan(45);
    expect(typed.map(({ name }) => name)).toContain('shell');
  });

  it.each(HOSTILE_VALUES)('says $name as it is', ({ value }) => {
    const command = cleanUpOf(uploadOf(value))?.command ?? null;
    if (command === null) return;
    const options = ['--bucket', '--key', '--upload-id'].map((name) => `${name}=${value}\0`);
    expect(paste(command).toString('latin1')).toBe(`api\0abort-multipart-upload\0${options.join('')}`);
  });

  it.each([`'; : > pwned; '`, `$(: > pwned)`, `"\\'; : > pwned; \\'`])(
    'runs nothing of the key %s, wherever a mail or a terminal broke it in two',
    (key) => {
      const command = cleanUpOf(uploadOf(key))?.command ?? '';
      const folder = temporaryFolder();
      const broken: string[] = [];
      for (let at = 1; at < command.length; at++) {
        // what is left and right of a plain character is the same to a shell
        if (/^\w\w$/.test(command.slice(at - 1, at + 1))) continue;
        broken.push(`${command.slice(0, at).trimEnd()}\n            ${command.slice(at).trimStart()}`);
      }
      pasteAll(broken, folder);
      expect(existsSync(join(folder, 'pwned'))).toBe(false);
    },
  );
});
