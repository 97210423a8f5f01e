import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import * as module from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { osscapProcess as osscap, temporaryFolder } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

const CAPTURE = join(FIXTURES, 'captures/curl-adds-content-type.pcap');
const owner = process.getuid?.();
const NAME = owner === undefined ? 'osscap-code' : `osscap-code-${owner}`;

/** What a scan prints, with a folder for temporary files, or with options of Node.js. */
function scan(options: { readonly temporary?: string; readonly node?: readonly string[] } = {}): string {
  const { temporary = temporaryFolder(), node = [] } = options;
  const env = { TMPDIR: temporary, TEMP: temporary };
  const { stdout, stderr, status } = osscap(['scan', CAPTURE], { env, node });
  expect({ stderr, status }).toEqual({ stderr: '', status: 1 });
  return stdout;
}

/** Files that a run wrote into a folder for temporary files. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map(({ name }) => name);
}

describe('what the engine has compiled of the command', () => {
  const usual = scan();

  it('is kept for the next run where Node.js can keep it, which prints the same', () => {
    const temporary = temporaryFolder();
    for (let run = 0; run < 2; run += 1) expect(scan({ temporary })).toBe(usual);
    expect(filesIn(temporary).length > 3).toBe('enableCompileCache' in module);
  });

  it('is not kept, and not missed, where there is no folder for temporary files, or none to write', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const closed = temporaryFolder();
    chmodSync(closed, 0o500);
    for (const temporary of [file, closed, join(closed, 'none')]) expect(scan({ temporary })).toBe(usual);
    chmodSync(closed, 0o700);
  });

  it.skipIf(owner === undefined)('is not taken from a folder that others can write, or may lead to', () => {
    const open = temporaryFolder();
    mkdirSync(join(open, NAME));
    chmodSync(join(open, NAME), 0o777);
    const elsewhere = temporaryFolder();
    const linked = temporaryFolder();
    symlinkSync(elsewhere, join(linked, NAME));
    for (const temporary of [open, linked]) expect(scan({ temporary })).toBe(usual);
    expect([...filesIn(open), ...filesIn(elsewhere)]).toEqual([]);
  });

  it('is of no use where the engine was started otherwise, which prints the same', () => {
    const temporary = temporaryFolder();
    expect(scan({ temporary })).toBe(usual);
    expect(scan({ temporary, node: ['--no-opt'] })).toBe(usual);
    expect(scan({ temporary, node: ['--no-lazy-feedback-allocation'] })).toBe(usual);
  });
});
