import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ResultSink } from '../../rooms/engine.ts';
import { scanPipeline } from '../../rooms/features.ts';
import {
  gainsFromReader,
  pipelineOptions,
  readApart,
  readCapture,
  type ScanOptions,
  type SpawnReader,
} from '../../rooms/node.ts';
import { CAPTURE_INFO, packResult } from '../../rooms/report.ts';
import type { ReadControl } from '../../rooms/run.ts';
import { temporaryFolder } from '../../support/command.ts';
import { FIXTURES } from '../../support/truth.ts';
import { generateFile } from '../../tools/generator/generate-file.ts';
import { DEFAULT_OPTIONS } from '../../tools/generator/options.ts';

const BIG = join(temporaryFolder(), 'big.pcap');
generateFile(BIG, { ...DEFAULT_OPTIONS, size: 8 * 1024 * 1024, mix: 'chatty', loss: 0.2 });

const PACKED = join(temporaryFolder(), 'big.pcap.gz');
writeFileSync(PACKED, gzipSync(readFileSync(BIG), { level: 0 }));
const CUT = join(temporaryFolder(), 'cut.pcap.gz');
writeFileSync(CUT, readFileSync(PACKED).subarray(0, -100_000));

const OPTIONS: ScanOptions = { keyRing: new Map(), buckets: new Map() };

/** The worker of the built command. */
const spawn: SpawnReader = () => new Worker(new URL('../../../dist/bin/reader-worker.js', import.meta.url));

class Results implements ResultSink {
  readonly results: string[] = [];

  exchange(_: string, result: Parameters<ResultSink['exchange']>[1]): void {
    this.results.push(packResult(result));
  }

  capture(info: Parameters<ResultSink['capture']>[0]): void {
    this.results.push(JSON.stringify(CAPTURE_INFO.encode(info)));
  }

  unreadable(): void {
    this.results.push('unreadable');
  }
}

async function apart(path: string, control: ReadControl = {}, spawner = spawn, limits = {}) {
  const shared = pipelineOptions({ ...OPTIONS, limits });
  const sink = new Results();
  const pipeline = scanPipeline(path, shared, sink);
  const read = await readApart(path, pipeline, { shared, tls: undefined, spawn: spawner }, control);
  if (read !== 'not-started' && read.refusal === null) pipeline.end(read.summary, read.facts ?? undefined);
  return { read, told: sink.results };
}

const readHere = new Map<string, readonly string[]>();

/** What a reading in this thread gives; each file is read once. */
async function here(path: string): Promise<readonly string[]> {
  const before = readHere.get(path);
  if (before !== undefined) return before;
  const sink = new Results();
  const pipeline = scanPipeline(path, pipelineOptions(OPTIONS), sink);
  const { summary } = await readCapture(path, pipeline, undefined, {});
  pipeline.end(summary);
  readHere.set(path, sink.results);
  return sink.results;
}

describe('a capture that is read in another thread', () => {
  it.each([
    BIG,
    PACKED,
    CUT,
    join(FIXTURES, 'captures', 'oss2-v1-baseline.pcap'),
    join(FIXTURES, 'scenarios', 'alioss-tls13-keylog-dsb.pcapng'),
  ])('gives the same results: %s', async (path) => {
    const { told } = await apart(path);
    expect(told).toEqual(await here(path));
  });

  it('ends where its packed bytes come to more than they may', async () => {
    const limits = { unpackedBytes: 3_000_000 };
    const { told } = await apart(PACKED, {}, spawn, limits);
    expect(told.at(-1)).toContain('limit-unpacked-bytes');
  });

  it('tells how far it is', async () => {
    let bytes = 0;
    const { read } = await apart(BIG, { onBytes: (more) => (bytes += more) });
    expect(read).toMatchObject({ outcome: { kind: 'end' }, summary: { bytes } });
  });

  it('ends when it is told to, with what was read by then', async () => {
    const stop = new AbortController();
    const { read, told } = await apart(BIG, { signal: stop.signal, onBytes: () => stop.abort() });
    expect(read).toMatchObject({ outcome: { kind: 'interrupted' } });
    const whole = await here(BIG);
    expect(told.length).toBeGreaterThan(1);
    expect(told.length).toBeLessThan(whole.length);
    expect(told[0]).toBe(whole[0]);
  });

  it('is refused as it would be here', async () => {
    const { read, told } = await apart(join(FIXTURES, 'README.md'));
    expect(read).toMatchObject({ refusal: { reason: 'not-a-capture' }, facts: null });
    expect(told).toEqual([]);
  });

  it('is left to this thread where there is none, or it does not come up', async () => {
    const refuse: SpawnReader = () => {
      throw new Error('EAGAIN');
    };
    const missing: SpawnReader = () => new Worker(new URL('file:///nowhere/at/all.mjs'));
    for (const spawner of [refuse, missing]) {
      expect(await apart(BIG, {}, spawner)).toEqual({ read: 'not-started', told: [] });
    }
  });

  it('is lost where the thread dies on its way', async () => {
    const dying: SpawnReader = () => {
      const worker = spawn();
      worker.once('message', () => void worker.terminate());
      return worker;
    };
    const { read, told } = await apart(BIG, {}, dying);
    expect(read).toMatchObject({
      summary: { complete: false },
      failure: { path: BIG, reason: 'reader-failed', detail: 'exit code 1' },
    });
    // What it had handed over stays, before the account of the capture.
    const kept = told.slice(0, -1);
    expect(kept.length).toBeGreaterThan(100);
    const whole = await here(BIG);
    expect(kept.every((line, at) => line === whole[at])).toBe(true);
  });
});

describe('another thread', () => {
  it('is for large captures with many messages alone', () => {
    const folder = temporaryFolder();
    const large = join(folder, 'large.pcap');
    const bytes = readFileSync(BIG);
    const packets = bytes.subarray(24);
    const many = Buffer.concat([bytes, ...new Array<Buffer>(7).fill(packets)]);
    writeFileSync(large, many);
    expect(gainsFromReader(large)).toBe(true);
    const bodies = join(folder, 'bodies.pcap');
    writeFileSync(bodies, Buffer.concat([bytes.subarray(0, 24), Buffer.alloc(many.length)]));
    expect(gainsFromReader(bodies)).toBe(false);
    const text = join(folder, 'text');
    writeFileSync(text, Buffer.concat([Buffer.from('text'), many]));
    expect(gainsFromReader(text)).toBe(false);
    expect(gainsFromReader(BIG)).toBe(false);
    // packed, it takes as long as a larger one
    expect(gainsFromReader(PACKED)).toBe(true);
    const packedText = join(folder, 'text.gz');
    writeFileSync(packedText, gzipSync(Buffer.concat([Buffer.from('text'), bytes])));
    expect(gainsFromReader(packedText)).toBe(false);
    const bomb = join(folder, 'bomb.gz');
    const zeros = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    writeFileSync(bomb, Buffer.concat(Array.from({ length: 120 }, () => zeros)));
    expect(gainsFromReader(bomb)).toBe(false);
    expect(gainsFromReader(FIXTURES)).toBe(false);
    expect(gainsFromReader('/nowhere')).toBe(false);
  });
});
