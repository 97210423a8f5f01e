import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMAND, PLAIN_ENVIRONMENT, temporaryFolder } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';
import { generateFile } from '../tools/generator/generate-file.ts';
import { DEFAULT_OPTIONS } from '../tools/generator/options.ts';

const FOLDER = dirname(COMMAND);
/** The files that parts are loaded by, as the bundler makes them. */
const PARTS = readdirSync(FOLDER).filter((name) => /^main-[a-z-]+\.js$/.test(name));

/** Which parts of the command a scan has loaded. */
function partsOf(path: string): readonly string[] {
  const hook = join(temporaryFolder(), 'hook.cjs');
  const list = `Object.keys(require.cache).map((path) => require('node:path').basename(path))`;
  writeFileSync(hook, `process.on('exit', () => process.stderr.write(JSON.stringify(${list})));`);
  const { stderr } = spawnSync(process.execPath, ['--require', hook, COMMAND, 'scan', path], {
    encoding: 'utf8',
    env: PLAIN_ENVIRONMENT,
  });
  const loaded: unknown = JSON.parse(stderr);
  return PARTS.filter((name) => Array.isArray(loaded) && loaded.includes(name)).sort();
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

  it('have functions alone for the modules that call them', () => {
    expect(PARTS.length).toBeGreaterThan(5);
    for (const name of PARTS) {
      const part: unknown = createRequire(COMMAND)(join(FOLDER, name));
      const kinds = Object.values(Object(part)).map((each) => typeof each);
      expect([...new Set(kinds)], name).toEqual(['function']);
    }
  });
});
