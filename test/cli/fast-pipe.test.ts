import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMAND, osscap, PLAIN_ENVIRONMENT, temporaryFolder } from '../support/command.ts';
import { generateFile } from '../tools/generator/generate-file.ts';
import { DEFAULT_OPTIONS } from '../tools/generator/options.ts';

const BIG = join(temporaryFolder(), 'big.pcap');
generateFile(BIG, { ...DEFAULT_OPTIONS, size: 4 * 1024 * 1024, mix: 'chatty', loss: 0 });
const bytes = readFileSync(BIG);

/** Says on the error stream that a thread was started. */
const WITNESS = join(temporaryFolder(), 'witness.cjs');
writeFileSync(WITNESS, "process.on('worker', () => process.stderr.write('a thread\\n'));\n");
const env = { NODE_OPTIONS: `--require "${WITNESS}"` };

const ndjson = ['scan', '-', '--format', 'ndjson'];

/** A command whose input stays open. */
function started(input: Uint8Array) {
  const child = spawn(process.execPath, [COMMAND, ...ndjson], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...PLAIN_ENVIRONMENT, ...env },
  });
  child.stdin.on('error', () => {});
  child.stdin.write(input);
  return child;
}

describe('a capture that comes through a pipe, and fast', () => {
  it.each([
    ['whole', bytes],
    ['cut off', bytes.subarray(0, -1000)],
  ])('is read beside its diagnosis, with the same results: %s', (_, input) => {
    const apart = osscap(ndjson, { input, env });
    const here = osscap([...ndjson, '--jobs', '1'], { input, env });
    expect(apart.stdout.split('\n').length).toBeGreaterThan(1000);
    expect(apart.stdout).toBe(here.stdout);
    expect(apart.stderr).toBe(`a thread\n${here.stderr}`);
    expect(apart.status).toBe(here.status);
  });

  it('is read in one thread where it is small, or no capture', () => {
    for (const input of [bytes.subarray(0, 500_000), Buffer.alloc(3_000_000, 'HTTP/1.1 200 OK\r\n')]) {
      expect(osscap(ndjson, { input, env }).stderr).not.toContain('a thread');
    }
  });

  it('gives what came before a silence, and ends at Ctrl-C', async () => {
    const half = bytes.subarray(0, bytes.length / 2);
    const expected = osscap(ndjson, { input: half }).stdout.match(/"type":"exchange"/g)?.length ?? 0;
    const child = started(half);
    let [stdout, stderr] = ['', ''];
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      // a few wait for packets to come
      if (!child.killed && stdout.split('\n').length > 0.8 * expected) child.kill('SIGINT');
    });
    const [status] = (await once(child, 'close')) as [number | null];
    expect(stderr).toContain('a thread');
    expect(status).toBe(130);
    expect(stdout.split('\n').at(-2)).toContain('"type":"summary"');
  });
});
