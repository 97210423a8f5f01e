import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import * as module from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { osscapProcess as osscap, temporaryFolder } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

const CAPTURE = join(FIXTURES, 'captures/curl-adds-content-type.pcap');
const OTHER = join(FIXTURES, 'captures/oss2-v1-baseline.pcap');
const KEEPS_ITSELF = 'enableCompileCache' in module;
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

  it('is kept for the next run, which prints the same', () => {
    const temporary = temporaryFolder();
    for (let run = 0; run < 3; run += 1) expect(scan({ temporary })).toBe(usual);
    expect(filesIn(temporary).length).toBeGreaterThan(3);
  });

  describe.skipIf(KEEPS_ITSELF)('where Node.js does not keep it', () => {
    /** A folder in which it is kept, and the time that each of its files was written. */
    function kept(temporary = temporaryFolder()) {
      for (let run = 0; run < 3; run += 1) scan({ temporary });
      const times = () => filesIn(temporary).map((name) => `${name} ${timeOf(temporary, name)}`);
      return { temporary, times };
    }

    const timeOf = (temporary: string, name: string): number =>
      statSync(join(temporary, NAME, `${process.version}-${process.arch}`, name)).mtimeMs;

    it('is not written by the first run of all, which may be the last', () => {
      const temporary = temporaryFolder();
      scan({ temporary });
      expect(filesIn(temporary)).toEqual([]);
    });

    it('is written anew by no run that compiles nothing new', () => {
      const { temporary, times } = kept();
      const before = times();
      scan({ temporary });
      expect(times()).toEqual(before);
    });

    it('is not replaced by a run with other flags, nor by one that sets some', () => {
      const { temporary, times } = kept();
      const before = times();
      expect(scan({ temporary, node: ['--no-opt'] })).toBe(usual);
      const env = { TMPDIR: temporary, TEMP: temporary };
      // several captures have flags set, and CSV is of a file that was not loaded before
      expect(osscap(['scan', CAPTURE, OTHER, '--format', 'csv', '--jobs', '1'], { env }).status).toBe(1);
      expect(times()).toEqual(before);
      expect(scan({ temporary })).toBe(usual);
    });

    it('holds nothing that was read', () => {
      const { temporary } = kept();
      const folder = join(temporary, NAME, `${process.version}-${process.arch}`);
      const bytes = Buffer.concat(filesIn(temporary).map((name) => readFileSync(join(folder, name))));
      expect(usual).toContain('ttsservice');
      expect(bytes.includes('ttsservice')).toBe(false);
      expect(bytes.includes('SignatureDoesNotMatch')).toBe(true);
    });
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
    for (const temporary of [open, linked, open, linked, open, linked])
      expect(scan({ temporary })).toBe(usual);
    expect([...filesIn(open), ...filesIn(elsewhere)]).toEqual([]);
  });

  it('is of no use where the engine was started otherwise, which prints the same', () => {
    const temporary = temporaryFolder();
    for (let run = 0; run < 3; run += 1) expect(scan({ temporary })).toBe(usual);
    expect(scan({ temporary, node: ['--no-opt'] })).toBe(usual);
    expect(scan({ temporary, node: ['--no-lazy-feedback-allocation'] })).toBe(usual);
  });
});
