import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { COMMAND, temporaryFolder } from '../support/command.ts';
import { fakeIo } from '../support/fake-io.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));

const CAPTURES = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(pcap|pcapng)$/.test(name) || /^text\/.*\.(txt|har)$/.test(name))
  .sort();

const OPTIONS = ['scan', '--all', '--format', 'json'];

async function fromFile(path: string): Promise<unknown> {
  const { io, written } = fakeIo();
  await run([...OPTIONS, path], io);
  return withoutPath(written.stdout);
}

function fromPipe(path: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' };
    const child = spawn(process.execPath, [COMMAND, ...OPTIONS, '-'], { env });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.on('error', reject);
    child.on('close', () => resolve(withoutPath(Buffer.concat(parts).toString())));
    // The reader may not want all of it, e.g. of a version that it does not know.
    child.stdin.on('error', () => {});
    child.stdin.end(readFileSync(path));
  });
}

function withoutPath(report: string): unknown {
  return JSON.parse(report.replaceAll(/"path": ?"[^"]*"/g, '"path":""'));
}

describe('every capture gives one report', () => {
  it.each(CAPTURES)('%s', async (name) => {
    const path = join(FIXTURES, name);
    const packed = join(temporaryFolder(), 'packed');
    writeFileSync(packed, gzipSync(readFileSync(path)));
    const [file, gzip, pipe] = await Promise.all([fromFile(path), fromFile(packed), fromPipe(path)]);
    expect(file).toMatchObject({ schemaVersion: 1 });
    expect(gzip).toEqual(file);
    expect(pipe).toEqual(file);
  });
});
