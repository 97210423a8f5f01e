import { describe, expect, it } from 'vitest';
import { fromText } from '../rooms/bytes.ts';
import { localisedDates, rareRenderings, usualRenderings } from '../rooms/search.ts';

/** Wed, 01 Jan 2025 12:34:56 GMT */
const MOMENT = 1_735_734_896;

describe('the renderings of a moment that are tried', () => {
  it('are those that are taken for the one of HTTP', () => {
    expect([...usualRenderings(MOMENT)]).toEqual([
      'Wed, 01 Jan 2025 12:34:56 GMT',
      'Wed, 01 Jan 2025 12:34:56 +0000',
      'Wed, 01 Jan 2025 12:34:56 -0000',
      'Wed, 01 Jan 2025 12:34:56 UTC',
      'Wed, 1 Jan 2025 12:34:56 GMT',
      '20250101T123456Z',
      '2025-01-01T12:34:56Z',
    ]);
  });

  it('are those of other date libraries', () => {
    expect([...rareRenderings(MOMENT)]).toEqual([
      'Wed, 01 Jan 2025 12:34:56 +00:00',
      'Wed, 01 Jan 2025 12:34:56 Z',
      'Wed, 01 Jan 2025 12:34:56 GMT+00:00',
      '01 Jan 2025 12:34:56 GMT',
      'Wed, 01 Jan 2025 12:34:56',
      'Wed, 01 Jan 2025 12:34 GMT',
      'wed, 01 jan 2025 12:34:56 gmt',
      'Wednesday, 01-Jan-25 12:34:56 GMT',
      'Wed Jan  1 12:34:56 2025',
      '20250101T123456',
      '20250101',
      '2025-01-01T12:34:56.000Z',
      '2025-01-01 12:34:56',
      'Wed Jan 01 2025 12:34:56 GMT+0000 (Coordinated Universal Time)',
      'Wed Jan 01 2025 20:34:56 GMT+0800 (China Standard Time)',
      fromText('Wed Jan 01 2025 20:34:56 GMT+0800 (中国标准时间)'),
      '1735734896',
      '1735734896000',
    ]);
  });

  it('are those of languages other than English, in every month and on every weekday', () => {
    const words = (from: number, step: number, count: number, place: number) =>
      Array.from({ length: count }, (_, i) =>
        [...localisedDates(from + i * step * 86_400)].map((text) => text.split(' ')[place]),
      );
    // from a Sunday on, and from the middle of January on
    const weekdays = words(1_736_035_200, 1, 7, 0);
    const months = words(1_736_899_200, 30.5, 12, 2);
    const column = (rows: readonly (readonly (string | undefined)[])[], language: number) =>
      rows.map((row) => row[language]).join(' ');
    expect(weekdays[0]).toHaveLength(8);
    expect(column(weekdays, 4)).toBe('So, Mo, Di, Mi, Do, Fr, Sa,');
    expect(column(weekdays, 0)).toBe(fromText('星期日, 星期一, 星期二, 星期三, 星期四, 星期五, 星期六,'));
    expect(column(months, 0)).toBe(
      fromText('一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月'),
    );
    expect(column(months, 1)).toBe(fromText('1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月'));
  });
});
