import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expressionsOf, type Found, isSuspect, worstOf } from './expressions.ts';

const SOURCES = join(import.meta.dirname, '../../src');
const MB = 1024 * 1024;

/**
 * Milliseconds of processor time that an expression may take for so many bytes: what grows with the
 * square of them shows at the smaller ones, before it takes minutes.
 */
const STEPS = [
  [8 * 1024, 100],
  [32 * 1024, 250],
  [128 * 1024, 1000],
  [MB, 4000],
] as const;

function slowest(expression: Found): string | null {
  const pattern = new RegExp(expression.source, expression.flags);
  for (const { before, again } of worstOf(expression)) {
    for (const after of ['\0', '\n']) {
      for (const [bytes, most] of STEPS) {
        const text = before + again.repeat(Math.ceil(bytes / again.length)) + after;
        const start = process.cpuUsage().user;
        text.replace(pattern, '');
        const taken = (process.cpuUsage().user - start) / 1000;
        if (taken > most) return `${JSON.stringify([before, again, after])}: ${taken} ms for ${bytes} bytes`;
      }
    }
  }
  return null;
}

const ALL = readdirSync(SOURCES, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) => expressionsOf(join(SOURCES, name)));

describe('an expression of the sources', () => {
  it('is found where it stands', () => {
    expect(ALL.length).toBeGreaterThan(1000);
    expect(ALL.filter(isSuspect).length).toBeGreaterThan(50);
  });

  it('takes time in proportion to 1 MB of its own worst texts', { timeout: 900_000 }, () => {
    const slow = ALL.flatMap((each) => {
      const found = slowest(each);
      return found === null ? [] : [`${each.place} /${each.source}/${each.flags} ${found}`];
    });
    expect(slow).toEqual([]);
  });

  it.each([
    ['adjacent', '^a*a*b'],
    ['at every place', '=+$'],
  ])('is noticed where it does not: %s', (_, source) => {
    expect(slowest({ place: '', source, flags: '' })).not.toBeNull();
  });
});
