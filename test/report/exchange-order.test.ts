import { describe, expect, it } from 'vitest';
import { ExchangeOrder, orderOfLines } from '../rooms/report.ts';

function ordered(indexes: readonly number[], maxWaiting?: number): { during: number[]; all: number[] } {
  const given: number[] = [];
  const order = new ExchangeOrder<number>((item) => given.push(item), maxWaiting);
  for (const index of indexes) order.push(index, index);
  const during = [...given];
  order.end();
  return { during, all: given };
}

describe('ExchangeOrder', () => {
  it('gives items in the order of their indexes, as soon as it can', () => {
    expect(ordered([2, 3, 1, 5, 4])).toEqual({ during: [1, 2, 3, 4, 5], all: [1, 2, 3, 4, 5] });
  });

  it('holds back what has a gap before it until the end', () => {
    expect(ordered([1, 3, 5])).toEqual({ during: [1], all: [1, 3, 5] });
  });

  it('gives up a gap when too many wait, and lets the late one through', () => {
    const { during, all } = ordered([2, 3, 5, 1, 4], 2);
    expect(during).toEqual([2, 3, 1, 4, 5]);
    expect(all).toHaveLength(5);
  });
});

describe('lines in order', () => {
  it('are copied where they wait, for their bytes are there only for a moment', () => {
    const given: string[] = [];
    const order = orderOfLines((piece) => {
      given.push(typeof piece === 'string' ? piece : Buffer.from(piece).toString('utf8'));
    });
    const memory = Buffer.from('b');
    order.push(2, memory);
    memory.write('a');
    order.push(1, memory);
    memory.write('?');
    order.push(3, 'c');
    order.end();
    expect(given).toEqual(['a', 'b', 'c']);
  });

  it('are those that they were, short and long, however many wait', () => {
    const given: string[] = [];
    const order = orderOfLines((piece) => {
      given.push(typeof piece === 'string' ? piece : Buffer.from(piece).toString('latin1'));
    });
    const memory = Buffer.alloc(40_000);
    const line = (index: number): string => `${index}:`.padEnd((index * 997) % 9000, String(index % 10));
    for (let index = 300; index > 0; index--) {
      const length = memory.write(line(index), 'latin1');
      order.push(index, memory.subarray(0, length));
      memory.fill(0);
    }
    expect(given).toEqual(Array.from({ length: 300 }, (_, at) => line(at + 1)));
  });
});
