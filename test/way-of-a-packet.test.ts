import { fileURLToPath } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';
import { run } from '../src/cli/run.ts';
import { ShortReporter } from './rooms/report.ts';
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
  'run/scan-input.ts',
  'run/read-capture.ts',
  'node/read-bytes.ts',
  'run/read-bytes.ts',
  'node/read-capture.ts',
  'run/read-capture.ts',
  'engine/capture/capture-parser.ts',
  'engine/capture/pcap.ts',
  'engine/capture/in-place-feed.ts',
  'engine/capture/pcap.ts',
  'run/read-capture.ts',
  'engine/pipeline.ts',
  'engine/reading.ts',
  'engine/packet/decode.ts',
  'engine/reading.ts',
  'engine/stream/tcp-streams.ts',
  'engine/stream/connection.ts',
  'engine/stream/reassembly.ts',
  'engine/http/http-connection.ts',
  'engine/http/http-exchanges.ts',
  'engine/http/message-parser.ts',
  'engine/http/http-exchanges.ts',
  'engine/http/pairing.ts',
  'engine/http/http-exchanges.ts',
  'engine/reading.ts',
  'engine/pipeline.ts',
  'features/hops/join-hops.ts',
  'engine/pipeline.ts',
  'features/suspects/suspect-watch.ts',
  'engine/pipeline.ts',
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
