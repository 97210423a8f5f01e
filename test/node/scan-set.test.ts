import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { CaptureInfo, UnreadableInput } from '../rooms/engine.ts';
import { scanInputs } from '../rooms/node.ts';
import type { Input } from '../rooms/run.ts';
import { temporaryFolder } from '../support/command.ts';
import { splitPcap } from '../support/split-capture.ts';

const BYTES = readFileSync(
  fileURLToPath(new URL('../../fixtures/captures/oss2-v1-mpu-complete-403.client.pcap', import.meta.url)),
);

async function scan(inputs: readonly Input[], signal?: AbortSignal) {
  const captures: CaptureInfo[] = [];
  const unreadable: UnreadableInput[] = [];
  let exchanges = 0;
  const { interrupted } = await scanInputs(
    inputs,
    { keyRing: new Map(), buckets: new Map(), ...(signal === undefined ? {} : { signal }) },
    {
      exchange: () => {
        exchanges++;
      },
      capture: (info) => captures.push(info),
      unreadable: (input) => unreadable.push(input),
    },
  );
  return { captures, unreadable, exchanges, interrupted };
}

function files(...contents: (Uint8Array | null)[]): string[] {
  const folder = temporaryFolder();
  return contents.map((content, at) => {
    const path = join(folder, `part${at}`);
    if (content !== null) writeFileSync(path, content);
    return path;
  });
}

const [FIRST, SECOND, THIRD] = splitPcap(BYTES, [5, 11]) as [Uint8Array, Uint8Array, Uint8Array];

it('goes on behind a file of the set that has disappeared, is damaged from its start, or is empty', async () => {
  const parts = files(
    FIRST,
    null,
    Uint8Array.from({ length: 999 }, (_, at) => at & 255),
    new Uint8Array(0),
    THIRD,
  );
  const { captures, unreadable, exchanges } = await scan([{ path: parts[0] ?? '', parts }]);
  expect(unreadable).toEqual([
    { path: parts[1], reason: 'missing', detail: 'ENOENT' },
    { path: parts[2], reason: 'not-a-capture', detail: '' },
  ]);
  const [info] = captures;
  expect(captures).toHaveLength(1);
  expect(exchanges).toBeGreaterThan(1);
  expect(info?.summary.complete).toBe(false);
  expect(info?.summary.parts).toEqual([
    { path: parts[0], firstFrame: 1, packets: 5 },
    { path: parts[4], firstFrame: 6, packets: (info?.summary.packets ?? 0) - 5 },
  ]);
  expect(info?.notices).toContainEqual({
    code: 'empty-file',
    frame: null,
    offset: null,
    part: parts[3],
    args: {},
  });
});

it('numbers on behind a damaged packet, which has a number too', async () => {
  const damaged = Buffer.from(SECOND);
  // The length of the second file's first packet.
  damaged.writeUInt32LE(0x7fff_ffff, 24 + 8);
  const parts = files(FIRST, damaged, THIRD);
  const { captures } = await scan([{ path: 'set', parts }]);
  const [info] = captures;
  expect(info?.summary.parts?.map(({ firstFrame }) => firstFrame)).toEqual([1, 6, 12]);
  expect(info?.summary.packets).toBeLessThan(27);
  const damage = info?.notices.find(({ code }) => code === 'absurd-length');
  expect(damage).toMatchObject({ frame: 6, offset: 24, part: parts[1] });
});

it('names the file of a notice that a packet gives', async () => {
  const odd = Buffer.from(SECOND);
  // No version of IP that there is.
  odd.writeUInt8(0x15, 24 + 16 + 14);
  const parts = files(FIRST, odd);
  const { captures } = await scan([{ path: 'set', parts }]);
  const notice = captures[0]?.notices.find(({ frame, offset }) => frame === 6 && offset !== null);
  expect(notice).toMatchObject({ part: parts[1], offset: 24 });
});

it('refuses a set of which nothing can be read', async () => {
  const parts = files(new Uint8Array(0), new Uint8Array(0));
  expect((await scan([{ path: 'set', parts }])).unreadable).toEqual([
    { path: 'set', reason: 'empty-file', detail: '' },
  ]);
  const missing = files(null, null);
  const { captures, unreadable } = await scan([{ path: 'set', parts: missing }]);
  expect(captures).toEqual([]);
  expect(unreadable.map(({ path }) => path)).toEqual(missing);
});

it('stopped before it began says nothing', async () => {
  const parts = files(FIRST, SECOND, THIRD);
  const { captures, unreadable, interrupted } = await scan([{ path: 'set', parts }], AbortSignal.abort());
  expect([captures, unreadable, interrupted]).toEqual([[], [], true]);
});
