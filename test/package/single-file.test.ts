import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { osscapProcess, temporaryFolder } from '../support/command.ts';
import { ROOT } from '../support/packed-package.ts';
import { FIXTURES } from '../support/truth.ts';
import { generateFile } from '../tools/generator/generate-file.ts';
import { DEFAULT_OPTIONS } from '../tools/generator/options.ts';

let file = '';
beforeAll(() => {
  // Where there is nothing else: neither packages, nor a package.json above it.
  file = join(temporaryFolder(), 'tool.mjs');
  copyFileSync(join(ROOT, 'dist/osscap.mjs'), file);
});

/** What a run of the single file gives, and a run of the command as it is installed. */
function both(args: readonly string[], input?: Uint8Array, env: Readonly<Record<string, string>> = {}) {
  const options = { cwd: ROOT, env, ...(input === undefined ? {} : { input }) };
  const single = osscapProcess(args, { ...options, file });
  expect(single).toEqual(osscapProcess(args, options));
  return single;
}

const CAPTURE = 'fixtures/captures/oss2-v1-mpu-complete-403.client.pcap';

describe('the command in one file', () => {
  it.each([
    ['the version', ['--version'], 0],
    ['the help, in Chinese', ['scan', '--help', '--lang', 'zh'], 0],
    ['a scan', [CAPTURE], 1],
    ['a report for programs', [CAPTURE, '--format', 'json'], 1],
    ['a page', [CAPTURE, '--format', 'html', '--lang', 'zh'], 1],
    ['every byte of an exchange', ['explain', CAPTURE, '5'], 1],
    ['a cause', ['why', 'content-type-added-in-transit'], 0],
    ['captures that a pattern names', ['fixtures/captures/oss2-v1-*.pcap'], 1],
    ['captures read by threads', ['fixtures/captures', '--jobs', '2', '--format', 'ndjson'], 1],
    ['a wrong command line', ['scan', '--no-such-option'], 2],
  ])('does what the command does that is installed: %s', (_, args, status) => {
    expect(both(args).status).toBe(status);
  });

  it('has the package for error documents of an unusual shape in it', () => {
    const usual = readFileSync(join(FIXTURES, 'text/error-document.xml'), 'utf8');
    const unusual = usual.replace(/<Message>(.*?)<\/Message>/, '<Message><![CDATA[$1]]></Message>');
    expect(unusual).not.toBe(usual);
    const { status, stdout } = both(['-', '--format', 'json'], Buffer.from(unusual));
    expect({ status, isRead: stdout.includes('"SignatureDoesNotMatch"') }).toEqual({
      status: 1,
      isRead: true,
    });
  });

  it('reads a large capture in a thread, which is started from the same file', () => {
    const big = join(temporaryFolder(), 'big.pcap');
    generateFile(big, { ...DEFAULT_OPTIONS, size: 6.5 * 1024 * 1024 });
    // A thread pays off for a smaller one where it is packed, if only by name.
    writeFileSync(`${big}.gz`, gzipSync(readFileSync(big), { level: 0 }));
    const witness = join(temporaryFolder(), 'witness.cjs');
    writeFileSync(witness, "process.on('worker', () => process.stderr.write('a thread\\n'));\n");
    const env = { NODE_OPTIONS: `--require "${witness}"` };
    expect(both([`${big}.gz`], undefined, env).stderr).toBe('a thread\n');
  });

  it('carries the licence of everything that is in it', () => {
    const text = readFileSync(file, 'utf8');
    const named = [...text.matchAll(/^(\S+) \d\S* \(([\w.-]+)\)$/gm)].map(([, name]) => name);
    expect(named).toEqual(expect.arrayContaining(['fast-xml-parser', 'pcap-parser', 'tinyglobby', 'yargs']));
    expect(text).toContain(readFileSync(join(ROOT, 'LICENSE'), 'utf8').trim());
  });
});
