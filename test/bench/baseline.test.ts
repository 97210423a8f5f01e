import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseBenchArguments } from '../tools/bench/arguments.ts';
import { compareRatios, formatBaseline, parseBaseline, type Ratio } from '../tools/bench/baseline.ts';
import { growthOf } from '../tools/bench/growth.ts';

const BEFORE: readonly Ratio[] = [
  { kind: 'chatty', tool: 'tcpdump', times: 10 },
  { kind: 'chatty', tool: 'suricata', times: 0.4 },
  { kind: 'bulk', tool: 'tcpdump', times: 2 },
];

describe('ratios against a baseline', () => {
  it('fail when one is worse by a quarter, and name it with both figures', () => {
    const now = [
      { kind: 'chatty', tool: 'tcpdump', times: 12.4 },
      { kind: 'chatty', tool: 'suricata', times: 0.5 },
      { kind: 'bulk', tool: 'tcpdump', times: 2.6 },
    ];
    expect(compareRatios(now, BEFORE)).toEqual({
      worse: [
        { kind: 'chatty', tool: 'suricata', from: 0.4, to: 0.5 },
        { kind: 'bulk', tool: 'tcpdump', from: 2, to: 2.6 },
      ],
      missing: [],
      added: [],
    });
  });

  it('are good when they are better, and when they are equal', () => {
    const faster = BEFORE.map((each) => ({ ...each, times: each.times / 3 }));
    expect(compareRatios(faster, BEFORE).worse).toEqual([]);
    expect(compareRatios(BEFORE, BEFORE).worse).toEqual([]);
  });

  it('that only one side has are told and fail nothing', () => {
    const now = [
      { kind: 'bulk', tool: 'tcpdump', times: 2 },
      { kind: 'wide', tool: 'cat', times: 900 },
    ];
    expect(compareRatios(now, BEFORE)).toEqual({
      worse: [],
      missing: ['chatty/tcpdump', 'chatty/suricata'],
      added: ['wide/cat'],
    });
  });
});

describe('a baseline file', () => {
  it('comes back as it was written, to three digits', () => {
    const ratios = [
      { kind: 'chatty', tool: 'tcpdump', times: 10.1234 },
      { kind: 'chatty', tool: 'tshark', times: 0.123456 },
    ];
    const text = formatBaseline({ size: 1024, node: 'v20.20.2', cores: 2, ratios });
    expect(parseBaseline(text)).toEqual({
      size: 1024,
      node: 'v20.20.2',
      cores: 2,
      ratios: [
        { kind: 'chatty', tool: 'tcpdump', times: 10.1 },
        { kind: 'chatty', tool: 'tshark', times: 0.123 },
      ],
    });
  });

  it.each([
    '{}',
    '[]',
    '{"osscapBenchBaseline":2,"size":1,"ratios":{}}',
    '{"osscapBenchBaseline":1,"ratios":{}}',
    '{"osscapBenchBaseline":1,"size":1,"ratios":{"chatty":{"cat":0}}}',
    '{"osscapBenchBaseline":1,"size":1,"ratios":{"chatty":{"cat":"2"}}}',
    'no JSON',
  ])('is refused when it is none: %s', (text) => {
    expect(() => parseBaseline(text)).toThrow();
  });

  it('of this repository can be read', () => {
    const path = new URL('../tools/bench/baseline.json', import.meta.url);
    const { ratios } = parseBaseline(readFileSync(path, 'utf8'));
    expect(ratios.map(({ kind, tool }) => `${kind}/${tool}`)).toContain('chatty/tcpdump');
  });
});

describe('growth', () => {
  it('is told by capture and by packet', () => {
    const once = { seconds: 2, packets: 1000 };
    const twice = { seconds: 4.4, packets: 2000 };
    const tenfold = { seconds: 2.3, packets: 1100 };
    const [size, connections] = growthOf('wide', once, twice, tenfold);
    expect(size).toMatchObject({ with: 'size', target: 2.1, holds: false });
    expect(size?.times).toBeCloseTo(2.2);
    expect(connections).toMatchObject({ with: 'connections', target: 1.2, holds: true });
    expect(connections?.times).toBeCloseTo(2.3 / 1100 / (2 / 1000));
  });
});

describe('arguments of the bench', () => {
  it('take a switch between names and values', () => {
    const options = parseBenchArguments(['--size', '1G', '--growth', '--kinds', 'wide'], '/tmp/x');
    expect(options).toMatchObject({ size: 1024 ** 3, growth: true, kinds: ['wide'], baseline: null });
    const other = parseBenchArguments(['--baseline', 'a', '--write-baseline', 'b'], '/tmp/x');
    expect(other).toMatchObject({ growth: false, baseline: 'a', writeBaseline: 'b' });
  });
});
