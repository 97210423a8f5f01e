import { spawn } from 'node:child_process';
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { nodeHasher } from '../../src/node/ports.ts';
import { JsonReporter, NdjsonReporter } from '../../src/report/formats/json.ts';
import { tee } from '../../src/report/reporter.ts';
import { createCaptureParser } from '../rooms/capture.ts';
import { scanPipeline } from '../rooms/features.ts';
import { pipelineOptions } from '../rooms/node.ts';
import { EVIDENCE_DOOR } from '../rooms/redact.ts';
import { createTableReporter, LiveReporter, SummaryCounter, TriageSink } from '../rooms/report.ts';
import { Conversation, pcapHeader, pcapRecord } from '../support/capture-writer.ts';
import { COMMAND, temporaryFolder } from '../support/command.ts';
import { EN } from '../support/texts.ts';

/** Exchanges after which every bounded table is full and the code is compiled. */
const WARM_UP = 18_000;

/**
 * What is in use goes up and down by one or two megabytes, as tables grow, are emptied and laid anew: the
 * lowest of three readings is what stays, and so many exchanges lie between the first three and the second
 * that what may be added is well beyond that. Exchanges from one reading to the next, and from the first
 * reading to the first of the second three.
 */
const STEP = 6000;
const APART = 32_000;

/**
 * What may be added by then, in bytes: ninety-six for each exchange, less than a short text and its place in a
 * table that are kept of it.
 */
const MAY_GROW = 96 * APART;

const ANSWERS = [
  { status: '200 OK', body: '' },
  {
    status: '403 Forbidden',
    body: '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code><Message>no</Message><RequestId>R</RequestId></Error>',
  },
  {
    status: '403 Forbidden',
    body: '<?xml version="1.0"?>\n<Error><Code>InvalidAccessKeyId</Code><Message>no</Message></Error>',
  },
  {
    status: '404 Not Found',
    body: '<?xml version="1.0"?>\n<Error><Code>NoSuchKey</Code><Message>no</Message></Error>',
  },
] as const;

/**
 * The `n`th exchange: everything in it that can be another each time is. Its connection ends: one that stays
 * open takes its kilobytes.
 */
function packetsOf(n: number): readonly Uint8Array[] {
  const { status, body } = ANSWERS[n % ANSWERS.length] ?? ANSWERS[0];
  const address = `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
  const host = n % 3 === 0 ? `bucket${n}.oss-cn-hangzhou.aliyuncs.com` : `cdn${n}.example.com`;
  const target = n % 5 === 0 ? `/key${n}?partNumber=1&uploadId=UPLOAD${n}` : `/key${n}`;
  const conversation = new Conversation({ client: address, clientPort: 1024 + (n % 50_000) })
    .open()
    .client(
      `PUT ${target} HTTP/1.1\r\nHost: ${host}\r\nDate: Tue, 14 Nov 2023 22:13:20 GMT\r\nAuthorization: OSS LTAIkey${n}:c2lnbmF0dXJl${n}\r\nContent-Length: 5\r\n\r\nhello`,
    )
    .server(
      `HTTP/1.1 ${status}\r\nServer: AliyunOSS\r\nx-oss-request-id: ${String(n).padStart(24, '0')}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  return conversation.close().packets;
}

it('memory stays where it is, however long a pipe gives', { timeout: 300_000 }, async () => {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  const heap = async (): Promise<number> => {
    // Memory of arrays is given back a while after it was found to be free.
    for (let turn = 0; turn < 3; turn++) {
      if (typeof collect === 'function') collect();
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  };
  let written = 0;
  const write = (text: string | Uint8Array): void => {
    written += text.length;
  };
  const paint = (_: string, text: string): string => text;
  const table = { width: 120, paint, texts: EN, isFull: false, all: false };
  const live = { width: 120, blockWidth: 120, paint, texts: EN, all: true, failOn: [], blocks: true };
  const json = { door: EVIDENCE_DOOR, texts: EN, tool: { name: 'osscap', version: '0' } };
  const sinks = [
    new SummaryCounter(),
    new LiveReporter(write, live),
    await createTableReporter(write, table),
    new NdjsonReporter(write, json),
    new JsonReporter(write, json),
  ];
  const triage = new TriageSink(
    { hasher: nodeHasher, baseline: new Set<string>(), ignores: [], failOn: [], gather: false },
    tee(sinks),
  );
  const pipeline = scanPipeline('-', pipelineOptions({ keyRing: new Map(), buckets: new Map() }), triage);
  const parser = createCaptureParser(pipeline);
  parser.push(pcapHeader());
  const feed = (from: number, to: number): void => {
    for (let n = from; n < to; n++) {
      for (const data of packetsOf(n)) parser.push(pcapRecord({ data }, {}, n));
      if (n % 16 === 0) pipeline.quiet();
    }
  };
  const lowest = async (from: number): Promise<number> => {
    let least = await heap();
    for (let step = 0; step < 2; step++) {
      feed(from + step * STEP, from + (step + 1) * STEP);
      least = Math.min(least, await heap());
    }
    return least;
  };
  feed(0, WARM_UP);
  const before = await lowest(WARM_UP);
  feed(WARM_UP + 2 * STEP, WARM_UP + APART);
  const grown = (await lowest(WARM_UP + APART)) - before;
  expect(written).toBeGreaterThan(1e6);
  process.stdout.write(`watching ${APART} more exchanges adds ${Math.round(grown / 1024)} KiB\n`);
  expect(grown).toBeLessThan(MAY_GROW);
  parser.end();
  pipeline.end(parser.summary);
});

/** Writes what is in use after a collection, in bytes, and how many files are open. */
const TELL_USE = `data:text/javascript,${encodeURIComponent(`
import { readdirSync } from 'node:fs';
setInterval(() => {
  gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  process.stderr.write('use ' + (heapUsed + arrayBuffers) + ' ' + readdirSync('/proc/self/fd').length + '\\n');
}, 250).unref();
`)}`;

/** Files of a rotation over six hours, and exchanges in each. */
const FILES = 24;
const OF_A_FILE = 1500;
const SIX_HOURS = 6 * 3600;
/** One packet in so many is lost: of many connections one that ends them. */
const LOST = 13;
/** What is in use goes up and down by so many bytes, as connections are ended; all would be 20 MB. */
const TIDE = 8 * 1024 * 1024;
/** A look at the file every 200 ms, and another after the last of what was written. */
const TAKEN_MS = 1000;

it.skipIf(process.platform !== 'linux')(
  'memory and open files stay where they are while the file that is watched is rotated',
  { timeout: 300_000 },
  async () => {
    const path = join(temporaryFolder(), 'oss.pcap');
    writeFileSync(path, pcapHeader());
    const args = ['--expose-gc', '--import', TELL_USE, COMMAND, 'watch', path, '--no-config'];
    const watch = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
    });
    let [lines, notes] = ['', ''];
    watch.stdout.setEncoding('utf8').on('data', (text: string) => (lines += text));
    watch.stderr.setEncoding('utf8').on('data', (text: string) => (notes += text));
    const ended = new Promise((resolve) => watch.once('close', resolve));
    const uses: { readonly bytes: number; readonly files: number }[] = [];
    let packets = 0;
    for (let file = 0; file < FILES; file++) {
      // as `tcpdump -C` names a new one, and as `-C -W 1` writes the same again
      if (file % 2 === 1) renameSync(path, `${path}.${file}`);
      writeFileSync(path, pcapHeader());
      await sleep(TAKEN_MS);
      for (let at = 0; at < OF_A_FILE; at += 50) {
        const records: Uint8Array[] = [];
        for (let n = file * OF_A_FILE + at; n < file * OF_A_FILE + at + 50; n++) {
          const seconds = 1_700_000_000 + Math.floor((n * SIX_HOURS) / (FILES * OF_A_FILE));
          for (const data of packetsOf(n)) {
            if (++packets % LOST !== 0) records.push(pcapRecord({ data, seconds, fraction: 0 }));
          }
        }
        appendFileSync(path, Buffer.concat(records));
      }
      await sleep(TAKEN_MS);
      const last = [...notes.matchAll(/^use (\d+) (\d+)$/gm)].at(-1);
      uses.push({ bytes: Number(last?.[1]), files: Number(last?.[2]) });
    }
    watch.kill('SIGTERM');
    expect(await ended).toBe(143);
    expect(lines.match(/ {2}403 {2}/g)?.length).toBeGreaterThan((FILES * OF_A_FILE) / 8);
    const [first, second] = [uses.slice(FILES / 3, (2 * FILES) / 3), uses.slice((2 * FILES) / 3)];
    const least = (some: typeof uses): number => Math.min(...some.map(({ bytes }) => bytes));
    process.stdout.write(
      `in use after each file: ${uses.map(({ bytes }) => Math.round(bytes / 1024)).join(' ')} KiB\n`,
    );
    expect(least(second) - least(first)).toBeLessThan(TIDE);
    expect(new Set(uses.map(({ files }) => files)).size).toBe(1);
  },
);
