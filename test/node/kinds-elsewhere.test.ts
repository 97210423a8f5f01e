import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileLooks, scanInputs } from '../rooms/node.ts';
import { type Input, refusingCaptures, type ScanBefore, withKindsElsewhere } from '../rooms/run.ts';
import { askedKinds, type KindElsewhere } from '../rooms/suspects.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { FIXTURES } from '../support/truth.ts';
import { generateFile } from '../tools/generator/generate-file.ts';
import { DEFAULT_OPTIONS } from '../tools/generator/options.ts';

const FAILS = { path: join(FIXTURES, 'stories/story-001.pcap') };
const LOOKS = fileLooks(FIXTURES);
const MEGABYTE = 1024 * 1024;

const scan: ScanBefore = (input, sink, control) =>
  scanInputs([input], { keyRing: new Map(), buckets: new Map(), ...control }, sink);

/** Of each input what it is to know of the others. */
async function elsewhere(inputs: readonly Input[]): Promise<readonly (readonly KindElsewhere[])[]> {
  const { inputs: asking, kinds } = await withKindsElsewhere(inputs, (path) => LOOKS.sizeOf(path) > 0, scan);
  // as they come to another thread
  const all = structuredClone(kinds);
  return structuredClone(asking).map(({ path, asked = null }) => askedKinds({ all, path, asked }));
}

describe('what captures of a scan are to know of each other', () => {
  it('is what the others show of the clients and keys that were refused in them, as plain values', async () => {
    const other = { path: join(FIXTURES, 'stories/story-002.pcap') };
    const again = { path: join(temporaryFolder(), 'again.pcap') };
    writeFileSync(again.path, readFileSync(FAILS.path));
    const [first, second, third] = await elsewhere([FAILS, other, again]);
    const captures = (kinds: readonly KindElsewhere[] = []): Set<string> =>
      new Set(kinds.map(({ alike }) => alike.capture));
    expect(captures(first)).toEqual(new Set([again.path]));
    expect(second).toEqual([]);
    expect(captures(third)).toEqual(new Set([FAILS.path]));
  });

  it('is what their beginnings show', async () => {
    const folder = temporaryFolder();
    const big = [1, 2].map((seed) => {
      const path = join(folder, `big-${seed}.pcap`);
      generateFile(path, { ...DEFAULT_OPTIONS, mix: 'chatty', size: 5 * MEGABYTE, seed });
      return { path };
    });
    const [seen] = await elsewhere(big);
    // exchanges come in the order in which they end, and those that began later may end first
    const indexes = (seen ?? []).map(({ alike }) => alike.last);
    expect(Math.max(...indexes)).toBeGreaterThan(256);
    expect(Math.max(...indexes)).toBeLessThanOrEqual(2048 + DEFAULT_OPTIONS.connections * 4);
  });

  it('is asked for only where a capture shows a refusal, in its beginning if it is large', () => {
    const folder = temporaryFolder();
    const large = join(folder, 'large.pcap');
    writeFileSync(large, readFileSync(FAILS.path));
    truncateSync(large, 40 * MEGABYTE);
    expect(statSync(large).size).toBe(40 * MEGABYTE);
    const clean = join(FIXTURES, 'captures/oss2-v1-baseline.pcap');
    const found = (...paths: readonly string[]) =>
      refusingCaptures(
        paths.map((path) => ({ path })),
        LOOKS,
        false,
      );
    expect(found(large, clean)).toMatchObject({ small: [], hasAny: true });
    // what stands across two blocks that are looked into
    for (const at of [MEGABYTE - 10, MEGABYTE, 3 * MEGABYTE - 1]) {
      const across = join(folder, `across-${at}.pcap`);
      writeFileSync(across, Buffer.concat([Buffer.alloc(at), Buffer.from('SignatureDoesNotMatch</Code>')]));
      expect(found(across, clean)).toMatchObject({ small: [{ path: across }], hasAny: true });
    }
    expect(found(clean, clean)).toMatchObject({ small: [], hasAny: false });
    expect(found(FAILS.path, clean)).toMatchObject({ small: [FAILS], hasAny: true });
    const set = { path: 'trace.pcap*', parts: [clean, FAILS.path] };
    expect(refusingCaptures([set, { path: clean }], LOOKS, false)).toMatchObject({ small: [], hasAny: true });
  });

  it('is asked for of TLS, too, where there are keys that may open it', () => {
    const clear = { path: join(FIXTURES, 'captures/oss2-v1-baseline.pcap') };
    for (const name of ['scenarios/alioss-tls13-keylog', 'tls/12-aes-128-gcm', 'tls/12-resumed-by-id']) {
      const closed = { path: join(FIXTURES, `${name}.pcap`) };
      expect(refusingCaptures([closed, clear], LOOKS, false)).toMatchObject({ small: [], hasAny: false });
      expect(refusingCaptures([closed, clear], LOOKS, true)).toMatchObject({ small: [closed], hasAny: true });
    }
    expect(refusingCaptures([clear, clear], LOOKS, true)).toMatchObject({ small: [], hasAny: false });
  });
});
