import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/engine/sign/index.ts';
import type { ExchangeResult } from '../../src/index.ts';
import { scan } from '../../src/index.ts';
import { nodeHasher, nodeOssPorts } from '../../src/node/ports.ts';
import { fromText } from '../rooms/bytes.ts';
import { parseGeneratorArguments } from '../tools/generator/arguments.ts';
import { isWhole } from '../tools/generator/delivery.ts';
import { generateCapture } from '../tools/generator/generate-capture.ts';
import type { ListedExchange } from '../tools/generator/manifest.ts';
import { DEFAULT_OPTIONS, FORMATS, type GeneratorOptions, LINKS } from '../tools/generator/options.ts';
import { ACCESS_KEY_ID, ACCESS_KEY_SECRET } from '../tools/generator/signer.ts';
import { readCapture } from '../tools/read-capture.ts';

function generate(changes: Partial<GeneratorOptions> = {}) {
  const blocks: Uint8Array[] = [];
  const list: ListedExchange[] = [];
  const options = { ...DEFAULT_OPTIONS, size: 400_000, ...changes };
  const manifest = generateCapture(options, {
    write: (block) => blocks.push(block.slice()),
    exchange: (exchange) => list.push(exchange),
  });
  return { bytes: Buffer.concat(blocks), list, manifest };
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Everything the library says of a generated capture. */
async function diagnosed(bytes: Uint8Array): Promise<ExchangeResult[]> {
  const credential = {
    accessKeyId: ACCESS_KEY_ID,
    secret: new Secret(fromText(ACCESS_KEY_SECRET)),
    securityToken: null,
  };
  const results: ExchangeResult[] = [];
  const keyRing = new Map([[ACCESS_KEY_ID, credential]]);
  const ports = nodeOssPorts();
  for await (const event of scan([bytes], { hasher: nodeHasher, ports, keyRing })) {
    if (event.type === 'exchange') results.push(event.result);
  }
  return results;
}

describe('a generated capture', () => {
  it('is the same for the same options, and another one for another seed', () => {
    expect(digest(generate().bytes)).toBe(digest(generate().bytes));
    expect(digest(generate({ seed: 2 }).bytes)).not.toBe(digest(generate().bytes));
  });

  it('is about as large as asked for', () => {
    const { bytes, manifest } = generate({ size: 2_000_000 });
    expect(manifest.bytes).toBe(bytes.length);
    expect(bytes.length / 2_000_000).toBeGreaterThan(0.85);
    expect(bytes.length / 2_000_000).toBeLessThan(1.15);
  });

  it('holds what its manifest and its list say', () => {
    const { bytes, list, manifest } = generate();
    const { exchanges, summary } = readCapture([bytes]);
    expect(summary.packets).toBe(manifest.packets);
    expect(manifest.exchanges).toBe(list.length);
    const byStatus = Object.values(manifest.byStatus).reduce((sum, count) => sum + count, 0);
    expect(byStatus).toBe(list.length);
    const outline = exchanges.map(({ connection, request, response }) =>
      [
        connection.client,
        request?.method,
        request?.target,
        request?.bodyBytes,
        response?.status,
        response?.bodyBytes,
      ].join(' '),
    );
    const expected = list.map((one) =>
      [one.client, one.method, one.target, one.requestBytes, one.status, one.responseBytes].join(' '),
    );
    expect(outline.sort()).toEqual(expected.sort());
    expect(new Set(list.map(({ target }) => target)).size).toBe(list.length);
    expect(new Set(list.map(({ requestId }) => requestId)).size).toBe(list.length);
  });

  it.each(FORMATS.flatMap((format) => LINKS.map((link) => [format, link] as const)))(
    'holds the same exchanges as %s over %s, IPv6 and joined segments included',
    (format, link) => {
      const changes = { size: 150_000, ipv6: 0.5, gro: true };
      const { bytes, list } = generate({ ...changes, format, link });
      const { exchanges, notices } = readCapture([bytes]);
      const targets = exchanges.map(({ request }) => request?.target);
      expect(targets.sort()).toEqual(list.map(({ target }) => target).sort());
      expect(exchanges.every(({ response }) => response?.complete === true)).toBe(true);
      expect(list.some(({ client }) => client.startsWith('['))).toBe(true);
      expect([...notices.keys()]).toEqual([]);
    },
  );

  it('is signed rightly, and refused for reasons that the server says', async () => {
    const { bytes, list } = generate({ size: 1_500_000 });
    const results = await diagnosed(bytes);
    const verdicts = new Map(
      results.map(({ exchange, diagnosis }) => [exchange.request?.target, diagnosis?.verdict]),
    );
    const expected = { sigmismatch: 'transit-modified', badkey: 'unknown-key' };
    for (const { kind, target } of list) {
      const verdict = kind === 'sigmismatch' || kind === 'badkey' ? expected[kind] : 'match';
      expect([kind, target, verdicts.get(target)]).toEqual([kind, target, verdict]);
    }
    const versions = new Set(results.map(({ oss }) => oss?.claim?.version));
    expect([...versions].sort()).toEqual(['v1', 'v1-url', 'v4']);
  });

  it('tells for which messages it lacks bytes', () => {
    const { list, manifest } = generate({ loss: 0.05, size: 1_000_000 });
    const damaged = list.filter((one) => one.damaged.length > 0);
    expect(manifest.damaged).toBe(damaged.length);
    expect(new Set(damaged.flatMap((one) => one.damaged))).toContain('response');
    expect(damaged.length).toBeGreaterThan(10);
    expect(generate().list.every((one) => one.damaged.length === 0)).toBe(true);
  });
});

describe('a message', () => {
  const piece = (from: number, to: number, captured = true) => ({ from, to, captured, order: null });

  it('is whole when the captured pieces hold every byte', () => {
    expect(isWhole([piece(0, 10), piece(10, 20)], 20, 1000)).toBe(true);
    expect(isWhole([piece(10, 20), piece(0, 10)], 20, 1000)).toBe(true);
    expect(isWhole([piece(0, 10, false), piece(10, 20)], 20, 1000)).toBe(false);
    expect(isWhole([piece(0, 10), piece(10, 20, false)], 20, 1000)).toBe(false);
    // What was lost came once more, cut elsewhere.
    expect(isWhole([piece(0, 10), piece(10, 20, false), piece(5, 25), piece(20, 30)], 30, 1000)).toBe(true);
    expect(isWhole([piece(0, 10), piece(10, 20, false), piece(5, 19), piece(20, 30)], 30, 1000)).toBe(false);
  });

  it('is not whole when packets are cut', () => {
    expect(isWhole([piece(0, 10), piece(10, 20)], 20, 9)).toBe(false);
    expect(isWhole([piece(0, 10), piece(10, 19)], 19, 10)).toBe(true);
  });
});

describe('the command line', () => {
  it('is read as shares, sizes and names', () => {
    const { out, list, options } = parseGeneratorArguments(
      '--out a.pcap --size 3M --ooo 3 --loss 0.1 --mix wide --format pcap-ns --gro 1 --list a.jsonl'.split(
        ' ',
      ),
    );
    expect([out, list]).toEqual(['a.pcap', 'a.jsonl']);
    expect(options).toMatchObject({
      size: 3 * 1024 * 1024,
      outOfOrder: 0.03,
      loss: 0.001,
      connections: 10_000,
      format: 'pcap-ns',
      gro: true,
      retransmit: DEFAULT_OPTIONS.retransmit,
    });
  });

  it.each([
    ['', '--out is missing'],
    ['--out a --mix odd', '--mix is one of chatty, bulk, mixed, wide'],
    ['--out a --size much', 'much is no size'],
    ['--out a --loss -1', 'loss'],
  ])('says what is wrong in "%s"', (text, message) => {
    const argv = text.split(' ').filter((part) => part !== '');
    expect(() => parseGeneratorArguments(argv)).toThrow(message);
  });
});
