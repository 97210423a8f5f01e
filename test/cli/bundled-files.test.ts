import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { COMMAND, osscap, temporaryFolder } from '../support/command.ts';
import { ROOT } from '../support/packed-package.ts';
import { FIXTURES } from '../support/truth.ts';

const BIN = dirname(COMMAND);
const CAPTURE = join(FIXTURES, 'captures/curl-adds-content-type.pcap');
const CACHES = readdirSync(BIN).filter((name) => name.endsWith('.cache'));

/** A copy of the built command, whose caches may be spoilt. */
function copyOfCommand(): string {
  const folder = temporaryFolder();
  copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  cpSync(BIN, join(folder, 'dist/bin'), { recursive: true });
  return join(folder, 'dist/bin');
}

/** What a scan prints, of the command in `bin`, or with options of Node.js. */
function scan(options: { readonly bin?: string; readonly node?: readonly string[] } = {}): string {
  const { bin = BIN, node = [] } = options;
  const { stdout, stderr, status } = osscap(['scan', CAPTURE], { file: join(bin, 'main.js'), node });
  expect({ stderr, status }).toEqual({ stderr: '', status: 1 });
  return stdout;
}

describe('what the engine has compiled of the bundled command', () => {
  /**
   * What a scan and the help load, with whether the engine refused what was compiled of it; null
   * where there was none.
   */
  function loadedFiles(before = ''): readonly (readonly [string, boolean | null])[] {
    const module = JSON.stringify(pathToFileURL(join(ROOT, 'dist/cli/bundled-files.js')).href);
    const script = `
      ${before}
      import { loadCommand } from ${module};
      const loaded = [];
      const command = loadCommand(${JSON.stringify(BIN)}, (name, { cachedDataRejected }) => loaded.push([name, cachedDataRejected ?? null]));
      await command(['scan', ${JSON.stringify(CAPTURE)}, '--format', 'table=/dev/null', '--quiet', '--lang', 'en']);
      await command(['--help', '--lang', 'zh']);
      process.on('exit', () => console.error(JSON.stringify(loaded)));`;
    const { stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
      // Started as the build was.
      env: { NODE_OPTIONS: process.env['NODE_OPTIONS'] ?? '' },
    });
    const loaded: readonly (readonly [string, boolean | null])[] = JSON.parse(
      stderr.trim().split('\n').at(-1) ?? '',
    );
    expect(loaded.length).toBeGreaterThan(5);
    return loaded;
  }

  it('is there for what a scan and the help load, and the engine takes it', () => {
    expect(loadedFiles().filter(([, rejected]) => rejected !== false)).toEqual([]);
  });

  // The engine itself would take what was compiled for another processor, and crash.
  it.each([
    ['arch', 's390x'],
    ['platform', 'aix'],
    ['version', 'v20.19.0-other'],
  ])('is not looked at where it was made by another Node.js: %s', (name, value) => {
    const other = `Object.defineProperty(process, '${name}', { value: '${value}' });`;
    expect(loadedFiles(other).filter(([, rejected]) => rejected !== null)).toEqual([]);
  });

  it('is left aside where it is missing, cut, or of another file', () => {
    const usual = scan();
    expect(CACHES.length).toBeGreaterThan(5);
    const missing = copyOfCommand();
    for (const name of CACHES) rmSync(join(missing, name));
    expect(scan({ bin: missing })).toBe(usual);
    const cut = copyOfCommand();
    for (const name of CACHES)
      writeFileSync(join(cut, name), readFileSync(join(BIN, name)).subarray(0, 1000));
    expect(scan({ bin: cut })).toBe(usual);
    const other = copyOfCommand();
    for (const [at, name] of CACHES.entries())
      copyFileSync(join(BIN, CACHES[(at + 1) % CACHES.length] ?? ''), join(other, name));
    expect(scan({ bin: other })).toBe(usual);
  });

  it('is left aside where the engine was started otherwise', () => {
    const usual = scan();
    expect(osscap(['--version'], { node: ['--no-opt'] }).stdout).toBe(osscap(['--version']).stdout);
    expect(scan({ node: ['--no-lazy-feedback-allocation'] })).toBe(usual);
  });
});
