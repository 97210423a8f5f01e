import { describe, expect, it } from 'vitest';
import type { CaptureInfo, ExchangeResult } from '../../../src/index.ts';
import { scan } from '../../../src/index.ts';
import { nodeHasher, nodeOssPorts } from '../../../src/node/ports.ts';
import { generateCapture } from '../../tools/generator/generate-capture.ts';
import type { ListedExchange } from '../../tools/generator/manifest.ts';
import { DEFAULT_OPTIONS } from '../../tools/generator/options.ts';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** Many clients of one key, whose listings of one second have one signature, and lost packets. */
function damaged(seed: number) {
  const blocks: Uint8Array[] = [];
  const list: ListedExchange[] = [];
  const options = {
    ...DEFAULT_OPTIONS,
    size: 2_000_000,
    mix: 'chatty',
    seed,
    connections: 24,
    loss: 0.02,
  } as const;
  generateCapture(options, {
    write: (block) => blocks.push(block.slice()),
    exchange: (exchange) => list.push(exchange),
  });
  return { bytes: Buffer.concat(blocks), list };
}

async function reported(bytes: Uint8Array) {
  const results: ExchangeResult[] = [];
  const captures: CaptureInfo[] = [];
  for await (const event of scan([bytes], {
    hasher: nodeHasher,
    ports: nodeOssPorts(),
    keyRing: new Map(),
  })) {
    if (event.type === 'exchange') results.push(event.result);
    else if (event.type === 'capture') captures.push(event.info);
  }
  return { results, traffic: captures[0]?.traffic };
}

describe.each(SEEDS)('a capture that lost packets (seed %i)', (seed) => {
  it('has each exchange that it shows whole in the report, and counts what is joined', async () => {
    const { bytes, list } = damaged(seed);
    const { results, traffic } = await reported(bytes);
    const shown = new Set(
      results.map(({ exchange: { connection, request, response } }) =>
        [connection.client, request?.method, request?.target, response?.status].join(' '),
      ),
    );
    const whole = list.filter((each) => each.damaged.length === 0);
    const missing = whole
      .map((each) => [each.client, each.method, each.target, each.status].join(' '))
      .filter((each) => !shown.has(each));
    expect(whole.length).toBeGreaterThan(400);
    expect(missing).toEqual([]);
    expect(results.length + (traffic?.copies ?? 0)).toBe(traffic?.httpExchanges);
  });
});
