/**
 * `npm run bench:stages [-- --megabytes N] [--runs N] [--capture FILE] [--json]`: what each stage of a scan costs, in
 * processor time: the same capture is read by more and more of the stages, each time by a fresh process with
 * one thread, and what one stage more takes is its cost.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createCaptureParser } from '../rooms/capture.ts';
import { Reading } from '../rooms/engine.ts';
import { readingFeatures, scanPipeline } from '../rooms/features.ts';
import type { CapturedExchange } from '../rooms/http.ts';
import { ExchangePacker, ExchangeUnpacker, pipelineOptions } from '../rooms/node.ts';
import { PacketDecoder } from '../rooms/packet.ts';
import { NOBODY, TcpStreams } from '../rooms/stream.ts';
import { captureOf } from './bench/captures.ts';
import { fileBlocks } from './read-capture.ts';
import { textTable } from './text-table.ts';

/** Each with all before it. */
const STAGES = [
  'bytes',
  'records',
  'packets',
  'streams',
  'exchanges',
  'packed',
  'unpacked',
  'diagnosed',
] as const;
type Stage = (typeof STAGES)[number];

const DOES: Readonly<Record<Stage, string>> = {
  bytes: 'reading the file',
  records: 'finding each packet',
  packets: 'link, IP and TCP headers',
  streams: 'connections, order, gaps',
  exchanges: 'HTTP: heads, lengths, pairs, times, copies of a request',
  packed: 'packing for the other thread',
  unpacked: 'unpacking there',
  diagnosed: 'OSS, signatures, history, causes, suspects',
};

interface Cost {
  /** Processor time of all that it took, in milliseconds, and what came out. */
  readonly milliseconds: number;
  readonly packets: number;
  readonly exchanges: number;
}

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    megabytes: { type: 'string', default: '300' },
    capture: { type: 'string' },
    json: { type: 'boolean', default: false },
    // what the program calls itself with, in a fresh process
    child: { type: 'string' },
  },
});
const own = STAGES.find((stage) => stage === values.child);
const capture = values.capture ?? madeCapture(Number(values.megabytes));
if (own !== undefined) process.stdout.write(JSON.stringify(costHere(own)));
else {
  const costs = STAGES.map((stage) => ({ stage, ...least(stage, Number(values.runs)) }));
  process.stdout.write(values.json ? `${JSON.stringify(costs, null, 2)}\n` : tableOf(costs));
}

function madeCapture(megabytes: number): string {
  const folder = join(tmpdir(), 'osscap-bench');
  mkdirSync(folder, { recursive: true });
  return captureOf({ kind: 'chatty', size: megabytes * 1024 * 1024, connectionsTimes: 1 }, folder).capture;
}

function least(stage: Stage, runs: number): Cost {
  const program = fileURLToPath(import.meta.url);
  const args = [program, '--child', stage, '--capture', capture];
  const costs = Array.from(
    { length: runs },
    (): Cost => JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })),
  );
  return costs.reduce((one, other) => (other.milliseconds < one.milliseconds ? other : one));
}

function costHere(stage: Stage): Cost {
  const before = process.cpuUsage();
  const counts = runStages(STAGES.indexOf(stage));
  const { user, system } = process.cpuUsage(before);
  return { milliseconds: (user + system) / 1000, ...counts };
}

/** Runs the capture through the stages up to the one at `last`. */
function runStages(last: number): Pick<Cost, 'packets' | 'exchanges'> {
  const isAsked = (stage: Stage): boolean => STAGES.indexOf(stage) <= last;
  let packets = 0;
  let exchanges = 0;
  const notice = (): void => {};
  const memory = { numbers: new Float64Array(64 * 1024), texts: new Uint8Array(1024 * 1024) };
  const packer = new ExchangePacker(() => memory);
  const sink = { exchange: notice, capture: notice, unreadable: notice };
  const options = pipelineOptions({ keyRing: new Map(), buckets: new Map() });
  const pipeline = scanPipeline('capture', options, sink);
  const exchange = isAsked('diagnosed') ? pipeline.exchange.bind(pipeline) : notice;
  const unpack = (packed: ConstructorParameters<typeof ExchangeUnpacker>[0]): void => {
    const unpacker = new ExchangeUnpacker(packed, { exchange, notice, digest: noDigest });
    while (unpacker.next());
  };
  const take = (): void => packer.take(isAsked('unpacked') ? unpack : notice);
  const pack = (made: CapturedExchange): void => {
    packer.add(made);
    if (packer.load >= 0.8) take();
  };
  const out = {
    exchange: (made: CapturedExchange): void => {
      exchanges++;
      if (isAsked('packed')) pack(made);
    },
    notice,
  };
  const reading = new Reading(
    out,
    { request: () => null, response: () => null, isAskedAfter: () => false },
    readingFeatures(undefined),
  );
  const streams = new TcpStreams(() => NOBODY, notice);
  const decoder = new PacketDecoder(
    isAsked('streams') ? (segment) => streams.segment(segment) : notice,
    notice,
  );
  const record = isAsked('exchanges')
    ? reading.record.bind(reading)
    : isAsked('packets')
      ? decoder.decode.bind(decoder)
      : notice;
  const parser = createCaptureParser({
    record: (each) => {
      packets++;
      record(each);
    },
    notice,
  });
  for (const block of fileBlocks(capture)) if (isAsked('records')) parser.push(block);
  parser.end();
  if (isAsked('exchanges')) reading.end();
  take();
  return { packets, exchanges };
}

function noDigest(): never {
  throw new Error('no body was asked for');
}

function tableOf(costs: readonly (Cost & { readonly stage: Stage })[]): string {
  const { packets = 0, exchanges = 0 } = costs.at(-1) ?? {};
  const rows = costs.map(({ stage, milliseconds }, at) => {
    const own = milliseconds - (costs[at - 1]?.milliseconds ?? 0);
    const each = [packets, exchanges].map((count) => ((own * 1000) / Math.max(count, 1)).toFixed(2));
    return [stage, milliseconds.toFixed(0), own.toFixed(0), ...each, DOES[stage]];
  });
  return textTable([['up to', 'ms', 'more', 'µs a packet', 'µs an exchange', 'for'], ...rows]);
}
