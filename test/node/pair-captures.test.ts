import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Input } from '../../src/inputs/input.ts';
import { pairCaptures } from '../../src/inputs/pair-captures.ts';
import { refusingCaptures } from '../../src/inputs/refusing-captures.ts';
import { fileLooks } from '../../src/node/file-looks.ts';
import { scanInputs } from '../../src/node/scan.ts';
import type { CaptureInfo, ExchangeResult } from '../../src/report/input.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { FIXTURES } from '../support/truth.ts';

const SIDE = (name: string): string => join(FIXTURES, 'captures', `oss2-v1-mpu-complete-403.${name}.pcap`);
const OPTIONS = { keyRing: new Map(), buckets: new Map() };

async function paired(inputs: readonly Input[], folder: string): Promise<readonly Input[]> {
  const refusing = refusingCaptures(inputs, fileLooks(folder), false);
  return pairCaptures(inputs, refusing, (input, sink) => scanInputs([input], OPTIONS, sink));
}

/** The sides of a proxy under other names, in the order of these. */
async function scanned(files: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  for (const [name, from] of Object.entries(files)) copyFileSync(from, join(folder, name));
  const inputs = Object.keys(files).map((name) => ({ path: join(folder, name) }));
  const found = new Map<string, ExchangeResult[]>();
  const infos = new Map<string, CaptureInfo>();
  const nameOf = (path: string): string => path.slice(folder.length + 1);
  await scanInputs(await paired(inputs, folder), OPTIONS, {
    exchange: (path, result) => {
      const name = nameOf(path);
      found.set(name, [...(found.get(name) ?? []), result]);
    },
    capture: (info) => infos.set(nameOf(info.path), info),
    unreadable() {},
  });
  return { found, infos };
}

describe('a refused request that two captures of a scan hold', () => {
  it.each([
    [
      "the client's side read first",
      { 'a.pcap': SIDE('client'), 'b.pcap': SIDE('server') },
      'a.pcap',
      'b.pcap',
    ],
    [
      "the server's side read first",
      { 'a.pcap': SIDE('server'), 'b.pcap': SIDE('client') },
      'b.pcap',
      'a.pcap',
    ],
  ])('is reported once, with what the client sent: %s', async (_, files, client, server) => {
    const { found, infos } = await scanned(files);
    const refused = found.get(client)?.find(({ index }) => index === 5)?.diagnosis;
    expect(refused).toMatchObject({ verdict: 'transit-modified', certainty: 'proven' });
    expect(refused?.hops).toMatchObject([{ exchange: 5, broken: ['header:content-type'] }]);
    expect(refused?.hops[0]?.capture?.endsWith(server)).toBe(true);
    expect(found.get(server)?.map(({ index }) => index)).toEqual([1, 2, 3, 4]);
    expect(infos.get(server)?.notices.map(({ code }) => code)).toContain('reported-in-other-capture');
    expect(infos.get(server)?.traffic).toMatchObject({ httpExchanges: 5, ossExchanges: 4 });
  });

  it('keeps its upload with it, so that what is left in the bucket is counted once', async () => {
    const { infos } = await scanned({ 'a.pcap': SIDE('client'), 'b.pcap': SIDE('server') });
    expect(infos.get('a.pcap')?.multipartUploads).toHaveLength(1);
    expect(infos.get('b.pcap')?.multipartUploads).toEqual([]);
  });
});

describe('captures are left as they are', () => {
  it('where one is read alone, or the other holds no such refusal', async () => {
    const baseline = join(FIXTURES, 'captures', 'oss2-v1-baseline.pcap');
    for (const files of [{ 'a.pcap': SIDE('server') }, { 'a.pcap': baseline, 'b.pcap': SIDE('server') }]) {
      const { found } = await scanned(files);
      expect([...found.values()].at(-1)).toHaveLength(5);
    }
  });

  it('where one of them cannot be read, or is a pipe', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.pcap'), '');
    const inputs = ['a.pcap', 'missing.pcap', '-', '.'].map((path) => ({ path }));
    expect(await paired(inputs, folder)).toEqual(inputs);
  });
});
