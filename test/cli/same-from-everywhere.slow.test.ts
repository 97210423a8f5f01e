import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { scan } from '../../src/index.ts';
import { nodeHasher, nodeOssPorts } from '../../src/node/ports.ts';
import type { CaptureJson, Report } from '../rooms/report.ts';
import { COMMAND, temporaryFolder } from '../support/command.ts';
import { fakeIo } from '../support/fake-io.ts';
import fc from '../support/fast-check.ts';
import { inPieces, PIECES, WHOLE } from '../support/pieces.ts';
import { countRecords, splitPcap, toPcapng } from '../support/split-capture.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));

const CAPTURES = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(pcap|pcapng)$/.test(name) || /^text\/.*\.(txt|har)$/.test(name))
  .sort();

const OPTIONS = ['scan', '--all', '--format', 'json'];

async function reportOf(path: string): Promise<string> {
  const { io, written } = fakeIo();
  await run([...OPTIONS, path], io);
  return written.stdout;
}

/** What is said of each fixture as it is: several others are compared with it. */
const reports = new Map<string, string>();

async function reportOfFixture(name: string): Promise<string> {
  const known = reports.get(name);
  if (known !== undefined) return known;
  const report = await reportOf(join(FIXTURES, name));
  reports.set(name, report);
  return report;
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
    const [whole, unpacked, pipe] = await Promise.all([
      reportOfFixture(name),
      reportOf(packed),
      fromPipe(path),
    ]);
    const [file, gzip] = [whole, unpacked].map(withoutPath);
    expect(file).toMatchObject({ schemaVersion: 1 });
    expect(gzip).toEqual(file);
    expect(pipe).toEqual(file);
  });
});

/** Captures that osscap's own tools and tcpdump made: whole, in the order of their times. */
const WELL_MADE = CAPTURES.filter((name) => /^(captures|scenarios|timing|tls|advice)\/.*\.pcap$/.test(name));

function facts(text: string): unknown {
  const report: Report = JSON.parse(text);
  expect(report.captures).toHaveLength(1);
  return report.captures.map(withoutContainer);
}

/** What a capture says apart from the files that hold it. */
function withoutContainer(capture: CaptureJson): unknown {
  const { path: _path, parts: _parts, bytes: _bytes, format: _format, warnings, ...rest } = capture;
  return { ...rest, warnings: warnings.map(({ part: _part, offset: _offset, ...warning }) => warning) };
}

describe('every well-made capture gives one report', () => {
  it.each(WELL_MADE)('as pcapng, and written in three files: %s', async (name) => {
    const bytes = readFileSync(join(FIXTURES, name));
    const whole = facts(await reportOfFixture(name));
    const folder = temporaryFolder();
    const other = join(folder, 'other');
    writeFileSync(other, toPcapng(bytes));
    expect(facts(await reportOf(other))).toEqual(whole);

    const count = countRecords(bytes);
    expect(count).toBeGreaterThan(2);
    const set = temporaryFolder();
    const parts = splitPcap(bytes, [Math.ceil(count / 3), Math.ceil((count * 2) / 3)]);
    for (const [at, part] of parts.entries())
      writeFileSync(join(set, `trace.pcap${at === 0 ? '' : at}`), part);
    expect(facts(await reportOf(set))).toEqual(whole);
  });
});

/** All that the stages say of the bytes of a capture that come in pieces. */
async function told(bytes: Uint8Array, sizes: readonly number[]): Promise<unknown[]> {
  const blocks: Uint8Array[] = [];
  inPieces(
    bytes.length,
    sizes,
    (start, end) => void blocks.push(Uint8Array.from(bytes.subarray(start, end))),
  );
  const log: unknown[] = [];
  for await (const event of scan(blocks, { hasher: nodeHasher, ports: nodeOssPorts(), verifyBodies: true })) {
    if (event.type === 'capture') log.push(event.info);
    else {
      const { index, exchange, diagnosis } = event.result;
      const messages = [exchange.request, ...exchange.interim, exchange.response].map((message) =>
        message === null
          ? null
          : [
              message.head,
              message.headers,
              message.body,
              message.frame,
              message.lastFrame,
              message.lastTime,
              message.flow,
            ],
      );
      log.push([index, exchange.connection, exchange.damage, messages, diagnosis?.verdict, diagnosis?.cause]);
    }
  }
  return log;
}

describe('the bytes of a capture or a text', () => {
  const FILES = CAPTURES.map((name) => ({ name, bytes: readFileSync(join(FIXTURES, name)) })).filter(
    ({ bytes }) => bytes.length < 60_000,
  );

  it('say the same in pieces of any size, notices and frames included', async () => {
    expect(FILES.length).toBeGreaterThan(50);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...FILES), PIECES, async ({ bytes }, sizes) => {
        expect(await told(bytes, sizes)).toEqual(await told(bytes, WHOLE));
      }),
      { numRuns: 150 },
    );
  });
});
