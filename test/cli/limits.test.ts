import { describe, expect, it } from 'vitest';
import {
  allowedLimit,
  LIMIT_NAMES,
  limitOfText,
  parseLimits,
  sizeText,
} from '../../src/cli/settings/limits.ts';
import { LARGEST_LIMITS, LIMIT_KEYS, USUAL_LIMITS } from '../rooms/engine.ts';
import { EN, EN_COMPARE, EN_DETAIL, ZH, ZH_COMPARE, ZH_DETAIL } from '../support/texts.ts';

/** The limits that the sentences of a language name. */
function named(...texts: readonly unknown[]): readonly string[] {
  const words = JSON.stringify(texts).matchAll(/--limit ([a-z-]+)=N/g);
  return [...words].map((word) => word[1] ?? '').sort();
}

describe('limits', () => {
  it('are never larger than the largest', () => {
    for (const key of LIMIT_KEYS) expect(USUAL_LIMITS[key]).toBeLessThanOrEqual(LARGEST_LIMITS[key]);
  });

  it('are each named by what is said where they are reached, in both languages', () => {
    const inEnglish = named(EN.notices, EN.notes, EN_DETAIL, EN_COMPARE);
    expect(inEnglish).toEqual(named(ZH.notices, ZH.notes, ZH_DETAIL, ZH_COMPARE));
    expect([...new Set(inEnglish)]).toEqual([...LIMIT_NAMES].sort());
  });

  it.each([
    ['1', 1],
    ['2K', 2048],
    ['3m', 3 * 1024 ** 2],
    ['64M', 64 * 1024 ** 2],
    ['65M', null],
    ['0', null],
    ['1.5M', null],
    ['-1', null],
    ['', null],
    ['1KB', null],
    ['99999999999999999', null],
  ])('of bytes read %j as %j', (text, value) => {
    expect(limitOfText('headBytes', text)).toBe(value);
  });

  it('of things take no unit', () => {
    expect([limitOfText('connections', '2000'), limitOfText('connections', '2K')]).toEqual([2000, null]);
  });

  it('are given by name, the last one counting', () => {
    expect(parseLimits(['connections=5,head-bytes=1K', 'connections=6'], '--limit')).toEqual({
      ok: true,
      value: { connections: 6, headBytes: 1024 },
    });
  });

  it.each([
    ['conections=1', { code: 'bad-value', name: '--limit', value: 'conections', near: 'connections' }],
    ['__proto__=1', { code: 'bad-value', name: '--limit', value: '__proto__' }],
    ['connections', { code: 'missing-value', name: '--limit connections=' }],
    ['head-bytes=1T', { code: 'bad-number', name: '--limit head-bytes=', value: '1T', allowed: '1–64M' }],
    ['', { code: 'bad-value', name: '--limit', value: '' }],
  ])('%j is refused', (text, error) => {
    expect(parseLimits([text], '--limit')).toMatchObject({ ok: false, error });
  });

  it('are told with the largest unit that fits', () => {
    expect([sizeText(1), sizeText(1536), sizeText(1024 ** 4)]).toEqual(['1', '1536', '1T']);
    expect(allowedLimit('connections')).toBe('1–16777216');
  });
});
