import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMAND, PLAIN_ENVIRONMENT } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

/*
 * Each page in `transcripts` says what somebody does and sees: commands, what they print and the exit code,
 * in blocks that this test runs. UPDATE_GOLDEN=1 writes what they print today; read the difference before
 * committing it.
 */
const FOLDER = join(import.meta.dirname, 'transcripts');

/** Runs a line in a shell among the fixtures, where `osscap` is the built command. */
function run(line: string): string {
  const script = `osscap() { "${process.execPath}" "${COMMAND}" "$@"; }; { ${line}\n} 2>&1`;
  const { stdout, status } = spawnSync('sh', ['-c', script], {
    cwd: FIXTURES,
    encoding: 'utf8',
    env: { ...PLAIN_ENVIRONMENT, COLUMNS: '100' },
  });
  return `$ ${line}\n${stdout.trimEnd()}\n[exit code ${status}]\n`;
}

/** The page with what its commands print now. */
function rerun(page: string): string {
  return page.replace(/(?<=^```console\n)[\s\S]*?(?=^```$)/gm, (block) =>
    [...block.matchAll(/^\$ (.*)$/gm)].map(([, line = '']) => run(line)).join('\n'),
  );
}

describe.skipIf(process.platform === 'win32')('what a terminal shows', () => {
  it.each(readdirSync(FOLDER))('%s', (name) => {
    const path = join(FOLDER, name);
    const page = readFileSync(path, 'utf8');
    const now = rerun(page);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, now);
    else expect(page).toBe(now);
    expect(now).toContain('[exit code ');
  });
});
