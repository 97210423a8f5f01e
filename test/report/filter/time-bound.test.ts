import { describe, expect, it } from 'vitest';
import { isWithin, parseTimeBound, spanOf } from '../../rooms/report.ts';

const utc = (text: string): number => Date.parse(text) / 1000;

describe('a time that is given', () => {
  it.each([
    ['2024-05-01T23:02:26Z', '2024-05-01T23:02:26Z', 1],
    ['2024-05-01T23:02:26', '2024-05-01T23:02:26Z', 1],
    ['2024-05-01 23:02:26', '2024-05-01T23:02:26Z', 1],
    ['2024-05-01t23:02:26z', '2024-05-01T23:02:26Z', 1],
    ['2024-05-01T23:02:26+08:00', '2024-05-01T15:02:26Z', 1],
    ['2024-05-01T23:02:26-0330', '2024-05-02T02:32:26Z', 1],
    ['2024-05-01T23:02+08', '2024-05-01T15:02:00Z', 60],
    ['2024-05-01', '2024-05-01T00:00:00Z', 86_400],
    ['2024-02-29', '2024-02-29T00:00:00Z', 86_400],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00Z', 1],
  ])('%s stands for a stretch from %s of %d s', (text, from, length) => {
    const start = { seconds: utc(from), nanos: 0 };
    const before = { seconds: utc(from) + length, nanos: 0 };
    expect(parseTimeBound(text)).toEqual({ kind: 'moment', from: start, before });
  });

  it('keeps fractions to the nanosecond', () => {
    expect(parseTimeBound('1970-01-01T00:00:01.999Z')).toEqual({
      kind: 'moment',
      from: { seconds: 1, nanos: 999_000_000 },
      before: { seconds: 2, nanos: 0 },
    });
    expect(parseTimeBound('00:00:01,000000007')).toEqual({
      kind: 'time-of-day',
      from: { seconds: 1, nanos: 7 },
      before: { seconds: 1, nanos: 8 },
    });
  });

  it('may be a time of day alone', () => {
    const from = { seconds: 23 * 3600 + 120, nanos: 0 };
    expect(parseTimeBound('23:02')).toEqual({
      kind: 'time-of-day',
      from,
      before: { seconds: from.seconds + 60, nanos: 0 },
    });
  });

  it.each([
    '',
    'yesterday',
    '2024-02-30',
    '2023-02-29',
    '2024-13-01',
    '0050-01-01',
    '24:00',
    '23:60',
    '23:02:61',
    '23:02Z',
    '2024-05-01T23',
    '2024-05-01T23:02+24:00',
    '2024-05-01T23:02:26.1234567891Z',
    '1714604546',
    ' 23:02',
  ])('is not %j', (text) => {
    expect(parseTimeBound(text)).toBeNull();
  });
});

describe('the span between two times', () => {
  /** 2024-05-01T23:58:00Z. */
  const FIRST = { seconds: utc('2024-05-01T23:58:00Z'), nanos: 0 };
  const span = (since: string | null, until: string | null) =>
    spanOf(
      since === null ? null : parseTimeBound(since),
      until === null ? null : parseTimeBound(until),
      FIRST,
    );
  const at = (text: string, nanos = 0) => ({ seconds: utc(text), nanos });

  it.each([
    ['23:58', null, '2024-05-01T23:58:00Z', true],
    ['23:58:01', null, '2024-05-01T23:58:00Z', false],
    // As a report shows it, in whole seconds.
    [null, '23:58:00', '2024-05-01T23:58:00Z', true],
    [null, '23:57:59', '2024-05-01T23:58:00Z', false],
    [null, '2024-05-01', '2024-05-01T23:59:59Z', true],
    [null, '2024-05-01', '2024-05-02T00:00:00Z', false],
    ['2024-05-02', null, '2024-05-01T23:59:59Z', false],
    // Over midnight.
    ['23:59', '00:01', '2024-05-02T00:01:59Z', true],
    ['23:59', '00:01', '2024-05-02T00:02:00Z', false],
    ['23:59', '00:01', '2024-05-01T23:58:59Z', false],
    ['2024-05-01T23:59+00:00', '00:01', '2024-05-02T00:01:00Z', true],
    ['2024-05-02T07:58+08:00', '2024-05-02T07:58+08:00', '2024-05-01T23:58:30Z', true],
  ])('since %s until %s: %s is within: %s', (since, until, time, within) => {
    expect(isWithin(at(time), span(since, until))).toBe(within);
  });

  it('counts the last nanosecond of what is given', () => {
    expect(isWithin(at('2024-05-01T23:58:00Z', 999_999_999), span(null, '23:58:00'))).toBe(true);
  });

  it('holds no time that is not known', () => {
    expect(isWithin({ seconds: Number.NaN, nanos: 0 }, { from: null, before: null })).toBe(false);
  });
});
