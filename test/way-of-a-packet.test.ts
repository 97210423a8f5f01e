import { fileURLToPath } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';
import { run } from '../src/cli/run.ts';
import { ShortReporter } from '../src/report/table/short-reporter.ts';
import { fakeIo } from './support/fake-io.ts';

const CAPTURE = 'fixtures/captures/oss2-v1-mpu-complete-403.client.pcap';

/**
 * The files that a packet passes between the command line and the table, by the calls that are open when the
 * table gets an exchange. `cli/main.ts`, `command.ts`, `start.ts` and `run.ts` stand before them, and wait for
 * nothing. A commit that makes the way longer says what users get for it.
 */
const WAY: readonly string[] = [
  'cli/report-run.ts',
  'cli/commands/scan-command.ts',
  'node/scan.ts',
  'inputs/scan-input.ts',
  'inputs/read-capture.ts',
  'node/read-bytes.ts',
  'inputs/read-bytes.ts',
  'node/read-capture.ts',
  'inputs/read-capture.ts',
  'capture/capture-parser.ts',
  'capture/pcap.ts',
  'capture/in-place-feed.ts',
  'capture/pcap.ts',
  'inputs/read-capture.ts',
  'pipeline.ts',
  'reading.ts',
  'packet/decode.ts',
  'reading.ts',
  'stream/tcp-streams.ts',
  'stream/connection.ts',
  'stream/reassembly.ts',
  'http/http-connection.ts',
  'http/http-exchanges.ts',
  'http/message-parser.ts',
  'http/http-exchanges.ts',
  'http/pairing.ts',
  'http/http-exchanges.ts',
  'reading.ts',
  'pipeline.ts',
  'diagnose/hops/join-hops.ts',
  'pipeline.ts',
  'features/suspects/suspect-watch.ts',
  'pipeline.ts',
  'report/uploads/later-uploads.ts',
  'report/triage/triage-sink.ts',
  'report/reporter.ts',
  'cli/crash.ts',
];

afterEach(() => vi.restoreAllMocks());

it('leads from a file to the table through these files', async () => {
  const usual = Error.stackTraceLimit;
  Error.stackTraceLimit = 400;
  let stack = '';
  vi.spyOn(ShortReporter.prototype, 'exchange').mockImplementationOnce(() => {
    stack = new Error('here').stack ?? '';
  });
  await run(['scan', CAPTURE, '--no-config'], fakeIo({ cwd: process.cwd() }).io);
  Error.stackTraceLimit = usual;
  const sources = fileURLToPath(new URL('../src/', import.meta.url));
  const files = [...stack.matchAll(/(?:\(|at (?:async )?)(?:file:\/\/)?([^\s()]+\.ts):\d+/g)]
    .map(([, path]) => path ?? '')
    .filter((path) => path.startsWith(sources))
    .map((path) => path.slice(sources.length))
    .reverse();
  const way = files.filter((file, at) => file !== files[at - 1]);
  const returns = way.length - new Set(way).size;
  process.stdout.write(
    `from a file to the table: ${way.length} files, ${returns} of them for another time\n`,
  );
  expect(way).toEqual(WAY);
});
