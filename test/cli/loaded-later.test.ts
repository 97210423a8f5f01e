import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TRANSIT_CAUSES } from '../rooms/sentences.ts';
import { SUSPECTS } from '../rooms/suspects.ts';
import { COMMAND, PLAIN_ENVIRONMENT, temporaryFolder } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';
import { generateFile } from '../tools/generator/generate-file.ts';
import { DEFAULT_OPTIONS } from '../tools/generator/options.ts';

const FOLDER = dirname(COMMAND);
/** The files that parts are loaded by, as the bundler makes them. */
const PARTS = readdirSync(FOLDER).filter((name) => /^main-[a-z-]+\.js$/.test(name));

/** The files of the command that a run has loaded. */
function loadedBy(...args: readonly string[]): readonly string[] {
  const hook = join(temporaryFolder(), 'hook.cjs');
  const list = `Object.keys(require.cache).map((path) => require('node:path').basename(path))`;
  writeFileSync(hook, `process.on('exit', () => process.stderr.write(JSON.stringify(${list})));`);
  const { stderr } = spawnSync(process.execPath, ['--require', hook, COMMAND, ...args], {
    encoding: 'utf8',
    env: PLAIN_ENVIRONMENT,
  });
  const loaded: unknown = JSON.parse(stderr);
  return Array.isArray(loaded) ? loaded.map(String) : [];
}

/** Which parts of the command a scan has loaded. */
function partsOf(path: string): readonly string[] {
  const loaded = loadedBy('scan', path);
  return PARTS.filter((name) => loaded.includes(name)).sort();
}

describe('the parts of the command that are loaded later', () => {
  it('are none where nothing fails', () => {
    const path = join(temporaryFolder(), 'passing.pcap');
    generateFile(path, { ...DEFAULT_OPTIONS, size: 13 * 1024, connections: 2 });
    expect(partsOf(path)).toEqual([]);
  });

  it('are those that decide and explain where a signature fails', () => {
    const parts = partsOf(join(FIXTURES, 'captures/curl-adds-content-type.pcap'));
    expect(parts).toContain('main-deciding.js');
    expect(parts).toContain('main-explaining.js');
    expect(parts).not.toContain('main-reading-text.js');
    expect(parts).not.toContain('main-opening.js');
  });

  it('are none for the help either, which loads nothing of a scan', () => {
    const loaded = loadedBy('--help');
    expect(loaded.some((name) => name.startsWith('help'))).toBe(true);
    expect(loaded.filter((name) => /^(?:scan|shared)\.|^of-/.test(name) || PARTS.includes(name))).toEqual([]);
  });

  it('hold the sentences of causes and suspects, of which a plain scan has none', () => {
    const scan = readdirSync(FOLDER).filter((name) => /^scan\.[\w-]{8}\.js$/.test(name));
    expect(scan).toHaveLength(1);
    const code = readFileSync(join(FOLDER, scan[0] ?? ''), 'utf8');
    for (const sentence of [
      TRANSIT_CAUSES['signature-encoded-twice'].headline.en,
      SUSPECTS['type-added'].summary.en,
    ]) {
      expect(code).not.toContain(sentence);
    }
  });

  it('have functions alone for the modules that call them', () => {
    expect(PARTS.length).toBeGreaterThan(5);
    for (const name of PARTS) {
      const part: unknown = createRequire(COMMAND)(join(FOLDER, name));
      const kinds = Object.values(Object(part)).map((each) => typeof each);
      expect([...new Set(kinds)], name).toEqual(['function']);
    }
  });
});
