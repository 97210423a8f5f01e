import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { GrowingKeyLogs } from '../../src/node/tls.ts';
import { temporaryFolder } from '../support/command.ts';

function follow(...paths: readonly string[]): () => string {
  const logs = new GrowingKeyLogs(paths);
  return () => Buffer.from(logs.added()).toString('latin1');
}

it('gives whole lines, each once, of logs that may come later', () => {
  const [one, other] = [join(temporaryFolder(), 'one.log'), join(temporaryFolder(), 'other.log')];
  const added = follow(one, other);
  expect(added()).toBe('');
  writeFileSync(one, 'A 1\nB');
  expect(added()).toBe('A 1\n');
  appendFileSync(one, ' 2\n');
  writeFileSync(other, 'C 3\n');
  expect(added()).toBe('B 2\nC 3\n');
  expect(added()).toBe('');
});

it('takes the last line of a finished log, and takes it again when it was none', () => {
  const path = join(temporaryFolder(), 'keys.log');
  const added = follow(path);
  writeFileSync(path, 'A 1\nB 2');
  expect([added(), added(), added()]).toEqual(['A 1\n', 'B 2\n', '']);
  appendFileSync(path, '2\n');
  expect([added(), added()]).toEqual(['B 22\n', '']);
});

it('begins anew in a log that was emptied or replaced', () => {
  const path = join(temporaryFolder(), 'keys.log');
  const added = follow(path);
  writeFileSync(path, 'A 1\nB 2\n');
  expect(added()).toBe('A 1\nB 2\n');
  writeFileSync(path, 'C 3\n');
  expect(added()).toBe('C 3\n');
  writeFileSync(`${path}.new`, 'D 4\nE 5\n');
  renameSync(`${path}.new`, path);
  expect(added()).toBe('D 4\nE 5\n');
});

it('passes over what is longer than a line, and what is no file', () => {
  const path = join(temporaryFolder(), 'keys.log');
  const folder = join(temporaryFolder(), 'folder');
  mkdirSync(folder);
  writeFileSync(path, `${'x'.repeat(200_000)}\nA 1\n`);
  expect(follow(folder, path)()).toMatch(/^x+\nA 1\n$/);
});
