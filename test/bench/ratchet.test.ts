import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/command.ts';
import { walk } from '../tools/bench/bare-walk.ts';
import { isOver, parseLimits, parseRows, ROWS, ratchetRows, slicesOf } from '../tools/bench/ratchet.ts';
import { generateFile } from '../tools/generator/generate-file.ts';
import { DEFAULT_OPTIONS } from '../tools/generator/options.ts';

const KEPT = readFileSync(new URL('../tools/bench/ratchet.json', import.meta.url), 'utf8');
const limits = parseLimits(KEPT);

const capture = join(temporaryFolder(), 'chatty.pcap');
const made = generateFile(capture, { ...DEFAULT_OPTIONS, size: 512 * 1024 });

describe('the bare walk', () => {
  it('comes by every packet, every direction of a connection, and every head', () => {
    const { packets, flows, heads } = walk(capture);
    expect(packets).toBe(made.packets);
    expect(flows).toBeGreaterThanOrEqual(2 * DEFAULT_OPTIONS.connections);
    // some heads are in two segments, and some segments come twice
    expect(heads).toBeGreaterThan(made.exchanges);
    expect(heads).toBeLessThan(made.exchanges * 2.5);
  });

  it('ends at a packet that is cut off', () => {
    const cut = join(temporaryFolder(), 'cut.pcap');
    writeFileSync(cut, readFileSync(capture).subarray(0, -1));
    expect(walk(cut).packets).toBe(made.packets - 1);
  });
});

describe('the small captures', () => {
  const slices = slicesOf(readFileSync(capture), 10, 7);

  it('are so many, of packets that follow each other', () => {
    const header = 24;
    expect(slices).toHaveLength(10);
    const together = Buffer.concat(slices.map((slice) => slice.subarray(header)));
    expect(
      readFileSync(capture)
        .subarray(header, header + together.length)
        .equals(together),
    ).toBe(true);
    for (const slice of slices) {
      const path = join(temporaryFolder(), 'slice.pcap');
      writeFileSync(path, slice);
      expect(walk(path).packets).toBe(7);
    }
  });

  it('have fewer packets each where there are not enough', () => {
    const all = slicesOf(readFileSync(capture), made.packets, 60);
    expect(all).toHaveLength(made.packets);
    expect(new Set(all.map((slice) => slice.equals(slices[0] ?? Buffer.alloc(0))))).toEqual(new Set([false]));
  });
});

describe('the limits', () => {
  it('are there for every row, and no others', () => {
    expect(Object.keys(JSON.parse(KEPT).limits)).toEqual([...ROWS]);
    expect(() => parseLimits('{"limits":{"table":1}}')).toThrow('no limit for bulk');
    expect(() => parseLimits('{}')).toThrow('no limit for table');
  });

  it('are held by what is equal, and not by what is more', () => {
    const table = { row: 'table', other: null } as const;
    expect(isOver({ ...table, value: limits.table }, limits)).toBe(false);
    expect(isOver({ ...table, value: limits.table + 0.01 }, limits)).toBe(true);
  });

  it('stand beside what was measured, with the ratio to another build where there is one', () => {
    const rows = ratchetRows(
      [
        { row: 'start', value: limits.start / 2, other: limits.start },
        { row: 'many MiB', value: limits['many MiB'] * 2, other: null },
      ],
      limits,
    );
    expect(rows.slice(1).map((row) => row.slice(3))).toEqual([
      ['0.50', ''],
      ['-', 'OVER'],
    ]);
  });

  it('are asked for by the names of rows', () => {
    expect(parseRows('start,many MiB')).toEqual(['start', 'many MiB']);
    expect(() => parseRows('start,most')).toThrow('no such row: most');
  });
});
