import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CaptureInfo, ExchangeResult } from '../rooms/engine.ts';
import { fileLooks, scanInputs } from '../rooms/node.ts';
import {
  type FileLooks,
  type Input,
  pairCaptures,
  refusingCaptures,
  relatedInputs,
  type ScanBefore,
} from '../rooms/run.ts';
import { Conversation, pcapFile } from '../support/capture-writer.ts';
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

/** Looks at files as if each had so many bytes. */
const looksOfSize = (folder: string, size: number): FileLooks => {
  return { ...fileLooks(folder), sizeOf: () => size };
};

describe('captures that are too many to compare', () => {
  const MIB = 1024 * 1024;

  it.each([
    ['refusals to read', 30 * MIB, 2],
    ['bytes to look into', 30 * MIB, 8],
  ])('are reported each for itself, and the first of them says so: %s', async (why, size, compared) => {
    const folder = temporaryFolder();
    const baseline = join(FIXTURES, 'captures', 'oss2-v1-baseline.pcap');
    const isLooked = why === 'bytes to look into';
    const before = Array.from({ length: compared - 1 }, (_, at) => `b${at}.pcap`);
    const names = ['a.pcap', ...before, 'y.pcap', 'z.pcap'];
    const from = (name: string): string => {
      if (name === 'a.pcap') return SIDE('client');
      return /^[yz]/.test(name) ? SIDE('server') : isLooked ? baseline : SIDE('client');
    };
    for (const name of names) copyFileSync(from(name), join(folder, name));
    const inputs = names.map((name) => ({ path: join(folder, name) }));
    const refusing = refusingCaptures(inputs, looksOfSize(folder, size), false);
    const related = await pairCaptures(inputs, refusing, (input, sink) => scanInputs([input], OPTIONS, sink));
    const infos: CaptureInfo[] = [];
    let refused = 0;
    await scanInputs(related, OPTIONS, {
      exchange: (path, { index }) => {
        if (/[yz]\.pcap$/.test(path) && index === 5) refused++;
      },
      capture: (info) => infos.push(info),
      unreadable() {},
    });
    const said = infos.flatMap(({ path, notices }) =>
      notices
        .filter(({ code }) => code === 'limit-captures-compared')
        .map(({ args }) => [path.slice(folder.length + 1), args['count']]),
    );
    expect(said).toEqual([['y.pcap', 2]]);
    expect(refused).toBe(2);
  });
});

describe('a shard', () => {
  const ID = '5C1B138A109F4E405B2D8AE1';
  const ANSWER = `HTTP/1.1 403 Forbidden\r\nServer: AliyunOSS\r\nx-oss-request-id: ${ID}\r\nContent-Length: 97\r\n\r\n<Error><Code>SignatureDoesNotMatch</Code><RequestId>${ID}</RequestId></Error>`;

  /** The answer comes in pieces that begin at these places. */
  function captured(path: string, cuts: readonly number[]): void {
    const { length } = ANSWER.slice(ANSWER.indexOf('<Error>'));
    const answer = ANSWER.replace('97', String(length));
    const conversation = new Conversation().open();
    conversation.client(
      'PUT /k HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\nAuthorization: OSS LTAIexample:r2KPR0y4dpxH0Cl8SSSwIcSiwVU=\r\nContent-Length: 0\r\n\r\n',
    );
    for (const [at, start] of [0, ...cuts].entries()) conversation.server(answer.slice(start, cuts[at]));
    writeFileSync(path, pcapFile(conversation.close().packets));
  }

  const [inHeader, inDocument] = [ANSWER.indexOf(ID) + 7, ANSWER.lastIndexOf(ID) + 7];
  it.each([
    ['whole', [], [ID, ID]],
    ['cut in the header', [inHeader], [ID.slice(0, 7), ID]],
    ['cut in the document', [inDocument], null],
    ['cut in both', [inHeader, inDocument], null],
  ])('knows a request of another one by its ID: %s', async (_, cuts, ids) => {
    const folder = temporaryFolder();
    const paths = ['a.pcap', 'b.pcap'].map((name) => join(folder, name));
    for (const path of paths) captured(path, cuts);
    const looks = fileLooks(folder);
    expect(looks.requestIds?.(paths[0] ?? '')).toEqual(ids);
    const scan: ScanBefore = (input, sink) => scanInputs([input], OPTIONS, sink);
    for (const mine of paths) {
      const inputs = paths.map((path) => ({ path }));
      const related = await relatedInputs(inputs, looks, false, scan, (path) => path === mine);
      expect(related.inputs[1]?.others?.copies).toMatchObject([{ index: 1, capture: paths[0] }]);
    }
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
