import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { readCapture } from '../rooms/node.ts';
import { temporaryFolder } from '../support/command.ts';
import { toPcapng } from '../support/split-capture.ts';
import { FIXTURES } from '../support/truth.ts';

const ONE = readFileSync(join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap'));

/** Longer than what is read at once, so that reading stops within a packet. */
const LONG = Buffer.concat([ONE, ...Array.from({ length: 600 }, () => ONE.subarray(24))]);

it.each([
  ['pcap', LONG],
  ['pcapng', toPcapng(LONG)],
  ['gzip', gzipSync(LONG, { level: 0 })],
])('is not said to be cut off where reading was stopped: %s', async (_, bytes) => {
  const path = join(temporaryFolder(), 'capture');
  writeFileSync(path, bytes);
  const stop = new AbortController();
  const codes: string[] = [];
  const sink = {
    record: () => {},
    notice: ({ code }: { code: string }) => codes.push(code),
    noticesPerCode: 100,
  };
  const { outcome, summary } = await readCapture(path, sink, undefined, {
    signal: stop.signal,
    onBytes: () => stop.abort(),
  });
  expect(outcome).toEqual({ kind: 'interrupted' });
  expect(summary.packets).toBeGreaterThan(0);
  expect(summary.bytes).toBeLessThan(LONG.length);
  expect([summary.complete, codes]).toEqual([false, []]);
});

const PACKED = gzipSync(ONE);
const WRONG_SUM = Buffer.concat([PACKED.subarray(0, -8), Buffer.alloc(8)]);

it.each([
  ['its checksum is wrong', WRONG_SUM, 'damaged-gzip'],
  ['its end is missing', PACKED.subarray(0, -8), 'truncated-gzip'],
  ['something else follows', Buffer.concat([PACKED, Buffer.from('rest')]), 'damaged-gzip'],
])('is not complete in a packed file all of whose packets came, where %s', async (_, bytes, code) => {
  const path = join(temporaryFolder(), 'capture');
  writeFileSync(path, bytes);
  const codes: string[] = [];
  const sink = {
    record: () => {},
    notice: ({ code }: { code: string }) => codes.push(code),
    noticesPerCode: 100,
  };
  const { summary } = await readCapture(path, sink, undefined, {});
  expect([summary.packets, summary.complete, codes]).toEqual([26, false, [code]]);
});
