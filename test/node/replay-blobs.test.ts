import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toolOfPackage } from '../../src/cli/version.ts';
import { checkBlob, replayScan } from '../rooms/node.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

const folder = temporaryFolder();
const WHOLE = join(folder, 'whole.blob');
osscap(['scan', join(FIXTURES, 'captures'), '--no-config', '--format', `blob=${WHOLE}`]);

/** Replays a blob that was checked and then changed. */
async function replayChanged(change: (path: string) => void) {
  const path = join(temporaryFolder(), 'part.blob');
  copyFileSync(WHOLE, path);
  const checked = await checkBlob(path, toolOfPackage().version);
  if (!checked.ok) throw new Error(checked.error.code);
  change(path);
  let exchanges = 0;
  const sink = {
    exchange: (): void => {
      exchanges++;
    },
    capture(): void {},
    unreadable(): void {},
  };
  const fault = await replayScan([checked.value], sink, new AbortController().signal, () => {});
  return { fault, exchanges };
}

describe('a blob that changes between its check and its replay', () => {
  it('is not, usually', async () => {
    const { fault, exchanges } = await replayChanged(() => {});
    expect([fault, exchanges > 10]).toEqual([null, true]);
  });

  it('and is cut off, or gone, or something else, is told', async () => {
    const { length } = readFileSync(WHOLE);
    expect((await replayChanged((path) => truncateSync(path, length - 1000))).fault?.code).toBe('damaged');
    expect((await replayChanged((path) => rmSync(path))).fault?.code).toBe('blob-missing');
    expect((await replayChanged((path) => writeFileSync(path, 'something else\n'))).fault?.code).toBe(
      'not-a-blob',
    );
  });

  it('and is another blob, is told: it was not looked at', async () => {
    const other = join(folder, 'other.blob');
    osscap([
      'scan',
      join(FIXTURES, 'captures/oss2-v1-baseline.pcap'),
      '--no-config',
      '--format',
      `blob=${other}`,
    ]);
    expect((await replayChanged((path) => copyFileSync(other, path))).fault?.code).toBe('blob-changed');
  });
});
