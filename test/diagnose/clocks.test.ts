import { describe, expect, it } from 'vitest';
import {
  formatHttpDate,
  formatIsoBasic,
  parseAnyDate,
  parseDigits,
  parseHttpDate,
  parseIsoBasic,
  parseIsoExtended,
} from '../rooms/diagnose.ts';

const MOMENT = Date.UTC(2025, 0, 1, 12, 34, 56) / 1000;

describe('readers of dates', () => {
  it.each([
    ['Wed, 01 Jan 2025 12:34:56 GMT', MOMENT],
    ['Wed, 1 Jan 2025 12:34:56 GMT', MOMENT],
    ['01 Jan 2025 12:34:56 UTC', MOMENT],
    ['Wed, 01 Jan 2025 20:34:56 +0800', MOMENT],
    ['Wed, 01 Jan 2025 07:04:56 -0530', MOMENT],
    ['Wed, 01 Jan 2025 12:34:56', null],
    ['Wed, 31 Feb 2025 12:34:56 GMT', null],
    ['Wed, 00 Jan 2025 12:34:56 GMT', null],
    ['Wed, 01 Jan 2025 12:60:56 GMT', null],
    ['Wed, 01 Jan 2025 12:34:61 GMT', null],
    // a leap second is the first of the next minute
    ['Wed, 01 Jan 2025 12:33:60 GMT', MOMENT - 56],
    ['Wed, 01 Foo 2025 12:34:56 GMT', null],
    ['Wed, 01 Jan 2025 24:00:00 GMT', null],
    ['2025', null],
    ['', null],
  ])('HTTP %j', (text, seconds) => {
    expect(parseHttpDate(text)).toBe(seconds);
  });

  it.each([
    ['20250101T123456Z', MOMENT],
    ['20250101T123456', null],
    ['20251301T123456Z', null],
    ['20250001T123456Z', null],
    ['2025-01-01T12:34:56Z', null],
  ])('ISO basic %j', (text, seconds) => {
    expect(parseIsoBasic(text)).toBe(seconds);
  });

  it.each([
    ['2025-01-01T12:34:56.000Z', MOMENT],
    ['2025-01-01T12:34:56Z', MOMENT],
    ['2025-01-01 12:34:56', null],
    ['0099-01-01T00:00:00Z', -59_042_995_200],
  ])('ISO extended %j', (text, seconds) => {
    expect(parseIsoExtended(text)).toBe(seconds);
  });

  it('reads counts, and only those that are exact', () => {
    expect(parseDigits('1735738496')).toBe(1735738496);
    expect([parseDigits('1e9'), parseDigits('-1'), parseDigits(' 1'), parseDigits('9'.repeat(16))]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('writes what it reads', () => {
    for (const seconds of [0, MOMENT, 951_782_400, 4_102_444_799]) {
      expect(parseAnyDate(formatHttpDate(seconds))).toBe(seconds);
      expect(parseAnyDate(formatIsoBasic(seconds))).toBe(seconds);
      expect(parseAnyDate(new Date(seconds * 1000).toISOString())).toBe(seconds);
      expect(formatHttpDate(seconds)).toBe(new Date(seconds * 1000).toUTCString());
    }
  });
});
