import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/packed-package.ts';

const isClone = spawnSync('git', ['rev-parse', '--show-toplevel'], { cwd: ROOT }).status === 0;

describe.skipIf(!isClone)('a checkout', () => {
  it('has the bytes that were committed, whatever git is told about the ends of lines', () => {
    const files = execFileSync('git', ['-c', 'core.autocrlf=true', 'ls-files', '--eol'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    const lines = files.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(500);
    expect(lines.filter((line) => !/ attr\/-text\s/.test(line))).toEqual([]);
  });
});
